"""Checks: arithmetic between the facts of an article.

People believe a figure when it adds up. Each check names its facts, its two sides and how far they may lie apart;
the tolerance follows from the digits printed, so that 7.96 against 2.19 + 5.77 must be exact to 0.015. A check never
changes a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext

from extractor.checks.equations import balances, exchange_rates, growths, shares, sums, told_twice
from extractor.checks.figures import levels_of, printed
from extractor.checks.orders import parts, periods, ranks, shares_of_one_whole
from extractor.records import Check, Fact

__all__ = ["check", "printed"]


def check(text: str, facts: Sequence[Fact]) -> tuple[Check, ...]:
    """All the arithmetic the facts of one article allow.

    Args:
        text: The article, for the digits as printed.
        facts: Its facts.

    Returns:
        The checks: first what should be equal (sums, balances, growth, shares, exchange rates, what is told twice),
        then what should not exceed something else (shares of one whole, parts, periods, ranks).
    """
    with localcontext() as context:
        context.prec = 60
        exact = [fact for fact in facts if fact.bound == "exact" and fact.value_high is None]
        levels = levels_of(exact)
        return (
            *sums(text, levels),
            *balances(text, levels),
            *growths(text, exact, levels),
            *shares(text, exact, levels),
            *exchange_rates(text, facts),
            *told_twice(text, exact),
            *shares_of_one_whole(text, exact),
            *parts(text, levels),
            *periods(text, levels),
            *ranks(text, exact, levels),
        )
