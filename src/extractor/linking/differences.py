"""Differences: ``imports outpaced exports by 3 billion`` tells a balance, though it names none."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase
from extractor.phrases.items import INDICATOR, PLACE
from extractor.phrases.phrase import replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_OUTDOES = words_for("outdoes")
_FALLS_BEHIND = words_for("falls-behind")
_OTHER: dict[Indicator, Indicator] = {"exports": "imports", "imports": "exports"}


def take_difference(items: Sequence[Item], statement: Statement) -> None:
    """Where a figure tells by how much one flow exceeds the other, it is the balance.

    Args:
        items: The sentence.
        statement: Its subject, measure and sign are changed.
    """
    pair = _outdone_by(items, statement.index) or _higher_than(items, statement.index)
    if statement.value.label is not Label.MONEY or pair is None:
        return
    more, less = pair
    told = replace(more, owner=more.owner or less.owner, partners=more.partners or less.partners)
    sign = "+" if more.indicator == "exports" else "-"
    statement.subject = replace(told, indicator="trade_balance", sign=sign, by="difference-of-flows")
    statement.measure, statement.rule, statement.is_comparison = "level", "difference-of-flows", False
    statement.sign = 1 if sign == "+" else -1


def _outdone_by(items: Sequence[Item], index: int) -> tuple[Phrase, Phrase] | None:
    """``exports exceeded imports by 1.2 billion``: the greater and the less."""
    at = _over(items, index - 1 - (items[index - 1].kind in {"above", "below"}))  # "by more than"
    if at < 1 or items[at].lower != "by":
        return None
    two = items[at - 1].phrase
    verb = _over(items, at - 2)
    is_behind = verb >= 0 and items[verb].lower in _FALLS_BEHIND
    if two is None or verb < 1 or not (is_behind or items[verb].lower in _OUTDOES):
        return None
    one = next((item.phrase for item in reversed(items[:verb]) if item.kind == INDICATOR), None)
    return _ordered(two, one) if is_behind else _ordered(one, two)


def _higher_than(items: Sequence[Item], index: int) -> tuple[Phrase, Phrase] | None:
    """``exports were 5 billion higher than imports``."""
    if index < 2 or index + 2 >= len(items) or items[index - 1].kind != "be":
        return None
    sign = {"above": 1, "below": -1}.get(items[index + 1].kind, 0)
    after = index + 2
    while after < len(items) and items[after].kind in {"det", PLACE}:
        after += 1
    one, two = items[index - 2].phrase, items[after].phrase if after < len(items) else None
    if sign == 0:
        return None
    return _ordered(one, two) if sign > 0 else _ordered(two, one)


def _over(items: Sequence[Item], at: int) -> int:
    """To the left, past determiners, hedges and names."""
    while at > 0 and items[at].kind in {"det", "approx", PLACE}:
        at -= 1
    return at


def _ordered(more: Phrase | None, less: Phrase | None) -> tuple[Phrase, Phrase] | None:
    """The greater and the less, where both are of one trade: not ``exports of oil exceeded imports of gas``."""
    if more is None or less is None or _OTHER.get(more.indicator) != less.indicator:
        return None
    owners = {phrase.owner.place.id for phrase in (more, less) if phrase.owner and phrase.owner.place}
    partners = {frozenset(one.place.id for one in phrase.partners if one.place) for phrase in (more, less)}
    goods = [[part.text.lower() for part in phrase.commodities] for phrase in (more, less)]
    is_one_trade = len(owners) < _PAIR and len(partners - {frozenset()}) < _PAIR and goods[0] == goods[1]
    return (more, less) if is_one_trade and _same_part(more, less) else None


def _same_part(more: Phrase, less: Phrase) -> bool:
    one, two = (phrase.segment and phrase.segment.text.lower() for phrase in (more, less))
    return one == two or not (one and two)


_PAIR = 2
