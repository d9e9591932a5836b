"""CSV as spreadsheets and pandas open it, and Parquet as its schema says."""

from __future__ import annotations

import csv
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pyarrow as pa
import pyarrow.parquet
import pytest

from extractor.records import Document, Failure, InputError
from extractor.writing import columns, parquet, read_run, write_run

Items = list[Document | Failure]


def documents(run: Items) -> list[Document]:
    return [item for item in run if isinstance(item, Document)]


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_columns_of_facts_are_those_of_rows(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, "csv")
    rows = [row for document in documents(run) for row in document.to_rows()]
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [list(line)[:-1] for line in lines] == [list(row) for row in rows]
    shown = [
        ["" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell) for cell in row.values()]
        for row in rows
    ]
    assert [list(line.values())[:-1] for line in lines] == shown


def test_excel_sees_what_it_needs(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, "csv")
    for name in ("facts", "mentions", "articles", "failures"):
        content = (tmp_path / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.count(b"\xef\xbb\xbf") == 1


def test_pandas_opens_it(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, "csv")
    facts = pandas.read_csv(tmp_path / "facts.csv")
    assert list(facts.columns) == [column.name for column in columns.FACTS]
    assert list(facts["value"]) == [float(fact.value) for document in documents(run) for fact in document.facts]
    articles = pandas.read_csv(tmp_path / "articles.csv")
    assert list(articles["text"]) == [document.text for document in documents(run)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''=1"])
def test_no_text_is_run_as_a_formula(text: str, run: Items, tmp_path: Path) -> None:
    document = documents(run)[0]
    fact = document.facts[0].model_copy(update={"source": text, "value": Decimal(-3)})
    odd = document.model_copy(update={"title": text, "facts": (fact,), "mentions": ()})
    write_run([odd], tmp_path, "csv")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["source"] == "'" + text
    assert line["value"] == "-3"
    assert list(read_run(tmp_path)) == [odd]


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "a=1", "''", "'a", "5-1"])
def test_other_text_is_left_as_it_is(text: str, run: Items, tmp_path: Path) -> None:
    odd = documents(run)[0].model_copy(update={"title": text, "facts": (), "mentions": ()})
    write_run([odd], tmp_path, "csv")
    assert pandas.read_csv(tmp_path / "articles.csv", keep_default_na=False)["title"][0] == text
    assert list(read_run(tmp_path)) == [odd]


# ── Parquet ─────────────────────────────────────────────────────────────────────────────────────


def test_types_are_proper(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, "parquet")
    schema = pyarrow.parquet.read_schema(tmp_path / "facts.parquet")
    assert schema.field("value").type == pa.decimal128(38, 9)
    assert schema.field("published").type == pa.date32()
    assert schema.field("place").type.field("within").type == pa.list_(pa.string())
    assert schema.field("period").type.field("start").type == pa.date32()
    assert schema.field("partners").type.value_type == schema.field("place").type
    for name in ("facts", "mentions", "articles", "failures"):
        for field in pyarrow.parquet.read_schema(tmp_path / f"{name}.parquet"):
            assert len(field.metadata[b"description"]) > 3, field


def test_figures_that_fit_are_decimals(run: Items, tmp_path: Path) -> None:
    document = documents(run)[0]
    digits = ["99999999999999999999999999999.999999999", "1E+29", "-0.000000001", "0.0000000001"]
    facts = tuple(document.facts[0].model_copy(update={"value": Decimal(text)}) for text in digits)
    write_run([document.model_copy(update={"facts": facts})], tmp_path, "parquet")
    table = pyarrow.parquet.read_table(tmp_path / "facts.parquet")
    assert table["value"].to_pylist() == [Decimal(digits[0]), None, Decimal(digits[2]), None]
    assert list(map(Decimal, table["value_text"].to_pylist())) == list(map(Decimal, digits))


def test_nested_slots_are_nested(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, "parquet")
    first = pyarrow.parquet.read_table(tmp_path / "facts.parquet").to_pylist()[0]
    fact = documents(run)[0].facts[0]
    assert fact.place is not None
    assert fact.period is not None
    assert first["place"]["within"] == list(fact.place.within)
    assert first["period"]["start"] == fact.period.start == date(2023, 1, 1)
    assert [spot["slot"] for spot in first["evidence"]] == list(fact.evidence)


def test_row_groups_are_cut_by_what_comes(run: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 50)
    monkeypatch.setattr(parquet, "_GROUP_CHARACTERS", 5000)
    write_run(run, tmp_path, "parquet")
    sizes = {}
    for name in ("facts", "articles"):
        with pyarrow.parquet.ParquetFile(tmp_path / f"{name}.parquet") as file:
            sizes[name] = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert sizes["facts"][0] == 50
    assert sum(sizes["facts"]) == sum(len(document.facts) for document in documents(run))
    assert len(sizes["articles"]) > 1
    assert [item for item in read_run(tmp_path) if isinstance(item, Document)] == documents(run)


def test_without_pyarrow_the_extra_is_named(run: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(run, tmp_path / "before", "parquet")
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    told = r"needs the parquet extra; pip install 'extractor\[parquet\]'"
    with pytest.raises(InputError, match=told):
        write_run(run, tmp_path, "parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["before"]
    with pytest.raises(InputError, match=told):
        list(read_run(tmp_path / "before"))


def test_only_parquet_needs_pyarrow(run: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pysdmx", None)
    for format_ in ("jsonl", "csv", "sqlite", "sdmx"):
        write_run(run, tmp_path, format_)
        assert len(list(read_run(tmp_path, format_))) == len(run)
