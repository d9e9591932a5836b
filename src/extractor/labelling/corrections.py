"""A sheet that came back from a tool made gold: what was changed there is changed, and nothing else."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from operator import itemgetter
from typing import Any

from pydantic import ValidationError

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention, GoldPlace
from extractor.labelling.golds import check_figures, number
from extractor.labelling.labels import Labels
from extractor.labelling.sheet import LabellingError, Sheet, sheet_of
from extractor.records import Record

Raw = dict[str, Any]
_INDENT = 1


def gold_text(raw: Mapping[str, Any]) -> str:
    """Lay out a gold file as this project does."""
    return json.dumps(raw, ensure_ascii=False, indent=_INDENT) + "\n"


def gold_of(sheet: Sheet) -> str:
    """Make a gold file of a sheet: that it was made of, with the corrections.

    Returns:
        The text of the file; the same to the byte where nothing was changed.

    Raises:
        LabellingError: The article, a region or a relation is not what gold can hold.
    """
    before = _gold(sheet)
    article = _article(sheet, before)
    labels = Labels(sheet, sheet_of(article, sheet.name, sheet.gold) if article else None)
    mentions = labels.mentions()
    check_figures(mentions, sheet.name)
    after = {
        **before,
        "places": _merged(before["places"], sheet.places, GoldPlace),
        "mentions": _merged(before["mentions"], mentions, GoldMention),
        "facts": _merged(before["facts"], labels.facts(), GoldFact),
    }
    starts = {one["id"]: one["start"] for one in after["mentions"]}
    after["mentions"] = _in_place(before["mentions"], after["mentions"], lambda one: one["start"])
    after["facts"] = _in_place(before["facts"], after["facts"], lambda one: starts[one["value"]])
    if after == before:
        return sheet.gold
    text = gold_text(after)
    return text if sheet.gold.endswith("\n") else text.rstrip("\n")


def _gold(sheet: Sheet) -> Raw:
    """The gold file a sheet was made of, which must be of the same article."""
    try:
        raw = json.loads(sheet.gold, parse_float=number)
    except (ValueError, RecursionError) as error:
        raise LabellingError(f"{sheet.name}: its gold is not JSON ({error}); export the labels anew") from None
    lists = ("places", "mentions", "facts")
    if not isinstance(raw, dict) or not all(isinstance(raw.get(key), list) for key in lists):
        raise LabellingError(f"{sheet.name}: its gold has no places, mentions and facts; export the labels anew")
    if not all(isinstance(item, dict) and isinstance(item.get("id"), str) for key in lists for item in raw[key]):
        raise LabellingError(f"{sheet.name}: an item of its gold has no id; give it one, or export the labels anew")
    check_figures(raw["mentions"], sheet.name)
    digest = hashlib.sha256(sheet.text.encode()).hexdigest()
    if raw.get("sha256") != digest:
        remedy = "restore the text that was exported, or export the labels of the changed article anew"
        raise LabellingError(f"{sheet.name}: the article is not the one of its sha256 {raw.get('sha256')!r}; {remedy}")
    return raw


def _article(sheet: Sheet, raw: Raw) -> GoldArticle | None:
    """What was exported; where the file beside was edited by hand, as far as it holds together."""
    try:
        article = GoldArticle.model_validate({**raw, "text": sheet.text})
    except ValidationError:
        return None  # the loader of gold tells what is wrong with a place; nothing else of the file counts
    ids = article.mention_by_id.keys()
    return article.model_copy(
        update={"facts": tuple(fact for fact in article.facts if ids >= {fact.value, *fact.equivalents})}
    )


def _merged(before: list[Raw], after: Iterable[Mapping[str, Any]], model: type[Record]) -> list[Raw]:
    """Items as they came back; of one that is known, only the keys whose meaning has changed."""
    known = {one["id"]: one for one in before}
    return [_changed(known.get(str(one.get("id"))), dict(one), model) for one in after]


def _changed(old: Raw | None, new: Raw, model: type[Record]) -> Raw:
    if old is None or old.get("label") != new.get("label"):  # of another label, other keys
        return new
    try:
        was, now = model.model_validate(old), model.model_validate(new)
    except ValidationError:
        return new
    same = {key for key in model.model_fields if getattr(was, key) == getattr(now, key)}
    kept = {key: old[key] if key in same else new[key] for key in old if key in same or key in new}
    return kept | {key: new[key] for key in new if key not in old and key not in same}


def _in_place(before: list[Raw], after: list[Raw], start: Any) -> list[Raw]:
    """Items in the order they had, and new ones before the first that stands behind them in the text."""
    rank = {one["id"]: at for at, one in enumerate(before)}
    known = sorted((one for one in after if one["id"] in rank), key=lambda one: rank[one["id"]])
    new = sorted((one for one in after if one["id"] not in rank), key=start)
    farthest = list(accumulate(map(start, known), max))
    placed = [(bisect_right(farthest, start(one)), one) for one in new] + list(enumerate(known))
    return [one for _, one in sorted(placed, key=itemgetter(0))]
