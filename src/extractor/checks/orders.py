"""Orders: of two sides one should not exceed the other: parts and wholes, times in one another, ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from extractor.checks.figures import SEVERAL, Figure, Told, at_most, doubted, same
from extractor.checks.levels import Alike, Key, Levels, key_of
from extractor.records import Check, Fact

_ALL = Figure(Decimal(100))  # percent
_FLOWS = frozenset({"trade", "imports", "exports", "re_exports", "throughput", "investment", "outward_investment"})
_GROUPS = frozenset({"group", "region"})  # which may hold any country
_FIRST_LEVEL = frozenset({"country", "province", "state", "municipality"})  # none of which holds another beside it


def shares_of_one_whole(facts: Sequence[Told]) -> Iterator[Check]:
    """Shares of one whole make at most 100 percent: each, those that a sentence tells together, and those of several.

    A balance is no whole: a deficit with one partner is made up for by a surplus with another.
    """
    shares = [one for one in facts if _is_of_its_whole(one.fact)]
    together: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in shares:
        fact = one.fact
        by: object = "commodity" if fact.commodity else "partner" if fact.partners else fact.id
        together[by, *_of(fact), one.sentence].append(one)
    for group in together.values():
        for told in [[one] for one in group] if _holds_another(group) else [group]:
            yield _at_most_all(told)
    yield from _shares_of_several_sentences(shares)


def _is_of_its_whole(fact: Fact) -> bool:
    is_share = fact.measure == "share" and fact.unit == "percent" and fact.indicator != "trade_balance"
    return is_share and fact.whole is not None and fact.whole.indicator == fact.indicator


def _of(fact: Fact) -> tuple[object, ...]:
    """What a share is of: the whole and the period."""
    whole, period = fact.whole, fact.period
    return whole and (whole.indicator, whole.place and whole.place.id), period and (period.start, period.end)


def _at_most_all(shares: Sequence[Told]) -> Check:
    return at_most("shares-of-one-whole", shares, reduce(Figure.plus, (one.figure for one in shares)), _ALL)


def _shares_of_several_sentences(shares: Iterable[Told]) -> Iterator[Check]:
    """``Tea made up 20 percent. ... Coffee made up 10 percent.``: parts that no sentence tells together.

    Countries lie side by side, as do the provinces of one; goods told apart may be some of the others.
    """
    wholes: dict[tuple[object, ...], dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for one in shares:
        if part := _part(one.fact):
            wholes[part.kind, *_of(one.fact)][part.name].append(one)
    for (kind, *_), parts in wholes.items():
        told = [tellings[0] for tellings in parts.values()]
        if len(told) < 2 or set.intersection(*({one.sentence for one in tellings} for tellings in parts.values())):
            continue
        check = _at_most_all(told)
        if any(_differ(tellings) for tellings in parts.values()):
            check = doubted(check, SEVERAL)
        elif kind == "goods" and check.verdict == "off":
            check = doubted(check, "some of the goods may be part of others")
        yield check


def _differ(tellings: Sequence[Told]) -> bool:
    first = tellings[0].figure
    return any(same("told-twice", (), first, again.figure).verdict == "off" for again in tellings[1:])


class _Part(NamedTuple):
    """What a share is of: goods, a partner or a place of its whole, by a name that is the same wherever it is told."""

    kind: str
    name: str


def _part(fact: Fact) -> _Part | None:
    """What part of a whole a fact tells the share of; None where it may hold other parts, or lie in them."""
    place, whole = fact.place, fact.whole.place if fact.whole else None
    if place is None or whole is None or fact.period is None or fact.segment:
        return None
    if place.id != whole.id:
        is_place = place.kind in _FIRST_LEVEL and not (fact.partners or fact.commodity)
        return _Part("places", place.id) if is_place else None
    if fact.commodity:
        return None if fact.partners else _Part("goods", fact.commodity.casefold())
    is_partner = len(fact.partners) == 1 and fact.partners[0].kind == "country"
    return _Part("partners", fact.partners[0].id) if is_partner else None


def _holds_another(group: Sequence[Told]) -> bool:
    """Whether the partners are no parts of one whole: one lies in another, or is a group that may hold it."""
    partners = [partner for one in group for partner in one.fact.partners]
    names = {partner.name for partner in partners}
    return any(partner.kind in _GROUPS or names & set(partner.within) for partner in partners)


def parts(levels: Levels) -> Iterator[Check]:
    """What is traded of some goods, with a partner, or in a place that lies in another, is at most all of it."""
    by_place: dict[tuple[Key, str], dict[str, Told]] = defaultdict(dict)
    for (key, indicator), level in levels.items():
        if level.fact.place:
            by_place[key._replace(place=None), indicator][level.fact.place.name] = level
    for (key, indicator), part in levels.items():
        if indicator not in _FLOWS or part.fact.place is None:
            continue
        of_all = levels.get((key._replace(partners=(), commodity=None, segment=None), indicator))
        alike = by_place[key._replace(place=None), indicator]
        around = [alike[name] for name in part.fact.place.within if name in alike]
        for whole in [of_all, *around]:
            if whole is not None and whole is not part:
                yield at_most("part", (part, whole), part.figure, whole.figure)


def periods(levels: Levels) -> Iterator[Check]:
    """What flows in a period is at most what flows in the shortest longer one around it."""
    alike: dict[tuple[Key, str], list[tuple[date, date, Told]]] = defaultdict(list)
    for (key, indicator), level in levels.items():
        if indicator in _FLOWS and key.period:
            alike[key._replace(period=None), indicator].append((*key.period, level))
    for told in alike.values():
        around: list[tuple[date, Told]] = []  # the periods that have begun, each within the one before it
        for _, end, level in sorted(told, key=lambda one: (one[0], -one[1].toordinal())):
            while around and around[-1][0] < end:
                around.pop()
            if around:
                longer = around[-1][1]
                yield at_most("period", (level, longer), level.figure, longer.figure)
            around.append((end, level))


def ranks(facts: Sequence[Told], levels: Levels, alike: Alike) -> Iterator[Check]:
    """Of two places ranked within one group the one before has at least what the other has."""
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in facts:
        fact = one.fact
        if fact.measure == "rank" and fact.bound == "exact" and fact.among and fact.place and fact.indicator != "other":
            groups[fact.indicator, fact.among, key_of(fact)._replace(place=None)].append(one)
    for group in groups.values():
        for one, two in pairwise(sorted(group, key=lambda told: told.fact.value)):
            if one.fact.value == two.fact.value:
                continue
            for key, more in alike.get((key_of(one.fact).subject, one.fact.indicator), ()):
                less = levels.get((key._replace(place=key_of(two.fact).place), two.fact.indicator))
                if less is not None and less is not more:
                    yield at_most("rank", (two, one, less, more), less.figure, more.figure)
