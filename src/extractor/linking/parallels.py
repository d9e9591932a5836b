"""Parallel telling: lists paired with *respectively*, and goods told one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.heads import is_segment
from extractor.phrases.items import INDICATOR, PLACE, WORD, mention_of
from extractor.phrases.nouns import group_begin
from extractor.phrases.phrase import part_of
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Mention

_FLOWS = frozenset({"exports", "imports", "re_exports"})
_TRADE = frozenset({"trade", "exports", "imports", "re_exports", "trade_balance", "throughput"})
_EARNING = words_for("earning")
_PAIRS: dict[str, tuple[Indicator, ...]] = {
    "imports and exports": ("imports", "exports"),
    "exports and imports": ("exports", "imports"),
}
_BETWEEN_PAIRED = frozenset({",", "and", "by", "to", "at"})


class NotGoods(NamedTuple):
    """A line of ``not_goods.tsv``: a noun whose figures are no trade of goods."""

    form: str


@cache
def _not_goods() -> frozenset[str]:
    return frozenset(row.form for row in rows("not_goods.tsv", NotGoods))


def carry_goods(sentence: Sentence, statements: Sequence[Statement], before: Phrase | None) -> None:
    """``Exports of coffee fell to 48,000 tonnes, while cut flowers brought in 73 million``: goods told in parallel.

    Args:
        sentence: The sentence.
        statements: Its statements; their subjects are changed where they tell goods.
        before: The subject in focus before the sentence.
    """
    flow = before if before and before.indicator in _FLOWS and before.commodities else None
    whole = before if before and before.indicator in _TRADE else None
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        if subject.indicator in _TRADE:
            whole = subject
            flow = subject if subject.indicator in _FLOWS and subject.commodities else flow
        elif whole and subject.text and _is_part(sentence, subject):
            statement.subject = _narrowed(whole, subject, "of-which")
            statement.measure = "level" if statement.measure == "change" else statement.measure
        elif subject.text and subject.by in {"noun-before-verb", "same-clause"} and _are_goods(subject):
            like = flow or (whole if whole and whole.indicator in _FLOWS and _earns(sentence, statement) else None)
            if like:
                statement.subject = _narrowed(like, subject, "goods-in-parallel")


def _narrowed(whole: Phrase, part: Phrase, by: str) -> Phrase:
    """The whole's indicator and place for goods, or a segment, told by words of their own."""
    goods = part.commodities or ([] if part.text is None or is_segment(part.text.text) else [part.text])
    segment = part.text if part.text and not goods else whole.segment
    return replace(whole, commodities=goods, segment=segment, by=by, partners=[], periods=[])


def _is_part(sentence: Sentence, subject: Phrase) -> bool:
    """``of which laptops contributed 168 billion``."""
    start = min([subject.start, *(part.start for part in subject.commodities)])
    return sentence.text[max(0, start - 10) : start].rstrip().lower().endswith("of which")


def _earns(sentence: Sentence, statement: Statement) -> bool:
    """Whether a verb of earning stands before the figure: goods that bring in money are sold abroad here."""
    return any(item.lower in _EARNING for item in sentence.items[max(0, statement.index - 3) : statement.index])


def _are_goods(subject: Phrase) -> bool:
    return subject.text is not None and not set(subject.text.text.lower().split()) & _not_goods()


def carry_segment(statements: Sequence[Statement]) -> None:
    """``Imports and exports of the city's e-commerce grew, while its exports doubled``: *its* is the e-commerce's."""
    before: Phrase | None = None
    for statement in statements:
        subject = statement.subject
        if subject and before and before.segment and subject.is_possessive and not subject.segment:
            statement.subject = subject = replace(subject, segment=before.segment)
        before = subject or before


def take_goods_in_brackets(sentence: Sentence, statements: Sequence[Statement]) -> None:
    """``engineering goods (-5.1%), gems and jewellery (-16.4%)``: the noun before each bracket is the good."""
    items = sentence.items
    for statement in statements:
        subject, at = statement.subject, statement.index - 1
        if subject is None or subject.indicator not in _FLOWS or at < 1 or items[at].lower != "(":
            continue
        begin = group_begin(items, at, 0)
        if begin > 1 and begin < at and items[begin - 1].lower == "and" and items[begin - 2].kind == WORD:
            begin = group_begin(items, begin - 1, 0)
        if begin < at:
            goods = part_of(sentence.text, items, begin, at)
            statement.subject = replace(subject, commodities=[goods], by="goods-before-bracket")


def pair_respectively(sentence: Sentence, statements: Sequence[Statement], *, partners_alone: bool = False) -> None:
    """Pair the figures of a list with the goods, partners or indicators it was told of, in order.

    Args:
        sentence: The sentence.
        statements: Its statements; their subjects are changed.
        partners_alone: Pair lists of partners alone, once counterparts told outside the phrase are known.
    """
    is_marked = not partners_alone and any(item.kind == "respectively" for item in sentence.items)
    for run in _runs(sentence.items, statements):
        subject = run[0].subject
        if len(run) < 2 or subject is None:
            continue
        subjects = _parts(replace(subject, commodities=[]) if partners_alone else subject, len(run))
        if partners_alone and subjects:
            goods = [statement.subject.commodities if statement.subject else [] for statement in run]
            subjects = [replace(part, commodities=own) for part, own in zip(subjects, goods, strict=True)]
        if is_marked and not subjects:
            subjects = _told_in_order(sentence.items, subject, run, statements)
        for statement, part in zip(run, subjects, strict=False):
            statement.subject = replace(part, by="respectively")


def _parts(subject: Phrase, length: int) -> list[Phrase]:
    """A subject told of that many goods, or of that many partners, as one subject for each."""
    if len(subject.commodities) == length:
        return [replace(subject, commodities=[goods]) for goods in subject.commodities]
    if len(subject.partners) == length:
        return [replace(subject, partners=[partner]) for partner in subject.partners]
    return []


def _told_in_order(
    items: Sequence[Item], subject: Phrase, run: Sequence[Statement], statements: Sequence[Statement]
) -> list[Phrase]:
    """What *respectively* points at: indicators, the two of *imports and exports*, places, or the levels just told."""
    length = len(run)
    phrases = _phrase_list(items, run[0].index, length)
    if phrases:
        return [replace(phrase, owner=phrase.owner or phrases[0].owner) for phrase in phrases]
    if len(_PAIRS.get(subject.form, ())) == length:
        return _unpaired(subject)
    places = _place_list(items, length)
    if places:
        return [replace(subject, partners=[place]) for place in places]
    levels = [s.subject for s in statements if s.index < run[0].index and s.measure == "level" and s.subject]
    return levels[-length:] if len(levels) >= length else []


def _phrase_list(items: Sequence[Item], before: int, length: int) -> list[Phrase]:
    """``exports, imports and total trade``: that many indicator phrases in a row before a figure."""
    found: list[Phrase] = []
    for item in reversed(items[:before]):
        if item.kind == INDICATOR and item.phrase:
            found[:0] = _unpaired(item.phrase)
        elif found and item.lower not in {",", "and"}:
            break
    return found if len(found) == length > 1 else []


def _unpaired(phrase: Phrase) -> list[Phrase]:
    """``exports and imports`` as the two phrases it is in a list."""
    return [replace(phrase, indicator=indicator) for indicator in _PAIRS.get(phrase.form, ())] or [phrase]


def _place_list(items: Sequence[Item], length: int) -> list[Mention]:
    """The places of a list of that many: ``The European Union, the United States and Japan were the top partners``."""
    found: list[Mention] = []
    for item in items:
        if item.kind == PLACE:
            found.append(mention_of(item))
        elif item.kind != "det" and item.lower not in {",", "and"}:
            if len(found) == length:
                return found
            found = []
    return []


def _runs(items: Sequence[Item], statements: Sequence[Statement]) -> list[list[Statement]]:
    """Figures of one label that stand in a row with nothing but commas and *and* between them."""
    runs: list[list[Statement]] = []
    for statement in statements:
        if runs and statement.value.label is runs[-1][-1].value.label:
            between = items[runs[-1][-1].index + 1 : statement.index]
            if between and all(item.lower in _BETWEEN_PAIRED or item.kind == "approx" for item in between):
                runs[-1].append(statement)
                continue
        runs.append([statement])
    return runs
