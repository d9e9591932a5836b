"""Offsets as a browser counts them: UTF-16 units, of which a character beyond the basic plane takes two."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable


def units_of(text: str) -> Callable[[int], int]:
    """Return what turns an offset in code points of a text into one in UTF-16 units.

    >>> unit = units_of("🚢 cargo")
    >>> unit(0), unit(1), unit(7)
    (0, 2, 8)
    """
    if text.isascii():
        return int
    wide = [offset for offset, character in enumerate(text) if ord(character) > 0xFFFF]
    return lambda offset: offset + bisect_left(wide, offset)
