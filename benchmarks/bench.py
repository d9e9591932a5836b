"""Words a second from text to facts, beside spaCy and libraries that read amounts, in one table from one run.

All read cold text: the newsroom (newsroom.py) writes new articles for every repeat, so that nothing is read twice.
Every reader is a process of its own; in each repeat one after another is given each kind of text, and the table has the
medians. Slow readers are given fewer words, as the table says, and no long articles; a pool of workers is given no
articles of one length, as it starts anew for each kind of text.

- *news*: articles of 120 to 900 words
- *one sentence*: articles of one sentence, most of them with figures
- *100*, *1,000*, *10,000*, *50,000*: the same words, cut into articles of that length
- *MB*: the most memory the process held, with its workers
- *start*: seconds from nothing to the first article read, in a fresh process

Run ``make bench`` (some ten minutes), or ``python benchmarks/bench.py --words 50000 --repeats 3 --only extractor``.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from newsroom import Newsroom
from readers import READERS, Reader

LENGTHS = (100, 1_000, 10_000, 50_000)
COLUMNS = ("news", "one sentence", *(f"{length:,}" for length in LENGTHS))
SHARES = {"fast": 1.0, "pooled": 1.0, "medium": 0.1, "slow": 0.02, "slowest": 0.004}  # of the words of news
LONGEST = {"fast": 50_000, "pooled": 0, "medium": 50_000, "slow": 1_000, "slowest": 100}  # words of an article
OF_LENGTHS = 8  # the other texts are so many times shorter than the news
SENTENCES_OF = 400  # words of news there is a sentence for
FEWEST = 5  # sentences
FIRST = "China's exports rose 5.2 percent to $300 billion in May 2024, the customs administration said."


class Text(NamedTuple):
    """Articles of one kind, and the file they are handed over in."""

    column: str
    path: Path
    words: int
    articles: int


class Process:
    """A reader at work in a process of its own."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("readers.py")), reader.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self, path: Path) -> dict[str, float]:
        """Let it read a file of articles: its seconds, of processor time too, and its peak memory so far."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a reader has no pipes")
        print(path, file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.reader.name} stopped; what it said stands above")
        measured: dict[str, float] = json.loads(answer)
        return measured

    def close(self) -> None:
        """Let it end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()


def texts(newsroom: Newsroom, reader: Reader, repeat: int, words: int, folder: Path) -> list[Text]:
    """What a reader is given in one repeat; the same for all readers of one pace."""
    share, longest = SHARES[reader.pace], LONGEST[reader.pace]
    news = newsroom.articles(int(words * share), start=repeat * words)
    many = max(FEWEST, int(words * share / SENTENCES_OF))
    sentences = [newsroom.sentence(repeat * words + number) for number in range(many)]
    kinds = {"news": news, "one sentence": sentences}
    for length in LENGTHS:
        if length <= longest:
            kinds[f"{length:,}"] = newsroom.cut(repeat, max(length, int(words * share / OF_LENGTHS)), length)
    found = []
    for column, articles in kinds.items():
        path = folder / f"{reader.pace}-{repeat}-{column}.json"
        path.write_text(json.dumps(articles), encoding="utf-8")
        found.append(Text(column, path, sum(len(article.split()) for article in articles), len(articles)))
    return found


def seconds(*command: str, given: str = "") -> float:
    """How long a command takes from start to end."""
    start = perf_counter()
    subprocess.run([sys.executable, *command], input=given, text=True, capture_output=True, check=True)
    return perf_counter() - start


def measure(readers: Sequence[Reader], words: int, repeats: int) -> list[dict[str, Any]]:
    """Everything measured, a dict for each repeat of each reader and kind of text, and for each start."""
    newsroom, measured = Newsroom(), []
    with TemporaryDirectory() as name:
        first = Path(name) / "first.json"
        first.write_text(json.dumps([FIRST]), encoding="utf-8")
        running = [Process(reader) for reader in readers]
        for process in running:
            process.read(first)
        for repeat in range(repeats):
            print(f"repeat {repeat + 1} of {repeats}", file=sys.stderr)
            for process in running:
                for text in texts(newsroom, process.reader, repeat, words, Path(name)):
                    told = {"reader": process.reader.name, "column": text.column, "repeat": repeat}
                    size = {"words": text.words, "articles": text.articles}
                    measured.append({**told, **size, **process.read(text.path)})
        for process in running:
            process.close()
        for repeat in range(repeats):
            for reader in readers:
                start = seconds(str(Path(__file__).with_name("readers.py")), reader.name, given=str(first))
                measured.append({"reader": reader.name, "column": "start", "repeat": repeat, "seconds": start})
            help_ = seconds("-m", "extractor", "--help")
            measured.append({"reader": "extractor --help", "column": "start", "repeat": repeat, "seconds": help_})
    return measured


def table(readers: Sequence[Reader], measured: Sequence[dict[str, Any]]) -> Table:
    """The medians of what was measured, a reader a line."""
    of: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in measured:
        of[one["reader"], one["column"]].append(one)
    repeats = 1 + max(one["repeat"] for one in measured)
    shown = Table(title=f"Words a second on cold text, Python {platform.python_version()}, medians of {repeats}")
    for column in ("reader", "words of news", *COLUMNS, "articles/s", "MB", "start, s"):
        shown.add_column(column, justify="left" if column == "reader" else "right")
    for reader in readers:
        news = of[reader.name, "news"]
        rates = [_median(of[reader.name, column], lambda one: one["words"] / one["seconds"]) for column in COLUMNS]
        last = (
            _median(news, lambda one: one["articles"] / one["seconds"]),
            f"{max(one['megabytes'] for column in COLUMNS for one in of[reader.name, column]):,.0f}",
            f"{median(one['seconds'] for one in of[reader.name, 'start']):.2f}",
        )
        shown.add_row(reader.name, f"{sum(one['words'] for one in news):,}", *rates, *last)
    help_ = median(one["seconds"] for one in of["extractor --help", "start"])
    shown.add_row("extractor --help", *[""] * (len(shown.columns) - 2), f"{help_:.2f}")
    return shown


def _median(measured: Sequence[dict[str, Any]], figure: Any) -> str:
    return f"{median(map(figure, measured)):,.0f}" if measured else "–"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=400_000, help="of news a fast reader is given in each repeat")
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--only", default="", metavar="WORD", help="readers whose name holds this word")
    options.add_argument("--json", type=Path, metavar="FILE", help="write everything measured there too")
    asked = options.parse_args()
    chosen = [reader for reader in READERS if asked.only in reader.name]
    here = [reader for reader in chosen if find_spec(reader.module)]
    console = Console(width=max(Console().width, 160))
    for reader in chosen:
        if reader not in here:
            console.print(f"not installed, so left out: {reader.name} ({reader.module})")
    measured = measure(here, asked.words, asked.repeats)
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    console.print(table(here, measured))


if __name__ == "__main__":
    main()
