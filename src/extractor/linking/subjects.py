"""Whose figure it is: the indicator phrase or noun group a figure belongs to.

A figure looks to its right first (``a 5 percent rise in exports``, ``4 billion dollars in exports``), then to its
left: the nearest indicator phrase, the noun group before the nearest verb, or an earlier figure of the same clause,
whichever comes first. Where the sentence names nothing, the subject last in focus goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractor.lexicons import rows
from extractor.phrases import Item, Phrase
from extractor.phrases.indicators import MeasureNoun, Part, segment_at
from extractor.phrases.items import INDICATOR, MARK, PLACE, VALUE, WORD
from extractor.phrases.nouns import group_begin, group_end, modifiers
from extractor.records import Label, Mention

VERBS = frozenset({"reach", "be", "have", "share", "contribute", "move", "forecast", "target", "swing"})
_NOMINAL_MOVES = frozenset(
    [
        "growth",
        "expansion",
        "reduction",
        "contraction",
        "improvement",
        "up",
        "down",
        "higher",
        "lower",
        "more",
        "less",
        "fewer",
    ]
)


@dataclass(slots=True)
class Subject:
    """What a figure measures, as far as its sentence says.

    Attributes:
        indicator: One of ``records.Indicator``.
        start: First character of the words that name it.
        end: One past them.
        by: Name of the rule that found it.
        text: The noun phrase of an ``other`` indicator.
        sign: ``+`` or ``-`` of a balance.
        kind: ``level``, ``growth`` or ``share``, as the phrase is worded.
        owner: Reference area, where the words name it.
        is_possessive: The owner is told by a pronoun.
        partners: Counterpart areas.
        commodities: Goods, in the order of the text.
        segment: Any other narrowing.
        periods: Periods inside the phrase.
        is_inherited: Taken over from an earlier sentence.
    """

    indicator: str
    start: int
    end: int
    by: str
    text: Part | None = None
    sign: str = ""
    kind: str = "level"
    form: str = ""
    owner: Mention | None = None
    is_possessive: bool = False
    partners: list[Mention] = field(default_factory=list)
    commodities: list[Part] = field(default_factory=list)
    segment: Part | None = None
    periods: list[Mention] = field(default_factory=list)
    is_inherited: bool = False


def from_phrase(phrase: Phrase, by: str) -> Subject:
    """The subject an indicator phrase makes."""
    return Subject(
        phrase.indicator,
        phrase.start,
        phrase.end,
        by,
        sign=phrase.sign,
        kind=phrase.kind,
        form=phrase.form,
        owner=phrase.owner,
        is_possessive=phrase.is_possessive,
        partners=phrase.partners,
        commodities=phrase.commodities,
        segment=phrase.segment,
        periods=phrase.periods,
    )


@cache
def _empty_nouns() -> frozenset[str]:
    """Nouns that name no indicator of their own: ``the figure``, ``a total volume of``."""
    measures = {row.form for row in rows("measure_nouns.tsv", MeasureNoun)}
    return frozenset(
        measures
        | modifiers()
        | {"number", "numbers", "sum", "rate", "level", "levels", "pace", "year-on-year", "result", "data"}
    )


def is_empty(items: Sequence[Item]) -> bool:
    """Whether words only point back at what was told: ``the figure``, ``this growth rate``, ``a total value``."""
    return all(word in _empty_nouns() for item in items for word in item.lower.split())


def to_the_right(text: str, items: Sequence[Item], index: int) -> Subject | None:
    """The subject a figure names after itself, if it does."""
    at = index + 1
    value = items[index].mention
    while at < len(items) and items[at].kind in {"yoy", "mom", "qoq"}:
        at += 1
    if at < len(items) and items[at].kind == INDICATOR and not _is_verb(items[at]):
        return _phrase_subject(items[at], "figure-before-phrase")
    if (
        at < len(items)
        and items[at].kind == "move"
        and value
        and value.label in {Label.PERCENT, Label.MULTIPLE, Label.MONEY}
    ):
        return _after_move(text, items, at + 1)
    if value is None or value.label not in {Label.MONEY, Label.QUANTITY}:
        return None
    at = _over_brackets(items, index + 1)
    if at < len(items) and (items[at].lower in {"in", "of", "for", "from"} or items[at].kind == "worth"):
        at = _over_words(items, at + 1)
        if at < len(items) and items[at].kind == INDICATOR:
            return _phrase_subject(items[at], "figure-of-phrase")
    return None


def _phrase_subject(item: Item, by: str) -> Subject | None:
    return from_phrase(item.phrase, by) if item.phrase else None


def _is_verb(item: Item) -> bool:
    return item.phrase is not None and item.phrase.is_verb


def _after_move(text: str, items: Sequence[Item], at: int) -> Subject | None:
    """``a 40% increase in export speed``: what follows the noun of change."""
    if at >= len(items) or items[at].lower not in {"in", "of", "for"}:
        return None
    begin = _over_words(items, at + 1)
    if begin < len(items) and items[begin].kind == INDICATOR:
        return _phrase_subject(items[begin], "change-in-phrase")
    begin = at + 1
    while begin < len(items) and items[begin].kind in {"det", "approx"}:
        begin += 1
    end = group_end(items, begin, len(items))
    if end == begin or is_empty(items[begin:end]):
        return None
    return _other(text, items, begin, end, "change-in-nouns")


def _over_words(items: Sequence[Item], at: int) -> int:
    while at < len(items) and (items[at].kind in {"det", "approx"} or items[at].lower in modifiers()):
        at += 1
    return at


def _over_brackets(items: Sequence[Item], at: int) -> int:
    if at < len(items) and items[at].lower in {"(", "["}:
        while at < len(items) and items[at].lower not in {")", "]"}:
            at += 1
        at += 1
    return at


def to_the_left(text: str, items: Sequence[Item], index: int, known: dict[int, Subject]) -> Subject | None:
    """The subject that governs a figure from the left.

    Args:
        text: The article.
        items: The sentence.
        index: The figure's place in it.
        known: Subjects of earlier figures of the sentence, by their place.

    Returns:
        None where the sentence names none before the figure; the focus then goes on.
    """
    at = index - 1
    figure = items[index].mention
    is_rank = figure is not None and figure.label is Label.RANK
    while at >= 0:
        item = items[at]
        if item.kind == INDICATOR and item.phrase and not is_whole(items, at, known):
            return _with_doer(text, items, at, from_phrase(item.phrase, "phrase-before"))
        if item.kind == VALUE and at in known and not (is_rank and known[at].by == "counted-noun"):
            return replace(known[at], by="same-clause")
        if item.kind in VERBS and not _is_nominal(items, at):
            subject = _subject_of_verb(text, items, at)
            if subject:
                return subject
        if item.lower == "of" and at + 1 == _first_of_figure(items, index):
            subject = _noun_of(text, items, at)
            if subject:
                return subject
        at -= 1
    return None


def _with_doer(text: str, items: Sequence[Item], at: int, subject: Subject) -> Subject:
    """``Private enterprises posted exports of 5 billion``: who does the trade narrows it."""
    before = at - 1
    while before >= 0 and items[before].kind in {"det", "approx"}:
        before -= 1
    if subject.segment or before < 1 or items[before].kind not in {"reach", "contribute"}:
        return subject
    begin = group_begin(items, before, 0)
    segment = segment_at(text, items, begin) if begin < before else None
    return replace(subject, segment=segment) if segment else subject


def _first_of_figure(items: Sequence[Item], index: int) -> int:
    """Index of the figure with its approximators and determiners."""
    while index and items[index - 1].kind in {"approx", "det", "above", "below", "estimate"}:
        index -= 1
    return index


def is_whole(items: Sequence[Item], at: int, known: dict[int, Subject]) -> bool:
    """Whether a phrase is what a share or contribution before it is part of, rather than a subject."""
    before = at - 1
    while before >= 0 and (
        items[before].kind in {"det", PLACE, "approx"}
        or items[before].lower in {"'s", "of", "to", "in"}
        or items[before].kind == WORD
    ):
        before -= 1
    if before < 0:
        return False
    if items[before].kind == "contribute":
        return True
    return (
        before < at - 1
        and items[before].kind == VALUE
        and items[before].mention is not None
        and items[before].mention.label is Label.PERCENT
        and items[before + 1].lower == "of"
    )


def _is_nominal(items: Sequence[Item], at: int) -> bool:
    """Whether a word of change is a noun or adverb here: ``an increase of``, ``5 percent growth``, ``up 3``."""
    if items[at].kind == "share":
        return items[at].lower in {"proportion", "share", "shares", "portion", "weight"}
    if items[at].kind != "move":
        return False
    after = at + 1
    if items[at].lower in _NOMINAL_MOVES or (after < len(items) and items[after].lower in {"of", "in", "rate"}):
        return True
    before = at - 1
    while before >= 0 and items[before].kind in {WORD, "yoy", "mom", "qoq", "annual_average"}:
        before -= 1
    return before >= 0 and before < at and items[before].lower in {"a", "an"}


def _subject_of_verb(text: str, items: Sequence[Item], verb: int) -> Subject | None:
    """The noun group that ends right before the verb, with its head where prepositions part it."""
    at = verb
    while at and items[at - 1].kind in {"be", "have", "approx", "forecast", "negation"}:
        at -= 1
    if at and items[at - 1].lower in {"which", "that", "who"}:  # "cars, which made up 12 percent"
        at -= 2 if at > 1 and items[at - 2].lower == "," else 1
    end = at
    begin = _chain_begin(items, end)
    head_end = begin
    while head_end < end and items[head_end].kind == WORD:
        head_end += 1
    if begin == end:
        return None
    if _hangs_on_phrase(items, begin, end):
        return None  # the walk to the left meets the phrase next
    head_begin = begin
    if is_empty(items[head_begin:head_end]) and head_end < end and items[head_end].lower in {"of", "in"}:
        head_begin = _over_words(items, head_end + 1)
        head_end = _coordinated_end(items, head_begin, end)
    if head_begin >= head_end or is_empty(items[head_begin:head_end]):
        return None
    return _other(text, items, head_begin, head_end, "noun-before-verb")


def _hangs_on_phrase(items: Sequence[Item], begin: int, end: int) -> bool:
    """Whether an indicator phrase stands in the noun group or governs it through prepositions alone."""
    at = end - 1
    while at >= 0:
        item = items[at]
        if item.kind == INDICATOR:
            return True
        if at < begin and (item.kind in VERBS or item.kind in {VALUE, "remark"} or item.lower in {",", ";", ":"}):
            return False
        at -= 1
    return False


def _coordinated_end(items: Sequence[Item], begin: int, end: int) -> int:
    at = begin
    while at < end and (items[at].kind == WORD or items[at].kind == "conj"):
        at += 1
    return at


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
        if (
            before
            and items[before - 1].kind == "prep"
            and items[before - 1].lower in {"of", "in", "for", "from", "to", "by", "on", "at", "between"}
            and before - 1
            and items[before - 2].kind in {WORD, PLACE}
        ):
            at = before - 1
            continue
        break
    return at


def _noun_of(text: str, items: Sequence[Item], of: int) -> Subject | None:
    """``with sales of 5 billion``: the noun group before *of*, unless it only points back (``a total volume of``)."""
    begin = group_begin(items, of, 0)
    if begin == of or is_empty(items[begin:of]):
        return None
    return _other(text, items, begin, of, "noun-of-figure")


def _other(text: str, items: Sequence[Item], begin: int, end: int, by: str) -> Subject:
    start, stop = items[begin].start, items[end - 1].end
    owner = (
        items[begin - 2].mention
        if begin > 1 and items[begin - 1].lower == "'s" and items[begin - 2].kind == PLACE
        else None
    )
    is_possessive = begin > 0 and items[begin - 1].lower in {"its", "their"}
    return Subject(
        "other", start, stop, by, text=Part(text[start:stop], start, stop), owner=owner, is_possessive=is_possessive
    )


def own_noun(text: str, items: Sequence[Item], index: int) -> Subject | None:
    """The subject a count or an amount brings along: ``27,000 flights``, ``a $750 million agreement``."""
    value = items[index].mention
    if value is None:
        return None
    if value.label is Label.QUANTITY and value.unit:
        return Subject("other", value.start, value.end, "counted-noun", text=Part(value.unit, value.start, value.end))
    begin = index + 1
    end = begin
    while end < len(items) and (
        items[end].kind == WORD
        or (items[end].kind == "conj" and end + 1 < len(items) and items[end + 1].kind == WORD and end > begin)
    ):
        end += 1
    if value.label is not Label.MONEY or end == begin or is_empty(items[begin:end]):
        return None
    if items[begin - 1].kind == MARK:
        return None
    return _other(text, items, begin, end, "noun-after-figure")
