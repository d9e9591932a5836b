"""Wording: figures, periods, slots and checks as a reader would write them; what a screen and a page show alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from extractor.records import Bound, Check, Fact, Measure, Period, Place, plain

_BOUNDS: dict[Bound, str] = {"exact": "", "about": "about ", "above": "over ", "below": "under "}
_UNITS = {"percent": "%", "percentage_point": " points", "fold": "-fold"}
_SCALES = ((Decimal(10) ** 12, " trn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " mln"))

_SIDES = {  # of a check: what its two sides are, and how they should stand to one another
    "sum": ("exports and imports", "=", "trade"),
    "balance": ("exports less imports", "=", "balance"),
    "growth": ("level before, by its growth", "=", "level before, as told"),
    "change": ("level before, by its change", "=", "level before, as told"),
    "share": ("whole, by the share of its part", "=", "whole, as told"),
    "exchange-rate": ("rate of the pair before", "=", "rate of this pair"),
    "market-rate": ("rate of the pair", "=", "rate of the market then"),
    "told-twice": ("told first", "=", "told again"),
    "shares-of-one-whole": ("shares together, %,", "≤", "all of it"),
    "part": ("part", "≤", "whole"),
    "period": ("shorter period", "≤", "longer period"),
    "rank": ("ranked behind", "≤", "ranked before"),
}

_MORE = {  # slots that tell facts of one place, indicator and period apart
    "commodity": "{}",
    "segment": "{}",
    "partners": "with {}",
    "equivalents": "= {}",
    "base": "against {}",
    "whole": "of {}",
    "among": "among {}",
    "status": "{}",
    "source": "says {}",
}

_NOT = {"=": "≠", "≤": "≰"}


def figure(
    value: Decimal, unit: str, *, high: Decimal | None = None, bound: Bound = "exact", signed: bool = False
) -> str:
    """Write a figure as a reader would, exact to the last digit.

    >>> figure(Decimal("7960000000"), "CNY"), figure(Decimal("5"), "percent", high=Decimal("7"), bound="about")
    ('7.96 bn CNY', 'about 5 to 7%')
    """
    if unit == "rank":
        return f"no. {number(value)}"
    upper = "" if high is None else f" to {number(high)}"
    plus = "+" if signed and value > 0 else ""
    return f"{_BOUNDS[bound]}{plus}{number(value)}{upper}{_UNITS.get(unit, f' {unit}')}"


def number(value: Decimal) -> str:
    """Write a number with its magnitude, exact to the last digit.

    >>> number(Decimal("-7960000000")), number(Decimal("5200"))
    ('-7.96 bn', '5,200')
    """
    for scale, name in _SCALES:
        if abs(value) >= scale and (scaled := plain(value / scale)) * scale == value:
            return f"{scaled:,f}{name}"
    return f"{value:,f}"


def days(period: Period | None) -> str:
    """Write a period as briefly as its days allow.

    >>> days(Period(start="2023-01-01", end="2023-12-31")), days(Period(start="2023-01-01", end="2023-11-30"))
    ('2023', '2023-01 to 2023-11')
    """
    if period is None:
        return ""
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{start} to {end}"
    if (start.month, end.month) == (1, 12):
        return f"{start:%Y}" if start.year == end.year else f"{start:%Y} to {end:%Y}"
    return f"{start:%Y-%m}" if (start.year, start.month) == (end.year, end.month) else f"{start:%Y-%m} to {end:%Y-%m}"


def _place(place: Place | None) -> str:
    return place.name if place else ""


def slots(fact: Fact) -> dict[str, str]:
    """Every slot of a fact in words by its name, empty where it is not filled."""
    base, whole = fact.base, fact.whole
    return {
        "value": _value(fact),
        "equivalents": "; ".join(figure(e.value, e.unit, bound=e.bound) for e in fact.equivalents),
        "measure": fact.measure,
        "indicator": fact.indicator + (f" ({fact.indicator_text})" if fact.indicator_text else ""),
        "place": _place(fact.place),
        "partners": "; ".join(map(_place, fact.partners)),
        "commodity": fact.commodity or "",
        "segment": fact.segment or "",
        "period": days(fact.period),
        "base": " ".join(filter(None, (base.kind, days(base.period)))) if base else "",
        "whole": " of ".join(filter(None, (whole.indicator, _place(whole.place)))) if whole else "",
        "among": fact.among or "",
        "source": fact.source or "",
        "status": "" if fact.status == "actual" else fact.status,
    }


def more(told: Mapping[str, str]) -> str:
    """Write what a fact is told of beside its place, indicator, measure, period and value, from its slots in words.

    >>> more({"partners": "China", "commodity": "tea", "base": "yoy 2023-05", "value": "5%"})
    'tea, with China, against yoy 2023-05'
    """
    return ", ".join(words.format(told[slot]) for slot, words in _MORE.items() if told.get(slot))


def _value(fact: Fact) -> str:
    signed = moves(fact.measure, fact.unit)
    return figure(fact.value, fact.unit, high=fact.value_high, bound=fact.bound, signed=signed)


def moves(measure: Measure, unit: str) -> bool:
    """Whether a figure tells a move up or down, so that its sign is written either way.

    >>> moves("growth", "percent"), moves("growth", "fold"), moves("share", "percent")
    (True, False, False)
    """
    return measure in {"growth", "change", "gap", "contribution"} and unit != "fold"


def verdict(check: Check) -> str:
    """Write what a check found.

    >>> verdict(Check(name="sum", verdict="off", facts=(), left="9", right="8", tolerance="0.1"))
    'off by 1'
    """
    if check.verdict == "off" and check.left is not None and check.right is not None:
        return f"off by {number(abs(check.left - check.right))}"
    return check.verdict


def sides(check: Check) -> str:
    """Write what a check compares, with the figures of both sides as far as there are any, and why it cannot tell.

    >>> sides(Check(name="sum", verdict="holds", facts=(), left="7.96", right="7.96", tolerance="0.02"))
    'exports and imports 7.96 = trade 7.96 (to 0.02)'
    >>> sides(Check(name="sum", verdict="cannot tell", facts=(), left=None, right=None, tolerance="0", why="no unit"))
    'exports and imports = trade: no unit'
    """
    left, sign, right = _SIDES[check.name]
    why = f": {check.why}" if check.why else ""
    if check.left is None:
        return f"{left} {sign} {right}{why}"
    told = f"{left} {number(check.left)}"
    if check.right is not None:
        between = {"holds": sign, "off": _NOT[sign], "cannot tell": "against"}[check.verdict]
        told += f" {between} {right} {number(check.right)}"
    return f"{told} (to {number(check.tolerance)}){why}"
