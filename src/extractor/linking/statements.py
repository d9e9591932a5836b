"""Statements: each figure of a sentence with its measure, its direction and its subject.

One pass from left to right: the pattern table tells the measure, the words around tell the subject, and what a
figure cannot know of itself (a list repeats the measure before it, *respectively* pairs figures with goods) is
settled last, so that what follows needs no look at the words again.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.differences import take_difference
from extractor.linking.measures import settle_measure, settle_sign
from extractor.linking.parallels import pair_respectively
from extractor.linking.patterns import Side, left_side, match, right_side
from extractor.linking.statement import Statement
from extractor.linking.subjects import subject_of
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, mention_of
from extractor.phrases.phrase import part_of
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention

_TIME_UNITS = words_for("time-unit")
_SMALL = 12


def read_statements(sentence: Sentence) -> list[Statement]:
    """The statements of one sentence, in order.

    Returns:
        One statement a figure, except for figures that only repeat another in a second currency, and for figures
        that are denied or supposed.
    """
    found: list[Statement] = []
    known: dict[int, Phrase] = {}
    for index, item in enumerate(sentence.items):
        if item.kind != VALUE or _is_no_statement(sentence, index):
            continue
        told = _read(sentence, index, found, known)
        if isinstance(told, Mention):
            found[-1].equivalents.append(told)
            continue
        take_difference(sentence.items, told)
        found.append(told)
        if told.subject:
            known[index] = told.subject
    pair_respectively(sentence, found)
    return found


def _is_no_statement(sentence: Sentence, index: int) -> bool:
    """Whether a figure is denied, supposed, a span of time, or only counts the group a rank is held in."""
    items, value = sentence.items, mention_of(sentence.items[index])
    if value.label is Label.QUANTITY and (value.unit in _TIME_UNITS or _is_small_word(value) or _is_price(value)):
        return True
    if value.label is Label.QUANTITY and _counts_a_group(items, index):
        return True
    at = index - 1
    while at >= 0 and items[at].kind not in {VALUE, "mark", "conj"} and index - at < 6:
        if items[at].kind == "negation" or (items[at].lower == "among" and value.label is Label.QUANTITY):
            return True
        at -= 1
    if items[0].kind == "hypothetical" and not any(item.lower == "," for item in items[:index]):
        return True
    return _is_supposed(items, index)


def _counts_a_group(items: Sequence[Item], index: int) -> bool:
    """``to the 27 European Union countries``, ``18 of the 27 sectors``: a number that belongs to a group's name."""
    value, before = mention_of(items[index]), items[max(0, index - 2) : index]
    is_definite = len(before) > 1 and before[1].lower == "the" and before[0].kind == "prep"
    is_named = bool(before) and before[-1].kind == "prep" and (value.unit or "")[:1].isupper()
    last = (value.unit or "").lower().rpartition(" ")[2]
    return (is_definite or is_named) and last in _MEMBERS


_MEMBERS = words_for("group-head") | words_for("group-member")


def _is_supposed(items: Sequence[Item], index: int) -> bool:
    """``If tariffs rise, exports could fall by 10 percent``, ``would have fallen by 10 percent without``."""
    opens = items[0].kind == "hypothetical" or items[0].lower == "were"
    is_repeated = False
    for at in range(index - 1, -1, -1):
        is_in_other_words = index - at <= _IN_OTHER_WORDS and items[index - 1].lower == "or"
        if items[at].kind == VALUE and is_in_other_words and not is_repeated:
            is_repeated = True  # "could shrink by 9 percent, or $40 billion"
        elif items[at].kind == VALUE or items[at].lower in {";", "while", "but"}:
            return False
        if items[at].lower.split()[0] in _MODALS and (opens or items[at + 1].kind == "have"):
            return True
    return False


_THRESHOLDS = words_for("threshold")
_IN_OTHER_WORDS = 3  # items
_MODALS = frozenset({"could", "would", "might"})


def _is_price(value: Mention) -> bool:
    """Whether a figure is a price or a rate (``USD per barrel``) rather than an amount of anything."""
    currency, _, of = (value.unit or "").partition(" per ")
    return bool(of) and len(currency) == 3 and currency.isupper()


def _is_small_word(value: Mention) -> bool:
    """Whether a count is a small number in words, which tells things apart rather than reports a figure."""
    return value.text.isalpha() and value.value is not None and value.value <= _SMALL


def _is_amount_of_change(items: Sequence[Item], index: int, right: Side) -> bool:
    """``as a £2.3 billion drop in imports was offset by a £0.4 billion rise from the EU``."""
    value = mention_of(items[index])
    is_amount = value.label in {Label.MONEY, Label.QUANTITY}
    is_change = right.codes.startswith(("move in", "move of", "move from", "move on"))
    return is_amount and is_change and index > 0 and items[index - 1].lower in {"a", "an"}


def _stock_before(sentence: Sentence, index: int, left: Side) -> Phrase | None:
    """``Shares of Codelco rose 3 percent``, ``Codelco shares fell 3 percent``: the price of a firm's stock."""
    is_moved = left.codes.endswith(("move", "move by")) and mention_of(sentence.items[index]).unit == "percent"
    items = sentence.items[:index]
    at = next((n for n in range(index - 1, -1, -1) if items[n].kind == "portion"), -1) if is_moved else -1
    if at < 0 or items[at].lower != "shares" or any(item.kind in {VALUE, INDICATOR, PLACE} for item in items[at:]):
        return None
    is_parts = at > 0 and items[at - 1].lower in {"their", "our", "the"}  # "their shares rose 3 percent"
    stock = part_of(sentence.text, items, at, at + 1)
    return None if is_parts else Phrase("other", stock.start, stock.end, by="stock", text=stock)


def _is_worth(items: Sequence[Item], before: int, index: int) -> bool:
    """Whether a figure only says what the amount before it is worth."""
    between = items[before + 1 : index]
    return bool(between) and between[-1].lower in {"worth", "valued at"} and all(i.kind != VALUE for i in between[:-1])


def _read(sentence: Sentence, index: int, found: list[Statement], known: dict[int, Phrase]) -> Statement | Mention:
    """The statement of one figure, or the figure itself where it repeats the one before in another currency."""
    value = mention_of(sentence.items[index])
    left, right = left_side(sentence.items, index), right_side(sentence.items, index)
    pattern = match(value, left, right)
    if pattern.measure == "equivalent" and found and found[-1].value.unit != value.unit:
        return value
    statement = Statement(index, value, "level", pattern.rule)
    statement.is_in_brackets = any(item.lower in {"(", "["} for item in sentence.items[max(0, index - 3) : index])
    statement.subject = subject_of(sentence, index, pattern.measure, known)
    stock = _stock_before(sentence, index, left)
    if stock:
        statement.subject, pattern = stock, pattern._replace(measure="growth")
    is_amount_of_change = _is_amount_of_change(sentence.items, index, right)
    settle_measure(statement, "change" if is_amount_of_change else pattern.measure, (left, right), found)
    if statement.rule == "change-bare" and sentence.items[index - 1].lower in _THRESHOLDS:
        statement.measure = "level"  # "exports slipped under 1 billion", "climbed above 5 billion"
    if found and found[-1].is_comparison and _is_worth(sentence.items, found[-1].index, index):
        statement.is_comparison = True  # "compared with 5.8 million bags worth 854 million the previous year"
    if found and found[-1].subject and found[-1].subject.by == "earned-from-goods" and statement.rule == "level-from":
        statement.is_comparison = False  # "earned 1.1 billion from 300,000 tonnes of coffee"
    if right.items and right.items[0].kind in {"target", "forecast"}:
        statement.is_comparison = False  # "short of the 5.3 billion target"
    settle_sign(statement, sentence, (left, right), found)
    return statement
