"""Where words of a list begin in a text, in one pass: a pattern is then matched there, instead of tried everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class WordScan:
    """Finds words of a list, in lower case, capitalised or in capitals, at the beginning of a word.

    Args:
        words: The words in lower case; the beginning of one will do.

    >>> WordScan(("one", "second")).starts("Someone came second; One left.")
    [13, 21]
    """

    def __init__(self, words: Iterable[str]) -> None:
        forms = sorted({form for word in words for form in (word, word.capitalize(), word.upper())})
        self._found = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)

    def starts(self, text: str) -> list[int]:
        """Offsets at which a word of the list begins, in order."""
        matches = self._found.find_matches_as_indexes(text)
        return [start for _, start, _ in matches if not (start and _is_word(text[start - 1]))]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
