"""The commands that show a page: ``extractor report`` and ``extractor serve``."""

from __future__ import annotations

import sys
from pathlib import Path

from extractor.cli import options
from extractor.printable import counted


def report(  # noqa: PLR0913, PLR0917 - each is an option of the command
    run: options.Run,
    html: options.Html,
    gold: options.LabelsOfRun = None,
    corpus: options.LabelledArticles = Path("corpus"),
    title: options.Title = None,
    limit: options.Limit = 1000,
    from_: options.From = None,
) -> None:
    """Write a run as one page that opens from disk: articles, facts, checks and series, each beside its evidence.

    With --gold it also shows what is missed, extra or wrong. docs/report.md tells what the page shows, and its keys.
    """
    from extractor.report import write_report
    from extractor.writing import read_run

    golds = None
    if gold is not None:
        from extractor.evaluation import load_gold

        golds = load_gold(gold, corpus)
    documents = read_run(run, from_ and from_.value)
    done = write_report(documents, html, title=title or _name(run), gold=golds, limit=limit)
    if done.left_out:
        left = "1 article is" if done.left_out == 1 else f"{done.left_out:,} articles are"
        print(
            f"extractor: {left} left out, and the page says so; "
            f"--limit {done.articles + done.left_out} shows all, and takes longer to open",
            file=sys.stderr,
        )
    failed = f", and {done.failures:,} that could not be read" if done.failures else ""
    are = "is" if done.articles == 1 else "are"
    print(f"{counted(done.articles, 'article')} with {counted(done.facts, 'fact')} {are} shown in {html}{failed}")


def _name(run: Path) -> str:
    """The name of the folder a run is in."""
    folder = run if run.is_dir() else run.parent
    return f"Trade facts of {folder.resolve().name}"


def serve(host: options.Host = "127.0.0.1", port: options.Port = 8000, model: options.Model = None) -> None:
    """Show the facts of pasted text as a page, on this machine alone; Ctrl-C ends it. Nothing pasted is kept."""
    from extractor.report.serving import server

    with server(host, port, model=model) as serving:
        print(f"extractor: open {serving.url} and paste an article; Ctrl-C ends", flush=True)
        serving.serve_forever()
