"""Measure and sign of a figure, once its pattern and its subject are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast, get_args

from extractor.linking.patterns import Side
from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD
from extractor.phrases.roles import words_for
from extractor.records import Label, Measure, Mention

_WRITTEN_SIGNS = frozenset("+-−–")
_COMPARES = re.compile(r"(?:^| )(?:from|compare)(?: period 's)?(?: w)?$")
# "37 percent, against 15 percent for the United States", "against 9 tonnes from Iraq", not "to China in April".
_OF_ANOTHER_PLACE = re.compile(r"for place(?! w)|(?:from|to) place(?! w| (?:(?:in|during) )?period)")
_AFTER_MOVE = re.compile(r"(?:^| )compare(?: w)? move(?: of)?$")  # "after falling 7 percent a year earlier"
_IS_RATE_REACHED = re.compile(r"(?:^| )(?:to|from)(?: period 's)?$")
_BARE = frozenset({"growth-bare", "list"})
_RATES = frozenset({Label.PERCENT, Label.MULTIPLE})
_GROWS = re.compile(r"(?:^|[ ])move (?:be |w |in |place |reach |ind |of |to )*[(\[]$")  # with no figure between
_TOLD_AFTER = frozenset({"growth-before-noun", "growth-than", "gap-above", "change-noun", "change-than"})
_TOLD_BY_DISTANCE = frozenset({"change-than", "growth-than", "gap-by", "gap-above"})


def settle_measure(statement: Statement, told: str, sides: tuple[Side, Side], before: Sequence[Statement]) -> None:
    """Settle the measure a pattern tells, which may be another figure's or depend on the subject.

    Args:
        statement: The figure; its measure, rule and sign are set.
        told: The measure column of the pattern: a measure, or ``same``, ``same-percent`` (that of a figure before),
            ``share-or-growth``, ``part-or-change``, ``same-change``, ``comparison``.
        sides: What stands before and after the figure.
        before: The earlier statements of the sentence.
    """
    left = sides[0]
    is_points = statement.value.unit == "percentage_point"
    kind = statement.subject.kind if statement.subject else "level"
    if told in {"same", "same-percent"}:
        _repeat(statement, told, kind, before, left)
    elif told in get_args(Measure):
        is_bare = statement.rule == "growth-bare"
        is_part = is_bare and (kind == "share" or _is_of_parts(left, before) or _has_parts(sides[1]))
        statement.measure = "share" if is_part else cast(Measure, told)
    else:
        _choose(statement, told, sides, before)
    if statement.rule in _BARE and is_points and before and before[-1].measure == "contribution":
        statement.measure = "contribution"  # "contributed 1.4 percentage points and machinery 1.1 points"
    is_money = statement.value.label is Label.MONEY
    is_balance = statement.subject is not None and statement.subject.indicator == "trade_balance"
    is_plain = statement.measure == "level" and not is_balance
    if is_money and statement.is_in_brackets and is_plain and _is_signed(statement.value):
        statement.measure = "change"  # "dairy products (+€577 million)"
    if statement.subject and _is_rate(statement.subject) and statement.measure == "growth":
        _settle_rate(statement, left)
    is_before = _AFTER_MOVE.search(left.codes) is not None and sides[1].codes.startswith("period")
    is_compared = is_before or (_COMPARES.search(left.codes) and statement.rule != "growth-swing")  # "from it doubled"
    if statement.measure in {"growth", "share"} and before and is_compared:
        statement.is_comparison = True  # "up 7.6 percent from a 1.5 percent increase in April"
    if _OF_ANOTHER_PLACE.match(sides[1].codes):
        statement.is_comparison = False
    if statement.rule == "share-moved-to" and left.codes.endswith("from"):
        statement.is_comparison = True  # "its share rose from 47 percent to 55 percent"
    is_reached = statement.value.unit == "percent" and _IS_RATE_REACHED.search(left.codes) is not None
    if told == "growth" and is_reached and before and before[-1].measure == "share":
        statement.measure = "share"  # "21.6 percent of the total in 2017, were down to 13.9 percent"
    follows_share = kind == "share" or (len(before) > 0 and before[-1].measure == "share")
    if statement.measure == "growth" and is_points and follows_share:
        statement.measure = "change"  # a share that moves by points changes; it does not grow


def _choose(statement: Statement, told: str, sides: tuple[Side, Side], before: Sequence[Statement]) -> None:
    """The measure of a pattern that leaves a choice."""
    left, right = sides
    if told == "same-change":
        is_rate = _is_noun_of_change(right) or right.codes.startswith(("above", "below"))
        is_part = before and before[-1].measure == "level" and not is_rate
        statement.measure = "share" if is_part else "growth"  # "2.6 billion, or 53% more than in May"
    elif told == "comparison":
        statement.is_comparison = not _is_of_another(statement, before)
    elif told == "part-or-change":
        statement.measure = "level" if left.items[-1].lower in _GIVES_LEVEL else "change"
    elif told == "share-or-growth" and (
        _is_told_as_growth(statement, left, before) or right.codes.startswith(") move")
    ):
        statement.measure = "growth"
    elif told == "share-or-growth":
        statement.measure = "share"


def _is_of_another(statement: Statement, before: Sequence[Statement]) -> bool:
    """``imports of 102 billion, against exports of 17 billion``: no figure of another time."""
    subject, told = statement.subject, before[-1].subject if before else None
    is_named = subject is not None and told is not None and subject.by == "phrase-before"
    return is_named and subject is not None and told is not None and subject.indicator != told.indicator


def _is_told_as_growth(statement: Statement, left: Side, before: Sequence[Statement]) -> bool:
    """``were down 1.3 billion (6.1%)``, ``the sharpest growth was in Turkey (18%)``, ``sales to Asia (-9%)``."""
    return _is_signed(statement.value) or _is_of_changes(before) or _GROWS.search(left.codes) is not None


def _is_signed(value: Mention) -> bool:
    """Whether a figure is written with a sign of its own: ``-9%``, ``minus 12 percent``."""
    return value.text[0] in _WRITTEN_SIGNS or value.text.lower().startswith(("minus", "plus"))


def _is_of_changes(before: Sequence[Statement]) -> bool:
    """Whether the figure before is a change, or a growth told in brackets too: ``China (up 21%), Japan (14%)``."""
    if not before:
        return False
    return before[-1].measure == "change" or (before[-1].measure == "growth" and before[-1].is_in_brackets)


def _is_of_parts(left: Side, before: Sequence[Statement]) -> bool:
    """``48 percent of that, Victoria 17 percent``, ``of which 91% went abroad``, ``Asia took the remaining 37%``.

    A bare percentage, with no word of change before it, after a share or a word that tells a part.
    """
    if any(item.kind == "move" for item in left.items):
        return False
    if before and before[-1].measure == "share" and before[-1].value in {item.mention for item in left.items}:
        return True
    last = left.items[-1].lower if left.items else ""
    return last in _OPENS_PARTS or _OF_THE_WHOLE.search(left.codes) is not None


def _has_parts(right: Side) -> bool:
    """``brought in 3.6 billion, 91 percent of which went to China``."""
    return bool(right.items) and right.items[0].lower in {"of which", "of them", "of these"}


_OPENS_PARTS = words_for("opens-parts")
_OF_THE_WHOLE = re.compile(r"^of w ,(?: [^,;]+)?$")  # "Of the total, 61 percent"


def _is_rate(subject: Phrase) -> bool:
    """Whether a subject is itself told in percent: ``the coverage rate``, not ``the growth rate``."""
    words = subject.text.text.lower().split() if subject.text else [""]
    return words[-1] in _RATE_NOUNS and not _RATES_OF_CHANGE & set(words)


def _settle_rate(statement: Statement, left: Side) -> None:
    """``The coverage rate rose 5.7 points to 90.3%``: a change and a level."""
    if statement.value.unit == "percentage_point":
        statement.measure = "change"
    elif _IS_RATE_REACHED.search(left.codes) or left.codes.endswith(("reach", "be")):
        statement.measure = "level"


_GIVES_LEVEL = frozenset({"contribute", "contributes", "contributed", "contributing"})
_RATE_NOUNS = words_for("rate-noun")
_RATES_OF_CHANGE = frozenset({"growth", "inflation", "expansion"})


def _repeat(statement: Statement, told: str, kind: str, before: Sequence[Statement], left: Side) -> None:
    if kind == "share" and statement.value.unit == "percent":
        statement.measure = "share"
        return
    like = next((s for s in reversed(before) if s.value.label is statement.value.label), None)
    is_moved = any(item.kind == "move" for item in left.items) or any(s.measure == "change" for s in before)
    if statement.rule == "change-told-once" and is_moved and (like is None or like.measure != "change"):
        statement.measure = "change"  # "lifted its forecast for wheat exports by 1.2 million tonnes"
        return
    like = like or (before[-1] if before else None)
    if like is None:
        is_rate = statement.value.label in _RATES
        statement.measure = "share" if kind == "share" else "growth" if is_rate else "level"
        return
    statement.measure, statement.sign, statement.cue = like.measure, like.sign, like.cue
    statement.is_comparison = (
        like.is_comparison and like is before[-1]
    )  # "against 8 billion in June and 7 billion in May"
    if told == "same-percent":
        statement.is_comparison = True


def settle_sign(
    statement: Statement, sentence: Sentence, sides: tuple[Side, Side], before: Sequence[Statement]
) -> None:
    """Sign a change by its word of direction, and a balance by what it is called."""
    left, right = sides
    subject = statement.subject
    told = next((item for item in (*reversed(left.items), *right.items[:1]) if item.kind == "in-red"), None)
    if statement.measure == "level" and told and subject and subject.indicator in {"trade_balance", "other"}:
        statement.sign = -1 if told.sign == "-" else 1  # "was in the red by 89 billion", "was 90 million in surplus"
    elif statement.measure == "level" and subject and subject.sign:
        statement.sign = -1 if subject.sign == "-" else 1
    elif statement.measure == "growth" and _IS_RATE_REACHED.search(left.codes) and not _is_noun_of_change(right):
        statement.sign = -1 if subject and subject.is_fall else 1  # "slowed to 3 percent"
    elif statement.measure == "contribution":
        given = next((item for item in reversed(left.items) if item.kind == "contribute"), None)
        statement.sign = -1 if given and given.sign == "-" else 1  # "trade shaved 0.4 points off growth"
    elif statement.measure in {"growth", "change", "gap"} and _has_direction(statement, left, right):
        _find_direction(statement, sentence.items, right, before)
    if _is_signed(statement.value):
        statement.sign = 1  # the value is signed as written


def _has_direction(statement: Statement, left: Side, right: Side) -> bool:
    """Whether a change is signed by its own words, not by those of the figure it repeats or is compared with."""
    is_signed = _is_noun_of_change(right) or _AFTER_MOVE.search(left.codes) is not None
    return statement.rule != "list" and (not statement.is_comparison or is_signed)


def _is_noun_of_change(right: Side) -> bool:
    """Whether a word of change follows the figure at once: ``a 1.5 percent increase``."""
    return bool(right.items) and right.items[0].kind == "move"


def _find_direction(statement: Statement, items: Sequence[Item], right: Side, before: Sequence[Statement]) -> None:
    """The nearest word of direction before the figure, else after it, else that of the figure before."""
    if statement.index and items[statement.index - 1].lower == "off":  # "off 3.4 percent from a year ago"
        statement.cue, statement.sign = items[statement.index - 1], -1
        return
    wanted = {"move", "above", "below"} if statement.rule in _TOLD_BY_DISTANCE else {"move"}
    cue = _direction_before(items, statement.index, wanted, across=statement.rule.endswith("-in-phrase"))
    after = next((item for item in right.items[:2] if item.kind in wanted and item.sign), None)
    is_told_after = statement.rule in _TOLD_AFTER or right.codes.startswith("move compare")
    if after and (cue is None or is_told_after):
        cue = after
    if cue:
        statement.cue, statement.sign = cue, -1 if cue.sign == "-" else 1
        return
    like = next((s for s in reversed(before) if s.measure == statement.measure and s.cue), None)
    if like and statement.rule != "growth-swing":
        statement.cue, statement.sign = like.cue, like.sign


_RATES_OF_MOVE = frozenset({"rate", "margin", "pace", "clip"})


def _direction_before(items: Sequence[Item], index: int, wanted: set[str], *, across: bool) -> Item | None:
    """The nearest word of direction before a figure; ``across`` a phrase where that stands between the two."""
    for at in range(index - 1, -1, -1):
        item = items[at]
        if item.kind in wanted and item.sign and not (at + 1 < index and items[at + 1].lower in _RATES_OF_MOVE):
            return item  # past "a smaller margin of", "a lower rate of"
        if item.kind == INDICATOR and not across:
            return _verb_of_object(items, at, is_by=items[index - 1].lower == "by")
        if item.lower in {";", ":"}:
            return None
        if item.kind == VALUE and at < index - 3:
            return None
    return None


def _verb_of_object(items: Sequence[Item], at: int, *, is_by: bool) -> Item | None:
    """``slashed sugar exports by 40 percent``, ``China cut imports by``: a verb whose object a phrase is."""
    before = at - 1
    while before >= 0 and (items[before].kind in {"det", PLACE, WORD} or items[before].lower == "'s"):
        if is_by and items[before].lower == "cut":  # mostly no verb: "cut flowers"
            return Item("move", items[before].start, items[before].end, "cut", "-")
        before -= 1
    return items[before] if before >= 0 and items[before].lower in _MOVES_OBJECTS else None


_MOVES_OBJECTS = words_for("moves-objects")
