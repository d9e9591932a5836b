"""Indicator phrases with everything that hangs on them.

``Xinjiang's total import and export value to countries along the Belt and Road`` is one phrase: the head *import
and export value* measures trade, its owner is Xinjiang, its counterpart the Belt and Road countries. What stands
before and after is read outwards from the head until something does not belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.phrases.after import read_after
from extractor.phrases.before import read_before
from extractor.phrases.heads import read_anaphor, read_head, read_other_flow
from extractor.phrases.items import INDICATOR, VALUE, Item
from extractor.phrases.phrase import Phrase


def find_phrases(text: str, items: Sequence[Item], told: Phrase | None = None) -> list[Item]:
    """Fold each indicator phrase of a sentence into one item.

    Args:
        text: The article, for the characters of commodities and segments.
        items: The sentence.
        told: The last phrase of the sentence before, which *those to France* may point back at.

    Returns:
        The items with every phrase as a single ``indicator`` item that carries it.
    """
    found: list[Item] = []
    at = 0
    while at < len(items):
        reading = read_head(items, at) or read_other_flow(items, at, found) or read_anaphor(items, at, found, told)
        if reading is None:
            found.append(items[at])
            at += 1
            continue
        phrase, after = reading
        first = read_before(text, phrase, found)
        if _is_part_of_share(found[:first]):
            phrase.kind = "share"
        at = read_after(text, phrase, items, after)
        start = found[first].start if first < len(found) else phrase.start
        del found[first:]
        found.append(Item(INDICATOR, start, items[at - 1].end, phrase.form, phrase.sign, phrase=phrase))
    return found


def _is_part_of_share(before: Sequence[Item]) -> bool:
    """``the share of exports``: told of as a share, unless the share is a figure's own (``a 12 percent share of``)."""
    if len(before) < 2 or before[-1].lower != "of" or before[-2].kind != "portion":
        return False
    return len(before) < 3 or before[-3].kind != VALUE
