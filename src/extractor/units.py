"""Units of measure: quantulum3's registry, what it lacks, and the ways newsrooms write them.

Two tables, read once:

- ``units.tsv``, kept by hand: the units of trade copy with every abbreviation, and those that quantulum3 has not (TEU,
  deadweight tonnes, barrels per day);
- ``units_registry.tsv``, made from quantulum3's registry by ``tools/build_units.py``: the spelt-out names and the
  dimensions of its other units, so that reading an article need not load quantulum3, which takes longer than reading.

``registry`` loads the registry itself for who wants its entities, symbols and links, with the units it lacks added.
"""

from __future__ import annotations

import warnings
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from extractor.lexicons import rows

if TYPE_CHECKING:
    from quantulum3.load import Units


class Unit(NamedTuple):
    """A unit of measure and its written forms.

    Attributes:
        unit: The plural a newsroom writes, which a mention carries.
        forms: Other ways to write it after a gap or a hyphen; one with a capital letter matches in that case alone.
        glued: Ways to write it right after the last digit.
        factor: How many units one of the forms is (``Mt``: a million tonnes).
        registry: Name of the unit in quantulum3's registry, where it is there.
        own_dimension: What it measures, where the registry lacks it.
    """

    unit: str
    forms: tuple[str, ...]
    glued: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)
    registry: str = ""
    own_dimension: str = ""


class Registered(NamedTuple):
    """A unit of quantulum3's registry: its name and plural, its entity, and its names written out."""

    name: str
    plural: str
    dimension: str
    surfaces: tuple[str, ...] = ()


_KEPT = rows("units.tsv", Unit)
_REGISTERED = {row.name: row for row in rows("units_registry.tsv", Registered)}
_NAMED = {row.registry for row in _KEPT}


def _with_surfaces(row: Unit) -> Unit:
    """A unit kept by hand with the longer names the registry gives it; its short ones may mean other things."""
    if not row.registry or row.factor != 1:
        return row
    more = [name for name in _REGISTERED[row.registry].surfaces if " " in name and name not in _WRITTEN]
    return row._replace(forms=(*row.forms, *more))


_WRITTEN = {form.lower() for row in _KEPT for form in (*row.forms, row.unit)}
UNITS = (
    *(_with_surfaces(row) for row in _KEPT),
    *(Unit(row.plural, row.surfaces, registry=row.name) for row in _REGISTERED.values() if row.name not in _NAMED),
)
_DIMENSIONS = {
    form: row.own_dimension or _REGISTERED[row.registry].dimension
    for row in reversed(UNITS)
    for form in (*row.glued, *row.forms, row.unit)
}


def dimension(unit: str) -> str | None:
    """What a unit measures, by quantulum3's name for it; None where it is no unit of measure.

    Args:
        unit: As in a mention or a fact (``tonnes``), or any way to write it (``kg``).

    >>> dimension("tonnes"), dimension("kWh"), dimension("TEUs"), dimension("flights")
    ('mass', 'energy', 'containers', None)
    """
    return _DIMENSIONS.get(unit)


_STANDARD = {row.unit: row.registry for row in reversed(UNITS) if row.registry and row.factor == 1}


def standard(unit: str) -> str:
    """One name for all the names of a unit of measure; the unit itself where it is none, or has one name alone.

    >>> standard("tonnes") == standard("metric tons") != standard("tons"), standard("USD")
    (True, 'USD')
    """
    return _STANDARD.get(unit, unit)


@cache
def registry() -> Units:
    """Load quantulum3's registry, once, with the units added that it lacks.

    They are added by quantulum3's own ``add_custom_unit``, so its parser knows them from then on, in the whole process.

    Returns:
        quantulum3's ``Units``; a unit of ``units.tsv`` is there under its ``registry`` name, else under ``unit``.

    >>> registry().names["TEUs"].entity.name
    'containers'
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Classifier dependencies")  # said as it is imported
        from quantulum3 import load  # noqa: PLC0415  (it takes a second or two)

    entities = load.entities().names
    for unit, kind in {row.unit: row.own_dimension for row in _KEPT if not row.registry}.items():
        symbols = [form for row in _KEPT if row.unit == unit and row.factor == 1 for form in row.glued]
        if kind not in entities:
            load.add_custom_entity(kind, dimensions=[], URI="")
        load.add_custom_unit(unit, surfaces=[unit], entity=kind, URI="", dimensions=[], symbols=symbols)
    return cast("Units", load.units())
