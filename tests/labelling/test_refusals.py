"""What no gold can be made of: the message names the file, the region and the remedy, and nothing is written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.labelling.conftest import TEXT, TOOLS, Desk, result, small, span, without

from extractor.labelling import LabellingError, export_labels, import_labels
from extractor.records import GoldError, InputError

Edit = Callable[[Any], object]


def refusal(desk: Desk, tool: str) -> str:
    """The message, after which the gold is as it was."""
    with pytest.raises((GoldError, InputError)) as refused:
        desk.take_back(tool)
    assert desk.read() == small()
    return str(refused.value)


def at(word: str) -> str:
    return f"{span(word)['start']} {span(word)['end']}"


# ── brat ────────────────────────────────────────────────────────────────────────────────────────

LINES = {
    f"T20\tPLACE 5 {len(TEXT) + 1}\tPorts": "its text is 'Ports' but 5",
    f"T20\tPLACE {at('Ports')}\tPort": "T20: its text is 'Port' but 2 7 holds 'Ports'; put the offsets right",
    "T20\tPLACE 7 2\tPorts": "T20: its text is 'Ports' but 7 2 holds ''",
    "T20\tPLACE 2 2\t": f"tin: region m20: [2:2] is not within the {len(TEXT)} characters; draw it anew",
    "T20\tPLACE x\tPorts": "T20: 'PLACE x\\tPorts' is no text-bound annotation; put the line right, or remove it",
    f"T20\tPLACE 2 {'7' * 5_000}\tPorts": "is no text-bound annotation; put the line right, or remove it",
    "T20\tPLACE 2 7;11 20\tPorts Freedonia": "'Ports Freedonia' leaves words out between its parts; draw one stretch",
    f"T20\tPORT {at('Ports')}\tPorts": "tin: region m20: unknown label 'PORT'; give it one of MONEY, PERCENT",
    "T1\tPLACE 2 7\tPorts": "T1: the id stands twice; give each line its own",
    "E1\tMONEY:T8": "E1: the id stands twice; give each line its own",
    "E9\tMONEY:T8": "E9: T8 has two events; a figure has one fact at most; remove one",
    "E9\tMONEY:T99": "E9: 'MONEY:T99' has no text-bound annotation; put the line right, or remove it",
    "E9\t": "E9: '' has no text-bound annotation",
    "A90\tSpeculation E1": "A90: 'Speculation E1' is no attribute of annotation.conf; use those alone",
    "A90\tBound E1": "A90: 'Bound E1' is no attribute",
    "A90\tBound E77 exact": "A90: there is no E77; remove the line",
    "A90\tMeasure E1 level": "measure is 'growth' and 'level'; keep one",
    "R1\tPartner Arg1:T1 Arg2:T5": "R1: a line of this kind says nothing of a fact ('Partner Arg1:T1 Arg2:T5')",
    "#90\tAnnotatorNotes T1\tnot sure": "#90: note 'not sure' is no field; write such as 'unit: CNY', | between two",
    "#90\tAnnotatorNotes T1\tid: m2": "tin: region m2: 2 regions have this id; clear it where it was copied",
    "A90\tIndicator E4 trade": "tin: region m2 ('2,000'): it has indicator but no measure; choose its measure",
    "A90\tMeasure E4 levels": "tin.json: facts.f4.measure: Input should be 'level', 'growth'",
    "A90\tMeasure E4 level": "tin.json: facts.f4.indicator: Field required",
    "#90\tAnnotatorNotes T1\tplace: mars": "place is 'freedonia' and 'mars'; keep one",
    f"T20\tPLACE {at('Ports')}\tPorts": "tin.json: mention m20: place None is no place; add it to places",
    f"T20\tPERIOD {at('Freedonia')}\tFreedonia": "overlaps",
}


@pytest.mark.parametrize(("line", "told"), LINES.items(), ids=range(len(LINES)))
def test_a_line_of_brat_that_gold_cannot_hold(line: str, told: str, desk: Desk) -> None:
    desk.export("brat")
    desk.edit_ann(lambda lines: [*lines, line])
    message = refusal(desk, "brat")
    assert told in message
    assert message.startswith(("tin.ann:", "tin: ", "tin.json: "))
    assert "; " in message


ARGUMENTS = {
    "Place:T3": "relation 'place' from m6 to m3: it ends at a PERIOD; draw it to a PLACE, ZONE",
    "Owner:T1": "argument Owner:T1; use the roles Indicator_text, Place",
    "Place:T77": "argument Place:T77; use the roles",
    "Place:": "has no text-bound annotation",
}


@pytest.mark.parametrize(("argument", "told"), ARGUMENTS.items(), ids=list(ARGUMENTS))
def test_an_argument_that_is_no_slot(argument: str, told: str, desk: Desk) -> None:
    desk.export("brat")
    desk.replace_in_ann("E1\tPERCENT:T6 Place:T4", f"E1\tPERCENT:T6 {argument}")
    assert told in refusal(desk, "brat")


def test_two_periods_of_one_fact(desk: Desk) -> None:
    desk.export("brat")
    desk.edit_ann(lambda lines: [*lines, "#90\tAnnotatorNotes E1\tperiod: 2020-01-01/2020-12-31"])
    told = "region m6 ('4.5%'): period is '2021-05-01/2021-05-31' and '2020-01-01/2020-12-31'; keep one"
    assert told in refusal(desk, "brat")


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_a_file_that_is_not_there(ending: str, desk: Desk) -> None:
    desk.export("brat")
    (desk.tool / f"tin.{ending}").unlink()
    assert f"tin.{ending}: not there; keep .txt, .ann and .json" in refusal(desk, "brat")


@pytest.mark.parametrize("gold", ["{", "[]", '{"places": 3}', "[" * 100_000])
def test_a_gold_file_beside_that_is_none(gold: str, desk: Desk) -> None:
    desk.export("brat")
    (desk.tool / "tin.json").write_text(gold)
    assert refusal(desk, "brat").startswith("tin.json: ")


def test_an_article_that_was_changed(desk: Desk) -> None:
    desk.export("brat")
    (desk.tool / "tin.txt").write_bytes(TEXT.replace("3 percent", "4 percent").encode())
    desk.replace_in_ann("3 percent", "4 percent")
    assert "the article is not the one of its sha256" in refusal(desk, "brat")


def test_another_article_in_the_corpus(desk: Desk) -> None:
    desk.export("brat")
    (desk.corpus / "tin.txt").write_bytes(b"Tin.")
    assert "is not the article that was labelled; restore it, or give another corpus" in refusal(desk, "brat")


def test_a_name_too_long_for_what_is_written_beside_it(desk: Desk) -> None:
    name = "n" * 250
    (desk.gold / "tin.json").write_text(json.dumps({**small(), "doc_id": name}))
    (desk.gold / "tin.json").rename(desk.gold / f"{name}.json")
    (desk.corpus / "tin.txt").rename(desk.corpus / f"{name}.txt")
    with pytest.raises(InputError, match="File name too long; give a shorter name"):
        desk.export("brat")


def test_a_span_that_brat_cannot_draw(desk: Desk) -> None:
    gold = small()
    gold["mentions"][-2].update(span("million\n"))
    (desk.gold / "tin.json").write_text(json.dumps(gold))
    with pytest.raises(LabellingError, match=r"region m8 .*begins or ends with a line break"):
        desk.export("brat")


# ── Label Studio ────────────────────────────────────────────────────────────────────────────────


def value(region: str, control: str = "mention", **values: Any) -> Edit:
    return lambda results: result(results, region, control)["value"].update(values)


def relation(**values: Any) -> Edit:
    return lambda results: next(one for one in results if one["type"] == "relation").update(values)


def drop(region: str, control: str) -> Edit:
    return lambda results: results.remove(result(results, region, control))


RESULTS: dict[str, tuple[Edit, str]] = {
    "beyond": (value("m1", end=10**9), "region m1: its text is 'Freedonia' but [11:1000000000] holds"),
    "beyond, textless": (value("m1", end=10**9, text=None), "region m1: its text is None but [11:1000000000]"),
    "elsewhere": (value("m1", start=12), "draw it anew, or see that the task's text is the one exported"),
    "backwards": (value("m1", start=20, end=11), "[20:11] are no offsets of a text"),
    "hypertext": (value("m1", start="/div[1]/text()[1]"), "are no offsets of a text"),
    "yes": (value("m1", start=True), "are no offsets of a text"),
    "label": (value("m1", labels=["PORT"]), "region m1: its label is PORT; give it one of MONEY, PERCENT"),
    "labels": (value("m1", labels=["PLACE", "ZONE"]), "region m1: its label is PLACE, ZONE; give it one of"),
    "no label": (drop("m1", "mention"), "region m1 has no label; give it one, or delete it"),
    "control": (lambda results: results[0].update(from_name="ner"), "control 'ner' is none of config.xml"),
    "type": (lambda results: results[0].update(type="rectanglelabels"), "a result of type 'rectanglelabels'"),
    "twice": (lambda results: results.insert(0, dict(results[0])), "region m1: the id stands twice"),
    "same id": (value("m2", "id", text=["m1"]), "tin: region m1: 2 regions have this id; clear it where it was copied"),
    "figure": (value("m2", "value", text=["2,000"]), "tin.json: mentions.m2.value: Input should be a valid decimal"),
    "exponent": (value("m2", "value", text=["1e999999999"]), "region m2: value '1e999999999' has more than 50 digits"),
    "digits": (
        value("m2", "value", text=["7" * 5_000]),
        f"tin: region m2: value '{'7' * 40}…' has more than 50 digits",
    ),
    "figures": (value("m2", "value", text=["2", "3"]), "region m2 ('2,000'): value is '2' and '3'; keep one"),
    "half": (value("m2", "unit", text=["\ud83d"]), "half a character"),
    "no text": (value("m2", "value", text=3), "region m2: value holds 3; give it a text"),
    "day": (value("m3", "period", text=["2021-05"]), "tin.json: mentions.m3.period.start: "),
    "currency": (value("m7", "unit", text=["dollars"]), "tin.json: mention m7: unit 'dollars' is no currency"),
    "place": (value("places", "places", text=["China"]), 'place \'China\' is no place; write it as {"id": "china"'),
    "places": (value("places", "places", text=["{}"]), "tin.json: places.0.id: Field required"),
    "no places": (drop("places", "places"), "place 'freedonia' is no place; add it to places"),
    "from nowhere": (relation(from_id="x"), "there is no region x; remove the relation"),
    "no type": (lambda results: results[0].update(type=[]), "a result of type []; use the controls of config.xml"),
    "no direction": (relation(direction=[]), "its direction is []; turn it away from the figure"),
    "both ways": (relation(direction="bi"), "its direction is 'bi'; turn it away from the figure"),
    "backwards arrow": (relation(direction="left"), "it starts at a PLACE; draw it from the figure"),
    "unlabelled": (relation(labels=[]), "it has no label; say which slot it is, such as place or period"),
    "other": (relation(labels=["owner"]), "unknown relation; make it one of indicator_text, place"),
    "measureless": (
        lambda results: results.extend({**result(results, "m6", "base"), "id": "m2"} for _ in range(1)),
        "region m2 ('2,000'): it has base but no measure; choose its measure",
    ),
}


@pytest.mark.parametrize(("edit", "told"), RESULTS.values(), ids=list(RESULTS))
def test_a_result_of_label_studio_that_gold_cannot_hold(edit: Edit, told: str, desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_results(edit)
    message = refusal(desk, "label-studio")
    assert told in message
    assert message.startswith(("tasks.json: task 1 (tin): ", "tin: ", "tin.json: "))


TASKS: dict[str, tuple[Edit, str]] = {
    "empty": (lambda tasks: tasks.clear(), "holds no task; give what Label Studio exports as JSON"),
    "minimal": (lambda tasks: tasks[0].pop("data"), "it has no 'data'; export the project as JSON, not as JSON-MIN"),
    "older": (lambda tasks: tasks[0].pop("annotations"), "it has no 'annotations'"),
    "other": (lambda tasks: tasks[0]["data"].pop("gold"), "its data has no 'gold'; label tasks that"),
    "no JSON": (lambda tasks: tasks[0]["data"].update(gold="{"), "tin: its gold is not JSON"),
    "deep": (lambda tasks: tasks[0]["data"].update(gold="[" * 100_000), "tin: its gold is not JSON"),
    "bare": (lambda tasks: tasks[0]["data"].update(gold="{}"), "tin: its gold has no places, mentions and facts"),
    "idless": (
        lambda tasks: tasks[0]["data"].update(gold='{"places": [{}], "mentions": [], "facts": []}'),
        "tin: an item of its gold has no id",
    ),
    "exponent": (
        lambda tasks: tasks[0]["data"].update(gold=tasks[0]["data"]["gold"].replace('"2000"', "1e999999999")),
        "tin: its gold is not JSON (the number 1e999999999 has more than 50 digits)",
    ),
    "wide exponent": (
        lambda tasks: tasks[0]["data"].update(
            gold=tasks[0]["data"]["gold"].replace('"2000"', "1e99999999999999999999")
        ),
        "tin: its gold is not JSON (the number 1e99999999999999999999 has more than 50 digits)",
    ),
    "long": (lambda tasks: tasks[0]["data"].update(name="n" * 300), "is no name for a gold file (File name too long)"),
    "text": (lambda tasks: tasks[0]["data"].update(text=TEXT + "\n"), "tin: the article is not the one of its sha256"),
    "half": (lambda tasks: tasks[0]["data"].update(text="\ud83d"), "its 'text' holds half a character"),
    "resultless": (lambda tasks: tasks[0]["annotations"][0].pop("result"), "its annotation has no list 'result'"),
    "twice": (lambda tasks: tasks.append(tasks[0]), "'tin' is there 2 times; keep one"),
    "above": (lambda tasks: tasks[0]["data"].update(name="../tin"), "'../tin' is no name for a gold file"),
    "root": (lambda tasks: tasks[0]["data"].update(name="/tin"), "'/tin' is no name for a gold file"),
    "nameless": (lambda tasks: tasks[0]["data"].update(name=""), "'' is no name for a gold file"),
    "floors": (lambda tasks: tasks[0]["data"].update(name="floors"), "'floors' is no name for a gold file"),
    "renamed": (lambda tasks: tasks[0]["data"].update(name="zinc"), "zinc.json: doc_id: 'tin' is not the file's name"),
}


@pytest.mark.parametrize(("edit", "told"), TASKS.values(), ids=list(TASKS))
def test_a_task_that_is_none_of_ours(edit: Edit, told: str, desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_tasks(edit)
    assert told in refusal(desk, "label-studio")


@pytest.mark.parametrize("text", ["{}", "[3]", "no JSON", "[" * 100_000, "\ud83d"])
def test_a_file_that_label_studio_has_not_written(text: str, desk: Desk) -> None:
    desk.export("label-studio")
    (desk.tool / "tasks.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert "tasks.json" in refusal(desk, "label-studio")


def test_of_regions_without_a_label_the_first_is_named(desk: Desk) -> None:
    desk.export("label-studio")

    def edit(results: list[Any]) -> None:
        results[:] = [one for one in results if one.get("from_name") != "mention"]

    desk.edit_results(edit)
    first = next(
        one["id"] for one in desk.tasks()[0]["annotations"][0]["result"] if one.get("id", "places") != "places"
    )
    assert f"region {first} has no label" in refusal(desk, "label-studio")


def test_annotators_who_differ(desk: Desk) -> None:
    desk.export("label-studio")

    def edit(tasks: Any) -> None:
        one = tasks[0]["annotations"][0]
        results = list(one["result"])
        without(results, "m9")
        other = {"result": results, "completed_by": {"id": 2, "email": "ann@example.org"}}
        tasks[0]["annotations"].append(other)
        one["completed_by"] = 1

    desk.edit_tasks(edit)
    told = "task 1 (tin): 2 annotations (by 1, ann@example.org) differ; choose one with --annotator, or star one"
    assert told in refusal(desk, "label-studio")


def test_an_annotator_nobody_is(desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_tasks(lambda tasks: tasks[0]["annotations"][0].update(completed_by=7))
    with pytest.raises(LabellingError, match="nobody called 'bob' has annotated a task; give one of 7"):
        desk.take_back("label-studio", annotator="bob")


def test_a_brat_file_that_is_gone(desk: Desk) -> None:
    desk.export("brat")
    export_labels(desk.gold, "brat", desk.tool, corpus=desk.corpus, replace=True)
    (desk.tool / "tin.ann").rename(desk.tool / "zinc.ann")
    with pytest.raises(LabellingError, match=r"not there; keep \.txt, \.ann and \.json of an article together"):
        desk.take_back("brat")


@pytest.mark.parametrize("tool", TOOLS)
def test_new_articles_go_where_one_says(tool: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk.export(tool)
    monkeypatch.chdir(tmp_path)
    (desk.corpus / "tin.txt").unlink()
    with pytest.raises(InputError, match="'corpus' has no article 'tin'; say with --corpus which folder to put"):
        import_labels(desk.tool, tool, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    done = import_labels(desk.tool, tool, tmp_path / "new", corpus="articles")
    assert [path.as_posix() for path in done.placed] == ["articles/tin.txt"]


def test_json_as_deep_as_can_be_read(desk: Desk) -> None:
    """Near the limit, which is not the same for all that goes through it."""
    desk.export("label-studio")
    tasks = desk.tasks()
    for depth in range(sys.getrecursionlimit() - 100, sys.getrecursionlimit()):
        place = f'{{"id": {"[" * depth}{"]" * depth}, "name": "x", "kind": "city"}}'
        result(tasks[0]["annotations"][0]["result"], "places", "places")["value"]["text"][0] = place
        (desk.tool / "tasks.json").write_text(json.dumps(tasks))
        assert "; " in refusal(desk, "label-studio")


# ── folders ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tool", TOOLS)
def test_gold_is_not_replaced_unasked(tool: str, desk: Desk) -> None:
    desk.export(tool)
    other = {**small(), "facts": []}
    (desk.gold / "tin.json").write_text(json.dumps(other))
    with pytest.raises(InputError, match=r"tin.json': there, and different; .* replace them with --replace"):
        desk.take_back(tool, replace=False)
    assert desk.read() == other
    assert str(desk.take_back(tool).articles["tin"]) == "facts: 3 added"
    assert desk.read() == small()


@pytest.mark.parametrize("tool", TOOLS)
def test_work_in_a_tool_is_not_replaced_unasked(tool: str, desk: Desk) -> None:
    desk.export(tool)
    desk.export(tool)
    edited = desk.tool / ("tin.ann" if tool == "brat" else "tasks.json")
    edited.write_text("a day's work")
    with pytest.raises(InputError, match="there, and different"):
        desk.export(tool)
    assert edited.read_text() == "a day's work"
    export_labels(desk.gold, tool, desk.tool, corpus=desk.corpus, replace=True)
    assert str(desk.take_back(tool).articles["tin"]) == "unchanged"


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_to_import(tool: str, tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LabellingError, match=r"; give "):
            import_labels(source, tool, tmp_path / "gold")


def test_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        export_labels(tmp_path, "brat", tmp_path / "tool")


def test_no_such_tool(desk: Desk) -> None:
    with pytest.raises(InputError, match="no labelling tool 'doccano'; give one of label-studio, brat"):
        export_labels(desk.gold, "doccano", desk.tool)
    desk.export("brat")
    with pytest.raises(InputError, match="brat tells of no annotators"):
        desk.take_back("brat", annotator="ann")
