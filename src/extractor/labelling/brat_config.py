"""The configuration of a brat collection, made from the table of fields and slots."""

from __future__ import annotations

from extractor.labelling.slots import FIGURES, LABELS, OF_FACTS, OF_MENTIONS, SLOTS, Field

ENTITIES = tuple(label for label in LABELS if label not in FIGURES)
ATTRIBUTES = {field.name.capitalize(): field for field in (*OF_MENTIONS, *OF_FACTS) if field.options}
ROLES = {slot.name.capitalize(): slot for slot in SLOTS}
_COLOURS = dict(
    zip(
        LABELS,
        ("#a5d6a7", "#90caf9", "#80deea", "#c5e1a5", "#ce93d8", "#ffcc80", "#ef9a9a", "#f48fb1", "#e0e0e0"),
        strict=True,
    )
)


def config() -> dict[str, str]:
    """Write ``annotation.conf``, ``visual.conf`` and ``tools.conf``.

    A figure is an event, whose arguments are the slots of its fact; a period, place, zone or phrase is an entity.
    """
    arguments = ", ".join(f"{role}{'*' if slot.many else '?'}:{'|'.join(slot.targets)}" for role, slot in ROLES.items())
    return {
        "annotation.conf": _sections(
            entities=ENTITIES,
            relations=["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"],
            events=[f"{label}\t{arguments}" for label in FIGURES],
            attributes=[_attribute(name, field) for name, field in ATTRIBUTES.items()],
        ),
        "visual.conf": _sections(
            labels=[f"{name} | {name.replace('_', ' ')}" for name in (*LABELS, *ROLES)],
            drawing=["SPAN_DEFAULT\tfgColor:black, bgColor:#eeeeee, borderColor:darken"]
            + [f"{label}\tbgColor:{colour}" for label, colour in _COLOURS.items()],
        ),
        "tools.conf": _sections(options=["Tokens\ttokenizer:whitespace", "Sentences\tsplitter:newline"]),
    }


def _attribute(name: str, field: Field) -> str:
    kinds = "|".join(label for label in LABELS if label in field.labels)
    return f"{name}\tArg:{kinds}" + ("" if field.is_mark else f", Value:{'|'.join(field.options)}")


def _sections(**sections: list[str] | tuple[str, ...]) -> str:
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
