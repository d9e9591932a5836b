"""Flat columns: what CSV and SQLite have of each record, and the records made of them again.

The columns of facts are those of ``Document.to_rows()``. What they cannot say (the chain a place lies in, partners in
full, evidence) is JSON in a last column, ``details``, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json, to_json

from extractor.records import verdicts_by_fact
from extractor.timex import timex3
from extractor.writing.rows import Row, Rows

Kind = Literal["text", "verbatim", "date", "figure", "integer", "boolean", "json"]


class Column(NamedTuple):
    """A column: its name, what its cells hold, and what that means."""

    name: str
    kind: Kind
    meaning: str


ARTICLES = (
    Column("doc_id", "text", "name of the article"),
    Column("published", "date", "date of publication, where given or stated"),
    Column("reference", "date", "the date `last year` and the like are counted from"),
    Column("title", "text", "headline, where one stands apart"),
    Column("sha256", "text", "digest of the article as read"),
    Column("mentions", "integer", "how many mentions it has"),
    Column("facts", "integer", "how many facts it has"),
    Column("notes", "text", "what reading had to decide, joined with `; `"),
    Column("checks", "json", "arithmetic between its facts, a list of objects"),
    Column("text", "text", "the characters every offset counts in"),
    Column("details", "json", "what the columns cannot say: `notes` that hold `; `, `empty`"),
)
_PLACE = (
    Column("place", "text", "name the article uses"),
    Column("place_id", "text", "the same for the same place in every article"),
    Column("place_kind", "text", "`country`, `province`, `city`, `zone`, `port` and the like"),
    Column("country", "text", "ISO 3166-1 alpha-2, where known"),
    Column("subdivision", "text", "ISO 3166-2, where known"),
    Column("lat", "figure", "degrees north, where known"),
    Column("lon", "figure", "degrees east, where known"),
)
MENTIONS = (
    Column("doc_id", "text", "name of the article"),
    Column("label", "text", "MONEY, PERCENT, MULTIPLE, QUANTITY, RANK, PERIOD, PLACE or ZONE"),
    Column("start", "integer", "first character"),
    Column("end", "integer", "one past the last character"),
    Column("text", "text", "the article's own characters"),
    Column("rule", "text", "name of the rule that recognised it"),
    Column("value", "figure", "magnitude in base units"),
    Column("value_high", "figure", "other end of a range"),
    Column("unit", "text", "ISO 4217, `percent`, a unit of measure, the noun counted"),
    Column("bound", "text", "`exact`, `about`, `above` or `below`"),
    Column("period_start", "date", "first day"),
    Column("period_end", "date", "last day"),
    Column("period_timex", "text", "the days as a TIMEX3 value"),
    *_PLACE,
    Column("nominal", "boolean", "whether it describes a place (`the zone`) or is an adjective (`French`)"),
    Column("notes", "text", "what was understood or guessed, joined with `; `"),
    Column("details", "json", "what the columns cannot say: `within`, `notes` that hold `; `, `empty`"),
)
FACTS = (
    Column("doc_id", "text", "name of the article"),
    Column("published", "date", "date of publication of the article"),
    Column("fact_id", "text", "name of the fact"),
    Column("measure", "text", "`level`, `growth`, `change`, `share`, `contribution`, `gap` or `rank`"),
    Column("indicator", "text", "`trade`, `imports`, `exports` …, `other`"),
    Column("indicator_text", "text", "the article's noun, of an `other`"),
    *_PLACE,
    Column("partners", "text", "names of those traded with, joined with `; `"),
    Column("partner_ids", "text", "their ids, joined with `; `"),
    Column("commodity", "text", "what goods"),
    Column("segment", "text", "any other narrowing: trade regime, kind of enterprise, means of transport"),
    Column("period_start", "date", "first day the figure holds of"),
    Column("period_end", "date", "last day"),
    Column("period_text", "text", "the words that state it"),
    Column("period_timex", "text", "the days as a TIMEX3 value"),
    Column("value", "figure", "the figure, signed, in base units"),
    Column("value_high", "figure", "other end of a range"),
    Column(
        "unit", "text", "ISO 4217, `percent`, `percentage_point`, `fold`, `rank`, a unit of measure, the noun counted"
    ),
    Column("bound", "text", "`exact`, `about`, `above` or `below`"),
    Column("equivalents", "text", "the same amount in other currencies, joined with `; `"),
    Column("base", "text", "what growth and change are against: `yoy`, `mom`, `qoq`, `since`, `annual_average`"),
    Column("base_start", "date", "first day of the base"),
    Column("base_end", "date", "last day of the base"),
    Column("whole_indicator", "text", "what a share, contribution or gap is of or against"),
    Column("whole_place", "text", "whose that is"),
    Column("among", "text", "the group a rank is within"),
    Column("source", "text", "who says so"),
    Column("status", "text", "`actual`, `estimate`, `forecast` or `target`"),
    Column("value_start", "integer", "first character of the figure"),
    Column("value_end", "integer", "one past its last character"),
    Column("sentence_start", "integer", "first character of its sentence"),
    Column("sentence_end", "integer", "one past its last character"),
    Column("checks", "text", "the checks that compare it, each with its verdict, joined with `; `"),
    Column(
        "details",
        "json",
        "what the columns cannot say: `within`, `partners`, `equivalents`, `whole`, `evidence`, `empty`",
    ),
)
FAILURES = (
    Column("path", "text", "the file, or the name of the article"),
    Column("reason", "text", "what was wrong"),
    Column("remedy", "text", "what to do about it"),
)


_MENTION_SLOTS = ("label", "start", "end", "text", "rule", "value", "value_high", "unit", "bound")


# ── from rows to cells ──────────────────────────────────────────────────────────────────────────


def article_cells(article: Row) -> Row:
    """The cells of an article, by column: text, whole numbers, or None where there is nothing to say."""
    notes, details = _joined(article["notes"])
    cells = article | {"notes": notes, "checks": compact(article["checks"]) if article["checks"] else None}
    return _with_details(cells, details)


def mention_cells(doc_id: str, mention: Row) -> Row:
    """The cells of a mention, likewise; ``nominal`` is a bool."""
    period, place = mention["period"] or {}, mention["place"] or {}
    notes, details = _joined(mention["notes"])
    if place.get("within"):
        details["within"] = place["within"]
    cells = {
        "doc_id": doc_id,
        **{name: mention[name] for name in _MENTION_SLOTS},
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        "period_timex": period.get("timex"),
        **place_cells(place),
        "nominal": mention["nominal"],
        "notes": notes,
    }
    return _with_details(cells, details)


def facts_cells(rows: Rows) -> Iterator[Row]:
    """The cells of the facts of an article, likewise, in their order."""
    checks = ((check["name"], check["verdict"], check["facts"]) for check in rows.article["checks"])
    verdicts = verdicts_by_fact(checks)
    for fact in rows.facts:
        yield _fact_cells(rows.article["published"], fact, verdicts.get(fact["id"]))


def _fact_cells(published: str | None, fact: Row, checks: str | None) -> Row:
    period, base, whole = fact["period"] or {}, fact["base"] or {}, fact["whole"] or {}
    base_period, evidence = base.get("period") or {}, fact["evidence"]
    cells = {
        "doc_id": fact["doc_id"],
        "published": published,
        "fact_id": fact["id"],
        "measure": fact["measure"],
        "indicator": fact["indicator"],
        "indicator_text": fact["indicator_text"],
        **place_cells(fact["place"] or {}),
        "partners": "; ".join(partner["name"] for partner in fact["partners"]) or None,
        "partner_ids": "; ".join(partner["id"] for partner in fact["partners"]) or None,
        "commodity": fact["commodity"],
        "segment": fact["segment"],
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        "period_text": period.get("text") or None,
        "period_timex": period.get("timex"),
        "value": fact["value"],
        "value_high": fact["value_high"],
        "unit": fact["unit"],
        "bound": fact["bound"],
        "equivalents": "; ".join(f"{same['value']} {same['unit']}" for same in fact["equivalents"]) or None,
        "base": base.get("kind"),
        "base_start": base_period.get("start"),
        "base_end": base_period.get("end"),
        "whole_indicator": whole.get("indicator"),
        "whole_place": (whole.get("place") or {}).get("name"),
        "among": fact["among"],
        "source": fact["source"],
        "status": fact["status"],
        "value_start": evidence["value"]["start"],
        "value_end": evidence["value"]["end"],
        "sentence_start": evidence["sentence"]["start"],
        "sentence_end": evidence["sentence"]["end"],
        "checks": checks,
    }
    details = {name: fact[name] for name in ("partners", "equivalents", "whole", "evidence") if fact[name]}
    if fact["place"] and fact["place"]["within"]:
        details = {"within": fact["place"]["within"]} | details
    return _with_details(cells, details)


def place_cells(place: Row) -> Row:
    """The cells that tell a place by itself, without the chain it lies in."""
    return {
        "place": place.get("name"),
        "place_id": place.get("id"),
        "place_kind": place.get("kind"),
        "country": place.get("country"),
        "subdivision": place.get("subdivision"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
    }


def _joined(notes: list[str]) -> tuple[str | None, Row]:
    """Notes as one cell, and as details where the cell alone would not give them back."""
    cell = "; ".join(notes) or None
    return cell, {} if _split(cell) == notes else {"notes": notes}


def _with_details(cells: Row, details: Row) -> Row:
    """Add ``details``. An empty text looks like none in a cell, so those that are there are listed in it."""
    empty = [name for name, cell in cells.items() if cell == ""]
    if empty:
        details["empty"] = empty
    return cells | {"details": compact(details) if details else None}


def compact(value: Any) -> str:
    """JSON without blanks, characters as they are."""
    return to_json(value).decode()


# ── from cells to rows ──────────────────────────────────────────────────────────────────────────


def article_of(cells: Mapping[str, Any]) -> Row:
    """The article whose cells these are."""
    whole, details = _filled(cells)
    notes = details.get("notes", _split(whole["notes"]))
    checks = from_json(whole["checks"]) if whole["checks"] else []
    names = (column.name for column in ARTICLES[:-1])
    return {name: whole[name] for name in names} | {"notes": notes, "checks": checks}


def mention_of(cells: Mapping[str, Any]) -> Row:
    """The mention whose cells these are, its ``doc_id`` first."""
    whole, details = _filled(cells)
    return {
        "doc_id": whole["doc_id"],
        **{name: whole[name] for name in _MENTION_SLOTS},
        "period": _period_of(whole["period_start"], whole["period_end"]),
        "place": _place_of(whole, details),
        "nominal": whole["nominal"],
        "notes": details.get("notes", _split(whole["notes"])),
    }


def fact_of(cells: Mapping[str, Any]) -> Row:
    """The fact whose cells these are."""
    whole, details = _filled(cells)
    base = whole["base"] and {
        "kind": whole["base"],
        "period": _period_of(whole["base_start"], whole["base_end"]),
    }
    return {
        "id": whole["fact_id"],
        "doc_id": whole["doc_id"],
        "measure": whole["measure"],
        "indicator": whole["indicator"],
        "indicator_text": whole["indicator_text"],
        "place": _place_of(whole, details),
        "partners": details.get("partners", []),
        "commodity": whole["commodity"],
        "segment": whole["segment"],
        "period": _period_of(whole["period_start"], whole["period_end"], {"text": whole["period_text"] or ""}),
        "value": whole["value"],
        "value_high": whole["value_high"],
        "unit": whole["unit"],
        "bound": whole["bound"],
        "equivalents": details.get("equivalents", []),
        "base": base,
        "whole": details.get("whole"),
        "among": whole["among"],
        "source": whole["source"],
        "status": whole["status"],
        "evidence": details["evidence"],
    }


def _filled(cells: Mapping[str, Any]) -> tuple[Row, Row]:
    details = from_json(cells["details"]) if cells["details"] else {}
    return {**cells, **dict.fromkeys(details.get("empty", ()), "")}, details


def _place_of(cells: Row, details: Row) -> Row | None:
    if cells["place_id"] is None:
        return None
    return {
        "name": cells["place"],
        "kind": cells["place_kind"],
        "country": cells["country"],
        "subdivision": cells["subdivision"],
        "within": details.get("within", []),
        "id": cells["place_id"],
        "lat": cells["lat"],
        "lon": cells["lon"],
    }


def _period_of(start: str | None, end: str | None, more: Row | None = None) -> Row | None:
    if start is None or end is None:
        return None
    timex = timex3(date.fromisoformat(start), date.fromisoformat(end))
    return {"start": start, "end": end, **(more or {}), "timex": timex}


def _split(cell: str | None) -> list[str]:
    return cell.split("; ") if cell else []


def degrees(number: float | None) -> str | None:
    """Degrees kept as a number, as the text they were.

    >>> degrees(-17.0), degrees(51.48)
    ('-17', '51.48')
    """
    return None if number is None else f"{number:.6f}".rstrip("0").rstrip(".")
