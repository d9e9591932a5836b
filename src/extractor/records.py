"""The frozen records every room hands on, and the errors it raises.

Nothing here knows how an article is read; it fixes only what is said about one. Offsets count Unicode code
points of the article as given, ``end`` exclusive, so ``text[start:end] == mention.text`` always. Figures are
``Decimal`` in base units. Slot names follow SDMX where it has one (reference area, counterpart area, time
period, observation value, unit of measure, observation status); ``docs/facts.md`` maps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    computed_field,
    model_validator,
)

from extractor.timex import timex3

# ── errors ──────────────────────────────────────────────────────────────────────────────────────


class ExtractorError(Exception):
    """Base of every error a user can cause; its text names the value and the remedy."""


class InputError(ExtractorError):
    """An article, a folder or an option cannot be used as given."""


class LexiconError(ExtractorError):
    """A table in ``lexicons/`` breaks its own rules; names the file, the line and the column."""


class GoldError(ExtractorError):
    """A gold file contradicts its article or the annotation guide; names the file, the item and the remedy."""


class ModelError(ExtractorError):
    """A spaCy pipeline was asked for that is not installed."""


class WorkerError(ExtractorError):
    """Processes end whatever they are given, as where the machine has no memory left."""


# ── vocabulary ──────────────────────────────────────────────────────────────────────────────────


class Label(StrEnum):
    """What kind of thing a mention names; the annotation guide defines each."""

    MONEY = "MONEY"
    PERCENT = "PERCENT"
    MULTIPLE = "MULTIPLE"
    QUANTITY = "QUANTITY"
    RANK = "RANK"
    PERIOD = "PERIOD"
    PLACE = "PLACE"
    ZONE = "ZONE"


VALUE_LABELS = frozenset({Label.MONEY, Label.PERCENT, Label.MULTIPLE, Label.QUANTITY, Label.RANK})

Bound = Literal["exact", "about", "above", "below"]
Measure = Literal["level", "growth", "change", "share", "contribution", "gap", "rank"]
Indicator = Literal[
    "trade",
    "imports",
    "exports",
    "trade_balance",
    "re_exports",
    "investment",
    "outward_investment",
    "throughput",
    "other",
]
BaseKind = Literal["yoy", "mom", "qoq", "annual_average", "since"]
Verdict = Literal["holds", "off", "cannot tell"]
Status = Literal["actual", "estimate", "forecast", "target"]


_MOST_DIGITS = 100_000


def plain(value: Decimal) -> Decimal:
    """Strip trailing zeros and any exponent, so that equal figures print alike.

    Raises:
        ValueError: An exponent would be written out in more digits than memory should hold.

    >>> str(plain(Decimal("98.10"))), str(plain(Decimal("7.96e9")))
    ('98.1', '7960000000')
    """
    if abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"{value} has an exponent that no figure has; correct it")
    digits = format(value, "f")
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def _written(value: Decimal) -> str:
    return format(value, "f")


Figure = Annotated[Decimal, AfterValidator(plain), PlainSerializer(_written, return_type=str, when_used="json")]


class Record(BaseModel):
    """Base of all records: immutable, hashable where its fields are, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ── what an article is and holds ────────────────────────────────────────────────────────────────


class Article(Record):
    """One article as read; ``text`` is never altered.

    Attributes:
        doc_id: Name of the article, unique in its batch.
        text: The characters as decoded; every offset counts in them.
        title: The headline, where one stands apart from the body.
        published: Date of publication, where given or stated in a header.
        published_by: What gave the date: ``argument``, ``header``, ``metadata`` or None.
        sha256: Hex digest of the bytes as read (of the UTF-8 text, where there was no file).
        notes: What reading had to decide, such as a decoding other than UTF-8.
    """

    doc_id: str
    text: str
    title: str | None = None
    published: date | None = None
    published_by: str | None = None
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def title_end(self) -> int:
        """One past the last character of the headline, where it ends a line of the text; 0 where none does."""
        line = re.search(rf"{re.escape(self.title)}(?=\s*$)", self.text, re.MULTILINE) if self.title else None
        return line.end() if line else 0


class Failure(Record):
    """An article that could not be read or worked through; the others of its batch are not touched by it.

    Attributes:
        path: The file, or the name of the article.
        reason: What was wrong, in a few words.
        remedy: What to do about it.
    """

    path: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; {self.remedy}"


class Period(Record):
    """A stretch of days, both ends inclusive.

    >>> period = Period(start="2023-01-01", end="2023-11-30")
    >>> period.days, period.timex
    (334, '2023-01/2023-11')
    """

    start: date
    end: date

    @model_validator(mode="before")
    @classmethod
    def _without_timex(cls, data: Any) -> Any:
        """Let what ``model_dump`` wrote be read again: the value follows from the days."""
        if isinstance(data, dict) and "timex" in data:
            return {key: data[key] for key in data if key != "timex"}
        return data

    @computed_field(repr=False)  # type: ignore[prop-decorator]
    @property
    def timex(self) -> str:
        """The days as a TIMEX3 value: ``2023-04-17``, ``2023-W16``, ``2023-04``, ``2023-Q1``, ``2023-H1``, ``2023``.

        A decade is ``199``; a stretch that is none of these joins two days, months or years: ``2023-01/2023-11``.
        """
        return timex3(self.start, self.end)

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1


class StatedPeriod(Period):
    """A period together with the words of the article that state it (empty where a rule derived it)."""

    text: str = ""


class Place(Record):
    """A place, zone or group of countries as one article knows it.

    Attributes:
        name: The fullest name the article uses.
        kind: ``country``, ``province``, ``municipality``, ``prefecture``, ``city``, ``district``, ``region``,
            ``group``, ``zone``, ``port``, ``airport``, ``market`` and the like.
        country: ISO 3166-1 alpha-2, where known.
        subdivision: ISO 3166-2, where known.
        within: Names of the places it lies in, nearest first.
        id: The same for the same place in every article.
        lat, lon: Degrees north and east (WGS 84, to two decimals), where the gazetteer knows them.
    """

    name: str
    kind: str
    country: str | None = None
    subdivision: str | None = None
    within: tuple[str, ...] = ()
    id: str
    lat: Figure | None = None
    lon: Figure | None = None


class Mention(Record):
    """A span of the article with a label and a normal form.

    Attributes:
        label: Kind of mention.
        start: First character.
        end: One past the last character.
        text: The article's own characters.
        rule: Name of the rule that recognised it.
        value: Magnitude in base units, None for periods and places.
        value_high: The other end of a range, as far from zero or farther.
        unit: ISO 4217 code, ``percent``, ``percentage_point``, ``fold``, a unit of measure or the noun counted.
        bound: Whether the figure is exact, about, above or below.
        period: Resolved dates of a PERIOD, None where the text does not fix them.
        place: The place a PLACE or ZONE stands for.
        nominal: True for a description (``the zone``) or an adjective (``Chinese``) that stands for a place.
        notes: What was understood rather than written, or what stays ambiguous.
    """

    label: Label
    start: int
    end: int
    text: str
    rule: str
    value: Figure | None = None
    value_high: Figure | None = None
    unit: str | None = None
    bound: Bound = "exact"
    period: Period | None = None
    place: Place | None = None
    nominal: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_value(self) -> bool:
        """Whether it holds a figure a fact can be anchored on."""
        return self.label in VALUE_LABELS


# ── facts ───────────────────────────────────────────────────────────────────────────────────────


class Evidence(Record):
    """Where a slot was read, or which rule derived it: at least one of the span and ``by`` is there."""

    start: int | None = None
    end: int | None = None
    by: str | None = None


class Equivalent(Record):
    """The same amount in another currency, as the article gives it."""

    value: Figure
    unit: str
    bound: Bound = "exact"


class Base(Record):
    """What a growth or change is measured against: year on year, month on month, since a date, ..."""

    kind: BaseKind
    period: Period | None = None


class Whole(Record):
    """What a share, contribution or gap is a part of or compared with."""

    indicator: str
    place: Place | None = None


class Fact(Record):
    """One statement of a figure, anchored on its value mention; the annotation guide defines each slot.

    ``evidence`` maps a slot's name to the characters that say it or the rule that derived it. ``value`` and
    ``sentence`` are always there.
    """

    id: str
    doc_id: str
    measure: Measure
    indicator: Indicator
    indicator_text: str | None = None
    place: Place | None = None
    partners: tuple[Place, ...] = ()
    commodity: str | None = None
    segment: str | None = None
    period: StatedPeriod | None = None
    value: Figure
    value_high: Figure | None = None
    unit: str
    bound: Bound = "exact"
    equivalents: tuple[Equivalent, ...] = ()
    base: Base | None = None
    whole: Whole | None = None
    among: str | None = None
    source: str | None = None
    status: Status = "actual"
    evidence: Mapping[str, Evidence] = Field(default_factory=dict)


class Check(Record):
    """Arithmetic between facts: what two sides should agree, and whether they do.

    Attributes:
        name: Of what should be equal ``sum``, ``balance``, ``growth``, ``change``, ``share``, ``exchange-rate``,
            ``told-twice``; of what should not exceed something else ``shares-of-one-whole``, ``part``, ``period``,
            ``rank``.
        verdict: ``holds``; ``off`` where the sides differ by more than the digits printed allow; ``cannot tell`` where
            what is told leaves both open.
        facts: Ids of the facts compared.
        left: What the facts give, None where they cannot be reckoned with.
        right: What they should give.
        tolerance: How far the two may lie apart, from the digits printed.
        why: What keeps it from telling, in a few words.
    """

    name: str
    verdict: Verdict
    facts: tuple[str, ...]
    left: Figure | None
    right: Figure | None
    tolerance: Figure
    why: str | None = None


class Document(Record):
    """All that was found in one article.

    Attributes:
        doc_id: Name of the article.
        published: Date of publication, where given or stated.
        reference: The date ``last year`` and the like were counted from; equals ``published`` where there is one,
            otherwise the latest date the article itself speaks from.
        title: The headline, where one stands apart.
        sha256: Digest of the article.
        text: The characters every offset counts in.
        mentions: In the order of the text, never overlapping.
        facts: In the order of their values.
        checks: Arithmetic between the facts.
        notes: What reading had to decide.
    """

    doc_id: str
    published: date | None
    reference: date | None
    title: str | None
    sha256: str
    text: str
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()

    def checks_of(self, fact: Fact) -> tuple[Check, ...]:
        """Return the checks that compare a fact with others, in their order."""
        return tuple(check for check in self.checks if fact.id in check.facts)

    def to_rows(self) -> list[dict[str, Any]]:
        """Flatten the facts to one dict each, of scalars alone, for pandas, polars or DuckDB.

        Returns:
            A list of dicts with the same keys in the same order; figures stay ``Decimal``, dates ``date``,
            lists are joined with ``"; "``, what is not there is None.
        """
        verdicts = verdicts_by_fact((check.name, check.verdict, check.facts) for check in self.checks)
        return [_row(self, fact, verdicts.get(fact.id)) for fact in self.facts]


def verdicts_by_fact(checks: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, str]:
    """What checks found of each fact they compare, by its id, from the name, verdict and facts of each check.

    >>> verdicts_by_fact([("sum", "holds", ("a", "b")), ("growth", "off", ("a",))])
    {'a': 'sum holds; growth off', 'b': 'sum holds'}
    """
    found: dict[str, list[str]] = {}
    for name, verdict, facts in checks:
        for fact_id in facts:
            found.setdefault(fact_id, []).append(f"{name} {verdict}")
    return {fact_id: "; ".join(told) for fact_id, told in found.items()}


def _row(doc: Document, fact: Fact, checks: str | None) -> dict[str, Any]:
    place, period, base, whole = fact.place, fact.period, fact.base, fact.whole
    value, sentence = fact.evidence["value"], fact.evidence["sentence"]
    return {
        "doc_id": fact.doc_id,
        "published": doc.published,
        "fact_id": fact.id,
        "measure": fact.measure,
        "indicator": fact.indicator,
        "indicator_text": fact.indicator_text,
        "place": place and place.name,
        "place_id": place and place.id,
        "place_kind": place and place.kind,
        "country": place and place.country,
        "subdivision": place and place.subdivision,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "partners": "; ".join(partner.name for partner in fact.partners) or None,
        "partner_ids": "; ".join(partner.id for partner in fact.partners) or None,
        "commodity": fact.commodity,
        "segment": fact.segment,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "period_text": period and (period.text or None),
        "period_timex": period and period.timex,
        "value": fact.value,
        "value_high": fact.value_high,
        "unit": fact.unit,
        "bound": fact.bound,
        "equivalents": "; ".join(f"{e.value} {e.unit}" for e in fact.equivalents) or None,
        "base": base and base.kind,
        "base_start": base and base.period and base.period.start,
        "base_end": base and base.period and base.period.end,
        "whole_indicator": whole and whole.indicator,
        "whole_place": whole and whole.place and whole.place.name,
        "among": fact.among,
        "source": fact.source,
        "status": fact.status,
        "value_start": value.start,
        "value_end": value.end,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "checks": checks,
    }
