"""Articles: what becomes of an item; this part of reading runs in the workers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from extractor.dating import date_of
from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Item, Origin
from extractor.reading.pages import html_article
from extractor.reading.tables import field_names
from extractor.reading.texts import compose, decode
from extractor.records import Article, Failure

__all__ = ["article_of"]


def article_of(item: Item, options: ReadingOptions) -> Article | Failure:
    """Make an article of an item: decode it, parse it, take its text out of its markup.

    Args:
        item: What `Source` yields.
        options: Those the source was opened with.

    Returns:
        The article, or the failure that says why there is none; nothing is raised.

    >>> line = b'{"id": 7, "date": "2024-01-31", "text": "Exports rose 5% in 2023."}'
    >>> article = article_of(Item("news.jsonl:1", "news.jsonl:1", "json", line), ReadingOptions())
    >>> article.doc_id, str(article.published), article.text
    ('7', '2024-01-31', 'Exports rose 5% in 2023.')
    """
    return _READERS[item.kind](item, options)


def _text_article(item: Item, options: ReadingOptions) -> Article | Failure:
    origin, given = Origin(item.name, item.path), dict(item.given)
    text, encoding = decode(item.data)
    if text is None:
        return origin.failure("is no text (binary)", "convert it to a UTF-8 text file")
    if not text.strip("\ufeff \t\r\n"):
        return origin.failure("is empty", "fill it or take it away")
    if options.kind is None and _is_json_lines(text):
        remedy = "say --kind jsonl or call it .jsonl; --kind text where it is one article"
        return origin.failure("looks like JSON Lines", remedy)
    stated, understood = _stated(given.get("published"), given.get("date_field", ""))
    decoded = () if encoding == "utf-8" else (f"decoded as {encoding}, not UTF-8",)
    return compose(
        text,
        doc_id=given.get("id", item.name),
        sha256=hashlib.sha256(item.data).hexdigest(),
        published=options.published,
        stated=stated,
        title=given.get("title"),
        notes=decoded + understood,
    )


def _is_json_lines(text: str) -> bool:
    if not text.startswith("{"):
        return False
    try:
        return isinstance(json.loads(text.partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def _stated(value: Any, field: str) -> tuple[date | None, tuple[str, ...]]:
    """The date a record states, with a note where what it states is none."""
    if value is None or not str(value).strip():
        return None, ()
    day = date_of(value.strip()) if isinstance(value, str) else None
    return day, () if day else (f"{str(value)[:40]!a} in field {field!r} is no certain date, and was not used",)


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────


def _json_article(item: Item, options: ReadingOptions) -> Article | Failure:
    origin = Origin(item.name, item.path)
    text, _ = decode(item.data)
    try:
        record = json.loads((text or "").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return origin.failure(f"is no JSON ({error})", "write one object a line")
    if not isinstance(record, dict):
        return origin.failure(f"is no JSON object but {_kind(record)}", "write one object a line")
    return _broken(record, origin, options) or _record_article(record, origin, options)


def _broken(record: Mapping[str, Any], origin: Origin, options: ReadingOptions) -> Failure | None:
    """What keeps the text of a record from being read."""
    name = options.text_field
    if name not in record:
        fields = ", ".join(list(record)[:30]) or "none"
        return origin.failure(f"has no field {name!r} (there are: {fields})", "name the text's with --text-field")
    text = record[name]
    if not isinstance(text, str):
        return origin.failure(f"has {_kind(text)} in field {name!r}", "give the text as a string")
    if not text.strip("\ufeff \t\r\n"):
        return origin.failure(f"is empty in field {name!r}", "fill it or take it away")
    if "\0" in text:
        return origin.failure(f"is no text (binary) in field {name!r}", "take the NUL characters out")
    return None


def _record_article(record: Mapping[str, Any], origin: Origin, options: ReadingOptions) -> Article | Failure:
    fields = {key: _first_filled(record, names) for key, names in field_names(options).items()}
    text, name, title, day = (record.get(key) for key in (options.text_field, *fields.values()))
    for field, value in zip((options.text_field, *fields.values()), (text, name, title), strict=False):
        if isinstance(value, str) and (half := _half_character(value)):
            return origin.failure(f"holds half a character ({half}) in field {field!r}", "write it anew, as UTF-8")
    stated, understood = _stated(day, fields["published"])
    return compose(
        str(text),
        doc_id=str(name) if isinstance(name, str | int) else origin.name,
        sha256=hashlib.sha256(str(text).encode()).hexdigest(),
        published=options.published,
        stated=stated,
        title=title if isinstance(title, str) else None,
        notes=(*understood, *_not_there(record, options)),
    )


def _not_there(record: Mapping[str, Any], options: ReadingOptions) -> Iterator[str]:
    """Notes on the fields that the options name and the record has not."""
    for option in (options.id_field, options.title_field, options.date_field):
        if option is not None and option not in record:
            yield f"there is no field {option!a}"


def _first_filled(record: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of the fields that holds something."""
    return next((name for name in names if str(record.get(name) or "").strip()), "")


def _half_character(text: str) -> str | None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"{text[error.start]!a} at {error.start}"
    return None


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


_READERS = {"text": _text_article, "html": html_article, "json": _json_article}
