"""Periods with two ends: from … to …, between … and …, the three months to June."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import relative, stretches
from extractor.mentions.periods.situation import (
    IN_DAYS,
    IN_MONTHS,
    LEFT_OPEN,
    NO_DATE,
    Reading,
    Situation,
    ending,
)
from extractor.mentions.periods.stretches import CODES, COUNTS, Expression
from extractor.mentions.periods.words import Token
from extractor.records import Period

_JOINS = {"TO", "AND", "ENDED", "TODATE"}
_UNITS = {*IN_MONTHS, *IN_DAYS}


def from_to(at: Situation, place: int, expression: Expression) -> Reading:
    """A range of days, months or years: the year stated at one end holds for the other."""
    if [token.kind for token in expression.tokens] == ["YEAR", "DASH", "YEAR"]:
        return Reading(at.stated_year(expression.tokens, expression))
    left, right = _split(expression.tokens)
    if expression.rule == "day-range":  # the month stands at one end and holds for both
        month = [token for token in expression.tokens if token.kind == "MONTH"]
        left, right = [*month, *left], [*month, *right]
    if not right or right[0].kind in {"NEARBY", "NOW"}:
        last = at.day_near(right[0].value if right else 0)
    else:
        last = _range_end(at, place, expression, left, right)
    if last is None:
        return Reading(None, NO_DATE)
    first = _range_start(at, expression, left, right, last)
    if first is None or first.start > last.end:
        return Reading(None, LEFT_OPEN)
    return Reading(Period(start=first.start, end=last.end))


def _range_end(
    at: Situation, place: int, expression: Expression, left: Sequence[Token], right: Sequence[Token]
) -> Period | None:
    if near := _near_month(at, right):
        return near
    stretch = stretches.stretch_of(right)
    if stretch and (begun := _near_month(at, left)):
        end = stretch.within(cal.years(begun.start.year, begun.start.year))
        return cal.moved(end, 12) if end and end.end < begun.start else end
    first_year = at.stated_year(left, expression)
    if stretch and first_year and at.stated_year(right, expression) is None:
        begin = _within(at, left, first_year)
        end = stretch.within(first_year)
        return cal.moved(end, 12) if begin and end and end.end < begin.start else end
    return at.fix(place, expression, right).period or at.counted_from_today(right)


def _range_start(
    at: Situation, expression: Expression, left: Sequence[Token], right: Sequence[Token], last: Period
) -> Period | None:
    if near := _near_month(at, left):
        return near if near.start < last.start else cal.moved(near, -12)
    year = at.stated_year(left, expression)
    if year is not None or any(token.kind in {"DATE", "YEARMONTH"} for token in left):
        return _within(at, left, year)
    stretch = stretches.stretch_of(left)
    if stretch is None:
        return None
    fiscal = at.stated_year(right, expression)
    whole = fiscal if fiscal and fiscal.start <= last.start <= fiscal.end else None
    first = stretch.within(whole or cal.years(last.end.year, last.end.year))
    return cal.moved(first, -12) if first and first.start > last.end else first


def _near_month(at: Situation, tokens: Sequence[Token]) -> Period | None:
    """``last July``, ``this March`` at one end of a range."""
    part = Expression("month-year", tuple(tokens), 0, 0)
    pointing = part.has("THIS", "LAST", "NEXT") and part.has("MONTH") and not part.has("YEARS")
    return relative.relative_month(at, part).period if pointing else None


def _within(at: Situation, tokens: Sequence[Token], year: Period | None) -> Period | None:
    """The end of a range in a year, or the whole year where it names no more."""
    if written := at.written(tokens):
        return written
    stretch = stretches.stretch_of(tokens)
    if stretch is None or year is None:
        return year
    return stretch.within(year)


def months_to(at: Situation, place: int, expression: Expression) -> Reading:
    """As many units as counted, up to the month or day stated: ``the year to March 31``."""
    left, right = _split(expression.tokens)
    end = at.fix(place, expression, right).period
    if end is None:
        return Reading(None, NO_DATE)
    if _has_ended(at, expression, right) and at.reference and end.end > at.reference:
        end = cal.moved(end, -12)
    unit = next(token.kind for token in left if token.kind in _UNITS)
    count = next((token.value for token in left if token.kind in COUNTS), 1)
    return Reading(ending(end.end, unit, count))


def _has_ended(at: Situation, expression: Expression, right: Sequence[Token]) -> bool:
    """Whether a stretch is told to be over and names no year: ``the fiscal year that ended in September``."""
    ended = next((token for token in expression.tokens if token.kind == "ENDED"), None)
    said = at.discourse.folded[ended.start : ended.end] if ended else ""
    return said.endswith("ended") and at.stated_year(right, expression) is None


def year_to_month(at: Situation, place: int, expression: Expression) -> Reading:
    """``the June 2022 year``: the twelve months that end with it."""
    end = at.fix(place, expression, [token for token in expression.tokens if token.kind in {"MONTH", "YEAR"}])
    return Reading(end.period and ending(end.period.end, "YEARS", 1), end.note)


def _split(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Tokens before and after the word that joins the two ends of a range."""
    strong = [n for n, token in enumerate(tokens) if token.kind in _JOINS]
    dashes = (n for n, token in enumerate(tokens) if token.kind == "DASH" and not _in_code(tokens, n))
    at = strong[0] if strong else next(dashes)
    return list(tokens[:at]), list(tokens[at + 1 :])


def _in_code(tokens: Sequence[Token], dash: int) -> bool:
    """Whether a dash joins a year and its part (``2023-Q2``) and no two ends."""
    sides = {tokens[dash - 1].kind, tokens[dash + 1].kind} if 0 < dash < len(tokens) - 1 else set()
    return "YEAR" in sides and bool(sides & CODES)
