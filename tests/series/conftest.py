"""Facts and documents made by hand, so that what is told is plain to see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from extractor.records import Document, Evidence, Fact, Place, StatedPeriod

MAY = StatedPeriod(start=date(2024, 5, 1), end=date(2024, 5, 31))
NORWAY = Place(name="Norway", kind="country", country="NO", id="country:NO")

Tell = Callable[..., Document]


def fact(words: str, start: int, **slots: Any) -> Fact:
    """A fact whose sentence is its figure: Norway's exports in May, unless it is told otherwise."""
    where = Evidence(start=start, end=start + len(words))
    plain: dict[str, Any] = {
        "measure": "level",
        "indicator": "exports",
        "place": NORWAY,
        "period": MAY,
        "unit": "USD",
        "evidence": {"value": where, "sentence": where},
    }
    return Fact.model_validate(plain | slots)


@pytest.fixture
def tell() -> Tell:
    """Make the document of an article that tells figures: pairs of words and value, each with the same slots."""

    def made(doc_id: str, *figures: tuple[str, str], published: str | None = None, **slots: Any) -> Document:
        text, facts = "", []
        for number, (words, value) in enumerate(figures):
            facts.append(fact(words, len(text), id=f"{doc_id}/{number}", doc_id=doc_id, value=value, **slots))
            text += words + "\n"
        return Document(
            doc_id=doc_id,
            published=date.fromisoformat(published) if published else None,
            reference=None,
            title=None,
            sha256="",
            text=text,
            mentions=(),
            facts=tuple(facts),
        )

    return made
