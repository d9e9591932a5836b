"""Pages to look at, and the browser that looks; without one the tests that need it are passed over, and say so."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from extractor.evaluation import load_gold
from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document, Failure
from extractor.report import page, write_report

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
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
def written(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[Document | Failure], months: list[Document]
) -> dict[str, Path]:
    """Pages on disk: of the corpus, of the corpus with gold that was found wanting, and of a series."""
    folder = tmp_path_factory.mktemp("pages")
    golds = load_gold(ROOT / "gold", ROOT / "corpus")
    paths = {name: folder / f"{name}.html" for name in ("corpus", "gold", "series")}
    write_report(corpus, paths["corpus"], title="Trade news")
    write_report(map(spoilt, corpus), paths["gold"], title="Against gold", gold=golds)
    write_report(months, paths["series"])
    return paths


def spoilt(document: Document | Failure) -> Document | Failure:
    """The document as a worse system would have found it: the first mention and fact lost, another of each made up."""
    assert isinstance(document, Document)
    lost, *mentions = document.mentions
    forgotten, *facts = document.facts
    where = document.text.index("the", lost.end)
    made_up = lost.model_copy(update={"start": where, "end": where + 3, "text": "the"})
    facts[0] = facts[0].model_copy(update={"place": None, "measure": "gap"})
    kept = sorted([*mentions, made_up], key=lambda mention: mention.start)
    checks = [check for check in document.checks if forgotten.id not in check.facts]
    return document.model_copy(update={"mentions": tuple(kept), "facts": tuple(facts), "checks": tuple(checks)})


class Opened(NamedTuple):
    """A page in the browser, and what must stay empty: complaints of its console, and requests to anywhere."""

    page: Page
    complaints: list[str]
    requests: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if TOOL["chromium"]() is None:
        if os.environ.get("EXTRACTOR_NEEDS_BROWSER"):
            pytest.fail(TOOL["NEEDED"])
        pytest.skip(f"THE PAGE IS NOT TESTED IN A BROWSER: {TOOL['NEEDED']}")
    with TOOL["browser"]() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open an address in a window of its own; whatever a test did, nothing may have complained or been asked for."""
    windows: list[Opened] = []
    with ExitStack() as closing:

        def opened(address: str | Path, *, width: int = 1400, height: int = 900, **how: Any) -> Opened:
            context = browser.new_context(viewport={"width": width, "height": height}, **how)
            closing.callback(context.close)
            window = Opened(context.new_page(), [], [])
            url = address if isinstance(address, str) else address.as_uri()
            window.page.on("console", lambda message: window.complaints.append(message.text))
            window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
            window.page.on("request", lambda request: window.requests.append(request.url))
            window.page.goto(url)
            windows.append(window)
            return window

        yield opened
        for window in windows:
            own = (window.page.url.partition("#")[0], "data:,")
            assert window.complaints == []
            assert [url for url in window.requests if url.partition("#")[0] not in own] == []


@pytest.fixture(scope="session")
def payload_of() -> Callable[..., dict[str, Any]]:
    """Read the payload back out of a page."""
    import json
    import re

    def read(*documents: Document | Failure, **how: Any) -> dict[str, Any]:
        found = re.search(r'<script type="application/json" id="payload">(.*?)</script>', page(documents, **how), re.S)
        assert found
        payload: dict[str, Any] = json.loads(found[1])
        return payload

    return read
