"""SQLite: the views answer, in SQL alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from extractor.pipeline import Extractor
from extractor.records import Document, Failure
from extractor.writing import columns, read_run, sqlite, write_run

NEWS = (
    "Norway's exports to Sweden rose 5.2 percent year on year to 420 billion kroner in May 2024, customs said. "
    "Norway's imports were 300.5 billion kroner in May 2024. Steel imports fell 3 percent in the first quarter of 2024."
)


@pytest.fixture(scope="module")
def news() -> Document:
    return Extractor().extract(NEWS, doc_id="news", published="2024-06-10")


@pytest.fixture
def base(news: Document, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    other = Extractor().extract(NEWS.replace("300.5", "301"), doc_id="other")
    write_run([news, Failure(path="b", reason="is empty", remedy="fill it"), other], tmp_path, "sqlite")
    with closing(sqlite3.connect(tmp_path / "trade.sqlite")) as base:
        base.row_factory = sqlite3.Row
        yield base


def answers(base: sqlite3.Connection, question: str) -> list[dict[str, Any]]:
    return [dict(row) for row in base.execute(question)]


def test_how_much(base: sqlite3.Connection) -> None:
    found = answers(base, "SELECT * FROM levels WHERE country = 'NO' AND indicator = 'exports' AND value > 1e9")
    assert [row["doc_id"] for row in found] == ["news", "other"]
    assert (found[0]["value"], found[0]["unit"], found[0]["period"]) == (420_000_000_000, "NOK", "2024-05")
    assert found[0]["sentence"] == NEWS[: NEWS.index(" Norway's imports")]


def test_through_time(base: sqlite3.Connection) -> None:
    """Both articles tell the imports, differently: a line, with the value of the one that has a date."""
    found = answers(base, "SELECT * FROM series WHERE country = 'NO' AND measure = 'level' ORDER BY indicator")
    assert [(row["indicator"], row["period"], row["facts"]) for row in found] == [
        ("exports", "2024-05", 2),
        ("imports", "2024-05", 2),
    ]
    assert (found[1]["value"], found[1]["lowest"], found[1]["highest"]) == (300.5e9, 300.5e9, 301e9)


def test_how_fast(base: sqlite3.Connection) -> None:
    found = answers(
        base, "SELECT indicator, value, base, sentence FROM growth_rates WHERE doc_id = 'news' ORDER BY fact"
    )
    assert [(row["indicator"], row["value"], row["base"]) for row in found[:1]] == [("exports", 5.2, "yoy")]
    assert found[1]["value"] == -3
    assert found[1]["sentence"].startswith("Steel imports fell")


def test_with_whom(base: sqlite3.Connection, news: Document) -> None:
    found = answers(base, "SELECT partner, partner_id, partner_country, value FROM fact_partners WHERE doc_id = 'news'")
    told = [(partner.name, partner.id, partner.country) for fact in news.facts for partner in fact.partners]
    assert [(row["partner"], row["partner_id"], row["partner_country"]) for row in found] == told
    assert ("Sweden", "country:SE", "SE") in told


def test_place_by_month(base: sqlite3.Connection) -> None:
    (imports,) = answers(base, "SELECT * FROM by_place_and_month WHERE indicator = 'imports'")
    assert imports == {
        "place_id": "country:NO",
        "place": "Norway",
        "country": "NO",
        "month": "2024-05",
        "indicator": "imports",
        "unit": "NOK",
        "lowest": 300_500_000_000,
        "highest": 301_000_000_000,
        "facts": 2,
        "articles": 2,
    }


def test_where_it_says_so(base: sqlite3.Connection, news: Document) -> None:
    found = answers(base, "SELECT fact_id, slot, text, rule FROM evidence WHERE doc_id = 'news'")
    told = [
        (fact.id, slot, None if at.start is None or at.end is None else NEWS[at.start : at.end], at.by)
        for fact in news.facts
        for slot, at in fact.evidence.items()
    ]
    assert [(row["fact_id"], row["slot"], row["text"], row["rule"]) for row in found] == told


def test_whether_it_agrees_with_itself(run: list[Document | Failure], tmp_path: Path) -> None:
    write_run(run, tmp_path, "sqlite")
    checks = [check for item in run if isinstance(item, Document) for check in item.checks]
    with closing(sqlite3.connect(tmp_path / "trade.sqlite")) as base:
        found = list(base.execute('SELECT name, verdict, facts, "left" FROM article_checks'))
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    told = [(one.name, one.verdict, len(one.facts), one.left and float(one.left)) for one in checks]
    assert found == told != []


def test_failures_are_there_too(base: sqlite3.Connection) -> None:
    assert answers(base, "SELECT path, reason FROM failures") == [{"path": "b", "reason": "is empty"}]


def test_figures_are_exact_as_text_and_near_as_numbers(news: Document, tmp_path: Path) -> None:
    digits = ["12345678901234567890.123456789", "1" + "0" * 400, "-0.1", "99999999999999999999"]
    facts = [news.facts[0].model_copy(update={"value": Decimal(text)}) for text in digits]
    write_run([news.model_copy(update={"facts": tuple(facts)})], tmp_path, "sqlite")
    with closing(sqlite3.connect(tmp_path / "trade.sqlite")) as base:
        found = list(base.execute("SELECT value_text, value FROM facts ORDER BY fact"))
    assert [text for text, _ in found] == digits
    assert [value for _, value in found] == [pytest.approx(1.2345678901234567e19), None, -0.1, pytest.approx(1e20)]


def test_a_nul_in_an_article_hides_nothing_behind_it(news: Document, tmp_path: Path) -> None:
    document = news.model_copy(update={"text": "\0" + NEWS[1:60] + "\0" + NEWS[61:]})
    write_run([document], tmp_path, "sqlite")
    with closing(sqlite3.connect(tmp_path / "trade.sqlite")) as base:
        sentences = [row[0] for row in base.execute("SELECT sentence FROM levels ORDER BY fact")]
    assert sentences[0].startswith("␀orway's exports")
    assert sentences[1] == "Norway's imports were 300.5 billion kroner in May 2024."
    assert list(read_run(tmp_path)) == [document]


def test_the_tables_have_the_columns_that_are_written() -> None:
    schema = files("extractor.writing").joinpath("schema.sql").read_text(encoding="utf-8")
    for table in ("articles", "mentions", "facts", "failures"):
        body = re.search(rf"CREATE TABLE {table} \((.*?)\n\);", schema, re.DOTALL)
        assert body is not None
        names = re.findall(r'^    "?(\w+)', body[1], re.MULTILINE)
        keys = [table.removesuffix("s"), *(["article"] if table in {"mentions", "facts"} else [])]
        assert names == keys + list(sqlite._names(getattr(columns, table.upper())))
