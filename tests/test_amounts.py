"""All kinds of amounts together: the gold articles, blocked spans, hostile text, amounts rendered and read back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.amounts import find_amounts
from extractor.records import VALUE_LABELS, Mention

ROOT = Path(__file__).parent.parent
GOLD = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "gold").glob("[0-9]*.json"))]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["doc_id"][:3])
def test_gold_amounts_come_out_exactly(gold: dict[str, Any]) -> None:
    text = (ROOT / "corpus" / f"{gold['doc_id']}.txt").read_bytes().decode("utf-8")
    periods = [(m["start"], m["end"]) for m in gold["mentions"] if m["label"] == "PERIOD"]
    found = {(m.start, m.end): _found(m) for m in find_amounts(text, periods)}
    wanted = {(m["start"], m["end"]): m for m in gold["mentions"] if m["label"] in VALUE_LABELS}
    missed = {span: m for span, m in wanted.items() if found.get(span) != _wanted(m) and not m.get("optional")}
    assert not missed
    assert not set(found) - set(wanted)


def _found(mention: Mention) -> tuple[Any, ...]:
    return mention.label, mention.value, mention.value_high, mention.unit, mention.bound


def _wanted(mention: dict[str, Any]) -> tuple[Any, ...]:
    high = mention.get("value_high")
    return (
        mention["label"],
        Decimal(mention["value"]),
        high and Decimal(high),
        mention.get("unit"),
        mention.get("bound", "exact"),
    )


def test_blocked_spans_hold_no_amounts() -> None:
    text = "In the first 11 months of 2023 the port ranked third and handled 27,000 flights."
    start = text.index("first")
    found = find_amounts(text, [(start, start + len("first 11 months of 2023"))])
    assert [m.text for m in found] == ["third", "27,000"]


def test_what_is_understood_is_noted() -> None:
    text = "Imports rose to 9.4 billion dlrs from 8.8 billion; the plant costs $4 to $5 billion."
    notes = {m.text: m.notes for m in find_amounts(text, [])}
    assert notes["9.4 billion dlrs"] == ()
    assert notes["8.8 billion"] == ("unit understood from '9.4 billion dlrs'",)
    assert "8.8 billion" in notes


def test_a_shared_sign_says_what_it_was_read_as() -> None:
    assert find_amounts("It cost $5.", [])[0].notes == ("currency: '$' read as USD",)
    assert find_amounts("It cost $5.", [], "AU")[0].notes == ("currency: '$' read as AUD by the article's country",)
    assert find_amounts("It cost US$5.", [], "AU")[0].notes == ()
    assert "several countries" in find_amounts("It cost 500 million rials.", [])[0].notes[0]


@pytest.mark.parametrize(
    ("country", "code"),
    [("US", "USD"), ("AU", "AUD"), ("MX", "USD"), ("CL", "USD"), ("SG", "SGD"), ("DE", "USD"), (None, "USD")],
)
def test_a_bare_dollar_follows_the_country(country: str | None, code: str) -> None:
    assert find_amounts("It cost $5 million.", [], country)[0].unit == code


@pytest.mark.parametrize("country", ["MX", "CL", "CO", "TW", "LR", "GY"])
def test_a_bare_dollar_is_the_us_one_where_newsrooms_write_the_local_one_otherwise(country: str) -> None:
    assert find_amounts("It cost $5 million, about 90 million pesos.", [], country)[0].unit == "USD"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The A$1.5 billion ($1 billion) plan.", ["AUD", "USD"]),
        ("A plan of $1 billion, or A$1.5 billion.", ["USD", "AUD"]),
        ("The plan costs $35 more than the A$1.5 billion of May.", ["AUD", "AUD"]),
    ],
)
def test_a_bare_dollar_told_beside_the_local_one_is_the_us_one(text: str, units: list[str]) -> None:
    assert [mention.unit for mention in find_amounts(text, [], "AU")] == units


def test_shared_words_follow_the_place_nearest_to_them() -> None:
    text = "Argentina owes 44 billion pesos; Mexico owes 12 billion pesos."
    places = [(text.index("Argentina"), "AR"), (text.index("Mexico"), "MX")]
    assert [mention.unit for mention in find_amounts(text, [], "AR", places)] == ["ARS", "MXN"]


@pytest.mark.parametrize(("text", "code"), [("Tokyo paid ¥5 billion.", "JPY"), ("Beijing paid ¥5 billion.", "CNY")])
def test_the_yen_sign_follows_the_words(text: str, code: str) -> None:
    assert find_amounts(text, [])[0].unit == code


HOSTILE = [
    "1,",
    "$",
    "7",
    "1\u00a0234",
    "one ",
    "a hundred ",
    "5 million ",
    "1 and ",
    "5 small and ",
    "-5",
    "1/2 ",
    "$1 to ",
    "1.000",
    "5, ",
    "5\n",
    "Rs ",
    "No. ",
    "first ",
    "doubled ",
    "'",
    "one-",
    "2 crore 50 lakh ",
    "the number of ",
    "to 5 billion ",
    "between 5 and ",
    "\ufeff\r\n",
    "½",
    "٣٤",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    for length in (4_000, 8_000):
        text = unit * (length // len(unit)) + " 5 percent"
        for mention in find_amounts(text, []):
            assert text[mention.start : mention.end] == mention.text


WORDS = """5 1,234 2.1 million bn crore $ US$ Rs ¥ £ % percent pct yuan dlrs to from and or - – ( ) , . times fold x
    doubled ranked third No. first tonnes companies of the number rose reached about nearly over up between m t ½
    flights 3/4 −4 1987 per barrel a an half hundred c p"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u00a0", " "])


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200))
def test_nothing_raises_and_spans_slice(text: str) -> None:
    end = 0
    for mention in find_amounts(text, []):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        assert mention.label in VALUE_LABELS
        assert mention.rule
        end = mention.end


FIGURES = st.decimals(Decimal("1.01"), Decimal("999.99"), places=2)
MONEY_FORMS = {
    "${}bn": (10**9, "USD"),
    "US${} million": (10**6, "USD"),
    "{} mln dlrs": (10**6, "USD"),
    "{} billion yuan": (10**9, "CNY"),
    "RMB {}m": (10**6, "CNY"),
    "₹{} crore": (10**7, "INR"),
    "Rs. {} lakh crore": (10**12, "INR"),
    "£{}tn": (10**12, "GBP"),
    "{} million euros": (10**6, "EUR"),
    "RM{} bil": (10**9, "MYR"),
    "Dh{}bn": (10**9, "AED"),
    "{}-billion-yen": (10**9, "JPY"),
    "A${} million": (10**6, "AUD"),
    "{} trillion won": (10**12, "KRW"),
    "R{}bn": (10**9, "ZAR"),
    "KSh{}m": (10**6, "KES"),
}
PERCENT_FORMS = ["{}%", "{} percent", "{} per cent", "{} pct", "{}-percent"]


@given(FIGURES, st.sampled_from(sorted(MONEY_FORMS)))
def test_rendered_money_reads_back(figure: Decimal, pattern: str) -> None:
    factor, code = MONEY_FORMS[pattern]
    written = pattern.format(figure)
    (mention,) = find_amounts(f"The contract was signed for {written}.", [])
    assert (mention.label, mention.text, mention.value, mention.unit) == ("MONEY", written, figure * factor, code)


@given(
    FIGURES,
    st.sampled_from(["{}%", "{} percent", "{} per cent", "{} pct", "{}-percent"]),
    st.sampled_from(["", "-", "−"]),
)
def test_rendered_percents_read_back(figure: Decimal, pattern: str, sign: str) -> None:
    written = sign + pattern.format(figure)
    (mention,) = find_amounts(f"The rate was {written}.", [])
    assert (mention.text, mention.value) == (written, -figure if sign else figure)


@given(FIGURES, FIGURES, st.sampled_from(["{} to {} percent", "{}-{} percent", "{}% – {}%"]))
def test_rendered_ranges_read_back(one: Decimal, other: Decimal, pattern: str) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    (mention,) = find_amounts(f"A rate of {pattern.format(low, high)} is likely.", [])
    assert (mention.value, mention.value_high) == (low, high)
