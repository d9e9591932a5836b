"""Statements: each figure of a sentence with its measure, its direction and its subject.

One pass from left to right. What a figure cannot know of itself (a list repeats the measure before it, *respectively*
pairs figures with goods) is settled here too, so that what follows needs no look at the words again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.linking.patterns import Side, label_code, left_side, match, right_side
from extractor.linking.subjects import Subject, own_noun, to_the_left, to_the_right
from extractor.phrases import Item
from extractor.phrases.indicators import Part
from extractor.phrases.items import INDICATOR, VALUE
from extractor.records import Label, Mention

_SMALL = 12
_TIME_UNITS = frozenset(
    [
        "hours",
        "hour",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
        "minutes",
        "minute",
        "seconds",
    ]
)


@dataclass(slots=True)
class Statement:
    """One figure and what its sentence says of it.

    Attributes:
        index: Place of the figure among the sentence's items.
        value: The figure.
        measure: One of ``records.Measure``.
        rule: Name of the pattern that told the measure.
        cue: The word that gave a direction.
        sign: 1 or -1.
        subject: What it measures; None where the focus goes on.
        is_comparison: The figure is what another is compared with (``from 8.8 billion``).
        equivalents: The same amount in other currencies.
    """

    index: int
    value: Mention
    measure: str
    rule: str
    cue: Item | None = None
    sign: int = 1
    subject: Subject | None = None
    is_comparison: bool = False
    equivalents: list[Mention] = field(default_factory=list)


def read_statements(text: str, items: Sequence[Item]) -> list[Statement]:
    """The statements of one sentence, in order.

    Args:
        text: The article.
        items: The sentence, its indicator phrases folded.

    Returns:
        One statement a figure, except for figures that only repeat another in a second currency, and for figures
        that are denied or supposed.
    """
    found: list[Statement] = []
    known: dict[int, Subject] = {}
    for index, item in enumerate(items):
        if item.kind != VALUE or item.mention is None or _is_no_statement(items, index):
            continue
        statement = _read(text, items, index, item.mention, found, known)
        if statement.measure == "equivalent":
            found[-1].equivalents.append(item.mention)
            continue
        found.append(statement)
        if statement.subject:
            known[index] = statement.subject
    return _pair_respectively(items, found)


def _is_no_statement(items: Sequence[Item], index: int) -> bool:
    value = items[index].mention
    if value is not None and value.label is Label.QUANTITY and (value.unit in _TIME_UNITS or _is_small_word(value)):
        return True
    at = index - 1
    while at >= 0 and items[at].kind not in {VALUE, "mark", "conj"} and index - at < 6:
        if items[at].kind == "negation":
            return True
        at -= 1
    return items[0].kind == "hypothetical"


def _is_small_word(value: Mention) -> bool:
    """Whether a count is a small number in words, which tells things apart rather than reports a figure."""
    return value.text.isalpha() and value.value is not None and value.value <= _SMALL


def _read(
    text: str, items: Sequence[Item], index: int, value: Mention, found: list[Statement], known: dict[int, Subject]
) -> Statement:
    left, right = left_side(items, index), right_side(items, index)
    pattern = match(label_code(items[index]), left, right)
    statement = Statement(index, value, pattern.measure, pattern.rule)
    if statement.measure == "equivalent" and (not found or found[-1].value.unit == value.unit):
        statement.measure, statement.rule = "level", "level"
    statement.subject = _subject(text, items, index, value, statement, known)
    _settle_measure(statement, found)
    if statement.measure in {"growth", "change", "gap"}:
        _find_direction(statement, items, left, right, found)
    elif statement.subject and statement.subject.indicator == "trade_balance" and statement.measure == "level":
        statement.sign = -1 if statement.subject.sign == "-" else 1
    return statement


def _subject(
    text: str, items: Sequence[Item], index: int, value: Mention, statement: Statement, known: dict[int, Subject]
) -> Subject | None:
    if statement.measure == "equivalent":
        return None
    right = to_the_right(text, items, index) if statement.measure != "share" else None
    if right:
        return right
    left = to_the_left(text, items, index, known)
    if value.label is Label.QUANTITY:
        return _subject_of_count(text, items, index, value, left)
    if value.label is Label.MONEY and (left is None or left.by == "same-clause"):
        own = own_noun(text, items, index)
        return own or left
    return left


_TRADE_UNITS = frozenset({"TEU", "TEUs"})
_CARGO_UNITS = frozenset({"containers", "teus", "boxes", "tonnes", "tons", "barrels", "parcels", "pieces"})
_GOODS_INDICATORS = frozenset({"exports", "imports", "re_exports", "throughput", "trade"})


def _subject_of_count(
    text: str, items: Sequence[Item], index: int, value: Mention, left: Subject | None
) -> Subject | None:
    """Counts speak of trade only where the words that govern them do: ``exports of cars reached 20,000``."""
    own = own_noun(text, items, index)
    if value.unit in _TRADE_UNITS and (left is None or left.indicator == "other"):
        return Subject("throughput", value.start, value.end, "container-units", owner=left.owner if left else None)
    if value.text.strip()[-1:].isalpha() and not value.text.strip().isalpha():
        return left  # a measure, "1.2 million tonnes", counts nothing of its own
    if left is None or own is None or own.text is None:
        return own or left
    if left.indicator in _GOODS_INDICATORS and left.by in {"phrase-before", "same-clause"}:
        is_cargo = left.indicator != "throughput" or own.text.text.lower() in _CARGO_UNITS
        governed = _is_governed(items, index) if is_cargo else ""
        if governed == "verb" and not left.commodities:
            return replace(left, commodities=[Part(own.text.text, value.start, value.end)])
        return left if governed else replace(own, owner=left.owner if not is_cargo else None)
    if left.indicator == "other" and left.by == "same-clause" and left.text and own.text.text != left.text.text:
        return replace(own, owner=left.owner)
    return own


def _is_governed(items: Sequence[Item], index: int) -> str:
    """``verb`` where a verb of trade governs the count, ``phrase`` where a phrase does and no noun follows."""
    at = index - 1
    while at >= 0 and items[at].kind in {"approx", "det", "above", "below", "prep"}:
        at -= 1
    if at >= 0 and items[at].kind == INDICATOR and items[at].phrase and items[at].phrase.is_verb:
        return "verb"
    after = items[index + 1] if index + 1 < len(items) else None
    return "" if after is not None and after.kind == "word" else "phrase"


def _settle_measure(statement: Statement, found: list[Statement]) -> None:
    previous = found[-1] if found else None
    kind = statement.subject.kind if statement.subject else "level"
    if statement.measure == "same" or statement.measure == "same-percent":
        like = next((s for s in reversed(found) if s.value.label is statement.value.label), previous)
        fallback = (
            "share"
            if kind == "share"
            else "growth"
            if statement.value.label in {Label.PERCENT, Label.MULTIPLE}
            else "level"
        )
        statement.is_comparison = statement.measure == "same-percent" and like is not None
        if statement.measure == "same-percent" and like is not None:
            statement.rule = f"{like.rule}-compared"
        statement.measure = like.measure if like else fallback
        statement.sign, statement.cue = (like.sign, like.cue) if like else (1, None)
    elif statement.measure == "same-change":
        statement.measure = "share" if previous is not None and previous.measure == "level" else "growth"
    elif statement.measure == "comparison":
        statement.measure, statement.is_comparison = "level", True
    elif statement.measure == "share-or-growth":
        statement.measure = "share"
    elif statement.measure == "growth" and statement.value.unit == "percentage_point":
        if kind == "share" or (previous is not None and previous.measure == "share"):
            statement.measure = "change"  # a share that moves by points changes; it does not grow
    elif statement.measure == "growth" and statement.rule == "growth-bare" and kind == "share":
        statement.measure = "share"


def _find_direction(
    statement: Statement, items: Sequence[Item], left: Side, right: Side, found: list[Statement]
) -> None:
    """The sign of a change is that of the nearest word of direction: before the figure, else after it, else its clause."""
    if statement.rule in {"list"} or statement.is_comparison:
        return
    wanted = (
        {"move", "above", "below"}
        if statement.measure == "gap" or statement.rule in {"change-than", "growth-than"}
        else {"move"}
    )
    after = next((item for item in right.items[:2] if item.kind in wanted and item.sign), None)
    before = _direction_before(items, statement.index, wanted, across=statement.rule.endswith("-in-phrase"))
    cue = (
        after
        if after is not None
        and (
            statement.rule in {"growth-before-noun", "growth-than", "gap-above", "change-noun", "change-than"}
            or before is None
        )
        else before
    )
    if cue is not None:
        statement.cue, statement.sign = cue, -1 if cue.sign == "-" else 1
    elif found and found[-1].measure == statement.measure and statement.rule != "growth-swing":
        statement.cue, statement.sign = found[-1].cue, found[-1].sign
    if statement.value.value is not None and statement.value.value < 0:
        statement.sign = 1


def _direction_before(items: Sequence[Item], index: int, wanted: set[str], *, across: bool) -> Item | None:
    """The nearest word of direction before a figure; ``across`` a phrase where that stands between the two."""
    for at in range(index - 1, -1, -1):
        item = items[at]
        if item.kind in wanted and item.sign:
            return item
        if (
            (item.kind == INDICATOR and not across)
            or item.lower in {";", ":"}
            or (item.kind == VALUE and at < index - 3)
        ):
            return None
    return None


# ── parallels ───────────────────────────────────────────────────────────────────────────────────


_FLOWS = frozenset({"exports", "imports", "re_exports"})


class NotGoods(NamedTuple):
    """A line of ``not_goods.tsv``: a noun whose figures are no trade of goods."""

    form: str


@cache
def _not_goods() -> frozenset[str]:
    return frozenset(row.form for row in rows("not_goods.tsv", NotGoods))


def carry_goods(statements: list[Statement], before: Subject | None) -> None:
    """``Exports of coffee fell to 48,000 tonnes, while cut flowers brought in 73 million``: goods told in parallel.

    Args:
        statements: Of one sentence; their subjects are changed where they tell goods.
        before: The subject in focus before the sentence.
    """
    if before is not None and (before.indicator not in _FLOWS or not before.commodities):
        before = None
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        told_as_noun = subject.by in {"noun-before-verb", "same-clause"} and subject.text is not None
        if subject.indicator == "other" and told_as_noun and before is not None and subject.text is not None:
            if not set(subject.text.text.lower().split()) & _not_goods():
                statement.subject = replace(
                    before,
                    commodities=[subject.text],
                    start=subject.start,
                    end=subject.end,
                    by="goods-in-parallel",
                    partners=[],
                    periods=[],
                )
        elif subject.indicator in _FLOWS and subject.commodities:
            before = subject


# ── respectively ────────────────────────────────────────────────────────────────────────────────


def _pair_respectively(items: Sequence[Item], statements: list[Statement]) -> list[Statement]:
    """Pair the figures of a list with the goods or indicators it was told of, in order."""
    marker = next((at for at, item in enumerate(items) if item.kind == "respectively"), None)
    for run in _runs(items, statements):
        if len(run) < 2:
            continue
        subject = run[0].subject
        if subject is None or (marker is None and len(run) not in {len(subject.commodities), len(subject.partners)}):
            continue
        if len(subject.commodities) == len(run):
            for statement, goods in zip(run, subject.commodities, strict=True):
                statement.subject = replace(subject, commodities=[goods], by="respectively")
        elif len(subject.partners) == len(run):
            for statement, partner in zip(run, subject.partners, strict=True):
                statement.subject = replace(subject, partners=[partner], by="respectively")
        elif marker is not None:
            _pair_indicators(run, subject)
    return statements


def _pair_indicators(run: list[Statement], subject: Subject) -> None:
    order = {"imports and exports": ("imports", "exports"), "exports and imports": ("exports", "imports")}.get(
        subject.form
    )
    if order and len(run) == len(order):
        for statement, indicator in zip(run, order, strict=True):
            statement.subject = replace(subject, indicator=indicator, by="respectively")


def _runs(items: Sequence[Item], statements: list[Statement]) -> list[list[Statement]]:
    """Figures of one label that stand in a row with nothing but commas and *and* between them."""
    runs: list[list[Statement]] = []
    for statement in statements:
        if runs and statement.value.label is runs[-1][-1].value.label:
            between = items[runs[-1][-1].index + 1 : statement.index]
            if between and all(
                item.lower in {",", "and", "by", "to", "at"} or item.kind == "approx" for item in between
            ):
                runs[-1].append(statement)
                continue
        runs.append([statement])
    return runs
