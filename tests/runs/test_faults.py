"""What happens to a run from outside: killed, interrupted, out of room, its workers shot, nobody listening."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.runs.conftest import article

from extractor.runs import run

PROGRAM = """
import sys
from extractor.runs import shards
shards._LEAST_BYTES, shards._MOST_BYTES = 12_000, 40_000
from extractor.cli import main
main()
"""
ARTICLES = 120


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles enough for some seconds of work."""
    folder = tmp_path_factory.mktemp("news")
    for number in range(ARTICLES):
        text = "\n".join(article(number + 1000 * part) for part in range(8))
        (folder / f"a{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run gives that nothing happens to."""
    out = tmp_path_factory.mktemp("whole")
    run(news, out, workers=2)
    return files(out)


def files(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.iterdir() if file.suffix == ".jsonl"}


def started(news: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, "extract", str(news), "--out", str(out), "--workers", "2", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def shards_in(out: Path) -> int:
    return len(list((out / ".shards").glob("*.shard")))


def wait_for_shards(process: subprocess.Popen[str], out: Path, least: int) -> None:
    """Return when so many shards are there; the run must still be going on."""
    for _ in range(6000):
        if shards_in(out) >= least:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    raise AssertionError("no shard in a minute")


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_killed_again_and_again_and_resumed_it_gives_the_same_bytes(
    news: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    done = 0
    for _ in range(3):
        process = started(news, tmp_path, "--resume", "--quiet")
        workers = _workers_when(process, tmp_path, done + 2)
        process.kill()
        process.communicate()
        _wait_until_gone(workers)
        assert not files(tmp_path)
        done = shards_in(tmp_path)
        assert done
    last = started(news, tmp_path, "--resume", "--quiet")
    out, err = last.communicate()
    assert last.returncode == 0, err
    assert f"{ARTICLES} articles read" in out
    assert files(tmp_path) == whole


def _workers_when(process: subprocess.Popen[str], out: Path, shards: int) -> list[int]:
    wait_for_shards(process, out, shards)
    return children_of(process.pid)


def _wait_until_gone(pids: list[int]) -> None:
    """Workers whose run has been killed end by themselves."""
    for _ in range(3000):
        if not any(map(is_running, pids)):
            return
        time.sleep(0.01)
    raise AssertionError(f"{pids} outlive their run")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_cleanly_and_says_how_to_go_on(
    news: Path, tmp_path: Path, whole: dict[str, bytes], sent: signal.Signals
) -> None:
    process = started(news, tmp_path)
    workers = _workers_when(process, tmp_path, 2)
    process.send_signal(sent)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "extractor: stopped; what is done is kept: the same command with --resume goes on\n"
    assert not any(map(is_running, workers))
    assert not files(tmp_path)
    assert shards_in(tmp_path) >= 2
    started(news, tmp_path, "--resume").communicate()
    assert files(tmp_path) == whole


def test_a_worker_that_is_shot_costs_nothing(news: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    process = started(news, tmp_path, "--quiet")
    for worker in _workers_when(process, tmp_path, 2):
        os.kill(worker, signal.SIGKILL)
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert "ended" in err
    assert "SIGKILL" in err
    assert "tried once more" in err
    assert files(tmp_path) == whole


def test_without_room_it_says_so_and_goes_on_when_there_is_some(
    news: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    def no_large_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    command = [sys.executable, "-c", PROGRAM, "extract", str(news), "--out", str(tmp_path), "--workers", "2"]
    full = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=no_large_files)
    assert full.returncode == 2
    assert "File too large" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    assert not files(tmp_path)
    started(news, tmp_path, "--resume").communicate()
    assert files(tmp_path) == whole


def test_a_shard_that_finds_no_room_leaves_no_half_of_it(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", no_room)
    with pytest.raises(Exception, match=r"No space left on device.*--resume"):
        run(news, tmp_path)
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and file.name not in {"lock", "claim"}]


def test_nobody_reads_what_it_prints(news: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    process = started(news, tmp_path)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    process.communicate()
    assert files(tmp_path) == whole


def _terminal(words: list[str]) -> Iterator[bytes]:
    """What a program writes to the terminal it runs on."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=theirs, stdin=theirs)
    os.close(theirs)
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        yield piece
    process.wait()
    os.close(ours)


def test_on_a_terminal_a_bar_shows_where_it_is(news: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "extract", str(news), "--out", str(tmp_path), "--workers", "1"]
    shown = b"".join(_terminal(command)).decode()
    assert "━" in shown
    assert "%" in shown
    last = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", " ", shown).split())  # whole, on a terminal of 80 columns too
    assert re.search(
        r"[\d,]+ articles \([\d,]+/s\), [\d,]+ words \([\d,]+/s\), [\d,]+ facts, 0 failures, \d+ s left", last
    )
    assert "putting it together" in last
