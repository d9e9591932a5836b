"""Gold on the page: which mentions and facts are right, extra, missed, or wrong in a slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.evaluation import GoldArticle, Report, evaluate, gold_as_documents
from extractor.evaluation.comparison import Comparison, compare
from extractor.records import Document, InputError
from extractor.report.offsets import units_of
from extractor.report.payload import Json, fact_payload, mention_payload

_SHOWN_SCORES = ("facts.found", "facts.all_right")


class Judge:
    """Holds the articles of a run against hand labels, as they come.

    Args:
        golds: Labelled articles, from ``load_gold``.
    """

    def __init__(self, golds: Sequence[GoldArticle]) -> None:
        self._golds = {gold.doc_id: gold for gold in golds}
        self._by_bytes = {gold.sha256: gold for gold in golds}
        self._labels = gold_as_documents(golds)
        self._read: dict[str, Document] = {}
        self._keys: dict[str, str] = {}  # of the articles on the page

    def mark(self, document: Document, article: Json) -> None:
        """Write into the payload of an article what gold says of it; nothing where it is not labelled.

        Raises:
            GoldError: The article is not the one that is labelled, though it has its name.
        """
        gold = self._golds.get(document.doc_id) or self._by_bytes.get(document.sha256)
        if gold is None:
            return
        self._read[gold.doc_id], self._keys[gold.doc_id] = document, article["key"]
        comparison = compare(gold, document)
        _mark_mentions(comparison, article)
        _mark_facts(comparison, article)
        article["missed"] = self._missed(comparison)

    def _missed(self, comparison: Comparison) -> Json:
        """Mentions and facts that gold alone has, as if they had been found."""
        gold, labelled = comparison.gold, self._labels[comparison.gold.doc_id]
        unit = units_of(gold.text)
        spans = {(mention.start, mention.end) for mention in comparison.exact.missed}
        ids = {f"{gold.doc_id}:{fact.id}" for fact in comparison.facts.missed}
        mentions = (mention_payload(one, unit) for one in labelled.mentions if (one.start, one.end) in spans)
        facts = (fact_payload(one, unit) for one in labelled.facts if one.id in ids)
        return {
            name: [one | {"gold": "missed"} for one in items]
            for name, items in (("mentions", mentions), ("facts", facts))
        }

    def summary(self) -> Json:
        """Scores and errors of the articles of the run that are labelled.

        Raises:
            InputError: None of them is.
        """
        golds = [self._golds[name] for name in self._read]
        if not golds:
            raise InputError(
                f"no article of the run is among the {len(self._golds)} that gold labels; "
                "give the labels of these articles, or extract the articles that are labelled"
            )
        report = evaluate(golds, self._read, resamples=0)
        return {"articles": len(golds), "scores": list(map(_score, _shown(report))), "errors": self._errors(report)}

    def _errors(self, report: Report) -> list[Json]:
        units = {name: units_of(document.text) for name, document in self._read.items()}
        return [
            {
                "article": self._keys[error.doc_id],
                "part": error.part,
                "kind": error.kind,
                "name": error.name,
                "start": units[error.doc_id](max(error.start, 0)),
                "end": units[error.doc_id](max(error.end, 0)),
                "text": error.text,
                "gold": error.gold,
                "found": error.found,
            }
            for error in report.errors
        ]


def _mark_mentions(comparison: Comparison, article: Json) -> None:
    unit = units_of(comparison.gold.text)
    marks = {(unit(one.start), unit(one.end)): "extra" for one in comparison.exact.extra}
    marks |= {(unit(one.start), unit(one.end)): "wrong" for _, one, right in comparison.values if not right}
    marks |= {(unit(one.start), unit(one.end)): "right" for _, one, right in comparison.values if right}
    for mention in article["mentions"]:
        if mark := marks.get((mention["start"], mention["end"])):
            mention["gold"] = mark


def _mark_facts(comparison: Comparison, article: Json) -> None:
    extra = {fact.id for fact in comparison.facts.extra}
    wrong: Mapping[str, Json] = {
        pair.found.id: {
            name: [_named(told.gold, comparison.gold), told.found]
            for name, told in pair.slots.items()
            if told.right is False
        }
        for pair in comparison.judged
    }
    for fact in article["facts"]:
        if fact["id"] in extra:
            fact["gold"] = "extra"
        elif fact["id"] in wrong:
            fact["gold"] = "wrong" if wrong[fact["id"]] else "right"
            fact["wrong"] = wrong[fact["id"]]


def _named(told: str, gold: GoldArticle) -> str:
    """What gold says of a slot, with the names of places for their ids."""
    names = {place.id: place.name for place in gold.places}
    return "; ".join(names.get(part, part) for part in told.split("; "))


def _shown(report: Report) -> list[Mapping[str, Any]]:
    """The scores of exact mentions and of facts, those of something alone."""
    rows = [
        row for row in report.rows() if row["scoring"] == "exact" or f"{row['group']}.{row['scoring']}" in _SHOWN_SCORES
    ]
    return [row for row in rows if row["right"] or row["missed"] or row["extra"]]


def _score(row: Mapping[str, Any]) -> Json:
    name = row["group"] if row["scoring"] == "exact" else f"facts, {row['scoring'].replace('_', ' ')}"
    ratios = {key: "–" if row[key] is None else f"{row[key]:.3f}" for key in ("precision", "recall", "f1")}
    return {"name": name, "right": row["right"], "missed": row["missed"], "extra": row["extra"], **ratios}
