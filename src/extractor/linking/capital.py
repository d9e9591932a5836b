"""Investment told by its projects: approvals, pledges and what industries and zones draw."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.discourse import Focus
from extractor.linking.goods import narrowed
from extractor.linking.statement import Statement
from extractor.phrases import Phrase, Sentence
from extractor.phrases.phrase import replace
from extractor.phrases.roles import words_for
from extractor.records import Label

_PROJECTS = words_for("investment-project")
_DRAWING = words_for("drawing-investment")
_INVESTMENT = frozenset({"investment", "fdi"})
_NEAR = 3  # items


def settle_projects(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """``China led with 430 projects worth $5 billion``, ``the corridor attracted $8 billion``: investment.

    Only where the article speaks of investment, or the words themselves do (``investment approvals rose 22%``).

    Args:
        sentence: The sentence.
        statements: Its statements; their subjects are changed.
        focus: What was told before the sentence.
    """
    told = focus.traded if focus.traded and focus.traded.indicator == "investment" else None
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        if subject.indicator == "investment":
            told = subject
        elif subject.indicator == "other" and statement.value.label is not Label.QUANTITY:
            invested = _of_projects(subject, told) or _drawn(sentence, statement, subject, told)
            if invested is None and told and told.by == "investment-drawn" and subject.by == "noun-before-verb":
                invested = narrowed(told, subject, "investment-drawn")  # "cars drew 5 billion, textiles 2 billion"
            if invested:
                statement.subject = told = invested


def _of_projects(subject: Phrase, told: Phrase | None) -> Phrase | None:
    words = subject.text.text.lower().split() if subject.text else []
    if not words or words[-1] not in _PROJECTS:
        return None
    if _INVESTMENT & set(words):
        told = told or Phrase("investment", subject.start, subject.end)
    return told and replace(told, by="investment-projects", owner=subject.owner or told.owner, partners=[], periods=[])


def _drawn(sentence: Sentence, statement: Statement, subject: Phrase, told: Phrase | None) -> Phrase | None:
    before = sentence.items[max(0, statement.index - _NEAR) : statement.index]
    if told is None or statement.value.label is not Label.MONEY or not any(i.lower in _DRAWING for i in before):
        return None
    return narrowed(told, subject, "investment-drawn")
