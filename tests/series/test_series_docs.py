"""The page on series names every column, component, file and view there is, and its SQL runs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.series import sdmx, series, tables, write_series
from extractor.series.writing import files_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "series.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    write_series(series(Extractor().pipe(read_articles(ROOT / "tests" / "articles" / "dev"))), folder, "sqlite")
    return folder / "series.sqlite"


def lines(start: str) -> list[list[str]]:
    """The lines of the first table after some words."""
    table = PAGE.partition(start)[2].partition("\n\n|")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()][2:]


@pytest.mark.parametrize("table", ["observations", "sources"])
def test_every_column_is_described(table: str) -> None:
    columns = {"observations": tables.OBSERVATIONS, "sources": tables.SOURCES}[table]
    assert lines(f"\n`{table}` has a line") == [[f"`{one.name}`", one.kind, one.meaning] for one in columns]


def test_every_component_is_described() -> None:
    assert lines("\n### SDMX") == [
        [
            f"`{one.id}`",
            one.role,
            f"`{one.kind}`" if one.is_coded else one.kind,
            f"`{one.column}`" if one.column else "",
            one.meaning,
        ]
        for one in sdmx.COMPONENTS
    ]


def test_every_file_is_named() -> None:
    named = {line[0].strip("`"): set(re.findall(r"`([\w.]+\.\w+)`", line[1])) for line in lines("\n`--out` writes")}
    assert named == {form: set(files_of(form)) for form in ("csv", "sqlite", "parquet", "sdmx", "jsonl")}


@pytest.mark.parametrize("question", re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))
def test_the_questions_can_be_asked(question: str, base: Path) -> None:
    with closing(sqlite3.connect(base)) as connection:
        assert connection.execute(question).description
        for view in ("latest", "disagreements", "all_series"):
            assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0


def test_what_different_articles_disagree_on_is_told_by_both(base: Path) -> None:
    with closing(sqlite3.connect(base)) as connection:
        tea = connection.execute(
            "SELECT vintage, value, last_published FROM disagreements "
            "WHERE place_id = 'country:KE' AND commodity = 'tea' AND unit = 'KES' AND period = '2023'"
        ).fetchall()
    assert tea == [(1, 180_400_000_000, "2024-03-14"), (2, 181_200_000_000, "2024-02-19")]
