"""Places and zones: names found, disambiguated and gathered into one `Place` each; descriptions resolved.

The way of a name: `gazetteer` finds it, `zones` takes it in where it is part of a zone's name, `names` looks at
its surroundings, `senses` decides which place it means or that it is none, `entities` gathers all that mean the
same place, `nominals` finds `the zone` and `this city`, which stand for the place last in focus of that kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.gazetteer import Gazetteer, Hit, gazetteer
from extractor.mentions.places.entities import Entities, Entity
from extractor.mentions.places.names import Name, find_names, find_unknown, lies_in
from extractor.mentions.places.nominals import Nominal, find_nominals
from extractor.mentions.places.senses import choose
from extractor.mentions.places.view import View, has_role
from extractor.mentions.places.zones import Zone, find_zones
from extractor.records import Article, Label, Mention

__all__ = ["find_places"]

_NO_PLACES = frozenset({"sea", "no-place"})
_SITES = frozenset({"zone", "port", "airport", "market", "crossing"})


def find_places(article: Article, blocked: Sequence[tuple[int, int]]) -> list[Mention]:
    """Find the places and zones an article names or describes.

    Args:
        article: The article.
        blocked: Spans that are something else already, such as periods; nothing that overlaps them is returned.

    Returns:
        PLACE and ZONE mentions in the order of the text, never overlapping, each with its `Place`; mentions of
        the same place share one. Descriptions (``the zone``) and adjectives (``Chinese``) are ``nominal``.

    >>> from extractor.records import Article
    >>> text = "Exports from Kenya to the city of Rotterdam rose."
    >>> [(m.text, m.place.id) for m in find_places(Article(doc_id="a", text=text, sha256=""), ())]
    [('Kenya', 'country:KE'), ('Rotterdam', 'geonames:2747891')]
    """
    reader = _Reader(article.text, blocked, gazetteer())
    return reader.mentions()


class _Reader:
    """One article on its way from names to mentions."""

    def __init__(self, text: str, blocked: Sequence[tuple[int, int]], places: Gazetteer) -> None:
        self._view = View(text, places)
        self._blocked = sorted(blocked)
        self._starts = [start for start, _ in self._blocked]
        hits = [
            hit
            for hit in places.find(self._view.names)
            if hit.senses[0].entry.kind not in _NO_PLACES and self._free(hit.start, hit.end)
        ]
        plain = [hit for hit in hits if not has_role(hit.name, "function", "time", "common")]
        self._zones = [zone for zone in find_zones(self._view, plain) if self._free(zone.start, zone.end)]
        self._names = choose(find_names(self._view, hits, places))
        self._entities = Entities(places)
        self._gazetteer = places

    def _free(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, start)
        return not (
            (at and self._blocked[at - 1][1] > start) or (at < len(self._blocked) and self._blocked[at][0] < end)
        )

    def _spelling(self, start: int, end: int) -> str:
        """A name as the article writes it, with plain spaces; one in capitals is given in title case."""
        text, plain = self._view.text[start:end], self._view.names[start:end]
        return " ".join((plain if text.isupper() else text).split())

    def mentions(self) -> list[Mention]:
        found = self._named()
        found = sorted(found, key=lambda item: item[0])
        found = self._with_nominals(found)
        return [
            Mention(
                label=Label.ZONE if entity.kind in _SITES else Label.PLACE,
                start=start,
                end=end,
                text=self._view.text[start:end],
                rule=rule,
                place=self._entities.place(entity),
                nominal=nominal,
            )
            for start, end, rule, nominal, entity in found
        ]

    def _named(self) -> list[tuple[int, int, str, bool, Entity]]:
        found: list[tuple[int, int, str, bool, Entity]] = []
        by_start = {name.hit.start: name for name in self._names}
        starts = [zone.start for zone in self._zones]
        for name in self._names:
            at = bisect_right(starts, name.start)
            if at and self._zones[at - 1].end > name.start or (at < len(starts) and starts[at] < name.end):
                continue
            entity = self._entities.of_name(name)
            nominal = name.demonym
            if not nominal:
                entity.names.append(self._spelling(name.start, name.end))
            found.append((name.start, name.end, name.rule, nominal, entity))
            if (
                name.container
                and name.container.sense
                and not nominal
                and lies_in(name.chosen.entry, name.container.chosen.entry)
            ):
                outer = self._entities.of_name(name.container)
                if outer is not entity and entity.within is None:
                    entity.within = outer
        found += self._unknown(found)
        found.sort(key=lambda item: item[0])
        return found + self._zone_mentions(found, by_start)

    def _unknown(self, named: list[tuple[int, int, str, bool, Entity]]) -> list[tuple[int, int, str, bool, Entity]]:
        found = []
        taken = [(start, end) for start, end, *_ in named] + [(zone.start, zone.end) for zone in self._zones]
        for unknown in find_unknown(self._view, self._names):
            if any(start < unknown.end and unknown.start < end for start, end in taken) or not self._free(
                unknown.start, unknown.end
            ):
                continue
            entity = self._entities.of_unknown(unknown.name, unknown.kind)
            entity.names.append(self._spelling(unknown.start, unknown.end))
            found.append((unknown.start, unknown.end, "name-and-type-word", False, entity))
        return found

    def _zone_mentions(
        self, named: list[tuple[int, int, str, bool, Entity]], by_start: dict[int, Name]
    ) -> list[tuple[int, int, str, bool, Entity]]:
        ends = [item[0] for item in named]
        zones = []
        for zone in sorted(self._zones, key=lambda zone: (len(zone.head.split()) == 1, zone.start)):
            home = self._home(zone, named, ends, by_start)
            canonical = zone.name.replace("-", " ")
            for hit in zone.places:
                entry = hit.senses[0].entry
                canonical = canonical.replace(hit.name.replace("-", " "), entry.name)
            entity = self._short_form(zone, home) or self._entities.of_zone(zone, home, canonical)
            entity.names.append(self._spelling(zone.start, zone.end))
            zones.append((zone.start, zone.end, zone.rule, False, entity))
        return zones

    def _short_form(self, zone: Zone, home: Entity | None) -> Entity | None:
        """`Ordos zone` is the only zone of Ordos the article names in full."""
        if zone.head not in {"zone", "port", "airport", "free trade zone", "bonded zone"} or home is None:
            return None
        same = [entity for entity in self._entities.zones() if entity.kind == zone.kind and entity.within is home]
        return same[0] if len(same) == 1 and zone.rule == "place-and-type-word" else None

    def _home(
        self, zone: Zone, named: list[tuple[int, int, str, bool, Entity]], starts: list[int], by_start: dict[int, Name]
    ) -> Entity | None:
        """The place a zone lies in: the one in its name, else the one named right after it, else the one in focus."""
        for hit in zone.places:
            name = by_start.get(hit.start)
            if name and name.sense and name.sense.entry.kind not in {"group", "region"} and name.sense.how != "demonym":
                return self._entities.of_name(name)
        at = bisect_right(starts, zone.end)
        if at < len(named):
            start, _, _, nominal, entity = named[at]
            if not nominal and re.fullmatch(
                r",? (?:in|of) (?:the )?(?:[a-z]+ ){0,4}(?:of )?|, ", self._view.names[zone.end : start]
            ):
                return entity
        for _, _, _, nominal, entity in reversed(named[: bisect_right(starts, zone.start)]):
            if not nominal and entity.kind not in {"group", "region"}:
                return entity
        return None

    def _with_nominals(
        self, found: list[tuple[int, int, str, bool, Entity]]
    ) -> list[tuple[int, int, str, bool, Entity]]:
        merged: list[tuple[int, int, str, bool, Entity]] = []
        last: list[Entity] = []
        position = 0
        for nominal in find_nominals(self._view):
            while position < len(found) and found[position][0] <= nominal.start:
                merged.append(found[position])
                last.append(found[position][4])
                position += 1
            overlaps = (merged and merged[-1][1] > nominal.start) or (
                position < len(found) and found[position][0] < nominal.end
            )
            if overlaps or not self._free(nominal.start, nominal.end):
                continue
            entity = self._resolve(nominal, last)
            if entity is not None:
                merged.append((nominal.start, nominal.end, "nominal", True, entity))
                last.append(entity)
        return merged + found[position:]

    def _resolve(self, nominal: Nominal, last: list[Entity]) -> Entity | None:
        for entity in reversed(last):
            if entity.kind in nominal.kinds:
                return entity
        if nominal.kinds == ("country",):
            for entity in reversed(last):
                country = self._entities.country(entity.country)
                if country is not None:
                    return country
        return None
