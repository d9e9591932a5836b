"""Measures: every form of every unit."""

from __future__ import annotations

import pytest

from extractor.mentions.amounts import find_amounts
from extractor.units import UNITS, Unit


def test_a_form_means_one_unit() -> None:
    forms = [form for row in UNITS for form in row.forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row.forms[0])
def test_every_form_is_read(row: Unit) -> None:
    for form in row.forms:
        (mention,) = find_amounts(f"The total was 4,500 {form} then.", [])
        assert (mention.text, mention.unit) == (f"4,500 {form}", row.unit)
        assert mention.value == 4500 * row.factor
