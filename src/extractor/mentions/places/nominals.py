"""Descriptions that stand for a place (`the zone`, `this city`), resolved to the place last in focus of that kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor import lexicons
from extractor.mentions.places.entities import SITES, Entities, Entity, Found
from extractor.mentions.places.view import View, is_part_of_word

_PARTNER = re.compile(
    r"\b(?:to|with|into|against|than|like|including|imports? from|purchases from|followed by)(?: the)?(?: \w+ of)? $"
)
_JOINED = re.compile(r"(?:,|,? and|,? or|,? as well as) (?:the )?")
_BETWEEN = re.compile(r"\bbetween(?: the)? $")
_NEAR = 600  # characters within which a country that is named counts more than one that is implied

DETERMINERS = ("the", "this", "that")
_NATIONAL = {"average", "averages", "total", "totals", "level", "levels", "figure"}


class NominalWord(NamedTuple):
    """A line of ``nominals.tsv``."""

    words: str
    kinds: tuple[str, ...]
    short: bool = False


class Nominal(NamedTuple):
    """A description in the text, and the kinds of place it may stand for."""

    start: int
    end: int
    kinds: tuple[str, ...]
    words: str


@cache
def _words() -> tuple[AhoCorasick, tuple[NominalWord, ...]]:
    rows = lexicons.rows("nominals.tsv", NominalWord)
    forms = [(f"{determiner} {row.words}", row) for row in rows for determiner in DETERMINERS]
    country = NominalWord("nationwide", ("country",))
    forms += [(words, country) for words in ("nationwide", "countrywide", "the national", "national")]
    return AhoCorasick([form for form, _ in forms], MatchKind.LeftmostLongest), tuple(row for _, row in forms)


def find_nominals(view: View) -> Iterator[Nominal]:
    """Descriptions in the order of the text; whether they stand for anything is decided later."""
    automaton, rows = _words()
    lower = view.lower
    for index, start, end in automaton.find_matches_as_indexes(lower):
        if is_part_of_word(lower, start, end):
            continue
        row, after = rows[index], view.after(end)
        if lower.endswith("national", start, end):
            if after in _NATIONAL:
                yield Nominal(end - len("national"), end, row.kinds, row.words)
        elif view.names.startswith(" of ", end) or after[:1].isupper():
            continue
        elif view.names[end - 1].isupper() is row.short:  # `the FTZ` is written in capitals, `the zone` is not
            yield Nominal(start, end, row.kinds, row.words)


class Focus:
    """What the text has spoken of so far, the latest of every kind.

    A place after `to` or `with` is a partner: `the country` after `Kenya's exports to Pakistan` is Kenya.
    """

    def __init__(self, view: View, entities: Entities) -> None:
        self._view = view
        self._entities = entities
        self._own: dict[str, Found] = {}
        self._any: dict[str, Found] = {}
        self._sites: dict[str, Entity] = {}
        self._implied: Found | None = None
        self._last: Found | None = None
        self._partner = self._between = False

    def see(self, found: Found) -> None:
        """Take note of a mention; mentions come in the order of the text."""
        before = self._view.names[max(0, found.start - 40) : found.start]
        joined = self._last is not None and bool(_JOINED.fullmatch(self._view.names, self._last.end, found.start))
        partner = bool(_PARTNER.search(before)) or (joined and (self._partner or self._between))
        self._between = bool(_BETWEEN.search(before))
        self._partner, self._last = partner, found
        kind = found.entity.kind
        self._any[kind] = found
        if kind in SITES:
            self._sites.pop(found.entity.id, None)  # the latest stands last
            self._sites[found.entity.id] = found.entity
        if not partner:
            self._own[kind] = found
            if kind != "country" and found.entity.country:
                self._implied = found

    def resolve(self, nominal: Nominal) -> Entity | None:
        """The place the description stands for, if there is one."""
        if " " in nominal.words and nominal.kinds != ("province",):
            for site in reversed(self._sites.values()):
                if nominal.words in site.name.lower():
                    return site
        for seen in (self._own, self._any):
            found = max(
                (seen[kind] for kind in nominal.kinds if kind in seen), key=lambda item: item.start, default=None
            )
            if (
                nominal.kinds == ("country",)
                and seen is self._own
                and (found is None or nominal.start - found.start > _NEAR)
            ):
                implied = self._implied and self._entities.country(self._implied.entity.country)
                if implied and self._implied and (found is None or found.start < self._implied.start):
                    return implied
            if found:
                return found.entity
        if nominal.words.endswith("port") and "city" in self._own:  # `Erenhot ... the port`: the town is the port
            return self._own["city"].entity
        return None
