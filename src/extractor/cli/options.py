"""The arguments and options of the commands: what each is called, takes and means."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

_INPUT, _OUTPUT, _RUN = "How to read", "What to write", "How to run"


class Form(StrEnum):
    """The formats; those of ``extractor.writing``, which --help should not wait for."""

    jsonl = "jsonl"
    csv = "csv"
    sqlite = "sqlite"
    parquet = "parquet"
    sdmx = "sdmx"


class Tool(StrEnum):
    """The labelling tools; those of ``extractor.labelling``, which --help should not wait for."""

    label_studio = "label-studio"
    brat = "brat"


def _option(panel: str | None, words: str, *names: str, **how: Any) -> Any:
    return typer.Option(*names, help=words, rich_help_panel=panel, **how)


# What several commands take.
Article = Annotated[str, typer.Argument(metavar="ARTICLES", help="A folder, one file, or - for standard input.")]
Published = Annotated[
    str | None,
    _option(
        _INPUT,
        "Date of publication, which 'last year' and the like are counted from. By default what the article states.",
        metavar="YYYY-MM-DD",
    ),
]
Model = Annotated[
    str | None,
    _option(None, "An installed spaCy pipeline to help the rules. By default rules alone.", metavar="NAME"),
]
Out = Annotated[Path, _option(None, "Where to write; made where it is missing.", metavar="FOLDER")]
Format = Annotated[
    Form, _option(_OUTPUT, "What to write: jsonl, csv, sqlite, parquet or sdmx.", "--format", metavar="FORMAT")
]

# extract
Articles = Annotated[
    list[str],
    typer.Argument(metavar="ARTICLES...", help="Folders (with subfolders), files, archives, or - for standard input."),
]
Quiet = Annotated[bool, _option(_OUTPUT, "Show no facts; those of up to 20 articles are shown else.", "--quiet", "-q")]
Workers = Annotated[
    int | None,
    _option(_RUN, "Processes to use, by default one a core; the output is the same.", metavar="N"),
]
Resume = Annotated[
    bool, _option(_RUN, "Go on where the same run was stopped; without it a run begins anew.", "--resume")
]
KeepShards = Annotated[
    bool, _option(_RUN, "Keep what a later --resume needs to read only what is new.", "--keep-shards")
]
TimeLimit = Annotated[float, _option(_RUN, "How long one article may take.", metavar="SECONDS", min=0.01)]
Glob = Annotated[
    list[str] | None,
    _option(
        _INPUT, "In folders read only files of such names (not paths), as '*.md'; may be repeated.", metavar="PATTERN"
    ),
]
Kind = Annotated[
    str | None,
    _option(
        _INPUT, "What - or a file without a known ending holds: text, html, jsonl, csv, warc, ...", metavar="ENDING"
    ),
]
TextField = Annotated[str, _option(_INPUT, "Field or column that holds the text.", metavar="NAME")]
IdField = Annotated[str | None, _option(_INPUT, "The one that names the article.", metavar="NAME")]
TitleField = Annotated[str | None, _option(_INPUT, "The one of the headline.", metavar="NAME")]
DateField = Annotated[str | None, _option(_INPUT, "The one of the date of publication.", metavar="NAME")]
MaxBytes = Annotated[int, _option(_INPUT, "An article larger than this is a failure.", metavar="N", min=1)]

# convert
Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder a run was written to.")]
From = Annotated[Form | None, _option(None, "What to read, where the folder holds several formats.", "--from")]

# check
Off = Annotated[bool, _option(None, "Show what is off alone.", "--off")]

# evaluate
Gold = Annotated[Path, _option(None, "Hand labels, a JSON file an article.", metavar="FOLDER")]
Corpus = Annotated[Path, _option(None, "The articles they label.", metavar="FOLDER")]
NamedCorpus = Annotated[
    Path | None, _option(None, "The articles they label; new ones are put there. By default corpus.", metavar="FOLDER")
]
Errors = Annotated[bool, _option(None, "List every miss, extra and wrong slot, in its sentence.", "--errors")]
AsJson = Annotated[bool, _option(None, "Print everything as JSON.", "--json")]
AsCsv = Annotated[bool, _option(None, "Print the scores as CSV.", "--csv")]
CheckFloors = Annotated[bool, _option(None, "Fail where a score is below gold/floors.json.", "--check-floors")]
RaiseFloors = Annotated[bool, _option(None, "Raise the floors to these scores; never lowers.", "--raise-floors")]

# series
_WHICH = "Which observations"


class Measures(StrEnum):
    """How a figure is told."""

    level = "level"
    growth = "growth"
    change = "change"
    share = "share"
    contribution = "contribution"
    gap = "gap"
    rank = "rank"


class By(StrEnum):
    """The calendar unit of a period."""

    year = "year"
    half = "half"
    quarter = "quarter"
    month = "month"
    week = "week"
    day = "day"


Place = Annotated[
    str | None, _option(_WHICH, "Of this place, by any name that articles use, or its id.", metavar="NAME")
]
Within = Annotated[str | None, _option(_WHICH, "Of places that lie in this one.", metavar="NAME")]
Indicator = Annotated[
    str | None, _option(_WHICH, "exports, imports, trade ..., or the noun of another figure.", metavar="NAME")
]
Measure = Annotated[
    Measures | None,
    _option(_WHICH, "level, growth, change, share, contribution, gap or rank.", metavar="NAME"),
]
Partner = Annotated[str | None, _option(_WHICH, "With this place, by any name or its id.", metavar="NAME")]
Commodity = Annotated[str | None, _option(_WHICH, "Of these goods.", metavar="NAME")]
Unit = Annotated[str | None, _option(_WHICH, "In this unit: USD, percent, tonnes ...", metavar="NAME")]
ByPeriod = Annotated[
    By | None, _option(_WHICH, "Of whole years, halves, quarters, months, weeks or days.", "--by", metavar="UNIT")
]
FirstDay = Annotated[
    str | None, _option(_WHICH, "Of periods that begin then or later: 2023, 2023-05 or 2023-05-31.", "--from")
]
LastDay = Annotated[str | None, _option(_WHICH, "Of periods that end then or before.", "--to")]
Conflicts = Annotated[bool, _option(_WHICH, "Only those of which several values are told.", "--conflicts")]
SeriesOut = Annotated[
    Path | None, _option(_OUTPUT, "Write tidy tables to this folder instead of showing them.", metavar="FOLDER")
]
SeriesFormat = Annotated[
    Form, _option(_OUTPUT, "What to write: csv, jsonl, sqlite, parquet or sdmx.", "--format", metavar="FORMAT")
]
RunFormat = Annotated[
    Form | None, _option(_INPUT, "What to read, where the folder holds several formats.", "--run-format")
]

# report and serve
Html = Annotated[Path, _option(None, "The page to write.", "--html", metavar="FILE")]
LabelsOfRun = Annotated[
    Path | None,
    _option(None, "Hand labels to hold the articles against: a JSON file an article.", "--gold", metavar="FOLDER"),
]
LabelledArticles = Annotated[Path, _option(None, "The articles that --gold labels.", "--corpus", metavar="FOLDER")]
Title = Annotated[str | None, _option(None, "The heading of the page; by default the name of the run.", metavar="TEXT")]
Limit = Annotated[
    int, _option(None, "How many articles to show; the page says what it leaves out.", metavar="N", min=1)
]
Host = Annotated[
    str, _option(None, "The address to listen on; others than this machine's let others in.", metavar="NAME")
]
Port = Annotated[int, _option(None, "The port to listen on; 0 for one that is free.", metavar="N", min=0, max=65535)]
