"""Periods counted from the article's date (``last month``) or from the period in focus (``a year earlier``)."""

from __future__ import annotations

from datetime import date, timedelta

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import stretches
from extractor.mentions.periods.situation import (
    DISTANCE,
    IN_DAYS,
    IN_MONTHS,
    LEFT_OPEN,
    NO_DATE,
    NO_FOCUS,
    Reading,
    Situation,
    containing,
    ending,
    unit_and_count,
)
from extractor.mentions.periods.stretches import COUNTS, Expression
from extractor.records import Period

_YEAR = 365
_LATE_FIGURES = 75
"""So many days after the end of a month its figures may still be the latest there are."""


def relative_month(at: Situation, expression: Expression) -> Reading:
    """``last May``, ``this May``, ``next May``."""
    if at.reference is None:
        return Reading(None, NO_DATE)
    number = expression.value("MONTH") or 1
    own = cal.month(at.reference.year, number)
    if expression.has("THIS"):
        return Reading(own)
    if expression.has("NEXT"):
        return Reading(own if own.start > at.reference else cal.moved(own, 12))
    return Reading(own if own.end < at.reference else cal.moved(own, -12))


def so_far(at: Situation, place: int, expression: Expression) -> Reading:
    """From the beginning of the year, quarter or month to the article's date."""
    if at.reference is None:
        return Reading(None, NO_DATE)
    if expression.has("MONTH"):
        month, note = at.fix(place, expression, expression.tokens)
        if month is None or month.start > at.reference:
            return Reading(None, note or LEFT_OPEN)
        return Reading(Period(start=month.start, end=min(month.end, at.reference)), note)
    unit = next((token.kind for token in expression.tokens if token.kind in {*IN_MONTHS, "WEEKS"}), "YEARS")
    figure = stretches.figure_year(expression.tokens)
    if figure:
        whole = at.stated_year(expression.tokens, expression)
    elif expression.has("FISCAL", "FINANCIAL"):
        whole = at.fiscal.containing(at.reference)
    else:
        whole = containing(at.reference, unit)
    if whole is None or whole.start > at.reference:
        return Reading(None, LEFT_OPEN)
    reference = at.reference
    month = at.discourse.latest_fitting(
        lambda period: _lasts(period, "MONTHS") and 0 <= (reference - period.end).days <= _LATE_FIGURES
    )
    if month and expression.has("TODATE", "YTD") and whole.start <= month.start:
        return Reading(Period(start=whole.start, end=month.end), "taken to run to the month spoken of")
    return Reading(Period(start=whole.start, end=min(whole.end, at.reference)))


def last_n(at: Situation, _: int, expression: Expression) -> Reading:
    """Whole units before the one the article's date lies in (``previous``: before the period in focus)."""
    until = at.reference
    if expression.has("PREVIOUS", "AGO") and (focus := at.discourse.focus()):
        until = focus.start
    if until is None:
        return Reading(None, NO_DATE)
    unit, count = unit_and_count(expression)
    if expression.has("FISCAL", "FINANCIAL"):
        return Reading(ending(at.fiscal.containing(until).start - timedelta(days=1), unit, count))
    if unit in IN_DAYS:
        last = until - timedelta(days=1) if expression.has("PREVIOUS") else until
        return Reading(Period(start=last - timedelta(days=IN_DAYS[unit] * count - 1), end=last))
    before = cal.moved(containing(until, "YEARS" if unit == "DECADES" else unit), -1 if unit == "MONTHS" else 0)
    end = before.end if unit == "MONTHS" else before.start - timedelta(days=1)
    return Reading(ending(end, unit, count))


def next_n(at: Situation, _: int, expression: Expression) -> Reading:
    """Whole units after the one the article's date lies in."""
    if at.reference is None:
        return Reading(None, NO_DATE)
    unit, count = unit_and_count(expression)
    if expression.has("FISCAL", "FINANCIAL"):
        begin = cal.month_number(at.fiscal.containing(at.reference).end) + 1
        return Reading(cal.months(begin, begin + IN_MONTHS[unit] * count - 1))
    if unit in IN_DAYS:
        first = at.reference + timedelta(days=1)
        return Reading(Period(start=first, end=first + timedelta(days=IN_DAYS[unit] * count - 1)))
    first = containing(at.reference, "YEARS" if unit == "DECADES" else unit).end + timedelta(days=1)
    begin = cal.month_number(first)
    return Reading(cal.months(begin, begin + IN_MONTHS[unit] * count - 1))


def weekday(at: Situation, _: int, expression: Expression) -> Reading:
    """The latest such day up to the article's date, the next where the text looks ahead."""
    if at.reference is None:
        return Reading(None, NO_DATE)
    back = (at.reference.weekday() - (expression.value("WEEKDAY") or 0)) % 7
    if expression.has("THIS"):
        return Reading(cal.single(cal.week(at.reference).start + timedelta(days=expression.value("WEEKDAY") or 0)))
    if expression.has("LAST") and back == 0:
        back = 7
    if expression.has("NEXT") or (back and at.discourse.looks_ahead(expression)):
        back -= 7
    return Reading(cal.single(at.reference - timedelta(days=back)))


def weekend(at: Situation, _: int, expression: Expression) -> Reading:
    """The latest Saturday and Sunday that have begun, the next ones where the text looks ahead."""
    if at.reference is None:
        return Reading(None, NO_DATE)
    own = cal.week(at.reference)
    ahead = expression.has("NEXT", "COMING", "THIS") or at.discourse.looks_ahead(expression)
    begun = own.end - timedelta(days=1) <= at.reference and not expression.has("LAST", "PAST")
    sunday = own.end if ahead or begun else own.start - timedelta(days=1)
    return Reading(Period(start=sunday - timedelta(days=1), end=sunday))


def day_of_month(at: Situation, _: int, expression: Expression) -> Reading:
    """``the 15th of the month``: of the month spoken of; ``of last month``: of that before the article's."""
    day = expression.value("NTH") or 0
    month = at.counted_from_today(expression.tokens)
    if month is None:
        month = at.discourse.focus(lambda period: _lasts(period, "MONTHS"))
    if month is None and at.reference:
        month = containing(at.reference, "MONTHS")
    if month is None:
        return Reading(None, NO_DATE)
    return Reading(cal.single(month.start.replace(day=day)))


def running_months(at: Situation, _: int, expression: Expression) -> Reading:
    """``the eight-month turnover``: the months from January, or from where those spoken of begin, that have ended."""
    count = expression.value(*COUNTS) or 0
    if not 1 < count < 12:
        return Reading(None, LEFT_OPEN)
    focus = at.discourse.focus(lambda period: _lasts(period, "MONTHS", count))
    if focus or at.reference is None:
        return Reading(focus, "" if focus else NO_DATE)
    fiscal = at.fiscal.first_month
    from_fiscal = at.discourse.focus(lambda period: 1 < cal.whole_months(period) < 12 and period.start.month == fiscal)
    return Reading(_last_ended(at.reference, fiscal if from_fiscal else 1, count), _FROM_BEGINNING)


def elapsed_months(at: Situation, _: int, expression: Expression) -> Reading:
    """``exports in eight months``: from January, or the start of the fiscal year, where so many have just ended."""
    count = expression.value(*COUNTS) or 0
    if not _FEWEST <= count < 12 or at.reference is None:
        return Reading(None, LEFT_OPEN)
    for first in dict.fromkeys((1, at.fiscal.first_month)):
        period = _last_ended(at.reference, first, count)
        if (at.reference - period.end).days <= _JUST_ENDED:
            return Reading(period, _FROM_BEGINNING)
    return Reading(None, LEFT_OPEN)


_FEWEST = 4  # months: three are any three
_JUST_ENDED = 75  # days
_FROM_BEGINNING = "counted from the beginning of the year"


def _last_ended(reference: date, first: int, count: int) -> Period:
    """The last so many months from the first of a year, be it fiscal, that have ended."""
    begin = cal.month_number(reference) // 12 * 12 + first - 1
    while cal.months(begin, begin + count - 1).end > reference:
        begin -= 12
    return cal.months(begin, begin + count - 1)


def nearby(at: Situation, _: int, expression: Expression) -> Reading:
    """``yesterday``, ``today``, ``tomorrow``."""
    period = at.day_near(expression.tokens[0].value)
    return Reading(period, "" if period else NO_DATE)


def same_period(at: Situation, place: int, expression: Expression) -> Reading:
    """The days in focus, moved to the year that is stated."""
    year = at.stated_year(expression.tokens, expression)
    stretch = stretches.stretch_of(expression.tokens)
    if stretch and year:
        return Reading(stretch.within(year))
    focus = _running_total(at, place, expression) or at.discourse.focus(lambda period: _is_as_long(period, expression))
    if focus is None and not expression.has("QUARTERS", "WEEKS", *COUNTS):
        focus = at.discourse.focus()
    if focus is None:
        return _first_months(expression, year)
    if expression.value("MONTHS") == 1 and not expression.has(*COUNTS):
        last = cal.month_number(focus.end)
        focus = cal.months(last, last)
    before = expression.has("YEARAGO", "PRIORYEAR") or (expression.has("PREVIOUS") and not expression.has("YEARS"))
    if before or (expression.has("YEARS") and expression.tokens[-1].kind == "PERIOD"):
        return Reading(cal.moved(focus, -12))
    if year is None:
        return Reading(focus)
    own = at.fiscal.containing(focus.end) if year.start.month > 1 else cal.years(focus.end.year, focus.end.year)
    distance = year.start.year - own.start.year
    if distance >= 0 and expression.has("LAST", "PREVIOUS") and not at.discourse.has_read(cal.moved(focus, 12)):
        return Reading(cal.moved(focus, -12), "taken as the year before the period in focus")
    return Reading(cal.moved(focus, 12 * distance))


def _running_total(at: Situation, place: int, expression: Expression) -> Period | None:
    """What ``by the end of April`` stands for where ``the same period`` follows: the days from 1 January."""
    until = at.discourse.total_until(place) if expression.has("PERIOD", "TIME") else None
    if until is None or expression.has("DAYS", "WEEKS", "MONTHS", "QUARTERS", "HALVES"):
        return None
    return until if expression.has("TIME") else Period(start=until.end.replace(month=1, day=1), end=until.end)


def _first_months(expression: Expression, year: Period | None) -> Reading:
    """``the same seven-month period of 2002`` where none of that length was spoken of."""
    count = expression.value(*COUNTS)
    if year is None or not count or count >= 12 or not expression.has("MONTHS"):
        return Reading(None, NO_FOCUS)
    first = cal.month_number(year.start)
    return Reading(cal.months(first, first + count - 1), "taken as the first months of the year")


def _is_as_long(period: Period, expression: Expression) -> bool:
    """Whether a period is as long as words say: `the same two months`, `the same months`, `the same quarter`."""
    unit = next((token.kind for token in expression.tokens if token.kind in {*IN_MONTHS, *IN_DAYS} - {"YEARS"}), None)
    count = expression.value(*COUNTS)
    if unit == "MONTHS" and count is None:
        return expression.value("MONTHS") == 1 or 1 < cal.whole_months(period) < 12
    if unit is None:
        return True
    return _lasts(period, unit, count or 1)


def _lasts(period: Period, unit: str, count: int = 1) -> bool:
    """Whether a period is that many whole units of time."""
    return (
        period.days == IN_DAYS[unit] * count if unit in IN_DAYS else cal.whole_months(period) == IN_MONTHS[unit] * count
    )


def earlier(at: Situation, place: int, expression: Expression) -> Reading:
    """The period in focus moved back; several years and decades ``ago`` are counted from the article's date."""
    if expression.has("FEW"):
        return Reading(None, LEFT_OPEN)
    unit, count = unit_and_count(expression)
    from_today = expression.value("AGO") == 1 and (count > 1 or unit == "DECADES")
    if unit == "WEEKS":
        return _weeks_earlier(at, None if from_today else at.discourse.focus(), count)
    size = IN_MONTHS[unit]
    focus = None if from_today else at.discourse.focus(lambda period: size >= 12 or _lasts(period, unit))
    if unit == "YEARS" and not from_today and (told := _told_after(at, place)):
        focus = told
    if focus and (size >= 12 or _lasts(focus, unit)):
        return Reading(cal.moved(focus, -size * count))
    if at.reference is None:
        return Reading(None, NO_DATE)
    own = containing(at.reference, "YEARS" if unit == "DECADES" else unit)
    return Reading(cal.moved(own, -size * count))


def _told_after(at: Situation, place: int) -> Period | None:
    """The month or quarter that follows at once: `fell from a year earlier in October`."""
    following = at.discourse.told_after(place)
    return at.fix(place + 1, following, following.tokens).period if following else None


def _weeks_earlier(at: Situation, focus: Period | None, count: int) -> Reading:
    if focus is None or focus.days > 7:
        focus = cal.week(at.reference) if at.reference else None
    if focus is None:
        return Reading(None, NO_DATE)
    back = timedelta(days=7 * count)
    return Reading(Period(start=focus.start - back, end=focus.end - back))


def later(at: Situation, _: int, expression: Expression) -> Reading:
    """``a year later``: the period in focus moved on; ``the year after``: the calendar year that follows it."""
    unit, _count = unit_and_count(expression)
    focus = at.discourse.focus(lambda period: unit == "YEARS" or _lasts(period, unit))
    if focus is None:
        return Reading(None, NO_FOCUS)
    if unit == "YEARS" and expression.has("THE"):
        return Reading(cal.years(focus.end.year + 1, focus.end.year + 1))
    return Reading(cal.moved(focus, IN_MONTHS[unit]))


def later_by(at: Situation, _: int, expression: Expression) -> Reading:
    """``two years later``: counted on from the period told last, of a day from its year."""
    unit, count = unit_and_count(expression)
    told = at.discourse.told_last()
    if told is None:
        return Reading(None, NO_FOCUS)
    if IN_MONTHS[unit] >= 12 and told.days == 1:
        told = cal.years(told.end.year, told.end.year)
    if IN_MONTHS[unit] < 12 and not _lasts(told, unit):
        return Reading(None, LEFT_OPEN)
    return Reading(cal.moved(told, IN_MONTHS[unit] * count))


def neighbour(at: Situation, _: int, expression: Expression) -> Reading:
    """``last month`` beside the article's date, ``the previous month`` beside the period in focus."""
    unit = next((token.kind for token in expression.tokens if token.kind in (*IN_MONTHS, "WEEKS", "DAYS")), "YEARS")
    if next((token.value for token in expression.tokens if token.kind == unit), 1) == 2:
        return Reading(None, LEFT_OPEN)
    if unit == "YEARS":
        year = _neighbouring_year(at, expression)
        return Reading(year, "" if year else NO_DATE)
    from_focus = expression.rule != "relative" or expression.has("THAT")
    own = _own(at, expression, unit, from_focus)
    if own is None:
        return Reading(None, NO_DATE)
    distance = (
        -1
        if expression.has("AGO")
        else next((DISTANCE[token.kind] for token in expression.tokens if token.kind in DISTANCE), 0)
    )
    if unit in IN_DAYS:
        step = timedelta(days=distance * IN_DAYS[unit])
        return Reading(Period(start=own.start + step, end=own.end + step))
    return Reading(cal.moved(own, distance * IN_MONTHS[unit]))


def the_next(at: Situation, place: int, expression: Expression) -> Reading:
    """``the next month`` follows the one in focus where both are past (``The next month they rose``), else today's."""
    following = neighbour(at, place, expression._replace(rule="the-one-after"))
    begun = following.period and (at.reference is None or following.period.start <= at.reference)
    if begun and not at.discourse.looks_ahead(expression):
        return following
    return neighbour(at, place, expression._replace(rule="relative"))


def _neighbouring_year(at: Situation, expression: Expression) -> Period | None:
    if expression.has("LAST") and expression.has("AGO"):  # the year before last
        return cal.moved(containing(at.reference, "YEARS"), -24) if at.reference else None
    if expression.rule == "the-one-after":
        fiscal = expression.has("FISCAL", "FINANCIAL")
        spoken_of = at.year_spoken_of(fiscal)
        return cal.moved(spoken_of, 12) if spoken_of else at.stated_year(expression.tokens, expression)
    return at.stated_year(expression.tokens, expression)


def _own(at: Situation, expression: Expression, unit: str, from_focus: bool) -> Period | None:
    focus = at.discourse.focus(lambda period: _lasts(period, unit)) if from_focus and unit != "DAYS" else None
    if focus:
        return focus
    if at.reference is None:
        return None
    return containing(at.reference, unit)


def the_period(at: Situation, _: int, expression: Expression) -> Reading:
    """``the month``, ``the year``, ``the period``: what is in focus, where it is of that kind."""
    if expression.has("YEARS"):
        year = _the_year(at, expression)
        return Reading(year, "" if year else NO_DATE)
    unit = next(token.kind for token in expression.tokens if token.kind in {*IN_MONTHS, "WEEKS", "PERIOD"})
    focus = at.discourse.focus(lambda period: unit == "PERIOD" or _lasts(period, unit))
    return Reading(focus, "" if focus else NO_FOCUS)


def _the_year(at: Situation, expression: Expression) -> Period | None:
    """``the year`` the text speaks of; ``the full year`` ahead, after a past one, is that of the article's date."""
    fiscal = expression.has("FISCAL", "FINANCIAL")
    topic = at.discourse.topic(expression)
    if expression.has("WHOLLY") and at.reference:
        latest = topic or at.discourse.latest(at.reference)
        over = latest is not None and latest.days >= _YEAR and latest.end < at.reference
        if latest is None or (over and at.discourse.looks_ahead(expression)):
            latest = cal.single(at.reference)
        return at.fiscal.containing(latest.end) if fiscal else containing(latest.end, "YEARS")
    spoken_of = at.year_spoken_of(fiscal)
    return at.stated_year(expression.tokens, expression) if topic or spoken_of is None else spoken_of


def the_n(at: Situation, _: int, expression: Expression) -> Reading:
    """``the eight months``: the stretch of that length that has been spoken of."""
    unit, count = unit_and_count(expression)
    focus = at.discourse.focus(lambda period: _lasts(period, unit, count))
    return Reading(focus, "" if focus else NO_FOCUS)
