"""Shares: what they are of, told before or after the figure, or one part after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.discourse import Focus, lies_in
from extractor.linking.nouns import is_empty, traders_before
from extractor.linking.statement import Statement
from extractor.linking.wholes import phrase_near, possessor
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.heads import is_segment
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD
from extractor.phrases.nouns import group_begin, group_end, modifiers
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.records import Indicator, Label, Mention


def take_possessor(sentence: Sentence, statement: Statement, focus: Focus) -> None:
    """``its share in the country's exports`` is told of what *its* stands for, not of the country."""
    subject = statement.subject
    at = next((n for n in range(statement.index - 1, -1, -1) if sentence.items[n].phrase), None)
    is_placed = subject is not None and (subject.owner is not None or subject.is_worldwide)
    if subject is None or at is None or at < 2 or not is_placed:
        return
    before = possessor(sentence.items, at)
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
    sharer = _sharer(sentence, statement.index)
    if sharer and subject and subject.indicator in _FLOW_NAMES:
        statement.subject = _narrowed_by(subject, sharer)
        return
    at = next((n for n in range(statement.index - 1, 1, -1) if items[n].phrase), None)
    if at is None or subject is None or subject.commodities or subject.indicator not in _FLOW_NAMES:
        return
    end = at - 1
    begin = group_begin(items, end, 0) if items[end].lower in {"in", "of"} else end
    if begin < end and begin > 1 and items[begin - 1].lower == "of" and items[begin - 2].kind == "portion":
        part = part_of(sentence.text, items, begin, end)
        if is_segment(part.text) or items[end - 1].lower in known_goods():
            statement.subject = _narrowed_by(subject, part)


def _narrowed_by(subject: Phrase, part: Part) -> Phrase:
    if is_segment(part.text):
        return replace(subject, segment=subject.segment or part)
    return replace(subject, commodities=[part])


def _sharer(sentence: Sentence, index: int) -> Part | None:
    """``Cinnamon's share was 52 percent``, ``The share of private firms rose to``: whose share, no whole beside it."""
    items = sentence.items
    at = next((n for n in range(index - 1, 0, -1) if items[n].kind == "portion"), None)
    if at is None or any(item.phrase or item.kind == VALUE for item in items[at:index]) or at + 1 == index:
        return None
    begin, end = (group_begin(items, at - 1, 0), at - 1) if items[at - 1].lower == "'s" else (at + 2, at + 2)
    if items[at + 1].lower == "of":
        end = group_end(items, begin, index)
    part = part_of(sentence.text, items, begin, end) if begin < end else None
    is_told = part is not None and (is_segment(part.text) or items[end - 1].lower in known_goods())
    return part if is_told else None


def _goods_that_are(sentence: Sentence, index: int) -> Part | None:
    """``48 percent of that was fuels``, ``of its exports, 12 percent was tea``: the goods a share turns out to be."""
    items = sentence.items
    at = next((n for n in range(index + 1, min(len(items), index + 5)) if items[n].kind == "be"), None)
    is_next = at == index + 1 or (at == index + 2 and items[index + 1].lower == ",")  # "or 50.4 percent, were minerals"
    if at is None or not (items[index + 1].lower == "of" or is_next):
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


_FLOWS: tuple[tuple[Indicator, set[str]], ...] = (
    ("exports", {"export", "exports"}),
    ("imports", {"import", "imports"}),
    ("trade", {"trade", "trading"}),
)


_FLOW_NAMES = frozenset(indicator for indicator, _ in _FLOWS)


def settle_share(sentence: Sentence, statement: Statement, focus: Focus, told: Phrase | None = None) -> None:
    """A share told of goods, firms or partners measures the indicator of its whole: ``cars made up 12% of exports``."""
    subject, whole = statement.subject, told or focus.subject
    item = phrase_near(sentence.items, statement.index, 1)
    phrase = item.phrase if item else None
    if subject is None:
        statement.subject = replace(phrase, by="part-of-whole", commodities=[], partners=[]) if phrase else None
    elif phrase and phrase.indicator in _FLOW_NAMES and _is_whole_of_another(sentence.items, subject, statement.index):
        traders = traders_before(sentence, statement.index) if subject.is_verb else None
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


def settle_share_beside(sentence: Sentence, statement: Statement, before: Statement | None) -> None:
    """``Guangdong made up 21 percent of China's exports and Jiangsu 14 percent``: another part of one whole."""
    told = before.subject if before and before.measure == "share" else None
    if statement.subject is not None or told is None or before is None:
        return
    place = _place_before(sentence.items, statement.index, before.index)
    whole = _whole_before(sentence.items, statement.index)
    if place is None or whole is None:
        return
    around = whole.owner.place if whole.owner else None
    is_part = around is None or (place.place is not None and lies_in(place.place, around))
    named = {"owner": place, "partners": []} if is_part else {"partners": [place]}
    statement.subject = replace(told, by="part-of-whole", periods=[], **named)


def _whole_before(items: Sequence[Item], index: int) -> Phrase | None:
    """The whole that the last share before a figure was told with."""
    at = next((n for n in range(index - 1, -1, -1) if items[n].kind == INDICATOR), None)
    share = next((n for n in range((at or 0) - 1, -1, -1) if items[n].kind == VALUE), None)
    is_whole = at is not None and share is not None and phrase_near(items, share, 1) is items[at]
    return items[at].phrase if at is not None and is_whole else None


def _place_before(items: Sequence[Item], index: int, after: int) -> Mention | None:
    """The place that a figure is told of, with no more than *for* or a bracket between."""
    at = index - 1
    while at > after and (items[at].kind in _BEFORE_SHARE or items[at].lower in {"for", "with", "at", "("}):
        at -= 1
    is_next = at > after + 1 and items[at].kind == PLACE
    before = at - 1
    while is_next and items[before].kind == "det":
        before -= 1
    return items[at].mention if is_next and items[before].lower in {",", "and", "by", "while", ";"} else None


_BEFORE_SHARE = frozenset({"approx", "det", "share", "contribute", "have"})


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
        if told.indicator != subject.indicator and phrase_near(sentence.items, share.index, 1) is None:
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
