"""The newsroom that the benchmarks read from: the same each time, no two articles alike, and readable throughout."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extractor import Document, Extractor

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from newsroom import Newsroom

ARTICLES = 200


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom(1)


@pytest.fixture(scope="module")
def articles(newsroom: Newsroom) -> list[str]:
    return [newsroom.article(number) for number in range(ARTICLES)]


def test_the_same_seed_writes_the_same_articles(newsroom: Newsroom) -> None:
    again = Newsroom(1)
    assert [again.article(number) for number in (3, 1)] == [newsroom.article(3), newsroom.article(1)]
    assert Newsroom(2).article(3) != newsroom.article(3)


def test_no_two_articles_are_alike(articles: list[str]) -> None:
    sentences = [sentence for article in articles for sentence in article.replace("\n", " ").split(". ")]
    assert len(set(articles)) == ARTICLES
    assert len(set(sentences)) > 0.95 * len(sentences)


def test_articles_cut_at_any_length_hold_the_same_text(newsroom: Newsroom) -> None:
    short, long = (newsroom.cut(1, 3000, length) for length in (100, 3000))
    assert len(long) == 1
    assert len(short) > 15
    assert "\n".join(short) == long[0]


def test_the_articles_are_read_into_facts_without_a_failure(articles: list[str]) -> None:
    documents = list(Extractor().pipe(articles))
    assert all(isinstance(document, Document) for document in documents)
    facts = sum(len(document.facts) for document in documents if isinstance(document, Document))
    assert 25 < 1000 * facts / sum(len(article.split()) for article in articles) < 100


def test_a_sentence_is_one_line(newsroom: Newsroom) -> None:
    assert all("\n" not in newsroom.sentence(number) for number in range(50))
    assert len({newsroom.sentence(number) for number in range(50)}) == 50
