"""Pages to look at, and the browser that looks; without one the tests that need it are passed over, and say so."""

from __future__ import annotations

import json
import os
import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from extractor.evaluation import load_gold
from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document, Failure
from extractor.report import page, write_report

ROOT = Path(__file__).parent.parent.parent
TOOL = runpy.run_path(str(ROOT / "tools" / "browser.py"))
MONTHS = (  # one article a month; the third tells April otherwise than the second does
    ("May 6, 2024", "Exports of Norway rose to 410 million kroner in April 2024."),
    ("June 6, 2024", "Exports of Norway fell to 395 million kroner in May 2024."),
    ("July 8, 2024", "Exports of Norway came to 430 million kroner in April 2024 and 402 million kroner in June 2024."),
)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def corpus(extractor: Extractor) -> list[Document | Failure]:
    return list(extractor.pipe(read_articles(ROOT / "corpus")))


@pytest.fixture(scope="session")
def months(extractor: Extractor) -> list[Document]:
    return [
        extractor.extract(f"Monthly trade\nUpdated: {day}\n\n{text}", doc_id=f"month-{number}")
        for number, (day, text) in enumerate(MONTHS, 1)
    ]


@pytest.fixture(scope="session")
def wanting(corpus: list[Document | Failure]) -> list[Document]:
    """The corpus as a worse system would have read it."""
    return [_spoilt(document) for document in corpus if isinstance(document, Document)]


@pytest.fixture(scope="session")
def written(
    tmp_path_factory: pytest.TempPathFactory,
    corpus: list[Document | Failure],
    wanting: list[Document],
    months: list[Document],
) -> dict[str, Path]:
    """Pages on disk: of the corpus, of the corpus with gold that was found wanting, and of a series."""
    folder = tmp_path_factory.mktemp("pages")
    golds = load_gold(ROOT / "gold", ROOT / "corpus")
    paths = {name: folder / f"{name}.html" for name in ("corpus", "gold", "series")}
    write_report(corpus, paths["corpus"], title="Trade news")
    write_report(wanting, paths["gold"], title="Against gold", gold=golds)
    write_report(months, paths["series"])
    return paths


def _spoilt(document: Document) -> Document:
    """Lose the first mention and the first fact, make up a mention, and get two slots of a fact wrong."""
    lost, *mentions = document.mentions
    forgotten, *facts = document.facts
    where = document.text.index("the", lost.end)
    made_up = lost.model_copy(update={"start": where, "end": where + 3, "text": "the"})
    facts[0] = facts[0].model_copy(update={"place": None, "measure": "gap"})
    kept = sorted([*mentions, made_up], key=lambda mention: mention.start)
    checks = [check for check in document.checks if forgotten.id not in check.facts]
    return document.model_copy(update={"mentions": tuple(kept), "facts": tuple(facts), "checks": tuple(checks)})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file of tests: while it runs this process has threads, so that nothing can be forked."""
    if TOOL["chromium"]() is None:
        if os.environ.get("EXTRACTOR_NEEDS_BROWSER"):
            pytest.fail(TOOL["NEEDED"])
        pytest.skip(f"THE PAGE IS NOT TESTED IN A BROWSER: {TOOL['NEEDED']}")
    with TOOL["browser"]() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a window of its own; whatever a test did, no complaint may have come and nothing asked for.

    ``forbidden`` is a complaint that must come.
    """
    windows: list[tuple[Page, str | None, list[str], list[str]]] = []
    with ExitStack() as closing:

        def opened(
            address: str | Path, *, width: int = 1400, height: int = 900, forbidden: str | None = None, **how: Any
        ) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height}, **how)
            closing.callback(context.close)
            window, complaints, requests = context.new_page(), list[str](), list[str]()
            window.on("console", lambda message: complaints.append(message.text))
            window.on("pageerror", lambda error: complaints.append(str(error)))
            window.on("request", lambda request: requests.append(request.url.partition("#")[0]))
            window.goto(address if isinstance(address, str) else address.as_uri())
            windows.append((window, forbidden, complaints, requests))
            return window

        yield opened
        for window, forbidden, complaints, requests in windows:
            assert [text for text in complaints if forbidden is None or forbidden not in text] == []
            assert len(complaints) == (forbidden is not None)
            assert set(requests) <= {window.url.partition("#")[0], "data:,"}


@pytest.fixture(scope="session")
def payload_of() -> Callable[..., dict[str, Any]]:
    """Read the payload back out of a page."""

    def read(*documents: Document | Failure, **how: Any) -> dict[str, Any]:
        found = re.search(r'<script type="application/json" id="payload">(.*?)</script>', page(documents, **how), re.S)
        assert found
        payload: dict[str, Any] = json.loads(found[1])
        return payload

    return read
