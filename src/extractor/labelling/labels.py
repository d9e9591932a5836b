"""The mentions and facts that a sheet says, in gold's own shape."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import count
from typing import Any

from extractor.evaluation.labels import GoldFact
from extractor.labelling.sheet import LabellingError, Region, Relation, Sheet
from extractor.labelling.slots import (
    DATED,
    FIGURES,
    LABELS,
    MENTIONS,
    OF_FACTS,
    OF_MENTIONS,
    PHRASE,
    SLOT_BY_NAME,
    Field,
    Slot,
)

Raw = dict[str, Any]
_ALWAYS = {"places", "period", "optional"}  # keys that a gold fact has even where they hold nothing
_FACT_KEYS = {field.key: field for field in OF_FACTS}


def unused(letter: str, taken: Container[str]) -> Iterator[str]:
    """Ids of a letter and a number that are not taken, one after the other.

    >>> next(unused("m", {"m1", "m2"}))
    'm3'
    """
    return (name for number in count(1) if (name := f"{letter}{number}") not in taken)


class Labels:
    """Reads the mentions and facts of a sheet, beside what it showed when it was exported.

    Args:
        sheet: As it came back.
        known: As it was exported; None where that cannot be told.

    Raises:
        LabellingError: A region or a relation is not what gold can hold.
    """

    def __init__(self, sheet: Sheet, known: Sheet | None) -> None:
        self.sheet = sheet
        self.regions = {region.id: region for region in sheet.regions}
        self.known_regions = {region.id: region for region in known.regions} if known else {}
        self.known_relations = _by_slot(known.relations if known else ())
        self._check()
        self.relations = _by_slot(sheet.relations)

    def _check(self) -> None:
        times = Counter(region.id for region in self.sheet.regions)
        for region in self.sheet.regions:
            where = f"{self.sheet.name}: region {region.id}"
            length = len(self.sheet.text)
            if times[region.id] > 1:
                raise LabellingError(f"{where}: {times[region.id]} regions have this id; clear it where it was copied")
            if not 0 <= region.start < region.end <= length:
                span = f"[{region.start}:{region.end}]"
                raise LabellingError(f"{where}: {span} is not within the {length} characters; draw it anew")
            if region.label not in LABELS:
                raise LabellingError(f"{where}: unknown label {region.label!r}; give it one of {', '.join(LABELS)}")
        for relation in self.sheet.relations:
            self._check_relation(relation)

    def _check_relation(self, relation: Relation) -> None:
        where = f"{self.sheet.name}: relation {relation.slot!r} from {relation.figure} to {relation.region}"
        slot = SLOT_BY_NAME.get(relation.slot)
        if slot is None:
            raise LabellingError(f"{where}: unknown relation; make it one of {', '.join(SLOT_BY_NAME)}")
        for name in (relation.figure, relation.region):
            if name not in self.regions:
                raise LabellingError(f"{where}: there is no region {name}; remove the relation or draw the region")
        known = {one.region for one in self.known_relations.get((relation.figure, relation.slot), ())}
        figure, region = self.regions[relation.figure], self.regions[relation.region]
        if figure.label not in FIGURES and relation.region not in known:
            raise LabellingError(f"{where}: it starts at a {figure.label}; draw it from the figure ({_list(FIGURES)})")
        if region.label not in slot.targets and (relation.region not in known or slot.name == "equivalent"):
            raise LabellingError(f"{where}: it ends at a {region.label}; draw it to a {_list(slot.targets)}")

    # ── mentions ────────────────────────────────────────────────────────────────────────────────

    def mentions(self) -> list[Raw]:
        """Gold mentions, in the order of their regions; fields that a label cannot have are left out."""
        return [self._mention(region) for region in self.sheet.regions if region.label in MENTIONS]

    def _mention(self, region: Region) -> Raw:
        raw: Raw = {"id": region.id, "label": region.label, "start": region.start, "end": region.end}
        raw["text"] = self._text(region)
        for field in OF_MENTIONS:
            if field.key == "id" or region.label not in field.labels:
                continue
            value = self._held(region, field, region.fields.get(field.name, ()))
            if value not in (None, False) or field.key in _ALWAYS:
                raw[field.key] = value
        return raw

    def _text(self, region: Region) -> str:
        return self.sheet.text[region.start : region.end]

    def _held(self, region: Region, field: Field, values: Iterable[str]) -> Any:
        """What a field holds, in gold's shape: a list, a mark, two days or one value."""
        held = list(values)
        if field.many:
            return held
        if field.is_mark:
            return bool(held)
        if len(held) > 1:
            where = f"{self.sheet.name}: region {region.id} ({self._text(region)!r})"
            raise LabellingError(f"{where}: {field.name} is {_list(map(repr, held), ' and ')}; keep one")
        if not held or field.name not in DATED:
            return held[0] if held else None
        start, _, end = held[0].partition("/")
        return {"start": start.strip(), "end": (end or start).strip()}

    # ── facts ───────────────────────────────────────────────────────────────────────────────────

    def facts(self) -> list[Raw]:
        """Gold facts, in the order of their figures: a figure with a measure has one."""
        figures = [region for region in self.sheet.regions if region.label in FIGURES]
        found = [region for region in figures if "measure" in region.fields]
        for region in figures:
            if "measure" not in region.fields and "measure" not in self._known(region):
                self._refuse_half(region)
        taken = {name for region in found for name in region.fields.get("fact", ())}
        new = unused("f", taken)
        return [self._fact(region, next(iter(region.fields.get("fact", ())), "") or next(new)) for region in found]

    def _known(self, region: Region) -> Container[str]:
        known = self.known_regions.get(region.id)
        return known.fields if known else ()

    def _refuse_half(self, region: Region) -> None:
        """A figure that has slots and never had a fact is one whose measure was forgotten."""
        named = {field.name for field in OF_FACTS} & set(region.fields)
        named |= {slot for slot in SLOT_BY_NAME if (region.id, slot) in self.relations}
        if named:
            where = f"{self.sheet.name}: region {region.id} ({self._text(region)!r})"
            raise LabellingError(f"{where}: it has {_list(sorted(named))} but no measure; choose its measure")

    def _fact(self, region: Region, name: str) -> Raw:
        raw: Raw = {"id": name, "value": region.id}
        for key in GoldFact.model_fields:
            if key in raw:
                continue
            field = _FACT_KEYS[key]
            slot = SLOT_BY_NAME.get(field.name)
            values = self._of_slot(region, slot) if slot else region.fields.get(field.name, ())
            value = self._held(region, field, values)
            if key == "sign":
                value = "-" if value else None
            if value not in (None, False, []) or key in _ALWAYS:
                raw[key] = value
        return raw

    def _of_slot(self, figure: Region, slot: Slot) -> list[str]:
        """What a slot holds: what its relations say, then its field.

        A mention that was deleted or relabelled says nothing against the facts read from it: they keep what it said,
        unless their slot was drawn to another region.
        """
        drawn = self.relations.get((figure.id, slot.name), [])
        known = self.known_relations.get((figure.id, slot.name), [])
        before = {relation.region: relation.value for relation in known}
        values = [value for one in drawn for value in self._said(slot, self.regions[one.region], before)]
        if all(one.region in before for one in drawn) and slot.name != "equivalent":
            for at, old in enumerate(known):
                if old.region not in self.regions and self.known_regions[old.region].label != PHRASE:
                    values.insert(at, old.value)
        return [*values, *figure.fields.get(slot.name, ())]

    def _said(self, slot: Slot, region: Region, before: dict[str, str]) -> Iterator[str]:
        """What a region says of a slot; nothing where it is a period left open."""
        named = slot.name in {"partner", "source"}  # slots that gold tells by a name, not by the id of a place
        if region.label == PHRASE:
            yield self._text(region)
        elif slot.name == "equivalent":
            yield region.id
        elif region.label not in slot.targets or (named and region.id in before and self._is_known(region)):
            yield before[region.id]
        elif named:
            yield self._text(region)
        else:
            yield from region.fields.get("place" if slot.name == "place" else "period", ())[:1]

    def _is_known(self, region: Region) -> bool:
        """Whether it stands where it stood: brat gives the number of what was deleted to what is drawn next."""
        known = self.known_regions[region.id]
        return known.start < region.end and region.start < known.end


def _by_slot(relations: Iterable[Relation]) -> dict[tuple[str, str], list[Relation]]:
    found = defaultdict(list)
    for relation in relations:
        found[relation.figure, relation.slot].append(relation)
    return dict(found)


def _list(words: Iterable[str], joint: str = ", ") -> str:
    return joint.join(words)
