"""The source of a run: which files it finds, in what order, how far it is, and what of the file system it survives."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.reading import Item, ReadingOptions, Source, open_source
from extractor.records import Article, Failure, InputError

Read = Callable[..., tuple[list[Article], list[Failure]]]


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("<p>Exports rose.</p>")
    return folder


def names(source: Source) -> list[str]:
    return [item.name if isinstance(item, Item) else f"! {item.reason}" for item in source]


# ── what is found ───────────────────────────────────────────────────────────────────────────────


def test_a_folder_in_order(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.html", "z/c.MD", "z/d.pdf", "z/e", "A/f.TXT", ".git/g.txt", "z/.h.txt", "readme.md")
    source = open_source(tmp_path)
    assert names(source) == ["a.html", "b", "A/f", "z/c.MD"] == names(source)
    assert source.passed_over == {".pdf": 1, "no ending": 1, "readme.md": 1}


def test_endings_that_tell_no_kind_are_counted_as_one(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", *(f"message.{number:06}" for number in range(50)), "README.0001", "b.mp3", "c.7z", "d.h5")
    fill(tmp_path, "e.unpublished", "f.sqlite3", "g.2f81c0", "h.7", "i.7eleventh")
    source = open_source(tmp_path)
    assert names(source) == ["a"]
    assert source.passed_over == {".mp3": 1, ".7z": 1, ".h5": 1, ".sqlite3": 1, "other ending": 55}


def test_globs_choose(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.html", "z/c.news", "readme.md")
    assert names(open_source(tmp_path, options=ReadingOptions(globs=("*.news", "read*")))) == ["readme.md", "z/c.news"]
    with pytest.raises(InputError, match=r"no \*\.csv or \*\.tsv in"):
        open_source(tmp_path, options=ReadingOptions(globs=("*.csv", "*.tsv")))


def test_globs_match_whatever_their_case(tmp_path: Path) -> None:
    fill(tmp_path, "News1.txt", "news2.TXT", "other.txt")
    assert names(open_source(tmp_path, options=ReadingOptions(globs=("News*.TXT",)))) == ["News1", "news2"]


def test_what_is_written_to_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "out/b.txt", "sub/out/c.txt")
    assert names(open_source(tmp_path, exclude=[tmp_path / "sub" / ".." / "out"])) == ["a", "sub/out/c"]
    with pytest.raises(InputError, match="another folder"):
        open_source(tmp_path / "out", exclude=[tmp_path / "out"])
    monkeypatch.chdir(tmp_path)
    assert names(open_source(".", exclude=[Path("out")])) == ["a", "sub/out/c"]


def test_several_paths_are_told_apart(tmp_path: Path) -> None:
    fill(tmp_path, "x/2024/a.txt", "y/2024/a.txt", "y/b.html")
    paths = [tmp_path / "x" / "2024", tmp_path / "y" / "2024", tmp_path / "y" / "b.html"]
    assert names(open_source(paths)) == ["x/2024/a", "y/2024/a", "y/b.html"]
    assert names(open_source(paths[1:])) == ["2024/a", "b.html"]
    assert names(open_source([paths[2], paths[2]])) == ["b.html"]
    assert names(open_source([paths[0], tmp_path / "x" / ".." / "y" / "b.html"])) == ["x/2024/a", "y/b.html"]
    with pytest.raises(InputError, match="no path"):
        open_source([])


def test_a_path_is_read_once_however_it_is_spelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "news/a.txt", "news/b.txt")
    (tmp_path / "link").symlink_to("news")
    monkeypatch.chdir(tmp_path)
    source = open_source(["news", "news/", "./news", str(tmp_path / "news"), "link"])
    assert names(source) == ["a", "b"]
    assert source.total == sum((tmp_path / "news" / name).stat().st_size for name in ("a.txt", "b.txt"))


def test_a_path_inside_another_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path, "news/a.txt", "news/b.dat", "news/c.dat", "news/2024/d.txt", "news/2024/e.txt")
    folder = tmp_path / "news"
    source = open_source([folder, folder / "b.dat", folder / "2024", folder / "2024" / "e.txt"])
    assert names(source) == ["news/a", "news/b.dat", "news/2024/d", "news/2024/e"]
    assert (source.done, source.passed_over) == (source.total, {".dat": 1})
    assert names(open_source([folder / "2024" / "d.txt", folder / "2024"])) == ["2024/d", "2024/e"]


def test_how_far_it_is(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.pdf")
    (tmp_path / "c.jsonl").write_bytes(b'{"text": "Exports rose."}\n' * 10_000)
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("e.txt", "Exports rose. " * 1000)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.zip", b"")  # told before anything is read
        archive.writestr("b.txt", "Exports rose. " * 1000)
    source = open_source(tmp_path)
    sizes = [(tmp_path / name).stat().st_size for name in ("a.txt", "c.jsonl", "c.zip", "d.zip")]
    assert source.total == sum(sizes)
    seen = [source.done for _ in source]
    assert seen == sorted(seen)
    assert seen[0] == sizes[0]
    assert len(set(seen)) > 3
    assert source.done == source.total


# ── standard input ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "data", "found"),
    [
        (None, b"Exports rose.", [("stdin", "text")]),
        ("html", b"<p>Exports rose.</p>", [("stdin", "html")]),
        ("jsonl", b'{"text": 1}\n{"text": 2}', [("stdin:1", "json"), ("stdin:2", "json")]),
        ("csv", b"text\nExports rose.", [("stdin:1", "text")]),
    ],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, kind: str | None, data: bytes, found: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    source = open_source("-", options=ReadingOptions(kind=kind))
    assert source.total is None
    assert [(item.name, item.kind) for item in source if isinstance(item, Item)] == found


def test_standard_input_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)  # as Python has it after <&-
    with pytest.raises(InputError, match="closed; pipe something into it"):
        open_source("-")


def test_a_pipe_into_standard_input(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "Exports rose.")
    code = "from extractor.reading import *; print([a.doc_id for a in read_articles('-', kind='zip')])"
    data = (tmp_path / "a.zip").read_bytes()
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout == b"['stdin/a']\n"


# ── options ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "remedy"), [({"kind": "doc"}, "jsonl"), ({"published": "31.1.24"}, "YYYY"), ({"max_bytes": 0}, "size")]
)
def test_options_that_cannot_be_used(options: dict[str, object], remedy: str) -> None:
    with pytest.raises(InputError, match=remedy) as caught:
        ReadingOptions.model_validate(options)
    assert str(next(iter(options.values()))) in str(caught.value)


def test_options_survive_json() -> None:
    options = ReadingOptions.model_validate({"published": "2024-01-31", "globs": ["*.news"], "kind": "csv.gz"})
    assert ReadingOptions.model_validate_json(options.model_dump_json()) == options


def test_a_file_whose_ending_says_nothing_is_of_the_kind_asked_for(tmp_path: Path, read: Read) -> None:
    (tmp_path / "dump").write_bytes(b'{"text": "Exports rose."}\n')
    assert [article.doc_id for article in read(tmp_path / "dump", kind="jsonl")[0]] == ["dump:1"]
    assert read(tmp_path / "dump", kind="text")[0][0].text.startswith("{")
    assert read(tmp_path / "dump")[1][0].reason == "looks like JSON Lines"
    (tmp_path / "dump.gz").write_bytes(gzip.compress(b'{"text": "Exports rose."}\n'))
    assert [article.doc_id for article in read(tmp_path / "dump.gz", kind="jsonl")[0]] == ["dump.gz:1"]


def test_an_item_travels_and_is_known_by_its_digest() -> None:
    item = Item("a", "in/a", "text", b"Exports rose.", (("title", "Up"),))
    assert pickle.loads(pickle.dumps(item)) == item
    others = [
        Item("b", "in/a", "text", b"Exports rose.", (("title", "Up"),)),
        Item("a", "in/a", "html", b"Exports rose.", (("title", "Up"),)),
        Item("a", "in/a", "text", b"Exports rose!", (("title", "Up"),)),
        Item("a", "in/a", "text", b"Exports rose.", ()),
    ]
    assert len({one.digest for one in (item, *others)}) == 5
    assert Item("a", "elsewhere/a", "text", b"Exports rose.", (("title", "Up"),)).digest == item.digest


# ── what the file system does ───────────────────────────────────────────────────────────────────


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    source = iter(open_source(fill(tmp_path, "a.txt", "b.txt", "c.txt")))
    next(source)
    (tmp_path / "b.txt").unlink()
    gone, last = source
    assert isinstance(gone, Failure)
    assert (gone.path, gone.reason) == (str(tmp_path / "b.txt"), "is gone since the folder was listed")
    assert isinstance(last, Item)


def test_what_is_no_file_never_blocks(tmp_path: Path) -> None:
    fill(tmp_path, "z.txt")
    os.mkfifo(tmp_path / "a.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "b.txt"))
        found = names(open_source(tmp_path))
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.txt").mkdir()
    (tmp_path / "d.txt").symlink_to("d.txt")
    (tmp_path / "e.txt").symlink_to("nowhere")
    assert found == ["! is no file (a pipe, socket or device)", "! is no file (a socket)", "z"]
    assert names(open_source(tmp_path))[1:] == [
        "! is a link that leads back to itself",
        "! is gone since the folder was listed",
        "z",
    ]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "elsewhere/b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "elsewhere")
    source = open_source(tmp_path / "in")
    assert names(source) == ["a"]
    assert source.passed_over == {"link to a folder": 2}


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Exports rose.")
    (item,) = open_source(tmp_path)
    assert isinstance(item, Item)
    assert (item.name, item.path) == ("caf\ufffd", f"{tmp_path}/caf\ufffd.txt")


def test_permissions(tmp_path: Path) -> None:
    """Read by a user who may not read all; root, who may, becomes one in a process of its own."""
    fill(tmp_path, "a.txt", "b.txt", "shut/c.txt", "z/d.txt")
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "shut").chmod(0)
    tmp_path.chmod(0o755)
    code = (
        "import os; from extractor.reading import open_source\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for item in open_source('.'): print(item.path, getattr(item, 'reason', 'read'), sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / "shut").chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["a.txt|read", "b.txt|may not be read", "shut|may not be read", "z/d.txt|read"]


def test_a_folder_that_cannot_be_listed_is_no_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "sub/b.txt")
    list_folder = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return list_folder(path)

    monkeypatch.setattr("os.scandir", scandir)
    first, shut = open_source(tmp_path)
    assert isinstance(first, Item)
    assert isinstance(shut, Failure)
    assert (shut.path, shut.reason) == (str(tmp_path / "sub"), "may not be read")


def test_large_text_fails_and_the_others_are_read(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt")
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    assert names(open_source(tmp_path)) == ["! is larger than 10 MB", "b"]
