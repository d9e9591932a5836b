"""An amount rendered in a form of the lexicons reads back to the same value, unit and bound.

Signs before and names after the figure, magnitudes and glued letters, minor units, numbers in words, percentages with
signs and bounds, points, multiples, measures, counts and ranges, each drawn from its table.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.lexicons import rows
from extractor.mentions.amounts import find_amounts
from extractor.mentions.drafts import Approximator
from extractor.mentions.money import Currency, Family
from extractor.mentions.numerals import Magnitude, NumberWord
from extractor.records import Mention
from extractor.units import UNITS, dimension

CURRENCIES = rows("currencies.tsv", Currency)
FAMILIES = {row.family: row for row in rows("money_words.tsv", Family)}
MAGNITUDES = [row for row in rows("magnitudes.tsv", Magnitude) if row.factor >= 10**6]
SYMBOLS = sorted({(symbol, row.code) for row in CURRENCIES for symbol in (*row.symbols, row.code)})
NAMED = [(f"{a} {FAMILIES[row.family].forms[0]}", row.code) for row in CURRENCIES for a in row.adjectives]
BOUNDS = [(phrase, row.bound) for row in rows("bounds.tsv", Approximator) for phrase in row.phrases]
MEASURES = sorted({(form, row.unit, row.factor) for row in UNITS for form in row.forms})
FIGURES = st.decimals(Decimal("1.1"), Decimal("999.9"), places=1)
SMALL = {int(row.value): row.word for row in reversed(rows("number_words.tsv", NumberWord))}


def read(sentence: str, written: str) -> Mention:
    """The one mention of a sentence, which must be what was written."""
    (mention,) = find_amounts(sentence.format(written), [])
    start = sentence.index("{}")
    assert (mention.start, mention.end, mention.text) == (start, start + len(written), written)
    return mention


def in_words(number: int) -> str:
    """A whole number below a million, as English spells it."""
    if number >= 1000:
        rest = f" {in_words(number % 1000)}" if number % 1000 else ""
        return f"{in_words(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    if number >= 20:
        return SMALL[number // 10 * 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    return SMALL[number]


def indian(number: int) -> str:
    """A whole number with Indian grouping: ``12,34,567``."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])


@given(FIGURES, st.sampled_from(MAGNITUDES), st.sampled_from(SYMBOLS), st.data())
def test_money_with_a_sign_before(
    figure: Decimal, magnitude: Magnitude, sign: tuple[str, str], data: st.DataObject
) -> None:
    symbol, code = sign
    gap = "" if not symbol[-1].isalpha() else data.draw(st.sampled_from(["", " "]))
    mention = read(
        "The contract was signed for {} then.", f"{symbol}{gap}{figure} {data.draw(st.sampled_from(magnitude.words))}"
    )
    assert (mention.label, mention.value, mention.unit) == ("MONEY", figure * magnitude.factor, code)


@given(FIGURES, st.sampled_from(MAGNITUDES), st.sampled_from(NAMED), st.sampled_from([" ", "-", "\u00a0"]), st.data())
def test_money_with_its_name_after(
    figure: Decimal, magnitude: Magnitude, name: tuple[str, str], gap: str, data: st.DataObject
) -> None:
    written = f"{figure}{gap}{data.draw(st.sampled_from(magnitude.words))} {name[0]}"
    mention = read("The contract was signed for {} then.", written)
    assert (mention.label, mention.value, mention.unit) == ("MONEY", figure * magnitude.factor, name[1])


GLUED = [(form, row.factor) for row in rows("magnitudes.tsv", Magnitude) for form in row.glued if row.factor >= 10**6]
MINOR = [(form, row.default) for row in FAMILIES.values() for form in row.minor_forms if len(form) > 3]


@given(FIGURES, st.sampled_from(GLUED), st.sampled_from(["US$", "£", "€", "HK$", "₹", "R$"]))
def test_money_with_a_glued_magnitude(figure: Decimal, glued: tuple[str, Decimal], sign: str) -> None:
    mention = read("The contract was signed for {} then.", f"{sign}{figure}{glued[0]}")
    assert (mention.label, mention.value) == ("MONEY", figure * glued[1])


@given(st.integers(2, 99), st.sampled_from(MINOR))
def test_money_in_minor_units(number: int, minor: tuple[str, str]) -> None:
    mention = read("The fare was {} then.", f"{number} {minor[0]}")
    assert (mention.label, mention.value in {number / Decimal(100), number / Decimal(1000)}) == ("MONEY", True)


@given(FIGURES, st.sampled_from(["lakh", "crore", "lakh crore", "thousand"]))
def test_money_in_smaller_magnitudes(figure: Decimal, magnitude: str) -> None:
    factor = {"lakh": 10**5, "crore": 10**7, "lakh crore": 10**12, "thousand": 1000}[magnitude]
    assert read("The contract was signed for {} then.", f"Rs {figure} {magnitude}").value == figure * factor


@given(st.integers(1, 9_999_999), st.sampled_from(["US${:,}", "{:,} euros", "Rs {}", "£{}", "{} yen"]))
def test_money_in_every_grouping(number: int, form: str) -> None:
    value = indian(number) if form == "Rs {}" else number
    mention = read("The contract was signed for {} then.", form.format(value))
    assert (mention.label, mention.value) == ("MONEY", Decimal(number))


@given(st.integers(2, 999_999), st.sampled_from(["dollars", "euros", "percent", "tonnes", "flights"]))
def test_numbers_in_words(number: int, unit: str) -> None:
    (mention,) = find_amounts(f"There were {in_words(number)} {unit} then.", [])
    assert (mention.value, mention.start) == (Decimal(number), len("There were "))


@given(
    FIGURES,
    st.sampled_from(["{}%", "{} percent", "{} per cent", "{} pct", "{}-percent", "{}pc", "{} p.c."]),
    st.sampled_from(["", "-", "−", "minus ", "+"]),
    st.sampled_from(BOUNDS),
)
def test_percent_with_sign_and_bound(figure: Decimal, form: str, sign: str, bound: tuple[str, str]) -> None:
    written = sign + form.format(figure)
    mention = read(f"The rate was {bound[0]} {{}} then.", written)
    assert (mention.label, mention.unit, mention.bound) == ("PERCENT", "percent", bound[1])
    assert mention.value == (figure if sign in {"", "+"} else -figure)


@given(
    FIGURES,
    st.sampled_from(
        [
            ("{} percentage points", 1),
            ("{} pp", 1),
            ("{} ppts", 1),
            ("{}%-points", 1),
            ("{} basis points", 100),
            ("{}bps", 100),
        ]
    ),
)
def test_points(figure: Decimal, form: tuple[str, int]) -> None:
    mention = read("The rate rose {} then.", form[0].format(figure))
    assert (mention.label, mention.value, mention.unit) == ("PERCENT", figure / form[1], "percentage_point")


@given(FIGURES, st.sampled_from(["{}-fold", "{} fold", "{} times", "{}x"]))
def test_multiples(figure: Decimal, form: str) -> None:
    mention = read("Exports rose {} then.", form.format(figure))
    assert (mention.label, mention.value, mention.unit) == ("MULTIPLE", figure, "fold")


@given(FIGURES, st.sampled_from(MEASURES), st.sampled_from([" ", "-", "\u00a0"]))
def test_measures(figure: Decimal, measure: tuple[str, str, Decimal], gap: str) -> None:
    form, unit, factor = measure
    if unit in {"feet", "yards", "bags", "sacks", "head", "mu"} or dimension(unit) == "time":
        gap = " "  # a hyphen makes these describe a noun: 35-foot, two-day
    mention = read("In warm weather it came to {} then.", f"{figure}{gap}{form}")
    assert (mention.label, mention.value, mention.unit) == ("QUANTITY", figure * factor, unit)


@given(st.integers(2, 10**9), st.sampled_from(["flights", "new companies", "registered firms", "trains"]))
def test_counts(number: int, noun: str) -> None:
    (mention,) = find_amounts(f"The port saw {number:,} {noun} then.", [])
    assert (mention.label, mention.text, mention.value, mention.unit) == (
        "QUANTITY",
        f"{number:,}",
        Decimal(number),
        noun,
    )


@given(
    FIGURES,
    FIGURES,
    st.sampled_from(
        [
            "{} to {} percent",
            "{}-{} percent",
            "{}% – {}%",
            "between {} and {} per cent",
            "${}-{} million",
            "${} to ${} million",
            "between ${}m and ${}m",
            "{}-{} million yuan",
            "{} to {} tonnes",
        ]
    ),
)
def test_ranges(one: Decimal, other: Decimal, form: str) -> None:
    low, high = sorted((one, other))
    assume(low < high <= low * 3)  # "rose 2 percent to 30 percent" is no range
    (mention,) = find_amounts(f"A figure of {form.format(low, high)} is likely.", [])
    times = 10**6 if "million" in form or "}m" in form else 1
    assert (mention.value, mention.value_high) == (low * times, high * times)
