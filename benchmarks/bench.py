"""Words a second from text to facts, beside two libraries that do part of the work, all in one process.

The articles of ``corpus/`` are repeated, in turn, to the number of words asked for. Every contestant is built and
run once to warm up, then timed in rounds, one after the other within a round; the table gives medians. quantulum3 is
slow, so it reads a sample, whose words are counted in its rate and named in the table; it runs without its optional
classifier, as it does by default.

Run: ``make bench``, or ``python benchmarks/bench.py --words 50000 --rounds 5``.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, cast

import spacy
from rich.console import Console
from rich.table import Table

from extractor.mentions import find_mentions
from extractor.mentions.amounts import find_amounts
from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Article, Mention

CORPUS = Path(__file__).parent.parent / "corpus"
SLOW_SAMPLE = 5000  # words quantulum3 reads

LOAD = """
from pathlib import Path
from time import perf_counter
from extractor.gazetteer import gazetteer
def peak():
    status = Path("/proc/self/status")  # where there is one; what getrusage tells is inherited from the parent
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))
before, start = peak(), perf_counter()
gazetteer()
print(perf_counter() - start, peak() - before)
"""


class Contestant(NamedTuple):
    """Something that reads articles, and the articles it is given."""

    name: str
    read: Callable[[Article], object]
    articles: Sequence[Article]

    @property
    def words(self) -> int:
        """How many words it is given."""
        return words_in(self.articles)

    def rate(self) -> float:
        """Read everything once; return words a second."""
        start = perf_counter()
        for article in self.articles:
            self.read(article)
        return self.words / (perf_counter() - start)


def words_in(articles: Sequence[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def repeated(articles: Sequence[Article], words: int) -> list[Article]:
    """Repeat articles in turn until they hold at least so many words."""
    rounds = words // words_in(articles) + 1
    many = list(islice(cycle(articles), rounds * len(articles)))
    while words_in(many[:-1]) >= words:
        many.pop()
    return many


def quantulum_parser() -> Callable[[str], object]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Classifier dependencies")  # said as it is imported
        from quantulum3.parser import parse  # noqa: PLC0415
    return cast("Callable[[str], object]", parse)


def periods_and_places(article: Article) -> list[Mention]:
    periods, _ = find_periods(article)
    return [*periods, *find_places(article, [(mention.start, mention.end) for mention in periods])]


def gazetteer_load() -> tuple[float, float]:
    """Seconds and megabytes it takes a fresh process to load the gazetteer: the medians of five."""
    loads = [
        subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(5)
    ]
    seconds, megabytes = (median(map(float, figures)) for figures in zip(*loads, strict=True))
    return seconds, megabytes


def contestants(words: int) -> list[Contestant]:
    corpus = [article for article in read_articles(CORPUS) if isinstance(article, Article)]
    many, few = repeated(corpus, words), repeated(corpus, min(words, SLOW_SAMPLE))
    extractor, tokenizer, parse = Extractor(), spacy.blank("en"), quantulum_parser()
    return [
        Contestant("extractor: text to facts", extractor.read, many),
        Contestant("extractor: mentions alone", find_mentions, many),
        Contestant("extractor: amounts alone", lambda article: find_amounts(article.text, []), many),
        Contestant("extractor: periods and places alone", periods_and_places, many),
        Contestant('spacy.blank("en"): tokens', lambda article: tokenizer(article.text), many),
        Contestant("quantulum3: quantities", lambda article: parse(article.text), few),
    ]


def table(entered: Sequence[Contestant], rates: Sequence[Sequence[float]]) -> Table:
    shown = Table(title=f"Words a second, one core, Python {platform.python_version()}, median of {len(rates[0])}")
    for column in ("", "words read", "words/s", "slowest", "fastest", "text to facts = 1"):
        shown.add_column(column, justify="right" if column else "left")
    ours = median(rates[0])
    for contestant, measured in zip(entered, rates, strict=True):
        figures = (contestant.words, median(measured), min(measured), max(measured))
        shown.add_row(contestant.name, *(f"{figure:,.0f}" for figure in figures), f"{median(measured) / ours:.2f}")
    return shown


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=500_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    entered = contestants(asked.words)
    for contestant in entered:
        contestant.read(contestant.articles[0])
    rounds = [[contestant.rate() for contestant in entered] for _ in range(asked.rounds)]
    console = Console()
    console.width = max(console.width, 110)
    console.print(table(entered, list(zip(*rounds, strict=True))))
    seconds, megabytes = gazetteer_load()
    console.print(f"gazetteer: loaded in {seconds:.2f} s, {megabytes:.0f} MB more at most, in a fresh process")


if __name__ == "__main__":
    main()
