"""Whose word a figure is, and how sure: the source of a sentence, and the status of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.phrases import Item, Sentence
from extractor.phrases.items import PERIOD, VALUE
from extractor.records import Status


class Source(NamedTuple):
    """Who says so, where the article says it, and the rule that read it."""

    name: str
    start: int
    end: int
    by: str


# A name: capitalised words, joined by of, and, for, the, & and hyphens.
_NAME = r"(?:[A-Z][\w.&’'-]*(?:[ \u00a0](?:of|and|for|the|de|&|[A-Z][\w.&’'-]*))*)"
_NOUNS = r"(?:data|figures?|statistics|numbers|a report|reports?|estimates?|an official|officials|a statement|information|the latest data)"
_SAID = r"(?:said|says|stated|noted|added|announced|told|revealed|disclosed|reported|explained|showed|show|shows|indicated|estimated)"
_PATTERNS = (
    (
        "according-to",
        re.compile(
            rf"\b(?:[Aa]ccording to|[Aa]s per|[Cc]iting|[Qq]uoting)\s+(?:the\s+)?(?:(?:\w+\s+){{0,3}}?{_NOUNS}\s+)?(?:(?:\w+\s+){{0,2}}?(?:from|by|of|with|at)\s+)?(?:the\s+|an?\s+)?(?P<name>{_NAME}|[a-z][\w-]*(?:\s[\w-]+){{0,4}}?(?=[,.”\"]|\s(?:on|in|said|show)\b|$))"
        ),
    ),
    (
        "data-from",
        re.compile(
            rf"\b{_NOUNS}\s+(?:(?:released|published|issued|compiled|provided)\s+)?(?:(?:on|in)\s\w+\s)?(?:from|by|of)\s+(?:the\s+)?(?P<name>{_NAME})",
            re.IGNORECASE,
        ),
    ),
    (
        "data-of",
        re.compile(
            rf"(?P<name>{_NAME})(?:['’]s)?\s+(?:\w+\s+)?(?:data|figures|statistics)\s+(?:\w+\s+){{0,3}}?(?:show|shows|showed|indicate|indicated|reveal|revealed)\b"
        ),
    ),
    ("speaker-colon", re.compile(rf"\A(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){{1,3}}),[^.:]{{3,160}}:(?=\s?\S)")),
    (
        "name-with-post-said",
        re.compile(
            rf"(?:\A|[,”\"]\s*|\band\s|\b[Mm]oreover,\s|\b[Ff]urthermore,\s)(?P<name>[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+){{0,3}}),\s[^,“”\"]{{2,90}}(?:,\s[^,“”\"]{{2,60}})?,\s{_SAID}\b"
        ),
    ),
    ("name-said", re.compile(rf"(?P<name>{_NAME})\s(?:also\s|has\s|have\s|had\s)?{_SAID}\b")),
    ("said-name", re.compile(rf"\b(?:said|says|stated|added)\s(?P<name>{_NAME})")),
    (
        "office-said",
        re.compile(
            rf"\b(?:the|The)\s(?P<name>(?:[\w-]+\s){{0,3}}(?:ministry|department|office|bureau|agency|bank|authority|association|administration|customs|commission|council|board|institute|official))\s(?:also\s)?{_SAID}\b"
        ),
    ),
)
_TRIGGERS = frozenset({"say", "according"})
_NO_NAME = frozenset(
    {"It", "He", "She", "They", "This", "That", "The", "In", "Data", "Figures", "Statistics", "We", "I", "There"}
)
_GOES_ON = re.compile(
    r"\b(?:he|she|they|it|the official|the ministry|the minister|the spokesman|the spokesperson|the report) (?:also )?(?:added|said|noted|stated|told)\b",
    re.IGNORECASE,
)


def source_of(text: str, sentence: Sentence) -> Source | None:
    """Who a sentence names for its figures, if anybody.

    Args:
        text: The article.
        sentence: With its items; a sentence without a verb of saying names nobody.
    """
    words = text[sentence.start : sentence.end]
    if not any(item.kind in _TRIGGERS for item in sentence.items) and ":" not in words:
        return None
    for by, pattern in _PATTERNS:
        found = pattern.search(words)
        if not found:
            continue
        name = re.sub(r"\s(?:of|and|for|the|on)\Z", "", found["name"]).rstrip(".,’'")
        if name.split()[0] in _NO_NAME or not name:
            continue
        start = sentence.start + found.start("name")
        return Source(name, start, start + len(name), by)
    return None


def goes_on(text: str, sentence: Sentence) -> bool:
    """Whether a sentence goes on telling what the last source said: ``he added``."""
    return _GOES_ON.search(text, sentence.start, sentence.end) is not None


def status_of(items: Sequence[Item], index: int) -> tuple[Status, Item | None]:
    """How sure a figure is, told by the words before it in its clause.

    Returns:
        The status, and the word that says so (None for the default ``actual``).
    """
    kinds: dict[str, Status] = {"forecast": "forecast", "target": "target", "estimate": "estimate"}
    for at in range(index - 1, max(-1, index - 14), -1):
        item = items[at]
        if item.lower in {";", "while", "but", "whereas"} or (item.kind == VALUE and at < index - 6):
            break
        if item.kind in kinds:
            return kinds[item.kind], item
    for item in items[index + 1 : index + 8]:
        if item.kind in {VALUE, PERIOD} or item.lower in {",", ";"}:
            break
        if item.kind in kinds:
            return kinds[item.kind], item
    return "actual", None
