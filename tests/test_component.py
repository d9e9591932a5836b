"""The spaCy component: what it puts on a Doc, and that it survives travel."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import extractor
from extractor import component  # noqa: F401 - registers the factory where the package is not installed

TEXT = "Kenya's tea exports to Uganda rose 5 percent to $3.2 billion in the first half of 2023."
TEXTS = [f"Kenya's tea exports rose {n} percent in 2023." for n in range(1, 9)]


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("trade_facts")
    return pipeline


def test_a_doc_carries_the_facts_of_its_text(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc._.facts == extractor.extract(TEXT).facts
    assert doc._.trade_document == extractor.extract(TEXT)


def test_mentions_are_spans_with_their_labels(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["mentions"]] == [
        ("Kenya", "PLACE"),
        ("Uganda", "PLACE"),
        ("5 percent", "PERCENT"),
        ("$3.2 billion", "MONEY"),
        ("the first half of 2023", "PERIOD"),
    ]


def test_no_mention_is_dropped_where_tokens_do_not_fit(nlp: Language) -> None:
    text = "Exports rose 5%to $3bn(€2bn)in Kenya's 2023/24."
    document = extractor.extract(text)
    doc = nlp(text)
    assert len(document.mentions) >= 4
    assert len(doc.spans["mentions"]) == len(document.mentions)
    for span, mention in zip(doc.spans["mentions"], document.mentions, strict=True):
        assert span.start_char <= mention.start < mention.end <= span.end_char


@pytest.mark.parametrize("text", ["", " ", "Nothing was sold."])
def test_a_text_without_facts_has_none(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.facts == ()
    assert len(doc.spans["mentions"]) == 0


def test_a_doc_the_component_has_not_seen_has_no_facts(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    assert doc._.facts == ()
    assert doc._.trade_document is None


def test_a_date_of_publication_may_be_given(nlp: Language) -> None:
    doc = nlp.make_doc("Kenya's exports rose 5 percent last year.")
    doc.user_data["published"] = "2021-03-04"
    [fact] = nlp(doc)._.facts
    assert fact.period is not None
    assert (fact.period.start.isoformat(), fact.period.end.isoformat()) == ("2020-01-01", "2020-12-31")


def test_what_is_found_survives_bytes(nlp: Language) -> None:
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.facts == doc._.facts
    assert [(span.text, span.label_) for span in back.spans["mentions"]] == [
        (span.text, span.label_) for span in doc.spans["mentions"]
    ]


def test_a_pipeline_with_the_component_survives_the_disk(nlp: Language) -> None:
    back = spacy.blank("en")
    back.add_pipe("trade_facts")
    back.from_bytes(nlp.to_bytes())
    assert back(TEXT)._.facts == nlp(TEXT)._.facts


def test_processes_find_what_one_finds(nlp: Language) -> None:
    alone = [doc._.facts for doc in nlp.pipe(TEXTS)]
    together = [doc._.facts for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)]
    assert together == alone
    assert [str(facts[0].value) for facts in together] == [str(n) for n in range(1, 9)]


def test_two_pipelines_may_have_the_component(nlp: Language) -> None:
    other = spacy.blank("en")
    other.add_pipe("trade_facts", name="facts_again")
    assert other(TEXT)._.facts == nlp(TEXT)._.facts


def test_spacy_finds_the_component_without_an_import_of_the_package() -> None:
    if not any(point.name == "trade_facts" for point in entry_points(group="spacy_factories")):
        pytest.skip("the package is not installed, so spaCy cannot find its entry point; pip install -e .")
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('trade_facts'); "
        "print(len(nlp('Exports rose 5%.')._.facts))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"
