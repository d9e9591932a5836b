from __future__ import annotations

from typing import Any

import pytest

from extractor.evaluation import GoldArticle
from extractor.evaluation.agreement import Names, judge
from extractor.evaluation.wording import content_words, heads, normal, same_phrase, within
from extractor.records import Document, Evidence, Place


def _place(name: str, name_id: str = "x") -> Place:
    return Place(name=name, kind="country", id=name_id)


def _judged(tin: GoldArticle, document: Document, at: int = 1, **changes: Any) -> dict[str, bool | None]:
    found = document.facts[at].model_copy(update=changes)
    verdicts = judge(tin, tin.facts[at], found, Names(tin, document))
    return {slot: verdict.right for slot, verdict in verdicts.items()}


@pytest.mark.parametrize("name", ["Freedonia", "FREEDONIA", "“Freedonia”", "Freedonia’s", "The\xa0Republic"])
def test_a_place_is_known_by_name_or_alias(tin: GoldArticle, found: Document, name: str) -> None:
    assert _judged(tin, found, place=_place(name))["place"] is True


def test_a_new_name_is_known_by_the_mentions_it_stands_for(tin: GoldArticle, found: Document) -> None:
    nova = _place("Nova Freedonia", "nova")
    mentions = tuple(
        one.model_copy(update={"place": nova}) if one.place and one.place.name == "Freedonia" else one
        for one in found.mentions
    )
    document = found.model_copy(update={"mentions": mentions})
    assert _judged(tin, document, place=nova)["place"] is True
    assert _judged(tin, found, place=nova)["place"] is False


def test_a_single_mention_does_not_vouch_for_itself(tin: GoldArticle, found: Document) -> None:
    odd = _place("Oddland", "odd")
    mentions = tuple(
        one.model_copy(update={"place": odd}) if one.place and one.place.name == "Sylvania" else one
        for one in found.mentions
    )
    names = Names(tin, found.model_copy(update={"mentions": mentions}))
    assert names.meant(odd) == {"sylvania"}
    assert names.meant(odd, votes=2) == set()


def test_where_a_place_was_read_decides_only_what_its_name_leaves_open(tin: GoldArticle, found: Document) -> None:
    evidence = {**found.facts[1].evidence, "place": Evidence(start=tin.mentions[0].start, end=tin.mentions[0].end)}
    assert _judged(tin, found, place=_place("Ruritania"), evidence=evidence)["place"] is True
    assert _judged(tin, found, place=_place("Sylvania"), evidence=evidence)["place"] is False
    assert _judged(tin, found, place=None, evidence=evidence)["place"] is False


def test_partners_are_a_set_of_names(tin: GoldArticle, found: Document) -> None:
    sylvania, freedonia = _place("Sylvania", "1"), _place("Freedonia", "2")
    fact = tin.facts[3].model_copy(update={"partners": ("Sylvania", "the republic", "Borduria")})
    gold = tin.model_copy(update={"facts": (*tin.facts[:3], fact)})
    all_three = (_place("Borduria", "3"), freedonia, sylvania)
    assert _judged(gold, found, 3, partners=all_three)["partners"] is True
    assert _judged(gold, found, 3, partners=all_three[1:])["partners"] is False
    assert _judged(gold, found, 3, partners=(*all_three, _place("Syldavia", "4")))["partners"] is False
    assert _judged(gold, found, 3, partners=(sylvania, sylvania, freedonia))["partners"] is False


def test_slots_both_sides_leave_empty_do_not_count(tin: GoldArticle, found: Document) -> None:
    verdicts = _judged(tin, found)
    empty = {slot for slot, right in verdicts.items() if right is None}
    assert empty == {"indicator_text", "partners", "segment", "equivalents", "base_period", "whole", "among", "source"}


def test_an_open_period_accepts_any(tin: GoldArticle, found: Document) -> None:
    gold = tin.model_copy(update={"facts": (tin.facts[0].model_copy(update={"period_optional": True}), *tin.facts[1:])})
    assert _judged(gold, found, 0, period=None)["period"] is None
    assert _judged(tin, found, 0, period=None)["period"] is False


def test_units_of_quantities_fold_case_and_space(tin: GoldArticle, found: Document) -> None:
    assert _judged(tin, found, 0, unit=" teus")["unit"] is True
    assert _judged(tin, found, 0, unit="boxes")["unit"] is False
    assert _judged(tin, found, 2, unit="usd")["unit"] is False


def test_a_falling_range_may_run_either_way(tin: GoldArticle, found: Document) -> None:
    mentions = tuple(one.model_copy(update={"value_high": 6}) if one.id == "m9" else one for one in tin.mentions)
    gold = tin.model_copy(update={"mentions": mentions})
    assert _judged(gold, found, 3, value=-3, value_high=-6)["value"] is True
    assert _judged(gold, found, 3, value=-6, value_high=-3)["value"] is True
    assert _judged(gold, found, 3, value=3, value_high=6)["value"] is False


def test_wordings() -> None:
    assert normal("The Port of  Rotterdam’s") == "port of rotterdam"
    assert normal("The") == "the"
    assert normal("") == ""
    assert heads("") == frozenset()
    assert heads("of tin") == {"tin"}
    assert heads("total value of goods exports to Asia") == {"export"}
    assert heads("economic and trade pact") == {"pact"}
    assert heads("goods and services in transit") == {"good", "service"}
    assert content_words("the bus lines") == {"bus", "line"}
    assert same_phrase("tin and lead", "lead, tin")
    assert not same_phrase("tin", "tin ore")
    assert within("Ana Lima, head of customs", "Ana Lima")
    assert not within("", "Ana Lima")
