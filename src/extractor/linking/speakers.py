"""Whom the sentences of an article name for their figures, looked for only where a figure asks."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.sources import Source, goes_on, source_of
from extractor.phrases import Sentence

_EXPECTS = frozenset({"forecast", "target"})


class Speakers:
    """The sources of an article by the number of the sentence; most sentences tell no figure and are never searched."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._named: dict[int, Source | None] = {}
        self._last: dict[int, Source | None] = {}  # named in any sentence before

    def of(self, number: int) -> Source | None:
        """Who says what a sentence tells: whom it names, or who was named last where it goes on (``he added``).

        What semicolons part is one sentence: ``exports rose 3 percent, Customs said; imports fell 2 percent``.
        """
        source = self._named_in(number) or self._named_beside(number)
        if source is None and goes_on(self._sentences[number]):
            return self._last_before(number)
        return source

    def _named_beside(self, number: int) -> Source | None:
        """Who is said to say it in the part before or after a semicolon; who only expected it there says no more."""
        parts = [(number - 1, number - 1), (number, number + 1)]  # the semicolon's sentence, and the other part
        for parted, other in parts:
            if not self._is_parted(parted) or any(item.kind in _EXPECTS for item in self._sentences[other].items):
                continue
            if source := self._named_in(other):
                return source
        return None

    def _is_parted(self, number: int) -> bool:
        """Whether a semicolon parts a sentence from the next one."""
        if not 0 <= number < len(self._sentences) - 1:
            return False
        before, after = self._sentences[number], self._sentences[number + 1]
        return before.text[before.end - 1] == ";" and before.paragraph == after.paragraph

    def _named_in(self, number: int) -> Source | None:
        if number not in self._named:
            self._named[number] = source_of(self._sentences[number])
        return self._named[number]

    def _last_before(self, number: int) -> Source | None:
        at = number - 1
        while at >= 0 and at not in self._last and self._named_in(at) is None:
            at -= 1
        self._last[number] = (self._named_in(at) or self._last[at]) if at >= 0 else None
        return self._last[number]
