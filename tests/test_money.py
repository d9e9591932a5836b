"""The currency tables: complete, and agreeing with Unicode CLDR."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from babel.numbers import get_territory_currencies

from extractor.lexicons import rows
from extractor.mentions.amounts import find_amounts
from extractor.mentions.money import CODES, Currency, Family

CURRENCIES = rows("currencies.tsv", Currency)
FAMILIES = {row.family: row for row in rows("money_words.tsv", Family)}
TERRITORIES = [str(name) for name in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(name))]
TENDER = {code for territory in TERRITORIES for code in get_territory_currencies(territory)}


def test_every_currency_in_use_is_there() -> None:
    assert TENDER <= CODES


def test_families_and_currencies_know_one_another() -> None:
    assert {row.family for row in CURRENCIES} == set(FAMILIES)
    assert {row.default for row in FAMILIES.values()} <= CODES


def test_codes_are_unique() -> None:
    assert len(CURRENCIES) == len(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_read_before_and_after(code: str) -> None:
    for text in (f"It cost {code} 4.5 million.", f"It cost 4.5 million {code}."):
        assert [(m.label, m.unit) for m in find_amounts(text, [])] == [("MONEY", code)]


@pytest.mark.parametrize(
    ("adjective", "word", "code"),
    [
        (adjective, FAMILIES[row.family].forms[-1 if len(FAMILIES[row.family].forms) < 3 else 1], row.code)
        for row in CURRENCIES
        for adjective in row.adjectives
    ],
)
def test_every_adjective_tells_its_currency(adjective: str, word: str, code: str) -> None:
    (mention,) = find_amounts(f"The plant cost 4.5 billion {adjective} {word} to build.", [])
    assert mention.unit == code
