"""What the tests of reading share: a folder read to its end, and news in the forms it comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.reading import read_articles
from extractor.records import Article, Failure

Read = Callable[..., tuple[list[Article], list[Failure]]]


@pytest.fixture
def read() -> Read:
    """Read all of a path: its articles, and what could not be read."""

    def read_all(path: Path, **options: Any) -> tuple[list[Article], list[Failure]]:
        items = list(read_articles(path, **options))
        articles = [item for item in items if isinstance(item, Article)]
        return articles, [item for item in items if isinstance(item, Failure)]

    return read_all
