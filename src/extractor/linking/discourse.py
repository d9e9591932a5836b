"""What is in focus: the place, period, subject and source that a sentence leaves unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.linking.subjects import Subject
from extractor.records import Label, Mention


@dataclass(slots=True)
class Focus:
    """What the article has last spoken of.

    Attributes:
        place: Reference area.
        period: The stretch of time told of, never a single day of publication or speech.
        subject: What was last measured.
        source: Who was last quoted, while the telling goes on.
        paragraph: Number of the paragraph the focus stands in.
    """

    place: Mention | None = None
    period: Mention | None = None
    subject: Subject | None = None
    source: tuple[str, int, int] | None = None
    paragraph: int = 0


def opening_focus(mentions: Sequence[Mention], title_end: int) -> Focus:
    """The focus before the first sentence: the place of the headline, else the place most often named."""
    places = [m for m in mentions if m.place and (not m.nominal or m.rule == "demonym")]
    for mention in places:
        if mention.start < title_end:
            return Focus(place=mention)
    counts = Counter(m.place.id for m in places if m.place and m.place.kind != "group")
    if not counts:
        return Focus()
    top = max(counts.values())
    return Focus(place=next(m for m in places if m.place and counts[m.place.id] == top))


def is_lasting(mention: Mention) -> bool:
    """Whether a period can hold figures of later sentences: more than a day long, and resolved."""
    return mention.label is Label.PERIOD and mention.period is not None and mention.period.days > 1
