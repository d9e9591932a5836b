"""One grammar of numbers for every kind of amount: separators, magnitudes, words, fractions.

A numeral is a figure with the magnitude written after it, without sign, currency or unit: ``1,234.5``,
``12,34,567``, ``2.1 million``, ``4.5 lakh crore``, ``3mn``, ``8-1/2``, ``half a billion``, ``twenty-three``. A single
glued letter (``3m``) is read as a magnitude, but the numeral remembers that it may be a unit (metres). A fraction in
words is a numeral where it is one of a percent, a point or a magnitude (``three-quarters of a million``).

What is glued to letters or to other digits in another way is no numeral here: ``A320``, ``31.12.2023``, ``09:52``,
``1.4.2``, ``45th``. Currency signs and prefixes may stand right before the first digit (``RM12.5``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from heapq import merge
from itertools import groupby
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.mentions.scanning import WordScan

# White space inside one statement: a line may be wrapped once, a blank line ends it.
GAP = r"(?:[^\S\r\n]{1,4}(?:\r?\n[^\S\r\n]{0,8})?|\r?\n[^\S\r\n]{0,8})"
WORD_END = r"(?![^\W_])"

ONE = Decimal(1)
_LONGEST = 40  # characters; what is longer is a serial number or noise


class NumberWord(NamedTuple):
    """A number word below a hundred."""

    word: str
    value: Decimal


class Magnitude(NamedTuple):
    """A power a figure is multiplied by; ``glued`` forms stand right after the last digit, in that very case."""

    name: str
    factor: Decimal
    words: tuple[str, ...]
    glued: tuple[str, ...] = ()


class Role(NamedTuple):
    """Words that play one part in telling amounts from other figures."""

    role: str
    words: tuple[str, ...]


class Numeral(NamedTuple):
    """A figure as written.

    Attributes:
        start: First character of the figure.
        end: One past the last character, magnitude included.
        value: The figure with its magnitude multiplied out.
        mantissa: The figure without its magnitude.
        scale: The magnitude; 1 where none is written.
        core_end: One past the last character of the mantissa.
        written: ``digits``, ``words``, or ``part`` for a fraction in words or signs.
        grouped: Whether the digits are grouped (``1,234``).
        letter: Whether the magnitude is one glued letter, which may also be a unit (``3m``).
    """

    start: int
    end: int
    value: Decimal
    mantissa: Decimal
    scale: Decimal
    core_end: int
    written: str
    grouped: bool = False
    letter: bool = False

    @property
    def is_year_like(self) -> bool:
        """Whether it could be a year: four bare digits, 1900 to 2099."""
        return (
            self.written == "digits"
            and self.scale == 1
            and not self.grouped
            and self.end - self.start == 4
            and 1900 <= self.value < 2100
        )


_SMALL = {row.word: row.value for row in rows("number_words.tsv", NumberWord)}
_MAGNITUDES = rows("magnitudes.tsv", Magnitude)
_FACTOR = {word: magnitude.factor for magnitude in _MAGNITUDES for word in magnitude.words}
GLUED_MAGNITUDES = {form: magnitude.factor for magnitude in _MAGNITUDES for form in magnitude.glued}
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}
_DENOMINATORS = frozenset({2, 3, 4, 5, 8, 16, 32, 64})
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
    "hundredth": 100,
}


def words_of(role: str) -> frozenset[str]:
    """The words of one role in ``amount_words.tsv``.

    >>> "busiest" in words_of("superlative")
    True
    """
    return frozenset(word for row in rows("amount_words.tsv", Role) if row.role == role for word in row.words)


def alternatives(words: Iterable[str]) -> str:
    """Alternation of literal words for a pattern, longest first, their spaces standing for any gap.

    It is branched on the first letter, so that a miss is cheap where case is ignored too; not where a letter comes in
    both cases, whose words must stay in one order.

    >>> alternatives(("pct", "percent", "point", "kW", "KM"))
    'KM|kW|p(?:ercent|oint|ct)'
    """
    branches = []
    ordered = sorted(words, key=lambda word: (word[0].lower(), -len(word), word))
    for _, group in groupby(ordered, key=lambda word: word[0].lower()):
        alike = list(group)
        shared = 1 if len({word[0] for word in alike}) == 1 < len(alike) else 0
        tails = "|".join(re.escape(word[shared:]).replace(r"\ ", GAP) for word in alike)
        branches.append(f"{re.escape(alike[0][0])}(?:{tails})" if shared else tails)
    return "|".join(branches)


_SMALL_WORDS = alternatives(set(_SMALL))
_MAGNITUDE_WORDS = alternatives(set(_FACTOR))
_CASED_WORDS = "|".join(form for word in _SMALL for form in (word, word.capitalize(), word.upper()))
_WRITTEN_MAGNITUDES = "(?:hundred|thousand|lakh|million|crore|billion|trillion|dozen)s?"

_OF_ONE = rf"(?:(?:-|{GAP})of)?(?:(?:-|{GAP})(?:an?|one|1(?=\s)))?(?:-|{GAP})"
_CASED_PARTS = "|".join(f"[{part[0].upper()}{part[0]}]{part[1:]}" for part in _PARTS)
_PART = rf"(?:(?:[Aa]n?|{_CASED_WORDS})(?:-|{GAP}))?(?:{_CASED_PARTS})s?"
_WHOLE = rf"(?:%|per(?:-|{GAP})?cent|pct|pc\b|percentage(?:-|{GAP})points?|points?\b)"

_COMMA_BEFORE = rf"{_WRITTEN_MAGNITUDES}|mln|bln|m|bn|percent|per[ ]cent|pct"
_NARROW = "[\u00a0\u202f\u2009]"
# A numeral begins with a digit, or with a word the scan finds, or with the article before one ("a hundred", "a third").
_DIGIT = re.compile(r"\d|[½¼¾⅛⅜⅝⅞]|\.(?<=[\s(\[$€£¥₹+−–—-]\.)(?=\d)|\A\.(?=\d)")
_OPENERS = ("couple", "hundred", "thousand", "lakh", "million", "crore", "billion", "trillion", "dozen")
_WORD_SCAN = WordScan((*_SMALL, *_PARTS, *_OPENERS))
_ARTICLE = re.compile(rf"(?<!\w)[Aa]n?{GAP}\Z")
# The order of the alternatives is their precedence. Spaces group digits after a currency sign, and throughout in copy
# that does so there or twice in one figure (R45 000, 1 234 567).
_MONTHS = ("uary", "March", "April", "May", "June", "July", "gust", "ember", "ober")
_MONTH = "".join(f"(?<!{month} )" for month in _MONTHS)
_SPACED_PAIR = re.compile(r"\d \d{3}(?!\d)")
_SPACED_COPY = re.compile(
    r"(?:(?<=[$€£])|(?<=\bR)|(?<=\b[A-Z]{3} ))\d{1,3} \d{3}(?![\d,])"
    r"|(?<![\d.,:-] )(?<![\w.,:/+-])[1-9]\d{0,2}(?: \d{3}){2,}(?!\d| \d)"
    r"|(?<![\d\w.] )\b[1-9]\d{0,2}(?: \d{3})+,\d{1,2}\b|\b[1-9]\d{0,2} 000(?![\d,])"
)
_SPACED = rf"(?<![\d ]\d ){_MONTH}[1-9]\d{{0,2}}(?:[ ]\d{{3}})+(?![ ]\d|\d|,\d{{3}})(?:,\d{{1,2}}(?!\d))?(?:\.\d+)?"
_GRAMMAR = rf"""
      (?<![\d_]) (?<!\d[.,:/'’]) (?P<digits>
          \d{{1,3}}(?:\.\d{{3}})+,\d+ (?!\d)                          # 1.234,5
        | \d{{1,3}}(?:\.\d{{3}}){{2,}}(?![\d,]|\.\d)                  # 1.234.567
        | \d{{1,3}}(?:,\d{{3}})+(?!\d|,\d) (?:\.\d+)?                   # 1,234.5
        | \d{{1,3}},\d{{1,2}}(?=(?:-|{GAP})?(?:{_COMMA_BEFORE})\b|[ ]?%)     # 1,2-billion, 12,5 %
        | (?<=[R€])\d{{1,4}},\d\d(?![\d,])                              # R23,45
        | SPACED                                                       # R45 000
        | \d{{1,2}}(?:,\d{{2}}){{1,9}},\d{{3}}(?!\d|,\d) (?:\.\d+)?       # 12,34,567.8
        | \d{{1,3}}(?:{_NARROW}\d{{3}})+ (?!{_NARROW}\d{{3}}|\d) (?:[.,]\d+)?  # 1 234 with narrow or hard spaces
        | \d{{1,3}}[ -]\d{{1,2}}/\d{{1,2}}(?![\d/])                     # 8-1/2, 7 1/2
        | \d{{1,2}}/\d{{1,2}}(?![\d/])                                 # 3/4
        | \d+(?:\.\d+)?
        )(?P<vulgar>[½¼¾⅛⅜⅝⅞])?
    | (?P<point>\.\d+)
    | (?<!\w) (?P<lone>[½¼¾⅛⅜⅝⅞])
    | (?<![\w'’-]) (?P<part>{_PART})(?={_OF_ONE}(?:{_WHOLE}|{_WRITTEN_MAGNITUDES}{WORD_END}))
    | (?<![\w'’-]) (?P<word>
          [Aa]n?{GAP}(?:couple{GAP}of{GAP})?{_WRITTEN_MAGNITUDES}{WORD_END}
        | [Hh]alf(?:{GAP}|-)(?:an?(?:{GAP}|-))?{_WRITTEN_MAGNITUDES}{WORD_END}
        | (?i:{_SMALL_WORDS}){WORD_END}
        )
    """
_START = re.compile(_GRAMMAR.replace("SPACED", r"(?<=[A-Z$€£])\d{1,3}(?:[ ]\d{3})+(?![ ]\d{3}|\d|,\d)"), re.VERBOSE)
_START_SPACED = re.compile(_GRAMMAR.replace("SPACED", _SPACED), re.VERBOSE)
_PART_OF = re.compile(rf"{_OF_ONE}({_MAGNITUDE_WORDS}){WORD_END}", re.IGNORECASE)
_MORE_WORDS = re.compile(
    rf"(?:-|{GAP})(?:(?P<and>and){GAP})?(?:(?P<part>a{GAP}half|a{GAP}quarter|three(?:-|{GAP})quarters)|(?P<word>{_SMALL_WORDS}|{_MAGNITUDE_WORDS})){WORD_END}",
    re.IGNORECASE,
)
_MAGNITUDE_AFTER = re.compile(rf"(?:-|{GAP})?({_MAGNITUDE_WORDS}){WORD_END}(?!['’])", re.IGNORECASE)
_GLUED_AFTER = re.compile(rf"({alternatives(GLUED_MAGNITUDES)}){WORD_END}")
_REMAINDER = re.compile(
    rf"{GAP}(?P<figure>\d{{1,3}}){GAP}(?P<magnitude>thousand|lakhs?|million|crores?|billion){WORD_END}", re.IGNORECASE
)
_CONTINUES = re.compile(r"[.,:/'’]\d|_")


def find_numerals(text: str) -> Iterator[Numeral]:
    """Find every numeral of a text, in order, never overlapping.

    Args:
        text: Any text; it need not be clean.

    Yields:
        The numerals; years, list markers and the like are still among them, as telling those apart takes context.

    >>> [(n.value, n.scale) for n in find_numerals("RM12.5 bil, 4.5 lakh crore, two and a half million")]
    [(Decimal('12500000000.0'), Decimal('1000000000')), (Decimal('4500000000000.0'), Decimal('1000000000000')), \
(Decimal('2500000.0'), Decimal('1000000'))]
    """
    at = 0
    grammar = _START_SPACED if _SPACED_PAIR.search(text) and _SPACED_COPY.search(text) else _START
    for start in _starts(text):
        if start < at or (match := grammar.match(text, start)) is None:
            continue
        numeral = _READERS.get(match.lastgroup or "", _from_digits)(text, match)
        at = match.end()
        if numeral is not None:
            yield numeral
            at = max(at, numeral.end)


def _starts(text: str) -> Iterator[int]:
    """Where a numeral may begin, in order."""
    words = (start for word in _WORD_SCAN.starts(text) for start in _with_article(text, word))
    return merge(words, (digit.start() for digit in _DIGIT.finditer(text)))


def _with_article(text: str, word: int) -> tuple[int, ...]:
    article = _ARTICLE.search(text, max(0, word - 12), word)
    return (article.start(), word) if article else (word,)


# ── digits ──────────────────────────────────────────────────────────────────────────────────────


def _from_digits(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    if end - start > _LONGEST or _CONTINUES.match(text, end) or text.startswith("00", start):
        return None
    digits = match["digits"] or match["point"] or ""
    mantissa = _fraction(digits) if "/" in digits else _decimal(text, digits, end)
    if mantissa is None:
        return None
    vulgar = match["vulgar"] or match["lone"]
    if vulgar:
        mantissa += Decimal(_VULGAR[vulgar])
    factor, after, letter = _magnitude(text, end)
    grouped = "/" not in digits and not digits.replace(".", "").isdecimal()
    rest, after = _remainder(text, after, factor)
    value = mantissa * factor + rest
    written = "part" if value < 1 and (vulgar or "/" in digits) else "digits"
    return Numeral(start, after, value, value / factor if rest else mantissa, factor, end, written, grouped, letter)


def _decimal(text: str, digits: str, end: int) -> Decimal | None:
    if digits.isdecimal():
        return Decimal(digits)
    plain = re.sub(r"\s", "", digits)
    comma, point = plain.rfind(","), plain.find(".")
    if plain.count(".") > 1 and comma < 0:
        plain = plain.replace(".", "")
    elif 0 <= point < comma or (point < 0 <= comma and len(plain) - comma < 4):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    return Decimal(plain or "0")


def _fraction(digits: str) -> Decimal | None:
    whole, _, part = digits.replace("-", " ").rpartition(" ")
    over, under = part.split("/")
    if int(under) not in _DENOMINATORS or int(over) >= int(under):
        return None
    return Decimal(whole or "0") + Decimal(over) / Decimal(under)


def _magnitude(text: str, end: int) -> tuple[Decimal, int, bool]:
    """Read the magnitude after a figure: its factor, where it ends, and whether it is but a glued letter."""
    if glued := _GLUED_AFTER.match(text, end):
        return GLUED_MAGNITUDES[glued[1]], glued.end(), True
    factor, at = ONE, end
    while (match := _MAGNITUDE_AFTER.match(text, at)) and factor < 10**15:
        factor *= _FACTOR[match[1].lower()]
        at = match.end()
    return factor, at, False


def _remainder(text: str, end: int, scale: Decimal) -> tuple[Decimal, int]:
    """Read what a smaller magnitude adds: ``2 crore 50 lakh``, ``1 million 250 thousand``."""
    match = _REMAINDER.match(text, end) if scale > 1 else None
    if match is None or _FACTOR[match["magnitude"].lower()] >= scale:
        return Decimal(0), end
    return Decimal(match["figure"]) * _FACTOR[match["magnitude"].lower()], match.end()


# ── words ───────────────────────────────────────────────────────────────────────────────────────


class _Count:
    """Adds up number words the way they are said: ``two million three hundred and five``."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.current: Decimal | None = None
        self.scale = ONE  # of the last word, where it is a magnitude

    @property
    def value(self) -> Decimal:
        return self.total + (self.current or Decimal(0))

    def takes(self, word: str) -> bool:
        """Add the next word, or say that it cannot continue the number."""
        if word in {"a", "an", "of"}:
            self.current = self.current or ONE
        elif word == "half":
            self.current = Decimal("0.5")
        elif word == "couple":
            self.current = Decimal(2)
        elif word in _SMALL:
            return self._takes_small(_SMALL[word])
        else:
            self._multiply(_FACTOR[word])
        return True

    def takes_part(self, part: Decimal) -> bool:
        """Add ``and a half``: of the last magnitude where there is one (``a million and a half``)."""
        if self.current is None:
            self.total += self.scale * part
        else:
            self.current += part
        return True

    def _takes_small(self, value: Decimal) -> bool:
        current = self.current
        if current is not None:
            room = 10 if value < 10 else 100
            if current < 20 or current % room:
                return False
        self.current = (current or Decimal(0)) + value
        self.scale = ONE
        return True

    def _multiply(self, factor: Decimal) -> None:
        if self.current is None:
            self.total *= factor
            self.scale *= factor
        elif factor < 1000:
            self.current *= factor
            self.scale = factor
        else:
            self.total += self.current * factor
            self.current = None
            self.scale = factor


def _from_words(text: str, match: re.Match[str]) -> Numeral:
    count = _Count()
    for word in re.split(r"[\s-]+", match["word"].lower()):
        count.takes(word)
    end = match.end()
    while (more := _MORE_WORDS.match(text, end)) and _continues(count, more, text):
        end = more.end()
    scale = count.scale if count.scale >= 1000 else ONE
    return Numeral(match.start(), end, count.value, count.value / scale, scale, end, "words")


def _part(words: str) -> Decimal:
    """The fraction that ``a half``, ``quarter`` or ``three-quarters`` is."""
    counted, _, part = re.sub(r"[\s-]+", " ", words.lower()).rpartition(" ")
    return _SMALL.get(counted, ONE) / _PARTS[part.removesuffix("s").replace("halve", "half")]


def _from_part(text: str, match: re.Match[str]) -> Numeral | None:
    """A fraction of a percent or point, which keeps its own value, or of a magnitude, which is multiplied out."""
    start, end = match.span()
    value = _part(match["part"])
    if value >= 1:
        return None
    if of := _PART_OF.match(text, end):
        factor = _FACTOR[of[1].lower()]
        whole = (value * factor).to_integral_value()  # a third of a million people are 333,333
        return Numeral(start, of.end(), whole, whole / factor, factor, of.end(), "words")
    value = round(value, 4)
    if match["part"][:2].lower() == "a " and text[end : end + 1] == "-":
        start += 2  # in "a quarter-point cut" the article is the cut's
    return Numeral(start, end, value, value, ONE, end, "part")


def _continues(count: _Count, more: re.Match[str], text: str) -> bool:
    if more["part"]:
        return bool(more["and"]) and count.takes_part(_part(more["part"]))
    word = more["word"].lower()
    if more["and"]:
        # "two million and three million" are two numbers, "a hundred and five thousand" is one
        joined = word in _SMALL and count.scale >= 100
        if not joined or (count.scale >= 1000 and _MAGNITUDE_AFTER.match(text, more.end())):
            return False
    return count.takes(word)


_READERS = {"word": _from_words, "part": _from_part}
