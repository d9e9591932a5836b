"""The labelling interface of a Label Studio project, made from the table of fields and slots."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Tree

from extractor.labelling.slots import LABELS, OF_FACTS, OF_MENTIONS, PHRASE, SLOTS, Field

MARKS = tuple(field.name for field in (*OF_MENTIONS, *OF_FACTS) if field.is_mark)
_OPEN = [field for field in (*OF_MENTIONS, *OF_FACTS) if not field.is_mark]
NAMES = {"mention", "places", "marks", *(field.name for field in _OPEN)}
_COLOURS = ("#2e7d32", "#1565c0", "#00838f", "#558b2f", "#6a1b9a", "#ef6c00", "#c62828", "#ad1457", "#757575")
_STYLE = ".htx-text{ white-space: pre-wrap; }"  # spaces and line breaks stay as they are, and so do the offsets


def config() -> str:
    """Write ``config.xml``: a text, its labels, the relations, and for the chosen region the fields it may have."""
    view = Tree.Element("View")
    Tree.SubElement(view, "Style").text = _STYLE
    _add(view, "Header", value="$name")
    labels = _add(view, "Labels", name="mention", toName="text", choice="single")
    for label, colour in zip(LABELS, _COLOURS, strict=True):
        _add(labels, "Label", value=label, background=colour)
    _add(view, "Text", name="text", value="$text", granularity="symbol")
    relations = _add(view, "Relations", choice="multiple")
    for slot in SLOTS:
        _add(relations, "Relation", value=slot.name)
    shared: dict[tuple[str, ...], Any] = {}
    for field in _fields():
        if field.labels not in shared:
            when = {"visibleWhen": "region-selected", "whenTagName": "mention"}
            shared[field.labels] = _add(view, "View", **when, whenLabelValue=",".join(field.labels))
        _control(shared[field.labels], field)
    _add(view, "Header", value="Places of the article, one in JSON each")
    _add(view, "TextArea", name="places", toName="text", editable="true", rows="1", maxSubmissions="1000")
    Tree.indent(view)
    return Tree.tostring(view, encoding="unicode") + "\n"


def _fields() -> list[Field]:
    """Every control once: the fields of one name become one, for the labels of all."""
    mentions = tuple(label for label in LABELS if label != PHRASE)
    joined: dict[str, Field] = {}
    for field in _OPEN:
        other = joined.get(field.name)
        labels = (
            field.labels if other is None else tuple(one for one in LABELS if one in {*field.labels, *other.labels})
        )
        joined[field.name] = field._replace(labels=labels, many=field.many or bool(other and other.many))
    return [*joined.values(), Field("marks", "", mentions, MARKS, many=True)]


def _control(view: Any, field: Field) -> None:
    _add(view, "Header", value=field.name, size="6")
    if not field.options:
        several = {} if field.many else {"maxSubmissions": "1"}
        _add(view, "TextArea", name=field.name, toName="text", perRegion="true", editable="true", rows="1", **several)
        return
    choice = "multiple" if field.many else "single"
    choices = _add(view, "Choices", name=field.name, toName="text", perRegion="true", choice=choice, showInline="true")
    for option in field.options:
        _add(choices, "Choice", value=option)


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return Tree.SubElement(parent, tag, attributes)
