"""Values: tellings that agree to the digits printed are one value; those that do not stand side by side.

What a telling allows is a stretch of numbers: of an exact figure half of its last digit either way, so that 8.0 billion
allows 7.96; of a range from end to end; of `over` all that is more; of `about` a quarter either way, as in the checks.
Two tellings agree where their stretches meet. Those of exact figures have to overlap: 7.9 and 8.0 billion meet in 7.95
alone, which nobody writes as both, and a last digit that changes has been revised.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from extractor.checks import ABOUT
from extractor.records import Bound
from extractor.series.records import PrintedEquivalent, Source, Value

_ENDLESS = Decimal("Infinity")


class Telling(NamedTuple):
    """What a ``Source`` holds, in a third of its memory: series are made of millions."""

    doc_id: str
    published: date | None
    fact_id: str
    place: str
    value: Decimal
    value_high: Decimal | None
    bound: Bound
    half: Decimal
    equivalents: tuple[PrintedEquivalent, ...]
    source: str | None
    value_start: int | None
    value_end: int | None
    sentence_start: int | None
    sentence_end: int | None

    @property
    def is_exact(self) -> bool:
        """Whether nothing but its digits leaves it room."""
        return self.bound == "exact" and self.value_high is None

    @property
    def allowed(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest number it allows."""
        ends = (self.value, self.value if self.value_high is None else self.value_high)
        slack = max(self.half, abs(self.value) * ABOUT) if self.bound == "about" else self.half
        low, high = min(ends) - slack, max(ends) + slack
        if self.bound in {"about", "exact"}:
            return low, high
        farther = self.bound == "above"  # from zero: a fall of over 3 percent is -3 or less
        return (low, _ENDLESS) if farther == (self.value >= 0) else (-_ENDLESS, high)


def merged(tellings: Iterable[Telling]) -> tuple[Value, ...]:
    """Join the tellings that agree, the newest value first.

    The most exact telling stands for a value. One that agrees with several values is counted to the nearest. Of values
    as new the one that more articles tell comes first, then the one told nearer to the beginning of its article.

    >>> def telling(doc_id, value, half, day=None, bound="exact"):
    ...     return Telling(doc_id, day, "", "", Decimal(value), None, bound, Decimal(half), (), None, 0, 1, 0, 2)
    >>> values = merged([telling("a", "8", "0.5"), telling("b", "7.96", "0.005"), telling("c", "8.6", "0.05")])
    >>> [(str(value.value), sorted(value.articles)) for value in values]
    [('7.96', ['a', 'b']), ('8.6', ['c'])]
    """
    with localcontext() as context:
        context.prec = 60
        groups: list[list[Telling]] = []  # by the value of the first, which no other's first agrees with
        for telling in sorted(tellings, key=_exactness):
            at = bisect_right(groups, telling.value, key=lambda group: group[0].value)
            near = [group for group in groups[max(at - 1, 0) : at + 1] if _agree(group[0], telling)]
            if near:
                min(near, key=lambda group: abs(group[0].value - telling.value)).append(telling)
            else:
                groups.insert(at, [telling])
    return tuple(sorted(map(_value, groups), key=_novelty))


def _agree(one: Telling, two: Telling) -> bool:
    if one.is_exact and two.is_exact:
        return one.value == two.value or abs(one.value - two.value) < one.half + two.half
    (low, high), (lower, higher) = one.allowed, two.allowed
    return low <= higher and lower <= high


def _exactness(telling: Telling) -> tuple[object, ...]:
    return (not telling.is_exact, telling.half, -_day(telling.published), *_order(telling))


def _order(telling: Telling) -> tuple[object, ...]:
    return telling.doc_id, telling.value_start or 0, telling.fact_id, telling.value


def _day(published: date | None) -> int:
    return published.toordinal() if published else 0


def _value(group: list[Telling]) -> Value:
    first = group[0]
    by_date = sorted(group, key=lambda one: (one.published or date.max, *_order(one)))
    sources = tuple(Source.model_validate(telling._asdict()) for telling in by_date)
    return Value(value=first.value, value_high=first.value_high, bound=first.bound, half=first.half, sources=sources)


def _novelty(value: Value) -> tuple[object, ...]:
    first_told = min(source.value_start or 0 for source in value.sources)
    return -_day(value.last_published), -len(value.articles), first_told, value.half, value.value
