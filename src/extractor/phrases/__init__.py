"""Phrases: sentences as short rows of items, with every indicator phrase folded into one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.phrases.indicators import find_phrases
from extractor.phrases.items import Item, Sentence, items_of
from extractor.phrases.phrase import Part, Phrase
from extractor.phrases.sentences import sentences
from extractor.records import Article, Mention

__all__ = ["Item", "Part", "Phrase", "Sentence", "read_sentences"]


def read_sentences(article: Article, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """The sentences of an article in order, each with its mentions, cue words and indicator phrases as items.

    Args:
        article: The article as read.
        mentions: All its mentions, in order, not overlapping.

    Yields:
        One sentence at a time; sentences without a mention and without an indicator have items all the same.
    """
    at = 0
    told: Phrase | None = None
    for start, end, paragraph in sentences(article.text, mentions):
        first = at
        while at < len(mentions) and mentions[at].start < end:
            at += 1
        inside = [mention for mention in mentions[first:at] if mention.start >= start and mention.end <= end]
        items = find_phrases(article.text, items_of(article.text, start, end, inside), told)
        told = next((item.phrase for item in reversed(items) if item.phrase), told)
        yield Sentence(article.text, start, end, paragraph, items)
