"""Which place a name means: decided by the article, one meaning a name."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from math import log10
from operator import itemgetter

from extractor.gazetteer import WHOLE, Entry, Sense
from extractor.mentions.places.name import Name, is_bare_county, lies_in, may_lie_in, rank, strong

_FIRST_LEVEL = frozenset({"province", "region", "state", "oblast", "governorate", "canton", "department", "prefecture"})
SMALL_TOWN = 15_000  # people
WORLD_CITY = 5_000_000  # people
OFTEN = 9  # times a country is named
UNCOUNTED = 45.0  # what a division of some hundred thousand people scores
ENOUGH = 40.0  # the score from which a name that is not well known is taken for a place


def choose(names: Sequence[Name]) -> list[Name]:
    """Give every name its sense, and leave out those nothing speaks for."""
    focus = _focus(names)
    best: dict[tuple[str, str], tuple[float, Sense]] = {}
    told: dict[tuple[str, str], list[tuple[int, tuple[float, Sense]]]] = {}
    for name in names:
        key = (name.hit.name, name.type)
        senses = _told_apart(name)
        found = max((_scored(name, sense, focus) for sense in senses or name.hit.senses), key=itemgetter(0))
        if key not in best or found[0] > best[key][0]:
            best[key] = found
        if senses:
            told.setdefault(key, []).append((name.start, found))
    _follow_types(best)
    left_out = []
    for name in names:
        key = (name.hit.name, name.type)
        score, sense = _last_told(told[key], name.start) if key in told else best[key]
        if name.type == "county" and _is_one_of_many(name, sense, score, focus):
            name.evidence.add("one-of-many")
        if _accepted(name, sense, score, focus) or (key in told and told[key][0][0] < name.start and _is_plain(name)):
            name.sense = sense
        elif _may_follow(name, sense):
            left_out.append((name, sense))
    for name, sense in [*left_out, *reversed(left_out)]:
        peers = [peer.sense for peer in name.peers if peer.sense and peer.sense.how != "demonym"]
        if "common" in name.evidence:  # `Houston and Mobile`
            peers = [peer for peer in peers if peer.entry.kind == "city" and peer.entry.country == sense.entry.country]
        if peers:
            name.sense = sense  # `from Tromso to Murmansk`, `Windsor and Oakville`
    return [name for name in names if name.sense]


def _is_one_of_many(name: Name, sense: Sense, score: float, focus: _Focus) -> bool:
    """Whether nothing tells which of several counties is meant: `Orange County`, of which eight states have one."""
    senses = _told_apart(name) or name.hit.senses
    return any(other.entry.id != sense.entry.id and _scored(name, other, focus)[0] == score for other in senses)


def _is_plain(name: Name) -> bool:
    """Whether nothing speaks against a name: once the article has told where it lies, it needs no more than that."""
    return not (name.doubtful or {"common", "no-place", "headline"} & name.evidence)


def _may_follow(name: Name, sense: Sense) -> bool:
    """Whether it is a town's name that counts as one beside others in a list."""
    against = {"no-place", "headline"} & name.evidence or name.doubtful
    sure = sense.how == "kept" if "common" in name.evidence else sense.how in {"name", "kept"}
    return sure and sense.entry.kind == "city" and not against


def _scored(name: Name, sense: Sense, focus: _Focus) -> tuple[float, Sense]:
    return _score(name, sense, focus) - (0 if name.type else _second_best(sense, name.hit.senses)), sense


def _told_apart(name: Name) -> list[Sense]:
    """The places it may be by what holds it, where that tells: `Yichun in Jiangxi and Yichun in Heilongjiang`.

    What it holds tells too: `Buffalo, New York` speaks of the state.
    """
    senses = list(name.hit.senses)
    if name.container:
        outer = name.container.hit.senses
        inside = [sense for sense in senses if any(may_lie_in(name, sense.entry, other.entry) for other in outer)]
        senses = [sense for sense in inside if not is_bare_county(name, sense)] or inside
    elif name.held:
        inner = name.held.hit.senses
        senses = [sense for sense in senses if any(lies_in(other.entry, sense.entry) for other in inner)]
    return senses if len(senses) < len(name.hit.senses) else []


def _last_told(told: Sequence[tuple[int, tuple[float, Sense]]], start: int) -> tuple[float, Sense]:
    """What the mention itself says or the last one before it said; before all of them, what the first one says."""
    at = bisect_right(told, start, key=itemgetter(0))
    return told[max(0, at - 1)][1]


def _follow_types(best: dict[tuple[str, str], tuple[float, Sense]]) -> None:
    """Let `Dali` mean what `Dali Prefecture` means in the same article; `New York` is not `New York State`."""
    for (name, type_), (_, sense) in list(best.items()):
        bare = best.get((name, ""))
        if type_ and bare and rank(sense.entry) >= 2 and rank(bare[1].entry) >= 2:
            best[name, ""] = (bare[0], sense)


class _Focus:
    """Countries the article speaks of, by names that leave no doubt."""

    def __init__(self) -> None:
        self.countries: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.divisions: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        if not entry.country:
            return
        self.countries[entry.country] += 1
        if entry.kind not in WHOLE:
            self.inside[entry.country] += 1
            self.divisions[entry.subdivision] += 1

    def main(self) -> str:
        return self.countries.most_common(1)[0][0] if self.countries else ""


def _focus(names: Sequence[Name]) -> _Focus:
    focus = _Focus()
    for name in names:
        countries = {sense.entry.country for sense in name.hit.senses if strong(sense)}
        if len(countries) == 1 and not name.doubtful:
            focus.add(next(sense.entry for sense in name.hit.senses if strong(sense)))
    return focus


def _score(name: Name, sense: Sense, focus: _Focus) -> float:
    entry = sense.entry
    score = _prior(sense)
    if name.type:
        score += 30 * _fits(name.type, entry)
        if name.type == entry.kind and not entry.population and rank(entry) == 2:
            score += UNCOUNTED  # `the county of Kent`, of whose people the data knows nothing
        score -= 40 if entry.kind in WHOLE and name.type != "island" else 0
    container = name.container and name.container.hit.senses
    if container and any(lies_in(entry, outer.entry) for outer in container):
        score += 50
    if entry.kind not in WHOLE and any(_shares(entry, peer) for peer in name.peers):
        score += 25
    if entry.kind == "country":
        score += 40 if "beside-country" in name.evidence else 0
        score += min(focus.countries[entry.country], OFTEN)  # `Congo`, where two countries are called so
    if _is_at_home(name, sense, focus):
        score += 25
    if focus.inside[entry.country] >= 2 and entry.kind not in WHOLE:
        score += 20
    if entry.country == focus.main() and entry.kind not in WHOLE:
        score += 15
    elif focus.countries[entry.country] and entry.kind not in WHOLE:
        score += 8
    if entry.subdivision and focus.divisions[entry.subdivision] and entry.kind not in WHOLE:
        score += 8
    return score


def _is_at_home(name: Name, sense: Sense, focus: _Focus) -> bool:
    """Whether it is a large city of a country the article names, where the one best known lies in none: `Valencia`.

    A city known the world over (`London`) is meant all the same.
    """
    known = name.hit.senses[0].entry
    spoken_of = focus.countries[sense.entry.country] and not focus.countries[known.country]
    return bool(spoken_of) and known.population < WORLD_CITY and sense.entry.kind == "city" and strong(sense)


def _shares(entry: Entry, peer: Name) -> bool:
    """Whether a name beside it in a list may lie in the same division: `Windsor and Oakville`."""
    senses = (sense for sense in peer.hit.senses if sense.how in {"name", "kept"})
    return any(entry.subdivision and sense.entry.subdivision == entry.subdivision for sense in senses)


def _fits(type_: str, entry: Entry) -> int:
    """How well a type word suits a place: 2 for its very kind, 1 for its level."""
    if type_ == entry.kind:
        return 2
    level = rank(entry)
    if type_ in _FIRST_LEVEL:
        return int(level in {1, 2})
    return int(level >= 3)


def _second_best(sense: Sense, others: Sequence[Sense]) -> float:
    """Of a city and the division named after it, the city is meant where a good part of the people live in it."""
    entry = sense.entry
    for other, _ in others:
        if other.kind == "country" and other.country == entry.country and other.id != entry.id:
            return 60
        if other.subdivision != entry.subdivision or other.id == entry.id:
            continue
        if rank(entry) == 1 and other.kind == "city" and other.population * 5 >= entry.population:
            return 30
        if entry.kind == "city" and rank(other) == 1 and entry.population * 5 < other.population:
            return 30
    return 0


def _prior(sense: Sense) -> float:
    entry, how = sense
    if entry.kind in WHOLE:
        return 85
    people = 8 * log10(entry.population + 1)
    if how == "kept":
        return 65 + people / 10
    return people - (15 if how == "alias" else 0)


def _accepted(name: Name, sense: Sense, score: float, focus: _Focus) -> bool:
    """Whether enough speaks for the name being this place, or any."""
    entry, evidence = sense.entry, name.evidence
    outer = name.container.hit.senses if name.container else ()
    if sense.how == "demonym":
        return True
    if "type" in evidence or any(lies_in(entry, sense.entry) for sense in outer):
        if name.type in _FIRST_LEVEL and not (_fits(name.type, entry) or focus.countries[entry.country]):
            return False  # `Shaba province` of old Zaire is no town of that name elsewhere
        return not (name.doubtful and "common" in evidence)
    if "no-place" in evidence:
        return False
    return _stands_alone(name, sense, focus) if strong(sense) else _is_borne_out(name, sense, score, focus)


def _is_borne_out(name: Name, sense: Sense, score: float, focus: _Focus) -> bool:
    """Whether enough speaks for a name that is not well known."""
    entry, evidence = sense.entry, name.evidence
    if name.doubtful or "headline" in evidence:
        return "dateline" in evidence
    here = focus.countries[entry.country] > 0 and score >= ENOUGH
    if "common" in evidence:
        return "dateline" in evidence or ("located" in evidence and here)
    far = sense.how == "name" and entry.population >= SMALL_TOWN  # in a country the article does not name
    return "dateline" in evidence or ("placed" in evidence and here) or ("located" in evidence and far)


def _stands_alone(name: Name, sense: Sense, focus: _Focus) -> bool:
    """Whether a well-known name is taken for the place without more evidence."""
    entry, evidence = sense.entry, name.evidence
    if entry.kind in WHOLE:
        return True
    if "common" in evidence and "listed" not in evidence:
        near = sense.how == "kept" or focus.countries[entry.country] > 0  # `in Victoria`, where Queensland is named too
        return "dateline" in evidence or ("placed" in evidence and near and not name.doubtful)
    return not name.doubtful or sense.how == "kept" or entry.population >= 1_000_000
