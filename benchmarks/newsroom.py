"""A newsroom that writes trade news by the million words, no two articles alike, the same for the same seed.

Its sentences are our own, in ``newsroom.yaml``: a grammar with lists of names, words and turns, and eight desks
(provincial portals, wires of today and of the 1980s, statistics offices, ports, Indian papers, features, general
news) that draw from it. An article has a country, its provinces, cities and money (`world`), a cast of partners,
goods and people, dates and figures. As in real news, most sentences hold no figure.

Run ``python benchmarks/newsroom.py`` to see an article of each desk and how dense the news is beside that of
``corpus/`` and ``tests/articles/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from extractor import Extractor
from world import Country, countries

_SLOT = re.compile(r"\{(\w+)\}")
_SHORTEST, _LONGEST = 120, 900  # words of an article
_DEFAULT_YEARS = (2008, 2025)

Grammar = Mapping[str, Any]


def _grammar() -> Grammar:
    loaded: Grammar = yaml.safe_load(Path(__file__).with_name("newsroom.yaml").read_text(encoding="utf-8"))
    return loaded


class Newsroom:
    """Writes articles by number; the same seed and number give the same article.

    >>> Newsroom(1).article(7) == Newsroom(1).article(7) != Newsroom(2).article(7)
    True
    """

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.grammar = _grammar()

    def article(self, number: int, desk: str | None = None) -> str:
        """An article of 120 to 900 words and of any desk, or the one named."""
        writer = self._writer(number, desk)
        words = int(writer.draw.triangular(_SHORTEST, _LONGEST, 300))
        return writer.header() + "\n\n".join(writer.body(words)) + "\n"

    def articles(self, words: int, start: int = 0) -> list[str]:
        """Articles from number ``start`` on that hold ``words`` words or a few more."""
        chosen: list[str] = []
        while words > 0:
            chosen.append(self.article(start + len(chosen)))
            words -= len(chosen[-1].split())
        return chosen

    def sentence(self, number: int) -> str:
        """An article of one sentence, which tells trade with figures, but for those of features and general news."""
        return self._writer(number).lead()

    def paragraphs(self, number: int) -> Iterator[str]:
        """Paragraphs without end, as of a yearbook: a country after another, each for a few hundred words."""
        for part in count():
            writer = self._writer(f"{number}/{part}")
            yield from writer.body(int(writer.draw.triangular(_SHORTEST, _LONGEST, 300)))

    def long_article(self, number: int, words: int) -> str:
        """One article of so many words."""
        return self.cut(number, words, words)[0]

    def cut(self, number: int, words: int, length: int) -> list[str]:
        """So many words, cut between paragraphs into articles of some ``length`` words: the same text at any length."""
        cuts: list[list[str]] = [[]]
        written = 0
        for paragraph in self.paragraphs(number):
            if written >= len(cuts) * length:
                cuts.append([])
            cuts[-1].append(paragraph)
            written += len(paragraph.split())
            if written >= words:
                return ["\n\n".join(paragraphs) + "\n" for paragraphs in cuts]
        raise AssertionError("paragraphs never end")

    def _writer(self, number: int | str, desk: str | None = None) -> Writer:
        return Writer(self.grammar, Random(f"{self.seed}:{number}"), desk)


class Names(NamedTuple):
    """Whom and what an article tells of: drawn once, so that it speaks of the same ones throughout."""

    country: Country
    cities: list[str]
    partners: list[str]
    goods: list[str]
    people: list[tuple[str, str]]
    published: date


class Writer:
    """One article's words: what is drawn for it once, and the lists of the grammar for all the rest."""

    def __init__(self, grammar: Grammar, draw: Random, desk: str | None) -> None:
        desks = grammar["desks"]
        self.draw = draw
        self.desk = desk or draw.choices(list(desks), [each["weight"] for each in desks.values()])[0]
        self.style = desks[self.desk]
        self.lists = {**grammar, **self.style}
        self.names = self._names()
        self.drawn = self._drawn_anew()
        self.words: dict[str, str] = {}
        self.words = {**self._when(), **self._who_and_where()}

    # ── what is drawn once ──

    def _names(self) -> Names:
        draw, world = self.draw, countries()
        codes = self.style.get("countries")
        code = draw.choice(codes) if codes else None
        country = draw.choice([one for one in world if code in {None, one.code}])
        first, last = self.style.get("years", _DEFAULT_YEARS)
        return Names(
            country=country,
            cities=draw.choices(country.cities, k=3),
            partners=[one.name for one in draw.sample(world, 6) if one is not country],
            goods=draw.sample(self.lists["good"], 5),
            people=[(draw.choice(self.lists["given"]), draw.choice(self.lists["surname"])) for _ in range(4)],
            published=date(first, 1, 5) + timedelta(draw.randrange(365 * (last - first))),
        )

    def _who_and_where(self) -> dict[str, str]:
        country, draw = self.names.country, self.draw
        return {
            "country": country.name,
            "adjective": country.adjective,
            "money": country.money,
            "own_money": country.money if country.money == "euros" else f"{country.adjective} {country.money}",
            "province": draw.choice(country.provinces),
            "zone": f"{self.names.cities[0]} {draw.choice(self.lists['zone_kind'])}",
            "agency": draw.choice(self.lists["agency"]),
        }

    def _when(self) -> dict[str, str]:
        published = self.names.published
        told = published.replace(day=1) - timedelta(1)
        before = told.replace(day=1) - timedelta(1)
        day = f"{published.day}"
        form = "%b {}" if self.desk == "wire80s" else self.draw.choice(["%B {}, %Y", "%b {}, %Y", "{} %B %Y"])
        return {
            "published": published.strftime(form).replace("{}", day),
            "clock": f"{self.draw.randrange(6, 22):02}:{self.draw.randrange(60):02}",
            "month": f"{told:%B}",
            "before_month": f"{before:%B}",
            "year": f"{told.year}",
            "lastyear": f"{told.year - 1}",
            "longago": f"{told.year - self.draw.randrange(4, 12)}",
            "future": f"{told.year + self.draw.randrange(1, 6)}",
            "short_year": f"{told.year % 100:02}",
            "months": f"{max(2, told.month)}",
        }

    def _drawn_anew(self) -> dict[str, Callable[[], str]]:
        """Figures, and who or what of the cast it is this time."""
        draw = self.draw
        return {
            "rate": lambda: f"{draw.lognormvariate(2, 1):.1f}",
            "few": lambda: f"{draw.randrange(2, 160)}",
            "thousands": lambda: f"{draw.randrange(2, 900) * 10 ** draw.randrange(1, 4) + 1000:,}",
            "millions": lambda: f"{draw.randrange(12, 960)} million",
            "billions": lambda: draw.choice(
                [f"{draw.uniform(1, 90):.2f} billion", f"{draw.randrange(12, 960)} million"]
            ),
            "bn": lambda: f"{draw.uniform(1, 90):.1f}bn",
            "mln": lambda: draw.choice([f"{draw.uniform(1, 9):.2f} billion", f"{draw.uniform(10, 900):.1f} mln"]),
            "mln_tonnes": lambda: f"{draw.uniform(1, 30):.1f} mln",
            "crore": lambda: f"{draw.randrange(120, 90_000):,}",
            "lakh": lambda: f"{draw.uniform(1, 9):.2f}",
            "city": lambda: draw.choice(self.names.cities),
            "partner": lambda: draw.choice(self.names.partners[:3]),
            "partner2": lambda: draw.choice(self.names.partners[3:]),
            "good": lambda: draw.choice(self.names.goods[:3]),
            "good2": lambda: draw.choice(self.names.goods[3:]),
            "person": lambda: " ".join(draw.choice(self.names.people)),
            "surname": lambda: draw.choice(self.names.people)[1],
        }

    # ── writing ──

    def header(self) -> str:
        """The lines before the text: title, date, byline, dateline."""
        title = self._written(self.draw.choice(self.lists["titles"][self.desk]))
        template = self.draw.choice(self.lists["headers"][self.desk])
        return self._fill(template, {"title": title, "TITLE": title.upper()})

    def lead(self) -> str:
        """The first sentence of the text."""
        return self._written(self.draw.choice(self.lists["leads"][self.desk]))

    def body(self, words: int) -> Iterator[str]:
        """Paragraphs of at least so many words: the lead, then figures and background as the desk mixes them."""
        paragraph = self.lead()
        told = self._told_figures()
        while True:
            yield paragraph
            words -= len(paragraph.split())
            if words <= 0:
                return
            with_figures = self.draw.random() * 10 < self.style["figures"]
            sentences = [next(told) if with_figures else self._background() for _ in range(self.draw.randint(1, 3))]
            paragraph = " ".join([*sentences, self._background()] if with_figures else sentences)

    def _told_figures(self) -> Iterator[str]:
        """Sentences with figures; none comes again before all have been written."""
        templates = list(self.lists["figures_told"][self.desk])
        while True:
            self.draw.shuffle(templates)
            yield from map(self._written, templates)

    def _background(self) -> str:
        return self._written(self.draw.choice(self.lists["background"]))

    def _written(self, template: str) -> str:
        sentence = self._fill(template)
        return sentence[0].upper() + sentence[1:]

    def _fill(self, template: str, given: Mapping[str, str] | None = None) -> str:
        """A template with a word in every slot."""
        pieces = _pieces(template)
        if len(pieces) == 1:
            return template
        known = given or {}
        filled = [known.get(piece) or self._word(piece) if at % 2 else piece for at, piece in enumerate(pieces)]
        return "".join(filled)

    def _word(self, name: str) -> str:
        """What a slot stands for; ``{CITY}`` is written in capitals, ``{Claim}`` begins with one."""
        if name in self.words:
            return self._fill(self.words[name])
        if name in self.drawn:
            return self.drawn[name]()
        if name in self.lists:
            return self._fill(self.draw.choice(self.lists[name]))
        word = self._word(name.lower())
        return word.upper() if name.isupper() else word[0].upper() + word[1:]


@cache
def _pieces(template: str) -> list[str]:
    """A template taken apart: text, name of a slot, text, ..."""
    return _SLOT.split(template)


# ── how like real news it is ──


def density(texts: Iterable[str]) -> str:
    """Length, figures, facts and sentences of some articles, in a line."""
    extractor = Extractor()
    articles = words = figures = facts = sentences = 0
    for text in texts:
        document = extractor.extract(text)
        articles += 1
        words += len(text.split())
        figures += sum(mention.is_value for mention in document.mentions)
        facts += len(document.facts)
        sentences += len(_ENDS.findall(text))
    return (
        f"{words / articles:.0f} words an article, {100 * figures / words:.1f} figures in 100 words, "
        f"{1000 * facts / words:.0f} facts in 1,000, {words / sentences:.0f} words a sentence"
    )


_ENDS = re.compile(r"[.!?][”\"’']?\s")


def main() -> None:
    newsroom, root = Newsroom(), Path(__file__).parent.parent
    for desk in newsroom.grammar["desks"]:
        print(f"── {desk} ──\n{newsroom.article(1, desk)}")
    print("generated:", density(newsroom.articles(100_000)))
    for folder in ("corpus", "tests/articles/dev", "tests/articles/held"):
        paths = sorted((root / folder).glob("*.txt"))
        print(f"{folder}:", density(path.read_bytes().decode("utf-8") for path in paths))


if __name__ == "__main__":
    main()
