"""Tidy tables: a line a value of an observation, and a line a source of a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from extractor.series.records import Observation, Source, Value
from extractor.writing.columns import Column, place_cells
from extractor.writing.rows import Row

OBSERVATIONS = (
    Column("observation", "integer", "number of the observation, from 1"),
    Column("vintage", "integer", "number of the value among those told of it: 1 the newest"),
    Column("series", "integer", "number of the time series: observations that differ in time alone share it"),
    Column("frequency", "text", "`year`, `half`, `quarter`, `month`, `week`, `day`; `other` for stretches"),
    Column("place", "text", "name that most facts have of the place"),
    Column("place_id", "text", "its id"),
    Column("place_kind", "text", "`country`, `province`, `city`, `zone`, `port` and the like"),
    Column("country", "text", "ISO 3166-1 alpha-2, where known"),
    Column("subdivision", "text", "ISO 3166-2, where known"),
    Column("lat", "figure", "degrees north, where known"),
    Column("lon", "figure", "degrees east, where known"),
    Column("indicator", "text", "`trade`, `imports`, `exports` …, `other`"),
    Column("indicator_text", "text", "the noun of an `other`"),
    Column("measure", "text", "`level`, `growth`, `change`, `share`, `contribution`, `gap` or `rank`"),
    Column("partners", "text", "names of those traded with, joined with `; `"),
    Column("partner_ids", "text", "their ids, joined with `; `"),
    Column("commodity", "text", "what goods"),
    Column("segment", "text", "any other narrowing"),
    Column("period", "text", "the days as a TIMEX3 value"),
    Column("period_start", "date", "first day"),
    Column("period_end", "date", "last day"),
    Column("base", "text", "what growth and change are against: `yoy`, `mom`, `qoq`, `since`, `annual_average`"),
    Column("base_start", "date", "first day of the base"),
    Column("base_end", "date", "last day of the base"),
    Column("whole_indicator", "text", "what a share, contribution or gap is of or against"),
    Column("whole_place", "text", "whose that is"),
    Column("whole_place_id", "text", "its id"),
    Column("among", "text", "the group a rank is within"),
    Column("status", "text", "`actual`, `estimate`, `forecast` or `target`"),
    Column("value", "figure", "the figure, signed, in base units"),
    Column("value_high", "figure", "other end of a range"),
    Column("unit", "text", "ISO 4217, `percent`, `percentage_point`, `fold`, `rank`, a unit of measure, a noun"),
    Column("bound", "text", "`exact`, `about`, `above` or `below`"),
    Column("half", "figure", "half of its last digit printed"),
    Column("conflict", "boolean", "whether other values are told of the same observation"),
    Column("sources", "integer", "how many facts tell the value"),
    Column("articles", "integer", "how many articles do"),
    Column("first_published", "date", "date of publication of the first of them"),
    Column("last_published", "date", "and of the last"),
)
SOURCES = (
    Column("observation", "integer", "number of the observation"),
    Column("vintage", "integer", "number of the value"),
    Column("doc_id", "text", "name of the article"),
    Column("published", "date", "its date of publication, where given or stated"),
    Column("fact_id", "text", "name of the fact; the same in copies of an article"),
    Column("place", "text", "name that the article uses of the place"),
    Column("value", "figure", "the figure as it tells it"),
    Column("value_high", "figure", "other end of a range"),
    Column("bound", "text", "`exact`, `about`, `above` or `below`"),
    Column("half", "figure", "half of the last digit printed; 0 for a figure in words"),
    Column("equivalents", "text", "the same amount in other currencies, joined with `; `"),
    Column("source", "text", "who says so"),
    Column("value_start", "integer", "first character of the figure"),
    Column("value_end", "integer", "one past its last character"),
    Column("sentence_start", "integer", "first character of its sentence"),
    Column("sentence_end", "integer", "one past its last character"),
)


def lines_of(observations: Iterable[Observation]) -> Iterator[tuple[Row, list[Row]]]:
    """The lines of the tables: of each value the cells of ``OBSERVATIONS`` and, a line a source, those of ``SOURCES``.

    Cells are what they are in a JSON file: text, whole numbers, true or false, or None where there is nothing to say.
    """
    number = 0
    for series, (_, line) in enumerate(groupby(observations, key=lambda one: one.subject), 1):
        for observation in line:
            number += 1
            for vintage, value in enumerate(observation.values, 1):
                keys = {"observation": number, "vintage": vintage}
                sources = [keys | _source_cells(source) for source in value.sources]
                yield {**keys, "series": series, **_cells(observation), **_value_cells(value)}, sources


def _cells(observation: Observation) -> Row:
    plain = observation.model_dump(mode="json", exclude={"values", "place", "partners", "base", "whole", "period"})
    period, base, whole = observation.period, observation.base, observation.whole
    against = base.period if base else None
    of = whole.place if whole else None
    return plain | {
        "frequency": observation.frequency,
        **place_cells(observation.place.model_dump(mode="json")),
        "partners": "; ".join(partner.name for partner in observation.partners) or None,
        "partner_ids": "; ".join(partner.id for partner in observation.partners) or None,
        "period": period.timex,
        "period_start": _text(period.start),
        "period_end": _text(period.end),
        "base": base.kind if base else None,
        "base_start": _text(against and against.start),
        "base_end": _text(against and against.end),
        "whole_indicator": whole.indicator if whole else None,
        "whole_place": of.name if of else None,
        "whole_place_id": of.id if of else None,
    }


def _value_cells(value: Value) -> Row:
    return value.model_dump(mode="json", exclude={"sources"}) | {
        "sources": len(value.sources),
        "articles": len(value.articles),
        "first_published": _text(value.first_published),
        "last_published": _text(value.last_published),
    }


def _source_cells(source: Source) -> Row:
    same = "; ".join(f"{other.value} {other.unit}" for other in source.equivalents)
    return source.model_dump(mode="json", exclude={"equivalents"}) | {"equivalents": same or None}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
