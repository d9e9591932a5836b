"""Merging: what is the same is one observation, with all its sources; what cannot all be right stands side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.records import Base, Document, Failure, Place, StatedPeriod, Whole
from extractor.series import Observation, Source, gather, series
from extractor.series.values import Telling, merged

NORWAY = Place(name="Norway", kind="country", country="NO", id="country:NO")
MAY = StatedPeriod(start=date(2024, 5, 1), end=date(2024, 5, 31))

Tell = Callable[..., Document]


def values(observation: Observation) -> list[str]:
    return [str(value.value) for value in observation.values]


def articles(observation: Observation) -> list[list[str]]:
    return [sorted(value.articles) for value in observation.values]


# ── what is one value ───────────────────────────────────────────────────────────────────────────


def test_what_agrees_to_the_digits_is_one_value_the_most_exact(tell: Tell) -> None:
    (one,) = series(
        [
            tell("a", ("8 billion", "8000000000")),
            tell("b", ("7.96 billion", "7960000000")),
            tell("c", ("8.0 billion", "8000000000")),
        ]
    )
    assert (values(one), articles(one), one.conflict) == (["7960000000"], [["a", "b", "c"]], False)
    assert one.newest.half == Decimal(5_000_000)
    assert one.newest.told_by.doc_id == "b"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("7.9 billion", "7900000000"), ("8.0 billion", "8000000000")),
        (("5 percent", "5"), ("6 percent", "6")),
        (("-5.4 percent", "-5.4"), ("-5.5 percent", "-5.5")),
        (("five", "5"), ("six", "6")),
    ],
)
def test_a_last_digit_revised_is_a_revision(tell: Tell, old: tuple[str, str], new: tuple[str, str]) -> None:
    (one,) = series([tell("old", old, published="2024-06-10"), tell("new", new, published="2024-09-01")])
    assert (values(one), one.conflict) == ([new[1], old[1]], True)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("7.9 billion", "7900000000"), ("7,941 million", "7941000000")),
        (("5 percent", "5"), ("5.4 percent", "5.4")),
        (("5 percent", "5"), ("5.5 percent", "5.5")),
        (("five", "5"), ("5.0", "5.0")),
        (("five", "5"), ("five", "5")),
    ],
)
def test_a_figure_agrees_with_what_it_may_be_rounded_from(
    tell: Tell, one: tuple[str, str], two: tuple[str, str]
) -> None:
    assert not series([tell("a", one), tell("b", two)])[0].conflict


def test_of_figures_as_exact_the_latest_published_stands_for_the_value(tell: Tell) -> None:
    (one,) = series(
        [
            tell("a", ("7.96 billion", "7960000000"), published="2024-06-10", bound="about"),
            tell("b", ("7.97 billion", "7970000000"), published="2024-07-10", bound="about"),
        ]
    )
    assert values(one) == ["7970000000"]
    assert (one.newest.first_published, one.newest.last_published) == (date(2024, 6, 10), date(2024, 7, 10))
    assert [source.doc_id for source in one.newest.sources] == ["a", "b"]


def test_a_revision_stands_before_what_it_revises(tell: Tell) -> None:
    (one,) = series(
        [
            tell("old", ("7.9 billion", "7900000000"), published="2024-06-10"),
            tell("new", ("8.1 billion", "8100000000"), published="2024-09-01"),
            tell("undated", ("6.5 billion", "6500000000")),
        ]
    )
    assert one.conflict
    assert values(one) == ["8100000000", "7900000000", "6500000000"]


def test_a_round_figure_is_counted_to_the_nearest_value(tell: Tell) -> None:
    (one,) = series(
        [
            tell("a", ("7.7 billion", "7700000000")),
            tell("b", ("8.1 billion", "8100000000")),
            tell("c", ("8 billion", "8000000000")),
        ]
    )
    assert sorted(articles(one)) == [["a"], ["b", "c"]]


def test_values_of_one_day_are_ordered_by_how_many_tell_them_then_by_where(tell: Tell) -> None:
    told_twice = [tell("a", ("9.1", "9.1")), tell("b", ("5.5", "5.5")), tell("c", ("5.5", "5.5"))]
    assert values(series(told_twice)[0]) == ["5.5", "9.1"]
    assert values(series([tell("a", ("9.1", "9.1"), ("5.5", "5.5"))])[0]) == ["9.1", "5.5"]


@pytest.mark.parametrize(
    ("bound", "value", "agrees"),
    [
        ("above", "7000000000", True),
        ("above", "9000000000", False),
        ("below", "9000000000", True),
        ("below", "7000000000", False),
        ("about", "7000000000", True),
        ("about", "5000000000", False),
    ],
)
def test_a_bound_disputes_no_more_than_it_says(tell: Tell, bound: str, value: str, agrees: bool) -> None:
    bounded = tell("b", (f"{value[0]}.0 billion", value), bound=bound)
    (one,) = series([tell("a", ("8.0 billion", "8000000000")), bounded])
    assert one.conflict is not agrees
    assert len(one.sources) == 2
    assert "8000000000" in values(one)


def test_a_fall_of_over_3_percent_is_minus_3_or_less(tell: Tell) -> None:
    over = tell("b", ("over 3.0", "-3"), bound="above", measure="growth", unit="percent")
    for figure, conflict in (("-4.2", False), ("-1.2", True)):
        (one,) = series([tell("a", (figure[1:], figure), measure="growth", unit="percent"), over])
        assert one.conflict is conflict


def test_a_range_allows_what_lies_in_it(tell: Tell) -> None:
    spread = tell("b", ("5.0 to 7.0", "5"), value_high="7")
    assert not series([tell("a", ("6.2", "6.2")), spread])[0].conflict
    assert series([tell("a", ("7.2", "7.2")), spread])[0].conflict


# ── what is the same ────────────────────────────────────────────────────────────────────────────


def test_aliases_are_joined_through_ids_under_the_name_most_use(tell: Tell) -> None:
    named = {name: NORWAY.model_copy(update={"name": name}) for name in ("Norway", "Kingdom of Norway", "Norge")}
    documents = [
        tell("a", ("5.5", "5.5"), place=named["Norge"]),
        tell("b", ("5.5", "5.5"), place=named["Kingdom of Norway"]),
        tell("c", ("5.5", "5.5"), place=named["Kingdom of Norway"]),
    ]
    (one,) = series(documents)
    assert one.place.name == "Kingdom of Norway"
    assert [source.place for source in one.sources] == ["Norge", "Kingdom of Norway", "Kingdom of Norway"]


@pytest.mark.parametrize(
    ("slots", "other", "same"),
    [
        ({"commodity": "Soybean"}, {"commodity": "soybeans"}, True),
        ({"commodity": "auto  parts"}, {"commodity": "Auto part"}, True),
        ({"commodity": "natural gas"}, {"commodity": "gas"}, False),
        ({"commodity": "lithium batteries"}, {"commodity": "lithium-ion batteries"}, False),
        ({"segment": "Processing trade"}, {"segment": "processing trade"}, True),
        ({"indicator": "other", "indicator_text": "flights"}, {"indicator": "other", "indicator_text": "Flight"}, True),
        ({"indicator": "other", "indicator_text": "jobs"}, {"indicator": "other", "indicator_text": "firms"}, False),
        ({"unit": "train"}, {"unit": "trains"}, True),
        ({"unit": "USD"}, {"unit": "CNY"}, False),
        ({"unit": "tonnes"}, {"unit": "metric tons"}, True),
        ({"unit": "tonnes"}, {"unit": "tons"}, False),
        ({"status": "actual"}, {"status": "forecast"}, False),
        ({"base": Base(kind="yoy")}, {"base": None}, False),
        ({"whole": Whole(indicator="trade")}, {"whole": Whole(indicator="exports")}, False),
        ({"among": "African countries"}, {"among": "african countries"}, True),
        ({"partners": ()}, {"partners": (NORWAY,)}, False),
        ({"period": MAY}, {"period": StatedPeriod(start=MAY.start, end=date(2024, 5, 30))}, False),
        ({"measure": "level"}, {"measure": "change"}, False),
    ],
)
def test_what_is_the_same(tell: Tell, slots: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    found = series([tell("a", ("5.5", "5.5"), **slots), tell("b", ("5.5", "5.5"), **other)])
    assert len(found) == (1 if same else 2)


def test_partners_are_the_same_in_any_order(tell: Tell) -> None:
    china = Place(name="China", kind="country", id="country:CN")
    found = series(
        [tell("a", ("5.5", "5.5"), partners=(china, NORWAY)), tell("b", ("5.5", "5.5"), partners=(NORWAY, china))]
    )
    assert len(found) == 1
    assert [partner.name for partner in found[0].partners] == ["China", "Norway"]


def test_facts_without_place_or_period_are_counted_and_no_observations(tell: Tell) -> None:
    gathered = gather(
        [
            tell("a", ("1", "1"), ("2", "2"), place=None),
            tell("b", ("1", "1"), period=None),
            Failure(path="c", reason="is empty", remedy="fill it"),
        ]
    )
    assert list(gathered.observations()) == []
    assert (gathered.articles, gathered.facts) == (2, 3)
    assert dict(gathered.left_out) == {"without a place": 2, "without a period": 1}


def test_observations_stand_line_by_line_in_time(tell: Tell) -> None:
    months = [StatedPeriod(start=date(2024, month, 1), end=date(2024, month, 28)) for month in (3, 1, 2)]
    documents = [tell(f"{month.start}{unit}", ("1", "1"), period=month, unit=unit) for month in months for unit in "xy"]
    found = series(documents)
    assert [(one.unit, one.period.start.month) for one in found] == [(u, m) for u in "xy" for m in (1, 2, 3)]
    assert len({one.subject for one in found}) == 2


def test_a_document_gives_back_its_facts() -> None:
    document = extractor.extract("Norway's exports were $7.9 billion in May 2024.", published="2024-06-10", doc_id="a")
    (one,) = series([document])
    (told,) = document.facts
    again = one.fact_of(one.newest.told_by)
    slots = {"id", "doc_id", "measure", "indicator", "place", "value", "unit", "bound", "status", "source"}
    assert again.model_dump(include=slots) == told.model_dump(include=slots)
    assert document.text[again.evidence["value"].start : again.evidence["value"].end] == "$7.9 billion"


# ── nothing is lost, and the order does not matter ──────────────────────────────────────────────

_NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
_TELLINGS = st.builds(
    Telling,
    doc_id=st.sampled_from("abcdef"),
    published=st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 5)),
    fact_id=st.uuids().map(str),
    place=st.just("Norway"),
    value=_NUMBERS | st.integers(0, 10).map(Decimal),
    value_high=st.none() | _NUMBERS,
    bound=st.sampled_from(["exact", "exact", "about", "above", "below"]),
    equivalents=st.just(()),
    half=st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.5"), Decimal(5), Decimal(10**9)]),
    source=st.none(),
    value_start=st.integers(0, 100),
    value_end=st.just(1),
    sentence_start=st.just(0),
    sentence_end=st.just(1),
)


@given(st.lists(_TELLINGS, min_size=1, max_size=30), st.randoms())
def test_no_source_is_lost_whatever_is_told(tellings: list[Telling], random: Any) -> None:
    found = merged(tellings)
    told = sorted(source.fact_id for value in found for source in value.sources)
    assert told == sorted(telling.fact_id for telling in tellings)
    random.shuffle(tellings)
    assert merged(tellings) == found


@given(st.lists(_TELLINGS, min_size=1, max_size=30))
def test_exact_values_side_by_side_differ_by_what_their_digits_leave_or_more(tellings: list[Telling]) -> None:
    exact = [value for value in merged(tellings) if value.bound == "exact" and value.value_high is None]
    for number, one in enumerate(exact):
        for two in exact[number + 1 :]:
            assert one.value != two.value
            assert abs(one.value - two.value) >= one.half + two.half


def test_the_order_of_articles_makes_no_difference() -> None:
    news = [
        "Norway's exports were $7.9 billion in May 2024. Imports of Norway fell 3 percent in May 2024.",
        "In May 2024 Norway's exports were $8.1 billion. Soybean exports of Brazil were $3 billion in May 2024.",
        "Brazil's exports of soybeans reached $3.1 billion in May 2024. Norway's exports were $8 billion in May 2024.",
    ]
    documents = [
        extractor.extract(text, published=f"2024-06-{10 + number}", doc_id=str(number))
        for number, text in enumerate(news)
    ]
    found = series(documents)
    assert series(reversed(documents)) == found
    assert sum(len(one.sources) for one in found) == sum(len(document.facts) for document in documents)


def test_an_article_read_twice_is_two_sources_of_one_article(tell: Tell) -> None:
    document = tell("a", ("5.5", "5.5"))
    (one,) = series([document, document])
    assert (len(one.sources), one.newest.articles) == (2, frozenset("a"))


def test_a_source_keeps_where_it_stands(tell: Tell) -> None:
    document: Document = tell("a", ("1", "1"), ("2.0", "2"), source="customs")
    (one,) = series([document])
    told = one.newest.sources[0]
    assert isinstance(told, Source)
    assert (told.source, document.text[told.value_start : told.value_end]) == ("customs", "1")
