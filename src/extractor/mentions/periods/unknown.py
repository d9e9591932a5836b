"""Years that are named but whose days cannot be known: other calendars, companies' years, seasons of no country."""

from __future__ import annotations

import re

from extractor.mentions.periods.situation import Situation
from extractor.mentions.periods.stretches import Expression
from extractor.mentions.periods.words import context

OTHER_CALENDAR = "the year is one of another calendar"
OWN_YEAR = "the fiscal year is its owner's own, and when it begins is not known"
UNTOLD_YEAR = "when the fiscal year of the country spoken of begins is not known"
TAX_YEAR = "a tax year has days of its own in each country"
NO_COUNTRY = "which months this year has depends on the country, and none shows"

_ERA_AFTER = re.compile(r"\s?(?:EFY|E\.C\.|BS\b|B\.S\.|AH\b|A\.H\.|B\.E\.)")
_ERA_BEFORE = re.compile(r"\b(?:EFY|BS|B\.S\.|AH|A\.H\.|B\.E\.)\s?$")
_BIKRAM_SAMBAT = 2050  # Nepal counts 56 or 57 years more
_OWNER = re.compile(r"([a-z&]+)(?:'s|(?<=s)')\s$")


def why_unknown(at: Situation, expression: Expression) -> str:
    """Why nobody could tell the days of the year an expression names; empty where somebody could."""
    if expression.has("TAX"):
        return TAX_YEAR
    if not expression.has("YEAR", "SPLIT", "FISCALYEAR", "FISCAL", "FINANCIAL"):
        return ""
    if _is_of_another_calendar(at, expression):
        return OTHER_CALENDAR
    if _is_a_companys(at, expression):
        return OWN_YEAR
    return _of_no_known_country(at, expression)


def _of_no_known_country(at: Situation, expression: Expression) -> str:
    """Why a fiscal or split year is left open that is that of its country."""
    bare = _is_bare_split(at, expression) and not expression.has("MONTH")
    if not (bare or expression.has("FISCALYEAR", "FISCAL", "FINANCIAL")):
        return ""
    if at.fiscal.is_untold:
        return UNTOLD_YEAR
    return NO_COUNTRY if bare and not at.fiscal.is_known else ""


def _is_of_another_calendar(at: Situation, expression: Expression) -> bool:
    text = at.discourse.text
    if _ERA_AFTER.match(text, expression.end) or _ERA_BEFORE.search(
        text, max(0, expression.start - 6), expression.start
    ):
        return expression.has("YEAR", "SPLIT", "FISCALYEAR")
    year = expression.value("YEAR", "SPLIT", "FISCALYEAR") or 0
    return year >= _BIKRAM_SAMBAT and at.fiscal.country == "NP"


def _is_a_companys(at: Situation, expression: Expression) -> bool:
    """``Apple's fiscal 2024``; a country is known by its signs, and where one writes split years firms keep to it."""
    if not expression.has("FISCAL", "FINANCIAL") or at.fiscal.split_years:
        return False
    folded = at.discourse.folded
    owner = _OWNER.search(folded, max(0, expression.start - 30), expression.start)
    if owner is None or owner[1] in context("state"):
        return False
    return not at.countries.names(owner.start(), expression.start)


def _is_bare_split(at: Situation, expression: Expression) -> bool:
    """``2022-23`` that nothing calls a fiscal year."""
    called = expression.has("FISCAL", "FINANCIAL") or at.discourse.is_season(expression)
    figures = (token.start for token in expression.tokens if token.kind == "SPLIT")
    return not called and any(at.discourse.folded[start].isdigit() for start in figures)
