"""What articles tell together: series, as points of a chart, and the checks between articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractor.records import Document
from extractor.report.payload import Json, check_payload
from extractor.series import CheckBetween, Observation, Value, check_between, gather
from extractor.wording import days, figure, moves

_FEWEST = 2  # periods a chart needs
_FREQUENCIES = {"other": "period"}  # stretches that are no unit of the calendar, such as eleven months


def across(documents: Iterable[Document]) -> Json:
    """The series that articles tell together, and the checks between them; each article has an id of its own."""
    gathered = gather(documents)
    between = [_between(found) for found in check_between(gathered)]
    return {"series": charts(gathered.observations()), "between": between}


def _between(found: CheckBetween) -> Json:
    """A check between articles, its facts named by article and id."""
    facts = [[compared.source.doc_id, compared.source.fact_id] for compared in found.compared]
    return check_payload(found.check) | {"facts": facts}


def charts(observations: Iterable[Observation]) -> list[Json]:
    """The series of two periods and more, those told of by most articles first.

    A series is of periods of one length: months stand with months, first halves and second halves with one another,
    and the first eleven months of a year with those of others.
    """
    lines: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for observation in observations:
        lines[*observation.subject, *_stretch(observation)].append(observation)
    told = [_chart(line) for line in lines.values() if len(line) >= _FEWEST]
    return sorted(told, key=lambda chart: (-int(chart["told"]), -len(chart["points"]), str(chart["title"])))


def _stretch(observation: Observation) -> tuple[int, ...]:
    """The part of the year a period covers, where it is no unit of the calendar."""
    if observation.frequency != "other":
        return ()
    start, end = observation.period.start, observation.period.end
    return start.month, end.month, end.year - start.year


def _chart(line: list[Observation]) -> Json:
    first = line[0]
    about = ", ".join(_about(first))
    points = sorted(line, key=lambda observation: (observation.period.start, observation.period.end))
    return {
        "title": f"{first.place.name}: {about}",
        "place": first.place.name,
        "about": about,
        "indicator": first.indicator,
        "measure": first.measure,
        "frequency": _FREQUENCIES.get(first.frequency, first.frequency),
        "told": sum(len(told.articles) for observation in line for told in observation.values),
        "conflicts": sum(observation.conflict for observation in line),
        "points": [_point(observation) for observation in points],
    }


def _about(observation: Observation) -> Iterator[str]:
    """What is told of the place, in a few words."""
    yield observation.indicator_text or observation.indicator
    if observation.measure != "level":
        yield observation.measure
    if observation.base:
        yield observation.base.kind
    if observation.whole:
        yield " ".join(filter(None, ("of", observation.whole.indicator, _of(observation))))
    if observation.partners:
        yield "with " + " and ".join(partner.name for partner in observation.partners)
    yield from filter(None, (observation.commodity, observation.segment, observation.among))
    if observation.status != "actual":
        yield observation.status
    yield observation.unit


def _of(observation: Observation) -> str:
    place = observation.whole and observation.whole.place
    return f"of {place.name}" if place else ""


def _point(observation: Observation) -> Json:
    return {
        "period": days(observation.period),
        "start": observation.period.start.isoformat(),
        "end": observation.period.end.isoformat(),
        "conflict": observation.conflict,
        "values": [_value(told, observation) for told in observation.values],
    }


def _value(told: Value, observation: Observation) -> Json:
    signed = moves(observation.measure, observation.unit)
    return {
        "words": figure(told.value, observation.unit, high=told.value_high, bound=told.bound, signed=signed),
        "size": str(told.value),
        "sources": [[source.doc_id, source.fact_id] for source in told.sources],
    }
