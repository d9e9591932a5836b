"""Workers: processes that do a stream of batches, the results in the order of the batches.

Nothing an item does to its process stops the stream. A worker that dies, or is ended because an item ran past its
time limit, is replaced; the item it was at is tried once more, alone in a fresh process, and given up where that
fails too, and the batch it stood in is done by another worker, with that item settled.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from extractor.records import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")
Done = TypeVar("Done")
Item_contra = TypeVar("Item_contra", contravariant=True)
Done_co = TypeVar("Done_co", covariant=True)

_GRACE = 5.0  # seconds a worker has to end by itself
_LIVES = 2
_REMEDY = "see that memory is left, and that a script starts them under if __name__ == '__main__'"


class Loss(NamedTuple):
    """How a worker was lost over an item: in words, and whether for its taking too long."""

    reason: str
    late: bool


class Work(Protocol[Item_contra, Result, Done_co]):
    """What a worker does. It is made anew in each worker, by ``prepare``."""

    def one(self, item: Item_contra) -> Result:
        """Do one item."""

    def given_up(self, item: Item_contra, loss: Loss) -> Result:
        """Say what stands in the place of an item that twice ended its worker."""

    def whole(self, batch: Sequence[Item_contra], results: list[Result]) -> Done_co:
        """Make of the results of a whole batch what goes back to the caller."""


@dataclass(frozen=True, slots=True)
class Trouble(Generic[Item]):
    """What ended a worker.

    Attributes:
        item: The item the worker was at; None where it was between items.
        reason: How it came to its end.
        again: Whether what it did will be tried once more.
    """

    item: Item | None
    reason: str
    again: bool


@dataclass(slots=True)
class _Task(Generic[Item, Result]):
    """A batch on its way, and what became of the items that ended a worker.

    Attributes:
        place: Where in the stream the batch stands.
        batch: The items.
        settled: Results of items that were done alone.
        given_up: Why items were given up.
        alone: The one item to try now, in a fresh process.
        lives: How often more the batch may lose its worker between two items.
    """

    place: int
    batch: Sequence[Item]
    settled: dict[int, Result] = field(default_factory=dict)
    given_up: dict[int, Loss] = field(default_factory=dict)
    alone: int | None = None
    lives: int = _LIVES


def in_order(  # noqa: PLR0913 - what is done, of what, by how many, within what limits, told to whom
    batches: Iterable[Sequence[Item]],
    prepare: Callable[[], Work[Item, Result, Done]],
    *,
    workers: int,
    time_limit: float | None = None,
    on_trouble: Callable[[Trouble[Item]], None] = lambda trouble: None,
    on_done: Callable[[Done], None] = lambda done: None,
) -> Iterator[Done]:
    """Do every batch in one of several processes.

    Args:
        batches: Sequences of items; taken lazily, at most two a worker ahead of what is yielded.
        prepare: Makes the work, once in each process; a function of a module where processes are not forked.
        workers: How many processes, at least 1.
        time_limit: Seconds an item may take before its worker is ended; None for no limit.
        on_trouble: Told of each item that ended its worker, when it does.
        on_done: Given each result when it is ready, which may be before the ones yielded ahead of it.

    Yields:
        What ``whole`` made of each batch, in the order of the batches.

    Raises:
        WorkerError: A batch lost its worker again and again, at none of its items.
        Exception: What ``prepare`` or ``whole`` raised in a worker.
    """
    crew = _Crew(prepare, workers, time_limit, on_trouble)
    try:
        stream = enumerate(batches)
        ready: dict[int, Done] = {}
        due, taken = 0, 0
        while True:
            while taken - due < 2 * workers and (numbered := next(stream, None)) is not None:
                crew.tasks.append(_Task(*numbered))
                taken += 1
                crew.hand_out()
            if due == taken:
                return
            for place, done in crew.results():
                on_done(done)
                ready[place] = done
            while due in ready:
                yield ready.pop(due)
                due += 1
    finally:
        crew.dismiss()


# ── the caller's side ───────────────────────────────────────────────────────────────────────────


class _Worker(Generic[Item, Result]):
    """A process, the pipe to it, the task it has and the item it is at."""

    def __init__(
        self,
        context: BaseContext,
        prepare: Callable[[], Work[Any, Any, Any]],
        time_limit: float | None,
        others: list[Connection],
    ):
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(  # type: ignore[attr-defined]  # every context has it
            target=_serve,
            args=(theirs, prepare, time_limit, [*others, self.pipe] if _forks(context) else []),
            daemon=True,
        )
        self.process.start()
        theirs.close()
        self.task: _Task[Item, Result] | None = None
        self.at: int | None = None
        self.since = 0.0
        self.is_fresh = True

    def take(self, task: _Task[Item, Result]) -> None:
        self.task, self.at, self.is_fresh = task, None, False
        self.pipe.send(task)

    def end(self, grace: float) -> str:
        """End the process, and say how it came to its end."""
        self.process.join(grace)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


class _Crew(Generic[Item, Result, Done]):
    """The workers there are, and the tasks that wait for one."""

    def __init__(
        self,
        prepare: Callable[[], Work[Item, Result, Done]],
        size: int,
        time_limit: float | None,
        on_trouble: Callable[[Trouble[Item]], None],
    ):
        self.tasks: deque[_Task[Item, Result]] = deque()
        self._prepare, self._size, self._time_limit, self._on_trouble = prepare, size, time_limit, on_trouble
        self._context = _context()
        self._workers: list[_Worker[Item, Result]] = []

    def hand_out(self) -> None:
        """Give the tasks that wait to the workers that have none, hiring up to the size of the crew."""
        while self.tasks and (worker := self._idle(fresh=self.tasks[0].alone is not None)):
            task = self.tasks.popleft()
            try:
                worker.take(task)
            except OSError:  # it died while it had nothing to do
                self._lose(worker)

    def results(self) -> Iterator[tuple[int, Done]]:
        """Wait until something happens; yield the batches that are done, with their places."""
        self.hand_out()
        busy = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        for pipe in wait(list(busy), self._patience(busy.values())):
            worker = busy[pipe]  # type: ignore[index]  # only pipes were waited for
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):  # the latter where it ended in the middle of a message
                self._lose(worker)
            else:
                yield from self._hear(worker, *message)
        for worker in [worker for worker in self._workers if self._is_late(worker)]:
            self._lose(worker, late=True)
        self.hand_out()

    def dismiss(self) -> None:
        """End every worker, at once those that are busy."""
        for worker in self._workers:
            if worker.task is not None:
                worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(_GRACE)
            worker.process.kill()
        self._workers.clear()

    def _idle(self, *, fresh: bool) -> _Worker[Item, Result] | None:
        """A worker without a task, hired where there is room; a fresh one takes the place of one that is not."""
        idle = [worker for worker in self._workers if worker.task is None and (worker.is_fresh or not fresh)]
        if idle:
            return idle[0]
        if len(self._workers) == self._size:
            used = next((worker for worker in self._workers if worker.task is None), None)
            if used is None:
                return None
            self._workers.remove(used)
            used.end(0)
        return self._hire()

    def _hire(self) -> _Worker[Item, Result]:
        others = [other.pipe for other in self._workers]
        worker = _Worker[Item, Result](self._context, self._prepare, self._time_limit, others)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker[Item, Result], kind: str, said: Any) -> Iterator[tuple[int, Done]]:
        task = worker.task
        assert task is not None
        if kind == "at":
            worker.at, worker.since = said, time.monotonic()
            return
        worker.task = worker.at = None
        if kind == "error":
            raise said
        if task.alone is None:
            yield task.place, said
            return
        self.tasks.appendleft(replace(task, settled={**task.settled, task.alone: said}, alone=None))

    def _patience(self, busy: Iterable[_Worker[Item, Result]]) -> float | None:
        """Seconds until the first of the busy workers is late; None where there is no limit."""
        if self._time_limit is None:
            return None
        now = time.monotonic()
        left = [worker.since + self._time_limit - now for worker in busy if worker.at is not None]
        return max(0.0, min(left, default=self._time_limit)) + 0.01

    def _is_late(self, worker: _Worker[Item, Result]) -> bool:
        limit = self._time_limit
        if limit is None or worker.at is None or time.monotonic() - worker.since <= limit:
            return False
        return not worker.pipe.poll()  # it may have gone on while others were heard

    def _lose(self, worker: _Worker[Item, Result], *, late: bool = False) -> None:
        """Part with a worker; what it was at is tried once more by itself, or given up."""
        self._workers.remove(worker)
        how = worker.end(0 if late else _GRACE)
        task, at = worker.task, worker.at
        assert task is not None
        if at is None:  # between two items: none is to blame
            if not task.lives:
                raise WorkerError(f"worker after worker ended ({how}) at no article; {_REMEDY}")
            self._on_trouble(Trouble(None, f"a worker ended ({how})", again=True))
            self.tasks.appendleft(replace(task, lives=task.lives - 1))
            return
        again = task.alone is None
        reason = f"took longer than {self._time_limit:g} s" if late else f"ended its worker ({how})"
        self._on_trouble(Trouble(task.batch[at], reason, again))
        given_up = task.given_up if again else {**task.given_up, at: Loss(f"{reason}, twice", late)}
        self.tasks.appendleft(replace(task, given_up=given_up, alone=at if again else None))


def _context() -> BaseContext:
    """Fork where that is safe, which is quick and shares the lexicons' memory; else start processes afresh."""
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_fork else "spawn")


def _forks(context: BaseContext) -> bool:
    return context.get_start_method() == "fork"


# ── the worker's side ───────────────────────────────────────────────────────────────────────────


def _serve(
    pipe: Connection, prepare: Callable[[], Work[Any, Any, Any]], time_limit: float | None, others: list[Connection]
) -> None:
    """Do tasks until the caller closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the caller ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # held open here, they would keep this worker alive when the caller is killed
        other.close()
    try:
        work = prepare()
        gc.freeze()  # what is there now stays: it need not be gone through again and again, nor copied after a fork
        while (task := _received(pipe)) is not None:
            pipe.send(("done", _do(task, work, pipe, time_limit)))
    except (BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:
        pipe.send(("error", _portable(error)))


def _received(pipe: Connection) -> _Task[Any, Any] | None:
    try:
        task: _Task[Any, Any] = pipe.recv()
    except (EOFError, OSError):  # the caller is gone, perhaps in the middle of a message
        return None
    return task


def _portable(error: Exception) -> Exception:
    """The error itself where it can be told to another process, else its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return WorkerError(f"{type(error).__name__}: {error}")
    return error


def _do(task: _Task[Any, Any], work: Work[Any, Any, Any], pipe: Connection, time_limit: float | None) -> Any:
    def one(number: int) -> Any:
        pipe.send(("at", number))
        _end_after(time_limit)
        return work.one(task.batch[number])

    if task.alone is not None:
        return one(task.alone)
    results = []
    for number, item in enumerate(task.batch):
        if number in task.settled:
            results.append(task.settled[number])
        elif number in task.given_up:
            results.append(work.given_up(item, task.given_up[number]))
        else:
            results.append(one(number))
    pipe.send(("at", None))
    _end_after(None)
    return work.whole(task.batch, results)


def _end_after(time_limit: float | None) -> None:
    """End this process by itself where nobody is left to end it: the caller, who minds the limit, may be gone."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_REAL, time_limit + _GRACE if time_limit else 0)
