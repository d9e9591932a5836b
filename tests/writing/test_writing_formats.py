"""Every format holds the same: what is written in one and turned into another comes back as it was."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import (
    Base,
    Check,
    Document,
    Equivalent,
    Evidence,
    Fact,
    Failure,
    InputError,
    Label,
    Mention,
    Period,
    Place,
    StatedPeriod,
    Whole,
)
from extractor.writing import _MODULES, FORMATS, convert, lines_of, read_run, write_run
from extractor.writing.jsonl import FILES as LINES

Items = list[Document | Failure]
every_format = pytest.mark.parametrize("format_", FORMATS)


def contents(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


# ── round and round ─────────────────────────────────────────────────────────────────────────────


@every_format
def test_documents_come_back_as_they_were(format_: str, run: Items, restored: Items, tmp_path: Path) -> None:
    summary = write_run(run, tmp_path, format_)
    assert list(read_run(tmp_path)) == restored
    documents = [item for item in run if isinstance(item, Document)]
    assert (summary.articles, summary.failed) == (len(documents), 2)
    assert summary.facts == sum(len(document.facts) for document in documents) > 60
    assert summary.mentions == sum(len(document.mentions) for document in documents)
    assert summary.failures == (run[0], run[-1])


def test_from_format_to_format_nothing_is_lost(run: Items, restored: Items, tmp_path: Path) -> None:
    first = write_run(restored, tmp_path / "0-jsonl")
    steps = ["0-jsonl"]
    for number, format_ in enumerate(["csv", "sqlite", "parquet", "sdmx", "csv", "parquet", "sqlite", "jsonl"], 1):
        steps.append(f"{number}-{format_}")
        assert convert(tmp_path / steps[-2], tmp_path / steps[-1], format_) == first
    assert contents(tmp_path / steps[-1], LINES) == contents(tmp_path / steps[0], LINES)
    for step in steps:
        assert list(read_run(tmp_path / step)) == restored


@every_format
def test_converting_is_writing_what_is_read(format_: str, run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path / "lines")
    convert(tmp_path / "lines", tmp_path / "converted", format_)
    write_run(read_run(tmp_path / "lines"), tmp_path / "written", format_)
    names = _MODULES[format_].FILES
    assert contents(tmp_path / "converted", names) == contents(tmp_path / "written", names)
    assert sorted(path.name for path in (tmp_path / "written").iterdir()) == sorted(names)


@every_format
@pytest.mark.parametrize("items", [[], [Failure(path="a", reason="b", remedy="c")]], ids=["none", "failures"])
def test_a_run_without_documents(format_: str, items: Items, tmp_path: Path) -> None:
    assert write_run(items, tmp_path, format_).articles == 0
    assert list(read_run(tmp_path)) == items


# ── documents no article would give ─────────────────────────────────────────────────────────────

TRAPS = [
    "",
    "=1+1",
    "'=1",
    "'",
    "-5",
    "+a",
    "@b",
    "\t",
    "a\r\nb\rc\n",
    "\0",
    "é\0\0z",
    "😀🇨🇳",
    "\u202eabc",
    "\ufeff",
    "＝1",
]
TRAPS += ["_X", "_", "CN", "CN-BJ", "country:CN", "subdivision:CN", "; ", "a; b", '"', '","', "null", "\u2028\x85\x1f␀"]
texts = st.sampled_from(TRAPS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe = st.none() | texts
figures = st.sampled_from(
    [
        Decimal(digits)
        for digits in ("1E+30", "-1E+400", "0.000000000001", "-0.5", "0", "12345678901234567890.123456789")
    ]
) | st.decimals(allow_nan=False, allow_infinity=False, places=3)
degrees = st.none() | st.integers(-18000, 18000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
offsets = st.integers(0, 40)
days = st.sampled_from([date.min, date(2024, 2, 29), date(9999, 1, 1), date.max]) | st.dates()
spans = st.tuples(days, days).map(sorted) | st.sampled_from(
    [
        (date(2023, 4, 1), date(2023, 6, 30)),
        (date(2023, 7, 1), date(2023, 12, 31)),
        (date(2023, 1, 1), date(2023, 11, 30)),
        (date(2010, 1, 1), date(2019, 12, 31)),
        (date(9999, 1, 1), date(9999, 12, 31)),
        (date(2024, 12, 30), date(2025, 1, 5)),
    ]
)
periods = spans.map(lambda span: Period(start=span[0], end=span[1]))
stated = st.builds(lambda span, text: StatedPeriod(start=span[0], end=span[1], text=text), spans, texts)
chains = st.lists(texts, max_size=2).map(tuple)
places = st.builds(
    Place, name=texts, kind=texts, country=maybe, subdivision=maybe, within=chains, id=texts, lat=degrees, lon=degrees
)
bounds = st.sampled_from(["exact", "about", "above", "below"])
spots = st.builds(Evidence, start=st.none() | offsets, end=st.none() | offsets, by=maybe)
evidence = st.tuples(st.fixed_dictionaries({"value": spots, "sentence": spots}), st.dictionaries(texts, spots)).map(
    lambda parts: {**parts[1], **parts[0]}
)
mentions = st.builds(
    Mention,
    label=st.sampled_from(Label),
    start=offsets,
    end=offsets,
    text=texts,
    rule=texts,
    value=st.none() | figures,
    value_high=st.none() | figures,
    unit=maybe,
    bound=bounds,
    period=st.none() | periods,
    place=st.none() | places,
    nominal=st.booleans(),
    notes=chains,
)
checks = st.builds(
    Check,
    name=texts,
    verdict=st.sampled_from(["holds", "off"]),
    facts=chains,
    left=figures,
    right=figures,
    tolerance=figures,
)


def facts(doc_id: str) -> st.SearchStrategy[Fact]:
    return st.builds(
        Fact,
        id=texts,
        doc_id=st.just(doc_id),
        measure=st.sampled_from(["level", "growth", "change", "share", "contribution", "gap", "rank"]),
        indicator=st.sampled_from(["trade", "imports", "trade_balance", "other"]),
        indicator_text=maybe,
        place=st.none() | places,
        partners=st.lists(places, max_size=2).map(tuple),
        commodity=maybe,
        segment=maybe,
        period=st.none() | stated,
        value=figures,
        value_high=st.none() | figures,
        unit=texts,
        bound=bounds,
        equivalents=st.lists(st.builds(Equivalent, value=figures, unit=texts, bound=bounds), max_size=2).map(tuple),
        base=st.none() | st.builds(Base, kind=st.sampled_from(["yoy", "since"]), period=st.none() | periods),
        whole=st.none() | st.builds(Whole, indicator=texts, place=st.none() | places),
        among=maybe,
        source=maybe,
        status=st.sampled_from(["actual", "estimate", "forecast", "target"]),
        evidence=evidence,
    )


def documents_named(doc_id: str) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        doc_id=st.just(doc_id),
        published=st.none() | days,
        reference=st.none() | days,
        title=maybe,
        sha256=texts,
        text=texts,
        mentions=st.lists(mentions, max_size=2).map(tuple),
        facts=st.lists(facts(doc_id), max_size=2).map(tuple),
        checks=st.lists(checks, max_size=1).map(tuple),
        notes=chains,
    )


@every_format
@given(items=st.lists(texts.flatmap(documents_named), min_size=1, max_size=3))
def test_odd_documents_come_back(format_: str, items: Items, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("odd")
    write_run(items, folder, format_)
    assert list(read_run(folder, format_)) == items
    convert(folder, folder, "jsonl", format_)
    lines = [lines_of(item) for item in items]
    assert (folder / "facts.jsonl").read_bytes() == b"".join(line.facts for line in lines)
    assert (folder / "mentions.jsonl").read_bytes() == b"".join(line.mentions for line in lines)
    assert (folder / "articles.jsonl").read_bytes() == b"".join(line.articles for line in lines)


# ── the same bytes, all files or none ───────────────────────────────────────────────────────────


@every_format
def test_the_same_documents_give_the_same_bytes(format_: str, run: Items, tmp_path: Path) -> None:
    names = _MODULES[format_].FILES
    write_run(run, tmp_path / "one", format_)
    write_run(iter(run), tmp_path / "two", format_)
    assert contents(tmp_path / "one", names) == contents(tmp_path / "two", names)


@every_format
def test_an_interrupted_run_leaves_the_last_whole_one(format_: str, run: Items, tmp_path: Path) -> None:
    def interrupted() -> Iterator[Document | Failure]:
        yield from run
        raise KeyboardInterrupt

    write_run(run[:2], tmp_path, format_)
    names = _MODULES[format_].FILES
    before = contents(tmp_path, names)
    with pytest.raises(KeyboardInterrupt):
        write_run(interrupted(), tmp_path, format_)
    assert contents(tmp_path, names) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


@every_format
def test_what_a_killed_run_left_is_no_hindrance(format_: str, run: Items, tmp_path: Path) -> None:
    for name in _MODULES[format_].FILES:
        (tmp_path / f".{name}.part").write_bytes(b"half of something")
    write_run(run[:2], tmp_path, format_)
    assert list(read_run(tmp_path)) == [run[1], run[0]]


@every_format
def test_a_full_disk(format_: str, run: Items, tmp_path: Path, small_files: Callable[[], None]) -> None:
    text = "".join(map(chr, Random(1).choices(range(0x4E00, 0x9F00), k=200_000)))  # does not compress
    large = Document(
        doc_id="x", published=None, reference=None, title=None, sha256="", text=text, mentions=(), facts=()
    )
    write_run(run[:2], tmp_path, format_)
    names = _MODULES[format_].FILES
    before = contents(tmp_path, names)
    small_files()
    with pytest.raises(InputError, match=r"no room to write in .*; free some"):
        write_run([large], tmp_path, format_)
    assert contents(tmp_path, names) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


@pytest.fixture
def small_files() -> Iterator[Callable[[], None]]:
    """A call after which no file can grow beyond 100,000 bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


# ── what cannot be done is said ─────────────────────────────────────────────────────────────────


def test_a_folder_of_several_formats_is_asked_about(run: Items, restored: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path)
    write_run(run, tmp_path, "sqlite")
    with pytest.raises(InputError, match=r"several formats \(jsonl, sqlite\); say which"):
        read_run(tmp_path)
    assert list(read_run(tmp_path, "sqlite")) == restored
    assert list(read_run(tmp_path / "trade.sqlite")) == restored


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (
            lambda folder: write_run([], folder, "xlsx"),
            "no format 'xlsx'; give one of jsonl, csv, sqlite, parquet, sdmx",
        ),
        (lambda folder: read_run(folder, "xlsx"), "no format 'xlsx'"),
        (lambda folder: read_run(folder / "nowhere"), "'.*nowhere' does not exist; give a folder"),
        (lambda folder: read_run(folder / "nowhere", "jsonl"), "'.*nowhere' does not exist; give a folder"),
        (read_run, "holds no run"),
    ],
)
def test_what_is_not_there(act: Callable[[Path], Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=told):
        act(tmp_path)


@every_format
def test_files_that_are_not_of_one_run(format_: str, run: Items, tmp_path: Path) -> None:
    names = _MODULES[format_].FILES
    if len(names) == 1:
        (tmp_path / names[0]).write_bytes(b"no database")
        with pytest.raises(InputError, match=r"trade\.sqlite' cannot be read .*; write the run anew"):
            list(read_run(tmp_path))
        return
    write_run(run, tmp_path / "a", format_)
    write_run(run[:2], tmp_path / "b", format_)
    for source, target in (("a", "b"), ("b", "a")):
        mixed = tmp_path / f"articles of {target}"
        mixed.mkdir()
        for name in names:
            (mixed / name).write_bytes((tmp_path / (target if "articles" in name else source) / name).read_bytes())
        with pytest.raises(InputError, match="write them anew"):
            list(read_run(mixed))
    (tmp_path / "a" / next(name for name in names if "mentions" in name)).unlink()
    with pytest.raises(InputError, match=r"has no mentions\.\w+; give the folder of a whole run"):
        read_run(tmp_path / "a")


@pytest.mark.parametrize(
    ("format_", "name", "told"),
    [
        ("jsonl", "facts.jsonl", "line 2: no JSON"),
        ("csv", "facts.csv", "line 2: "),
        ("csv", "failures.csv", "begins with"),
    ],
)
def test_a_file_that_was_cut_is_named_with_its_line(
    format_: str, name: str, told: str, run: Items, tmp_path: Path
) -> None:
    write_run(run, tmp_path, format_)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(b"path\r\n" if name == "failures.csv" else whole[: whole.index(b"\n") + 50])
    with pytest.raises(InputError, match=told) as caught:
        list(read_run(tmp_path))
    assert name in str(caught.value)


@every_format
def test_a_file_without_its_end(format_: str, run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path, format_)
    path = tmp_path / _MODULES[format_].FILES[0]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match=f"{path.name}|lacks facts"):
        list(read_run(tmp_path))


def test_a_value_that_was_altered_is_named(run: Items, tmp_path: Path) -> None:
    write_run(run, tmp_path)
    facts = (tmp_path / "facts.jsonl").read_text(encoding="utf-8")
    (tmp_path / "facts.jsonl").write_text(facts.replace('"value":"', '"value":"about ', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"article '000_634b98e9321c5d9e': facts\.0\.value: "):
        list(read_run(tmp_path))
    with pytest.raises(InputError, match=r"holds what no run has written .*'about "):
        convert(tmp_path, tmp_path / "base", "sqlite")
    assert list((tmp_path / "base").iterdir()) == []


def test_of_many_failures_the_summary_keeps_the_first(tmp_path: Path) -> None:
    summary = write_run((Failure(path=str(number), reason="a", remedy="b") for number in range(1200)), tmp_path)
    assert (summary.failed, len(summary.failures), summary.failures[-1].path) == (1200, 1000, "999")
    assert sum(1 for _ in read_run(tmp_path)) == 1200
