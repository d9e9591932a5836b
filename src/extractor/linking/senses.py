"""In which sense an article uses a word for trade: decided by its plain words elsewhere, and by what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label, Mention

TRADE: frozenset[Indicator] = frozenset({"trade", "exports", "imports", "re_exports", "trade_balance"})
_SOLD_AT_HOME = words_for("sold-at-home")
BOX_UNITS = words_for("box-unit")


def weigh_weak_heads(sentences: Sequence[Sentence]) -> None:
    """``shipments`` and ``boxes`` are trade and throughput only in an article that calls them so in plain words."""
    phrases = [item.phrase for sentence in sentences for item in sentence.items if item.phrase]
    at_ports = {id(item.phrase) for s in sentences if _is_at_port(s) for item in s.items if item.phrase}
    plain = {phrase.indicator for phrase in phrases if not (phrase.is_weak or _is_a_business(phrase))}
    if plain & TRADE:
        plain |= TRADE
    for phrase in phrases:
        is_weak = phrase.is_weak or _is_a_business(phrase)
        is_handled = phrase.indicator == "throughput" and id(phrase) in at_ports
        if (
            is_weak
            and phrase.indicator not in plain
            and not phrase.partners
            and not (is_handled or _is_of_country(phrase))
        ):
            phrase.indicator = "other"


def _is_at_port(sentence: Sentence) -> bool:
    """``Cargo through the Port of Mombasa``: whether a sentence names a place where goods are handled."""
    mentions = [item.mention for item in sentence.items if item.mention]
    mentions += [item.phrase.owner for item in sentence.items if item.phrase and item.phrase.owner]
    return any(mention.place is not None and mention.place.kind in _HANDLING for mention in mentions)


def _is_of_country(phrase: Phrase) -> bool:
    """``Chile's cherry shipments``, ``almond shipments from California``: what a place sends or sells is exported."""
    place = phrase.owner.place if phrase.owner else None
    if phrase.indicator not in {"exports", "imports"} or place is None:
        return False
    goods = phrase.commodities[-1].text.lower().split()[-1] if phrase.commodities else ""
    return place.kind in {"country", "province"} or (goods in known_goods() and goods not in _SOLD_AT_HOME)


_HANDLING = frozenset({"port", "airport", "crossing"})


def _is_a_business(phrase: Phrase) -> bool:
    """``the book trade``: a bare *trade* of goods, nobody's and with nobody."""
    return phrase.form == "trade" and not phrase.partners and phrase.owner is None and bool(phrase.commodities)


def weigh_flows_of_ports(main: Mention | None, sentences: Sequence[Sentence]) -> None:
    """``Loaded imports climbed 6 percent`` in an article about a port that counts boxes: throughput, imports a segment.

    Args:
        main: The area the article is about.
        sentences: All its sentences; those that tell money stay as they are.
    """
    if main is None or main.place is None or main.place.kind != "port" or not _counts_boxes(sentences):
        return
    for sentence in sentences:
        if any(item.kind == "share" or _is_money(item) for item in sentence.items):
            continue
        for item in sentence.items:
            phrase = item.phrase
            if phrase and phrase.indicator in {"exports", "imports"} and not phrase.partners and not phrase.commodities:
                words = sentence.text[phrase.start : phrase.end]
                phrase.segment = phrase.segment or Part(words, phrase.start, phrase.end)
                phrase.indicator = "throughput"


def _is_money(item: Item) -> bool:
    return item.mention is not None and item.mention.label is Label.MONEY


def _counts_boxes(sentences: Sequence[Sentence]) -> bool:
    return any(item.mention and item.mention.unit in BOX_UNITS for sentence in sentences for item in sentence.items)
