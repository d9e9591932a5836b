"""``extractor series`` and the checks between articles, as they are typed."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import cli
from extractor.records import Document, Failure
from extractor.writing import convert, write_run

Tell = Callable[..., Document]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; its exit code, and what it wrote to each stream."""

    def run(*words: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["extractor", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return (int(end.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def out(tell: Tell, tmp_path: Path) -> Path:
    """A run of three articles, of which two are of different minds, and one that failed."""
    documents: list[Document | Failure] = [
        tell("old", ("7.9 billion", "7900000000"), published="2024-06-10"),
        tell("new", ("8.1 billion", "8100000000"), published="2024-09-01"),
        tell("nowhere", ("5", "5"), place=None),
        Failure(path="c", reason="is empty", remedy="fill it"),
    ]
    write_run(documents, tmp_path / "out")
    return tmp_path / "out"


def test_all_that_is_known_of_a_place_is_shown(typed: Run, out: Path) -> None:
    code, shown, told = typed("series", out, "--place", "norway", "--indicator", "exports", "--by", "month")
    assert (code, told) == (0, "")
    *table, last = [" ".join(line.split()) for line in shown.splitlines()]
    assert table[1:] == [
        "Norway exports level 2024-05 8.1 bn USD new · 2024-09-01",
        "≠ 7.9 bn USD old · 2024-06-10",
    ]
    assert last == "1 observation; the run has 3 facts, of which 1 without a place are no observations"


def test_what_is_told_of_nothing_is_no_error(typed: Run, out: Path) -> None:
    code, shown, _ = typed("series", out, "--from", "2025", "--to", "2025-06")
    assert code == 0
    assert shown.startswith("0 observations; the run has 3 facts")


@pytest.mark.parametrize(("first", "last", "count"), [("2024-05", "2024-05", 1), ("2024-05-02", "2024", 0)])
def test_days_may_be_months_and_years(typed: Run, out: Path, first: str, last: str, count: int) -> None:
    assert typed("series", out, "--from", first, "--to", last)[1].splitlines()[-1].startswith(f"{count} observation")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--place", "Norwey"], "no article tells of a place 'Norwey'; did you mean 'Norway'?"),
        (["--from", "2024-13"], "--from '2024-13' is no date; give it as 2023, 2023-05 or 2023-05-31"),
        (["--from", "2024", "--to", "2023"], "from 2024-01-01 to 2023-12-31 lies no day; give the earlier one first"),
        (["--measure", "size"], "Invalid value for '--measure': 'size' is not one of 'level', 'growth'"),
        (["--to", "May"], "--to 'May' is no date"),
        (["--place", ""], "place is '', which names nothing; give one, or leave it out"),
        (["--within", " "], "within is ' ', which names nothing"),
        (["--indicator", ""], "indicator is '', which names nothing"),
        (["--partner", ""], "partner is '', which names nothing"),
        (["--commodity", ""], "commodity is '', which names nothing"),
        (["--unit", "\t"], "unit is '\\t', which names nothing"),
        (["--from", ""], "--from '' is no date"),
        (["--to", ""], "--to '' is no date"),
        (["--by", "decade"], "'decade' is not one of"),
        (["--measure", "height"], "'height' is not one of"),
        (["--run-format", "csv"], "has no facts.csv"),
    ],
)
def test_what_cannot_be_carried_out_is_told_in_a_line(typed: Run, out: Path, words: list[str], told: str) -> None:
    code, shown, complaint = typed("series", out, *words)
    assert (code, shown, complaint.count("\n")) == (2, "", 1)
    assert told in complaint


def test_a_folder_of_articles_is_no_run(typed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Exports fell.")
    code, _, told = typed("series", tmp_path)
    assert code == 2
    assert "holds no run" in told
    assert "give a folder that extract has written to" in told


def test_tables_are_written(typed: Run, out: Path, tmp_path: Path) -> None:
    code, shown, _ = typed("series", out, "--conflicts", "--out", tmp_path / "tables")
    assert (code, shown) == (
        0,
        f"1 observation of 2 facts written to {tmp_path / 'tables'}, 1 with several values\n",
    )
    with (tmp_path / "tables" / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["value"] for line in csv.DictReader(file)] == ["8100000000", "7900000000"]


@pytest.mark.parametrize("form", ["csv", "sqlite", "parquet", "sdmx"])
def test_a_run_of_any_format_gives_the_same_series(typed: Run, out: Path, tmp_path: Path, form: str) -> None:
    convert(out, tmp_path / form, form)
    series = {
        typed("series", folder, "--out", tmp_path / f"of-{folder.name}", "--format", "jsonl")[0]
        or (tmp_path / f"of-{folder.name}" / "observations.jsonl").read_bytes()
        for folder in (out, tmp_path / form)
    }
    assert len(series) == 1
    assert json.loads(series.pop().splitlines()[0])["conflict"] is True  # type: ignore[union-attr]


def test_many_observations_are_shown_in_part(typed: Run, tell: Tell, tmp_path: Path) -> None:
    documents = [tell(str(number), ("5", "5"), commodity=f"good {number}") for number in range(201)]
    write_run(documents, tmp_path / "out")
    last = typed("series", tmp_path / "out")[1].splitlines()[-1]
    assert last.startswith("201 observations, of which 200 are shown: ask for less, or write all with --out")


# ── check ───────────────────────────────────────────────────────────────────────────────────────


def test_articles_are_checked_between_them(typed: Run, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, figure in (("a", "$8.0 billion"), ("b", "$7.6 billion"), ("c", "$8 billion")):
        (folder / f"{name}.txt").write_text(f"Kenya's exports were {figure} in May 2024, {name} says.")
    code, shown, _ = typed("check", folder)
    between = shown.partition("between the articles · ")[2]
    assert code == 0
    assert between.startswith("2 checks: 1 hold, 1 off")
    assert "off by 400 mln · told-twice" in between
    _, off, _ = typed("check", folder, "--off")
    assert off.partition("between the articles · ")[2].count("told-twice") == 1


def test_one_article_has_nothing_between_articles(typed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya's exports were $8.0 billion in May 2024.")
    assert "between the articles" not in typed("check", tmp_path / "a.txt")[1]


def test_a_run_is_checked_without_reading_its_articles_again(typed: Run, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name, figure in (("a", "$8.0 billion"), ("b", "$7.9 billion")):
        (news / f"{name}.txt").write_text(f"Kenya's exports were {figure} in May 2024, {name} says.")
    assert typed("extract", news, "--out", tmp_path / "out", "-q")[0] == 0
    assert typed("check", tmp_path / "out") == typed("check", news)


def test_the_articles_a_run_could_not_read_are_told_again(typed: Run, out: Path) -> None:
    code, shown, told = typed("check", out)
    assert (code, told) == (1, "extractor: c: is empty; fill it\n")
    assert "off by 200 mln · told-twice" in shown


def test_a_run_of_several_formats_is_asked_about(typed: Run, out: Path) -> None:
    convert(out, out, "sqlite")
    told = f"extractor: {str(out)!r} holds several formats (jsonl, sqlite); say which to read\n"
    for command in ("check", "series"):
        assert typed(command, out) == (2, "", told)
        assert typed(command, out, "--run-format", "sqlite") == typed(command, out / "articles.jsonl")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "sdmx"])
def test_a_run_that_lost_a_file_is_not_read_as_articles(typed: Run, out: Path, tmp_path: Path, form: str) -> None:
    convert(out, tmp_path / form, form)
    lost = next(path for path in (tmp_path / form).iterdir() if path.stem == "failures")
    lost.unlink()
    told = f"has no {lost.name}; give the folder of a whole run\n"
    for command in ("check", "series"):
        code, shown, complaint = typed(command, tmp_path / form)
        assert (code, shown, complaint.endswith(told)) == (2, "", True)


def test_articles_in_a_file_named_as_of_a_run_are_articles(typed: Run, tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(json.dumps({"text": "Kenya's exports were $8.0 billion in May 2024."}))
    for place in (tmp_path, tmp_path / "articles.jsonl"):
        code, shown, _ = typed("check", place)
        assert (code, "nothing to check" in shown) == (0, True)


def test_a_run_has_its_dates(typed: Run, out: Path) -> None:
    code, _, told = typed("check", out, "--published", "2024-06-10")
    assert code == 2
    assert "is a run, which has its dates and model; give the articles, or leave these out" in told
