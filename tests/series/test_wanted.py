"""Wanted: observations are asked for in the words of the articles; what no article names is told with what is near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import extractor
from extractor.records import Document, InputError, Place, StatedPeriod
from extractor.series import Gathered, Wanted, gather

Tell = Callable[..., Document]

NORWAY = Place(name="Norway", kind="country", country="NO", id="country:NO")
OSLO = Place(name="Oslo", kind="city", country="NO", within=("Kingdom of Norway",), id="geonames:1")
PORT = Place(name="Port of Oslo", kind="port", country="NO", within=("Oslo", "Norway"), id="port:oslo")
SWEDEN = Place(name="Sweden", kind="country", country="SE", id="country:SE")


def period(start: str, end: str) -> StatedPeriod:
    return StatedPeriod(start=date.fromisoformat(start), end=date.fromisoformat(end))


PERIODS = {
    "month": period("2024-05-01", "2024-05-31"),
    "quarter": period("2024-04-01", "2024-06-30"),
    "half": period("2024-01-01", "2024-06-30"),
    "year": period("2023-01-01", "2023-12-31"),
    "week": period("2024-05-06", "2024-05-12"),
    "day": period("2024-05-17", "2024-05-17"),
    "other": period("2024-01-01", "2024-05-31"),
}


@pytest.fixture
def gathered(tell: Tell) -> Gathered:
    told = [("5.5", "5.5")]
    documents = [tell(by, *told, period=one, place=NORWAY) for by, one in PERIODS.items()]
    return gather(
        [
            *documents,
            tell("kingdom", *told, place=NORWAY.model_copy(update={"name": "Kingdom of Norway"}), commodity="cod"),
            tell("oslo", *told, place=OSLO, partners=(SWEDEN,)),
            tell("port", *told, place=PORT, indicator="throughput", unit="tonnes"),
            tell("ships", *told, place=PORT, indicator="other", indicator_text="Vessel calls", unit="vessel calls"),
            tell("twice", ("1.0", "1"), ("9.0", "9"), place=SWEDEN, measure="growth", unit="percent"),
        ]
    )


def found(gathered: Gathered, **wanted: Any) -> set[str]:
    return {source.doc_id for one in gathered.observations(Wanted.model_validate(wanted)) for source in one.sources}


@pytest.mark.parametrize("by", list(PERIODS))
def test_by_the_unit_of_the_calendar(gathered: Gathered, by: str) -> None:
    assert by in found(gathered, by=by)
    assert not found(gathered, by=by) & (PERIODS.keys() - {by})


@pytest.mark.parametrize(
    ("wanted", "documents"),
    [
        ({"place": "country:NO", "commodity": "COD"}, {"kingdom"}),
        ({"place": "kingdom of norway", "by": "year"}, {"year"}),
        ({"place": "Port of Oslo"}, {"port", "ships"}),
        ({"within": "Norway"}, {"oslo", "port", "ships"}),
        ({"within": "Kingdom of Norway"}, {"oslo", "port", "ships"}),
        ({"within": "geonames:1"}, {"port", "ships"}),
        ({"partner": "sweden"}, {"oslo"}),
        ({"indicator": "throughput"}, {"port"}),
        ({"indicator": "Vessel call"}, {"ships"}),
        ({"unit": "tonne"}, {"port"}),
        ({"measure": "growth"}, {"twice"}),
        ({"conflicts": True}, {"twice"}),
        ({"end": date(2023, 12, 31)}, {"year"}),
        ({"start": date(2024, 5, 6), "place": "Norway"}, {"week", "day"}),
        ({"place": "Sweden", "indicator": "imports"}, set()),
    ],
)
def test_what_is_asked_for_is_given(gathered: Gathered, wanted: dict[str, Any], documents: set[str]) -> None:
    assert found(gathered, **wanted) == documents


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"place": "Norwey"}, "no article tells of a place 'Norwey'; did you mean 'Norway'?"),
        ({"place": "Atlantis"}, "there are "),
        ({"within": "Port of Osl"}, "did you mean 'Port of Oslo'?"),
        ({"commodity": "code"}, "no article tells of commodity 'code'; did you mean 'cod'?"),
        ({"unit": "ton"}, "did you mean 'tonnes'?"),
        ({"indicator": "import export"}, "no article tells of indicator"),
        ({"indicator": "calls"}, "did you mean 'Vessel calls'?"),
    ],
)
def test_what_no_article_names_is_told_with_what_is_near(gathered: Gathered, wanted: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as error:
        found(gathered, **wanted)
    assert told in str(error.value)


def test_a_place_has_every_name_that_articles_use_of_it() -> None:
    text = "Xinjiang Uygur Autonomous Region's exports were 9 billion yuan in 2023. Xinjiang is vast."
    gathered = gather([extractor.extract(text, published="2024-01-31")])
    (one,) = gathered.observations(Wanted(place="xinjiang", indicator="exports"))
    assert one.place.name == "Xinjiang Uygur Autonomous Region"


def test_a_chain_has_the_names_that_its_places_are_shown_with(gathered: Gathered) -> None:
    """What the most articles call Norway, whatever the one that tells of Oslo calls it."""
    (oslo,) = gathered.observations(Wanted(place="Oslo"))
    assert oslo.place.within == ("Norway",)


def test_nothing_gathered_nothing_found() -> None:
    assert list(gather([]).observations()) == []
    with pytest.raises(InputError, match="there are none to choose from"):
        list(gather([]).observations(Wanted(place="Norway")))
