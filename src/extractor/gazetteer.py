"""The gazetteer: which places a name may mean, and where a text uses such names.

Two tables make it: ``lexicons/gazetteer.tsv.gz``, built from public data by ``tools/build_gazetteer.py``, and
``lexicons/places.tsv``, kept by hand, which adds what the data lacks and corrects what it has. Which of several
places an article means is not decided here but by ``extractor.mentions.places``.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from extractor import lexicons
from extractor.records import LexiconError

BUILT = "gazetteer.tsv.gz"
WHOLE = frozenset({"country", "group", "region", "sea"})
"""The kinds of place that are no division or town of a country, and that no type word such as `province` may follow."""
_BEGINNING = 5  # characters of a name that say where one may begin
_GAP = re.compile(r"[\W_]")
_START = itemgetter(1)


class Entry(NamedTuple):
    """One place of the gazetteer.

    Attributes:
        id: Stable identifier, such as ``country:CN``, ``subdivision:CN-NM``, ``geonames:1886762``.
        kind: ``country``, ``province``, ``city`` and so on, as in ``Place.kind``.
        country: ISO 3166-1 alpha-2, empty for groups of countries.
        subdivision: ISO 3166-2, empty where unknown.
        population: People, 0 where unknown.
        name: The name to show.
        within: Name of the place it lies in, where that is neither its subdivision nor its country.
        lat, lon: Degrees north and east as text, empty where unknown.
    """

    id: str
    kind: str
    country: str
    subdivision: str
    population: int
    name: str
    within: str = ""
    lat: str = ""
    lon: str = ""


class Sense(NamedTuple):
    """What a name may mean.

    Attributes:
        entry: The place.
        how: ``name``; ``kept``, a name kept by hand; ``alias``, a foreign or historical spelling, which wants
            evidence; ``demonym``, an adjective that stands for the place.
    """

    entry: Entry
    how: Literal["name", "kept", "alias", "demonym"]


class Hit(NamedTuple):
    """A name of the gazetteer in a text, with everything it may mean."""

    start: int
    end: int
    name: str
    senses: tuple[Sense, ...]


class HandKept(NamedTuple):
    """A line of ``places.tsv``; with the ``id`` of a built place it renames it and adds forms."""

    name: str
    kind: str
    country: str = ""
    subdivision: str = ""
    within: str = ""
    population: int = 0
    forms: tuple[str, ...] = ()
    id: str = ""


class Group(NamedTuple):
    """A line of ``groups.tsv``: countries that are spoken of together, or a region of the world."""

    name: str
    kind: str
    forms: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class Demonym(NamedTuple):
    """A line of ``demonyms.tsv``: an adjective and the identifier of the place it stands for."""

    word: str
    place: str


_HOW: dict[str, Literal["name", "kept", "alias", "demonym"]] = {"": "name", "k": "kept", "a": "alias", "d": "demonym"}


def slug(name: str) -> str:
    """A name as a part of an identifier.

    >>> slug("Xi'an (North)")
    'xi-an-north'
    """
    return "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


class Gazetteer:
    """All names and places; get the one of the package with `gazetteer()`.

    >>> [sense.entry.id for sense in gazetteer().lookup("Inner Mongolia")]
    ['subdivision:CN-NM']
    >>> [hit.name for hit in gazetteer().find("From Rotterdam to South Africa")]
    ['Rotterdam', 'South Africa']
    """

    def __init__(self, built: str) -> None:
        places, names, numbers = built.split("\n\n")
        self._places = places.split("\n")
        self._entries: dict[int, Entry] = {}
        # The places of every name, as the file has them, `12,345a`: those a text uses are taken apart when it does.
        self._meant = dict(zip(names.split("\n"), numbers.split("\n"), strict=True))
        del built, places, names, numbers  # a dozen megabytes that the lists now hold
        self._built = len(self._places)  # those of the file, which are sorted by id; the hand-kept ones follow
        self._ids: dict[str, int] = {}
        for place in lexicons.rows("places.tsv", HandKept):
            self._keep(place)
        self._members: dict[str, frozenset[str]] = {}
        for group in lexicons.rows("groups.tsv", Group):
            self._members[f"group:{slug(group.name)}"] = frozenset(group.members)
            country = group.members[0] if len(group.members) == 1 else ""
            number = self._add(Entry(f"group:{slug(group.name)}", group.kind, country, "", 0, group.name))
            self._name(number, "k", group.name, *group.forms)
        for demonym in lexicons.rows("demonyms.tsv", Demonym):
            stands_for = self._number(demonym.place)
            if stands_for is None:
                raise LexiconError(f"demonyms.tsv: {demonym.word!r} stands for {demonym.place!r}, which no table has")
            self._name(stands_for, "d", demonym.word)
        self._reach: dict[str, int] = {}  # how long the longest name is that begins so
        for name in self._meant:
            beginning = name[:_BEGINNING]
            self._reach[beginning] = max(self._reach.get(beginning, 0), len(name))
        # An automaton of whole names takes longer to build than all the rest; this one finds where a name may begin.
        self._beginnings = AhoCorasick(
            sorted(self._reach), store_patterns=False, implementation=Implementation.ContiguousNFA
        )

    def _keep(self, kept: HandKept) -> None:
        """Add a hand-kept place, or rename a built one and add forms to it."""
        found = self._number(kept.id) if kept.id else None
        if found is not None:
            number = found
            entry = self._entry(number)
            division = kept.subdivision or entry.subdivision
            self._entries[number] = entry._replace(
                name=kept.name, kind=kept.kind, within=kept.within, subdivision=division
            )
        elif kept.id:
            raise LexiconError(
                f"places.tsv: {kept.name!r} renames {kept.id!r}, which {BUILT} does not have; drop the id or rebuild"
            )
        else:
            id_ = f"place:{slug(kept.country + ' ' + kept.name)}"
            number = self._add(
                Entry(id_, kept.kind, kept.country, kept.subdivision, kept.population, kept.name, kept.within)
            )
        self._name(number, "k", kept.name, *kept.forms)

    def _add(self, entry: Entry) -> int:
        number = self._ids[entry.id] = len(self._places)
        self._places.append("")
        self._entries[number] = entry
        return number

    def _number(self, id_: str) -> int | None:
        at = bisect_left(self._places, id_ + "\t", 0, self._built)
        if at < self._built and self._places[at].startswith(id_ + "\t"):
            return at
        return self._ids.get(id_)

    def _name(self, number: int, how: str, *names: str) -> None:
        """Let the names mean that place, before anything else they mean."""
        for name in names:
            others = [other for other in self._meant.get(name, "").split(",") if other.rstrip("akd") != str(number)]
            self._meant[name] = ",".join([f"{number}{how}", *filter(None, others)])

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            id_, kind, country, subdivision, population, name, lat, lon = self._places[number].split("\t")
            entry = Entry(id_, kind, country, subdivision, int(population), name, lat=lat, lon=lon)
            self._entries[number] = entry
        return entry

    def __contains__(self, name: str) -> bool:
        return name in self._meant

    def lookup(self, name: str) -> tuple[Sense, ...]:
        """Everything ``name`` may mean, as it is written; empty where the gazetteer does not have it."""
        numbers = self._meant.get(name)
        if numbers is None:
            return ()
        split = ((number.rstrip("akd"), number) for number in numbers.split(","))
        return tuple(Sense(self._entry(int(digits)), _HOW[number[len(digits) :]]) for digits, number in split)

    def by_id(self, id_: str) -> Entry | None:
        """The place of that identifier."""
        number = self._number(id_)
        return None if number is None else self._entry(number)

    def members(self, id_: str) -> frozenset[str]:
        """ISO 3166-1 codes of the members of a group of countries, empty where the table names none."""
        return self._members.get(id_, frozenset())

    def find(self, text: str) -> Iterator[Hit]:
        """Names in ``text``, whole words alone, the longest first, in order and never overlapping."""
        done = 0
        for _, start, _ in sorted(self._beginnings.find_matches_as_indexes(text, overlapping=True), key=_START):
            if start < done or (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
                continue
            name = self._longest(text, start)
            if name:
                done = start + len(name)
                yield Hit(start, done, name, self.lookup(name))

    def _longest(self, text: str, start: int) -> str:
        """The longest name that begins there and ends with a word; empty where none does."""
        reach = self._reach.get(text[start : start + _BEGINNING], 0)
        last = min(len(text), start + max(reach, _BEGINNING - 1))  # a name as short as that is all beginning
        ends = [gap.start() for gap in _GAP.finditer(text, start + 1, last)]
        if not text[last : last + 1].isalnum():
            ends.append(last)
        return next((name for end in reversed(ends) if (name := text[start:end]) in self), "")


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the package, loaded once (a sixth of a second, some 59 MB)."""
    try:
        packed = (lexicons.FOLDER / BUILT).read_bytes()
    except FileNotFoundError:
        raise LexiconError(f"no {BUILT} in lexicons/; build it with tools/build_gazetteer.py") from None
    return Gazetteer(gzip.decompress(packed).decode("utf-8"))
