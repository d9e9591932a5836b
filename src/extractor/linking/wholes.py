"""What a share is a part of, what a contribution adds to, what a gap is measured from, and whom a rank is among."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.clauses import opening_group
from extractor.linking.discourse import Focus, country_of
from extractor.linking.economy import part_of_economy
from extractor.linking.nouns import is_empty
from extractor.linking.statement import Statement
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.heads import is_segment
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, mention_of
from extractor.phrases.nouns import group_begin, group_end, modifiers
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Fact, Indicator, Label, Place, Whole


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
    item = _phrase_near(items, statement.index, 1) or (_phrase_near(items, statement.index, step) if step < 0 else None)
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
    is_of_share = at is not None and at > 1 and _possessor(items, at) is not None
    return items[at] if is_of_share and at is not None else None


def _possessor(items: Sequence[Item], at: int) -> int | None:
    """Where *its* or *India's* stands before ``share of`` the phrase at ``at``."""
    before = at - 1
    if items[before].lower not in {"of", "in"} or items[before - 1].kind != "portion":
        return None
    before -= 2
    while before > 0 and items[before].kind in {WORD, "approx"}:
        before -= 1
    is_told = before >= 0 and (items[before].lower in {"its", "their"} or items[before].lower == "'s")
    return before if is_told else None


def take_possessor(sentence: Sentence, statement: Statement, focus: Focus) -> None:
    """``its share in the country's exports`` is told of what *its* stands for, not of the country."""
    subject = statement.subject
    at = next((n for n in range(statement.index - 1, -1, -1) if sentence.items[n].phrase), None)
    is_placed = subject is not None and (subject.owner is not None or subject.is_worldwide)
    if subject is None or at is None or at < 2 or not is_placed:
        return
    before = _possessor(sentence.items, at)
    if before is None:
        return
    owner = sentence.items[before - 1].mention if sentence.items[before].lower == "'s" and before else None
    if owner and not focus.is_kin(owner.place):
        return  # "China's share of US exports" is of US exports, to China
    statement.subject = replace(subject, owner=owner, is_possessive=owner is None)


def take_goods_of_share(sentence: Sentence, statement: Statement) -> None:
    """``The share of textiles in Pakistan's exports slipped``: what a share is of, told before its whole."""
    items, subject = sentence.items, statement.subject
    named = _goods_that_are(sentence, statement.index)
    if named and subject and subject.indicator in _FLOW_NAMES and not subject.commodities:
        statement.subject = replace(subject, commodities=[named])
        return
    at = next((n for n in range(statement.index - 1, 1, -1) if items[n].phrase), None)
    if at is None or subject is None or subject.commodities or subject.indicator not in _FLOW_NAMES:
        return
    end = at - 1
    begin = group_begin(items, end, 0) if items[end].lower in {"in", "of"} else end
    if begin < end and begin > 1 and items[begin - 1].lower == "of" and items[begin - 2].kind == "portion":
        part = part_of(sentence.text, items, begin, end)
        if is_segment(part.text):
            statement.subject = replace(subject, segment=subject.segment or part)
        elif items[end - 1].lower in known_goods():
            statement.subject = replace(subject, commodities=[part])


def _goods_that_are(sentence: Sentence, index: int) -> Part | None:
    """``48 percent of that was fuels``, ``of its exports, 12 percent was tea``: the goods a share turns out to be."""
    items = sentence.items
    at = next((n for n in range(index + 1, min(len(items), index + 5)) if items[n].kind == "be"), None)
    if at is None or not (items[index + 1].lower == "of" or at == index + 1):
        return None
    begin = at + 1
    end = group_end(items, begin, len(items))
    while (
        end + 1 < len(items)
        and items[end].lower == "and"
        and (after := group_end(items, end + 1, len(items))) > end + 1
    ):
        end = after
    last = items[end - 1].lower
    is_goods = end > begin and last in known_goods() and last not in EMPTY_GOODS
    return part_of(sentence.text, items, begin, end) if is_goods else None


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


def _phrase_near(items: Sequence[Item], index: int, step: int) -> Item | None:
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


_FLOWS: tuple[tuple[Indicator, set[str]], ...] = (
    ("exports", {"export", "exports"}),
    ("imports", {"import", "imports"}),
    ("trade", {"trade", "trading"}),
)


_FLOW_NAMES = frozenset(indicator for indicator, _ in _FLOWS)


def settle_share(sentence: Sentence, statement: Statement, focus: Focus, told: Phrase | None = None) -> None:
    """A share told of goods, firms or partners measures the indicator of its whole: ``cars made up 12% of exports``."""
    subject, whole = statement.subject, told or focus.subject
    item = _phrase_near(sentence.items, statement.index, 1)
    phrase = item.phrase if item else None
    if subject is None:
        statement.subject = replace(phrase, by="part-of-whole", commodities=[], partners=[]) if phrase else None
    elif phrase and phrase.indicator in _FLOW_NAMES and _is_whole_of_another(sentence.items, subject, statement.index):
        traders = _traders_before(sentence, statement.index) if subject.is_verb else None
        statement.subject = replace(subject, indicator=phrase.indicator, segment=traders, commodities=[])
        is_of_other = (
            phrase.owner is not None and subject.owner is not None and phrase.owner.place != subject.owner.place
        )
        is_buyer = subject.is_verb and is_of_other and subject.indicator != "throughput"  # no port that handles them
        if is_buyer and subject.owner:  # "Spain supplied 38 percent of Britain's imports"
            statement.subject = replace(phrase, partners=[subject.owner], by="part-of-whole")
    elif subject.is_inherited and phrase and phrase.indicator in _FLOW_NAMES:
        is_taken = subject.by == "role-of-partner"  # "Uganda took 29 percent of exports", after tea was told of
        goods = list(phrase.commodities) if is_taken else subject.commodities  # "it contributed 6.6 percent of exports"
        statement.subject = replace(subject, indicator=phrase.indicator, commodities=goods)
    elif subject.indicator == "other" and phrase:
        owner, is_possessive = phrase.owner, phrase.is_possessive or subject.is_possessive
        statement.subject = replace(_part_of(subject, phrase), owner=owner, is_possessive=is_possessive)
    elif subject.indicator == "other" and (flow := _flow_in(subject)):
        statement.subject = replace(subject, indicator=flow, text=None, by="flow-in-noun")
    elif (
        subject.indicator == "other"
        and (whole := told or focus.subject)
        and _is_of_the_total(sentence.items, statement.index)
    ):
        statement.subject = _part_of(subject, whole)  # "private firms contributed 64.5 percent of the total"


def settle_next_share(statement: Statement, whole: Phrase | None) -> None:
    """``manufacturing was 94.5 percent of exports; farming made up 3.6 percent``: of the same whole."""
    subject = statement.subject
    is_new = subject is not None and subject.indicator == "other" and subject.by == "noun-before-verb"
    if subject and whole and is_new and whole.indicator != "other":
        statement.subject = replace(_part_of(subject, whole), owner=whole.owner)


def settle_shares_beside(sentence: Sentence, statements: Sequence[Statement]) -> None:
    """``raking in 3.34 billion, or 54.4 percent of the total``: a share of the flow whose level stands beside it."""
    for level, share in pairwise(statements):
        told, subject = level.subject, share.subject
        is_beside = share.rule.startswith("share-after-or") and level.measure == "level"
        if not (is_beside and told and subject) or told.indicator not in _FLOW_NAMES:
            continue
        if told.indicator != subject.indicator and _phrase_near(sentence.items, share.index, 1) is None:
            share.subject = replace(told, by="part-of-whole")


def settle_parts(statements: Sequence[Statement], focus: Focus) -> None:
    """``Customs warehouses accounted for 4.7 billion``: an amount told as a part is of what was told before."""
    whole = focus.subject
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        is_part = statement.rule == "level-share" and statement.value.label is Label.MONEY
        if is_part and subject.indicator == "other" and whole and whole.indicator != "other":
            statement.subject = replace(_part_of(subject, whole), owner=subject.owner or whole.owner)
        elif subject.indicator != "other":
            whole = subject


def _traders_before(sentence: Sentence, index: int) -> Part | None:
    """``Private enterprises handled 81.5 percent of foreign trade``: who does the trade is a segment."""
    group = opening_group(sentence.items, index)
    part = part_of(sentence.text, sentence.items, *group) if group else None
    return part if part and is_segment(part.text) else None


def _is_whole_of_another(items: Sequence[Item], subject: Phrase, index: int) -> bool:
    """``took 86 percent of exports and supplied 67 percent of imports``: the phrase before is another share's whole."""
    if subject.is_verb:
        return True  # "supplied 67 percent of imports"
    if subject.by not in {"phrase-before", "same-clause"}:
        return False
    for at in range(index - 1, 1, -1):
        if items[at].kind == INDICATOR:
            before = at - 1
            while before > 0 and items[before].kind in {"det", WORD, PLACE}:
                before -= 1
            return items[before].lower == "of" and items[before - 1].kind == VALUE
    return False


def _part_of(part: Phrase, whole: Phrase) -> Phrase:
    """The subject of a part: the whole's indicator, narrowed by the part's own words."""
    known = is_segment(part.text.text) if part.text else False
    narrowed = [part.text] if part.text and not known else []
    return replace(
        part,
        indicator=whole.indicator,
        text=None,
        commodities=part.commodities or narrowed,
        segment=part.text if known else whole.segment,
        by="part-of-whole",
    )


def _flow_in(subject: Phrase) -> Indicator | None:
    """``the top export destinations were Singapore (15.2%)``: the flow a noun is made with."""
    words = set(subject.text.text.lower().split()) if subject.text else set()
    return next((indicator for indicator, forms in _FLOWS if words & forms), None)


def _is_of_the_total(items: Sequence[Item], index: int) -> bool:
    at = index + 1
    if at >= len(items) or items[at].lower != "of":
        return False
    end = at + 1
    while end < len(items) and (items[end].kind in {"det", "move"} or items[end].lower in modifiers()):
        end += 1
    if end < len(items) and items[end].kind == WORD:
        return is_empty(items[end : end + 1])
    return end > at + 1


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
