"""Headlines: a figure told there and again below is one fact told twice."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.records import Article, Evidence, Fact, Mention, StatedPeriod

_SAME_SLOTS = ("measure", "indicator", "value", "unit", "place")


def complete_headline(article: Article, facts: list[Fact], main_period: Mention | None) -> Iterable[Fact]:
    """A headline that repeats a figure of the body takes from there the period and base it leaves out.

    One that rounds it holds in the main period all the same.
    """
    end = article.title_end
    for number, fact in enumerate(facts):
        start = fact.evidence["value"].start
        if start is None or start >= end or (fact.base and fact.period):
            yield fact
            continue
        body = next((other for other in facts[number + 1 :] if _is_same_figure(fact, other)), None)
        completed = _completed(fact, body) if body else fact
        yield completed if completed.period or completed.indicator == "other" else _dated(completed, main_period)


def _dated(fact: Fact, mention: Mention | None) -> Fact:
    if mention is None or mention.period is None:
        return fact
    period = StatedPeriod(start=mention.period.start, end=mention.period.end, text=mention.text)
    evidence = {**fact.evidence, "period": Evidence(start=mention.start, end=mention.end, by="period-of-the-lead")}
    return fact.model_copy(update={"period": period, "evidence": evidence})


def _is_same_figure(fact: Fact, other: Fact) -> bool:
    return all(getattr(fact, slot) == getattr(other, slot) for slot in _SAME_SLOTS)


def _completed(fact: Fact, body: Fact) -> Fact:
    slots = {slot: getattr(body, slot) for slot in ("period", "base") if getattr(fact, slot) is None}
    told = {slot: body.evidence[slot] for slot in slots if slot in body.evidence}
    evidence = {slot: found.model_copy(update={"by": "figure-repeated"}) for slot, found in told.items()}
    return fact.model_copy(update={**slots, "evidence": {**fact.evidence, **evidence}})
