"""What the comparisons with peers share: verdicts, their sums, speeds, and the table they are shown in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from time import perf_counter
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")
COLUMNS = ("reader", "kind", "right", "wrong", "missed", "spurious", "F1", "words/s")


class Score(NamedTuple):
    """What one reader made of one kind."""

    right: int
    wrong: int
    missed: int
    spurious: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, a wrong one being both found in vain and not found."""
        total = 2 * self.right + 2 * self.wrong + self.missed + self.spurious
        return 2 * self.right / total if total else 0.0

    def line(self, reader: str, kind: str, rate: float | None) -> tuple[str, ...]:
        """The line of a table; the speed is that of all kinds together and told once."""
        speed = "" if rate is None else f"{rate:,.0f}"
        return (reader, kind, *(str(number) for number in self), f"{self.f1:.3f}", speed)


def words_per_second(read: Callable[[T], object], cases: Sequence[T]) -> float:
    """Read each case once; return words a second. A case is a text, or has one."""
    start = perf_counter()
    for case in cases:
        read(case)
    taken = perf_counter() - start
    return sum(len(getattr(case, "text", str(case)).split()) for case in cases) / taken


def installed(modules: dict[str, str]) -> list[str]:
    """The names whose module is there; those that are not are said on screen."""
    missing = [name for name, module in modules.items() if not find_spec(module)]
    if missing:
        Console(stderr=True).print(f"not installed, so left out: {', '.join(missing)}")
    return [name for name in modules if name not in missing]


def asked(description: str | None, files: Sequence[str]) -> tuple[Sequence[str], bool]:
    """What the command line asks for: names of example files, by default all of them; and whether as Markdown."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", metavar="FILE", help=f"of tests/examples/; by default {', '.join(files)}")
    options.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    given = options.parse_args()
    if unknown := sorted(set(given.files) - set(files)):
        options.error(f"no example file {', '.join(unknown)}; choose from {', '.join(files)}")
    return given.files or files, given.markdown


def show(lines: Iterable[tuple[str, ...]], title: str, *, markdown: bool) -> None:
    """Print the table, for a screen or for a page."""
    console = Console()
    if markdown:
        console.print("| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS), sep="\n", soft_wrap=True)
        for line in lines:
            console.print("| " + " | ".join(line) + " |", soft_wrap=True)
        return
    shown = Table(*COLUMNS, title=title)
    for line in lines:
        shown.add_row(*line)
    console.print(shown)
