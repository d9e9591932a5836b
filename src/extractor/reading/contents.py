"""Contents: the items that one file holds, whether it is an article, a table, a web archive, or an archive of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from extractor.reading.archives import Member, tar_members, zip_members
from extractor.reading.formats import Format, ReadingOptions, ending_of, is_hidden, is_wanted
from extractor.reading.items import Damaged, Item, Origin
from extractor.reading.packed import unpacked
from extractor.reading.tables import csv_items, jsonl_items, parquet_items
from extractor.reading.walking import unread
from extractor.reading.web_archives import warc_items
from extractor.records import Failure

__all__ = ["contents"]


def contents(
    stream: BinaryIO, origin: Origin, form: Format, options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Item | Failure]:
    """What a file, or a member of an archive, holds; it ends with a failure where it is damaged.

    Args:
        stream: Its bytes.
        origin: What it is called.
        form: What it is to be read as.
        options: How to read.
        passed_over: Where files in it that are no articles are counted by their endings.
    """
    is_empty = True
    try:
        if form.packing:
            stream = unpacked(stream, origin, form.packing)
        for item in _items(stream, origin, form.kind, options, passed_over):
            is_empty = False
            yield item
    except Damaged as damaged:
        if damaged.origin != origin:  # but the archive around it
            raise
        yield damaged.failure
    except OSError as error:
        yield unread(origin, error)
    else:
        if is_empty:
            yield origin.failure("holds no article", "leave it out")


def _items(
    stream: BinaryIO, origin: Origin, kind: str, options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Item | Failure]:
    if kind in _READERS:
        return _READERS[kind](stream, origin, options)
    if kind == "warc":
        return warc_items(stream, origin, options, passed_over)
    members = zip_members(stream, origin, options.max_bytes) if kind == "zip" else tar_members(stream, origin)
    return _in_members(members, options, passed_over)


def _whole(kind: str, stream: BinaryIO, origin: Origin, options: ReadingOptions) -> Iterator[Item | Failure]:
    data = stream.read(options.max_bytes + 1)
    yield origin.item(kind, data) if len(data) <= options.max_bytes else origin.too_large(options.max_bytes)


_READERS: Mapping[str, Callable[[BinaryIO, Origin, ReadingOptions], Iterator[Item | Failure]]] = {
    "text": partial(_whole, "text"),
    "html": partial(_whole, "html"),
    "jsonl": jsonl_items,
    "csv": csv_items,
    "parquet": parquet_items,
}


def _in_members(
    members: Iterator[Member | Failure], options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Item | Failure]:
    for member in members:
        if isinstance(member, Failure):
            yield member
        elif not any(map(is_hidden, member.steps)):
            yield from _in_member(member, options, passed_over)


def _in_member(member: Member, options: ReadingOptions, passed_over: Counter[str]) -> Iterator[Item | Failure]:
    name = member.steps[-1]
    if not (is_wanted(name) or (options.globs and is_wanted(name, options.globs))):
        passed_over[ending_of(name)] += 1
        return
    form = options.format_of(name)
    if form.kind in {"zip", "tar"}:
        yield member.origin.failure("is an archive in an archive", "unpack the outer one")
        return
    if form.kind in {"text", "html"} and not form.packing and member.size > options.max_bytes:
        yield member.origin.too_large(options.max_bytes)
        return
    try:
        stream = member.open()
    except Damaged as damaged:
        yield damaged.failure
        return
    with stream:
        yield from contents(stream, member.origin, form, options, passed_over)
