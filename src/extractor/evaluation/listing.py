"""Every error by itself, with its sentence: what to read after the scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.evaluation.alignment import value_span
from extractor.evaluation.comparison import Comparison
from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.records import Fact, Mention, Period

_BREAK = re.compile(r"(?<!\b[A-Z])[.!?][\"'”’)\]]*\s+(?=[A-Z\"'“‘(\[])|[\r\n]+")
_LONGEST = 400  # characters shown of a sentence; a table in one line is no sentence

Kind = Literal["missed", "extra", "wrong"]


@dataclass(frozen=True)
class ErrorLine:
    """One error of one article.

    Attributes:
        doc_id: The article.
        part: ``mention`` or ``fact``.
        kind: ``missed`` (gold alone), ``extra`` (prediction alone) or ``wrong`` (found, and this differs).
        name: The label; for a fact ``fact``; for what is wrong in it ``value``, ``bound`` or the slot.
        start: First character of the span in question.
        end: One past its last.
        text: The characters of the span.
        gold: What gold says there, empty where it says nothing.
        found: What was predicted there, empty where nothing was.
        sentence: The sentence around the span, on one line.
    """

    doc_id: str
    part: Literal["mention", "fact"]
    kind: Kind
    name: str
    start: int
    end: int
    text: str
    gold: str
    found: str
    sentence: str


def list_errors(comparison: Comparison) -> tuple[ErrorLine, ...]:
    """List the errors of one article: those of mentions on exact spans, then those of facts, as the text runs."""
    mentions = sorted(_mention_errors(comparison), key=lambda line: line.start)
    facts = sorted(_fact_errors(comparison), key=lambda line: line.start)
    return (*mentions, *facts)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence (or line) that holds a span, its white space folded, cut where it is very long.

    >>> sentence_around("Exports rose. Imports fell 3%. Prices held.", 26, 28)
    'Imports fell 3%.'
    """
    left, right = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    begin, close = left, right
    for match in _BREAK.finditer(text, left, right):
        if match.end() <= start:
            begin = match.end()
        elif match.start() >= end - 1:
            close = match.end()
            break
    return " ".join(text[begin:close].split())


def _mention_errors(comparison: Comparison) -> Iterator[ErrorLine]:
    article, exact = comparison.gold, comparison.exact
    for gold in exact.missed:
        near = [_show_mention(found) for found in exact.extra if _touch(gold, found)]
        yield _line(article, ("mention", "missed", gold.label), (gold.start, gold.end), _show_mention(gold), near)
    for found in exact.extra:
        near = [_show_mention(gold) for gold in article.mentions if _touch(gold, found)]
        yield _line(article, ("mention", "extra", found.label), (found.start, found.end), near, _show_mention(found))
    for gold, found, right in comparison.values:
        span = gold.start, gold.end
        if not right:
            yield _line(article, ("mention", "wrong", "value"), span, _show_mention(gold), _show_mention(found))
        if gold.bound is not None and gold.bound != found.bound:
            yield _line(article, ("mention", "wrong", "bound"), span, gold.bound, found.bound)


def _fact_errors(comparison: Comparison) -> Iterator[ErrorLine]:
    article = comparison.gold
    for gold in comparison.facts.missed:
        anchor = article.anchor(gold)
        yield _line(article, ("fact", "missed", "fact"), (anchor.start, anchor.end), _show_gold_fact(gold, anchor), "")
    for found in comparison.facts.extra:
        yield _line(article, ("fact", "extra", "fact"), value_span(found), "", _show_fact(found))
    for pair in comparison.judged:
        anchor = article.anchor(pair.gold)
        for slot, verdict in pair.slots.items():
            if verdict.right is False:
                span = anchor.start, anchor.end
                yield _line(article, ("fact", "wrong", slot), span, verdict.gold, verdict.found)


def _line(
    article: GoldArticle,
    what: tuple[Literal["mention", "fact"], Kind, str],
    span: tuple[int, int],
    gold: str | list[str],
    found: str | list[str],
) -> ErrorLine:
    (part, kind, name), (start, end) = what, span
    return ErrorLine(
        doc_id=article.doc_id,
        part=part,
        kind=kind,
        name=str(name),
        start=start,
        end=end,
        text=article.text[max(start, 0) : max(end, 0)],
        gold=gold if isinstance(gold, str) else "; ".join(gold),
        found=found if isinstance(found, str) else "; ".join(found),
        sentence=sentence_around(article.text, start, end) if start >= 0 else "",
    )


def _touch(gold: GoldMention, found: Mention) -> bool:
    return gold.start < found.end and found.start < gold.end


def _show_mention(mention: GoldMention | Mention) -> str:
    if isinstance(mention, Mention) and mention.place is not None:
        normal = [mention.place.name]
    elif isinstance(mention.place, str):
        normal = [mention.place]
    elif mention.period is not None:
        normal = [_show_period(mention.period)]
    else:
        figures = [str(figure) for figure in (mention.value, mention.value_high) if figure is not None]
        normal = ["..".join(figures), mention.unit or ""]
    return " ".join(part for part in (str(mention.label), repr(mention.text), *normal) if part)


def _show_gold_fact(fact: GoldFact, anchor: GoldMention) -> str:
    figure = "" if anchor.value is None else f"{fact.signed(anchor.value)} {anchor.unit or 'rank'}"
    place = fact.places[0] if fact.places else ""
    parts = fact.measure, fact.indicator, fact.indicator_text, fact.commodity, place, _show_period(fact.period), figure
    return " ".join(part for part in parts if part)


def _show_fact(fact: Fact) -> str:
    figure, place = f"{fact.value} {fact.unit}", fact.place.name if fact.place else ""
    parts = fact.measure, fact.indicator, fact.indicator_text, fact.commodity, place, _show_period(fact.period), figure
    return " ".join(part for part in parts if part)


def _show_period(period: Period | None) -> str:
    return f"{period.start}/{period.end}" if period else ""
