"""Noun groups as subjects: what an ``other`` figure measures, told by the nouns around a verb or a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.linking.clauses import before_aside, opening_group
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.heads import is_segment, measure_words, segment_opening
from extractor.phrases.items import INDICATOR, PERIOD, PLACE, VALUE, WORD, mention_of
from extractor.phrases.nouns import group_begin, is_verbal, modifiers
from extractor.phrases.phrase import Part, part_of
from extractor.phrases.roles import words_for
from extractor.records import Label

VERBS = frozenset({"reach", "be", "have", "share", "contribute", "move", "forecast", "target", "swing"})
_AUXILIARIES = frozenset({"be", "have", "approx", "forecast", "negation"})
_RELATIVES = frozenset({"which", "that", "who"})
_NOUNS_OF_CHANGE = words_for("noun-of-change")
_TAKES_OBJECT = words_for("takes-object")
_EMPTY_NOUNS = words_for("empty-noun")
_CHAIN_PREPS = frozenset({"of", "in", "for", "from", "to", "by", "on", "at", "between"})
_BREAKS = frozenset({",", ";", ":"})


@cache
def _all_empty_nouns() -> frozenset[str]:
    """Nouns that name no indicator of their own: ``the figure``, ``a total volume of``."""
    return measure_words() | modifiers() | _EMPTY_NOUNS


def is_empty(items: Sequence[Item]) -> bool:
    """Whether words only point back at what was told: ``the figure``, ``this growth rate``, ``a total value``."""
    words = (word for item in items for word in item.lower.split())
    return all(word in _all_empty_nouns() or _SPAN.search(word) for word in words)


_SPAN = re.compile(r"-(?:day|week|month|quarter|year|decade)\Z")  # "a seven-month high of"


def is_doing(word: str) -> bool:
    """Whether a lower-case word is a participle rather than goods: ``fulfilling``, not ``clothing``."""
    return word.endswith("ing") and word not in _NOUNS_IN_ING


_NOUNS_IN_ING = words_for("noun-in-ing") | known_goods()


def over_words(items: Sequence[Item], at: int) -> int:
    """Index one past the determiners, approximators and empty adjectives at ``at``."""
    while at < len(items) and items[at].kind != INDICATOR and _is_leading(items[at]):
        at += 1  # but "earned 343 million from the export of nuts" names exports
    return at


def _is_leading(item: Item) -> bool:
    return item.kind in {"det", "approx"} or item.lower in modifiers()


def is_nominal(items: Sequence[Item], at: int) -> bool:
    """Whether a word of change is a noun or adverb: ``an increase of``, ``5 percent growth``, ``up 3``."""
    if items[at].kind != "move":
        return False
    after = at + 1
    if items[at].lower in _NOUNS_OF_CHANGE or (after < len(items) and items[after].lower in {"of", "in", "rate"}):
        return True
    before = at - 1
    while before >= 0 and items[before].kind in {WORD, "yoy", "mom", "qoq", "annual_average"}:
        before -= 1
    return before >= 0 and items[before].lower in {"a", "an"}


def named(sentence: Sentence, begin: int, end: int, by: str) -> Phrase:
    """The subject that ``items[begin:end]`` name, with the owner that stands before them."""
    items = sentence.items
    part = part_of(sentence.text, items, begin, end)
    phrase = Phrase("other", part.start, part.end, by=by, text=part)
    if begin > 1 and items[begin - 1].lower == "'s" and items[begin - 2].kind == PLACE:
        phrase.owner = items[begin - 2].mention
    phrase.is_possessive = begin > 0 and items[begin - 1].lower in {"its", "their"}
    return phrase


def traders_before(sentence: Sentence, index: int) -> Part | None:
    """``Private enterprises handled 81.5 percent of foreign trade``: who does the trade a figure tells is a segment."""
    group = opening_group(sentence.items, index)
    part = part_of(sentence.text, sentence.items, *group) if group else None
    return part if part and is_segment(part.text) else None


def named_with_list(sentence: Sentence, begin: int, end: int, by: str) -> Phrase:
    """The same, with the earlier members of a list that ends with these words: ``clothing and shoes``."""
    subject = named(sentence, begin, end, by)
    listed = _list_before(sentence, begin)
    is_pair = begin > 1 and sentence.items[begin - 1].lower == "and"
    whole = part_of(sentence.text, sentence.items, begin - 2 if is_pair else begin, end)
    if is_pair and is_segment(whole.text):
        subject.text = whole  # "Small and medium-sized companies" are no list
    elif listed:
        subject.commodities = [*listed, part_of(sentence.text, sentence.items, begin, end)]
    return subject


def subject_of_verb(sentence: Sentence, verb: int) -> Phrase | None:
    """The noun group that ends right before a verb; None where it is empty or hangs on an indicator phrase."""
    items = sentence.items
    end = _before_auxiliaries(items, verb)
    if end and items[verb].kind in {"forecast", "target"} and items[end - 1].lower in _FORECASTERS:
        return Phrase("other", items[end - 1].start, items[end - 1].end)  # "Analysts had forecast a rise of 3 percent"
    if end and items[end - 1].lower == "," and items[verb].lower.split()[0].endswith("ing"):
        group = opening_group(items, verb)  # "Tea stayed the top earner, fetching"
        if group and group[1] < end - 1 and items[group[1] - 1].lower in known_goods():
            return named_with_list(sentence, *group, "noun-before-verb")
    if items[verb].lower in _REPORTING and verb + 1 < len(items) and items[verb + 1].lower == ",":
        return None  # "exports fell 10.9%, the ministry reported, after a 3.6% rise"
    end = _before_examples(items, end)
    begin = _chain_begin(items, end)
    if begin == end or _hangs_on_phrase(items, begin, end) or _follows_figure(items, begin):
        return None  # nothing, or the phrase or figure that the walk to the left meets next
    head_end = begin
    while head_end < end and items[head_end].kind == WORD:
        head_end += 1
    if is_empty(items[begin:head_end]) and head_end < end and items[head_end].lower in {"of", "in"}:
        begin = over_words(items, head_end + 1)  # "the number of trade partners"
        head_end = begin
        while head_end < end and items[head_end].kind in {WORD, "conj"}:
            head_end += 1
    if begin >= head_end or items[begin].lower in _TAKES_OBJECT or _names_nothing(sentence, (begin, head_end), end):
        return None
    return named_with_list(sentence, begin, head_end, "noun-before-verb")


def _names_nothing(sentence: Sentence, head: tuple[int, int], end: int) -> bool:
    """Whether nouns only point back (``the figure``), and are no bill, no earnings from goods, and no firm's."""
    items, (begin, head_end) = sentence.items, head
    is_paid = head_end < end and items[head_end].lower in {"from", "for"} and items[head_end - 1].lower in _PAID
    return is_empty(items[begin:head_end]) and not (is_paid or _is_of_firm(sentence, begin, head_end))


_PAID = words_for("receipts") | {"bill", "spending"}  # "earnings from spices", "the bill for crude oil"


def _is_of_firm(sentence: Sentence, begin: int, end: int) -> bool:
    """``Freeport's revenue``, ``the company's sales``, ``revenue at the miner``: a firm's figure, whatever its name."""
    items = sentence.items
    if begin > 1 and items[begin - 1].lower == "'s" and items[begin - 2].kind == WORD:
        owner = items[begin - 2]
        return owner.lower in _FIRMS or (sentence.text[owner.start].isupper() and owner.lower not in known_goods())
    at = end + 1
    while at < len(items) and items[at].kind in {"det", WORD} and items[at].lower not in _FIRMS:
        at += 1
    return end < len(items) and items[end].lower in {"at", "of"} and at < len(items) and items[at].lower in _FIRMS


_FIRMS = words_for("firm")


def _follows_figure(items: Sequence[Item], begin: int) -> bool:
    """Whether nouns only say what an earlier figure counts: ``exported 763,000 bags of coffee worth``."""
    at = begin - 2 if begin > 1 and items[begin - 1].lower == "of" else begin - 1
    return at >= 0 and items[at].kind == VALUE


def _list_before(sentence: Sentence, end: int) -> list[Part]:
    """The earlier members of a list of nouns that ends with the group at ``end``: ``cars, trucks and parts``."""
    items, parts = sentence.items, list[Part]()
    if end > 1 and items[end - 1].lower == "other":
        end -= 1  # "crab and other crustaceans"
    if end < 1 or items[end - 1].lower not in {"and", "&"}:
        return []  # "Among intermediate goods, yarn stood out" lists nothing
    while end > 1 and items[end - 1].lower in {"and", "&", ","}:
        stop = end - 1
        while stop > 1 and items[stop - 1].lower in {"and", "&", ","}:
            stop -= 1
        begin = group_begin(items, stop, 0)
        if begin == stop or is_empty(items[begin:stop]):
            break  # "by value and chips 28.5%"
        parts.insert(0, part_of(sentence.text, items, begin, stop))
        end = begin
    return parts


def _before_examples(items: Sequence[Item], end: int) -> int:
    """``Labour-intensive products such as shoes and garments fell``: back over examples to what they are of."""
    at = end - 1
    while at > 0 and (items[at].kind in {WORD, "conj", "det"} or items[at].lower == ",") and end - at < _LONGEST_LIST:
        if items[at].lower == "as" and items[at - 1].lower == "such":
            at -= 1
            break
        at -= 1
    if at <= 0 or items[at].lower not in {"such", "such as", "including"}:
        return end
    return at - 1 if items[at - 1].lower == "," else at


_LONGEST_LIST = 14  # items


def _before_auxiliaries(items: Sequence[Item], verb: int) -> int:
    at = verb
    while at and (items[at - 1].kind in _AUXILIARIES or (items[at - 1].lower == "to" and at == verb)):
        at -= 1  # "wants value-added tea to make up"
    at = before_aside(items, at)
    if at and items[at - 1].lower == ")":
        at = next((n for n in range(at - 1, -1, -1) if items[n].lower == "("), at)
    if at and items[at - 1].kind == PERIOD:  # "stocks at the end of October rose"
        at -= 1
        while at and items[at - 1].kind in {"prep", "det"}:
            at -= 1
    if at and items[at - 1].lower in _RELATIVES:  # "cars, which made up 12 percent"
        at -= 2 if at > 1 and items[at - 2].lower == "," else 1
    return at


def _hangs_on_phrase(items: Sequence[Item], begin: int, end: int) -> bool:
    """Whether an indicator phrase stands in the noun group or governs it through prepositions alone."""
    for at in range(end - 1, -1, -1):
        item = items[at]
        if item.kind == INDICATOR:
            return True
        if at == begin - 1 and item.lower == "and":
            return False  # "30 percent of exports and coffee made up"
        if item.lower in _RANKING:
            continue  # "the surplus of the world's top copper producer stood at"
        if at < begin and (item.kind in VERBS or item.kind in {VALUE, "remark"} or item.lower in _BREAKS):
            return False
    return False


_RANKING = words_for("ranking")


def _chain_begin(items: Sequence[Item], end: int) -> int:
    """Index of the head of ``sales of cars in Europe``, read from its last word back to the first noun group."""
    at = end
    while at:
        begin = group_begin(items, at, 0)
        if begin == at and items[at - 1].kind == PLACE:
            begin = at - 1
        if begin == at:
            break
        at = begin
        before = at
        while before and (
            items[before - 1].kind in {"det", "approx", PLACE, "conj"}
            or items[before - 1].lower in {"'s", "“", "”", '"'}
        ):
            before -= 1
        if before < 2 or items[before - 1].lower not in _CHAIN_PREPS or items[before - 2].kind not in {WORD, PLACE}:
            break
        at = before - 1
    return at


CHARGES = words_for("charge")


def noun_of_figure(sentence: Sentence, of: int) -> Phrase | None:
    """``with sales of 5 billion``: the noun group before *of*, unless it only points back (``a total volume of``)."""
    begin = group_begin(sentence.items, of, 0)
    is_charge = of > 0 and sentence.items[of - 1].lower in CHARGES  # "imports of cars face a duty of 10 percent"
    if begin == of or is_empty(sentence.items[begin:of]):
        return None
    if not is_charge and _hangs_on_phrase(sentence.items, begin, of):
        return None
    return named(sentence, begin, of, "noun-of-figure")


def own_noun(sentence: Sentence, index: int) -> Phrase | None:
    """The subject a count or an amount brings along: ``27,000 flights``, ``a $750 million agreement``."""
    items = sentence.items
    value = mention_of(items[index])
    if value.label is Label.QUANTITY and value.unit:
        unit = _where_counted(sentence, value.start, value.end, value.unit)
        segment = segment_opening(value.unit)
        return Phrase(
            "other",
            unit.start,
            unit.end,
            by="counted-noun",
            text=unit,
            segment=Part(segment, unit.start, unit.start + len(segment)) if segment else None,
        )
    begin = end = index + 1
    while end < len(items) and (items[end].kind == WORD or _joins_words(items, begin, end)):
        end += 1
    if value.label is not Label.MONEY or end == begin or is_empty(items[begin:end]) or _is_verb(items[begin]):
        return None
    if items[end - 1].lower in _FORECASTERS:  # "the 9.9 billion economists had expected"
        return None
    return named(sentence, begin, end, "noun-after-figure")


def _is_verb(item: Item) -> bool:
    return is_verbal(item.lower) or item.lower in _NO_GOODS  # "318 million went to the United States"


_NO_GOODS = words_for("no-goods")
_FORECASTERS = words_for("forecaster")
_REPORTING = frozenset({"reported", "recorded", "announced"})


def _where_counted(sentence: Sentence, start: int, end: int, unit: str) -> Part:
    """Where a sentence names what a figure counts: after it, else before it, else only the figure says so."""
    named = re.compile(rf"\b{re.escape(unit)}\b", re.IGNORECASE)
    after = named.search(sentence.text, end, sentence.end)
    found = after or next(reversed([*named.finditer(sentence.text, sentence.start, start)]), None)
    return Part(found.group(), *found.span()) if found else Part(unit, start, end)


def _joins_words(items: Sequence[Item], begin: int, at: int) -> bool:
    return begin < at < len(items) - 1 and items[at].kind == "conj" and items[at + 1].kind == WORD
