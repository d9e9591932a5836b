"""Which region of an article says what a slot holds: looked up by what is said, the nearest to the figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from extractor.evaluation.labels import GoldArticle, GoldMention
from extractor.labelling.slots import AREAS, PHRASE, Slot
from extractor.records import Label, Period

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Nearest:
    """What the mentions and the words of an article say, indexed once, since every slot of every fact asks for it."""

    def __init__(self, article: GoldArticle) -> None:
        self.text = article.text
        self.periods = _Said((one.period, one) for one in article.mentions if one.label is Label.PERIOD and one.period)
        areas = [one for one in article.mentions if one.label in AREAS]
        self.places = _Said((one.place, one) for one in areas)
        self.names = _Said((one.text, one) for one in areas)
        self.tokens: dict[str, list[int]] = {}
        for found in _TOKEN.finditer(self.text):
            self.tokens.setdefault(found[0], []).append(found.start())
        self.phrases = cache(self._phrases)

    def mention(self, slot: Slot, value: str | Period, to: int) -> str | None:
        """The id of the mention nearest to an offset that says the value of a slot."""
        if Label.PERIOD in slot.targets:
            return self.periods.nearest(value, to)
        if AREAS[0] in slot.targets:
            return (self.places if slot.targets == AREAS else self.names).nearest(value, to)
        return None

    def phrase(self, slot: Slot, value: str | Period, to: int) -> tuple[int, int] | None:
        """The span nearest to an offset whose words are the value of a slot."""
        if PHRASE not in slot.targets or not isinstance(value, str) or not value or value != value.strip():
            return None
        start = _nearest(self.phrases(value), to)
        return None if start is None else (start, start + len(value))

    def _phrases(self, value: str) -> list[int]:
        """Where a value stands in whole words; it can only begin where its first word or sign stands."""
        first = _TOKEN.match(value)
        whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
        return [start for start in self.tokens.get(first[0] if first else "", ()) if whole.match(self.text, start)]


class _Said:
    """Mentions by what they say, in the order of the text."""

    def __init__(self, said: Iterable[tuple[object, GoldMention]]) -> None:
        self.ids: dict[object, dict[int, str]] = {}
        for value, mention in said:
            self.ids.setdefault(value, {}).setdefault(mention.start, mention.id)
        self.starts = {value: sorted(ids) for value, ids in self.ids.items()}

    def nearest(self, value: object, to: int) -> str | None:
        start = _nearest(self.starts.get(value, ()), to)
        return None if start is None else self.ids[value][start]


def _nearest(starts: Sequence[int], to: int) -> int | None:
    """The one nearest to an offset, of two as near the first.

    >>> _nearest([2, 8], 5), _nearest([2, 8], 6), _nearest([], 5)
    (2, 8, None)
    """
    behind = bisect_left(starts, to)
    around = starts[max(behind - 1, 0) : behind + 1]
    return min(around, key=lambda start: (abs(start - to), start), default=None)
