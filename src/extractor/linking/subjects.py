"""Whose figure it is: the phrase a figure belongs to.

A figure looks to its right first (``a 5 percent rise in exports``, ``4 billion dollars in exports``), then to its
left: the nearest indicator phrase, the noun group before the nearest verb, or an earlier figure of the same clause,
whichever comes first. Where the sentence names nothing, the subject last in focus goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.after_figure import after_figure, ranked_by
from extractor.linking.before_figure import BEFORE_FIGURE, before_figure
from extractor.linking.goods import NO_TRADE
from extractor.linking.nouns import (
    is_empty,
    over_words,
    own_noun,
)
from extractor.linking.senses import BOX_UNITS
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.heads import segment_at
from extractor.phrases.items import INDICATOR, PLACE, WORD, mention_of, over_brackets, phrase_of
from extractor.phrases.nouns import group_end
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention


def subject_of(sentence: Sentence, index: int, measure: str, known: dict[int, Phrase]) -> Phrase | None:
    """What a figure measures.

    Args:
        sentence: The sentence.
        index: The figure's place among its items.
        measure: Its measure as the patterns tell it.
        known: Subjects of earlier figures of the sentence, by their place.

    Returns:
        None where the sentence names nothing; the focus then goes on.
    """
    right = after_figure(sentence, index) if measure != "share" else None
    if right:
        return right
    if _is_aimed_at(sentence.items, index):
        return replace(known[max(known)], by="same-clause") if known else None
    left = before_figure(sentence, index, measure, known)
    if measure == "rank" and left is None:
        return ranked_by(sentence.items, index)
    value = mention_of(sentence.items[index])
    if value.label is Label.MONEY and left and left.indicator == "throughput":
        left = replace(left, indicator="trade")  # "the zone handled 9.4 billion yuan worth of goods"
    if value.label is Label.QUANTITY:
        is_named = left is not None and left.by in _NAMED  # "its capacity of 3 million"
        before = None if is_named else _as_counted_before(sentence, index, known)
        return before or _of_count(sentence, index, value, left)
    if value.label is Label.MONEY and (left is None or left.by == "same-clause"):
        return own_noun(sentence, index) or left
    is_traded = value.label is Label.MONEY and left is not None and left.is_verb
    return with_goods(sentence, index, left) if left and is_traded else left


def _is_aimed_at(items: Sequence[Item], index: int) -> bool:
    """``has set a target of 9 billion``: what is aimed at is what the article speaks of."""
    at = index - 1
    while at >= 0 and items[at].kind in BEFORE_FIGURE:
        at -= 1
    is_told = at >= 0 and items[at].kind == "forecast" and items[at].lower.endswith(" of")  # "expectations of a rise"
    return is_told or (at > 0 and items[at].lower == "of" and items[at - 1].kind in {"target", "forecast"})


# ── counts ──────────────────────────────────────────────────────────────────────────────────────

_CARGO_UNITS = words_for("cargo-unit")
_PACKED_UNITS = words_for("packed-unit")
_GOODS_INDICATORS = frozenset({"exports", "imports", "re_exports", "throughput", "trade"})


def _of_count(sentence: Sentence, index: int, value: Mention, left: Phrase | None) -> Phrase | None:
    """Counts speak of trade only where the words that govern them do: ``exports of cars reached 20,000``."""
    own = own_noun(sentence, index)
    if value.unit in BOX_UNITS and (left is None or left.indicator in {"other", "exports", "imports"}):
        return _of_boxes(sentence, value, left)
    if _is_measured(value):  # "1.2 million tonnes" counts nothing of its own
        return left and with_goods(sentence, index, left)
    if left is None or own is None or own.text is None:
        return own or left
    if left.indicator in _GOODS_INDICATORS and left.by in {"phrase-before", "same-clause"}:
        told = _of_governed_count(sentence.items, index, left, own)
        return with_goods(sentence, _end_of_packs(sentence.items, index, own.text), told)
    if left.indicator == "other" and left.by == "same-clause" and left.text and own.text.text != left.text.text:
        return replace(own, owner=left.owner)
    return own


def _end_of_packs(items: Sequence[Item], index: int, unit: Part) -> int:
    """``500,000 60-kg bags of coffee``: where the packs end that goods are of, else the figure."""
    if not _is_of_packs(unit.text):
        return index
    return next((at for at in range(index + 1, len(items)) if items[at].end == unit.end), index)


def _is_of_packs(unit: str) -> bool:
    """Whether a noun counts packs of goods rather than goods: ``bags``, ``15-kg cartons``."""
    *size, pack = unit.lower().split() or [""]
    return pack in _PACKS and all(any(sign.isdigit() for sign in word) for word in size)


_NAMED = frozenset({"noun-of-figure", "place-in-parallel"})


def _as_counted_before(sentence: Sentence, index: int, known: dict[int, Phrase]) -> Phrase | None:
    """``GM exported 62,000 units, Nissan 41,300``: a count whose noun is left out is of what was counted before."""
    value = mention_of(sentence.items[index])
    if not known or value.rule != "understood":
        return None
    before = max(known)
    if any(item.phrase and not item.phrase.is_verb for item in sentence.items[before + 1 : index]):
        return None  # "loaded imports at 390,663 TEUs and loaded exports at 125,963"
    told = known[before]
    is_same = mention_of(sentence.items[before]).unit == value.unit and told.indicator in _GOODS_INDICATORS
    return replace(told, by="same-clause") if is_same else None


def _of_boxes(sentence: Sentence, value: Mention, left: Phrase | None) -> Phrase:
    """Boxes are handled: imports of them are throughput, the direction a segment."""
    if left is None or left.indicator == "other":
        if left and left.text and "capacity" in left.text.text.lower():
            return left
        return Phrase("throughput", value.start, value.end, by="container-units", owner=left.owner if left else None)
    segment = left.segment or Part(sentence.text[left.start : left.end], left.start, left.end)
    return replace(left, indicator="throughput", segment=segment)


def with_goods(sentence: Sentence, index: int, left: Phrase) -> Phrase:
    """``exported 3 million tonnes of wheat``: the goods told after an amount of them, where the phrase names none."""
    is_silent = left.by == "same-clause" or left.is_inherited or not left.commodities
    if left.indicator not in _GOODS_INDICATORS or not is_silent or index + 1 == len(sentence.items):
        return left
    boxes = sentence.items[index + 1].phrase
    if boxes and boxes.is_weak and boxes.commodities:
        return replace(left, commodities=boxes.commodities)  # "354 million boxes of bananas"
    goods = _goods_after(sentence, index + 1, known_only=left.is_inherited)
    return replace(left, commodities=[goods], partners=_origin_of(sentence, goods, left)) if goods else left


def _origin_of(sentence: Sentence, goods: Part, left: Phrase) -> list[Mention]:
    """``imported $4 billion of Russian oil``: where imported goods are from, by the name before them."""
    at = next(n for n, item in enumerate(sentence.items) if item.start == goods.start)
    origin = sentence.items[at - 1].mention if at and sentence.items[at - 1].kind == PLACE else None
    is_own = left.owner is not None and origin is not None and left.owner.place == origin.place
    return left.partners if origin is None or left.partners or is_own or left.indicator != "imports" else [origin]


def _goods_after(sentence: Sentence, at: int, *, known_only: bool) -> Part | None:
    """The goods that ``of``, ``in`` or ``worth of`` leads to; after ``in`` only such as the table knows."""
    items = sentence.items
    at = over_brackets(items, at)  # "2.3 million tonnes (Mt) of wheat"
    if at == len(items) or (items[at].lower not in {"of", "in"} and items[at].kind != "worth"):
        return None
    begin = over_words(items, at + 1)
    begin += begin + 1 < len(items) and items[begin].kind == PLACE and items[begin + 1].kind == WORD
    end = group_end(items, begin, len(items))
    if end == begin or is_empty(items[begin:end]):
        return None
    if (known_only or items[at].lower == "in") and items[end - 1].lower not in known_goods():
        return None
    is_bare = end == begin + 1 and items[begin].lower in EMPTY_GOODS  # "of goods", but "of farm goods"
    is_narrowed = segment_at(sentence.text, items, begin) is not None  # "of cross-border e-commerce goods"
    return None if is_bare or is_narrowed else part_of(sentence.text, items, begin, end)


_PACKS = words_for("pack")


def _of_governed_count(items: Sequence[Item], index: int, left: Phrase, own: Phrase) -> Phrase:
    """``exported 2,000 cars`` counts exports of cars; ``handled 4,417 trains`` counts trains, at the same place."""
    unit = own.text or Part("", own.start, own.end)
    if left.indicator == "throughput" and unit.text.lower() not in _CARGO_UNITS:
        return replace(own, owner=left.owner)
    if unit.text.lower().rpartition(" ")[2] in NO_TRADE:
        return replace(own, owner=left.owner)  # "the number of firms engaged in foreign trade was 53,000"
    governor = _governor(items, index)
    is_packed = unit.text.lower().rpartition(" ")[2] in _PACKED_UNITS  # "coffee exports dropped to 448,000 bags"
    if left.is_verb and left.by == "same-clause" and _is_sent(items, index) and not _is_of_packs(unit.text):
        return replace(left, commodities=[unit])  # "exported 4,000 cows to Lebanon and 1,000 sheep to Libya"
    if governor == "verb" and not left.commodities and not _is_of_packs(unit.text):
        return replace(left, commodities=[unit])
    return left if governor or is_packed else own


def _is_sent(items: Sequence[Item], index: int) -> bool:
    """``1,000 sheep to Libya``: whether what is counted goes to or comes from a place."""
    end = group_end(items, index + 1, len(items))
    if end == index + 1 or end + 1 >= len(items) or items[end].lower not in {"to", "from"}:
        return False
    after = end + 1 + (items[end + 1].kind == "det")
    return after < len(items) and items[after].kind == PLACE


def _is_measured(value: Mention) -> bool:
    """Whether a quantity is written with its unit (``1.2 million tonnes``), rather than a count of things."""
    rule = value.rule.removeprefix("range-")
    if rule.startswith("understood"):
        return value.text.strip()[-1:].isalpha() and not value.text.strip().isalpha()
    return rule in {"measure", "price-per-unit", "exchange-rate"}


def _governor(items: Sequence[Item], index: int) -> str:
    """``verb`` where a verb of trade governs the count, ``phrase`` where a phrase does and no noun follows."""
    at = index - 1
    while at >= 0 and items[at].kind in {"approx", "det", "above", "below", "prep"}:
        at -= 1
    if at >= 0 and items[at].kind == INDICATOR and phrase_of(items[at]).is_verb:
        return "verb"
    is_followed = index + 1 < len(items) and items[index + 1].kind == WORD
    return "" if is_followed else "phrase"
