"""The command line: ``extractor extract``, ``extractor evaluate`` and ``extractor explain``."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.records import Article, Document, ExtractorError, Failure

if TYPE_CHECKING:  # what is slow to import is imported where it is used, so that --help answers at once
    from extractor.evaluation import Report
    from extractor.pipeline import Extractor
    from extractor.writing import RunSummary

PARTIAL_FAILURE = 1
USAGE = 2
INTERRUPTED = 130
_COMMANDS = ("extract", "evaluate", "explain")

app = typer.Typer(
    name="extractor",
    help="English trade news in, checked trade facts out: whose trade, which flow, how much, when, compared with what.",
    epilog="Start with: extractor extract corpus/ --out out/",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Articles = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLES", help="A folder (its .txt files, subfolders too), one file, or - for standard input."
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        help="Date of publication, which 'last year' and the like are counted from. By default the article's header.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="An installed spaCy pipeline to help the rules. By default rules alone."),
]


def main() -> None:
    """Run the command line; an error a user can mend is one line on standard error, and exit code 2."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except ExtractorError as error:
        _complain(str(error))
        code = USAGE
    except typer.TyperException as error:
        if message := error.format_message().rstrip("."):  # none where the help was shown instead
            command = " ".join(["extractor", *(word for word in sys.argv[1:2] if word in _COMMANDS), "--help"])
            _complain(f"{message} (in {shlex.join(sys.argv[1:])!r}); see: {command}")
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except OSError as error:  # a reader that has seen enough, as head has, needs no complaint
        if not isinstance(error, BrokenPipeError):
            _complain(f"cannot write to standard output ({error.strerror}); send it where there is room")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten has nowhere to go
        code = PARTIAL_FAILURE
    sys.exit(code)


def _complain(message: str) -> None:
    print(f"extractor: {message}", file=sys.stderr)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"extractor {version('extractor')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


# ── extract ─────────────────────────────────────────────────────────────────────────────────────


@app.command(
    epilog="Example: extractor extract news/ --out out/\n\n"
    "Example: extractor extract - --out out/ --published 2024-01-31 < article.txt"
)
def extract(  # noqa: PLR0913, PLR0917 - each is an option of the command
    articles: Articles,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write; made where it is missing.")],
    published: Published = None,
    model: Model = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Processes to use; the output is the same.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show the last line alone, not the facts.")] = False,
) -> None:
    """Read articles, show their facts, and write facts, mentions and articles as JSON Lines.

    facts.jsonl has a line for each figure stated, mentions.jsonl for each amount, period and place,
    articles.jsonl for each article, failures.jsonl for each that could not be read, with the remedy.
    """
    from extractor.reading import read_articles
    from extractor.writing import write_run

    documents = _extractor(model).pipe(read_articles(articles, published=published), workers=workers)
    summary = write_run(documents if quiet else _shown(documents), out)
    _sum_up(summary, out)
    if summary.failures:
        raise typer.Exit(PARTIAL_FAILURE)


def _extractor(model: str | None) -> Extractor:
    from extractor.pipeline import Extractor

    return Extractor(model=model)


def _shown(documents: Iterator[Document | Failure]) -> Iterator[Document | Failure]:
    from extractor.screen import console, facts_table

    screen = console()
    for document in documents:
        if isinstance(document, Document):
            screen.print(facts_table(document))
        yield document


def _sum_up(summary: RunSummary, out: Path) -> None:
    for failure in summary.failures:
        _complain(str(failure))
    failed = f", {_count(len(summary.failures), 'failure')} (above, and in failures.jsonl)" if summary.failures else ""
    read, facts, mentions = summary.articles, summary.facts, summary.mentions
    print(
        f"{_count(read, 'article')} read: {_count(facts, 'fact')} and {_count(mentions, 'mention')} "
        f"written to {out}{failed}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# ── evaluate ────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: extractor evaluate --errors\n\nExample: extractor evaluate --csv > scores.csv")
def evaluate(  # noqa: PLR0913, PLR0917 - each is an option of the command
    gold: Annotated[Path, typer.Option(metavar="FOLDER", help="Hand labels, a JSON file an article.")] = Path("gold"),
    corpus: Annotated[Path, typer.Option(metavar="FOLDER", help="The articles they label.")] = Path("corpus"),
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss, extra and wrong slot, in its sentence.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the scores as CSV.")] = False,
    check: Annotated[
        bool, typer.Option("--check-floors", help="Fail where a score is below gold/floors.json.")
    ] = False,
    raise_: Annotated[
        bool, typer.Option("--raise-floors", help="Raise the floors to these scores; never lowers.")
    ] = False,
    model: Model = None,
) -> None:
    """Score the facts and mentions found against hand labels: precision, recall, F1 and slots."""
    from extractor.evaluation import evaluate, load_gold

    golds = load_gold(gold, corpus)
    extractor = _extractor(model)
    documents = {item.doc_id: extractor.extract(item.text, doc_id=item.doc_id) for item in golds}
    report = evaluate(golds, documents)
    _print_report(report, errors=errors, as_json=as_json, as_csv=as_csv)
    if raise_:
        _raise_floors(report, gold)
    if check:
        _check_floors(report, gold)


def _print_report(report: Report, *, errors: bool, as_json: bool, as_csv: bool) -> None:
    if as_json:
        import json

        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    elif as_csv:
        import csv

        rows = report.rows()
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        from extractor.screen import console

        report.render(console(), errors=errors)


def _raise_floors(report: Report, gold: Path) -> None:
    from extractor.evaluation import raise_floors
    from extractor.evaluation.gold import FLOORS

    raised = raise_floors(report, gold / FLOORS)
    print("\n".join(raised) if raised else "no score has risen above its floor")


def _check_floors(report: Report, gold: Path) -> None:
    from extractor.evaluation import check_floors, lowered_floors
    from extractor.evaluation.gold import FLOORS

    broken = check_floors(report, gold / FLOORS) + lowered_floors(gold / FLOORS)
    for line in broken:
        _complain(line)
    if broken:
        raise typer.Exit(PARTIAL_FAILURE)
    print("every score is at its floor or above", file=sys.stderr)


# ── explain ─────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: extractor explain corpus/000_634b98e9321c5d9e.txt")
def explain(article: Articles, published: Published = None, model: Model = None) -> None:
    """Show a fact at a time: its sentence, every slot, the characters that say it and the rule that put it there."""
    from extractor.reading import read_articles
    from extractor.screen import console, explained

    extractor, screen, failed = _extractor(model), console(), False
    for item in read_articles(article, published=published):
        (document,) = extractor.pipe([item])
        if isinstance(item, Article) and isinstance(document, Document):
            for part in explained(item, document):
                screen.print(part)
        else:
            failed = True
            _complain(str(document))
    if failed:
        raise typer.Exit(PARTIAL_FAILURE)
