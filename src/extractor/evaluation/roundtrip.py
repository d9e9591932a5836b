"""Gold turned into predictions: what a perfect system would have found, for testing the scoring itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention, GoldPlace
from extractor.records import (
    Base,
    Document,
    Equivalent,
    Evidence,
    Fact,
    Mention,
    Period,
    Place,
    StatedPeriod,
    Whole,
)

_RULE = "gold"


def gold_as_documents(golds: Iterable[GoldArticle]) -> dict[str, Document]:
    """Turn gold articles into the documents that score 1.000 against them, optional items included.

    Args:
        golds: Labelled articles, from ``load_gold``.

    Returns:
        Documents by ``doc_id``; of several acceptable places each fact has the first.
    """
    return {gold.doc_id: _document(gold) for gold in golds}


def _document(gold: GoldArticle) -> Document:
    return Document(
        doc_id=gold.doc_id,
        published=gold.published,
        reference=gold.published or gold.reference,
        title=None,
        sha256=gold.sha256,
        text=gold.text,
        mentions=tuple(_mention(gold, one) for one in sorted(gold.mentions, key=lambda mention: mention.start)),
        facts=tuple(_fact(gold, one) for one in sorted(gold.facts, key=lambda fact: gold.anchor(fact).start)),
    )


def _mention(gold: GoldArticle, mention: GoldMention) -> Mention:
    return Mention(
        label=mention.label,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        rule=_RULE,
        value=mention.value,
        value_high=mention.value_high,
        unit=mention.unit,
        bound=mention.bound or "exact",
        period=mention.period,
        place=_place(gold, mention.place) if mention.place else None,
        nominal=mention.nominal,
    )


def _fact(gold: GoldArticle, fact: GoldFact) -> Fact:
    anchor = gold.anchor(fact)
    figures = sorted(fact.signed(figure) for figure in (anchor.value, anchor.value_high) if figure is not None)
    span = Evidence(start=anchor.start, end=anchor.end)
    return Fact(
        id=f"{gold.doc_id}:{fact.id}",
        doc_id=gold.doc_id,
        measure=fact.measure,
        indicator=fact.indicator,
        indicator_text=fact.indicator_text,
        place=_place(gold, fact.places[0]) if fact.places else None,
        partners=tuple(_partner(gold, name) for name in fact.partners),
        commodity=fact.commodity,
        segment=fact.segment,
        period=_stated(fact.period),
        value=figures[0],
        value_high=figures[1] if len(figures) > 1 else None,
        unit=anchor.unit or "rank",
        bound=anchor.bound or "exact",
        equivalents=tuple(_equivalent(gold.mention_by_id[name]) for name in fact.equivalents),
        base=Base(kind=fact.base, period=fact.base_period) if fact.base else None,
        whole=_whole(gold, fact.whole) if fact.whole else None,
        among=fact.among,
        source=fact.source,
        status=fact.status,
        evidence={"value": span, "sentence": span},
    )


def _place(gold: GoldArticle, name: str) -> Place:
    place = gold.place_by_id[name]
    return Place(name=place.name, kind=place.kind, within=tuple(_above(gold, place)), id=place.id)


def _above(gold: GoldArticle, place: GoldPlace) -> Iterator[str]:
    seen = {place.id}
    while (outer := gold.place_by_id.get(place.within or "")) is not None and outer.id not in seen:
        yield outer.name
        seen.add(outer.id)
        place = outer


def _partner(gold: GoldArticle, name: str) -> Place:
    known = name in gold.place_by_id
    return _place(gold, name) if known else Place(name=name, kind="partner", id=name)


def _equivalent(mention: GoldMention) -> Equivalent:
    return Equivalent(value=mention.value, unit=mention.unit, bound=mention.bound or "exact")


def _whole(gold: GoldArticle, whole: str) -> Whole:
    indicator, _, place = whole.partition("@")
    return Whole(indicator=indicator, place=_place(gold, place))


def _stated(period: Period | None) -> StatedPeriod | None:
    return StatedPeriod(start=period.start, end=period.end) if period else None
