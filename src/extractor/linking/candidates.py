"""What else could have filled a slot: the patterns and words of a sentence that lost, for ``extractor explain``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.linking.discourse import areas_among
from extractor.linking.patterns import fitting, left_side, right_side
from extractor.phrases import Sentence, read_sentences
from extractor.phrases.items import INDICATOR, PERIOD, VALUE, mention_of, places_of
from extractor.records import Article, Document, Evidence, Fact


class Candidate(NamedTuple):
    """What could have filled a slot of a fact.

    Attributes:
        slot: ``measure``, ``indicator``, ``place`` or ``period``.
        text: The words, or the name of the pattern.
        start: First character, None for a pattern.
        end: One past the last character, None for a pattern.
    """

    slot: str
    text: str
    start: int | None = None
    end: int | None = None


def passed_over(article: Article, document: Document) -> dict[str, tuple[Candidate, ...]]:
    """What was passed over for each fact: patterns that fit as well but stand later, and words of its sentence.

    Args:
        article: The article as read.
        document: What was found in it.

    Returns:
        By the id of the fact, its candidates that lost, in the order of the slots and of the text.

    >>> from extractor import Extractor
    >>> from extractor.reading import article_from_text
    >>> article = article_from_text("Kenya's exports rose 5 percent in May 2023, while imports from India fell.")
    >>> document = Extractor().read(article)
    >>> [(c.slot, c.text) for c in passed_over(article, document)[document.facts[0].id]]
    [('measure', 'growth-bare'), ('indicator', 'imports from India'), ('place', 'India')]
    """
    told = {fact.evidence["value"].start: fact for fact in document.facts}
    areas = areas_among(document.mentions)
    found: dict[str, tuple[Candidate, ...]] = {}
    for sentence in read_sentences(article, areas):
        for index, item in enumerate(sentence.items):
            fact = told.get(item.start) if item.kind == VALUE else None
            if fact:
                found[fact.id] = (*_patterns(sentence, index, fact), *_words(sentence, fact))
    return found


def _patterns(sentence: Sentence, index: int, fact: Fact) -> Iterator[Candidate]:
    value, items = mention_of(sentence.items[index]), sentence.items
    taken = fact.evidence["measure"].by or ""
    for pattern in fitting(value, left_side(items, index), right_side(items, index)):
        if pattern.rule != taken:
            yield Candidate("measure", pattern.rule)


def _words(sentence: Sentence, fact: Fact) -> Iterator[Candidate]:
    spans = {
        "indicator": [(item.start, item.end) for item in sentence.items if item.kind == INDICATOR],
        "place": [(place.start, place.end) for item in sentence.items for place in places_of(item)],
        "period": [(item.start, item.end) for item in sentence.items if item.kind == PERIOD],
    }
    for slot, found in spans.items():
        taken = [fact.evidence[name] for name in _TAKEN_BY[slot] if name in fact.evidence]
        for start, end in sorted(set(found)):
            if not any(_overlaps(evidence, start, end) for evidence in taken):
                yield Candidate(slot, sentence.text[start:end], start, end)


_TAKEN_BY = {"indicator": ("indicator",), "place": ("place", "partners"), "period": ("period", "base")}


def _overlaps(evidence: Evidence, start: int, end: int) -> bool:
    return evidence.start is not None and evidence.end is not None and evidence.start < end and start < evidence.end
