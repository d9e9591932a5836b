"""Whose figure it is: the phrase a figure belongs to.

A figure looks to its right first (``a 5 percent rise in exports``, ``4 billion dollars in exports``), then to its
left: the nearest indicator phrase, the noun group before the nearest verb, or an earlier figure of the same clause,
whichever comes first. Where the sentence names nothing, the subject last in focus goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.linking.clauses import appositions, opening_group, relative_clauses
from extractor.linking.nouns import (
    VERBS,
    is_empty,
    is_nominal,
    named,
    named_with_list,
    noun_of_figure,
    over_words,
    own_noun,
    subject_of_verb,
)
from extractor.linking.senses import BOX_UNITS
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.heads import segment_at
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, mention_of, phrase_of
from extractor.phrases.nouns import group_begin, group_end, is_plural, known_goods
from extractor.phrases.phrase import EMPTY_GOODS, part_of
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention

_POINTS_AT_GOODS = words_for("goods-anaphor")
_BARE_BALANCES = words_for("bare-balance")
_CHANGES = frozenset({Label.PERCENT, Label.MULTIPLE, Label.MONEY})
_AMOUNTS = frozenset({Label.MONEY, Label.QUANTITY})
_BEFORE_FIGURE = frozenset({"approx", "det", "above", "below", "estimate"})


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
    right = _to_the_right(sentence, index) if measure != "share" else None
    if right:
        return right
    if _is_aimed_at(sentence.items, index):
        return None
    left = _to_the_left(sentence, index, measure, known)
    if measure == "rank" and left is None:
        return _ranked_by(sentence.items, index)
    value = mention_of(sentence.items[index])
    if value.label is Label.QUANTITY:
        return _of_count(sentence, index, value, left)
    if value.label is Label.MONEY and (left is None or left.by == "same-clause"):
        return own_noun(sentence, index) or left
    is_traded = value.label is Label.MONEY and left is not None and left.is_verb
    return _with_goods(sentence, index, left) if left and is_traded else left


def _is_aimed_at(items: Sequence[Item], index: int) -> bool:
    """``has set a target of 9 billion``: what is aimed at is what the article speaks of."""
    at = index - 1
    while at >= 0 and items[at].kind in _BEFORE_FIGURE:
        at -= 1
    return at > 0 and items[at].lower == "of" and items[at - 1].kind in {"target", "forecast"}


# ── to the right ────────────────────────────────────────────────────────────────────────────────


def _to_the_right(sentence: Sentence, index: int) -> Phrase | None:
    items, label = sentence.items, mention_of(sentence.items[index]).label
    at = index + 1
    while at < len(items) and items[at].kind in {"yoy", "mom", "qoq"}:
        at += 1
    if at < len(items) and items[at].kind == INDICATOR and _can_follow(sentence, items[at]):
        return replace(phrase_of(items[at]), by="figure-before-phrase")
    if at < len(items) and items[at].kind == "move" and label in _CHANGES:
        return _after_change(sentence, at + 1)
    if label not in _AMOUNTS:
        return None
    at = _over_brackets(items, index + 1)
    if at < len(items) and (items[at].lower in {"in", "of", "for", "from"} or items[at].kind == "worth"):
        at = over_words(items, at + 1)
        if at < len(items) and items[at].kind == INDICATOR:
            return replace(phrase_of(items[at]), by="figure-of-phrase")
    return None


def _can_follow(sentence: Sentence, item: Item) -> bool:
    """Whether a phrase right after a figure can be what it measures: no verb, no *those*, and none with *the*."""
    phrase = phrase_of(item)
    if phrase.is_weak and phrase.indicator == "other":
        return False  # "354 million boxes" counts boxes
    is_definite = sentence.text[item.start : item.start + 4].lower() == "the "
    return not phrase.is_verb and phrase.by != "anaphor" and not is_definite


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


def _over_brackets(items: Sequence[Item], at: int) -> int:
    if at < len(items) and items[at].lower in {"(", "["}:
        while at < len(items) and items[at].lower not in {")", "]"}:
            at += 1
        at += 1
    return at


def _ranked_by(items: Sequence[Item], index: int) -> Phrase | None:
    """``ranked third in Africa by tea exports``: what a rank is held in, told after it."""
    after = next((item for item in items[index + 1 : index + 10] if item.kind in {INDICATOR, VALUE}), None)
    return replace(after.phrase, by="ranked-by") if after and after.phrase and not after.phrase.is_verb else None


# ── to the left ─────────────────────────────────────────────────────────────────────────────────


def _to_the_left(sentence: Sentence, index: int, measure: str, known: dict[int, Phrase]) -> Phrase | None:
    items = sentence.items
    is_rank = mention_of(items[index]).label is Label.RANK
    first = index
    while first and items[first - 1].kind in _BEFORE_FIGURE:
        first -= 1
    over = relative_clauses(items, index) | appositions(items, index)
    elliptic = (
        _elliptic(sentence, first, known) or _elliptic_place(items, first, known) or _goods_beside(sentence, first)
    )
    if elliptic:
        return elliptic
    for at in range(index - 1, -1, -1):
        item = items[at]
        if at in over or (item.kind == INDICATOR and _is_aside(items, at)):
            continue
        if item.kind == INDICATOR and not _is_whole(items, at, measure):
            phrase = _named_balance(items, at) or phrase_of(item)
            return _with_doer(sentence, at, replace(phrase, by="phrase-before"))
        if item.lower == "," and (apposed := _goods_before_comma(sentence, at, first)):
            return apposed
        if item.kind == VALUE and at in known and not (is_rank and known[at].by == "counted-noun"):
            return replace(known[at], by="same-clause")
        subject = None
        if item.kind in VERBS and not is_nominal(items, at):
            subject = subject_of_verb(sentence, at)
        elif item.lower == "of" and at + 1 == first:
            subject = noun_of_figure(sentence, at)
        if subject:
            return subject
    return _opening_goods(sentence, index)


def _goods_before_comma(sentence: Sentence, comma: int, first: int) -> Phrase | None:
    """``Drugs and pharmaceuticals, up 6.2 per cent, bucked the trend``: the goods a figure is put beside."""
    items = sentence.items
    between = items[comma + 1 : first]
    if not between or any(item.kind not in {"move", "approx", "yoy"} and item.lower != "by" for item in between):
        return None
    begin = group_begin(items, comma, 0)
    is_free = begin == 0 or items[begin - 1].kind in {"det", "conj"} or items[begin - 1].lower == ","
    if begin == comma or not is_free or items[comma - 1].lower not in known_goods():
        return None
    return named_with_list(sentence, begin, comma, "noun-before-comma")


def _elliptic(sentence: Sentence, index: int, known: dict[int, Phrase]) -> Phrase | None:
    """``Knitwear brought in 18 billion and garments 14 billion``: a noun right before a figure, its verb told once."""
    end = index - 1 if index and sentence.items[index - 1].lower in {"by", "for", "to", "at"} else index
    begin = group_begin(sentence.items, end, 0)
    before = begin - 1 if begin and sentence.items[begin - 1].kind == "det" else begin  # "and the latter 6 percent"
    if begin == end or before == 0 or sentence.items[before - 1].lower not in {"and", ","}:
        return None
    last = sentence.items[end - 1].lower
    is_noun = end == index or last in known_goods() or is_plural(last)
    if (
        not is_noun
        or is_empty(sentence.items[begin:end])
        or not any(_is_of_goods(subject) for subject in known.values())
    ):
        return None
    return named_with_list(sentence, begin, end, "noun-before-verb")


def _elliptic_place(items: Sequence[Item], first: int, known: dict[int, Phrase]) -> Phrase | None:
    """``exports from France rose 3% and from Germany 0.4%``, ``WA shipped 48 percent and Victoria 17 percent``."""
    if first < _SHORTEST or items[first - 1].kind != PLACE or not known:
        return None
    before, like, place = first - 2, known[max(known)], mention_of(items[first - 1])
    has_prep = items[before].lower in {"from", "to", "with", "in"}
    before -= has_prep or items[before].kind == "det"
    is_listed = before > 0 and items[before].lower in {"and", ","} and max(known) >= before - _SHORTEST
    if not is_listed or like.indicator == "other":
        return None
    if like.owner and (items[first - 2].lower == "from" or (not has_prep and like.is_verb)):
        return replace(like, owner=place, by="place-in-parallel", periods=[])
    return replace(like, partners=[place], by="place-in-parallel", periods=[]) if has_prep else None


_SHORTEST = 3  # items


def _goods_beside(sentence: Sentence, first: int) -> Phrase | None:
    """``followed by wiring at 34 billion``, ``with sesame and nuts on 9 million``: the goods a figure stands beside."""
    items = sentence.items
    if first < 2 or items[first - 1].lower not in {"at", "with", "on"} or items[first - 2].kind != WORD:
        return None
    begin = group_begin(items, first - 1, 0)
    is_free = begin == 0 or items[begin - 1].lower in {"by", "and", ",", "with"} or items[begin - 1].kind == "det"
    is_goods = begin < first - 1 and items[first - 2].lower in known_goods()
    return named_with_list(sentence, begin, first - 1, "noun-before-comma") if is_free and is_goods else None


def _opening_goods(sentence: Sentence, index: int) -> Phrase | None:
    """``Textiles and leather came third with 35 billion``: goods the clause opens with, where nothing else is told."""
    items = sentence.items
    group = opening_group(items, index)
    if group is None or items[group[1]].kind != WORD:
        return None
    last = items[group[1] - 1].lower
    if last in _POINTS_AT_GOODS or last not in known_goods():
        return None
    return named_with_list(sentence, *_last_of(items, group), "noun-before-verb")


def _last_of(items: Sequence[Item], group: tuple[int, int]) -> tuple[int, int]:
    """The last member of a list of nouns."""
    begin = group_begin(items, group[1], group[0])
    return begin, group[1]


def _is_of_goods(subject: Phrase) -> bool:
    return subject.text is not None or bool(subject.commodities)


def _is_aside(items: Sequence[Item], at: int) -> bool:
    """``exports, including re-exports, fell``: a phrase that only says what another takes in or leaves out."""
    return at > 0 and items[at - 1].lower in {"including", "excluding", "inclusive of", "net of"}


def _named_balance(items: Sequence[Item], at: int) -> Phrase | None:
    """``the current account closed with a surplus of``: which balance a bare *surplus* is of, told before it."""
    bare = phrase_of(items[at])
    if bare.form not in _BARE_BALANCES or bare.owner:
        return None
    before = next((item.phrase for item in reversed(items[:at]) if item.phrase), None)
    if before is None or before.indicator not in {"other", "trade_balance"}:
        return None
    return replace(before, sign=bare.sign, start=bare.start, end=bare.end)


def _with_doer(sentence: Sentence, at: int, subject: Phrase) -> Phrase:
    """``Private enterprises posted exports of 5 billion``: who does the trade narrows it."""
    items = sentence.items
    before = at - 1
    while before >= 0 and items[before].kind in {"det", "approx"}:
        before -= 1
    if subject.segment or before < 1 or items[before].kind not in {"reach", "contribute"}:
        return subject
    begin = group_begin(items, before, 0)
    segment = segment_at(sentence.text, items, begin) if begin < before else None
    return replace(subject, segment=segment[0]) if segment else subject


def _is_whole(items: Sequence[Item], at: int, measure: str) -> bool:
    """Whether a phrase is what a share or contribution before it is part of, rather than a subject."""
    before = at - 1
    while before >= 0 and (
        items[before].kind in {"det", PLACE, "approx", WORD} or items[before].lower in {"'s", "of", "to", "in"}
    ):
        before -= 1
    if before < 0:
        return False
    if items[before].kind == "contribute":
        return measure == "contribution"
    follows_of = before < at - 1 and items[before + 1].lower == "of"
    return follows_of and items[before].kind == VALUE and mention_of(items[before]).label is Label.PERCENT


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
        return left and _with_goods(sentence, index, left)
    if left is None or own is None or own.text is None:
        return own or left
    if left.indicator in _GOODS_INDICATORS and left.by in {"phrase-before", "same-clause"}:
        return _of_governed_count(sentence.items, index, left, own)
    if left.indicator == "other" and left.by == "same-clause" and left.text and own.text.text != left.text.text:
        return replace(own, owner=left.owner)
    return own


def _of_boxes(sentence: Sentence, value: Mention, left: Phrase | None) -> Phrase:
    """Boxes are handled: imports of them are throughput, the direction a segment."""
    if left is None or left.indicator == "other":
        if left and left.text and "capacity" in left.text.text.lower():
            return left
        return Phrase("throughput", value.start, value.end, by="container-units", owner=left.owner if left else None)
    segment = left.segment or Part(sentence.text[left.start : left.end], left.start, left.end)
    return replace(left, indicator="throughput", segment=segment)


def _with_goods(sentence: Sentence, index: int, left: Phrase) -> Phrase:
    """``exported 3 million tonnes of wheat``: the goods told after an amount of them, where the phrase names none."""
    items, before = sentence.items, index + 1
    is_silent = left.by == "same-clause" or not left.commodities
    if left.indicator not in _GOODS_INDICATORS or not is_silent or before == len(items):
        return left
    before = _over_brackets(items, before)  # "2.3 million tonnes (Mt) of wheat"
    if before == len(items) or (items[before].lower not in {"of", "in"} and items[before].kind != "worth"):
        return left
    begin = over_words(items, before + 1)
    end = group_end(items, begin, len(items))
    if items[before].lower == "in" and (end == begin or items[end - 1].lower not in known_goods()):
        return left
    if end == begin or is_empty(items[begin:end]) or items[end - 1].lower in EMPTY_GOODS:
        return left
    return replace(left, commodities=[part_of(sentence.text, items, begin, end)])


def _of_governed_count(items: Sequence[Item], index: int, left: Phrase, own: Phrase) -> Phrase:
    """``exported 2,000 cars`` counts exports of cars; ``handled 4,417 trains`` counts trains, at the same place."""
    unit = own.text or Part("", own.start, own.end)
    if left.indicator == "throughput" and unit.text.lower() not in _CARGO_UNITS:
        return replace(own, owner=left.owner)
    governor = _governor(items, index)
    if governor == "verb" and not left.commodities:
        return replace(left, commodities=[unit])
    is_packed = unit.text.lower().rpartition(" ")[2] in _PACKED_UNITS  # "coffee exports dropped to 448,000 bags"
    return left if governor or is_packed else own


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
