"""The command line: one command a function; ``series``, ``report``, ``serve`` and ``labels`` have their own modules."""

from __future__ import annotations

import errno
import io
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import options, pages
from extractor.cli.labels import labels
from extractor.cli.series import series
from extractor.printable import counted, on_one_line
from extractor.records import Article, Document, ExtractorError, Failure, GoldError, InputError

if TYPE_CHECKING:  # what is slow to import is imported where it is used, so that --help answers at once
    from extractor.evaluation import Report
    from extractor.pipeline import Extractor

PARTIAL_FAILURE = 1
USAGE = 2
INTERRUPTED = 130
_COMMANDS = ("extract", "convert", "series", "report", "serve", "evaluate", "explain", "check", "labels")
_SHOWN = 20  # articles whose facts are shown when they have been written

app = typer.Typer(
    name="extractor",
    help="English trade news in, checked trade facts out: whose trade, which flow, how much, when, compared with what.",
    epilog="Start with: extractor extract corpus/ --out out/",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(labels)


def main() -> None:
    """Run the command line; an error a user can mend is one line on standard error, and exit code 2."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended as Ctrl-C ends it
    _mend_streams()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except GoldError as error:
        for problem in str(error).splitlines():
            _complain(problem)
        code = USAGE
    except ExtractorError as error:
        _complain(str(error))
        code = USAGE
    except typer.TyperException as error:
        message = error.format_message().rstrip(".").replace("Value error, ", "")
        if message:  # none where the help was shown instead
            command = " ".join(["extractor", *(word for word in sys.argv[1:2] if word in _COMMANDS), "--help"])
            _complain(f"{message} (in {shlex.join(sys.argv[1:])!r}); see: {command}")
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except OSError as error:
        code = _cannot_go_on(error)
    sys.exit(code)


def _mend_streams() -> None:
    """Open the streams that the caller has closed, and have them show by its escape what they cannot, as in ASCII."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _cannot_go_on(error: OSError) -> int:
    """Tell what the system refused; a reader of the output that has seen enough, as head has, needs no complaint."""
    if error.errno == errno.ENAMETOOLONG:
        _complain(f"{str(error.filename)!r}: {error.strerror}; give a shorter name")
        return USAGE
    if error.filename is not None or error.errno not in {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EFBIG}:
        where = f"{str(error.filename)!r}: " if error.filename is not None else ""
        then = "go on with --resume" if sys.argv[1:2] == ["extract"] else "run the command again"
        _complain(f"{where}{error.strerror or error}; see that the machine has what it needs, and {then}")
        return PARTIAL_FAILURE
    if not isinstance(error, BrokenPipeError):
        _complain(f"cannot write to standard output ({error.strerror}); send it where there is room")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten has nowhere to go
    return PARTIAL_FAILURE


def _complain(message: str) -> None:
    print(f"extractor: {on_one_line(message)}", file=sys.stderr)


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
    "Example: extractor extract archive/*.warc.gz --out out/ --format parquet --workers 8 --resume\n\n"
    "Example: extractor extract - --out out/ --published 2024-01-31 < article.txt"
)
def extract(  # noqa: PLR0913, PLR0917 - each is an option of the command
    articles: options.Articles,
    out: options.Out,
    form: options.Format = options.Form.jsonl,
    quiet: options.Quiet = False,
    workers: options.Workers = None,
    resume: options.Resume = False,
    keep_shards: options.KeepShards = False,
    time_limit: options.TimeLimit = 300,
    published: options.Published = None,
    glob: options.Glob = None,
    kind: options.Kind = None,
    text_field: options.TextField = "text",
    id_field: options.IdField = None,
    title_field: options.TitleField = None,
    date_field: options.DateField = None,
    max_bytes: options.MaxBytes = 10_000_000,
    model: options.Model = None,
) -> None:
    """Read articles, and write their facts, the amounts, periods and places in them, and what could not be read.

    It can be stopped at any moment; the same command with --resume goes on. Every format holds the same:
    docs/formats.md describes each file and column.
    """
    try:
        from extractor.progress import watch
        from extractor.reading import ReadingOptions
        from extractor.runs import RunOptions, run

        reading = ReadingOptions(
            published=published,
            globs=tuple(glob or ()),
            kind=kind,
            text_field=text_field,
            id_field=id_field,
            title_field=title_field,
            date_field=date_field,
            max_bytes=max_bytes,
        )
        done = run(
            articles,
            out,
            options=RunOptions(reading=reading, model=model, time_limit=time_limit),
            form=form.value,
            workers=_cores() if workers is None else workers,
            resume=resume,
            keep_shards=keep_shards,
            watch=watch(),
        )
    except KeyboardInterrupt:
        _complain("stopped; what is done is kept: the same command with --resume goes on")
        raise
    if not quiet and done.articles <= _SHOWN:
        _show(out, form.value)
    failed = f", {counted(done.failures, 'failure')} (above, and in the failures file)" if done.failures else ""
    print(
        f"{counted(done.articles, 'article')} read: {counted(done.facts, 'fact')} and "
        f"{counted(done.mentions, 'mention')} written to {out}{failed}"
    )
    if done.failures:
        raise typer.Exit(PARTIAL_FAILURE)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _show(out: Path, form: str) -> None:
    from extractor.screen import console, facts_table
    from extractor.writing import read_run

    screen = console()
    for document in read_run(out, form):
        if isinstance(document, Document):
            screen.print(facts_table(document))


def _extractor(model: str | None) -> Extractor:
    from extractor.pipeline import Extractor

    return Extractor(model=model)


# ── convert ─────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: extractor convert out/ --out tables/ --format sqlite")
def convert(
    run: options.Run,
    out: options.Out,
    form: options.Format = options.Form.jsonl,
    from_: options.From = None,
) -> None:
    """Write a run in another format; every format holds the same facts."""
    from extractor.runs.assembly import convert_run

    done = convert_run(run, out, form.value, from_ and from_.value)
    print(f"{counted(done.articles, 'article')} with {counted(done.facts, 'fact')} written to {out}")


# ── series ──────────────────────────────────────────────────────────────────────────────────────

app.command(
    epilog="Example: extractor series out/ --place Xinjiang --indicator exports --by month\n\n"
    "Example: extractor series out/ --conflicts --out tables/ --format sqlite"
)(series)


# ── report and serve ────────────────────────────────────────────────────────────────────────────

app.command(
    epilog="Example: extractor report out/ --html report.html\n\n"
    "Example: extractor report out/ --html report.html --gold gold/ --corpus corpus/"
)(pages.report)
app.command(epilog="Example: extractor serve --port 8080")(pages.serve)


# ── evaluate ────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: extractor evaluate --errors\n\nExample: extractor evaluate --csv > scores.csv")
def evaluate(  # noqa: PLR0913, PLR0917 - each is an option of the command
    gold: options.Gold = Path("gold"),
    corpus: options.Corpus = Path("corpus"),
    errors: options.Errors = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    check: options.CheckFloors = False,
    raise_: options.RaiseFloors = False,
    model: options.Model = None,
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
def explain(article: options.Article, published: options.Published = None, model: options.Model = None) -> None:
    """Show a fact at a time: its sentence, every slot, the characters that say it and the rule that put it there."""
    from extractor.screen import console, explained

    screen = console()
    for item, document in _read(article, published, model):
        for part in explained(item, document):
            screen.print(part)


def _read(articles: str, published: str | None, model: str | None) -> Iterator[tuple[Article, Document]]:
    """Read articles one at a time; those that cannot be are told, and the exit code says there were some."""
    from extractor.reading import read_articles

    extractor, failed = _extractor(model), False
    for item in read_articles(articles, published=published):
        document = extractor.read_or_fail(item)
        if isinstance(item, Article) and isinstance(document, Document):
            yield item, document
        else:
            failed = True
            _complain(str(document))
    if failed:
        raise typer.Exit(PARTIAL_FAILURE)


# ── check ───────────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: extractor check corpus/ --off\n\nExample: extractor check out/")
def check(
    article: options.Article,
    published: options.Published = None,
    off: options.Off = False,
    model: options.Model = None,
    run_format: options.RunFormat = None,
) -> None:
    """Show the arithmetic between the facts of each article, and of several articles between them.

    Sums, balances, growth, shares, rates, parts, ranks. The articles may also be the folder of a run.
    """
    from extractor.screen import checked, checked_between, console
    from extractor.series import Gathered, check_between

    screen, gathered, failed = console(), Gathered(), False
    for document in _documents(article, published, model, run_format and run_format.value):
        if isinstance(document, Failure):
            failed = True
            _complain(str(document))
            continue
        gathered.add(document)
        for part in checked(document, off_only=off):
            screen.print(part)
    if gathered.articles > 1:
        for part in checked_between(list(check_between(gathered)), off_only=off):
            screen.print(part)
    if failed:
        raise typer.Exit(PARTIAL_FAILURE)


def _documents(
    articles: str, published: str | None, model: str | None, run_format: str | None
) -> Iterator[Document | Failure]:
    """Read articles, or what a run has found in them."""
    from extractor.reading import read_articles
    from extractor.writing import formats_in, read_run

    if run_format is None and not formats_in(articles):
        yield from map(_extractor(model).read_or_fail, read_articles(articles, published=published))
        return
    if published or model:
        raise InputError(f"{articles!r} is a run, which has its dates and model; give the articles, or leave these out")
    yield from read_run(articles, run_format)
