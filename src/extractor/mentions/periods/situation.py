"""Where an article stands: its date, its country's fiscal year, and the year that an expression must mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import stretches
from extractor.mentions.periods.discourse import Discourse
from extractor.mentions.periods.fiscal import Countries, FiscalCalendar
from extractor.mentions.periods.stretches import COUNTS, Expression, Stretch
from extractor.mentions.periods.words import Token
from extractor.records import Period

NO_DATE = "the article gives no date to count from"
NO_FOCUS = "no period has been stated that this could refer to"
LEFT_OPEN = "the text leaves open which days these are"
NO_SUCH_DAY = "the calendar has no such day"
AHEAD = "taken as the next, as the text looks ahead"
FOLLOWING = "year taken from the sentences before"

DISTANCE = {"THIS": 0, "CURRENT": 0, "LAST": -1, "PREVIOUS": -1, "JUSTENDED": -1, "NEXT": 1, "COMING": 1}
"""How many units away the words that point from the article's date are."""
_COUNTED_PARTS = {"first-n-months", "nth-month", "quarters", "last-n-months"}
_SAME_AS_FOCUS = {"THAT", "SAME"}


_LONG_AGO, _SOON = 240, 35  # days before and after the article's date within which a day without a year lies

IN_MONTHS = {"YEARS": 12, "HALVES": 6, "QUARTERS": 3, "MONTHS": 1, "DECADES": 120}
IN_DAYS = {"WEEKS": 7, "DAYS": 1}


class Reading(NamedTuple):
    """What an expression was resolved to, or why it was not."""

    period: Period | None
    note: str = ""


class Situation:
    """What every rule of resolution may ask.

    Args:
        discourse: What the article says around its expressions.
        reference: The date ``last year`` is counted from, None where there is none.
    """

    def __init__(self, discourse: Discourse, reference: date | None) -> None:
        self.discourse, self.reference = discourse, reference
        self.countries = Countries(discourse.text, discourse.folded)
        self._place = 0
        self._fiscal: FiscalCalendar | None = None

    def turn_to(self, place: int) -> None:
        """Take up the expression at a place: fiscal years are from now on those of its sentence."""
        self._place, self._fiscal = place, None

    @property
    def fiscal(self) -> FiscalCalendar:
        """The fiscal calendar of the country the sentence speaks of, else the article."""
        if self._fiscal is None:
            _, _, start, end = self.discourse.expressions[self._place]
            self._fiscal = self.countries.fiscal_beside(start, end, self.discourse.sentence_of(start))
        return self._fiscal

    def stated_year(self, tokens: Sequence[Token], expression: Expression) -> Period | None:
        """The calendar or fiscal year that tokens state, in figures or in words; None where they state none."""
        kinds = {token.kind for token in tokens}
        figure = stretches.figure_year(tokens)
        if figure is not None:
            return self.figure_year(*figure, tokens=tokens, kinds=kinds)
        relative = stretches.relative_year(tokens)
        if relative is None or self.reference is None:
            return None
        word, before, fiscal = relative
        own = self.fiscal.containing(self.reference) if fiscal else cal.years(self.reference.year, self.reference.year)
        if word in DISTANCE and not before and word != "PREVIOUS":
            return cal.moved(own, 12 * DISTANCE[word])
        spoken_of = self.year_spoken_of(fiscal) or own
        if before or word == "PREVIOUS":
            return cal.moved(spoken_of, -12)
        return spoken_of if word in _SAME_AS_FOCUS else self.discourse.topic(expression) or own

    def figure_year(self, year: int, split: bool, tokens: Sequence[Token], kinds: set[str]) -> Period:
        """The calendar or fiscal year behind the figures."""
        years = [token.value for token in tokens if token.kind == "YEAR"]
        named = "FISCALYEAR" in kinds or bool(kinds & {"FISCAL", "FINANCIAL"})
        consecutive = len(years) == 2 and years[1] == years[0] + 1
        if split or (consecutive and (named or self.fiscal.split_years)):
            return self.fiscal.year_from(year) if self.fiscal.first_month > 1 else cal.years(year, year + 1)
        if len(years) == 2:
            return cal.years(years[0], max(years))
        return self.fiscal.year(year) if named else cal.years(year, year)

    def year_spoken_of(self, fiscal: bool = False) -> Period | None:
        """The year the period in focus ends in."""
        focus = self.discourse.focus()
        if focus is None:
            return None
        return self.fiscal.containing(focus.end) if fiscal else cal.years(focus.end.year, focus.end.year)

    def fix(self, place: int, expression: Expression, tokens: Sequence[Token]) -> Reading:
        """The days of months or a date, in the year stated, or else in the one that is understood."""
        if written := self.written(tokens):
            return Reading(written)
        stretch = stretches.stretch_of(tokens)
        year = self.stated_year(tokens, expression)
        if stretch is None:
            if expression.rule in _COUNTED_PARTS:  # the first 13 months of a year
                return Reading(None, NO_SUCH_DAY)
            return Reading(year, "" if year else LEFT_OPEN)
        if year is None and not stretch.named and expression.has("FISCAL", "FINANCIAL") and self.reference:
            return self._latest_fiscal(stretch, self.reference)
        if year is None:
            return self._understood(place, expression, stretch)
        period = stretch.within(year)
        if period and self._not_yet(tokens, period):
            period = cal.moved(period, -12)
        return Reading(period, "" if period else NO_SUCH_DAY)

    def written(self, tokens: Sequence[Token]) -> Period | None:
        """The day or month that is written out in figures, ``2023-08-17`` or ``2023-08``."""
        for token in tokens:
            if token.kind == "DATE":
                return cal.single(date.fromordinal(token.value))
            if token.kind == "YEARMONTH":
                return cal.months(token.value, token.value)
        return None

    def day_near(self, distance: int) -> Period | None:
        """The day so many days from the article's date."""
        return cal.single(self.reference + timedelta(days=distance)) if self.reference else None

    def counted_from_today(self, tokens: Sequence[Token]) -> Period | None:
        """The month, quarter or year that ``this`` and ``last`` point to from the article's date."""
        unit = next((token.kind for token in tokens if token.kind in IN_MONTHS), None)
        distance = next((DISTANCE[token.kind] for token in tokens if token.kind in DISTANCE), None)
        if unit is None or distance is None or self.reference is None:
            return None
        return cal.moved(containing(self.reference, unit), distance * IN_MONTHS[unit])

    def _not_yet(self, tokens: Sequence[Token], period: Period) -> bool:
        """Whether ``the first 11 months of the year``, read in January, has to be the year before."""
        relative = stretches.relative_year(tokens)
        return (
            relative is not None
            and relative[0] == "THE"
            and self.reference is not None
            and self.reference.month <= 2
            and period.start.year == self.reference.year
            and period.end > self.reference
        )

    def _understood(self, place: int, expression: Expression, stretch: Stretch) -> Reading:
        """The year that a stretch without one must mean, most telling sign first."""
        signs = (
            (self._joined, "year taken from what it is joined with"),
            (self._delivered, AHEAD),
            (self._about, "taken as the nearest to the article's date"),
            (self._listed, "year taken from the list it stands in"),
            (self._in_sentence, "year taken from the same sentence"),
            (self._in_topic, "year taken from the sentence or paragraph opening"),
            (self._in_turn, AHEAD),
            (self._following, FOLLOWING),
        )
        for sign, note in signs:
            if period := sign(place, stretch):
                return Reading(period, note)
        return self._as_the_latest(expression, stretch)

    def _joined(self, place: int, stretch: Stretch) -> Period | None:
        partner = self.discourse.partner(place)
        year = self.stated_year(partner.tokens, partner) if partner else None
        period = stretch.within(year) if year else None
        if partner is None or year is None or period is None:
            return None
        whole = stretches.stretch_of(partner.tokens)
        other = whole.within(year) if whole else None
        return cal.moved(period, -12) if other and period.start > other.start else period

    def _delivered(self, place: int, stretch: Stretch) -> Period | None:
        """The coming months in which goods traded now are delivered."""
        if stretch.day or not self.reference or not self.discourse.is_delivery(self.discourse.expressions[place]):
            return None
        years = (cal.years(self.reference.year + step, self.reference.year + step) for step in (0, 1))
        found = (stretch.within(year) for year in years)
        return next((period for period in found if period and period.end >= self.reference), None)

    def _in_sentence(self, place: int, stretch: Stretch) -> Period | None:
        anchor = self.discourse.anchor(place)
        return self._nearest(stretch, anchor) if anchor else None

    def _in_topic(self, place: int, stretch: Stretch) -> Period | None:
        topic = self.discourse.topic(self.discourse.expressions[place])
        return stretch.within(topic) if topic else None

    def _listed(self, place: int, stretch: Stretch) -> Period | None:
        """A part of the year that is stated with a later part named after it."""
        following = self.discourse.listed_with(place)
        other = stretches.stretch_of(following.tokens) if following else None
        if following is None or other is None or stretch.day or stretch.first >= other.first:
            return None
        year = self.stated_year(following.tokens, following)
        return stretch.within(year) if year else None

    def _in_turn(self, place: int, stretch: Stretch) -> Period | None:
        """The next after a part that lies ahead: `expects 6 percent in Q3 and 5 percent in Q4`."""
        before = self.discourse.before_in_list(place)
        if before is None or self.discourse.notes.get(before[0]) != AHEAD:
            return None
        year = before[1].start.year
        found = (stretch.within(cal.years(year + step, year + step)) for step in (0, 1))
        return next((period for period in found if period and period.start > before[1].start), None)

    def _following(self, place: int, stretch: Stretch) -> Period | None:
        """The year in focus, where the paragraph has told of nothing later: `in August 2023 … In July, they fell`."""
        told = self.discourse.told_in_paragraph(self.discourse.expressions[place])
        if told is None or self.reference is None:
            return None
        where, period = told
        stated = self.discourse.expressions[where].has("YEAR", "SPLIT", "FISCALYEAR", "YEARMONTH")
        if period.days > 366 or not (stated or self.discourse.notes.get(where) == FOLLOWING):
            return None
        if period.days < 360:
            return self._nearest(stretch, period)
        return stretch.within(period) if period.end.year < self.reference.year - 1 else None

    def _as_the_latest(self, expression: Expression, stretch: Stretch) -> Reading:
        if self.reference is None:
            return Reading(None, NO_DATE)
        current = stretch.named and stretch.first == stretch.last
        latest = self._latest(stretch, self.reference, current)
        if latest and latest.end < self.reference and self.discourse.looks_ahead(expression):
            following = cal.years(latest.end.year + 1, latest.end.year + 1)
            return Reading(stretch.within(following), AHEAD)
        return Reading(latest, "taken as the latest" if latest else NO_SUCH_DAY)

    def _latest_fiscal(self, stretch: Stretch, reference: date) -> Reading:
        """``the first fiscal quarter``: the latest that has ended."""
        year = self.fiscal.containing(reference)
        within = (stretch.within(cal.moved(year, -12 * back)) for back in (0, 1))
        latest = next((period for period in within if period and period.end <= reference), None)
        return Reading(latest, "taken as the latest" if latest else NO_SUCH_DAY)

    def _about(self, _: int, stretch: Stretch) -> Period | None:
        """A day of the last months or the coming weeks, which news names without its year."""
        if not stretch.day or not self.reference:
            return None
        years = (cal.years(self.reference.year + step, self.reference.year + step) for step in (1, 0, -1))
        days = (period for year in years if (period := stretch.within(year)))
        return next((day for day in days if -_LONG_AGO <= (day.end - self.reference).days <= _SOON), None)

    def _latest(self, stretch: Stretch, reference: date, current: bool) -> Period | None:
        """The latest occurrence that has ended by the reference date, or begun where ``current`` will do."""
        for year in range(reference.year + 1, reference.year - 9, -1):
            period = stretch.within(cal.years(year, year))
            if period and (period.start if current else period.end) <= reference:
                return period
        return None

    def _nearest(self, stretch: Stretch, anchor: Period) -> Period | None:
        """The occurrence of a stretch that lies nearest to a period, and not ahead of the article unless that does."""
        around = (anchor.end.year + step for step in (-1, 0, 1))
        found = [period for year in around if (period := stretch.within(cal.years(year, year)))]
        latest = max(self.reference or anchor.end, anchor.end)
        known = [period for period in found if period.start <= latest]
        return min(known, key=lambda period: abs((period.end - anchor.end).days), default=None)


def containing(day: date, unit: str) -> Period:
    """The calendar unit a day lies in.

    >>> containing(date(2023, 8, 17), "QUARTERS").start
    datetime.date(2023, 7, 1)
    """
    if unit == "WEEKS":
        return cal.week(day)
    if unit == "DAYS":
        return cal.single(day)
    if unit == "DECADES":
        return cal.years(day.year // 10 * 10, day.year // 10 * 10 + 9)
    size = IN_MONTHS[unit]
    first = cal.month_number(day) // size * size
    return cal.months(first, first + size - 1)


def ending(end: date, unit: str, count: int) -> Period:
    """As many units as counted, the last of them ending on a day.

    >>> ending(date(1987, 3, 31), "YEARS", 1).start
    datetime.date(1986, 4, 1)
    """
    if unit in IN_DAYS:
        return Period(start=end - timedelta(days=IN_DAYS[unit] * count - 1), end=end)
    size = IN_MONTHS[unit] * count
    if end == cal.month_end(end):
        last = cal.month_number(end)
        return cal.months(last - size + 1, last)
    return Period(start=cal.moved(cal.single(end), -size).start + timedelta(days=1), end=end)


def unit_and_count(expression: Expression) -> tuple[str, int]:
    """The unit of time an expression counts in, and how many."""
    unit = next(token.kind for token in expression.tokens if token.kind in IN_MONTHS or token.kind in IN_DAYS)
    return unit, expression.value(*COUNTS) or 1
