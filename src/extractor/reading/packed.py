"""Packed: what compressed streams hold, read in bounded memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from extractor.reading.items import Damaged, Origin

__all__ = ["BUFFER", "Expansion", "Parts", "buffered", "import_extra", "in_memory", "unpacked"]

_FREE = 100_000_000  # bytes that may come out of anything
_FOLD = 200  # times what went in that may come out beyond
_SIP = 1024  # bytes that go in at a time: even zeros come out of .gz and .zst as some 40 MB at most
BUFFER = 1 << 17  # bytes that come out of .bz2 and .xz at a time, where a sip could be gigabytes
_XZ_MEMORY = 1 << 28  # of a dictionary


class Expansion:
    """Keeps account of how far a compressed file has grown, and stops a bomb."""

    def __init__(self, origin: Origin, stored: int = 0) -> None:
        self.origin = origin
        self.stored = stored
        self.expanded = 0

    def grow(self, size: int) -> None:
        """Count bytes that have come out; raise ``Damaged`` where they are too many."""
        self.expanded += size
        if self.expanded > _FREE and self.expanded > _FOLD * self.stored:
            reason = f"expands more than {_FOLD}-fold (a bomb)"
            raise Damaged(self.origin, reason, "unpack it yourself where it is meant")


class _Stream(io.RawIOBase):
    """A readable stream over chunks of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def buffered(chunks: Iterator[bytes]) -> BinaryIO:
    """A stream over chunks of bytes."""
    return cast(BinaryIO, io.BufferedReader(_Stream(chunks), BUFFER))


class Parts:
    """A stream that gives what is at hand, so that what comes before damage is not lost with it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)

    def read(self, size: int = -1) -> bytes:
        """As much as one read of the stream below gives, up to a size."""
        return self._stream.read1(size)


# ── compressed streams ──────────────────────────────────────────────────────────────────────────


def unpacked(stream: BinaryIO, origin: Origin, packing: str) -> BinaryIO:
    """What a compressed stream holds, all its parts one after another.

    Reading raises ``Damaged`` where it is cut short, is none, or grows beyond all measure.
    """
    if packing == ".zst":
        import_extra("zstandard", "zstd", origin)
    return buffered(_unpacked(stream, origin, _DECOMPRESSORS[packing]))


def _unpacked(stream: BinaryIO, origin: Origin, start: Callable[[], Any]) -> Iterator[bytes]:
    expansion, part, is_fed = Expansion(origin), start(), False
    while chunk := stream.read(_SIP):
        expansion.stored += len(chunk)
        while chunk:
            if part.eof:
                part, is_fed = start(), False
            if not is_fed:
                chunk = chunk.lstrip(b"\0")  # parts may be padded
            if not chunk:
                break
            is_fed = True
            try:
                for out in _pieces(part, chunk):
                    expansion.grow(len(out))
                    yield out
            except Damaged:
                raise
            except Exception as error:  # each library has an error of its own
                raise Damaged(origin, f"is damaged ({error})") from error
            chunk = part.unused_data if part.eof else b""
    if is_fed and not part.eof:
        raise Damaged(origin, "is cut short")


def _pieces(part: Any, chunk: bytes) -> Iterator[bytes]:
    """What comes out for the bytes that go in, a buffer at a time where the library can."""
    if not hasattr(part, "needs_input"):
        yield part.decompress(chunk)
        return
    yield part.decompress(chunk, BUFFER)
    while not (part.eof or part.needs_input):
        yield part.decompress(b"", BUFFER)


def _gzip() -> Any:
    import zlib  # noqa: PLC0415

    return zlib.decompressobj(wbits=31)


def _bzip2() -> Any:
    import bz2  # noqa: PLC0415

    return bz2.BZ2Decompressor()


def _xz() -> Any:
    import lzma  # noqa: PLC0415

    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


def _zstd() -> Any:
    import zstandard  # noqa: PLC0415

    return zstandard.ZstdDecompressor().decompressobj()


_DECOMPRESSORS = {".gz": _gzip, ".bz2": _bzip2, ".xz": _xz, ".zst": _zstd}


def import_extra(module: str, extra: str, origin: Origin) -> Any:
    """Import a package that only some formats need; where it is missing the failure names the extra."""
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(module)
    except ImportError:
        reason = f"needs the {extra} extra"
        raise Damaged(origin, reason, f"pip install 'extractor[{extra}]'") from None


def in_memory(stream: BinaryIO, origin: Origin, limit: int) -> BinaryIO:
    """A stream one can go back and forth in, which zip and Parquet ask for: itself where it is a file."""
    if stream.seekable():
        return stream
    data = stream.read(limit + 1)
    if len(data) > limit:
        reason = f"is larger than {limit / 1e6:g} MB inside an archive or pipe"
        raise Damaged(origin, reason, "unpack it to a file or raise --max-bytes")
    return io.BytesIO(data)
