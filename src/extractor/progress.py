"""How a run shows itself while it goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.progress import BarColumn, TaskProgressColumn
from rich.progress import Progress as Bar
from rich.text import Text

from extractor.printable import on_one_line
from extractor.records import Failure
from extractor.runs import Progress, Watch

_BAR_EVERY = 0.1  # seconds
_LINE_EVERY = 10.0


def watch() -> Watch:
    """Return a watch that writes to standard error as suits it."""
    return BarWatch() if sys.stderr.isatty() else LineWatch()


class LineWatch(Watch):
    """Writes a line for each failure, and every ten seconds one for how far the run has come."""

    def __init__(self) -> None:
        self._shown = time.monotonic()

    def goes_on(self, progress: Progress) -> None:
        """Say how far it has come, where it was not said just now."""
        now = time.monotonic()
        if now - self._shown >= _LINE_EVERY:
            self._shown = now
            self._say(f"{rates(progress)}, {time_left(progress)}")

    def failed(self, failure: Failure) -> None:
        """Say which article could not be read, why, and what to do."""
        self._say(str(failure))

    def noted(self, words: str) -> None:
        """Say it."""
        self._say(words)

    def troubled(self, words: str) -> None:
        """Say that a worker was lost."""
        self._say(words)

    def ends(self, progress: Progress) -> None:
        """Say what was passed over, and how fast it was, where it took its time."""
        if progress.passed_over:
            counted = ", ".join(f"{number:,} {ending}" for ending, number in sorted(progress.passed_over.items()))
            self._say(f"passed over: {counted}")
        if progress.seconds >= _LINE_EVERY:
            self._say(f"{rates(progress)}, in {_duration(progress.seconds)}")

    def _say(self, line: str) -> None:
        print(f"extractor: {on_one_line(line)}", file=sys.stderr, flush=True)


class BarWatch(LineWatch):
    """Draws a bar over the bytes of the input; lines stand above it."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _TwoLines(
            BarColumn(bar_width=None),
            TaskProgressColumn(),
            console=Console(stderr=True, highlight=False),
            auto_refresh=False,  # a thread would be in the way of forking workers
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)

    def begins(self, progress: Progress) -> None:
        """Draw the bar."""
        self._bar.update(self._task, total=progress.total)
        self._bar.start()

    def goes_on(self, progress: Progress) -> None:
        """Move the bar, at most ten times a second."""
        now = time.monotonic()
        if now - self._shown >= _BAR_EVERY:
            self._shown = now
            self._draw(progress, time_left(progress))

    def ends(self, progress: Progress) -> None:
        """Show that all is read, then say what was passed over, and how fast it was, where it took its time."""
        self._draw(progress, "putting it together")
        super().ends(progress)

    def _draw(self, progress: Progress, more: str) -> None:
        self._bar.words = f"{rates(progress)}, {more}"
        self._bar.update(self._task, completed=progress.done, refresh=True)

    def close(self) -> None:
        """Take the bar away, however the run came to its end."""
        self._bar.stop()

    def _say(self, line: str) -> None:
        self._bar.console.print(f"extractor: {on_one_line(line)}", markup=False, soft_wrap=True)


class _TwoLines(Bar):
    """A bar with a line of words below it, which may be longer than the terminal is wide."""

    words = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        yield Text(self.words)


def rates(progress: Progress) -> str:
    """Say what has been read and found, and how fast.

    >>> rates(Progress(articles=1200, words=600_000, facts=9000, failures=1)).replace("(", "").split()[:2]
    ['1,200', 'articles']
    """
    earlier = f", {progress.earlier:,} of them earlier" if progress.earlier else ""
    articles = "1 article" if progress.articles == 1 else f"{progress.articles:,} articles"
    return (
        f"{articles} ({progress.articles_a_second:,.0f}/s{earlier}), "
        f"{progress.words:,} words ({progress.words_a_second:,.0f}/s), "
        f"{progress.facts:,} facts, {progress.failures:,} failures"
    )


def time_left(progress: Progress) -> str:
    """Estimate the time left from the bytes that are done.

    >>> time_left(Progress())
    'time left unknown'
    """
    done = progress.done - progress.done_earlier
    if progress.total is None or done <= 0:
        return "time left unknown"
    left = max(0, progress.total - progress.done)
    return f"{_duration(progress.seconds * left / done)} left"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
