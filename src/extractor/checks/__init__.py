"""Checks: arithmetic between the facts of an article.

People believe a figure when it adds up. Each check names its facts, its two sides and how far they may lie apart;
the tolerance follows from the digits printed, so that 7.96 against 2.19 + 5.77 must be exact to 0.015. A check never
changes a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import localcontext

from extractor.checks.equations import balances, growths, shares, sums, told_twice
from extractor.checks.figures import ABOUT, SEVERAL, Told, bounded, of_range, printed, printed_equivalents, told
from extractor.checks.levels import by_subject, levels_of
from extractor.checks.orders import parts, periods, ranks, shares_of_one_whole
from extractor.checks.rates import exchange_rates, rates_between
from extractor.records import Check, Fact

__all__ = [
    "ABOUT",
    "SEVERAL",
    "Told",
    "bounded",
    "check",
    "check_told",
    "of_range",
    "printed",
    "printed_equivalents",
    "rates_between",
    "told",
    "told_twice",
]


def check(text: str, facts: Sequence[Fact], told_on: date | None = None) -> tuple[Check, ...]:
    """All the arithmetic the facts of one article allow.

    Args:
        text: The article, for the digits as printed.
        facts: Its facts.
        told_on: The day it speaks from, by which the rates of the market are taken.

    Returns:
        The checks: first what should be equal (sums, balances, growth and change, shares, exchange rates, what is told
        twice), then what should not exceed something else (shares of one whole, parts, periods, ranks).
    """
    with localcontext() as context:
        context.prec = 60
        figures = told(text, facts)
        return (*check_told(figures), *exchange_rates(figures, told_on))


def check_told(figures: Sequence[Told]) -> tuple[Check, ...]:
    """All the arithmetic that facts with their figures allow, be they of one article or of many.

    Only what has come true is held against one another: a forecast may differ from what came, and from another.
    """
    figures = [one for one in figures if one.fact.status == "actual"]
    levels = levels_of(figures)
    alike = by_subject(levels)
    return (
        *sums(alike),
        *balances(alike),
        *growths(figures, levels, alike),
        *shares(figures, levels, alike),
        *told_twice(figures),
        *shares_of_one_whole(figures),
        *parts(levels),
        *periods(levels),
        *ranks(figures, levels, alike),
    )
