"""Reading: folders, files, archives, tables, web pages and texts become articles.

In two steps: `open_source` finds and unpacks, in one process and in bounded memory, and yields an `Item` of raw bytes
for each article; `article_of` decodes, parses and takes text out of markup, in any process. `read_articles` does both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.dating import written_dates
from extractor.reading.articles import article_of
from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Item
from extractor.reading.source import STANDARD_INPUT, Source, open_source
from extractor.reading.texts import article_from_text
from extractor.records import Article, Failure

__all__ = [
    "STANDARD_INPUT",
    "Item",
    "ReadingOptions",
    "Source",
    "article_from_text",
    "article_of",
    "open_source",
    "read_articles",
    "written_dates",
]


def read_articles(path: str | Path, **options: Any) -> Iterator[Article | Failure]:
    """Read a folder, a single file, or standard input, one article at a time.

    Args:
        path: A folder, read with its subfolders in sorted order (hidden files and folders are passed over); a file,
            whatever its ending; or ``-`` for standard input.
        options: Fields of `ReadingOptions`, such as ``published="2024-01-31"`` or ``text_field="body"``.

    Returns:
        A lazy iterator of articles, and of failures in the places of files and records that could not be read.

    Raises:
        InputError: The path does not exist, the folder holds nothing to read, or an option cannot be used.

    >>> [article.doc_id for article in read_articles("corpus")][0]
    '000_634b98e9321c5d9e'
    """
    chosen = ReadingOptions(**options)
    source = open_source(path, options=chosen)
    return (item if isinstance(item, Failure) else article_of(item, chosen) for item in source)
