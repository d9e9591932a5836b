"""Who says a figure when its own sentence does not: the rest of a quotation, and telling that clearly goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.linking.sources import Source
from extractor.linking.speakers import Speakers
from extractor.phrases import Sentence
from extractor.records import Evidence, Fact

_QUOTES = frozenset('"“')


@dataclass(slots=True)
class Telling:
    """One sentence, by its number among those of the article, and the facts it states."""

    sentence: Sentence
    number: int
    speakers: Speakers
    facts: list[Fact] = field(default_factory=list)

    @property
    def source(self) -> Source | None:
        """Who says it, as far as the sentence itself tells."""
        return self.speakers.of(self.number)


def spread_sources(tellings: Sequence[Telling]) -> None:
    """Give facts without a source that of their quotation, or of the sentences around them.

    A quotation of several sentences names its speaker at its end (``"Exports rose. Imports fell," X said``). A sentence
    between two of one source, in one paragraph, is that source's too.
    """
    for (before, telling, after), quoted in zip(_neighbours(tellings), _of_quotations(tellings), strict=True):
        if telling.facts and telling.source is None:
            source = quoted or _of_quotation_before(before, telling) or _of_both_sides(before, telling, after)
            if source:
                telling.facts = [_said_by(fact, source) for fact in telling.facts]


def _neighbours(tellings: Sequence[Telling]) -> Iterator[tuple[Telling | None, Telling, Telling | None]]:
    padded: list[Telling | None] = [None, *tellings, None]
    for number, telling in enumerate(tellings):
        yield padded[number], telling, padded[number + 2]


def _of_quotations(tellings: Sequence[Telling]) -> list[Source | None]:
    """For each sentence that ends inside a quotation, the source named where the quotation ends.

    Paragraphs that tell no fact have no need of it.
    """
    telling_facts = {telling.sentence.paragraph for telling in tellings if telling.facts}
    found: list[Source | None] = []
    after: Telling | None = None
    coming: Source | None = None
    for telling, is_open in zip(reversed(tellings), reversed(_open_quotations(tellings)), strict=True):
        goes_on = is_open and after is not None and after.sentence.paragraph == telling.sentence.paragraph
        goes_on = goes_on and telling.sentence.paragraph in telling_facts
        coming = (after.source or coming) if after and goes_on else None
        found.append(coming)
        after = telling
    return found[::-1]


def _open_quotations(tellings: Sequence[Telling]) -> list[bool]:
    """Whether a quotation is open where each sentence ends, counted from the beginning of its paragraph."""
    found: list[bool] = []
    paragraph, curly, straight = -1, 0, 0
    for telling in tellings:
        sentence = telling.sentence
        if sentence.paragraph != paragraph:
            paragraph, curly, straight = sentence.paragraph, 0, 0
        words = sentence.text[sentence.start : sentence.end]
        curly += words.count("“") - words.count("”")
        straight += words.count('"')
        found.append(curly > 0 or straight % 2 == 1)
    return found


def _of_quotation_before(before: Telling | None, telling: Telling) -> Source | None:
    """``"Exports rose," X said. "Imports fell."``: a quotation right after one is the same speaker's."""
    if before is None or before.source is None or before.sentence.paragraph != telling.sentence.paragraph:
        return None
    earlier, here = (one.sentence.text[one.sentence.start : one.sentence.end] for one in (before, telling))
    return before.source if here[:1] in _QUOTES and any(mark in earlier for mark in _QUOTES) else None


def _of_both_sides(before: Telling | None, telling: Telling, after: Telling | None) -> Source | None:
    if before is None or after is None or before.source is None or after.source is None:
        return None
    paragraphs = {told.sentence.paragraph for told in (before, telling, after)}
    return before.source if before.source.name == after.source.name and len(paragraphs) == 1 else None


def _said_by(fact: Fact, source: Source) -> Fact:
    evidence = {**fact.evidence, "source": Evidence(start=source.start, end=source.end, by="telling-goes-on")}
    return fact.model_copy(update={"source": source.name, "evidence": evidence})
