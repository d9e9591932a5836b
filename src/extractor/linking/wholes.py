"""What a share is a part of, what a contribution adds to, what a gap is measured from, and whom a rank is among."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.linking.discourse import country_of
from extractor.linking.economy import part_of_economy
from extractor.linking.nouns import is_empty
from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, mention_of
from extractor.phrases.roles import words_for
from extractor.records import Fact, Place, Whole


def whole_of(items: Sequence[Item], statement: Statement, place: Place | None) -> tuple[Whole | None, Item | None]:
    """The whole of a share, contribution or gap, and the words that name it.

    Args:
        items: The sentence.
        statement: The figure.
        place: Its reference area.
    """
    indicator = statement.subject.indicator if statement.subject else "other"
    if statement.measure == "gap":
        return _benchmark(items, indicator, place)
    step = 1 if statement.measure == "share" else -1
    of_economy = part_of_economy(items, statement) if statement.measure == "share" else None
    if of_economy or (statement.subject and statement.subject.by == "part-of-economy"):
        return Whole(indicator="other", place=place), of_economy.economy if of_economy else None
    of_share = _phrase_of_share(items, statement.index) if step > 0 else None
    if of_share and of_share.phrase and (statement.subject is None or not statement.subject.partners):
        return Whole(indicator=of_share.phrase.indicator, place=_whose(of_share.phrase, place)), of_share
    item = phrase_near(items, statement.index, 1) or (phrase_near(items, statement.index, step) if step < 0 else None)
    if item is None or item.phrase is None:
        is_of_world = statement.subject is not None and statement.subject.is_worldwide  # "China's global export share"
        whole = Whole(
            indicator=indicator, place=None if is_of_world else _place_of_total(items, statement.index, place)
        )
        return (whole, None) if statement.subject else (None, None)
    return Whole(indicator=item.phrase.indicator, place=_whose(item.phrase, place)), item


def _whose(whole: Phrase, place: Place | None) -> Place | None:
    """The place of a whole: its own, the country or the world around the part, or that of the part."""
    if whole.owner:
        return whole.owner.place
    if whole.is_worldwide:
        return None
    return country_of(place) if whole.is_nationwide else place


def _phrase_of_share(items: Sequence[Item], index: int) -> Item | None:
    """``its share in the country's exports rose to 11.9%``: the whole, named with the share before the figure."""
    at = next((n for n in range(index - 1, -1, -1) if items[n].kind in {INDICATOR, VALUE}), None)
    is_of_share = at is not None and at > 1 and possessor(items, at) is not None
    return items[at] if is_of_share and at is not None else None


def possessor(items: Sequence[Item], at: int) -> int | None:
    """Where *its* or *India's* stands before ``share of`` the phrase at ``at``; None where neither does."""
    before = at - 1
    if items[before].lower not in {"of", "in"} or items[before - 1].kind != "portion":
        return None
    before -= 2
    while before > 0 and items[before].kind in {WORD, "approx"}:
        before -= 1
    is_told = before >= 0 and (items[before].lower in {"its", "their"} or items[before].lower == "'s")
    return before if is_told else None


def _place_of_total(items: Sequence[Item], index: int, place: Place | None) -> Place | None:
    """``20 percent of China's total``, ``of the national total``, ``of the world total``: whose total it is."""
    at = index + 1
    while at < len(items) and (items[at].lower == "of" or items[at].kind == "det"):
        at += 1
    if at == index + 1 or at >= len(items) - 1:
        return place
    if items[at].lower in _WORLDWIDE and is_empty(items[at + 1 : at + 2]):
        return None
    is_owner = items[at].kind == PLACE and (items[at + 1].lower == "'s" or is_empty(items[at + 1 : at + 2]))
    return mention_of(items[at]).place if is_owner else place


_WORLDWIDE = words_for("worldwide")


def phrase_near(items: Sequence[Item], index: int, step: int) -> Item | None:
    """The first phrase from a figure, forwards or backwards, that no other figure stands before."""
    at = index + step
    while 0 <= at < len(items) and (
        items[at].kind != VALUE or _is_listed(items, index, at) or _is_of(items, index, at)
    ):
        if items[at].kind == INDICATOR:
            return items[at]
        if items[at].lower in {";", "while"}:
            return None
        at += step
    return None


def _is_of(items: Sequence[Item], index: int, at: int) -> bool:
    """``43% of the $57.3 billion in total exports``: the whole told with its amount."""
    between = items[index + 1 : at]
    return bool(between) and all(item.lower == "of" or item.kind in {"det", "approx"} for item in between)


def _is_listed(items: Sequence[Item], index: int, at: int) -> bool:
    """``44.7 percent and 10.1 percent of exports``: the figures of a list share their whole."""
    low, high = sorted((index, at))
    return all(item.kind in {VALUE, "conj", "approx"} or item.lower == "," for item in items[low : high + 1])


def _benchmark(items: Sequence[Item], indicator: str, place: Place | None) -> tuple[Whole | None, Item | None]:
    at = next((n for n, item in enumerate(items) if item.kind == "benchmark"), None)
    if at is None:
        return None, None
    for near in (at - 1, at - 2):
        if near >= 0 and items[near].kind == PLACE and items[near].mention:
            return Whole(indicator=indicator, place=mention_of(items[near]).place), items[at]
    return Whole(indicator=indicator, place=country_of(place)), items[at]


_GROUP = r"(?:the\s|all\s|over\s|more than\s|[\d,]+\s){0,3}(?P<group>[^,.;()]{4,80}?)"


_GROUP_END = (
    r"(?=\s(?:by|in\s(?:terms|\d{4}|[A-Z][a-z]+\s\d{4}|the\s(?:first|second|third|last|same))|with|to|and|for|on)\b"
    r"|[,.;()]|\Z)"
)


_AMONG = re.compile(rf"(?:\sof\s|[^,;.()]{{0,60}}?\b(?:among|amongst|out of)\s){_GROUP}{_GROUP_END}")


_FROM_AMONG = re.compile(rf"\b(?:among|out of|of)\s{_GROUP}\s(?:to|in|at)\s(?:the\s)?\Z")


def among_of(text: str, statement: Statement, sentence: Sentence) -> tuple[str, int, int] | None:
    """The group a rank is held in, where the words of its clause name one."""
    value = statement.value
    found = _AMONG.match(text, value.end, min(sentence.end, value.end + 160))
    found = found or _FROM_AMONG.search(text, max(sentence.start, value.start - 120), value.start)
    if found is None:
        return None
    return found["group"], found.start("group"), found.end("group")


def share_whole(fact: Fact, before: Fact) -> Fact:
    """``48 percent of national exports, Victoria 17 percent``: shares told one after the other are of one whole."""
    told = fact.evidence.get("whole")
    is_left_open = fact.measure == before.measure == "share" and told is not None and told.by == "same-indicator"
    if not is_left_open or before.whole is None:
        return fact
    evidence = {**fact.evidence, "whole": before.evidence["whole"].model_copy(update={"by": "whole-told-before"})}
    return fact.model_copy(update={"whole": before.whole, "evidence": evidence})
