"""Mentions: what each span of an article names, recognised and normalised, one kind a module."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date

from extractor.mentions.amounts import find_amounts
from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.records import Article, Mention

__all__ = ["find_mentions"]


def find_mentions(article: Article) -> tuple[tuple[Mention, ...], date | None]:
    """All mentions of an article, and the date its relative periods are counted from.

    Periods come first, because a year is no amount; then places, which tell whose dollar a ``$`` is; then amounts.
    A place inside an amount (``Hong Kong dollars``) is part of the amount.

    Args:
        article: The article as read.

    Returns:
        The mentions in the order of the text, never overlapping, and the reference date.
    """
    periods, reference = find_periods(article)
    spans = [(mention.start, mention.end) for mention in periods]
    places = find_places(article, spans)
    countries = [(place.start, place.place.country) for place in places if place.place and place.place.country]
    amounts = find_amounts(article.text, spans, country_of(places), countries)
    taken = [(mention.start, mention.end) for mention in amounts]
    free = [place for place in places if not _overlaps(taken, place.start, place.end)]
    return tuple(sorted([*periods, *free, *amounts], key=lambda mention: mention.start)), reference


def country_of(places: Sequence[Mention]) -> str | None:
    """The country most of an article's places lie in (ISO 3166-1); the first named where two are even."""
    counts = Counter(mention.place.country for mention in places if mention.place and mention.place.country)
    return counts.most_common(1)[0][0] if counts else None


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (end, -1)) - 1
    return at >= 0 and spans[at][1] > start and spans[at][0] < end
