"""Tables: every line and row becomes an article or a failure of its own, whatever is wrong with the others."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading import Item, ReadingOptions, article_of, open_source
from extractor.records import Article, Failure

Read = Callable[..., tuple[list[Article], list[Failure]]]


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


# ── JSON Lines ──────────────────────────────────────────────────────────────────────────────────


def test_a_line_is_an_article(tmp_path: Path, read: Read) -> None:
    news = tmp_path / "news.jsonl"
    news.write_bytes(
        b"\xef\xbb\xbf"
        + lines(
            {"text": "Exports rose to £3m.", "headline": "Exports up again", "date": "Wed, 31 Jan 2024 10:00:00 GMT"}
        )
        + b"\r\n\n"
        + lines(
            {"id": 7, "text": "Updated: May 3, 2022\n\nImports fell."}, {"url": "http://x/1", "text": "Trade grew."}
        )
        + b'{"text": "No newline at the end.", "date": ""}'
    )
    articles, failures = read(news)
    assert failures == []
    assert [(a.doc_id, a.title, str(a.published), a.published_by) for a in articles] == [
        ("news.jsonl:1", "Exports up again", "2024-01-31", "metadata"),
        ("7", None, "2022-05-03", "header"),
        ("http://x/1", None, "None", None),
        ("news.jsonl:6", None, "None", None),
    ]
    assert articles[0].text == "Exports rose to £3m."


def test_fields_can_be_named(tmp_path: Path, read: Read) -> None:
    news = tmp_path / "news.ndjson"
    news.write_bytes(
        lines({"id": 1, "text": "short", "body": "Exports rose.", "key": "k", "h": "Up", "on": "2024-01-31"})
    )
    ((article,), _) = read(news, text_field="body", id_field="key", title_field="h", date_field="on")
    assert (article.text, article.doc_id, article.title, str(article.published)) == (
        *("Exports rose.", "k", "Up"),
        "2024-01-31",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "Exports', "no JSON"),
        (b'["text"]', "no JSON object but a list"),
        (b"3", "a number"),
        (b'{"\\ud800": 1}', r"(there are: \ud800)"),
        (b'{"body": "Exports rose.", "when": 1}', "no field 'text' (there are: body, when)"),
        (b"{}", "there are: none"),
        (b'{"text": null}', "null in field 'text'"),
        (b'{"text": ["Exports rose."]}', "a list in field 'text'"),
        (b'{"text": " "}', "empty in field 'text'"),
        (b'{"text": "Exports \\ud800 rose."}', r"half a character ('\ud800' at 8) in field 'text'"),
        (b'{"id": "\\udc00", "text": "Exports rose."}', "half a character"),
        (b'{"text": "Exports\\u0000 rose."}', "binary"),
        (b"[" * 100_000, "no JSON"),
        (b'{"text": ' + b"9" * 5_000 + b"}", "no JSON"),
        (b"\x89PNG\0\0\xff", "no JSON"),
    ],
)
def test_a_broken_line_is_a_failure_of_its_own(tmp_path: Path, read: Read, line: bytes, reason: str) -> None:
    news = tmp_path / "news.jsonl"
    news.write_bytes(lines({"text": "Exports rose."}) + line + b"\n" + lines({"text": "Imports fell."}))
    articles, (failure,) = read(news)
    assert [article.doc_id for article in articles] == ["news.jsonl:1", "news.jsonl:3"]
    assert failure.path == f"{news}:2"
    assert reason in failure.reason


def test_a_line_too_long_fails_alone(tmp_path: Path, read: Read) -> None:
    news = tmp_path / "news.jsonl"
    with news.open("wb") as file:
        file.write(lines({"text": "Exports rose."}))
        file.truncate(200_000_000)  # zeros that take no room on the disk
        file.seek(0, 2)
        file.write(b"\n" + lines({"text": "Imports fell."}))
    articles, (failure,) = read(news)
    assert [article.doc_id for article in articles] == ["news.jsonl:1", "news.jsonl:3"]
    assert failure.path == f"{news}:2"
    assert failure.reason == "is larger than 10 MB"
    assert "--max-bytes" in failure.remedy


@pytest.mark.parametrize("excess", [0, 1])
def test_the_limit_is_met_to_the_byte(tmp_path: Path, read: Read, excess: int) -> None:
    line = lines({"text": "Exports rose."}).rstrip()
    (tmp_path / "a.jsonl").write_bytes(line + b"\n" + line)
    articles, failures = read(tmp_path, max_bytes=len(line) - excess)
    assert (len(articles), len(failures)) == ((2, 0), (0, 2))[excess]


VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just([]) | st.just({})
)


@given(st.dictionaries(st.sampled_from(["text", "id", "title", "date", "url"]) | st.text(max_size=3), VALUES))
def test_no_record_raises(record: dict[str, Any]) -> None:
    made = article_of(Item("a:1", "a:1", "json", json.dumps(record).encode()), ReadingOptions())
    made.model_dump_json().encode()


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_an_article(tmp_path: Path, read: Read) -> None:
    with (tmp_path / "news.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "headline", "date", "text"])
        rows.writerow(["a1", "Exports up", "2024-01-31", 'The ministry said "up".\nImports, it said, fell.'])
        rows.writerow(["", "", "", "Trade grew to £3m."])
    articles, failures = read(tmp_path)
    assert failures == []
    assert [(a.doc_id, a.title, str(a.published), a.text) for a in articles] == [
        ("a1", "Exports up", "2024-01-31", 'The ministry said "up".\nImports, it said, fell.'),
        ("news.csv:2", None, "None", "Trade grew to £3m."),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", b"n\ttext\n1\tExports, they rose.\n"),
        ("a.csv", b"n;text\r\n1;Exports, they rose.\r\n"),
        ("a.csv", 'n,text\n1,"Exports, they rose."'.encode("utf-16")),
        ("a.csv", '"n","text"\n1,"Exports, they rose."'.encode("utf-8-sig")),
    ],
)
def test_tables_as_programs_write_them(tmp_path: Path, read: Read, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    ((article,), failures) = read(tmp_path)
    assert (article.doc_id, article.text, failures) == (f"{name}:1", "Exports, they rose.", [])


def test_a_cell_in_another_encoding_is_decoded_and_said(tmp_path: Path, read: Read) -> None:
    text = "China’s exports rose 5% to £31m – a record – the ministry said. The café trade grew in the first quarter."
    (tmp_path / "a.csv").write_bytes(b"text\n" + f'"{text}"\n'.encode("cp1252"))
    ((article,), _) = read(tmp_path)
    assert article.text == text
    assert article.notes[0].startswith("decoded as ")


def test_a_missing_column_is_one_failure(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,Exports rose.\n2,Imports fell.\n")
    assert read(tmp_path)[1][0].reason == "has no column 'text' (there are: id, body)"
    assert "--text-field" in read(tmp_path)[1][0].remedy
    articles, failures = read(tmp_path, text_field="body")
    assert ([article.doc_id for article in articles], failures) == (["1", "2"], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b'2,"Exports" rose.', "no row of CSV"),
        (b'2,"Exports rose.', "no row of CSV"),
        (b"2,Exports rose.,3", "3 fields where the header has 2 (line 3)"),
        (b"2", "1 fields"),
        (b"2,", "is empty"),
        (b"2,Exports rose.,tomorrow,3", "4 fields"),
        (b"2,Exports\0 rose\0", "binary"),
        (b"2,Exports rose " + b"x" * 1000, "larger than"),
        (b'2,"Exports rose ' + b"x\n" * 500 + b'"', "larger than"),
    ],
)
def test_a_broken_row_is_a_failure_of_its_own(tmp_path: Path, read: Read, row: bytes, reason: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,Trade grew.\n" + row + b"\n3,Imports fell.\n4,Exports rose.\n")
    articles, failures = read(tmp_path, max_bytes=500)
    assert [article.text for article in articles] == ["Trade grew.", "Imports fell.", "Exports rose."]
    assert reason in failures[0].reason
    assert failures[0].path == str(tmp_path / "a.csv:2")


def test_rows_that_a_quotation_mark_swallows_are_read(tmp_path: Path, read: Read) -> None:
    rows = [b"%d,Exports rose." % number for number in range(100)]
    rows[5], rows[50] = b'5,"Unclosed', b'50,"Unclosed too'
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b"\n".join(rows))
    for limit in (10_000, 1_000):  # up to the end, and up to the limit
        articles, failures = read(tmp_path, max_bytes=limit)
        assert [article.doc_id for article in articles] == [str(n) for n in range(100) if n not in {5, 50}]
        assert len(failures) == 2


def test_a_row_of_two_lines_below_a_broken_one_is_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"Unclosed\n2,Trade grew.\n3,"Exports rose.\nImports fell."\n')
    articles, (failure,) = read(tmp_path)
    assert [article.text for article in articles] == ["Trade grew.", "Exports rose.\nImports fell."]
    assert failure.path == f"{tmp_path}/a.csv:1"


def test_time_of_rows_that_swallow_one_another_is_linear(tmp_path: Path) -> None:
    least, lengths = [], (2_000, 8_000)
    for length in lengths:
        file, times = tmp_path / f"{length}.csv", []
        file.write_text("id,text\n" + 'a","b\n' * length)
        for _ in range(2):
            start = process_time()
            assert sum(1 for _ in open_source(file)) == length
            times.append(process_time() - start)
        least.append(max(min(times), 0.0005))
    assert least[1] < 10 * least[0]  # four times as long; a square would take 16 times


@pytest.mark.parametrize("data", [b"", b"\n", b'"text\n1', b"text\n", b"\xff\xfe\0"])
def test_a_table_without_rows_is_a_failure(tmp_path: Path, read: Read, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    articles, failures = read(tmp_path)
    assert (articles, len(failures)) == ([], 1)


@given(st.binary(max_size=200))
def test_no_table_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "a.csv"
    file.write_bytes(b"text,n\n" + data)
    assert all(article_of(item, ReadingOptions()) for item in open_source(file) if not isinstance(item, Failure))


# ── Parquet ─────────────────────────────────────────────────────────────────────────────────────


def parquet(file: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), file)
    return file


def test_a_row_of_parquet_is_an_article(tmp_path: Path, read: Read) -> None:
    from datetime import date, datetime

    file = parquet(
        tmp_path / "news.parquet",
        text=["Exports rose to £3m.", None, "Imports fell.", "x" * 2000],
        doc_id=[b"a", b"b", None, None],
        title=["Exports up", None, None, None],
        date=[datetime(2024, 1, 31, 9, 5), None, datetime(2024, 2, 1), None],
    )
    articles, failures = read(file, max_bytes=1000)
    assert [(a.doc_id, a.title, a.published, a.text) for a in articles] == [
        ("a", "Exports up", date(2024, 1, 31), "Exports rose to £3m."),
        ("news.parquet:3", None, date(2024, 2, 1), "Imports fell."),
    ]
    assert [(failure.path, failure.reason) for failure in failures] == [
        (f"{file}:2", "has nothing in column 'text'"),
        (f"{file}:4", "is larger than 0.001 MB"),
    ]


def test_the_limit_is_of_all_that_a_row_holds(tmp_path: Path, read: Read) -> None:
    parquet(tmp_path / "a.parquet", text=["Exports rose."] * 3, title=["x" * 2000, "€" * 900, "Up"], id=["a", "b", "c"])
    (tmp_path / "b.csv").write_text(f"text,title\n{'€' * 900},Up\nImports fell.,Down\n", encoding="utf-8")
    articles, failures = read(tmp_path, max_bytes=1000)
    assert [(article.doc_id, article.title) for article in articles] == [("c", "Up"), ("b.csv:2", "Down")]
    assert [failure.path for failure in failures] == [
        f"{tmp_path}/{row}" for row in ("a.parquet:1", "a.parquet:2", "b.csv:1")
    ]
    assert {failure.reason for failure in failures} == {"is larger than 0.001 MB"}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_text_is_text_however_it_is_kept(tmp_path: Path, read: Read, kind: pa.DataType) -> None:
    file = parquet(tmp_path / "a.parquet", text=pa.array(["Exports rose."] * 100).cast(kind))
    articles, failures = read(file)
    assert (len(articles), {article.text for article in articles}, failures) == (100, {"Exports rose."}, [])


@pytest.mark.parametrize(
    ("columns", "reason"),
    [({"body": ["Exports rose."]}, "(there are: body)"), ({"text": [1]}, "int64 in column 'text'"), ({"text": []}, "")],
)
def test_a_table_without_text_is_one_failure(
    tmp_path: Path, read: Read, columns: dict[str, list[Any]], reason: str
) -> None:
    articles, (failure,) = read(parquet(tmp_path / "a.parquet", **columns))
    assert articles == []
    assert reason in failure.reason


@pytest.mark.parametrize("cut", [0, 3, 100, -1, -200])
def test_a_truncated_file_is_one_failure(tmp_path: Path, read: Read, cut: int) -> None:
    file = parquet(tmp_path / "a.parquet", text=["Exports rose."] * 100)
    file.write_bytes(file.read_bytes()[:cut])
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert "Parquet" in failure.reason


def test_damage_within_keeps_the_rows_before(tmp_path: Path, read: Read) -> None:
    file = tmp_path / "a.parquet"
    texts = pa.table({"text": [f"Exports rose {number} percent." for number in range(1000)]})
    pq.write_table(texts, file, row_group_size=100, compression="gzip", use_dictionary=False)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    file.write_bytes(data)
    articles, (failure,) = read(file)
    assert 0 < len(articles) < 1000
    assert "Parquet" in failure.reason


def test_a_date_that_is_none_costs_no_article_and_is_noted_with_its_field(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("text,date\nExports rose.,tomorrow\nImports fell.,\n")
    parquet(tmp_path / "b.parquet", text=["Exports rose."], day=["3/4/2024"])
    (tmp_path / "c.jsonl").write_bytes(lines({"text": "Exports rose.", "published": 1706659200}))
    articles, failures = read(tmp_path)
    assert [article.doc_id for article in articles] == ["a.csv:1", "a.csv:2", "b.parquet:1", "c.jsonl:1"]
    assert not failures
    assert [article.published for article in articles] == [None] * 4
    assert articles[0].notes == ("'tomorrow' in field 'date' is no certain date, and was not used",)
    assert articles[3].notes == ("'1706659200' in field 'published' is no certain date, and was not used",)
    ((article,), _) = read(tmp_path / "b.parquet", date_field="day")
    assert article.notes == ("'3/4/2024' in field 'day' is no certain date, and was not used",)


def test_a_field_that_is_misspelled_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("text,date\nExports rose.,2024-01-31\n")
    (tmp_path / "b.jsonl").write_bytes(lines({"text": "Exports rose.", "date": "2024-01-31"}))
    ((article,), (failure,)) = read(tmp_path, date_field="dat")
    assert failure.reason == "has no column 'dat' (there are: text, date)"
    assert failure.remedy == "name the column of the date with --date-field"
    assert article.notes == ("there is no field 'dat'",)
