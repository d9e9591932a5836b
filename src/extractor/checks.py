"""Checks: arithmetic between the facts of an article.

People believe a figure when it adds up. Each check names its facts, its two sides and how far they may lie apart;
the tolerance follows from the digits printed, so that 7.96 against 2.19 + 5.77 must be exact to 0.015. A check never
changes a fact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from extractor.records import Check, Fact, Verdict

_NUMBER = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")
_RATE_SLACK = Decimal("0.01")  # newsrooms convert one article at rates of a few days
_PERCENT = Decimal(100)


class Figure(NamedTuple):
    """A value with the half of its last printed digit."""

    value: Decimal
    half: Decimal


Key = tuple[object, ...]


def check(text: str, facts: Sequence[Fact]) -> tuple[Check, ...]:
    """All the arithmetic the facts of one article allow.

    Args:
        text: The article, for the digits as printed.
        facts: Its facts.

    Returns:
        The checks, in the order of sums, balances, growth, shares and exchange rates.
    """
    with localcontext() as context:
        context.prec = 60
        exact = [fact for fact in facts if fact.bound == "exact" and fact.value_high is None]
        levels = _levels(exact)
        return (
            *_sums(text, levels),
            *_balances(text, levels),
            *_growths(text, exact, levels),
            *_shares(text, exact, levels),
            *_shares_of_one_whole(text, exact),
            *_rates(text, facts),
        )


def printed(text: str, fact: Fact) -> Figure:
    """A fact's value with the half of the last digit it is printed to.

    A figure in words is taken to be exact.
    """
    evidence = fact.evidence["value"]
    return _as_printed(text[evidence.start : evidence.end], fact.value)


def _as_printed(words: str, value: Decimal) -> Figure:
    number = _NUMBER.search(words)
    if number is None or value == 0:
        return Figure(value, Decimal(0))
    written = Decimal(number.group().replace(",", ""))
    if written == 0:
        return Figure(value, Decimal(0))
    magnitude = abs(value) / written
    return Figure(value, magnitude * Decimal(10) ** -len(number["decimals"] or "") / 2)


def _key(fact: Fact) -> Key:
    """What two levels must share to be added: place, period, partners, goods, segment and unit."""
    period = (fact.period.start, fact.period.end) if fact.period else None
    partners = tuple(sorted(partner.id for partner in fact.partners))
    return (fact.place and fact.place.id, period, partners, fact.commodity, fact.segment, fact.unit)


def _levels(facts: Iterable[Fact]) -> dict[tuple[Key, str], Fact]:
    """The first level told of each indicator, place and period."""
    levels: dict[tuple[Key, str], Fact] = {}
    for fact in facts:
        if fact.measure == "level" and fact.status == "actual" and fact.indicator != "other" and fact.period:
            levels.setdefault((_key(fact), fact.indicator), fact)
    return levels


def _by_subject(levels: dict[tuple[Key, str], Fact]) -> dict[tuple[Key, str], list[tuple[Key, Fact]]]:
    """Levels by what they measure, whatever their unit."""
    found: dict[tuple[Key, str], list[tuple[Key, Fact]]] = defaultdict(list)
    for (key, indicator), level in levels.items():
        found[key[:-1], indicator].append((key, level))
    return found


def _compare(name: str, facts: Sequence[Fact], left: Figure, right: Figure) -> Check:
    tolerance = left.half + right.half
    verdict: Verdict = "holds" if abs(left.value - right.value) <= tolerance else "off"
    return Check(
        name=name,
        verdict=verdict,
        facts=tuple(fact.id for fact in facts),
        left=_rounded(left.value),
        right=_rounded(right.value),
        tolerance=_rounded(tolerance),
    )


def _rounded(value: Decimal) -> Decimal:
    return round(value, 6)


def _sums(text: str, levels: dict[tuple[Key, str], Fact]) -> Iterator[Check]:
    """Exports and imports make the trade."""
    for (key, indicator), trade in levels.items():
        exports, imports = levels.get((key, "exports")), levels.get((key, "imports"))
        if indicator == "trade" and exports and imports:
            x, m = printed(text, exports), printed(text, imports)
            together = Figure(x.value + m.value, x.half + m.half)
            yield _compare("sum", (exports, imports, trade), together, printed(text, trade))


def _balances(text: str, levels: dict[tuple[Key, str], Fact]) -> Iterator[Check]:
    """The balance is exports less imports."""
    for (key, indicator), balance in levels.items():
        exports, imports = levels.get((key, "exports")), levels.get((key, "imports"))
        if indicator == "trade_balance" and exports and imports:
            x, m = printed(text, exports), printed(text, imports)
            yield _compare(
                "balance",
                (exports, imports, balance),
                Figure(x.value - m.value, x.half + m.half),
                printed(text, balance),
            )


def _growths(text: str, facts: Sequence[Fact], levels: dict[tuple[Key, str], Fact]) -> Iterator[Check]:
    """A level and its growth give the level of the base period, where that is told too."""
    alike = _by_subject(levels)
    for growth in facts:
        base = growth.base.period if growth.base else None
        if (
            growth.measure != "growth"
            or growth.unit != "percent"
            or base is None
            or growth.indicator == "trade_balance"
        ):
            continue
        for key, level in alike[_key(growth)[:-1], growth.indicator]:
            before = levels.get(((key[0], (base.start, base.end), *key[2:]), growth.indicator))
            if before is None or before.value == 0:
                continue
            now, then, rate = printed(text, level), printed(text, before), printed(text, growth)
            implied = (now.value / then.value - 1) * _PERCENT
            half = (now.half / then.value + now.value * then.half / then.value**2) * _PERCENT
            yield _compare("growth", (level, before, growth), Figure(implied, abs(half)), rate)


def _shares(text: str, facts: Sequence[Fact], levels: dict[tuple[Key, str], Fact]) -> Iterator[Check]:
    """A part is its share of the whole, where both are told."""
    alike = _by_subject(levels)
    for share in facts:
        if share.measure != "share" or share.unit != "percent" or share.whole is None or share.whole.place is None:
            continue
        for key, part in alike[_key(share)[:-1], share.indicator]:
            whole = levels.get(((share.whole.place.id, key[1], (), None, None, key[5]), share.whole.indicator))
            if whole is None or whole.value == 0 or whole.id == part.id:
                continue
            some, full, told = printed(text, part), printed(text, whole), printed(text, share)
            half = (some.half / full.value + some.value * full.half / full.value**2) * _PERCENT
            yield _compare("share", (part, whole, share), Figure(some.value / full.value * _PERCENT, abs(half)), told)


def _shares_of_one_whole(text: str, facts: Sequence[Fact]) -> Iterator[Check]:
    """Shares told of goods or of partners of one whole make at most 100 percent."""
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.measure == "share" and fact.unit == "percent" and fact.whole and fact.whole.place and fact.period:
            by = "commodity" if fact.commodity else "partner" if fact.partners else ""
            if by:
                period = (fact.period.start, fact.period.end)
                groups[by, fact.whole.indicator, fact.whole.place.id, period, fact.evidence["sentence"].start].append(
                    fact
                )
    for group in groups.values():
        total = sum((fact.value for fact in group), Decimal(0))
        tolerance = sum((printed(text, fact).half for fact in group), Decimal(0))
        if len(group) > 1 and not _holds_another(group):
            yield Check(
                name="shares-of-one-whole",
                verdict="holds" if total <= _PERCENT + tolerance else "off",
                facts=tuple(fact.id for fact in group),
                left=total,
                right=_PERCENT,
                tolerance=tolerance,
            )


def _holds_another(group: Sequence[Fact]) -> bool:
    """Whether the partners are no parts of one whole: one lies in another, or is a group that may hold it."""
    partners = [partner for fact in group for partner in fact.partners]
    names = {partner.name for partner in partners}
    return any(partner.kind in {"group", "region"} or names & set(partner.within) for partner in partners)


def _rates(text: str, facts: Sequence[Fact]) -> Iterator[Check]:
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
            yield _compare("exchange-rate", (told, fact), before, slack)


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
    return _as_printed(text[evidence.start : evidence.end], value)
