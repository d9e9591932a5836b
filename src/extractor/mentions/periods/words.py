"""The words and numbers periods are made of, read off the text as a row of tokens.

The tokens of a text are written on a *tape*, one character each, so that the grammar can be a regular expression
over kinds of words instead of over letters. A blank on the tape says that something else stands between.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from extractor import lexicons
from extractor.dating import Month
from extractor.records import LexiconError

_KINDS = """
    MONTH WEEKDAY ABBREVIATED_WEEKDAY YEAR SPLIT SPAN FISCALYEAR CROPYEAR YEARMONTH DATE ERA
    DAY NUMBER FIGURE NTH ORDINAL QUARTERCODE HALFCODE NUMBERED_QUARTER NUMBERED_HALF NUMBERED_MONTHS
    DASH COMMA POSSESSIVE APOSTROPHE
    THE ONE OF IN FROM BETWEEN AND TO ENDED LATER THIS THAT THESE LAST NEXT PREVIOUS CURRENT COMING SAME PAST RECENT FEW
    EVERY WHOLLY WHOLEOF YEARS HALVES QUARTERS MONTHS WEEKS DAYS DECADES CENTURY WEEKEND PERIOD TIME FISCAL FINANCIAL
    CALENDAR CROP TAX AGO YEARAGO PRIORYEAR END START VAGUE SOFAR TODATE YTD NOW PLAN NEARBY JUSTENDED SEASON HOLIDAY
"""
SYMBOLS = {name: chr(0x100 + place) for place, name in enumerate(_KINDS.split())}
"""Kind of token → its character on the tape."""

_GAPS = {"": "", " ": "", "-": "DASH", "/": "DASH", ",": "COMMA", "'s": "POSSESSIVE", "'": "APOSTROPHE"}
_LONGEST_GAP = 40
_UNITS_OF_TIME = frozenset(("years", "months", "weeks", "days"))


class Token(NamedTuple):
    """A word or number with its kind and what it is worth: a month's number, an order, a date's ordinal."""

    kind: str
    start: int
    end: int
    value: int = 0


class _Word(NamedTuple):
    kind: str
    value: int = 0
    forms: tuple[str, ...] = ()


class _Context(NamedTuple):
    role: str
    words: tuple[str, ...]


@cache
def context(role: str) -> frozenset[str]:
    """The words of one role in ``periods_context.tsv``.

    >>> "million" in context("measured")
    True
    """
    rows = [row.words for row in lexicons.rows("periods_context.tsv", _Context) if row.role == role]
    if not rows:
        raise LexiconError(f"periods_context.tsv: no role {role!r}")
    return frozenset(word for words in rows for word in words)


@cache
def _vocabulary() -> dict[str, tuple[str, int]]:
    """Every word in lower case → kind and value."""
    words: dict[str, tuple[str, int]] = {}
    for row in lexicons.rows("periods_words.tsv", _Word):
        if row.kind not in SYMBOLS:
            raise LexiconError(f"periods_words.tsv: no kind {row.kind!r}; the kinds are {', '.join(SYMBOLS)}")
        words |= {form.lower(): (row.kind, row.value) for form in row.forms}
    for month in lexicons.rows("months.tsv", Month):
        words[month.name.lower()] = ("MONTH", month.number)
        words |= {form.lower() + dot: ("MONTH", month.number) for form in month.forms for dot in ("", ".")}
    return words


def alternatives(words: frozenset[str] | set[str]) -> str:
    """A pattern for any of the words, longest first, branched on the first letter so that a miss is cheap."""
    branches = []
    for letter, group in groupby(sorted(words, key=lambda word: (word[0], -len(word), word)), lambda word: word[0]):
        tails = "|".join(re.escape(word[1:]).replace(r"\ ", r"\s+").replace(" ", r"\s+") for word in group)
        branches.append(f"{re.escape(letter)}(?:{tails})")
    return "|".join(branches)


@cache
def _scanner() -> re.Pattern[str]:
    amount = rf"(?!\d|[.,:]\d|%|[ -]?(?:{alternatives(context('measured'))})\b)"
    counted = rf"(?!\s(?:{alternatives(context('counted') - _UNITS_OF_TIME)})\b)"
    year = r"(?:1[89]|20)\d\d"
    words = rf"(?P<word>(?:{alternatives(frozenset(_vocabulary()))})(?:(?<=\.)|\b))"
    codes = r"(?P<QUARTERCODE>q[1-4](?=fy|\b)(?![.,]\d))|(?P<HALFCODE>h[12](?=fy|\b))"
    fiscal = r"(?P<fiscal>fy[ -]?'?(?:\d\d){1,2}(?:[-/](?:\d\d){1,2})?(?:[ef]\b|(?![\d%])))"
    other = (
        rf"(?P<calendar>cy(?:[ -]?{year}|'?\d\d)(?![\w%]|[.,]\d))"
        rf"|(?P<CROPYEAR>my[ -]?{year}(?:[-/](?:\d\d){{1,2}})?(?![\w%]))"
    )
    numbers = "|".join(
        (
            rf"(?P<ymd>{year}(?P<sep>[-/.])[01]?\d(?P=sep)[0-3]?\d(?!\d))",
            rf"(?P<dmy>[0-3]?\d(?P<mark>[-/.])[0-3]?\d(?P=mark){year}(?![\d/-]))",
            r"(?P<dmyy>[0-3]?\d/[0-3]?\d/\d\d(?![\d/%]))|(?P<dmony>[0-3]?\d-[a-z]{3}-\d\d(?![\w-]))",
            r"(?P<ERA>(?:1[89]|20)\d0s\b)",
            rf"(?P<pair>{year}(?:[-/]\d\d|/{year})(?!\d|[-/.,:]\d|%))",
            rf"(?P<YEAR>{year}{amount}(?:[ef](?!\w)|(?![a-gi-pr-z_])))",  # `2024e` and `2025F` are years in forecasts
            r"(?P<NTH>[0-3]?\d(?:st|nd|rd|th)\b)",
            r"(?P<NUMBERED_QUARTER>[1-4]q(?=fy|(?![a-z])))|(?P<NUMBERED_HALF>[12]h(?![a-z]))",
            r"(?P<NUMBERED_MONTHS>(?:[369]|[2-9](?=m ?(?:fy|20))|1[01])m(?= ?(?:fy|(?:19|20)\d\d\b|[0-3]\d\b)))",
            rf"(?P<number>\d\d?{amount}{counted}(?![a-z_]))",
        )
    )
    return re.compile(
        rf"(?:(?<![^\W\d_])|(?<=\d[qhm]))"
        rf"(?:{codes}|{fiscal}|{other}|{words}|(?:(?<=\d[qhm])|(?<![\w$€£¥₹])(?<!\d[.,:]))(?:{numbers}))"
    )


def tokens(text: str, folded: str) -> list[Token]:
    """Every word and number a period could be made of, in order.

    Args:
        text: The article's own characters.
        folded: The same in lower case with plain dashes, quotes and blanks, of the same length.
    """
    found = []
    vocabulary = _vocabulary()
    for match in _scanner().finditer(folded):
        group, (start, end) = match.lastgroup, match.span()
        if group == "word":
            kind, value = vocabulary.get(match[0]) or vocabulary[" ".join(match[0].split())]
            if kind in _CAPITALISED and not _written_as_name(text, start, match[0]):
                continue
            found.append(Token(kind, start, end, value))
        elif group == "dmyy" and not _ANNOUNCED.search(folded, max(0, start - 16), start):
            continue  # `10/12/20` may be a row of doses
        elif group == "CROPYEAR" and not text[start : start + 2].isupper():
            continue  # `my 2023 plans`
        elif group == "NUMBERED_MONTHS" and match[0] not in _NINE_MONTHS and text[end - 1] != "M":
            continue  # `5m 2024` is an amount and a year, `5M 2024` are months
        elif group is not None and (token := _NUMBERS[group](group, match[0], start, end)):
            found.append(token)
    return found


_ANNOUNCED = re.compile(r"(?:\b(?:on|dated?|updated|published|posted|released|issued)\b:?\s|\n\s?|\A)$")
_NINE_MONTHS = {"3m", "6m", "9m"}
_CAPITALISED = {"MONTH", "WEEKDAY", "ABBREVIATED_WEEKDAY"}


def _written_as_name(text: str, start: int, word: str) -> bool:
    return text[start].isupper() or (len(word) > 4 and word not in context("common-month"))


def _plain(kind: str, text: str, start: int, end: int) -> Token:
    return Token(kind, start, end, int(re.sub(r"\D", "", text)))


def _calendar_year(_: str, text: str, start: int, end: int) -> Token:
    year = int(re.sub(r"\D", "", text))
    return Token("YEAR", start, end, year if year > 99 else 2000 + year)


def _small(_: str, text: str, start: int, end: int) -> Token | None:
    value = int(text)
    return Token("DAY" if value <= 31 else "FIGURE", start, end, value) if value else None


def _date(kind: str, text: str, start: int, end: int) -> Token | None:
    first, middle, last = re.split(r"[-/.]", text)
    kind_of, number = _vocabulary().get(middle, ("", 0))
    if middle.isalpha() and kind_of != "MONTH":
        return None
    month = int(middle) if middle.isdigit() else number
    year, day = (int(first), int(last)) if kind == "ymd" else (int(last), int(first))
    year += 0 if year > 99 else 2000 if year < 60 else 1900
    if month > 12:
        month, day = day, month
    try:
        return Token("DATE", start, end, date(year, month, day).toordinal())
    except ValueError:
        return None


def _pair(_: str, text: str, start: int, end: int) -> Token | None:
    """``2023-24`` is a split year, ``2023-11`` a month, ``2015-23`` a span of years (value: both, four digits each)."""
    year, second = int(text[:4]), int(text[5:])
    if second > 99 and second != year + 1:
        return Token("SPAN", start, end, year * 10_000 + second) if second > year else None
    if second in {year + 1, (year + 1) % 100}:
        return Token("SPLIT", start, end, year)
    if second > year % 100 and not (text[4] == "-" and second <= 12):
        return Token("SPAN", start, end, year * 10_000 + year // 100 * 100 + second)
    if text[4] == "-" and 1 <= second <= 12:
        return Token("YEARMONTH", start, end, year * 12 + second - 1)
    return None


def _full_year(digits: str) -> int:
    """`24` is 2024, `87` is 1987."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year <= 60 else 1900)


def _fiscal(_: str, text: str, start: int, end: int) -> Token | None:
    labels = [_full_year(digits) for digits in re.findall(r"\d+", text)]
    if not all(1800 <= label < 2100 for label in labels[:1]):
        return None
    if len(labels) == 1:
        return Token("FISCALYEAR", start, end, labels[0])
    return Token("SPLIT", start, end, labels[0]) if (labels[1] - labels[0]) % 100 == 1 else None


_NUMBERS: dict[str, Callable[[str, str, int, int], Token | None]] = {
    **dict.fromkeys(
        ("ERA", "YEAR", "NTH", "NUMBERED_QUARTER", "NUMBERED_HALF", "NUMBERED_MONTHS", "QUARTERCODE", "HALFCODE"),
        _plain,
    ),
    "number": _small,
    "ymd": _date,
    "dmy": _date,
    "dmyy": _date,
    "dmony": _date,
    "pair": _pair,
    "calendar": _calendar_year,
    "CROPYEAR": _plain,
    "fiscal": _fiscal,
}


def tape(found: list[Token], folded: str) -> tuple[str, list[Token | None]]:
    """Write tokens on a tape, one character each, and keep the token that stands at each place of it.

    What stands between two tokens is written too where grammar may read it (a dash, a comma, ``'s``); anything
    else becomes a blank.
    """
    written: list[str] = []
    places: list[Token | None] = []
    last = 0
    for token in found:
        gap = folded[last : token.start] if token.start - last <= _LONGEST_GAP else "?"
        name = _GAPS[gap] if gap in _GAPS else _read_gap(gap)
        if name != "":
            written.append(SYMBOLS[name] if name else " ")
            places.append(Token(name, last, token.start) if name else None)
        written.append(SYMBOLS[token.kind])
        places.append(token)
        last = token.end
    return "".join(written), places


def _read_gap(gap: str) -> str | None:
    return _GAPS.get(gap.strip()) if gap.count("\n") < 2 else None
