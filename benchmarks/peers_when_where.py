"""The example sentences on periods, places and zones through this library and its peers.

A period counts as right where a mention that overlaps it has its first and last day; of dateparser, which knows no
stretches, a day within them will do. spaCy's small model gives dates no value: for it a period is right where the span
is. A place or zone is right where the very span is found as a place (spaCy: GPE, LOC or FAC), with or without articles,
prepositions and ``'s`` at its edges; it is wrong where another
span or another label overlaps. Spurious is what overlaps nothing that is labelled, optional or not. Periods the text
leaves open are not scored.

Peers are spaCy's small English model, dateparser and Recognizers-Text, each where it is installed: ``pip install
dateparser recognizers-text-suite "emoji<2"``. Run: ``python benchmarks/peers_when_where.py --markdown``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import spacy
import yaml

from extractor.mentions.periods import find_periods
from extractor.mentions.places import find_places
from extractor.reading import article_from_text
from scored import Score, asked, installed, show, words_per_second

EXAMPLES = Path(__file__).parent.parent / "tests" / "examples"
FILES = ("periods", "periods_readers", "places", "zones", "places_readers")
KINDS = ("period", "place or zone")
MODEL = "en_core_web_sm"

_LEAD = re.compile(r"(?:(?:the|a|an|from|in|during|between|of)\s+)+", re.IGNORECASE)

Stretch = tuple[date, date]


class Item(NamedTuple):
    """A period or place, labelled or found: its span, and the days of a period where they are known."""

    kind: str
    start: int
    end: int
    days: Stretch | None = None
    scored: bool = True
    by_span: bool = False


class Case(NamedTuple):
    """A sentence, its date, the kind it was labelled for and all items of that kind."""

    text: str
    published: date | None
    kind: str
    items: tuple[Item, ...]


Reader = Callable[[Case], list[Item]]


def cases(files: Sequence[str] = FILES) -> list[Case]:
    found = []
    for name in files:
        for case in yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")):
            kind = KINDS[0] if name.startswith("periods") else KINDS[1]
            items = tuple(labelled(case["text"], case["mentions"], kind))
            found.append(Case(case["text"], case.get("published"), kind, items))
    return found


def labelled(text: str, mentions: list[dict[str, Any]], kind: str) -> Iterator[Item]:
    at = 0
    for mention in mentions:
        words = str(mention["text"])
        start = text.index(words, at)
        at = start + len(words)
        days = (mention["start"], mention["end"]) if mention.get("start") else None
        scored = not (mention.get("optional") or mention.get("nominal") or (kind == KINDS[0] and days is None))
        yield Item(kind, start, at, days, scored)


# ── the readers ─────────────────────────────────────────────────────────────────────────────────


def ours() -> Reader:
    def read(case: Case) -> list[Item]:
        article = article_from_text(case.text, published=case.published)
        periods, _ = find_periods(article)
        if case.kind == KINDS[0]:
            return [
                Item(case.kind, m.start, m.end, (m.period.start, m.period.end) if m.period else None) for m in periods
            ]
        places = find_places(article, [(mention.start, mention.end) for mention in periods])
        return [Item(case.kind, m.start, m.end) for m in places if not m.nominal]

    return read


def spacy_small() -> Reader:
    name = next(name for name in spacy.util.get_installed_models() if name.startswith(MODEL))
    nlp = spacy.load(name)
    labels = {KINDS[0]: {"DATE"}, KINDS[1]: {"GPE", "LOC", "FAC"}}

    def read(case: Case) -> list[Item]:
        entities = (entity for entity in nlp(case.text).ents if entity.label_ in labels[case.kind])
        return [Item(case.kind, *_bare(case.text, e.start_char, e.end_char), by_span=True) for e in entities]

    return read


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the words its reader may take in or leave out: articles, prepositions, ``'s``."""
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start, end - 2 if text[start:end].endswith(("'s", "’s")) else end


def dateparser() -> Reader:
    from dateparser.search import search_dates  # noqa: PLC0415

    def read(case: Case) -> list[Item]:
        if case.kind != KINDS[0]:
            return []
        base = datetime.combine(case.published, time()) if case.published else None
        settings = {"RELATIVE_BASE": base} if base else {}
        items, at = [], 0
        for words, day in search_dates(case.text, languages=["en"], settings=settings) or []:
            start = case.text.find(words, at)
            at = start + len(words)
            items.append(Item(case.kind, start, at, (day.date(), day.date())))
        return items

    return read


def recognizers_text() -> Reader:
    from recognizers_date_time import DateTimeRecognizer  # noqa: PLC0415
    from recognizers_text import Culture  # noqa: PLC0415

    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def read(case: Case) -> list[Item]:
        if case.kind != KINDS[0]:
            return []
        base = datetime.combine(case.published or date.today(), time())
        results = [r for r in model.parse(case.text, base) if "date" in r.type_name.partition(".")[2]]
        return [Item(case.kind, r.start, r.end + 1, _days(r.resolution)) for r in results]

    return read


def _days(resolution: Any) -> Stretch | None:
    """The first of the readings it offers, which is the one that has ended."""
    for value in (resolution or {}).get("values", []):
        try:
            if "start" in value and "end" in value:
                return date.fromisoformat(value["start"][:10]), date.fromisoformat(value["end"][:10]) - timedelta(
                    days=1
                )
            day = date.fromisoformat(str(value.get("value"))[:10])
        except ValueError:
            continue
        return day, day
    return None


PEERS = {
    "spaCy small": ("spacy", spacy_small, KINDS),
    "dateparser": ("dateparser", dateparser, KINDS[:1]),
    "Recognizers-Text": ("recognizers_date_time", recognizers_text, KINDS[:1]),
}


# ── the score ───────────────────────────────────────────────────────────────────────────────────


def is_right(text: str, wanted: Item, found: Item, one_day: bool) -> bool:
    if wanted.kind != KINDS[0] or found.by_span:
        return _bare(text, wanted.start, wanted.end) == _bare(text, found.start, found.end)
    if not wanted.days or not found.days:
        return False
    return found.days == wanted.days or (one_day and wanted.days[0] <= found.days[0] <= wanted.days[1])


def score(read: Reader, sentences: list[Case], one_day: bool) -> dict[str, Score]:
    counts: Counter[tuple[str, str]] = Counter()
    for case in sentences:
        found = read(case)
        for wanted in case.items:
            if wanted.scored:
                there = [item for item in found if item.start < wanted.end and wanted.start < item.end]
                right = any(is_right(case.text, wanted, item, one_day) for item in there)
                counts[case.kind, "right" if right else "wrong" if there else "missed"] += 1
        for item in found:
            if not any(item.start < other.end and other.start < item.end for other in case.items):
                counts[case.kind, "spurious"] += 1
    return {kind: Score(*(counts[kind, verdict] for verdict in Score._fields)) for kind in KINDS}


def lines(sentences: list[Case]) -> Iterator[tuple[str, ...]]:
    readers: dict[str, tuple[Callable[[], Reader], tuple[str, ...]]] = {"extractor": (ours, KINDS)}
    for name in installed({name: module for name, (module, _, _) in PEERS.items()}):
        readers[name] = PEERS[name][1:]
    for name, (make, kinds) in readers.items():
        if name == "spaCy small" and not any(model.startswith(MODEL) for model in spacy.util.get_installed_models()):
            continue
        read, mine = make(), [case for case in sentences if case.kind in kinds]
        read(mine[0])
        rate = words_per_second(read, mine)
        scores = score(read, mine, one_day=name == "dateparser")
        for kind in kinds:
            yield scores[kind].line(name, kind, rate if kind == kinds[0] else None)


def main() -> None:
    files, markdown = asked(__doc__, FILES)
    sentences = cases(files)
    show(lines(sentences), f"{len(sentences)} sentences", markdown=markdown)


if __name__ == "__main__":
    main()
