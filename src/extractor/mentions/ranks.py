"""Ranks: a place in an order, as a place (``49th place``), a number (``No. 2``) or an ordinal (``ranked third``).

An ordinal alone is no rank: it needs a word of ranking before it (``ranked``, ``stood``, ``climbed to``) with nothing
that it numbers after it, or a superlative (``second-largest``). ``the first time``, ``the third quarter``, ``the fifth
month in a row`` and superlatives alone (``the largest``) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from heapq import merge

from extractor.lexicons import rows
from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import GAP, NumberWord, alternatives, words_of
from extractor.mentions.scanning import WordScan
from extractor.records import Label

_CARDINALS = {row.word: row.value for row in rows("number_words.tsv", NumberWord) if 0 < row.value <= 10}
_ORDINALS = {row.word: row.value for row in rows("ordinals.tsv", NumberWord)}
_TENS = {row.word: row.value for row in rows("number_words.tsv", NumberWord) if row.value >= 20}


def _cased(words: Iterable[str]) -> str:
    return "|".join(
        f"[{word[0].upper()}{word[0]}]{word[1:]}|{word.upper()}" for word in sorted(words, key=len, reverse=True)
    )


_CANDIDATES = re.compile(
    rf"\b(?:(?P<ordinal>\d{{1,4}}(?:st|nd|rd|th)|{_cased(_ORDINALS)}|(?:{_cased(_TENS)})-(?:{'|'.join(_ORDINALS)}))(?![^\W_])"
    rf"|(?:[Nn]o\.?|NO\.?|[Nn]umber)(?:{GAP}|-)?(?P<number>\d{{1,4}}|{_cased(_CARDINALS)})(?![\w/%]|[.,:-]\d)"
    rf"|(?:[Tt]opping|[Tt]opped|[Tt]ops)(?={GAP}(?:in\b|the{GAP}(?:list|table|rank|chart|league))))"
    r"|(?<!\w)#(?P<hash>\d{1,4})(?![\w/%]|[.,:-]\d)"
)
_WORD_SCAN = WordScan((*_ORDINALS, *_TENS, "no", "number", "topping", "topped", "tops"))
_FIGURE = re.compile(r"\d{1,4}(?:st|nd|rd|th)|#\d")
_PLACE = re.compile(rf"(?:{GAP}|-)(?:places?|positions?|spot|slot|rank)\b")
_SUPERLATIVE = re.compile(rf"(?:{GAP}|-)(?:{alternatives(words_of('superlative'))}|most{GAP}[a-z]{{4,15}})\b")
_SEQUENCE = re.compile(rf"(?:{GAP}|-)(?:{alternatives(words_of('sequence'))})s?\b", re.IGNORECASE)
_STANDS_ALONE = re.compile(rf"\s{{0,3}}(?:[.,;:)—–-]|\Z)|\n|{GAP}(?:{alternatives(words_of('rank_follower'))})\b")
_NUMBERED = re.compile(rf"{GAP}(?:[a-z]{{1,20}}{GAP}){{0,2}}(?:{alternatives(words_of('ranked_thing'))})s?\b")
_GROUP = re.compile(
    rf"{GAP}(?:among|amongst|(?:in|of|across){GAP}(?:the{GAP})?(?:world|country|nation|region|province|state|EU|global|list"
    rf"|table|rankings?|standings|continent|bloc)|worldwide|nationwide|nationally|globally|overall|behind\b|only{GAP}to\b)"
)
_RANKED = re.compile(
    rf"""\b(?: (?:{alternatives(words_of("rank_verb"))})(?:\s(?:it|him|her|them|us|the\s\w{{3,12}}))?
         (?:\s(?:as|at|in|joint))?
       | finished | (?:came|coming|comes)(?:\sin)? | tied\sfor | (?:joint|equal)(?=[\s-]) )
       [\s-](?:(?:only|just|equal|joint|a\sdistant|a\sclose|the)\s)?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_MOVED = rf"(?:{alternatives(words_of('rank_move'))})\w{{0,4}}"
_STOOD = re.compile(
    rf"""\b(?: stands? | stood | sits | sat | was | were | is | are | be | remain(?:s|ed)? | became
       | (?:{_MOVED}|retain\w{{0,4}})\s(?:up\s|down\s|back\s)?(?:to|from|into) | places?\sto | and )
       \s(?:the\s|joint\s)?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# ``slipped from 10th to 12th``, ``climbed two places to 17th``
_WENT = re.compile(
    rf"\b(?:{_MOVED}|lift\w{{0,3}}|tak(?:es|ing)|took|sends?|sent)(?:\s(?:him|her|it|them|us|up|down|back))?(?:\s(?:\w{{1,6}}\s)?(?:places?|spots?|notch(?:es)?|rungs?))?"
    r"\s(?:(?:to|from|into)|from\s[\w-]{3,14}\sto)\s(?:the\s|joint\s)?\Z",
    re.IGNORECASE,
)
# "was third with 201.44"
_BE = re.compile(
    r"\b(?:was|is|were|are|stood|finished|next|came|ranked)\s(?:joint\s|an?\s(?:distant|close|far)\s)?\Z", re.IGNORECASE
)
_NAMED = re.compile(r"(?<!\bOn )(?<!\bon )(?<!\bIn )(?<!\bin )\b[A-Z]\w+\s\Z")
_WITH_FIGURE = re.compile(
    rf"{GAP}(?:with|on|at){GAP}(?:(?:just|only|about|some|nearly|over){GAP})?(?:[A-Z][A-Za-z]{{0,3}}[$.]?{GAP}?)?[$€£¥₹₦₱]?\d"
)
_TO_FROM = re.compile(
    rf"\b(?:to|into|in|at)\s(?:{_cased(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))\sfrom\s\Z"
)  # "to fifth from seventh"
# "were ranked fourth and fifth"
_LISTED = re.compile(
    rf"\b(?:ranked|placed|came|finished)\s(?:{_cased(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))(?:,|\sand|,\sand)\s\Z"
)
# "lifting that country from sixth to third place"
_TO_PLACE = re.compile(
    rf"{GAP}to{GAP}(?:\d{{1,3}}(?:st|nd|rd|th)|{_cased(_ORDINALS)}){GAP}(?:place|position|spot|rank)\b"
)
_BEEN = re.compile(r"\b(?:been|was|were)\s\Z")
_REMAINED = re.compile(r"\b(?:remain(?:s|ed)?|stay(?:s|ed)?)\s(?:in\s)?\Z")
_AND_TO = re.compile(rf"{GAP}to{GAP}(?:\d{{1,3}}(?:st|nd|rd|th)|{_cased(_ORDINALS)})\b")
# ``up from fourth``, ``from third a year earlier``
_CAME_FROM = re.compile(r"\b(?:(?:up|down|rising|falling|climbing|slipping)\sfrom|from)\s(?:the\s)?\Z", re.IGNORECASE)
_MOVED_FROM = re.compile(r"\b(?:up|down|rising|falling|climbing|slipping)\sfrom\s(?:the\s)?\Z", re.IGNORECASE)
_WHEN = re.compile(
    rf"{GAP}(?:in{GAP}\d{{4}}|last{GAP}(?:year|month|week|season)|a{GAP}year{GAP}(?:ago|earlier|before)|the{GAP}(?:previous|year))"
)
_NO_RANK = re.compile(rf"{GAP}(?:[a-z]+{GAP})?(?:{alternatives(words_of('no_rank'))})s?\b")
_LEADS = words_of("rank_lead")


def find_ranks(text: str) -> Iterator[Draft]:
    """Find the ranks of a text, in order.

    >>> text = "The port ranked third in 2023, up from 12th place, and is the No. 2 exporter."
    >>> [(text[d.start:d.end], d.value) for d in find_ranks(text)]
    [('third', Decimal('3')), ('12th place', Decimal('12')), ('No. 2', Decimal('2'))]
    """
    at = 0
    for start in _starts(text):
        if start < at or (match := _CANDIDATES.match(text, start)) is None:
            continue
        at = match.end()
        if match["ordinal"]:
            draft = _from_ordinal(text, match)
        elif match["number"] or match["hash"]:
            draft = _from_number(text, match)
        else:
            draft = Draft(Label.RANK, *match.span(), Decimal(1), None, "top-of-group")
        if draft:
            yield draft


def _starts(text: str) -> Iterator[int]:
    """Where a rank may begin, in order."""
    return merge(_WORD_SCAN.starts(text), (figure.start() for figure in _FIGURE.finditer(text)))


def _from_ordinal(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    if text[start - 1 : start] in {".", ",", "-"}:
        return None
    word = match["ordinal"].lower()
    value = _ordinal_value(word)
    if place := _PLACE.match(text, end):
        return Draft(Label.RANK, start, place.end(), value, None, "ordinal-place")
    if superlative := _SUPERLATIVE.match(text, end):
        return Draft(Label.RANK, start, superlative.end(), value, None, "ordinal-superlative")
    if _SEQUENCE.match(text, end):
        return None
    rule = _rule_of_bare_ordinal(text, start, end)
    return Draft(Label.RANK, start, end, value, None, rule) if rule else None


def _rule_of_bare_ordinal(text: str, start: int, end: int) -> str | None:
    """What makes an ordinal without a noun a rank: a word of ranking before it, or a rank it was left for."""
    left = text[max(0, start - 40) : start]
    stands_alone = _STANDS_ALONE.match(text, end)
    if (_MOVED_FROM.search(left) and stands_alone) or (_CAME_FROM.search(left) and _WHEN.match(text, end)):
        return "ordinal-before"
    ranked = _RANKED.search(left)
    if (ranked and stands_alone) or (_GROUP.match(text, end) and (ranked or _STOOD.search(left))):
        return "ordinal-ranked"
    if (_BE.search(left) or _NAMED.search(left)) and _WITH_FIGURE.match(text, end):
        return "ordinal-ranked"
    is_moved = _WENT.search(left) and (stands_alone or _AND_TO.match(text, end))
    is_moved = is_moved or (stands_alone and _TO_FROM.search(left))
    if is_moved or (left.endswith("from ") and _TO_PLACE.match(text, end)):
        return "ordinal-moved"
    is_listed = stands_alone and (_LISTED.search(left) or _REMAINED.search(left))
    if is_listed or (_BEEN.search(left) and _WHEN.match(text, end)):
        return "ordinal-ranked"
    return None


def _ordinal_value(word: str) -> Decimal:
    if word[0].isdigit():
        return Decimal(word[:-2])
    ten, _, one = word.partition("-")
    return _TENS[ten] + _ORDINALS[one] if one else _ORDINALS[word]


def _from_number(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    figure = (match["number"] or match["hash"]).lower()
    value = Decimal(figure) if figure.isdecimal() else _CARDINALS[figure]
    left = text[max(0, start - 40) : start]
    placed = _RANKED.search(left) or _WENT.search(left) or _BE.search(left) or left.endswith(("'s ", "’s ", " in at "))
    if (placed and not _NO_RANK.match(text, end)) or (_NUMBERED.match(text, end) and not _is_a_name(left)):
        return Draft(Label.RANK, start, end, value, None, "number-rank")
    return None


def _is_a_name(left: str) -> bool:
    """Whether a capitalised word takes the number as its own (``Berth No. 2``, ``Central Document No. 1``)."""
    words = left.split()
    if not words or words[-1] in _LEADS:
        return False
    word = words[-1]
    return word[0].isupper() and not word.endswith(("'s", "’s", ".", ",", ";", ":"))
