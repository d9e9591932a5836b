"""Which prediction answers which gold item: one to one, by span and kind, optional items aside.

Both scorings share one rule for what is left over: a prediction that lies on an optional item of its kind and on
no required item is ignored; any other is extra. Predictions that spoil a required item are never excused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.records import Document, Fact, Mention

Item = TypeVar("Item")
Gold = TypeVar("Gold")
Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Anchor(Generic[Item]):
    """An item and where it stands; ``free`` marks gold that may be found or not."""

    item: Item
    kind: str
    start: int
    end: int
    free: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        """What must be the same for an exact match."""
        return self.kind, self.start, self.end

    def touches(self, other: Anchor[Any]) -> bool:
        """Whether the spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Alignment(Generic[Gold, Found]):
    """The outcome for one article.

    Attributes:
        pairs: Required gold items with the predictions that answer them, in the order of the text.
        missed: Required gold items nothing answers.
        extra: Predictions that answer nothing.
        ignored: Predictions on optional items, which count neither way.
    """

    pairs: tuple[tuple[Gold, Found], ...]
    missed: tuple[Gold, ...]
    extra: tuple[Found, ...]
    ignored: tuple[Found, ...]


def align_mentions(gold: GoldArticle, document: Document, *, overlap: bool) -> Alignment[GoldMention, Mention]:
    """Align mentions on label and span, or on label and any overlap.

    Nominal mentions are scored on neither side: predicted ones are left out, gold ones excuse as optional ones do.
    """
    golden = [Anchor(one, one.label, one.start, one.end, one.optional or one.nominal) for one in gold.mentions]
    found = [Anchor(one, one.label, one.start, one.end) for one in document.mentions if not one.nominal]
    return _align(golden, found, overlap=overlap)


def align_facts(gold: GoldArticle, document: Document) -> Alignment[GoldFact, Fact]:
    """Align facts on the span of their value, exact before overlapping."""
    values = [gold.anchor(fact) for fact in gold.facts]
    golden = [
        Anchor(fact, "fact", value.start, value.end, fact.optional)
        for fact, value in zip(gold.facts, values, strict=True)
    ]
    found = [Anchor(fact, "fact", *value_span(fact)) for fact in document.facts]
    return _align(golden, found, overlap=True)


def value_span(fact: Fact) -> tuple[int, int]:
    """Return the span of a fact's value; an empty one before the text where it has none."""
    value = fact.evidence.get("value")
    if value is None or value.start is None or value.end is None:
        return -1, -1
    return value.start, value.end


def _align(golden: list[Anchor[Gold]], found: list[Anchor[Found]], *, overlap: bool) -> Alignment[Gold, Found]:
    required = [anchor for anchor in golden if not anchor.free]
    pairs = list(_same_spans(required, found))
    if overlap:
        open_gold, open_found = _unpaired(pairs, required, found)
        pairs.extend(_overlaps(open_gold, open_found))
    pairs.sort(key=lambda pair: pair[0].start)
    missed, left = _unpaired(pairs, required, found)
    optional = [anchor for anchor in golden if anchor.free]
    ignored = {anchor for anchor in left if _is_excused(anchor, required, optional)}
    return Alignment(
        pairs=tuple((one.item, two.item) for one, two in pairs),
        missed=tuple(anchor.item for anchor in missed),
        extra=tuple(anchor.item for anchor in left if anchor not in ignored),
        ignored=tuple(anchor.item for anchor in left if anchor in ignored),
    )


def _unpaired(
    pairs: list[tuple[Anchor[Gold], Anchor[Found]]], golden: list[Anchor[Gold]], found: list[Anchor[Found]]
) -> tuple[list[Anchor[Gold]], list[Anchor[Found]]]:
    answered, answering = {one for one, _ in pairs}, {two for _, two in pairs}
    return [one for one in golden if one not in answered], [two for two in found if two not in answering]


def _same_spans(golden: list[Anchor[Gold]], found: list[Anchor[Found]]) -> Iterator[tuple[Anchor[Gold], Anchor[Found]]]:
    waiting = {anchor.key: anchor for anchor in golden}
    for anchor in found:
        match = waiting.pop(anchor.key, None)
        if match is not None:
            yield match, anchor


def _overlaps(golden: list[Anchor[Gold]], found: list[Anchor[Found]]) -> Iterator[tuple[Anchor[Gold], Anchor[Found]]]:
    """Pair overlapping spans of a kind from left to right: the largest pairing, as gold spans never overlap."""
    open_gold: defaultdict[str, list[Anchor[Gold]]] = defaultdict(list)
    for anchor in sorted(golden, key=lambda anchor: anchor.start):
        open_gold[anchor.kind].append(anchor)
    for candidate in sorted(found, key=lambda anchor: (anchor.end, anchor.start)):
        waiting = open_gold[candidate.kind]
        match = next((anchor for anchor in waiting if anchor.touches(candidate)), None)
        if match is not None:
            waiting.remove(match)
            yield match, candidate


def _is_excused(anchor: Anchor[Any], required: list[Anchor[Gold]], optional: list[Anchor[Gold]]) -> bool:
    return any(anchor.kind == other.kind and anchor.touches(other) for other in optional) and not any(
        anchor.touches(other) for other in required
    )
