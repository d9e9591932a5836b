"""Rates: one amount told in two currencies implies a rate, which that of the article and that of the market should be.

The rates of the market are the reference rates of the European Central Bank (``lexicons/rates.tsv``), and the pegs that
other central banks keep (``lexicons/pegs.tsv``).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import NamedTuple

from extractor.checks.figures import Figure, Told, compare, doubted, unknown
from extractor.lexicons import rows
from extractor.records import Check

_ONE_ARTICLE = Decimal("0.01")  # newsrooms convert one article at rates of a few days
_OF_A_YEAR = Decimal("0.03")  # and at rates that are somewhat older than what they tell
_ONE_WEEK = Decimal("0.02")  # two newsrooms, and the days between them
_WEEK, _YEAR = 7, 366  # days
_RECENT = 9  # articles before one that its rate is held against
_LEAP = Decimal("1.5")  # times as much no currency costs within a week, but for the rarest of days
_RATES_OF_THEN = "they are of different periods, and may be converted at the rates of then"


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

    @property
    def vagueness(self) -> Decimal:
        """How much its digits, and words such as *about*, leave open."""
        is_bound = self.told.figure.less or self.told.figure.more
        return self.rate.half / self.rate.value + is_bound


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
            check = compare("exchange-rate", (before, pair), known, _with_slack(rate, known.value * _ONE_ARTICLE))
            is_then = check.verdict == "off" and before.fact.period != pair.fact.period
            yield doubted(check, _RATES_OF_THEN) if is_then else check


def rates_between(pairs: Iterable[tuple[date, Told]]) -> Iterator[Check]:
    """The pairs of different articles imply one rate, where the articles are of one week.

    Of each article and two currencies it is the pair printed to the most digits, of a period of the year before. It is
    held against the middle one of the articles of the week before.

    Args:
        pairs: Facts with their equivalents, and the day each is told, in the order of time, those of an article in a
            row.
    """
    recent: dict[tuple[str, str], deque[_Pair]] = defaultdict(lambda: deque(maxlen=_RECENT))
    for (day, _), told in groupby(pairs, key=lambda pair: (pair[0], pair[1].fact.doc_id)):
        for units, pair in _most_exact(day, (one for _, one in told)).items():
            before = recent[units]
            while before and (day - before[0].day).days > _WEEK:
                before.popleft()
            if before:
                middle = sorted(before, key=lambda one: one.rate.value)[len(before) // 2]
                yield _of_one_week(units, middle, pair)
            before.append(pair)


def _most_exact(day: date, told: Iterable[Told]) -> dict[tuple[str, str], _Pair]:
    """Of what an article tells of now, by the two currencies in the order of their codes."""
    found: dict[tuple[str, str], _Pair] = {}
    for one in told:
        period, unit = one.fact.period, one.fact.unit
        is_recent = period is not None and period.start <= day and (day - period.end).days <= _YEAR
        if not is_recent or one.fact.status != "actual":
            continue
        for other, figure in zip(one.fact.equivalents, one.equivalents, strict=True):
            if one.figure.value and figure.value:
                turned = unit > other.unit  # one article gives dollars in yuan, the next yuan in dollars
                units = (other.unit, unit) if turned else (unit, other.unit)
                pair = _Pair(day, one, _rate(figure, one.figure) if turned else _rate(one.figure, figure))
                if units not in found or pair.vagueness < found[units].vagueness:
                    found[units] = pair
    return found


def _of_one_week(units: tuple[str, str], one: _Pair, two: _Pair) -> Check:
    """Two rates: off where the market has not known both, or where they leap and nobody knows the market."""
    slack = one.rate.value * _ONE_WEEK
    check = compare("exchange-rate", (one.told, two.told), one.rate, _with_slack(two.rate, slack))
    if check.verdict != "off":
        return check
    if one.told.fact.period != two.told.fact.period:
        return doubted(check, _RATES_OF_THEN)
    known = market_rate(*units, one.day.year, two.day.year)
    if known is None:
        less, more = sorted((one.rate.value, two.rate.value))
        return check if more > less * _LEAP else doubted(check, "no rate of the market is known for then")
    room = known.half + known.value * _OF_A_YEAR
    is_known = all(abs(rate.value - known.value) <= rate.half + room for rate in (one.rate, two.rate))
    return doubted(check, "the market has known both rates in that year") if is_known else check


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
