"""One `Place` for each distinct place of an article, with the fullest name the article uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractor.gazetteer import Entry, Gazetteer, slug
from extractor.mentions.places.name import Name, rank
from extractor.mentions.places.zones import Zone
from extractor.records import Place

_SMALL = {"county", "district", "town"}
_TOWNS = {"city", "municipality", "town"}
_PORT = re.compile(r"\b(?:sea)?ports?(?: of)?\b", re.IGNORECASE)
_PARTS_OF_TOWNS = {"district", "county"}
SITES = frozenset({"zone", "port", "airport", "market", "crossing"})


@dataclass
class Entity:
    """A place while the article is read.

    Attributes:
        id: Stable identifier.
        kind: As in `Place.kind`.
        country: ISO 3166-1 or empty.
        subdivision: ISO 3166-2 or empty.
        names: Every name the article gives it.
        within: The place it lies in, as the article says.
        shown: The gazetteer's name, for where the article gives none.
    """

    id: str
    kind: str
    country: str = ""
    subdivision: str = ""
    names: list[str] = field(default_factory=list)
    within: Entity | None = None
    shown: str = ""
    held_by: str = ""
    place: Place | None = None

    @property
    def name(self) -> str:
        """The fullest name the article uses; of a country the usual one, where the article uses it."""
        if self.kind == "country" and self.shown in self.names:
            return self.shown
        return max(self.names, key=len) if self.names else self.shown


class Found(NamedTuple):
    """A mention before it becomes a record."""

    start: int
    end: int
    rule: str
    nominal: bool
    entity: Entity


class Entities:
    """The places of one article."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._all: dict[str, Entity] = {}

    def of_entry(self, entry: Entry) -> Entity:
        """The entity of a place of the gazetteer."""
        found = self._all.get(entry.id)
        if found is None:
            found = Entity(
                entry.id, entry.kind, entry.country, entry.subdivision, shown=entry.name, held_by=entry.within
            )
            self._all[entry.id] = found
        return found

    def of_name(self, name: Name) -> Entity:
        """The entity of a name whose sense is chosen."""
        entry = name.chosen.entry
        if "one-of-many" in name.evidence:
            same = len({sense.entry.country for sense in name.hit.senses}) == 1
            return self.of_unknown(name.hit.name, name.type, None, self.country(entry.country) if same else None)
        entity = self.of_entry(entry)
        if name.type in _SMALL and rank(entry) in {1, 2} and entry.kind != name.type:
            return self.of_unknown(
                f"{name.hit.name} {name.type}", name.type, entity, None
            )  # in Alxa: `Alxa Right Banner`
        if name.type in _PARTS_OF_TOWNS and entity.kind == "city":
            entity.kind = name.type  # the data calls every part of a Chinese city a city
        if name.rule == "countries-of":
            entity.kind = "group"
        return entity

    def entry(self, id_: str) -> Entry | None:
        """The gazetteer's place of that identifier."""
        return self._gazetteer.by_id(id_)

    def of_unknown(self, words: str, kind: str, home: Entity | None, near: Entity | None) -> Entity:
        """A place known by its type word alone: it lies where it is said to, and in the country spoken of."""
        country = home.country if home else near.country if near else ""
        key = f"{kind}:{slug(country + ' ' + words)}"
        found = self._all.setdefault(key, Entity(key, kind, country, shown=words))
        if home and found.within is None:
            found.within, found.subdivision = home, home.subdivision
        return found

    def of_zone(self, zone: Zone, home: Entity | None, canonical: str) -> Entity:
        """The entity of a zone; spellings of its place's name and of its type words do not matter."""
        head = re.sub(r"\barea\b", "zone", zone.head)
        key = f"{zone.kind}:{slug((home.country if home else '') + ' ' + canonical + ' ' + head)}"
        found = self._all.get(key)
        if found is None:
            found = Entity(key, zone.kind, home.country if home else "", home.subdivision if home else "")
            self._all[key] = found
        if found.within is None:
            found.within = home
        return found

    def of_site(self, zone: Zone) -> Entity | None:
        """The site of that name the gazetteer has, whether its type word is capitalised or not: `Changi airport`."""
        senses = self._gazetteer.lookup(f"{zone.name} {zone.head.title()}")
        site = senses[0].entry if senses and senses[0].how == "kept" else None
        return self.of_entry(site) if site and site.kind == zone.kind else None

    def zones(self) -> list[Entity]:
        """Zones of all kinds, in the order they came up."""
        return [entity for entity in self._all.values() if entity.kind in SITES]

    def country(self, code: str) -> Entity | None:
        """The entity of a country, whether the article names it or not."""
        entry = self._gazetteer.by_id(f"country:{code}") if code else None
        return self.of_entry(entry) if entry else None

    def place(self, entity: Entity) -> Place:
        """The finished record, the same object at every call."""
        if entity.place is None:
            entity.place = Place(
                name=entity.name,
                kind=entity.kind,
                country=entity.country or None,
                subdivision=entity.subdivision or None,
                within=tuple(self._chain(entity)),
                id=entity.id,
                **self._coordinates(entity),
            )
        return entity.place

    def _coordinates(self, entity: Entity) -> dict[str, Decimal]:
        entry = self._gazetteer.by_id(entity.id)
        if entity.kind == "port" and not (entry and entry.lat):
            entry = self._town_of_port(entity)
        return {"lat": Decimal(entry.lat), "lon": Decimal(entry.lon)} if entry and entry.lat else {}

    def _town_of_port(self, port: Entity) -> Entry | None:
        """The town a port is named after: `Port of Rotterdam`, `Xiamen port`."""
        senses = self._gazetteer.lookup(" ".join(_PORT.sub(" ", port.name).split()))
        towns = (entry for entry, how in senses if how in {"name", "kept"} and entry.kind in _TOWNS)
        return next((town for town in towns if town.country == port.country and town.lat), None)

    def _chain(self, entity: Entity) -> Sequence[str]:
        """Names of the places it lies in, from the article first, the gazetteer second."""
        chain: list[str] = []
        seen = {entity.id}
        outer = entity.within
        while outer is not None and outer.id not in seen and outer.kind not in {"country", "group", "region"}:
            chain.append(outer.name)
            seen.add(outer.id)
            if outer.held_by and outer.held_by not in chain:
                chain.append(outer.held_by)
            outer = outer.within
        if entity.held_by:
            chain.insert(0, entity.held_by)
        for id_ in (f"subdivision:{entity.subdivision}", f"country:{entity.country}"):
            entry = self._gazetteer.by_id(id_)
            if entry and id_ not in seen and entry.id != entity.id and entry.name not in {entity.shown, *entity.names}:
                chain.append((self._all[id_].name if id_ in self._all else "") or entry.name)
        return list(dict.fromkeys(chain))
