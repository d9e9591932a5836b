"""Rows: an article, its mentions and its facts as plain dicts, the form in which one format is turned into another.

The dicts are the JSON lines read: the records' fields in their order, figures as text, dates as ISO text. They cost a
third of the records they stand for, which are made of them only where somebody asks for documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from extractor.records import Document, InputError

Row = dict[str, Any]


class Rows(NamedTuple):
    """One article as every format holds it.

    Attributes:
        article: The fields of a line of ``articles.jsonl``; ``mentions`` and ``facts`` in it are counts.
        mentions: The mentions, each a dict of the record's fields.
        facts: The facts, likewise.
    """

    article: Row
    mentions: list[Row]
    facts: list[Row]


def document_of(rows: Rows) -> Document:
    """The document that was written as these rows.

    Raises:
        InputError: A row has been altered so that it is no record any more.
    """
    try:
        return Document.model_validate({**rows.article, "mentions": rows.mentions, "facts": rows.facts})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"article {rows.article.get('doc_id')!r}: {where}: {first['msg']}; extract it anew"
        raise InputError(message) from None


def in_step(articles: Iterable[Row], mentions: Iterator[Row], facts: Iterator[Row]) -> Iterator[Rows]:
    """Give every article its mentions and facts back: as many of each, in order, as the article counts.

    Raises:
        InputError: There are fewer or more than the articles count, or one is of another article.
    """
    for article in articles:
        mine = list(islice(mentions, article["mentions"])), list(islice(facts, article["facts"]))
        for what, rows in zip(("mentions", "facts"), mine, strict=True):
            if len(rows) != article[what]:
                raise InputError(f"article {article['doc_id']!r} lacks {what}: a file was cut or altered; {_ANEW}")
            if any(row.get("doc_id", article["doc_id"]) != article["doc_id"] for row in rows):
                raise InputError(f"article {article['doc_id']!r} has {what} of another; {_ANEW}")
        yield Rows(article, [_without_doc_id(row) for row in mine[0]], mine[1])
    for what, rest in (("mentions", mentions), ("facts", facts)):
        if next(rest, None) is not None:
            raise InputError(f"there are more {what} than the articles count; {_ANEW}")


_ANEW = "its files are not of one run: write them anew"


def _without_doc_id(mention: Row) -> Row:
    return {key: mention[key] for key in mention if key != "doc_id"}
