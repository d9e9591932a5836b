from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation import GoldArticle, gold_as_documents, load_gold
from extractor.records import Document

ROOT = Path(__file__).parents[2]

TEXT = (
    "Ports of Freedonia moved more than 2,000 TEUs in May. Exports of tin from Freedonia rose 4.5% to $30 million, "
    "or 27 million euros, customs said. Imports from Sylvania fell 3 percent. Some 12 ships called."
)


@pytest.fixture(scope="session")
def golds() -> tuple[GoldArticle, ...]:
    return load_gold(ROOT / "gold", ROOT / "corpus")


@pytest.fixture
def perfect(golds: tuple[GoldArticle, ...]) -> dict[str, Document]:
    return gold_as_documents(golds)


@pytest.fixture
def raw() -> dict[str, Any]:
    """A small gold file with every kind of item, for one article of two places."""
    may = {"start": "2021-05-01", "end": "2021-05-31"}

    def mention(name: str, label: str, text: str, nth: int = 0, **normal: Any) -> dict[str, Any]:
        start = -1
        for _ in range(nth + 1):
            start = TEXT.index(text, start + 1)
        return {"id": name, "label": label, "start": start, "end": start + len(text), "text": text, **normal}

    def fact(name: str, value: str, measure: str, indicator: str, **slots: Any) -> dict[str, Any]:
        return {
            "id": name,
            "value": value,
            "measure": measure,
            "indicator": indicator,
            "places": ["freedonia"],
            "period": may,
            **slots,
        }

    return {
        "doc_id": "tin",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "published": "2021-06-10",
        "places": [
            {"id": "freedonia", "name": "Freedonia", "kind": "country", "within": None, "aliases": ["the republic"]},
            {"id": "sylvania", "name": "Sylvania", "kind": "country", "within": None, "aliases": []},
        ],
        "mentions": [
            mention("m1", "PLACE", "Freedonia", place="freedonia"),
            mention("m2", "QUANTITY", "2,000 TEUs", value="2000", unit="TEUs", bound="above"),
            mention("m3", "PERIOD", "May", period=may),
            mention("m4", "PLACE", "Freedonia", 1, place="freedonia"),
            mention("m5", "PERCENT", "4.5%", value="4.5", unit="percent", bound="exact"),
            mention("m6", "MONEY", "$30 million", value="30000000", unit="USD", bound="exact"),
            mention("m7", "MONEY", "27 million euros", value="27000000", unit="EUR", bound="exact"),
            mention("m8", "PLACE", "Sylvania", place="sylvania"),
            mention("m9", "PERCENT", "3 percent", value="3", unit="percent", bound="exact"),
            mention("m10", "QUANTITY", "12", value="12", unit="ships", bound="about", optional=True),
        ],
        "facts": [
            fact("f1", "m2", "level", "throughput"),
            fact("f2", "m5", "growth", "exports", commodity="tin", base="yoy"),
            fact("f3", "m6", "level", "exports", commodity="tin", equivalents=["m7"], source="customs"),
            fact("f4", "m9", "growth", "imports", sign="-", partners=["Sylvania"], base="yoy"),
            fact("f5", "m10", "level", "other", indicator_text="ships", optional=True),
        ],
    }


@pytest.fixture
def tin(raw: dict[str, Any]) -> GoldArticle:
    return GoldArticle.model_validate({**raw, "text": TEXT})


@pytest.fixture
def found(tin: GoldArticle) -> Document:
    """What a perfect system finds in the small article."""
    return gold_as_documents([tin])["tin"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Put the small article and these labels side by side in a folder."""
    import json

    def put(labels: dict[str, Any]) -> Path:
        (tmp_path / "tin.txt").write_bytes(TEXT.encode())
        (tmp_path / "tin.json").write_text(json.dumps(labels), encoding="utf-8")
        return tmp_path

    return put
