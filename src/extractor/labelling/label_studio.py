"""Label Studio: tasks to import there, and what it exports as JSON, read back.

An article is a task. A mention or a phrase is a region of the control ``mention``, its fields are results of the
same id, and relations are relations. Offsets count code points, as Label Studio does; of the releases that counted
UTF-16 units, a region is put right by its text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.labelling.golds import items, parsed
from extractor.labelling.label_studio_config import MARKS, NAMES, config
from extractor.labelling.labels import unused
from extractor.labelling.sheet import LabellingError, Region, Relation, Sheet
from extractor.labelling.slots import FIELDS, LABELS, PHRASE

TASKS, CONFIG = "tasks.json", "config.xml"
_RESULTS = ("labels", "textarea", "choices", "relation")  # tuples, since what came back may be of any type
_DIRECTIONS = ("left", "right")


def files_of(sheets: Iterable[Sheet], *, reviewed: bool, details: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Lay out the tasks and the labelling interface of a project.

    Args:
        sheets: The articles.
        reviewed: Whether the labels are somebody's (annotations) or were found by rules (predictions).
        details: What else is told of an article by its name, such as its title and date.
    """
    tasks = [_task(sheet, reviewed, details.get(sheet.name, {})) for sheet in sheets]
    return {TASKS: json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", CONFIG: config()}


def _task(sheet: Sheet, reviewed: bool, details: Mapping[str, Any]) -> dict[str, Any]:
    data = {"text": sheet.text, "name": sheet.name, **details, "gold": sheet.gold}
    results = list(_results(sheet))
    if reviewed:
        return {"data": data, "annotations": [{"result": results}]}
    return {"data": data, "predictions": [{"model_version": "extractor", "result": results}]}


def _results(sheet: Sheet) -> Iterator[dict[str, Any]]:
    keys = _keys(sheet)
    for region in sheet.regions:
        key = keys[region.id]
        span = {"start": region.start, "end": region.end, "text": sheet.text[region.start : region.end]}
        yield _result(key, "mention", "labels", {**span, "labels": [region.label]})
        for name, values in region.fields.items():
            if not FIELDS[name].options:
                yield _result(key, name, "textarea", {**span, "text": list(values)})
            elif not FIELDS[name].is_mark:
                yield _result(key, name, "choices", {**span, "choices": list(values)})
        if marks := [name for name in MARKS if name in region.fields]:
            yield _result(key, "marks", "choices", {**span, "choices": marks})
    if sheet.places:
        lines = [json.dumps(place, ensure_ascii=False) for place in sheet.places]
        yield _result("places", "places", "textarea", {"text": lines})
    labels: dict[tuple[str, str], list[str]] = {}
    for one in sheet.relations:
        labels.setdefault((keys[one.figure], keys[one.region]), []).append(one.slot)
    for (figure, end), slots in labels.items():
        yield {"type": "relation", "from_id": figure, "to_id": end, "direction": "right", "labels": slots}


def _keys(sheet: Sheet) -> dict[str, str]:
    """What a region is called there: as its mention, but where Label Studio would take the id apart."""
    ids = [region.id for region in sheet.regions]
    others = unused("r", set(ids))
    return {name: name if re.fullmatch(r"\w+", name) and name != "places" else next(others) for name in ids}


def _result(name: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": control, "to_name": "text", "type": kind, "value": value}


# ── back ────────────────────────────────────────────────────────────────────────────────────────


def sheets_of(source: Path, annotator: str | None = None) -> tuple[list[Sheet], list[str]]:
    """Read a project's export.

    Args:
        source: The exported JSON, or a folder of such files.
        annotator: Whose annotations to take, by id, e-mail or name, where a task has several.

    Returns:
        The articles, and a line on each task that nobody has submitted.

    Raises:
        LabellingError: A file, task or result is not as Label Studio writes it, or holds what gold cannot.
    """
    sheets, skipped = [], []
    files = {path: _tasks(path) for path in (sorted(source.glob("*.json")) if source.is_dir() else [source])}
    if annotator is not None:
        _see_that_there_is(annotator, (task for tasks in files.values() for task in tasks))
    for path, tasks in files.items():
        for number, task in enumerate(tasks, 1):
            where = f"{path.name}: task {task.get('id', number)}"
            data = _data(task, where)
            results = _chosen(task, f"{where} ({data['name']})", annotator)
            if results is None:
                draft = "has a draft alone" if task.get("drafts") else "has no annotation"
                skipped.append(f"{where} ({data['name']}) {draft}; submit it to have it imported")
            else:
                sheets.append(_Reading(data, results, where).sheet())
    if not sheets and not skipped:
        raise LabellingError(f"{str(source)!r} holds no task; give what Label Studio exports as JSON")
    return sheets, skipped


def _see_that_there_is(annotator: str, tasks: Iterable[dict[str, Any]]) -> None:
    annotations = (one for task in tasks if isinstance(task.get("annotations"), list) for one in task["annotations"])
    known = {name for one in annotations if isinstance(one, dict) for name in _names(one.get("completed_by"))}
    if annotator not in known:
        named = ", ".join(sorted(known)) or "no one: no annotation says whose it is"
        raise LabellingError(f"nobody called {annotator!r} has annotated a task; give one of {named}")


def _tasks(path: Path) -> list[dict[str, Any]]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise LabellingError(f"{str(path)!r} is not read as JSON ({error}); give what Label Studio exports") from None
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise LabellingError(f"{path.name}: no list of tasks; export the project as JSON, not as another format")
    return tasks


def _data(task: dict[str, Any], where: str) -> dict[str, str]:
    data = task.get("data")
    if not isinstance(data, dict):
        raise LabellingError(f"{where}: it has no 'data'; export the project as JSON, not as JSON-MIN")
    for key in ("text", "name", "gold"):
        if not isinstance(data.get(key), str):
            raise LabellingError(f"{where}: its data has no {key!r}; label tasks that 'extractor labels export' wrote")
        if not _whole(data[key]):
            raise LabellingError(f"{where}: its {key!r} holds half a character; put back the task that was exported")
    return data


def _whole(text: str) -> bool:
    """Whether a text can be written as UTF-8, which halves of a character cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _chosen(task: dict[str, Any], where: str, annotator: str | None) -> list[dict[str, Any]] | None:
    """The results of the one annotation that counts; None where there is none."""
    listed = task.get("annotations")
    if not isinstance(listed, list):
        raise LabellingError(f"{where}: it has no 'annotations'; export the project as JSON, not as JSON-MIN")
    held = [one for one in listed if isinstance(one, dict) and not one.get("was_cancelled")]
    if len(held) > 1 and annotator is not None:
        held = [one for one in held if annotator in _names(one.get("completed_by"))] or held
    if len(held) > 1:
        held = [one for one in held if one.get("ground_truth")] or held
    if len({json.dumps(one.get("result"), sort_keys=True) for one in held}) > 1:
        who = ", ".join(sorted({next(iter(_names(one.get("completed_by"))), "nobody") for one in held}))
        remedy = "choose one with --annotator, or star one as ground truth"
        raise LabellingError(f"{where}: {len(held)} annotations (by {who}) differ; {remedy}")
    if not held:
        return None
    results = held[0].get("result")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise LabellingError(f"{where}: its annotation has no list 'result'; export the project as JSON anew")
    return results


def _names(who: Any) -> list[str]:
    """What a person goes by: the id, or what stands in the place of it."""
    if isinstance(who, dict):
        return [str(who[key]) for key in ("email", "username", "id") if who.get(key) is not None]
    return [] if who is None else [str(who)]


class _Reading:
    """One annotation read as a sheet."""

    def __init__(self, data: dict[str, str], results: list[dict[str, Any]], where: str) -> None:
        self.data, self.text, self.where = data, data["text"], f"{where} ({data['name']})"
        self.results = results
        wide = (at for at, sign in enumerate(self.text) if sign > "\uffff")
        self.pairs = [at + nth for nth, at in enumerate(wide, 1)]  # where, in UTF-16, the second half of one stands
        self.spans: dict[str, tuple[str, int, int]] = {}
        self.fields: dict[str, dict[str, tuple[str, ...]]] = {}
        self.places: list[dict[str, Any]] = []

    def sheet(self) -> Sheet:
        relations = []
        for result in self.results:
            kind = result.get("type")
            if kind not in _RESULTS:
                raise LabellingError(f"{self.where}: a result of type {kind!r}; use the controls of {CONFIG} alone")
            if kind == "relation":
                relations.append(result)
            else:
                self._add(result, str(result.get("id")), str(result.get("from_name")))
        names = self._ids()
        return Sheet(
            name=self.data["name"],
            text=self.text,
            gold=self.data["gold"],
            places=tuple(self.places),
            regions=tuple(
                Region(names[key], label, start, end, self.fields.get(key, {}))
                for key, (label, start, end) in self.spans.items()
            ),
            relations=tuple(one for result in relations for one in self._relations(result, names)),
        )

    def _add(self, result: dict[str, Any], key: str, control: str) -> None:
        where, value = f"{self.where}: region {key}", result.get("value")
        if control not in NAMES or not isinstance(value, dict):
            raise LabellingError(f"{where}: control {control!r} is none of {CONFIG}; label in a project made with it")
        held = value.get({"labels": "labels", "choices": "choices"}.get(result["type"], "text"))
        values = [held] if isinstance(held, str) else held
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise LabellingError(f"{where}: {control} holds {held!r}; give it a text")
        if control == "mention":
            self._add_span(key, values, value, where)
        elif control == "places":
            self.places += [self._place(line) for line in values]
        elif control == "marks":
            self.fields.setdefault(key, {}).update({mark: ("yes",) for mark in values if mark in MARKS})
        elif values:
            self.fields.setdefault(key, {})[control] = tuple(values)

    def _add_span(self, key: str, labels: list[str], value: dict[str, Any], where: str) -> None:
        if len(labels) != 1 or labels[0] not in LABELS:
            raise LabellingError(
                f"{where}: its label is {', '.join(labels) or 'missing'}; give it one of {', '.join(LABELS)}"
            )
        if key in self.spans:
            raise LabellingError(f"{where}: the id stands twice; remove one of the two regions")
        start, end, shown = value.get("start"), value.get("end"), value.get("text")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise LabellingError(f"{where}: [{start}:{end}] are no offsets of a text; draw it anew")
        for first, last in self._counted(start, end):
            if last <= len(self.text) and (not isinstance(shown, str) or _same(self.text[first:last], shown)):
                self.spans[key] = labels[0], first, last
                return
        here = self.text[start:end]
        remedy = "draw it anew, or see that the task's text is the one exported"
        raise LabellingError(f"{where}: its text is {shown!r} but [{start}:{end}] holds {here!r}; {remedy}")

    def _counted(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Offsets as they stand; then, where they were counted in UTF-16 units, in characters."""
        yield start, end
        first, last = self._of_units(start), self._of_units(end)
        if first is not None and last is not None:
            yield first, last

    def _of_units(self, at: int) -> int | None:
        """Characters before an offset in UTF-16 units; None where it splits one."""
        behind = bisect_left(self.pairs, at)
        return None if self.pairs[behind : behind + 1] == [at] else at - behind

    def _place(self, line: str) -> dict[str, Any]:
        try:
            place = json.loads(line)
        except (ValueError, RecursionError):
            place = None
        if not isinstance(place, dict):
            shape = '{"id": "china", "name": "China", "kind": "country", "within": null, "aliases": []}'
            raise LabellingError(f"{self.where}: place {line!r} is no place; write it as {shape}")
        return place

    def _ids(self) -> dict[str, str]:
        """The region of each result: the mention's id that its field holds, or else one of its own."""
        for key in self.fields:
            if key not in self.spans:
                raise LabellingError(f"{self.where}: region {key} has no label; give it one, or delete it")
        ids = {key: fields.pop("id", ("",))[0] for key, fields in self.fields.items()}
        names: dict[str, str] = {}
        taken = {name for name in ids.values() if name} | items(parsed(self.data["gold"]), "mentions").keys()
        mentions, phrases = unused("m", taken), unused("p", taken)
        for key, (label, _, _) in self.spans.items():
            names[key] = ids.get(key) or next(phrases if label == PHRASE else mentions)
        return names

    def _relations(self, result: dict[str, Any], names: dict[str, str]) -> Iterator[Relation]:
        ends = [str(result.get("from_id")), str(result.get("to_id"))]
        direction = result.get("direction", "right")
        if direction == "left":
            ends.reverse()
        where = f"{self.where}: relation from {ends[0]} to {ends[1]}"
        if direction not in _DIRECTIONS:
            raise LabellingError(f"{where}: its direction is {direction!r}; turn it away from the figure")
        for end in ends:
            if end not in names:
                raise LabellingError(f"{where}: there is no region {end}; remove the relation")
        labels = result.get("labels")
        if not isinstance(labels, list) or not labels:
            raise LabellingError(f"{where}: it has no label; say which slot it is, such as place or period")
        for label in labels:
            yield Relation(names[ends[0]], str(label), names[ends[1]])


def _same(here: str, shown: str) -> bool:
    """Whether two texts are the same but for spaces and line breaks, which the page may have changed."""
    return re.sub(r"\s|\\[nr]", "", here) == re.sub(r"\s|\\[nr]", "", shown)
