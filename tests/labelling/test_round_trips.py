"""There and back, and nothing is lost: every gold file, what the rules find, and whatever gold may hold."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling.conftest import TOOLS

from extractor.evaluation import GoldArticle, gold_as_documents, load_gold
from extractor.labelling import brat, export_labels, import_labels, label_studio
from extractor.labelling.corrections import gold_of, gold_text
from extractor.labelling.sheet import Sheet, sheet_of
from extractor.labelling.slots import FIGURES
from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document
from extractor.writing import write_run

ROOT = Path(__file__).parents[2]
SETS = {
    "gold": (ROOT / "gold", ROOT / "corpus"),
    "dev": (ROOT / "tests/articles/dev",) * 2,
    "held": (ROOT / "tests/articles/held",) * 2,
}


def back(sheet: Sheet, tool: str, folder: Path) -> Sheet:
    """A sheet as it comes out of the files of a tool."""
    files = brat.files_of([sheet]) if tool == "brat" else label_studio.files_of([sheet], reviewed=True, details={})
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    (found,), skipped = brat.sheets_of(folder) if tool == "brat" else label_studio.sheets_of(folder)
    assert skipped == []
    if tool == "label-studio":
        (task,) = json.loads(files["tasks.json"])
        results = task["annotations"][0]["result"]
        pairs = [(one["from_id"], one["to_id"]) for one in results if one["type"] == "relation"]
        assert len(pairs) == len(set(pairs))  # of two it would drop one
        assert not any("#" in name for one in results for name in (one.get("id", ""), *one.get("from_id", "")))
    return found


def by_id(items: Any) -> dict[str, Any]:
    return {item.id: item for item in items}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", SETS)
def test_gold_comes_back_the_same_to_the_byte(name: str, tool: str, tmp_path: Path) -> None:
    gold, corpus = SETS[name]
    count = export_labels(gold, tool, tmp_path / "tool", corpus=corpus).articles
    done = import_labels(tmp_path / "tool", tool, tmp_path / "gold", corpus=corpus)
    assert {str(changes) for changes in done.articles.values()} == {"unchanged"}
    paths = sorted((tmp_path / "gold").rglob("*.json"))
    assert len(paths) == count > 0
    for path in paths:
        assert path.read_bytes() == (gold / path.name).read_bytes()


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", SETS)
def test_the_tool_alone_holds_every_record(name: str, tool: str, tmp_path: Path) -> None:
    """Without the mentions and facts of the gold file that goes along, what the tool shows makes the same ones."""
    for article in load_gold(*SETS[name]):
        bare = gold_text({**json.loads(article.model_dump_json(exclude={"text"})), "mentions": [], "facts": []})
        sheet = back(sheet_of(article, "article", bare), tool, tmp_path)
        made = GoldArticle.model_validate({**json.loads(gold_of(sheet)), "text": article.text})
        assert made.places == article.places
        assert by_id(made.mentions) == by_id(article.mentions)
        assert by_id(made.facts) == by_id(article.facts)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_rules_find_becomes_gold_with_every_slot(tool: str, tmp_path: Path) -> None:
    documents = [item for item in Extractor().pipe(read_articles(ROOT / "corpus")) if isinstance(item, Document)]
    write_run(documents, tmp_path / "run")
    assert export_labels(tmp_path / "run", tool, tmp_path / "tool").articles == len(documents) == 5
    if tool == "label-studio":
        tasks = json.loads((tmp_path / "tool/tasks.json").read_bytes())
        assert tasks[0]["data"]["title"]
        submitted = [{"data": task["data"], "annotations": task["predictions"]} for task in tasks]
        (tmp_path / "tool/tasks.json").write_text(json.dumps(submitted))
    import_labels(tmp_path / "tool", tool, tmp_path / "gold", corpus=tmp_path / "corpus")
    golds = gold_as_documents(load_gold(tmp_path / "gold", tmp_path / "corpus"))
    for document in documents:
        gold = golds[document.doc_id]
        for found, held in zip(document.mentions, gold.mentions, strict=True):
            kept = {"label", "start", "end", "text", "value", "value_high", "unit", "bound", "nominal", "period"}
            assert found.model_dump(include=kept) == held.model_dump(include=kept)
            assert (found.place and found.place.id) == (held.place and held.place.id)
        for fact, same in zip(document.facts, gold.facts, strict=True):
            lost = {"id", "evidence", "place", "partners", "period", "whole"}
            assert fact.model_dump(exclude=lost) == same.model_dump(exclude=lost)
            assert (fact.place and fact.place.id) == (same.place and same.place.id)
            assert [one.name for one in fact.partners] == [one.name for one in same.partners]
            assert (fact.period and fact.period.timex) == (same.period and same.period.timex)
            assert (fact.whole and fact.whole.indicator) == (same.whole and same.whole.indicator)


def test_articles_are_read_where_there_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text("Norway's exports rose 5 percent in 2023.")
    (tmp_path / "news/b.txt").write_bytes(b"")
    done = export_labels(tmp_path / "news", "brat", tmp_path / "tool")
    assert (done.articles, [Path(failure.path).name for failure in done.failures]) == (1, ["b.txt"])
    assert "PERCENT:T" in (tmp_path / "tool/a.ann").read_text()


def test_an_address_becomes_a_file_below_the_folder(tmp_path: Path) -> None:
    rows = [{"id": "https://example.org/../a?b", "text": "Imports fell 3 percent."}, {"id": "x.y", "text": "None."}]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    export_labels(tmp_path / "news.jsonl", "brat", tmp_path / "tool")
    import_labels(tmp_path / "tool", "brat", tmp_path / "gold", corpus=tmp_path / "corpus")
    names = [article.doc_id for article in load_gold(tmp_path / "gold", tmp_path / "corpus")]
    assert names[1] == "x.y"
    assert names[0].startswith("a_b-")


@pytest.mark.parametrize("tool", TOOLS)
def test_an_address_of_any_length_becomes_names_of_files(tool: str, tmp_path: Path) -> None:
    ids = ["https://example.org/" + "a" * 300, "https://example.org/" + "a" * 301, "é" * 300, "/".join("n" * 3_000)]
    rows = [{"id": name, "text": "Imports fell 3 percent."} for name in ids]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    export_labels(tmp_path / "news.jsonl", tool, tmp_path / "tool")
    if tool == "label-studio":
        tasks = json.loads((tmp_path / "tool/tasks.json").read_bytes())
        submitted = [{"data": task["data"], "annotations": task["predictions"]} for task in tasks]
        (tmp_path / "tool/tasks.json").write_text(json.dumps(submitted))
    done = import_labels(tmp_path / "tool", tool, tmp_path / "gold", corpus=tmp_path / "corpus")
    assert len(done.articles) == len(ids)
    assert all(len(name.encode()) < 200 for name in done.articles)
    assert load_gold(tmp_path / "gold", tmp_path / "corpus")


# ── whatever gold may hold ──────────────────────────────────────────────────────────────────────

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
PIECES = st.one_of(
    WORDS, st.sampled_from(["🚢", "\n", "\r\n", "\u2028", "é", "tin", "| a: b", "\\u0041", "\ufeff", " ", "𝟗"])
)
NAMES = st.one_of(WORDS, st.sampled_from([f"{letter}{number}" for letter in "mfprTE#" for number in range(1, 5)]))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def articles(draw: st.DrawFn) -> GoldArticle:
    """An article of gold's shape, its meaning left aside: any text, ids, figures and slots."""
    pieces = draw(st.lists(PIECES, min_size=4, max_size=16))
    text, spans, end = "".join(pieces), [], 0
    for piece in pieces:
        start, end = end, end + len(piece)
        if piece[0] not in BREAKS and piece[-1] not in BREAKS and draw(st.booleans()):
            spans.append((start, end))
    period = st.none() | st.builds(lambda one, two: {"start": min(one, two), "end": max(one, two)}, DAYS, DAYS)
    slot = st.none() | st.sampled_from(pieces) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    ids = draw(st.lists(NAMES, min_size=2 * len(spans), max_size=2 * len(spans), unique=True))
    places = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    mentions: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    for name, other, (start, end) in zip(ids[::2], ids[1::2], spans, strict=True):
        label = draw(st.sampled_from([*FIGURES, "PERIOD", "PLACE", "ZONE"]))
        mention: dict[str, Any] = {"id": name, "label": label, "start": start, "end": end, "text": text[start:end]}
        mention["optional"] = draw(st.booleans())
        if label in FIGURES:
            mention["value"] = draw(st.decimals(Decimal(-99), Decimal(10) ** 12, places=3))
            mention["unit"] = draw(slot)
            mention["bound"] = draw(st.sampled_from([None, "exact", "about"]))
            facts.append({"id": other, "value": name, "measure": "level", "indicator": "exports"})
        elif label == "PERIOD":
            mention["period"] = draw(period)
        else:
            mention |= {"place": draw(st.sampled_from(places)), "nominal": draw(st.booleans())}
        mentions.append(mention)
    amounts = [mention["id"] for mention in mentions if mention["label"] == "MONEY"]
    for fact in facts:
        for key in ("indicator_text", "commodity", "segment", "whole", "among", "source"):
            fact[key] = draw(slot)
        fact |= {
            "places": draw(st.lists(st.sampled_from(places), max_size=3)),
            "partners": draw(st.lists(slot.filter(lambda held: held is not None), max_size=2)),
            "equivalents": draw(st.permutations(amounts))[: draw(st.integers(0, 2))],
            "period": draw(period),
            "base_period": draw(period),
            "base": draw(st.sampled_from([None, "yoy", "since"])),
            "sign": draw(st.sampled_from([None, "-"])),
            "status": draw(st.sampled_from(["actual", "target"])),
            "optional": draw(st.booleans()),
            "period_optional": draw(st.booleans()),
        }
    spoken = [{"id": name, "name": name, "kind": "city", "aliases": (name,)} for name in places]
    sha = hashlib.sha256(text.encode()).hexdigest()
    whole = {"doc_id": "a", "sha256": sha, "places": spoken, "mentions": mentions, "facts": facts, "text": text}
    return GoldArticle.model_validate(whole)


@pytest.mark.parametrize("tool", TOOLS)
@given(article=articles())
def test_whatever_gold_holds_comes_back(tool: str, article: GoldArticle) -> None:
    raw = json.loads(article.model_dump_json(exclude={"text"}))
    for gold in (gold_text(raw), gold_text({**raw, "mentions": [], "facts": []})):
        with TemporaryDirectory() as folder:
            sheet = back(sheet_of(article, "article", gold), tool, Path(folder))
        made = gold_of(sheet)
        again = GoldArticle.model_validate({**json.loads(made), "text": article.text})
        assert by_id(again.mentions) == by_id(article.mentions)
        assert by_id(again.facts) == by_id(article.facts)
        assert again.places == article.places
        if gold == gold_text(raw):
            assert made == gold
