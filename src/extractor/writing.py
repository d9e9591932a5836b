"""Writing: one run's documents become files of JSON Lines, a line each, as they come.

Files are written under other names and take their own when the run is over, so that an interrupted run leaves
the last whole one in place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from pydantic_core import PydanticSerializationError

from extractor.records import Document, Failure, InputError, Record

FILES = ("facts.jsonl", "mentions.jsonl", "articles.jsonl", "failures.jsonl")


class RunSummary(Record):
    """What a run read and wrote.

    Attributes:
        articles: Articles read and worked through.
        facts: Lines of ``facts.jsonl``.
        mentions: Lines of ``mentions.jsonl``.
        failures: The articles that could not be, in the order met; also the lines of ``failures.jsonl``.
    """

    articles: int = 0
    facts: int = 0
    mentions: int = 0
    failures: tuple[Failure, ...] = ()


def write_run(documents: Iterable[Document | Failure], out: str | Path) -> RunSummary:
    """Write documents to ``facts.jsonl``, ``mentions.jsonl`` and ``articles.jsonl``, failures to ``failures.jsonl``.

    Lines are UTF-8 JSON with the records' fields in their order, figures as strings and dates in ISO form. A line
    of ``mentions.jsonl`` begins with its ``doc_id``; a line of ``articles.jsonl`` holds counts in place of the
    mentions and facts. Memory does not grow with the number of documents.

    Args:
        documents: Documents, and failures in the places of those that could not be read.
        out: Folder to write in, made where it is missing; files of these names in it are replaced.

    Returns:
        What was written.

    Raises:
        InputError: ``out`` is a file, or cannot be written in.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_run([Failure(path="a.txt", reason="is empty", remedy="fill it")], folder).articles
    0
    """
    folder = Path(out)
    articles = facts = mentions = 0
    failures: list[Failure] = []
    with _replacing(folder, FILES) as files:
        for document in documents:
            written = document if isinstance(document, Failure) else _lines(document)
            if isinstance(written, Failure):
                failures.append(written)
                files["failures.jsonl"].write(written.model_dump_json() + "\n")
                continue
            for name, lines in written.items():
                files[name].writelines(lines)
            articles += 1
            facts += len(written["facts.jsonl"])
            mentions += len(written["mentions.jsonl"])
    return RunSummary(articles=articles, facts=facts, mentions=mentions, failures=tuple(failures))


def _lines(document: Document) -> Mapping[str, list[str]] | Failure:
    """Make every line of a document before the first is written, so that none is there by half."""
    prefix = f'{{"doc_id":{json.dumps(document.doc_id, ensure_ascii=False)},'
    about: dict[str, Any] = {
        "doc_id": document.doc_id,
        "published": document.published and document.published.isoformat(),
        "reference": document.reference and document.reference.isoformat(),
        "title": document.title,
        "sha256": document.sha256,
        "mentions": len(document.mentions),
        "facts": len(document.facts),
        "notes": document.notes,
    }
    try:
        lines = {
            "facts.jsonl": [fact.model_dump_json() + "\n" for fact in document.facts],
            "mentions.jsonl": [prefix + mention.model_dump_json()[1:] + "\n" for mention in document.mentions],
            "articles.jsonl": [json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n"],
        }
        for line in lines["articles.jsonl"]:
            line.encode()
    except (PydanticSerializationError, UnicodeEncodeError):
        remedy = "decode the article anew, with errors='replace'"
        return Failure(path=ascii(document.doc_id), reason="holds halves of characters (surrogates)", remedy=remedy)
    return lines


@contextmanager
def _replacing(folder: Path, names: Iterable[str]) -> Iterator[Mapping[str, TextIO]]:
    """Open files to be written, which take their names, all together, only when the block ends without an error."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{str(folder)!r} is a file; give a folder to write in")
    parts = {name: folder / f".{name}.part" for name in names}
    try:
        with ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                files = {
                    name: stack.enter_context(part.open("w", encoding="utf-8", newline="\n"))
                    for name, part in parts.items()
                }
            except OSError as error:
                message = f"cannot write in {str(folder)!r} ({error.strerror}); give a folder you may write in"
                raise InputError(message) from None
            yield files
        for name, part in parts.items():
            try:
                part.replace(folder / name)
            except OSError as error:
                message = f"cannot write {str(folder / name)!r} ({error.strerror}); remove it or give another folder"
                raise InputError(message) from None
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
