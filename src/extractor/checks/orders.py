"""Orders: of two sides one should not exceed the other: parts and wholes, times in one another, ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise

from extractor.checks.figures import Figure, Told, at_most
from extractor.checks.levels import Alike, Key, Levels, key_of
from extractor.records import Check

_ALL = Figure(Decimal(100))  # percent
_FLOWS = frozenset({"trade", "imports", "exports", "re_exports", "throughput", "investment", "outward_investment"})


def shares_of_one_whole(facts: Sequence[Told]) -> Iterator[Check]:
    """Shares told of goods or of partners of one whole make at most 100 percent, as does each share by itself."""
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in facts:
        fact, whole = one.fact, one.fact.whole
        if fact.measure == "share" and fact.unit == "percent" and whole and whole.indicator == fact.indicator:
            by: object = "commodity" if fact.commodity else "partner" if fact.partners else fact.id
            period = fact.period and (fact.period.start, fact.period.end)
            groups[by, whole.indicator, whole.place and whole.place.id, period, one.sentence].append(one)
    for group in groups.values():
        for told in [[one] for one in group] if _holds_another(group) else [group]:
            yield at_most("shares-of-one-whole", told, reduce(Figure.plus, (one.figure for one in told)), _ALL)


def _holds_another(group: Sequence[Told]) -> bool:
    """Whether the partners are no parts of one whole: one lies in another, or is a group that may hold it."""
    partners = [partner for one in group for partner in one.fact.partners]
    names = {partner.name for partner in partners}
    return any(partner.kind in {"group", "region"} or names & set(partner.within) for partner in partners)


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
