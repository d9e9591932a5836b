"""Every example in examples/periods.yaml: the spans found and the days they stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.mentions.periods import find_periods
from extractor.records import Article

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples" / "periods.yaml").read_text(encoding="utf-8"))


def _case(number: int, case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, marks=marks, id=f"{number}-{case['text'][:40]}")


@pytest.mark.parametrize("case", [_case(number, case) for number, case in enumerate(EXAMPLES)])
def test_example(case: dict[str, Any]) -> None:
    article = Article(doc_id="example", text=case["text"], sha256="", published=case["published"])
    mentions, _ = find_periods(article)
    found = [(m.text, m.period and m.period.start, m.period and m.period.end) for m in mentions]
    assert found == [(m["text"], m["start"], m.get("end")) for m in case["mentions"]]


def test_unresolved_periods_say_why() -> None:
    for case in EXAMPLES:
        article = Article(doc_id="example", text=case["text"], sha256="", published=case["published"])
        assert all(mention.period or mention.notes for mention in find_periods(article)[0])


def test_a_third_of_the_examples_are_hard_or_negative() -> None:
    def is_hard(case: dict[str, Any]) -> bool:
        mentions = case["mentions"]
        return not mentions or len(mentions) > 1 or any(mention["start"] is None for mention in mentions)

    assert len(EXAMPLES) >= 250
    assert 3 * sum(map(is_hard, EXAMPLES)) >= len(EXAMPLES)
