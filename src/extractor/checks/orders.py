"""Orders: of two sides one should not exceed the other: parts and wholes, times in one another, ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from extractor.checks.figures import Figure, Told, at_most, doubted
from extractor.checks.levels import Alike, Key, Levels, key_of
from extractor.records import Check, Fact

_ALL = Figure(Decimal(100))  # percent
_FLOWS = frozenset({"trade", "imports", "exports", "re_exports", "throughput", "investment", "outward_investment"})
_GROUPS = frozenset({"group", "region"})  # which may hold any country
_ACROSS = _GROUPS | {"sea", "zone", "port", "airport", "crossing", "market"}  # and what provinces and cities may share
_SOME_GOODS = "some of the goods may be part of others"


def shares_of_one_whole(facts: Sequence[Told]) -> Iterator[Check]:
    """Shares of one whole make at most 100 percent: each, those that a sentence tells together, and those of several.

    What a sentence tells together lies side by side, if no partner holds another. Of several sentences the partners and
    the places do that are countries, or provinces, or cities; goods may be some of those told elsewhere.
    """
    together: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    apart: dict[tuple[str, object], dict[str, Told]] = defaultdict(dict)
    for one in facts:
        fact, whole = one.fact, one.fact.whole
        if fact.measure == "share" and fact.unit == "percent" and whole and whole.indicator == fact.indicator:
            by: object = "commodity" if fact.commodity else "partner" if fact.partners else fact.id
            period = fact.period and (fact.period.start, fact.period.end)
            of = (whole.indicator, whole.place and whole.place.id, period)
            together[by, *of, one.sentence].append(one)
            if part := _part(fact):
                apart[part.kind, of].setdefault(part.name, one)
    for group in together.values():
        for told in [[one] for one in group] if _holds_another(group) else [group]:
            yield _at_most_all(told)
    for (kind, _), parts in apart.items():
        outermost = _outermost(kind, parts.values())
        if len({one.sentence for one in outermost}) > 1:
            check = _at_most_all(outermost)
            yield doubted(check, _SOME_GOODS) if kind == "goods" and check.verdict == "off" else check


def _at_most_all(shares: Sequence[Told]) -> Check:
    return at_most("shares-of-one-whole", shares, reduce(Figure.plus, (one.figure for one in shares)), _ALL)


class _Part(NamedTuple):
    """What a share is of: goods, a partner or a place of its whole, by a name that is the same wherever it is told."""

    kind: str
    name: str


def _part(fact: Fact) -> _Part | None:
    """What part of a whole a fact tells the share of; None where nobody can tell what else it is a part of."""
    place, whole = fact.place, fact.whole.place if fact.whole else None
    if place is None or whole is None or fact.period is None or fact.segment:
        return None
    if place.id != whole.id:
        is_place = place.kind not in _ACROSS and not (fact.partners or fact.commodity)
        return _Part("places", place.id) if is_place else None
    if fact.commodity:
        return None if fact.partners else _Part("goods", fact.commodity.casefold())
    if len(fact.partners) == 1 and fact.partners[0].kind not in _ACROSS:
        return _Part("partners", fact.partners[0].id)
    return None


def _outermost(kind: str, told: Iterable[Told]) -> list[Told]:
    """The parts that lie in none of the others: a city in a province whose share is told too is left out."""
    if kind == "goods":
        return list(told)
    placed = [(one, one.fact.place if kind == "places" else one.fact.partners[0]) for one in told]
    names = {place.name for _, place in placed if place}
    return [one for one, place in placed if place and not names & set(place.within)]


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
