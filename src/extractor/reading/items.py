"""What reading hands on before it is understood: an ``Item`` of raw bytes, and where it comes from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from extractor.records import Failure

__all__ = ["Damaged", "Item", "Origin"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read, raw: what travels to a worker, who makes an article of it.

    Attributes:
        name: Becomes the ``doc_id``, unless the record states its own.
        path: What a failure is reported under: a file, ``archive.zip/inner/a.html``, ``news.jsonl:12``.
        kind: Which reader makes an article of it: ``text``, ``html`` or ``json``.
        data: The bytes as stored, after decompression.
        given: What its container states of it: ``id``, ``title``, ``published`` (and in which
            ``date_field``), ``charset``.

    >>> Item("a", "news/a.txt", "text", b"Exports rose.").digest[:16]
    '92721d1480e6e9ed'
    """

    name: str
    path: str
    kind: str
    data: bytes
    given: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Hex sha256 of all that decides what comes of it: its name, kind, data and what is given (title, date, ...).

        Not of its path, which only failures show: an item is the same wherever the folder it is read from lies.
        """
        told = repr((self.name, self.kind, self.given)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(b"%d:%b%b" % (len(told), told, self.data)).hexdigest()


class Origin(NamedTuple):
    """Where bytes come from: the name they go by and the path that is shown."""

    name: str
    path: str

    def row(self, number: int) -> Origin:
        """A line of a file or a row of a table, counted from 1."""
        return Origin(f"{self.name}:{number}", f"{self.path}:{number}")

    def member(self, name: str, shown: str) -> Origin:
        """A member of an archive."""
        return Origin(f"{self.name}/{name}", f"{self.path}/{shown}")

    def item(self, kind: str, data: bytes, **given: str | None) -> Item:
        """The item that the bytes are."""
        known = tuple((key, value) for key, value in given.items() if value)
        return Item(self.name, self.path, kind, data, known)

    def failure(self, reason: str, remedy: str) -> Failure:
        """Why it could not be read."""
        printable = reason.encode("utf-8", "backslashreplace").decode("utf-8")  # it may quote half a character
        return Failure(path=self.path, reason=printable, remedy=remedy)

    def too_large(self, limit: int) -> Failure:
        """That it is larger than an article may be."""
        return self.failure(f"is larger than {limit / 1e6:g} MB", "cut it up or raise --max-bytes")


class Damaged(Exception):  # noqa: N818 - no error of the caller: it ends one container and becomes its failure
    """What ends the reading of a container before its end; what came before is kept."""

    def __init__(self, origin: Origin, reason: str, remedy: str = "write or fetch it again") -> None:
        super().__init__(reason)
        self.origin = origin
        self.failure = origin.failure(reason, remedy)
