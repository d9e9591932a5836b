"""SQLite: one file with the tables and the views of ``schema.sql``.

Figures are there twice: as a number to reckon with, which may be rounded, and as text, which is exact.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from pydantic_core import from_json

from extractor.records import Failure, InputError
from extractor.writing import columns
from extractor.writing.columns import Column
from extractor.writing.rows import Row, Rows, in_step

FILES: tuple[str, ...] = ("trade.sqlite",)
MARKER = "trade.sqlite"

_SET_UP = """
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = OFF;  -- the file has no name yet: one that was interrupted is thrown away, not mended
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
"""
_DISK = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR: errno.ENOSPC, sqlite3.SQLITE_CANTOPEN: errno.EACCES}
_DEGREES = ("lat", "lon")
# Text functions of SQL stop at a NUL: it is kept as its picture, and where it stood in the details.
_NUL, _PICTURE_OF_NUL = "\0", "␀"


def write(documents: Iterable[Rows | Failure], parts: Mapping[str, Path]) -> None:
    """Write rows, as they come, in one transaction, and index them."""
    (path,) = parts.values()
    with building(path, _sql("schema.sql"), _sql("indexes.sql")) as base:
        _fill(base, documents)


@contextmanager
def building(path: Path, schema: str, indexes: str) -> Iterator[sqlite3.Connection]:
    """Give a new base to fill in one transaction, which is indexed when the block ends.

    Raises:
        OSError: There is no room, or the file may not be written.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            base.executescript(_SET_UP + schema)
            base.execute("BEGIN")
            yield base
            base.execute("COMMIT")
            base.executescript(indexes)
    except sqlite3.OperationalError as error:
        code = _DISK.get(error.sqlite_errorcode & 0xFF)
        if code is None:
            raise
        raise OSError(code, str(error)) from None


def _sql(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _fill(base: sqlite3.Connection, documents: Iterable[Rows | Failure]) -> None:
    articles, mentions = insertion("articles", columns.ARTICLES), insertion("mentions", columns.MENTIONS, "article")
    facts, failures = insertion("facts", columns.FACTS, "article"), insertion("failures", columns.FAILURES)
    key = 0
    for rows in documents:
        if isinstance(rows, Failure):
            base.execute(failures, rows.model_dump())
            continue
        key += 1
        article = rows.article
        of = {"article": key}
        base.execute(articles, _without_nul(columns.article_cells(article)))
        base.executemany(
            mentions, [of | numbers(columns.mention_cells(article["doc_id"], row)) for row in rows.mentions]
        )
        base.executemany(facts, [of | numbers(cells) for cells in columns.facts_cells(rows)])


def insertion(table: str, cells: Sequence[Column], *keys: str) -> str:
    """The statement that adds a row of cells to a table."""
    names = [*keys, *_names(cells)]
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(':' + name for name in names)})"


def _names(cells: Sequence[Column]) -> Iterator[str]:
    """The columns of a table, with the exact digits after each figure."""
    for column in cells:
        yield column.name
        if column.kind == "figure" and column.name not in _DEGREES:
            yield f"{column.name}_text"


def numbers(cells: Row, figures: Sequence[str] = ("value", "value_high")) -> Row:
    """Put a number to reckon with in the place of each figure, and its digits beside it."""
    for name in figures:
        digits = cells[name]
        cells[f"{name}_text"] = digits
        cells[name] = digits and _number(digits)
    for name in _DEGREES:
        if digits := cells.get(name):
            cells[name] = float(digits)
    return cells


def _number(digits: str) -> int | float | None:
    """The nearest number SQLite can hold; none for those beyond any.

    >>> _number("-3"), _number("0.5"), _number("1" + "0" * 30), _number("1" + "0" * 400)
    (-3, 0.5, 1e+30, None)
    """
    if "." not in digits and len(digits) < 19:
        return int(digits)
    number = float(digits)
    return None if number in {float("inf"), float("-inf")} else number


def _without_nul(cells: Row) -> Row:
    text = cells["text"]
    if _NUL not in text:
        return cells
    nul = [at for at, character in enumerate(text) if character == _NUL]
    details = from_json(cells["details"] or "{}") | {"nul": nul}
    return cells | {"text": text.replace(_NUL, _PICTURE_OF_NUL), "details": columns.compact(details)}


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def read(folder: Path) -> Iterator[Rows | Failure]:
    """Read the articles in their order, and the failures after them."""
    path = folder / MARKER
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            articles = (columns.article_of(_with_nul(cells)) for cells in _select(base, "articles", columns.ARTICLES))
            mentions = (columns.mention_of(_exact(cells)) for cells in _select(base, "mentions", columns.MENTIONS))
            facts = (columns.fact_of(_exact(cells)) for cells in _select(base, "facts", columns.FACTS))
            yield from in_step(articles, mentions, facts)
            for failure in _select(base, "failures", columns.FAILURES):
                yield Failure(**failure)
    except sqlite3.DatabaseError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error}); write the run anew") from None


def _select(base: sqlite3.Connection, table: str, cells: Sequence[Column]) -> Iterator[Row]:
    names = list(_names(cells))
    quoted = ", ".join(f'"{name}"' for name in names)
    for row in base.execute(f"SELECT {quoted} FROM {table} ORDER BY {table.removesuffix('s')}"):
        yield dict(zip(names, row, strict=True))


def _exact(cells: Row) -> Row:
    """Put the digits back in the places of the numbers."""
    for name in ("value", "value_high"):
        cells[name] = cells[f"{name}_text"]
    for name in _DEGREES:
        cells[name] = columns.degrees(cells[name])
    if "nominal" in cells:
        cells["nominal"] = bool(cells["nominal"])
    return cells


def _with_nul(cells: Row) -> Row:
    if cells["details"] and (nul := from_json(cells["details"]).get("nul")):
        characters = list(cells["text"])
        for at in nul:
            characters[at] = _NUL
        cells["text"] = "".join(characters)
    return cells
