"""Equations: two sides that should be equal, to the digits printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks.figures import Figure, Levels, as_printed, by_subject, compare, key_of, printed, told_with
from extractor.records import Check, Fact

_RATE_SLACK = Decimal("0.01")  # newsrooms convert one article at rates of a few days
_PERCENT = Decimal(100)


def sums(text: str, levels: Levels) -> Iterator[Check]:
    """Exports and imports make the trade."""
    for (key, indicator), trade in levels.items():
        exports, imports = levels.get((key, "exports")), levels.get((key, "imports"))
        if indicator == "trade" and exports and imports:
            x, m = printed(text, exports), printed(text, imports)
            together = Figure(x.value + m.value, x.half + m.half)
            yield compare("sum", (exports, imports, trade), together, printed(text, trade))


def balances(text: str, levels: Levels) -> Iterator[Check]:
    """The balance is exports less imports."""
    for (key, indicator), balance in levels.items():
        exports, imports = levels.get((key, "exports")), levels.get((key, "imports"))
        if indicator == "trade_balance" and exports and imports:
            x, m = printed(text, exports), printed(text, imports)
            yield compare(
                "balance",
                (exports, imports, balance),
                Figure(x.value - m.value, x.half + m.half),
                printed(text, balance),
            )


def growths(text: str, facts: Sequence[Fact], levels: Levels) -> Iterator[Check]:
    """A level and its growth give the level of the base period, where that is told too."""
    alike = by_subject(levels)
    for growth in facts:
        base = growth.base.period if growth.base else None
        if (
            growth.measure != "growth"
            or growth.unit != "percent"
            or base is None
            or growth.indicator == "trade_balance"
        ):
            continue
        for key, level in told_with(growth, alike[key_of(growth).subject, growth.indicator]):
            before = levels.get((key._replace(period=(base.start, base.end)), growth.indicator))
            if before is None or before.value == 0 or before.id == level.id:
                continue
            now, then, rate = printed(text, level), printed(text, before), printed(text, growth)
            implied = (now.value / then.value - 1) * _PERCENT
            half = (now.half / then.value + now.value * then.half / then.value**2) * _PERCENT
            yield compare("growth", (level, before, growth), Figure(implied, abs(half)), rate)


def shares(text: str, facts: Sequence[Fact], levels: Levels) -> Iterator[Check]:
    """A part is its share of the whole, where both are told."""
    alike = by_subject(levels)
    for share in facts:
        if share.measure != "share" or share.unit != "percent" or share.whole is None or share.whole.place is None:
            continue
        for key, part in told_with(share, alike[key_of(share).subject, share.indicator]):
            of_all = key._replace(place=share.whole.place.id, partners=(), commodity=None, segment=None)
            whole = levels.get((of_all, share.whole.indicator))
            if whole is None or whole.value == 0 or whole.id == part.id:
                continue
            some, full, told = printed(text, part), printed(text, whole), printed(text, share)
            half = (some.half / full.value + some.value * full.half / full.value**2) * _PERCENT
            yield compare("share", (part, whole, share), Figure(some.value / full.value * _PERCENT, abs(half)), told)


def exchange_rates(text: str, facts: Sequence[Fact]) -> Iterator[Check]:
    """The pairs of one amount in two currencies imply one exchange rate: each is compared with the first."""
    first: dict[tuple[str, str], tuple[Fact, Figure]] = {}
    for fact in facts:
        for number, other in enumerate(fact.equivalents):
            if fact.value == 0 or other.value == 0:
                continue
            rate = _rate(printed(text, fact), _equivalent_as_printed(text, fact, number))
            if (fact.unit, other.unit) not in first:
                first[fact.unit, other.unit] = (fact, rate)
                continue
            told, before = first[fact.unit, other.unit]
            slack = Figure(rate.value, rate.half + before.value * _RATE_SLACK)
            yield compare("exchange-rate", (told, fact), before, slack)


def _rate(one: Figure, two: Figure) -> Figure:
    """What one unit of the second currency costs in the first, with the error the printed digits leave."""
    low = (abs(one.value) - one.half) / (abs(two.value) + two.half)
    high = (abs(one.value) + one.half) / max(abs(two.value) - two.half, abs(two.value) / 2)
    return Figure((low + high) / 2, (high - low) / 2)


def _equivalent_as_printed(text: str, fact: Fact, number: int) -> Figure:
    """An equivalent's value with its last digit, from its own words."""
    value, evidence = fact.equivalents[number].value, fact.evidence.get(f"equivalents.{number}")
    if evidence is None or evidence.start is None:
        return Figure(value, Decimal(0))
    return as_printed(text[evidence.start : evidence.end], value)


def told_twice(text: str, facts: Sequence[Fact]) -> Iterator[Check]:
    """What another sentence tells of the same thing again agrees with what was told first."""
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        if fact.indicator == "other" or fact.period is None or fact.place is None:
            continue
        base = fact.base and (fact.base.kind, fact.base.period and fact.base.period.timex)
        whole = fact.whole and (fact.whole.indicator, fact.whole.place and fact.whole.place.id)
        told = first.setdefault(
            (fact.measure, fact.indicator, fact.status, fact.among, base, whole, key_of(fact)), fact
        )
        if told.evidence["sentence"] != fact.evidence["sentence"]:
            yield compare("told-twice", (told, fact), printed(text, told), printed(text, fact))
