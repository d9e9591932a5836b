"""Whether day or month stands first in dates written in figures: 3/4/2024 is two dates until the article shows one."""

from __future__ import annotations

import re
from datetime import date

from extractor.mentions.periods.fiscal import Countries
from extractor.mentions.periods.words import Token

DAY_FIRST = "read with the day first, as most of the world writes"
MONTH_FIRST = "read with the month first, as the article's country or its other dates are written"
_FIGURES = re.compile(r"(\d\d?)([-/])(\d\d?)\2(\d{4}|\d\d)")
_MONTH_FIRST_COUNTRIES = {"US"}


def in_order(tokens: list[Token], text: str, folded: str) -> list[Token]:
    """Give dates that could be two the order of the article's other dates, else of its country, else day first.

    >>> token = Token("DATE", 3, 11, date(2024, 4, 3).toordinal())
    >>> text = "on 3/4/2024 in Washington"
    >>> date.fromordinal(in_order([token], text, text.lower())[0].value)
    datetime.date(2024, 3, 4)
    """
    written = {n: _figures(folded, token) for n, token in enumerate(tokens) if token.kind == "DATE"}
    open_ones = [n for n, pair in written.items() if pair and max(pair) <= 12 and pair[0] != pair[1]]
    if not open_ones or not _month_first([pair for pair in written.values() if pair], text, folded):
        return tokens
    settled = list(tokens)
    for n in open_ones:
        day = date.fromordinal(tokens[n].value)
        settled[n] = tokens[n]._replace(value=day.replace(day=day.month, month=day.day).toordinal())
    return settled


def order_note(folded: str, token: Token) -> str:
    """How a date that could be two was read; empty where it could be only one."""
    pair = _figures(folded, token)
    if pair is None or max(pair) > 12 or pair[0] == pair[1]:
        return ""
    return DAY_FIRST if date.fromordinal(token.value).day == pair[0] else MONTH_FIRST


def _figures(folded: str, token: Token) -> tuple[int, int] | None:
    match = _FIGURES.fullmatch(folded, token.start, token.end)
    return (int(match[1]), int(match[3])) if match else None


def _month_first(written: list[tuple[int, int]], text: str, folded: str) -> bool:
    shown = {first <= 12 for first, second in written if max(first, second) > 12}
    if len(shown) == 1:
        return shown.pop()
    spoken_of = Countries(text, folded).spoken_of
    return bool(spoken_of) and spoken_of[0][0].country in _MONTH_FIRST_COUNTRIES
