"""Workers: batches done in processes, in order, whatever an item does to its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from extractor.records import InputError, WorkerError
from extractor.workers import Loss, Trouble, in_order


class UnportableError(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__("no more")


class Doubling:
    """Doubles numbers; some of them do worse."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def one(self, item: int) -> str:
        if item == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 14:
            time.sleep(60)
        if item == 15 and not (once := self._folder / "once").exists():
            once.touch()
            os._exit(3)
        if item == 16:
            (self._folder / "pids").open("a").write(f"{os.getpid()}\n")
        return str(2 * item)

    def given_up(self, item: int, loss: Loss) -> str:
        return f"{item}: {loss.reason}{' (late)' if loss.late else ''}"

    def whole(self, batch: Sequence[int], results: list[str]) -> list[str]:
        if 17 in batch:
            raise InputError("no room")
        if 18 in batch:
            os._exit(9)
        if 19 in batch:
            raise UnportableError(1, 2)
        if 98 in batch:
            return ["x" * 5_000_000]
        if 99 in batch and not (once := self._folder / "halved").exists():
            once.touch()
            threading.Timer(0.05, os._exit, [7]).start()
            return ["x" * 500_000_000]
        return results


def done(
    folder: Path, *batches: Sequence[int], workers: int = 2, time_limit: float | None = None
) -> tuple[list[str], list[Trouble[int]]]:
    troubles: list[Trouble[int]] = []
    results = in_order(
        batches, partial(Doubling, folder), workers=workers, time_limit=time_limit, on_trouble=troubles.append
    )
    return [result for batch in results for result in batch], troubles


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_batches(tmp_path: Path, workers: int) -> None:
    numbers = list(range(20, 60))
    batches = [numbers[at : at + 3] for at in range(0, 40, 3)]
    assert done(tmp_path, *batches, workers=workers) == ([str(2 * number) for number in numbers], [])


def test_nothing_to_do_needs_no_worker(tmp_path: Path) -> None:
    assert done(tmp_path) == ([], [])


def test_an_item_that_kills_its_worker_is_tried_once_more_and_given_up_alone(tmp_path: Path) -> None:
    results, troubles = done(tmp_path, [1, 2], [12, 13, 20], [3])
    assert results == ["2", "4", "24", "13: ended its worker (signal SIGKILL), twice", "40", "6"]
    assert [(trouble.item, trouble.again) for trouble in troubles] == [(13, True), (13, False)]


def test_an_item_that_takes_too_long_is_tried_once_more_and_given_up_alone(tmp_path: Path) -> None:
    results, troubles = done(tmp_path, [14, 1], [2], time_limit=1)
    assert results == ["14: took longer than 1 s, twice (late)", "2", "4"]
    assert [trouble.reason for trouble in troubles] == ["took longer than 1 s"] * 2


def test_an_item_that_kills_its_worker_once_is_done_the_second_time(tmp_path: Path) -> None:
    results, troubles = done(tmp_path, [1, 15, 2])
    assert results == ["2", "30", "4"]
    assert [(trouble.item, trouble.reason, trouble.again) for trouble in troubles] == [
        (15, "ended its worker (exit code 3)", True)
    ]


def test_two_bad_items_of_one_batch_spoil_nothing_else(tmp_path: Path) -> None:
    results, _ = done(tmp_path, [13, 1, 15, 2, 13], workers=1)
    assert [result for result in results if "twice" not in result] == ["2", "30", "4"]


def test_a_worker_that_ends_between_items_again_and_again_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="exit code 9"):
        done(tmp_path, [18])


def test_an_error_of_the_whole_reaches_the_caller_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no room"):
        done(tmp_path, [1], [17])


def test_batches_are_taken_as_results_are_asked_for(tmp_path: Path) -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[int]]:
        for number in range(1000):
            taken.append(number)
            yield [20 + number]

    stream = in_order(batches(), partial(Doubling, tmp_path), workers=2)
    assert next(stream) == ["40"]
    assert len(taken) <= 5
    stream.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) <= 5


def test_workers_end_with_the_stream(tmp_path: Path) -> None:
    stream = in_order([[16], [16, 14], [16, 14]], partial(Doubling, tmp_path), workers=2)
    assert next(stream) == ["32"]
    stream.close()  # type: ignore[attr-defined]  # a generator
    for pid in {int(line) for line in (tmp_path / "pids").read_text().split()}:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_error_that_cannot_travel_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="UnportableError: no more"):
        done(tmp_path, [19])


def test_a_big_task_and_a_big_result_pass(tmp_path: Path) -> None:
    batches = [list(range(98, 200_000)) for _ in range(3)]
    sizes = [len(result[0]) for result in in_order(batches, partial(Doubling, tmp_path), workers=2)]
    assert sizes == [5_000_000] * 3


def test_a_worker_that_ends_in_the_middle_of_its_answer_is_replaced(tmp_path: Path) -> None:
    results, troubles = done(tmp_path, [99], [1])
    assert results == ["198", "2"]
    assert [(trouble.item, trouble.again) for trouble in troubles] == [(None, True)]


def test_a_worker_ends_by_itself_where_nobody_is_left_to_end_it(tmp_path: Path) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from functools import partial
from pathlib import Path
from extractor import workers
from tests.test_workers import Doubling
workers._GRACE = 0.2
next(workers.in_order([[16, 14]], partial(Doubling, Path({str(tmp_path)!r})), workers=1, time_limit=1))
"""
    caller = subprocess.Popen([sys.executable, "-c", program])
    pids = tmp_path / "pids"
    while not (pids.exists() and pids.read_text().endswith("\n")):
        assert caller.poll() is None
        time.sleep(0.01)
    caller.kill()
    caller.wait()
    worker = int(pids.read_text())
    for _ in range(3000):
        if not is_running(worker):
            return
        time.sleep(0.01)
    raise AssertionError("it outlives its caller")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
