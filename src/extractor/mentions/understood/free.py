"""Whether a bare figure stands free: no year, time, age, list marker, model or ratio, and no noun after it."""

from __future__ import annotations

import re

from extractor.mentions.numerals import GAP, Numeral, alternatives, words_of
from extractor.mentions.quantities import may_count
from extractor.mentions.understood.joins import MILLION

_CLOCK = re.compile(rf"{GAP}?(?:{alternatives(words_of('clock'))})(?!\w)")
_LEADING_ZERO = re.compile(r"0\d")
_GLUED = re.compile(r"[-–]\S|[^\W_]|[%/:°]")
_RATIO = re.compile(
    r"\s{1,3}(?:in|out\s{1,3}of)\s{1,3}(?:\d{1,2}\b|two|three|four|five|six|seven|eight|nine|ten)"
    r"|\s{1,3}(?:times|of\s{1,3}an?(?!\s{1,3}(?:year|month|quarter|week)\b))\b"
    r"|\s{1,3}per\s{1,3}\d|\s{1,3}on\s{1,3}(?:a|the)\s{1,3}(?:\w+\s{1,3})?scale\b"
)
_RATE = re.compile(
    r"\s{1,3}(?:to|per|against)\s{1,3}(?:(?:the|one|a)\s{1,3})?(?:U\.?S\.?\s{1,3})?(?:dollar|dlr|pound|euro|yen|sterling)\b"
)
# "Lena Abrams, 44, who runs", "aged 17 to 20"
_AGE_BEFORE = re.compile(r"(?P<name>[^\W\d_]{2,})[”’\"]?,\s{1,3}\Z")
_SENTENCE_END = re.compile(r"\.(?=\s|\Z)|\s?\Z")
_AGED = re.compile(
    r"\b(?:aged?|ages|aged\s{1,3}between)\s{1,3}\d{1,2}(?:\s{1,3}(?:to|and|or)\s{1,3}|-|–)\Z", re.IGNORECASE
)
# "Articles 6 and 7 of the law"
_LISTED = re.compile(
    rf"\b(?:{alternatives(words_of('label'))})s?\s\d[\w.]*(?:,\s\d+)*,?\s(?:and|or|to)\s\Z", re.IGNORECASE
)
_FOLLOWER = re.compile(rf"{GAP}([^\W\d_][\w’'-]*)")
_FREE_FOLLOWERS = words_of("stop") | words_of("free_follower")


def stands_free(text: str, numeral: Numeral) -> bool:
    """Whether something can be understood with a figure that has no unit of its own."""
    before = text[numeral.start - 1] if numeral.start else " "
    if before in "-−" and text[max(0, numeral.start - 2)] in " (":
        before = " "  # a sign
    if before in "-–−:'’" or numeral.is_year_like or numeral.written == "part" or not may_count(text, numeral):
        return False
    if _GLUED.match(text, numeral.end) or _is_something_else(text, numeral):
        return False
    return numeral.scale >= MILLION or _nothing_follows(text, numeral)


def _is_something_else(text: str, numeral: Numeral) -> bool:
    """Whether it is a time, a list marker, nought in words, a rate, a ratio, an age, or the second of two articles."""
    start, end = numeral.start, numeral.end
    return bool(
        _CLOCK.match(text, end)
        or _LEADING_ZERO.match(text, start)
        or (text.startswith(")", end) and text[start - 1 : start] == "(" and numeral.value < 100)
        or (numeral.written == "words" and not numeral.value)
        or _RATE.match(text, end)
        or _RATIO.match(text, end)
        or is_age(text, numeral)
        or _LISTED.search(text, max(0, start - 40), start)
    )


def is_age(text: str, numeral: Numeral) -> bool:
    """Whether a figure between commas is somebody's age, or stands after *aged*."""
    if numeral.scale > 1 or not 5 <= numeral.value <= 110 or numeral.value != numeral.value.to_integral_value():
        return False
    left = text[max(0, numeral.start - 32) : numeral.start]
    name = _AGE_BEFORE.search(left)
    if name and text.startswith(",", numeral.end):
        return True
    last = name is not None and name["name"][0].isupper() and _SENTENCE_END.match(text, numeral.end) is not None
    return last or _AGED.search(left) is not None


def _nothing_follows(text: str, numeral: Numeral) -> bool:
    """Whether no noun follows that the figure would number: ``737 Max``, ``4070 Super``."""
    follower = _FOLLOWER.match(text, numeral.end)
    if follower is None:
        return True
    word = follower[1].lower().rstrip("’'")
    return word in _FREE_FOLLOWERS or word.endswith(("ly", "ing"))
