"""Fiscal years: when those of a country begin, and whose an article or a sentence speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from extractor import lexicons
from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods.words import alternatives
from extractor.records import Period

_COUNTERPART = re.compile(r"\b(?:to|from|with|against|by|for|versus|than)\s(?:the\s)?$")
_LOOKED_AT = 300  # characters before and after an expression; it bounds the time on any text


class FiscalCalendar(NamedTuple):
    """When a country's fiscal year begins and by which of its two calendar years it is named."""

    country: str
    first_month: int
    named_by: str
    split_years: bool = False
    signs: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a country is known to keep it; the table's ``*`` is kept where none shows."""
        return self.country != "*"

    def year(self, label: int) -> Period:
        """The fiscal year of that name."""
        return cal.fiscal_year(label, self.first_month, self.named_by)

    def year_from(self, begins: int) -> Period:
        """The fiscal year that begins in that calendar year (``2023-24`` begins in 2023)."""
        first = begins * 12 + self.first_month - 1
        return cal.months(first, first + 11)

    def containing(self, day: date) -> Period:
        """The fiscal year a day lies in."""
        return self.year_from(day.year if day.month >= self.first_month else day.year - 1)


@cache
def _signs() -> tuple[FiscalCalendar, dict[str, FiscalCalendar], re.Pattern[str]]:
    default, *known = lexicons.rows("periods_fiscal.tsv", FiscalCalendar)
    by_sign = {sign: calendar for calendar in known for sign in calendar.signs}
    return default, by_sign, re.compile(rf"\b(?:{alternatives(frozenset(by_sign))})\b")


class _Sign(NamedTuple):
    start: int
    end: int
    calendar: FiscalCalendar


class Countries:
    """The countries an article speaks of, as their names, people, cities and currencies show.

    Args:
        folded: The article, folded.
    """

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @cached_property
    def _found(self) -> list[_Sign]:
        _, by_sign, pattern = _signs()
        return [
            _Sign(found.start(), found.end(), by_sign[found[0]])
            for found in pattern.finditer(self._folded)
            if found[0] in by_sign
        ]

    @cached_property
    def spoken_of(self) -> list[tuple[FiscalCalendar, int]]:
        """The calendars of the countries named, with how often, most first."""
        calendars = {sign.calendar.country: sign.calendar for sign in self._found}
        counts = Counter(sign.calendar.country for sign in self._found)
        return [(calendars[country], times) for country, times in counts.most_common()]

    @cached_property
    def fiscal(self) -> FiscalCalendar:
        """The fiscal calendar of the country the article speaks of most; the table's ``*`` where none shows.

        Where the fiscal year is the calendar year nobody calls it fiscal: a country with one of its own that is
        spoken of a third as often goes first.

        >>> Countries("india's exports in fy24 rose to 5 lakh crore rupees").fiscal.country
        'IN'
        """
        if not self.spoken_of:
            return _signs()[0]
        most, often = self.spoken_of[0]
        if most.first_month > 1:
            return most
        own = (known for known, times in self.spoken_of if known.first_month > 1 and 3 * times >= often)
        return next(own, most)

    def names(self, start: int, end: int) -> bool:
        """Whether a country is named in between."""
        place = bisect_left(self._found, start, key=lambda sign: sign.start)
        return place < len(self._found) and self._found[place].start < end

    def fiscal_beside(self, start: int, end: int, sentence: tuple[int, int]) -> FiscalCalendar:
        """The fiscal calendar of the country whose figures a sentence tells, else the article's.

        Args:
            start: Where the expression begins.
            end: Where it ends.
            sentence: Start and end of the sentence it stands in.

        >>> text = "india's exports to japan in fy24 rose; pakistan's in fy24 fell"
        >>> countries = Countries(text)
        >>> [countries.fiscal_beside(at, at + 4, (0, len(text))).country for at in (28, 53)]
        ['IN', 'PK']
        """
        begin = max(sentence[0], start - _LOOKED_AT)
        before = self._between(max(begin, self._folded.rfind(";", begin, start)), start)
        own = [sign for sign in before if self._folded.startswith("'", sign.end)]
        if own:
            return own[-1].calendar
        named = before or self._between(end, min(sentence[1], end + _LOOKED_AT))
        if not named or any(sign.calendar == self.fiscal for sign in named):
            return self.fiscal
        return named[0].calendar

    def _between(self, start: int, end: int) -> list[_Sign]:
        """The countries named in between whose fiscal year is their own and whose figures may be told."""
        first, last = (bisect_left(self._found, position, key=lambda sign: sign.start) for position in (start, end))
        return [
            sign
            for sign in self._found[first:last]
            if sign.calendar.first_month > 1
            and _COUNTERPART.search(self._folded, max(0, sign.start - 12), sign.start) is None
        ]
