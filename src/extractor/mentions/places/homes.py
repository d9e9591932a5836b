"""Where a zone lies: as the article says it, else as its name says it, else in the place last spoken of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from extractor.gazetteer import Entry, Hit
from extractor.mentions.places.entities import SITES, Entities, Entity, Found
from extractor.mentions.places.name import Name, lies_in, rank
from extractor.mentions.places.sides import Sides
from extractor.mentions.places.view import View
from extractor.mentions.places.zones import Zone

_LIES_IN = re.compile(r"(?: \([^()\n]{1,20}\))?(?:,? (?:in|of) (?:the )?(?:[a-z]+ ){0,4}(?:of )?|, )")
_GOES_ON = re.compile(r",? (?:and|or) [A-Z]|, [A-Z]")
_TOWN = 50_000  # people, from which an alias in a zone's name is taken for the place
_SOON = 120  # characters ahead within which a place may tell whose zone it is
_FAR = 20  # mentions back that may still be the place spoken of
_NO_HOME = {"group", "region", "sea"}


class Homes:
    """The places of an article as homes of its zones."""

    def __init__(self, view: View, named: Sequence[Found], names: Sequence[Name], entities: Entities) -> None:
        self._view = view
        self._named = named
        self._starts = [item.start for item in named]
        self._senses = {name.hit.start: name for name in names}
        self._entities = entities
        self._countries = {item.entity.country for item in named if item.entity.country and not item.nominal}

    def of_zone(self, zone: Zone) -> Entity | None:
        """The place a zone lies in."""
        said = self.said(zone.start, zone.end)
        inside = [entry for hit in zone.places if (entry := self._entry(hit, said))]
        if inside:
            home = self._entities.of_entry(max(inside, key=rank))
            agrees = said is None or _agree(home, said) or self._view.names.startswith(",", zone.end)
            owner = self._owner(zone.start)
            if said and agrees and home.kind == "country":
                return said
            if agrees and (owner is None or any(lies_in(entry, owner) for entry in inside)):
                return home
        regions = [hit.senses[0].entry for hit in zone.places if hit.senses[0].entry.kind == "region"]
        country = self._entities.country(regions[0].country) if regions else None  # `Kansai International Airport`
        if said and country and said.country != country.country:
            return country
        return said or country or self.spoken_of(zone.start) or self._named_next(zone.end) or self._only_country()

    def said(self, start: int, end: int) -> Entity | None:
        """The place the text itself puts it in: `Suzhou` in `the zone in the city of Suzhou`, `London's Heathrow`."""
        owner = self._owner(start)
        if owner:
            return self._entities.of_entry(owner)
        after = bisect_right(self._starts, end)
        if after < len(self._named):
            following = self._named[after]
            fits = not following.nominal and following.entity.kind not in _NO_HOME
            gap = _LIES_IN.fullmatch(self._view.names, end, following.start)
            if fits and gap and not (gap[0] == ", " and self._is_listed(start, following)):
                return following.entity
        return None

    def _is_listed(self, start: int, following: Found) -> bool:
        """Whether it stands among towns or sites: `Jeddah, King Abdullah Port, Dammam and Jubail`."""
        if following.entity.kind in SITES:
            return True
        among = self._view.names.endswith(", ", 0, start) and following.entity.kind in {"city", "town", "prefecture"}
        return among and _GOES_ON.match(self._view.names, following.end) is not None

    def _owner(self, start: int) -> Entry | None:
        before = bisect_right(self._starts, start) - 1
        if before < 0 or self._view.names[self._named[before].end : start] != "'s ":
            return None
        return self._entities.entry(self._named[before].entity.id)

    def _entry(self, hit: Hit, said: Entity | None) -> Entry | None:
        """What a name inside the zone's name means; outside of it the name might have to be left out.

        Of several places of the name it is the one that lies where the text puts the zone.
        """
        name = self._senses.get(hit.start)
        best = name.chosen.entry if name else hit.senses[0].entry
        if said and len(hit.senses) > 1 and not _agree(best, said):
            there = (sense.entry for sense in hit.senses if sense.how != "demonym" and _agree(sense.entry, said))
            found = next((entry for entry in there if entry.kind not in _NO_HOME), None)
            if found:
                return found
        if name:
            sense = name.chosen
            return sense.entry if sense.how != "demonym" and sense.entry.kind not in _NO_HOME else None
        # the zone's own words bear the name out: in a country the article names, else the largest of them
        senses = [sense for sense in hit.senses if sense.how != "demonym" and sense.entry.kind not in _NO_HOME]
        famous = bool(senses) and senses[0].how == "kept"  # `Port Houston`, though the article is about Britain
        here = [
            sense.entry
            for sense in senses
            if sense.entry.country in self._countries
            and (sense.how == "kept" or not famous or sense.entry.population >= _TOWN)
        ]
        known = [sense.entry for sense in senses if sense.how in {"kept", "name"} or sense.entry.population >= _TOWN]
        return next(iter(here or known), None)

    def _named_next(self, end: int) -> Entity | None:
        """The country of the place named next in the sentence."""
        after = bisect_right(self._starts, end)
        following = self._named[after] if after < len(self._named) else None
        if following is None or following.start - end > _SOON or ". " in self._view.names[end : following.start]:
            return None
        return self._entities.country(following.entity.country)

    def _only_country(self) -> Entity | None:
        """The country of all the article's places, where they lie in one."""
        return self._entities.country(next(iter(self._countries))) if len(self._countries) == 1 else None

    def spoken_of(self, start: int) -> Entity | None:
        """The place the article named last before; one it only trades with where it named no other."""
        before = bisect_right(self._starts, start)
        traded_with: Entity | None = None
        for at in range(before - 1, max(0, before - _FAR) - 1, -1):
            item = self._named[at]
            if item.nominal or item.entity.kind in _NO_HOME:
                continue
            if at not in self._partners:
                return item.entity
            traded_with = traded_with or item.entity
        return traded_with

    @cached_property
    def _partners(self) -> frozenset[int]:
        """Which of the mentions name a partner."""
        sides = Sides(self._view)
        return frozenset(at for at, item in enumerate(self._named) if sides.is_partner(item))


def _agree(inner: Entity | Entry, outer: Entity) -> bool:
    """Whether one place may lie in the other or beside it in one division, as far as their codes tell."""
    divisions = {inner.subdivision, outer.subdivision} - {""}
    return inner.country == outer.country and len(divisions) < 2
