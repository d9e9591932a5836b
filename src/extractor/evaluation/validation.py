"""What a gold article may not say: offsets, labels, units, dates and references, one remedy a problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention
from extractor.mentions.money import CODES
from extractor.records import VALUE_LABELS, Label, Period

_UNITS = {
    Label.PERCENT: ("percent", "percentage_point"),
    Label.MULTIPLE: ("fold",),
    Label.RANK: (None, "rank"),
}
_OWN_KEYS = {
    Label.PERIOD: {"period"},
    Label.PLACE: {"place", "nominal"},
    Label.ZONE: {"place", "nominal"},
    **{label: {"value", "value_high", "unit", "bound"} for label in VALUE_LABELS},
}
_NORMAL_FORM = {"value", "value_high", "unit", "bound", "period", "place", "nominal"}


def problems(article: GoldArticle) -> Iterator[str]:
    """Yield what is wrong with a gold article, ``item: what; remedy`` each; nothing where all is well."""
    for kind in ("places", "mentions", "facts"):
        ids = Counter(item.id for item in getattr(article, kind))
        yield from (f"{kind} {name}: the id stands {n} times; give each its own" for name, n in ids.items() if n > 1)
    for mention in article.mentions:
        yield from (f"mention {mention.id}: {problem}" for problem in _mention_problems(article, mention))
    yield from _overlaps(article)
    for fact in article.facts:
        yield from (f"fact {fact.id}: {problem}" for problem in _fact_problems(article, fact))
    values = Counter(fact.value for fact in article.facts)
    for name, times in values.items():
        if times > 1:
            yield f"mention {name}: {times} facts have it as value; a value has at most one fact"


def _mention_problems(article: GoldArticle, mention: GoldMention) -> Iterator[str]:
    here = article.text[mention.start : mention.end] if 0 <= mention.start < mention.end else ""
    if not here or here != mention.text:
        offers = [match.start() for match in re.finditer(re.escape(mention.text), article.text)] if mention.text else []
        nearest = min(offers, key=lambda start: abs(start - mention.start), default=None)
        remedy = "correct the offsets" if nearest is None else f"the nearest such text starts at {nearest}"
        yield f"text is {mention.text!r} but [{mention.start}:{mention.end}] holds {here!r}; {remedy}"
    for key in sorted((mention.model_fields_set & _NORMAL_FORM) - _OWN_KEYS[mention.label]):
        if getattr(mention, key) not in (None, False):
            yield f"a {mention.label} has no {key!r}; remove it or correct the label"
    if mention.is_value:
        yield from _value_problems(mention)
    elif mention.label is Label.PERIOD:
        yield from _period_problems("period", mention.period)
    elif mention.place not in article.place_by_id:
        yield f"place {mention.place!r} is no place; add it to places"


def _value_problems(mention: GoldMention) -> Iterator[str]:
    if mention.value is None and not mention.optional:
        yield "has no value; write the plain decimal, or mark it optional"
    high = mention.value_high
    if high is not None and (mention.value is None or high <= mention.value):
        yield f"value_high {high} does not exceed value {mention.value}; a range goes from low to high"
    unit, label = mention.unit, mention.label
    if label is Label.MONEY and unit not in CODES:
        yield f"unit {unit!r} is no currency; write its ISO 4217 code, such as 'CNY'"
    elif label is Label.QUANTITY and not (unit or "").strip():
        yield "has no unit; write the unit or the noun that is counted"
    elif label in _UNITS and unit not in _UNITS[label]:
        options = " or ".join(repr(option) for option in _UNITS[label] if option)
        yield f"unit {unit!r} is none of {label}; write {options}"


def _period_problems(name: str, period: Period | None) -> Iterator[str]:
    if period is not None and period.end < period.start:
        yield f"{name} ends ({period.end}) before it starts ({period.start}); swap or correct the dates"


def _overlaps(article: GoldArticle) -> Iterator[str]:
    ordered = sorted(article.mentions, key=lambda mention: (mention.start, mention.end))
    for one, two in pairwise(ordered):
        if two.start < one.end:
            yield f"mention {two.id}: overlaps {one.id} ({two.text!r} and {one.text!r}); spans never overlap"


def _fact_problems(article: GoldArticle, fact: GoldFact) -> Iterator[str]:
    value = article.mention_by_id.get(fact.value)
    if value is None:
        yield f"value {fact.value!r} is no mention; name the mention that holds the figure"
    elif not value.is_value:
        yield f"value {fact.value!r} is a {value.label}; a fact is anchored on a figure"
    elif value.value is None:
        yield f"value {fact.value!r} has no figure; a fact needs one"
    for name in fact.equivalents:
        mention = article.mention_by_id.get(name)
        if mention is None or mention.label is not Label.MONEY or mention.value is None or name == fact.value:
            yield f"equivalent {name!r} is no other MONEY mention with a figure; name the amount in the other currency"
    for name in fact.places:
        if name not in article.place_by_id:
            yield f"place {name!r} is no place; add it to places"
    if fact.whole is not None:
        indicator, _, place = fact.whole.partition("@")
        if not indicator or place not in article.place_by_id:
            yield f"whole {fact.whole!r} is no indicator@place; write such as 'trade@china', the place one of places"
    if fact.indicator == "other" and not fact.indicator_text:
        yield "indicator is 'other' without indicator_text; write the noun phrase"
    if fact.base_period is not None and fact.base is None:
        yield "base_period without base; say what kind of base it is"
    yield from _period_problems("period", fact.period)
    yield from _period_problems("base_period", fact.base_period)
