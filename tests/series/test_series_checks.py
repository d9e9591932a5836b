"""Checks between articles: what no article can check by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import extractor
from extractor.records import Document
from extractor.series import CheckBetween, check_between, gather

Tell = Callable[..., Document]

TOTALS = {
    "exports": "Kenya's exports were {} in May 2024.",
    "imports": "Kenya's imports were {} in May 2024.",
    "trade": "Kenya's trade reached {} in May 2024.",
    "deficit": "Kenya's trade deficit was {} in May 2024.",
    "before": "Kenya's exports were {} in May 2023.",
    "growth": "Kenya's exports rose {} year on year in May 2024.",
    "tea": "Kenya's tea exports were {} in May 2024.",
    "half": "Kenya's exports were {} in the first half of 2024.",
    "us": "The United States took {} of Kenya's exports in 2023.",
    "india": "India took {} of Kenya's exports in 2023.",
    "eu": "The EU took {} of Kenya's exports in 2023.",
    "tea share": "Tea made up {} of Kenya's exports in 2023.",
    "coffee share": "Coffee made up {} of Kenya's exports in 2023.",
    "province": "Foreign trade of Henan province reached {} in May 2024.",
    "city": "Foreign trade of Zhengzhou reached {} in May 2024.",
}


def found(*told: tuple[str, str], name: str | None = None) -> list[CheckBetween]:
    """The checks between articles that each tell one thing."""
    documents = [
        extractor.extract(TOTALS[kind].format(figure), published=f"2024-08-{10 + number}", doc_id=f"{number}-{kind}")
        for number, (kind, figure) in enumerate(told)
    ]
    checks = list(check_between(gather(documents)))
    return [one for one in checks if name is None or one.check.name == name]


@pytest.mark.parametrize(
    ("name", "told", "wanted"),
    [
        ("sum", [("exports", "$2.19 billion"), ("imports", "$5.77 billion"), ("trade", "$7.96 billion")], "holds"),
        ("sum", [("exports", "$2.19 billion"), ("imports", "$5.77 billion"), ("trade", "$7.98 billion")], "off"),
        ("balance", [("exports", "$2.0 billion"), ("imports", "$5.0 billion"), ("deficit", "$3.0 billion")], "holds"),
        ("balance", [("exports", "$2.0 billion"), ("imports", "$5.0 billion"), ("deficit", "$4.0 billion")], "off"),
        ("growth", [("exports", "$11.0 billion"), ("growth", "10 percent"), ("before", "$10.0 billion")], "holds"),
        ("growth", [("exports", "$11.0 billion"), ("growth", "30 percent"), ("before", "$10.0 billion")], "off"),
        ("part", [("exports", "$9.0 billion"), ("tea", "$2.0 billion")], "holds"),
        ("part", [("exports", "$9.0 billion"), ("tea", "$9.3 billion")], "off"),
        ("part", [("province", "90.5 billion yuan"), ("city", "31.0 billion yuan")], "holds"),
        ("part", [("province", "90.5 billion yuan"), ("city", "91.0 billion yuan")], "off"),
        ("period", [("half", "$9.0 billion"), ("exports", "$2.0 billion")], "holds"),
        ("period", [("half", "$9.0 billion"), ("exports", "$9.2 billion")], "off"),
        ("shares-of-one-whole", [("us", "40 percent"), ("india", "41 percent")], "holds"),
        ("shares-of-one-whole", [("us", "62 percent"), ("india", "41 percent")], "off"),
        ("shares-of-one-whole", [("tea share", "40 percent"), ("coffee share", "41 percent")], "holds"),
        ("shares-of-one-whole", [("tea share", "62 percent"), ("coffee share", "41 percent")], "cannot tell"),
        (
            "exchange-rate",
            [("exports", "7.2 billion yuan ($1.0 billion)"), ("exports", "7.3 billion yuan ($1.0 billion)")],
            "holds",
        ),
        (
            "exchange-rate",
            [("exports", "7.21 billion yuan ($1.00 billion)"), ("imports", "$2.00 billion (14.4 billion yuan)")],
            "holds",
        ),
        (
            "exchange-rate",
            [("exports", "7.21 billion yuan ($1.00 billion)"), ("imports", "$2.00 billion (12.4 billion yuan)")],
            "off",
        ),
        (
            "exchange-rate",
            [("exports", "7.21 billion yuan ($1.00 billion)"), ("half", "6.21 billion yuan ($1.00 billion)")],
            "cannot tell",
        ),
        ("told-twice", [("exports", "$8 billion"), ("exports", "$7.96 billion")], "holds"),
        ("told-twice", [("exports", "$8.0 billion"), ("exports", "$7.8 billion")], "off"),
        ("told-twice", [("exports", "$8.0 billion"), ("exports", "$80 billion")], "cannot tell"),
    ],
)
def test_articles_are_held_against_one_another(name: str, told: list[tuple[str, str]], wanted: str) -> None:
    [one] = found(*told, name=name)
    assert one.check.verdict == wanted
    assert len({compared.source.doc_id for compared in one.compared}) == len(told)
    assert one.check.facts == tuple(compared.source.fact_id for compared in one.compared)


def test_shares_of_a_group_and_of_one_of_its_members_are_not_added() -> None:
    assert found(("us", "60 percent"), ("eu", "45 percent"), name="shares-of-one-whole") == []


def rates(*told: tuple[str, str, str]) -> list[tuple[list[str], str]]:
    """The checks of rates between articles, given by name, day and sentence: which articles, and the verdict."""
    documents = [extractor.extract(text, published=day, doc_id=name) for name, day, text in told]
    checks = [one for one in check_between(gather(documents)) if one.check.name == "exchange-rate"]
    return [([compared.source.doc_id for compared in one.compared], one.check.verdict) for one in checks]


YUAN = "Kenya's {} were {} billion yuan (${} billion) in May 2024."


def test_an_article_implies_one_rate_which_is_held_against_those_of_the_week_before() -> None:
    assert rates(
        ("c", "2024-06-12", YUAN.format("exports", "7.28", "1.00")),
        ("a", "2024-06-10", YUAN.format("exports", "7.20", "1.00") + " " + YUAN.format("imports", "7", "1")),
        ("b", "2024-06-17", YUAN.format("exports", "7.25", "1.00")),
        ("d", "2024-06-25", YUAN.format("exports", "9.99", "1.00")),
    ) == [(["a", "c"], "holds"), (["c", "b"], "holds")]


def test_one_misprint_does_not_make_others_off() -> None:
    sentences = [YUAN.format("exports", rate, "1.00") for rate in ("7.20", "7.21", "8.86", "7.22", "7.23")]
    told = rates(*((str(day), f"2024-06-1{day}", sentence) for day, sentence in enumerate(sentences)))
    assert [verdict for _, verdict in told] == ["holds", "off", "holds", "holds"]


def test_a_vague_pair_hides_no_other() -> None:
    vague = YUAN.format("exports", "7", "1")
    assert rates(
        ("a", "2024-06-10", vague + " " + YUAN.format("imports", "7.25", "1.00")),
        ("b", "2024-06-11", vague + " " + YUAN.format("imports", "8.25", "1.00")),
    ) == [(["a", "b"], "off")]


LIRA = "Türkiye's {} were {} lira ($10.0 billion) in November 2021."
SHILLINGS = "Kenya's {} were {} billion shillings ($1.00 billion) in May 2024."


@pytest.mark.parametrize(
    ("one", "two", "days", "wanted"),
    [
        (LIRA.format("exports", "138.5 billion"), LIRA.format("imports", "180.5 billion"), "2021-12", "cannot tell"),
        (LIRA.format("exports", "138.5 billion"), LIRA.format("imports", "1.305 trillion"), "2021-12", "off"),
        (SHILLINGS.format("exports", "130"), SHILLINGS.format("imports", "103"), "2024-06", "cannot tell"),
        (SHILLINGS.format("exports", "130"), SHILLINGS.format("imports", "310"), "2024-06", "off"),
    ],
)
def test_currencies_may_move_within_a_week(one: str, two: str, days: str, wanted: str) -> None:
    assert rates(("a", f"{days}-13", one), ("b", f"{days}-20", two)) == [(["a", "b"], wanted)]


@pytest.mark.parametrize(
    "sentence",
    [
        YUAN.format("imports", "9.90", "1.00").replace("May 2024", "May 2013"),
        "Kenya aims to raise imports to 9.90 billion yuan ($1.00 billion) in 2030.",
        "Kenya's imports were 9.90 billion yuan in May 2024.",
        "Kenya's imports were 9.90 billion euros ($1.00 billion) in May 2024.",
    ],
)
def test_only_pairs_of_now_and_of_the_same_currencies_are_compared(sentence: str) -> None:
    one = YUAN.format("exports", "7.20", "1.00")
    assert rates(("a", "2024-06-13", one), ("b", "2024-06-14", sentence)) == []


def test_no_rate_is_held_against_that_of_a_copy_or_of_no_day() -> None:
    text = "Kenya's exports were {} billion yuan ($1.0 billion) in May 2024."
    copies = [extractor.extract(text.format("7.2"), published="2024-06-15", doc_id=name) for name in "ab"]
    undated = extractor.extract(text.format("9.2"), doc_id="c")
    found = check_between(gather([*copies, undated]))
    assert [one for one in found if one.check.name == "exchange-rate"] == []


def test_what_one_article_tells_is_no_check_between_articles() -> None:
    text = "Kenya's trade reached $7.96 billion in May. Exports were $2.19 billion. Imports were $5.77 billion."
    alone = extractor.extract(text, published="2024-06-15", doc_id="a")
    other = extractor.extract("Kenya's exports were $2.19 billion in May 2024.", published="2024-06-16", doc_id="b")
    assert [check.name for check in alone.checks] == ["sum"]
    assert [one.check.name for one in check_between(gather([alone, other]))] == ["told-twice"]


def test_copies_of_an_article_confirm_nothing() -> None:
    text = "Kenya's exports were $2.19 billion in May 2024."
    copies = [extractor.extract(text, published="2024-06-15", doc_id=name) for name in "ab"]
    assert list(check_between(gather(copies))) == []


def test_what_has_several_values_is_doubted() -> None:
    told = [
        ("exports", "$2.19 billion"),
        ("exports", "$2.5 billion"),
        ("imports", "$5 billion"),
        ("trade", "$99 billion"),
    ]
    [one] = found(*told, name="sum")
    assert (one.check.verdict, one.check.why) == ("cannot tell", "several values are told of one of them")


def test_an_alias_of_the_whole_is_the_whole() -> None:
    """The city's article calls the province by its short name; the province's by its full one."""
    texts = {
        "city": "Foreign trade of Urumqi, Xinjiang, reached 91.0 billion yuan in May 2024.",
        "region": "Foreign trade of Xinjiang Uygur Autonomous Region reached 90.5 billion yuan in May 2024.",
    }
    documents = [extractor.extract(text, published="2024-08-10", doc_id=name) for name, text in texts.items()]
    [one] = check_between(gather(documents))
    assert (one.check.name, one.check.verdict) == ("part", "off")


def test_the_order_of_articles_makes_no_difference() -> None:
    told = [
        ("exports", "$2.19 billion"),
        ("imports", "$5.77 billion"),
        ("trade", "$7.96 billion"),
        ("half", "$1 billion"),
    ]
    documents = [
        extractor.extract(TOTALS[kind].format(figure), published="2024-08-10", doc_id=kind) for kind, figure in told
    ]
    forwards = list(check_between(gather(documents)))
    assert list(check_between(gather(reversed(documents)))) == forwards
    assert {one.check.name for one in forwards} == {"sum", "period"}
