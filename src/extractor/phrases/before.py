"""What stands before the head of an indicator phrase: whose, from when, and what goods."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.mentions.goods import known_goods
from extractor.phrases.after import TWO_SIDES
from extractor.phrases.heads import segment_ending
from extractor.phrases.items import PERIOD, PLACE, WORD, Item, mention_of
from extractor.phrases.nouns import group_begin, is_plural, is_verbal, modifiers
from extractor.phrases.phrase import EMPTY_GOODS, Phrase, part_of
from extractor.phrases.roles import words_for

_OWN_DETERMINERS = frozenset({"its", "their"})
_DETERMINERS = frozenset({"its", "their", "the", "a", "an", "this", "that"})
_NO_GOODS = words_for("no-goods")
NOUNS_IN_ING = words_for("noun-in-ing")
_WORLDWIDE = words_for("worldwide")
_TRADED = words_for("traded-sector")
_MUTUAL = words_for("mutual")
_OF_ALL_GOODS = words_for("of-all-goods")
_OF_COUNTRY = frozenset({"national", "nationwide"})
_OF_YEAR = words_for("whole-year")
_HYPHENS = frozenset({"-", "–"})
_JOINTS = frozenset({"'s", "'"}) | _HYPHENS


def read_before(text: str, phrase: Phrase, before: Sequence[Item]) -> int:
    """Read what stands before the head, from right to left, into the phrase.

    Args:
        text: The article.
        phrase: Filled with owner, partners, goods, segment and periods.
        before: The items before the head, earlier phrases folded.

    Returns:
        Index of the first item that belongs to the phrase.
    """
    if phrase.is_verb:
        return _read_doer(text, phrase, before)
    at = len(before)
    while at:
        step = _take(text, phrase, before, at)
        if step == 0:
            return at
        at -= step
        if before[at].kind == "det":
            return at
    return at


def _take(text: str, phrase: Phrase, before: Sequence[Item], at: int) -> int:
    """How many items right before ``at`` belong to the phrase, which they fill; 0 where it begins at ``at``."""
    item = before[at - 1]
    if item.kind == PLACE:
        return 0 if _is_part_of_name(text, phrase, before, at) else _take_place(phrase, item)
    if item.kind == PERIOD:
        return _take_period(phrase, before, at)
    if item.kind == "det":
        phrase.is_possessive = phrase.is_possessive or item.lower in _OWN_DETERMINERS
        return int(item.lower in _DETERMINERS)
    if item.lower == "whose" and phrase.owner is None:  # "Kenya, whose exports of tea rose"
        near = reversed(before[max(0, at - 3) : at - 1])
        phrase.owner = next((one.mention for one in near if one.kind == PLACE), None)
        end = at - 2  # before the comma
        begin = group_begin(before, end, 0) if end > 0 and phrase.owner is None else end
        if begin < end and before[end - 1].lower in known_goods():
            phrase.commodities.append(part_of(text, before, begin, end))  # "Unwrought gold, whose exports surged"
    elif item.lower in _JOINTS:
        return _take_joint(text, phrase, before, at)
    return _take_word(text, phrase, before, at)


def _take_joint(text: str, phrase: Phrase, before: Sequence[Item], at: int) -> int:
    """The *'s* or hyphen between an owner and its flow."""
    item = before[at - 1]
    if at > 1 and before[at - 2].kind in {PLACE, PERIOD}:
        return int(before[at - 2].end == item.start)
    if at > 3 and before[at - 2].lower in TWO_SIDES and before[at - 3].lower == "two":
        phrase.points_back = "there"  # "the two countries' trade"
        return 3
    return 0 if item.lower in _HYPHENS else _take_traders(text, phrase, before, at)


def _take_traders(text: str, phrase: Phrase, before: Sequence[Item], at: int) -> int:
    """``private companies' exports``: who trades is a segment."""
    traders = segment_ending(text, before, max(0, at - _LONGEST_SEGMENT), at - 1)
    if traders is None or phrase.segment:
        return 0
    phrase.segment = traders[1]
    return at - traders[0]


def _take_word(text: str, phrase: Phrase, before: Sequence[Item], at: int) -> int:
    item = before[at - 1]
    if item.lower == "bound" and at > 2 and before[at - 2].lower in _HYPHENS and before[at - 3].kind == PLACE:
        phrase.partners.insert(0, mention_of(before[at - 3]))  # "Saudi-bound exports"
        return 3
    if item.kind == WORD and item.lower in _WORLDWIDE:
        phrase.is_worldwide = True
        return 1
    may_be_segment = item.lower in modifiers() or is_verbal(item.lower)  # "containerised exports"
    named = segment_ending(text, before, max(0, at - _LONGEST_SEGMENT), at) if may_be_segment else None
    if named and phrase.segment is None:  # "non-oil domestic exports", though *domestic* alone narrows nothing
        phrase.segment = named[1]
        return at - named[0]
    if item.kind == WORD and item.lower in modifiers():
        phrase.points_back = phrase.points_back or ("there" if item.lower in _MUTUAL else "")
        phrase.is_total = phrase.is_total or item.lower in _OF_ALL_GOODS
        phrase.is_nationwide = phrase.is_nationwide or item.lower in _OF_COUNTRY
        phrase.is_of_year = phrase.is_of_year or item.lower in _OF_YEAR
        return 1
    is_closed = item.kind != WORD or phrase.owner or phrase.periods
    return 0 if is_closed else _take_words(text, phrase, before, at)


def _take_period(phrase: Phrase, before: Sequence[Item], at: int) -> int:
    """``May exports``; in ``in May Kenya's exports rose`` the period is the sentence's."""
    if at > 1 and before[at - 2].kind == "prep" and before[at - 2].lower != "of":
        return 0
    phrase.periods.append(mention_of(before[at - 1]))
    return 1


def _is_part_of_name(text: str, phrase: Phrase, before: Sequence[Item], after: int) -> bool:
    """Whether a place only begins a name before goods, as in *Cardiff University reckons food exports*."""
    if not phrase.commodities or after >= len(before):
        return False
    return before[after].kind == WORD and text[before[after].start].isupper()


def _read_doer(text: str, phrase: Phrase, before: Sequence[Item]) -> int:
    """``China has exported``: the place that does it is the owner."""
    at = len(before)
    while at and (before[at - 1].kind in {"have", "approx", "be"} or before[at - 1].lower in _ITSELF):
        at -= 1
    if at < len(before) and before[at].kind == "be" and at and before[at - 1].kind == WORD:
        begin = group_begin(before, at, 0)  # "Fish was exported for"
        phrase.commodities.append(part_of(text, before, begin, at))
        return begin
    if at > 1 and before[at - 1].lower in _TRADERS and before[at - 2].lower in known_goods():
        begin = group_begin(before, at - 1, 0)  # "Danish pork exporters sold"
        phrase.commodities.append(part_of(text, before, begin, at - 1))
        at = begin
    at = _before_inclusion(before, at)
    traders = segment_ending(text, before, max(0, at - _LONGEST_SEGMENT), at)
    if traders and phrase.segment is None:
        phrase.segment, at = traders[1], traders[0]  # "State-owned enterprises imported"
        if at > 1 and before[at - 1].lower == "'s" and before[at - 2].kind == PLACE:
            phrase.owner = mention_of(before[at - 2])
            return at - 2
        return at
    doer = at
    if at > 1 and before[at - 1].lower in {"which", "that"}:
        doer = at - 2 if before[at - 2].lower == "," else at - 1  # "The United States, which bought"
    if at > 2 and before[at - 1].lower == "," and before[at - 2].kind == "approx" and before[at - 3].lower == ",":
        doer = at - 3  # "Ghana, by contrast, shipped"
    if doer and before[doer - 1].kind == PLACE:
        doer = _outermost(before, doer)
        phrase.owner = mention_of(before[doer - 1])
        return doer - 1
    described = _before_apposition(before, doer)
    phrase.owner = mention_of(before[described - 1]) if described < doer else None
    return at


def _before_inclusion(before: Sequence[Item], at: int) -> int:
    """``The FDI sector, including crude oil, shipped``: index one past what an aside only says the members of."""
    if at < 2 or before[at - 1].lower != ",":
        return at
    first = next((n for n in range(at - 2, max(0, at - _LONGEST_ASIDE), -1) if before[n].lower == ","), 0)
    return first if first and before[first + 1].lower in {"including", "excluding"} else at


_TRADERS = words_for("trader-of-goods")


def _outermost(before: Sequence[Item], end: int) -> int:
    """Index one past the place another only locates: ``the Khorgos dry port in eastern Kazakhstan handled``."""
    at = end - 1
    if at > 1 and before[at - 1].lower == "'s" and before[at - 2].kind == PLACE:
        at -= 2  # "Horgos Port in Northwest China's Xinjiang"
    while at and (before[at - 1].kind == "det" or before[at - 1].lower in _SIDES_OF_THE_SKY):
        at -= 1
    if at > 2 and before[at - 1].lower in {"with", "to"} and before[at - 2].lower in _BORDERS:
        at -= 2  # "Takeshiken Port on the border with Mongolia"
        while at and before[at - 1].kind == "det":
            at -= 1
    if at > 1 and before[at - 1].kind == "conj" and before[at - 2].kind == PLACE:
        two = at - 2
        while two and before[two - 1].kind == "det":
            two -= 1
        if two > 1 and before[two - 1].lower == "between" and before[two - 2].kind == PLACE:
            return two - 1  # "The Khorgos crossing between China and Kazakhstan handled"
    is_inside = at > 1 and before[at - 1].lower in {"in", "near", "on"} and before[at - 2].kind == PLACE
    return at - 1 if is_inside else end


_BORDERS = frozenset({"border", "frontier", "boundary"})
_SIDES_OF_THE_SKY = words_for("side-of-the-sky")


def _before_apposition(before: Sequence[Item], at: int) -> int:
    """``Kenya, the island's main rival, exported``: index one past the place an aside between commas describes."""
    if at < 2 or before[at - 1].lower != ",":
        return at
    first = at - 2
    while first > 0 and at - first < _LONGEST_ASIDE and before[first].lower != ",":
        first -= 1
    opens = before[first + 1].kind == "det" or before[first + 1].lower in {"which", "where", "whose"}
    is_aside = before[first].lower == "," and opens and first > 0
    return first if is_aside and before[first - 1].kind == PLACE else at


_LONGEST_SEGMENT = 5  # items
_LONGEST_ASIDE = 18  # items
_ITSELF = frozenset({"itself", "themselves"})


def _take_place(phrase: Phrase, item: Item) -> int:
    """``China-US trade``: the place nearest the head is the counterpart once another stands before it."""
    if phrase.owner is not None:
        phrase.partners.insert(0, phrase.owner)
    phrase.owner = mention_of(item)
    return 1


def _take_words(text: str, phrase: Phrase, before: Sequence[Item], end: int) -> int:
    """Words before the head are a segment where a table knows them, else goods: ``solar cell exports``."""
    begin = _goods_begin(before, end)
    if begin == end:
        return 0
    begin = _list_begin(before, begin)
    if begin and before[begin - 1].lower == "to" and end - begin == 1:
        return 0  # "aiming to raise exports"
    first = begin
    while first > 1 and before[first - 1].lower == "," and before[first - 2].lower.startswith("non-"):
        first -= 2
    if first < begin:  # "non-petroleum, non-gems and jewellery exports"
        begin = first
        phrase.segment = phrase.segment or part_of(text, before, begin, end)
        return end - begin
    last = before[end - 1].lower
    segment = segment_ending(text, before, begin, end)
    if segment:
        begin = begin if last in _SERVICES else segment[0]  # "financial services exports"
        if begin > 1 and before[begin - 1].lower == "and" and before[begin - 2].lower in _SIDES_OF_TRADE:
            begin -= 2  # "the goods and services deficit"
        phrase.segment = phrase.segment or part_of(text, before, begin, end)
        return end - begin
    if last in EMPTY_GOODS and end - begin == 1:
        phrase.is_total = True
    elif phrase.indicator == "trade_balance" and not (last in known_goods() or last in _TRADED):
        return end - begin  # "the politically sensitive deficit"
    else:
        phrase.commodities.append(part_of(text, before, begin, end))
    return end - begin


def _list_begin(before: Sequence[Item], begin: int) -> int:
    """``food and drink exports``, ``livestock, poultry and dairy exports``: where a list before a head begins."""
    joints = _AND
    while begin > 1 and before[begin - 1].lower in joints:
        stop = begin - 1
        stop -= stop > 1 and before[stop - 1].lower == "," and joints is _AND  # "butter, and cheese exports"
        first = _goods_begin(before, stop)
        is_single = first == stop - 1 and joints is _AND and stop == begin - 1
        is_goods = before[stop - 1].lower in known_goods()
        if first == stop or not (is_goods or (is_single and (first == 0 or before[first - 1].kind != WORD))):
            break
        begin, joints = first, _COMMA
    return begin


_AND = frozenset({"and", "&"})
_COMMA = frozenset({","})


def _goods_begin(before: Sequence[Item], end: int) -> int:
    begin = end
    while begin and before[begin - 1].kind == WORD and _can_modify(before[begin - 1].lower, is_last=begin == end):
        begin -= 1
    is_told = begin > 0 and before[begin - 1].lower in _PARTICIPLES and _opens_group(before, begin - 1)
    return begin - 1 if is_told else begin  # "Peru's used car imports", "Mexico's manufactured exports"


_PARTICIPLES = words_for("participle-or-verb")


def _opens_group(before: Sequence[Item], at: int) -> bool:
    """Whether nothing that could do it stands before a participle: ``its used cars``, not ``Germany used coal``."""
    return at == 0 or before[at - 1].kind in {"det", "prep", "mark", "conj"} or before[at - 1].lower == "'s"


_SERVICES = frozenset({"services", "service"})
_SIDES_OF_TRADE = frozenset({"goods", "services", "merchandise"})


def _can_modify(word: str, *, is_last: bool) -> bool:
    """Whether a word can stand before a head as goods: nouns can, but a plural only right before it."""
    is_no_goods = word in _NO_GOODS and word not in known_goods()  # "fuel exports"
    if word in modifiers() or word in _WORLDWIDE or is_no_goods or is_verbal(word) or word.isdigit():
        return False
    return (is_last or not is_plural(word)) and (not word.endswith("ing") or word in NOUNS_IN_ING)
