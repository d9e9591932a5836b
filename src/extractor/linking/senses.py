"""In which sense an article uses a word for trade: decided by its plain words elsewhere, and by what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.items import PLACE, VALUE
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label, Mention

TRADE: frozenset[Indicator] = frozenset({"trade", "exports", "imports", "re_exports", "trade_balance"})
_SOLD_AT_HOME = words_for("sold-at-home")
BOX_UNITS = words_for("box-unit")


def weigh_weak_heads(sentences: Sequence[Sentence]) -> None:
    """``shipments`` and ``boxes`` are trade and throughput only in an article that calls them so in plain words."""
    phrases = [item.phrase for sentence in sentences for item in sentence.items if item.phrase]
    at_ports = {id(item.phrase) for s in sentences if _is_at_port(s) for item in s.items if item.phrase}
    with_places = {id(phrase) for s in sentences for phrase in _balances_with_places(s)}
    plain = {phrase.indicator for phrase in phrases if not (phrase.is_weak or _is_a_business(phrase))}
    if plain & TRADE:
        plain |= TRADE
    for phrase in phrases:
        is_weak = phrase.is_weak or _is_a_business(phrase)
        is_handled = phrase.indicator == "throughput" and id(phrase) in at_ports
        if (
            is_weak
            and phrase.indicator not in plain
            and not (phrase.partners or phrase.points_back)
            and not (is_handled or _is_of_country(phrase) or id(phrase) in with_places)
        ):
            phrase.indicator = "other"


def _balances_with_places(sentence: Sentence) -> Iterator[Phrase]:
    """``a surplus of 880 billion yen with the US``: what is left over with a country is of trade."""
    items = sentence.items
    for at, item in enumerate(items):
        if item.phrase is None or item.phrase.form not in _BARE_BALANCES:
            continue
        after = [one for one in items[at + 1 : at + _NEAR] if one.kind not in {"det", "approx", "above", "below"}]
        codes = [one.kind if one.mention else one.lower for one in after[:4]]
        if codes == ["of", VALUE, "with", PLACE]:
            yield item.phrase


_NEAR = 9  # items
_BARE_BALANCES = words_for("bare-balance")


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
