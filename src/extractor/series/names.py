"""Names: what places and phrases are called in many articles, and which of the names a reader is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from extractor.records import InputError, Place

_SHOWN = 3  # names that are near to one that is not there


class Names:
    """Every name that articles use: of places by their ids, of phrases by ``same_words``."""

    def __init__(self) -> None:
        self._places: dict[str, Counter[Place]] = defaultdict(Counter)
        self._ids: dict[str, set[str]] = defaultdict(set)  # by name
        self._aliases: dict[str, set[str]] = defaultdict(set)  # by id
        self._phrases: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._shown: dict[str, Place] = {}  # what ``place`` has found

    def add_place(self, place: Place) -> None:
        """Count a telling of a place."""
        self._places[place.id][place] += 1
        self._shown.clear()
        self.add_alias(place, place.name)

    def add_alias(self, place: Place, name: str) -> None:
        """Note what an article calls a place, and what that lies in."""
        self._ids[name.casefold()].add(place.id)
        self._aliases[place.id].add(name.casefold())

    def add_phrase(self, slot: str, same: str, words: str) -> None:
        """Count a wording of a phrase."""
        self._phrases[slot, same][words] += 1

    def place(self, id: str) -> Place:  # noqa: A002
        """The place as most facts have it, in the longest chain told; of two as frequent the one with the fuller name.

        Places in the chain have the names that they are shown with themselves, where these tell of one place.
        """
        if id not in self._shown:
            place = self._most_told(id)
            chain = max((one.within for one in self._places[id]), key=lambda one: (len(one), one))
            within = tuple(self._shown_name(name, place) for name in chain)
            self._shown[id] = place.model_copy(update={"within": within})
        return self._shown[id]

    def _most_told(self, id: str) -> Place:  # noqa: A002
        told = self._places[id].items()
        return max(told, key=lambda one: (one[1], len(one[0].name), one[0].name, repr(one[0])))[0]

    def _shown_name(self, name: str, place: Place) -> str:
        """What a place that another lies in is shown as: by its ISO code, else by its name, where that tells of one."""
        for outer in map(self._most_told, self._ids_around(place)):
            if f" {name.casefold()} " in f" {outer.name.casefold()} ":  # Henan, Henan province
                return outer.name
        known = [self._most_told(id_) for id_ in self._ids.get(name.casefold(), ()) if id_ in self._places]
        alike = {one.name for one in known if place.country in {None, one.country}}
        return alike.pop() if len(alike) == 1 else name

    def _ids_around(self, place: Place) -> list[str]:
        """The subdivision and the country it lies in by its codes, where articles tell of them."""
        ids = (f"subdivision:{place.subdivision}", f"country:{place.country}")
        return [id_ for id_ in ids if id_ != place.id and id_ in self._places]

    def phrase(self, slot: str, same: str | None) -> str | None:
        """A phrase as most facts have it; of two as frequent the fuller."""
        if same is None:
            return None
        return max(self._phrases[slot, same].items(), key=lambda one: (one[1], len(one[0]), one[0]))[0]

    def ids_of(self, name: str) -> frozenset[str]:
        """The ids of the places of a name, or of the place of an id.

        Raises:
            InputError: No article names such a place.
        """
        if name in self._places or name in self._aliases:
            return frozenset({name})
        if found := self._ids.get(name.casefold().strip()):
            return frozenset(found)
        told = self._places.keys()
        known = {one: self.place(id_).name for one, ids in self._ids.items() for id_ in sorted(ids & told)}
        raise InputError(f"no article tells of a place {name!r}; {nearest(name, known)}")

    def around(self, name: str) -> frozenset[str]:
        """All the names, in lower case, of the places of a name or id: what lies in these places lies in such a name.

        Raises:
            InputError: No article names such a place, nor says that another lies in it.
        """
        wanted = name.casefold().strip()
        if any(wanted in self._chain(id_) for id_ in self._places):
            return frozenset({wanted}).union(*(self._aliases[id_] for id_ in self._ids.get(wanted, ())))
        return frozenset(alias for id_ in self.ids_of(name) for alias in self._aliases[id_])

    def lies_in(self, id: str, around: frozenset[str]) -> bool:  # noqa: A002
        """Whether a place lies in one of the names, as any article says or by its codes."""
        return not around.isdisjoint(self._chain(id))

    def _chain(self, id: str) -> frozenset[str]:  # noqa: A002
        told = {name.casefold() for place in self._places[id] for name in place.within}
        return frozenset(told.union(*(self._aliases[id_] for id_ in self._ids_around(self._most_told(id)))))

    def phrases(self, slot: str) -> dict[str, str]:
        """Every phrase of a slot by ``same_words``, as it is shown."""
        return {same: self.phrase(slot, same) or "" for name, same in self._phrases if name == slot}


def nearest(name: str, known: Mapping[str, str]) -> str:
    """Say which names are nearest to one that is not there.

    Args:
        name: What was asked for.
        known: What each name is shown as, by the name in lower case.

    >>> places = {"beijing": "Beijing", "xinjiang": "Xinjiang Uygur Autonomous Region"}
    >>> nearest("Xinjang", places), nearest("Oslo", {})
    ("did you mean 'Xinjiang Uygur Autonomous Region'?", 'there are none to choose from')
    """
    if not known:
        return "there are none to choose from"
    wanted = name.casefold().strip()
    within = sorted((one for one in known if f" {wanted} " in f" {one} "), key=lambda one: (len(one), one))
    near = dict.fromkeys(known[one] for one in within or get_close_matches(wanted, sorted(known), cutoff=0.65))
    if near:
        return f"did you mean {' or '.join(map(repr, list(near)[:_SHOWN]))}?"
    return f"there are {', '.join(sorted(known.values())[:_SHOWN])} and such"
