"""Periods, places and zones in sentences of readers who did not know the rules: what is not optional, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.reading import article_from_text
from extractor.records import Mention

FOLDER = Path(__file__).parent / "examples"
PERIODS = yaml.safe_load((FOLDER / "periods_readers.yaml").read_text(encoding="utf-8"))
PLACES = yaml.safe_load((FOLDER / "places_readers.yaml").read_text(encoding="utf-8"))


def _param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, marks=marks, id=case["text"][:60])


def _spans(case: dict[str, Any]) -> list[tuple[int, int, dict[str, Any]]]:
    spans, at = [], 0
    for mention in case["mentions"]:
        start = case["text"].index(mention["text"], at)
        at = start + len(mention["text"])
        spans.append((start, at, mention))
    return spans


def _required(mentions: list[Mention], case: dict[str, Any]) -> dict[tuple[int, int], Mention]:
    optional = [(start, end) for start, end, mention in _spans(case) if mention.get("optional")]
    return {
        (m.start, m.end): m
        for m in mentions
        if not m.nominal and not any(m.start < end and start < m.end for start, end in optional)
    }


@pytest.mark.parametrize("case", [_param(case) for case in PERIODS])
def test_periods(case: dict[str, Any]) -> None:
    found = _required(find_periods(article_from_text(case["text"], published=case["published"]))[0], case)
    wanted = {(start, end): m for start, end, m in _spans(case) if not m.get("optional")}
    assert {span: (m.period and m.period.start, m.period and m.period.end) for span, m in found.items()} == {
        span: (m["start"], m.get("end")) for span, m in wanted.items()
    }


@pytest.mark.parametrize("case", [_param(case) for case in PLACES])
def test_places(case: dict[str, Any]) -> None:
    article = article_from_text(case["text"])
    blocked = [(mention.start, mention.end) for mention in find_periods(article)[0]]
    found = _required(find_places(article, blocked), case)
    wanted = {(start, end): m for start, end, m in _spans(case) if not m.get("optional")}
    assert {span: str(m.label) for span, m in found.items()} == {span: m["label"] for span, m in wanted.items()}
    for span, mention in wanted.items():
        place = found[span].place
        assert place is not None
        assert place.country == mention.get("country", place.country)
        assert place.subdivision == mention.get("subdivision", place.subdivision)


def test_there_are_many_sentences_of_many_countries_and_a_third_without_any() -> None:
    files = ("periods", "places", "zones", "periods_readers", "places_readers")
    cases = [case for name in files for case in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))]
    countries = {mention["country"] for case in cases for mention in case["mentions"] if mention.get("country")}
    assert len(cases) >= 1590
    assert sum(not case["mentions"] for case in cases) * 3 >= len(cases)
    assert len(countries) >= 160
