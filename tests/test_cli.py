"""The command line: what it shows and writes, and how it says what went wrong."""

from __future__ import annotations

import csv
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor import cli
from extractor.evaluation import gold_as_documents, load_gold
from extractor.pipeline import Extractor
from extractor.records import Article, Document

ROOT = Path(__file__).parent.parent
CORPUS, GOLD = ROOT / "corpus", ROOT / "gold"
ARTICLE = CORPUS / "000_634b98e9321c5d9e.txt"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def outcome(*words: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["extractor", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return Outcome(int(left.value.code or 0), out, err)

    return outcome


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


# ── extract ─────────────────────────────────────────────────────────────────────────────────────


def test_extract_shows_and_writes_the_facts(run: Run, tmp_path: Path) -> None:
    done = run("extract", CORPUS, "--out", tmp_path)
    assert (done.code, done.err) == (0, "extractor: passed over: 1 README.md\n")
    facts, mentions = lines(tmp_path / "facts.jsonl"), lines(tmp_path / "mentions.jsonl")
    assert f"5 articles read: {len(facts)} facts and {len(mentions)} mentions written to {tmp_path}" in done.out
    assert "Ordos zone achieves historic high in foreign trade in 2023" in done.out
    assert "7.96 bn CNY" in done.out
    assert {json.loads(fact)["doc_id"] for fact in facts} == {path.stem for path in CORPUS.glob("*.txt")}
    assert len(lines(tmp_path / "articles.jsonl")) == 5
    assert lines(tmp_path / "failures.jsonl") == []


def test_extract_quietly(run: Run, tmp_path: Path) -> None:
    assert len(run("extract", ARTICLE, "--out", tmp_path, "--quiet").out.splitlines()) == 1


def test_extract_counts_from_the_date_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norway's exports rose by 5 percent last year.")
    run("extract", tmp_path, "--out", tmp_path, "--published", "1999-05-06")
    (fact,) = map(json.loads, lines(tmp_path / "facts.jsonl"))
    assert (fact["period"]["start"], fact["period"]["end"]) == ("1998-01-01", "1998-12-31")


def test_bad_files_do_not_lose_the_facts_of_the_others(run: Run, tmp_path: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    shutil.copy(ARTICLE, articles / "good.txt")
    (articles / "empty.txt").touch()
    (articles / "picture.txt").write_bytes(bytes(range(256)) * 20)
    done = run("extract", articles, "--out", tmp_path / "out")
    alone = run("extract", articles / "good.txt", "--out", tmp_path / "alone")
    assert (done.code, alone.code) == (1, 0)
    assert (tmp_path / "out" / "facts.jsonl").read_bytes() == (tmp_path / "alone" / "facts.jsonl").read_bytes()
    assert "empty.txt: is empty; fill it or take it away" in done.err
    assert "picture.txt: is no text (binary); convert it" in done.err
    assert "1 article read" in done.out
    assert "2 failures" in done.out
    assert len(lines(tmp_path / "out" / "failures.jsonl")) == 2


def test_files_that_are_no_articles_are_counted(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.PDF", "notes", ".hidden"):
        (tmp_path / name).write_text("Exports rose 5 percent in May 2024.")
    done = run("extract", tmp_path, "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "extractor: passed over: 2 .pdf, 1 no ending\n")


def test_what_was_written_is_written_in_another_format(run: Run, tmp_path: Path) -> None:
    run("extract", CORPUS, "--out", tmp_path / "a")
    done = run("convert", tmp_path / "a", "--out", tmp_path / "b", "--format", "sqlite")
    assert (done.code, done.out) == (
        0,
        f"5 articles with {len(lines(tmp_path / 'a' / 'facts.jsonl'))} facts written to {tmp_path / 'b'}\n",
    )
    run("convert", tmp_path / "b", "--out", tmp_path / "c")
    assert lines(tmp_path / "c" / "facts.jsonl") == lines(tmp_path / "a" / "facts.jsonl")


def test_an_article_that_stops_the_rules_stops_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Extractor.read

    def broken(self: Extractor, article: Article) -> Document:
        if article.doc_id.startswith("002"):
            raise ZeroDivisionError("by nought")
        return read(self, article)

    monkeypatch.setattr(Extractor, "read", broken)
    done = run("extract", CORPUS, "--out", tmp_path)
    assert (done.code, len(lines(tmp_path / "articles.jsonl"))) == (1, 4)
    assert "002_40e7f25a2ef72de0.txt: stopped the rules (ZeroDivisionError: by nought)" in done.err


def test_extract_goes_on_where_nobody_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor", "extract", str(CORPUS), "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b"extractor: passed over: 1 README.md\n"
    assert len(lines(tmp_path / "articles.jsonl")) == 5


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_output_that_is_full_is_one_line() -> None:
    command = [sys.executable, "-m", "extractor", "explain", str(ARTICLE)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot write to standard output (No space left on device)" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_lose_nothing(tmp_path: Path, closed: str) -> None:
    command = shlex.join([sys.executable, "-m", "extractor", "extract", str(CORPUS), "--out", str(tmp_path)])
    done = subprocess.run(["sh", "-c", f"{command} {closed}"], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert (done.returncode, len(lines(tmp_path / "articles.jsonl"))) == (0, 5)


def test_what_a_terminal_cannot_show_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\nextractor: \x1b[31mb.txt").touch()
    (tmp_path / "in" / "b.txt").write_text("Exports of Côte d'Ivoire rose 5% in 2023.", encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "extract", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert r"a\nextractor: \x1b[31mb.txt: is empty" in done.stderr


# ── errors ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("command", "value", "remedy"),
    [
        (["extract", "absent/", "--out", "OUT"], "'absent/'", "existing"),
        (["extract", str(ROOT / "tools"), "--out", "OUT"], ".txt, ", "holds articles"),
        (["extract", str(CORPUS), "--out", str(ROOT / "README.md")], "README.md", "give a folder"),
        (["extract", str(CORPUS), "--out", "OUT", "--published", "31.1.24"], "'31.1.24'", "YYYY-MM-DD"),
        (["extract", str(CORPUS), "--out", "OUT", "--model", "en_absent"], "'en_absent'", "install"),
        (["explain", "absent.txt"], "'absent.txt'", "existing"),
        (["explain", str(ARTICLE), "--model", "en_absent"], "'en_absent'", "install"),
        (["evaluate", "--gold", "absent"], "'absent'", "gold"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_code_2(
    run: Run, tmp_path: Path, command: list[str], value: str, remedy: str
) -> None:
    done = run(*(str(tmp_path) if word == "OUT" else word for word in command))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert value in done.err
    assert remedy in done.err


@pytest.mark.parametrize("words", [["extract"], ["extract", str(CORPUS)], ["explain"], ["score"], ["evaluate", "--no"]])
def test_a_command_that_is_none_is_one_line_and_code_2(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"(in {shlex.join(words)!r}); see: extractor" in done.err


# ── explain ─────────────────────────────────────────────────────────────────────────────────────


def test_explain_shows_each_fact_with_its_evidence(run: Run) -> None:
    done = run("explain", ARTICLE)
    document = Extractor().extract(ARTICLE.read_text(encoding="utf-8"))
    assert done.code == 0
    assert f"fact {len(document.facts)} of {len(document.facts)}" in done.out
    for fact in document.facts:
        evidence = fact.evidence["value"]
        assert f"{evidence.start}-{evidence.end}" in done.out
        for rule in filter(None, (slot.by for slot in fact.evidence.values())):
            assert rule in done.out
    assert "passed over" in done.out


def test_explain_says_that_an_article_tells_no_facts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "match.txt").write_text("The home side won the cup after extra time.\n", encoding="utf-8")
    done = run("explain", tmp_path)
    assert done.code == 0
    assert "match: no facts" in done.out


def test_explain_reports_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("explain", tmp_path)
    assert done.code == 1
    assert "is empty" in done.err


# ── check ───────────────────────────────────────────────────────────────────────────────────────


def test_check_shows_what_adds_up_and_what_does_not(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "Kenya's trade reached $8.98 billion in May 2024. Exports were $2.19 billion. Imports were $5.77 billion."
    )
    done = run("check", article)
    assert done.code == 0
    assert "off by 1.02 bn · sum: exports and imports 7.96 bn ≠ trade 8.98 bn (to 15 mln)" in done.out
    assert "8.98 bn USD, level, trade, Kenya, 2024-05" in done.out
    holds = run("check", ARTICLE)
    assert "holds · sum" in holds.out
    assert "holds" not in run("check", ARTICLE, "--off").out


# ── evaluate ────────────────────────────────────────────────────────────────────────────────────


def test_evaluate_as_a_table(run: Run) -> None:
    done = run("evaluate", "--gold", GOLD, "--corpus", CORPUS, "--errors")
    assert done.code == 0
    assert all(word in done.out for word in ("MONEY", "ZONE", "all right", "place"))


def test_evaluate_as_json_and_csv(run: Run) -> None:
    as_json = json.loads(run("evaluate", "--gold", GOLD, "--corpus", CORPUS, "--json").out)
    as_csv = list(csv.DictReader(run("evaluate", "--gold", GOLD, "--corpus", CORPUS, "--csv").out.splitlines()))
    assert as_json["articles"] == 5
    (row,) = (row for row in as_csv if (row["group"], row["scoring"]) == ("facts", "all_right"))
    assert float(row["f1"]) == as_json["facts"]["all_right"]["f1"]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return shutil.copytree(GOLD, tmp_path / "gold", ignore=shutil.ignore_patterns("floors.json"))


def test_floors_are_raised_and_hold(run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("evaluate", "--gold", gold, "--corpus", CORPUS)
    assert run(*command, "--check-floors").code == 2
    assert run(*command, "--raise-floors").code == 0
    assert run(*command, "--check-floors").code == 0
    assert run(*command, "--raise-floors").out.endswith("no score has risen above its floor\n")

    read = Extractor.read
    monkeypatch.setattr(Extractor, "read", lambda self, article: read(self, article).model_copy(update={"facts": ()}))
    fallen = run(*command, "--check-floors")
    assert fallen.code == 1
    assert "facts.all_right" in fallen.err
    assert "MONEY.exact" not in fallen.err
    assert run(*command, "--raise-floors").code == 2


def test_each_fault_of_gold_is_a_line_of_its_own(run: Run, gold: Path) -> None:
    labels = gold / ARTICLE.with_suffix(".json").name
    raw = json.loads(labels.read_text(encoding="utf-8"))
    raw["mentions"][0]["start"] += 1
    raw["facts"][0]["value"] = "nothing"
    labels.write_text(json.dumps(raw), encoding="utf-8")
    done = run("evaluate", "--gold", gold, "--corpus", CORPUS)
    told = done.err.splitlines()
    assert done.code == 2
    assert len(told) > 1
    assert all(line.startswith(f"extractor: {labels.name}: ") for line in told)


def test_a_name_too_long_for_the_system_asks_for_a_shorter_one(run: Run, tmp_path: Path) -> None:
    assert run("extract", ARTICLE, "--out", tmp_path / "out", "--quiet").code == 0
    done = run("report", tmp_path / "out", "--html", tmp_path / ("a" * 250))
    assert (done.code, "give a shorter name" in done.err) == (2, True)


def test_gold_in_place_of_the_rules_scores_full(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = gold_as_documents(load_gold(GOLD, CORPUS))
    monkeypatch.setattr(Extractor, "read", lambda _, article: documents[article.doc_id])
    done = run("evaluate", "--gold", GOLD, "--corpus", CORPUS, "--json")
    assert json.loads(done.out)["facts"]["all_right"]["f1"] == 1.0


# ── help ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["extract", "convert", "evaluate", "explain", "check"])
def test_help_teaches_by_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"Example: extractor {command}" in " ".join(done.out.split())


def test_help_waits_for_nothing_heavy() -> None:
    program = """
import sys
sys.argv = ["extractor", "--help"]
from extractor.cli import main
try:
    main()
except SystemExit:
    print("loaded:", *sorted({"spacy", "numpy", "quantulum3", "babel", "ahocorasick_rs"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_the_version() -> None:
    try:
        installed = version("extractor")
    except PackageNotFoundError:
        pytest.skip("runs from its source, not installed")
    done = subprocess.run([sys.executable, "-m", "extractor", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"extractor {installed}\n"
