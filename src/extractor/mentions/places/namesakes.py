"""Persons, ships, rivers and models that are named like places."""

from __future__ import annotations

import re

from extractor.gazetteer import WHOLE, Hit
from extractor.mentions.places.view import View, has_role


def is_person(view: View, hit: Hit, *, typed: bool) -> bool:
    """Whether the word before it makes it a person's name: `Michael Jordan`, `Wang Hai`, without a type word."""
    before, kind = view.before(hit.start), hit.senses[0].entry.kind
    person = has_role(hit.name, "person")
    if not before or before[-1] in ",;:" or typed or " " in hit.name:
        return False
    if (kind in WHOLE and not person) or has_role(before, "function"):
        return False
    if has_role(before, "office-holder"):
        return person
    return has_role(before, "honorific", "first-name") or (
        has_role(before, "chinese-surname") and not view.titled(hit.start)
    )


_AFTER_A_PERSON = re.compile(
    r",| and [A-Z]|\.(?:\s|$)|'s "
    r"| (?:were|are|said|says|told|who|of|was|is|has|had|will|joined|wrote|sells|sold|buys|bought|runs|ran|owns|owned"
    r"|founded|heads|headed|leads|led|won|works|worked|lives|lived|spoke|thinks|believes|asked|argued|warned)\b"
)


# What persons do and places do not, or what tells who they are.
_DOES_AS_PEOPLE_DO = re.compile(
    r",? (?:who|said|says|wrote|told|joined|opened|visited|added|argued|resigned|retired|chairs|spoke|wore|coached)\b"
    r"|, (?:\d\d,|(?:the|a|its|(?:[A-Z]?[a-z]+'s)) (?:[\w']+ ){0,4}?(?:\w*[Cc]hief|CEO|CFO|COO|CTO|chair\w*|president|"
    r"director|manager|minister|spokes\w+|economist|analyst|founder|owner|head|partner|secretary|author|lawyer|editor|"
    r"trader|farmer|professor|ambassador|governor|mayor|senator)\b)"
)
_AGED = re.compile(r", (?:aged )?\d\d, ")
_SHIP = re.compile(
    r"\b(?:MV|M/V|MT|M/T|SS|S/S|HMS|USS|INS|HMAS|RMS|RV|(?:[Tt]anker|[Ff]reighter|[Bb]ulker|[Tt]rawler|[Ff]rigate"
    r"|[Cc]ontainership|[Vv]essel|(?:[Bb]ulk|[Gg]as) carrier|(?:the|a|an|[Cc]ruise|[Cc]argo|[Cc]ontainer) ship)"
    r"(?: named)?)(?: [A-Z][\w'-]+){0,2} $"
)
_BUILT = re.compile(r" (?:built|sent|bought|sold|ordered|owns|owned|seized|detained|leased|uses|used|wants|lost)\b")
_KINDS_OF_SHIP = {
    "tanker", "freighter", "bulker", "trawler", "frigate", "containership", "vessel", "carrier", "ship", "named",
}  # fmt: skip
_RIVER = re.compile(
    r"[,.;:)]|$"
    r"| (?:and|at|in|near|since|by|is|was|has|rose|fell|to|from|for|as|after|were|had|between|with|or|but|on"
    r"|waited|reached|stood|dropped|runs?|ran|flows?|closed|reopened|remain(?:s|ed)|froze|shut)\b|'s "
)


def is_aged(view: View, hit: Hit) -> bool:
    """Whether it is a person's, whose age follows: `Georgia, 34, sells mangoes`."""
    return has_role(hit.name, "person") and _AGED.match(view.names, hit.end) is not None


def does_as_people_do(view: View, hit: Hit) -> bool:
    """Whether it speaks or holds a post: `Jordan, the firm's CFO, said`; of a place only once a person is named so."""
    return _DOES_AS_PEOPLE_DO.match(view.names, hit.end) is not None


def is_ship(view: View, hit: Hit) -> bool:
    """Whether a ship is named after it: `the tanker Stena Bulgaria`, `the MV Rotterdam`."""
    before = view.before(hit.start)
    near = before[:1].isupper() or before in _KINDS_OF_SHIP
    if before.islower() and _BUILT.match(view.names, hit.end):
        return False  # `the tanker China seized`
    return near and _SHIP.search(view.names, max(0, hit.start - 60), hit.start) is not None


def is_river(view: View, hit: Hit) -> bool:
    """Whether `the` makes it the river a state is named after: `on the Mississippi`."""
    named_after = has_role(hit.name, "river") and view.before(hit.start) == "the"
    return named_after and _RIVER.match(view.names, hit.end) is not None


def is_model(view: View, hit: Hit) -> bool:
    """Whether `the` makes a town's name a car's or a hotel's: `$3,000 off the Tucson and the Santa Fe`."""
    town = hit.senses[0].entry.kind not in WHOLE and any(sense.entry.kind == "city" for sense in hit.senses)
    return town and view.before(hit.start) == "the" and _RIVER.match(view.names, hit.end) is not None


def is_part_of_person(view: View, hit: Hit) -> bool:
    """Whether a surname follows it or a forename stands before it: `Jordan Whitfield, 44`, `Tyson Holland said`."""
    return _has_surname(view, hit.end) or _has_forename(view, hit.start, hit.end)


def _has_forename(view: View, start: int, end: int) -> bool:
    """Whether a forename stands before it, and what follows a person after it: `Tyson Holland said`."""
    word = view.before(start)
    opening = view.names[max(0, start - len(word) - 3) : start - len(word) - 1].strip() in {"", ".", "\n"}
    if opening or not (word[:1].isupper() and word.isalpha()) or view.knows_well(word):
        return False
    return _AFTER_A_PERSON.match(view.names, end) is not None


def _has_surname(view: View, end: int) -> bool:
    """Whether a capitalised word that is no place, office or firm follows and ends the name: `Jordan Whitfield, 44`."""
    word = view.after(end)
    unknown = word[:1].isupper() and word[1:].replace("-", "").isalpha() and not view.knows_well(word)
    if not unknown or has_role(word, "function", "time", "news", "office", "organisation"):
        return False
    after = end + 1 + len(word)
    if _DOES_AS_PEOPLE_DO.match(view.names, after):
        return True  # `Jordan Smith said`
    return not has_role(word, "common") and _AFTER_A_PERSON.match(view.names, after) is not None
