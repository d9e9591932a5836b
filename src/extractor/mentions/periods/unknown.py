"""Years that are named but whose days cannot be known: other calendars, companies' years, seasons of no country."""

from __future__ import annotations

import re

from extractor.mentions.periods.situation import Situation
from extractor.mentions.periods.stretches import Expression
from extractor.mentions.periods.words import alternatives, context

OTHER_CALENDAR = "the year is one of another calendar"
OWN_YEAR = "the fiscal year is its owner's own, and when it begins is not known"
UNTOLD_YEAR = "when the fiscal year of the country spoken of begins is not known"
TAX_YEAR = "a tax year has days of its own in each country"
NO_SUCH_YEAR = "the country spoken of has no year that runs over new year, and whose season this is is not told"
NO_COUNTRY = "which months this year has depends on the country, and none shows"

_ERA_AFTER = re.compile(r"\s?(?:EFY|E\.C\.|BS\b|B\.S\.|AH\b|A\.H\.|B\.E\.)")
_CALENDAR_AFTER = re.compile(
    r"(?:\s(?:in|of))?(?:\s(?:the|this|last|current|previous))*\s"
    rf"(?:{alternatives(context('calendar'))})\s(?:calendar\s|fiscal\s|solar\s)*(?:year|month|calendar)\b"
)
_ERA_BEFORE = re.compile(r"\b(?:EFY|BS|B\.S\.|AH|A\.H\.|B\.E\.)\s?$")
_BIKRAM_SAMBAT = 2050  # Nepal counts 56 or 57 years more
_OWNER = re.compile(r"([a-z&]+)(?:'s|(?<=s)')\s$")


def why_unknown(at: Situation, expression: Expression) -> str:
    """Why nobody could tell the days of the year an expression names; empty where somebody could."""
    if expression.has("TAX"):
        return TAX_YEAR
    if _CALENDAR_AFTER.match(at.discourse.folded, expression.end):
        return OTHER_CALENDAR  # "the first seven months of the current Iranian year"
    if not expression.has("YEAR", "SPLIT", "FISCALYEAR", "FISCAL", "FINANCIAL"):
        return ""
    if _is_of_another_calendar(at, expression):
        return OTHER_CALENDAR
    if _is_a_companys(at, expression):
        return OWN_YEAR
    return _of_no_known_country(at, expression)


def _of_no_known_country(at: Situation, expression: Expression) -> str:
    """Why a fiscal or split year is left open that is that of its country."""
    called = _is_called_fiscal(at, expression)
    bare = expression.has("SPLIT") and not (called or expression.has("MONTH") or at.discourse.is_season(expression))
    if expression.rule == "months-to" or not (bare or called):
        return ""
    if at.fiscal.is_untold:
        return UNTOLD_YEAR
    if not at.fiscal.is_known:
        return NO_COUNTRY
    over_new_year = not at.fiscal.is_own and _is_one_year(at, expression, called)
    return NO_SUCH_YEAR if over_new_year else ""


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


def _is_called_fiscal(at: Situation, expression: Expression) -> bool:
    """Whether words or letters call a year fiscal: ``fiscal 2024``, ``FY24``, ``FY2023-24``."""
    if expression.has("FISCALYEAR", "FISCAL", "FINANCIAL"):
        return True
    return any(token.kind == "SPLIT" and at.discourse.folded[token.start] == "f" for token in expression.tokens)


def _is_one_year(at: Situation, expression: Expression, called: bool) -> bool:
    """Whether two calendar years name one: ``2023/24``, ``fiscal 2023-24``; ``the shocks of 1973-74`` are of two."""
    figures = [token.value for token in expression.tokens if token.kind == "YEAR"]
    if called:
        return expression.has("SPLIT") or (len(figures) == 2 and figures[1] == figures[0] + 1)
    return expression.has("SPLIT") and "/" in at.discourse.folded[expression.start : expression.end]
