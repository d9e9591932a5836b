"""What goods cost a country and what they bring it: ``the oil bill``, ``earnings from spices``."""

from __future__ import annotations

from extractor.mentions.goods import known_goods
from extractor.phrases import Part, Phrase, Sentence
from extractor.phrases.nouns import group_end
from extractor.phrases.phrase import EMPTY_GOODS, part_of
from extractor.phrases.roles import words_for
from extractor.records import Indicator

_RECEIPTS = words_for("receipts")
_TRADED = words_for("traded-sector")
_BILLS = frozenset({"bill", "spending"})


def billed(sentence: Sentence, subject: Phrase) -> Phrase | None:
    """``the oil bill`` is what imports of oil cost, ``cashew receipts`` what exports of cashew bring.

    Args:
        sentence: The sentence.
        subject: Bare nouns that a figure is told of.

    Returns:
        The flow of goods they stand for, None where they name no goods.
    """
    if subject.text is None:
        return None
    before, _, last = subject.text.text.rpartition(" ")
    flow: Indicator | None = "imports" if last.lower() in _BILLS else "exports" if last.lower() in _RECEIPTS else None
    goods = _goods_before(subject.text) if before else _goods_after(sentence, subject)
    if flow is None or goods is None:
        return None
    return Phrase(flow, subject.start, subject.end, subject.form, by="bill-of-goods", commodities=[goods])


def _goods_before(words: Part) -> Part | None:
    goods = words.text.rpartition(" ")[0]
    last = goods.lower().split()[-1]
    return Part(goods, words.start, words.start + len(goods)) if last in known_goods() or last in _TRADED else None


def _goods_after(sentence: Sentence, subject: Phrase) -> Part | None:
    """``The bill for crude oil``, ``earnings from spices``: the goods that were paid for."""
    items = sentence.items
    at = next((n for n, item in enumerate(items) if item.start >= subject.end), len(items))
    if at + 1 >= len(items) or items[at].lower not in {"for", "from", "on"}:
        return None
    end = group_end(items, at + 1, len(items))
    last = items[end - 1].lower
    is_goods = end > at + 1 and (last in known_goods() or last in EMPTY_GOODS)
    return part_of(sentence.text, items, at + 1, end) if is_goods else None
