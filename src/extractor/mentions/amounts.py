"""All amounts of an article: each numeral is offered to the kinds in turn, then the left-out parts are understood.

Three passes. First every numeral is read with what stands right beside it (money, percent, multiple, measure, count),
and the words that are amounts by themselves (``doubled``, ``ranked third``) are found. Then what is written once for
several figures is understood, and ranges are joined: ``between $4 and $5 billion``, ``5.7, 6.1 and 7.3 percent``, ``to
9.4 billion dlrs from 8.8 billion``, ``from 28 to 118``. Last, bounds and signs are read from the words around.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.mentions.drafts import Draft, look_left, look_right
from extractor.mentions.money import Home, read_money
from extractor.mentions.multiples import find_multiple_words, read_multiple
from extractor.mentions.numerals import Numeral, find_numerals, words_of
from extractor.mentions.percents import find_percent_words, read_percent
from extractor.mentions.quantities import DURATIONS, read_count, read_measure
from extractor.mentions.ranks import find_ranks
from extractor.mentions.understood import Item, understand
from extractor.records import Bound, Label, Mention

Span = tuple[int, int]

_NEAR = 24  # characters between two tellings of one amount
_SUM_BOUNDS = words_of("sum_bound")


def find_amounts(
    text: str, blocked: Sequence[Span], country: str | None = None, places: Sequence[tuple[int, str]] = ()
) -> list[Mention]:
    """Find and normalise the amounts of a text: MONEY, PERCENT, MULTIPLE, QUANTITY and RANK.

    Args:
        text: The article, unaltered.
        blocked: Spans that are something else (periods), in order; numerals that touch one are skipped.
        country: ISO 3166-1 alpha-2 code of the article's country, by which a bare ``$`` is read.
        places: Offsets of the article's places, in order, with their countries, by which ``rupees`` are read.

    Returns:
        Mentions in order, never overlapping.

    >>> for m in find_amounts("Exports rose 3.2 pct to nearly 9.4 billion dlrs from 8.8 billion.", []):
    ...     print(m.label, repr(m.text), m.value, m.unit, m.bound, m.notes)
    PERCENT '3.2 pct' 3.2 percent exact ()
    MONEY '9.4 billion dlrs' 9400000000 USD about ()
    MONEY '8.8 billion' 8800000000 USD exact ("unit understood from '9.4 billion dlrs'",)
    """
    taken = _Taken(blocked)
    words = [
        draft
        for draft in (*find_ranks(text), *find_multiple_words(text), *find_percent_words(text))
        if taken.is_free(draft.start, draft.end)
    ]
    taken.add(words)
    items: list[Item] = [*words, *_from_numerals(text, taken, Home(text, country, places))]
    items.sort(key=lambda item: item.start)
    return [_mention(text, draft) for draft in _bare_dollars(text, understand(text, items))]


_EQUIVALENT = re.compile(r"\s?[(/]\s?|,?\s(?:or|about|equal\sto|equivalent\sto|worth)\s(?:about\s|some\s)?\Z")


def _bare_dollars(text: str, drafts: list[Draft]) -> list[Draft]:
    """Read every bare ``$`` as the US one, where an article tells both: ``A$1.5 billion ($1 billion)``."""
    local = {
        first.unit
        for first, second in pairwise(drafts)
        if first.label is second.label is Label.MONEY
        and first.unit == second.unit != "USD"
        and second.start - first.end <= _NEAR
        and text.startswith("$", first.start) != text.startswith("$", second.start)
        and _EQUIVALENT.fullmatch(text, first.end, second.start)
    }
    if not local:
        return drafts
    notes = ("currency: '$' read as USD, as the article writes the other one otherwise",)
    return [
        draft._replace(unit="USD", notes=notes) if draft.unit in local and text.startswith("$", draft.start) else draft
        for draft in drafts
    ]


class _Taken:
    """Spans already spoken for."""

    def __init__(self, blocked: Sequence[Span]) -> None:
        self._spans = sorted(blocked)
        self._starts = [start for start, _ in self._spans]

    def add(self, drafts: list[Draft]) -> None:
        self._spans = sorted([*self._spans, *((draft.start, draft.end) for draft in drafts)])
        self._starts = [start for start, _ in self._spans]

    def is_free(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, start)
        before = at == 0 or self._spans[at - 1][1] <= start
        return before and (at == len(self._spans) or self._spans[at][0] >= end)


def _from_numerals(text: str, taken: _Taken, home: Home) -> list[Item]:
    items: list[Item] = []
    done = 0
    for numeral in find_numerals(text):
        if numeral.start < done or not taken.is_free(numeral.start, numeral.end):
            continue
        if items and items[-1].end == numeral.start - 1 and _is_count(items[-1]):
            continue  # "165 million 15kg cartons" counts cartons
        item = _read(text, numeral, home)
        if item is None or item.start < done or not taken.is_free(item.start, item.end):
            continue
        items.append(item)
        done = item.end
    return items


def _is_count(item: Item) -> bool:
    return isinstance(item, Draft) and item.rule == "count-noun-after"


def _read(text: str, numeral: Numeral, home: Home) -> Item | None:
    """Offer a numeral to the kinds in turn; a bare figure stays a numeral, what is glued to something else is none."""
    if money := read_money(text, numeral, home):
        return money
    before = text[numeral.start - 1] if numeral.start else " "
    if before.isalnum() or before in "/_@#":
        return None
    draft = (
        read_percent(text, numeral)
        or read_multiple(text, numeral)
        or read_measure(text, numeral)
        or read_count(text, numeral)
    )
    return draft or numeral


def _mention(text: str, draft: Draft) -> Mention:
    start, sign = _sign(text, draft)
    lead = look_left(text, start)
    word = text[lead.start : lead.start + 8].lower().partition(" ")[0]
    bounds = draft.unit not in DURATIONS if word == "over" else draft.is_sum or word not in _SUM_BOUNDS
    bound: Bound = lead.bound if bounds else "exact"
    if bound == "exact" and draft.value_high is None:
        bound = look_right(text, draft.end) or bound
    return Mention(
        label=draft.label,
        start=start,
        end=draft.end,
        text=text[start : draft.end],
        rule=draft.rule,
        value=draft.value * sign,
        value_high=None if draft.value_high is None else draft.value_high * sign,
        unit=draft.unit,
        bound="exact" if draft.label is Label.RANK else bound,
        notes=draft.notes,
    )


_SIGN = re.compile(r"(?:(?<![\w.)%-])(?P<minus>[-−])|(?<![\w.)])\+|\b(?P<word>[Mm]inus|[Nn]egative)\s)\Z")
_EITHER = re.compile(r"\bplus\s(?:or|and)\sminus\s\Z", re.IGNORECASE)
_INNER_SIGN = re.compile(r"[^\W\d_.]*[$€£¥₹]?[ \u00a0]?[-−](?=[\d.])")


def _sign(text: str, draft: Draft) -> tuple[int, Decimal]:
    """Find a leading sign: where the span starts with it, and what it multiplies the value with."""
    if draft.numeral is None:
        return draft.start, Decimal(1)
    if draft.numeral.start > draft.start and _INNER_SIGN.match(text, draft.start, draft.numeral.start + 1):
        return draft.start, Decimal(-1)
    low = max(0, draft.start - 10)
    match = _SIGN.search(text[low : draft.start])
    if match is None or _EITHER.search(text, max(0, low - 10), draft.start):
        return draft.start, Decimal(1)
    return low + match.start(), Decimal(-1 if match["minus"] or match["word"] else 1)
