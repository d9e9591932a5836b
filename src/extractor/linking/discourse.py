"""What is in focus: the place, period and subject that a sentence leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from extractor.gazetteer import gazetteer
from extractor.phrases import Part, Phrase
from extractor.phrases.phrase import replace
from extractor.records import Label, Mention, Period, Place


@dataclass(slots=True)
class Focus:
    """What the article has last spoken of.

    Attributes:
        main: The area the article is about, None where it names none.
        main_period: The first stretch of time told of, in the headline or the lead.
        place: Reference area last spoken of.
        period: The stretch of time told of, never a single day of publication or speech.
        subject: What was last measured.
        is_subject_old: It was measured in an earlier paragraph.
        topic: The flow of goods the article is about, none where it is about trade at large.
        narrowing: The trade of one kind that the article is about, *non-oil exports*.
        goods: The goods last told in the paragraph.
        counterpart: Whom the article is about trade with, none where it is about trade with anybody.
        traded: The trade last measured, while something else is.
        lead: The trade first measured.
        flow: The exports or imports last told.
        traders: Who the sentence before was about, where they are a segment, *private firms*.
        opening: The goods the sentence before opened with.
        shared: What the last figure was a share of, where it was one.
        heading: What the list is of whose items are being told, a line each.
        pair: The two subjects last told one after the other.
        two: The two places last named together, *the former* and *the latter*.
        several: The counterparts told one after the other in the sentence before, *together they took*.
        turned_to: The counterparts a paragraph has turned to, *with the European Union*.
        sides: Who last traded with whom: the counterparts told, then the area whose figure it was.
        paragraph: Number of the paragraph the focus stands in.
        published: Date of publication; what lies after it is yet to come.
        is_outlook: The article is about what is yet to come: its main period may be one of a forecast.
    """

    main: Mention | None = None
    main_period: Mention | None = None
    place: Mention | None = None
    period: Mention | None = None
    subject: Phrase | None = None
    is_subject_old: bool = False
    topic: Phrase | None = None
    narrowing: Phrase | None = None
    goods: list[Part] = field(default_factory=list)
    counterpart: Mention | None = None
    traded: Phrase | None = None
    lead: Phrase | None = None
    flow: Phrase | None = None
    traders: Part | None = None
    opening: Part | None = None
    shared: Phrase | None = None
    heading: Phrase | None = None
    pair: list[Phrase] = field(default_factory=list)
    two: list[Mention] = field(default_factory=list)
    several: list[Mention] = field(default_factory=list)
    turned_to: list[Mention] = field(default_factory=list)
    sides: list[Mention] = field(default_factory=list)
    paragraph: int = 0
    published: date | None = None
    is_outlook: bool = False

    def hold(self, period: Mention | None, *, told: bool, expected: bool, turns: bool = False) -> None:
        """Put a period in focus; the first of a sentence that tells figures is the main one.

        What lies before the main period is told for comparison, and what is expected after it is yet to come: both
        leave the focus as it was, unless the sentence turns to the earlier period (``In 2022, exports were worth``).
        """
        main = self.main_period
        is_past = main is not None and period is not None and _is_before(period, main)
        is_past = is_past and not (told and period and (_is_longer(period, main) or turns))
        if period is None or is_past or (main and expected and _is_before(main, period)):
            return
        if main and self.published and period.period and self._is_unfinished(period.period):
            return
        self.period = period
        if told and (self.is_outlook or not expected):
            self.main_period = self.main_period or period

    def _is_unfinished(self, period: Period) -> bool:
        """Whether a period lies after the publication, or only runs up to it: ``so far this year``."""
        return self.published is not None and (period.start > self.published or period.end == self.published)

    def open_paragraph(self) -> None:
        """A new paragraph is about the main area again, and a running total (``in the first eight months``) ends."""
        self.place, self.goods, self.is_subject_old = self.main, [], True
        self.turned_to, self.several, self.opening = [], [], None
        if self.subject and self.subject.indicator == "re_exports":
            self.subject = self.flow or self.subject
        if self.subject and self.subject.by == "role-of-partner":
            self.subject = replace(self.subject, partners=[])
        main, now = self.main_period, self.period
        if main and now and main.period and now.period:
            self.period = main

    def is_kin(self, place: Place | None) -> bool:
        """Whether figures of a place can be told in passing: it lies in the country the article is about."""
        main = self.main.place if self.main else None
        if main is None or place is None or main.id == place.id:
            return True
        if main.kind == "group" and (members := gazetteer().members(main.id)):
            return place.country in members
        if place.kind == "group" or (place.kind == "region" and place.country is None):
            return False
        return main.country is None or place.country is None or main.country == place.country


def lies_in(part: Place, whole: Place) -> bool:
    """Whether a place is a part of another: a zone of its city, a city of its province, a member of its group."""
    if part.id == whole.id:
        return False
    if whole.kind == "group":
        return part.kind == "country" and part.country in gazetteer().members(whole.id)
    if part.country != whole.country or part.country is None:
        return False
    is_province = whole.subdivision is not None and whole.kind in _PROVINCES
    return (
        whole.kind == "country"
        or (is_province and part.subdivision == whole.subdivision)
        or any(name in whole.name for name in part.within)
    )


_PROVINCES = frozenset({"province", "municipality", "state"})
_TWICE = 2
_WIDEST_INDENT = 60  # characters of white space before a dateline
_DATELINE = re.compile(
    r"(?:,[^\n]{0,40}?)?\s*(?:\([^)\n]{2,30}\)\s*)?(?:--|//|[-—–:])\s"  # TOKYO, April 17 (Agency) --
    r"|,[^\n]{3,30}?\d[^\n]{0,8}?\s\([A-Z][^)\n]{1,20}\)\s"  # Taipei, Nov. 20 (CNA)
    r"|,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}),?\s(?:19|20)\d\d\s?[.:]\s"  # Nairobi, June 5, 2024.
)


def _is_before(period: Mention, other: Mention) -> bool:
    return period.period is not None and other.period is not None and period.period.end < other.period.start


def _is_longer(period: Mention | None, other: Mention | None) -> bool:
    """Whether a period lasts longer than another: a whole year that is told of after one of its months."""
    one, two = period.period if period else None, other.period if other else None
    return one is not None and two is not None and one.days > _TWICE * two.days


def is_dateline(text: str, mention: Mention) -> bool:
    """Whether a place opens its line only to tell where the article was written: ``TOKYO, April 17 -``."""
    before = text[max(0, mention.start - _WIDEST_INDENT) : mention.start].rpartition("\n")[2]
    opens = not before.strip() and len(before) < _WIDEST_INDENT
    return opens and _DATELINE.match(text, mention.end, mention.end + 120) is not None


def is_lasting(mention: Mention) -> bool:
    """Whether a period can hold figures of later sentences: more than a day long, and resolved."""
    return mention.label is Label.PERIOD and mention.period is not None and mention.period.days > 1


def areas_among(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without the seas: they are places, but statistics know none as reference area or partner."""
    return [mention for mention in mentions if mention.place is None or mention.place.kind != "sea"]


def country_of(place: Place | None) -> Place | None:
    """The country a place lies in, as a place of its own."""
    if place is None or place.kind == "country" or not place.within:
        return place
    return Place(
        name=place.within[-1], kind="country", country=place.country, id=f"country:{place.country or place.within[-1]}"
    )
