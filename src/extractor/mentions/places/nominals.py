"""Descriptions that stand for a place (`the zone`, `this city`), resolved to the place last in focus of that kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor import lexicons
from extractor.mentions.places.entities import SITES, Entities, Entity, Found
from extractor.mentions.places.sides import Sides
from extractor.mentions.places.view import View, has_role, is_part_of_word, roles

_COPULA = re.compile(
    r",? (?:which )?(?:is|was|are|were|remain(?:s|ed)?|became|becomes?|stayed|being|as|ha[sd] been|rank(?:s|ed) as)"
    r"(?: (?:still|also|now|then|again|by far|once again|already))? "
)
_APPOSED = re.compile(r",? | \(")
_FOREMOST = re.compile(
    r"'s (?:(?:second|third|fourth|fifth|next|single|former|\w+-)[ -]?)?"
    r"(?:top|main|chief|key|principal|leading|primary|largest|biggest|foremost|busiest|No\. ?\d)\b"
)
_NEAR = 600  # characters within which a country that is named counts more than one that is implied

DETERMINERS = ("the", "this", "that")
_NATIONWIDE = "nationwide"
_ABOUT = 3  # mentions of places in a country that is not named, from which the article is about it


class NominalWord(NamedTuple):
    """A line of ``nominals.tsv``."""

    words: str
    kinds: tuple[str, ...]
    short: bool = False
    countries: tuple[str, ...] = ()


class RegionWord(NamedTuple):
    """A line of ``regions.tsv``."""

    adjectives: tuple[str, ...]
    countries: tuple[str, ...]


class Nominal(NamedTuple):
    """A description in the text, the kinds of place it may stand for, and of countries those that are called so."""

    start: int
    end: int
    kinds: tuple[str, ...]
    words: str
    countries: tuple[str, ...]
    is_regional: bool = False

    def suits(self, entity: Entity) -> bool:
        """Whether a place may be called that; `the kingdom` is no republic."""
        return entity.kind != "country" or not self.countries or entity.country in self.countries


@cache
def _words() -> tuple[AhoCorasick, tuple[NominalWord, ...]]:
    rows = lexicons.rows("nominals.tsv", NominalWord)
    forms = [(f"{determiner} {row.words}", row) for row in rows for determiner in DETERMINERS]
    country = NominalWord(_NATIONWIDE, ("country",))
    forms += [(words, country) for words in ("nationwide", "countrywide", "the national", "national")]
    forms += [(f"{determiner} {row.words}", row) for row in _regional() for determiner in DETERMINERS]
    return AhoCorasick([form for form, _ in forms], MatchKind.LeftmostLongest), tuple(row for _, row in forms)


@cache
def _regional() -> frozenset[NominalWord]:
    """`East African nation`, `Asian giant`: what a country may be called by the part of the world it lies in."""
    nouns = sorted(word for word, kinds in roles().items() if "called-by-region" in kinds)
    return frozenset(
        NominalWord(f"{adjective} {noun}", ("country",), countries=row.countries)
        for row in lexicons.rows("regions.tsv", RegionWord)
        for adjective in row.adjectives
        for noun in nouns
    )


def find_nominals(view: View) -> Iterator[Nominal]:
    """Descriptions in the order of the text; whether they stand for anything is decided later."""
    automaton, rows = _words()
    lower = view.lower
    for index, start, end in automaton.find_matches_as_indexes(lower):
        if is_part_of_word(lower, start, end):
            continue
        row, after = rows[index], view.after(end)
        if lower.endswith("national", start, end):
            if has_role(after, "national"):
                yield Nominal(end - len("national"), end, row.kinds, row.words, row.countries)
        elif view.names.startswith(" of ", end) or after[:1].isupper():
            continue
        elif view.names[end - 1].isupper() is row.short:  # `the FTZ` is written in capitals, `the zone` is not
            yield Nominal(start, end, row.kinds, row.words, row.countries, row in _regional())


class Focus:
    """What the text has spoken of so far, the latest of every kind.

    A place after `to` or `with` is a partner: `the country` after `Kenya's exports to Pakistan` is Kenya.
    """

    def __init__(self, view: View, entities: Entities) -> None:
        self._view = view
        self._entities = entities
        # By kind and then by id; the latest stands last.
        self._own: defaultdict[str, dict[str, Found]] = defaultdict(dict)
        self._any: defaultdict[str, dict[str, Found]] = defaultdict(dict)
        self._sites: dict[str, Found] = {}
        self._inside: Counter[str] = Counter()
        self._times: Counter[str] = Counter()
        self._implied: Found | None = None
        self._sides = Sides(view)

    def see(self, found: Found) -> None:
        """Take note of a mention; mentions come in the order of the text."""
        partner = self._sides.is_partner(found)
        kind, entity = found.entity.kind, found.entity
        _put(self._any[kind], found)
        if kind in SITES:
            _put(self._sites, found)
        if kind != "country" and not found.nominal:
            self._inside[entity.country] += 1
        self._times[entity.id] += 1
        if not partner:
            _put(self._own[kind], found)
            if kind != "country" and entity.country:
                self._implied = found

    def resolve(self, nominal: Nominal) -> Entity | None:
        """The place the description stands for, if there is one."""
        if " " in nominal.words and not set(nominal.kinds).isdisjoint(SITES):
            for site in reversed(self._sites.values()):
                if nominal.words in site.entity.name.lower():
                    return site.entity
        others = self._counterparts(nominal)
        is_that = self._view.lower.startswith("that ", nominal.start)
        if (nominal.is_regional or is_that) and self._sides.is_after_partner_word(nominal.start):
            last = self._latest(self._any, nominal, others | set(self._own["country"]))
            if last:
                return last.entity  # `imports from the African nation`
        if is_that:
            last = self._latest(self._any, nominal, others)  # `imports from that country`: partners too
            return last.entity if last else None
        own = self._latest(self._own, nominal, others)
        if nominal.kinds == ("country",):
            own = self._leading(nominal, own, others)
            implied = self._implied_by(nominal, own)
            if implied and implied.id not in others:
                return implied
        found = own or self._latest(self._any, nominal, others)
        return found.entity if found else self._town_of_site(nominal) or self._port_town(nominal)

    def _port_town(self, nominal: Nominal) -> Entity | None:
        """The town that is the port, where it is spoken of: `Erenhot ... the port`."""
        towns = self._own["city"]
        if not (nominal.words.endswith("port") and towns):
            return None
        town = next(reversed(towns.values())).entity
        return town if len(towns) == 1 or self._times[town.id] > 1 else None

    def _town_of_site(self, nominal: Nominal) -> Entity | None:
        """The town the port spoken of last is named after: `Xiamen port … the city`."""
        site = next(reversed(self._sites.values()), None)
        town = site.entity.within if site else None
        if site is None or town is None or town.kind not in nominal.kinds:
            return None
        return town if town.shown in self._view.names[site.start : site.end] else None

    def _latest(self, seen: defaultdict[str, dict[str, Found]], nominal: Nominal, others: set[str]) -> Found | None:
        """The latest place of the kinds the description may stand for, and no counterpart."""
        latest = []
        for kind in nominal.kinds:
            latest_first = reversed(seen[kind].items())
            fitting = (item for id_, item in latest_first if id_ not in others and nominal.suits(item.entity))
            latest.append(next(fitting, None))
        return max(filter(None, latest), key=lambda found: found.start, default=None)

    def _leading(self, nominal: Nominal, latest: Found | None, others: set[str]) -> Found | None:
        """The country spoken of most, where the latest was named some sentences ago: a partner in passing."""
        if latest is None or nominal.start - latest.end < _NEAR // 2:
            return latest
        fitting = [f for id_, f in self._own["country"].items() if id_ not in others and nominal.suits(f.entity)]
        most = max((self._times[found.entity.id] for found in fitting), default=0)
        leading = {found.entity.id: found for found in fitting if self._times[found.entity.id] == most}
        return leading.get(latest.entity.id) or min(leading.values(), key=lambda found: found.start, default=latest)

    def _counterparts(self, nominal: Nominal) -> set[str]:
        """The ids of places that are said to be the partners: `Uganda remained the country's biggest market`."""
        last = self._sides.last
        if last is None or not self._view.names.startswith("'s ", nominal.end):
            return set()
        gap = last.end, nominal.start
        is_one = _COPULA.fullmatch(self._view.names, *gap)
        if is_one is None and _APPOSED.fullmatch(self._view.names, *gap):
            is_one = _FOREMOST.match(self._view.names, nominal.end)
        return self._sides.row if is_one else set()

    def _implied_by(self, nominal: Nominal, own: Found | None) -> Entity | None:
        """The country of the place spoken of last, where the article is about it and no country was named since."""
        last = self._implied
        country = last and self._entities.country(last.entity.country)
        if last is None or country is None or not nominal.suits(country) or (own and own.start > last.start):
            return None
        if nominal.words == _NATIONWIDE:
            return country
        named = self._any["country"]
        is_owner = own is None and self._view.names.startswith("'s ", nominal.end)  # after partners alone
        about_it = is_owner or not named or country.id in named or self._inside[country.country] >= _ABOUT
        return country if about_it and (own is None or nominal.start - own.start > _NEAR) else None


def _put(latest: dict[str, Found], found: Found) -> None:
    """Let the mention's place stand last."""
    latest.pop(found.entity.id, None)
    latest[found.entity.id] = found
