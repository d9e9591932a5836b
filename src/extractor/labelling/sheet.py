"""An article as a labelling tool shows it: regions with fields, and relations between them; made of gold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.labelling.nearest import Nearest
from extractor.labelling.slots import OF_FACTS, OF_MENTIONS, PHRASE, SLOTS, Field, Slot
from extractor.records import InputError, Period

Fields = Mapping[str, tuple[str, ...]]


class LabellingError(InputError):
    """What came back from a tool cannot be made gold; names the file, the region and the remedy."""


@dataclass(frozen=True)
class Region:
    """A stretch of the article under a label, with its fields by their names; ``id`` is that of its mention."""

    id: str
    label: str
    start: int
    end: int
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """From the figure of a fact to the region that one of its slots is read from; ``value`` is what the slot held."""

    figure: str
    slot: str
    region: str
    value: str = ""


@dataclass(frozen=True)
class Sheet:
    """One article with its labels, as both tools have them.

    Attributes:
        name: Path of the gold file below the gold folder, without ``.json``.
        text: The article.
        gold: The gold file it was made of, to the byte.
        places: Places the article speaks of, as in gold.
        regions: Mentions in the order of the gold file, then phrases.
        relations: In the order of the facts and their slots.
    """

    name: str
    text: str
    gold: str
    places: tuple[Mapping[str, Any], ...]
    regions: tuple[Region, ...]
    relations: tuple[Relation, ...]


def sheet_of(article: GoldArticle, name: str, gold: str) -> Sheet:
    """Show a gold article as regions and relations.

    Args:
        article: The labels, as ``load_gold`` reads them.
        name: Path of the gold file below its folder, without ``.json``.
        gold: What stands in the file.
    """
    anchors, nearest = article.mention_by_id, Nearest(article)
    facts = {fact.value: _FactSheet(fact, anchors[fact.value].start, nearest) for fact in article.facts}
    phrases = _named(article, facts.values())
    regions = [_region(article, one, facts.get(one.id)) for one in article.mentions]
    regions += [Region(id=name, label=PHRASE, start=start, end=end) for (start, end), name in phrases.items()]
    relations = [
        Relation(fact.value, slot, phrases[region] if isinstance(region, tuple) else region, value)
        for fact in article.facts
        for slot, region, value in facts[fact.value].relations
    ]
    places = tuple(place.model_dump(mode="json") for place in article.places)
    return Sheet(name, article.text, gold, places, tuple(regions), tuple(relations))


def unused_phrases(sheet: Sheet) -> Iterator[str]:
    """Tell of each phrase that is no slot of any fact: gold has no room for it."""
    used = {relation.region for relation in sheet.relations}
    for region in sheet.regions:
        if region.label == PHRASE and region.id not in used:
            words = sheet.text[region.start : region.end]
            yield (
                f"{sheet.name}: the {PHRASE} {words!r} at {region.start}, which no figure points to; draw a relation "
                "to it from the figure of its fact, or take it away"
            )


def _named(article: GoldArticle, facts: Any) -> dict[tuple[int, int], str]:
    """A name for each phrase, in the order of the text."""
    spans = {region for fact in facts for _, region, _ in fact.relations if isinstance(region, tuple)}
    taken = set(article.mention_by_id)
    names = (name for number in range(1, len(spans) + len(taken) + 1) if (name := f"p{number}") not in taken)
    return dict(zip(sorted(spans), names, strict=False))


def _region(article: GoldArticle, mention: GoldMention, fact: _FactSheet | None) -> Region:
    fields = dict(_fields(mention, OF_MENTIONS))
    if fact is not None:
        fields.update(_fields(fact.fact, tuple(field for field in OF_FACTS if field.name not in _SLOT_NAMES)))
        fields.update(fact.fields)
    return Region(mention.id, mention.label.value, mention.start, mention.end, fields)


_SLOT_NAMES = {slot.name for slot in SLOTS}


def _fields(record: GoldMention | GoldFact, fields: tuple[Field, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    defaults = type(record).model_fields
    for one in fields:
        value = getattr(record, one.key)
        if one.is_mark:
            if value:
                yield one.name, one.options
        elif value is not None and value != defaults[one.key].default:
            yield one.name, (written(value),)


def written(value: Any) -> str:
    """Write what a field holds: figures plain, periods as two days.

    >>> written(Period(start="2023-01-01", end="2023-12-31"))
    '2023-01-01/2023-12-31'
    """
    if isinstance(value, Period):
        return f"{value.start}/{value.end}"
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)


class _FactSheet:
    """The slots of a fact: as relations where a region says the same, and from the first that none does, as fields."""

    def __init__(self, fact: GoldFact, start: int, nearest: Nearest) -> None:
        self.fact, self.start, self.nearest = fact, start, nearest
        self.relations: list[tuple[str, str | tuple[int, int], str]] = []
        self.order: dict[str | tuple[int, int], int] = {}
        self.fields: dict[str, tuple[str, ...]] = {}
        for slot in SLOTS:
            self._show(slot)

    def _show(self, slot: Slot) -> None:
        held = getattr(self.fact, slot.key)
        values = held if slot.many else [held] if held is not None else []
        last = -1
        for at, value in enumerate(values):
            region = self._region(slot, value)
            place = -1 if region is None else self.order.setdefault(region, len(self.order))
            if region is None or place <= last:  # Label Studio has one relation between two regions, of many labels
                self.fields[slot.name] = tuple(written(one) for one in values[at:])
                return
            last = place
            self.relations.append((slot.name, region, written(value)))

    def _region(self, slot: Slot, value: str | Period) -> str | tuple[int, int] | None:
        """The region nearest to the figure that says a value: the id of a mention, or the span of a phrase."""
        if slot.name == "equivalent":
            return str(value)
        return self.nearest.mention(slot, value, self.start) or self.nearest.phrase(slot, value, self.start)
