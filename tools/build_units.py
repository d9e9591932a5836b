"""Build ``src/extractor/lexicons/units_registry.tsv`` from the registry of units in quantulum3.

Usage: ``python tools/build_units.py``. The same version of quantulum3 gives the same file to the byte. Left out are
currencies and numbers, which are no units of measure here, and names that news uses for other things or never
(``lexicons/units_unused.tsv``). Symbols are left out too: most are one letter, and those a newsroom
writes stand in ``lexicons/units.tsv``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.lexicons import rows

TARGET = Path(__file__).parent.parent / "src" / "extractor" / "lexicons" / "units_registry.tsv"

HEADER = """\
# The units of quantulum3's registry (MIT licence), with their names written out: made by tools/build_units.py, not to
# be edited. What is to be corrected goes into units.tsv, which comes before it.
name	plural	dimension	surfaces
"""


class Unused(NamedTuple):
    """A line of ``units_unused.tsv``."""

    name: str
    why: str


OTHER_KINDS = {"currency", "dimensionless"}
PREFIXES = ("exa", "peta", "femto", "atto", "zepto", "yocto", "zetta", "yotta")  # beyond what news measures


def surfaces_of(names: list[str], pluralize: Callable[[str], str]) -> list[str]:
    """Every way to write a unit out, singular and plural, in lower case."""
    plain = [name for name in names if not name.endswith((" dry", " liquid"))]
    forms = [form for name in plain for form in ((name,) if is_plural(name) else (name, pluralize(name)))]
    return sorted({form.lower() for form in forms if len(form) > 2 and "|" not in form})


def is_plural(name: str) -> bool:
    """Whether the first word of a name is a plural already, or has none: ``revolutions per minute``, ``hertz``."""
    return name.partition(" ")[0].endswith(("s", "z", "power"))


def lines() -> Iterator[str]:
    """The rows of the table, in the order of their names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import load  # noqa: PLC0415
    unused = {row.name for row in rows("units_unused.tsv", Unused)}
    for name, unit in sorted(load.units().names.items()):
        kind = unit.entity.name
        if kind in OTHER_KINDS or name in unused or (kind != "data storage" and name.startswith(PREFIXES)):
            continue
        yield "\t".join(
            (
                name,
                name if is_plural(name) else load.pluralize(name),
                kind,
                "|".join(surfaces_of(unit.surfaces, load.pluralize)),
            )
        )


def table() -> str:
    """The whole file."""
    return HEADER + "".join(f"{line}\n" for line in lines())


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
