"""Parallel telling: the figures of a list, paired in order with the goods, partners or indicators it was told of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.linking.discourse import Focus
from extractor.linking.statement import Statement
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, mention_of
from extractor.phrases.phrase import replace
from extractor.records import Indicator, Mention

_PAIRS: dict[tuple[str, ...], tuple[Indicator, ...]] = {
    ("import", "and", "export"): ("imports", "exports"),
    ("export", "and", "import"): ("exports", "imports"),
}
_BETWEEN_PAIRED = frozenset({",", "and", "by", "to", "at"})


def pair_respectively(sentence: Sentence, statements: Sequence[Statement], focus: Focus | None = None) -> None:
    """Pair the figures of a list with the goods, partners or indicators it was told of, in order.

    Args:
        sentence: The sentence.
        statements: Its statements; their subjects are changed.
        focus: Given once counterparts told outside the phrase are known: lists of partners are paired then, and
            places whose own figures are told (``Karnataka and Kerala, with 30 and 21 billion respectively``).
    """
    partners_alone = focus is not None
    for run in _runs(sentence.items, statements):
        subject = run[0].subject
        if len(run) < 2 or subject is None:
            continue
        is_told_in_order = any(item.kind == "respectively" for item in sentence.items)
        subject = _with_goods_apart(subject) if is_told_in_order else subject
        subjects = _parts(replace(subject, commodities=[]) if partners_alone else subject, len(run))
        if partners_alone and subjects:
            goods = [statement.subject.commodities if statement.subject else [] for statement in run]
            subjects = [replace(part, commodities=own) for part, own in zip(subjects, goods, strict=True)]
        is_open = subject.is_inherited or run[0].measure == "share"
        if is_told_in_order and focus and is_open and not subjects:
            subjects = _owners(sentence.items, subject, len(run), focus)
        if focus and not subjects:
            subjects = _in_brackets_before(statements, run)
        if is_told_in_order and focus is None and not subjects:
            subjects = _told_in_order(sentence.items, subject, run, statements)
        if focus is None and not subjects and _is_of_both(sentence.items, subject, run):
            subjects = _unpaired(subject)
        for statement, part in zip(run, subjects, strict=False):
            statement.subject = replace(part, by="respectively")
    if focus is None:
        _pair_each(sentence.items, statements)


def _pair_each(items: Sequence[Item], statements: Sequence[Statement]) -> None:
    """``Exports and imports rose 5 percent to $5 billion and 8 percent to $7 billion``: two figures of each."""
    for at in range(len(statements) - 3):
        four = statements[at : at + 4]
        kinds = [statement.value.label for statement in four]
        subject = four[0].subject
        if subject is None or kinds[:_PAIR] != kinds[_PAIR:] or kinds[0] is kinds[1]:
            continue
        between = [item.lower for item in items[four[1].index + 1 : four[2].index] if item.kind != "approx"]
        if _both_of(subject) and between in (["and"], [",", "and"], ["and", "by"]):
            for statement, part in zip(four, (one for one in _unpaired(subject) for _ in range(_PAIR)), strict=True):
                statement.subject = replace(part, by="respectively")


def _is_of_both(items: Sequence[Item], subject: Phrase, run: Sequence[Statement]) -> bool:
    """``Exports and imports were $5 billion and $8 billion``: two figures of one kind, of the two that are named."""
    if len(run) != _PAIR or not _both_of(subject):
        return False
    one, two = run
    between = [item.lower for item in items[one.index + 1 : two.index] if item.kind != "approx"]
    is_one_kind = one.measure == two.measure or two.rule == "list"
    return "and" in between and "to" not in between and is_one_kind and one.value.unit == two.value.unit


def _parts(subject: Phrase, length: int) -> list[Phrase]:
    """A subject told of that many goods, or of that many partners, as one subject for each; of both, the partners."""
    if len(subject.commodities) == length != len(subject.partners):
        return [replace(subject, commodities=[goods]) for goods in subject.commodities]
    if len(subject.partners) == length:
        return [replace(subject, partners=[partner]) for partner in subject.partners]
    return []


def _with_goods_apart(subject: Phrase) -> Phrase:
    """``Oil and gas exports fell 9 and 4 percent respectively``: goods one by one that a flow names together."""
    if len(subject.commodities) != 1 or " and " not in subject.commodities[0].text:
        return subject
    whole = subject.commodities[0]
    names = _MEMBERS.finditer(whole.text)
    parts = [Part(name.group(), whole.start + name.start(), whole.start + name.end()) for name in names]
    return replace(subject, commodities=parts)


_MEMBERS = re.compile(r"(?<![^\s,])(?!and\b)[^\s,]+(?: (?!and\b)[^\s,]+)*")


def _in_brackets_before(statements: Sequence[Statement], run: Sequence[Statement]) -> list[Phrase]:
    """``Watches (72 million) and jewellery (61 million) rose by 64.3% and 112%``: as many levels in brackets."""
    first = next(at for at, statement in enumerate(statements) if statement is run[0])
    told = statements[max(0, first - len(run)) : first]
    is_paired = len(told) == len(run) and all(one.is_in_brackets and one.measure == "level" for one in told)
    is_apart = run[0].value.label is not told[0].value.label if told else False
    subjects = [one.subject for one in told if one.subject]
    return subjects if is_paired and is_apart and len(subjects) == len(run) else []


def _owners(items: Sequence[Item], subject: Phrase, length: int, focus: Focus) -> list[Phrase]:
    """A subject of as many places of the country the article is about as there are figures."""
    places = _place_list(items, length)
    if not places or not all(focus.is_kin(place.place) for place in places):
        return []
    return [replace(subject, owner=place, is_inherited=False) for place in places]


def _told_in_order(
    items: Sequence[Item], subject: Phrase, run: Sequence[Statement], statements: Sequence[Statement]
) -> list[Phrase]:
    """What *respectively* points at: indicators, the two of *imports and exports*, places, or the levels just told."""
    length = len(run)
    phrases = _phrase_list(items, run[0].index, length)
    if phrases:
        return [replace(phrase, owner=phrase.owner or phrases[0].owner) for phrase in phrases]
    if len(_both_of(subject)) == length:
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
    return [replace(phrase, indicator=indicator) for indicator in _both_of(phrase)] or [phrase]


def _both_of(phrase: Phrase) -> tuple[Indicator, ...]:
    """The two that ``exports and imports`` or ``import and export value`` names, in order."""
    return _PAIRS.get(tuple(word.rstrip("s") for word in phrase.form.split()[:3]), ())


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


def resolve_pairs(items: Sequence[Item], statements: Sequence[Statement], focus: Focus) -> None:
    """``Gypsum was 2.6 million tonnes and limestone 1.3 million, the former growing 17% and the latter 6%``.

    Args:
        items: The sentence.
        statements: Its own; subjects that say *the former* or *the latter* become those they point at.
        focus: Holds the last two subjects told before the sentence.
    """
    told: list[Phrase] = []
    pointed: Phrase | None = None
    before = focus.pair if any(item.lower in _OF_TWO for item in items[:_OPENING]) else []
    for statement in statements:
        subject, at = statement.subject, _pointer(items, statement)
        in_sentence = told[-_PAIR:] if len(told) >= _PAIR else _named_pair(items[:at]) if at else []
        pair = in_sentence or before
        if at and len(pair) == _PAIR and _may_point(subject):
            word = items[at].lower
            statement.subject = pointed = replace(pair[_OF_TWO[word]], by=f"the-{word}", periods=[])
        elif pointed and subject and subject.by == "same-clause":
            statement.subject = pointed  # "the latter slid from 9.9 percent to 6.9 percent"
        elif subject and statement.measure != "rank" and (not told or _is_other(told[-1], subject)):
            told.append(subject)
            pointed = None
    focus.pair = told[-_PAIR:] if len(told) >= _PAIR else focus.pair


_OPENING = 4  # items


def _pointer(items: Sequence[Item], statement: Statement) -> int:
    """Where *the former* or *the latter* stands that a figure is told of; 0 where none does."""
    subject = statement.subject
    is_subject = subject is not None and subject.text is not None and subject.text.text.lower() in _OF_TWO
    at = statement.index - 1
    while at > 0 and (is_subject or items[at].kind in _VERBAL or items[at].lower in {"by", "to", "at"}):
        if items[at].lower in _OF_TWO:
            break
        at -= 1
    return at if at > 0 and items[at].lower in _OF_TWO and items[at - 1].kind == "det" else 0


_VERBAL = frozenset({"move", "reach", "be", "have", "approx", "above", "below", "share"})


def _may_point(subject: Phrase | None) -> bool:
    """Whether *the latter* can be what is measured, rather than whose it is or whom it is with."""
    if subject is None or subject.points_back in _OF_TWO:
        return subject is None
    is_word = subject.text is not None and subject.text.text.lower() in _OF_TWO
    return is_word or (subject.by in {"same-clause", "phrase-before"} and not subject.is_verb)


def _named_pair(items: Sequence[Item]) -> list[Phrase]:
    """The two that the last phrase names together: ``exports and imports``, ``imports of gas and coal``."""
    for item in reversed(items):
        phrase = item.phrase
        if phrase and _both_of(phrase):
            return _unpaired(phrase)
        if phrase and len(phrase.partners) == _PAIR:
            return [replace(phrase, partners=[one]) for one in phrase.partners]
        if phrase and len(phrase.commodities) == _PAIR:
            return [replace(phrase, commodities=[part]) for part in phrase.commodities]
    return []


_PAIR = 2
_OF_TWO = {"former": 0, "latter": 1}


def _is_other(one: Phrase, two: Phrase) -> bool:
    def told(subject: Phrase) -> tuple[object, ...]:
        names = [part.text for part in subject.commodities]
        return subject.indicator, names, [m.place for m in subject.partners], subject.text and subject.text.text

    return told(one) != told(two)
