"""Writing a series: tidy tables of observations and of their sources, in the formats that runs have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from extractor.records import InputError, Record
from extractor.series import sdmx
from extractor.series.records import Observation
from extractor.series.tables import OBSERVATIONS, SOURCES, lines_of
from extractor.writing import parquet, sqlite
from extractor.writing.manifest import adding
from extractor.writing.rows import Row
from extractor.writing.tables import Table

STRUCTURE = "observations.structure.xml"
_FIGURES = ("value", "value_high", "half")

Parts = Mapping[str, Path]


class SeriesSummary(Record):
    """What was written.

    Attributes:
        observations: How many observations.
        conflicts: How many of them have several values.
        values: How many values.
        sources: How many facts tell them.
    """

    observations: int = 0
    conflicts: int = 0
    values: int = 0
    sources: int = 0


def write_series(observations: Iterable[Observation], out: str | Path, format: str = "csv") -> SeriesSummary:  # noqa: A002
    """Write observations, as they come, to the files of a format.

    Args:
        observations: From ``series`` or ``Gathered.observations``, in their order.
        out: Folder to write in, made where it is missing; it may be that of the run. Its manifest lists the files.
        format: ``csv``, ``jsonl``, ``sqlite``, ``parquet`` or ``sdmx``.

    Returns:
        What was written.

    Raises:
        InputError: There is no such format, or it needs a package that is not installed; ``out`` holds files of these
            names that were not written here, or cannot be written in.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_series([], folder).observations, sorted(path.name for path in Path(folder).iterdir())
    (0, ['manifest.json', 'observations.csv', 'sources.csv'])
    """
    if format not in _FORMATS:
        raise InputError(f"there is no format {format!r}; give one of {', '.join(_FORMATS)}")
    names, write = _FORMATS[format]
    counts = dict.fromkeys(SeriesSummary.model_fields, 0)
    with adding(Path(out), names) as parts:
        write(_counted(observations, counts), parts)
    return SeriesSummary(**counts)


def _counted(observations: Iterable[Observation], counts: dict[str, int]) -> Iterator[Observation]:
    for observation in observations:
        counts["observations"] += 1
        counts["conflicts"] += observation.conflict
        counts["values"] += len(observation.values)
        counts["sources"] += len(observation.sources)
        yield observation


def _write_jsonl(observations: Iterable[Observation], parts: Parts) -> None:
    with parts["observations.jsonl"].open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(observation.model_dump_json() + "\n" for observation in observations)


def _write_csv(observations: Iterable[Observation], parts: Parts) -> None:
    with ExitStack() as stack:
        lines = Table(stack, parts["observations.csv"], OBSERVATIONS)
        sources = Table(stack, parts["sources.csv"], SOURCES)
        _fill(observations, lines.add, sources.add)


def _write_sqlite(observations: Iterable[Observation], parts: Parts) -> None:
    schema, indexes = (_shipped(name).read_text(encoding="utf-8") for name in ("schema.sql", "indexes.sql"))
    told, telling = sqlite.insertion("observations", OBSERVATIONS), sqlite.insertion("sources", SOURCES)
    with sqlite.building(parts["series.sqlite"], schema, indexes) as base:
        _fill(
            observations,
            lambda row: base.execute(told, sqlite.numbers(row, _FIGURES)),
            lambda row: base.execute(telling, sqlite.numbers(row, _FIGURES)),
        )


def _write_parquet(observations: Iterable[Observation], parts: Parts) -> None:
    with ExitStack() as stack:
        lines, sources = (
            stack.enter_context(parquet.Table(parts[f"{name}.parquet"], parquet.flat_schema(table)))
            for name, table in (("observations", OBSERVATIONS), ("sources", SOURCES))
        )
        _fill(
            observations,
            lambda row: lines.add(parquet.flat_row(OBSERVATIONS, row)),
            lambda row: sources.add(parquet.flat_row(SOURCES, row)),
        )


def _write_sdmx(observations: Iterable[Observation], parts: Parts) -> None:
    parts[STRUCTURE].write_bytes(_shipped("structure.xml").read_bytes())
    with ExitStack() as stack:
        lines = Table(stack, parts["observations.sdmx.csv"], sdmx.COLUMNS, encoding="utf-8")
        sources = Table(stack, parts["sources.csv"], SOURCES)
        _fill(observations, lambda row: lines.add(sdmx.observation(row)), sources.add)


def _shipped(name: str) -> Traversable:
    return files(__package__).joinpath(name)


def _fill(
    observations: Iterable[Observation], add: Callable[[Row], object], add_source: Callable[[Row], object]
) -> None:
    for line, sources in lines_of(observations):
        add(line)
        for source in sources:
            add_source(source)


class _Format(NamedTuple):
    files: tuple[str, ...]
    write: Callable[[Iterable[Observation], Parts], None]


_FORMATS: Mapping[str, _Format] = {
    "csv": _Format(("observations.csv", "sources.csv"), _write_csv),
    "jsonl": _Format(("observations.jsonl",), _write_jsonl),
    "sqlite": _Format(("series.sqlite",), _write_sqlite),
    "parquet": _Format(("observations.parquet", "sources.parquet"), _write_parquet),
    "sdmx": _Format(("observations.sdmx.csv", STRUCTURE, "sources.csv"), _write_sdmx),
}


FILES = frozenset(name for form in _FORMATS.values() for name in form.files)  # that are made of a run


def files_of(format: str) -> tuple[str, ...]:  # noqa: A002
    """The files a format of a series consists of.

    >>> files_of("sqlite")
    ('series.sqlite',)
    """
    return _FORMATS[format].files
