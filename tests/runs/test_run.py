"""A run: the same files whatever the number of workers, whether it was stopped, and what else the folder held."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.runs.conftest import Newsroom, article, files

from extractor import Extractor, Failure
from extractor.cli.options import Form
from extractor.reading import Item, ReadingOptions, article_of, read_articles
from extractor.reading.outputs import MANIFEST
from extractor.records import Article, InputError
from extractor.runs import Progress, RunOptions, Watch, assembly, run, shards, work
from extractor.runs.assembly import convert_run
from extractor.writing import FORMATS, files_of, read_run, write_run

pytestmark = pytest.mark.usefixtures("small_shards")


EVERYTHING = RunOptions(reading=ReadingOptions(globs=("*",)))


class Witness(Watch):
    """Remembers what it was told; stops the run after so many shards."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.failures: list[str] = []
        self.troubles: list[str] = []
        self.notes: list[str] = []
        self.steps = 0
        self.earlier = 0
        self._stop_after = stop_after

    def goes_on(self, progress: Progress) -> None:
        self.steps += 1
        self.earlier = progress.earlier
        if self.steps == self._stop_after:
            raise KeyboardInterrupt

    def failed(self, failure: Failure) -> None:
        self.failures.append(str(failure))

    def noted(self, words: str) -> None:
        self.notes.append(words)

    def troubled(self, words: str) -> None:
        self.troubles.append(words)


def test_a_run_writes_what_the_library_finds(newsroom: Newsroom, tmp_path: Path) -> None:
    news = newsroom(20)
    done = run(news, tmp_path / "out")
    plain = write_run(Extractor().pipe(read_articles(news)), tmp_path / "plain")
    assert (done.articles, done.facts, done.mentions) == (20, plain.facts, plain.mentions)
    assert plain.facts >= 200
    manifest = files(tmp_path / "out").pop("manifest.json")
    assert json.loads(manifest)["facts"] == plain.facts
    assert {name: data for name, data in files(tmp_path / "out").items() if name != "manifest.json"} == files(
        tmp_path / "plain"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_neither_order_nor_bytes_depend_on_the_workers(newsroom: Newsroom, tmp_path: Path, form: str) -> None:
    news = newsroom(40)
    (news / "empty.txt").touch()
    alone = run(news, tmp_path / "1", form=form, workers=1)
    together = run(news, tmp_path / "3", form=form, workers=3)
    assert (alone.articles, alone.facts, alone.failures) == (together.articles, together.facts, together.failures)
    assert alone.failures == 1
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert len(list(read_run(tmp_path / "1", form))) == 41


@pytest.mark.parametrize("stop_after", [1, 3, 7])
def test_a_run_that_is_stopped_and_resumed_gives_the_same_bytes(
    newsroom: Newsroom, tmp_path: Path, stop_after: int
) -> None:
    news, out = newsroom(60), tmp_path / "out"
    run(news, tmp_path / "whole", workers=2)
    with pytest.raises(KeyboardInterrupt):
        run(news, out, workers=2, watch=Witness(stop_after))
    assert not (out / "facts.jsonl").exists()
    witness = Witness()
    assert run(news, out, workers=2, resume=True, watch=witness).articles == 60
    assert 0 < witness.earlier < 60
    assert files(out) == files(tmp_path / "whole")


def test_without_resume_a_run_begins_anew_and_says_so(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out, witness = newsroom(20), tmp_path / "out", Witness()
    with pytest.raises(KeyboardInterrupt):
        run(news, out, watch=Witness(2))
    assert run(news, out, watch=witness).earlier == 0
    assert len(witness.notes) == 1
    assert witness.notes[0].endswith("shards of an earlier run (--resume keeps them)")


def test_files_that_no_run_wrote_are_not_replaced(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(3), tmp_path / "out"
    out.mkdir()
    (out / "articles.csv").write_text("text\nMy own table.\n")
    with pytest.raises(InputError, match=r"holds articles.csv, which no run wrote; give another folder"):
        run(news, out, form="csv")
    assert run(news, out).articles == 3
    assert (out / "articles.csv").read_text() == "text\nMy own table.\n"


def test_a_limit_that_is_none_is_refused() -> None:
    for limit in (0, -1, float("inf"), float("nan")):
        with pytest.raises(InputError, match="give seconds, such as 300"):
            RunOptions(time_limit=limit)


def test_a_shard_that_is_cut_short_on_the_disk_is_done_again(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(20), tmp_path / "out"
    run(news, tmp_path / "whole")
    run(news, out, keep_shards=True)
    cut, gone, garbled, *_ = sorted((out / ".shards").glob("*.shard"))
    cut.write_bytes(cut.read_bytes()[:-10])
    gone.unlink()
    garbled.write_bytes(b"garbled")
    assert 0 < run(news, out, resume=True).earlier < 20
    assert files(out) == files(tmp_path / "whole")


def test_other_options_reuse_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(20), tmp_path / "out"
    run(news, out, keep_shards=True)
    assert run(news, out, resume=True, keep_shards=True).earlier == 20
    other = RunOptions(reading=ReadingOptions(published="2020-02-02"))
    assert run(news, out, resume=True, keep_shards=True, options=other).earlier == 0


def test_only_articles_that_are_new_or_changed_are_read_and_some_beside_them(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    news, out = newsroom(60), tmp_path / "out"
    run(news, out, keep_shards=True)
    (news / "1" / "article0001.txt").write_text(article(77), encoding="utf-8")
    (news / "2" / "article0020b.txt").write_text(article(78), encoding="utf-8")
    done = run(news, out, resume=True, keep_shards=True)
    assert done.articles == 61
    assert done.earlier >= 30
    run(news, tmp_path / "anew")
    assert files(tmp_path / "anew")["facts.jsonl"] == (out / "facts.jsonl").read_bytes()


def test_failures_stand_in_the_file_and_are_told_again_on_resuming(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(20), tmp_path / "out"
    (news / "empty.txt").touch()
    first, second = Witness(), Witness()
    run(news, out, keep_shards=True, watch=first)
    run(news, out, resume=True, watch=second)
    assert first.failures == second.failures == [f"{news / 'empty.txt'}: is empty; fill it or take it away"]
    assert json.loads((out / "failures.jsonl").read_text())["reason"] == "is empty"


def test_the_shards_go_when_the_run_is_over(newsroom: Newsroom, tmp_path: Path) -> None:
    run(newsroom(3), tmp_path / "out")
    assert sorted(files(tmp_path / "out")) == sorted(
        ["articles.jsonl", "facts.jsonl", "failures.jsonl", "manifest.json", "mentions.jsonl"]
    )


def test_the_output_is_not_read_where_it_lies_in_the_input(newsroom: Newsroom) -> None:
    news = newsroom(5)
    assert run(news, news / "out").articles == 5
    assert run(news, news / "out").articles == 5


@pytest.mark.parametrize("form", FORMATS)
def test_where_it_writes_into_what_it_reads_its_own_files_are_passed_over(newsroom: Newsroom, form: str) -> None:
    news = newsroom(5)
    first, second = (run(news, news, form=form, options=EVERYTHING) for _ in range(2))
    assert (first.articles, first.failures) == (second.articles, second.failures) == (5, 0)


def test_what_earlier_runs_wrote_into_the_input_is_passed_over(newsroom: Newsroom, tmp_path: Path) -> None:
    news = newsroom(5)
    for form in FORMATS:
        assert (run(news, news / form, form=form).articles, run(news, tmp_path / "out").failures) == (5, 0)


def test_files_of_such_names_that_no_run_wrote_are_read_and_never_replaced(newsroom: Newsroom) -> None:
    news = newsroom(2)
    (news / "articles.csv").write_text("text\nExports rose 5% in 2023.\n")
    assert run(news, news).articles == 3
    assert run(news, news).articles == 3
    with pytest.raises(InputError, match=r"holds articles.csv, which no run wrote"):
        run(news, news, form="csv")
    (news / "facts.parquet").touch()
    with pytest.raises(InputError, match=r"holds facts.parquet, which no run wrote"):
        convert_run(news, news, "parquet")
    assert (news / "articles.csv").read_text() == "text\nExports rose 5% in 2023.\n"


def test_a_manifest_of_another_kind_is_not_replaced(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(2), tmp_path / "out"
    out.mkdir()
    for foreign in ('{"name": "My web app"}', "not json", "[]", '{"written_by": "extractor"}'):
        (out / MANIFEST).write_text(foreign)
        with pytest.raises(InputError, match=r"holds manifest.json, which no run wrote"):
            run(news, out)


def test_files_of_runs_of_any_format_may_be_replaced(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(3), tmp_path / "out"
    for form in (*FORMATS, *FORMATS):
        assert run(news, out, form=form).articles == 3
    assert convert_run(out, out, "csv", "jsonl").articles == 3
    every = {name for form in FORMATS for name in files_of(form)}
    assert set(json.loads((out / MANIFEST).read_text())["files"]) == {MANIFEST, *every}


def test_killed_between_the_files_it_puts_in_place_it_leaves_no_manifest_and_goes_on(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, more, out = newsroom(2), newsroom(4, "more"), tmp_path / "out"
    run(news, out)
    replace = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if target == out / "mentions.jsonl":
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(more, out)
    assert not (out / MANIFEST).exists()
    run(more, tmp_path / "whole")
    assert run(more, out, resume=True).articles == 4
    assert files(out) == files(tmp_path / "whole")


def test_two_runs_do_not_write_in_one_folder(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out, other = newsroom(20), tmp_path / "out", tmp_path / "other"

    class Second(Watch):
        def begins(self, progress: Progress) -> None:
            import subprocess
            import sys

            words = [sys.executable, "-m", "extractor", "extract", str(news), "--out"]
            refused = subprocess.run([*words, str(out)], capture_output=True, text=True, check=False)
            assert refused.returncode == 2
            assert f"another run writes in {str(out)!r}" in refused.stderr
            assert subprocess.run([*words, str(other), "-q"], capture_output=True, check=False).returncode == 0

    assert run(news, out, watch=Second()).articles == 20


def test_an_article_that_takes_too_long_is_a_failure_and_costs_nothing_else(newsroom: Newsroom, tmp_path: Path) -> None:
    news = newsroom(12)
    (news / "long.txt").write_text("Exports rose 5.2% to $3.1 billion in May. " * 80_000, encoding="utf-8")
    witness = Witness()
    done = run(news, tmp_path / "out", workers=2, options=RunOptions(time_limit=2), watch=witness)
    assert done.articles == 12
    assert witness.failures == [f"{news / 'long.txt'}: took longer than 2 s, twice; raise --time-limit, or cut it up"]
    assert [words.rpartition("; ")[2] for words in witness.troubles] == ["tried once more", "given up"]


def stop(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("form", FORMATS)
def test_stopped_while_it_puts_shards_together_it_goes_on(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    news, out = newsroom(20), tmp_path / "out"
    run(news, tmp_path / "whole", form=form)
    (out / ".shards" / "joined-of-a-killed-run").mkdir(parents=True)
    (out / ".shards" / "joined-of-a-killed-run" / "facts.jsonl").touch()
    with monkeypatch.context() as patched:
        patched.setattr(assembly, "_write_manifest", stop)
        with pytest.raises(KeyboardInterrupt):
            run(news, out, form=form)
    assert run(news, out, form=form, resume=True).earlier == 20
    assert files(out) == files(tmp_path / "whole")


def test_a_format_that_cannot_be_written_is_refused_before_the_work(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pyarrow.parquet", raising=False)
    with pytest.raises(InputError, match="needs the parquet extra"):
        run(newsroom(2), tmp_path / "out", form="parquet")
    assert not (tmp_path / "out").exists()


def test_what_nobody_foresaw_in_one_article_is_a_failure(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(item: Item, options: ReadingOptions) -> Article | Failure:
        if item.name.endswith("3"):
            raise MemoryError("no more")
        return article_of(item, options)

    monkeypatch.setattr(work, "article_of", broken)
    done = run(newsroom(10), tmp_path / "out")
    assert (done.articles, done.failures) == (9, 1)
    assert "cannot be read (MemoryError: no more)" in (tmp_path / "out" / "failures.jsonl").read_text()


def test_articles_may_lie_in_the_folder_that_is_written_to(newsroom: Newsroom, tmp_path: Path) -> None:
    news = newsroom(3)
    assert run(news, tmp_path).articles == 3
    assert run(sorted(news.rglob("*.txt")), news).articles == 3


def test_the_command_line_knows_every_format() -> None:
    assert tuple(Form) == FORMATS


def test_bad_options_are_refused_before_anything_is_written(newsroom: Newsroom, tmp_path: Path) -> None:
    news, out = newsroom(1), tmp_path / "out"
    for wrong in ({"workers": 0}, {"form": "xls"}):
        with pytest.raises(InputError, match=r"xls|workers is 0"):
            run(news, out, **wrong)
    with pytest.raises(InputError, match="nowhere"):
        run(tmp_path / "nowhere", out)
    assert not out.exists()


def test_shards_end_where_articles_say_so_not_where_a_count_does(newsroom: Newsroom) -> None:
    from extractor.reading import open_source

    news = newsroom(60)
    before = {shard.key for shard in shards.cut(open_source(news), "base")}
    (news / "0" / "a-new-one.txt").write_text(article(99), encoding="utf-8")
    after = {shard.key for shard in shards.cut(open_source(news), "base")}
    assert len(before - after) <= 3
    assert len(before) >= 8
    assert not before & {shard.key for shard in shards.cut(open_source(news), "other")}
