"""What is the same: facts of one key are one observation, whichever articles tell them.

- Places are the same where their ids are, whatever they are called.
- Phrases (goods, a segment, the noun of another indicator, a unit, a group) are the same where they differ in case,
  blanks or the plural of their last word alone: ``Soybean`` and ``soybeans``, but not ``lithium batteries`` and
  ``lithium-ion batteries``.
- Units are the same where they are one unit of measure: ``tonnes`` and ``metric tons``; ``tons`` may be short ones.
- Periods, and the periods compared with, are the same to the day. Growth that names nothing it is against is another
  observation than growth year on year.
- An estimate, a forecast and a target are none of the actual figure.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from extractor.records import Fact, Period
from extractor.units import standard

_KEEP_THEIR_S = ("ss", "us", "is")


class Key(NamedTuple):
    """All that facts of one observation share: ids of places, and phrases as ``same_words`` has them."""

    place: str
    indicator: str
    indicator_text: str | None
    measure: str
    partners: tuple[str, ...]
    commodity: str | None
    segment: str | None
    unit: str
    base: str | None
    whole: tuple[str, str | None] | None
    among: str | None
    status: str
    start: date
    end: date
    base_period: tuple[date, date] | None


def key_of(fact: Fact) -> Key | None:
    """The key of a fact; None where no place or no time is told."""
    if fact.place is None or fact.period is None:
        return None
    base, whole = fact.base, fact.whole
    return Key(
        place=fact.place.id,
        indicator=fact.indicator,
        indicator_text=same_words(fact.indicator_text),
        measure=fact.measure,
        partners=tuple(sorted(partner.id for partner in fact.partners)),
        commodity=same_words(fact.commodity),
        segment=same_words(fact.segment),
        unit=same_words(standard(fact.unit)) or "",
        base=base.kind if base else None,
        whole=(whole.indicator, whole.place.id if whole.place else None) if whole else None,
        among=same_words(fact.among),
        status=fact.status,
        start=fact.period.start,
        end=fact.period.end,
        base_period=_days(base.period if base else None),
    )


def _days(period: Period | None) -> tuple[date, date] | None:
    return (period.start, period.end) if period else None


def same_words(text: str | None) -> str | None:
    """A phrase without what makes no difference: case, blanks, the plural of its last word.

    >>> same_words("Soybeans"), same_words("auto  Parts"), same_words("natural gas"), same_words("countries")
    ('soybean', 'auto part', 'natural gas', 'country')
    """
    if text is None:
        return None
    *before, last = text.casefold().split() or [""]
    if len(last) > 4 and last.endswith("ies"):
        last = last[:-3] + "y"
    elif len(last) > 3 and last.endswith("s") and not last.endswith(_KEEP_THEIR_S):
        last = last[:-1]
    return " ".join([*before, last])
