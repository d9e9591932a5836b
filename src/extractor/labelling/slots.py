"""What a region and a relation of a labelling tool hold: one table for both tools and both ways.

A sheet has regions for mentions, labelled as in gold, and for the words of a fact that are no mention (``PHRASE``). The
figure of a fact carries its fields, and relations run from it to the regions its slots are read from.
"""

from __future__ import annotations

from typing import NamedTuple, get_args

from extractor.records import VALUE_LABELS, BaseKind, Bound, Indicator, Label, Measure, Status

PHRASE = "PHRASE"
FIGURES = tuple(label.value for label in Label if label in VALUE_LABELS)
AREAS = (Label.PLACE.value, Label.ZONE.value)
MENTIONS = tuple(label.value for label in Label)
LABELS = (*MENTIONS, PHRASE)


class Field(NamedTuple):
    """A field of a region: the key of a gold mention or fact that it holds.

    Attributes:
        name: What the tools call it.
        key: Its key in gold.
        labels: The regions that have it.
        options: What it may be, where that is a closed list; a single one is a mark that is there or not.
        many: Whether it may hold several.
    """

    name: str
    key: str
    labels: tuple[str, ...] = FIGURES
    options: tuple[str, ...] = ()
    many: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is there or not, rather than one of several."""
        return len(self.options) == 1


class Slot(NamedTuple):
    """A slot of a fact that may be shown as relations, from the figure to the regions it is read from.

    Attributes:
        name: What the relation is called.
        key: Its key in gold.
        targets: Labels of the regions it may run to.
        many: Whether a fact may have several.
    """

    name: str
    key: str
    targets: tuple[str, ...]
    many: bool = False


_YES = ("yes",)

OF_MENTIONS = (
    Field("id", "id", MENTIONS),
    Field("value", "value"),
    Field("value_high", "value_high"),
    Field("unit", "unit"),
    Field("bound", "bound", FIGURES, get_args(Bound)),
    Field("period", "period", (Label.PERIOD.value,)),
    Field("place", "place", AREAS),
    Field("nominal", "nominal", AREAS, _YES),
    Field("optional", "optional", MENTIONS, _YES),
)

SLOTS = (
    Slot("indicator_text", "indicator_text", (PHRASE,)),
    Slot("place", "places", AREAS, many=True),
    Slot("partner", "partners", (*AREAS, PHRASE), many=True),
    Slot("commodity", "commodity", (PHRASE,)),
    Slot("segment", "segment", (PHRASE,)),
    Slot("period", "period", (Label.PERIOD.value,)),
    Slot("base_period", "base_period", (Label.PERIOD.value,)),
    Slot("among", "among", (PHRASE,)),
    Slot("equivalent", "equivalents", (Label.MONEY.value,), many=True),
    Slot("source", "source", (*AREAS, PHRASE)),
)
SLOT_BY_NAME = {slot.name: slot for slot in SLOTS}

OF_FACTS = (
    Field("fact", "id"),
    Field("measure", "measure", FIGURES, get_args(Measure)),
    Field("negative", "sign", FIGURES, _YES),
    Field("indicator", "indicator", FIGURES, get_args(Indicator)),
    Field("period_optional", "period_optional", FIGURES, _YES),
    Field("base", "base", FIGURES, get_args(BaseKind)),
    Field("whole", "whole"),
    Field("status", "status", FIGURES, get_args(Status)),
    Field("fact_optional", "optional", FIGURES, _YES),
    *(Field(slot.name, slot.key, FIGURES, many=slot.many) for slot in SLOTS),
)

DATED = ("period", "base_period")  # fields that hold two days
FIELDS = {field.name: field for field in (*OF_MENTIONS, *OF_FACTS)}  # those of one name differ in their labels alone
