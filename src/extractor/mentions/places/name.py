"""A name in its surroundings, and what the gazetteer tells of the places it may mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.gazetteer import WHOLE, Entry, Hit, Sense

STRONG_CITY = 250_000
STRONG_DIVISION = 400_000


@dataclass
class Name:
    """A hit in its surroundings.

    Attributes:
        start: First character of the mention.
        end: One past its last, type word included.
        hit: The gazetteer's name.
        type: Kind that a type word says, `city` for `Suzhou city` and `the city of Suzhou`.
        demonym: Whether it is an adjective.
        doubtful: Whether something speaks against a name that is not well known.
        evidence: What speaks for it, beside the name itself.
        container: The name of the place it is said to lie in.
        held: The name before it that it holds, as `York` in `York, Pennsylvania`.
        town: The name before it of a town the gazetteer lacks, as `Cairo` in `Cairo, Illinois`.
        peers: The names beside it in a list.
        sense: What it means, once that is chosen.
    """

    start: int
    end: int
    hit: Hit
    type: str = ""
    demonym: bool = False
    doubtful: bool = False
    rule: str = "name"
    evidence: set[str] = field(default_factory=set)
    container: Name | None = None
    held: Name | None = None
    town: Name | None = None
    peers: list[Name] = field(default_factory=list)
    sense: Sense | None = None

    @property
    def chosen(self) -> Sense:
        """What it means; the first sense where nothing was chosen yet."""
        return self.sense or self.hit.senses[0]


def strong(sense: Sense) -> bool:
    """Whether the name by itself is taken for the place."""
    entry, how = sense
    if how == "kept" or entry.kind in WHOLE:
        return how != "alias"
    if how == "alias":
        return False
    if entry.id.startswith("subdivision:"):
        return entry.population >= STRONG_DIVISION or entry.country in {"CN", "US", "CA", "AU"}
    return entry.population >= STRONG_CITY


def lies_in(inner: Entry, outer: Entry) -> bool:
    """Whether one place lies in the other, as far as their codes tell."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    return bool(outer.subdivision) and inner.subdivision == outer.subdivision and rank(outer) < rank(inner)


def may_lie_in(name: Name, inner: Entry, outer: Entry) -> bool:
    """The same, where the data calls a town what the text calls a district of one: `Longgang district, Shenzhen`."""
    part = name.type in {"district", "county"} and inner.kind == outer.kind == "city" and inner.id != outer.id
    return lies_in(inner, outer) or (part and bool(outer.subdivision) and inner.subdivision == outer.subdivision)


def is_bare_county(name: Name, sense: Sense) -> bool:
    """Whether it would be a county without its type word: `Washington, Oregon` is not Washington County."""
    return sense.entry.kind == "county" and sense.how == "alias" and not name.type


def rank(entry: Entry) -> int:
    """How small a place is: 1 for first-level divisions, more for what lies in them."""
    if entry.kind == "country":
        return 0
    if entry.id == f"subdivision:{entry.subdivision}":
        return 1
    if entry.kind == "county" and entry.country != "CN":
        return 2
    return {"prefecture": 2, "province": 2, "city": 3, "municipality": 3, "county": 4, "district": 4}.get(entry.kind, 5)
