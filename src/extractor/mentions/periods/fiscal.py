"""Fiscal years: when those of a country begin, and whose an article or a sentence speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from extractor import lexicons
from extractor.gazetteer import gazetteer
from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods.words import alternatives
from extractor.records import Period

_COUNTERPART = re.compile(r"\b(?:to|from|with|against|by|for|versus|than)\s(?:the\s)?$")
_MARKET = re.compile(r"\.?(?:-bound\b| (?:buyers|market|tariffs?|duties)\b)")
_NONE, _NO_COUNTRY = "*", "-"  # in the table: where no country shows; names that hold a sign and show none
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
        return self.country != _NONE and not self.is_untold

    @property
    def is_untold(self) -> bool:
        """Whether a country shows, but the table does not tell when its fiscal year begins."""
        return not self.signs and self.country != _NONE

    @property
    def is_own(self) -> bool:
        """Whether it differs from the calendar year."""
        return self.first_month > 1 and not self.is_untold

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


class _Demonym(NamedTuple):
    word: str
    place: str


class _Signs(NamedTuple):
    """The table by its signs; those with a capital (``US``) hold only as they are written."""

    default: FiscalCalendar
    calendars: dict[str, FiscalCalendar]
    pattern: re.Pattern[str]


@cache
def _signs() -> _Signs:
    default, *rows = lexicons.rows("periods_fiscal.tsv", FiscalCalendar)
    calendars = {sign: calendar for calendar in rows for sign in calendar.signs}
    told = {calendar.country for calendar in rows}
    for word, place in lexicons.rows("demonyms.tsv", _Demonym):
        kind, _, code = place.partition(":")
        entry = gazetteer().by_id(place) if kind == "country" and code not in told else None
        if entry:
            untold = default._replace(country=code, signs=())
            calendars |= dict.fromkeys((word, entry.name), untold)
    folded = frozenset(sign.lower() for sign in calendars)
    return _Signs(default, calendars, re.compile(rf"\b(?:{alternatives(folded)})\b"))


class _Sign(NamedTuple):
    start: int
    end: int
    calendar: FiscalCalendar


class Countries:
    """The countries an article speaks of, as their names, people, cities and currencies show.

    Args:
        text: The article.
        folded: The same, folded.
    """

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded

    @cached_property
    def _found(self) -> list[_Sign]:
        calendars = _signs().calendars
        found = []
        for match in _signs().pattern.finditer(self._folded):
            start, end = match.span()
            calendar = calendars.get(match[0]) or calendars.get(self._text[start:end])
            if calendar and calendar.country != _NO_COUNTRY and not self._text.startswith("$", end):
                found.append(_Sign(start, end, calendar))
        return found

    @cached_property
    def spoken_of(self) -> list[tuple[FiscalCalendar, int]]:
        """The calendars of the countries named, with how often, most first; counterparts count where no other."""
        named = [sign for sign in self._found if not self._is_counterpart(sign)] or self._found
        calendars = {sign.calendar.country: sign.calendar for sign in named}
        counts = Counter(sign.calendar.country for sign in named)
        return [(calendars[country], times) for country, times in counts.most_common()]

    @cached_property
    def fiscal(self) -> FiscalCalendar:
        """The fiscal calendar of the country the article speaks of most; the table's ``*`` where none shows.

        Where the fiscal year is the calendar year nobody calls it fiscal: a country with one of its own that is
        spoken of a third as often goes first.

        >>> text = "India's exports in FY24 rose to 5 lakh crore rupees"
        >>> Countries(text, text.lower()).fiscal.country
        'IN'
        """
        if not self.spoken_of:
            return _signs().default
        most, often = self.spoken_of[0]
        if most.is_own:
            return most
        own = (known for known, times in self.spoken_of if known.is_own and 3 * times >= often)
        return next(own, most)

    def names(self, start: int, end: int) -> bool:
        """Whether a country is named in between."""
        place = bisect_left(self._found, start, key=lambda sign: sign.start)
        return place < len(self._found) and self._found[place].start < end

    def before(self, start: int, within: int) -> FiscalCalendar | None:
        """The calendar of the country named last before a place, at most so many characters away."""
        place = bisect_left(self._found, start, key=lambda sign: sign.start) - 1
        near = place >= 0 and start - self._found[place].end <= within
        between = self._folded[self._found[place].end : start] if near else ","
        return None if "," in between or "." in between else self._found[place].calendar

    def calendar(self, country: str) -> FiscalCalendar | None:
        """The fiscal calendar of a country by its code."""
        return next((known for known in _signs().calendars.values() if known.country == country), None)

    def fiscal_beside(self, start: int, end: int, sentence: tuple[int, int]) -> FiscalCalendar:
        """The fiscal calendar of the country whose figures a sentence tells, else the article's.

        Args:
            start: Where the expression begins.
            end: Where it ends.
            sentence: Start and end of the sentence it stands in.

        >>> text = "india's exports to japan in fy24 rose; pakistan's in fy24 fell"
        >>> countries = Countries(text, text)
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
        """The countries named in between whose fiscal year is no calendar year and whose figures may be told."""
        first, last = (bisect_left(self._found, position, key=lambda sign: sign.start) for position in (start, end))
        return [
            sign
            for sign in self._found[first:last]
            if (sign.calendar.is_own or (sign.calendar.is_untold and self._folded.startswith("'", sign.end)))
            and not self._is_counterpart(sign)
        ]

    def _is_counterpart(self, sign: _Sign) -> bool:
        """Whether a country is one traded with: `exports to the US`, `US-bound trucks`."""
        before = _COUNTERPART.search(self._folded, max(0, sign.start - 12), sign.start)
        return bool(before or _MARKET.match(self._folded, sign.end))
