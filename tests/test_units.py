"""The table of units is quantulum3's registry, what that lacks is added to it, and every form of it is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.lexicons import FOLDER, rows
from extractor.mentions.amounts import find_amounts
from extractor.units import UNITS, Unit, dimension, registry

TOOL = Path(__file__).parent.parent / "tools" / "build_units.py"


def run(script: str) -> str:
    """What a script prints in a process of its own, where nothing has touched the registry."""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_the_table_is_what_the_tool_makes_of_the_registry() -> None:
    made = run(f"import runpy; print(runpy.run_path({str(TOOL)!r})['table'](), end='')")
    assert made == (FOLDER / "units_registry.tsv").read_text(encoding="utf-8")


def test_every_unit_is_in_the_registry_with_its_dimension() -> None:
    names = registry().names
    assert all(names[row.registry or row.unit].entity.name == dimension(row.unit) for row in UNITS)


def test_a_unit_kept_by_hand_has_one_source_of_its_dimension() -> None:
    kept = rows("units.tsv", Unit)
    assert all(bool(row.registry) != bool(row.own_dimension) for row in kept)


def test_units_have_dimensions_and_nouns_have_none() -> None:
    assert [dimension(unit) for unit in ("tonnes", "TEUs", "megawatts", "hectares", "flights")] == [
        "mass",
        "containers",
        "power",
        "area",
        None,
    ]


def test_reading_does_not_load_the_registry() -> None:
    found = run(
        "import sys; from extractor.mentions.amounts import find_amounts;"
        "found = find_amounts('It moved 4.9 million TEUs.', []);"
        "print(found[0].unit, 'quantulum3' in sys.modules)"
    )
    assert found.split() == ["TEUs", "False"]


def test_quantulum3_reads_what_was_added() -> None:
    read = run(
        "import extractor.units; extractor.units.registry(); from quantulum3 import parser;"
        "print([(q.value, q.unit.name) for q in parser.parse('It moved 5 TEU and 7 bpd.')])"
    )
    assert read.strip() == "[(5.0, 'TEUs'), (7.0, 'barrels per day')]"


def test_a_form_means_one_unit() -> None:
    forms = [form for row in UNITS for form in row.forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("row", UNITS, ids=lambda row: f"{row.unit}-{row.forms[0]}")
def test_every_form_is_read(row: Unit) -> None:
    for form in row.forms:
        (mention,) = find_amounts(f"The warm total was 4,500 {form} then.", [])
        assert (mention.text, mention.unit) == (f"4,500 {form}", row.unit)
        assert mention.value == 4500 * row.factor
