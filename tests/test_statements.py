"""Sentences of every newsroom with the facts they state: ``tests/examples/statements*.yaml``.

A fact marked ``xfail`` is a known failure, with how it is read instead; the mark must go once the fact is found. A
case marked so states facts it should not. ``exactly: trade`` forbids further facts of trade, while ``other`` figures
(prices, company results) may be told.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import extractor
from extractor import Fact
from extractor.evaluation.wording import same_phrase

_FREE_TEXT = frozenset({"commodity", "segment", "source"})

CASES: list[dict[str, Any]] = [
    case
    for name in ("statements.yaml", "statements_more.yaml", "statements_newsrooms.yaml")
    for case in yaml.safe_load((Path(__file__).parent / "examples" / name).read_text(encoding="utf-8"))
]


def _name(case: dict[str, Any]) -> str:
    return str(case["text"])[:60].replace("\n", " ")


def _says(fact: Fact, wanted: dict[str, Any]) -> bool:
    """Whether a fact agrees with every slot a case names."""
    if fact.measure != wanted["measure"] or fact.indicator != wanted["indicator"]:
        return False
    if fact.value != Decimal(str(wanted["value"])):
        return False
    whole = fact.whole
    said = {
        "place": fact.place.name if fact.place else None,
        "partners": [partner.name for partner in fact.partners],
        "commodity": fact.commodity,
        "segment": fact.segment,
        "status": fact.status,
        "period": f"{fact.period.start}/{fact.period.end}" if fact.period else None,
        "base": fact.base.kind if fact.base else None,
        "source": fact.source,
        "whole": whole and f"{whole.indicator} of {whole.place.name if whole.place else 'the world'}",
    }
    return all(_agrees(slot, said[slot], wanted[slot]) for slot in said.keys() & wanted.keys())


def _agrees(slot: str, said: Any, wanted: Any) -> bool:
    """Free text is compared by its words, as in scoring."""
    if slot in _FREE_TEXT and said is not None and wanted is not None:
        return same_phrase(said, wanted)
    return bool(said == wanted)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_sentence_states_its_facts(case: dict[str, Any]) -> None:
    document = extractor.extract(case["text"], published=case.get("published"))
    left = list(document.facts)
    for wanted in case["facts"]:
        found = next((fact for fact in left if _says(fact, wanted)), None)
        if "xfail" in wanted:
            assert found is None, f"{wanted} is found now: take its xfail mark away"
            continue
        assert found is not None, f"{wanted} not among {[_brief(fact) for fact in left]}"
        left.remove(found)
    allowed = case.get("exactly", True)
    if allowed == "trade":
        left = [fact for fact in left if fact.indicator != "other"]
    if "xfail" in case:
        assert left, f"states no more than it should now: take the xfail mark of {case['text']!r} away"
    elif allowed and not any("xfail" in wanted for wanted in case["facts"]):
        assert not left, f"states more than it should: {[_brief(fact) for fact in left]}"


def _brief(fact: Fact) -> str:
    place, period = fact.place.name if fact.place else None, fact.period
    return f"{fact.measure} {fact.indicator} {fact.value} {fact.unit} {place} {period and (period.start, period.end)}"
