"""Heads of indicator phrases: the words that name trade, exports, a deficit, and the nouns that measure them.

What a word can head is data (``indicators.tsv``, ``measure_nouns.tsv``, ``segments.tsv``); whether it does, rather
than modify another noun as in *trade partners*, is told by what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.mentions.goods import known_goods
from extractor.phrases.items import PERIOD, PLACE, VALUE, WORD, Forms, Item, form_index
from extractor.phrases.nouns import group_end, is_verbal
from extractor.phrases.phrase import EMPTY_GOODS, Part, Phrase, part_of
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_FARING = words_for("faring")
_OF_GOODS = frozenset({"purchases", "sales"})
_SOLD_AT_HOME = words_for("sold-at-home")
_FALLS = words_for("falling-rate")


class Head(NamedTuple):
    """A line of ``indicators.tsv``: the words that name an indicator."""

    form: str
    indicator: Indicator
    sign: str = ""
    segment: str = ""
    flag: str = ""
    commodity: str = ""


class MeasureNoun(NamedTuple):
    """A line of ``measure_nouns.tsv``: ``value`` in *export value*."""

    form: str
    kind: str


class SegmentForm(NamedTuple):
    """A line of ``segments.tsv``: a narrowing that is not a good."""

    form: str


@cache
def _heads() -> tuple[Forms[str], dict[str, Head]]:
    table = rows("indicators.tsv", Head)
    return form_index([(row.form, row.form) for row in table]), {row.form: row for row in table}


@cache
def _measure_nouns() -> Forms[str]:
    return form_index([(row.form, row.kind) for row in rows("measure_nouns.tsv", MeasureNoun)])


@cache
def _segments() -> Forms[str]:
    return form_index([(row.form, row.form) for row in rows("segments.tsv", SegmentForm)])


def match_form(forms: Forms[str], items: Sequence[Item], at: int) -> tuple[int, str] | None:
    """The longest form that stands at ``at``: how many items it takes, and its value."""
    for words, value in forms.get(items[at].lower, ()):
        taken, item_at = 0, at
        while taken < len(words) and item_at < len(items) and not items[item_at].mention:
            inner = items[item_at].lower.split(" ")
            if list(words[taken : taken + len(inner)]) != inner:
                break
            taken += len(inner)
            item_at += 1
        if taken == len(words):
            return item_at - at, value
    return None


def read_head(items: Sequence[Item], at: int) -> tuple[Phrase, int] | None:
    """The phrase whose head stands at ``at``, and the index one past its head and measure nouns."""
    by_word, table = _heads()
    if items[at].mention or items[at].lower not in by_word:
        return None
    match = match_form(by_word, items, at)
    if match is None:
        return None
    head = table[match[1]]
    after = at + match[0]
    phrase = Phrase(
        head.indicator,
        items[at].start,
        items[after - 1].end,
        head.form,
        sign=head.sign,
        is_verb=head.flag.startswith("verb"),
        is_weak=head.flag in {"weak", "verb-weak"},
        is_worldwide=head.flag == "worldwide",
        points_back="there" if head.flag == "mutual" else "",
    )
    if head.segment:
        phrase.segment = Part(head.segment, phrase.start, phrase.end)
    if head.commodity:
        end = phrase.start + len(head.commodity) if head.form.startswith(head.commodity) else phrase.end
        phrase.commodities.append(Part(head.commodity, phrase.start, end))
    if phrase.is_verb and (_is_passive(items, after) or _is_of_goods(items, at, after)):
        phrase.is_verb = False  # "goods exported by Spain", "tea exported to Pakistan"
    elif phrase.is_verb:
        is_trade = head.flag == "verb" or (head.flag == "verb-weak" and _counts(items, after))
        is_trade = is_trade or (head.flag == "verb-directed" and _is_sent_abroad(items, after))
        return (phrase, after) if is_trade and (_governs_a_figure(items, after) or _tells_figure(items, at)) else None
    before = items[at - 1].lower if at else ""
    is_of_goods = head.form in _OF_GOODS and before in known_goods() and before not in _SOLD_AT_HOME
    phrase.is_weak = phrase.is_weak or (is_of_goods and head.form == "sales")  # "soybean purchases", "copper sales"
    is_of_place = at > 1 and items[at - 1].lower == "'s" and items[at - 2].kind == PLACE and head.indicator == "imports"
    if head.flag == "directed" and not (is_of_goods or is_of_place or _is_directed(items, after)):
        return None
    if head.flag == "of-place" and not is_of_place:
        return None  # "on the back of orders from China"
    after = _read_measure_noun(phrase, items, after, plural=head.flag != "singular")
    return (phrase, after) if _is_head(items, after, phrase, head) else None


def read_other_flow(items: Sequence[Item], at: int, before: Sequence[Item]) -> tuple[Phrase, int] | None:
    """``Sales to Chile slipped 3 pct and purchases 11 pct``: the other way of a trade whose partner was told."""
    if not before or before[-1].kind != "conj" or at + 1 == len(items) or items[at].lower in _OF_PEOPLE:
        return None
    head = _heads()[1].get(items[at].lower)
    if head is None or head.flag not in {"directed", "verb-directed"} or items[at + 1].kind not in _TOLD_OF:
        return None
    told = next((item.phrase for item in reversed(before) if item.phrase), None)
    is_with = told is not None and bool(told.partners or told.points_back)
    if told is None or not is_with or {told.indicator, head.indicator} != {"exports", "imports"}:
        return None
    phrase = Phrase(head.indicator, items[at].start, items[at].end, head.form, by="other-flow", owner=told.owner)
    phrase.partners, phrase.points_back = list(told.partners), told.points_back
    return phrase, at + 1


_OF_PEOPLE = frozenset({"arrivals"})  # of tourists as often as of goods
_TOLD_OF = frozenset({VALUE, "move", "reach"})


def read_anaphor(
    items: Sequence[Item], at: int, before: Sequence[Item], told: Phrase | None = None
) -> tuple[Phrase, int] | None:
    """``those to France``, ``that in diamonds``: the indicator told before, with goods and partners of its own."""
    if items[at].lower not in {"that", "those"} or at + 1 >= len(items) or items[at + 1].lower not in _ANAPHOR_PREPS:
        return None
    opens = at < _FIRST and items[at].lower == "those"
    earlier = next((item.phrase for item in reversed(before) if item.phrase), told if opens else None)
    if earlier is None or earlier.is_verb:
        return None
    is_of_other = items[at + 1].lower == "of" and _is_place(items, at + 2)
    is_share = any(item.kind == "portion" for item in before[-_NEAR:])
    phrase = Phrase(
        earlier.indicator,
        items[at].start,
        items[at].end,
        earlier.form,
        by="anaphor",
        sign=earlier.sign,
        kind="share" if is_share else "level",
        is_weak=earlier.is_weak,
        owner=None if is_of_other else earlier.owner,
    )
    if is_of_other and not is_share:
        phrase.partners = list(earlier.partners)  # "exports to China rose, those of Hesse fell"
    if is_of_other or items[at + 1].lower not in {"of", "in"}:  # "those to Japan" are of the same goods
        phrase.commodities, phrase.segment = list(earlier.commodities), earlier.segment
    return phrase, at + 1


def _is_place(items: Sequence[Item], at: int) -> bool:
    while at < len(items) and items[at].kind == "det":
        at += 1
    return at < len(items) and items[at].kind == PLACE


_ABROAD = frozenset({"abroad", "overseas"})
_NEAR = 12  # items
_FIRST = 4  # items
_ANAPHOR_PREPS = frozenset({"to", "from", "in", "of", "with"})


def _read_measure_noun(phrase: Phrase, items: Sequence[Item], after: int, *, plural: bool) -> int:
    while after < len(items):
        match = match_form(_measure_nouns(), items, after) if not items[after].mention else None
        if match is None:
            return after
        size, kind = match
        if kind == "growth" and plural and phrase.form.endswith("s") and items[after].lower != "growth":
            return after  # "exports increase 5%" is a verb, "export increase" a noun
        after += size
        phrase.end = items[after - 1].end
        phrase.kind = kind
        phrase.is_fall = items[after - 1].lower in _FALLS
        if kind != "level":
            return after
    return after


PASSING = words_for("passing")


def _is_head(items: Sequence[Item], after: int, phrase: Phrase, head: Head) -> bool:
    """Whether what follows leaves the words a head, rather than a modifier of another noun (``trade partners``)."""
    has_measure_noun = phrase.end != phrase.start + len(phrase.form)
    if after == len(items):
        return True
    following = items[after]
    if head.form == "balance" and following.lower == "of":  # "the balance of power"
        return after + 1 < len(items) and items[after + 1].kind == VALUE
    if head.indicator == "throughput" and following.lower in PASSING:
        return True
    if following.kind == WORD and not is_verbal(following.lower) and following.lower not in _FARING:
        return phrase.form.endswith("s") and head.indicator != "trade_balance"
    if head.flag == "singular" and not has_measure_noun and phrase.indicator in {"imports", "exports", "re_exports"}:
        is_directed = following.lower in {"to", "from"} and _is_place(items, after + 1)  # "merchandise export to Peru"
        return is_directed or following.kind in {VALUE, "move", "reach"} or following.lower == "of"
    return not (following.kind == "conj" and head.flag == "singular" and not has_measure_noun)


def _counts(items: Sequence[Item], at: int) -> bool:
    """``moved 2.6 million containers``: whether a verb governs an amount of things, no rate."""
    value = next((item.mention for item in items[at : at + 3] if item.kind == VALUE), None)
    return value is not None and value.label is Label.QUANTITY


def _is_passive(items: Sequence[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at].lower in {"by", "from"} and items[at + 1].kind in {PLACE, "det"}


def _is_of_goods(items: Sequence[Item], at: int, after: int) -> bool:
    """Whether a participle says where goods went: ``goods imported into Russia``, not ``firms exported to China``."""
    goods = items[at - 1] if at else None
    if goods is None or goods.kind != WORD or not (goods.lower in known_goods() or goods.lower in EMPTY_GOODS):
        return False
    return after < len(items) and items[after].lower in {"to", "into"} and _is_place(items, after + 1)


def _is_sent_abroad(items: Sequence[Item], at: int) -> bool:
    """``sold 31,000 tonnes of olives to the US``: an ordinary verb is of trade where it goes abroad."""
    clause = takewhile(lambda item: item.lower not in _ENDS_CLAUSE, items[at : at + 18])
    near = [item for item in clause if item.kind != "det"]
    goods = [item for item in near if item.kind != PLACE]  # "$3 billion worth of US soybeans"
    if _sold_to(items, at) or any(
        (one.lower == "of" or one.kind == "worth") and two.lower in known_goods() for one, two in pairwise(goods)
    ):
        return True
    return any(
        {one.lower, two.lower} & _ABROAD or (two.kind == PLACE and one.lower in {"to", "from"})
        for one, two in pairwise(near)
    )


_ENDS_CLAUSE = frozenset({";", "while", "but"})


def _sold_to(items: Sequence[Item], at: int) -> bool:
    """``sold Brazil goods worth 1 billion``, ``sold India 9 tonnes``: whether a verb names to whom, and then what."""
    at += at < len(items) and items[at].kind == "det"
    if at + 1 >= len(items) or items[at + 1].kind not in {WORD, VALUE}:
        return False
    return items[at].kind == PLACE or items[at].lower in STANDS_FOR_PLACE


STANDS_FOR_PLACE = words_for("stands-for-place")


def _is_directed(items: Sequence[Item], at: int) -> bool:
    """``sales to China``, ``deliveries of furniture to Russia``: ordinary words for trade need a direction."""
    if at + 1 < len(items) and items[at].lower in {"to", "from", "into"}:
        return True
    if at + 1 < len(items) and items[at].lower == "of":
        end = group_end(items, at + 1, len(items))
        if end + 1 < len(items) and items[end].lower in {"to", "from"} and items[end + 1].kind == PLACE:
            return True
        is_at_home = end + 1 < len(items) and items[end].lower == "in" and items[end + 1].kind == PLACE
        if end > at + 1 and items[end - 1].lower in known_goods() and not is_at_home:
            return True  # "sales of household goods in France" stay there
    return any(item.lower in _ABROAD for item in items[at : at + 6])


def _tells_figure(items: Sequence[Item], at: int) -> bool:
    """``earned 2.6 billion from exporting fruit``, ``spent 1.2 billion on imported urea``: what a figure was for."""
    if at + 1 >= len(items) or items[at + 1].kind != WORD:
        return False
    is_for = at > 1 and items[at - 1].lower in _FIGURE_PREPS and items[at - 2].kind == VALUE
    before = items[at - 1].mention if at else None
    is_spent = before is not None and before.label is Label.MONEY and items[at].lower.endswith("ing")
    return is_for or is_spent


_FIGURE_PREPS = frozenset({"from", "on", "of", "for", "in", "by"})


def _governs_a_figure(items: Sequence[Item], at: int) -> bool:
    """``exported 2,000 cars``, ``imported goods worth $5 billion``."""
    if _sold_to(items, at):
        at += 1 + (items[at].kind == "det")
    first = at
    while at < len(items) and (
        items[at].kind in _BEFORE_FIGURE or (items[at].kind in {WORD, "conj"} and at < first + 6)
    ):
        at += 1
    if at == len(items) or items[at].kind != VALUE:
        return False
    words = [item for item in items[first:at] if item.kind == WORD and item.lower not in OF_FIGURES]
    is_priced = items[at - 1].lower == "for" or any(item.kind in {"worth", "reach"} for item in items[first:at])
    return not words or is_priced


OF_FIGURES = words_for("of-figure")  # "handled a record 173.3 million tons"
_BEFORE_FIGURE = frozenset({"approx", "above", "below", "det", "prep", "worth", "reach", PERIOD})


def segment_at(text: str, items: Sequence[Item], at: int) -> tuple[Part, int] | None:
    """The segment whose words stand at ``at``, and the index one past them, if a table knows them."""
    match = match_form(_segments(), items, at)
    return (part_of(text, items, at, at + match[0]), at + match[0]) if match else None


def segment_opening(words: str) -> str | None:
    """The segment that words begin with: ``cross-border e-commerce`` of *cross-border e-commerce settlements*."""
    lowered = words.lower()
    if not lowered.startswith(_segment_openings()):
        return None
    return max((form for form in _segment_forms() if lowered.startswith(f"{form} ")), key=len)


def is_segment(words: str) -> bool:
    """Whether words name a segment rather than goods: ``Private firms``, ``financial services``."""
    return words.lower() in _segment_forms() or words.lower().endswith(" services")


@cache
def _segment_openings() -> tuple[str, ...]:
    return tuple(f"{form} " for form in _segment_forms())


@cache
def _segment_forms() -> frozenset[str]:
    return frozenset(row.form for row in rows("segments.tsv", SegmentForm))


def segment_ending(text: str, items: Sequence[Item], begin: int, end: int) -> tuple[int, Part] | None:
    """The longest segment of ``items[begin:end]`` that reaches ``end``: where it begins, and its words."""
    for start in range(begin, end):
        match = match_form(_segments(), items, start)
        if match and start + match[0] == end:
            return start, part_of(text, items, start, end)
    return None


@cache
def measure_words() -> frozenset[str]:
    """The nouns that only say that something is measured: ``value``, ``volume``, ``growth``."""
    return frozenset(row.form for row in rows("measure_nouns.tsv", MeasureNoun))
