"""The pipeline: an ``Extractor`` that reads one article or a stream of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import regex
from pydantic_core import PydanticSerializationError

from extractor.checks import check
from extractor.linking import areas_among, link
from extractor.mentions import find_mentions
from extractor.phrases import read_sentences
from extractor.reading import article_from_text
from extractor.records import Article, Document, Failure, InputError, Label, Mention, ModelError
from extractor.workers import Loss, in_order

if TYPE_CHECKING:
    from spacy.language import Language

_LONGEST_TEXT = 100_000_000  # characters; named entities need little memory a character
_CHUNK = 16  # articles that travel to a worker together


class Extractor:
    """Reads trade news into facts. Build one and use it for many articles.

    Args:
        model: None for rules alone, or the name of an installed spaCy pipeline whose named entities keep place names
            inside names of people from being read as places.

    Raises:
        ModelError: No pipeline of that name is installed.

    >>> document = Extractor().extract("China's exports rose 5.2 percent to $300 billion in May 2024.")
    >>> [(fact.measure, str(fact.value), fact.unit, fact.place.name) for fact in document.facts]
    [('growth', '5.2', 'percent', 'China'), ('level', '300000000000', 'USD', 'China')]
    """

    def __init__(self, model: str | None = None) -> None:
        self.model = model
        self._nlp = _load(model) if model else None

    def __reduce__(self) -> tuple[type[Extractor], tuple[str | None]]:
        """Travel to another process by the name of the model alone."""
        return Extractor, (self.model,)

    def warm_up(self) -> None:
        """Load now what the first article would load; processes that are forked after it share the memory."""
        self.extract("China's exports rose 5% to $300 billion in May.")

    def extract(self, text: str, *, published: date | str | None = None, doc_id: str | None = None) -> Document:
        """Read one text.

        Args:
            text: The article as it is.
            published: Its date of publication, as a date or ``YYYY-MM-DD``; by default the one its header states.
            doc_id: Its name; by default the first digits of its sha256.

        Raises:
            InputError: The text is no ``str`` or holds halves of characters, or the date is none.
        """
        return self.read(article_from_text(text, doc_id=doc_id, published=published))

    def read(self, article: Article) -> Document:
        """Read one article into a document with its mentions and facts."""
        mentions, reference = find_mentions(article)
        if self._nlp is not None:
            mentions = _outside_people(self._nlp, article.text, mentions)
        areas = areas_among(mentions)
        facts = link(article, areas, read_sentences(article, areas))
        return Document(
            doc_id=article.doc_id,
            published=article.published,
            reference=reference,
            title=article.title,
            sha256=article.sha256,
            text=article.text,
            mentions=mentions,
            facts=facts,
            checks=check(article.text, facts, reference),
            notes=(*article.notes, *_notes_on_dates(article, reference)),
        )

    def pipe(self, articles: Iterable[Article | Failure | str], *, workers: int = 1) -> Iterator[Document | Failure]:
        """Read a stream of articles, lazily and in order, in memory that does not grow with it.

        Args:
            articles: Articles, plain texts, or failures of reading, which are handed on in their place.
            workers: Processes to use; the output is the same for any number.

        Yields:
            A document for each article, or a failure for one that stopped the rules, or twice its process; the
            others go on.

        Raises:
            InputError: ``workers`` is less than one.
        """
        if workers < 1:
            raise InputError(f"workers is {workers}; give 1 or more")
        if workers == 1:
            for article in articles:
                yield self.read_or_fail(article)
            return
        prepare = partial(_PipeWork, self)
        for documents in in_order(_chunks(articles), prepare, workers=workers):
            for document in documents:
                yield Document.model_validate_json(document) if isinstance(document, bytes) else document

    def read_or_fail(self, article: Article | Failure | str) -> Document | Failure:
        """Read one article; what stops the rules is a failure, not an error, and a failure stays what it is."""
        if isinstance(article, Failure):
            return article
        name = article.doc_id if isinstance(article, Article) else "text"
        try:
            return self.read(article if isinstance(article, Article) else article_from_text(article))
        except InputError as error:
            reason, _, remedy = str(error).partition("; ")
            return Failure(path=name, reason=reason, remedy=remedy)
        except Exception as error:
            reason = f"stopped the rules ({type(error).__name__}: {error})"
            return Failure(path=name, reason=reason, remedy="report it, with the article")


def _chunks(articles: Iterable[Article | Failure | str]) -> Iterator[list[Article | Failure | str]]:
    stream = iter(articles)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


class _PipeWork:
    """What a worker of ``pipe`` does with its articles.

    Documents travel as JSON, which is made and read faster than pickles, and read after the worker has its next task.
    """

    def __init__(self, extractor: Extractor):
        self._extractor = extractor

    def one(self, item: Article | Failure | str) -> bytes | Document | Failure:
        found = self._extractor.read_or_fail(item)
        if isinstance(found, Failure):
            return found
        try:
            return found.model_dump_json().encode()
        except PydanticSerializationError:  # halves of characters, which an article made by hand may hold
            return found

    def given_up(self, item: Article | Failure | str, loss: Loss) -> Failure:
        name = item.doc_id if isinstance(item, Article) else "text"
        return Failure(path=name, reason=loss.reason, remedy="report it, with the article")

    def whole(
        self, batch: Sequence[Article | Failure | str], results: list[bytes | Document | Failure]
    ) -> list[bytes | Document | Failure]:
        return results


def _notes_on_dates(article: Article, reference: date | None) -> tuple[str, ...]:
    """Say that the date the article's periods are counted from is inferred, where it is."""
    if article.published is not None or reference is None:
        return ()
    return (f"reference date {reference} inferred from the article, which states no date of publication",)


# ── models ───────────────────────────────────────────────────────────────────────────────────────


def _load(model: str) -> Language:
    import spacy  # noqa: PLC0415 - the rules alone never need it

    installed = spacy.util.get_installed_models()
    if model not in installed:
        have = f"installed: {', '.join(sorted(installed))}" if installed else "none is installed"
        raise ModelError(f"no spaCy pipeline {model!r} ({have}); try pip install 'extractor[model]', or leave it out")
    nlp = spacy.load(model, exclude=["lemmatizer", "parser", "attribute_ruler", "tagger"])
    nlp.max_length = _LONGEST_TEXT
    return nlp


def _outside_people(nlp: Language, text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Drop places that are only part of a person's name (``Paris Hilton``); a name that is all place stays.

    A small model takes headlines and possessives for persons (``Landlocked Ganzhou``, ``Kerala's``): an entity of
    more than capitalised words is believed none, nor one that opens a line and ends with the place.
    """
    with nlp.memory_zone():
        spans = [(ent.start_char, ent.end_char) for ent in nlp(text).ents if ent.label_ == "PERSON"]
    people = [span for span in spans if _FULL_NAME.fullmatch(text, *span)]
    starts = [start for start, _ in people]

    def is_part_of_name(mention: Mention) -> bool:
        at = bisect_right(starts, mention.start) - 1
        return at >= 0 and _is_part_of(text, mention, *people[at])

    return tuple(mention for mention in mentions if mention.label is not Label.PLACE or not is_part_of_name(mention))


def _is_part_of(text: str, mention: Mention, start: int, end: int) -> bool:
    is_inside = start <= mention.start and mention.end <= end and end - start > mention.end - mention.start
    return is_inside and not (mention.end == end and _opens(text, start))


_NAME = r"\p{Lu}(?:['’](?=\p{Lu})|\p{L})*\p{Ll}"
_FULL_NAME = regex.compile(rf"{_NAME}(?:[ -](?:\p{{Lu}}\.|{_NAME}))+")


def _opens(text: str, start: int) -> bool:
    return not text[max(0, start - _INDENT) : start].rpartition("\n")[2].strip()


_INDENT = 20  # characters
