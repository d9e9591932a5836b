"""Zones that share their type words: `the bonded zones of Kashgar and Horgos`, `Manzhouli and Erenhot ports`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor import lexicons
from extractor.gazetteer import WHOLE, Hit
from extractor.mentions.places.view import View
from extractor.mentions.places.zones import VAGUE, Zone, ZoneWord, whole_words

_OF = re.compile(r" of (?:the )?")
_COMMA = ", "
_LAST = re.compile(r",? (?:and|&)(?: the)? ")
_LONGEST_GAP = 9  # of `, and the `
_MOST = 8  # names in a list
_TOWNS = frozenset({"city", "municipality", "town", "county", "district", "port", "crossing", "zone", "island"})


@cache
def _plurals() -> tuple[AhoCorasick, dict[str, ZoneWord]]:
    rows = [row for row in lexicons.rows("zone_words.tsv", ZoneWord) if row.words not in VAGUE and row.words[-1] != "s"]
    plurals = {row.words[:-1] + "ies" if row.words[-1] == "y" else f"{row.words}s": row for row in rows}
    return AhoCorasick(list(plurals), MatchKind.LeftmostLongest), plurals


def find_shared(view: View, hits: Sequence[Hit], zones: Sequence[Zone]) -> list[Zone]:
    """The names that a plural type word makes zones of; zones with type words of their own stay as they are.

    Where one overlaps one of ``zones``, that one was misread: `free zones of Sohar` is no zone.
    """
    automaton, plurals = _plurals()
    lists = _Lists(view, hits, zones)
    found: dict[int, Zone] = {}
    own = set(zones)
    for _, begin, end in automaton.find_matches_as_indexes(view.lower):
        start = whole_words(view.lower, begin, end)
        row = None if start is None else plurals.get(view.lower[start:end])
        if start is None or row is None or view.titled(start):
            continue
        listed = lists.after(end, row) or lists.before(start, row)
        for item in listed:
            if item not in own:
                found.setdefault(item.start, item)
    return list(found.values())


class _Joined(NamedTuple):
    """Two towns with one port: `Ningbo-Zhoushan`."""

    first: Hit
    second: Hit


class _Lists:
    """Lists of names and of zones that have a type word of their own."""

    def __init__(self, view: View, hits: Sequence[Hit], zones: Sequence[Zone]) -> None:
        self._view = view
        whole = {(hit.start, hit.end) for hit in hits}  # `Alataw Pass` is a name like `Horgos`
        apart = [zone for zone in zones if (zone.start, zone.end) not in whole]
        joined = [
            _Joined(one, other)
            for one, other in pairwise(hits)
            if other.start == one.end + 1 and view.names[one.end] == "-"
        ]
        self._starting: dict[int, Hit | Zone | _Joined] = {hit.start: hit for hit in hits}
        self._starting |= {zone.start: zone for zone in apart} | {pair.first.start: pair for pair in joined}
        self._ending: dict[int, Hit | Zone | _Joined] = {hit.end: hit for hit in hits}
        self._ending |= {zone.end: zone for zone in apart} | {pair.second.end: pair for pair in joined}

    def after(self, end: int, row: ZoneWord) -> list[Zone]:
        """The list of two or more after `of`; empty where there is none."""
        of = _OF.match(self._view.names, end)
        found: list[Zone] = []
        at, last = of.end() if of else -1, False
        while (item := _zone(self._starting.get(at), row)) and len(found) < _MOST:
            found.append(item)
            gap = None if last else _LAST.match(self._view.names, item.end)
            if gap:
                at, last = gap.end(), True
            elif not last and self._view.names.startswith(_COMMA, item.end):
                at = item.end + len(_COMMA)
            else:
                break
        return found if last and len(found) > 1 else []

    def before(self, start: int, row: ZoneWord) -> list[Zone]:
        """The list of two or more that ends right before the type word; empty where there is none."""
        found: list[Zone] = []
        at = start - 1
        while (item := _zone(self._ending.get(at), row)) and len(found) < _MOST:
            found.append(item)
            joint = self._joint(item.start, last=len(found) == 1)
            if not joint:
                break
            at = item.start - joint
        return found if len(found) > 1 else []

    def _joint(self, start: int, *, last: bool) -> int:
        """Length of what joins the item that begins there to the one before it; 0 where nothing does."""
        before = self._view.names[max(0, start - _LONGEST_GAP) : start]
        if not last:
            return len(_COMMA) if before.endswith(_COMMA) else 0
        return max((len(gap[0]) for gap in _LAST.finditer(before) if gap.end() == len(before)), default=0)


def _zone(item: Hit | Zone | _Joined | None, row: ZoneWord) -> Zone | None:
    """What the type word makes of an item: countries have ports, and provinces too, but towns are ports."""
    if item is None or isinstance(item, Zone):
        return item
    if isinstance(item, _Joined):
        one, other = (_zone(hit, row) for hit in item)
        name = f"{item.first.name}-{item.second.name}"
        return one and other and one._replace(end=other.end, name=name, places=one.places + other.places)
    senses = [sense for sense in item.senses if sense.how != "demonym" and sense.entry.kind not in WHOLE]
    if len(senses) < len(item.senses) or not (
        "free trade" in row.words or any(sense.entry.kind in _TOWNS for sense in senses)
    ):
        return None
    return Zone(item.start, item.end, row.kind, item.name, row.words, (item,), "shared-type-word")
