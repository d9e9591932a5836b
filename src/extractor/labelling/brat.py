"""brat: a collection of ``.txt`` and ``.ann`` files to annotate there, and the same files read back.

A figure is an event with its own span as trigger; the slots of its fact are the arguments, what is chosen from a list
is an attribute, and what is written freely stands in the note. Beside each ``.ann`` lies the gold file as exported,
whose list of places may be edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from extractor.labelling.brat_config import ATTRIBUTES, ROLES, config
from extractor.labelling.brat_notes import note_of, read_note
from extractor.labelling.labels import unused
from extractor.labelling.sheet import LabellingError, Region, Relation, Sheet
from extractor.labelling.slots import FIELDS, FIGURES, PHRASE

_ORDER = {"T": 0, "E": 1}  # what other lines name is read before them, wherever it stands
_SPAN = r"\d{1,18} \d{1,18}"
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")  # brat reads its files by lines, wherever one may end


def files_of(sheets: Iterable[Sheet]) -> dict[str, str]:
    """Lay out a collection: of each article the text, the annotations and the gold file, and the configuration.

    Raises:
        LabellingError: A mention begins or ends with a line break, which brat cannot show.
    """
    files = config()
    for sheet in sheets:
        files[f"{sheet.name}.txt"] = sheet.text
        files[f"{sheet.name}.ann"] = "".join(f"{line}\n" for line in _Writing(sheet).lines())
        files[f"{sheet.name}.json"] = sheet.gold
    return files


class _Writing:
    """One sheet written as standoff lines."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.figures = [one for one in sheet.regions if one.label in FIGURES]
        self.texts = _numbers("T", "m", {one.id: one.id for one in sheet.regions})
        facts = {one.id: one.fields["fact"][0] for one in self.figures if "fact" in one.fields}
        self.events = _numbers("E", "f", {one.id: facts.get(one.id, "") for one in self.figures})

    def lines(self) -> Iterator[str]:
        relations: dict[str, list[Relation]] = {}
        for relation in self.sheet.relations:
            relations.setdefault(relation.figure, []).append(relation)
        marks, notes = count(1), count(1)
        for region in self.sheet.regions:
            yield self._text_bound(region)
            name = self.texts[region.id]
            if region.label in FIGURES:
                name = self.events[region.id]
                arguments = self._arguments(relations.get(region.id, []))
                yield f"{name}\t{' '.join([f'{region.label}:{self.texts[region.id]}', *arguments])}"
            for attribute, field in ATTRIBUTES.items():
                if field.name in region.fields and region.label in field.labels:
                    value = "" if field.is_mark else f" {region.fields[field.name][0]}"
                    yield f"A{next(marks)}\t{attribute} {name}{value}"
            if note := note_of(self._noted(region)):
                yield f"#{next(notes)}\tAnnotatorNotes {name}\t{note}"

    def _text_bound(self, region: Region) -> str:
        text = self.sheet.text[region.start : region.end]
        parts = list(_LINE.finditer(text))
        if not parts or parts[0].start() or parts[-1].end() != len(text):
            where = f"{self.sheet.name}: region {region.id} ({text!r})"
            raise LabellingError(f"{where}: it begins or ends with a line break; correct its offsets in gold first")
        spans = ";".join(f"{region.start + part.start()} {region.start + part.end()}" for part in parts)
        return f"{self.texts[region.id]}\t{region.label} {spans}\t{' '.join(part[0] for part in parts)}"

    def _arguments(self, relations: list[Relation]) -> Iterator[str]:
        times: dict[str, int] = {}
        for relation in relations:
            nth = times[relation.slot] = times.get(relation.slot, 0) + 1
            end = self.events.get(relation.region) or self.texts[relation.region]
            yield f"{relation.slot.capitalize()}{nth if nth > 1 else ''}:{end}"

    def _noted(self, region: Region) -> Iterator[tuple[str, str]]:
        """Fields that are no attributes; ids only where the number of the line does not tell them."""
        told = {"id": f"m{self.texts[region.id][1:]}", "fact": f"f{self.events.get(region.id, '')[1:]}"}
        for name, values in region.fields.items():
            if not FIELDS[name].options:
                yield from ((name, value) for value in values if told.get(name) != value)


def _numbers(kind: str, letter: str, names: dict[str, str]) -> dict[str, str]:
    """An id of brat for each region: of ``m7`` the number 7, of other names those behind the largest."""
    own = {key: int(name[1:]) for key, name in names.items() if re.fullmatch(rf"{letter}[1-9]\d{{0,8}}", name)}
    rest = count(max(own.values(), default=0) + 1)
    return {key: f"{kind}{own[key] if key in own else next(rest)}" for key in names}


# ── back ────────────────────────────────────────────────────────────────────────────────────────


def sheets_of(folder: Path) -> tuple[list[Sheet], list[str]]:
    """Read an annotated collection.

    Returns:
        The articles; and nothing skipped, since every article of a collection counts.

    Raises:
        LabellingError: A file is missing, or a line is not as brat writes it or holds what gold cannot.
    """
    if not folder.is_dir():
        raise LabellingError(f"{str(folder)!r} is no folder; give the collection that brat has annotated")
    if not any(folder.rglob("*.ann")):
        raise LabellingError(f"{str(folder)!r} holds no .ann file; give the collection that brat has annotated")
    exported = {path.with_suffix(".ann") for path in folder.rglob("*.json") if path.with_suffix(".txt").is_file()}
    paths = sorted(exported | set(folder.rglob("*.ann")))
    return [_sheet(path, path.relative_to(folder).with_suffix("").as_posix()) for path in paths], []


def _sheet(path: Path, name: str) -> Sheet:
    text, gold, lines = (_read(path.with_suffix(ending)) for ending in (".txt", ".json", ".ann"))
    try:
        raw = json.loads(gold)
    except (ValueError, RecursionError) as error:
        raise LabellingError(f"{name}.json: not JSON ({error}); correct it") from None
    places = raw.get("places") if isinstance(raw, dict) else None
    if not isinstance(places, list) or not all(isinstance(place, dict) for place in places):
        raise LabellingError(f"{name}.json: no list of places; put back the file that was exported")
    reading = _Reading(f"{name}.ann", text)
    numbered = enumerate((line.rstrip("\r") for line in lines.split("\n")), 1)
    for number, line in sorted(numbered, key=lambda pair: _ORDER.get(pair[1][:1], len(_ORDER))):
        if line.strip():
            reading.add(line, number)
    regions, relations = reading.regions(), reading.relations()
    return Sheet(name, text, gold, tuple(places), tuple(regions), tuple(relations))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError:
        raise LabellingError(f"{path.name}: not there; keep .txt, .ann and .json of an article together") from None
    except UnicodeDecodeError as error:
        raise LabellingError(f"{path.name}: not UTF-8 ({error}); put back the file that was exported") from None


class _Reading:
    """One ``.ann`` file, line by line."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.spans: dict[str, tuple[str, int, int]] = {}
        self.events: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        self.triggers: set[str] = set()
        self.fields: dict[str, dict[str, list[str]]] = {}
        self.where = name
        self.lines = {"T": self._text_bound, "E": self._event, "A": self._attribute, "M": self._attribute}

    def add(self, line: str, number: int) -> None:
        """Read a line; notes of other kinds than an annotator's are brat's own, and are passed over."""
        name, _, rest = line.partition("\t")
        self.where = f"{self.name}:{number}: {name}"
        if name.startswith("#"):
            kind, _, note = rest.partition("\t")
            if kind.startswith("AnnotatorNotes "):
                self._note(kind.split(" ", 1)[1], note)
            return
        read = self.lines.get(name[:1])
        if read is None:
            self._refuse(f"a line of this kind says nothing of a fact ({rest!r})", "draw arguments of the figure alone")
        elif name in self.spans or name in self.events:
            self._refuse("the id stands twice", "give each line its own")
        else:
            read(name, rest)

    def _refuse(self, what: str, remedy: str) -> Any:
        raise LabellingError(f"{self.where}: {what}; {remedy}")

    def _text_bound(self, name: str, rest: str) -> None:
        found = re.fullmatch(rf"(\S+) ({_SPAN}(?:;{_SPAN})*)\t(.*)", rest)
        if not found:
            self._refuse(f"{rest!r} is no text-bound annotation", "put the line right, or remove it")
            return
        spans = [tuple(map(int, span.split())) for span in found[2].split(";")]
        start, end = spans[0][0], spans[-1][1]
        shown = " ".join(self.text[first:last] for first, last in spans)
        if end > len(self.text) or shown != found[3]:
            remedy = "put the offsets right, or put back the .txt that was exported"
            self._refuse(f"its text is {found[3]!r} but {found[2]} holds {shown!r}", remedy)
        gaps = (self.text[one[1] : two[0]] for one, two in pairwise(spans))
        if any(gap.strip() for gap in gaps):
            self._refuse(f"{found[3]!r} leaves words out between its parts", "draw one stretch")
        self.spans[name] = found[1], start, end

    def _event(self, name: str, rest: str) -> None:
        trigger, *arguments = ([part.partition(":")[::2] for part in rest.split()]) or [("", "")]
        if trigger[1] not in self.spans or not all(all(pair) for pair in arguments):
            self._refuse(f"{rest!r} has no text-bound annotation", "put the line right, or remove it")
        if trigger[1] in self.triggers:
            self._refuse(f"{trigger[1]} has two events", "a figure has one fact at most; remove one")
        self.triggers.add(trigger[1])
        self.events[name] = trigger[1], arguments

    def _attribute(self, name: str, rest: str) -> None:
        words = rest.split(" ")
        field = ATTRIBUTES.get(words[0])
        if field is None or len(words) != (2 if field.is_mark else 3):
            self._refuse(f"{rest!r} is no attribute of annotation.conf", "use those alone")
        else:
            self._held(words[1]).setdefault(field.name, []).append(words[2] if words[2:] else "yes")

    def _note(self, owner: str, note: str) -> None:
        for name, value in read_note(note, self.where):
            self._held(owner).setdefault(name, []).append(value)

    def _held(self, owner: str) -> dict[str, list[str]]:
        if owner not in self.spans and owner not in self.events:
            self._refuse(f"there is no {owner}", "remove the line")
        text = self.events[owner][0] if owner in self.events else owner
        return self.fields.setdefault(text, {})

    def regions(self) -> list[Region]:
        """The regions, mentions by the id that their note or else their number tells."""
        facts = {text: f"f{event[1:]}" for event, (text, _) in self.events.items()}
        self.ids: dict[str, str] = {}
        found = []
        fields = {name: {key: tuple(held) for key, held in self.fields.get(name, {}).items()} for name in self.spans}
        for name, (label, _, _) in self.spans.items():
            if label != PHRASE:
                self.ids[name] = fields[name].pop("id", (f"m{name[1:]}",))[0]
        new = unused("p", set(self.ids.values()))
        for name, (label, start, end) in self.spans.items():
            if label == PHRASE:
                self.ids[name] = next(new)
            if "measure" in fields[name] and name in facts:
                fields[name].setdefault("fact", (facts[name],))
            found.append(Region(self.ids[name], label, start, end, fields[name]))
        return found

    def relations(self) -> list[Relation]:
        """The arguments of all events; call after ``regions``."""
        found = []
        for event, (text, arguments) in self.events.items():
            self.where = f"{self.name}: {event}"
            for role, end in arguments:
                slot = ROLES.get(re.sub(r"\d+$", "", role))
                target = self.events[end][0] if end in self.events else end
                if slot is None or target not in self.spans:
                    self._refuse(f"argument {role}:{end}", f"use the roles {', '.join(ROLES)}, to lines that are there")
                else:
                    found.append(Relation(self.ids[text], slot.name, self.ids[target]))
        return found
