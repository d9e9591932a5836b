"""Checks between articles: the arithmetic that no article allows by itself.

One article tells the exports of May, another the imports, a third the trade. The checks are those of
``extractor.checks``; what they compare are observations, each with its newest value, and what several articles tell of
one observation. Where all that a check compares is told by one article, that article has been checked already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import localcontext

from extractor.checks import SEVERAL, Told, bounded, check_told, of_range, rates_between, told_twice
from extractor.records import Check, Evidence, Fact, Record
from extractor.series.gathering import Gathered
from extractor.series.records import Observation, Source

_MEASURES = frozenset({"level", "growth", "change", "share", "rank"})
_OF_TELLINGS = frozenset({"told-twice", "exchange-rate"})


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


def check_between(gathered: Gathered) -> Iterator[CheckBetween]:
    """All the arithmetic between articles.

    Args:
        gathered: What all articles tell.

    Yields:
        First what several articles tell of the same thing, then what they tell of different things, then the rates of
        what they tell in two currencies. What is off is doubted where one of the sides has several values.

    >>> import extractor
    >>> from extractor.series import gather
    >>> news = ["Norway's exports were $9.2 billion in May 2024.", "Norway's May exports were $8.6 billion."]
    >>> gathered = gather(
    ...     extractor.extract(text, published="2024-06-10", doc_id=str(number)) for number, text in enumerate(news)
    ... )
    >>> [(found.check.name, found.check.verdict) for found in check_between(gathered)]
    [('told-twice', 'off')]
    """
    figures: list[Told] = []
    articles: list[frozenset[str]] = []
    for observation in _comparable(gathered):
        yield from _told_again(observation)
        figures.append(_told(observation, observation.newest.told_by, str(len(figures))))
        articles.append(frozenset(source.doc_id for source in observation.sources))
    with localcontext() as context:
        context.prec = 60
        found = [check for check in check_told(figures) if check.right is not None and _is_between(check, articles)]
    named = {number for check in found for number in check.facts}
    del figures, articles
    kept = {str(number): _newest(one) for number, one in enumerate(_comparable(gathered)) if str(number) in named}
    yield from (_between(check, kept) for check in found)
    yield from _rates(gathered)


def _comparable(gathered: Gathered) -> Iterator[Observation]:
    """What arithmetic can be done with; made anew each time, as figures alone take a fifth of the memory."""
    for observation in gathered.observations():
        if observation.measure in _MEASURES and observation.status == "actual" and observation.indicator != "other":
            yield observation


def _newest(observation: Observation) -> Compared:
    return Compared(observation=observation, source=observation.newest.told_by)


def _is_between(check: Check, articles: Sequence[frozenset[str]]) -> bool:
    """Whether no article tells all that a check compares."""
    return not frozenset.intersection(*(articles[int(number)] for number in check.facts))


def _told_again(observation: Observation) -> Iterator[CheckBetween]:
    """What articles tell of one observation, in time; of each what agrees with the newest value, if any does."""
    by_fact: dict[str, Source] = {}  # copies of an article have the same facts
    seen: set[str] = set()
    for value in observation.values:
        for source in (value.told_by, *value.sources):
            if source.doc_id not in seen:
                seen.add(source.doc_id)
                by_fact.setdefault(source.fact_id, source)
    if len(by_fact) < 2:
        return
    in_time = sorted(by_fact.values(), key=lambda source: (source.published or date.max, source.doc_id))
    kept = {source.fact_id: Compared(observation=observation, source=source) for source in in_time}
    with localcontext() as context:
        context.prec = 60
        found = list(told_twice([_told(observation, source, source.fact_id) for source in in_time]))
    yield from (_between(check, kept) for check in found)


def _rates(gathered: Gathered) -> Iterator[CheckBetween]:
    """The rates that articles imply, in time."""
    pairs = [(_told(one.observation, one.source, one.source.fact_id), one.source) for one in _pairs(gathered)]
    pairs.sort(key=lambda pair: (pair[1].published or date.max, pair[1].doc_id, pair[1].value_start or 0))
    with localcontext() as context:
        context.prec = 60
        found = list(rates_between((source.published or date.max, told) for told, source in pairs))
    named = {name for check in found for name in check.facts}
    del pairs
    kept = {one.source.fact_id: one for one in _pairs(gathered) if one.source.fact_id in named}
    yield from (_between(check, kept) for check in found)


def _pairs(gathered: Gathered) -> Iterator[Compared]:
    """What articles of a known day tell in two currencies; what copies of an article tell, once."""
    seen: set[str] = set()
    for observation in gathered.told_in_two_currencies():
        for source in observation.sources:
            if source.equivalents and source.published and source.fact_id not in seen:
                seen.add(source.fact_id)
                yield Compared(observation=observation, source=source)


def _between(check: Check, kept: Mapping[str, Compared]) -> CheckBetween:
    """A check with what the names of its facts stand for."""
    compared = tuple(kept[name] for name in check.facts)
    changes: dict[str, object] = {"facts": tuple(one.source.fact_id for one in compared)}
    if check.verdict == "off" and check.name not in _OF_TELLINGS and any(one.observation.conflict for one in compared):
        changes |= {"verdict": "cannot tell", "why": SEVERAL}
    return CheckBetween(check=check.model_copy(update=changes), compared=compared)


def _told(observation: Observation, source: Source, name: str) -> Told:
    """A telling as a fact of some name, with its figure; what records have held is not validated again."""
    slots = {slot: getattr(observation, slot) for slot in _SLOTS}
    told = {slot: getattr(source, slot) for slot in ("doc_id", "value", "value_high", "bound", "equivalents")}
    sentence = {"sentence": Evidence.model_construct(_NONE_SET, start=source.sentence_start)}
    fact = Fact.model_construct(_NONE_SET, id=name, **slots, **told, evidence=sentence)
    figure = of_range(bounded(source.value, source.half, source.bound), source.value_high)
    return Told(fact, figure, tuple(bounded(same.value, same.half, same.bound) for same in source.equivalents))


_NONE_SET: set[str] = set()  # which fields were given is of no matter here, and takes as much memory as they do
_SLOTS = Observation.model_fields.keys() & Fact.model_fields.keys()
