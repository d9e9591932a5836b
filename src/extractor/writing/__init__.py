"""Writing: one run's documents become files of a format, and files of any format documents again.

Files are written under other names and take their own when the run is over, so that an interrupted run leaves
the last whole one in place. `docs/formats.md` describes every file and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from extractor.records import Document, Failure, InputError, Record
from extractor.writing import jsonl, parquet, sdmx, sqlite, tables
from extractor.writing.files import replacing
from extractor.writing.jsonl import Lines, lines_of, lines_of_rows, rows_of
from extractor.writing.rows import Rows, document_of

__all__ = ["FORMATS", "Lines", "RunSummary", "convert", "files_of", "formats_in", "lines_of", "read_run", "write_run"]


class _Format(Protocol):
    FILES: tuple[str, ...]
    MARKER: str  # the file that tells the format of a folder

    def write(self, documents: Iterable[Any], parts: Mapping[str, Path]) -> None: ...
    def read(self, folder: Path) -> Iterator[Rows | Failure]: ...


_MODULES: Mapping[str, _Format] = {"jsonl": jsonl, "csv": tables, "sqlite": sqlite, "parquet": parquet, "sdmx": sdmx}
FORMATS: tuple[str, ...] = tuple(_MODULES)
_KEPT_FAILURES = 1000


def files_of(format: str) -> tuple[str, ...]:  # noqa: A002
    """Return the names of the files a format consists of.

    Raises:
        InputError: There is no such format.

    >>> files_of("sqlite")
    ('trade.sqlite',)
    """
    return _module(format).FILES


class RunSummary(Record):
    """What a run read and wrote.

    Attributes:
        articles: Articles read and worked through.
        facts: Facts written.
        mentions: Mentions written.
        failed: The articles that could not be read or worked through.
        failures: The first thousand of these, in the order met; the file of failures has them all.
    """

    articles: int = 0
    facts: int = 0
    mentions: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()


def formats_in(out: str | Path) -> tuple[str, ...]:
    """The formats of the run in a folder, or a file is of; none where there is no run, as in a folder of articles.

    A run that has lost a file is still one, which ``read_run`` then complains about. A lone ``articles.jsonl`` is none.

    >>> formats_in("corpus")
    ()
    """
    place = Path(out)
    folder = place if place.is_dir() else place.parent
    held = {name: module.FILES for name, module in _MODULES.items() if _is_in(folder, module)}
    return tuple(name for name, files in held.items() if folder == place or place.name in files)


def _is_in(folder: Path, module: _Format) -> bool:
    there = [name for name in module.FILES if (folder / name).is_file()]
    return module.MARKER in there and len(there) >= min(2, len(module.FILES))


def write_run(documents: Iterable[Document | Failure], out: str | Path, format: str = "jsonl") -> RunSummary:  # noqa: A002
    """Write documents, as they come, to the files of a format; memory does not grow with their number.

    Args:
        documents: Documents, and failures in the places of those that could not be read.
        out: Folder to write in, made where it is missing. Files of the format in it are replaced, others left.
        format: One of ``FORMATS``.

    Returns:
        What was written.

    Raises:
        InputError: ``out`` is a file, cannot be written in or has no room; there is no such format, or it needs a
            package that is not installed.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_run([Failure(path="a.txt", reason="is empty", remedy="fill it")], folder).articles
    0
    """
    tally = _Tally()
    lines = tally.of_lines(map(lines_of, documents))
    _write(lines if format == "jsonl" else map(rows_of, lines), Path(out), format)
    return tally.summary()


def read_run(out: str | Path, format: str | None = None) -> Iterator[Document | Failure]:  # noqa: A002
    """Read back what a run wrote: the documents as they were, in their order, then the failures.

    Args:
        out: The folder, or one of the files in it.
        format: Which format to read, where the folder holds several.

    Raises:
        InputError: There is no run in ``out``, there are several, or its files have been cut or altered.

    >>> from tempfile import TemporaryDirectory
    >>> import extractor
    >>> document = extractor.extract("Imports fell 3 percent in May 2024.")
    >>> with TemporaryDirectory() as folder:
    ...     summary = write_run([document], folder)
    ...     list(read_run(folder)) == [document]
    True
    """
    rows = _read(Path(out), format)
    return (item if isinstance(item, Failure) else document_of(item) for item in rows)


def convert(source: str | Path, out: str | Path, format: str, source_format: str | None = None) -> RunSummary:  # noqa: A002
    """Write a run in another format: the same as writing what ``read_run`` reads, but faster.

    Args:
        source: The folder of a run, or one of the files in it.
        out: Folder to write in.
        format: The format to write.
        source_format: The format to read, where ``source`` holds several.

    Raises:
        InputError: As ``read_run`` and ``write_run``.

    >>> from tempfile import TemporaryDirectory
    >>> import extractor
    >>> with TemporaryDirectory() as folder:
    ...     summary = write_run([extractor.extract("Imports fell 3 percent in May 2024.")], folder)
    ...     convert(folder, folder, "csv") == summary
    True
    """
    tally = _Tally()
    rows = tally.of_rows(_read(Path(source), source_format))
    try:
        _write(map(lines_of_rows, rows) if format == "jsonl" else rows, Path(out), format)
    except (KeyError, ValueError, ArithmeticError) as error:  # no record was made of the rows, which would have told
        told = f"{type(error).__name__}: {error}"
        raise InputError(f"{str(source)!r} holds what no run has written ({told}); write it anew") from error
    return tally.summary()


def _write(documents: Iterable[Any], out: Path, name: str) -> None:
    module = _module(name)
    with replacing(out, module.FILES) as parts:
        module.write(documents, parts)


def _read(out: Path, name: str | None) -> Iterator[Rows | Failure]:
    folder, module = _found(out, name)
    for file in module.FILES:
        if not (folder / file).is_file():
            raise InputError(f"{str(folder)!r} has no {file}; give the folder of a whole run")
    return module.read(folder)


def _found(out: Path, name: str | None) -> tuple[Path, _Format]:
    """The folder a run is in, and its format: the one given, or the only one whose file is there."""
    if not out.exists():
        raise InputError(f"{str(out)!r} does not exist; give a folder a run was written to")
    folder = out if out.is_dir() else out.parent
    if name is not None:
        return folder, _module(name)
    held = [key for key, module in _MODULES.items() if (folder / module.MARKER).is_file()]
    if folder != out:
        held = [key for key in held if out.name in _MODULES[key].FILES]
    if not held:
        markers = ", ".join(module.MARKER for module in _MODULES.values())
        raise InputError(f"{str(out)!r} holds no run (none of {markers}); give a folder that extract has written to")
    if len(held) > 1:
        raise InputError(f"{str(out)!r} holds several formats ({', '.join(held)}); say which to read")
    return folder, _MODULES[held[0]]


def _module(name: str) -> _Format:
    if name not in _MODULES:
        raise InputError(f"there is no format {name!r}; give one of {', '.join(FORMATS)}")
    return _MODULES[name]


class _Tally:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.articles = self.facts = self.mentions = self.failed = 0
        self.failures: list[Failure] = []

    def of_lines(self, documents: Iterable[Lines]) -> Iterator[Lines]:
        for lines in documents:
            self._add(lines.failed, lines.fact_count, lines.mention_count)
            yield lines

    def of_rows(self, documents: Iterable[Rows | Failure]) -> Iterator[Rows | Failure]:
        for rows in documents:
            if isinstance(rows, Failure):
                self._add(rows, 0, 0)
            else:
                self._add(None, len(rows.facts), len(rows.mentions))
            yield rows

    def _add(self, failure: Failure | None, facts: int, mentions: int) -> None:
        if failure is None:
            self.articles += 1
            self.facts += facts
            self.mentions += mentions
            return
        self.failed += 1
        if self.failed <= _KEPT_FAILURES:
            self.failures.append(failure)

    def summary(self) -> RunSummary:
        return RunSummary(
            articles=self.articles,
            facts=self.facts,
            mentions=self.mentions,
            failed=self.failed,
            failures=tuple(self.failures),
        )
