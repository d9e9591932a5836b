"""What is different between two gold files of an article, in numbers and in a line."""

from __future__ import annotations

from typing import NamedTuple

from extractor.labelling.golds import Raw, items, parsed


class Changes(NamedTuple):
    """How many mentions, facts and places of a gold file differ from those of an earlier one.

    ``moved`` are mentions whose span alone or among others is another; ``changed`` are those that stayed where they
    were and differ in their label or normal form.
    """

    added: int
    removed: int
    moved: int
    changed: int
    facts_added: int
    facts_removed: int
    facts_changed: int
    places: int

    def __str__(self) -> str:
        words = ("added", "removed", "moved", "changed")
        spans = [f"{number} {word}" for number, word in zip(self[:4], words, strict=True) if number]
        facts = [f"{number} {word}" for number, word in zip(self[4:7], (*words[:2], words[3]), strict=True) if number]
        parts = [f"{name}: {', '.join(told)}" for name, told in (("mentions", spans), ("facts", facts)) if told]
        if self.places:
            parts.append(f"places: {self.places} changed")
        return "; ".join(parts) or "unchanged"


def changes(before: str, after: str) -> Changes:
    """Compare two gold files; what has no id counts for nothing.

    >>> old = '{"mentions": [{"id": "m1", "start": 0, "end": 2}], "facts": [], "places": []}'
    >>> str(changes(old, old.replace("2", "5")))
    'mentions: 1 moved'
    """
    old, new = parsed(before), parsed(after)
    added, removed, both = _sides(old, new, "mentions")
    moved = sum(any(was.get(key) != now.get(key) for key in ("start", "end")) for was, now in both)
    facts = _sides(old, new, "facts")
    places = _sides(old, new, "places")
    return Changes(
        added=added,
        removed=removed,
        moved=moved,
        changed=len(both) - moved,
        facts_added=facts[0],
        facts_removed=facts[1],
        facts_changed=len(facts[2]),
        places=places[0] + places[1] + len(places[2]),
    )


def _sides(old: Raw | None, new: Raw | None, kind: str) -> tuple[int, int, list[tuple[Raw, Raw]]]:
    """How many items are new, how many are gone, and those that differ."""
    before, after = items(old, kind), items(new, kind)
    differ = [(before[name], after[name]) for name in before if name in after and before[name] != after[name]]
    return len(after.keys() - before.keys()), len(before.keys() - after.keys()), differ
