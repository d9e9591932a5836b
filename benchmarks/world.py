"""The countries the benchmark's newsroom writes about, with their provinces, cities and money, from the lexicons."""

from __future__ import annotations

import gzip
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from extractor.gazetteer import BUILT, Demonym
from extractor.lexicons import FOLDER, rows
from extractor.mentions.money import Currency, Family

_PEOPLE_OF_COUNTRY = 1_000_000
_PEOPLE_OF_CITY = 150_000
_DIVISIONS = frozenset({"province", "state", "department", "governorate", "prefecture", "republic"})


class Country(NamedTuple):
    """What an article about a country needs to know of it."""

    code: str
    name: str
    adjective: str
    money: str
    provinces: tuple[str, ...]
    cities: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """Every country of some size that has provinces, cities, an adjective and a money of its own in the lexicons."""
    places = gzip.decompress((FOLDER / BUILT).read_bytes()).decode("utf-8").partition("\n\n")[0]
    names: dict[str, str] = {}
    provinces: dict[str, list[str]] = defaultdict(list)
    cities: dict[str, list[str]] = defaultdict(list)
    for line in places.split("\n"):
        _, kind, country, _, population, name, *_ = line.split("\t")
        if kind == "country" and int(population) >= _PEOPLE_OF_COUNTRY:
            names[country] = name
        elif kind in _DIVISIONS:
            provinces[country].append(name)
        elif kind == "city" and int(population) >= _PEOPLE_OF_CITY:
            cities[country].append(name)
    adjectives, monies = _adjectives(), _monies()
    return tuple(
        Country(code, name, adjectives[code], monies[code], tuple(provinces[code]), tuple(cities[code]))
        for code, name in names.items()
        if code in adjectives and code in monies and provinces[code] and cities[code]
    )


def _adjectives() -> dict[str, str]:
    """The first adjective of each country: ``Chilean``."""
    told = reversed(rows("demonyms.tsv", Demonym))
    return {place.removeprefix("country:"): word for word, place in told if place.startswith("country:")}


def _monies() -> dict[str, str]:
    """The plural of each country's money: ``pesos``, ``yuan``."""
    forms = {family.family: family.forms for family in rows("money_words.tsv", Family)}
    one_form = {"yuan", "yen", "won", "baht", "rand", "ringgit", "dong", "taka", "birr", "tenge", "kwanza"}
    return {
        country: currency.family if currency.family in one_form else forms[currency.family][:2][-1]
        for currency in reversed(rows("currencies.tsv", Currency))
        if currency.family in forms
        for country in currency.countries
    }
