"""Figures: the values of facts to the digits printed, and what two of them must share to be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Check, Fact, Verdict

_NUMBER = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")


class Figure(NamedTuple):
    """A value with the half of its last printed digit."""

    value: Decimal
    half: Decimal


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


Levels = dict[tuple[Key, str], Fact]  # the first told of each subject and indicator


def printed(text: str, fact: Fact) -> Figure:
    """A fact's value with the half of the last digit it is printed to.

    A figure in words is taken to be exact.
    """
    evidence = fact.evidence["value"]
    return as_printed(text[evidence.start : evidence.end], fact.value)


def as_printed(words: str, value: Decimal) -> Figure:
    """The value that words give, with the half of their last digit; exact where they are no digits."""
    number = _NUMBER.search(words)
    if number is None or value == 0:
        return Figure(value, Decimal(0))
    written = Decimal(number.group().replace(",", ""))
    if written == 0:
        return Figure(value, Decimal(0))
    magnitude = abs(value) / written
    return Figure(value, magnitude * Decimal(10) ** -len(number["decimals"] or "") / 2)


def key_of(fact: Fact) -> Key:
    """What a fact is of."""
    return Key(
        place=fact.place.id if fact.place else None,
        period=(fact.period.start, fact.period.end) if fact.period else None,
        partners=tuple(sorted(partner.id for partner in fact.partners)),
        commodity=fact.commodity,
        segment=fact.segment,
        unit=fact.unit,
    )


def levels_of(facts: Iterable[Fact]) -> Levels:
    """The first level told of each indicator, place and period."""
    levels: Levels = {}
    for fact in facts:
        if fact.measure == "level" and fact.status == "actual" and fact.indicator != "other" and fact.period:
            levels.setdefault((key_of(fact), fact.indicator), fact)
    return levels


Alike = dict[tuple[tuple[object, ...], str], list[tuple[Key, Fact]]]


def by_subject(levels: Levels) -> Alike:
    """Levels by what they measure, whatever their unit."""
    found: Alike = defaultdict(list)
    for (key, indicator), level in levels.items():
        found[key.subject, indicator].append((key, level))
    return found


def told_with(fact: Fact, alike: Sequence[tuple[Key, Fact]]) -> list[tuple[Key, Fact]]:
    """The levels a rate or a share is told of: those of its own sentence, else the only ones there are.

    Value and volume have growth of their own: `volumes rose by 16 per cent to 522,900 tonnes` says nothing of dollars.
    """
    near = [(key, level) for key, level in alike if level.evidence["sentence"].start == fact.evidence["sentence"].start]
    return near or (list(alike) if len(alike) == 1 else [])


def compare(name: str, facts: Sequence[Fact], left: Figure, right: Figure) -> Check:
    """Two sides that should agree."""
    tolerance = left.half + right.half
    return _check(name, facts, left, right, abs(left.value - right.value) <= tolerance)


def at_most(name: str, facts: Sequence[Fact], left: Figure, right: Figure) -> Check:
    """Two sides of which the left should not exceed the right."""
    return _check(name, facts, left, right, left.value - right.value <= left.half + right.half)


def _check(name: str, facts: Sequence[Fact], left: Figure, right: Figure, holds: bool) -> Check:
    verdict: Verdict = "holds" if holds else "off"
    return Check(
        name=name,
        verdict=verdict,
        facts=tuple(fact.id for fact in facts),
        left=_rounded(left.value),
        right=_rounded(right.value),
        tolerance=_rounded(left.half + right.half),
    )


def _rounded(value: Decimal) -> Decimal:
    return round(value, 6)
