"""The grammar of numbers: what a figure is worth, where it ends, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicons import rows
from extractor.mentions.numerals import Magnitude, find_numerals

MAGNITUDES = [row for row in rows("magnitudes.tsv", Magnitude) if row.factor >= 1000]


def read(text: str) -> list[tuple[str, Decimal]]:
    return [(text[n.start : n.end], n.value) for n in find_numerals(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("12,34,567", "1234567"),
        ("1.234.567,5", "1234567.5"),
        ("12\u00a0345\u00a0678", "12345678"),
        ("4.5 lakh crore", "4500000000000"),
        ("2 crore 50 lakh", "25000000"),
        ("1 million 250 thousand", "1250000"),
        ("3,150bn", "3150000000000"),
        ("1.5-million", "1500000"),
        ("3\u00a0mln", "3000000"),
        ("2.78\nbillion", "2780000000"),
        ("8-1/2", "8.5"),
        ("10 15/16", "10.9375"),
        ("2½", "2.5"),
        (".75", "0.75"),
        ("twenty-three", "23"),
        ("five hundred and twenty", "520"),
        ("a hundred and five thousand", "105000"),
        ("one million two hundred thousand", "1200000"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("half a billion", "500000000"),
        ("a couple of hundred", "200"),
        ("two dozen", "24"),
        ("two lakh crore", "2000000000000"),
    ],
)
def test_one_figure(text: str, value: str) -> None:
    assert read(text) == [(text, Decimal(value))]


@pytest.mark.parametrize(
    "text",
    ["31.12.2023", "12/05/2023", "09:52", "1.4.2", "192.168.1.1", "9/11", "24/7", "x_12_y", "9" * 60],
)
def test_no_figure(text: str) -> None:
    assert read(text) == []


def test_and_joins_only_what_is_one_number() -> None:
    assert read("two million and three million") == [
        ("two million", Decimal(2_000_000)),
        ("three million", Decimal(3_000_000)),
    ]


def test_a_blank_line_ends_a_figure() -> None:
    assert read("118\n\nmillion") == [("118", Decimal(118))]


def test_a_glued_letter_is_remembered() -> None:
    numeral = next(find_numerals("3m tonnes"))
    assert (numeral.value, numeral.letter, numeral.core_end) == (Decimal(3_000_000), True, 1)


def test_years_are_known() -> None:
    flags = [n.is_year_like for n in find_numerals("1987, 2,023, 2023 million, 1850, nineteen")]
    assert flags == [True, False, False, False, False]


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}"]))
def test_grouping_reads_back(value: int, form: str) -> None:
    text = form.format(value)
    assert read(text) == [(text, Decimal(value))]


@given(st.decimals(0, 9999, places=3), st.sampled_from(MAGNITUDES), st.data())
def test_magnitudes_read_back(value: Decimal, magnitude: Magnitude, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(magnitude.words))
    gap = data.draw(st.sampled_from([" ", "-", "\u00a0", "\u202f", "\n"]))
    text = f"{value}{gap}{word}"
    assert read(text) == [(text, value * magnitude.factor)]


@given(st.text(max_size=300))
def test_numerals_are_ordered_and_lie_in_the_text(text: str) -> None:
    end = 0
    for numeral in find_numerals(text):
        assert end <= numeral.start < numeral.core_end <= numeral.end <= len(text)
        end = numeral.end
