"""Descriptions that stand for a place (`the zone`, `this city`), resolved to the place last in focus of that kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor import lexicons
from extractor.mentions.places.view import View

DETERMINERS = ("the", "this", "that")
_NATIONAL = {"average", "averages", "total", "totals", "level", "levels", "figure"}


class NominalWord(NamedTuple):
    """A line of ``nominals.tsv``."""

    words: str
    kinds: tuple[str, ...]


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
        if (start and (lower[start - 1].isalnum() or lower[start - 1] == "-")) or (
            end < len(lower) and (lower[end].isalnum() or lower[end] == "-")
        ):
            continue
        row = rows[index]
        if lower.endswith("national", start, end):
            if view.after(end) not in _NATIONAL:
                continue
            start = end - len("national")
        elif view.names.startswith(" of ", end) or view.names[end - 1].isupper():
            continue
        elif row.words != "nationwide" and view.after(end)[:1].isupper():
            continue
        yield Nominal(start, end, row.kinds, row.words)
