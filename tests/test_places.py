"""What holds for every text, and how the mentions of one article hang together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.gazetteer import gazetteer
from extractor.mentions.places import find_places
from extractor.records import Article, Mention

gazetteer()  # its loading is no part of an example's time
CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))


def find(text: str, blocked: tuple[tuple[int, int], ...] = ()) -> list[Mention]:
    return find_places(Article(doc_id="example", text=text, sha256=""), blocked)


def check(text: str, mentions: list[Mention]) -> None:
    end = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end, "in order, never overlapping"
        assert mention.place is not None
        assert mention.rule
        assert mention.label in {"PLACE", "ZONE"}
        end = mention.end


# ── any text ────────────────────────────────────────────────────────────────────────────────────

WORDS = (
    "China Kashi Georgia U.S. the this zone Port port of Free Trade Zone ( ) , . ’s - “ ” İstanbul Comprehensive "
    "Bonded BEIJING EXPORTS Wang Bank city in district County (JAFZA) national average 7 and & É 北京"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u00a0", "\r\n"])


@given(st.lists(PIECES, max_size=40).map(" ".join))
@settings(max_examples=300)
def test_any_mix_of_names_and_words(text: str) -> None:
    check(text, find(text))


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(text, find(text))


@pytest.mark.parametrize(
    "text",
    [
        "A" * 100_000,
        "A " * 50_000,
        "China " * 20_000,
        "China-" * 20_000,
        "the zone " * 10_000,
        "Port of " * 10_000,
        "(" * 50_000,
        "Free Trade Zone " * 5_000,
        "A (B) " * 10_000 + "Zone",
        "Ordos Zone (AB) " * 3_000,
        "’s " * 30_000,
        "İ" * 20_000 + " China",
        "\n" * 50_000,
        "Wang County " * 5_000,
        "U.S.-China-" * 5_000,
        "BEIJING, " * 10_000,
        "Kingston, Ontario, " * 3_000,
        "Cairo, Illinois. " * 3_000,
        "Beicang district in Ningbo " * 2_000,
        "the kingdom of France, the kingdom " * 3_000,
        "Mr. Jordan said. Jordan, the " * 3_000,
        "the tanker Stena " * 5_000,
        "free zones of Sohar, Salalah and Duqm " * 1_000,
        "Sa\u0303o\u200b Paulo " * 5_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text(text: str) -> None:
    check(text, find(text))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_same_text_same_mentions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    mentions = find(text)
    check(text, mentions)
    assert mentions == find(text)
    assert {mention.label for mention in mentions} == {"PLACE", "ZONE"}


def test_nothing_overlaps_what_is_blocked() -> None:
    text = "Exports of China and the Port of Rotterdam; the port grew."
    assert [mention.text for mention in find(text)] == ["China", "Port of Rotterdam", "the port"]
    china, rotterdam, nominal = ((mention.start, mention.end) for mention in find(text))
    assert [mention.text for mention in find(text, (china,))] == ["Port of Rotterdam", "the port"]
    assert "Port of Rotterdam" not in [mention.text for mention in find(text, (rotterdam,))]
    assert [mention.text for mention in find(text, (nominal,))] == ["China", "Port of Rotterdam"]


# ── one place, one record ───────────────────────────────────────────────────────────────────────


def test_mentions_of_a_place_share_it() -> None:
    text = "Exports of Inner Mongolia autonomous region rose. Inner Mongolia borders Russia. The region is large."
    first, second, _, region = find(text)
    assert first.place is second.place is region.place
    assert first.place is not None
    assert first.place.name == "Inner Mongolia autonomous region"


def test_ids_do_not_depend_on_the_article() -> None:
    one = find("Khorgos Highway Port grew.")[0].place
    other = find("Trucks passed through Horgos Highway Port in Xinjiang.")[0].place
    assert one
    assert other
    assert one.id == other.id == "port:cn-horgos-highway-port"


def test_a_zone_lies_where_the_article_says_then_where_the_gazetteer_says() -> None:
    place = find("The Greenfield Bonded Zone in the city of Ordos in Inner Mongolia grew.")[0].place
    assert place
    assert place.within == ("Ordos", "Inner Mongolia", "China")
    place = find("The Ningbo Meishan Bonded Port Area grew.")[0].place
    assert place
    assert place.within[-2:] == ("Zhejiang", "China")


def test_a_line_break_in_a_wrapped_text_joins_a_name_and_after_a_heading_does_not() -> None:
    wrapped = "The minister for foreign trade said that exports to South\nAfrica rose."
    assert [mention.text for mention in find(wrapped)] == ["South\nAfrica"]
    heading = "Trade with the South\nAfrica buys more."
    assert [mention.text for mention in find(heading)] == ["Africa"]


def test_notation_of_a_name_in_capitals() -> None:
    place = find("U.S. DEFICIT WITH SAUDI ARABIA AND INDIA WIDENS")[1].place
    assert place
    assert place.name == "Saudi Arabia"


@pytest.mark.parametrize(
    "text",
    [
        "Cargo at the Paris Port Houston grew.",
        "Trade of the Shanghai, Ningbo and Hongkou free zones bonded zones grew.",
        "Firms in Beicang district in Ningbo grew.",
        "The free zones of Sohar, Salalah and Duqm grew.",
    ],
)
def test_readings_that_compete_leave_one(text: str) -> None:
    mentions = find(text)
    assert mentions
    check(text, mentions)


# ── letters taken apart and invisible marks ─────────────────────────────────────────────────────

APART = (
    "Soybeans left Sa\u0303o Paulo for Co\u0302te d\u2019Ivoire and Tu\u0308rkiye; "
    "Rot\u00adter\u00addam and\u200b Mos\u200bcow\u200b bought none."
)


def test_letters_taken_apart_are_read_where_they_stand() -> None:
    mentions = find(APART)
    check(APART, mentions)
    assert [mention.place and mention.place.country for mention in mentions] == ["BR", "CI", "TR", "NL", "RU"]
    assert [mention.text for mention in mentions][-2:] == ["Rot\u00adter\u00addam", "Mos\u200bcow"]
    assert mentions[0].place is not None
    assert mentions[0].place.name == "São Paulo"


def test_what_is_something_else_stays_so_in_letters_taken_apart() -> None:
    paulo = APART.index("Paulo")
    assert find(APART, ((paulo, paulo + 5),))[0].text.startswith("Co")


@given(st.text(alphabet="China e\u0301\u0308\u00ad\u200b\ufeff,\n", max_size=80))
def test_marks_anywhere(text: str) -> None:
    check(text, find(text))


def test_a_port_named_after_a_town_has_its_coordinates() -> None:
    text = (
        "The port of Hamburg grew. Xiamen port, Port Houston and Quayside Port fell, not Hamburg, Xiamen and Houston."
    )
    found = {mention.text: mention.place for mention in find(text) if mention.place}
    for port, town in (("port of Hamburg", "Hamburg"), ("Xiamen port", "Xiamen"), ("Port Houston", "Houston")):
        assert found[town].lat is not None
        assert (found[port].kind, found[port].lat, found[port].lon) == ("port", found[town].lat, found[town].lon)
    assert found["Quayside Port"].lat is None
