"""Linking: figures become facts, sentence by sentence, over what the article has in focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.linking.areas import place_in_focus
from extractor.linking.discourse import Focus, is_dateline, opening_focus
from extractor.linking.facts import Context, fact_of
from extractor.linking.parallels import carry_goods, take_goods_in_brackets
from extractor.linking.sources import Source, goes_on, source_of
from extractor.linking.statement import Statement
from extractor.linking.statements import read_statements
from extractor.linking.times import lasting_period, timings
from extractor.linking.wholes import settle_share
from extractor.phrases import Phrase, Sentence
from extractor.records import Article, Fact, Indicator, Mention

__all__ = ["link"]

_ROLES: dict[Indicator, set[str]] = {
    "exports": {"buyer", "buyers", "customer", "customers", "destination", "destinations", "outlet"},
    "imports": {"supplier", "suppliers", "seller", "sellers"},
}
_TRADE: frozenset[Indicator] = frozenset({"trade", "exports", "imports", "re_exports", "trade_balance"})


def link(article: Article, mentions: Sequence[Mention], sentences: Iterable[Sentence]) -> tuple[Fact, ...]:
    """Link the figures of an article to what they measure, where, when and on whose word.

    Args:
        article: The article as read.
        mentions: All its mentions, in order.
        sentences: All its sentences, in order.

    Returns:
        The facts, in the order of their values.
    """
    told = list(sentences)
    _weigh_weak_heads(told)
    focus = opening_focus(article, mentions, told)
    facts: list[Fact] = []
    for sentence in told:
        facts.extend(_read(article, sentence, focus))
    return tuple(facts)


def _weigh_weak_heads(sentences: Sequence[Sentence]) -> None:
    """``shipments`` and ``boxes`` are trade and throughput only in an article that calls them so in plain words."""
    phrases = [item.phrase for sentence in sentences for item in sentence.items if item.phrase]
    plain = {phrase.indicator for phrase in phrases if not phrase.is_weak}
    if plain & _TRADE:
        plain |= _TRADE
    for phrase in phrases:
        if phrase.is_weak and phrase.indicator not in plain and not phrase.partners:
            phrase.indicator = "other"


def _read(article: Article, sentence: Sentence, focus: Focus) -> Iterable[Fact]:
    """The facts of one sentence; leaves the focus as the sentence leaves it."""
    text, items = article.text, sentence.items
    if sentence.paragraph != focus.paragraph:
        focus.open_paragraph()
    statements = read_statements(sentence)
    source = _source(text, sentence, focus)
    found = []
    if statements:
        _inherit(sentence, statements, focus)
        _settle_shares(sentence, statements, focus)
        carry_goods(statements, focus.subject)
        take_goods_in_brackets(sentence, statements)
        whens = timings(items, statements, focus)
        context = Context(article, sentence, focus, source)
        for statement, timing in zip(statements, whens, strict=True):
            fact = fact_of(context, statement, timing)
            if fact:
                found.append((statement, fact))
    else:
        whens = []
    focus.hold(lasting_period(items, statements, whens), told=bool(found))
    _move_focus(text, sentence, focus, [statement for statement, _ in found])
    return [fact for _, fact in found]


def _settle_shares(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Shares take the indicator of their whole, and what follows in the same clause goes with them."""
    before: Statement | None = None
    for statement in statements:
        if statement.measure == "share":
            settle_share(sentence, statement, focus)
        elif before and before.measure == "share" and before.subject and statement.measure == "change":
            statement.subject = replace(before.subject, by="same-clause")
        before = statement


def _source(text: str, sentence: Sentence, focus: Focus) -> Source | None:
    source = source_of(text, sentence)
    if source:
        focus.source = source
    elif goes_on(text, sentence):
        return focus.source
    return source


def _inherit(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Statements whose sentence names no subject take the one in focus, or the flow a partner's role tells."""
    roles = {item.lower for item in sentence.items} if focus.subject and focus.subject.indicator in _TRADE else set()
    flow = next((indicator for indicator, words in _ROLES.items() if words & roles), None)
    for statement in statements:
        if statement.subject is None and focus.subject is not None:
            subject = replace(focus.subject, by="subject-in-focus", is_inherited=True, periods=[])
            statement.subject = subject
            if flow:
                statement.subject = replace(subject, indicator=flow, by="role-of-partner")
                if statement.rule == "growth-bare" and statement.value.unit == "percent":
                    statement.measure = "share"  # "Spain was the top export destination with 12.2 percent"


def _move_focus(text: str, sentence: Sentence, focus: Focus, statements: list[Statement]) -> None:
    focus.paragraph = sentence.paragraph
    first = sentence.items[0] if sentence.items else None
    if not (first and first.mention and is_dateline(text, first.mention)):
        focus.place = place_in_focus(text, sentence.items, focus) or focus.place
    told = [statement.subject for statement in statements if not statement.is_comparison and statement.subject]
    if told and not _is_breakdown(told, focus.subject):
        focus.subject = told[0]
    if not statements:
        spoken_of = next(
            (item.phrase for item in sentence.items if item.phrase and item.phrase.indicator in _TRADE), None
        )
        focus.subject = spoken_of or focus.subject


def _is_breakdown(told: list[Phrase], before: Phrase | None) -> bool:
    """Whether a sentence only splits the trade told before into exports and imports, so that trade stays in focus."""
    indicators = {subject.indicator for subject in told}
    return (
        before is not None and before.indicator in {"trade", "trade_balance"} and {"exports", "imports"} <= indicators
    )
