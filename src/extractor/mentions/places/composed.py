"""Texts whose letters are taken apart (`é` as `e` and an accent) or hold invisible marks, as web pages have them.

Names are looked up in the text put together; what is found goes back to where it stands in the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

_ACCENTS = "\u0300-\u036f"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width spaces and joiners
_APART = re.compile(f"[^{_ACCENTS}{_INVISIBLE}][{_ACCENTS}]+|[{_INVISIBLE}]+")
_ANY = re.compile(f"[{_ACCENTS}{_INVISIBLE}]")


class Composed(NamedTuple):
    """A text put together.

    Attributes:
        text: The text.
        given: The text as given.
        starts: For each character of the text, and its end, where that stands in the text as given.
    """

    text: str
    given: str
    starts: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text stands in the text as given; invisible marks at its end are left outside."""
        first, last = self.starts[start], self.starts[end]
        while last > first and self.given[last - 1] in _INVISIBLE:
            last -= 1
        return first, last

    def forth(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text as given stands in the text."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def compose(text: str) -> Composed | None:
    """The text put together; None where it is so already, as nearly all texts are.

    >>> compose("Co\u0302te d'Ivoire").text
    "Côte d'Ivoire"
    """
    if text.isascii() or _ANY.search(text) is None:
        return None
    parts: list[str] = []
    starts: list[int] = []
    done = 0
    for match in _APART.finditer(text):
        whole = "" if match[0][0] in _INVISIBLE else unicodedata.normalize("NFC", match[0])
        parts += text[done : match.start()], whole
        starts += range(done, match.start() + len(whole))
        done = match.end()
    parts.append(text[done:])
    starts += range(done, len(text) + 1)
    return Composed("".join(parts), text, starts)
