"""Orders: of two sides one should not exceed the other: parts and wholes, times in one another, ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extractor.checks.figures import Figure, Key, Levels, at_most, key_of, printed
from extractor.records import Check, Fact

_ALL = Figure(Decimal(100), Decimal(0))  # percent
_FLOWS = frozenset({"trade", "imports", "exports", "re_exports", "throughput", "investment", "outward_investment"})


def shares_of_one_whole(text: str, facts: Sequence[Fact]) -> Iterator[Check]:
    """Shares told of goods or of partners of one whole make at most 100 percent."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.measure == "share" and fact.unit == "percent" and fact.whole and fact.whole.place and fact.period:
            by = "commodity" if fact.commodity else "partner" if fact.partners else ""
            if by:
                period, sentence = (fact.period.start, fact.period.end), fact.evidence["sentence"].start
                groups[by, fact.whole.indicator, fact.whole.place.id, period, sentence].append(fact)
    for group in groups.values():
        told = [printed(text, fact) for fact in group]
        total = Figure(sum((one.value for one in told), Decimal(0)), sum((one.half for one in told), Decimal(0)))
        if len(group) > 1 and not _holds_another(group):
            yield at_most("shares-of-one-whole", group, total, _ALL)


def _holds_another(group: Sequence[Fact]) -> bool:
    """Whether the partners are no parts of one whole: one lies in another, or is a group that may hold it."""
    partners = [partner for fact in group for partner in fact.partners]
    names = {partner.name for partner in partners}
    return any(partner.kind in {"group", "region"} or names & set(partner.within) for partner in partners)


def parts(text: str, levels: Levels) -> Iterator[Check]:
    """What is traded of some goods, with a partner, or in a place that lies in another, is at most all of it."""
    by_place: dict[tuple[Key, str], dict[str, Fact]] = defaultdict(dict)
    for (key, indicator), level in levels.items():
        if level.place:
            by_place[key._replace(place=None), indicator][level.place.name] = level
    for (key, indicator), part in levels.items():
        if indicator not in _FLOWS or part.place is None:
            continue
        of_all = levels.get((key._replace(partners=(), commodity=None, segment=None), indicator))
        alike = by_place[key._replace(place=None), indicator]
        around = [alike[name] for name in part.place.within if name in alike]
        for whole in [of_all, *around]:
            if whole is not None and whole is not part:
                yield at_most("part", (part, whole), printed(text, part), printed(text, whole))


def periods(text: str, levels: Levels) -> Iterator[Check]:
    """What flows in a period is at most what flows in the shortest longer one around it."""
    alike: dict[tuple[Key, str], list[tuple[date, date, Fact]]] = defaultdict(list)
    for (key, indicator), level in levels.items():
        if indicator in _FLOWS and key.period:
            alike[key._replace(period=None), indicator].append((*key.period, level))
    for told in alike.values():
        around: list[tuple[date, Fact]] = []  # the periods that have begun, each within the one before it
        for _, end, level in sorted(told, key=lambda one: (one[0], -one[1].toordinal())):
            while around and around[-1][0] < end:
                around.pop()
            if around:
                longer = around[-1][1]
                yield at_most("period", (level, longer), printed(text, level), printed(text, longer))
            around.append((end, level))


def ranks(text: str, facts: Sequence[Fact], levels: Levels) -> Iterator[Check]:
    """Of two places ranked within one group the one before has at least what the other has."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.measure == "rank" and fact.among and fact.place and fact.indicator != "other":
            groups[fact.indicator, fact.among, key_of(fact)._replace(place=None)].append(fact)
    told: dict[tuple[str | None, str], list[tuple[Key, Fact]]] = defaultdict(list)
    for (key, indicator), level in levels.items():
        told[key.place, indicator].append((key, level))
    for group in groups.values():
        for one, two in pairwise(sorted(group, key=lambda fact: fact.value)):
            for key, more in told[key_of(one).place, one.indicator]:
                less = levels.get((key._replace(place=key_of(two).place), two.indicator))
                if less is not None and less is not more and key.subject[1:] == key_of(one).subject[1:]:
                    yield at_most("rank", (two, one, less, more), printed(text, less), printed(text, more))
