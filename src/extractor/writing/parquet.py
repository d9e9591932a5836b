"""Parquet: four tables with nested types, for pandas, polars, DuckDB and Spark.

Figures are there twice: as ``decimal128(38, 9)`` where they fit, and as text, which is always exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.records import Failure, InputError
from extractor.writing import columns
from extractor.writing.rows import Row, Rows, in_step

if TYPE_CHECKING:
    import pyarrow as pa

FILES: tuple[str, ...] = ("facts.parquet", "mentions.parquet", "articles.parquet", "failures.parquet")
MARKER = "facts.parquet"

_GROUP = 100_000  # rows of a row group
_GROUP_CHARACTERS = 50_000_000  # or as many characters of text, where articles are long
_BATCH = 2_000  # rows kept as dicts, which take twenty times the memory of columns
_LARGEST, _DECIMALS = Decimal(10) ** 29, 9


def write(documents: Iterable[Rows | Failure], parts: Mapping[str, Path]) -> None:
    """Write rows, a group of them at a time, to the four tables."""
    schemas = _schemas()
    with ExitStack() as stack:
        facts, mentions, articles, failures = (
            stack.enter_context(Table(parts[f"{name}.parquet"], schemas[name])) for name in schemas
        )
        for rows in documents:
            if isinstance(rows, Failure):
                failures.add(rows.model_dump())
                continue
            article = rows.article
            articles.add(_article_typed(article), len(article["text"]))
            for mention in rows.mentions:
                mentions.add(_mention_typed(article["doc_id"], mention))
            for fact in rows.facts:
                facts.add(_fact_typed(article["published"], fact))


class Table:
    """A Parquet file that is being written, in row groups cut by what comes, so that they are the same each time.

    Args:
        path: The file.
        schema: Its columns and their types.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = _pyarrow_parquet().ParquetWriter(path, schema, compression="zstd", version="2.6")
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._count = self._characters = 0

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._end_group()
        finally:
            self._writer.close()

    def add(self, row: Row, characters: int = 0) -> None:
        """Write a row, which has so many characters of long text."""
        self._rows.append(row)
        self._count += 1
        self._characters += characters
        if self._count >= _GROUP or self._characters >= _GROUP_CHARACTERS:
            self._end_group()
        elif len(self._rows) >= _BATCH:
            self._end_batch()

    def _end_batch(self) -> None:
        self._batches.append(_pyarrow().RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _end_group(self) -> None:
        self._end_batch()
        if self._count:
            table = _pyarrow().Table.from_batches(self._batches, schema=self._schema)
            self._writer.write_table(table, row_group_size=_GROUP)
        self._batches, self._count, self._characters = [], 0, 0


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415 - large, and no other format needs it
    except ImportError:
        raise InputError("parquet needs the parquet extra; pip install 'extractor[parquet]'") from None
    return pyarrow


def _pyarrow_parquet() -> Any:
    _pyarrow()
    import pyarrow.parquet  # noqa: PLC0415

    return pyarrow.parquet


# ── schemas ─────────────────────────────────────────────────────────────────────────────────────


_FIGURES = {"value": "figure", "value_text": "text", "value_high": "figure", "value_high_text": "text"}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "facts": {
        "id": "text",
        "doc_id": "text",
        "published": "day",
        "measure": "text",
        "indicator": "text",
        "indicator_text": "text",
        "place": "place",
        "partners": "[place]",
        "commodity": "text",
        "segment": "text",
        "period": "stated period",
        **_FIGURES,
        "unit": "text",
        "bound": "text",
        "equivalents": "[equivalent]",
        "base": "base",
        "whole": "whole",
        "among": "text",
        "source": "text",
        "status": "text",
        "evidence": "[evidence]",
    },
    "mentions": {
        "doc_id": "text",
        "label": "text",
        "start": "offset",
        "end": "offset",
        "text": "text",
        "rule": "text",
        **_FIGURES,
        "unit": "text",
        "bound": "text",
        "period": "period",
        "place": "place",
        "nominal": "boolean",
        "notes": "[text]",
    },
    "articles": {
        "doc_id": "text",
        "published": "day",
        "reference": "day",
        "title": "text",
        "sha256": "text",
        "mentions": "offset",
        "facts": "offset",
        "notes": "[text]",
        "checks": "[check]",
        "text": "text",
    },
    "failures": {"path": "text", "reason": "text", "remedy": "text"},
}
_STRUCTS: Mapping[str, Mapping[str, str]] = {
    "place": {
        "name": "text",
        "kind": "text",
        "country": "text",
        "subdivision": "text",
        "within": "[text]",
        "id": "text",
        "lat": "degrees",
        "lon": "degrees",
    },
    "period": {"start": "day", "end": "day", "timex": "text"},
    "stated period": {"start": "day", "end": "day", "text": "text", "timex": "text"},
    "equivalent": {"value": "figure", "value_text": "text", "unit": "text", "bound": "text"},
    "base": {"kind": "text", "period": "period"},
    "whole": {"indicator": "text", "place": "place"},
    "evidence": {"slot": "text", "start": "offset", "end": "offset", "by": "text"},
    "check": {
        "name": "text",
        "verdict": "text",
        "facts": "[text]",
        "left": "text",
        "right": "text",
        "tolerance": "text",
        "why": "text",
    },
}


def _plain_types() -> Mapping[str, Any]:
    pa = _pyarrow()
    return {
        "text": pa.string(),
        "offset": pa.int64(),
        "day": pa.date32(),
        "degrees": pa.float64(),
        "figure": pa.decimal128(38, _DECIMALS),
        "boolean": pa.bool_(),
    }


@cache
def _schemas() -> Mapping[str, pa.Schema]:
    """The columns and types of each table, with what they mean as metadata."""
    pa, plain = _pyarrow(), _plain_types()

    def type_of(name: str) -> Any:
        if name.startswith("["):
            return pa.list_(type_of(name[1:-1]))
        if name in _STRUCTS:
            return pa.struct([(field, type_of(kind)) for field, kind in _STRUCTS[name].items()])
        return plain[name]

    return {
        table: pa.schema(
            [pa.field(name, type_of(kind), metadata=_meaning(table, name)) for name, kind in fields.items()]
        )
        for table, fields in _TABLES.items()
    }


_NESTED = {
    "id": "name of the fact",
    "place": "name, kind, ISO codes, the chain it lies in, id, and degrees north and east",
    "partners": "those traded with, each a place",
    "period": "first and last day, the words that state it, and its TIMEX3 value",
    "equivalents": "the same amount in other currencies",
    "base": "what growth and change are against: `yoy`, `mom`, `qoq`, `since`, `annual_average`, and its period",
    "whole": "what a share, contribution or gap is of or against",
    "evidence": "for each slot the characters that say it, or the rule that derived it",
    "checks": "arithmetic between its facts",
    "notes": "what was decided, understood or guessed",
    "value_text": "the same, exact",
    "value_high_text": "the same, exact",
}


def _meaning(table: str, name: str) -> dict[str, str]:
    flat: Iterable[columns.Column] = getattr(columns, table.upper())
    return {"description": _NESTED.get(name) or next(column.meaning for column in flat if column.name == name)}


# ── rows with the types of the schemas, and back ────────────────────────────────────────────────


def _article_typed(article: Row) -> Row:
    return article | {"published": _day(article["published"]), "reference": _day(article["reference"])}


def _mention_typed(doc_id: str, mention: Row) -> Row:
    return mention | {
        "doc_id": doc_id,
        **_figures(mention),
        "period": _period(mention["period"]),
        "place": _place(mention["place"]),
    }


def _fact_typed(published: str | None, fact: Row) -> Row:
    base, whole = fact["base"], fact["whole"]
    return fact | {
        "published": _day(published),
        "place": _place(fact["place"]),
        "partners": [_place(partner) for partner in fact["partners"]],
        "period": _period(fact["period"]),
        **_figures(fact),
        "equivalents": [
            same | {"value": _figure(same["value"]), "value_text": same["value"]} for same in fact["equivalents"]
        ],
        "base": base and base | {"period": _period(base["period"])},
        "whole": whole and whole | {"place": _place(whole["place"])},
        "evidence": [{"slot": slot, **where} for slot, where in fact["evidence"].items()],
    }


def _figures(row: Row) -> Row:
    value, high = row["value"], row["value_high"]
    return {"value": _figure(value), "value_text": value, "value_high": _figure(high), "value_high_text": high}


def _figure(digits: str | None) -> Decimal | None:
    """The figure, where it fits the type.

    >>> _figure("-3.25"), _figure("1" + "0" * 29), _figure("0.0000000001")
    (Decimal('-3.25'), None, None)
    """
    if digits is None or len(digits.partition(".")[2]) > _DECIMALS:
        return None
    value = Decimal(digits)
    return value if -_LARGEST < value < _LARGEST else None


# ── tables without nested types ─────────────────────────────────────────────────────────────────

_FLAT = {"text": "text", "integer": "offset", "boolean": "boolean", "date": "day", "figure": "figure"}
_DEGREES = ("lat", "lon")


def flat_schema(table: Iterable[columns.Column]) -> pa.Schema:
    """The types of flat columns; a figure has its exact digits beside it."""
    pa, plain = _pyarrow(), _plain_types()
    fields = []
    for column in table:
        kind = "degrees" if column.name in _DEGREES else _FLAT[column.kind]
        fields.append(pa.field(column.name, plain[kind], metadata={"description": column.meaning}))
        if kind == "figure":
            fields.append(pa.field(f"{column.name}_text", plain["text"], metadata={"description": "the same, exact"}))
    return pa.schema(fields)


def flat_row(table: Iterable[columns.Column], cells: Row) -> Row:
    """Cells with the types of a flat schema."""
    row: Row = {}
    for name, kind, _ in table:
        cell = cells[name]
        if name in _DEGREES:
            row[name] = cell and float(cell)
        elif kind == "figure":
            row |= {name: _figure(cell), f"{name}_text": cell}
        else:
            row[name] = _day(cell) if kind == "date" else cell
    return row


# ── the values of rows ──────────────────────────────────────────────────────────────────────────


def _period(period: Row | None) -> Row | None:
    return period and period | {"start": _day(period["start"]), "end": _day(period["end"])}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(place: Row | None) -> Row | None:
    if place is None or place["lat"] is None is place["lon"]:
        return place
    return place | {name: place[name] and float(place[name]) for name in ("lat", "lon")}


def read(folder: Path) -> Iterator[Rows | Failure]:
    """Read the articles in their order, and the failures after them."""
    articles, mentions, facts = (_rows(folder / f"{name}.parquet") for name in ("articles", "mentions", "facts"))
    yield from in_step(map(_plain, articles), map(_mention_plain, mentions), map(_fact_plain, facts))
    for failure in _rows(folder / "failures.parquet"):
        yield Failure(**failure)


def _rows(path: Path) -> Iterator[Row]:
    pa, parquet = _pyarrow(), _pyarrow_parquet()
    try:
        with parquet.ParquetFile(path) as file:
            batches = file.iter_batches(batch_size=1000)
            yield from chain.from_iterable(batch.to_pylist() for batch in batches)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{str(path)!r} cannot be read ({error}); write the run anew") from None


def _mention_plain(row: Row) -> Row:
    return _plain(_exact(row))


def _fact_plain(row: Row) -> Row:
    del row["published"]
    for same in row["equivalents"]:
        _exact(same)
    row["evidence"] = {where.pop("slot"): where for where in row["evidence"]}
    return _plain(_exact(row))


def _exact(row: Row) -> Row:
    """Put the exact digits in the places of the figures."""
    for name in ("value", "value_high"):
        if f"{name}_text" in row:
            row[name] = row.pop(f"{name}_text")
    return row


def _plain(row: Row) -> Row:
    """Days and degrees as text, at any depth."""
    return {key: _plain_value(value) for key, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list):
        return [_plain_value(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return columns.degrees(value) if isinstance(value, float) else value
