"""Tidy tables: every format holds the same lines, and the files of a series are taken for a run's own."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Codelist, Role, Schema

import extractor
from extractor.reading import read_articles
from extractor.records import Base, Document, InputError, Place, Whole
from extractor.runs import run
from extractor.series import Observation, series, tables, write_series
from extractor.series import sdmx as series_sdmx
from extractor.series.writing import files_of
from extractor.writing import files_of as run_files_of

ROOT = Path(__file__).parents[2]
Tell = Callable[..., Document]


@pytest.fixture(scope="module")
def corpus() -> list[Observation]:
    return series(extractor.Extractor().pipe(read_articles(ROOT / "corpus")))


@pytest.fixture
def observations(tell: Tell, corpus: list[Observation]) -> list[Observation]:
    """Those of the corpus, a revision, and what no article would tell."""
    huge, tiny = "1" + "0" * 400, "0.0000000000001"
    hostile = Place(name="=HYPERLINK(1)", kind='"city"', id="place:\n=1", country="NA", lat=Decimal("-17"))
    return corpus + series(
        [
            tell("old", ("7.9 billion", "7900000000"), published="2024-06-10", source='=1+1\n"customs"'),
            tell("new", ("8.1 billion", "8100000000"), published="2024-09-01"),
            tell("huge", (huge, huge), place=hostile, partners=(hostile,), commodity="\t=1", segment="; \r\n"),
            tell("tiny", (tiny, tiny), value_high=huge, status="target", indicator="other", indicator_text="'=x"),
            tell("_X", ("1", "1"), commodity="_X", among="_", measure="rank", unit="rank"),
            tell(
                "part",
                ("5.5", "5.5"),
                measure="contribution",
                base=Base(kind="since"),
                whole=Whole(indicator="x y", place=hostile),
            ),
        ]
    )


def lines(observations: list[Observation]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    both = list(tables.lines_of(observations))
    return [line for line, _ in both], [source for _, sources in both for source in sources]


def as_text(line: dict[str, Any]) -> dict[str, str]:
    written = {True: "true", False: "false", None: ""}
    return {name: written[cell] if cell is None or isinstance(cell, bool) else str(cell) for name, cell in line.items()}


# ── the lines ───────────────────────────────────────────────────────────────────────────────────


def test_a_line_has_every_column_in_its_order(observations: list[Observation]) -> None:
    told, sources = lines(observations)
    for line in told:
        assert line.keys() == {column.name for column in tables.OBSERVATIONS}
    for source in sources:
        assert source.keys() == {column.name for column in tables.SOURCES}
    assert [line["observation"] for line in told if line["vintage"] == 1] == list(range(1, len(observations) + 1))
    assert len(sources) == sum(len(one.sources) for one in observations)


def test_a_revision_has_a_line_for_each_value(observations: list[Observation]) -> None:
    told, sources = lines(observations)
    revised = [line for line in told if line["conflict"] and line["place"] == "Norway"]
    assert [(line["vintage"], line["value"], line["last_published"]) for line in revised] == [
        (1, "8100000000", "2024-09-01"),
        (2, "7900000000", "2024-06-10"),
    ]
    assert [s["doc_id"] for s in sources if s["observation"] == revised[0]["observation"]] == ["new", "old"]


# ── the formats ─────────────────────────────────────────────────────────────────────────────────


def test_json_lines_are_the_observations(observations: list[Observation], tmp_path: Path) -> None:
    summary = write_series(observations, tmp_path, "jsonl")
    with (tmp_path / "observations.jsonl").open(encoding="utf-8", newline="\n") as file:
        assert [Observation.model_validate_json(line) for line in file] == observations
    assert summary.observations == len(observations)
    assert summary.sources == sum(len(one.sources) for one in observations)
    assert summary.conflicts == sum(one.conflict for one in observations)


@pytest.mark.parametrize("table", [0, 1])
def test_csv_holds_the_lines_and_no_formula(observations: list[Observation], tmp_path: Path, table: int) -> None:
    write_series(observations, tmp_path, "csv")
    with (tmp_path / files_of("csv")[table]).open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    for line, read in zip(lines(observations)[table], found, strict=True):
        for name, cell in as_text(line).items():
            guard = "'" if cell.lstrip("'")[:1] in {*"=\t"} and cell else ""
            assert read[name] == guard + cell
            assert not (name in {"place", "commodity", "source"} and read[name].startswith("="))


@pytest.mark.parametrize("table", [0, 1])
def test_sqlite_holds_the_lines(observations: list[Observation], tmp_path: Path, table: int) -> None:
    write_series(observations, tmp_path, "sqlite")
    with closing(sqlite3.connect(tmp_path / "series.sqlite")) as base:
        base.row_factory = sqlite3.Row
        found = [dict(row) for row in base.execute(f"SELECT * FROM {('observations', 'sources')[table]}")]
    for line, read in zip(lines(observations)[table], found, strict=True):
        for name in ("value", "value_high", "half"):
            assert read.pop(f"{name}_text") == line[name]
            number = read.pop(name)
            assert number is None or Decimal(number) == pytest.approx(Decimal(line[name]))
        exact = {name: cell for name, cell in line.items() if name not in {"value", "value_high", "half"}}
        exact |= {name: float(exact[name]) for name in ("lat", "lon") if exact.get(name)}
        assert read == exact


@pytest.mark.parametrize("table", [0, 1])
def test_parquet_holds_the_lines(observations: list[Observation], tmp_path: Path, table: int) -> None:
    write_series(observations, tmp_path, "parquet")
    read = pyarrow.parquet.read_table(tmp_path / files_of("parquet")[table])
    columns = (tables.OBSERVATIONS, tables.SOURCES)[table]
    for column in columns:
        assert read.schema.field(column.name).metadata[b"description"].decode() == column.meaning
    for line, row in zip(lines(observations)[table], read.to_pylist(), strict=True):
        for name in ("value", "value_high", "half"):
            assert row[f"{name}_text"] == line[name]
            assert row[name] is None or row[name] == Decimal(line[name])
        assert row["value"] is not None or len(line["value"]) > 12
        assert all(str(row[name]) == str(line[name]) for name in ("observation", "vintage", "place"))
    days = "last_published" if table == 0 else "published"
    assert {type(row[days]) for row in read.to_pylist()} == {date, type(None)}


def test_pysdmx_reads_the_observations_and_finds_them_valid(observations: list[Observation], tmp_path: Path) -> None:
    write_series(observations, tmp_path, "sdmx")
    read_sdmx(tmp_path / "observations.structure.xml", validate=True)
    (dataset,) = get_datasets(tmp_path / "observations.sdmx.csv", tmp_path / "observations.structure.xml")
    schema, data, (told, _) = dataset.structure, dataset.data, lines(observations)
    assert isinstance(schema, Schema)
    assert [component.id for component in schema.components] == [one.id for one in series_sdmx.COMPONENTS]
    for component in schema.components:
        cells = [cell for cell in data[component.id].astype(str) if cell not in {"", "<NA>"}]
        assert len(cells) == len(told) or not component.required, component.id
        if isinstance(component.enumeration, Codelist):
            assert set(cells) <= {code.id for code in component.enumeration.items}, component.id
    key = [component.id for component in schema.components if component.role is Role.DIMENSION]
    assert not data.duplicated(key).any()
    with (tmp_path / "observations.sdmx.csv").open(encoding="utf-8", newline="") as file:
        assert [row["OBS_VALUE"] for row in csv.DictReader(file)] == [line["value"] for line in told]


def test_every_component_has_a_column_there_is() -> None:
    names = {column.name for column in tables.OBSERVATIONS}
    assert {one.column for one in series_sdmx.COMPONENTS if one.column} <= names


# ── files and folders ───────────────────────────────────────────────────────────────────────────

FORMATS = ["csv", "jsonl", "sqlite", "parquet", "sdmx"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_observations_give_the_same_bytes(observations: list[Observation], tmp_path: Path, form: str) -> None:
    for name in ("one", "two"):
        write_series(iter(observations), tmp_path / name, form)
    for file in files_of(form):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_no_observations_make_whole_files(tmp_path: Path, form: str) -> None:
    assert write_series([], tmp_path, form).observations == 0
    assert {path.name for path in tmp_path.iterdir()} == {*files_of(form), "manifest.json"}


def test_what_was_not_written_here_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("mine")
    with pytest.raises(InputError, match=r"holds sources\.csv, which no run wrote"):
        write_series([], tmp_path, "csv")
    assert (tmp_path / "sources.csv").read_text() == "mine"


def test_a_series_beside_its_run_is_in_the_manifest_and_no_article(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Norway's exports were $7.9 billion in May 2024.")
    run(str(folder), str(folder))
    before = json.loads((folder / "manifest.json").read_text())
    write_series([], folder, "jsonl")
    write_series([], folder, "jsonl")
    after = json.loads((folder / "manifest.json").read_text())
    assert set(after["files"]) == {*before["files"], "observations.jsonl"}
    assert {**after, "files": None} == {**before, "files": None}
    assert run(str(folder), str(folder)).articles == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_new_run_takes_away_the_series_of_the_run_before(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text("Norway's exports were $7.9 billion in May 2024.")
    out = tmp_path / "out"
    run(str(tmp_path), str(out))
    before = {path.name for path in out.iterdir()}
    write_series([], out, form)
    (out / "notes.txt").write_text("mine")
    run(str(tmp_path), str(out))
    assert {path.name for path in out.iterdir()} == before | {"notes.txt"}
    assert not set(json.loads((out / "manifest.json").read_text())["files"]) & set(files_of(form))


def test_what_has_the_name_of_a_series_but_is_another_s_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norway's exports were $7.9 billion in May 2024.")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sources.csv").write_text("mine")
    run(str(tmp_path), str(tmp_path / "out"))
    assert (tmp_path / "out" / "sources.csv").read_text() == "mine"


def test_no_file_is_both_of_a_run_and_of_a_series() -> None:
    of_runs, of_series = ({name for form in FORMATS for name in of(form)} for of in (run_files_of, files_of))
    assert not of_runs & of_series


def test_an_interrupted_series_leaves_what_was_there(tmp_path: Path, observations: list[Observation]) -> None:
    write_series(observations, tmp_path, "csv")
    before = (tmp_path / "observations.csv").read_bytes()

    def broken() -> Any:
        yield observations[0]
        raise RuntimeError("gave up")

    with pytest.raises(RuntimeError):
        write_series(broken(), tmp_path, "csv")
    assert (tmp_path / "observations.csv").read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no format 'xlsx'; give one of csv, jsonl"):
        write_series([], tmp_path, "xlsx")
