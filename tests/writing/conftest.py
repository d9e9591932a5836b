"""Documents to write: those of the corpus, and some that no article would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document, Failure

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def run() -> list[Document | Failure]:
    """The corpus, an article that tells nothing, one read twice, and two that failed."""
    extractor = Extractor()
    documents = list(extractor.pipe(read_articles(ROOT / "corpus")))
    return [
        Failure(path="a.txt", reason="is empty", remedy="fill it"),
        *documents,
        extractor.extract("The home side won the cup.", doc_id="match"),
        documents[0],
        Failure(path="b.txt", reason='holds "=1+1"\n, and no text', remedy="=HYPERLINK(1)"),
    ]


@pytest.fixture(scope="session")
def restored(run: list[Document | Failure]) -> list[Document | Failure]:
    """The same as it is read back: the failures after the documents."""
    return sorted(run, key=lambda item: isinstance(item, Failure))
