"""What the tools are set up with declares all that the labels use; and the commands."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from tests.labelling.conftest import Desk, small

from extractor import cli
from extractor.labelling import export_labels

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


def test_every_control_and_choice_of_a_result_is_declared(tmp_path: Path) -> None:
    export_labels(ROOT / "tests/articles/dev", "label-studio", tmp_path, corpus=ROOT / "tests/articles/dev")
    view = Tree.fromstring((tmp_path / "config.xml").read_text(encoding="utf-8"))
    controls = {element.get("name"): element for element in view.iter() if element.get("toName")}
    assert [element.get("name") for element in view.iter("Text")] == ["text"]
    assert {element.get("toName") for element in controls.values()} == {"text"}
    relations = {element.get("value") for element in view.iter("Relation")}
    used = set()
    for task in json.loads((tmp_path / "tasks.json").read_bytes()):
        assert {"text", "name", "doc_id", "gold"} <= task["data"].keys()
        for result in task["annotations"][0]["result"]:
            if result["type"] == "relation":
                assert set(result["labels"]) <= relations
                continue
            control, value = controls[result["from_name"]], result["value"]
            assert (result["to_name"], control.tag.lower()) == ("text", result["type"])
            options = {option.get("value") for option in control}
            assert set(value.get("labels", value.get("choices", ()))) <= options
            used.add(result["from_name"])
    assert {"mention", "places", "marks", "value", "measure", "indicator", "period", "place"} <= used <= set(controls)


def test_a_field_is_seen_beside_the_labels_that_have_it(tmp_path: Path) -> None:
    export_labels(ROOT / "gold", "label-studio", tmp_path, corpus=ROOT / "corpus")
    view = Tree.fromstring((tmp_path / "config.xml").read_text(encoding="utf-8"))
    labels = {label.get("value") for label in view.iter("Label")}
    shown = {}
    for part in view.iter("View"):
        if part.get("visibleWhen"):
            assert (part.get("visibleWhen"), part.get("whenTagName")) == ("region-selected", "mention")
            shown.update({control.get("name"): str(part.get("whenLabelValue")).split(",") for control in part})
    assert {label for names in shown.values() for label in names} == labels - {"PHRASE"}
    assert shown["marks"] == shown["id"]
    assert shown["unit"] == ["MONEY", "PERCENT", "MULTIPLE", "QUANTITY", "RANK"]
    assert set(shown["place"]) == {"PLACE", "ZONE", *shown["unit"]}


def test_every_type_role_and_attribute_of_a_collection_is_declared(tmp_path: Path) -> None:
    export_labels(ROOT / "tests/articles/dev", "brat", tmp_path, corpus=ROOT / "tests/articles/dev")
    parts = re.split(r"^\[(\w+)\]$", (tmp_path / "annotation.conf").read_text(encoding="utf-8"), flags=re.MULTILINE)
    declared = {
        name: dict(line.partition("\t")[::2] for line in body.split("\n") if line)
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    entities, events, attributes = (declared[name] for name in ("entities", "events", "attributes"))
    assert not entities.keys() & events.keys()
    paths = list(tmp_path.glob("*.ann"))
    for path in paths:
        types: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            name, told, *_ = line.split("\t")
            words = told.split()
            if name[0] == "T":
                types[name] = words[0]
                assert words[0] in {**entities, **events}
            elif name[0] == "E":
                label, trigger = words[0].split(":")
                types[name] = label
                assert types[trigger] == label
                roles = set(re.findall(r"(\w+)[?*]:", events[label]))
                assert {re.sub(r"\d*:.*", "", argument) for argument in words[1:]} <= roles
            elif name[0] == "A":
                owners = re.search(r"Arg:([A-Z|]+)", attributes[words[0]])
                options = re.search(r"Value:(\S+)", attributes[words[0]])
                assert owners
                assert types[words[1]] in owners[1].split("|")
                assert set(words[2:]) <= set(options[1].split("|") if options else ())
    assert len(paths) == 59


# ── on the command line ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def outcome(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["extractor", "labels", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return int(left.value.code or 0), *capsys.readouterr()

    return outcome


def test_there_and_back(run: Run, desk: Desk) -> None:
    done = run("export", desk.gold, "--to", "brat", "--out", desk.tool, "--corpus", desk.corpus)
    assert done == (0, f"1 article written to {desk.tool}\n", "")
    desk.replace_in_ann("T5\tPLACE", "T5\tZONE")
    words = ("import", desk.tool, "--from", "brat", "--out", desk.gold, "--corpus", desk.corpus)
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "there, and different" in err
    assert run(*words, "--replace") == (0, f"tin: mentions: 1 changed\n1 article written to {desk.gold}\n", "")
    assert desk.read() != small()


def test_what_is_left_out_is_told(run: Run, desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_tasks(lambda tasks: tasks[0].update(annotations=[]))
    file = desk.tool / "tasks.json"
    code, out, err = run("import", file, "--from", "label-studio", "--out", desk.gold, "--corpus", desk.corpus)
    assert (code, out) == (0, f"0 articles written to {desk.gold}\n")
    assert "extractor: left out: tasks.json: task 1 (tin) has no annotation; submit it" in err


def test_names_cannot_steer_the_terminal(run: Run, desk: Desk) -> None:
    name = "a\x1b[2J\x07"
    gold = {**small(), "doc_id": name}
    (desk.gold / "tin.json").write_text(json.dumps(gold))
    (desk.gold / "tin.json").rename(desk.gold / f"{name}.json")
    (desk.corpus / "tin.txt").rename(desk.corpus / f"{name}.txt")
    desk.export("label-studio")
    words = ("import", desk.tool, "--from", "label-studio", "--out", desk.gold, "--corpus", desk.corpus)
    assert run(*words)[1].startswith("a\\x1b[2J\\x07: unchanged\n")
    desk.edit_tasks(lambda tasks: tasks[0].update(annotations=[]))
    assert "task 1 (a\\x1b[2J\\x07) has no annotation" in run(*words)[2]


def test_an_article_of_a_name_that_steers_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Imports fell 3 percent.")
    _, _, err = run("export", tmp_path, "--to", "brat", "--out", tmp_path / "tool")
    assert "a\\x1b[2J.txt: " in err
    assert "\x1b" not in err


def test_an_article_that_is_not_read_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Imports fell 3 percent.")
    code, out, err = run("export", tmp_path, "--to", "label-studio", "--out", tmp_path / "tool")
    assert (code, out) == (1, f"1 article written to {tmp_path / 'tool'}\n")
    assert "a.txt" in err


def test_a_tool_that_there_is_not(run: Run, desk: Desk) -> None:
    code, _, err = run("export", desk.gold, "--to", "doccano", "--out", desk.tool)
    assert code == 2
    assert "'doccano' is not one of 'label-studio', 'brat'" in err
