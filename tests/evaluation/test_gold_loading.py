from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation import GoldArticle, load_gold
from extractor.records import GoldError

ARTICLES = Path(__file__).parents[1] / "articles"
Write = Callable[[dict[str, Any]], Path]


def test_the_gold_set_fits_its_articles(golds: tuple[GoldArticle, ...]) -> None:
    assert len(golds) == 5
    for gold in golds:
        assert all(gold.text[mention.start : mention.end] == mention.text for mention in gold.mentions)


@pytest.mark.skipif(not any(ARTICLES.rglob("*.json")), reason="no labelled test articles")
def test_the_labels_of_the_test_articles_fit() -> None:
    assert load_gold(ARTICLES, ARTICLES)


def test_labels_and_articles_may_lie_side_by_side(raw: dict[str, Any], write: Write) -> None:
    folder = write(raw)
    (folder / "floors.json").write_text('{"PLACE.exact": 0.9}')
    (folder / "notes.json").write_text('["not labels"]')
    (folder / "README.md").write_text("about")
    (gold,) = load_gold(folder, folder)
    assert gold.doc_id == "tin"
    assert [fact.id for fact in gold.facts] == ["f1", "f2", "f3", "f4", "f5"]


def _mention(raw: dict[str, Any], i: int, **changes: Any) -> None:
    raw["mentions"][i].update(changes)


def _fact(raw: dict[str, Any], i: int, **changes: Any) -> None:
    raw["facts"][i].update(changes)


def _drop(item: dict[str, Any], *keys: str) -> None:
    for key in keys:
        del item[key]


BREAKS: dict[str, tuple[Callable[[dict[str, Any]], None], str, str]] = {
    "digest": (lambda raw: raw.update(sha256="00"), "sha256", "restore the article"),
    "name": (lambda raw: raw.update(doc_id="lead"), "doc_id", "make it 'tin'"),
    "offset": (lambda raw: _mention(raw, 5, start=3, end=14), "mention m6", "starts at 97"),
    "offset beyond the end": (lambda raw: _mention(raw, 0, start=9000, end=9009), "mention m1", "starts at 74"),
    "negative offset": (lambda raw: _mention(raw, 0, start=-5, end=4), "mention m1", "starts at 9"),
    "empty span": (lambda raw: _mention(raw, 0, start=9, end=9, text=""), "mention m1", "correct the offsets"),
    "text": (lambda raw: _mention(raw, 7, text="Borduria"), "mention m8", "correct the offsets"),
    "label": (lambda raw: _mention(raw, 0, label="RIVER"), "mentions.m1.label", "'RIVER'"),
    "overlap": (
        lambda raw: raw["mentions"].append(
            {"id": "m11", "label": "QUANTITY", "start": 98, "end": 100, "text": "30", "value": "30", "unit": "tins"}
        ),
        "mention m11",
        "spans never overlap",
    ),
    "same id": (lambda raw: _mention(raw, 1, id="m1"), "mentions m1", "give each its own"),
    "currency": (lambda raw: _mention(raw, 5, unit="dollars"), "mention m6", "ISO 4217"),
    "unknown currency": (lambda raw: _mention(raw, 5, unit="XXZ"), "mention m6", "ISO 4217"),
    "percent": (lambda raw: _mention(raw, 4, unit="%"), "mention m5", "'percent' or 'percentage_point'"),
    "multiple": (lambda raw: _mention(raw, 4, label="MULTIPLE", unit="times"), "mention m5", "write 'fold'"),
    "rank": (lambda raw: _mention(raw, 1, label="RANK", unit="place"), "mention m2", "write 'rank'"),
    "quantity": (lambda raw: _mention(raw, 1, unit=" "), "mention m2", "noun that is counted"),
    "no value": (lambda raw: _mention(raw, 1, value=None), "mention m2", "plain decimal"),
    "no number": (lambda raw: _mention(raw, 1, value="many"), "mentions.m2.value", "'many'"),
    "range": (lambda raw: _mention(raw, 1, value_high="1500"), "mention m2", "from low to high"),
    "bound": (lambda raw: _mention(raw, 1, bound="over"), "mentions.m2.bound", "'over'"),
    "foreign key": (lambda raw: _mention(raw, 2, unit="months"), "mention m3", "a PERIOD has no 'unit'"),
    "date": (
        lambda raw: _mention(raw, 2, period={"start": "2021-05-01", "end": "2021-05-32"}),
        "mentions.m3.period.end",
        "2021-05-32",
    ),
    "backward period": (
        lambda raw: _mention(raw, 2, period={"start": "2021-05-31", "end": "2021-05-01"}),
        "mention m3",
        "swap or correct",
    ),
    "unknown place": (lambda raw: _mention(raw, 0, place="ruritania"), "mention m1", "add it to places"),
    "no place": (lambda raw: _drop(raw["mentions"][0], "place"), "mention m1", "add it to places"),
    "unknown key": (lambda raw: _fact(raw, 0, certainty="high"), "facts.f1.certainty", "unknown key"),
    "unknown key above": (lambda raw: raw.update(author="me"), "author", "unknown key"),
    "text in the file": (lambda raw: raw.update(text="me"), "unknown key 'text'", "remove it"),
    "missing part": (lambda raw: _drop(raw, "places"), "places", "required"),
    "missing doc_id": (lambda raw: _drop(raw, "doc_id"), "doc_id", "required"),
    "measure": (lambda raw: _fact(raw, 0, measure="size"), "facts.f1.measure", "'size'"),
    "value": (lambda raw: _fact(raw, 0, value="m99"), "fact f1", "name the mention"),
    "value a place": (lambda raw: _fact(raw, 0, value="m1"), "fact f1", "anchored on a figure"),
    "value twice": (lambda raw: _fact(raw, 0, value="m5"), "mention m5", "at most one fact"),
    "fact's place": (lambda raw: _fact(raw, 0, places=["freedonia", "moon"]), "fact f1", "place 'moon' is no place"),
    "whole's place": (lambda raw: _fact(raw, 0, whole="trade@moon"), "fact f1", "whole 'trade@moon'"),
    "whole's form": (lambda raw: _fact(raw, 0, whole="trade"), "fact f1", "indicator@place"),
    "equivalent": (lambda raw: _fact(raw, 2, equivalents=["m9"]), "fact f3", "other currency"),
    "own equivalent": (lambda raw: _fact(raw, 2, equivalents=["m6"]), "fact f3", "other currency"),
    "other without text": (lambda raw: _fact(raw, 0, indicator="other"), "fact f1", "noun phrase"),
    "base period alone": (
        lambda raw: _fact(raw, 0, base_period={"start": "2020-05-01", "end": "2020-05-31"}),
        "fact f1",
        "what kind of base",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_file_is_refused_with_file_item_and_remedy(raw: dict[str, Any], write: Write, case: str) -> None:
    damage, item, remedy = BREAKS[case]
    damage(raw)
    folder = write(raw)
    with pytest.raises(GoldError) as error:
        load_gold(folder, folder)
    lines = [line for line in str(error.value).splitlines() if item in line]
    assert lines
    assert all(line.startswith("tin.json: ") for line in lines)
    assert any(remedy in line for line in lines)


def test_all_problems_are_named_but_not_hundreds(raw: dict[str, Any], write: Write) -> None:
    for mention in raw["mentions"]:
        mention["text"] += "!"
    raw["sha256"] = ""
    folder = write(raw)
    with pytest.raises(GoldError, match="and 1 more") as error:
        load_gold(folder, folder)
    assert len(str(error.value).splitlines()) == 11


def test_a_missing_article_or_folder_is_named(raw: dict[str, Any], write: Write, tmp_path: Path) -> None:
    folder = write(raw)
    with pytest.raises(GoldError, match="nowhere"):
        load_gold(folder / "nowhere", folder)
    (folder / "tin.txt").unlink()
    with pytest.raises(GoldError, match=r"tin\.json: no article"):
        load_gold(folder, folder)
    (folder / "tin.json").unlink()
    with pytest.raises(GoldError, match="holds no gold file"):
        load_gold(folder, folder)


def test_broken_json_and_undecodable_articles_are_named(raw: dict[str, Any], write: Write) -> None:
    folder = write(raw)
    (folder / "tin.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldError, match=r"'tin\.txt' is not UTF-8"):
        load_gold(folder, folder)
    for hollow in ("{}", "[]"):
        (folder / "tin.txt").write_text("Tin.")
        (folder / "tin.json").write_text(hollow)
        with pytest.raises(GoldError, match=r"tin\.json: no doc_id, mentions or facts to label 'tin\.txt'"):
            load_gold(folder, folder)
    (folder / "tin.json").write_text("{")
    with pytest.raises(GoldError, match=r"tin\.json: not JSON"):
        load_gold(folder, folder)


def test_a_name_labelled_twice_is_refused(raw: dict[str, Any], write: Write) -> None:
    folder = write(raw)
    (folder / "more").mkdir()
    for ending in ("txt", "json"):
        (folder / "more" / f"tin.{ending}").write_bytes((folder / f"tin.{ending}").read_bytes())
    with pytest.raises(GoldError, match="'tin' in 2 files"):
        load_gold(folder, folder)
