"""Figures: the values of facts to the digits printed, and whether two of them can be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Bound, Check, Evidence, Fact, Verdict

_NUMBER = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")
SEVERAL = "several values are told of one of them"
VAGUE = "a figure is told as about, over or under"
ABOUT = Decimal("0.25")  # `about 4 billion` leaves room for 5, not for 40


class Figure(NamedTuple):
    """A value with the half of its last printed digit, and on which side its words leave room: ``over``, ``about``."""

    value: Decimal
    half: Decimal = Decimal(0)
    less: bool = False
    more: bool = False

    def plus(self, other: Figure) -> Figure:
        """Both together."""
        return Figure(
            self.value + other.value, self.half + other.half, self.less or other.less, self.more or other.more
        )

    def minus(self, other: Figure) -> Figure:
        """This less the other."""
        return self.plus(Figure(-other.value, other.half, other.more, other.less))

    def times(self, number: Decimal) -> Figure:
        """So many times this."""
        less, more = (self.less, self.more) if number >= 0 else (self.more, self.less)
        return Figure(self.value * number, self.half * abs(number), less, more)

    def over(self, other: Figure) -> Figure:
        """This divided by the other, of which no value is zero: both are taken as sizes."""
        value = self.value / other.value
        half = self.half / abs(other.value) + abs(value) * other.half / abs(other.value)
        return Figure(value, half, self.less or other.more, self.more or other.less)


class Told(NamedTuple):
    """A fact with its figure."""

    fact: Fact
    figure: Figure
    equivalents: tuple[Figure, ...] = ()

    @property
    def sentence(self) -> tuple[str, int | None]:
        """Which sentence of which article tells it."""
        return self.fact.doc_id, self.fact.evidence["sentence"].start


def told(text: str, facts: Iterable[Fact]) -> list[Told]:
    """The facts of one article with their figures as printed."""
    return [
        Told(fact, of_range(printed(text, fact), fact.value_high), printed_equivalents(text, fact)) for fact in facts
    ]


def printed(text: str, fact: Fact) -> Figure:
    """A fact's value with the half of the last digit it is printed to; a figure in words is taken to be exact."""
    return _as_printed(text, fact.evidence["value"], fact.value, fact.bound)


def printed_equivalents(text: str, fact: Fact) -> tuple[Figure, ...]:
    """The same amount in other currencies, each with the half of its last digit."""
    return tuple(
        _as_printed(text, fact.evidence.get(f"equivalents.{number}"), other.value, other.bound)
        for number, other in enumerate(fact.equivalents)
    )


def of_range(low: Figure, high: Decimal | None) -> Figure:
    """A range is its middle, with half its width."""
    if high is None:
        return low
    middle, width = (low.value + high) / 2, abs(high - low.value) / 2
    return Figure(middle, low.half + width, low.less, low.more)


def _as_printed(text: str, evidence: Evidence | None, value: Decimal, bound: Bound) -> Figure:
    words = "" if evidence is None or evidence.start is None else text[evidence.start : evidence.end]
    number = _NUMBER.search(words)
    written = Decimal(number.group().replace(",", "")) if number else Decimal(0)
    if number is None:
        return bounded(value, Decimal(0), bound)
    scale = abs(value) / written if written else Decimal(value == 0)  # a zero is printed in units
    return bounded(value, scale * Decimal(10) ** -len(number["decimals"] or "") / 2, bound)


def bounded(value: Decimal, half: Decimal, bound: Bound) -> Figure:
    """A value with the room its words leave: a fall of over 3 percent is -3 or less."""
    less, more = bound in {"about", "below"}, bound in {"about", "above"}
    return Figure(value, half, more, less) if value < 0 else Figure(value, half, less, more)


# ── verdicts ────────────────────────────────────────────────────────────────────────────────────


def compare(name: str, facts: Iterable[Told], left: Figure, right: Figure) -> Check:
    """Two sides that should agree."""
    apart, tolerance = left.value - right.value, left.half + right.half
    if abs(apart) > tolerance:
        return _check(name, facts, (left, right), *_apart(left, right, apart))
    if apart and tolerance > max(abs(left.value), abs(right.value)) / 2:
        return _check(name, facts, (left, right), "cannot tell", "too few digits are printed")
    return _check(name, facts, (left, right), "holds")


def same(name: str, facts: Iterable[Told], left: Figure, right: Figure) -> Check:
    """Two figures that should be one: rounded, 7.9 and 8.0 are not, though they meet at 7.95."""
    if left.value == right.value:
        return _check(name, facts, (left, right), "holds")
    if abs(left.value - right.value) == left.half + right.half:
        return _check(name, facts, (left, right), *_apart(left, right, left.value - right.value))
    return compare(name, facts, left, right)


def at_most(name: str, facts: Iterable[Told], left: Figure, right: Figure) -> Check:
    """Two sides of which the left should not exceed the right."""
    apart = left.value - right.value
    if apart <= left.half + right.half:
        return _check(name, facts, (left, right), "holds")
    return _check(name, facts, (left, right), *_apart(left, right, apart))


def _apart(left: Figure, right: Figure, apart: Decimal) -> tuple[Verdict, str | None]:
    """Whether the room that the words leave can close a gap."""
    closes = (left.less or right.more) if apart > 0 else (left.more or right.less)
    about = (left.less and left.more) or (right.less and right.more)
    if closes and (not about or abs(apart) <= ABOUT * max(abs(left.value), abs(right.value))):
        return "cannot tell", VAGUE
    return "off", None


def unknown(name: str, facts: Iterable[Told], why: str, given: Figure | None = None) -> Check:
    """What cannot be compared; what it gives by itself is worth telling, where it does."""
    return _check(name, facts, (given, None), "cannot tell", why)


def doubted(check: Check, why: str) -> Check:
    """A check that is off for a reason that is no misprint."""
    return check.model_copy(update={"verdict": "cannot tell", "why": why})


def _check(
    name: str,
    facts: Iterable[Told],
    sides: tuple[Figure | None, Figure | None],
    verdict: Verdict,
    why: str | None = None,
) -> Check:
    tolerance = sum((side.half for side in sides if side), Decimal(0))
    left, right = (None if side is None else _rounded(side.value, tolerance) for side in sides)
    return Check(
        name=name,
        verdict=verdict,
        facts=tuple(one.fact.id for one in facts),
        left=left,
        right=right,
        tolerance=_rounded(tolerance, tolerance),
        why=why,
    )


def _rounded(value: Decimal, tolerance: Decimal) -> Decimal:
    """A side to three digits more than the tolerance tells: what lies behind them says nothing."""
    return round(value, 3 - tolerance.adjusted() if tolerance else 6)
