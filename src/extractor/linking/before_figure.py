"""What a figure measures, told before it: the nearest phrase, noun group or earlier figure of its clause."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.clauses import clauses_closed, opening_group, over_aside
from extractor.linking.goods import not_goods
from extractor.linking.nouns import (
    VERBS,
    is_doing,
    is_empty,
    is_nominal,
    named,
    named_with_list,
    noun_of_figure,
    subject_of_verb,
)
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.heads import is_segment, segment_at
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, is_rank, mention_of, phrase_of
from extractor.phrases.nouns import group_begin, group_end, is_plural
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Label

_POINTS_AT_GOODS = words_for("goods-anaphor")
_BARE_BALANCES = words_for("bare-balance")
BEFORE_FIGURE = frozenset({"approx", "det", "above", "below", "estimate"})


def before_figure(sentence: Sentence, index: int, measure: str, known: dict[int, Phrase]) -> Phrase | None:
    """The phrase, noun or earlier figure a figure is told of, where its words stand before it.

    Args:
        sentence: The sentence.
        index: The figure's place among its items.
        measure: Its measure as the patterns tell it.
        known: Subjects of earlier figures of the sentence, by their place.

    Returns:
        The nearest to the left that can be its subject; None where the sentence names none.
    """
    items = sentence.items
    first = index
    while first and items[first - 1].kind in BEFORE_FIGURE:
        first -= 1
    is_it = first > 1 and items[first - 1].lower in {"to", "by"} and items[first - 2].lower == "it"
    if is_it and any(item.kind in {"forecast", "target"} for item in items[:first]):
        return None  # "the two agreed to bring it to 40 billion"
    elliptic = _elliptic(sentence, first, known) or _elliptic_place(items, first, known)
    beside = elliptic or _goods_beside(sentence, first)
    if beside:
        return beside
    skips_counts = measure.startswith("share") or is_rank(items[index])
    over = clauses_closed(items, index)
    for at in range(index - 1, -1, -1):
        item = items[at]
        if at in over or (item.kind == INDICATOR and _is_aside(items, at)):
            continue
        if item.kind == INDICATOR and not _is_whole(items, at, measure):
            counted = _counted_before(items, at, known)
            phrase = _named_balance(items, at) or phrase_of(item)
            told = counted or _laid_on_trade(sentence, at)
            return told or _with_doer(sentence, at, replace(phrase, by="phrase-before"))
        if item.kind == VALUE and at in known and not (skips_counts and known[at].by == "counted-noun"):
            return of_possessor(items[at + 1 : index], known[at]) or replace(known[at], by="same-clause")
        subject = _of_words(sentence, at, first)
        if subject:
            return subject if subject.text or subject.commodities else None
    return _opening_goods(sentence, index) or _multiplied(sentence, index, first)


def _multiplied(sentence: Sentence, index: int, first: int) -> Phrase | None:
    """``Profit at the miner more than doubled``: what a verb that is a figure itself tells of, if no goods."""
    if mention_of(sentence.items[index]).label is not Label.MULTIPLE or not sentence.items[index].lower.endswith("ed"):
        return None
    subject = subject_of_verb(sentence, first)
    is_goods = subject is None or subject.text is None or not_goods().isdisjoint(subject.text.text.lower().split())
    return None if is_goods else subject


def _counted_before(items: Sequence[Item], at: int, known: dict[int, Phrase]) -> Phrase | None:
    """``7,762 freight trains passed through Horgos, up 9.3 percent``: what a count before the verb is of."""
    phrase = phrase_of(items[at])
    count = at - 1
    while count > 0 and items[count].kind in {WORD, "have"}:
        count -= 1
    told = known.get(count) if phrase.is_verb and phrase.indicator == "throughput" else None
    is_count = told is not None and told.by == "counted-noun" and told.indicator == "other"
    return replace(told, by="same-clause") if told and is_count else None


def _of_words(sentence: Sentence, at: int, first: int) -> Phrase | None:
    """What a verb, a comma or an *of* before a figure makes its subject; without words where it points back."""
    items, item = sentence.items, sentence.items[at]
    if item.lower == "," and (apposed := _goods_before_comma(sentence, at, first)):
        return apposed
    if item.kind == "move" and (moved := _object_moved(sentence, at, first)):
        return moved
    if item.kind in VERBS and not is_nominal(items, at):
        return subject_of_verb(sentence, at)
    return noun_of_figure(sentence, at) if item.lower == "of" and at + 1 == first else None


def _object_moved(sentence: Sentence, verb: int, first: int) -> Phrase | None:
    """``raising the figure to``, ``cut its growth forecast to``: what a verb moves."""
    items = sentence.items
    if verb + 2 < len(items) and items[verb + 1].lower == "it" and items[verb + 2].lower in {"to", "by", "from"}:
        return Phrase("other", items[verb + 1].start, items[verb + 1].end, by="object-moved")  # "to raise it to"
    begin = verb + 1
    while begin < first and items[begin].kind in {"det", "approx"}:
        begin += 1
    end = group_end(items, begin, first)
    if begin < first and items[begin].lower in _FRACTIONS:
        return None  # "imports fell a tenth to 10.9 billion"
    is_object = begin > verb + 1 and end > begin and end + 1 == first and items[end].lower in {"to", "by", "from"}
    if not is_object or items[begin - 1].kind != "det":
        return None
    if is_empty(items[begin:end]):
        return Phrase("other", items[begin].start, items[end - 1].end, by="object-moved")
    return named(sentence, begin, end, "noun-before-verb")


_FRACTIONS = words_for("fraction")


def _goods_before_comma(sentence: Sentence, comma: int, first: int) -> Phrase | None:
    """``Drugs and pharmaceuticals, up 6.2 per cent, bucked the trend``: the goods a figure is put beside."""
    items = sentence.items
    between = items[comma + 1 : first]
    opens = comma + 1 == first and group_begin(items, comma, 0) == 0  # "displays, 15.8 percent"
    if not (between or opens) or any(
        item.kind not in _BESIDE_GOODS and item.lower not in {"by", "at"} for item in between
    ):
        return None
    begin = group_begin(items, comma, 0)
    is_free = begin == 0 or items[begin - 1].kind in {"det", "conj"} or items[begin - 1].lower in _BEFORE_GOODS
    if begin == comma or not is_free or items[comma - 1].lower not in known_goods():
        return None
    return named_with_list(sentence, begin, comma, "noun-before-comma")


_BESIDE_GOODS = frozenset({"move", "approx", "yoy"})
_BEFORE_GOODS = frozenset({",", "by", ":", ";", "in"})


def _elliptic(sentence: Sentence, index: int, known: dict[int, Phrase]) -> Phrase | None:
    """``Knitwear brought in 18 billion and garments 14 billion``: a noun right before a figure, its verb told once."""
    end = index - 1 if index and _is_elided(sentence.items[index - 1]) else index
    begin = group_begin(sentence.items, end, 0)
    before = begin - 1 if begin and sentence.items[begin - 1].kind == "det" else begin  # "and the latter 6 percent"
    if begin == end or before == 0 or not _is_listed(sentence.items, before):
        return None
    if end == begin + 1 and is_doing(sentence.items[begin].lower):
        return None  # ", fulfilling 62 percent of the plan"
    if known and is_segment(part_of(sentence.text, sentence.items, begin, end).text):
        return named(sentence, begin, end, "noun-before-verb")  # "state firms imported 64 billion, private firms 71"
    last = sentence.items[end - 1].lower
    is_paid = last in _PAID and end > begin + 1 and sentence.items[end - 2].lower in known_goods()  # "palm oil bill"
    is_noun = end == index or last in known_goods() or is_plural(last) or is_paid
    if (
        not is_noun
        or is_empty(sentence.items[begin:end])
        or not (any(_is_of_goods(subject) for subject in known.values()) or (known and last in known_goods()))
    ):
        return None
    return named_with_list(sentence, begin, end, "noun-before-verb")


def _is_listed(items: Sequence[Item], at: int) -> bool:
    """Whether a member of a list begins at ``at``: ``and``, a comma, ``with`` or *and of* stands before it."""
    is_of = at > 1 and items[at - 1].lower == "of" and items[at - 2].lower in {"and", ","}
    return items[at - 1].lower in {"and", ",", "with"} or is_of


def _is_elided(item: Item) -> bool:
    """What is left of a verb told once: ``towels of 5.2pc``, ``consumer goods up 5%``."""
    return item.lower in _OF_ELLIPSIS


_PAID = words_for("receipts") | {"bill"}
_OF_ELLIPSIS = frozenset({"by", "for", "to", "at", "of", "up", "down", "off", "'s"})


def _elliptic_place(items: Sequence[Item], first: int, known: dict[int, Phrase]) -> Phrase | None:
    """``exports from France rose 3% and from Germany 0.4%``, ``WA shipped 48 percent and Victoria 17 percent``."""
    is_possessive = first >= _SHORTEST and items[first - 1].lower == "'s"
    first -= is_possessive  # "exports of Guangzhou reached 30 billion, and Shenzhen's 61 billion"
    if first < _SHORTEST or items[first - 1].kind != PLACE or not known:
        return None
    before, like, place = first - 2, known[max(known)], mention_of(items[first - 1])
    before -= items[before].kind == "det" and before > 0
    prep = items[before].lower
    has_prep = prep in {"from", "to", "with", "in"}
    before -= has_prep
    is_near = is_possessive or max(known) >= before - _SHORTEST
    is_listed = before > 0 and items[before].lower in {"and", ","} and is_near
    if not is_listed or like.indicator == "other":
        return None
    is_origin = prep == "from" and like.indicator != "imports"
    if like.owner and (is_origin or (not has_prep and (like.is_verb or is_possessive))):
        return replace(like, owner=place, by="place-in-parallel", periods=[])
    return replace(like, partners=[place], by="place-in-parallel", periods=[]) if has_prep else None


def of_possessor(between: Sequence[Item], like: Phrase) -> Phrase | None:
    """``France's deficit widened to 8 billion while Spain's narrowed to``: the same of another place."""
    for place, ending, verb in zip(between, between[1:], between[2:], strict=False):
        if place.kind == PLACE and ending.lower == "'s" and verb.kind in {"move", "reach", "be"} and like.owner:
            return replace(like, owner=mention_of(place), by="place-in-parallel", periods=[])
    return None


_SHORTEST = 3  # items


def _goods_beside(sentence: Sentence, first: int) -> Phrase | None:
    """``followed by wiring at 34 billion``, ``with sesame and nuts on 9 million``: the goods a figure stands beside."""
    items = sentence.items
    if first < _SHORTEST or items[first - 1].lower not in {"at", "with", "on"}:
        return None
    end = first - 1
    if items[end - 1].lower == ")":  # "tra fish (pangasius) at"
        end = next((at for at in range(end - 1, 0, -1) if items[at].lower == "("), end)
    begin = group_begin(items, end, 0)
    is_free = begin == 0 or items[begin - 1].lower in _LEADS_TO_GOODS or items[begin - 1].kind in {"det", "be"}
    is_goods = begin < end and items[end - 1].lower in known_goods()
    return named_with_list(sentence, begin, end, "noun-before-comma") if is_free and is_goods else None


_LEADS_TO_GOODS = frozenset({"by", "and", ",", "with", ":", "then"})


def _opening_goods(sentence: Sentence, index: int) -> Phrase | None:
    """``Textiles and leather came third with 35 billion``: goods the clause opens with, where nothing else is told."""
    items = sentence.items
    group = opening_group(items, index)
    if group is None:
        return None
    after = over_aside(items, group[1], index)
    if not (items[after].kind == WORD or is_rank(items[after])):
        return None  # "Urea topped the list with"
    last = items[group[1] - 1].lower
    is_of_goods = last in known_goods() or (last in EMPTY_GOODS and group[1] - group[0] > 1)  # "mineral products"
    if (last in _POINTS_AT_GOODS and group[1] - group[0] == 1) or not is_of_goods:
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


def _laid_on_trade(sentence: Sentence, at: int) -> Phrase | None:
    """``The tariff on US imports was 3 percent``, ``opposition to imports rose``: what is laid on trade is no trade."""
    prep = at - 1
    if prep < 1 or sentence.items[prep].lower not in {"on", "to"} or sentence.items[prep - 1].lower not in _LAID:
        return None
    return named(sentence, group_begin(sentence.items, prep, 0), prep, "laid-on-trade")


_LAID = words_for("charge") | words_for("laid-on-trade")


def _named_balance(items: Sequence[Item], at: int) -> Phrase | None:
    """``the current account closed with a surplus of``: which balance a bare *surplus* is of, told before it."""
    bare = phrase_of(items[at])
    if bare.form not in _BARE_BALANCES or bare.owner or bare.segment:
        return None
    before = next((item.phrase for item in reversed(items[:at]) if item.phrase), None)
    if before and before.indicator == "trade" and before.partners and not bare.partners:
        return replace(bare, partners=before.partners, owner=before.owner)  # "trade with Spain showed a deficit of"
    if before is None or before.indicator not in {"other", "trade_balance"}:
        return None
    partners = bare.partners or before.partners  # "the deficit with Japan shrank, while the gap with Canada widened"
    return replace(before, sign=bare.sign, start=bare.start, end=bare.end, partners=partners)


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
