"""What an expression says by itself: months of a year, a day, a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods.words import Token
from extractor.records import Period

_OWN_YEAR = {"FISCAL", "FINANCIAL", "CALENDAR", "CROP", "TAX"}
_QUARTERS = ("QUARTERS", "QUARTERCODE", "NUMBERED_QUARTER")
_SHORTENED = {"APOSTROPHE", "NUMBERED_MONTHS", "NUMBERED_QUARTER", "NUMBERED_HALF", "QUARTERCODE", "HALFCODE"}
COUNTS = ("DAY", "NUMBER", "FIGURE")
"""The kinds of token that count units of time."""
_HALVES = ("HALVES", "HALFCODE", "NUMBERED_HALF")
CODES = frozenset((*_QUARTERS[1:], *_HALVES[1:]))
"""The kinds that write a quarter or a half of a year in figures (``Q2``, ``1H``)."""


class Expression(NamedTuple):
    """A stretch of text a rule of the grammar recognised, with its tokens."""

    rule: str
    tokens: tuple[Token, ...]
    start: int
    end: int

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of the kinds is there."""
        return any(token.kind in kinds for token in self.tokens)

    def value(self, *kinds: str) -> int | None:
        """What the first token of one of the kinds is worth."""
        return next((token.value for token in self.tokens if token.kind in kinds), None)


class Stretch(NamedTuple):
    """Months of a year not yet fixed, or one day of a month.

    Attributes:
        first: The first month, 1 to 12.
        last: The last month; smaller than the first where the stretch runs over new year.
        day: The day of the month, where there is one.
        named: Whether the months are calendar months (``January``) or counted from the year's beginning (``first``).
        last_day: Whether only the last day is meant (``the end of May``).
    """

    first: int
    last: int
    day: int | None = None
    named: bool = True
    last_day: bool = False

    @property
    def months(self) -> int:
        """How many months it is made of."""
        return (self.last - self.first) % 12 + 1

    def within(self, year: Period) -> Period | None:
        """The stretch in a calendar or fiscal year; None where the year has no such day.

        >>> Stretch(1, 3, named=False).within(cal.fiscal_year(2025, 4, "end"))
        Period(start=datetime.date(2024, 4, 1), end=datetime.date(2024, 6, 30))
        """
        begin = cal.month_number(year.start)
        first = begin + ((self.first - 1 - begin) % 12 if self.named else self.first - 1)
        last = first + (self.last - self.first) % 12
        if last > cal.month_number(year.end) == begin + 11 and year.start.month == 1:
            first, last = first - 12, last - 12
        if self.day is None:
            period = cal.months(first, last)
            return cal.single(period.end) if self.last_day else period
        try:
            return cal.single(date(first // 12, first % 12 + 1, self.day))
        except ValueError:
            return None


def stretch_of(tokens: Sequence[Token]) -> Stretch | None:
    """The months or the day that tokens name, None where they name only years."""
    part = Expression("", tuple(tokens), 0, 0)
    end = part.has("END")
    months = list(dict.fromkeys(token.value for token in tokens if token.kind == "MONTH"))
    if len(months) == 2:
        return Stretch(months[0], months[1], last_day=end)
    if months and part.has("QUARTERS"):  # the June quarter ends in June
        return Stretch((months[0] - 3) % 12 + 1, months[0], last_day=end)
    if months:
        return Stretch(months[0], months[0], _day_of(tokens), last_day=end)
    if part.has("NUMBERED_MONTHS"):
        return Stretch(1, part.value("NUMBERED_MONTHS") or 1, named=False)
    orders = [token.value for token in tokens if token.kind in {"ORDINAL", "NTH", *_QUARTERS[1:], *_HALVES[1:]}]
    if not orders and len(tokens) > 1 and tokens[0].kind in COUNTS and tokens[1].kind == "MONTHS":
        orders = [1]  # "nine months of 2023"
    if not orders and not _counts_back(tokens):
        return None
    return _counted(part, orders, end)


def _counts_back(tokens: Sequence[Token]) -> bool:
    """Whether ``last`` stands before a part of a stated year (``the last quarter of 1986``)."""
    kinds = [token.kind for token in tokens]
    last = "LAST" in kinds and kinds.index("LAST") + 1
    stated = {"YEARS", "YEAR", "SPLIT", "FISCALYEAR"} & set(kinds)
    return bool(last and stated and last < len(kinds) and kinds[last] in {"QUARTERS", "HALVES", "MONTHS", *COUNTS})


def _counted(part: Expression, orders: list[int], end: bool) -> Stretch | None:
    """Quarters, halves and months that are counted from the year's beginning, or from its end."""
    size = next((n for n, kinds in ((3, _QUARTERS), (6, _HALVES), (1, ("MONTHS",))) if part.has(*kinds)), None)
    if size is None:
        return None
    in_a_year = 12 // size
    count = part.value(*COUNTS) if part.has("QUARTERS", "MONTHS") else None
    first = orders[0] if orders else -1
    first = in_a_year if first == -1 and not count else first
    if count and first in {1, -1}:
        first, last = (1, count) if first == 1 else (in_a_year - count + 1, in_a_year)
    else:
        last = orders[-1] if len(orders) > 1 else first
    if not 1 <= first <= last <= in_a_year:
        return None
    return Stretch((first - 1) * size + 1, last * size, named=False, last_day=end)


def _day_of(tokens: Sequence[Token]) -> int | None:
    before_year = takewhile(lambda token: token.kind != "APOSTROPHE", tokens)
    month_last = tokens[-1].kind == "YEAR"  # `32 January 2023` names a day, if one that no month has
    days = {"DAY", "NTH", "FIGURE"} if month_last else {"DAY", "NTH"}
    return next((token.value for token in before_year if token.kind in days), None)


def figure_year(tokens: Sequence[Token]) -> tuple[int, bool] | None:
    """The year written in figures and whether it is a split or fiscal year (then the value is the year it begins in).

    ``FY24`` and ``fiscal 2024`` are left to the caller, who knows the country: they come back as they are.
    """
    kinds = [token.kind for token in tokens]
    for kind, token in zip(kinds, tokens, strict=True):
        if kind == "SPLIT":
            return token.value, True
        if kind in {"YEAR", "FISCALYEAR"}:
            return token.value, False
        if kind == "YEARMONTH":
            return token.value // 12, False
    if _SHORTENED & set(kinds):
        after = tokens[kinds.index("APOSTROPHE") :] if "APOSTROPHE" in kinds else tokens
        digits = next((token.value for token in after if token.kind in {"DAY", "FIGURE"}), None)
        return None if digits is None else ((2000 if digits < 60 else 1900) + digits, False)
    return None


def relative_year(tokens: Sequence[Token]) -> tuple[str, bool, bool] | None:
    """What stands before ``year``: its kind, whether ``before`` follows, and whether it is a fiscal year.

    ``this year`` is ``("THIS", False, False)``, ``the year before`` ``("THE", True, False)``.
    """
    kinds = [token.kind for token in tokens]
    for place, kind in enumerate(kinds):
        if kind == "YEARS" and (place == 0 or kinds[place - 1] not in {"HALVES", "DASH"} or "END" in kinds):
            before = [other for other in kinds[:place] if other not in _OWN_YEAR]
            fiscal = place > 0 and kinds[place - 1] in {"FISCAL", "FINANCIAL"}
            counted_back = "AGO" in kinds[place:] or "PREVIOUS" in kinds[place:]
            return before[-1] if before else "THE", counted_back, fiscal
        if kind == "FISCAL" and "YEARS" not in kinds and place > 0:
            return kinds[place - 1], False, True
    return None
