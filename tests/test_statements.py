"""Sentences of every newsroom with the facts they state: ``tests/examples/statements*.yaml``.

A fact marked ``xfail`` is a known failure, with how it is read instead; the mark must go once the fact is found.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import extractor
from extractor import Fact

CASES: list[dict[str, Any]] = [
    case
    for name in ("statements.yaml", "statements_more.yaml")
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
    said = {
        "place": fact.place.name if fact.place else None,
        "partners": [partner.name for partner in fact.partners],
        "commodity": fact.commodity,
        "segment": fact.segment,
        "status": fact.status,
        "period": f"{fact.period.start}/{fact.period.end}" if fact.period else None,
    }
    return all(said[slot] == wanted[slot] for slot in said.keys() & wanted.keys())


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
    if case.get("exactly", True) and not any("xfail" in wanted for wanted in case["facts"]):
        assert not left, f"states more than it should: {[_brief(fact) for fact in left]}"


def _brief(fact: Fact) -> str:
    place, period = fact.place.name if fact.place else None, fact.period
    return f"{fact.measure} {fact.indicator} {fact.value} {fact.unit} {place} {period and (period.start, period.end)}"
