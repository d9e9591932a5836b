"""Noun groups without a parser: runs of plain words, cut where a verb must have begun.

Closed-class words, cues, marks and mentions already stand as items of their own, so what is left to tell apart
is nouns with their adjectives from verbs no table lists. Shapes decide: a participle in ``-ed`` or an adverb in
``-ly`` ends a group that has begun, and so does a word that follows a plural without being plural itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.phrases.items import WORD, Item
from extractor.phrases.roles import words_for

_PLURAL = re.compile(r"(?!goods\b|sales\b|customs\b|sports\b|arms\b|electronics\b|news\b).{3,}(?<![sui])s\Z")
_VERBAL = re.compile(
    r"(?!.*-)(?!seed\b|feed\b|weed\b|reed\b|speed\b|need\b).{2,}ed\Z|(?!fly\b|supply\b|family\b|italy\b|july\b|assembly\b).{2,}ly\Z"
)


_OF_GOODS = words_for("participle-of-goods")
_ADVERBS = words_for("adverb")


class Modifier(NamedTuple):
    """A line of ``modifiers.tsv``: an adjective that narrows nothing."""

    form: str


@cache
def modifiers() -> frozenset[str]:
    """Adjectives that say nothing of what is traded: ``total``, ``overall``, ``combined``."""
    return frozenset(row.form for row in rows("modifiers.tsv", Modifier))


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun.

    >>> is_plural("vehicles"), is_plural("gas"), is_plural("glass")
    (True, False, False)
    """
    return _PLURAL.match(word) is not None


@lru_cache(maxsize=4096)
def is_verbal(word: str) -> bool:
    """Whether a lower-case word looks like a participle or an adverb rather than a noun.

    >>> is_verbal("benefited"), is_verbal("sharply"), is_verbal("lithium-based"), is_verbal("seed")
    (True, True, False, False)
    """
    return word not in _OF_GOODS and _VERBAL.match(word) is not None


def group_end(items: Sequence[Item], begin: int, stop: int) -> int:
    """Index one past the noun group that begins at ``begin``; ``begin`` itself where there is none."""
    at = begin
    while at < stop and items[at].kind == WORD:
        word = items[at].lower
        if at > begin:
            if is_verbal(word) or word in _ADVERBS:
                break
            if is_plural(items[at - 1].lower) and not is_plural(word):
                break
            if word.endswith("ing") and not (
                at + 1 < stop and items[at + 1].kind == WORD and is_plural(items[at + 1].lower)
            ):
                break
        at += 1
    return at


def group_begin(items: Sequence[Item], end: int, stop: int) -> int:
    """Index of the first item of the noun group that ends before ``end``; ``end`` itself where there is none."""
    at = end
    while at > stop and items[at - 1].kind == WORD and not is_verbal(items[at - 1].lower):
        at -= 1
    return at
