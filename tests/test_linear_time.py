"""Time grows with the length of a text, not with its square, on strings that would tempt a pattern to go back."""

from __future__ import annotations

from time import process_time

import pytest

from extractor.mentions.amounts import find_amounts

TIMES = 16  # longer; a square would take 256 times as long
SLACK = 6  # for caches, garbage and a busy machine
HOSTILE = [
    "1,",
    "$",
    "$$$$ ",
    "1",
    "1,234,",
    "1 000 ",
    "one ",
    "a hundred and ",
    "half a ",
    "5 million ",
    "5 to ",
    "$1-",
    "$5 ",
]
HOSTILE += [
    "rose 5 percent to ",
    "5, ",
    "1/2 ",
    "of 5 ",
    "No. ",
    "ranked ",
    "twice ",
    "between 5 and ",
    "Rs. ",
    "(5) ",
    "-",
    "%",
]
HOSTILE += [
    "12:",
    "3-2 ",
    "RTX 4070 ",
    "C$",
    "5 small ",
    "point ",
    "three-",
    "½",
    ". ",
    "\n",
    "A 5 ",
    "5 francs ",
    "5 dinars ",
    "5 pesos ",
    "50 cents ",
    "CFA 5 ",
    "Rs5 ",
]


def seconds(text: str) -> float:
    """The least of three runs."""
    times = []
    for _ in range(3):
        start = process_time()
        find_amounts(text, [])
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str) -> None:
    length = 500
    short, long = (seconds(piece * (size // len(piece)) + " 5 percent") for size in (length, length * TIMES))
    assert long < max(short, 0.0005) * TIMES * SLACK


def test_a_hundred_thousand_digits_are_no_amount() -> None:
    assert find_amounts("7" * 100_000 + " percent", []) == []
