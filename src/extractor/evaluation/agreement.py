"""Whether what was found says what gold says: the normal form of a mention, and every slot of a fact."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.evaluation.wording import content_words, heads, normal, same_phrase, within
from extractor.records import Document, Fact, Label, Mention, Period, Place

SLOTS = (
    *("measure", "indicator", "indicator_text", "place", "partners", "commodity", "segment"),
    *("period", "value", "unit", "bound", "equivalents"),
    *("base", "base_period", "whole", "among", "source", "status"),
)
CORE = ("measure", "indicator", "place", "period", "value", "unit")
EXTENDED = (*CORE, "partners", "commodity", "segment", "base")
_ID_PARTS = re.compile(r"[/:#|]")


class Verdict(NamedTuple):
    """One slot of an aligned pair: ``right`` is None where it does not count (both empty, or gold leaves it open)."""

    right: bool | None
    gold: str
    found: str


class Names:
    """Which gold place a predicted place means.

    Its name decides where it is a name, an alias or a mention of a gold place. A name gold does not know is
    decided by the gold mentions the predicted place's own mentions coincide with: the place most of them stand for.
    """

    def __init__(self, gold: GoldArticle, document: Document) -> None:
        self._gold = gold
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        for place in gold.places:
            for name in (place.name, *place.aliases):
                self._by_name[normal(name)].add(place.id)
        for mention in gold.mentions:
            if mention.place is not None and not mention.nominal:
                self._by_name[normal(mention.text)].add(mention.place)
        spans = {(mention.start, mention.end): mention.place for mention in gold.mentions if mention.place is not None}
        self._votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for found in document.mentions:
            if found.place is not None and (found.start, found.end) in spans:
                self._votes[found.place.id][spans[found.start, found.end]] += 1

    def called(self, name: str) -> frozenset[str]:
        """Return the ids of the gold places of a name (or of that id), none where gold does not know it."""
        return frozenset({name}) if name in self._gold.place_by_id else frozenset(self._by_name.get(normal(name), ()))

    def meant(self, place: Place, *, votes: int = 1) -> frozenset[str]:
        """Return the ids of the gold places a predicted place may mean; a new name needs that many ``votes``."""
        named = self.called(place.name) or self.called(_ID_PARTS.split(place.id)[-1])
        if named or place.id not in self._votes:
            return named
        best = max(self._votes[place.id].values())
        return frozenset(name for name, count in self._votes[place.id].items() if count == best >= votes)

    def at(self, start: int | None, end: int | None) -> frozenset[str]:
        """Return the ids of the gold places mentioned within or across a span."""
        if start is None or end is None:
            return frozenset()
        touching = (mention for mention in self._gold.mentions if mention.start < end and start < mention.end)
        return frozenset(mention.place for mention in touching if mention.place is not None)


def value_agrees(gold: GoldMention, found: Mention, names: Names) -> bool:
    """Whether the normal form of a mention found exactly is gold's."""
    if gold.label is Label.PERIOD:
        return _same_days(gold.period, found.period)
    if gold.place is not None:
        # a name gold does not know needs a second mention to vouch for it: this one would vouch for itself
        return found.place is not None and gold.place in names.meant(found.place, votes=2)
    figures = (gold.value, gold.value_high) == (found.value, found.value_high)
    return figures and _unit_agrees(gold, found.unit)


def judge(gold: GoldArticle, fact: GoldFact, found: Fact, names: Names) -> dict[str, Verdict]:
    """Compare every slot of an aligned pair, in the order of ``SLOTS``.

    Free text is compared by its words: ``commodity`` and ``segment`` must have the same, ``source`` and ``among``
    may be a part of one another, and for ``indicator_text`` it is enough to have a head noun of gold's. A slot that
    gold and the system both leave empty does not count, nor do a period gold leaves open (``period_optional``),
    an ``indicator_text`` gold does not give and the bound of a rank.
    """
    return {
        **_statement(fact, found, names),
        **_observation(gold, fact, found),
        **_comparison(fact, found, names),
        "among": _verdict(_part(fact.among, found.among), fact.among, found.among),
        "source": _verdict(_part(fact.source, found.source), fact.source, found.source),
        "status": _verdict(fact.status == found.status, fact.status, found.status),
    }


def _statement(fact: GoldFact, found: Fact, names: Names) -> dict[str, Verdict]:
    """Whose figure of what it is."""
    text, found_text = fact.indicator_text, found.indicator_text if fact.indicator_text else None
    return {
        "measure": _verdict(fact.measure == found.measure, fact.measure, found.measure),
        "indicator": _verdict(fact.indicator == found.indicator, fact.indicator, found.indicator),
        "indicator_text": _verdict(_has_head(text, found_text), text, found_text),
        "place": _verdict(_place_agrees(fact, found, names), fact.places[:1], found.place),
        "partners": _verdict(_partners_agree(fact, found, names), fact.partners, found.partners),
        "commodity": _verdict(_same(fact.commodity, found.commodity), fact.commodity, found.commodity),
        "segment": _verdict(_same(fact.segment, found.segment), fact.segment, found.segment),
    }


def _observation(gold: GoldArticle, fact: GoldFact, found: Fact) -> dict[str, Verdict]:
    """How much it is, and when."""
    anchor = gold.anchor(fact)
    figures = sorted(fact.signed(figure) for figure in (anchor.value, anchor.value_high) if figure is not None)
    found_figures = sorted(figure for figure in (found.value, found.value_high) if figure is not None)
    golden = (gold.mention_by_id[name] for name in fact.equivalents)
    amounts = sorted(f"{mention.value} {mention.unit}" for mention in golden)
    found_amounts = sorted(f"{amount.value} {amount.unit}" for amount in found.equivalents)
    period, bound = _verdict(_same_days(fact.period, found.period), fact.period, found.period), anchor.bound
    return {
        "period": period._replace(right=None) if fact.period_optional else period,
        "value": _verdict(figures == found_figures, figures, found_figures),
        "unit": _verdict(_unit_agrees(anchor, found.unit), anchor.unit or "rank", found.unit),
        "bound": _verdict(bound == found.bound, bound, found.bound if bound else None),
        "equivalents": _verdict(amounts == found_amounts, amounts, found_amounts),
    }


def _comparison(fact: GoldFact, found: Fact, names: Names) -> dict[str, Verdict]:
    """What it is measured against."""
    kind = found.base.kind if found.base else None
    period = found.base.period if found.base else None
    whole = f"{found.whole.indicator}@{_shown(found.whole.place)}" if found.whole else None
    return {
        "base": _verdict(fact.base == kind, fact.base, kind),
        "base_period": _verdict(_same_days(fact.base_period, period), fact.base_period, period),
        "whole": _verdict(_whole_agrees(fact, found, names), fact.whole, whole),
    }


def _place_agrees(fact: GoldFact, found: Fact, names: Names) -> bool:
    """Whether the place is any acceptable reading; where it was read decides only what its name leaves open."""
    if found.place is None:
        return False
    where = found.evidence.get("place")
    meant = names.meant(found.place) or (names.at(where.start, where.end) if where else frozenset())
    return not meant.isdisjoint(fact.places)


def _partners_agree(fact: GoldFact, found: Fact, names: Names) -> bool:
    open_names = [names.called(name) | {normal(name)} for name in fact.partners]
    for partner in found.partners:
        keys = names.meant(partner) | {normal(partner.name)}
        answered = next((name for name in open_names if not keys.isdisjoint(name)), None)
        if answered is None:
            return False
        open_names.remove(answered)
    return not open_names


def _whole_agrees(fact: GoldFact, found: Fact, names: Names) -> bool:
    if fact.whole is None or found.whole is None or found.whole.place is None:
        return False
    indicator, _, place = fact.whole.partition("@")
    return found.whole.indicator == indicator and place in names.meant(found.whole.place)


def _unit_agrees(gold: GoldMention, unit: str | None) -> bool:
    if gold.label is Label.QUANTITY:
        return " ".join((gold.unit or "").casefold().split()) == " ".join((unit or "").casefold().split())
    return unit in {None, "rank"} if gold.label is Label.RANK else unit == gold.unit


def _same_days(gold: Period | None, found: Period | None) -> bool:
    if gold is None or found is None:
        return gold is found
    return (gold.start, gold.end) == (found.start, found.end)


def _has_head(gold: str | None, found: str | None) -> bool:
    return gold is not None and found is not None and not heads(gold).isdisjoint(content_words(found))


def _same(gold: str | None, found: str | None) -> bool:
    return gold is not None and found is not None and same_phrase(gold, found)


def _part(gold: str | None, found: str | None) -> bool:
    return gold is not None and found is not None and within(gold, found)


def _verdict(right: bool, gold: object, found: object) -> Verdict:
    one, two = _shown(gold), _shown(found)
    return Verdict(right if one or two else None, one, two)


def _shown(slot: object) -> str:
    """Write a slot as an error line shows it; nothing for an empty one."""
    if slot is None:
        return ""
    if isinstance(slot, Place):
        return slot.name
    if isinstance(slot, Period):
        return f"{slot.start}/{slot.end}"
    if isinstance(slot, list | tuple):
        return "; ".join(_shown(part) for part in slot)
    return str(slot)
