"""Gathering: the facts of many articles, put together by what they tell; the texts are let go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import localcontext
from sys import intern
from typing import Any

from extractor.checks import printed, printed_equivalents
from extractor.records import Base, Document, Fact, Failure, Label, Period, Place, Whole
from extractor.series.names import Names
from extractor.series.records import Observation, PrintedEquivalent, Value, frequency_of
from extractor.series.sameness import Key, key_of
from extractor.series.values import Telling, merged
from extractor.series.wanted import Wanted

WITHOUT_PLACE, WITHOUT_PERIOD = "without a place", "without a period"
_PHRASES = ("indicator_text", "commodity", "segment", "unit", "among")
_NAMED = frozenset({Label.PLACE, Label.ZONE})


class Gathered:
    """What many articles tell, as it is gathered: article by article, in memory that grows with the facts alone.

    Attributes:
        articles: How many articles were added.
        facts: How many facts they have.
        left_out: Of these, how many are no observations, by why: ``without a place``, ``without a period``.
        names: What the places and phrases are called.
    """

    def __init__(self) -> None:
        self.articles = self.facts = 0
        self.left_out: Counter[str] = Counter()
        self.names = Names()
        self._tellings: dict[Key, list[Telling]] = defaultdict(list)
        self._keys: dict[Any, Any] = {}  # parts that many keys share, each once

    def add(self, document: Document) -> None:
        """Take in the facts of a document."""
        self.articles += 1
        for mention in document.mentions:
            if mention.place and mention.label in _NAMED and not mention.nominal:
                self.names.add_alias(mention.place, mention.text)
        with localcontext() as context:
            context.prec = 60
            for fact in document.facts:
                self._add(document, fact)

    def _add(self, document: Document, fact: Fact) -> None:
        self.facts += 1
        for place in (fact.place, *fact.partners, fact.whole and fact.whole.place):
            if place:
                self.names.add_place(place)
        key = key_of(fact)
        if key is None or fact.place is None:
            self.left_out[WITHOUT_PERIOD if fact.place else WITHOUT_PLACE] += 1
            return
        for slot in _PHRASES:
            if (words := getattr(fact, slot)) is not None:
                self.names.add_phrase(slot, getattr(key, slot), words)
        shared = self._keys
        key = Key._make(shared.setdefault(part, part) for part in key)
        self._tellings[key].append(_telling(document, fact, fact.place))

    def observations(self, wanted: Wanted | None = None) -> Iterator[Observation]:
        """Put together what was told, each observation when it is asked for, in the order of ``series``.

        Args:
            wanted: Which observations; all of them where it is not given.

        Raises:
            InputError: No article names what is wanted; the nearest names are told.
        """
        is_wanted = (wanted or Wanted()).test(self.names)
        held = (key for key in self._tellings if is_wanted(key))
        return self._put_together(held, least=2 if wanted and wanted.conflicts else 1)

    def told_in_two_currencies(self) -> Iterator[Observation]:
        """The observations of which a source gives the amount in another currency too, in the order of ``series``."""
        return self._put_together(key for key, told in self._tellings.items() if any(one.equivalents for one in told))

    def _put_together(self, keys: Iterable[Key], least: int = 1) -> Iterator[Observation]:
        for key in sorted(keys, key=self._order):
            values = merged(self._tellings[key])
            if len(values) >= least:
                yield self._observation(key, values)

    def _order(self, key: Key) -> tuple[object, ...]:
        """Lines of a chart one after another, each in the order of time."""
        frequency = frequency_of(Period(start=key.start, end=key.end))
        name = self.names.place(key.place).name.casefold()
        whole = key.whole and (key.whole[0], key.whole[1] or "")
        line = (key.place, key.indicator, key.indicator_text or "", key.measure, key.partners, key.commodity or "")
        more = (key.segment or "", key.unit, key.base or "", whole or ("", ""), key.among or "", key.status, frequency)
        return name, *line, *more, key.start, key.end, key.base_period or (date.min, date.min)

    def _observation(self, key: Key, values: tuple[Value, ...]) -> Observation:
        names = self.names
        plain: dict[str, Any] = {slot: getattr(key, slot) for slot in ("indicator", "measure", "status")}
        plain |= {slot: names.phrase(slot, getattr(key, slot)) for slot in _PHRASES}
        base = key.base_period and Period(start=key.base_period[0], end=key.base_period[1])
        return Observation(
            **plain,
            place=names.place(key.place),
            partners=tuple(map(names.place, key.partners)),
            period=Period(start=key.start, end=key.end),
            base=Base.model_validate({"kind": key.base, "period": base}) if key.base else None,
            whole=key.whole and Whole(indicator=key.whole[0], place=key.whole[1] and names.place(key.whole[1])),
            values=values,
            conflict=len(values) > 1,
        )


def _telling(document: Document, fact: Fact, place: Place) -> Telling:
    value, sentence = fact.evidence["value"], fact.evidence["sentence"]
    return Telling(
        doc_id=document.doc_id,
        published=document.published,
        fact_id=fact.id,
        place=intern(place.name),
        value=fact.value,
        value_high=fact.value_high,
        bound=fact.bound,
        half=printed(document.text, fact).half,
        equivalents=_equivalents(document.text, fact),
        source=fact.source and intern(fact.source),
        value_start=value.start,
        value_end=value.end,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )


def _equivalents(text: str, fact: Fact) -> tuple[PrintedEquivalent, ...]:
    figures = printed_equivalents(text, fact)
    return tuple(
        PrintedEquivalent(value=other.value, unit=other.unit, bound=other.bound, half=figure.half)
        for other, figure in zip(fact.equivalents, figures, strict=True)
    )


def gather(documents: Iterable[Document | Failure]) -> Gathered:
    """Gather what documents tell; the articles that failed tell nothing.

    >>> import extractor
    >>> gathered = gather([extractor.extract("Exports fell. Norway's imports were 3 million dollars in May 2024.")])
    >>> [(told.place.name, told.indicator, told.period.timex) for told in gathered.observations()]
    [('Norway', 'imports', '2024-05')]
    """
    gathered = Gathered()
    for document in documents:
        if isinstance(document, Document):
            gathered.add(document)
    return gathered
