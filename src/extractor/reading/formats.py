"""Which files are articles, by the endings of their names, and the options of reading."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from posixpath import splitext
from typing import Any, NamedTuple

from pydantic import field_validator

from extractor.dating import as_date
from extractor.records import InputError, Record

__all__ = [
    "ENDINGS",
    "Format",
    "ReadingOptions",
    "ending_of",
    "format_of",
    "is_hidden",
    "is_wanted",
    "named",
    "readable",
]

ENDINGS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".zip": "zip",
    ".tar": "tar",
}
"""The ending of a name, and what the file holds."""

PACKINGS = (".gz", ".zst", ".bz2", ".xz")
"""Endings that may follow those, of files that are compressed."""

_SHORT = {".tgz": ".tar.gz", ".tzst": ".tar.zst", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
_ABOUT = {"readme", "license", "licence", "changelog"}  # what they are called that tell of the others
_TELLING = re.compile(r"\.(?!\d\Z)(?=.{1,8}\Z)\D*\d?\D*")  # of a kind (.mp3, .7z), not of one file (.000123)


class Format(NamedTuple):
    """What a file holds (``text``, ``html``, ``jsonl``, ...), and the ending of its compression, if any."""

    kind: str
    packing: str = ""


def format_of(name: str) -> Format | None:
    """What the ending of a name says, None where it is not one of an article.

    >>> format_of("2024/news.JSONL.gz"), format_of("news.tgz"), format_of("news.pdf")
    (Format(kind='jsonl', packing='.gz'), Format(kind='tar', packing='.gz'), None)
    """
    stem, packing = _unpacked(name)
    kind = ENDINGS.get(splitext(stem)[1])
    return Format(kind, packing) if kind else None


def _unpacked(name: str) -> tuple[str, str]:
    name = name.lower()
    stem, ending = splitext(name)
    if ending in _SHORT:
        stem, ending = splitext(stem + _SHORT[ending])
    return (stem, ending) if ending in PACKINGS else (name, "")


class ReadingOptions(Record):
    """How a run reads.

    Attributes:
        published: Date of publication of all articles, as a date or ``YYYY-MM-DD``; by default what each states.
        globs: Names of the files to read in a folder, in capitals or not; by default all with an ending that is known.
        text_field: Field or column that holds the text, in JSON Lines, CSV and Parquet.
        id_field, title_field, date_field: Those of name, headline and date; by default the usual ones.
        kind: What standard input holds, and files whose ending says nothing, as an ending: ``jsonl``, ``csv.gz``.
        max_bytes: Size of the largest article that is read, in bytes; of a row with its id, headline and date.

    Raises:
        InputError: The date, the kind or the size is none.

    >>> ReadingOptions(text_field="body", kind="jsonl.gz").format
    Format(kind='jsonl', packing='.gz')
    """

    published: date | None = None
    globs: tuple[str, ...] = ()
    text_field: str = "text"
    id_field: str | None = None
    title_field: str | None = None
    date_field: str | None = None
    kind: str | None = None
    max_bytes: int = 10_000_000

    @field_validator("published", mode="before")
    @classmethod
    def _is_date(cls, published: Any) -> date | None:
        return as_date(published)

    @field_validator("globs")
    @classmethod
    def _in_lower_case(cls, globs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(pattern.lower() for pattern in globs)  # as names are before they are compared

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str | None) -> str | None:
        if kind is not None and format_of(f"x.{kind}") is None:
            known = ", ".join(ending.removeprefix(".") for ending in ENDINGS)
            raise InputError(f"{kind!r} is no kind of file that is read; give one of {known}, or one with .gz behind")
        return kind

    @field_validator("max_bytes")
    @classmethod
    def _is_size(cls, size: int) -> int:
        if size < 1:
            raise InputError(f"max_bytes is {size}; give a size in bytes, such as 10000000")
        return size

    @property
    def format(self) -> Format:
        """What files hold whose ending says nothing."""
        return (format_of(f"x.{self.kind}") if self.kind else None) or Format("text")

    def format_of(self, name: str) -> Format:
        """What a file holds, by its ending or else by ``kind``."""
        form = self.format
        return format_of(name) or form._replace(packing=form.packing or _unpacked(name)[1])


def is_wanted(name: str, globs: tuple[str, ...] = ()) -> bool:
    """Whether a file of that name in a folder is to be read."""
    if is_hidden(name):
        return False
    if not globs:
        return format_of(name) is not None and not _is_about(name)
    return any(fnmatchcase(name.lower(), pattern) for pattern in globs)


def _is_about(name: str) -> bool:
    return name.lower().rpartition("/")[2].partition(".")[0] in _ABOUT


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is none of the user's."""
    return name.startswith(".") or name == "__MACOSX"


def ending_of(name: str) -> str:
    """The ending of a name, by which files that are passed over are counted; the whole of a README's.

    Endings that tell no kind, as numbers do, count as one, since there may be as many as files.

    >>> ending_of("2024/news.PDF"), ending_of("message.000123"), ending_of("message"), ending_of("README.md")
    ('.pdf', 'other ending', 'no ending', 'README.md')
    """
    name = readable(name)
    ending = splitext(name)[1].lower()
    if ending and not _TELLING.fullmatch(ending):
        return "other ending"
    return name.rpartition("/")[2] if _is_about(name) else ending or "no ending"


def named(path: str) -> str:
    """The name of an article by the path of its file: without ``.txt``, other endings tell apart."""
    return readable(path[:-4] if path.lower().endswith(".txt") else path)


def readable(name: str) -> str:
    """A file name may hold bytes that are no UTF-8, and would then break every file it is written to."""
    return os.fsencode(name).decode("utf-8", "replace")
