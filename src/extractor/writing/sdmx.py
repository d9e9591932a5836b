"""SDMX-CSV 2.0: the facts as observations of the data structure in ``structure.xml``, which is written beside them.

Articles, mentions and failures are those of the CSV format. SDMX has no place for them, and with them the documents
can be had again. ``docs/sdmx.md`` explains the structure.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extractor.records import Failure
from extractor.timex import timex3
from extractor.writing import columns, tables
from extractor.writing.columns import Column
from extractor.writing.rows import Row, Rows

STRUCTURE = "structure.xml"
STRUCTURE_ID = "EXTRACTOR:TRADE_FACTS(1.0.0)"
MARKER = "facts.sdmx.csv"
FILES: tuple[str, ...] = (MARKER, STRUCTURE, "mentions.csv", "articles.csv", "failures.csv")


class Component(NamedTuple):
    """A dimension, measure or attribute of the structure.

    Attributes:
        id: Its name in SDMX, which is its column.
        role: What it is.
        kind: A code list of ``CODES``, or a data type of SDMX.
        column: The column of ``facts.csv`` it holds, where it is one.
        meaning: What it says.
    """

    id: str
    role: Literal["dimension", "measure", "attribute"]
    kind: str
    column: str | None
    meaning: str

    @property
    def is_coded(self) -> bool:
        """Whether its values are codes of a list, whose name begins with the agency that keeps it."""
        return ":" in self.kind


CODES: Mapping[str, Mapping[str, str]] = {
    "SDMX:CL_FREQ(2.1)": {
        "A": "Annual",
        "S": "Half-yearly, semester",
        "Q": "Quarterly",
        "M": "Monthly",
        "W": "Weekly",
        "D": "Daily",
        "_O": "Other",
        "_U": "Unspecified",
    },
    "SDMX:CL_OBS_STATUS(2.3)": {"A": "Normal value", "E": "Estimated value", "F": "Forecast value"},
    "SDMX:CL_UNIT_MULT(1.1)": {"0": "Units"},
    "EXTRACTOR:CL_INDICATOR(1.0.0)": {
        "TRADE": "Trade, both ways",
        "IMPORTS": "Imports",
        "EXPORTS": "Exports",
        "TRADE_BALANCE": "Trade balance, exports less imports",
        "RE_EXPORTS": "Re-exports",
        "INVESTMENT": "Investment from abroad",
        "OUTWARD_INVESTMENT": "Investment abroad",
        "THROUGHPUT": "Throughput of a port, an airport or a crossing",
        "OTHER": "Other, named by INDICATOR_TEXT",
    },
    "EXTRACTOR:CL_TRANSFORMATION(1.0.0)": {
        "LEVEL": "Level, the figure itself",
        "GROWTH": "Growth rate against the base",
        "CHANGE": "Change against the base, in the unit",
        "SHARE": "Share of a whole",
        "CONTRIBUTION": "Contribution to the growth of a whole",
        "GAP": "Gap to what it is compared with",
        "RANK": "Rank within a group",
    },
    "EXTRACTOR:CL_STATUS(1.0.0)": {
        "ACTUAL": "Actual",
        "ESTIMATE": "Estimate",
        "FORECAST": "Forecast",
        "TARGET": "Target",
    },
    "EXTRACTOR:CL_BOUND(1.0.0)": {
        "EXACT": "Exactly the value",
        "ABOUT": "About the value",
        "ABOVE": "The value or more",
        "BELOW": "The value or less",
    },
    "EXTRACTOR:CL_BASE(1.0.0)": {
        "YOY": "The same period a year before",
        "MOM": "The month before",
        "QOQ": "The quarter before",
        "ANNUAL_AVERAGE": "On average in each year of the period",
        "SINCE": "Since a date",
    },
}
COMPONENTS = (
    Component("ARTICLE_NO", "dimension", "Integer", None, "Number of the article in the run, from 1"),
    Component("FACT_ID", "dimension", "String", "fact_id", "Name of the fact"),
    Component("FREQ", "dimension", "SDMX:CL_FREQ(2.1)", None, "Frequency: how long the time period is"),
    Component("REF_AREA", "dimension", "String", "place_id", "Reference area: whose figure it is"),
    Component("COUNTERPART_AREA", "dimension", "String", None, "Counterpart area: to, from or with whom"),
    Component("INDICATOR", "dimension", "EXTRACTOR:CL_INDICATOR(1.0.0)", "indicator", "What is measured"),
    Component("TRANSFORMATION", "dimension", "EXTRACTOR:CL_TRANSFORMATION(1.0.0)", "measure", "How it is told"),
    Component("COMMODITY", "dimension", "String", "commodity", "What goods"),
    Component("UNIT_MEASURE", "dimension", "String", "unit", "Unit of measure: ISO 4217, percent, tonne …"),
    Component("TIME_PERIOD", "dimension", "ObservationalTimePeriod", None, "Time period the figure holds of"),
    Component("OBS_VALUE", "measure", "Decimal", "value", "Observation value, signed"),
    Component("UNIT_MULT", "attribute", "SDMX:CL_UNIT_MULT(1.1)", None, "Unit multiplier: always 0, base units"),
    Component("OBS_STATUS", "attribute", "SDMX:CL_OBS_STATUS(2.3)", None, "Observation status; none for a target"),
    Component("STATUS", "attribute", "EXTRACTOR:CL_STATUS(1.0.0)", "status", "Status of the fact"),
    Component("BOUND", "attribute", "EXTRACTOR:CL_BOUND(1.0.0)", "bound", "Whether the value is exact or a limit"),
    Component("VALUE_HIGH", "attribute", "Decimal", "value_high", "Other end of a range"),
    Component("BASE_KIND", "attribute", "EXTRACTOR:CL_BASE(1.0.0)", "base", "What growth and change are against"),
    Component("BASE_PER", "attribute", "ObservationalTimePeriod", None, "Base period"),
    Component("INDICATOR_TEXT", "attribute", "String", "indicator_text", "The article's noun, of another indicator"),
    Component("REF_AREA_NAME", "attribute", "String", "place", "Name the article uses of the reference area"),
    Component("REF_AREA_KIND", "attribute", "String", "place_kind", "Kind of place: country, province, zone, port …"),
    Component("COUNTRY", "attribute", "String", "country", "ISO 3166-1 alpha-2 of the reference area"),
    Component("SUBDIVISION", "attribute", "String", "subdivision", "ISO 3166-2 of the reference area"),
    Component("LATITUDE", "attribute", "Decimal", "lat", "Degrees north"),
    Component("LONGITUDE", "attribute", "Decimal", "lon", "Degrees east"),
    Component("COUNTERPART_NAME", "attribute", "String", "partners", "Names the article uses of the counterparts"),
    Component("SEGMENT", "attribute", "String", "segment", "Any other narrowing"),
    Component("PERIOD_TEXT", "attribute", "String", "period_text", "The words that state the time period"),
    Component("EQUIVALENTS", "attribute", "String", "equivalents", "The same amount in other currencies"),
    Component("WHOLE_INDICATOR", "attribute", "String", "whole_indicator", "What a share or gap is of or against"),
    Component("WHOLE_AREA_NAME", "attribute", "String", "whole_place", "Whose that is"),
    Component("AMONG", "attribute", "String", "among", "The group a rank is within"),
    Component("SOURCE", "attribute", "String", "source", "Who says so"),
    Component("DOC_ID", "attribute", "String", "doc_id", "Name of the article"),
    Component("PUBLISHED", "attribute", "GregorianDay", "published", "Date of publication of the article"),
    Component("VALUE_START", "attribute", "Integer", "value_start", "First character of the figure in the article"),
    Component("VALUE_END", "attribute", "Integer", "value_end", "One past its last character"),
    Component("SENTENCE_START", "attribute", "Integer", "sentence_start", "First character of its sentence"),
    Component("SENTENCE_END", "attribute", "Integer", "sentence_end", "One past its last character"),
    Component("DETAILS", "attribute", "String", "details", "What the others cannot say, as JSON"),
)
_FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_KINDS: Mapping[str, columns.Kind] = {"Integer": "integer"}


def columns_of(components: Iterable[Component]) -> tuple[Column, ...]:
    """The columns of a file of observations: what they are of, then the components."""
    held = [(component.id, _KINDS.get(component.kind, "verbatim")) for component in components]
    return tuple(Column(name, kind, "") for name, kind in [*((name, "verbatim") for name in _FIXED), *held])


def named(structure: str) -> Row:
    """The cells of every line that name the structure."""
    return dict(zip(_FIXED, ("datastructure", structure, "I"), strict=True))


_COLUMNS = columns_of(COMPONENTS)
UNSPECIFIED = "_X"
_NO_PERIOD = "9999"
OBS_STATUS = {"actual": "A", "estimate": "E", "forecast": "F"}


def write(documents: Iterable[Rows | Failure], parts: Mapping[str, Path]) -> None:
    """Write the facts as observations, and the rest as tables beside them."""
    parts[STRUCTURE].write_bytes(files(__package__).joinpath(STRUCTURE).read_bytes())
    with ExitStack() as stack:
        facts = tables.Table(stack, parts[MARKER], _COLUMNS, encoding="utf-8")
        beside = tables.Beside(stack, parts)
        number = 0
        for rows in documents:
            beside.add(rows)
            if isinstance(rows, Failure):
                continue
            number += 1
            for cells, fact in zip(columns.facts_cells(rows), rows.facts, strict=True):
                facts.add(_observation(number, cells, fact))


def _observation(number: int, cells: Row, fact: Row) -> Row:
    """The cells of a fact by component."""
    time = time_period(cells["period_start"], cells["period_end"])
    areas = "; ".join(area_code(partner["id"]) for partner in fact["partners"])
    derived = {
        **named(STRUCTURE_ID),
        "ARTICLE_NO": number,
        "FREQ": frequency(time),
        "COUNTERPART_AREA": areas or UNSPECIFIED,
        "TIME_PERIOD": time or _NO_PERIOD,
        "UNIT_MULT": "0",
        "OBS_STATUS": OBS_STATUS.get(cells["status"]),
        "BASE_PER": time_period(cells["base_start"], cells["base_end"]),
    }
    held = {one.id: code(one, cells[one.column]) for one in COMPONENTS if one.column}
    return derived | held


def code(component: Component, cell: Any) -> Any:
    """What a component has of a cell: a code in capitals, an area, text that is never empty in a dimension."""
    if component.is_coded:
        return cell.upper() if cell else UNSPECIFIED if component.role == "dimension" else None
    if component.id == "REF_AREA":
        return area_code(cell)
    return dimension_value(cell) if component.role == "dimension" else cell


def read(folder: Path) -> Iterator[Rows | Failure]:
    """Read the articles in their order, and the failures after them."""
    observations = tables.cells_of(folder / MARKER, _COLUMNS, encoding="utf-8")
    return tables.read_beside(folder, map(_fact_of, observations))


def _fact_of(observation: Row) -> Row:
    cells = {one.column: _cell(one, observation[one.id]) for one in COMPONENTS if one.column}
    cells["period_start"], cells["period_end"] = _days(observation["TIME_PERIOD"])
    cells["base_start"], cells["base_end"] = _days(observation["BASE_PER"])
    return columns.fact_of(cells)


def _cell(component: Component, value: Any) -> Any:
    if component.is_coded:
        return value and value.lower()
    if component.id == "REF_AREA":
        return _place_id(value)
    return _value_of_dimension(value) if component.role == "dimension" else value


# ── values of dimensions, which may not be empty ────────────────────────────────────────────────


def dimension_value(text: str | None) -> str:
    """Text, or the code of what is not specified; text that begins with ``_`` gets another before it.

    >>> dimension_value("steel"), dimension_value(None), dimension_value("_X")
    ('steel', '_X', '__X')
    """
    if not text:
        return UNSPECIFIED
    return "_" + text if text[0] == "_" else text


def _value_of_dimension(code: str) -> str | None:
    return None if code == UNSPECIFIED else code.removeprefix("_")


_ISO = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def area_code(place_id: str | None) -> str:
    """The code of a place: that of ISO 3166 where it has one, else its id.

    >>> area_code("country:CN"), area_code("subdivision:CN-BJ"), area_code("port:ningbo")
    ('CN', 'CN-BJ', 'port:ningbo')
    """
    kind, _, code = (place_id or "").partition(":")
    if (match := _ISO.fullmatch(code)) and kind == ("subdivision" if match[1] else "country"):
        return code
    return "_" + str(place_id) if place_id and _ISO.fullmatch(place_id) else dimension_value(place_id)


def _place_id(code: str) -> str | None:
    if match := _ISO.fullmatch(code):
        return f"{'subdivision' if match[1] else 'country'}:{code}"
    return _value_of_dimension(code)


# ── time ────────────────────────────────────────────────────────────────────────────────────────

_CALENDAR = re.compile(r"(\d{4})(?:-(?:([ASQW])(\d+)|(\d{2})(?:-(\d{2}))?))?")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})/P(\d+)([YMD])")


def time_period(start: str | None, end: str | None) -> str | None:
    """Days as SDMX writes them: a calendar period, or the first day and how long it lasts.

    >>> time_period("2023-04-01", "2023-06-30"), time_period("2023-01-01", "2023-11-30")
    ('2023-Q2', '2023-01-01/P11M')
    """
    if start is None or end is None:
        return None
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    timex = timex3(first, last).replace("-H", "-S")
    if _CALENDAR.fullmatch(timex):
        return f"{timex}-A1" if timex == _NO_PERIOD else timex  # the year 9999 itself, as SDMX writes it too
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return f"{start}/P{months // 12}Y" if months % 12 == 0 else f"{start}/P{months}M"
    return f"{start}/P{(last - first).days + 1}D"


def frequency(time: str | None) -> str:
    """The code of CL_FREQ for a time period.

    >>> frequency("2023-Q2"), frequency("2023-05"), frequency("2023-01-01/P11M"), frequency(None)
    ('Q', 'M', '_O', '_U')
    """
    if time is None:
        return "_U"
    match = _CALENDAR.fullmatch(time)
    if match is None:
        return "_O"
    return match[2] or ("D" if match[5] else "M" if match[4] else "A")


def _days(time: str | None) -> tuple[str | None, str | None]:
    """First and last day of a time period.

    >>> _days("2023-S2"), _days("2023-01-01/P11M"), _days("9999")
    (('2023-07-01', '2023-12-31'), ('2023-01-01', '2023-11-30'), (None, None))
    """
    if time is None or time == _NO_PERIOD:
        return None, None
    if match := _RANGE.fullmatch(time):
        first, count = date.fromisoformat(match[1]), int(match[2])
        if match[3] == "D":
            return match[1], (first + timedelta(days=count - 1)).isoformat()
        return match[1], _last_day(first, count * (12 if match[3] == "Y" else 1))
    match = _CALENDAR.fullmatch(time)
    if match is None:
        raise ValueError(f"{time!r} is no time period")
    year, letter, part, month, day = int(match[1]), match[2], int(match[3] or 0), match[4], match[5]
    if day:
        return time, time
    if letter == "W":
        first = date.fromisocalendar(year, part, 1)
        return first.isoformat(), (first + timedelta(days=6)).isoformat()
    length = 1 if month else {"S": 6, "Q": 3}.get(letter, 12)
    first = date(year, int(month or 1 + length * (max(part, 1) - 1)), 1)
    return first.isoformat(), _last_day(first, length)


def _last_day(first: date, months: int) -> str:
    years, month = divmod(first.month + months - 2, 12)
    year = first.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1]).isoformat()
