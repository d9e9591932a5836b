"""What people do in the tools: each change arrives in gold, and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.labelling.conftest import TEXT, TOOLS, Desk, result, small, span, without


def changed(desk: Desk, tool: str) -> tuple[dict[str, Any], str]:
    """The gold after an import, and what is told of the change."""
    (told,) = desk.take_back(tool).articles.values()
    return desk.read(), str(told)


def item(gold: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    (found,) = [one for one in gold[kind] if one["id"] == name]
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_changed_is_nothing_written(tool: str, desk: Desk) -> None:
    desk.export(tool)
    before = (desk.gold / "tin.json").stat()
    assert changed(desk, tool) == (small(), "unchanged")
    assert (desk.gold / "tin.json").stat().st_mtime_ns == before.st_mtime_ns


# ── brat ────────────────────────────────────────────────────────────────────────────────────────


def test_brat_shows_a_fact_as_an_event(desk: Desk) -> None:
    desk.export("brat")
    lines = desk.ann()
    assert "E1\tPERCENT:T6 Place:T4 Partner:T5 Commodity:T10 Period:T3 Source:T11" in lines
    assert "E2\tMONEY:T7 Place:T4 Place2:T5 Period:T3 Equivalent:E5" in lines
    assert "A3\tMeasure E1 growth" in lines
    at = TEXT.index("27 million")
    assert f"T8\tMONEY {at} {at + 10};{at + 11} {at + 16}\t27 million euros" in lines
    assert any(line.endswith("AnnotatorNotes E2\tvalue: 30000000 | unit: USD") for line in lines)
    assert (desk.tool / "tin.txt").read_bytes() == TEXT.encode()


def test_brat_moves_a_span(desk: Desk) -> None:
    desk.export("brat")
    shorter = span("27 million")
    desk.replace_in_ann(f";{shorter['end'] + 1} {shorter['end'] + 6}\t27 million euros", "\t27 million")
    gold = small()
    item(gold, "mentions", "m8").update(shorter)
    assert changed(desk, "brat") == (gold, "mentions: 1 moved")


def test_brat_relabels_a_span(desk: Desk) -> None:
    desk.export("brat")
    desk.replace_in_ann("T5\tPLACE", "T5\tZONE")
    gold = small()
    item(gold, "mentions", "m5")["label"] = "ZONE"
    assert changed(desk, "brat") == (gold, "mentions: 1 changed")


def test_brat_changes_a_fact(desk: Desk) -> None:
    desk.export("brat")
    desk.replace_in_ann("Measure E1 growth", "Measure E1 change")
    desk.replace_in_ann("E1\tPERCENT:T6 Place:T4 Partner:T5", "E1\tPERCENT:T6 Place:T5")
    gold = small()
    fact = item(gold, "facts", "f1")
    fact.update(measure="change", places=["sylvania"])
    del fact["partners"]
    assert changed(desk, "brat") == (gold, "facts: 1 changed")


def test_brat_drops_a_fact_with_its_measure(desk: Desk) -> None:
    desk.export("brat")
    desk.edit_ann(lambda lines: [line for line in lines if "Measure E3" not in line])
    gold = small()
    gold["facts"] = gold["facts"][:2]
    assert changed(desk, "brat") == (gold, "facts: 1 removed")


def test_a_phrase_that_no_figure_points_to_is_told_of(desk: Desk) -> None:
    desk.export("brat")
    start = span("Imports")["start"]
    desk.edit_ann(lambda lines: [*lines, f"T21\tPHRASE {start} {start + 7}\tImports"])
    done = desk.take_back("brat")
    assert str(done.articles["tin"]) == "unchanged"
    [told] = done.skipped
    assert told.startswith(f"tin: the PHRASE 'Imports' at {start}, which no figure points to; draw a relation")


def test_brat_adds_a_mention_a_place_and_a_fact(desk: Desk) -> None:
    """As brat writes them, at the end of the file; a new place is put in the list beside it."""
    desk.export("brat")
    start, ports = span("Imports")["start"], span("Ports")
    desk.edit_ann(
        lambda lines: [
            *lines,
            f"T20\tZONE {ports['start']} {ports['end']}\tPorts",
            "#30\tAnnotatorNotes T20\tplace: ports",
            f"T21\tPHRASE {start} {start + 7}\tImports",
            "A30\tMeasure E4 level",
            "A31\tIndicator E4 throughput",
            "#31\tAnnotatorNotes E4\tsource: the ports | period: 2021-05-03",
        ]
    )
    desk.replace_in_ann("QUANTITY:T2", "QUANTITY:T2 Segment:T21 Place:T20")
    side = desk.tool / "tin.json"
    place = {"id": "ports", "name": "Ports", "kind": "port", "within": "freedonia", "aliases": []}
    gold = json.loads(side.read_text())
    side.write_text(json.dumps({**gold, "places": [place, *gold["places"]]}))
    gold, told = changed(desk, "brat")
    assert told == "mentions: 1 added; facts: 1 added; places: 1 changed"
    assert gold["places"] == [place, *small()["places"]]
    assert gold["mentions"] == [
        {"id": "m20", "label": "ZONE", **ports, "place": "ports", "optional": False},
        *small()["mentions"],
    ]
    assert gold["facts"] == [
        {
            "id": "f4",
            "value": "m2",
            "measure": "level",
            "indicator": "throughput",
            "places": ["ports"],
            "segment": "Imports",
            "period": {"start": "2021-05-03", "end": "2021-05-03"},
            "source": "the ports",
            "optional": False,
        },
        *small()["facts"],
    ]


def test_brat_draws_anew_under_a_number_that_is_free_again(desk: Desk) -> None:
    """A partner deleted and another drawn, which brat gives the same number, is another partner."""
    desk.export("brat")
    (old,) = [line for line in desk.ann() if line.startswith("T5\t")]
    ports = span("Ports")
    desk.replace_in_ann(old, f"T5\tPLACE {ports['start']} {ports['end']}\tPorts")
    gold = small()
    item(gold, "mentions", "m5").update(ports)
    item(gold, "facts", "f1")["partners"] = ["Ports"]
    assert changed(desk, "brat") == (gold, "mentions: 1 moved; facts: 1 changed")


def test_a_mention_that_is_moved_a_little_is_the_same_partner(desk: Desk) -> None:
    desk.export("brat")
    longer = span("to Sylvania")
    start, end = longer["start"], longer["end"]
    desk.replace_in_ann(f"{start + 3} {end}\tSylvania", f"{start} {end}\tto Sylvania")
    gold = small()
    item(gold, "mentions", "m5").update(longer)
    assert changed(desk, "brat") == (gold, "mentions: 1 moved")


def test_mentions_of_the_file_beside_do_not_count(desk: Desk) -> None:
    """Whoever takes them away there has them still in the tool."""
    desk.export("brat")
    side = desk.tool / "tin.json"
    side.write_text(json.dumps({**small(), "mentions": small()["mentions"][:5]}))
    assert changed(desk, "brat") == (small(), "unchanged")


# ── Label Studio ────────────────────────────────────────────────────────────────────────────────


def test_label_studio_moves_a_span(desk: Desk) -> None:
    desk.export("label-studio")
    start = span("27 million")["start"]
    moved = {"start": start, "end": start + 10, "text": "27 million"}
    desk.edit_results(lambda results: result(results, "m8")["value"].update(moved))
    gold = small()
    item(gold, "mentions", "m8").update(moved)
    assert changed(desk, "label-studio") == (gold, "mentions: 1 moved")


def test_label_studio_deletes_a_place_and_the_facts_keep_it(desk: Desk) -> None:
    """Relations go with a region, whoever deletes it; that says nothing of whose the figure is."""
    desk.export("label-studio")
    desk.edit_results(lambda results: without(results, "m4"))
    gold = small()
    gold["mentions"] = [one for one in gold["mentions"] if one["id"] != "m4"]
    assert changed(desk, "label-studio") == (gold, "mentions: 1 removed")


def test_label_studio_deletes_a_figure_and_its_fact(desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_results(lambda results: without(results, "m9"))
    gold = small()
    gold["mentions"].pop()
    gold["facts"].pop()
    assert changed(desk, "label-studio") == (gold, "mentions: 1 removed; facts: 1 removed")


def test_what_is_drawn_takes_no_id_of_gold_however_that_is_laid_out(desk: Desk) -> None:
    """Not even that of a mention deleted beside it: the facts that were read from it are told by the id."""
    desk.export("label-studio")
    desk.edit_tasks(lambda tasks: tasks[0]["data"].update(gold=json.dumps(small(), separators=(",", ":"))))
    ports = span("Ports")

    def edit(results: list[Any]) -> None:
        without(results, "m9")
        drawn = {"id": "aB3", "from_name": "mention", "type": "labels", "value": {**ports, "labels": ["PERIOD"]}}
        results.append(drawn)

    desk.edit_results(edit)
    gold, told = changed(desk, "label-studio")
    assert told == "mentions: 1 added, 1 removed; facts: 1 removed"
    assert item(gold, "mentions", "m10")["text"] == "Ports"


@pytest.mark.parametrize("held", ['{"mentions": [{}]}', '{"mentions": [1], "facts": 3}', "[1]", "null", "[" * 100_000])
@pytest.mark.parametrize("tool", TOOLS)
def test_whatever_stands_in_the_place_of_gold_is_replaced(tool: str, held: str, desk: Desk) -> None:
    desk.export(tool)
    (desk.gold / "tin.json").write_text(held)
    assert changed(desk, tool)[0] == small()


def test_gold_there_whose_mentions_have_no_offsets_is_told_as_moved(desk: Desk) -> None:
    desk.export("brat")
    gold = small()
    del gold["mentions"][0]["start"]
    (desk.gold / "tin.json").write_text(json.dumps(gold))
    assert changed(desk, "brat") == (small(), "mentions: 1 moved")


def test_label_studio_deletes_an_equivalent(desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_results(lambda results: without(results, "m8"))
    gold = small()
    gold["mentions"] = [one for one in gold["mentions"] if one["id"] != "m8"]
    del item(gold, "facts", "f2")["equivalents"]
    assert changed(desk, "label-studio") == (gold, "mentions: 1 removed; facts: 1 changed")


def test_label_studio_takes_a_relation_away(desk: Desk) -> None:
    desk.export("label-studio")

    def edit(results: list[Any]) -> None:
        results[:] = [one for one in results if (one.get("from_id"), one.get("labels")) != ("m7", ["place"])]

    desk.edit_results(edit)
    gold = small()
    item(gold, "facts", "f2")["places"] = []
    assert changed(desk, "label-studio") == (gold, "facts: 1 changed")


def test_label_studio_corrects_a_period_and_the_facts_follow(desk: Desk) -> None:
    desk.export("label-studio")
    june = {"start": "2021-06-01", "end": "2021-06-30"}
    desk.edit_results(lambda results: result(results, "m3", "period")["value"].update(text=["2021-06-01/2021-06-30"]))
    gold = small()
    for kind, name in (("mentions", "m3"), ("facts", "f1"), ("facts", "f2")):
        item(gold, kind, name)["period"] = june
    assert changed(desk, "label-studio") == (gold, "mentions: 1 changed; facts: 2 changed")


def test_label_studio_relabels_a_figure_that_has_a_fact(desk: Desk) -> None:
    """Fields and relations of the old label stay in its export, hidden; they no longer count."""
    desk.export("label-studio")
    desk.edit_results(lambda results: result(results, "m6")["value"].update(labels=["PERIOD"]))
    gold = small()
    at = gold["mentions"].index(item(gold, "mentions", "m6"))
    gold["mentions"][at] = {"id": "m6", "label": "PERIOD", **span("4.5%"), "period": None, "optional": False}
    del gold["facts"][0]
    assert changed(desk, "label-studio") == (gold, "mentions: 1 changed; facts: 1 removed")


def test_label_studio_gives_regions_ids_of_its_own(desk: Desk) -> None:
    """As where a prediction is made an annotation; the results may stand in any order but for the relations."""
    desk.export("label-studio")

    def edit(results: list[Any]) -> None:
        for one in results:
            for key in {"id", "from_id", "to_id"} & one.keys():
                one[key] = f"x{one[key]}#7"
        results.sort(key=lambda one: (one["type"], one.get("id", "")), reverse=True)

    desk.edit_results(edit)
    assert changed(desk, "label-studio") == (small(), "unchanged")


def test_label_studio_draws_a_new_mention_and_a_new_fact(desk: Desk) -> None:
    desk.export("label-studio")

    def edit(results: list[Any]) -> None:
        ports = span("Ports")
        results += [
            {"id": "aB3", "from_name": "mention", "to_name": "text", "type": "labels", "origin": "manual"}
            | {"value": {**ports, "labels": ["PLACE"]}},
            {"id": "aB3", "from_name": "place", "to_name": "text", "type": "textarea"}
            | {"value": {**ports, "text": ["freedonia"]}},
            {"id": "m2", "from_name": "measure", "to_name": "text", "type": "choices", "value": {"choices": ["level"]}},
            {"id": "m2", "from_name": "indicator", "to_name": "text", "type": "choices"}
            | {"value": {"choices": ["throughput"]}},
            {"id": "m2", "from_name": "marks", "to_name": "text", "type": "choices"}
            | {"value": {"choices": ["fact_optional", "period_optional"]}},
            {"type": "relation", "from_id": "aB3", "to_id": "m2", "direction": "left", "labels": ["place"]},
        ]

    desk.edit_results(edit)
    gold, told = changed(desk, "label-studio")
    assert told == "mentions: 1 added; facts: 1 added"
    new = {"id": "m10", "label": "PLACE", **span("Ports"), "place": "freedonia", "optional": False}
    assert gold["mentions"] == [new, *small()["mentions"]]
    assert gold["facts"][0] == {
        "id": "f4",
        "value": "m2",
        "measure": "level",
        "indicator": "throughput",
        "places": ["freedonia"],
        "period": None,
        "period_optional": True,
        "optional": True,
    }
    assert gold["facts"][1:] == small()["facts"]


def test_label_studio_that_counts_utf_16_is_understood(desk: Desk) -> None:
    """Releases of 2021 and before count an emoji twice: the text of a region tells."""
    desk.export("label-studio")

    def edit(results: list[Any]) -> None:
        for one in results:
            if "start" in one.get("value", {}):
                one["value"]["start"] += 1
                one["value"]["end"] += 1

    desk.edit_results(edit)
    assert changed(desk, "label-studio") == (small(), "unchanged")


def test_label_studio_may_show_line_breaks_otherwise(desk: Desk) -> None:
    desk.export("label-studio")
    desk.edit_results(lambda results: result(results, "m8")["value"].update(text="27 million\\neuros"))
    assert changed(desk, "label-studio") == (small(), "unchanged")


# ── annotations of a task ───────────────────────────────────────────────────────────────────────


def two(desk: Desk, **more: Any) -> None:
    """A second annotation, by ann@example.org, who calls one place a zone."""

    def edit(tasks: Any) -> None:
        first = tasks[0]["annotations"][0]
        first.update(completed_by=1, lead_time=3.5)
        copy = [dict(one, value=dict(one.get("value", {}))) for one in first["result"]]
        result(copy, "m5")["value"]["labels"] = ["ZONE"]
        who = {"id": 2, "email": "ann@example.org"}
        tasks[0]["annotations"].append({"result": copy, "completed_by": who, "was_cancelled": False, **more})

    desk.export("label-studio")
    desk.edit_tasks(edit)


def test_an_annotator_is_chosen(desk: Desk) -> None:
    two(desk)
    done = desk.take_back("label-studio", annotator="ann@example.org")
    assert str(done.articles["tin"]) == "mentions: 1 changed"


def test_an_annotator_is_chosen_only_where_there_are_several(desk: Desk) -> None:
    two(desk)
    alone = {**desk.tasks()[0], "id": 2}
    alone["data"] = {**alone["data"], "name": "zinc", "gold": alone["data"]["gold"].replace('"tin"', '"zinc"', 1)}
    alone["annotations"] = alone["annotations"][:1]
    (desk.corpus / "zinc.txt").write_bytes((desk.corpus / "tin.txt").read_bytes())
    desk.edit_tasks(lambda tasks: tasks.append(alone))
    done = desk.take_back("label-studio", annotator="ann@example.org")
    assert (sorted(done.articles), done.skipped) == (["tin", "zinc"], ())


def test_the_one_starred_as_ground_truth_counts(desk: Desk) -> None:
    two(desk, ground_truth=True)
    assert changed(desk, "label-studio")[1] == "mentions: 1 changed"


def test_a_cancelled_annotation_does_not_count(desk: Desk) -> None:
    two(desk, was_cancelled=True)
    assert changed(desk, "label-studio") == (small(), "unchanged")


@pytest.mark.parametrize(("drafts", "told"), [([], "has no annotation"), ([{"result": []}], "has a draft alone")])
def test_what_nobody_has_submitted_is_left_out(desk: Desk, drafts: list[Any], told: str) -> None:
    desk.export("label-studio")
    desk.edit_tasks(lambda tasks: tasks[0].update(annotations=[], drafts=drafts, id=12))
    done = desk.take_back("label-studio")
    assert done.articles == {}
    assert done.skipped == (f"tasks.json: task 12 (tin) {told}; submit it to have it imported",)
