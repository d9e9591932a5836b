"""Names in their own spelling, read as the plain one where only that is well known: `Brașov`, `Ploče`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_RUN = re.compile(r"(?<![\w-])[^\W\d_a-z][\w'-]*(?: [^\W\d_a-z][\w'-]*){0,4}")
_STROKED = {"đ": "d", "Đ": "D", "ð": "d", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H"}


def unaccented(text: str, is_known: Callable[[str], bool]) -> str:
    """The text with the capitalised names made plain that are known so and not as they stand; of the same length.

    Args:
        text: The text.
        is_known: Whether a name is that of a place of some size.

    >>> unaccented("From Brașov to Malmö", {"Brasov", "Malmö"}.__contains__)
    'From Brasov to Malmö'
    """
    if text.isascii():
        return text
    return _RUN.sub(lambda run: run[0] if run[0].isascii() else _plain_run(run[0], is_known), text)


def _plain_run(run: str, is_known: Callable[[str], bool]) -> str:
    """A row of capitalised words, the longest names in it first."""
    words = run.split(" ")
    done = 0
    while done < len(words):
        for end in range(len(words), done, -1):
            name = " ".join(words[done:end])
            bare = name.removesuffix("'s")
            plain = "".join(map(_base, bare))
            if is_known(bare) or (plain != bare and is_known(plain)):
                said = bare if is_known(bare) else plain
                words[done:end] = (said + name[len(bare) :]).split(" ")
                done = end - 1
                break
        done += 1
    return " ".join(words)


@lru_cache(maxsize=1024)
def _base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else _STROKED.get(char, char)
