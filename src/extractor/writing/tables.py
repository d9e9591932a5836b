"""CSV: four tables with a header, comma-separated as RFC 4180 has it, UTF-8 with the mark Excel knows it by.

A spreadsheet runs a cell that begins with ``=`` as a formula, and articles are written by strangers: text that begins
so gets an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from extractor.records import Failure, InputError
from extractor.writing import columns
from extractor.writing.columns import Column
from extractor.writing.rows import Row, Rows, in_step

FILES: tuple[str, ...] = ("facts.csv", "mentions.csv", "articles.csv", "failures.csv")
MARKER = "facts.csv"

_RUN = "=+-@\t\r\n＝＋－＠"  # what a cell begins with that spreadsheets take for a formula
_GUARDED = re.compile(rf"'*[{re.escape(_RUN)}]")
_SUSPECT = frozenset("'" + _RUN)


def write(documents: Iterable[Rows | Failure], parts: Mapping[str, Path]) -> None:
    """Write rows, as they come, to the four tables."""
    with ExitStack() as stack:
        facts, beside = Table(stack, parts["facts.csv"], columns.FACTS), Beside(stack, parts)
        for rows in documents:
            beside.add(rows)
            if not isinstance(rows, Failure):
                for cells in columns.facts_cells(rows):
                    facts.add(cells)


def read(folder: Path) -> Iterator[Rows | Failure]:
    """Read the articles in their order, and the failures after them."""
    facts = map(columns.fact_of, cells_of(folder / "facts.csv", columns.FACTS))
    return read_beside(folder, facts)


def read_beside(folder: Path, facts: Iterator[Row]) -> Iterator[Rows | Failure]:
    """Read the articles, mentions and failures of a folder, and give them these facts."""
    articles = map(columns.article_of, cells_of(folder / "articles.csv", columns.ARTICLES))
    mentions = map(columns.mention_of, cells_of(folder / "mentions.csv", columns.MENTIONS))
    yield from in_step(articles, mentions, facts)
    for failure in cells_of(folder / "failures.csv", columns.FAILURES):
        yield Failure(**{name: cell or "" for name, cell in failure.items()})


class Beside:
    """The tables of articles, mentions and failures that are being written.

    Args:
        stack: Closes the files.
        parts: The files by name.
    """

    def __init__(self, stack: ExitStack, parts: Mapping[str, Path]) -> None:
        self._articles = Table(stack, parts["articles.csv"], columns.ARTICLES)
        self._mentions = Table(stack, parts["mentions.csv"], columns.MENTIONS)
        self._failures = Table(stack, parts["failures.csv"], columns.FAILURES)

    def add(self, rows: Rows | Failure) -> None:
        """Write an article and its mentions, or a failure."""
        if isinstance(rows, Failure):
            self._failures.add(rows.model_dump())
            return
        self._articles.add(columns.article_cells(rows.article))
        for mention in rows.mentions:
            self._mentions.add(columns.mention_cells(rows.article["doc_id"], mention))


class Table:
    """A CSV file that is being written.

    Args:
        stack: Closes the file.
        path: The file.
        columns: The columns, which give the header and how cells are written.
        encoding: ``utf-8-sig`` for spreadsheets.
    """

    def __init__(self, stack: ExitStack, path: Path, columns: Sequence[Column], encoding: str = "utf-8-sig") -> None:
        file = stack.enter_context(path.open("w", encoding=encoding, newline=""))
        self._writer = csv.writer(file)
        self._names = [column.name for column in columns]
        self._text = [at for at, column in enumerate(columns) if column.kind == "text"]
        self._boolean = [at for at, column in enumerate(columns) if column.kind == "boolean"]
        self._writer.writerow(self._names)

    def add(self, cells: Row) -> None:
        """Write a line."""
        line = [cells[name] for name in self._names]
        for at in self._text:
            line[at] = _harmless(line[at])
        for at in self._boolean:
            line[at] = "true" if line[at] else "false"
        self._writer.writerow(line)


def _harmless(text: str | None) -> str | None:
    """Text that no spreadsheet runs.

    >>> _harmless("=1+1"), _harmless("'s-Hertogenbosch")
    ("'=1+1", "'s-Hertogenbosch")
    """
    return "'" + text if text and text[0] in _SUSPECT and _GUARDED.match(text) else text


def cells_of(path: Path, columns: Sequence[Column], encoding: str = "utf-8-sig") -> Iterator[Row]:
    """Read a table: its cells by column, None where nothing stands.

    Raises:
        InputError: The header is another, or a line has too few or too many cells.
    """
    csv.field_size_limit(2**31 - 1)  # a cell holds a whole article
    names, kinds = [column.name for column in columns], [column.kind for column in columns]
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, None)
            if header != names:
                raise InputError(f"{str(path)!r} begins with {header}, not with {names}; write the run anew")
            for line in reader:
                if len(line) != len(names):
                    raise ValueError(f"{len(line)} cells for {len(names)} columns")
                yield {name: _meant(cell, kind) for name, cell, kind in zip(names, line, kinds, strict=True)}
        except (ValueError, csv.Error) as error:
            raise InputError(f"{str(path)!r}, line {reader.line_num}: {error}; write the run anew") from None


def _meant(cell: str, kind: columns.Kind) -> Any:
    if not cell:
        return None
    if kind == "text":
        return cell[1:] if cell[0] == "'" and _GUARDED.match(cell) else cell
    if kind == "integer":
        return int(cell)
    return cell == "true" if kind == "boolean" else cell
