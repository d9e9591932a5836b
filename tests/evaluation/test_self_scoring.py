"""Gold fed as prediction scores 1.000 everywhere; each damage costs exactly what it should."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from extractor.evaluation import Counts, GoldArticle, Report, Share, evaluate, gold_as_documents
from extractor.evaluation.agreement import SLOTS
from extractor.evaluation.scores import Tally, intervals
from extractor.records import Base, Document, Evidence, GoldError, Place, StatedPeriod, Whole

FACTS = ("facts.found", "facts.all_right", "facts.all_right_trade", "facts.extended")
ELSEWHERE = Place(name="Ruritania", kind="country", id="ruritania")


def _with_mention(document: Document, at: int, **changes: Any) -> Document:
    mentions = list(document.mentions)
    mentions[at] = mentions[at].model_copy(update=changes)
    return document.model_copy(update={"mentions": tuple(mentions)})


def _with_fact(document: Document, at: int, **changes: Any) -> Document:
    facts = list(document.facts)
    facts[at] = facts[at].model_copy(update=changes)
    return document.model_copy(update={"facts": tuple(facts)})


def _score(gold: GoldArticle, document: Document) -> Report:
    return evaluate([gold], {gold.doc_id: document}, resamples=10)


def _changed(report: Report, gold: GoldArticle) -> dict[str, Counts | Share]:
    """Return the counts and shares a damaged copy does not share with a perfect one."""
    best = _score(gold, gold_as_documents([gold])[gold.doc_id])
    before: dict[str, Counts | Share] = {**best.counts, **best.shares}
    after: dict[str, Counts | Share] = {**report.counts, **report.shares}
    return {name: value for name, value in after.items() if value != before[name]}


def test_gold_scores_one_everywhere(golds: tuple[GoldArticle, ...], perfect: dict[str, Document]) -> None:
    report = evaluate(golds, perfect)
    assert set(report.scores().values()) <= {1.0, None}
    assert report.errors == ()
    required = [mention for gold in golds for mention in gold.mentions if not mention.optional and not mention.nominal]
    facts = [fact for gold in golds for fact in gold.facts if not fact.optional]
    assert report.counts["ALL.exact"] == Counts(right=len(required))
    assert report.counts["ALL.overlap"] == Counts(right=len(required))
    assert report.shares["ALL.values"] == Share(len(required), len(required))
    assert report.counts["facts.extended"] == Counts(right=len(facts))
    assert report.counts["facts.all_right_trade"] == Counts(right=sum(fact.indicator != "other" for fact in facts))
    assert report.intervals["facts.all_right"] == (1.0, 1.0)


def test_the_small_article_scores_one(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, found)
    assert set(report.scores().values()) <= {1.0, None}
    assert report.counts["ALL.exact"] == Counts(right=9)
    assert report.counts["facts.all_right"] == Counts(right=4)
    assert found.facts[3].value == -3


def test_leaving_out_what_is_optional_costs_nothing(
    golds: tuple[GoldArticle, ...], perfect: dict[str, Document]
) -> None:
    bare = {}
    for gold in golds:
        spans = {(one.start, one.end) for one in gold.mentions if one.optional or one.nominal}
        anchors = {(gold.anchor(fact).start, gold.anchor(fact).end) for fact in gold.facts if fact.optional}
        document = perfect[gold.doc_id]
        bare[gold.doc_id] = document.model_copy(
            update={
                "mentions": tuple(one for one in document.mentions if (one.start, one.end) not in spans),
                "facts": tuple(
                    one
                    for one in document.facts
                    if (one.evidence["value"].start, one.evidence["value"].end) not in anchors
                ),
            }
        )
    required = sum(not (one.optional or one.nominal) for gold in golds for one in gold.mentions)
    assert sum(len(document.mentions) for document in bare.values()) == required
    assert evaluate(golds, bare).errors == ()


def test_nothing_found_misses_everything(tin: GoldArticle) -> None:
    report = evaluate([tin], {})
    assert report.counts["ALL.exact"] == Counts(missed=9)
    assert report.counts["facts.found"] == Counts(missed=4)
    assert report.counts["facts.found"].precision is None
    assert report.scores()["facts.found"] == 0.0
    assert report.scores()["ZONE.exact"] is None
    assert [error.kind for error in report.errors] == ["missed"] * 13


def test_a_label_swapped(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, _with_mention(found, 5, label="QUANTITY"))
    assert _changed(report, tin) == {
        "MONEY.exact": Counts(right=1, missed=1),
        "MONEY.overlap": Counts(right=1, missed=1),
        "MONEY.values": Share(1, 1),
        "MONEY.bounds": Share(1, 1),
        "QUANTITY.exact": Counts(right=1, extra=1),
        "QUANTITY.overlap": Counts(right=1, extra=1),
        "ALL.exact": Counts(right=8, missed=1, extra=1),
        "ALL.overlap": Counts(right=8, missed=1, extra=1),
        "ALL.values": Share(8, 8),
        "ALL.bounds": Share(4, 4),
    }
    assert [(error.kind, error.name, error.text) for error in report.errors] == [
        ("missed", "MONEY", "$30 million"),
        ("extra", "QUANTITY", "$30 million"),
    ]


def test_a_span_shifted(tin: GoldArticle, found: Document) -> None:
    start = found.mentions[1].start
    report = _score(tin, _with_mention(found, 1, start=start - 10, text="more than 2,000 TEUs"))
    assert _changed(report, tin) == {
        "QUANTITY.exact": Counts(right=0, missed=1, extra=1),
        "QUANTITY.values": Share(0, 0),
        "QUANTITY.bounds": Share(0, 0),
        "ALL.exact": Counts(right=8, missed=1, extra=1),
        "ALL.values": Share(8, 8),
        "ALL.bounds": Share(4, 4),
    }
    missed, extra = report.errors
    assert missed.found == "QUANTITY 'more than 2,000 TEUs' 2000 TEUs"
    assert extra.gold == "QUANTITY '2,000 TEUs' 2000 TEUs"


VALUE_DAMAGE: list[tuple[int, dict[str, Any], str, Share]] = [
    (5, {"value": Decimal(30000)}, "MONEY", Share(1, 2)),
    (5, {"value_high": Decimal(40000000)}, "MONEY", Share(1, 2)),
    (5, {"unit": "HKD"}, "MONEY", Share(1, 2)),
    (4, {"unit": "percentage_point"}, "PERCENT", Share(1, 2)),
    (1, {"unit": "tonnes"}, "QUANTITY", Share(0, 1)),
    (2, {"period": None}, "PERIOD", Share(0, 1)),
    (7, {"place": ELSEWHERE}, "PLACE", Share(2, 3)),
    (7, {"place": None}, "PLACE", Share(2, 3)),
]


@pytest.mark.parametrize("damage", VALUE_DAMAGE)
def test_a_value_changed(tin: GoldArticle, found: Document, damage: tuple[int, dict[str, Any], str, Share]) -> None:
    at, change, label, share = damage
    report = _score(tin, _with_mention(found, at, **change))
    assert _changed(report, tin) == {f"{label}.values": share, "ALL.values": Share(8, 9)}
    assert [(error.kind, error.name) for error in report.errors] == [("wrong", "value")]


def test_a_bound_changed_has_a_column_of_its_own(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, _with_mention(found, 1, bound="about"))
    assert _changed(report, tin) == {"QUANTITY.bounds": Share(0, 1), "ALL.bounds": Share(4, 5)}
    assert [(error.name, error.gold, error.found) for error in report.errors] == [("bound", "above", "about")]


def test_a_fact_dropped(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, found.model_copy(update={"facts": found.facts[1:]}))
    fewer = dict.fromkeys(FACTS, Counts(right=3, missed=1))
    changed = _changed(report, tin)
    assert {name: value for name, value in changed.items() if name in FACTS} == fewer
    slots = {name for name in changed if name not in FACTS}
    assert slots == {f"slots.{slot}" for slot in ("measure", "indicator", "place", "period")} | {
        f"slots.{slot}" for slot in ("value", "unit", "bound", "status")
    }
    assert [(error.part, error.kind, error.text) for error in report.errors] == [("fact", "missed", "2,000 TEUs")]


def test_an_extra_fact_named_other_counts_only_among_all(tin: GoldArticle, found: Document) -> None:
    euros = found.mentions[6]
    span = Evidence(start=euros.start, end=euros.end)
    more = found.facts[2].model_copy(update={"indicator": "other", "evidence": {"value": span, "sentence": span}})
    report = _score(tin, found.model_copy(update={"facts": (*found.facts, more)}))
    assert _changed(report, tin) == {
        name: Counts(right=4, extra=1) for name in FACTS if name != "facts.all_right_trade"
    }
    named = more.model_copy(update={"indicator": "imports"})
    report = _score(tin, found.model_copy(update={"facts": (*found.facts, named)}))
    assert _changed(report, tin) == {name: Counts(right=4, extra=1) for name in FACTS}


def test_a_trade_fact_called_other_is_missed_but_not_extra(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, _with_fact(found, 0, indicator="other"))
    wrong = Counts(right=3, missed=1, extra=1)
    assert _changed(report, tin) == {
        "facts.all_right": wrong,
        "facts.all_right_trade": Counts(right=3, missed=1),
        "facts.extended": wrong,
        "slots.indicator": Share(3, 4),
    }


CORE = {"measure", "indicator", "place", "period", "value", "unit"}
EXTENDED = {"partners", "commodity", "segment", "base"}
JUNE = StatedPeriod(start=date(2021, 6, 1), end=date(2021, 6, 30))
SLOT_DAMAGE: dict[str, tuple[int, dict[str, Any], Share]] = {
    "measure": (1, {"measure": "change"}, Share(3, 4)),
    "indicator": (1, {"indicator": "imports"}, Share(3, 4)),
    "place": (1, {"place": ELSEWHERE}, Share(3, 4)),
    "partners": (3, {"partners": ()}, Share(0, 1)),
    "commodity": (1, {"commodity": "tin ore"}, Share(1, 2)),
    "segment": (1, {"segment": "sea"}, Share(0, 1)),
    "period": (1, {"period": JUNE}, Share(3, 4)),
    "value": (3, {"value": Decimal(3)}, Share(3, 4)),
    "unit": (2, {"unit": "CNY"}, Share(3, 4)),
    "bound": (0, {"bound": "exact"}, Share(3, 4)),
    "equivalents": (2, {"equivalents": ()}, Share(0, 1)),
    "base": (1, {"base": Base(kind="mom")}, Share(1, 2)),
    "base_period": (1, {"base": Base(kind="yoy", period=JUNE)}, Share(0, 1)),
    "whole": (1, {"whole": Whole(indicator="trade", place=ELSEWHERE)}, Share(0, 1)),
    "among": (1, {"among": "ports"}, Share(0, 1)),
    "source": (2, {"source": "the ministry"}, Share(0, 1)),
    "status": (1, {"status": "forecast"}, Share(3, 4)),
}


@pytest.mark.parametrize("slot", SLOT_DAMAGE)
def test_a_slot_changed(tin: GoldArticle, found: Document, slot: str) -> None:
    at, change, share = SLOT_DAMAGE[slot]
    report = _score(tin, _with_fact(found, at, **change))
    expected: dict[str, Counts | Share] = {f"slots.{slot}": share}
    wrong = Counts(right=3, missed=1, extra=1)
    if slot in CORE:
        expected |= {"facts.all_right": wrong, "facts.all_right_trade": wrong}
    if slot in CORE | EXTENDED:
        expected["facts.extended"] = wrong
    assert _changed(report, tin) == expected
    assert [(error.part, error.kind, error.name) for error in report.errors] == [("fact", "wrong", slot)]


def test_every_slot_is_damaged_by_some_test() -> None:
    assert set(SLOTS) == {*SLOT_DAMAGE, "indicator_text"}


def test_an_indicator_text_needs_golds_head_noun(golds: tuple[GoldArticle, ...], perfect: dict[str, Document]) -> None:
    gold = next(gold for gold in golds if any(fact.indicator == "other" and not fact.optional for fact in gold.facts))
    required = {gold.anchor(fact).start for fact in gold.facts if fact.indicator == "other" and not fact.optional}
    document = perfect[gold.doc_id]
    at = next(i for i, fact in enumerate(document.facts) if fact.evidence["value"].start in required)
    text = document.facts[at].indicator_text
    same = _with_fact(document, at, indicator_text=f"the number of {text} a year")
    assert _changed(_score(gold, same), gold) == {}
    report = _score(gold, _with_fact(document, at, indicator_text="something else"))
    (share,) = _changed(report, gold).values()
    assert isinstance(share, Share)
    assert share.total - share.right == 1


def test_damage_on_the_gold_set(golds: tuple[GoldArticle, ...], perfect: dict[str, Document]) -> None:
    """One damage an article adds up, and articles are summed before ratios are taken."""
    best = evaluate(golds, perfect)
    damaged = dict(perfect)
    for gold in golds:
        first = next(fact for fact in gold.facts if not fact.optional)
        start = gold.anchor(first).start
        kept = tuple(fact for fact in perfect[gold.doc_id].facts if fact.evidence["value"].start != start)
        damaged[gold.doc_id] = perfect[gold.doc_id].model_copy(update={"facts": kept})
    report = evaluate(golds, damaged)
    right = best.counts["facts.found"].right
    assert report.counts["facts.found"] == Counts(right=right - 5, missed=5)
    assert report.scores()["facts.found"] == pytest.approx(2 * (right - 5) / (2 * right - 5))
    low, high = report.intervals["facts.found"] or (math.nan, math.nan)
    assert 0 < low < report.scores()["facts.found"] < high <= 1  # type: ignore[operator]


def test_intervals_are_the_same_every_time_and_follow_the_articles() -> None:
    def one(right: int, missed: int) -> Tally:
        return Tally({"facts.found": Counts(right, missed)}, {})

    tallies = [one(10, 0), one(0, 10), one(5, 5), one(9, 1)]
    assert intervals(tallies) == intervals(tallies)
    low, high = intervals(tallies)["facts.found"] or (math.nan, math.nan)
    assert low < 0.5
    assert high > 0.75
    assert intervals([one(8, 2)] * 4)["facts.found"] == (16 / 18, 16 / 18)
    assert intervals([one(0, 0)])["facts.found"] is None


def test_a_document_of_other_bytes_is_refused(tin: GoldArticle, found: Document) -> None:
    with pytest.raises(GoldError, match="tin: the document's sha256 is 'other'"):
        _score(tin, found.model_copy(update={"sha256": "other"}))


def test_no_gold_is_an_error() -> None:
    with pytest.raises(GoldError, match="load_gold"):
        evaluate([], {})


def test_the_report_as_data(tin: GoldArticle, found: Document) -> None:
    report = _score(tin, _with_fact(found, 1, status="forecast"))
    nested = report.as_dict()
    assert nested["articles"] == 1
    assert nested["MONEY"]["exact"] == {
        **dict.fromkeys(("precision", "recall", "f1", "f1_low", "f1_high"), 1.0),
        "right": 2,
        "missed": 0,
        "extra": 0,
    }
    assert nested["slots"]["status"] == {"share": 0.75, "right": 3, "total": 4}
    assert nested["errors"][0]["name"] == "status"
    rows = report.rows()
    assert len({tuple(row) for row in rows}) == 1
    assert len(rows) == len(report.scores())


def test_the_report_on_a_screen(tin: GoldArticle, found: Document) -> None:
    from rich.console import Console

    console = Console(width=160, record=True, file=StringIO())
    _score(tin, _with_fact(found, 1, status="forecast")).render(console, errors=True)
    shown = console.export_text()
    assert all(word in shown for word in ("MONEY", "all right", "base_period", "forecast", "Exports of tin"))
