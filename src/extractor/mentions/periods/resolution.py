"""Days for every expression: by itself, from the article's date, or from what was said before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import stretches
from extractor.mentions.periods.discourse import Discourse
from extractor.mentions.periods.stretches import Expression, FiscalCalendar, Stretch
from extractor.mentions.periods.words import Token
from extractor.records import Period

NO_DATE = "the article gives no date to count from"
NO_FOCUS = "no period has been stated that this could refer to"
LEFT_OPEN = "the text leaves open which days these are"
NO_SUCH_DAY = "the calendar has no such day"

_IN_MONTHS = {"YEARS": 12, "HALVES": 6, "QUARTERS": 3, "MONTHS": 1, "DECADES": 120}
_IN_DAYS = {"WEEKS": 7, "DAYS": 1}
_DISTANCE = {"THIS": 0, "CURRENT": 0, "LAST": -1, "PREVIOUS": -1, "NEXT": 1, "COMING": 1}
_SAME_AS_FOCUS = {"THAT", "SAME"}
_CONNECTORS = {"TO", "DASH", "AND", "ENDED", "TODATE"}


class Reading(NamedTuple):
    """What an expression was resolved to, or why it was not."""

    period: Period | None
    note: str = ""


class Resolver:
    """Resolves the expressions of one article in the order of the text.

    Args:
        discourse: What the article says around them.
        reference: The date ``last year`` is counted from, None where there is none.
    """

    def __init__(self, discourse: Discourse, reference: date | None) -> None:
        self.discourse, self.reference = discourse, reference
        self._rules: dict[str, Callable[[int, Expression], Reading]] = {
            "months-to": self._months_to,
            "same-period": self._same_period,
            "day-range": self._range,
            "range": self._range,
            "end-of": self._end_of,
            "edge-of": self._open,
            "so-far": self._so_far,
            "first-n-days": self._first_days,
            "half-month": self._half_month,
            "five-year-plan": self._plan,
            "decade": self._decade,
            "last-n": self._last_n,
            "next-n": self._next_n,
            "open": self._open,
            "earlier": self._earlier,
            "the-one-before": self._neighbour,
            "the-one-after": self._neighbour,
            "relative": self._neighbour,
            "weekday": self._weekday,
            "nearby-day": self._nearby,
            "year-span": self._year_span,
            "fiscal-year": self._year,
            "split-year": self._year,
            "year": self._year,
            "the-period": self._the_period,
        }

    def resolve(self, place: int) -> Reading:
        """Resolve the expression at a place; call in order, so that later ones can refer back."""
        expression = self.discourse.expressions[place]
        try:
            reading = self._rules.get(expression.rule, self._stretch)(place, expression)
        except (ValueError, OverflowError):  # a date before the year 1 or after 9999
            reading = Reading(None, NO_SUCH_DAY)
        if reading.period is not None:
            self.discourse.remember(place, reading.period)
        return reading

    def resolve_silently(self, place: int) -> Period | None:
        """The period at a place, without noting it as spoken of."""
        expression = self.discourse.expressions[place]
        return self._rules.get(expression.rule, self._stretch)(place, expression).period

    @cached_property
    def _fiscal(self) -> FiscalCalendar:
        return stretches.fiscal_calendar(self.discourse.folded)

    # ── years ───────────────────────────────────────────────────────────────────────────────────

    def _stated_year(self, tokens: Sequence[Token], expression: Expression) -> Period | None:
        """The calendar or fiscal year that tokens state, in figures or in words; None where they state none."""
        kinds = {token.kind for token in tokens}
        figure = stretches.figure_year(tokens)
        if figure is not None:
            return self._figure_year(*figure, tokens=tokens, kinds=kinds)
        relative = stretches.relative_year(tokens)
        if relative is None or self.reference is None:
            return None
        word, before, fiscal = relative
        own = self._fiscal.containing(self.reference) if fiscal else cal.years(self.reference.year, self.reference.year)
        if word in _DISTANCE and not before and word != "PREVIOUS":
            return cal.moved(own, 12 * _DISTANCE[word])
        spoken_of = self._year_spoken_of(expression, fiscal) or own
        if before or word == "PREVIOUS":
            return cal.moved(spoken_of, -12)
        return spoken_of if word in _SAME_AS_FOCUS else self.discourse.topic(expression) or own

    def _figure_year(self, year: int, split: bool, tokens: Sequence[Token], kinds: set[str]) -> Period:
        years = [token.value for token in tokens if token.kind == "YEAR"]
        named = "FISCALYEAR" in kinds or bool(kinds & {"FISCAL", "FINANCIAL"})
        consecutive = len(years) == 2 and years[1] == years[0] + 1
        if split or (consecutive and (named or self._fiscal.split_years)):
            return self._fiscal.year_from(year) if self._fiscal.first_month > 1 else cal.years(year, year + 1)
        if len(years) == 2:
            return cal.years(years[0], max(years))
        return self._fiscal.year(year) if named else cal.years(year, year)

    def _year_spoken_of(self, expression: Expression, fiscal: bool = False) -> Period | None:
        focus = self.discourse.focus(expression)
        if focus is None:
            return None
        return self._fiscal.containing(focus.end) if fiscal else cal.years(focus.end.year, focus.end.year)

    def _year(self, _: int, expression: Expression) -> Reading:
        if expression.has("CROP") or self.discourse.is_season(expression):
            return Reading(None, "when this season begins is left open")
        year = self._stated_year(expression.tokens, expression)
        fiscal = year is not None and expression.rule != "year" and self._fiscal.country == "*"
        return Reading(year, "taken as April to March, as no country shows" if fiscal else "")

    def _year_span(self, _: int, expression: Expression) -> Reading:
        first, last = divmod(expression.tokens[0].value, 10_000)
        return Reading(cal.years(first, last))

    def _decade(self, _: int, expression: Expression) -> Reading:
        first = expression.value("ERA") or 0
        return Reading(cal.years(first, first + 9))

    def _plan(self, _: int, expression: Expression) -> Reading:
        """China's five-year plans ran from 1953, and from 1981 without a gap."""
        number = expression.value("NTH", "ORDINAL") or 0
        if number < 1:
            return Reading(None, LEFT_OPEN)
        first = 1981 + 5 * (number - 6) if number > 5 else 1953 + 5 * (number - 1)
        return Reading(cal.years(first, first + 4), "counted as China counts its plans")

    # ── months, quarters and halves of a year ───────────────────────────────────────────────────

    def _stretch(self, place: int, expression: Expression) -> Reading:
        if expression.rule == "month-year" and not expression.has("YEARS") and expression.has("THIS", "LAST", "NEXT"):
            return self._relative_month(expression)
        return self._fix(place, expression, expression.tokens)

    def _fix(self, place: int, expression: Expression, tokens: Sequence[Token]) -> Reading:
        """The days of months or a date, in the year stated, or else in the one that is understood."""
        date_token = next((token for token in tokens if token.kind == "DATE"), None)
        if date_token:
            return Reading(cal.single(date.fromordinal(date_token.value)))
        month_token = next((token for token in tokens if token.kind == "YEARMONTH"), None)
        if month_token:
            return Reading(cal.months(month_token.value, month_token.value))
        stretch = stretches.stretch_of(tokens)
        if stretch is None:
            return Reading(self._stated_year(tokens, expression), "")
        year = self._stated_year(tokens, expression)
        if year is None:
            return self._understood(place, expression, stretch)
        period = stretch.within(year)
        if period and self._not_yet(tokens, period):
            period = cal.moved(period, -12)
        return Reading(period, "" if period else NO_SUCH_DAY)

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
        gloss = self.discourse.gloss(place)
        if gloss and (period := self.resolve_silently(gloss)) and cal.whole_months(period) == stretch.months:
            return Reading(period, "days taken from the brackets that follow")
        partner = self.discourse.partner(place)
        if partner and (year := self._stated_year(partner.tokens, partner)) and (period := stretch.within(year)):
            whole = stretches.stretch_of(partner.tokens)
            later = whole and (other := whole.within(year)) and period.start > other.start
            return Reading(cal.moved(period, -12) if later else period, "year taken from what it is joined with")
        anchor = self.discourse.anchor(place)
        if anchor and (period := _nearest(stretch, anchor)):
            return Reading(period, "year taken from the same sentence")
        topic = self.discourse.topic(expression)
        if topic and (period := stretch.within(topic)):
            return Reading(period, "year taken from the sentence or paragraph opening")
        if self.reference is None:
            return Reading(None, NO_DATE)
        current = stretch.named and stretch.first == stretch.last
        latest = self._latest(stretch, self.reference, current)
        if latest and latest.end < self.reference and self.discourse.looks_ahead(expression):
            following = cal.years(latest.end.year + 1, latest.end.year + 1)
            return Reading(stretch.within(following), "taken as the next, as the text looks ahead")
        return Reading(latest, "taken as the latest" if latest else NO_SUCH_DAY)

    def _latest(self, stretch: Stretch, reference: date, current: bool) -> Period | None:
        """The latest occurrence that has ended by the reference date, or begun where ``current`` will do."""
        for year in range(reference.year + 1, reference.year - 9, -1):
            period = stretch.within(cal.years(year, year))
            if period and (period.start if current else period.end) <= reference:
                return period
        return None

    def _relative_month(self, expression: Expression) -> Reading:
        if self.reference is None:
            return Reading(None, NO_DATE)
        number = expression.value("MONTH") or 1
        own = cal.month(self.reference.year, number)
        if expression.has("THIS"):
            return Reading(own)
        if expression.has("NEXT"):
            return Reading(own if own.start > self.reference else cal.moved(own, 12))
        return Reading(own if own.end < self.reference else cal.moved(own, -12))

    # ── ranges ──────────────────────────────────────────────────────────────────────────────────

    def _range(self, place: int, expression: Expression) -> Reading:
        if [token.kind for token in expression.tokens] == ["YEAR", "DASH", "YEAR"]:
            return Reading(self._stated_year(expression.tokens, expression))
        left, right = _split(expression.tokens)
        if not any(token.kind in {"MONTH", "DATE"} for token in right) and expression.rule == "day-range":
            month = [token for token in left if token.kind == "MONTH"]
            right = [*month, *right]
        if not any(token.kind in {"MONTH", "DATE"} for token in left) and expression.rule == "day-range":
            left = [*left, *(token for token in right if token.kind == "MONTH")]
        if not right or right[0].kind in {"NEARBY", "NOW"}:
            last = self._nearby_day(right[0].value if right else 0)
        else:
            last = self._range_end(place, expression, left, right)
        if last is None:
            return Reading(None, NO_DATE)
        first = self._range_start(expression, left, right, last)
        if first is None or first.start > last.end:
            return Reading(None, LEFT_OPEN)
        return Reading(Period(start=first.start, end=last.end))

    def _range_end(
        self, place: int, expression: Expression, left: Sequence[Token], right: Sequence[Token]
    ) -> Period | None:
        stretch = stretches.stretch_of(right)
        first_year = self._stated_year(left, expression)
        if stretch and first_year and self._stated_year(right, expression) is None:
            begin = self._within(left, first_year)
            end = stretch.within(first_year)
            return cal.moved(end, 12) if begin and end and end.end < begin.start else end
        return self._fix(place, expression, right).period

    def _range_start(
        self, expression: Expression, left: Sequence[Token], right: Sequence[Token], last: Period
    ) -> Period | None:
        year = self._stated_year(left, expression)
        if year is not None or any(token.kind in {"DATE", "YEARMONTH"} for token in left):
            return self._within(left, year)
        stretch = stretches.stretch_of(left)
        if stretch is None:
            return None
        fiscal = self._stated_year(right, expression)
        whole = fiscal if fiscal and fiscal.start <= last.start <= fiscal.end else None
        first = stretch.within(whole or cal.years(last.end.year, last.end.year))
        return cal.moved(first, -12) if first and first.start > last.end else first

    def _within(self, tokens: Sequence[Token], year: Period | None) -> Period | None:
        for token in tokens:
            if token.kind == "DATE":
                return cal.single(date.fromordinal(token.value))
            if token.kind == "YEARMONTH":
                return cal.months(token.value, token.value)
        stretch = stretches.stretch_of(tokens)
        if stretch is None or year is None:
            return year
        return stretch.within(year)

    def _months_to(self, place: int, expression: Expression) -> Reading:
        left, right = _split(expression.tokens)
        end = self._fix(place, expression, right).period
        if end is None:
            return Reading(None, NO_DATE)
        unit = next(token.kind for token in left if token.kind in _IN_MONTHS or token.kind in _IN_DAYS)
        count = next((token.value for token in left if token.kind in {"DAY", "NUMBER"}), 1)
        return Reading(_ending(end.end, unit, count))

    # ── edges of a stretch ──────────────────────────────────────────────────────────────────────

    def _end_of(self, place: int, expression: Expression) -> Reading:
        inner = self._inner(place, expression)
        return Reading(inner.period and cal.single(inner.period.end), inner.note)

    def _inner(self, place: int, expression: Expression) -> Reading:
        """The month, quarter or year that an expression names a part of."""
        if stretches.stretch_of(expression.tokens) or expression.has("YEARMONTH"):
            return self._fix(place, expression, expression.tokens)
        year = self._stated_year(expression.tokens, expression)
        if year is not None:
            return Reading(year)
        if self.reference is None:
            return Reading(None, NO_DATE)
        unit = next((token.kind for token in expression.tokens if token.kind in _IN_MONTHS), "YEARS")
        distance = next((_DISTANCE[token.kind] for token in expression.tokens if token.kind in _DISTANCE), 0)
        focus = self.discourse.focus(expression)
        if expression.has("THE") and distance == 0 and focus and cal.whole_months(focus) == _IN_MONTHS[unit]:
            return Reading(focus)
        return Reading(cal.moved(_containing(self.reference, unit), distance * _IN_MONTHS[unit]))

    def _first_days(self, place: int, expression: Expression) -> Reading:
        whole = self._month_or_year(place, expression)
        if whole is None:
            return Reading(None, NO_DATE)
        size = 7 if expression.has("WEEKS") else 1
        count = expression.value("DAY", "NUMBER")
        order = expression.value("ORDINAL")
        if order in {None, -1}:
            first = whole.end - timedelta(days=size * (count or 1) - 1)
        else:
            first = whole.start + timedelta(days=size * (count or 1) * ((order or 1) - 1))
        last = first + timedelta(days=size * (count or 1) - 1)
        return Reading(Period(start=max(first, whole.start), end=min(last, whole.end)))

    def _half_month(self, place: int, expression: Expression) -> Reading:
        whole = self._month_or_year(place, expression)
        if whole is None or whole.days > 31:
            return Reading(None, LEFT_OPEN)
        first = expression.value("ORDINAL", "NTH") == 1
        middle = whole.start.replace(day=15 if first else 16)
        return Reading(Period(start=whole.start, end=middle) if first else Period(start=middle, end=whole.end))

    def _month_or_year(self, place: int, expression: Expression) -> Period | None:
        """What follows ``of`` in ``the first ten days of June``."""
        at = next((n for n, token in enumerate(expression.tokens) if token.kind == "OF"), 0)
        tokens = expression.tokens[at + 1 :]
        return self._inner(place, expression._replace(tokens=tokens)).period

    def _open(self, _: int, __: Expression) -> Reading:
        return Reading(None, LEFT_OPEN)

    # ── counted from the article's date ─────────────────────────────────────────────────────────

    def _so_far(self, _: int, expression: Expression) -> Reading:
        if self.reference is None:
            return Reading(None, NO_DATE)
        unit = next((token.kind for token in expression.tokens if token.kind in {*_IN_MONTHS, "WEEKS"}), "YEARS")
        figure = stretches.figure_year(expression.tokens)
        if figure:
            whole = self._stated_year(expression.tokens, expression)
        elif expression.has("FISCAL", "FINANCIAL"):
            whole = self._fiscal.containing(self.reference)
        else:
            whole = _containing(self.reference, unit)
        if whole is None or whole.start > self.reference:
            return Reading(None, LEFT_OPEN)
        return Reading(Period(start=whole.start, end=min(whole.end, self.reference)))

    def _last_n(self, _: int, expression: Expression) -> Reading:
        until = self.reference
        if expression.has("PREVIOUS") and (focus := self.discourse.focus(expression)):
            until = focus.start
        if until is None:
            return Reading(None, NO_DATE)
        unit, count = _unit_and_count(expression)
        if unit in _IN_DAYS:
            last = until - timedelta(days=1) if expression.has("PREVIOUS") else until
            return Reading(Period(start=last - timedelta(days=_IN_DAYS[unit] * count - 1), end=last))
        before = cal.moved(_containing(until, "YEARS" if unit == "DECADES" else unit), -1 if unit == "MONTHS" else 0)
        end = before.end if unit == "MONTHS" else before.start - timedelta(days=1)
        return Reading(_ending(end, unit, count))

    def _next_n(self, _: int, expression: Expression) -> Reading:
        if self.reference is None:
            return Reading(None, NO_DATE)
        unit, count = _unit_and_count(expression)
        if unit in _IN_DAYS:
            first = self.reference + timedelta(days=1)
            return Reading(Period(start=first, end=first + timedelta(days=_IN_DAYS[unit] * count - 1)))
        first = _containing(self.reference, "YEARS" if unit == "DECADES" else unit).end + timedelta(days=1)
        begin = cal.month_number(first)
        return Reading(cal.months(begin, begin + _IN_MONTHS[unit] * count - 1))

    def _weekday(self, _: int, expression: Expression) -> Reading:
        if self.reference is None:
            return Reading(None, NO_DATE)
        back = (self.reference.weekday() - (expression.value("WEEKDAY") or 0)) % 7
        if expression.has("THIS"):
            return Reading(cal.single(cal.week(self.reference).start + timedelta(days=expression.value("WEEKDAY") or 0)))
        if expression.has("LAST") and back == 0:
            back = 7
        if expression.has("NEXT") or self.discourse.looks_ahead(expression):
            back -= 7 if back else 0
        return Reading(cal.single(self.reference - timedelta(days=back)))

    def _nearby(self, _: int, expression: Expression) -> Reading:
        period = self._nearby_day(expression.tokens[0].value)
        return Reading(period, "" if period else NO_DATE)

    def _nearby_day(self, distance: int) -> Period | None:
        return cal.single(self.reference + timedelta(days=distance)) if self.reference else None

    # ── counted from the period in focus ────────────────────────────────────────────────────────

    def _same_period(self, place: int, expression: Expression) -> Reading:
        year = self._stated_year(expression.tokens, expression)
        stretch = stretches.stretch_of(expression.tokens)
        if stretch and year:
            return Reading(stretch.within(year))
        focus = self.discourse.focus(expression)
        if focus is None:
            return Reading(None, NO_FOCUS)
        if expression.has("MONTHS") and not expression.has("DAY", "NUMBER"):
            last = cal.month_number(focus.end)
            focus = cal.months(last, last)
        if expression.has("YEARAGO") or (expression.has("YEARS") and expression.tokens[-1].kind == "PERIOD"):
            return Reading(cal.moved(focus, -12))
        if year is None:
            return Reading(focus)
        distance = year.end.year - focus.end.year
        if distance >= 0 and stretches.figure_year(expression.tokens) is None:
            return Reading(cal.moved(focus, -12), "taken as the year before the period in focus")
        return Reading(cal.moved(focus, 12 * distance))

    def _earlier(self, _: int, expression: Expression) -> Reading:
        if expression.has("FEW"):
            return Reading(None, LEFT_OPEN)
        unit, count = _unit_and_count(expression)
        from_today = expression.value("AGO") == 1 and count > 1
        focus = None if from_today else self.discourse.focus(expression)
        if unit == "WEEKS":
            return self._weeks_earlier(focus, count)
        size = _IN_MONTHS[unit]
        if focus and (size >= 12 or cal.whole_months(focus) == size):
            return Reading(cal.moved(focus, -size * count))
        if self.reference is None:
            return Reading(None, NO_DATE)
        own = _containing(self.reference, "YEARS" if unit == "DECADES" else unit)
        return Reading(cal.moved(own, -size * count))

    def _weeks_earlier(self, focus: Period | None, count: int) -> Reading:
        if focus is None or focus.days > 7:
            focus = cal.week(self.reference) if self.reference else None
        if focus is None:
            return Reading(None, NO_DATE)
        back = timedelta(days=7 * count)
        return Reading(Period(start=focus.start - back, end=focus.end - back))

    def _neighbour(self, _: int, expression: Expression) -> Reading:
        """``last month`` beside the article's date, ``the previous month`` beside the period in focus."""
        unit = next(
            (token.kind for token in expression.tokens if token.kind in (*_IN_MONTHS, "WEEKS", "DAYS")), "YEARS"
        )
        if next((token.value for token in expression.tokens if token.kind == unit), 1) == 2:
            return Reading(None, LEFT_OPEN)
        if unit == "YEARS":
            year = self._neighbouring_year(expression)
            return Reading(year, "" if year else NO_DATE)
        from_focus = expression.rule != "relative" or expression.has("THAT")
        own = self._own(expression, unit, from_focus)
        if own is None:
            return Reading(None, NO_DATE)
        distance = (
            -1
            if expression.has("AGO")
            else next((_DISTANCE[token.kind] for token in expression.tokens if token.kind in _DISTANCE), 0)
        )
        if unit in _IN_DAYS:
            step = timedelta(days=distance * _IN_DAYS[unit])
            return Reading(Period(start=own.start + step, end=own.end + step))
        return Reading(cal.moved(own, distance * _IN_MONTHS[unit]))

    def _neighbouring_year(self, expression: Expression) -> Period | None:
        if expression.rule == "the-one-after":
            fiscal = expression.has("FISCAL", "FINANCIAL")
            spoken_of = self._year_spoken_of(expression, fiscal)
            return cal.moved(spoken_of, 12) if spoken_of else None
        return self._stated_year(expression.tokens, expression)

    def _own(self, expression: Expression, unit: str, from_focus: bool) -> Period | None:
        focus = self.discourse.focus(expression) if from_focus else None
        if focus and unit in _IN_MONTHS and cal.whole_months(focus) == _IN_MONTHS[unit]:
            return focus
        if focus and unit == "WEEKS" and focus.days == 7:
            return focus
        if self.reference is None:
            return None
        return _containing(self.reference, unit)

    def _the_period(self, _: int, expression: Expression) -> Reading:
        focus = self.discourse.focus(expression)
        if expression.has("YEARS"):
            year = self._stated_year(expression.tokens, expression)
            if self.discourse.topic(expression) is None and focus:
                year = self._year_spoken_of(expression, expression.has("FISCAL", "FINANCIAL"))
            return Reading(year, "" if year else NO_DATE)
        unit = next(token.kind for token in expression.tokens if token.kind in {*_IN_MONTHS, "WEEKS", "PERIOD"})
        if focus is None:
            return Reading(None, NO_FOCUS)
        if unit in _IN_MONTHS and cal.whole_months(focus) != _IN_MONTHS[unit]:
            return Reading(None, NO_FOCUS)
        if unit == "WEEKS" and focus.days != 7:
            return Reading(None, NO_FOCUS)
        return Reading(focus)


def _split(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Tokens before and after the word that joins the two ends of a range."""
    strong = [n for n, token in enumerate(tokens) if token.kind in _CONNECTORS - {"DASH"}]
    at = strong[0] if strong else next(n for n, token in enumerate(tokens) if token.kind == "DASH")
    return list(tokens[:at]), list(tokens[at + 1 :])


def _nearest(stretch: Stretch, anchor: Period) -> Period | None:
    """The occurrence of a stretch that lies nearest to a period."""
    around = (anchor.end.year + step for step in (-1, 0, 1))
    found = [period for year in around if (period := stretch.within(cal.years(year, year)))]
    return min(found, key=lambda period: abs((period.end - anchor.end).days), default=None)


def _containing(day: date, unit: str) -> Period:
    """The calendar unit a day lies in."""
    if unit == "WEEKS":
        return cal.week(day)
    if unit == "DAYS":
        return cal.single(day)
    if unit == "DECADES":
        return cal.years(day.year // 10 * 10, day.year // 10 * 10 + 9)
    size = _IN_MONTHS[unit]
    first = cal.month_number(day) // size * size
    return cal.months(first, first + size - 1)


def _ending(end: date, unit: str, count: int) -> Period:
    """As many units as counted, the last of them ending on a day."""
    if unit in _IN_DAYS:
        return Period(start=end - timedelta(days=_IN_DAYS[unit] * count - 1), end=end)
    size = _IN_MONTHS[unit] * count
    if end == cal.month_end(end):
        last = cal.month_number(end)
        return cal.months(last - size + 1, last)
    return Period(start=cal.moved(cal.single(end), -size).start + timedelta(days=1), end=end)


def _unit_and_count(expression: Expression) -> tuple[str, int]:
    unit = next(token.kind for token in expression.tokens if token.kind in _IN_MONTHS or token.kind in _IN_DAYS)
    return unit, expression.value("DAY", "NUMBER") or 1
