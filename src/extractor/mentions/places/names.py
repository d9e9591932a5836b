"""Names of places: which hits of the gazetteer are names, with their type words, and what speaks for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor import lexicons
from extractor.gazetteer import WHOLE, Hit, Sense
from extractor.mentions.places.chains import contain, is_short
from extractor.mentions.places.name import Name
from extractor.mentions.places.namesakes import (
    does_as_people_do,
    is_aged,
    is_model,
    is_part_of_person,
    is_person,
    is_river,
    is_ship,
)
from extractor.mentions.places.surroundings import PLACED, in_organisation, is_doubtful, is_located, starts_article
from extractor.mentions.places.view import View, any_of, has_role

_COUNTRIES = re.compile(
    r" (?:(?:participating|partner|member|producing|founding) )?"
    r"(?:countries|nations|states|economies|members|member states)\b"
)


class PlaceType(NamedTuple):
    """A line of ``place_types.tsv``."""

    words: str
    kind: str
    grammar: bool = False


@cache
def _types() -> tuple[re.Pattern[str], dict[str, PlaceType]]:
    rows = {row.words: row for row in lexicons.rows("place_types.tsv", PlaceType)}
    words = "|".join(sorted(rows, key=len, reverse=True)).replace(" ", "[ ]")
    people = r"(?:[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?: and)? ){0,4}"
    pattern = rf" (?:({people}(?i:autonomous (?:region|prefecture|county|banner)))|((?i:{words})))\b(?!-)"
    return re.compile(pattern), rows


def find_names(view: View, hits: Sequence[Hit]) -> list[Name]:
    """Every hit that may be a place, in the order of the text, with what speaks for and against it."""
    names: list[Name] = []
    people: set[str] = set()
    for hit in hits:
        name = _read(view, hit)
        if is_person(view, hit, typed=False):
            people.add(hit.name)  # after `Mr. Jordan`
        elif name and hit.name in people and does_as_people_do(view, hit):
            continue
        if name and not (names and name.start < names[-1].end):
            names.append(name)
    contain(view, names)
    return list(_without_routes(view, names))


class Unknown(NamedTuple):
    """A place the gazetteer does not have, told by its type word: `Longwan district`."""

    start: int
    end: int
    name: str
    kind: str


def find_unknown(view: View, names: Sequence[Name]) -> Iterator[Unknown]:
    """Capitalised names before `district`, `county`, `prefecture` and the like that are no hits of the gazetteer."""
    taken = {item.end for name in names for item in (name, name.town) if item}
    for match in _unknown_pattern().finditer(view.names):
        words = match[1].rpartition("'s ")[2].split()  # not the owner in `Chongqing's Yubei district`
        while words and (has_role(words[0], "function", "time", "news", "no-name")):
            words.pop(0)
        office = match[2] not in _OWNED and view.names.startswith(" of ", match.end())
        if not words or has_role(words[-1], "no-name") or match.end() in taken or office or view.titled(match.start()):
            continue
        start = match.end() - len(match[2]) - 1 - len(" ".join(words))
        if has_role(view.before(start), "honorific", "first-name") or has_role(words[-1], "organisation", "common"):
            continue
        yield Unknown(start, match.end(), " ".join(words), _types()[1][match[2].lower()].kind)
    for name in names:
        is_after_comma = "," in view.names[max(0, name.start - 3) : name.start]
        town = _TOWN.search(view.names, max(0, name.start - 40), name.start) if is_after_comma else None
        if town and is_short(name.hit) and town.end(1) not in taken:
            yield Unknown(town.start(1), town.end(1), town[1], "city")
        if name.town:
            yield Unknown(name.town.start, name.town.end, name.town.hit.name, name.town.type or "city")


@cache
def _unknown_pattern() -> re.Pattern[str]:
    words = "|".join(sorted((row.words for row in _types()[1].values() if row.grammar), key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])([A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}}) ((?i:{words}))\b(?!-)")


def _read(view: View, hit: Hit) -> Name | None:
    name = Name(hit.start, hit.end, hit)
    name.demonym = hit.senses[0].how == "demonym"
    if name.demonym:
        return _demonym(view, name)
    if all(has_role(word, "function", "time", "news") for word in hit.name.split()):
        if not view.names.startswith(", ", hit.end):
            return None
        name.evidence.add("no-place")  # unless what follows holds it: `Most, Czech Republic`
    if _CURRENCY.match(view.names, hit.end) or view.names[hit.end : hit.end + 1] in _SIGNS or _is_cut_off(view, hit):
        return None
    if hit.senses[0].entry.kind in {"group", "region"}:
        match = _COUNTRIES.match(view.names, hit.end)
        if match:
            name.end, name.rule = match.end(), "countries-of"
    if name.rule == "name" and any(sense.entry.kind not in {"group", "region"} for sense in hit.senses):
        _extend(view, name)
    if in_organisation(view, name.start, name.end) or is_person(view, name.hit, typed="type" in name.evidence):
        return None
    _weigh(view, name)
    return name


def _is_cut_off(view: View, hit: Hit) -> bool:
    """`Ind.` and `the Pacific` without what makes them places: a town and a comma before, or `the`."""
    if has_role(hit.name, "with-the"):
        return view.before(hit.start).lower() != "the" or view.after(hit.end)[:1].isupper()
    return _SHORTENED.fullmatch(hit.name) is not None and not view.names.endswith(", ", 0, hit.start)


_SHORTENED = re.compile(r"[A-Z][a-z]+\.")  # `Ark.`, unlike `U.S.`
_TOWN = re.compile(r"\b(?:in|at|from|to|near|of|and|via|through) ((?:[A-Z][a-z'-]+ ){0,2}[A-Z][a-z'-]+), $")


def _demonym(view: View, name: Name) -> Name | None:
    name.rule = "demonym"
    kind = name.hit.senses[0].entry.kind
    match = _COUNTRIES.match(view.names, name.end) if kind in {"group", "region"} else None
    if match:
        name.end, name.rule, name.demonym = match.end(), "countries-of", False
    elif _is_no_adjective(view, name):
        return None
    return name


def _is_no_adjective(view: View, name: Name) -> bool:
    """`Japanese yen`, `said in Chinese`, `Jack English`."""
    before = view.before(name.start)
    language = has_role(before.lower(), "tongue") and not view.after(name.end)
    return language or bool(_CURRENCY.match(view.names, name.end)) or has_role(before, "first-name")


_SIGNS = frozenset("$€£¥₹")
_CURRENCY = re.compile(
    r"[ -](?i:yuan|renminbi|rmb|yen|won|rupees?|rupiah|dollars?|dlrs?|pounds?|francs?|marks?|pesos?|rou?bles?|reals?|"
    r"reais|liras?|lire|kron[aeo]r?|crowns?|dirhams?|dinars?|riyals?|rials?|ringgit|baht|rand|zloty|forint|guilders?|"
    r"pesetas?|schillings?|escudos?|drachmas?|euros?|cents?|sterling|currency|language|speaking|taka|shillings?|naira|cedis?|birr|"
    r"tenge|som|hryvnias?|shekels?)\b"
)


def _extend(view: View, name: Name) -> None:
    """Take the type word in: `Dali Prefecture`, `Guangxi Zhuang Autonomous Region`, `Suzhou city`."""
    pattern, rows = _types()
    if name.hit.name.endswith(_COUNTY):  # the gazetteer's own name says it: `Los Angeles County`
        name.type, name.rule = "county", "name-and-type-word"
        name.evidence.add("type")
        return
    match = pattern.match(view.names, name.hit.end)
    before = _of_type().search(view.names, max(0, name.start - 24), name.start)
    owned = before and _is_capital(view, view.before(before.start()))  # `the Hongkou district of Shanghai`
    if before and not owned and _may_be(type_ := before[1].lower(), name.hit.senses, type_):
        name.type = type_
        name.evidence.add("type")
    if match is None or _names_an_office(view, match):
        return
    words = ((match[1] and match[1][match[1].lower().index("autonomous") :]) or match[2]).lower()
    kind = rows[words].kind if words in rows else "county"
    if not _may_be(kind, name.hit.senses, words):
        return
    name.end = match.end()
    name.type, name.rule = kind, "name-and-type-word"
    name.evidence.add("type")


def _is_capital(view: View, word: str) -> bool:
    return word[:1].isupper() and not has_role(word, "function", "time", "news")


def _names_an_office(view: View, match: re.Match[str]) -> bool:
    """`Texas Department of Agriculture`, unlike `Hongkou district of Shanghai`."""
    words = match[1] or match[2]
    return bool(_OF_NAME.match(view.names, match.end())) and not (words.islower() and words in _OWNED)


_OF_NAME = re.compile(r" of (?:the )?[A-Z]")
_COUNTY = " County"
_OWNED = {"district", "county", "prefecture", "city", "town", "township", "banner", "autonomous prefecture"}


class _Fit(NamedTuple):
    type: str
    kinds: tuple[str, ...]


@cache
def _fits() -> dict[str, frozenset[str]]:
    """Type words that may stand after places of other kinds too: `Shanghai city` is a municipality."""
    return {row.type: frozenset(row.kinds) for row in lexicons.rows("place_type_fits.tsv", _Fit)}


@cache
def _of_type() -> re.Pattern[str]:
    return re.compile(rf"\b({any_of('type-of')}) of $", re.IGNORECASE)


@cache
def _route() -> re.Pattern[str]:
    return re.compile(rf"(?: [\w-]+)?[ -](?:{any_of('route')})\b")


def _may_be(kind: str, senses: Sequence[Sense], words: str) -> bool:
    kinds = {sense.entry.kind for sense in senses}
    if kind == "island":
        return bool(kinds - {"group", "region"})
    if kinds <= WHOLE:
        return words == "special administrative region"
    return kind not in _fits() or bool(kinds & _fits()[kind])


def _weigh(view: View, name: Name) -> None:
    """Note what the neighbours say for and against a name."""
    words, titled = name.hit.name.split(), view.titled(name.start)
    whole = name.hit.senses[0].entry.kind in WHOLE
    name.doubtful = not titled and is_doubtful(view, name.start, name.end)
    if titled:
        name.evidence.add("headline")
    if PLACED.search(view.names, max(0, name.start - 9), name.start) and len(name.hit.name) > 3:
        name.evidence.add("placed")
    if is_located(view, name.start):
        name.evidence.add("located")
    if starts_article(view, name.start, name.end):
        name.evidence.add("dateline")
    if all(has_role(word, "common") for word in words):
        name.evidence.add("common")
    person = _is_a_person(view, name, whole=whole)
    if person or is_ship(view, name.hit) or is_river(view, name.hit) or is_model(view, name.hit):
        name.evidence.add("no-place")


def _is_a_person(view: View, name: Name, *, whole: bool) -> bool:
    if not has_role(name.hit.name, "person"):
        return False
    sure = not whole or has_role(name.hit.name, "common")
    return is_aged(view, name.hit) or (name.doubtful and (sure or is_part_of_person(view, name.hit)))


def _without_routes(view: View, names: Sequence[Name]) -> Iterator[Name]:
    """Leave out chains such as `Wuhan-Xinjiang-Europe freight trains`: they name a route."""
    chain: list[Name] = []
    for name in names:
        if chain and not (name.start == chain[-1].end + 1 and view.names[chain[-1].end] == "-"):
            yield from _unless_route(view, chain)
            chain = []
        chain.append(name)
    yield from _unless_route(view, chain)


def _unless_route(view: View, chain: list[Name]) -> list[Name]:
    if len(chain) > 1 and _route().match(view.names, chain[-1].end):
        return []
    return chain
