"""Whatever comes back from a tool, it is taken or refused with a reason; and long articles take no longer a word."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.labelling.conftest import Desk

from extractor.evaluation import GoldArticle
from extractor.labelling.corrections import gold_of, gold_text
from extractor.labelling.sheet import sheet_of
from extractor.records import GoldError, InputError

KEYS = ["id", "type", "value", "text", "labels", "start", "end", "from_id", "to_id", "mentions", "facts", "places"]
ODD = st.sampled_from(
    ["", "m1", "m6", "f1", "places", "\ud83d", "\0", "../x", "a/b", "1e999999999", "nan", "7" * 5_000, "2021-05-01/"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**30) | st.text(max_size=3) | ODD
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


def paths(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return [path] * bool(path) + [deeper for key, value in inner for deeper in paths(value, (*path, key))]


def spoil(held: Any, data: st.DataObject) -> Any:
    """Put anything at one or two places of a JSON value, or take away what is there."""
    for _ in range(data.draw(st.integers(1, 2))):
        if not (found := paths(held)):
            return held
        *above, last = data.draw(st.sampled_from(found))
        inner = held
        for step in above:
            inner = inner[step]
        if data.draw(st.booleans()):
            inner[last] = data.draw(ANYTHING)
        else:
            del inner[last]
    return held


def taken_or_refused(desk: Desk, tool: str) -> None:
    with suppress(InputError, GoldError):
        assert desk.take_back(tool).articles.keys() <= {"tin"}


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_label_studio_gives_back(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.export("label-studio")
        tasks = desk.tasks()
        if data.draw(st.booleans()):
            gold = spoil(json.loads(tasks[0]["data"]["gold"]), data)
            tasks[0]["data"]["gold"] = json.dumps(gold)
        else:
            tasks = spoil(tasks, data)
        (desk.tool / "tasks.json").write_text(json.dumps(tasks))
        taken_or_refused(desk, "label-studio")


@settings(max_examples=100)
@given(data=st.data())
def test_whatever_stands_beside_a_collection_or_where_it_goes(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.export("brat")
        path = data.draw(st.sampled_from([desk.tool / "tin.json", desk.gold / "tin.json"]))
        path.write_text(json.dumps(spoil(json.loads(path.read_bytes()), data)))
        taken_or_refused(desk, "brat")


@settings(max_examples=100)
@given(data=st.data())
def test_whatever_stands_in_a_line_of_brat(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.export("brat")
        lines = desk.ann()
        at = data.draw(st.integers(0, len(lines) - 1))
        parts = re.split(r"([\t :;|]+)", lines[at])
        nth = data.draw(st.integers(0, len(parts) - 1))
        parts[nth] = data.draw(ODD | st.text(max_size=4) | st.sampled_from(["E1", "T6", "9" * 5_000, "\t", "\\ud83d"]))
        lines[at] = "".join(parts)
        desk.tool.joinpath("tin.ann").write_bytes("\n".join(lines).encode(errors="replace"))
        taken_or_refused(desk, "brat")


# ── length ──────────────────────────────────────────────────────────────────────────────────────

LONGER, MUCH_LONGER = 4, 10  # a square would take 16 times as long


def long_article(facts: int) -> GoldArticle:
    """As many sentences as facts, each of goods, a seller, a place and a year of its own."""
    text, mentions, told, places = "", [], [], []
    for nth in range(facts):
        goods, seller, place, year = f"grade {nth} tin", f"Mine {nth}", f"Port{nth}", str(1900 + nth % 100)
        sentence = f"{seller} said exports of {goods} from {place} rose {nth} percent in {year}. "
        period = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
        at = {word: len(text) + sentence.index(word) for word in (place, f"{nth} percent", year)}
        span = {word: {"start": start, "end": start + len(word), "text": word} for word, start in at.items()}
        places.append({"id": place, "name": place, "kind": "port"})
        mentions += [
            {"id": f"m{3 * nth}", "label": "PLACE", "place": place, **span[place]},
            {"id": f"m{3 * nth + 1}", "label": "PERCENT", "value": nth, "unit": "percent", **span[f"{nth} percent"]},
            {"id": f"m{3 * nth + 2}", "label": "PERIOD", "period": period, **span[year]},
        ]
        slots = {"places": [place], "commodity": goods, "source": seller, "period": period}
        told.append({"id": f"f{nth}", "value": f"m{3 * nth + 1}", "measure": "growth", "indicator": "exports", **slots})
        text += sentence
    digest = hashlib.sha256(text.encode()).hexdigest()
    items = {"places": places, "mentions": mentions, "facts": told}
    return GoldArticle.model_validate({"doc_id": "long", "sha256": digest, "text": text, **items})


def seconds(facts: int) -> float:
    """The least of three runs, there and back, of an article whose gold is there and of one where all is new."""
    article = long_article(facts)
    raw = json.loads(article.model_dump_json(exclude={"text"}))
    times = []
    for _ in range(3):
        start = process_time()
        for gold in (gold_text(raw), gold_text({**raw, "mentions": [], "facts": []})):
            gold_of(sheet_of(article, "long", gold))
        times.append(process_time() - start)
    return min(times)


def test_every_slot_of_a_long_article_is_shown_as_a_relation() -> None:
    relations = sheet_of(long_article(50), "long", "").relations
    assert [one.slot for one in relations] == ["place", "commodity", "period", "source"] * 50


def test_time_is_linear() -> None:
    assert seconds(300 * LONGER) / seconds(300) < MUCH_LONGER
