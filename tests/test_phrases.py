"""Sentences, their items, and indicator phrases with what hangs on them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import find_mentions
from extractor.phrases import Item, Phrase, Sentence, read_sentences
from extractor.phrases.indicators import find_phrases
from extractor.phrases.items import items_of
from extractor.reading import article_from_text


def sentences_of(text: str) -> list[Sentence]:
    article = article_from_text(text, published="2024-06-15")
    mentions, _ = find_mentions(article)
    return list(read_sentences(article, mentions))


def told(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences_of(text)]


def items(text: str) -> list[Item]:
    return [item for sentence in sentences_of(text) for item in sentence.items]


def phrases(text: str) -> list[Phrase]:
    return [item.phrase for item in items(text) if item.phrase]


# ── sentences ───────────────────────────────────────────────────────────────────────────────────

SPLITS: list[tuple[str, list[str]]] = [
    ("Exports rose. Imports fell.", ["Exports rose.", "Imports fell."]),
    ("Did exports rise? They did! Imports fell.", ["Did exports rise?", "They did!", "Imports fell."]),
    ("Mr. Otieno spoke of tea. Dr. Ali agreed.", ["Mr. Otieno spoke of tea.", "Dr. Ali agreed."]),
    ("Bought by Baobab Ltd. and others, tea rose.", ["Bought by Baobab Ltd. and others, tea rose."]),
    ("J. K. Otieno spoke. Ali agreed.", ["J. K. Otieno spoke.", "Ali agreed."]),
    ("Shipments vs. Orders fell. Imports rose.", ["Shipments vs. Orders fell.", "Imports rose."]),
    ("The U.S. Treasury spoke. Exports rose.", ["The U.S. Treasury spoke.", "Exports rose."]),
    ("Sales to the U.S. rose to 5 billion U.S. dollars. Imports fell.", [
        "Sales to the U.S. rose to 5 billion U.S. dollars.", "Imports fell."]),
    ("On Jan. 31 exports rose 3.2 percent. Imports fell.", ["On Jan. 31 exports rose 3.2 percent.", "Imports fell."]),
    ("Exports rose 3.2 percent to $4.1 billion. Imports fell.", [
        "Exports rose 3.2 percent to $4.1 billion.", "Imports fell."]),
    ('"Exports rose," he said. "Imports fell."', ['"Exports rose," he said.', '"Imports fell."']),
    ("He said “exports rose.” Imports fell.", ["He said “exports rose.”", "Imports fell."]),
    ("Exports rose (see table.) Imports fell.", ["Exports rose (see table.)", "Imports fell."]),
    ("Exports rose; imports fell.", ["Exports rose;", "imports fell."]),
    ("Exports rose 5 percent. $3 billion was oil.", ["Exports rose 5 percent.", "$3 billion was oil."]),
    ("The port moved cargo.The airport did not.", ["The port moved cargo.", "The airport did not."]),
    ("See www.example.org for more. Exports rose.", ["See www.example.org for more.", "Exports rose."]),
    ("Exports rose ... imports fell.", ["Exports rose ... imports fell."]),
    ("Exports rose", ["Exports rose"]),
    ("", []),
    (" \n\t\r\n ", []),
    ("...", ["..."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SPLITS, ids=[text[:40] or "empty" for text, _ in SPLITS])
def test_sentences_end_where_a_reader_would_end_them(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\u2028", "\r"])
def test_a_line_is_a_paragraph_whatever_ends_it(newline: str) -> None:
    text = (
        f"Exports rose on the quays of Mombasa in May{newline}Imports fell. Trade grew.{newline}{newline}Tea slipped."
    )
    found = [(sentence.paragraph, text[sentence.start : sentence.end]) for sentence in sentences_of(text)]
    assert found == [
        (0, "Exports rose on the quays of Mombasa in May"),
        (1, "Imports fell."),
        (1, "Trade grew."),
        (2, "Tea slipped."),
    ]


WRAPPED = """  Kenyan exports rose 4.1 pct in April to 480 mln
dlrs from 461 mln in March, the Central Bureau of
Statistics said. Imports were little changed at
720 mln dlrs.
  The bureau said it expected shipments of coffee
to pick up in the second half of the year as the
drought ends.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_copy_wrapped_by_hand_is_read_over_its_line_ends(newline: str) -> None:
    text = WRAPPED.replace("\n", newline)
    found = [(s.paragraph, " ".join(text[s.start : s.end].split())) for s in sentences_of(text)]
    assert [paragraph for paragraph, _ in found] == [0, 0, 1]
    assert found[0][1].startswith("Kenyan exports rose")
    assert found[0][1].endswith("Statistics said.")
    assert found[1][1] == "Imports were little changed at 720 mln dlrs."
    assert found[2][1].endswith("drought ends.")


def test_bullets_in_wrapped_copy_stay_apart() -> None:
    text = "Figures of the bureau for the month of April:\n" + "\n".join(
        f"- exports of {goods} came to {n} mln dlrs in April"
        for n, goods in enumerate(("tea", "gold", "fish", "rice"), 3)
    )
    assert [line[:11] for line in told(text)] == ["Figures of ", *["- exports o"] * 4]


def test_no_sentence_ends_inside_a_mention() -> None:
    text = "Exports fell to 3.5 mln U.S. Dollars in Jan. 2024. Sales at St. John's Port rose. Tea fell to $4.2bn."
    article = article_from_text(text, published="2024-06-15")
    mentions, _ = find_mentions(article)
    spans = [(sentence.start, sentence.end) for sentence in read_sentences(article, mentions)]
    assert len(mentions) >= 3
    for mention in mentions:
        assert any(start <= mention.start and mention.end <= end for start, end in spans), mention.text


def test_a_very_long_line_is_cut_without_losing_or_doubling_a_mention() -> None:
    text = ", ".join(f"{n}.5 percent of tea for Kenya in 2023" for n in range(1, 2000))
    article = article_from_text(text, published="2024-06-15")
    mentions, _ = find_mentions(article)
    sentences = list(read_sentences(article, mentions))
    assert len(sentences) > 10
    assert max(sentence.end - sentence.start for sentence in sentences) < len(text) / 10
    seen = [item.mention for sentence in sentences for item in sentence.items if item.mention]
    inside = seen + [m for s in sentences for i in s.items if i.phrase for m in i.phrase.periods]
    assert sorted({m.start for m in inside}) == [m.start for m in mentions]


@given(st.text(alphabet=st.sampled_from('aB1 .,;!?"”’()$%\r\n\u2028\xa0•-…'), max_size=120))
@settings(max_examples=150)
def test_sentences_are_in_order_apart_and_miss_only_white_space(text: str) -> None:
    spans = [(sentence.start, sentence.end) for sentence in sentences_of(text)]
    at, missed = 0, ""
    for start, end in spans:
        assert at <= start < end <= len(text)
        missed += text[at:start]
        at = end
    assert not (missed + text[at:]).strip()


# ── items ───────────────────────────────────────────────────────────────────────────────────────


def kinds(text: str) -> list[tuple[str, str]]:
    return [(item.kind, text[item.start : item.end]) for item in items_of(text, 0, len(text), [])]


def test_words_cues_and_marks_are_items_of_their_own() -> None:
    assert kinds("Tea soared, and coffee slid") == [
        ("word", "Tea"),
        ("move", "soared"),
        ("mark", ","),
        ("conj", "and"),
        ("word", "coffee"),
        ("move", "slid"),
    ]


def test_the_longest_cue_wins() -> None:
    assert kinds("as well as") == [("conj", "as well as")]
    assert kinds("up from") == [("compare", "up from")]
    assert kinds("compared with a year earlier") == [("yoy", "compared with a year earlier")]
    assert kinds("no longer") == [("negation", "no longer")]


@pytest.mark.parametrize("word", ["ROSE", "Rose", "rose"])
def test_cues_are_read_in_any_case(word: str) -> None:
    [item] = items_of(word, 0, 4, [])
    assert (item.kind, item.sign) == ("move", "+")


@pytest.mark.parametrize("written", ["hasn't", "hasn’t"])
def test_apostrophes_of_any_shape_are_one(written: str) -> None:
    assert kinds(written)[-1][0] == "negation"
    assert [item.lower for item in items_of(f"Kenya{written[4]}s tea", 0, 11, [])][1] == "'s"


def test_a_mention_is_one_item_whatever_its_length() -> None:
    text = "In the first five months of 2024 Kenya's tea fell 3.5 percent."
    found = [item for item in items(text) if item.mention]
    assert [(item.kind, text[item.start : item.end]) for item in found] == [
        ("period", "the first five months of 2024"),
        ("place", "Kenya"),
        ("value", "3.5 percent"),
    ]


def test_words_with_inner_hyphens_and_stops_stay_whole() -> None:
    assert [word for _, word in kinds("lithium-ion A.B.C x/y one.")] == ["lithium-ion", "A.B.C", "x/y", "one", "."]


# ── indicator phrases ───────────────────────────────────────────────────────────────────────────


def said(phrase: Phrase) -> dict[str, Any]:
    """The slots a phrase fills, as the article writes them."""
    slots: dict[str, Any] = {
        "owner": phrase.owner.text if phrase.owner else None,
        "partners": [mention.text for mention in phrase.partners],
        "goods": [part.text for part in phrase.commodities],
        "segment": phrase.segment.text if phrase.segment else None,
        "periods": [mention.text for mention in phrase.periods],
    }
    return {"indicator": phrase.indicator, **{slot: value for slot, value in slots.items() if value}}


PHRASES: list[tuple[str, dict[str, Any]]] = [
    # whose
    ("Kenya's exports grew.", {"indicator": "exports", "owner": "Kenya"}),
    ("Kenya’s exports grew.", {"indicator": "exports", "owner": "Kenya"}),
    ("Exports from Kenya grew.", {"indicator": "exports", "owner": "Kenya"}),
    ("Imports by Kenya grew.", {"indicator": "imports", "owner": "Kenya"}),
    ("The foreign trade of Kenya grew.", {"indicator": "trade", "owner": "Kenya"}),
    ("Re-exports from Dubai grew.", {"indicator": "re_exports", "owner": "Dubai"}),
    ("The U.S. trade deficit grew.", {"indicator": "trade_balance", "owner": "U.S."}),
    ("Foreign direct investment into Kenya grew.", {"indicator": "investment", "owner": "Kenya"}),
    ("Kenya exported 2,000 cars.", {"indicator": "exports", "owner": "Kenya"}),
    # with whom
    ("Exports to Uganda grew.", {"indicator": "exports", "partners": ["Uganda"]}),
    ("Imports from Uganda grew.", {"indicator": "imports", "partners": ["Uganda"]}),
    ("Exports from Kenya to Uganda grew.", {"indicator": "exports", "owner": "Kenya", "partners": ["Uganda"]}),
    ("Kenya-Uganda trade grew.", {"indicator": "trade", "owner": "Kenya", "partners": ["Uganda"]}),
    ("Trade between Kenya and Uganda grew.", {"indicator": "trade", "owner": "Kenya", "partners": ["Uganda"]}),
    (
        "Kenya's trade with Uganda, Rwanda and Egypt grew.",
        {"indicator": "trade", "owner": "Kenya", "partners": ["Uganda", "Rwanda", "Egypt"]},
    ),
    (
        "The trade deficit with China grew.",
        {"indicator": "trade_balance", "partners": ["China"]},
    ),
    # what
    ("Tea exports grew.", {"indicator": "exports", "goods": ["Tea"]}),
    ("Exports of tea grew.", {"indicator": "exports", "goods": ["tea"]}),
    ("Exports of tea, coffee and flowers grew.", {"indicator": "exports", "goods": ["tea", "coffee", "flowers"]}),
    ("Kenya's solar cell exports grew.", {"indicator": "exports", "owner": "Kenya", "goods": ["solar cell"]}),
    ("Imports of US soybeans grew.", {"indicator": "imports", "partners": ["US"], "goods": ["soybeans"]}),
    ("Total merchandise exports grew.", {"indicator": "exports"}),
    # how
    ("Exports by private enterprises grew.", {"indicator": "exports", "segment": "private enterprises"}),
    (
        "Kenya's cross-border e-commerce exports grew.",
        {"indicator": "exports", "owner": "Kenya", "segment": "cross-border e-commerce"},
    ),
    # when
    ("May exports to Japan fell.", {"indicator": "exports", "partners": ["Japan"], "periods": ["May"]}),
    (
        "Exports in May 2024 to Japan fell.",
        {"indicator": "exports", "partners": ["Japan"], "periods": ["May 2024"]},
    ),
    (
        "Japan's May 2024 exports fell.",
        {"indicator": "exports", "owner": "Japan", "periods": ["May 2024"]},
    ),
    # everything
    (
        "Kenya's exports of tea to Uganda grew.",
        {"indicator": "exports", "owner": "Kenya", "partners": ["Uganda"], "goods": ["tea"]},
    ),
    (
        "Japan's 2023 exports of cars to the United States fell.",
        {
            "indicator": "exports",
            "owner": "Japan",
            "partners": ["United States"],
            "goods": ["cars"],
            "periods": ["2023"],
        },
    ),
]


@pytest.mark.parametrize(("text", "wanted"), PHRASES, ids=[text for text, _ in PHRASES])
def test_a_phrase_gathers_what_hangs_on_its_head(text: str, wanted: dict[str, Any]) -> None:
    assert [said(phrase) for phrase in phrases(text)] == [wanted]


@pytest.mark.parametrize("period", ["May", "2023"])
def test_a_bare_period_before_goods_is_no_part_of_them(period: str) -> None:
    [phrase] = phrases(f"Japan's {period} car exports fell.")
    assert [part.text for part in phrase.commodities] == ["car"]


def test_a_participle_before_a_head_is_no_good() -> None:
    [phrase] = phrases("It bought more, bringing total trade to $7 billion.")
    assert phrase.commodities == []


def test_a_verb_before_a_head_is_no_good() -> None:
    [phrase] = phrases("Analysts put exports at $5 billion.")
    assert phrase.commodities == []


@pytest.mark.parametrize(
    "text",
    [
        "Trade partners met.",
        "Export orders fell.",
        "The export market shrank.",
        "The import duty was cut.",
        "Trade talks resumed.",
        "A trade war loomed.",
        "The trade ministry spoke.",
        "An export credit agency lent more.",
        "Import licences were cut.",
        "The balance of power shifted.",
        "Nothing was sold.",
    ],
)
def test_heads_that_only_modify_are_no_phrases(text: str) -> None:
    assert phrases(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Exports fell.", "level"),
        ("The value of exports fell.", "level"),
        ("The export value fell.", "level"),
        ("Export growth fell.", "growth"),
        ("The share of exports fell.", "share"),
    ],
)
def test_measure_nouns_belong_to_the_phrase_and_tell_its_kind(text: str, kind: str) -> None:
    assert [phrase.kind for phrase in phrases(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "sign"),
    [("The trade deficit grew.", "-"), ("The trade surplus grew.", "+"), ("The trade balance grew.", "")],
)
def test_balances_are_signed_by_their_name(text: str, sign: str) -> None:
    assert [(phrase.indicator, phrase.sign) for phrase in phrases(text)] == [("trade_balance", sign)]


@pytest.mark.parametrize("word", ["Its", "Their"])
def test_a_pronoun_owns_without_being_a_place(word: str) -> None:
    [phrase] = phrases(f"{word} exports grew.")
    assert phrase.is_possessive
    assert phrase.owner is None


def test_two_phrases_in_a_sentence_keep_their_own() -> None:
    first, second = phrases("Kenya's exports of tea to Uganda grew while its imports of oil from Oman fell.")
    assert said(first) == {"indicator": "exports", "owner": "Kenya", "partners": ["Uganda"], "goods": ["tea"]}
    assert said(second) == {"indicator": "imports", "partners": ["Oman"], "goods": ["oil"]}


def test_those_takes_up_the_flow_told_before() -> None:
    first, second = phrases("Exports to Spain fell while those to France grew.")
    assert (first.indicator, [m.text for m in first.partners]) == ("exports", ["Spain"])
    assert (second.indicator, [m.text for m in second.partners]) == ("exports", ["France"])


def test_a_phrase_is_one_item_that_covers_its_words() -> None:
    text = "Kenya's total exports of tea to Uganda grew."
    [item] = [item for item in items(text) if item.phrase]
    assert text[item.start : item.end] == "Kenya's total exports of tea to Uganda"
    assert [other.lower for other in items(text) if not other.phrase] == ["grew", "."]


def test_folding_leaves_a_sentence_without_a_head_as_it_was() -> None:
    text = "Prices rose and fell, he said."
    plain = items_of(text, 0, len(text), [])
    assert find_phrases(text, plain) == plain


TOKENS = "Kenya 's exports imports trade of to from tea the and in May deficit its , ( ) by -"


@given(st.lists(st.sampled_from(sorted(TOKENS.split(" ")))))
@settings(max_examples=200)
def test_any_row_of_words_is_folded_in_order_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    at = 0
    for item in items(text):
        assert at <= item.start < item.end <= len(text)
        at = item.end
        if item.phrase:
            for part in [*item.phrase.commodities, *([item.phrase.segment] if item.phrase.segment else [])]:
                assert text[part.start : part.end] == part.text
