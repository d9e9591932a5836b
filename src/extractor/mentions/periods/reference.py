"""The date an article speaks from, where no date of publication is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods.discourse import Discourse
from extractor.mentions.periods.resolution import resolve
from extractor.mentions.periods.situation import Situation
from extractor.mentions.periods.stretches import Expression, stretch_of
from extractor.mentions.periods.words import alternatives, context
from extractor.records import Period

_DAY_RULES = {"date"}
_FISCAL_YEARS = {"fiscal-year", "split-year"}
_BEGUN = timedelta(days=91)
"""So long after its beginning a fiscal year is spoken of at the earliest, and mostly before its end."""
_HEAD = 8  # expressions of a headline and a summary that may stand before the dateline
_LONGEST_TEXT = 45  # characters of what is dated before its date
_LONGEST_PLACE = 60  # characters of a dateline before its date
_BEFORE_DATE = re.compile(r"(?:\A|\n)[ \t]*[A-Z][\w .,'’/-]{1,50}[,.] $")
_AFTER_DATE = re.compile(r",? ?(?:\([A-Z][\w ./-]{1,30}\) ?)?(?:--?|[—–:]|//)")
_NOT_YET = 2035
"""From this year on years are those of targets, maturities and long contracts; no newsroom has dated anything so."""
_LONGEST_LINK = 60  # characters between two years of a list
_LISTED = re.compile(r"^(?:,| and| to)(?:[^.;]|\.(?=\d))*$")
_COMPARED_WITH = re.compile(r"\b(?:after|from|than|against)\s+$")
_UNTIL = re.compile(
    r"\b(?:by|until|till|before|through|expir(?:es?|ing)|matur(?:es?|ing)|effective|target|vision)\s+(?:(?:in|on|at)\s+)?(?:the\s+)?$"
)


def inferred_reference(discourse: Discourse) -> date | None:
    """The latest day the article states with its year, or the end of the latest month or year it states.

    What the text only looks ahead to (``by 2030``, ``will … in 2025``) does not count. A day that lies before
    the latest year spoken of is a memory, not the day of writing.
    """
    situation = Situation(Discourse(discourse.text, discourse.folded, discourse.expressions), None)
    days: list[date] = []
    ends: list[date] = []
    fiscal_years: list[Period] = []
    bare_months = {
        expression.value("MONTH")
        for expression in discourse.expressions
        if expression.rule == "month" and not expression.has("YEAR")
    }
    for place, expression in enumerate(discourse.expressions):
        if not expression.has("YEAR", "DATE", "YEARMONTH", "SPLIT", "FISCALYEAR", "DAY"):
            continue
        period = resolve(situation, place).period
        if period is None and expression.rule == "same-period" and expression.has("YEAR"):
            year = expression.value("YEAR")
            period = cal.years(year, year) if year else None  # of which months only the date of writing tells
        if period is None or period.days > 366 or period.end.year >= _NOT_YET:
            continue
        if _is_ahead(discourse, place) or _dates_a_text(discourse, expression):
            continue
        if _has_later_counterpart(situation.discourse, place, bare_months):
            period = cal.moved(period, 12)
        if expression.rule in _FISCAL_YEARS and period.start.month > 1:
            fiscal_years.append(period)
        else:
            (days if _is_day(expression.rule, period) else ends).append(period.end)
    told = [*days, *ends, *(year.start + _BEGUN for year in fiscal_years)]
    if (dateline := _dateline_after(discourse, max(told, default=None))) is not None:
        return dateline
    latest = max([*ends, *(year.end for year in fiscal_years)], default=None)
    if days and (latest is None or max(days).year >= latest.year):
        return max(days)
    return latest


def _dateline_after(discourse: Discourse, latest: date | None) -> date | None:
    """The day of a dateline without a year (``PEKING, April 17 -``): the first after what the text speaks of."""
    dated = next((told for told in discourse.expressions[:_HEAD] if _is_dateline(discourse, told)), None)
    stretch = stretch_of(dated.tokens) if dated else None
    if latest is None or stretch is None:
        return None
    for year in (latest.year, latest.year + 1):
        day = stretch.within(cal.years(year, year))
        if day and day.end >= latest:
            return day.end
    return None


def _is_dateline(discourse: Discourse, told: Expression) -> bool:
    if told.rule not in _DAY_RULES or told.has("YEAR", "DATE"):
        return False
    opens = _BEFORE_DATE.search(discourse.text, max(0, told.start - _LONGEST_PLACE), told.start)
    return opens is not None and _AFTER_DATE.match(discourse.text, told.end) is not None


def _dates_a_text(discourse: Discourse, expression: Expression) -> bool:
    """``the law of 1 May 1998``, ``the 2019 agreement``, ``2030 targets``: dates of what was agreed, not of news."""
    before, after = _text_or_aim()
    start, end = expression.start, expression.end
    if before.search(discourse.folded, max(0, start - _LONGEST_TEXT), start):
        return True
    return expression.has("YEAR", "SPLIT", "FISCALYEAR") and after.match(discourse.folded, end) is not None


@cache
def _text_or_aim() -> tuple[re.Pattern[str], re.Pattern[str]]:
    texts, both = alternatives(context("dated-text")), alternatives(context("dated-text") | context("aim"))
    before = (
        rf"\b(?:{texts})\s(?:(?:signed|passed|adopted|concluded|issued|made)\s)?(?:of|in|on|dated|from)\s(?:the\s)?$"
    )
    return re.compile(before), re.compile(
        rf"\s(?:(?!(?:and|or|the|a|as|of|for|in|on|by|under|to)\b)[a-z-]+\s){{0,2}}(?:{both})\b"
    )


def _has_later_counterpart(discourse: Discourse, place: int, bare_months: set[int | None]) -> bool:
    """Whether a period is compared with the same a year later: `3 billion in March, from 2 billion in March 1986`."""
    expression = discourse.expressions[place]
    if not expression.has("YEAR") or expression.has("DAY", "NTH") or not discourse.is_comparison(place):
        return False
    if expression.has("MONTH"):
        return expression.value("MONTH") in bare_months
    before = discourse.expressions[place - 1]
    return place > 0 and before.rule == "relative" and before.has("LAST") and before.has("YEARS")


def _is_joined_to_ahead(discourse: Discourse, place: int) -> bool:
    """``is forecast to reach 12 billion in 2023 and 13 billion in 2024``: what is listed with what is yet to come."""
    if place == 0:
        return False
    before, expression = discourse.expressions[place - 1], discourse.expressions[place]
    between = discourse.folded[before.end : expression.start]
    is_listed = len(between) < _LONGEST_LINK and _LISTED.search(between) is not None
    return is_listed and _is_ahead(discourse, place - 1)


def _is_day(rule: str, period: Period) -> bool:
    return rule in _DAY_RULES and period.days == 1


def _is_ahead(discourse: Discourse, place: int) -> bool:
    expression = discourse.expressions[place]
    before = discourse.folded[max(0, expression.start - 24) : expression.start]
    if _COMPARED_WITH.search(before):
        return False
    if _is_joined_to_ahead(discourse, place) or discourse.sentence_looks_ahead(expression):
        return True
    return _UNTIL.search(before) is not None or discourse.looks_ahead(expression)
