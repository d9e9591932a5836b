"""The pages on formats name every column, component and code there is, and their SQL runs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractor.records import Document, Failure
from extractor.writing import _MODULES, columns, sdmx, write_run

DOCS = Path(__file__).parents[2] / "docs"
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")
SDMX = (DOCS / "sdmx.md").read_text(encoding="utf-8")


def cells(page: str) -> list[list[str]]:
    """The lines of all tables of a page."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]


@pytest.mark.parametrize("table", ["facts", "mentions", "articles", "failures"])
def test_every_column_is_described(table: str) -> None:
    section = FORMATS.partition(f"\n`{table}.csv`")[2].partition("\n\n`")[0].partition("\n#")[0]
    told = [line for line in cells(section) if line[0] != "column"]
    flat: tuple[columns.Column, ...] = getattr(columns, table.upper())
    assert told == [[f"`{column.name}`", column.kind, column.meaning] for column in flat]


def test_every_file_is_named() -> None:
    for format_, module in _MODULES.items():
        (line,) = (line for line in cells(FORMATS) if line[0] == f"`{format_}`")
        assert set(re.findall(r"`([\w.]+\.\w+)`", line[1])) == set(module.FILES)


def test_every_component_and_code_is_described() -> None:
    lines = cells(SDMX)
    for component in sdmx.COMPONENTS:
        kind = f"`{component.kind}`" if component.kind in sdmx.CODES else component.kind
        column = f"`{component.column}`" if component.column else ""
        assert [f"`{component.id}`", component.role, kind, column, component.meaning] in lines
    for name, codes in sdmx.CODES.items():
        for code, meaning in codes.items():
            assert [f"`{name}`", f"`{code}`", meaning] in lines


@pytest.mark.parametrize("question", re.findall(r"```sql\n(.*?)```", FORMATS, re.DOTALL))
def test_the_questions_can_be_asked(question: str, run: list[Document | Failure], tmp_path: Path) -> None:
    write_run(run, tmp_path, "sqlite")
    with closing(sqlite3.connect(tmp_path / "trade.sqlite")) as base:
        assert base.execute(question).description
        for view in ("levels", "growth_rates", "fact_partners", "evidence", "article_checks"):
            assert base.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
