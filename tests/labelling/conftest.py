from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.labelling import Imported, export_labels, import_labels
from extractor.labelling.corrections import gold_text

TEXT = (
    "🚢 Ports of Freedonia moved more than 2,000 TEUs in May.\r\nExports of tin from Freedonia to Sylvania rose 4.5% "
    "to $30 million, or 27 million\neuros, customs said. Imports fell 3 percent."
)
TOOLS = ("brat", "label-studio")


def span(text: str, nth: int = 0) -> dict[str, Any]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return {"start": start, "end": start + len(text), "text": text}


def small() -> dict[str, Any]:
    """A gold file with every kind of item, of an article with an emoji, two kinds of line break and a span over one."""
    may = {"start": "2021-05-01", "end": "2021-05-31"}
    exact = {"bound": "exact", "optional": False}
    places = [("freedonia", "Freedonia"), ("sylvania", "Sylvania")]
    return {
        "doc_id": "tin",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "published": "2021-06-15",
        "places": [
            {"id": name, "name": called, "kind": "country", "within": None, "aliases": []} for name, called in places
        ],
        "mentions": [
            {"id": "m1", "label": "PLACE", **span("Freedonia"), "place": "freedonia", "optional": False},
            {"id": "m2", "label": "QUANTITY", **span("2,000"), "value": "2000", "unit": "TEUs", **exact},
            {"id": "m3", "label": "PERIOD", **span("May"), "period": may, "optional": False},
            {"id": "m4", "label": "PLACE", **span("Freedonia", 1), "place": "freedonia", "optional": False},
            {"id": "m5", "label": "PLACE", **span("Sylvania"), "place": "sylvania", "optional": False},
            {"id": "m6", "label": "PERCENT", **span("4.5%"), "value": "4.5", "unit": "percent", **exact},
            {"id": "m7", "label": "MONEY", **span("$30 million"), "value": "30000000", "unit": "USD", **exact},
            {"id": "m8", "label": "MONEY", **span("27 million\neuros"), "value": "27000000", "unit": "EUR", **exact},
            {"id": "m9", "label": "PERCENT", **span("3 percent"), "value": "3", "unit": "percent", **exact},
        ],
        "facts": [
            {
                "id": "f1",
                "value": "m6",
                "measure": "growth",
                "indicator": "exports",
                "places": ["freedonia"],
                "partners": ["Sylvania"],
                "commodity": "tin",
                "period": may,
                "base": "yoy",
                "source": "customs",
                "optional": False,
            },
            {
                "id": "f2",
                "value": "m7",
                "measure": "level",
                "indicator": "exports",
                "places": ["freedonia", "sylvania"],
                "period": may,
                "equivalents": ["m8"],
                "status": "estimate",
                "optional": True,
            },
            {
                "id": "f3",
                "value": "m9",
                "sign": "-",
                "measure": "growth",
                "indicator": "other",
                "indicator_text": "deliveries from abroad",
                "places": [],
                "period": None,
                "whole": "imports@sylvania",
                "optional": False,
            },
        ],
    }


class Desk:
    """A gold folder, a corpus, and the same labels in a tool."""

    def __init__(self, folder: Path) -> None:
        self.gold, self.corpus, self.tool = folder / "gold", folder / "corpus", folder / "tool"
        for path, text in ((self.gold / "tin.json", gold_text(small())), (self.corpus / "tin.txt", TEXT)):
            path.parent.mkdir()
            path.write_bytes(text.encode())

    def export(self, tool: str) -> None:
        export_labels(self.gold, tool, self.tool, corpus=self.corpus)

    def take_back(self, tool: str, **options: Any) -> Imported:
        options = {"replace": True, **options}
        return import_labels(self.tool, tool, self.gold, corpus=self.corpus, **options)

    def read(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads((self.gold / "tin.json").read_bytes())
        return held

    # brat

    def ann(self) -> list[str]:
        return (self.tool / "tin.ann").read_bytes().decode().split("\n")[:-1]

    def edit_ann(self, edit: Callable[[list[str]], list[str]]) -> None:
        (self.tool / "tin.ann").write_bytes("".join(f"{line}\n" for line in edit(self.ann())).encode())

    def replace_in_ann(self, old: str, new: str) -> None:
        (found,) = [line for line in self.ann() if old in line]
        self.edit_ann(lambda lines: [line.replace(old, new) if line == found else line for line in lines])

    # Label Studio

    def tasks(self) -> Any:
        return json.loads((self.tool / "tasks.json").read_bytes())

    def edit_tasks(self, edit: Callable[[Any], object]) -> None:
        tasks = self.tasks()
        edit(tasks)
        (self.tool / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")

    def edit_results(self, edit: Callable[[list[Any]], object]) -> None:
        self.edit_tasks(lambda tasks: edit(tasks[0]["annotations"][0]["result"]))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def result(results: list[Any], region: str, control: str = "mention") -> Any:
    (found,) = [one for one in results if one.get("id") == region and one.get("from_name") == control]
    return found


def without(results: list[Any], region: str) -> None:
    """Delete a region as Label Studio does: its fields and its relations go with it."""
    results[:] = [one for one in results if region not in (one.get("id"), one.get("from_id"), one.get("to_id"))]
