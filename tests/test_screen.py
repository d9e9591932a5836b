"""What is put on a terminal: words of articles, and their names, are shown, and nothing in them is carried out."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from extractor import extract
from extractor.printable import on_one_line
from extractor.records import Article, Document, Place
from extractor.screen import checked, checked_between, explained, facts_table, series_table
from extractor.series import Gathered, check_between, gather

HOSTILE = "\x1b]0;a\x07[/b]\x9b2J\n\u202e!"  # titles of the terminal, markup of rich, a line, a direction
SHOWN = r"\x1b]0;a\x07[/b]\x9b2J\n\u202e!"
IN_A_CELL = SHOWN.replace(r"\n", " ")
TEXT = "Norway's exports were $8.0 billion in May 2024. Norway's exports in May 2024 were $7.6 billion.\n"


def printed(parts: RenderableType | Iterable[RenderableType]) -> str:
    file = StringIO()
    console = Console(file=file, width=2000, highlight=False)
    for part in [parts] if hasattr(parts, "__rich_console__") else list(parts):  # type: ignore[arg-type]
        console.print(part)
    return file.getvalue()


def hostile(doc_id: str, text: str = TEXT) -> Document:
    """A document in which all that an article may word as it likes is hostile."""
    document = extract(text, doc_id=doc_id + HOSTILE, published="2024-06-10")
    worded = {"place": Place(name=HOSTILE, kind="zone", id="zone:x"), "commodity": HOSTILE, "source": HOSTILE}
    facts = [fact.model_copy(update={**worded, "indicator_text": HOSTILE, "among": HOSTILE}) for fact in document.facts]
    return document.model_copy(update={"title": HOSTILE, "facts": tuple(facts)})


@pytest.fixture
def gathered() -> Gathered:
    return gather([hostile("a"), hostile("b", "Norway's exports were $9.1 billion in May 2024.")])


def test_a_table_of_facts_shows_codes_of_a_terminal() -> None:
    shown = printed(facts_table(hostile("a")))
    assert_harmless(shown)
    assert shown.startswith(f"a{SHOWN} · 2024-06-10 · {SHOWN}\n")


def test_a_series_shows_codes_of_a_terminal(gathered: Gathered) -> None:
    assert_harmless(printed(series_table(gathered.observations())))


def test_checks_show_codes_of_a_terminal(gathered: Gathered) -> None:
    document = hostile("a")
    assert document.checks
    shown = printed(checked(document))
    assert_harmless(shown)
    assert f"a{SHOWN} · 1 check" in shown
    between = list(check_between(gathered))
    assert between
    assert_harmless(printed(checked_between(between)))


def test_an_explained_article_shows_codes_of_a_terminal() -> None:
    text = TEXT.replace("exports were", "exports \x1b[31m[/b]\x07were") + "\x1b[2JIt sold 5\x1bpercent at $7 million."
    doc_id = "a" + HOSTILE
    document = extract(text, doc_id=doc_id, published="2024-06-10")
    shown = printed(explained(Article(doc_id=doc_id, text=text, sha256=""), document))
    assert f"a{SHOWN}: fact 1 of " in shown
    assert r"exports \x1b[31m[/b]\x07were $8.0 billion in May" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_the_figure_stays_marked_where_codes_stand_before_it() -> None:
    text = "Norway's exports \x1b[31mwere $8.0 billion in May 2024."
    document = extract(text, doc_id="a")
    file = StringIO()
    console = Console(file=file, width=200, force_terminal=True, color_system="standard", highlight=False)
    for part in explained(Article(doc_id="a", text=text, sha256=""), document):
        console.print(part)
    assert "\x1b[1;7m$8.0 billion\x1b[0m in May" in file.getvalue()


def test_a_sentence_keeps_its_lines_and_its_blanks() -> None:
    text = (
        "In the month of May 2024 the Kingdom of Norway, which has long sold fish to the whole\n"
        "world, had exports of farmed\nsalmon, the ministry of\u00a0fisheries said, of $8.0\nbillion to the People's\n"
        "Republic of China.\n"
    )
    document = extract(text, doc_id="a")
    shown = printed(explained(Article(doc_id="a", text=text, sha256=""), document))
    assert [line.rstrip() for line in shown.splitlines()[1:5]] == text.replace("Republic of China.\n", "").splitlines()
    assert "  commodity  farmed salmon " in shown
    assert "\\" not in shown


def test_blanks_that_do_not_break_are_shown() -> None:
    assert on_one_line("US$\u00a05 and\u20095") == "US$\u00a05 and\u20095"


def assert_harmless(shown: str) -> None:
    assert IN_A_CELL in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert "\n!" not in shown
