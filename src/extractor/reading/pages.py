"""Pages: articles taken out of HTML, and the pages that a web archive holds."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.dating import date_in_markup
from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Damaged, Item, Origin
from extractor.reading.packed import import_extra
from extractor.reading.texts import compose, decode
from extractor.records import Article, Failure

__all__ = ["html_article", "warc_items"]

TAKEN_OUT = "text taken out of HTML with trafilatura"

# ── HTML ────────────────────────────────────────────────────────────────────────────────────────

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
_AS_ON_THE_WEB = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_HEAD = 4096  # bytes in which a page says how it is encoded


def html_article(item: Item, options: ReadingOptions) -> Article | Failure:
    """Make an article of a page: its text without markup, menus and scripts, its headline and date of publication."""
    origin, given = Origin(item.name, item.path), dict(item.given)
    page, encoding = _decoded(item.data, given.get("charset"))
    if page is None:
        return origin.failure("is no text (binary)", "give a page as HTML")
    try:
        trafilatura = import_extra("trafilatura", "html", origin)
    except Damaged as damaged:
        return damaged.failure
    try:
        found = trafilatura.bare_extraction(page, include_comments=False)
    except Exception as error:
        return origin.failure(f"stopped trafilatura ({type(error).__name__}: {error})", "give its text")
    text = (found.text or "").strip() if found else ""
    if not text:
        return origin.failure("holds no article text", "leave it out, or give its text")
    notes = (TAKEN_OUT,) if encoding == "utf-8" else (TAKEN_OUT, f"decoded as {encoding}, not UTF-8")
    return compose(
        text,
        doc_id=item.name,
        sha256=hashlib.sha256(item.data).hexdigest(),
        published=options.published,
        stated=date_in_markup(page),
        title=_title(trafilatura, page),
        notes=notes,
    )


def _title(trafilatura: Any, page: str) -> str | None:
    """The headline the page states; of its date ``dating`` knows more."""
    tree = trafilatura.load_html(page)
    from trafilatura.metadata import examine_meta, extract_meta_json, extract_title  # noqa: PLC0415

    if tree is None:
        return None
    stated = extract_meta_json(tree, examine_meta(tree)).title or extract_title(tree)
    return " ".join(stated.split()) if stated else None


def _decoded(data: bytes, charset: str | None) -> tuple[str | None, str]:
    """Decode a page: as UTF-8 where it is, else as its server or it itself says, else as looks best."""
    text, encoding = None, "utf-8"
    try:
        return data.decode("utf-8-sig"), encoding
    except UnicodeDecodeError:
        pass
    stated = _CHARSET.search(data, 0, _HEAD)
    for name in (charset, stated[1].decode() if stated else None):
        try:
            encoding = codecs.lookup(name or "").name
            encoding = _AS_ON_THE_WEB.get(encoding, encoding)
            return data.decode(encoding), encoding
        except (LookupError, ValueError):
            continue
    text, encoding = decode(data)
    return text, encoding


# ── web archives ────────────────────────────────────────────────────────────────────────────────

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
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
            last = _page(record, origin, options.max_bytes, passed_over, seen)
    except BaseException as error:
        if not isinstance(error, OSError) and type(error).__module__ != _PANIC:
            raise
        if last:
            yield last
        raise Damaged(origin, f"is damaged ({error})") from error
    if source.last and not source.last.endswith(_END):
        raise Damaged(origin, "is cut short")
    if last:
        yield last


class _Source:
    """A stream that remembers its last bytes, which tell a whole archive from one that is cut short."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._done = 0
        self.last = b""

    def tell(self) -> int:
        return self._done

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._done += len(data)
        self.last = (self.last + data)[-len(_END) :]
        return data


def _page(record: Any, origin: Origin, limit: int, passed_over: Counter[str], seen: set[int]) -> Item | Failure | None:
    address = record.headers.get("WARC-Target-URI", "").strip("<>") or record.record_id
    at = Origin(address if _is_new(address, seen) else f"{address} {record.record_id}", f"{origin.path}/{address}")
    status = record.http_headers.status_code if record.http_headers else 200
    if status != 200:
        passed_over[f"HTTP {status}"] += 1
        return None
    media = (record.http_content_type or record.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
    if media not in _KINDS:
        passed_over[media or "no media type"] += 1
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
