"""Who says a figure when its own sentence does not: the rest of a quotation, and telling that clearly goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.linking.sources import Source
from extractor.phrases import Sentence
from extractor.records import Evidence, Fact


@dataclass(slots=True)
class Telling:
    """One sentence with the source it names and the facts it states."""

    sentence: Sentence
    source: Source | None
    facts: list[Fact]


def spread_sources(tellings: Sequence[Telling]) -> None:
    """Give facts without a source that of their quotation, or of the sentences around them.

    A quotation of several sentences names its speaker at its end (``"Exports rose. Imports fell," X said``). A sentence
    between two of one source, in one paragraph, is that source's too.
    """
    for number, telling in enumerate(tellings):
        if telling.source is None and telling.facts:
            source = _of_quotation(tellings, number) or _of_both_sides(tellings, number)
            if source:
                telling.facts = [_said_by(fact, source) for fact in telling.facts]


def _of_quotation(tellings: Sequence[Telling], number: int) -> Source | None:
    for later in tellings[number:]:
        if later.sentence.paragraph != tellings[number].sentence.paragraph:
            return None
        if later.source:
            return later.source if later is not tellings[number] else None
        if not _is_quoting(tellings, later.sentence):
            return None
    return None


def _is_quoting(tellings: Sequence[Telling], sentence: Sentence) -> bool:
    """Whether a quotation is open where a sentence ends, counted from the beginning of its paragraph."""
    first = next(told.sentence for told in tellings if told.sentence.paragraph == sentence.paragraph)
    words = sentence.text[first.start : sentence.end]
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1


def _of_both_sides(tellings: Sequence[Telling], number: int) -> Source | None:
    if not 0 < number < len(tellings) - 1:
        return None
    before, after = tellings[number - 1], tellings[number + 1]
    paragraphs = {told.sentence.paragraph for told in tellings[number - 1 : number + 2]}
    if before.source and after.source and before.source.name == after.source.name and len(paragraphs) == 1:
        return before.source
    return None


def _said_by(fact: Fact, source: Source) -> Fact:
    evidence = {**fact.evidence, "source": Evidence(start=source.start, end=source.end, by="telling-goes-on")}
    return fact.model_copy(update={"source": source.name, "evidence": evidence})
