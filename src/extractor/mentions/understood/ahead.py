"""Looking ahead: lists and ranges whose first sign or last figure carries what the others mean.

``5.7, 6.1 and 7.3 percent``, ``between $4 and $5 billion``, ``$4-5 billion``, ``$3 to $4 a gallon``, ``418 of 2,260
containers``.
"""

from __future__ import annotations

from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import Numeral
from extractor.mentions.quantities import may_count
from extractor.mentions.understood.joins import (
    Item,
    as_range,
    between_before,
    follows_change,
    join_of,
    note_on,
    take_unit,
)
from extractor.records import Label


def share_signs(text: str, items: list[Item]) -> list[Item]:
    """Let a sign before the first figure hold for the second as well: ``$4-5 billion``, ``£5m to 6m``."""
    done: list[Item] = []
    for item in items:
        before = done[-1] if done else None
        if isinstance(item, Numeral) and isinstance(before, Draft) and before.rule == "symbol-before":
            join = join_of(text, before, item)
            if item.written != "part" and (
                join in {"dash", "to", "or"} or (join == "and" and between_before(text, before.start) is not None)
            ):
                done.append(take_unit(text, item, before, before.factor))
                continue
        done.append(item)
    return done


def look_ahead(text: str, items: list[Item]) -> list[Item]:
    """Give each item what the amount after it carries for both, from the last to the first, and join ranges."""
    done: list[Item] = []
    chained = False
    for written in reversed(items):
        following = done[-1] if done else None
        join = join_of(text, written, following) if isinstance(following, Draft) else None
        if not isinstance(following, Draft) or join is None:
            chained = False
            done.append(written)
            continue
        carried = _carry(text, written, following, join, chained)
        chained = carried is not None
        item = carried or written
        span = as_range(text, item, following, join) if isinstance(item, Draft) else None
        if span:
            done[-1] = span
        else:
            done.append(item)
    done.reverse()
    return done


def _carry(text: str, item: Item, following: Draft, join: str, chained: bool) -> Draft | None:
    """Give an item what the amount after it carries for both; None where it needs or takes nothing."""
    if following.numeral is None or (join == "list" and not chained):
        return None
    if isinstance(item, Draft):
        return _with_price(text, item, following, join) or _with_magnitude(text, item, following, join)
    if join == "of":
        counted = following.rule.startswith("count") and item.value < following.value
        return take_unit(text, item, following, following.factor) if counted and may_count(text, item) else None
    if join == "other" and following.label not in {Label.MONEY, Label.PERCENT}:
        return None
    if not may_count(text, item) or (join == "dash" and item.value >= following.numeral.mantissa * 10):
        return None
    shares_scale = not item.grouped or (following.numeral.grouped and item.value < following.numeral.mantissa)
    factor = following.factor * (following.scale if item.scale == 1 and shares_scale else 1)
    return take_unit(text, item, following, factor)


def _with_price(text: str, item: Draft, following: Draft, join: str) -> Draft | None:
    """``$3`` is dollars a gallon before ``and $4 a gallon``."""
    priced = following.rule == "price-per-unit" and following.unit is not None and item.label is Label.MONEY
    if not priced or join not in {"and", "to", "dash", "or"} or not str(following.unit).startswith(f"{item.unit} per"):
        return None
    if join == "to" and follows_change(text[max(0, item.start - 24) : item.start]):
        return None  # "petrol rose $1 to $4 a gallon"
    return item._replace(
        label=Label.QUANTITY, unit=following.unit, notes=(*item.notes, note_on("unit", text, following))
    )


def _with_magnitude(text: str, item: Draft, following: Draft, join: str) -> Draft | None:
    """``$4`` is four billion before ``and $5 billion``."""
    same = item.label is following.label is Label.MONEY and item.unit == following.unit
    small = item.numeral is not None and not item.numeral.grouped and item.numeral.value < 1000
    if not (same and small and item.scale == 1 < following.scale) or join == "other":
        return None
    scaled = item.value * following.scale
    if join in {"to", "dash"} and scaled > following.value:
        return None
    return item._replace(value=scaled, notes=(*item.notes, note_on("magnitude", text, following)))
