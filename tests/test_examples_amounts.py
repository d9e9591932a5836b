"""Every example of the amount files: each span found, with its value, unit and bound, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.mentions.amounts import find_amounts

FOLDER = Path(__file__).parent / "examples"
KINDS = ("numerals", "money", "percents", "multiples", "quantities", "ranks")
CASES = [
    (kind, case) for kind in KINDS for case in yaml.safe_load((FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))
]


def _param(kind: str, case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, marks=marks, id=f"{kind}-{case['text'][:50]}")


def _wanted(mention: dict[str, Any]) -> tuple[Any, ...]:
    high = mention.get("value_high")
    return (
        mention["label"],
        mention["text"],
        Decimal(mention["value"]),
        high and Decimal(high),
        mention.get("unit"),
        mention.get("bound", "exact"),
    )


@pytest.mark.parametrize("case", [_param(kind, case) for kind, case in CASES])
def test_example(case: dict[str, Any]) -> None:
    found = find_amounts(case["text"], [], case.get("country"))
    assert [(m.label, m.text, m.value, m.value_high, m.unit, m.bound) for m in found] == [
        _wanted(mention) for mention in case["mentions"]
    ]


def test_no_example_twice() -> None:
    texts = [(case["text"], case.get("country")) for _, case in CASES]
    assert len(texts) == len(set(texts))


def test_there_are_many_examples_and_many_negatives() -> None:
    assert len(CASES) >= 700
    assert sum(not case["mentions"] for _, case in CASES) >= 220
