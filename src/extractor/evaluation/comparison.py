"""One article's gold held against what was found in it: the common ground of scores and error listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor.evaluation.agreement import Names, Verdict, judge, value_agrees
from extractor.evaluation.alignment import Alignment, align_facts, align_mentions
from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.records import Document, Fact, GoldError, Mention


@dataclass(frozen=True)
class Judged:
    """An aligned pair of facts with the verdict on every slot."""

    gold: GoldFact
    found: Fact
    slots: Mapping[str, Verdict]

    def all_right(self, slots: tuple[str, ...]) -> bool:
        """Whether none of these slots is wrong; slots that do not count are not."""
        return all(self.slots[slot].right is not False for slot in slots)


@dataclass(frozen=True)
class Comparison:
    """Alignments and verdicts of one article.

    Attributes:
        gold: The labelled article.
        exact: Mentions aligned on label and exact span.
        overlap: Mentions aligned on label and any overlap.
        facts: Facts aligned on their values.
        names: Which gold place a predicted place means.
    """

    gold: GoldArticle
    exact: Alignment[GoldMention, Mention]
    overlap: Alignment[GoldMention, Mention]
    facts: Alignment[GoldFact, Fact]
    names: Names

    @cached_property
    def values(self) -> tuple[tuple[GoldMention, Mention, bool], ...]:
        """Mentions found exactly, with whether their normal form is right."""
        return tuple((gold, found, value_agrees(gold, found, self.names)) for gold, found in self.exact.pairs)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Aligned facts, slot by slot."""
        return tuple(Judged(one, two, judge(self.gold, one, two, self.names)) for one, two in self.facts.pairs)


def compare(gold: GoldArticle, document: Document | None) -> Comparison:
    """Hold a document against its gold; without a document everything is missed.

    Raises:
        GoldError: The document was read from other bytes than gold labels, so that offsets mean nothing.
    """
    if document is None:
        document = Document(
            doc_id=gold.doc_id,
            published=None,
            reference=None,
            title=None,
            sha256=gold.sha256,
            text=gold.text,
            mentions=(),
            facts=(),
        )
    if document.sha256 != gold.sha256:
        raise GoldError(
            f"{gold.doc_id}: the document's sha256 is {document.sha256!r}, gold labels {gold.sha256!r}; "
            "extract from the very file that is labelled"
        )
    return Comparison(
        gold=gold,
        exact=align_mentions(gold, document, overlap=False),
        overlap=align_mentions(gold, document, overlap=True),
        facts=align_facts(gold, document),
        names=Names(gold, document),
    )
