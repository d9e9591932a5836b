"""Days for every expression: each rule of the grammar with what resolves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import ranges, relative, stretches
from extractor.mentions.periods.orders import order_note
from extractor.mentions.periods.plans import plan
from extractor.mentions.periods.situation import (
    DISTANCE,
    IN_MONTHS,
    LEFT_OPEN,
    NO_DATE,
    NO_SUCH_DAY,
    Reading,
    Situation,
    containing,
)
from extractor.mentions.periods.stretches import COUNTS, Expression
from extractor.mentions.periods.unknown import why_unknown
from extractor.records import Period

SEASON = "when this season begins is left open"


def _stretch(at: Situation, place: int, expression: Expression) -> Reading:
    if expression.rule == "month-year" and not expression.has("YEARS") and expression.has("THIS", "LAST", "NEXT"):
        return relative.relative_month(at, expression)
    if expression.has("CROP") and not expression.has("MONTH"):
        return Reading(None, SEASON)
    return at.fix(place, expression, expression.tokens)


def _year(at: Situation, _: int, expression: Expression) -> Reading:
    if expression.has("CROP") or at.discourse.is_season(expression):
        return Reading(None, SEASON)
    return Reading(at.stated_year(expression.tokens, expression))


def _date(at: Situation, place: int, expression: Expression) -> Reading:
    """A day; one in figures with a note where they could be two days (3/4/2024)."""
    reading = _stretch(at, place, expression)
    written = next((token for token in expression.tokens if token.kind == "DATE"), None)
    return reading if written is None else Reading(reading.period, order_note(at.discourse.folded, written))


def _month(at: Situation, place: int, expression: Expression) -> Reading:
    """``2005-10`` in a row of spans of years (``1999-2003, 2005-10 and 2012-16``) is one of them."""
    among = len(expression.tokens) == 1 and expression.has("YEARMONTH") and at.discourse.is_among_spans(place)
    return _year_span(at, place, expression) if among else _stretch(at, place, expression)


def _year_span(at: Situation, _: int, expression: Expression) -> Reading:
    """``2015-23``; after ``the years`` also ``2001-03``, which would be a month by itself."""
    token = expression.tokens[-1]
    if token.kind == "SPAN":
        return Reading(cal.years(*divmod(token.value, 10_000)))
    year, month = divmod(token.value, 12)
    last = year // 100 * 100 + month + 1
    return Reading(cal.years(year, last)) if last > year else Reading(None, LEFT_OPEN)


def _week(at: Situation, _: int, expression: Expression) -> Reading:
    """The week of that number (ISO 8601), of the year stated or else the latest that has ended."""
    number = expression.value("DAY", "FIGURE") or 0
    year = at.stated_year(expression.tokens, expression)
    if year is not None:
        return Reading(cal.week(date.fromisocalendar(year.end.year, number, 1)))
    if at.reference is None:
        return Reading(None, NO_DATE)
    own = cal.week(date.fromisocalendar(at.reference.year, number, 1))
    if own.end > at.reference:
        own = cal.week(date.fromisocalendar(at.reference.year - 1, number, 1))
    return Reading(own, "taken as the latest")


def _week_of(at: Situation, place: int, expression: Expression) -> Reading:
    """``the week of April 1``: the calendar week that holds the day."""
    day = at.fix(place, expression, expression.tokens)
    return Reading(day.period and cal.week(day.period.start), day.note)


def _season(at: Situation, _: int, __: Expression) -> Reading:
    return Reading(None, "which days it has depends on where and in which year")


def _edge_of(at: Situation, place: int, expression: Expression) -> Reading:
    """``the start of 2005`` is its first day, as ``the end`` is the last; ``early 2005`` is left open."""
    if not expression.has("START") or expression.has("ERA"):
        return Reading(None, LEFT_OPEN)
    inner = _inner(at, place, expression)
    return Reading(inner.period and cal.single(inner.period.start), inner.note)


def _decade(at: Situation, _: int, expression: Expression) -> Reading:
    first = expression.value("ERA") or 0
    return Reading(cal.years(first, first + 9))


def _century(_: Situation, __: int, expression: Expression) -> Reading:
    number = expression.value("NTH", "ORDINAL") or 0
    return Reading(cal.years(100 * number - 99, 100 * number)) if number > 0 else Reading(None, LEFT_OPEN)


def _end_of(at: Situation, place: int, expression: Expression) -> Reading:
    inner = _inner(at, place, expression)
    return Reading(inner.period and cal.single(inner.period.end), inner.note)


def _inner(at: Situation, place: int, expression: Expression) -> Reading:
    """The month, quarter or year that an expression names a part of."""
    if stretches.stretch_of(expression.tokens) or expression.has("YEARMONTH"):
        return at.fix(place, expression, expression.tokens)
    year = at.stated_year(expression.tokens, expression)
    if year is not None:
        return Reading(year)
    if at.reference is None:
        return Reading(None, NO_DATE)
    unit = next((token.kind for token in expression.tokens if token.kind in IN_MONTHS), "YEARS")
    distance = next((DISTANCE[token.kind] for token in expression.tokens if token.kind in DISTANCE), 0)
    focus = at.discourse.focus()
    if expression.has("THE") and distance == 0 and focus and cal.whole_months(focus) == IN_MONTHS[unit]:
        return Reading(focus)
    return Reading(cal.moved(containing(at.reference, unit), distance * IN_MONTHS[unit]))


def _whole(at: Situation, place: int, expression: Expression) -> Reading:
    if expression.has("ERA"):
        return _decade(at, place, expression)
    return _inner(at, place, expression)


def _first_days(at: Situation, place: int, expression: Expression) -> Reading:
    whole = _month_or_year(at, place, expression)
    if whole is None:
        return Reading(None, NO_DATE)
    size = 7 if expression.has("WEEKS") else 1
    count = expression.value(*COUNTS)
    order = expression.value("ORDINAL")
    if order in {None, -1}:
        first = whole.end - timedelta(days=size * (count or 1) - 1)
    else:
        first = whole.start + timedelta(days=size * (count or 1) * ((order or 1) - 1))
    last = first + timedelta(days=size * (count or 1) - 1)
    if last > whole.end and size * (count or 1) > whole.days:  # the first 60 weeks of a year
        return Reading(None, NO_SUCH_DAY)
    return Reading(Period(start=max(first, whole.start), end=min(last, whole.end)))


def _half_month(at: Situation, place: int, expression: Expression) -> Reading:
    whole = _month_or_year(at, place, expression)
    if whole is None or whole.days > 31:
        return Reading(None, LEFT_OPEN)
    first = expression.value("ORDINAL", "NTH") == 1
    middle = whole.start.replace(day=15 if first else 16)
    return Reading(Period(start=whole.start, end=middle) if first else Period(start=middle, end=whole.end))


def _month_or_year(at: Situation, place: int, expression: Expression) -> Period | None:
    """What follows ``of`` in ``the first ten days of June``."""
    of = next((n for n, token in enumerate(expression.tokens) if token.kind == "OF"), 0)
    tokens = expression.tokens[of + 1 :]
    return _inner(at, place, expression._replace(tokens=tokens)).period


def _open(at: Situation, _: int, __: Expression) -> Reading:
    return Reading(None, LEFT_OPEN)


_ONE_PART = {"nth-month", "first-n-days", "last-n-months", "quarter"}
_Rule = Callable[[Situation, int, Expression], Reading]
_RULES: dict[str, _Rule] = {
    "months-to": ranges.months_to,
    "year-to-month": ranges.year_to_month,
    "day-range": ranges.from_to,
    "range": ranges.from_to,
    "same-period": relative.same_period,
    "so-far": relative.so_far,
    "last-n": relative.last_n,
    "next-n": relative.next_n,
    "earlier": relative.earlier,
    "the-one-before": relative.neighbour,
    "the-one-after": relative.neighbour,
    "the-next": relative.the_next,
    "later": relative.later,
    "n-later": relative.later_by,
    "relative": relative.neighbour,
    "weekday": relative.weekday,
    "weekend": relative.weekend,
    "day-of-month": relative.day_of_month,
    "running-months": relative.running_months,
    "elapsed-months": relative.elapsed_months,
    "year-closed": relative.the_period,
    "century": _century,
    "nearby-day": relative.nearby,
    "the-period": relative.the_period,
    "the-n": relative.the_n,
    "whole": _whole,
    "end-of": _end_of,
    "edge-of": _edge_of,
    "open": _open,
    "first-n-days": _first_days,
    "half-month": _half_month,
    "five-year-plan": plan,
    "decade": _decade,
    "year-span": _year_span,
    "date": _date,
    "month-year": _month,
    "week": _week,
    "week-of": _week_of,
    "season": _season,
    "holiday": _season,
    "fiscal-year": _year,
    "split-year": _year,
    "year": _year,
}
"""Rules that are not named here are months, quarters or halves of a year."""


def resolve(at: Situation, place: int) -> Reading:
    """Resolve the expression at a place; call in the order of the text, so that later ones can refer back.

    Args:
        at: Where the article stands.
        place: Place in ``at.discourse.expressions``.

    Returns:
        The days, or None with a note that says why; a note also tells what was understood rather than written.
    """
    at.turn_to(place)
    reading = _read(at, place)
    if reading.period is not None:
        at.discourse.remember(place, reading.period, reading.note)
    return reading


def _read(at: Situation, place: int) -> Reading:
    return _explained(at, place) or _told(at, place)


def _is_uncounted(expression: Expression) -> bool:
    """Whether it is several months or weeks that nothing counts: ``the closing months of 2023``."""
    units = [token.value for token in expression.tokens if token.kind in {"DAYS", "WEEKS", "MONTHS", "QUARTERS"}]
    return units[:1] == [2] and not expression.has(*COUNTS)


def _told(at: Situation, place: int) -> Reading:
    """What an expression says by its own words."""
    expression = at.discourse.expressions[place]
    if reason := why_unknown(at, expression):
        return Reading(None, reason)
    if expression.rule in _ONE_PART and _is_uncounted(expression):
        return Reading(None, LEFT_OPEN)
    try:
        return _RULES.get(expression.rule, _stretch)(at, place, expression)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return Reading(None, NO_SUCH_DAY)


def _explained(at: Situation, place: int) -> Reading | None:
    """The months given in brackets after a stretch without a year: `the first 10 months (April 2023-January 2024)`."""
    gloss = at.discourse.gloss(place)
    expression = at.discourse.expressions[place]
    if gloss is None or expression.has("YEAR", "SPLIT", "FISCALYEAR", "YEARS"):
        return None
    stretch = stretches.stretch_of(expression.tokens)
    period = _told(at, gloss).period
    if stretch is None or period is None or cal.whole_months(period) != stretch.months:
        return None
    return Reading(period, "days taken from the brackets that follow")
