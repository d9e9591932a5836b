"""What the rules found, as a gold file to be corrected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.labelling.corrections import gold_text
from extractor.records import VALUE_LABELS, Document, Fact, Label, Mention, Period, Place

Raw = dict[str, Any]
Amount = tuple[str | None, Decimal | None]
_UNFIT = re.compile(r"[^\w.-]")  # for the name of a file on any system
_LONGEST = 180  # bytes of a name: systems take 255 in one, with the digest and what is put before and behind it


def draft_name(doc_id: str) -> str:
    """Give the gold file of an article a path below its folder; names that are no paths, or too long, get a digest.

    >>> draft_name("2024/ordos"), draft_name("https://example.org/a?b")
    ('2024/ordos', 'https_/example.org/a_b-e4dbef0e')
    """
    parts = [_UNFIT.sub("_", part).lstrip(".") for part in doc_id.split("/")]
    name = "/".join(part for part in parts if part) or "article"
    name = name.encode()[:_LONGEST].decode(errors="ignore").rstrip("/")
    return name if name == doc_id else f"{name}-{hashlib.sha256(doc_id.encode('utf-8', 'replace')).hexdigest()[:8]}"


def draft_of(document: Document) -> str:
    """Write a document as a gold file: its places, mentions and facts, none of them optional.

    What gold has no room for is left out: rules, notes, checks, codes and coordinates of places.
    """
    name = draft_name(document.doc_id).rpartition("/")[2]
    raw: Raw = {"doc_id": name, "sha256": hashlib.sha256(document.text.encode()).hexdigest()}
    if document.published or document.reference:
        dated = "published" if document.published else "reference"
        raw[dated] = str(document.published or document.reference)
    ids = {(mention.start, mention.end): f"m{at}" for at, mention in enumerate(document.mentions, 1)}
    raw["places"] = list(_places(document))
    raw["mentions"] = [{"id": ids[one.start, one.end], **_mention(one)} for one in document.mentions]
    amounts: dict[Amount, list[Mention]] = {}
    for one in document.mentions:
        if one.label is Label.MONEY and one.value is not None:
            amounts.setdefault((one.unit, abs(one.value)), []).append(one)
    facts = (_fact(document, fact, ids, amounts) for fact in document.facts)
    raw["facts"] = [{"id": f"f{at}", **fact} for at, fact in enumerate(facts, 1)]
    return gold_text(raw)


def _places(document: Document) -> Iterator[Raw]:
    spoken = [mention.place for mention in document.mentions]
    for fact in document.facts:
        spoken += [fact.place, fact.whole.place if fact.whole else None]
    places: dict[str, Place] = {}
    by_name: dict[str, str] = {}
    for place in filter(None, spoken):
        places.setdefault(place.id, place)
        by_name.setdefault(place.name, place.id)
    called: dict[str, dict[str, None]] = {name: {} for name in places}
    for mention in document.mentions:
        if mention.place:
            called[mention.place.id][mention.text] = None
    for place in places.values():
        above = (by_name[name] for name in place.within if by_name.get(name, place.id) != place.id)
        yield {
            "id": place.id,
            "name": place.name,
            "kind": place.kind,
            "within": next(above, None),
            "aliases": [text for text in called[place.id] if text != place.name],
        }


def _mention(mention: Mention) -> Raw:
    raw: Raw = {"label": mention.label.value, "start": mention.start, "end": mention.end, "text": mention.text}
    if mention.label in VALUE_LABELS:
        for key in ("value", "value_high"):
            if (figure := getattr(mention, key)) is not None:
                raw[key] = format(figure, "f")
        if mention.unit is not None:
            raw["unit"] = mention.unit
        raw["bound"] = mention.bound
    elif mention.label is Label.PERIOD:
        raw["period"] = _days(mention.period)
    else:
        raw["place"] = mention.place and mention.place.id
        if mention.nominal:
            raw["nominal"] = True
    return {**raw, "optional": mention.is_value and mention.value is None}


def _fact(document: Document, fact: Fact, ids: dict[tuple[int, int], str], amounts: dict[Amount, list[Mention]]) -> Raw:
    value = fact.evidence["value"]
    base, whole = fact.base, fact.whole
    slots: Raw = {
        "value": ids[value.start or 0, value.end or 0],
        "sign": "-" if min(fact.value, fact.value_high or fact.value) < 0 else None,
        "measure": fact.measure,
        "indicator": fact.indicator,
        "indicator_text": fact.indicator_text or _told(document, fact),
        "places": [fact.place.id] if fact.place else [],
        "partners": [partner.name for partner in fact.partners],
        "commodity": fact.commodity,
        "segment": fact.segment,
        "period": _days(fact.period),
        "base": base and base.kind,
        "base_period": base and _days(base.period),
        "whole": f"{whole.indicator}@{_of(whole.place or fact.place)}" if whole else None,
        "among": fact.among,
        "equivalents": [ids[_nearest(amounts[one.unit, abs(one.value)], value.start or 0)] for one in fact.equivalents],
        "source": fact.source,
        "status": fact.status if fact.status != "actual" else None,
        "optional": False,
    }
    always = {"places", "period", "optional"}
    return {key: held for key, held in slots.items() if key in always or held not in (None, [])}


def _told(document: Document, fact: Fact) -> str | None:
    """The words of an indicator that is none of the list, where the rules named no noun."""
    told = fact.evidence.get("indicator")
    if fact.indicator != "other" or told is None or told.start is None:
        return None
    return document.text[told.start : told.end]


def _nearest(amounts: list[Mention], to: int) -> tuple[int, int]:
    """The span of an equivalent amount: of those of its figure and currency the nearest."""
    nearest = min(amounts, key=lambda mention: (abs(mention.start - to), mention.start))
    return nearest.start, nearest.end


def _of(place: Place | None) -> str:
    return place.id if place else ""


def _days(period: Period | None) -> dict[str, str] | None:
    return {"start": str(period.start), "end": str(period.end)} if period else None
