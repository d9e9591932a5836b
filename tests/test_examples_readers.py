"""Sentences of readers who did not know the rules: every amount that is not optional is found, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.mentions import country_of
from extractor.mentions.amounts import find_amounts
from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.reading import article_from_text
from extractor.records import Mention

CASES = yaml.safe_load((Path(__file__).parent / "examples" / "readers.yaml").read_text(encoding="utf-8"))


def _param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, marks=marks, id=case["text"][:60])


def _read(text: str, country: str | None) -> list[Mention]:
    article = article_from_text(text)
    periods = [(mention.start, mention.end) for mention in find_periods(article)[0]]
    return find_amounts(text, periods, country or country_of(find_places(article, periods)))


def _spans(case: dict[str, Any]) -> list[tuple[int, int, dict[str, Any]]]:
    spans, at = [], 0
    for mention in case["mentions"]:
        start = case["text"].index(mention["text"], at)
        at = start + len(mention["text"])
        spans.append((start, at, mention))
    return spans


def _wanted(mention: dict[str, Any]) -> tuple[Any, ...]:
    high = mention.get("value_high")
    value = Decimal(mention["value"]), high and Decimal(high)
    return mention["label"], *value, mention.get("unit"), mention.get("bound", "exact")


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_sentence(case: dict[str, Any]) -> None:
    spans = _spans(case)
    optional = [(start, end) for start, end, mention in spans if mention.get("optional")]
    found = {
        (m.start, m.end): (m.label, m.value, m.value_high, m.unit, m.bound)
        for m in _read(case["text"], case.get("country"))
        if not any(m.start < end and start < m.end for start, end in optional)
    }
    assert found == {(start, end): _wanted(mention) for start, end, mention in spans if not mention.get("optional")}


def test_there_are_many_sentences() -> None:
    assert len(CASES) >= 950
    assert sum("xfail" in case for case in CASES) <= 51
    assert len({case["text"] for case in CASES}) == len(CASES)
