"""Shards: the pieces a run is cut in, each a file that is there whole or not at all.

A shard is named by a key over what went into it: the name and the bytes of each of its articles, the version of
this library and its lexicons, and the options. Where a file of that name is there, its articles have been read. A
shard ends where the digest of an article says so, not after a count, so that an article more or less in the middle
of a folder changes the shard it stands in and no other.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import IO, NamedTuple, Protocol, overload

from pydantic import ValidationError

from extractor.reading import Item
from extractor.reading.outputs import CLAIM, SHARDS, claim
from extractor.records import Failure, InputError, Record
from extractor.writing.jsonl import FILES, Lines

_LEAST_BYTES = 128_000  # some 20,000 words, half a second's work
_MOST_BYTES = 2_000_000
_MOST_ITEMS = 1_000
_ENDS = frozenset("0123")  # a digest that begins so ends a shard: one in four
_SUFFIX = ".shard"
_PART = ".part"
_LOCK = "lock"
_PIECE = 1 << 20  # bytes copied at a time


@dataclass(frozen=True)
class Shard(Sequence[Item | Failure]):
    """Items that are worked through together.

    Attributes:
        key: Names the shard; the same for the same articles, version and options.
        items: What to read, and failures in the places of what could not be.
        upto: Bytes of the input that were consumed when the shard was cut, of however many there are.
    """

    key: str
    items: tuple[Item | Failure, ...]
    upto: int

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, number: int) -> Item | Failure: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item | Failure]: ...
    def __getitem__(self, number: int | slice) -> Item | Failure | Sequence[Item | Failure]:
        return self.items[number]


class ShardSummary(Record):
    """What a shard holds; the first line of its file.

    Attributes:
        key: The shard's.
        articles: Articles read and worked through.
        words: Words in them.
        facts: Facts found.
        mentions: Mentions found.
        failures: Articles that could not be read.
        sizes: Bytes of each of the parts that follow, in the order of ``FILES``.
    """

    key: str
    articles: int = 0
    words: int = 0
    facts: int = 0
    mentions: int = 0
    failures: int = 0
    sizes: tuple[int, ...]


class Result(NamedTuple):
    """What became of one item: the lines it adds to each file, and how many words were read."""

    lines: Lines
    words: int


class Cuttable(Protocol):
    """Items to cut, and the bytes of the input that are consumed."""

    done: int

    def __iter__(self) -> Iterator[Item | Failure]: ...


def cut(source: Cuttable, base: str) -> Iterator[Shard]:
    """Cut what is to be read into shards, lazily; ``base`` is the key of version and options."""
    held: list[Item | Failure] = []
    digests: list[str] = []
    size = 0
    for item in source:
        digest = _digest(item)
        held.append(item)
        digests.append(digest)
        size += _size(item)
        is_end = size >= _LEAST_BYTES and digest[0] in _ENDS
        if is_end or size >= _MOST_BYTES or len(held) == _MOST_ITEMS:
            yield Shard(_key(base, digests), tuple(held), source.done)
            held, digests, size = [], [], 0
    if held:
        yield Shard(_key(base, digests), tuple(held), source.done)


def _digest(item: Item | Failure) -> str:
    if isinstance(item, Item):
        return item.digest
    return hashlib.sha256(item.model_dump_json().encode()).hexdigest()


def _size(item: Item | Failure) -> int:
    return len(item.data) + sum(len(value) for _, value in item.given) if isinstance(item, Item) else 0


def _key(base: str, digests: Sequence[str]) -> str:
    return hashlib.sha256("\n".join([base, *digests]).encode()).hexdigest()[:32]


# ── files ───────────────────────────────────────────────────────────────────────────────────────


class ShardFolder:
    """The folder of a run's shards, ``.shards`` in its output."""

    def __init__(self, out: Path) -> None:
        self.path = out / SHARDS

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and hold it for one run alone; what an earlier run left unfinished is taken away.

        Raises:
            InputError: Another run holds it, or it cannot be made.
        """
        out = self.path.parent
        if out.exists() and not out.is_dir():
            raise InputError(f"{str(out)!r} is a file; give a folder to write in")
        with _explained(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / _LOCK).open("wb")
        with lock:
            if not _locks(lock):
                raise InputError(f"another run writes in {str(self.path.parent)!r}; wait for it or give another folder")
            with _explained(self.path):
                for file in self.path.iterdir():
                    if file.is_dir():
                        rmtree(file)  # where a run was stopped while it put its shards together
                    elif file.name.endswith(_PART):
                        file.unlink(missing_ok=True)
            yield

    def claim(self, files: Iterable[str]) -> None:
        """Say which files beside the folder are those of runs, before one of them is written."""
        with _explained(self.path):
            (self.path.parent / CLAIM).write_text(json.dumps(claim(files)), encoding="utf-8")

    def clear(self) -> int:
        """Take finished shards of an earlier run away; return how many there were."""
        keys = self.keys()
        with _explained(self.path):
            for key in keys:
                self.file(key).unlink(missing_ok=True)
        return len(keys)

    def keys(self) -> frozenset[str]:
        """Return the keys of the shards that are there."""
        return frozenset(file.stem for file in self.path.glob(f"*{_SUFFIX}"))

    def find(self, key: str) -> ShardSummary | None:
        """Return what a finished shard holds, None where it is not there or not whole."""
        try:
            with self.file(key).open("rb") as file:
                first = file.readline()
                summary = ShardSummary.model_validate_json(first)
                whole = os.fstat(file.fileno()).st_size == len(first) + sum(summary.sizes)
        except (FileNotFoundError, ValidationError):
            return None
        return summary if whole and summary.key == key else None

    def write(self, key: str, results: Sequence[Result]) -> ShardSummary:
        """Write a shard under another name and rename it.

        Raises:
            InputError: The disk is full, or the folder cannot be written in.
        """
        all_lines = [result.lines for result in results]
        parts = [b"".join(getattr(lines, Path(name).stem) for lines in all_lines) for name in FILES]
        summary = ShardSummary(
            key=key,
            articles=sum(lines.failed is None for lines in all_lines),
            words=sum(result.words for result in results),
            facts=sum(lines.fact_count for lines in all_lines),
            mentions=sum(lines.mention_count for lines in all_lines),
            failures=sum(lines.failed is not None for lines in all_lines),
            sizes=tuple(map(len, parts)),
        )
        part = self.path / f"{key}.{os.getpid()}{_PART}"
        try:
            with _explained(self.path):
                part.write_bytes(b"".join([summary.model_dump_json().encode(), b"\n", *parts]))
                part.replace(self.file(key))
        finally:
            part.unlink(missing_ok=True)
        return summary

    def summary(self, key: str) -> ShardSummary:
        """Return what a shard that must be there holds.

        Raises:
            InputError: It is gone.
        """
        summary = self.find(key)
        if summary is None:
            raise InputError(f"{str(self.file(key))!r} is gone while the run went on; run it again with --resume")
        return summary

    def read(self, key: str, name: str) -> Iterator[bytes]:
        """Yield one part of a shard (``facts.jsonl``, ...) in pieces."""
        summary, part = self.summary(key), FILES.index(name)
        before, size = sum(summary.sizes[:part]), summary.sizes[part]
        with self.file(key).open("rb") as file:
            file.readline()
            file.seek(before, os.SEEK_CUR)
            while size and (piece := file.read(min(size, _PIECE))):
                size -= len(piece)
                yield piece

    def failures(self, summary: ShardSummary) -> tuple[Failure, ...]:
        """Return what could not be read of a finished shard."""
        lines = b"".join(self.read(summary.key, "failures.jsonl")).splitlines() if summary.failures else []
        return tuple(Failure.model_validate_json(line) for line in lines)

    def discard(self, *, all_but: Collection[str] = ()) -> None:
        """Take the shards away, but for those of the keys given, and the folder with the last of them."""
        for file in self.path.iterdir():
            if file.stem not in all_but:
                file.unlink(missing_ok=True)
        with suppress(OSError):  # not empty
            self.path.rmdir()

    def file(self, key: str) -> Path:
        """Return the file of a shard."""
        return self.path / f"{key}{_SUFFIX}"


def _locks(file: IO[bytes]) -> bool:
    """Lock a file until it is closed or this process is gone; False where another process has it.

    A record lock is not handed on to workers, who may outlive a process that is killed by a moment.
    """
    try:
        import fcntl  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return True
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that says what to do."""
    try:
        yield
    except OSError as error:
        remedy = "make room or give a folder you may write in; what is done is kept for --resume"
        raise InputError(f"cannot write in {str(path.parent)!r} ({error.strerror}); {remedy}") from None
