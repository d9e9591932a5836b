"""Tables: an article a line or a row, in JSON Lines, CSV and Parquet."""

from __future__ import annotations

import codecs
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, BinaryIO

from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Damaged, Item, Origin
from extractor.reading.packed import import_extra, in_memory
from extractor.records import Failure

__all__ = ["USUAL_FIELDS", "csv_items", "field_names", "jsonl_items", "parquet_items"]

USUAL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "article_id", "uuid", "guid", "url"),
    "title": ("title", "headline"),
    "published": (
        *("published", "published_at", "publishedAt", "published_date", "date_published", "datePublished"),
        *("publication_date", "publish_date", "pub_date", "pubDate", "date"),
    ),
}
"""What the fields of a record are called, the first that it has being taken."""

_SKIP = 1 << 20  # bytes of a line too long that are read at a time
_ROWS = 32  # of Parquet that are read at a time
_LINE = 64  # bytes of memory a short line takes at least
_DELIMITERS = ",\t;|"


def field_names(options: ReadingOptions) -> dict[str, tuple[str, ...]]:
    """The fields to look for: those named in the options, else the usual ones."""
    named = {"id": options.id_field, "title": options.title_field, "published": options.date_field}
    return {key: (name,) if name else USUAL_FIELDS[key] for key, name in named.items()}


def _fields_among(columns: Sequence[str], options: ReadingOptions) -> dict[str, int]:
    """Where in a row id, title and date stand."""
    found = {
        key: next((name for name in names if name in columns), None) for key, names in field_names(options).items()
    }
    return {key: columns.index(name) for key, name in found.items() if name is not None}


def _date_field(columns: Sequence[str], fields: Mapping[str, int]) -> dict[str, str]:
    """What the column of dates is called, which a failure tells."""
    return {"date_field": columns[fields["published"]]} if "published" in fields else {}


def _row_item(at: Origin, text: bytes, given: Mapping[str, str | None], options: ReadingOptions) -> Item | Failure:
    """The article in a row, whose size is that of all it holds: a headline may be as long as a text."""
    size = len(text) + sum(len(value.encode("utf-8", "replace")) for value in given.values() if value)
    return at.too_large(options.max_bytes) if size > options.max_bytes else at.item("text", text, **given)


def _without_column(origin: Origin, columns: Sequence[str], options: ReadingOptions) -> Failure | None:
    """Which of the columns that the options name is not there, where one is not."""
    there = ", ".join(columns[:30]) or "none"
    for option, what in (("text", "text"), ("id", "name"), ("title", "headline"), ("date", "date")):
        name = getattr(options, f"{option}_field")
        if name is not None and name not in columns:
            reason = f"has no column {name!r} (there are: {there})"
            return origin.failure(reason, f"name the column of the {what} with --{option}-field")
    return None


# ── JSON Lines ──────────────────────────────────────────────────────────────────────────────────


def jsonl_items(stream: BinaryIO, origin: Origin, options: ReadingOptions) -> Iterator[Item | Failure]:
    """The lines of a file of JSON Lines; they are parsed where articles are made of them."""
    limit = options.max_bytes
    for at in map(origin.row, count(1)):
        line = stream.readline(limit + 2)  # and the characters that end it
        if not line:
            return
        data, rest = line.strip(), line
        while not rest.endswith(b"\n") and (rest := stream.readline(_SKIP)):
            pass
        if len(data) > limit:
            yield at.too_large(limit)
        elif data:
            yield at.item("json", data)


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def csv_items(stream: BinaryIO, origin: Origin, options: ReadingOptions) -> Iterator[Item | Failure]:
    """The rows of a table, which are counted from 1 below its header, as the texts in one of its columns."""
    import csv  # noqa: PLC0415

    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
    lines = _Lines(stream, options.max_bytes)
    try:
        header = next(lines, "")
        delimiter = _delimiter(header, options.text_field)
        columns = next(csv.reader([header], delimiter=delimiter, strict=True), [])
        if missing := _without_column(origin, columns, options):
            yield missing
        else:
            yield from _csv_rows(lines, delimiter, columns, origin, options)
    except (csv.Error, _TooLong) as error:  # those of a row are told where it stands
        raise Damaged(origin, f"has no header that can be read ({error})") from None
    finally:
        lines.release()


def _csv_rows(
    lines: _Lines, delimiter: str, columns: list[str], origin: Origin, options: ReadingOptions
) -> Iterator[Item | Failure]:
    import csv  # noqa: PLC0415

    text_at, fields = columns.index(options.text_field), _fields_among(columns, options)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    for at in map(origin.row, count(1)):
        lines.begin()
        try:
            row = next(rows, None)
        except _TooLong:
            yield at.too_large(options.max_bytes)
            lines.try_again()
            continue
        except csv.Error as error:
            yield at.failure(f"is no row of CSV ({error}; line {lines.first})", "mend its quotation marks")
            lines.try_again()
            continue
        if row is None:
            return
        if row and len(row) != len(columns):
            reason = f"has {len(row)} fields where the header has {len(columns)} (line {lines.first})"
            yield at.failure(reason, "mend its quotation marks and commas")
        elif row and "\0" in row[text_at]:
            yield at.failure("is no text (binary)", "take the NUL characters out")
        elif row:
            given = {key: _readable(row[index]) for key, index in fields.items()} | _date_field(columns, fields)
            yield _row_item(at, row[text_at].encode("utf-8", "surrogateescape"), given, options)


def _delimiter(header: str, text_field: str) -> str:
    """The sign between columns, by which the text's is one of them."""
    cells = {sign: [cell.strip('"\r\n') for cell in header.split(sign)] for sign in _DELIMITERS}
    return next((sign for sign in _DELIMITERS if text_field in cells[sign] and len(cells[sign]) > 1), ",")


def _readable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()


class _TooLong(Exception):  # noqa: N818 - it ends a row, not the reading
    pass


class _Lines:
    """Lines of a table as text, bounded; those of a broken row can be read once more, each as the first of a row.

    Bytes that are no UTF-8 go through as lone surrogates, so that a text in another encoding is decoded as one.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
        is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as spreadsheets write it
        encoding, errors = ("utf-16", "replace") if is_wide else ("utf-8-sig", "surrogateescape")
        self._text = io.TextIOWrapper(stream, encoding, errors, newline="")
        self._limit = limit
        self._numbered = enumerate(iter(lambda: self._text.readline(limit + 1), ""), 1)
        self._again: deque[tuple[int, str]] = deque()
        self._row: list[tuple[int, str]] = []
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._row and self._again:  # no line is read a third time, else time would grow with the square of a row
            raise StopIteration
        number, line = self._again.popleft() if self._again else next(self._numbered)
        self._size += len(line) + (_LINE if self._row else 0)
        self._row.append((number, line))
        if self._size <= self._limit:
            return line
        if len(line) > self._limit:
            self._row = self._row[:-1] or self._row
            while not line.endswith(("\n", "\r")) and (line := self._text.readline(_SKIP)):
                pass
        raise _TooLong(f"longer than {self._limit / 1e6:g} MB")

    @property
    def first(self) -> int:
        """The number of the line in which the row begins."""
        return self._row[0][0] if self._row else 0

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._row, self._size = [], 0

    def try_again(self) -> None:
        """What follows the first line of a broken row may be rows of their own, that a quotation mark swallowed."""
        self._again.extendleft(reversed(self._row[1:]))

    def release(self) -> None:
        """Leave the stream open to who opened it."""
        self._text.detach()


# ── Parquet ─────────────────────────────────────────────────────────────────────────────────────


def parquet_items(stream: BinaryIO, origin: Origin, options: ReadingOptions) -> Iterator[Item | Failure]:
    """The rows of a Parquet file, as the texts in one of its columns."""
    parquet = import_extra("pyarrow.parquet", "parquet", origin)
    from pyarrow import large_binary  # noqa: PLC0415

    stream = in_memory(stream, origin, options.max_bytes)
    try:
        table = parquet.ParquetFile(stream, buffer_size=_SKIP, pre_buffer=False)
        columns = table.schema_arrow.names
        if missing := _without_column(origin, columns, options):
            yield missing
            return
        places = _fields_among(columns, options)
        fields = {key: columns[index] for key, index in places.items()}
        if not _is_text(table.schema_arrow.field(options.text_field).type):
            kind = table.schema_arrow.field(options.text_field).type
            yield origin.failure(f"has {kind} in column {options.text_field!r}, not text", "name another column")
            return
        wanted = [options.text_field, *fields.values()]
        number = 0
        for batch in table.iter_batches(_ROWS, columns=list(dict.fromkeys(wanted)), use_threads=False):
            texts = batch.column(options.text_field).cast(large_binary())
            for index in range(batch.num_rows):
                at, text = origin.row(number := number + 1), texts[index]
                told = {key: _told(batch.column(name)[index]) for key, name in fields.items()}
                given = told | _date_field(columns, places)
                yield _parquet_item(at, text.as_py(), given, options)
    except Exception as error:  # Arrow has errors of its own, and Python's
        raise Damaged(origin, f"is no whole Parquet file ({_first_line(error)})") from error


def _is_text(kind: Any) -> bool:
    from pyarrow import types  # noqa: PLC0415

    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        is_kind(kind) for is_kind in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    )


def _parquet_item(
    at: Origin, text: bytes | None, given: Mapping[str, str | None], options: ReadingOptions
) -> Item | Failure:
    if text is None:
        return at.failure(f"has nothing in column {options.text_field!r}", "fill it or leave the row out")
    return _row_item(at, text, given, options)


def _told(cell: Any) -> str | None:
    try:
        value = cell.as_py()
    except ValueError:  # bytes that are no UTF-8
        return None
    value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return None if value is None else str(value)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
