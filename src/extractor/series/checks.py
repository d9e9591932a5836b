"""Checks between articles: the arithmetic that no article allows by itself.

One article tells the exports of May, another the imports, a third the trade. The checks are those of
``extractor.checks``; what they compare are observations, each with its newest value, and what several articles tell of
one observation. Where all that a check compares is told by one article, that article has been checked already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import localcontext

from extractor.checks import Told, bounded, check_told, of_range, told_twice
from extractor.records import Check, Record
from extractor.series.records import Observation, Source

_MEASURES = frozenset({"level", "growth", "change", "share", "rank"})
_SEVERAL = "several values are told of one of them"


class Compared(Record):
    """A figure that a check compares: the observation, and the telling whose digits are taken."""

    observation: Observation
    source: Source


class CheckBetween(Record):
    """A check between articles.

    Attributes:
        check: Its name, verdict and sides; ``facts`` are the ids of those compared.
        compared: What is compared, in the order of ``check.facts``.
    """

    check: Check
    compared: tuple[Compared, ...]


def check_between(observations: Iterable[Observation]) -> Iterator[CheckBetween]:
    """All the arithmetic between articles.

    Args:
        observations: Of all articles, from ``series`` or ``Gathered.observations``.

    Yields:
        First what several articles tell of the same thing, then what they tell of different things. What is off is
        doubted where one of the sides has several values.

    >>> import extractor
    >>> from extractor.series import series
    >>> news = ["Norway's exports were $9.2 billion in May 2024.", "Norway's May exports were $8.6 billion."]
    >>> documents = [
    ...     extractor.extract(text, published="2024-06-10", doc_id=str(number)) for number, text in enumerate(news)
    ... ]
    >>> [(found.check.name, found.check.verdict) for found in check_between(series(documents))]
    [('told-twice', 'off')]
    """
    kept: list[Compared] = []
    figures: list[Told] = []
    for observation in observations:
        if observation.measure in _MEASURES and observation.status == "actual" and observation.indicator != "other":
            yield from _told_again(observation)
            kept.append(Compared(observation=observation, source=observation.newest.told_by))
            figures.append(_told(kept[-1], len(figures)))
    with localcontext() as context:
        context.prec = 60
        for check in check_told(figures):
            found = _between(check, kept)
            is_comparison = check.right is not None
            if is_comparison and not _told_by_one([one.observation for one in found.compared]):
                yield found


def _told_again(observation: Observation) -> Iterator[CheckBetween]:
    """What articles tell of one observation, in time; of each what agrees with the newest value, if any does."""
    by_fact: dict[str, Source] = {}  # copies of an article have the same facts
    seen: set[str] = set()
    for value in observation.values:
        for source in (value.told_by, *value.sources):
            if source.doc_id not in seen:
                seen.add(source.doc_id)
                by_fact.setdefault(source.fact_id, source)
    in_time = sorted(by_fact.values(), key=lambda source: (source.published or date.max, source.doc_id))
    kept = [Compared(observation=observation, source=source) for source in in_time]
    with localcontext() as context:
        context.prec = 60
        for check in told_twice([_told(one, number) for number, one in enumerate(kept)]):
            yield _between(check, kept)


def _between(check: Check, kept: list[Compared]) -> CheckBetween:
    """A check whose facts are numbers in a list, with what they stand for."""
    compared = tuple(kept[int(number)] for number in check.facts)
    changes: dict[str, object] = {"facts": tuple(one.source.fact_id for one in compared)}
    if check.verdict == "off" and check.name != "told-twice" and any(one.observation.conflict for one in compared):
        changes |= {"verdict": "cannot tell", "why": _SEVERAL}
    return CheckBetween(check=check.model_copy(update=changes), compared=compared)


def _told_by_one(observations: list[Observation]) -> bool:
    """Whether one article tells all of these."""
    articles = [frozenset(source.doc_id for source in one.sources) for one in observations]
    return bool(frozenset.intersection(*articles))


def _told(compared: Compared, number: int) -> Told:
    """What is compared as a fact with its figure, named by a number."""
    source, fact = compared.source, compared.observation.fact_of(compared.source)
    figure = of_range(bounded(source.value, source.half, source.bound), source.value_high)
    return Told(fact.model_copy(update={"id": str(number)}), figure)
