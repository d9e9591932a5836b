"""Groups of countries without a name: ``third countries``, ``non-EU markets``, ``countries outside the EU``."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.gazetteer import slug
from extractor.phrases.items import PLACE, WORD, Item
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention, Place

_HEADS = words_for("group-head")
_UNTOLD = words_for("group-untold")
_LONGEST = 5  # words before the head


def described_group(text: str, items: Sequence[Item], at: int) -> tuple[Mention, int] | None:
    """The group of countries whose description begins at ``at``, and the index one past it.

    None where the words narrow nothing (``other countries``, ``key markets``).
    """
    while at < len(items) and items[at].kind in {"det", "approx"}:
        at += 1
    end = _over_the_rest(items, at)
    if end is None:
        head = _head_of_group(items, at)
        if head is None:
            return None
        end = _over_outside(items, head + 1)
        if end == head + 1 and all(item.lower in _UNTOLD for item in items[at:head]):
            return None
    start, stop = items[at].start, items[end - 1].end
    name = text[start:stop]
    place = Place(name=name, kind="group", id=f"group:{slug(name)}")
    return Mention(label=Label.PLACE, start=start, end=stop, text=name, rule="described-group", place=place), end


def _head_of_group(items: Sequence[Item], at: int) -> int | None:
    """Index of the noun that names a group (*countries*) after plain words alone."""
    head = at
    while head < len(items) and head <= at + _LONGEST and (items[head].kind == WORD or items[head].lower == "-"):
        if items[head].lower.rpartition(" ")[2] in _HEADS:  # "non-" and "EU countries"
            return head
        head += 1
    return None


def _over_the_rest(items: Sequence[Item], at: int) -> int | None:
    """Index one past ``rest of the world``."""
    if at + 2 >= len(items) or items[at].lower != "rest" or items[at + 1].lower != "of":
        return None
    after = at + 2
    while after < len(items) and items[after].kind == "det":
        after += 1
    is_whole = after < len(items) and (items[after].kind == PLACE or items[after].lower == "world")
    return after + 1 if is_whole else None


def _over_outside(items: Sequence[Item], at: int) -> int:
    """Index one past ``outside the EU``; ``at`` itself where nothing of the kind follows."""
    after = at
    if after < len(items) and items[after].lower in {"outside", "outside of", "beyond"}:
        after += 1
        while after < len(items) and items[after].kind == "det":
            after += 1
        if after < len(items) and items[after].kind == PLACE:
            return after + 1
    return at
