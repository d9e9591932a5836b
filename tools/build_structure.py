"""Build ``src/extractor/writing/structure.xml``, the data structure definition of the facts, as SDMX-ML 3.0.

Usage: ``python tools/build_structure.py``. It is made of the table of components and the code lists in
``extractor.writing.sdmx``; the same version of pysdmx gives the same file to the byte. Of code lists of SDMX itself it
holds the codes that occur, marked partial.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

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

from extractor.writing import sdmx

TARGET = Path(__file__).parent.parent / "src" / "extractor" / "writing" / "structure.xml"

AGENCY, VERSION = "EXTRACTOR", "1.0.0"
SCHEME = "CS_TRADE_FACTS"
ROLES = {"dimension": Role.DIMENSION, "measure": Role.MEASURE, "attribute": Role.ATTRIBUTE}
NAMES = {"CL_FREQ": "Frequency", "CL_OBS_STATUS": "Observation status", "CL_UNIT_MULT": "Unit multiplier"}
REQUIRED = {"UNIT_MULT", "STATUS", "BOUND", "DOC_ID", "DETAILS"}  # attributes that are always there


def code_list(key: str) -> Codelist:
    agency, _, rest = key.partition(":")
    name, _, version = rest.removesuffix(")").partition("(")
    return Codelist(
        id=name,
        agency=agency,
        version=version,
        name=NAMES.get(name) or name.removeprefix("CL_").capitalize(),
        is_partial=agency != AGENCY,
        items=[Code(id=code, name=meaning) for code, meaning in sdmx.CODES[key].items()],
    )


def concept_of(component: sdmx.Component) -> Concept:
    return Concept(
        id=component.id,
        name=component.meaning,
        urn=f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{SCHEME}({VERSION}).{component.id}",
    )


def structure() -> list[Codelist | ConceptScheme | DataStructureDefinition]:
    """Every artefact of the message: code lists, concepts, and the definition that brings them together."""
    lists = {key: code_list(key) for key in sdmx.CODES}
    concepts = {component.id: concept_of(component) for component in sdmx.COMPONENTS}
    components = [
        Component(
            id=component.id,
            required=component.role != "attribute" or component.id in REQUIRED,
            role=ROLES[component.role],
            concept=concepts[component.id],
            local_codes=lists.get(component.kind),
            local_dtype=DataType.STRING if component.kind in lists else DataType(component.kind),
            attachment_level="O" if component.role == "attribute" else None,
        )
        for component in sdmx.COMPONENTS
    ]
    scheme = ConceptScheme(
        id=SCHEME, agency=AGENCY, version=VERSION, name="Concepts of trade facts", items=list(concepts.values())
    )
    definition = DataStructureDefinition(
        id="TRADE_FACTS", agency=AGENCY, version=VERSION, name="Trade facts", components=Components(components)
    )
    return [*lists.values(), scheme, definition]


def build() -> str:
    header = Header(id="TRADE_FACTS", prepared=datetime(2026, 1, 1, tzinfo=UTC), sender=Organisation(id=AGENCY))
    text = write_sdmx(structure(), Format.STRUCTURE_SDMX_ML_3_0, header=header, prettyprint=True)
    assert text is not None
    return re.sub(r' xsi:schemaLocation="[^"]*"', "", text).strip() + "\n"  # nothing to be fetched


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8", newline="\n")
