"""A statement: one figure and what its sentence says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.phrases import Item, Phrase
from extractor.records import Measure, Mention


@dataclass(slots=True)
class Statement:
    """One figure and what its sentence says of it.

    Attributes:
        index: Place of the figure among the sentence's items.
        value: The figure.
        measure: What it is of its subject.
        rule: Name of the pattern that told the measure.
        cue: The word that gave a direction.
        sign: 1 or -1.
        subject: What it measures; None where the focus goes on.
        is_comparison: The figure is what another is compared with (``from 8.8 billion``).
        is_in_brackets: The figure stands in brackets.
        equivalents: The same amount in other currencies.
    """

    index: int
    value: Mention
    measure: Measure
    rule: str
    cue: Item | None = None
    sign: int = 1
    subject: Phrase | None = None
    is_comparison: bool = False
    is_in_brackets: bool = False
    equivalents: list[Mention] = field(default_factory=list)
