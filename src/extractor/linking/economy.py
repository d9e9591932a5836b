"""Trade measured against the economy: ``exports as a share of GDP``, ``the trade-to-GDP ratio``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR
from extractor.phrases.phrase import replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator

_ECONOMY = words_for("economy")
_PARTS: dict[str, Indicator] = {"export": "exports", "import": "imports", "trade": "trade"}
_RATIO = re.compile(rf"\b({'|'.join(_PARTS)})s?[- ]to[- ](?:gdp|gnp|output)\b", re.IGNORECASE)
_LEVELS = frozenset({"share", "level"})
_BARE = frozenset({"growth-bare", "same-after-comparison"})


class InEconomy(NamedTuple):
    """What is measured, and the item that names the economy, where one does."""

    part: Phrase
    economy: Item | None


def take_parts_of_economy(sentence: Sentence, statements: Sequence[Statement]) -> None:
    """Percentages of trade told against the economy are its shares; what they are measured is trade."""
    for statement in statements:
        told = statement.value.unit == "percent" and part_of_economy(sentence.items, statement)
        if told and (statement.measure in _LEVELS or statement.rule in _BARE):
            statement.measure = "share"
            statement.subject = replace(told.part, by="part-of-economy")


def part_of_economy(items: Sequence[Item], statement: Statement) -> InEconomy | None:
    """The part of the economy a figure is told of before it, if it is.

    ``Exports' share of GDP``, ``exports as a share of GDP``, ``the share of exports in GDP``, ``the ratio of exports
    to GDP`` and ``the exports-to-GDP ratio``.
    """
    subject = statement.subject
    ratio = _RATIO.search(subject.text.text) if subject and subject.text else None
    if subject and ratio:
        return InEconomy(replace(subject, indicator=_PARTS[ratio[1].lower()], text=None), None)
    at = next((n for n in range(statement.index - 1, 1, -1) if items[n].kind == INDICATOR), None)
    if at is None or items[at].phrase is None or items[at].lower not in _ECONOMY:
        return None
    part = _phrase_before(items, at)
    return InEconomy(part, items[at]) if part and part.indicator != "other" else None


def _phrase_before(items: Sequence[Item], at: int) -> Phrase | None:
    before = at - 1
    of = before - (items[before].lower in {"in", "to", "of"})
    if items[of].kind == INDICATOR:
        named = [item.kind == "portion" or item.lower == "ratio" for item in items[max(0, of - 3) : of]]
        return items[of].phrase if any(named) else None
    if items[before].lower not in {"of", "in"} or items[before - 1].kind != "portion":
        return None
    before -= 2
    while before > 0 and (items[before].kind in {"det", "approx"} or items[before].lower in {"as", "'", "’", "'s"}):
        before -= 1
    return items[before].phrase
