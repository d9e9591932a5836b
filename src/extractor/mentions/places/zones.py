"""Zones by grammar: a capitalised name before words such as `comprehensive bonded zone`, whatever the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor import lexicons
from extractor.gazetteer import WHOLE, Hit
from extractor.mentions.places.view import View, any_of, has_role, is_part_of_word

_LONGEST_NAME = 9  # words before the type words
_OF_NAME = re.compile(r" (?P<at>of|at) (?:the )?(?P<name>[A-Z][\w'.-]*(?:(?: | and | & |-)[A-Z][\w'.-]*){0,3})")
_AREA = re.compile(r" (?:Area|Zone|Park|Cluster)\b(?! (?:of|[A-Z]))")
_ANOTHER = re.compile(r"(?:[ -][A-Z][\w-]*){0,4} (?:Port|Zone|Airport|Area|Park|Free)\b")
_NUMBER = re.compile(
    r" (?:No\. ?|Number |#)?\d{1,3}\b(?![.,]?\d|%| (?:percent|million|billion))"
)  # `Foreign-Trade Zone No. 49`
_BRACKETED = re.compile(r"\([A-Z][^()\n]{1,40}\) $")
# Weak words that name a site only when they are capitalised: `the Chinese market`, `a city park`.
_SITES = {"zone", "port", "crossing", "airport"}
VAGUE = {"market", "park", "terminal", "trade center", "trade centre"}


class ZoneWord(NamedTuple):
    """A line of ``zone_words.tsv``."""

    words: str
    kind: str
    weak: bool = False


class Zone(NamedTuple):
    """A designated trade site as the text names it.

    Attributes:
        start: First character.
        end: One past the last.
        kind: ``zone``, ``port``, ``airport``, ``market``, ``crossing``.
        name: What stands before the type words.
        head: The type words in lower case.
        places: The gazetteer's names inside the zone's name, in order.
        rule: What recognised it.
    """

    start: int
    end: int
    kind: str
    name: str
    head: str
    places: tuple[Hit, ...]
    rule: str


class _Words(NamedTuple):
    automaton: AhoCorasick
    rows: tuple[ZoneWord, ...]
    numbers: dict[str, int]


@cache
def _words() -> _Words:
    rows = lexicons.rows("zone_words.tsv", ZoneWord)
    return _Words(
        AhoCorasick([row.words for row in rows], MatchKind.LeftmostLongest),
        rows,
        {row.words: n for n, row in enumerate(rows)},
    )


@cache
def _owner() -> re.Pattern[str]:
    """What turns the name of a port or an airport into the name of an organisation."""
    return re.compile(rf" (?:{any_of('site-owner')})\b")


def find_zones(view: View, hits: Sequence[Hit], named: Sequence[Hit]) -> list[Zone]:
    """Named zones in the order of the text, never overlapping.

    Args:
        view: The text.
        hits: Names of the gazetteer that are no ordinary words.
        named: The same and those that are (`Bar`), which after `port of` are names.
    """
    names = _Names(hits, named)
    zones: list[Zone] = []
    for row, start, end in _heads(view):
        if (zones and start < zones[-1].end) or names.is_site(start, end):
            continue
        zone = _zone_at(view, names, row, start, end)
        if zone is None or _owner().match(view.names, zone.end):
            continue
        if zones and zone.start <= zones[-1].start:  # `Sharjah Airport International Free Zone`
            zones.pop()
        elif zones and zone.start < zones[-1].end:
            continue
        zones.append(_with_area(view, zone))
    return sorted([*zones, *_apart(_prefixed(view, hits), zones)], key=attrgetter("start"))


def _apart(more: Sequence[Zone], zones: Sequence[Zone]) -> Iterator[Zone]:
    """Those that overlap none of ``zones``, which come in order."""
    starts = [zone.start for zone in zones]
    for zone in more:
        at = bisect_left(starts, zone.end)
        if at == 0 or zones[at - 1].end <= zone.start:
            yield zone


def _zone_at(view: View, names: _Names, row: ZoneWord, start: int, end: int) -> Zone | None:
    """The zone whose type words stand there: numbered, named after them or named before them."""
    numbered = row.kind == "zone" and not row.weak and view.names[start].isupper()
    number = _NUMBER.match(view.names, end) if numbered else None
    if number:
        return Zone(start, number.end(), row.kind, number[0].strip(), row.words, (), "numbered")
    readings = (_forward, _backward) if row.weak else (_backward, _forward)  # `Lin-gang Special Area of Shanghai`
    return next((zone for read in readings if (zone := read(view, names, row, start, end))), None)


_PORT = "Port "
_CITY = 100_000  # people
_BORDER_TOWN = 100_000  # people; the border of a larger city or a division (`the Texas border`) is no one crossing


def _prefixed(view: View, hits: Sequence[Hit]) -> list[Zone]:
    """`Port Houston`: the port of a city, where that is not its name (`Port Said`)."""
    found = []
    for hit in hits:
        entry, start = hit.senses[0].entry, hit.start - len(_PORT)
        if start < 0 or not view.names.startswith(_PORT, start):
            continue
        if entry.kind == "city" and entry.population >= _CITY:
            found.append(Zone(start, hit.end, "port", hit.name, "port", (hit,), "type-before-name"))
    return found


def _with_area(view: View, zone: Zone) -> Zone:
    """`Urumqi International Land Port Area` is more than the port."""
    match = _AREA.match(view.names, zone.end)
    if match is None or zone.kind == "zone" or zone.rule == "type-of-name":
        return zone
    return zone._replace(end=match.end(), kind="zone", head=zone.head + match[0].lower())


class _Names:
    """The gazetteer's names by where they start and end."""

    def __init__(self, hits: Sequence[Hit], named: Sequence[Hit]) -> None:
        self.ending = {hit.end: hit for hit in hits}
        self.starting = {hit.start: hit for hit in named}

    def is_site(self, start: int, end: int) -> bool:
        """Whether the gazetteer itself has a zone or port whose name starts or ends with the type words."""
        hits = (self.starting.get(start), self.ending.get(end))
        site = any(hit and " " in hit.name and hit.senses[0].entry.kind in _SITES for hit in hits)
        town = self.starting.get(start)
        return site or (town is not None and town.end > end and town.senses[0].how == "kept")  # `Port of Spain`

    def inside(self, start: int, end: int) -> tuple[Hit, ...]:
        found = []
        position = start
        while position < end:
            position += 1
            hit = self.ending.get(position)
            if hit and hit.start >= start:
                found.append(hit)
        return tuple(found)


def whole_words(lower: str, start: int, end: int) -> int | None:
    """Where type words begin that an automaton found; None where they are but a part of other words.

    In `Oakland ports` it finds `land ports` and nothing else, and `ports` is left to be seen.
    """
    if not is_part_of_word(lower, start, end):
        return start
    last = lower.rfind(" ", start, end) + 1
    return last if last > start and not is_part_of_word(lower, last, end) else None


def _heads(view: View) -> Iterator[tuple[ZoneWord, int, int]]:
    """Type words, joined where they follow one another: `International Airport Comprehensive Bonded Area`."""
    lower = view.lower
    pending: tuple[ZoneWord, int, int] | None = None
    words = _words()
    for number, begin, end in words.automaton.find_matches_as_indexes(lower):
        start = whole_words(lower, begin, end)
        if start is None:
            continue
        index = words.numbers.get(lower[start:end], number)
        if pending and start != pending[2] + 1:
            yield pending
        pending = (words.rows[index], start, end)
    if pending:
        yield pending


def _forward(view: View, names: _Names, row: ZoneWord, start: int, end: int) -> Zone | None:
    """`Port of Rotterdam`, `the free trade zone of Jebel Ali`: the name follows."""
    match = _OF_NAME.match(view.names, end)
    if match is None or row.kind == "market":
        return None
    if match["at"] == "at" and not (row.kind == "zone" and view.names[start].isupper()):
        return None
    known = names.starting.get(match.start("name"))
    if known is None and not view.names[start].isupper():
        return None
    if known and _is_whole(known):
        return None
    stop = known.end if known else match.start("name") + len(match["name"].rstrip("."))
    capital = view.names[start].isupper()
    ends = view.names.find(". ", stop, match.end() + 30)
    until = ends if ends >= 0 else match.end() + 30
    if _ANOTHER.match(view.names, stop) or (not capital and _ANOTHER.search(view.names, stop, until)):
        return None
    inside = (known,) if known else ()
    return Zone(start, stop, row.kind, view.names[match.start("name") : stop], row.words, inside, "type-of-name")


def _backward(view: View, names: _Names, row: ZoneWord, start: int, end: int) -> Zone | None:
    last_word = max(view.lower.rfind(" ", start, end), view.lower.rfind("-", start, end), start - 1) + 1
    capital = view.names[last_word].isupper()
    known = names.ending.get(start - 1) if view.names[start - 1 : start] == " " else None
    if row.weak and not capital:
        if known is None:
            return _unknown_site(view, names, row, start, end)
        if not _has_sites(known, row) and not (row.words == "market" and view.before(known.start) == "at"):
            return None
        first = _first_of_name(view, names, known.start)
        return Zone(first, end, row.kind, view.names[first : start - 1], row.words, (known,), "place-and-type-word")
    begin = _name_start(view, names, start, capital)
    if begin is None:
        return None
    name = view.names[begin : start - 1]
    whole = names.ending.get(end)  # `Alataw Pass` is the name of a town too
    kept = whole is not None and whole.start == begin and whole.senses[0].how == "kept"
    inside = (whole,) if whole and kept else names.inside(begin, start - 1)
    if not _is_name(view, name, inside, row, capital):
        return None
    return Zone(begin, end, row.kind, name, row.words, inside, "name-and-type-word")


def _has_sites(known: Hit, row: ZoneWord) -> bool:
    """Whether a place's name before a weak word in lower case names a site: `Rotterdam port`, not `the Indian port`."""
    entry, how = known.senses[0]
    if row.words == "border":
        return entry.kind == "crossing" or (how == "kept" and entry.kind == "city" and entry.population < _BORDER_TOWN)
    if row.words in VAGUE and entry.kind != "crossing":
        return False
    return (entry.kind not in WHOLE or has_role(entry.country, "city-state")) and how != "demonym"


_LEADS_TO = frozenset({"the", "at", "through", "via", "near", "of", "from", "to", "and"})
_TOLD_BY_NAME = {**dict.fromkeys(("port", "crossing", "checkpoint", "pass"), _LEADS_TO), "market": frozenset({"at"})}


def _unknown_site(view: View, names: _Names, row: ZoneWord, start: int, end: int) -> Zone | None:
    """`the Nassib crossing`: a site whose name the gazetteer does not have, after a word that leads to one."""
    begin = _name_start(view, names, start, capital=True) if row.words in _TOLD_BY_NAME else None
    if begin is None or view.titled(begin) or view.before(begin).lower() not in _TOLD_BY_NAME[row.words]:
        return None
    name = view.names[begin : start - 1]
    if any(has_role(word, "common", "news", "organisation", "first-name") for word in name.split()):
        return None
    return Zone(begin, end, row.kind, name, row.words, names.inside(begin, start - 1), "name-and-type-word")


def _name_start(view: View, names: _Names, start: int, capital: bool) -> int | None:
    """Walk left over the capitalised words of the name; None where there are none."""
    begin = start
    for _ in range(_LONGEST_NAME):
        bracket = (
            _BRACKETED.search(view.names, max(0, begin - 45), begin) if view.names[begin - 2 : begin] == ") " else None
        )
        if bracket:
            begin = bracket.start()
            if view.names[begin - 1 : begin] != " ":
                break
            continue
        known = names.ending.get(begin - 1) if view.names[begin - 1 : begin] == " " else None
        if known and known.senses[0].how == "demonym":
            break
        if known:
            begin = known.start
            while view.names[begin - 1 : begin] == "-":
                joined = names.ending.get(begin - 1)
                if joined is None:
                    break
                begin = joined.start
            if view.titled(begin) or not capital:
                break
            continue
        word = view.before(begin)
        if word == "and" and has_role(view.before(begin - 4), "paired"):  # `Local Economic and Trade Cooperation Area`
            begin -= 4 + len(view.before(begin - 4)) + 1
            continue
        if not _belongs(word) or (view.titled(begin) and has_role(word, "news")):
            break
        begin -= len(word) + 1
    return begin if begin < start else None


def _first_of_name(view: View, names: _Names, begin: int) -> int:
    """`Lai` in `Cat Lai port` is no more than a part of the name."""
    while not view.titled(begin) and begin - 1 not in names.ending:
        word = view.before(begin)
        if not _belongs(word) or has_role(word, "news"):
            break
        begin -= len(word) + 1
    return begin


def _belongs(word: str) -> bool:
    """Whether a word may be part of a zone's name."""
    if word == "&":
        return True
    if not word or not word[0].isupper() or word.endswith(("'s", "s'", ",", ".", ";", ":", ")", '"', "”")):
        return False
    if has_role(word, "royal"):
        return True
    return not has_role(word, "function", "time", "honorific") and not word.isdigit()


def _is_whole(hit: Hit) -> bool:
    """Whether a name is a country's or a group's; a region of one country (`Kansai`) may have an airport."""
    entry = hit.senses[0].entry
    return entry.kind in WHOLE and not (entry.kind == "region" and entry.country)


def _is_name(view: View, name: str, inside: tuple[Hit, ...], row: ZoneWord, capital: bool) -> bool:
    words = name.split()
    if (
        not words
        or has_role(words[-1], "no-zone")
        or name in {"Free", "Special", "Export", "Industrial", "Economic", "International"}
    ):
        return False
    if inside and len(inside) == 1 and inside[0].name == name and _is_whole(inside[0]):
        return row.kind == "zone" and capital and not row.weak and "(" not in name
    if row.words == "border":
        return len(inside) == 1 and inside[0].name == name and _has_sites(inside[0], row)
    if row.words in VAGUE:
        local = any(hit.senses[0].entry.kind not in WHOLE for hit in inside)
        return local and capital and (row.words != "market" or len(words) > 1)
    return not (all(has_role(word, "common") for word in words) and not inside and row.weak)
