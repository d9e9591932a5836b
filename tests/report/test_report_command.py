"""The command ``extractor report``: from a run of any format to a page, and what is wrong said in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor import cli
from extractor.records import Document, Failure
from extractor.writing import FORMATS, write_run

ROOT = Path(__file__).parent.parent.parent


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def report(*words: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["extractor", "report", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return Outcome(int(left.value.code or 0), *capsys.readouterr())

    return report


@pytest.fixture
def out(months: list[Document], tmp_path: Path) -> Path:
    failure = Failure(path="d.txt", reason="is empty", remedy="fill it")
    write_run([*months, failure], tmp_path / "monthly")
    return tmp_path / "monthly"


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_of_any_format_gives_the_same_page(
    run: Callable[..., Outcome], months: list[Document], tmp_path: Path, form: str
) -> None:
    pages = []
    for name in ("jsonl", form):
        write_run(months, tmp_path / name, name)
        assert run(tmp_path / name, "--html", tmp_path / f"{name}.html", "--title", "Monthly").code == 0
        pages.append((tmp_path / f"{name}.html").read_bytes())
    assert pages[0] == pages[1]


def test_it_tells_what_the_page_shows(run: Callable[..., Outcome], out: Path, tmp_path: Path) -> None:
    html = tmp_path / "new" / "report.html"
    done = run(out, "--html", html)
    assert done == (0, f"3 articles with 4 facts are shown in {html}, and 1 that could not be read\n", "")
    assert "<title>Trade facts of monthly</title>" in html.read_text(encoding="utf-8")


def test_what_is_left_out_is_told(run: Callable[..., Outcome], out: Path, tmp_path: Path) -> None:
    done = run(out, "--html", tmp_path / "a.html", "--limit", 2)
    assert done.code == 0
    assert done.err == (
        "extractor: 1 article is left out, and the page says so; --limit 3 shows all, and takes longer to open\n"
    )


def test_gold_is_held_against_the_run(
    run: Callable[..., Outcome], corpus: list[Document | Failure], tmp_path: Path
) -> None:
    write_run(corpus, tmp_path / "run")
    gold = ("--gold", ROOT / "gold", "--corpus", ROOT / "corpus")
    assert run(tmp_path / "run", "--html", tmp_path / "a.html", *gold).code == 0
    assert '"gold":{"articles":5' in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((ROOT / "corpus", "--html", "OUT"), "holds no run"),
        ((ROOT / "nowhere", "--html", "OUT"), "does not exist; give a folder"),
        (
            ("RUN", "--html", "OUT", "--gold", ROOT / "gold", "--corpus", ROOT / "corpus"),
            "no article of the run is among",
        ),
        (("RUN", "--html", "OUT", "--gold", ROOT / "nowhere"), "no gold folder"),
        (("RUN", "--html", "RUN"), "is a folder; give the file to write"),
        (("RUN", "--html", "FACTS"), "is there, and is no page that extractor wrote; give the name of a new file"),
        (("RUN",), "Missing option '--html'"),
        (("RUN", "--html", "OUT", "--limit", 0), "Invalid value for '--limit'"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Callable[..., Outcome], out: Path, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    places = {"OUT": tmp_path / "a.html", "RUN": out, "FACTS": out / "facts.jsonl"}
    before = places["FACTS"].read_bytes()
    done = run(*(places.get(word, word) if isinstance(word, str) else word for word in words))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert not (tmp_path / "a.html").exists()
    assert places["FACTS"].read_bytes() == before
