"""The text as names are looked up in it: same length as the article, so that every offset holds in both."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor import lexicons
from extractor.gazetteer import Gazetteer
from extractor.mentions.places.accents import unaccented
from extractor.mentions.plain import plain

# A line of a hard-wrapped text goes on in the next one; after a heading, which is short, a new one starts.
_WRAP = re.compile(r"\n(?<=[^\n]{45}\n)(?=[^\s])")
_CAPITALS = re.compile(
    r"(?<![\w.$&])[A-Z][A-Z'.-]*[A-Z](?:\.(?= [A-Z]))?(?:[ ,]{1,2}[A-Z][A-Z'.&-]*[A-Z](?:\.(?= [A-Z]))?)*(?![\w$])"
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?")  # U.S.
_WORD = re.compile(r"[^\W\d_][\w'&-]*")
_DATELINE = re.compile(r"(?:, | \(| ?/| -|:|  )")
_LONGEST_WORD = 40
_LARGE = 100_000  # people


class ContextWord(NamedTuple):
    """A line of ``context_words.tsv``."""

    word: str
    role: str


@cache
def roles() -> dict[str, frozenset[str]]:
    """What each context word is: ``function``, ``organisation``, ``first-name`` and so on."""
    found: dict[str, set[str]] = {}
    for line in lexicons.rows("context_words.tsv", ContextWord):
        found.setdefault(line.word, set()).add(line.role)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def has_role(word: str, *wanted: str) -> bool:
    """Whether a word plays one of the roles."""
    known = roles().get(word)
    return known is not None and not known.isdisjoint(wanted)


@cache
def any_of(role: str) -> str:
    """A pattern for any of the words of a role, the longest first."""
    return "|".join(sorted((word for word, kinds in roles().items() if role in kinds), key=len, reverse=True))


def is_part_of_word(text: str, start: int, end: int) -> bool:
    """Whether letters, digits or a hyphen join the span to what stands around it."""
    return (start > 0 and (text[start - 1].isalnum() or text[start - 1] == "-")) or (
        end < len(text) and (text[end].isalnum() or text[end] == "-")
    )


def opens_line(text: str, start: int) -> bool:
    """Whether nothing but white space, or another dateline's slash, stands before ``start`` in its line."""
    at = start
    while at and text[at - 1] in " \u00a0":
        at -= 1
    return at == 0 or text[at - 1] in "\n/"


class View:
    """An article's text made plain character by character.

    Attributes:
        text: The article as it is.
        names: The same with plain spaces and apostrophes, wrapped lines joined, and words in capitals
            (``BEIJING``, ``U.S. DEFICIT WITH JAPAN``) in title case, for looking names up.
        lower: ``names`` in lower case, for type words.
    """

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self._gazetteer = gazetteer
        titled = _CAPITALS.sub(self._title, _WRAP.sub(" ", plain(text).replace("\t", " ")))
        self.names = unaccented(titled, self._is_well_spelled)
        lower = self.names.lower()
        if len(lower) != len(text):  # a few letters, such as the Turkish capital I, grow when lowered
            lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in self.names)
        self.lower = lower
        self._titles: dict[int, bool] = {}
        self._before: dict[int, str] = {}

    def _title(self, match: re.Match[str]) -> str:
        run = match[0]
        if run in self._gazetteer or run.rstrip(".") in self._gazetteer:
            return run
        words = re.split(r"([ ,]+)", run)
        if len(words) == 1:
            dateline = opens_line(match.string, match.start()) and _DATELINE.match(match.string, match.end())
            return run.title() if len(run) > 5 or (dateline and len(run) > 3) else run
        return "".join(self._title_word(word) for word in words)

    def _title_word(self, word: str) -> str:
        if word in self._gazetteer or _INITIALS.fullmatch(word):
            return word
        titled = word.capitalize() if "-" not in word else word.title()
        return word.lower() if has_role(titled, "function") else titled

    def knows(self, word: str) -> bool:
        """Whether the gazetteer has the word as a name."""
        return word in self._gazetteer

    def knows_well(self, word: str) -> bool:
        """Whether the word is the name of a place that is more than a small town."""
        return any(
            sense.how == "kept" or sense.entry.population >= _LARGE or sense.entry.kind == "country"
            for sense in self._gazetteer.lookup(word)
        )

    def _is_well_spelled(self, name: str) -> bool:
        """Whether a larger place is called so, and not only in another language."""
        return any(
            how != "alias" and (how == "kept" or entry.population >= _LARGE or entry.kind == "country")
            for entry, how in self._gazetteer.lookup(name)
        )

    def before(self, position: int) -> str:
        """The word that ends right before ``position`` with one space between, else nothing."""
        if position not in self._before:
            self._before[position] = self._word_before(position)
        return self._before[position]

    def _word_before(self, position: int) -> str:
        if position < 2 or self.names[position - 1] != " ":
            return ""
        end = position - 1
        floor = max(0, end - _LONGEST_WORD)
        start = max(self.names.rfind(" ", floor, end), self.names.rfind("\n", floor, end)) + 1
        return self.names[max(start, floor) : end].lstrip("\"“(['")

    def after(self, position: int) -> str:
        """The word that starts one space after ``position``, else nothing; its closing punctuation is left off."""
        if not self.names.startswith(" ", position):
            return ""
        match = _WORD.match(self.names, position + 1, position + 1 + _LONGEST_WORD)
        return match[0] if match else ""

    def titled(self, position: int) -> bool:
        """Whether the line is a headline in title case, where capitals tell nothing."""
        start = self.names.rfind("\n", max(0, position - 200), position) + 1
        if start not in self._titles:
            end = self.names.find("\n", start)
            line = self.names[start : end if end >= 0 else len(self.names)]
            self._titles[start] = len(line) < 200 and _is_title(line)
        return self._titles[start]


def _is_title(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 3 and capitals >= 0.7 * len(words) and not line.rstrip().endswith((".", ","))
