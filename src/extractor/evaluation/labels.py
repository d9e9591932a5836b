"""The frozen records of a gold file: places, mentions, facts, and the article they label."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from extractor.records import VALUE_LABELS, BaseKind, Bound, Figure, Indicator, Label, Measure, Period, Record, Status


class GoldPlace(Record):
    """A place an article speaks of, under every name that may stand for it."""

    id: str
    name: str
    kind: str
    within: str | None = None
    aliases: tuple[str, ...] = ()


class GoldMention(Record):
    """A labelled span; ``place`` is the id of a gold place, ``value`` is unsigned as the text gives it."""

    id: str
    label: Label
    start: int
    end: int
    text: str
    value: Figure | None = None
    value_high: Figure | None = None
    unit: str | None = None
    bound: Bound | None = None
    period: Period | None = None
    place: str | None = None
    nominal: bool = False
    optional: bool = False

    @property
    def is_value(self) -> bool:
        """Whether a fact may be anchored on it."""
        return self.label in VALUE_LABELS


class GoldFact(Record):
    """A labelled fact; ``value`` and ``equivalents`` are ids of mentions, ``places`` and ``whole`` name places."""

    id: str
    value: str
    sign: Literal["-"] | None = None
    measure: Measure
    indicator: Indicator
    indicator_text: str | None = None
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    commodity: str | None = None
    segment: str | None = None
    period: Period | None = None
    period_optional: bool = False
    base: BaseKind | None = None
    base_period: Period | None = None
    whole: str | None = None
    among: str | None = None
    equivalents: tuple[str, ...] = ()
    source: str | None = None
    status: Status = "actual"
    optional: bool = False

    def signed(self, figure: Decimal) -> Decimal:
        """Give a figure of the value mention the sign of the fact: falls and deficits are negative."""
        return -abs(figure) if self.sign else figure


class GoldArticle(Record):
    """One article with its labels.

    Attributes:
        doc_id: Name of the article, the same as the file's.
        sha256: Hex digest of the article's bytes.
        published: Date the article states as that of its publication.
        reference: Where it states none, the latest date it speaks from.
        places: Places it speaks of.
        mentions: In any order, never overlapping.
        facts: In any order, at most one a value.
        text: The article, as stored.
    """

    doc_id: str
    sha256: str
    published: date | None = None
    reference: date | None = None
    places: tuple[GoldPlace, ...]
    mentions: tuple[GoldMention, ...]
    facts: tuple[GoldFact, ...]
    text: str

    @cached_property
    def mention_by_id(self) -> Mapping[str, GoldMention]:
        """Mentions by their id."""
        return {mention.id: mention for mention in self.mentions}

    @cached_property
    def place_by_id(self) -> Mapping[str, GoldPlace]:
        """Places by their id."""
        return {place.id: place for place in self.places}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> GoldArticle:
        """Copy the article as pydantic does, but for what is known of the one copied alone."""
        copied = super().model_copy(update=update, deep=deep)
        for known in ("mention_by_id", "place_by_id"):
            copied.__dict__.pop(known, None)
        return copied

    def anchor(self, fact: GoldFact) -> GoldMention:
        """Return the mention a fact is anchored on."""
        return self.mention_by_id[fact.value]
