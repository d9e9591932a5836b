"""Levels: what is told of each place, period and subject, and what two of them must share to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from extractor.checks.figures import Told
from extractor.records import Fact
from extractor.units import standard


class Key(NamedTuple):
    """What two levels must share to be added: of what they are, besides the indicator."""

    place: str | None
    period: tuple[date, date] | None
    partners: tuple[str, ...]
    commodity: str | None
    segment: str | None
    unit: str

    @property
    def subject(self) -> tuple[object, ...]:
        """All but the unit."""
        return self[:-1]


Levels = dict[tuple[Key, str], Told]  # the first told of each subject and indicator
Alike = dict[tuple[tuple[object, ...], str], list[tuple[Key, Told]]]


def key_of(fact: Fact) -> Key:
    """What a fact is of."""
    return Key(
        place=fact.place.id if fact.place else None,
        period=(fact.period.start, fact.period.end) if fact.period else None,
        partners=tuple(sorted(partner.id for partner in fact.partners)),
        commodity=fact.commodity,
        segment=fact.segment,
        unit=standard(fact.unit),
    )


def levels_of(facts: Iterable[Told]) -> Levels:
    """The first level told of each indicator, place and period, of facts that have come true."""
    levels: Levels = {}
    for one in facts:
        fact = one.fact
        if fact.measure == "level" and fact.indicator != "other" and fact.period:
            levels.setdefault((key_of(fact), fact.indicator), one)
    return levels


def by_subject(levels: Levels) -> Alike:
    """Levels by what they measure, whatever their unit."""
    found: Alike = {}
    for (key, indicator), level in levels.items():
        found.setdefault((key.subject, indicator), []).append((key, level))
    return found


def told_with(one: Told, alike: Alike) -> list[tuple[Key, Told]]:
    """The levels a rate or a share is told of: those of its own sentence, else the only ones there are.

    Value and volume have growth of their own: `volumes rose by 16 per cent to 522,900 tonnes` says nothing of dollars.
    """
    levels = alike.get((key_of(one.fact).subject, one.fact.indicator), [])
    near = [(key, level) for key, level in levels if level.sentence == one.sentence]
    return near or (levels if len(levels) == 1 else [])
