"""The unit table against quantulum3's registry, and the choice of the noun that is counted."""

from __future__ import annotations

import sys
import warnings

import pytest

from extractor.mentions.amounts import find_amounts
from extractor.mentions.quantities import UNITS, Unit


@pytest.fixture(scope="module")
def registry() -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import load

        return {name: unit.entity.name for name, unit in load.units().names.items()}


@pytest.mark.parametrize("row", [row for row in UNITS if row.registry], ids=lambda row: row.forms[0])
def test_units_agree_with_the_registry(row: Unit, registry: dict[str, str]) -> None:
    assert registry[row.registry] == row.dimension


def test_a_form_means_one_unit() -> None:
    forms = [form for row in UNITS for form in row.forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row.forms[0])
def test_every_form_is_read(row: Unit) -> None:
    for form in row.forms:
        (mention,) = find_amounts(f"The total was 4,500 {form} then.", [])
        assert (mention.text, mention.unit) == (f"4,500 {form}", row.unit)
        assert mention.value == 4500 * row.factor


def test_the_registry_is_not_loaded_to_read() -> None:
    find_amounts("It moved 4.9 million TEUs.", [])
    assert "quantulum3.parser" not in sys.modules
