"""Five-year plans: which years the plan of a number covers, in the country whose plan it is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor import lexicons
from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods.situation import LEFT_OPEN, Reading, Situation
from extractor.mentions.periods.stretches import Expression
from extractor.records import Period

UNTOLD_PLAN = "which years this country's plan covers is not known"
_OWNED_WITHIN = 12  # characters between a country's name and its plan: `India's own Eighth Plan`


class _Plans(NamedTuple):
    country: str
    first_years: tuple[str, ...]


@cache
def _plans() -> dict[str, tuple[int, ...]]:
    return {row.country: tuple(map(int, row.first_years)) for row in lexicons.rows("periods_plans.tsv", _Plans)}


def plan(at: Situation, _: int, expression: Expression) -> Reading:
    """The five years of a country's plan: China's, unless another's is spoken of."""
    number = expression.value("NTH", "ORDINAL") or 0
    default = next(iter(_plans()))
    country = _whose(at, expression) or default
    began = _plans().get(country)
    if began is None:
        return Reading(None, UNTOLD_PLAN)
    if not 1 <= number <= len(began):
        return Reading(None, LEFT_OPEN)
    note = "counted as China counts its plans" if country == default else ""
    return Reading(_five_years(at, country, began[number - 1]), note)


def _whose(at: Situation, expression: Expression) -> str:
    """The country right before it, else the first of the table's the article names, else the one spoken of most."""
    owner = at.countries.before(expression.start, _OWNED_WITHIN)
    if owner:
        return owner.country
    spoken_of = [calendar.country for calendar, _ in at.countries.spoken_of]
    return next((country for country in spoken_of if country in _plans()), next(iter(spoken_of), ""))


def _five_years(at: Situation, country: str, began: int) -> Period:
    keeps = at.countries.calendar(country)
    first = began * 12 + (keeps.first_month - 1 if keeps else 0)
    return cal.months(first, first + 59)
