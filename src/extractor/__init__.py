"""English trade news in, checked trade facts out.

>>> import extractor
>>> document = extractor.extract("Japan's trade surplus narrowed to 7.1 billion dlrs in March 1987.")
>>> [(fact.indicator, str(fact.value), fact.unit) for fact in document.facts]
[('trade_balance', '7100000000', 'USD')]
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.records import Article, Document, ExtractorError, Fact, Failure, Mention, Period, Place

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

__all__ = [
    "Article",
    "Document",
    "Extractor",
    "ExtractorError",
    "Fact",
    "Failure",
    "Mention",
    "Period",
    "Place",
    "extract",
]


def extract(text: str, *, published: date | str | None = None, doc_id: str | None = None) -> Document:
    """Read one text with the rules alone.

    Args:
        text: The article as it is.
        published: Its date of publication, as a date or ``YYYY-MM-DD``; by default the one its header states.
        doc_id: Its name; by default the first digits of its sha256.

    Returns:
        A document with its mentions and facts.

    Raises:
        InputError: The text is no ``str``, or the date is none.

    >>> extract("Imports fell 3 percent.", published="2024-01-31").facts[0].value
    Decimal('-3')
    """
    return _default().extract(text, published=published, doc_id=doc_id)


@cache
def _default() -> Extractor:
    from extractor.pipeline import Extractor  # noqa: PLC0415 - reading records alone should not load the rules

    return Extractor()


def __getattr__(name: str) -> Any:
    if name == "Extractor":
        from extractor.pipeline import Extractor  # noqa: PLC0415

        return Extractor
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
