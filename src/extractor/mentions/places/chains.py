"""Names beside one another: `Lodi, California` says where the first one lies, `Lodi, Chico and Napa` is a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.gazetteer import WHOLE, Hit
from extractor.mentions.places.name import Name, is_bare_county, lies_in, may_lie_in, rank, strong
from extractor.mentions.places.view import View

_CONTAINER = re.compile(
    r"(?:,| is an? (?:[a-z-]+ ){1,3}in(?: the)?"
    r"| in(?: the)?(?: (?!to\b|from\b|with\b|and\b|by\b|than\b)[a-z]+){0,4}|,? (?:the )?capital of|'s) \(?$"
)
_NEAR = re.compile(r" (?:[a-z]{3,15} ){1,3}(?:near|around|in) ")  # `Punjab farmers near Ludhiana`
_AND = re.compile(r",? (?:and|or|&) (?:the )?[A-Z]")
_GOES_ON = re.compile(r",? (?:and|or|&) (?:the )?[A-Z]|, [A-Z]")
# What may follow a town and its state, and does not follow two places of a list.
_CLOSES = re.compile(
    r"[.;:)]|,(?! (?:[A-Z]|and\b|or\b))|,? and (?:[A-Z][\w'-]+ ){0,2}[A-Z][\w'-]+, [A-Z]|$"
    r"| (?:rose|fell|grew|shrank|jumped|slipped|was|had|where|which|shipped|sold|bought)\b"
)
_STATES = {"US", "CA", "AU"}  # countries whose newsrooms name a town with its state
_IN_LISTS = {", ", " and ", ", and ", " or ", ", or ", " to ", " & "}


def contain(view: View, names: Sequence[Name]) -> None:
    """Link `Lodi, California` and `Suzhou city in Jiangsu`: the second name says where the first one lies."""
    for name, other in pairwise(names):
        gap = view.names[name.end : other.start]
        if gap == ", " and is_short(other.hit) and not _could_hold(other, name):
            name.evidence.add("no-place")  # `Cairo, Ill.` is no town the gazetteer has
        elif len(gap) < 40 and not other.demonym and _CONTAINER.match(gap) and _is_said_to_hold(view, other, name, gap):
            name.container = other
            other.held = name
        elif (gap == "'s " and _could_hold(name, other)) or (gap == " " and _stands_before(name, other)):
            other.container = name
        elif (gap == ", " and _is_elsewhere(view, name, other)) or (gap == " in " and _is_another(name, other)):
            name.evidence.add("no-place")
            name.evidence.discard("type")
            other.town = name
        elif gap in _IN_LISTS:
            _list(name, other, gap)
        elif _NEAR.fullmatch(gap) and _is_division(name) and _could_hold(name, other):
            name.held = other


def _is_division(name: Name) -> bool:
    """Whether it is a country or a first-level division, whichever it means: `Georgia`, unlike `Washington`."""
    return all(rank(sense.entry) <= 1 for sense in name.hit.senses)


def is_short(hit: Hit) -> bool:
    """Whether it is a division cut short, as newsrooms write one after a town: `Cairo, Ill.` is one."""
    return hit.name.endswith(".") and hit.senses[0].entry.id.startswith("subdivision:")


def _is_said_to_hold(view: View, outer: Name, inner: Name, gap: str) -> bool:
    """Whether the outer place can hold the inner one; after a comma it may as well be the next of a list of equals."""
    pairs = [
        (one.entry, other.entry)
        for one in inner.hit.senses
        for other in outer.hit.senses
        if may_lie_in(inner, one.entry, other.entry) and not is_bare_county(inner, one)
    ]
    if not gap.startswith(",") or "capital" in gap:
        return bool(pairs)
    if not pairs or _is_equal(view, inner, outer):
        return False
    if any(rank(entry) <= 1 or one.within == entry.name for one, entry in pairs):
        return True
    if outer.type:
        return not _AND.match(view.names, outer.end)
    counties = any(rank(entry) == 2 and entry.country != "CN" for _, entry in pairs)
    return counties and not _GOES_ON.match(view.names, outer.end)


def _is_equal(view: View, inner: Name, outer: Name) -> bool:
    """Whether a name before a comma is a country or a state in a list: `China, Japan`, `Indiana, Ohio and Maine`."""
    if inner.hit.senses[0].entry.kind in WHOLE:
        return True
    states = _alike(inner, outer)
    return states and not inner.type and _GOES_ON.match(view.names, outer.end) is not None


def _stands_before(outer: Name, inner: Name) -> bool:
    """Whether a well-known town follows its division without a comma; `Devon Bradford` is a person."""
    divisions = [sense.entry for sense in outer.hit.senses if rank(sense.entry) <= 1 or sense.entry.country == "CN"]
    return strong(inner.hit.senses[0]) and any(
        lies_in(one.entry, division) for one in inner.hit.senses for division in divisions
    )


def _is_elsewhere(view: View, name: Name, other: Name) -> bool:
    """Whether it is a town too small for the gazetteer, named like one elsewhere: `Cairo, Illinois`."""
    entries = [sense.entry for sense in name.hit.senses]
    town = not (name.type or name.demonym) and any(entry.kind == "city" for entry in entries)
    town = town and not any(entry.kind in WHOLE or (rank(entry) == 1 and entry.country in _STATES) for entry in entries)
    states = any(
        strong(sense) and rank(sense.entry) == 1 and sense.entry.country in _STATES for sense in other.hit.senses
    )
    alone = not view.names.endswith(", ", 0, name.start) and _CLOSES.match(view.names, other.end)
    return town and states and bool(alone)


def _is_another(name: Name, other: Name) -> bool:
    """Whether it is a district the gazetteer lacks, named like a place elsewhere: `Beicang district in Ningbo`."""
    whole = any(sense.entry.kind in WHOLE for sense in other.hit.senses)
    return name.type in {"district", "county"} and not (whole or other.demonym)


def _list(name: Name, other: Name, gap: str) -> None:
    """Note what stands beside what in a list: `Turkey and Georgia` are countries, `Alabama and Georgia` are not."""
    if _alike(name, other):
        name.evidence.add("listed")
        other.evidence.add("listed")
    name.peers.append(other)
    other.peers.append(name)
    for one, neighbour in ((name, other), (other, name)):
        first, *others = neighbour.hit.senses
        alike = gap != " to " and first.entry.kind == "country"
        if alike and not any(strong(sense) and rank(sense.entry) == 1 for sense in others):
            one.evidence.add("beside-country")


def _alike(name: Name, other: Name) -> bool:
    """Whether both are well-known first-level divisions of one country: `New South Wales and Victoria`."""
    first, second = (
        {sense.entry.country for sense in item.hit.senses if strong(sense) and rank(sense.entry) == 1}
        for item in (name, other)
    )
    return not first.isdisjoint(second)


def _could_hold(outer: Name, inner: Name) -> bool:
    return any(may_lie_in(inner, sense.entry, other.entry) for sense in inner.hit.senses for other in outer.hit.senses)
