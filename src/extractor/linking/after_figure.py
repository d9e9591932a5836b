"""What a figure measures, told after it: ``a 5 percent rise in exports``, ``4 billion dollars in exports``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.nouns import (
    CHARGES,
    is_empty,
    named,
    over_words,
)
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, mention_of, over_brackets, phrase_of
from extractor.phrases.nouns import group_begin, group_end
from extractor.phrases.phrase import EMPTY_GOODS, Part, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_CHANGES = frozenset({Label.PERCENT, Label.MULTIPLE, Label.MONEY})
_AMOUNTS = frozenset({Label.MONEY, Label.QUANTITY})


def after_figure(sentence: Sentence, index: int) -> Phrase | None:
    """The phrase or noun a figure is told of, where its words follow: ``a 5 percent rise in exports``.

    Args:
        sentence: The sentence.
        index: The figure's place among its items.

    Returns:
        None where nothing after the figure can be its subject.
    """
    items, label = sentence.items, mention_of(sentence.items[index]).label
    if index > 1 and items[index - 1].lower == "of" and items[index - 2].kind == INDICATOR:
        return None  # "a deficit of 1.4 billion in trade with"
    at = index + 1
    be = _over_same_figure(items, at)
    if be + 1 < len(items) and items[be].kind == "be" and items[be + 1].kind == INDICATOR and _is_part(items, index):
        part = replace(phrase_of(items[be + 1]), by="part-that-is")  # "of which 1.9 trillion yuan was imports"
        is_handled = part.is_weak and part.indicator == "other" and part.segment is not None
        return replace(part, indicator="throughput") if is_handled else part  # "of which 53,000 TEUs were empties"
    if label in _AMOUNTS and (passive := _passive_after(sentence, index)):
        return passive
    while at < len(items) and items[at].kind in {"yoy", "mom", "qoq"}:
        at += 1
    if at < len(items) and items[at].kind == INDICATOR and _can_follow(sentence, items[at]):
        return replace(phrase_of(items[at]), by="figure-before-phrase")
    if at < len(items) and items[at].kind == "move" and label in _CHANGES:
        return _after_change(sentence, at + 1)
    return _of_phrase(sentence, index) if label in _AMOUNTS else None


def _over_same_figure(items: Sequence[Item], at: int) -> int:
    """``of which 53,000, or 27 percent, were``: past the same figure told again, or the comma that closes it."""
    is_again = at + 3 < len(items) and items[at].lower == "," and items[at + 1].lower == "or"
    at += 3 if is_again and items[at + 2].kind == VALUE else 0
    return at + 1 if at + 1 < len(items) and items[at].lower == "," and items[at + 1].kind == "be" else at


def _of_phrase(sentence: Sentence, index: int) -> Phrase | None:
    """``4 billion dollars in exports``, ``90,000 tonnes (net) of imports``."""
    items = sentence.items
    at = over_brackets(items, index + 1)
    if at < len(items) and (items[at].lower in {"in", "of", "for", "from", "on"} or items[at].kind == "worth"):
        at = over_words(items, at + 1)
        if at < len(items) and items[at].kind == INDICATOR:
            return replace(phrase_of(items[at]), by="figure-of-phrase")
        end = group_end(items, at, len(items))
        if end > at and items[end - 1].lower in CHARGES:
            return named(sentence, at, end, "charge-after-figure")  # "collected 402 million in customs duties"
        return _earned_from(sentence, index, at)
    return None


def _earned_from(sentence: Sentence, index: int, at: int) -> Phrase | None:
    """``Ghana earned 1.3 billion from cocoa``: what goods bring a country is what it exports of them."""
    items = sentence.items
    earns = any(item.lower in _EARNING for item in items[max(0, index - _NEAR) : index])
    if not earns or items[at - 1].lower != "from":
        return None
    at = _over_amount(items, at)
    end = group_end(items, at, len(items))
    if end == at or items[end - 1].lower not in known_goods():
        return None
    goods = part_of(sentence.text, items, at, end)
    return Phrase("exports", goods.start, goods.end, by="earned-from-goods", commodities=[goods])


def _over_amount(items: Sequence[Item], at: int) -> int:
    """``earned 1.1 billion from 6.1 million bags of coffee``: past how much it was, to what."""
    if at == len(items) or items[at].kind != VALUE:
        return at
    of = at + 1
    while of < len(items) and items[of].kind == WORD:
        of += 1
    return of + 1 if of + 1 < len(items) and items[of].lower == "of" else at


_EARNING = words_for("earning")
_NEAR = 4  # items


def _passive_after(sentence: Sentence, index: int) -> Phrase | None:
    """``Onions worth 650 crore were exported from Maharashtra``, ``goods worth 110 billion imported``."""
    items = sentence.items
    at = index + 1
    goods = _goods_worth(sentence, index)
    if at < len(items) and items[at].lower == "of":
        begin = over_words(items, at + 1)
        at = group_end(items, begin, len(items))
        goods = part_of(sentence.text, items, begin, at) if at > begin else None
    commodities = [goods] if goods and goods.text.lower() not in EMPTY_GOODS else []
    if at + 1 < len(items) and items[at].kind in {"worth", "reach"} and items[at + 1].kind == VALUE:
        at += 2
    if at < len(items) and items[at].lower in _PASSING:
        return _passed(items, index, at, commodities)
    is_finite = at < len(items) and items[at].kind == "be"
    at += is_finite
    flow = _PASSIVES.get(items[at].lower) if at < len(items) else None
    is_adjective = not is_finite and group_end(items, at + 1, len(items)) > at + 1
    if flow is None or is_adjective:
        return None  # "42 imported cases"
    phrase = Phrase(flow, items[at].start, items[at].end, items[at].lower, by="passive-after-figure")
    phrase.commodities = commodities
    for prep, place in pairwise(items[at + 1 : at + 5]):
        mention = place.mention if place.kind == PLACE else None
        if mention and prep.lower in {"from", "to", "into"}:
            is_owner = (prep.lower == "from") is (flow == "exports")
            phrase.owner = mention if is_owner else phrase.owner
            phrase.partners = phrase.partners if is_owner else [mention]
    return phrase


def _passed(items: Sequence[Item], index: int, at: int, goods: list[Part]) -> Phrase | None:
    """``Goods worth 61.8 billion yuan went in and out of the zone``: trade of where they pass, or what it handles."""
    place = next((item for item in items[at + 1 : at + 7] if item.kind == PLACE), None)
    leads = any(item.lower in {"through", "via", "out of"} for item in items[at + 1 : at + 6])
    if place is None or not leads:
        return None
    is_money = mention_of(items[index]).label is Label.MONEY
    indicator: Indicator = "trade" if is_money else "throughput"
    start, end = items[at].start, items[at].end
    return Phrase(indicator, start, end, by="goods-that-pass", owner=place.mention, commodities=goods)


_PASSING = words_for("passed")


def _goods_worth(sentence: Sentence, index: int) -> Part | None:
    """``2.4 lakh tonnes of onions worth Rs 650 crore``: the goods that an amount is the worth of."""
    items = sentence.items
    if index < 2 or items[index - 1].kind not in {"worth", "reach"}:
        return None
    begin = group_begin(items, index - 1, 0)
    return part_of(sentence.text, items, begin, index - 1) if begin < index - 1 else None


_PASSIVES: dict[str, Indicator] = {"exported": "exports", "imported": "imports", "re-exported": "re_exports"}


def _is_part(items: Sequence[Item], index: int) -> bool:
    near = items[max(0, index - 3) : index]
    is_next = bool(near) and near[-1].lower in {"and", ",", "or"}  # "of which 5 billion were exports and 3 imports"
    told = items[:index] if is_next else near
    return any(item.lower in {"of which", "of them", "of these"} for item in told)


def _can_follow(sentence: Sentence, item: Item) -> bool:
    """Whether a phrase right after a figure can be what it measures: no verb, no *those*, and none with *the*."""
    phrase = phrase_of(item)
    if phrase.is_weak and phrase.indicator == "other":
        return False  # "354 million boxes" counts boxes
    is_definite = sentence.text[item.start : item.start + 4].lower() == "the "
    is_doing = phrase.is_verb and not phrase.form.endswith("ing")  # "spent 876 million importing wood"
    return not is_doing and phrase.by != "anaphor" and not is_definite


def _after_change(sentence: Sentence, at: int) -> Phrase | None:
    """``a 40% increase in export speed``: what follows the noun of change."""
    items = sentence.items
    if at >= len(items) or items[at].lower not in {"in", "of", "for"}:
        return None
    begin = over_words(items, at + 1)
    if begin < len(items) and items[begin].kind == INDICATOR:
        return replace(phrase_of(items[begin]), by="change-in-phrase")
    begin = at + 1
    while begin < len(items) and items[begin].kind in {"det", "approx"}:
        begin += 1
    end = group_end(items, begin, len(items))
    if end == begin or is_empty(items[begin:end]):
        return None
    return named(sentence, begin, end, "change-in-nouns")


def ranked_by(items: Sequence[Item], index: int) -> Phrase | None:
    """``ranked third in Africa by tea exports``: what a rank is held in, told after it."""
    after = next((item for item in items[index + 1 : index + 10] if item.kind in {INDICATOR, VALUE}), None)
    return replace(after.phrase, by="ranked-by") if after and after.phrase and not after.phrase.is_verb else None
