"""JSON Lines: a line a record, in four files. Every other format is made from these lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, from_json, to_json

from extractor.records import Check, Document, Fact, Failure, InputError, Mention
from extractor.writing.rows import Row, Rows, in_step

FILES: tuple[str, ...] = ("facts.jsonl", "mentions.jsonl", "articles.jsonl", "failures.jsonl")
MARKER = "articles.jsonl"


class Lines(NamedTuple):
    """What one document adds to each file: whole lines of UTF-8, each ending with a newline.

    Attributes:
        facts: Lines of ``facts.jsonl``.
        mentions: Lines of ``mentions.jsonl``; each begins with the article's ``doc_id``.
        articles: The line of ``articles.jsonl``, or none.
        failures: The line of ``failures.jsonl``, or none.
        fact_count: How many lines ``facts`` holds.
        mention_count: How many lines ``mentions`` holds.
        failed: What ``failures`` says, as a record.
    """

    facts: bytes = b""
    mentions: bytes = b""
    articles: bytes = b""
    failures: bytes = b""
    fact_count: int = 0
    mention_count: int = 0
    failed: Failure | None = None


def lines_of(document: Document | Failure) -> Lines:
    r"""Make every line of a document; where one of them cannot be made there is none but the failure's.

    >>> lines_of(Failure(path="a.txt", reason="is empty", remedy="fill it")).failures
    b'{"path":"a.txt","reason":"is empty","remedy":"fill it"}\n'
    """
    if isinstance(document, Failure):
        return _lines_of_failure(document)
    try:
        return _lines_of_document(document)
    except PydanticSerializationError:
        remedy = "decode the article anew, with errors='replace'"
        reason = "holds halves of characters (surrogates)"
        return _lines_of_failure(Failure(path=ascii(document.doc_id), reason=reason, remedy=remedy))


def _lines_of_failure(failure: Failure) -> Lines:
    """A failure always has its line: names of files need not be text, and what is none in them is escaped."""
    try:
        return Lines(failures=to_json(failure) + b"\n", failed=failure)
    except PydanticSerializationError:
        fields = {name: text.encode(errors="backslashreplace").decode() for name, text in failure}
        return _lines_of_failure(Failure(**fields))


def _lines_of_document(document: Document) -> Lines:
    facts, mentions, checks = _adapter(Fact), _adapter(Mention), _adapter(Check)
    prefix = b'{"doc_id":' + to_json(document.doc_id) + b","
    article: Row = {
        "doc_id": document.doc_id,
        "published": document.published and document.published.isoformat(),
        "reference": document.reference and document.reference.isoformat(),
        "title": document.title,
        "sha256": document.sha256,
        "mentions": len(document.mentions),
        "facts": len(document.facts),
        "notes": document.notes,
        "checks": [checks.dump_python(check, mode="json") for check in document.checks],
        "text": document.text,
    }
    return Lines(
        facts=b"".join([facts.dump_json(fact) + b"\n" for fact in document.facts]),
        mentions=b"".join([prefix + mentions.dump_json(mention)[1:] + b"\n" for mention in document.mentions]),
        articles=to_json(article) + b"\n",
        fact_count=len(document.facts),
        mention_count=len(document.mentions),
    )


@cache
def _adapter(record: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(record)


# ── from lines to rows and back ─────────────────────────────────────────────────────────────────


def rows_of(lines: Lines) -> Rows | Failure:
    """The rows that lines hold."""
    if lines.failed is not None:
        return lines.failed
    mentions = [from_json(line) for line in lines.mentions.splitlines()]
    for mention in mentions:
        del mention["doc_id"]
    return Rows(from_json(lines.articles), mentions, [from_json(line) for line in lines.facts.splitlines()])


def lines_of_rows(rows: Rows | Failure) -> Lines:
    """The lines that rows are written as, the same to the byte as those of the document they came from."""
    if isinstance(rows, Failure):
        return lines_of(rows)
    about = {"doc_id": rows.article["doc_id"]}
    return Lines(
        facts=b"".join([to_json(fact) + b"\n" for fact in rows.facts]),
        mentions=b"".join([to_json(about | mention) + b"\n" for mention in rows.mentions]),
        articles=to_json(rows.article) + b"\n",
        fact_count=len(rows.facts),
        mention_count=len(rows.mentions),
    )


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def write(documents: Iterable[Lines], parts: Mapping[str, Path]) -> None:
    """Write lines, as they come, to the four files."""
    with ExitStack() as stack:
        facts, mentions, articles, failures = (stack.enter_context(parts[name].open("wb")) for name in FILES)
        for lines in documents:
            facts.write(lines.facts)
            mentions.write(lines.mentions)
            articles.write(lines.articles)
            failures.write(lines.failures)


def read(folder: Path) -> Iterator[Rows | Failure]:
    """Read the articles in their order, and the failures after them."""
    facts, mentions, articles, failures = (folder / name for name in FILES)
    yield from in_step(_articles(articles), _read(mentions), _read(facts))
    for failure in _read(failures):
        yield Failure.model_validate(failure)


def _articles(path: Path) -> Iterator[Row]:
    for row in _read(path):
        if lacking := sorted(_NEEDED - row.keys()):
            raise InputError(f"{str(path)!r} holds articles without {', '.join(lacking)}; extract them anew")
        yield row


_NEEDED = {"doc_id", "mentions", "facts", "text"}


def _read(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = from_json(line)
            except ValueError as error:
                raise InputError(f"{str(path)!r}, line {number}: no JSON ({error}); write the run anew") from None
            if not isinstance(row, dict):
                raise InputError(f"{str(path)!r}, line {number}: no record; write the run anew")
            yield row
