"""The tables: each is loaded by its room, tells a thing once, and an error in one names where it is."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

import extractor
from extractor import lexicons
from extractor.lexicons import rows
from extractor.linking.patterns import PASSED_OVER, PatternRow
from extractor.linking.statement import Statement
from extractor.linking.statements import read_statements
from extractor.mentions import find_mentions
from extractor.phrases import read_sentences
from extractor.phrases.heads import Head, MeasureNoun, SegmentForm
from extractor.phrases.items import Cue
from extractor.phrases.roles import Role
from extractor.reading import article_from_text
from extractor.records import LexiconError

_CALL = re.compile(r"""\brows\(\s*["'](?P<table>[\w.]+\.tsv)["'],\s*(?P<row>\w+)""")


def _uses() -> list[tuple[str, str, str]]:
    """Every ``rows("table.tsv", RowClass)`` of the package: table, module, class."""
    found = set()
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        spec = importlib.util.find_spec(module.name)
        if module.name in {"extractor.lexicons", "extractor.__main__"} or spec is None or spec.origin is None:
            continue
        for call in _CALL.finditer(Path(spec.origin).read_text(encoding="utf-8")):
            found.add((call["table"], module.name, call["row"]))
    return sorted(found)


USES = _uses()
TABLES = sorted(path.name for path in lexicons.FOLDER.glob("*.tsv"))


# ── every table ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("table", "module", "row"), USES, ids=[f"{table}-{row}" for table, _, row in USES])
def test_a_table_loads_through_the_row_class_of_its_room(table: str, module: str, row: str) -> None:
    kind: type[Any] = getattr(importlib.import_module(module), row)
    read = rows(table, kind)
    assert read, f"{table} is empty"
    assert all(type(line) is kind for line in read)


def test_no_table_lies_idle() -> None:
    assert {table for table, _, _ in USES} | {"units_unused.tsv"} == set(TABLES)  # that one is for tools/build_units.py


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_written_as_tables_are(table: str) -> None:
    data = (lexicons.FOLDER / table).read_bytes()
    text = data.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert Counter(lines).most_common(1)[0][1] == 1, f"{table} says a line twice: {Counter(lines).most_common(1)}"


# ── cues, heads, measure nouns, segments ────────────────────────────────────────────────────────


def _repeated(forms: list[str]) -> list[str]:
    return [form for form, times in Counter(form.lower() for form in forms).items() if times > 1]


def test_no_form_is_two_cues() -> None:
    assert _repeated([form for row in rows("cues.tsv", Cue) for form in row.forms]) == []


def test_every_cue_has_forms_and_directions_alone_have_signs() -> None:
    for row in rows("cues.tsv", Cue):
        assert row.forms, row
        assert row.sign in {"", "+", "-"}, row
        is_direction = row.cue in {"move", "above", "below", "in-red"}
        assert bool(row.sign) == is_direction or (row.cue, row.sign) == ("contribute", "-"), row


def test_no_head_stands_twice() -> None:
    assert _repeated([row.form for row in rows("indicators.tsv", Head)]) == []
    assert _repeated([row.form for row in rows("measure_nouns.tsv", MeasureNoun)]) == []
    assert _repeated([row.form for row in rows("segments.tsv", SegmentForm)]) == []


def test_signs_of_heads_belong_to_balances() -> None:
    for row in rows("indicators.tsv", Head):
        assert row.sign in {"", "+", "-"}, row
        if row.sign:
            assert row.indicator in {"trade_balance", "other"}, row
        if re.search(r"\b(deficit|shortfall)\b", row.form) and row.indicator == "trade_balance":
            assert row.sign == "-", row


# ── statements ──────────────────────────────────────────────────────────────────────────────────

PATTERNS = rows("statements.tsv", PatternRow)
_MEASURES = {"level", "growth", "change", "share", "contribution", "gap", "rank"}
_TOLD = {"equivalent", "comparison", "same", "same-percent", "same-change", "share-or-growth", "part-or-change"}
_LABELS = {"money", "percent", "points", "multiple", "quantity", "rank"}

_POINTS = re.compile(r"(?<=\d )points\b")

# Sentences an example may stand in; it has to be read by its rule in one of them.
_FRAMES = (
    "Kenya's exports {}.",
    "Kenya's {}.",
    "Kenya reported {}.",
    "Kenya's economy grew 4 percent and {}.",
    "Kenya's exports reached 9.4 billion dollars in May, {}.",
    "Kenya's exports reached 9.4 billion dollars and {}.",
    "Kenya's trade shrank by 2.7 billion dollars: {}.",
)


def _statements(text: str) -> list[Statement]:
    article = article_from_text(text, published="2024-06-15")
    mentions, _ = find_mentions(article)
    return [told for sentence in read_sentences(article, mentions) for told in read_statements(sentence)]


def _rules(text: str) -> set[str]:
    told = _statements(text)
    rules = {statement.rule for statement in told}
    return rules | {"equivalent" for statement in told if statement.equivalents}


def _cases() -> list[Any]:
    return [
        pytest.param(
            row,
            id=row.rule,
        )
        for row in PATTERNS
    ]


@pytest.mark.parametrize("row", _cases())
def test_the_example_of_a_rule_is_read_by_it(row: PatternRow) -> None:
    example = _POINTS.sub("percentage points", row.example.rstrip(",."))  # the table writes them short
    wanted = "equivalent" if row.measure == "equivalent" else row.rule
    read_by = {frame: _rules(frame.format(example)) for frame in _FRAMES}
    assert any(wanted in rules for rules in read_by.values()), f"{example!r} is read by {read_by}"


def test_every_rule_has_a_name_of_its_own_and_an_example() -> None:
    assert _repeated([row.rule for row in PATTERNS]) == []
    for row in PATTERNS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.rule), row.rule
        assert row.example, row.rule
        assert row.measure in _MEASURES | _TOLD, row
        assert set(row.labels) <= _LABELS, row
        re.compile(row.left)
        re.compile(row.right)


_IN_TEXT = {"speaker", "stands-for-topic", "economy", "no-trade-unit"}  # roles looked for in the text, not among items


def test_patterns_ask_only_for_codes_that_items_have() -> None:
    cues = rows("cues.tsv", Cue)
    codes = {row.cue for row in cues} | {form for row in cues if row.cue in {"prep", "conj"} for form in row.forms}
    codes |= _LABELS | {"w", "s", "period", "place", "label", "ind", "ind.growth", "ind.share", "ind.verb"}
    codes -= PASSED_OVER | {"prep", "conj"}
    for row in PATTERNS:
        plain = re.sub(r"\(\?[:!=]|\\[s(]", " ", f"{row.left} {row.right}").replace("\\.", ".")
        assert set(re.findall(r"[a-z_]+(?:\.[a-z]+)?", plain)) <= codes, row


def test_roles_of_several_words_are_cues_else_no_item_has_them() -> None:
    cues = {form for row in rows("cues.tsv", Cue) for form in row.forms}
    for row in rows("roles.tsv", Role):
        assert row.role in _IN_TEXT or {word for word in row.words if " " in word} <= cues, row
        assert len(set(row.words)) == len(row.words), row


@pytest.mark.parametrize("label", sorted(_LABELS))
def test_every_label_has_a_last_rule_that_asks_for_nothing(label: str) -> None:
    bare = [n for n, row in enumerate(PATTERNS) if label in row.labels and not row.left and not row.right]
    later = [row.rule for row in PATTERNS[bare[0] + 1 :] if label in row.labels]
    assert later == [], f"{later} can never be reached by {label}"


# ── what a broken table says ────────────────────────────────────────────────────────────────────


class Ware(NamedTuple):
    name: str
    kind: Literal["good", "service"]
    weight: Decimal
    number: int = 0
    is_new: bool = False
    forms: tuple[str, ...] = ()


HEADER = "name\tkind\tweight\tnumber\tis_new\tforms\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicons, "FOLDER", tmp_path)
    return tmp_path


def _read(folder: Path, name: str, text: str) -> tuple[Ware, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return rows(name, Ware)


def test_cells_are_read_by_the_types_of_their_fields(folder: Path) -> None:
    text = "# wares\n" + HEADER + "\ntea\tgood\t1.50\t3\tyes\ta | b|\n# more\nads\tservice\t0\n"
    assert _read(folder, "read_wares.tsv", text) == (
        Ware("tea", "good", Decimal("1.50"), 3, True, ("a", "b")),
        Ware("ads", "service", Decimal(0)),
    )


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("bad_int.tsv", "tea\tgood\t1\tthree", r"bad_int\.tsv:3: number cannot be 'three'"),
        ("bad_decimal.tsv", "tea\tgood\theavy", r"bad_decimal\.tsv:3: weight cannot be 'heavy'"),
        ("bad_bool.tsv", "tea\tgood\t1\t3\tno", r"bad_bool\.tsv:3: is_new cannot be 'no'"),
        ("bad_word.tsv", "tea\tidea\t1", r"bad_word\.tsv:3: kind cannot be 'idea'"),
        ("wide.tsv", "tea\tgood\t1\t3\tyes\ta\tb", r"wide\.tsv:3: 7 cells for 6 columns"),
        ("short.tsv", "tea\tgood", r"short\.tsv:3: no value for weight"),
        ("empty_number.tsv", "tea\tgood\t\t3", r"empty_number\.tsv:3: weight cannot be ''"),
    ],
)
def test_a_broken_line_is_named_with_its_file_line_and_column(folder: Path, name: str, line: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        _read(folder, name, f"{HEADER}# people\n{line}\n")


def test_a_header_that_differs_from_the_fields_is_named(folder: Path) -> None:
    with pytest.raises(LexiconError, match=r"header\.tsv:\d+: columns are \('name', 'colour'\), but Ware wants"):
        _read(folder, "header.tsv", "name\tcolour\n")


def test_the_line_of_a_header_after_comments_is_right(folder: Path) -> None:
    with pytest.raises(LexiconError, match=r"late\.tsv:3: columns"):
        _read(folder, "late.tsv", "# one\n# two\nname\tcolour\n")


def test_a_table_without_lines_is_a_lexicon_error(folder: Path) -> None:
    with pytest.raises(LexiconError, match="nothing"):
        _read(folder, "nothing.tsv", "# to be written\n")


@pytest.mark.usefixtures("folder")
def test_a_missing_table_is_named() -> None:
    with pytest.raises(LexiconError, match=r"no table 'absent\.tsv'"):
        rows("absent.tsv", Ware)
