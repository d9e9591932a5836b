"""Time grows with the length of a text, not with its square, on strings that would tempt a pattern to go back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time

import pytest

from extractor import Extractor
from extractor.checks import check
from extractor.mentions.amounts import find_amounts
from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.records import Article, Fact, StatedPeriod

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


# Periods and places look around themselves, in windows that are wide: only long rows would show a square.
LONGER = 4
MUCH_LONGER = 10  # a square would take 16 times as long
PERIODS = [
    "Deadline: 5 June 2024 | ",
    "Data as of: 31 March 2024 | Published: ",
    "In 2013, compared with 2012, two years later ",
    "Q1 ",
    "January, ",
    "May and ",
    "January-",
    "(January-February ",
    "the first half of the ",
    "India's FY24 ",
    "a year earlier, ",
    "the next month ",
    "3/4/2024 ",
    "In 2023, ",
    "\n\nIn May ",
    "2023-Aug-",
    "from ",
    "by May 3, as in the same period last year, ",
    "In 2013, two years later ",
    "wheat for July delivery ",
    "the year before they ",
]
PLACES = [
    "Suzhou city in Jiangsu ",
    "Jordan Smith, ",
    "China ",
    "the zone ",
    "Port of ",
    "Free Trade Zone ",
    "Richmond Industrial Park in California ",
    "Orange County ",
    "Cairo, Illinois. ",
    "BEIJING, ",
    "Ordos Zone (AB) ",
    "the tanker Stena ",
    "Xiamen port and the city ",
    "Brașov Žižkov ",
    "the ports of Ningbo-Zhoushan and ",
    "Cairo, Illinois, and ",
]


def article(text: str) -> Article:
    return Article(doc_id="test", text=text, sha256="", published=date(2024, 6, 12))


def read_periods(text: str) -> object:
    return find_periods(article(text))


def read_places(text: str) -> object:
    return find_places(article(text), ())


def ratio(read: Callable[[str], object], piece: str, length: int) -> float:
    """How much longer reading takes of a text that is `LONGER` times as long."""
    least = []
    for size in (length, LONGER * length):
        times = []
        for _ in range(2):
            start = process_time()
            read(piece * (size // len(piece)))
            times.append(process_time() - start)
        least.append(max(min(times), 0.0005))
    return least[1] / least[0]


@pytest.mark.parametrize("piece", PERIODS)
def test_time_of_periods_is_linear(piece: str) -> None:
    assert ratio(read_periods, piece, 4_000) < MUCH_LONGER


@pytest.mark.parametrize("piece", PLACES)
def test_time_of_places_is_linear(piece: str) -> None:
    assert ratio(read_places, piece, 4_000) < MUCH_LONGER


@pytest.mark.parametrize("piece", ["China-", "Wuhan-"])
def test_time_of_chains_of_names_is_linear(piece: str) -> None:
    assert ratio(read_places, piece, 40_000) < MUCH_LONGER


def test_a_hundred_thousand_digits_are_no_amount() -> None:
    assert find_amounts("7" * 100_000 + " percent", []) == []


def read_article(text: str) -> object:
    return Extractor().extract(text, published="2024-06-12")


# What the sentences of an article say to one another: figures, growths of one subject, speakers, quotations, places.
ARTICLES = [
    "Exports of Kenya rose 5 percent to $3 billion in May 2024 from a year earlier. ",
    "He said exports rose 5 percent. ",
    "“Exports rose 5 percent. ",
    "Sales were 5 million pesos. ",
    "In China, imports of tea fell 2 percent, and those of coffee 3 percent.\n\n",
    "The former exported 5 million tonnes, India and Nepal 6 million. ",
    "The port handled 5,000 containers; the zone’s share was 12 percent. ",
]


@pytest.mark.parametrize("piece", ARTICLES)
def test_time_of_whole_articles_is_linear(piece: str) -> None:
    assert ratio(read_article, piece, 8_000) < MUCH_LONGER


def growths(months: int) -> list[Fact]:
    """A level and a growth for each of so many months."""
    text = "Kenya's exports rose 5 percent to $3 billion in May 2024 from a year earlier."
    told = Extractor().extract(text, published="2024-06-12").facts
    first = date(1900, 1, 1).toordinal()
    days = [date.fromordinal(first + 28 * month) for month in range(months)]
    periods = [StatedPeriod(start=day, end=day, text="") for day in days]
    return [fact.model_copy(update={"period": period}) for period in periods for fact in told]


def test_time_of_checks_is_linear() -> None:
    text = "Kenya's exports rose 5 percent to $3 billion in May 2024 from a year earlier."
    few, many = growths(300), growths(LONGER * 300)
    least = []
    for facts in (few, many):
        times = []
        for _ in range(2):
            start = process_time()
            check(text, facts)
            times.append(process_time() - start)
        least.append(min(times))
    assert least[1] < MUCH_LONGER * least[0]
