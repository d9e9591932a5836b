"""How a figure is told: a small set of patterns over the items around it, kept as a table.

``lexicons/statements.tsv`` holds one pattern a line, each with an example: the items to the left and right of a
figure, written as codes, decide whether it is a level, a growth, a share or the like. The first line that fits
wins, so the order of the table is the precedence of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, MARK, VALUE, WORD, mention_of
from extractor.records import Label, Mention

PASSED_OVER = frozenset({"approx", "det", "yoy", "mom", "qoq", "annual_average", "estimate", "have", "respectively"})
_BOUNDS = frozenset({"above", "below"})
_BOUND_PREPS = frozenset({"over", "under"})
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
REACH = 9


class PatternRow(NamedTuple):
    """A line of ``statements.tsv``."""

    rule: str
    labels: tuple[str, ...]
    left: str = ""
    right: str = ""
    measure: str = ""
    example: str = ""


class Pattern(NamedTuple):
    """A line of ``statements.tsv`` for one label, ready to match."""

    rule: str
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    measure: str


class Side(NamedTuple):
    """Items to one side of a figure: their codes, nearest last on the left and first on the right."""

    codes: str
    items: tuple[Item, ...]


@cache
def _patterns(label: str) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(
            row.rule,
            re.compile(rf"(?:^|.* )(?:{row.left.replace('{label}', label)})$") if row.left else None,
            re.compile(rf"(?:{row.right})(?: |$)") if row.right else None,
            row.measure,
        )
        for row in rows("statements.tsv", PatternRow)
        if label in row.labels
    )


def label_code(value: Mention) -> str:
    """``money``, ``percent``, ``points``, ``multiple``, ``quantity`` or ``rank``."""
    is_points = value.label is Label.PERCENT and value.unit == "percentage_point"
    return "points" if is_points else value.label.lower()


def _code(item: Item) -> str:
    if item.kind == VALUE:
        return label_code(mention_of(item))
    if item.kind == INDICATOR and item.phrase:
        suffix = "verb" if item.phrase.is_verb else item.phrase.kind
        return "ind" if suffix == "level" else f"ind.{suffix}"
    if item.kind in {"prep", MARK, "conj"}:
        return item.lower
    return "w" if item.kind == WORD else item.kind


def _is_bound(items: Sequence[Item], at: int) -> bool:
    """Whether ``more than`` only bounds the figure, rather than compares it: ``more than the 8 billion of May``."""
    is_word = items[at].kind in _BOUNDS or items[at].lower in _BOUND_PREPS
    return is_word and items[at + 1].kind != "det"


def left_side(items: Sequence[Item], index: int) -> Side:
    """The significant items before ``items[index]``, at most nine, runs of plain words folded."""
    first = index - 1
    while first >= 0 and (items[first].kind in PASSED_OVER or _is_bound(items, first)):
        first -= 1
    kept = _significant(items, range(first, -1, -1))
    return _side(kept[::-1])


def right_side(items: Sequence[Item], index: int) -> Side:
    """The significant items after ``items[index]``, at most nine, runs of plain words folded."""
    return _side(_significant(items, range(index + 1, min(len(items), index + 1 + 2 * REACH))))


def _significant(items: Sequence[Item], order: Iterable[int]) -> list[tuple[str, Item]]:
    """Codes and items in the order given, without what is passed over."""
    kept: list[tuple[str, Item]] = []
    for at in order:
        item = items[at]
        if item.kind in PASSED_OVER or item.lower in _QUOTES:
            continue
        code = _code(item)
        if code == "w" and kept and kept[-1][0] == "w":
            continue
        kept.append((code, item))
        if len(kept) == REACH:
            break
    return kept


def _side(kept: Sequence[tuple[str, Item]]) -> Side:
    return Side(" ".join(code for code, _ in kept), tuple(item for _, item in kept))


def match(value: Mention, left: Side, right: Side) -> Pattern:
    """The first pattern of the table that fits a figure between its two sides."""
    for pattern in fitting(value, left, right):
        return pattern
    raise LookupError(f"statements.tsv has no last line for {label_code(value)!r}")


def fitting(value: Mention, left: Side, right: Side) -> Iterator[Pattern]:
    """Every pattern of the table that fits, in its order: the first is taken."""
    for pattern in _patterns(label_code(value)):
        if pattern.left and not pattern.left.match(left.codes):
            continue
        if pattern.right and not pattern.right.match(right.codes):
            continue
        yield pattern
