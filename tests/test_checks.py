"""Checks: the arithmetic between the facts of an article, to the digits printed."""

from __future__ import annotations

import importlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import extractor
from extractor import Document, Fact, lexicons
from extractor.checks import check, printed
from extractor.checks.figures import Figure
from extractor.checks.rates import market_rate
from extractor.records import Check, Evidence


def read(text: str) -> Document:
    return extractor.extract(text, published="2024-06-15")


def checks(text: str, name: str) -> list[Check]:
    return [check for check in read(text).checks if check.name == name]


def verdict(text: str, name: str) -> str:
    [found] = checks(text, name)
    return found.verdict


SUM = "Kenya's trade reached {} in May. Exports were {}. Imports were {}."
BALANCE = "Kenya's exports reached {} in May. Imports were {}. The trade deficit was {}."
SHARE = (
    "Kenya's exports reached {} in 2023. Kenya's tea exports reached {} in 2023, accounting for {} of Kenya's exports."
)
GROWTH = "Kenya's exports rose {} to {} in 2023 from {} in 2022."
GAP = "Kenya's trade deficit widened {} to {} in 2023 from {} in 2022."
HALVED = "Kenya's exports {} to {} in 2023 from $8.0 billion in 2022."
ENTREPOT = (
    "Dubai's trade reached {} in May. Exports were $2.0 billion. Re-exports were $2.0 billion. "
    "Imports were $5.0 billion."
)
GOODS = "Kenya's exports reached {} in 2023. Kenya's tea exports reached {} in 2023."
WITHIN = "Foreign trade of Henan province reached {} in May 2024. Foreign trade of Zhengzhou reached {} in May 2024."
HALF = "Kenya's exports reached {} in the first half of 2023. Kenya's exports reached {} in the first quarter of 2023."
RANKED = (
    "In 2023 Kenya ranked first among African countries by tea exports. In 2023 Uganda ranked second among African "
    "countries by tea exports. Kenya's tea exports reached {} in 2023. Uganda's tea exports reached {} in 2023."
)
TWICE = "Kenya's exports reached {} in 2023. Prices fell. Kenya's exports reached {} in 2023, the ministry said."
RATE = "In May, Kenya's exports reached {} ({}) and its imports reached {} ({})."


# ── what holds and what does not ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("sum", SUM.format("$7.96 billion", "$2.19 billion", "$5.77 billion"), "holds"),
        ("sum", SUM.format("$7.97 billion", "$2.19 billion", "$5.77 billion"), "holds"),
        ("sum", SUM.format("$7.98 billion", "$2.19 billion", "$5.77 billion"), "off"),
        ("sum", SUM.format("$8.0 billion", "$2.19 billion", "$5.77 billion"), "holds"),
        ("sum", SUM.format("$8.1 billion", "$2.19 billion", "$5.77 billion"), "off"),
        ("sum", SUM.format("$8 billion", "$2.19 billion", "$5.77 billion"), "holds"),
        ("sum", SUM.format("$7,960,000,000", "$2,190,000,000", "$5,770,000,000"), "holds"),
        ("sum", SUM.format("$7,960,000,002", "$2,190,000,000", "$5,770,000,000"), "off"),
        ("balance", BALANCE.format("$2.0 billion", "$5.0 billion", "$3.0 billion"), "holds"),
        ("balance", BALANCE.format("$2.0 billion", "$5.0 billion", "$4.0 billion"), "off"),
        ("balance", BALANCE.format("$2.0 billion", "$5.0 billion", "$3.1 billion"), "holds"),
        ("share", SHARE.format("$10.0 billion", "$2.0 billion", "20 percent"), "holds"),
        ("share", SHARE.format("$10.0 billion", "$2.0 billion", "21 percent"), "holds"),
        ("share", SHARE.format("$10.0 billion", "$2.0 billion", "35 percent"), "off"),
        ("growth", GROWTH.format("10 percent", "$11.0 billion", "$10.0 billion"), "holds"),
        ("growth", GROWTH.format("30 percent", "$11.0 billion", "$10.0 billion"), "off"),
        (
            "exchange-rate",
            RATE.format("710 million yuan", "$100 million", "1,420 million yuan", "$200 million"),
            "holds",
        ),
        ("exchange-rate", RATE.format("710 million yuan", "$100 million", "1,420 million yuan", "$300 million"), "off"),
        ("part", GOODS.format("$9.0 billion", "$2.0 billion"), "holds"),
        ("part", GOODS.format("$9.0 billion", "$9.3 billion"), "off"),
        ("part", GOODS.format("$9 billion", "$9.3 billion"), "holds"),
        ("part", WITHIN.format("90.5 billion yuan", "31.0 billion yuan"), "holds"),
        ("part", WITHIN.format("90.5 billion yuan", "91.0 billion yuan"), "off"),
        ("period", HALF.format("$9.0 billion", "$4.0 billion"), "holds"),
        ("period", HALF.format("$9.0 billion", "$9.6 billion"), "off"),
        ("rank", RANKED.format("$9.0 billion", "$4.0 billion"), "holds"),
        ("rank", RANKED.format("$4.0 billion", "$9.0 billion"), "off"),
        ("told-twice", TWICE.format("$9.0 billion", "$9.0 billion"), "holds"),
        ("told-twice", TWICE.format("$9.0 billion", "$9.04 billion"), "holds"),
        ("told-twice", TWICE.format("$9.0 billion", "$8.0 billion"), "off"),
        ("told-twice", TWICE.format("$9.0 billion", "$2.0 billion"), "cannot tell"),
        ("told-twice", TWICE.format("$7.9 billion", "$8.0 billion"), "off"),
        ("told-twice", TWICE.format("$7.9 billion", "$7.94 billion"), "holds"),
        ("told-twice", TWICE.format("$5 billion", "$6 billion"), "off"),
        ("growth", GAP.format("50 percent", "$280.3 million", "$255.5 million"), "off"),
        ("growth", GAP.format("9.7 percent", "$280.3 million", "$255.5 million"), "holds"),
        ("change", GAP.format("by $24.8 million", "$280.3 million", "$255.5 million"), "holds"),
        ("change", GAP.format("by $14.8 million", "$280.3 million", "$255.5 million"), "off"),
        ("told-twice", TWICE.format("$9.04 billion", "more than $9 billion"), "holds"),
        ("told-twice", TWICE.format("$8.94 billion", "more than $9.0 billion"), "off"),
        ("told-twice", TWICE.format("$9.2 billion", "about $9.0 billion"), "holds"),
        ("told-twice", TWICE.format("$9.2 billion", "under $9.0 billion"), "off"),
        ("growth", GROWTH.format("tenfold", "$11.0 billion", "$1.1 billion"), "holds"),
        ("growth", GROWTH.format("fivefold", "$11.0 billion", "$1.1 billion"), "off"),
        ("change", GROWTH.format("by $1.0 billion", "$11.0 billion", "$10.0 billion"), "holds"),
        ("change", GROWTH.format("by $2.0 billion", "$11.0 billion", "$10.0 billion"), "off"),
        ("sum", SUM.format("$9 billion", "more than $2 billion", "$5 billion"), "cannot tell"),
        ("sum", SUM.format("$6.0 billion", "more than $2.0 billion", "$5.0 billion"), "off"),
        ("sum", SUM.format("$40 billion", "about $2 billion", "about $5 billion"), "off"),
        ("sum", SUM.format("$9 billion", "2 billion euros", "$5 billion"), "cannot tell"),
        ("sum", SUM.format("$7.0 billion", "1.9 billion euros ($2.0 billion)", "$5.0 billion"), "holds"),
        ("sum", SUM.format("$9.0 billion", "1.9 billion euros ($2.0 billion)", "$5.0 billion"), "off"),
        ("sum", SUM.format("$1 billion", "$1 billion", "$1 billion"), "cannot tell"),
        ("growth", HALVED.format("halved", "$4.0 billion"), "holds"),
        ("growth", HALVED.format("halved", "$3.0 billion"), "off"),
        ("growth", HALVED.format("more than halved", "$3.0 billion"), "cannot tell"),
        ("growth", HALVED.format("more than halved", "$5.0 billion"), "off"),
        ("sum", ENTREPOT.format("$9.0 billion"), "holds"),
        ("sum", ENTREPOT.format("$7.0 billion"), "holds"),
        ("sum", ENTREPOT.format("$8.0 billion"), "off"),
        ("told-twice", TWICE.format("120,000 tonnes", "0.12 million metric tons"), "holds"),
        ("told-twice", TWICE.format("120,000 tonnes", "0.13 million metric tons"), "off"),
        ("sum", SUM.format("9.0 million tonnes", "4.0 million metric tons", "5.0 million tonnes"), "holds"),
        ("sum", SUM.format("9.9 million tonnes", "4.0 million metric tons", "5.0 million tonnes"), "off"),
        ("part", GOODS.format("more than $9.0 billion", "$9.9 billion"), "cannot tell"),
        ("part", GOODS.format("under $9.0 billion", "$9.9 billion"), "off"),
        ("market-rate", "China's exports reached 7.0 billion yuan ($1.0 billion) in May 2024.", "holds"),
        ("market-rate", "China's exports reached 7.0 billion yuan ($1.4 billion) in May 2024.", "off"),
        ("market-rate", "China's exports reached 7.0 billion yuan ($10 billion) in May 2024.", "off"),
        ("market-rate", "Dubai's exports reached Dh36.7 billion ($10 billion) in May 2024.", "holds"),
        ("market-rate", "Dubai's exports reached Dh36.7 billion ($12.5 billion) in May 2024.", "off"),
        ("market-rate", "Kenya's exports reached Sh130 billion ($1.0 billion) in May 2024.", "cannot tell"),
    ],
)
def test_what_adds_up_holds_and_what_does_not_is_off(name: str, text: str, wanted: str) -> None:
    assert verdict(text, name) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"), [("30 percent", "20 percent", "holds"), ("60 percent", "50 percent", "off")]
)
def test_shares_of_one_whole_make_at_most_all_of_it(first: str, second: str, wanted: str) -> None:
    text = f"Exports of tea and coffee made up {first} and {second} of Kenya's exports respectively in 2023."
    document = read(text)
    assert [(fact.measure, fact.commodity) for fact in document.facts] == [("share", "tea"), ("share", "coffee")]
    assert verdict(text, "shares-of-one-whole") == wanted


PARTS = "{} accounted for 60 percent of {of}'s exports in 2023. {} made up 65 percent of {of}'s exports in 2023."
BUYERS = "The United States took {} of Kenya's exports in 2023. {} took 41 percent of Kenya's exports in 2023."
PROVINCES = (
    "Guangdong accounted for {} of China's exports in 2023. Zhejiang made up 41 percent of China's exports in 2023."
)
WARES = "Tea made up {} of Kenya's exports in 2023. {} made up 41 percent of Kenya's exports in 2023."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BUYERS.format("40 percent", "India"), "holds"),
        (BUYERS.format("62 percent", "India"), "off"),
        (BUYERS.format("over 62 percent", "India"), "off"),
        (BUYERS.format("less than 62 percent", "India"), "cannot tell"),
        (PROVINCES.format("21 percent"), "holds"),
        (PROVINCES.format("62 percent"), "off"),
        (WARES.format("40 percent", "Coffee"), "holds"),
        (WARES.format("62 percent", "Coffee"), "cannot tell"),
    ],
)
def test_shares_of_several_sentences_make_at_most_all_of_it(text: str, wanted: str) -> None:
    [together] = [one for one in checks(text, "shares-of-one-whole") if len(one.facts) == 2]
    assert together.verdict == wanted


@pytest.mark.parametrize(
    "text",
    [
        BUYERS.format("70 percent", "The EU"),  # which is no country
        BUYERS.format("70 percent", "America"),  # which is the United States
        BUYERS.format("70 percent", "India").replace("2023", "2022", 1),
        BUYERS.format("70 percent", "India").replace("exports", "imports", 1),
        PROVINCES.format("70 percent").replace("Zhejiang", "Guangzhou"),  # which lies in Guangdong
        WARES.format("70 percent", "Tea"),
        PARTS.format("Yiwu", "Jinhua", of="Zhejiang"),  # where Yiwu lies in Jinhua
        PARTS.format("Java", "West Java", of="Indonesia"),
    ],
)
def test_shares_that_may_be_of_one_another_are_not_added(text: str) -> None:
    assert {len(one.facts) for one in checks(text, "shares-of-one-whole")} == {1}


def test_shares_of_a_balance_are_not_added() -> None:
    text = (
        "China accounted for 80 percent of India's trade deficit in 2023. "
        "Russia made up 45 percent of India's trade deficit in 2023."
    )
    assert [fact.indicator for fact in read(text).facts] == ["trade_balance", "trade_balance"]
    assert checks(text, "shares-of-one-whole") == []


def test_what_one_sentence_has_told_is_not_told_again() -> None:
    text = (
        "Egypt took 40 percent of Kenya's exports in 2023. Egypt took 20 percent of Kenya's exports in 2022. "
        "Exports to Egypt and India made up 20 percent and 85 percent of Kenya's exports respectively in 2022."
    )
    assert [one.verdict for one in checks(text, "shares-of-one-whole") if len(one.facts) > 1] == ["off"]


def test_a_share_told_as_two_figures_is_in_doubt() -> None:
    text = BUYERS.format("60 percent", "China") + " China took 22 percent of Kenya's exports in 2023."
    [together] = [one for one in checks(text, "shares-of-one-whole") if len(one.facts) == 2]
    assert (together.verdict, together.why) == ("cannot tell", "several values are told of one of them")


def test_amounts_of_different_periods_may_be_converted_at_rates_of_then() -> None:
    text = (
        "China's exports were 62.0 billion yuan ($10.0 billion) in May 2013. "
        "Its imports were 50.0 billion yuan ($6.88 billion) in May 2024."
    )
    [together] = checks(text, "exchange-rate")
    assert (together.verdict, together.why) == (
        "cannot tell",
        "they are of different periods, and may be converted at the rates of then",
    )


def test_a_surplus_is_exports_less_imports_too() -> None:
    text = "Kenya's exports reached $5.0 billion in May. Imports were $2.0 billion. The trade {} was $3.0 billion."
    assert verdict(text.format("surplus"), "balance") == "holds"
    assert verdict(text.format("deficit"), "balance") == "off"


def test_a_fall_is_checked_as_a_fall() -> None:
    text = "Kenya's exports fell {} to $9.0 billion in 2023 from $10.0 billion in 2022."
    assert verdict(text.format("10 percent"), "growth") == "holds"
    assert verdict(text.format("15 percent"), "growth") == "off"


# ── what a check tells ──────────────────────────────────────────────────────────────────────────


def test_a_check_names_its_facts_its_sides_and_its_tolerance() -> None:
    document = read(SUM.format("$7.96 billion", "$2.19 billion", "$5.77 billion"))
    [found] = document.checks
    trade, exports, imports = document.facts
    assert set(found.facts) == {trade.id, exports.id, imports.id}
    assert (found.left, found.right, found.tolerance) == (Decimal(7960000000), Decimal(7960000000), Decimal(15000000))


@pytest.mark.parametrize(
    ("figure", "half"),
    [
        ("$7.96 billion", "5000000"),
        ("$7.960 billion", "500000"),
        ("$8 billion", "500000000"),
        ("$8.0 billion", "50000000"),
        ("$796 million", "500000"),
        ("$7,960,123", "0.5"),
        ("$7,960,123.40", "0.005"),
        ("eight billion dollars", "0"),
    ],
)
def test_the_digits_printed_tell_how_sure_a_figure_is(figure: str, half: str) -> None:
    text = f"Kenya's exports reached {figure} in May."
    [fact] = read(text).facts
    assert printed(text, fact) == Figure(fact.value, Decimal(half))


def test_a_fall_is_printed_with_its_sign() -> None:
    text = "Kenya's exports fell 5.2 percent in May."
    [fact] = read(text).facts
    assert printed(text, fact) == Figure(Decimal("-5.2"), Decimal("0.05"))


def test_what_a_level_and_its_growth_give_is_told_where_nothing_is_told_of_it() -> None:
    [found] = checks("Kenya's exports rose 25 percent to $10.00 billion in 2023.", "growth")
    assert (found.verdict, found.left, found.right) == ("cannot tell", Decimal(8_000_000_000), None)
    assert found.why == "the level before is not told"


def test_what_a_part_and_its_share_give_is_told_where_nothing_is_told_of_it() -> None:
    [found] = checks(
        "Tea exports reached $2.00 billion in 2023, accounting for 20 percent of Kenya's exports.", "share"
    )
    assert (found.verdict, found.left, found.right) == ("cannot tell", Decimal(10_000_000_000), None)
    assert found.why == "the whole is not told"


def test_what_is_yet_to_come_is_held_against_nothing() -> None:
    document = read(
        "Kenya's exports rose 20 percent year on year to $6.0 billion in 2024, against a target of 50 percent. "
        "Kenya's exports were $5.0 billion in 2023. Kenya's exports are expected to reach $9.0 billion in 2027. "
        "The bank forecasts Kenya's exports at $9.9 billion in 2027."
    )
    assert {fact.status for fact in document.facts} >= {"actual", "target", "forecast"}
    assert [(one.name, one.verdict) for one in document.checks] == [("growth", "holds")]


def test_a_zero_is_as_sure_as_its_digits() -> None:
    text = "Kenya's exports rose 0.0 percent in May."
    [fact] = read(text).facts
    assert printed(text, fact) == Figure(Decimal(0), Decimal("0.05"))


def test_ranks_are_compared_of_one_subject_alone() -> None:
    text = RANKED.format("$9.0 billion", "$4.0 billion") + " Uganda's tea exports reached $9.9 billion in 2022."
    assert verdict(text, "rank") == "holds"


def test_a_rate_told_of_two_levels_may_be_of_either() -> None:
    text = (
        "Kenya's tea exports were $100.0 million and 400,000 tonnes in 2022. "
        "Kenya's tea exports rose {} to $120.0 million in 2023, and reached 600,000 tonnes."
    )
    assert {one.verdict for one in checks(text.format("20 percent"), "growth")} == {"holds"}


def test_more_than_all_of_a_whole_is_off() -> None:
    text = "Tea made up {} of Kenya's exports in 2023."
    assert verdict(text.format("48.5 percent"), "shares-of-one-whole") == "holds"
    assert verdict(text.format("148.5 percent"), "shares-of-one-whole") == "off"


def test_the_checks_of_a_fact_are_those_that_compare_it() -> None:
    document = read(SUM.format("$7.96 billion", "$2.19 billion", "$5.77 billion") + " Tea exports were $1.00 billion.")
    trade, exports, imports, tea = document.facts
    assert [[one.name for one in document.checks_of(fact)] for fact in (trade, exports, imports, tea)] == [
        ["sum"],
        ["sum", "part"],
        ["sum"],
        ["part"],
    ]


@pytest.mark.parametrize(
    ("currency", "year", "low", "high"),
    [
        ("CNY", 2023, "6.7", "7.4"),
        ("EUR", 2024, "0.89", "0.97"),
        ("AED", 2024, "3.67", "3.68"),
        ("XOF", 2020, "520", "620"),
    ],
)
def test_the_market_has_known_a_rate(currency: str, year: int, low: str, high: str) -> None:
    rate = market_rate(currency, "USD", year, year)
    assert rate is not None
    assert Decimal(low) < rate.value - rate.half <= rate.value + rate.half < Decimal(high)


@pytest.mark.parametrize(("currency", "year"), [("CNY", 1987), ("KES", 2020), ("AED", 1970), ("EUR", 2100)])
def test_no_rate_is_made_up(currency: str, year: int) -> None:
    assert market_rate(currency, "USD", year, year) is None


def test_building_the_rates_again_gives_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "tools"))
    builder: Any = importlib.import_module("build_rates")
    monkeypatch.setattr(builder, "TARGET", tmp_path / "rates.tsv")
    builder.main()
    assert (tmp_path / "rates.tsv").read_bytes() == (lexicons.FOLDER / "rates.tsv").read_bytes()


# ── what is not checked ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's trade reached $9 billion in May. Exports were $2 billion. Imports were $5 billion in 2023.",
        "Kenya's trade reached $9 billion in May. Exports were $2 billion. Uganda's imports were $5 billion.",
        "Kenya's trade reached $9 billion in May. Tea exports were $2 billion. Imports were $5 billion.",
        "Kenya's trade reached $9 billion in May. Exports to Uganda were $2 billion. Imports were $5 billion.",
        "Kenya's trade reached $9 billion. Exports were $2 billion. Imports were $5 billion.",
        "Kenya's trade reached $9 billion in May. Exports are expected to reach $2 billion. Imports were $5 billion.",
        "",
    ],
)
def test_only_figures_of_one_thing_are_added(text: str) -> None:
    assert read(text).checks == ()


def test_growth_of_volumes_says_nothing_of_values() -> None:
    text = (
        "Kenya's tea exports rose to $181.2 million in 2023 from $163.3 million in 2022. "
        "Kenya's tea exports rose {} to 522,900 tonnes in 2023 from 450,300 tonnes in 2022."
    )
    assert verdict(text.format("16 percent"), "growth") == "holds"
    assert verdict(text.format("11 percent"), "growth") == "off"


def test_shares_of_different_wholes_are_not_added() -> None:
    text = (
        "Tea made up 60 percent of Kenya's exports in 2023. Oil made up 70 percent of Kenya's imports in 2023. "
        "Coffee made up 50 percent of Uganda's exports in 2023."
    )
    assert {len(one.facts) for one in checks(text, "shares-of-one-whole")} == {1}


def test_checks_change_no_fact() -> None:
    text = SUM.format("$9.96 billion", "$2.19 billion", "$5.77 billion")
    facts = read(text).facts
    before = [fact.model_dump() for fact in facts]
    assert [found.verdict for found in check(text, facts)] == ["off"]
    assert [fact.model_dump() for fact in facts] == before


# ── whatever the figures ────────────────────────────────────────────────────────────────────────

CENTS = st.integers(1, 99_999)


def money(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02d} billion"


@given(CENTS, CENTS, st.integers(-5, 5))
@settings(max_examples=60, deadline=None)
def test_a_sum_holds_within_the_rounding_of_three_figures(exports: int, imports: int, off: int) -> None:
    assume(exports + imports + off > 0)
    text = SUM.format(money(exports + imports + off), money(exports), money(imports))
    assert verdict(text, "sum") == ("holds" if abs(off) <= 1 else "off")


@given(
    st.lists(st.decimals(-(10**12), 10**12, places=3), min_size=3, max_size=3), st.sampled_from(["0", "0.0", "1e", ""])
)
@settings(max_examples=60, deadline=None)
def test_no_figures_raise(values: list[Decimal], words: str) -> None:
    kenya = extractor.Place(name="Kenya", kind="country", country="KE", id="country:KE")
    [sample] = read("Kenya's exports reached $5 billion in May.").facts
    evidence = {"value": Evidence(start=0, end=len(words)), "sentence": Evidence(start=0, end=len(words))}

    def fact(number: int, **slots: object) -> Fact:
        return sample.model_copy(
            update={"id": str(number), "place": kenya, "value": values[number], "evidence": evidence, **slots}
        )

    facts = (fact(0), fact(1, indicator="imports"), fact(2, indicator="trade"), fact(2, indicator="trade_balance"))
    assert {found.name for found in check(words, facts)} == {"sum", "balance"}
