"""The source of a run: all items of files, folders and standard input, and failures for what cannot be read."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from extractor.reading.contents import contents
from extractor.reading.formats import ENDINGS, Format, ReadingOptions, named, readable
from extractor.reading.items import Item, Origin
from extractor.reading.walking import Found, opened, size_of, walk
from extractor.records import Failure, InputError

__all__ = ["STANDARD_INPUT", "Source", "open_source"]

STANDARD_INPUT = "-"


def open_source(
    paths: str | Path | Sequence[str | Path],
    *,
    options: ReadingOptions | None = None,
    exclude: Collection[Path] = (),
) -> Source:
    """Find what a run is to read.

    Args:
        paths: Folders, read with their subfolders; files, whatever their endings; ``-`` for standard input. Each is
            read once, however often and in whatever spellings it is given, and one inside another apart from that.
            The names of what several hold begin with what tells the paths apart.
        options: How to read.
        exclude: Folders and files that are left out, such as those that are written.

    Returns:
        What can be iterated over for items and failures.

    Raises:
        InputError: A path does not exist, a folder holds nothing to read, or standard input is closed.

    >>> source = open_source("corpus")
    >>> [item.name for item in source][0], source.done == source.total
    ('000_634b98e9321c5d9e', True)
    """
    options = options or ReadingOptions()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    if not given:
        raise InputError("no path is given; give a folder, a file, or - for standard input")
    source = Source(_distinct(map(str, given)), options, [path.resolve() for path in exclude])
    source.check()
    return source


class Source:
    """What a run is to read: iterates over items and failures, lazily, in a fixed order, in bounded memory.

    Attributes:
        options: How it reads.
        done: Bytes of the files that are consumed, as they lie on the disk.
        passed_over: How many files of a folder or archive, by their endings, and records of a web archive, by their
            media types, were no articles (``{'.pdf': 3}``). Whole once the iteration has ended.
    """

    def __init__(self, paths: tuple[str, ...], options: ReadingOptions, exclude: Collection[Path]) -> None:
        self.options = options
        self.done = 0
        self._paths = paths
        self._places = {path: Path(path).resolve() for path in paths if path != STANDARD_INPUT}
        self._exclude = exclude
        self._passed_over: Counter[str] = Counter()

    @property
    def passed_over(self) -> Mapping[str, int]:
        """See the class."""
        return self._passed_over

    @cached_property
    def total(self) -> int | None:
        """Bytes on disk of all files to read, found by listing all once; None where standard input is among them."""
        if STANDARD_INPUT in self._paths:
            return None
        return sum(size_of(found.file) for found in self._found(Counter()) if isinstance(found, Found))

    def check(self) -> None:
        """See that there is something to read.

        Raises:
            InputError: A folder holds nothing to read, or standard input is closed.
        """
        if STANDARD_INPUT in self._paths and sys.stdin is None:
            raise InputError("'-' is standard input, which is closed; pipe something into it, or give a file or folder")
        for path, place in self._places.items():
            if any(map(place.is_relative_to, self._exclude)):
                raise InputError(f"{path!r} is what is written to as well; give another folder to write to")
            inside = walk(Path(path), "", self.options.globs, self._exclude, Counter())
            if Path(path).is_dir() and next(inside, None) is None:
                patterns = " or ".join(self.options.globs) or "file"
                known = "" if self.options.globs else f" with an ending that is read ({', '.join(ENDINGS)})"
                raise InputError(f"no {patterns}{known} in {path!r}; give a folder that holds articles, or one file")

    def __iter__(self) -> Iterator[Item | Failure]:
        self.done = 0
        self._passed_over.clear()
        for found in self._found(self._passed_over):
            if isinstance(found, Failure):
                yield found
            elif found.file == STANDARD_INPUT:
                yield from self._contents(sys.stdin.buffer, found.origin, self.options.format)
            else:
                yield from self._read_file(found)

    # ── files ───────────────────────────────────────────────────────────────────────────────────

    def _found(self, passed_over: Counter[str]) -> Iterator[Found | Failure]:
        prefixes = _prefixes(self._paths)
        for path in self._paths:
            yield from self._found_in(path, prefixes[path], passed_over)

    def _found_in(self, path: str, prefix: str, passed_over: Counter[str]) -> Iterator[Found | Failure]:
        if path == STANDARD_INPUT:
            yield Found(path, Origin("stdin", "standard input"))
        elif Path(path).is_dir():
            exclude = [*self._exclude, *self._places.values()]  # what is given beside the folder is read by itself
            yield from walk(Path(path), prefix and f"{prefix}/", self.options.globs, exclude, passed_over)
        else:
            yield Found(path, Origin(named(prefix or Path(path).name), readable(path)))

    def _read_file(self, found: Found) -> Iterator[Item | Failure]:
        stream = opened(found)
        if isinstance(stream, Failure):
            yield stream
            return
        start, size = self.done, os.fstat(stream.fileno()).st_size
        with stream:
            for item in self._contents(stream, found.origin, self.options.format_of(found.origin.path)):
                self.done = max(self.done, start + min(size, stream.tell()))
                yield item
        self.done = start + size

    def _contents(self, stream: BinaryIO, origin: Origin, form: Format) -> Iterator[Item | Failure]:
        return contents(stream, origin, form, self.options, self._passed_over)


def _distinct(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths as they are spelled first, each place once."""
    first: dict[str, str] = {}
    for path in paths:
        if path != STANDARD_INPUT and not os.path.exists(path):  # noqa: PTH110 - unlike a Path it takes what may not be seen for absent
            raise InputError(f"no file or folder {path!r}; give an existing one, or - for standard input")
        first.setdefault(path if path == STANDARD_INPUT else os.path.realpath(path), path)
    return tuple(first.values())


def _prefixes(paths: Sequence[str]) -> Mapping[str, str]:
    """What the names of each path's articles begin with: nothing for one, else the steps from where all part."""
    if len(paths) == 1:
        return {paths[0]: ""}
    where = {path: Path(os.path.normpath(Path(path).absolute())) for path in paths if path != STANDARD_INPUT}
    common = os.path.commonpath([str(place.parent) for place in where.values()]) if where else ""
    return {path: where[path].relative_to(common).as_posix() if path in where else "" for path in paths}
