"""Rates: one amount told in two currencies implies a rate, which that of the article and that of the market should be.

The rates of the market are the reference rates of the European Central Bank (``lexicons/rates.tsv``), and the pegs that
other central banks keep (``lexicons/pegs.tsv``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.checks.figures import Figure, Told, compare, doubted, unknown
from extractor.lexicons import rows
from extractor.records import Check

_ONE_ARTICLE = Decimal("0.01")  # newsrooms convert one article at rates of a few days
_ONE_WEEK = Decimal("0.02")  # two newsrooms, and the days between them
_DAYS = 7
_RATES_OF_THEN = "they are of different periods, and may be converted at the rates of then"
_OF_A_YEAR = Decimal("0.03")  # and at rates that are somewhat older than what they tell


class _Rate(NamedTuple):
    """A line of ``rates.tsv``: the least and the most units of a currency that a US dollar cost in a year."""

    currency: str
    year: int
    low: Decimal
    high: Decimal


class _Peg(NamedTuple):
    """A line of ``pegs.tsv``: a currency of which so many units have cost one of another since a year."""

    currency: str
    anchor: str
    units: Decimal
    since: int


class _Pair(NamedTuple):
    """An amount told in two currencies on some day, and the rate it implies."""

    day: date
    told: Told
    rate: Figure


def exchange_rates(facts: Sequence[Told], told_on: date | None) -> Iterator[Check]:
    """The pairs of an article imply one rate, and the first of each currencies one that the market has known.

    Args:
        facts: With their equivalents.
        told_on: The day the article speaks from.
    """
    first: dict[tuple[str, str], tuple[Told, Figure]] = {}
    for pair in facts:
        for other, figure in zip(pair.fact.equivalents, pair.equivalents, strict=True):
            if pair.figure.value == 0 or figure.value == 0:
                continue
            units, rate = (pair.fact.unit, other.unit), _rate(pair.figure, figure)
            if units not in first:
                first[units] = (pair, rate)
                yield _of_the_market(pair, units, rate, told_on)
                continue
            before, known = first[units]
            yield compare("exchange-rate", (before, pair), known, _with_slack(rate, known.value * _ONE_ARTICLE))


def rates_between(pairs: Sequence[tuple[date, Told]]) -> Iterator[Check]:
    """The pairs of different articles imply one rate, where the articles are of one week.

    The first pair of two currencies in each article is held against that of the article before it. Amounts of different
    periods may have been converted at the rates of then: what is off between them is in doubt.

    Args:
        pairs: Facts with their equivalents, and the day each is told, in the order of time.
    """
    before: dict[tuple[str, str], _Pair] = {}
    for day, pair in pairs:
        for other, figure in zip(pair.fact.equivalents, pair.equivalents, strict=True):
            if pair.figure.value == 0 or figure.value == 0:
                continue
            turned = pair.fact.unit > other.unit  # one article gives dollars in yuan, the next yuan in dollars
            units = (other.unit, pair.fact.unit) if turned else (pair.fact.unit, other.unit)
            rate = _rate(figure, pair.figure) if turned else _rate(pair.figure, figure)
            last = before.get(units)
            if last and last.told.fact.doc_id == pair.fact.doc_id:
                continue
            if last and (day - last.day).days <= _DAYS:
                yield _of_one_week((last.told, pair), last.rate, rate)
            before[units] = _Pair(day, pair, rate)


def _of_one_week(pairs: tuple[Told, Told], known: Figure, rate: Figure) -> Check:
    check = compare("exchange-rate", pairs, known, _with_slack(rate, known.value * _ONE_WEEK))
    one, two = (pair.fact.period for pair in pairs)
    return doubted(check, _RATES_OF_THEN) if check.verdict == "off" and one != two else check


def _rate(one: Figure, two: Figure) -> Figure:
    """What one unit of the second currency costs in the first, with the error the printed digits leave.

    Both amounts are as vague as one another: `more than 75 billion yuan (about $10.4 billion)` is one conversion.
    """
    low = (abs(one.value) - one.half) / (abs(two.value) + two.half)
    high = (abs(one.value) + one.half) / max(abs(two.value) - two.half, abs(two.value) / 2)
    return Figure((low + high) / 2, (high - low) / 2)


def _with_slack(rate: Figure, slack: Decimal) -> Figure:
    return rate._replace(half=rate.half + slack)


def _of_the_market(pair: Told, units: tuple[str, str], rate: Figure, told_on: date | None) -> Check:
    period = pair.fact.period
    days = [day for day in (period and period.start, period and period.end, told_on) if day]
    if not days:
        return unknown("market-rate", (pair,), "no date is known", rate)
    known = market_rate(*units, min(days).year, max(days).year)
    if known is None:
        return unknown("market-rate", (pair,), f"no rate of {units[0]} per {units[1]} is known for then", rate)
    return compare("market-rate", (pair,), rate, _with_slack(known, known.value * _OF_A_YEAR))


def market_rate(currency: str, per: str, first: int, last: int) -> Figure | None:
    """What one unit of a currency cost in another in some years, the middle of the lowest and the highest.

    Args:
        currency: ISO 4217 code.
        per: ISO 4217 code.
        first: Year.
        last: Year, inclusive.

    Returns:
        The middle, ``half`` being half the way from lowest to highest; None where no rate of these years is known.

    >>> rate = market_rate("CNY", "USD", 2023, 2023)
    >>> round(rate.value, 1), round(rate.half, 1)
    (Decimal('7.0'), Decimal('0.3'))
    """
    one, two = _per_dollar(currency, first, last), _per_dollar(per, first, last)
    if one is None or two is None:
        return None
    low, high = one[0] / two[1], one[1] / two[0]
    return Figure((low + high) / 2, (high - low) / 2)


def _per_dollar(currency: str, first: int, last: int) -> tuple[Decimal, Decimal] | None:
    """The least and the most of a currency that a dollar cost in some years, where all of them are known."""
    if currency == "USD":
        return Decimal(1), Decimal(1)
    if (peg := _pegs().get(currency)) and first >= peg.since:
        anchor = _per_dollar(peg.anchor, first, last)
        return anchor and (anchor[0] * peg.units, anchor[1] * peg.units)
    known = [_rates().get((currency, year)) for year in range(first, last + 1)]
    if not known or not all(known):
        return None
    return min(one.low for one in known if one), max(one.high for one in known if one)


@cache
def _rates() -> dict[tuple[str, int], _Rate]:
    return {(rate.currency, rate.year): rate for rate in rows("rates.tsv", _Rate)}


@cache
def _pegs() -> dict[str, _Peg]:
    return {peg.currency: peg for peg in rows("pegs.tsv", _Peg)}
