"""``extractor labels``: to the tools that people label with, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import options
from extractor.printable import counted, on_one_line

labels = typer.Typer(
    name="labels",
    help="Take gold, or what was found, to Label Studio or brat, and what people corrected there back to gold.",
    no_args_is_help=True,
)

_Source = Annotated[
    str, typer.Argument(metavar="SOURCE", help="A gold folder, the folder a run was written to, or articles.")
]
_Labelled = Annotated[
    Path,
    typer.Argument(metavar="LABELLED", help="What Label Studio exports as JSON, or the collection brat has annotated."),
]
_To = Annotated[options.Tool, typer.Option("--to", help="The tool: label-studio or brat.", metavar="TOOL")]
_Back = Annotated[options.Tool, typer.Option("--from", help="The tool: label-studio or brat.", metavar="TOOL")]
_Replace = Annotated[bool, typer.Option("--replace", help="Replace files that are there and differ.")]
_Annotator = Annotated[
    str | None,
    typer.Option(metavar="WHO", help="Whose labels to take where an article has several: id, e-mail or user name."),
]


@labels.command(
    "export",
    epilog="Example: extractor labels export gold/ --to brat --out brat/\n\n"
    "Example: extractor labels export out/ --to label-studio --out tasks/",
)
def export_(
    source: _Source,
    tool: _To,
    out: options.Out,
    corpus: options.Corpus = Path("corpus"),
    replace: _Replace = False,
) -> None:
    """Write labels for a tool: gold to correct, or what the rules find to make gold of.

    docs/labelling.md tells what each region, field and relation means.
    """
    from extractor.labelling import export_labels

    done = export_labels(source, tool.value, out, corpus=corpus, replace=replace)
    for failure in done.failures:
        print(f"extractor: {on_one_line(str(failure))}", file=sys.stderr)
    print(f"{counted(done.articles, 'article')} written to {out}")
    if done.failures:
        raise typer.Exit(1)


@labels.command(
    "import",
    epilog="Example: extractor labels import brat/ --from brat --out gold/ --replace\n\n"
    "Example: extractor labels import project-1.json --from label-studio --out gold/ --replace",
)
def import_(  # noqa: PLR0913, PLR0917 - each is an option of the command
    labelled: _Labelled,
    tool: _Back,
    out: options.Out,
    corpus: options.NamedCorpus = None,
    annotator: _Annotator = None,
    replace: _Replace = False,
) -> None:
    """Write what a tool gives back as gold files, and show what has changed in each.

    All of it is checked first, and nothing is written where one article is not in order.
    """
    from extractor.labelling import import_labels

    done = import_labels(labelled, tool.value, out, corpus=corpus, annotator=annotator, replace=replace)
    for reason in done.skipped:
        print(f"extractor: left out: {on_one_line(reason)}", file=sys.stderr)
    for name, changes in done.articles.items():
        print(f"{on_one_line(name)}: {changes}")
    placed = f"; {counted(len(done.placed), 'article')} put into {corpus}" if done.placed else ""
    print(f"{counted(len(done.articles), 'article')} written to {out}{placed}")
