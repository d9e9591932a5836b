"""Ranks: a place in an order, written as place (``49th place``), number (``No. 2``) or ordinal (``ranked third``).

An ordinal alone is no rank: it needs a word of ranking before it (``ranked``, ``stood``, ``climbed to``), a group after it
(``third among``, ``second in the world``) or a superlative (``second-largest``). ``the first time``, ``the third quarter``,
``the fifth month in a row`` and superlatives alone (``the largest``) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import GAP
from extractor.records import Label

_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = {word: n for n, word in enumerate([*_ONES, *_TEENS], 1)}
_ORDINALS |= {f"{ten}-{one}": value + n for ten, value in _TENS.items() for n, one in enumerate(_ONES, 1)}
_ORDINALS |= {f"{ten[:-1]}ieth": value for ten, value in _TENS.items()}
_CARDINALS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}

_CANDIDATES = re.compile(
    rf"""
      (?<![\w.,-]) (?:
        (?P<ordinal>\d{{1,4}}(?:st|nd|rd|th)|(?i:{"|".join(sorted(_ORDINALS, key=len, reverse=True))})) (?![^\W_])
      | (?P<number>[Nn]o\.?|NO\.?|[Nn]umber|\#) (?:{GAP})? (?P<figure>\d{{1,4}}|(?i:one|two|three|four|five|six|seven|eight|nine|ten))
        (?![\w/%]|[.,:-]\d)
      | (?P<top>[Tt]opping|[Tt]opped|[Tt]ops) (?={GAP}(?:in\b|the{GAP}(?:list|table|rank|chart|league)))
      )
    """,
    re.VERBOSE,
)
_PLACE = re.compile(rf"(?:{GAP}|-)(?:places?|positions?|spot|slot|rank)\b")
_SUPERLATIVE = re.compile(
    rf"(?:{GAP}|-)(?:most(?:{GAP}|-)\w{{1,20}}|(?:larg|bigg|busi|high|low|small|b|fast|slow|long|rich|deep|wealthi|great|strong|heavi"
    rf"|tall|cheap|weak|wid|clos|poor|quick|steep|sharp|short|new|old)est|worst|leading|top|ranking|ranked)\b"
)
_AMONG = re.compile(
    rf"{GAP}(?:among|amongst|(?:in|of|across){GAP}(?:the{GAP})?(?:world|country|nation|region|province|state|EU|global|globe"
    rf"|list|table|rankings?|standings|continent|bloc)|worldwide|nationwide|nationally|globally|overall"
    rf"|behind\b|only{GAP}to\b|in{GAP}terms{GAP}of)"
)
_RANKED = re.compile(
    r"""\b(?: rank(?:s|ed|ing)?(?:\s+(?:as|at|in|the))? | (?:plac|rat|list)ed | (?:came|come|comes|coming|stands|stood|finished|sits|sat)(?:\s+in)?
       | (?:climb|ris|ros|mov|jump|leap|slip|f[ae]ll|drop|advanc|vault|surg|slid|retain)\w{0,4}\s+(?:up\s+|down\s+|back\s+)?(?:to|from|into)
       | \w{1,12}\s+places?\s+to | (?:was|were|is|are|be|remain(?:s|ed)?|became)
       )\s+(?:the\s+|a\s+|joint\s+|\w{1,12}’s\s+|\w{1,12}'s\s+)?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRM_RANKED = re.compile(
    r"\b(?:rank(?:s|ed|ing)?(?:\s+(?:as|at|in|the|joint))?|placed|finished|(?:came|coming|comes)(?:\s+in)?)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(
    rf"\s{{0,3}}(?:[.,;:)—–-]|\Z|\n)|{GAP}(?:in|on|among|amongst|of|for|at|by|with|after|behind|globally|worldwide|nationwide|nationally"
    rf"|overall|last|this|across|and|or|from|as|to|but|while|out|only|regionally|domestically|respectively|during|since|over|when|the)\b"
)
_SEQUENCE = re.compile(
    rf"(?:{GAP}|-)(?:time|quarter|half|month|year|week|day|decade|century|round|phase|stage|batch|edition|session|straight|successive"
    rf"|consecutive|generation|anniversary|birthday|plenary|floor|party|hand|reading|term|world{GAP}war|trip|visit|meeting|person|lady)s?\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"{GAP}(?:[a-z]{{1,20}}{GAP}){{0,2}}(?:exporter|importer|producer|supplier|market|trading|trade|partner|destination|source|economy"
    rf"|buyer|consumer|position|spot|place|slot|port|in|among|globally|worldwide|nationwide|for|by|manufacturer|maker|seller|grower|customer"
    rf"|investor|shipper|steelmaker|carmaker|automaker|refiner|hub|city|company|firm|export|import|brand|player|lender|carrier|operator|behind)s?\b"
)


def find_ranks(text: str) -> Iterator[Draft]:
    """Find the ranks of a text, in order.

    >>> text = "The port ranked third in 2023, up from 12th place, and is the No. 2 exporter."
    >>> [(text[d.start:d.end], d.value) for d in find_ranks(text)]
    [('third', Decimal('3')), ('12th place', Decimal('12')), ('No. 2', Decimal('2'))]
    """
    for match in _CANDIDATES.finditer(text):
        if match["ordinal"]:
            draft = _from_ordinal(text, match)
        elif match["number"]:
            draft = _from_number(text, match)
        else:
            draft = Draft(Label.RANK, *match.span(), Decimal(1), None, "top-of-group")
        if draft:
            yield draft


def _from_ordinal(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    value = _ordinal_value(match["ordinal"])
    if place := _PLACE.match(text, end):
        return Draft(Label.RANK, start, place.end(), value, None, "ordinal-place")
    if superlative := _SUPERLATIVE.match(text, end):
        return Draft(Label.RANK, start, superlative.end(), value, None, "ordinal-superlative")
    if _SEQUENCE.match(text, end):
        return None
    left = text[max(0, start - 40) : start]
    if (_FIRM_RANKED.search(left) and _STANDS_ALONE.match(text, end)) or (
        _AMONG.match(text, end) and (_RANKED.search(left) or left.rstrip()[-1:] in {",", ""})
    ):
        return Draft(Label.RANK, start, end, value, None, "ordinal-ranked")
    return None


def _ordinal_value(word: str) -> Decimal:
    return Decimal(word[:-2]) if word[0].isdigit() else Decimal(_ORDINALS[word.lower()])


def _from_number(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    figure = match["figure"].lower()
    value = Decimal(figure) if figure.isdecimal() else Decimal(_CARDINALS[figure])
    left = text[max(0, start - 40) : start]
    if _FIRM_RANKED.search(left) or (_TITLE.match(text, end) and not _named(left)):
        return Draft(Label.RANK, start, end, value, None, "number-rank")
    return None


_LEADS = frozenset("The A An Its As Our Their Is Was And Now Still Already Top".split())


def _named(left: str) -> bool:
    """Whether a capitalised name takes the number as its own (``Berth No. 2``, ``Central Document No. 1``)."""
    words = left.split()
    return (
        bool(words)
        and words[-1][0].isupper()
        and words[-1] not in _LEADS
        and words[-1][-2:] not in {"'s", "’s"}
        and (words[-1][-1] not in ".,;:")
    )
