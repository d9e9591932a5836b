"""Writing: a line a record, all files whole or none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.records import Document, Evidence, Fact, Failure, InputError, Label, Mention
from extractor.writing import read_run, write_run
from extractor.writing.jsonl import FILES

FAILURE = Failure(path="b.txt", reason="is empty", remedy="fill it or take it away")


def document(doc_id: str = "a", title: str | None = "Zölle – trade up") -> Document:
    mention = Mention(
        label=Label.PERCENT, start=13, end=17, text="5.0%", rule="sign", value=Decimal("5.0"), unit="percent"
    )
    fact = Fact(
        id=f"{doc_id}-1",
        doc_id=doc_id,
        measure="growth",
        indicator="exports",
        value=Decimal("5.0"),
        unit="percent",
        evidence={"value": Evidence(start=13, end=17), "sentence": Evidence(start=0, end=18)},
    )
    return Document(
        doc_id=doc_id,
        published=None,
        reference=date(2024, 1, 31),
        title=title,
        sha256="0" * 64,
        text="Exports grew 5.0%.",
        mentions=(mention,),
        facts=(fact,),
        notes=("decoded as cp1252, not UTF-8",),
    )


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_a_record_with_its_fields_in_order(tmp_path: Path) -> None:
    summary = write_run([document("a"), FAILURE, document("c")], tmp_path / "new" / "out")
    out = tmp_path / "new" / "out"
    assert (summary.articles, summary.facts, summary.mentions, summary.failures) == (2, 2, 2, (FAILURE,))
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    facts, mentions = lines(out / "facts.jsonl"), lines(out / "mentions.jsonl")
    assert [Fact.model_validate(fact) for fact in facts] == [document("a").facts[0], document("c").facts[0]]
    assert list(facts[0]) == list(Fact.model_fields)
    assert facts[0]["value"] == "5"
    assert list(mentions[0]) == ["doc_id", *Mention.model_fields]
    assert lines(out / "failures.jsonl") == [FAILURE.model_dump()]
    assert lines(out / "articles.jsonl")[0] == {
        "doc_id": "a",
        "published": None,
        "reference": "2024-01-31",
        "title": "Zölle – trade up",
        "sha256": "0" * 64,
        "mentions": 1,
        "facts": 1,
        "notes": ["decoded as cp1252, not UTF-8"],
        "checks": [],
        "text": "Exports grew 5.0%.",
    }


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_run([document(), FAILURE], tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_interrupted_run_leaves_the_last_whole_one(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Document]:
        yield document("b")
        raise KeyboardInterrupt

    write_run([document("a")], tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_run(interrupted(), tmp_path)
    assert lines(tmp_path / "articles.jsonl")[0]["doc_id"] == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_documents_are_written_as_they_come(tmp_path: Path) -> None:
    def endless() -> Iterator[Document]:
        for number in range(3):
            yield document(str(number))
            assert not (tmp_path / "facts.jsonl").exists()

    assert write_run(endless(), tmp_path).facts == 3


def test_a_document_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    summary = write_run([document(title="half \ud83d"), document("c")], tmp_path)
    assert (summary.articles, len(summary.failures)) == (1, 1)
    assert "surrogates" in summary.failures[0].reason
    assert len(lines(tmp_path / "facts.jsonl")) == 1


def test_a_failure_whose_file_has_no_name_in_unicode_has_its_line(tmp_path: Path) -> None:
    failure = Failure(path="caf\udce9.txt", reason="is empty", remedy="fill it")
    summary = write_run([failure, document("c")], tmp_path)
    assert (summary.articles, summary.failed) == (1, 1)
    assert lines(tmp_path / "failures.jsonl")[0]["path"] == "caf\\udce9.txt"


def test_articles_of_before_texts_were_kept_are_to_be_extracted_anew(tmp_path: Path) -> None:
    write_run([document()], tmp_path)
    article = lines(tmp_path / "articles.jsonl")[0]
    del article["text"]
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n")
    with pytest.raises(InputError, match=r"articles\.jsonl' holds articles without text; extract them anew"):
        list(read_run(tmp_path))


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_file_is_no_folder_to_write_in(tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="give a folder") as caught:
        write_run([document()], tmp_path / out)
    assert out in str(caught.value)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_may_not_be_written_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        write_run([document()], tmp_path)


def test_a_folder_of_the_name_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").mkdir()
    with pytest.raises(InputError, match=r"cannot write .*facts\.jsonl.*; remove it or give another folder"):
        write_run([document("a")], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.jsonl"]
