"""The records of a series: what is told of one thing at one time, each value with everybody who tells it."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from extractor.records import (
    Base,
    Bound,
    Equivalent,
    Evidence,
    Fact,
    Figure,
    Indicator,
    Measure,
    Period,
    Place,
    Record,
    StatedPeriod,
    Status,
    Whole,
)

Frequency = Literal["year", "half", "quarter", "month", "week", "day", "other"]

_FREQUENCIES: tuple[tuple[Frequency, str], ...] = (  # by the TIMEX3 value
    ("year", r"\d{4}"),
    ("half", r"\d{4}-H\d"),
    ("quarter", r"\d{4}-Q\d"),
    ("month", r"\d{4}-\d{2}"),
    ("week", r"\d{4}-W\d{2}"),
    ("day", r"\d{4}-\d{2}-\d{2}"),
)

_PLAIN_SLOTS = {"indicator", "indicator_text", "measure", "commodity", "segment", "unit", "among", "status"}


def frequency_of(period: Period) -> Frequency:
    """The unit of the calendar that a period is one of; ``other`` for stretches, such as eleven months.

    >>> frequency_of(Period(start="2023-05-01", end="2023-05-31")), frequency_of(
    ...     Period(start="2023-01-01", end="2023-11-30")
    ... )
    ('month', 'other')
    """
    timex = period.timex
    return next((name for name, form in _FREQUENCIES if re.fullmatch(form, timex)), "other")


class PrintedEquivalent(Equivalent):
    """The same amount in another currency, with half of the last digit it is printed to."""

    half: Figure


class Source(Record):
    """One article's telling of a value.

    Attributes:
        doc_id: Name of the article.
        published: Its date of publication, where given or stated.
        fact_id: Name of the fact; the same in copies of an article.
        place: The name this article uses of the place.
        value: The figure as told, signed, in base units.
        value_high: The other end of a range.
        bound: Whether the figure is exact, about, above or below.
        half: Half of the last digit printed, in the unit of the value; 0 for a figure in words.
        equivalents: The same amount in other currencies, as the article gives it.
        source: Who says so.
        value_start, value_end: The characters of the figure.
        sentence_start, sentence_end: Those of its sentence.
    """

    doc_id: str
    published: date | None = None
    fact_id: str
    place: str
    value: Figure
    value_high: Figure | None = None
    bound: Bound = "exact"
    half: Figure
    equivalents: tuple[PrintedEquivalent, ...] = ()
    source: str | None = None
    value_start: int | None = None
    value_end: int | None = None
    sentence_start: int | None = None
    sentence_end: int | None = None


class Value(Record):
    """One value told of an observation, and everybody who tells it.

    Attributes:
        value: The figure printed to the most digits of those that agree.
        value_high: The other end, where that is a range.
        bound: Whether it is exact, about, above or below.
        half: Half of its last digit.
        sources: Who tells it, the earliest published first, those without a date last.
    """

    value: Figure
    value_high: Figure | None = None
    bound: Bound = "exact"
    half: Figure
    sources: tuple[Source, ...]

    @property
    def told_by(self) -> Source:
        """The first source that tells it to these digits."""
        taken = (self.value, self.value_high, self.bound, self.half)
        return next(one for one in self.sources if (one.value, one.value_high, one.bound, one.half) == taken)

    @property
    def first_published(self) -> date | None:
        """When the first article told it; None where none has a date."""
        return min((source.published for source in self.sources if source.published), default=None)

    @property
    def last_published(self) -> date | None:
        """When the last article told it."""
        return max((source.published for source in self.sources if source.published), default=None)

    @property
    def articles(self) -> frozenset[str]:
        """Names of the articles that tell it."""
        return frozenset(source.doc_id for source in self.sources)


class Observation(Record):
    """All that is told of one thing at one time: one value, or several that cannot all be right.

    The slots are those of a fact, and mean the same. The place, the goods and other phrases have the name that most
    articles use.

    Attributes:
        values: The values told, the newest first (see ``conflict``).
        conflict: Whether there are several, which differ by more than the digits printed allow: a revision, where the
            articles are of different dates, or a mistake.
    """

    place: Place
    indicator: Indicator
    indicator_text: str | None = None
    measure: Measure
    partners: tuple[Place, ...] = ()
    commodity: str | None = None
    segment: str | None = None
    period: Period
    unit: str
    base: Base | None = None
    whole: Whole | None = None
    among: str | None = None
    status: Status = "actual"
    values: tuple[Value, ...]
    conflict: bool = False

    @property
    def newest(self) -> Value:
        """The value told last."""
        return self.values[0]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everybody who tells any of the values, value by value."""
        return tuple(source for told in self.values for source in told.sources)

    @property
    def frequency(self) -> Frequency:
        """The unit of the calendar its period is one of: ``month``, ``year``, ...; ``other`` for stretches."""
        return frequency_of(self.period)

    def fact_of(self, source: Source) -> Fact:
        """The fact that a source tells, with the names of the series; of its evidence the figure and the sentence."""
        told = self.model_dump(include=_PLAIN_SLOTS)
        return Fact(
            id=source.fact_id,
            doc_id=source.doc_id,
            **told,
            place=self.place,
            partners=self.partners,
            period=StatedPeriod(start=self.period.start, end=self.period.end),
            base=self.base,
            whole=self.whole,
            value=source.value,
            value_high=source.value_high,
            bound=source.bound,
            equivalents=source.equivalents,
            source=source.source,
            evidence={
                "value": Evidence(start=source.value_start, end=source.value_end),
                "sentence": Evidence(start=source.sentence_start, end=source.sentence_end),
            },
        )

    @property
    def subject(self) -> tuple[object, ...]:
        """What a line in a chart is of: the same for observations that differ in time alone."""
        return (
            self.place.id,
            self.indicator,
            self.indicator_text,
            self.measure,
            tuple(partner.id for partner in self.partners),
            self.commodity,
            self.segment,
            self.unit,
            self.base and self.base.kind,
            self.whole and (self.whole.indicator, self.whole.place and self.whole.place.id),
            self.among,
            self.status,
            self.frequency,
        )
