"""An amount on its way to becoming a mention, and what the words left of it say about its bound and its sign."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.mentions.numerals import Numeral, words_of
from extractor.records import Bound, Label


class Draft(NamedTuple):
    """One amount, recognised but not yet placed among its neighbours.

    Attributes:
        label: Kind of amount.
        start: First character.
        end: One past the last character.
        value: In base units, unsigned.
        unit: As in a mention.
        rule: What recognised it.
        numeral: The figure it was read from; None where the amount is one word (``doubled``).
        factor: What the numeral's value was multiplied by on the way (0.01 for cents).
        value_high: Upper end of a range.
        notes: What was understood or stays ambiguous.
    """

    label: Label
    start: int
    end: int
    value: Decimal
    unit: str | None
    rule: str
    numeral: Numeral | None = None
    factor: Decimal = Decimal(1)
    value_high: Decimal | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether it is money or a percentage."""
        return self.label in {Label.MONEY, Label.PERCENT}

    @property
    def scale(self) -> Decimal:
        """The magnitude the figure has, be it written or understood; 1 where none."""
        if self.numeral is None or not self.numeral.mantissa:
            return Decimal(1)
        return self.value / (self.numeral.mantissa * self.factor)


class Approximator(NamedTuple):
    """Phrases that stand before a figure and bound it."""

    bound: str
    phrases: tuple[str, ...]


class Lead(NamedTuple):
    """What stands left of a figure: its bound, and where the approximator begins (the figure's own start if none)."""

    bound: Bound
    start: int


_BOUNDS: dict[tuple[str, ...], Bound] = {
    tuple(phrase.split()): row.bound  # type: ignore[misc]
    for row in rows("bounds.tsv", Approximator)
    for phrase in row.phrases
}
_LAST_WORDS = frozenset(phrase[-1] for phrase in _BOUNDS)
_LONGEST = max(map(len, _BOUNDS))
_WINDOW = 48
_ARTICLES = frozenset({"a", "an", "the"})
# "crossed the 400 billion mark" bounds a figure, "10 percent over the 400 billion of 2020" compares with it
_COMPARING = words_of("comparing")
_MARKS: dict[str, Bound] = {"~": "about", "≈": "about", ">": "above", "≥": "above", "<": "below", "≤": "below"}
_OPENING = "(\"'“‘[–—-"
_WORD = re.compile(r"\S+")
_ENDINGS = _LAST_WORDS | _ARTICLES
_AFTER = re.compile(
    r"(?P<above>-?plus\b|\s{1,4}plus(?=\s?(?:[.,;)]|\Z))|\+(?![\d%])|\s{1,4}(?:or|and)\s{1,4}(?:more|above|over|higher)\b)"
    r"|(?P<about>[ -]odd\b|\s{1,4}or\s{1,4}(?:so|thereabouts)\b)"
    r"|(?P<below>\s{1,4}or\s{1,4}(?:less|below|fewer|lower|under)\b)",
    re.IGNORECASE,
)
# "went up to 5 billion" says where it went, "up to 5 billion" what bounds it
_MOVERS = words_of("mover")
_FROM_FIGURE = re.compile(
    r"[^;,()\n]{1,40}?\sfrom\s(?:an?\s)?(?:[A-Z]{1,3}\s?)?"
    r"(?:[$€£¥₹]\s?\d|\d+[.,]\d|\d+(?:\s?(?:m|bn|mln|pc|%)|\s(?:hundred|thousand|million|billion|trillion|lakh|crore|percent))\b)"
)
_PASSING, _PHRASAL_OVER = words_of("passing"), words_of("phrasal_over")
_MILESTONE = re.compile(rf"\b(?:{'|'.join(sorted(words_of('milestone')))})\b")


def look_left(text: str, start: int) -> Lead:
    """Read the approximator that stands right before ``start``.

    >>> look_left("nearly a $5 billion deal", 9)
    Lead(bound='about', start=0)
    >>> look_left("went up to 5 billion", 11)
    Lead(bound='exact', start=11)
    """
    if start and text[start - 1] in _MARKS:
        return Lead(_MARKS[text[start - 1]], start - 1)
    last = text[max(0, start - _WINDOW) : start].rsplit(None, 1)[-1:]
    if not last or last[0].lower().lstrip(_OPENING) not in _ENDINGS:
        return Lead("exact", start)
    words = list(_WORD.finditer(text, max(0, start - _WINDOW), start))
    if not words or "\n\n" in text[words[-1].end() : start].replace("\r", ""):
        return Lead("exact", start)
    keys = [word[0].lower().lstrip(_OPENING) for word in words]
    if len(keys) > 1 and keys[-1] in _ARTICLES and not (keys[-1] == "the" and keys[-2] in _COMPARING):
        keys.pop()
    if keys[-1] in _LAST_WORDS and not _is_no_bound(text, start, keys, words):
        for length in range(min(_LONGEST, len(keys)), 0, -1):
            bound = _BOUNDS.get(tuple(keys[-length:]))
            if bound is not None and not (keys[-2:] == ["up", "to"] and _is_reached(text, start, keys)):
                first = words[len(keys) - length]
                return Lead(bound, first.end() - len(first[0].lstrip(_OPENING)))
    return Lead("exact", start)


def _is_reached(text: str, start: int, keys: list[str]) -> bool:
    """Whether *up to* tells where something went: ``revised up to 45 billion``, ``volumes up to 22.4m from 20.9m``."""
    return (len(keys) > 2 and keys[-3] in _MOVERS) or _FROM_FIGURE.match(text, start) is not None


def _is_no_bound(text: str, start: int, keys: list[str], words: list[re.Match[str]]) -> bool:
    """Whether the last word means something else: ``handed over 300 homes``, ``passed a $5 billion budget``."""
    if keys[-1] == "over" and len(keys) > 1 and keys[-2] in _PHRASAL_OVER:
        return True
    article = len(words) > len(keys) and words[-1][0].lower() in {"a", "an"}
    return article and keys[-1] in _PASSING and not _MILESTONE.search(text, start, start + 48)


def look_right(text: str, end: int) -> Bound | None:
    """Read a bound that follows an amount: ``5 billion or more``, ``100-plus``, ``300-odd``, ``or so``.

    >>> look_right("5 percent or more", 9)
    'above'
    """
    match = _AFTER.match(text, end)
    return match.lastgroup if match else None  # type: ignore[return-value]
