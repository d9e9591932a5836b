from __future__ import annotations

from extractor.evaluation import GoldArticle, evaluate
from extractor.evaluation.listing import sentence_around
from extractor.records import Document


def test_lines_come_in_the_order_of_the_text_with_their_sentences(tin: GoldArticle, found: Document) -> None:
    document = found.model_copy(update={"mentions": found.mentions[1:-2], "facts": found.facts[:3]})
    lines = evaluate([tin], {"tin": document}, resamples=1).errors
    assert [(line.part, line.kind, line.text) for line in lines] == [
        ("mention", "missed", "Freedonia"),
        ("mention", "missed", "3 percent"),
        ("fact", "missed", "3 percent"),
    ]
    assert [line.sentence for line in lines] == [
        "Ports of Freedonia moved more than 2,000 TEUs in May.",
        "Imports from Sylvania fell 3 percent.",
        "Imports from Sylvania fell 3 percent.",
    ]
    assert lines[2].gold == "growth imports freedonia 2021-05-01/2021-05-31 -3 percent"
    assert all(tin.text[line.start : line.end] == line.text for line in lines)


def test_an_extra_fact_shows_what_was_claimed(tin: GoldArticle, found: Document) -> None:
    gold = tin.model_copy(update={"facts": tin.facts[:2]})
    lines = evaluate([gold], {"tin": found}, resamples=1).errors
    assert [line.found for line in lines] == [
        "level exports tin Freedonia 2021-05-01/2021-05-31 30000000 USD",
        "growth imports Freedonia 2021-05-01/2021-05-31 -3 percent",
        "level other ships Freedonia 2021-05-01/2021-05-31 12 ships",
    ]


def test_sentences_end_at_stops_and_lines_but_not_after_initials() -> None:
    text = "Figures\n\nThe U.S. Census said so.” Trade rose 5 percent.\r\nNo more"
    assert sentence_around(text, 0, 4) == "Figures"
    assert sentence_around(text, text.index("Census"), text.index("Census") + 6) == "The U.S. Census said so.”"
    assert sentence_around(text, text.index("5"), text.index("5") + 9) == "Trade rose 5 percent."
    assert sentence_around(text, text.index("No"), len(text)) == "No more"
    assert len(sentence_around("x " * 5000, 4000, 4001)) < 900
