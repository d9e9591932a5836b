"""Web archives: the pages that WARC files hold, under the addresses they were found at."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Damaged, Item, Origin
from extractor.reading.packed import Parts, import_extra
from extractor.records import Failure

__all__ = ["warc_items"]

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_OTHERS = {  # that are counted by their names; servers may send any
    *("application/javascript", "application/json", "application/ld+json", "application/octet-stream"),
    *("application/pdf", "application/rss+xml", "application/atom+xml", "application/x-javascript", "application/xml"),
    *("application/zip", "audio/mpeg", "font/woff", "font/woff2", "image/gif", "image/jpeg", "image/png"),
    *("image/svg+xml", "image/webp", "image/x-icon", "text/calendar", "text/css", "text/csv", "text/javascript"),
    *("text/xml", "video/mp4", "no media type"),
}
_END = b"\r\n\r\n"
_PANIC = "pyo3_runtime"  # where the exception is from that fastwarc raises on what it did not think of


def warc_items(
    stream: BinaryIO, origin: Origin, options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Item | Failure]:
    """The pages of a web archive under their addresses; what is no page, or was not found, is counted."""
    warc = import_extra("fastwarc.warc", "warc", origin)
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource | warc.WarcRecordType.conversion
    source, seen = _Source(stream), set[int]()
    last: Item | Failure | None = None  # held back, since a cut goes through it
    try:
        for record in warc.ArchiveIterator(source, record_types=kinds, auto_decode="all", stream_detect=False):
            if last:
                yield last
            last = None
            last = _page(record, origin, options.max_bytes, passed_over, seen)
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__module__ != _PANIC:
            raise
        if last:
            yield last
        raise error if isinstance(error, Damaged) else Damaged(origin, f"is damaged ({error})") from error
    if source.last and not source.last.endswith(_END):
        raise Damaged(origin, "is cut short")
    if last:
        yield last


class _Source:
    """A stream that remembers its last bytes, which tell a whole archive from one that is cut short."""

    def __init__(self, stream: BinaryIO) -> None:
        self._parts = Parts(stream)
        self._done = 0
        self.last = b""

    def tell(self) -> int:
        return self._done

    def read(self, size: int = -1) -> bytes:
        data = self._parts.read(size)
        self._done += len(data)
        self.last = (self.last + data)[-len(_END) :]
        return data


def _page(record: Any, origin: Origin, limit: int, passed_over: Counter[str], seen: set[int]) -> Item | Failure | None:
    address = record.headers.get("WARC-Target-URI", "").strip("<>") or record.record_id or "no address"
    at = Origin(address if _is_new(address, seen) else f"{address} {record.record_id}", f"{origin.path}/{address}")
    status = record.http_headers.status_code if record.http_headers else 200
    if status != 200:
        passed_over[f"HTTP {status}" if status in range(100, 600) else "other HTTP status"] += 1
        return None
    stated = record.http_content_type if record.http_headers else record.headers.get("Content-Type")
    media = (stated or "").partition(";")[0].strip().lower()
    if media not in _KINDS:
        media = media or "no media type"
        passed_over[media if media in _OTHERS else "other media type"] += 1
        return None
    data = record.reader.read(limit + 1)
    if len(data) > limit:
        return at.too_large(limit)
    return at.item(_KINDS[media], data, charset=record.http_charset)


def _is_new(address: str, seen: set[int]) -> bool:
    digest = int.from_bytes(hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=7).digest())
    is_new = digest not in seen
    seen.add(digest)
    return is_new
