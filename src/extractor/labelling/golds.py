"""What stands in a gold file that people may have edited: as much as can be read, and which figures it may hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.labelling.sheet import LabellingError

Raw = dict[str, Any]
_DIGITS = 50  # of a figure written plain, before the point or behind it
_SHOWN = 40  # characters of a figure named in an error


def parsed(text: str) -> Raw | None:
    """Read a gold file; None where it is no object of JSON."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None


def items(raw: Raw | None, kind: str) -> dict[str, Raw]:
    """Mentions, facts or places by their ids; those without one, and whatever else stands there, are passed over.

    >>> items({"mentions": [{"id": "m1"}, {}, 3]}, "mentions"), items({"facts": 3}, "facts")
    ({'m1': {'id': 'm1'}}, {})
    """
    held = (raw or {}).get(kind)
    listed = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
    return {one["id"]: one for one in listed if isinstance(one.get("id"), str)}


def number(literal: str) -> float:
    """Read a number of a gold file, for ``json.loads``.

    Raises:
        ValueError: It is one that ``check_figures`` would refuse.
    """
    try:
        fits = _fits(Decimal(literal))
    except InvalidOperation:  # JSON sets no bound to an exponent
        fits = False
    if not fits:
        raise ValueError(f"the number {_cut(literal)} has more than {_DIGITS} digits")
    return float(literal)


def check_figures(mentions: Iterable[Mapping[str, Any]], name: str) -> None:
    """See that figures can be written plain, as gold has them; whether they are figures its loader tells.

    Raises:
        LabellingError: A figure has more digits than any article tells; ``name`` is that of the article.

    >>> check_figures([{"id": "m1", "value": "1e999999999"}], "tin")
    Traceback (most recent call last):
    extractor.labelling.sheet.LabellingError: tin: region m1: value '1e999999999' has more than 50 digits; correct it
    """
    for mention in mentions:
        for key in ("value", "value_high"):
            written = str(mention.get(key))
            try:
                fits = _fits(Decimal(written))
            except InvalidOperation:
                continue
            if not fits:
                where = f"{name}: region {mention['id']}"
                raise LabellingError(f"{where}: {key} {_cut(written)!r} has more than {_DIGITS} digits; correct it")


def _fits(figure: Decimal) -> bool:
    exponent = figure.as_tuple().exponent
    return not isinstance(exponent, int) or (figure.adjusted() < _DIGITS and exponent >= -_DIGITS)


def _cut(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
