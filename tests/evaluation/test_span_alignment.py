from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.evaluation import Counts, GoldArticle, evaluate
from extractor.evaluation.alignment import align_facts, align_mentions
from extractor.records import Document, Evidence, Mention


def _found(document: Document, *spans: tuple[str, int, int], **normal: Any) -> Document:
    mentions = tuple(
        Mention(label=label, start=start, end=end, text="?" * (end - start), rule="test", **normal)
        for label, start, end in spans
    )
    return document.model_copy(update={"mentions": mentions})


def _gold(tin: GoldArticle, *spans: tuple[str, int, int, bool]) -> GoldArticle:
    mentions = tuple(
        tin.mentions[0].model_copy(
            update={"id": f"m{i}", "label": label, "start": start, "end": end, "optional": optional}
        )
        for i, (label, start, end, optional) in enumerate(spans)
    )
    return tin.model_copy(update={"mentions": mentions, "facts": ()})


def _counts(gold: GoldArticle, document: Document, *, overlap: bool) -> tuple[int, int, int, int]:
    result = align_mentions(gold, document, overlap=overlap)
    return len(result.pairs), len(result.missed), len(result.extra), len(result.ignored)


def test_exact_needs_label_and_span(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 5, False), ("ZONE", 10, 15, False))
    document = _found(found, ("PLACE", 0, 5), ("PLACE", 10, 15), ("ZONE", 10, 14))
    assert _counts(gold, document, overlap=False) == (1, 1, 2, 0)
    assert _counts(gold, document, overlap=True) == (2, 0, 1, 0)


def test_overlap_is_one_to_one(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 20, False))
    document = _found(found, ("PLACE", 0, 5), ("PLACE", 6, 10), ("PLACE", 12, 20))
    assert _counts(gold, document, overlap=True) == (1, 0, 2, 0)
    gold = _gold(tin, ("PLACE", 0, 5, False), ("PLACE", 6, 10, False), ("PLACE", 12, 20, False))
    assert _counts(gold, _found(found, ("PLACE", 0, 20)), overlap=True) == (1, 2, 0, 0)


def test_overlap_pairs_as_many_as_can_be(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 10, False), ("PLACE", 12, 20, False))
    document = _found(found, ("PLACE", 8, 14), ("PLACE", 0, 6))
    assert _counts(gold, document, overlap=True) == (2, 0, 0, 0)


CUTS = st.lists(st.integers(0, 24), max_size=8, unique=True).map(sorted)


@given(CUTS, CUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_pairing_is_larger(tin: GoldArticle, found: Document, golden: list[int], predicted: list[int]) -> None:
    ours = list(zip(golden[::2], golden[1::2], strict=False))
    theirs = list(zip(predicted[::2], predicted[1::2], strict=False))
    gold = _gold(tin, *(("PLACE", start, end, False) for start, end in ours))
    pairs = _counts(gold, _found(found, *(("PLACE", start, end) for start, end in theirs)), overlap=True)[0]
    few, many = sorted((ours, theirs), key=len)
    largest = max(
        sum(a < d and c < b for (a, b), (c, d) in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )
    assert pairs == largest


def test_touching_is_not_overlapping(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 5, False))
    assert _counts(gold, _found(found, ("PLACE", 5, 9)), overlap=True) == (0, 1, 1, 0)


def test_the_same_prediction_twice_is_one_right_and_one_extra(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 5, False))
    document = _found(found, ("PLACE", 0, 5), ("PLACE", 0, 5))
    assert _counts(gold, document, overlap=False) == (1, 0, 1, 0)
    assert _counts(gold, document, overlap=True) == (1, 0, 1, 0)


def test_optional_gold_excuses_what_lies_on_it(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 8, True))
    for overlap in (False, True):
        assert _counts(gold, _found(found), overlap=overlap) == (0, 0, 0, 0)
        assert _counts(gold, _found(found, ("PLACE", 0, 8)), overlap=overlap) == (0, 0, 0, 1)
        assert _counts(gold, _found(found, ("PLACE", 3, 12)), overlap=overlap) == (0, 0, 0, 1)


def test_optional_gold_excuses_no_other_label_and_no_spoiled_neighbour(tin: GoldArticle, found: Document) -> None:
    gold = _gold(tin, ("PLACE", 0, 8, True), ("PLACE", 9, 15, False))
    assert _counts(gold, _found(found, ("ZONE", 0, 8)), overlap=False) == (0, 1, 1, 0)
    assert _counts(gold, _found(found, ("PLACE", 0, 15)), overlap=False) == (0, 1, 1, 0)
    assert _counts(gold, _found(found, ("PLACE", 0, 15)), overlap=True) == (1, 0, 0, 0)


def test_nominal_mentions_are_on_neither_side(tin: GoldArticle, found: Document) -> None:
    nominal = tin.mentions[0].model_copy(update={"nominal": True})
    gold = tin.model_copy(update={"mentions": (nominal,), "facts": ()})
    assert _counts(gold, _found(found), overlap=False) == (0, 0, 0, 0)
    assert _counts(gold, _found(found, ("PLACE", 100, 105), nominal=True), overlap=False) == (0, 0, 0, 0)
    span = ("PLACE", nominal.start, nominal.end)
    assert _counts(gold, _found(found, span), overlap=False) == (0, 0, 0, 1)
    named = tin.model_copy(update={"mentions": tin.mentions[:1], "facts": ()})
    assert _counts(named, _found(found, span, nominal=True), overlap=False) == (0, 1, 0, 0)


def _at(document: Document, at: int, start: int | None, end: int | None) -> Document:
    facts = list(document.facts)
    facts[at] = facts[at].model_copy(update={"evidence": {"value": Evidence(start=start, end=end, by="test")}})
    return document.model_copy(update={"facts": tuple(facts)})


def test_facts_align_on_exact_values_before_overlapping_ones(tin: GoldArticle, found: Document) -> None:
    value = tin.mentions[1]
    shifted = _at(found, 0, value.start - 10, value.end)
    assert [gold.id for gold, _ in align_facts(tin, shifted).pairs] == ["f1", "f2", "f3", "f4"]
    twice = shifted.model_copy(update={"facts": (shifted.facts[0], *found.facts)})
    aligned = align_facts(tin, twice)
    assert aligned.pairs[0] == (tin.facts[0], found.facts[0])
    assert aligned.extra == (shifted.facts[0],)


def test_optional_facts_count_neither_way(tin: GoldArticle, found: Document) -> None:
    aligned = align_facts(tin, found)
    assert aligned.ignored == (found.facts[4],)
    wrong = found.facts[4].model_copy(update={"measure": "rank"})
    document = found.model_copy(update={"facts": (*found.facts[:4], wrong)})
    assert evaluate([tin], {"tin": document}, resamples=1).errors == ()


def test_a_fact_without_a_value_span_is_extra(tin: GoldArticle, found: Document) -> None:
    report = evaluate([tin], {"tin": _at(found, 0, None, None)}, resamples=1)
    assert report.counts["facts.found"] == Counts(right=3, missed=1, extra=1)
