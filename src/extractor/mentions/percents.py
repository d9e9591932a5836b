"""Percent and percentage points, in every spelling of newsrooms and wires.

``3.8%``, ``3.8 per cent``, ``3.8 pct``, ``40-percent``, ``3.4 percentage points``, ``3.4 pp``, ``120 basis points``
(1.2 points), ``half of one percent``, ``a quarter of a percentage point``, and of a rate ``a quarter point``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import GAP, WORD_END, Numeral
from extractor.records import Label

_SIGN = rf"(?:%|％|(?:-|{GAP})?(?:percent|per(?:-|{GAP})cent|pct|p\.c\.|pc|percents|prcnt)(?![^\W_]))"
_AFTER = re.compile(
    rf"""
    (?: (?P<points>
          (?:{GAP}|-)? (?: percentage(?:{GAP}|-)points? | ppts? | pps? | p\.p\. | %-?pts? ) {WORD_END}
        | {GAP}? {_SIGN} (?:{GAP}|-)? (?:age)? (?:points?|pts?) {WORD_END} )
      | (?P<basis> (?:{GAP}|-)? (?: basis(?:{GAP}|-)points? | bps? | bpts ) {WORD_END} )
      | (?P<percent> {GAP}? {_SIGN} )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_A = re.compile(rf"{GAP}?(?:of{GAP})?(?:an?|one|1){GAP}(?=per|pct|point)|(?:-|{GAP})of(?={GAP}per)", re.IGNORECASE)
# "cut rates by a quarter point": of a rate, a part of a point is one of a percentage point
_POINT = re.compile(rf"(?:-|{GAP})points?{WORD_END}", re.IGNORECASE)
_OF_RATES = re.compile(
    r"\b(?:rates?|per\s?cent|pct|basis|yields?|inflation|growth|banks?|[Ff]ed|monetary|lending|interest|coupon|hikes?)\b|%"
)
_NEAR = 160
_ONE_POINT = re.compile(
    rf"\b(?<!of )(?<!half )(?<!-)(?<!half of )[Aa]{GAP}(?:(?:full|whole|single){GAP})?percentage{GAP}point\b"
)
_MOST_POINTS = 25  # a share seldom moves by more; an index does
# "up two points at 14%": points of a percentage
_TO_PERCENT = re.compile(
    rf"(?:-|{GAP})(?:points?|pts){GAP}(?:(?:higher|lower|up|down),?{GAP})?(?:to|at|from){GAP}[\d.]{{1,6}}{GAP}?{_SIGN}",
    re.IGNORECASE,
)


# "contributed 1.4 percentage points and machinery 1.1 points": of a part, or told after points that say what they are
_OF_PARTS = re.compile(
    r"\b(?:contribut\w+|shares? (?:of|in)|market shares?|subtract\w*|shaved|sliced|percentage\spoints?)\b", re.I
)
_OF_INDICES = re.compile(r"\b(?:index|indexes|indices|pmi|confidence|sentiment|scored?|stocks|closed|loyalty)\b", re.I)
_LONG = 300  # characters of a sentence
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def read_percent(text: str, numeral: Numeral) -> Draft | None:
    """Read the percent or percentage points whose figure is ``numeral``; None where no sign or word follows.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "up 120 basis points"
    >>> draft = read_percent(text, next(find_numerals(text)))
    >>> text[draft.start:draft.end], draft.value, draft.unit
    ('120 basis points', Decimal('1.20'), 'percentage_point')
    """
    at = numeral.core_end if numeral.letter else numeral.end
    if text[at + 1 : at + 2].isalnum() and text.startswith("%", at):
        return None  # a character of a web address
    if text.startswith("%", at) and not text.startswith(("pt", "-pt", " pt", " po", "-po", "ag"), at + 1):
        return _draft(numeral, at + 1, "percent", "percent-sign")
    if numeral.value < 1 and (of_a := _OF_A.match(text, at)):
        at = of_a.end() - 1
    match = _AFTER.match(text, at)
    if match is None:
        return _points(text, numeral, at)
    if match["points"]:
        return _draft(numeral, match.end(), "percentage_point", "percentage-points")
    if match["basis"]:
        return _draft(numeral, match.end(), "percentage_point", "basis-points", Decimal("0.01"))
    return _draft(numeral, match.end(), "percent", "percent-word")


def find_percent_words(text: str) -> Iterator[Draft]:
    """Find the percentage points that no figure counts: ``by a full percentage point``.

    >>> [draft.value for draft in find_percent_words("The rate fell a full percentage point.")]
    [Decimal('1')]
    """
    for match in _ONE_POINT.finditer(text) if "percentage" in text else ():
        yield Draft(Label.PERCENT, *match.span(), Decimal(1), "percentage_point", "one-point")


def _points(text: str, numeral: Numeral, at: int) -> Draft | None:
    point = _POINT.match(text, at)
    if point is None:
        return None
    of_rate = numeral.written == "part" and _OF_RATES.search(text, max(0, numeral.start - _NEAR), point.end() + _NEAR)
    is_small = numeral.value < _MOST_POINTS
    if not (of_rate or (is_small and (_TO_PERCENT.match(text, at) or _is_of_parts(text, numeral.start, point.end())))):
        return None
    return _draft(numeral, point.end(), "percentage_point", "points-of-a-rate")


def _is_of_parts(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a figure tells of shares and contributions before it, and of no index."""
    before = text[max(0, start - _LONG) : start]
    cuts = [cut.end() for cut in _SENTENCE_END.finditer(before)]
    told = before[cuts[-1] if cuts else 0 :]
    cut = _SENTENCE_END.search(text, end, end + _LONG)
    after = text[end : cut.start() if cut else end + _LONG]
    return _OF_PARTS.search(told) is not None and not (_OF_INDICES.search(told) or _OF_INDICES.search(after))


def _draft(numeral: Numeral, end: int, unit: str, rule: str, factor: Decimal = Decimal(1)) -> Draft:
    return Draft(Label.PERCENT, numeral.start, end, numeral.value * factor, unit, rule, numeral, factor)
