"""SDMX: the observations of a series as those of a data structure of their own, time series by time series.

The facts of a run are tellings, and their structure has the article in its key (``extractor.writing.sdmx``). Here the
key is what is measured, and the vintage, as articles may tell several values.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.writing import sdmx
from extractor.writing.columns import Column
from extractor.writing.rows import Row
from extractor.writing.sdmx import Component, area_code, frequency, named, time_period

STRUCTURE_ID = "EXTRACTOR:TRADE_SERIES(1.0.0)"

_OF_FACTS = {component.id: component for component in sdmx.COMPONENTS}
CODES: Mapping[str, Mapping[str, str]] = {
    **{name: codes for name, codes in sdmx.CODES.items() if name != "EXTRACTOR:CL_BASE(1.0.0)"},
    "EXTRACTOR:CL_BASE(1.1.0)": {**sdmx.CODES["EXTRACTOR:CL_BASE(1.0.0)"], sdmx.UNSPECIFIED: "None is told"},
}
COMPONENTS = (
    _OF_FACTS["FREQ"],
    _OF_FACTS["REF_AREA"],
    _OF_FACTS["COUNTERPART_AREA"],
    _OF_FACTS["INDICATOR"],
    Component("INDICATOR_TEXT", "dimension", "String", "indicator_text", "The noun of another indicator"),
    _OF_FACTS["TRANSFORMATION"],
    _OF_FACTS["COMMODITY"],
    Component("SEGMENT", "dimension", "String", "segment", "Any other narrowing"),
    _OF_FACTS["UNIT_MEASURE"],
    Component("STATUS", "dimension", "EXTRACTOR:CL_STATUS(1.0.0)", "status", "Status of what is told"),
    Component("BASE_KIND", "dimension", "EXTRACTOR:CL_BASE(1.1.0)", "base", "What growth and change are against"),
    Component("BASE_PER", "dimension", "String", None, "Base period, written as a time period is"),
    Component("WHOLE_INDICATOR", "dimension", "String", "whole_indicator", "What a share or gap is of or against"),
    Component("WHOLE_AREA", "dimension", "String", None, "Whose that is"),
    Component("AMONG", "dimension", "String", "among", "The group a rank is within"),
    Component("VINTAGE", "dimension", "Integer", None, "Number of the value among those told: 1 the newest"),
    _OF_FACTS["TIME_PERIOD"],
    _OF_FACTS["OBS_VALUE"],
    _OF_FACTS["UNIT_MULT"],
    _OF_FACTS["OBS_STATUS"],
    _OF_FACTS["BOUND"],
    _OF_FACTS["VALUE_HIGH"],
    Component("HALF_DIGIT", "attribute", "Decimal", "half", "Half of the last digit printed"),
    Component("CONFLICT", "attribute", "Boolean", None, "Whether other values are told of the same observation"),
    Component("SOURCES", "attribute", "Integer", "sources", "How many facts tell the value"),
    Component("ARTICLES", "attribute", "Integer", "articles", "How many articles do"),
    Component("FIRST_PUBLISHED", "attribute", "GregorianDay", "first_published", "Publication of the first of them"),
    Component("LAST_PUBLISHED", "attribute", "GregorianDay", "last_published", "Publication of the last of them"),
    Component("REF_AREA_NAME", "attribute", "String", "place", "Name most facts have of the reference area"),
    *(_OF_FACTS[name] for name in ("REF_AREA_KIND", "COUNTRY", "SUBDIVISION", "LATITUDE", "LONGITUDE")),
    Component("COUNTERPART_NAME", "attribute", "String", "partners", "Names most facts have of the counterparts"),
    Component("WHOLE_AREA_NAME", "attribute", "String", "whole_place", "Name of whose the whole is"),
    Component("OBSERVATION", "attribute", "Integer", "observation", "Number of the observation in `sources.csv`"),
    Component("SERIES", "attribute", "Integer", "series", "Number of the time series"),
)
REQUIRED = frozenset({"UNIT_MULT", "BOUND", "HALF_DIGIT", "CONFLICT", "SOURCES", "ARTICLES", "OBSERVATION", "SERIES"})
COLUMNS: tuple[Column, ...] = sdmx.columns_of(COMPONENTS)


def observation(cells: Row) -> Row:
    """A line of ``tables.OBSERVATIONS`` by component."""
    time = time_period(cells["period_start"], cells["period_end"])
    partners = (cells["partner_ids"] or "").split("; ")
    derived = {
        **named(STRUCTURE_ID),
        "VINTAGE": cells["vintage"],
        "FREQ": frequency(time),
        "COUNTERPART_AREA": "; ".join(map(area_code, partners)),
        "TIME_PERIOD": time,
        "UNIT_MULT": "0",
        "OBS_STATUS": sdmx.OBS_STATUS.get(cells["status"]),
        "BASE_PER": time_period(cells["base_start"], cells["base_end"]) or sdmx.UNSPECIFIED,
        "WHOLE_AREA": area_code(cells["whole_place_id"]),
        "CONFLICT": "true" if cells["conflict"] else "false",
    }
    return derived | {one.id: sdmx.code(one, cells[one.column]) for one in COMPONENTS if one.column}
