"""From an article's text to the expressions in it that are periods, before any of them is resolved."""

from __future__ import annotations

import re

from extractor.mentions.periods import words
from extractor.mentions.periods.grammar import grammar, rule_name
from extractor.mentions.periods.guards import is_period
from extractor.mentions.periods.orders import in_order
from extractor.mentions.periods.stretches import Expression
from extractor.mentions.plain import plain

_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

_HOLDING = {"whole", "year-to-month", "running-months", "year-closed", "end-of", "last-n", "later", "n-later"}
"""What holds a period still where it is none: `all this year`, `the May 2023 year-end`."""
_SAME_CLAUSE = 60
_CLAUSE_END = re.compile(r"[.;:!?]\s|\n\s*\n")
_LONG_DASH = re.compile(r"(?<=[a-z\d.])—(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d)")
"""A dash that joins two months or years, where others set a clause off."""


def fold(text: str) -> str:
    """Lower case, plain dashes, quotes and blanks; every character keeps its place.

    >>> fold("The January–May period’s")
    "the january-may period's"
    """
    folded = text.lower()
    if len(folded) != len(text):  # some capitals become two letters
        folded = text.translate(_ASCII_LOWER)
    if "—" in folded:
        folded = _LONG_DASH.sub("-", folded)
    return plain(folded)


def expressions(text: str, folded: str) -> list[Expression]:
    """All expressions that are periods, in order, never overlapping.

    Args:
        text: The article.
        folded: `fold` of it.
    """
    tape, places = words.tape(in_order(words.tokens(text, folded), text, folded), folded)
    found: list[Expression] = []
    pattern = grammar()
    position = 0
    while match := pattern.search(tape, position):
        begin, end = match.span()
        position = end
        tokens = tuple(token for token in places[begin:end] if token is not None)
        expression = Expression(rule_name(match.lastgroup or ""), tokens, tokens[0].start, tokens[-1].end)
        if expression.rule == "year" and expression.value("YEARS") == 2:  # `the years 2021 and 2022` are two
            expression = expression._replace(tokens=tokens[-1:], start=tokens[-1].start)
        if _is_compared_from(text, expression, found):
            expression = expression._replace(tokens=expression.tokens[1:], start=expression.tokens[1].start)
        if is_period(text, folded, expression, found):
            found.append(expression)
        elif expression.rule in _HOLDING:
            position = begin + 1
    return found


def _is_compared_from(text: str, expression: Expression, before: list[Expression]) -> bool:
    """Whether ``from`` compares: `rose in May-July from May-July 2022`, unlike `from May to July`."""
    if expression.tokens[0].kind != "FROM" or not before or expression.has("TO", "TODATE"):
        return False
    between = text[before[-1].end : expression.start]
    return len(between) <= _SAME_CLAUSE and _CLAUSE_END.search(between) is None
