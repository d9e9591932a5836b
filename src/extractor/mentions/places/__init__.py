"""Places and zones: names found, disambiguated and gathered into one `Place` each; descriptions resolved.

The way of a name: `gazetteer` finds it, `zones` (and `shared`, in lists) takes it in where it is part of a zone's name,
`names` looks at its surroundings, `namesakes` for persons and rivers and `chains` at the names beside it, `senses`
decides which place it means or that it is none, `entities` gathers all that mean the same place, `nominals` finds
`the zone` and `this city`, which stand for the place last in focus of that kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from extractor.gazetteer import Gazetteer, Hit, gazetteer
from extractor.mentions.places.composed import compose
from extractor.mentions.places.entities import SITES, Entities, Entity, Found
from extractor.mentions.places.homes import Homes
from extractor.mentions.places.name import may_lie_in
from extractor.mentions.places.names import find_names, find_unknown
from extractor.mentions.places.nominals import Focus, find_nominals
from extractor.mentions.places.senses import choose
from extractor.mentions.places.shared import find_shared
from extractor.mentions.places.view import View, has_role
from extractor.mentions.places.zones import Zone, find_zones
from extractor.records import Article, Label, Mention

__all__ = ["find_places"]

_NO_WORDS = ("function", "time", "news")
_NO_PLACES = frozenset({"no-place"})
_SHORT_FORM = re.compile(r" \([\"“']?([A-Z][A-Za-z&-]{1,11})[\"”']?\)")
_MOST_SHORT_FORMS = 50
_ONE_OF_SEVERAL = re.compile(r"\b(?:rail(?:way)?|road|highway|fishing) port$", re.IGNORECASE)  # the town has others


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
    composed = compose(article.text)
    if composed is None:
        return _Reader(article.text, blocked, gazetteer()).mentions()
    found = _Reader(composed.text, [composed.forth(*span) for span in blocked], gazetteer()).mentions()
    spans = [composed.back(mention.start, mention.end) for mention in found]
    return [
        mention.model_copy(update={"start": start, "end": end, "text": article.text[start:end]})
        for mention, (start, end) in zip(found, spans, strict=True)
    ]


class _Spans:
    """Spans that are taken."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def free(self, start: int, end: int) -> bool:
        """Whether nothing taken overlaps the span."""
        at = bisect_right(self._starts, start)
        before = at and self._spans[at - 1][1] > start
        return not before and not (at < len(self._spans) and self._spans[at][0] < end)


class _Reader:
    """One article on its way from names to mentions."""

    def __init__(self, text: str, blocked: Sequence[tuple[int, int]], places: Gazetteer) -> None:
        self._view = View(text, places)
        self._blocked = _Spans(blocked)
        hits = [hit for hit in places.find(self._view.names) if self._usable(hit)]
        kept = [hit for hit in hits if hit.senses[0].how == "kept" or not has_role(hit.name, *_NO_WORDS)]
        proper = [hit for hit in kept if hit.senses[0].how == "kept" or not has_role(hit.name, "common")]
        zones = find_zones(self._view, proper, kept)
        shared = find_shared(self._view, proper, zones)
        unshared = _Spans([(zone.start, zone.end) for zone in shared])
        zones = sorted(
            [*(zone for zone in zones if unshared.free(zone.start, zone.end)), *shared], key=attrgetter("start")
        )
        self._zones = [zone for zone in zones if self._blocked.free(zone.start, zone.end)]
        self._names = choose(find_names(self._view, hits))
        self._entities = Entities(places)

    def _usable(self, hit: Hit) -> bool:
        return hit.senses[0].entry.kind not in _NO_PLACES and self._blocked.free(hit.start, hit.end)

    def _spelling(self, start: int, end: int) -> str:
        """A name as the article writes it, with plain spaces; one in capitals is given in title case."""
        text, plain = self._view.text[start:end], self._view.names[start:end]
        return " ".join((plain if text.isupper() else text).split())

    def mentions(self) -> list[Mention]:
        named = self._named()
        zones = self._zone_mentions(named)
        names = sorted([*named, *zones, *self._short_forms(named, zones)], key=attrgetter("start"))
        short = {item.start for full, item in pairwise(names) if self._is_short_for(full, item)}
        found = self._with_nominals([item for item in names if item.start not in short])
        return [
            Mention(
                label=Label.ZONE if entity.kind in SITES else Label.PLACE,
                start=start,
                end=end,
                text=self._view.text[start:end],
                rule=rule,
                place=self._entities.place(entity),
                nominal=nominal,
            )
            for start, end, rule, nominal, entity in found
        ]

    def _is_short_for(self, full: Found, short: Found) -> bool:
        """Whether the second is but the short form of a zone in brackets after its name."""
        same = full.entity is short.entity and short.entity.kind in SITES
        return same and short.start - full.end == 2 and self._view.names.startswith(")", short.end)

    def _named(self) -> list[Found]:
        """Mentions of places, by the gazetteer and by type words."""
        found: list[Found] = []
        taken = _Spans([(zone.start, zone.end) for zone in self._zones])
        for name in self._names:
            if not taken.free(name.start, name.end):
                continue
            entity = self._entities.of_name(name)
            found.append(Found(name.start, name.end, name.rule, name.demonym, entity))
            if name.demonym:
                continue
            if not self._view.lower.endswith(("non-", "non "), 0, name.start):  # "non-EU countries" are not named so
                entity.names.append(self._spelling(name.start, name.end))
            outer = name.container
            if (
                outer
                and outer.sense
                and entity.within is None
                and may_lie_in(name, name.chosen.entry, outer.chosen.entry)
            ):
                entity.within = self._entities.of_name(outer)
        taken = _Spans([*((item.start, item.end) for item in found), *((zone.start, zone.end) for zone in self._zones)])
        homes = Homes(self._view, list(found), self._names, self._entities)
        for unknown in find_unknown(self._view, self._names):
            if taken.free(unknown.start, unknown.end) and self._blocked.free(unknown.start, unknown.end):
                home, near = homes.said(unknown.start, unknown.end), homes.spoken_of(unknown.start)
                entity = self._entities.of_unknown(unknown.name, unknown.kind, home, near)
                entity.names.append(self._spelling(unknown.start, unknown.end))
                found.append(Found(unknown.start, unknown.end, "name-and-type-word", False, entity))
        return sorted(found, key=attrgetter("start"))

    def _zone_mentions(self, places: list[Found]) -> list[Found]:
        """Mentions of zones; full names first, so that `Suzhou zone` finds the one it is short for."""
        zones = []
        homes = Homes(self._view, places, self._names, self._entities)
        for zone in sorted(self._zones, key=lambda zone: (len(zone.head.split()) == 1, zone.start)):
            home = homes.of_zone(zone)
            canonical = zone.name.replace("-", " ")
            for hit in zone.places:
                if hit.senses[0].how == "kept":  # `Peking` and `Beijing` are one
                    canonical = canonical.replace(hit.name.replace("-", " "), hit.senses[0].entry.name)
            entity = self._known_site(zone, home) or self._entities.of_zone(zone, home, canonical)
            named = self._spelling(zone.start, zone.end)
            entity.names.append(f"{named} {zone.head}" if zone.rule == "shared-type-word" else named)
            zones.append(Found(zone.start, zone.end, zone.rule, False, entity))
        return sorted(zones, key=attrgetter("start"))

    def _known_site(self, zone: Zone, home: Entity | None) -> Entity | None:
        """The site the name is short for (`Suzhou zone`), or the gazetteer has under it (`Torkham border crossing`)."""
        if site := self._entities.of_site(zone):
            return site
        if home is None:
            return None
        if home.kind == zone.kind and [hit.name for hit in zone.places] == [zone.name]:
            return home
        if zone.rule != "place-and-type-word":
            return None
        same = [entity for entity in self._entities.zones() if entity.kind == zone.kind and entity.within is home]
        return same[0] if len(same) == 1 and not _ONE_OF_SEVERAL.search(same[0].name) else None

    def _short_forms(self, named: list[Found], zones: list[Found]) -> Iterator[Found]:
        """Later uses of a short form that the article introduces: `Jebel Ali Free Zone (JAFZA)`."""
        taken = _Spans([(item.start, item.end) for item in (*named, *zones)])
        known: set[str] = set()
        for zone in zones:
            match = _SHORT_FORM.match(self._view.names, zone.end)
            if (
                match is None
                or match[1] in known
                or has_role(match[1].lower(), "generic-zone")
                or len(known) == _MOST_SHORT_FORMS
            ):
                continue
            known.add(match[1])
            for use in re.finditer(rf"(?<![\w-]){re.escape(match[1])}(?![\w-])", self._view.names[match.end() :]):
                start, end = match.end() + use.start(), match.end() + use.end()
                if taken.free(start, end) and self._blocked.free(start, end):
                    yield Found(start, end, "short-form", False, zone.entity)

    def _with_nominals(self, found: list[Found]) -> list[Found]:
        """The mentions with the descriptions that stand for one of those before them."""
        merged: list[Found] = []
        focus = Focus(self._view, self._entities)
        taken = _Spans([(item.start, item.end) for item in found])
        named = _Spans([(item.start, item.end) for item in found if item.entity.kind != "region"])
        position = 0
        for nominal in find_nominals(self._view):
            while position < len(found) and found[position].start <= nominal.start:
                focus.see(found[position])
                merged.append(found[position])
                position += 1
            others = named if nominal.is_regional else taken  # the "African" of "the African nation" is a part of it
            if not (others.free(nominal.start, nominal.end) and self._blocked.free(nominal.start, nominal.end)):
                continue
            entity = focus.resolve(nominal)
            if entity is not None:
                while position < len(found) and found[position].start < nominal.end:
                    position += 1
                merged.append(Found(nominal.start, nominal.end, "nominal", True, entity))
                focus.see(merged[-1])
        return merged + found[position:]
