"""Clauses without a parser: asides between commas, and the noun group a clause opens with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, VALUE, WORD
from extractor.phrases.nouns import group_end
from extractor.phrases.roles import words_for

_RELATIVES = frozenset({"which", "who", "whose", "when", "where"})
_BEFORE_WHICH = 5  # items
_BEFORE_RELATIVES = frozenset({"in", "of", "to", "for", "from", "at", "on"})
_TELLING = frozenset({VALUE, "move", "reach", "be", "have", "share", "contribute"})
_NEW_CLAUSE = frozenset({";", "while", "whereas", "but", "though", "although"})


def opens_relative(items: Sequence[Item], at: int) -> bool:
    """Whether a relative clause begins at ``at``: ``which``, ``in which``."""
    for number, item in enumerate(items[at : at + _BEFORE_WHICH]):  # "which", "in which", "the bulk of which"
        if item.lower in _RELATIVES or (number and item.lower == "of which"):
            return True
        if item.kind not in {WORD, "det", "approx"} and item.lower not in _BEFORE_RELATIVES:
            return False
    return False


def clauses_closed(items: Sequence[Item], index: int) -> frozenset[int]:
    """Places of items that commas set apart before a figure, and that are no part of what it is told of.

    Relative clauses (``exports, which make up half of trade, rose 5 percent``), and what says again what was named,
    before a verb (``Re-exports, a proxy for trade, rose``).
    """
    commas = [at for at in range(index) if items[at].lower == ","]
    inside: set[int] = set()
    for first, last in pairwise(commas):
        if opens_relative(items, first + 1) or _is_apposition(items, first, last):
            inside.update(range(first, last + 1))
        begin = _opening_of_list(items, last) if last + 1 < len(items) and _is_verb(items[last + 1]) else last
        inside.update(range(begin, last + 1) if begin < last else ())
    return frozenset(inside)


def _opening_of_list(items: Sequence[Item], comma: int) -> int:
    """The comma that opens a list which only says what is taken in: ``, among them sugar, cement and gems,``."""
    at = comma - 1
    while at > 0 and comma - at < _LONGEST_LIST and (items[at].kind in _OF_LISTS or items[at].lower == ","):
        if items[at].lower == "," and items[at + 1].lower in _OPEN_ASIDES:
            return at
        at -= 1
    return comma


_LONGEST_LIST = 16  # items
_OF_LISTS = frozenset({WORD, "conj", "det", "pronoun", "prep"})


def _is_apposition(items: Sequence[Item], first: int, last: int) -> bool:
    """Whether the words between two commas describe what stands before them, and a verb follows."""
    describes = items[first + 1].kind == "det" or items[first + 2].lower == "'s"  # ", Africa's busiest,"
    describes = describes or items[first + 1].lower in _OPEN_ASIDES  # ", among them sugar and cement,"
    is_named = describes and not any(_tells(item) for item in items[first:last])
    return is_named and last + 1 < len(items) and _is_verb(items[last + 1])


def _tells(item: Item) -> bool:
    """Whether an item tells a figure or a verb; a span of time, *three months ahead*, tells none."""
    is_time = item.mention is not None and item.mention.unit in _TIME_UNITS
    return item.kind in _TELLING and not is_time


def _is_verb(item: Item) -> bool:
    return item.kind in _TELLING or (item.phrase is not None and item.phrase.is_verb)


_TIME_UNITS = words_for("time-unit")


def in_asides(items: Sequence[Item]) -> frozenset[int]:
    """Places of items in asides without a figure: ``Gold, which had jumped in July, halved``."""
    inside: set[int] = set()
    commas = [at for at, item in enumerate(items) if item.lower == ","]
    for first, last in pairwise(commas):
        is_aside = opens_relative(items, first + 1) or items[first + 1].kind == "det"
        if is_aside and not any(item.kind in {VALUE, INDICATOR} for item in items[first:last]):
            inside.update(range(first, last))
    return frozenset(inside)


def in_closed_brackets(items: Sequence[Item], index: int) -> frozenset[int]:
    """Places of items in brackets that close before a figure: ``1.6 billion in April (1.7 billion in March)``."""
    inside: set[int] = set()
    opened: int | None = None
    for at in range(index):
        if items[at].lower == "(":
            opened = at
        elif items[at].lower == ")" and opened is not None:
            inside.update(range(opened, at + 1))
            opened = None
    return frozenset(inside)


def before_aside(items: Sequence[Item], at: int) -> int:
    """Back over an aside that ends before ``at``; ``at`` itself where there is none.

    ``Steel, on the other hand, rose``; ``Phones, which made up 37 percent, rose``; ``Butter, its top export, rose``.
    """
    if at < 2 or items[at - 1].lower != ",":
        return at
    opening = _opening_of_list(items, at - 1)
    if opening < at - 1:
        return opening
    first = at - 2
    while first > 0 and items[first].lower != ",":
        first -= 1
    inside = items[first + 1 : at - 1]
    if first == 0 or not inside:
        return at
    is_named = not any(item.kind in _VERBS_AND_FIGURES and item.lower != "top" for item in inside)  # "its top export"
    is_apposed = is_named and (inside[0].kind == "det" or any(item.lower == "'s" for item in inside[:3]))
    opens = inside[0].lower in _OPEN_ASIDES or (len(inside) > 1 and inside[1].lower == "of")  # ", many of them small,"
    is_apposed = is_apposed or (opens and not any(_tells(item) for item in inside))
    is_remark = all(item.kind == "approx" for item in inside)
    return first if opens_relative(items, first + 1) or is_apposed or is_remark else at


def over_aside(items: Sequence[Item], at: int, before: int) -> int:
    """Past an aside without a figure that begins at ``at``: ``Spices, led by pepper, fetched``; else ``at`` itself."""
    if items[at].lower != ",":
        return at
    end = next((n for n in range(at + 1, before) if items[n].lower == ","), None)
    if end is None or end + 1 >= before or any(item.kind in {VALUE, INDICATOR} for item in items[at:end]):
        return at
    opens = items[at + 1].lower in _OPEN_ASIDES or items[at + 1].kind == "det" or opens_relative(items, at + 1)
    return end + 1 if opens else at


_OPEN_ASIDES = frozenset({"led", "including", "mainly", "mostly", "such as", "notably", "among", "chiefly"})


_VERBS_AND_FIGURES = frozenset({VALUE, "move", "reach", "be", "have", "share", "conj"})
_FARING = words_for("faring")


def opening_group(items: Sequence[Item], before: int, first: int = 0) -> tuple[int, int] | None:
    """The plain noun group that opens the clause a figure stands in: ``Silver`` of ``Silver went the other way: it``.

    Args:
        items: The sentence.
        before: The figure's place.
        first: Where the sentence's words begin, past a preposition that sets a topic.

    Returns:
        Where the group begins and ends, None where the clause opens with anything else.
    """
    first = next((at + 1 for at in range(before - 1, -1, -1) if items[at].lower in _NEW_CLAUSE), first)
    while first < before and items[first].kind in {"det", "approx", "conj"}:
        first += 1
    end = group_end(items, first, before)
    end = next((at for at in range(first + 1, end) if items[at].lower in _FARING), end)  # "Beef led with"
    while end + 1 < before and items[end].lower in {"and", ","} and items[end + 1].kind in {WORD, "det"}:
        after = group_end(items, end + 1 + (items[end + 1].kind == "det"), before)
        after = next((at for at in range(end + 2, after) if items[at].lower in _FARING), after)  # "leather came third"
        if after == end + 1:
            break
        end = after
    return (first, end) if end > first else None
