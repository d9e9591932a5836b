"""The payload of the page: what it shows of every article, in words and offsets, as one JSON object.

All wording is done here, so that the page only lays out: it never reckons with a figure, but for sorting and pixels.
Offsets are in UTF-16 units, as JavaScript counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from extractor.records import Check, Document, Evidence, Fact, Mention
from extractor.report.offsets import units_of
from extractor.wording import days, figure, more, sides, slots, verdict

Json = dict[str, Any]
Offset = Callable[[int], int]

# The parts of a slot, whose evidence is told only where it is not the slot's own.
_PART_OF = {"unit": "value", "bound": "value", "indicator_text": "indicator"}


def article_payload(document: Document, key: str | None = None) -> Json:
    """Everything the page shows of one article.

    Args:
        document: The article.
        key: What the page knows it by; its id, where that is not the id of another article too.
    """
    unit = units_of(document.text)
    return {
        "key": document.doc_id if key is None else key,
        "id": document.doc_id,
        "title": document.title,
        "published": document.published and document.published.isoformat(),
        "reference": document.reference and document.reference.isoformat(),
        "notes": document.notes,
        "text": document.text,
        "mentions": [mention_payload(mention, unit) for mention in document.mentions],
        "facts": [fact_payload(fact, unit) for fact in document.facts],
        "checks": [check_payload(check) for check in document.checks],
    }


def mention_payload(mention: Mention, unit: Offset) -> Json:
    """A mention: its span, its normal form in words, its rule and notes."""
    return {
        "start": unit(mention.start),
        "end": unit(mention.end),
        "label": mention.label,
        "normal": _normal(mention),
        "rule": mention.rule,
        "notes": mention.notes,
        "nominal": mention.nominal,
    }


def _normal(mention: Mention) -> str:
    if mention.place:
        return ", ".join((mention.place.name, *mention.place.within))
    if mention.value is not None:
        return figure(mention.value, mention.unit or "rank", high=mention.value_high, bound=mention.bound)
    return days(mention.period)


def fact_payload(fact: Fact, unit: Offset) -> Json:
    """A fact: its filled slots in words, where each was read, and what its value is sorted by."""
    told = {name: words for name, words in slots(fact).items() if words}
    return {
        "id": fact.id,
        "slots": told,
        "more": more(told),
        "evidence": {name: _span(told, unit) for name, told in _told_once(fact).items()},
        "size": str(fact.value),
        "unit": fact.unit,
    }


def _told_once(fact: Fact) -> Mapping[str, Evidence]:
    """The evidence of each slot, without that of its parts where it is the same."""
    evidence = fact.evidence
    whole = {name: _PART_OF.get(name, name.partition(".")[0]) for name in evidence}
    return {name: told for name, told in evidence.items() if whole[name] == name or told != evidence.get(whole[name])}


def _span(told: Evidence, unit: Offset) -> Json:
    where = {} if told.start is None or told.end is None else {"start": unit(told.start), "end": unit(told.end)}
    return where | ({"by": told.by} if told.by else {})


def check_payload(check: Check) -> Json:
    """A check: its verdict and its two sides in words, and the ids of its facts."""
    return {
        "name": check.name,
        "verdict": check.verdict,
        "says": verdict(check),
        "sides": sides(check),
        "facts": check.facts,
    }


def embedded(payload: Json) -> str:
    r"""Write a payload so that no text in it can end the element it stands in, or be read as markup.

    >>> embedded({"title": "</script>"})
    '{"title":"\\u003c/script\\u003e"}'
    """
    written = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
