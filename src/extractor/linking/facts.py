"""Statements become facts: every slot filled, each with the characters that say it or the rule that derived it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from extractor.linking.areas import BESIDE, reference_area
from extractor.linking.bases import Timing
from extractor.linking.discourse import Focus
from extractor.linking.sources import Source, status_of
from extractor.linking.statement import Statement
from extractor.linking.wholes import among_of, whole_of
from extractor.phrases import Part, Phrase, Sentence
from extractor.records import Article, Equivalent, Evidence, Fact, Mention, StatedPeriod

UNIT_OF_LABEL = {"RANK": "rank", "MULTIPLE": "fold"}


@dataclass(frozen=True, slots=True)
class Context:
    """What all facts of a sentence share."""

    article: Article
    sentence: Sentence
    focus: Focus
    source: Source | None


def fact_of(context: Context, statement: Statement, timing: Timing) -> Fact | None:
    """The fact a statement makes; None where nothing says what it measures."""
    subject, value = statement.subject, statement.value
    if subject is None or value.value is None:
        return None
    area, area_by = reference_area(context.article.text, context.sentence.items, statement, context.focus)
    place = area.place if area else None
    is_of_another = area_by == BESIDE and subject.is_inherited  # the partners were those of the area before
    partners = [] if is_of_another else [mention for mention in subject.partners if mention.place != place]
    has_come_true = statement.is_comparison and timing.by != "period-of-revised"
    status, status_item = status_of(context.sentence, statement.index, is_comparison=has_come_true)
    whole, whole_item = whole_of(context.sentence.items, statement, place) if _has_whole(statement) else (None, None)
    among = among_of(context.article.text, statement, context.sentence) if statement.measure == "rank" else None
    evidence = _evidence(context, statement, timing, subject)
    if area:
        evidence["place"] = Evidence(start=area.start, end=area.end, by=area_by)
    if partners:
        first, last = min(m.start for m in partners), max(m.end for m in partners)
        evidence["partners"] = Evidence(start=first, end=last, by=subject.by)
    if status_item:
        evidence["status"] = Evidence(start=status_item.start, end=status_item.end, by=f"{status}-word")
    if whole:
        evidence["whole"] = _span(whole_item, "same-indicator" if whole_item is None else "whole-named")
    if among:
        evidence["among"] = Evidence(start=among[1], end=among[2], by="among-group")
    goods = _goods(context.article.text, subject)
    figure, figure_high = _signed(value.value, value.value_high, statement.sign)
    return Fact(
        id=fact_id(context.article, value),
        doc_id=context.article.doc_id,
        measure=statement.measure,
        indicator=subject.indicator,
        indicator_text=_indicator_text(subject),
        place=place,
        partners=tuple(dict.fromkeys(m.place for m in partners if m.place)),
        commodity=goods.text if goods else None,
        segment=subject.segment.text if subject.segment else None,
        period=_stated_period(timing),
        value=figure,
        value_high=figure_high,
        unit=value.unit or UNIT_OF_LABEL.get(value.label, "count"),
        bound=value.bound,
        equivalents=_equivalents(statement),
        base=timing.base,
        whole=whole,
        among=among[0] if among else None,
        source=context.source.name if context.source else None,
        status=status,
        evidence=evidence,
    )


def _has_whole(statement: Statement) -> bool:
    return statement.measure in {"share", "contribution", "gap"}


def _equivalents(statement: Statement) -> tuple[Equivalent, ...]:
    """The same amount in other currencies."""
    told = (other for other in statement.equivalents if other.unit)
    return tuple(Equivalent(value=e.value, unit=e.unit, bound=e.bound) for e in told if e.value is not None and e.unit)


def fact_id(article: Article, value: Mention) -> str:
    """The same for the same figure of the same article: its digest and the place of the figure."""
    return hashlib.sha256(f"{article.sha256}:{value.start}:{value.end}".encode()).hexdigest()[:16]


def _signed(value: Decimal, high: Decimal | None, sign: int) -> tuple[Decimal, Decimal | None]:
    """The figure with its sign; both ends of a range have it: a fall by 5 to 7 percent is -5 and -7."""
    if sign > 0:
        return value, high
    return value.copy_negate(), None if high is None else high.copy_negate()


def _indicator_text(subject: Phrase) -> str | None:
    if subject.indicator != "other":
        return None
    return subject.text.text if subject.text else subject.form or None


def _stated_period(timing: Timing) -> StatedPeriod | None:
    if timing.period is None:
        return None
    return StatedPeriod(
        start=timing.period.start, end=timing.period.end, text=timing.mention.text if timing.mention else ""
    )


def _evidence(context: Context, statement: Statement, timing: Timing, subject: Phrase) -> dict[str, Evidence]:
    value, sentence = statement.value, context.sentence
    figure = Evidence(start=value.start, end=value.end, by=value.rule)
    evidence = {
        "value": figure,
        "sentence": Evidence(start=sentence.start, end=sentence.end),
        "measure": _span(statement.cue, statement.rule),
        "indicator": Evidence(start=subject.start, end=subject.end, by=subject.by),
        "unit": figure,
    }
    if value.bound != "exact":
        evidence["bound"] = Evidence(by=f"{value.bound}-before-figure")
    if subject.indicator == "other" and subject.text:
        evidence["indicator_text"] = Evidence(start=subject.text.start, end=subject.text.end, by=subject.by)
    if timing.period is not None:
        mention = timing.mention
        evidence["period"] = Evidence(start=mention and mention.start, end=mention and mention.end, by=timing.by)
    if timing.base is not None:
        evidence["base"] = _span(timing.base_item, timing.base_by)
    goods = _goods(context.article.text, subject)
    if goods:
        evidence["commodity"] = Evidence(start=goods.start, end=goods.end, by=subject.goods_by or subject.by)
    if subject.segment:
        evidence["segment"] = Evidence(start=subject.segment.start, end=subject.segment.end, by=subject.by)
    if statement.equivalents:
        evidence["equivalents"] = Evidence(
            start=statement.equivalents[0].start, end=statement.equivalents[-1].end, by="same-amount"
        )
        for number, other in enumerate(statement.equivalents):
            evidence[f"equivalents.{number}"] = Evidence(start=other.start, end=other.end, by="same-amount")
    if context.source:
        evidence["source"] = Evidence(start=context.source.start, end=context.source.end, by=context.source.by)
    return evidence


def _span(item: object, by: str) -> Evidence:
    return Evidence(start=getattr(item, "start", None), end=getattr(item, "end", None), by=by)


def _goods(text: str, subject: Phrase) -> Part | None:
    """What goods are traded, a list of them as its words stand; other figures are of no goods.

    ``Food exports of fish`` are of fish: goods after the head narrow those before it.
    """
    parts = subject.commodities
    if not parts or subject.indicator == "other":
        return None
    after = [part for part in parts if part.start >= subject.end]
    if any(part.end <= subject.start for part in parts):
        parts = after or parts
    if len(parts) == 1:
        return parts[0]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    return Part(text[start:end], start, end)
