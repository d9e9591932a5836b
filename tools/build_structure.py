"""Build the data structure definitions of facts and of series, as SDMX-ML 3.0.

Usage: ``python tools/build_structure.py``. They are ``structure.xml`` in ``src/extractor/writing`` and in
``src/extractor/series``, made of the tables of components and code lists in the ``sdmx`` beside each; the same version
of pysdmx gives the same files to the byte. Of code lists of SDMX itself they hold the codes that occur, marked partial.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pysdmx.io import write_sdmx
from pysdmx.io.format import Format
from pysdmx.model import (
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    DataStructureDefinition,
    DataType,
    Organisation,
    Role,
)
from pysdmx.model.message import Header

from extractor.series import sdmx as series
from extractor.writing import sdmx as facts
from extractor.writing.sdmx import Component as Described

SOURCE = Path(__file__).parent.parent / "src" / "extractor"
AGENCY, VERSION = "EXTRACTOR", "1.0.0"


class Structure(NamedTuple):
    """A data structure definition: what it is of."""

    id: str
    name: str
    components: Sequence[Described]
    codes: Mapping[str, Mapping[str, str]]
    required: frozenset[str]  # attributes that are always there


ROLES = {"dimension": Role.DIMENSION, "measure": Role.MEASURE, "attribute": Role.ATTRIBUTE}
NAMES = {"CL_FREQ": "Frequency", "CL_OBS_STATUS": "Observation status", "CL_UNIT_MULT": "Unit multiplier"}
STRUCTURES = {
    SOURCE / "writing" / "structure.xml": Structure(
        id="TRADE_FACTS",
        name="Trade facts",
        components=facts.COMPONENTS,
        codes=facts.CODES,
        required=frozenset({"UNIT_MULT", "STATUS", "BOUND", "DOC_ID", "DETAILS"}),
    ),
    SOURCE / "series" / "structure.xml": Structure(
        id="TRADE_SERIES",
        name="Trade series",
        components=series.COMPONENTS,
        codes=series.CODES,
        required=series.REQUIRED,
    ),
}


def code_list(key: str, codes: Mapping[str, str]) -> Codelist:
    agency, _, rest = key.partition(":")
    name, _, version = rest.removesuffix(")").partition("(")
    return Codelist(
        id=name,
        agency=agency,
        version=version,
        name=NAMES.get(name) or name.removeprefix("CL_").capitalize(),
        is_partial=agency != AGENCY,
        items=[Code(id=code, name=meaning) for code, meaning in codes.items()],
    )


def concept_of(component: Described, scheme: str) -> Concept:
    return Concept(
        id=component.id,
        name=component.meaning,
        urn=f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{scheme}({VERSION}).{component.id}",
    )


def artefacts(of: Structure) -> list[Codelist | ConceptScheme | DataStructureDefinition]:
    """Every artefact of the message: code lists, concepts, and the definition that brings them together."""
    scheme_id = f"CS_{of.id}"
    lists = {key: code_list(key, codes) for key, codes in of.codes.items()}
    concepts = {component.id: concept_of(component, scheme_id) for component in of.components}
    components = [
        Component(
            id=component.id,
            required=component.role != "attribute" or component.id in of.required,
            role=ROLES[component.role],
            concept=concepts[component.id],
            local_codes=lists.get(component.kind),
            local_dtype=DataType.STRING if component.kind in lists else DataType(component.kind),
            attachment_level="O" if component.role == "attribute" else None,
        )
        for component in of.components
    ]
    scheme = ConceptScheme(
        id=scheme_id,
        agency=AGENCY,
        version=VERSION,
        name=f"Concepts of {of.name.lower()}",
        items=list(concepts.values()),
    )
    definition = DataStructureDefinition(
        id=of.id, agency=AGENCY, version=VERSION, name=of.name, components=Components(components)
    )
    return [*lists.values(), scheme, definition]


def build(of: Structure) -> str:
    header = Header(id=of.id, prepared=datetime(2026, 1, 1, tzinfo=UTC), sender=Organisation(id=AGENCY))
    text = write_sdmx(artefacts(of), Format.STRUCTURE_SDMX_ML_3_0, header=header, prettyprint=True)
    assert text is not None
    return re.sub(r' xsi:schemaLocation="[^"]*"', "", text).strip() + "\n"  # nothing to be fetched


if __name__ == "__main__":
    for target, structure in STRUCTURES.items():
        target.write_text(build(structure), encoding="utf-8", newline="\n")
