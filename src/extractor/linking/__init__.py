"""Linking: figures become facts, sentence by sentence, over what the article has in focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.linking.areas import place_in_focus
from extractor.linking.discourse import Focus, opening_focus
from extractor.linking.facts import Context, fact_of
from extractor.linking.sources import Source, goes_on, source_of
from extractor.linking.statements import Statement, read_statements
from extractor.linking.times import lasting_period, timings
from extractor.linking.wholes import settle_share
from extractor.phrases import Sentence
from extractor.phrases.items import INDICATOR
from extractor.records import Article, Fact, Mention

__all__ = ["link"]


def link(article: Article, mentions: Sequence[Mention], sentences: Iterable[Sentence]) -> tuple[Fact, ...]:
    """Link the figures of an article to what they measure, where, when and on whose word.

    Args:
        article: The article as read.
        mentions: All its mentions, in order.
        sentences: All its sentences, in order.

    Returns:
        The facts, in the order of their values.
    """
    title_end = len(article.title or "") + article.text.find(article.title) if article.title else 0
    focus = opening_focus(mentions, title_end)
    facts: list[Fact] = []
    for sentence in sentences:
        facts.extend(_read(article, sentence, focus))
    return tuple(facts)


def _read(article: Article, sentence: Sentence, focus: Focus) -> Iterable[Fact]:
    """The facts of one sentence; leaves the focus as the sentence leaves it."""
    text, items = article.text, sentence.items
    statements = read_statements(text, items)
    for statement in statements:
        if statement.measure == "share":
            settle_share(items, statement)
    source = _source(text, sentence, focus)
    found = []
    if statements:
        _inherit(statements, focus)
        whens = timings(items, statements, focus)
        context = Context(article, sentence, focus, source)
        for statement, timing in zip(statements, whens, strict=True):
            fact = fact_of(context, statement, timing)
            if fact:
                found.append((statement, fact))
        focus.period = lasting_period(items, statements, whens) or focus.period
    else:
        focus.period = lasting_period(items, (), ()) or focus.period
    _move_focus(text, sentence, focus, [statement for statement, _ in found], [fact for _, fact in found])
    return [fact for _, fact in found]


def _source(text: str, sentence: Sentence, focus: Focus) -> Source | None:
    source = source_of(text, sentence)
    if source:
        focus.source = source
    elif goes_on(text, sentence):
        return focus.source
    return source


def _inherit(statements: list[Statement], focus: Focus) -> None:
    """Statements whose sentence names no subject take the one in focus."""
    for statement in statements:
        if statement.subject is None and focus.subject is not None:
            statement.subject = replace(focus.subject, by="subject-in-focus", is_inherited=True, periods=[])


def _move_focus(text: str, sentence: Sentence, focus: Focus, statements: list[Statement], facts: list[Fact]) -> None:
    focus.paragraph = sentence.paragraph
    place = place_in_focus(text, sentence.items)
    if place:
        focus.place = place
    for statement in statements:
        if not statement.is_comparison and statement.subject:
            focus.subject = statement.subject
    if not statements:
        phrase = next((item.phrase for item in sentence.items if item.kind == INDICATOR), None)
        if phrase and phrase.owner:
            focus.place = phrase.owner
