"""Counting: precision, recall and F1, shares of what is right, and how far chance among articles moves them.

Counts are summed over articles before any ratio is taken (micro-average). A ratio over nothing is None, not
zero and not one: an article without ranks says nothing about ranks.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from extractor.evaluation.agreement import CORE, EXTENDED, SLOTS
from extractor.evaluation.alignment import Alignment
from extractor.evaluation.comparison import Comparison
from extractor.evaluation.labels import GoldMention
from extractor.records import Label, Mention

ALL = "ALL"
NAMES = (*(str(label) for label in Label), ALL)
FACT_SCORES = ("found", "all_right", "all_right_trade", "extended")
RESAMPLES = 1000
_SEED = 20230817


@dataclass(frozen=True)
class Counts:
    """What was found of what there is.

    >>> counts = Counts(right=3, missed=1, extra=2)
    >>> counts.precision, counts.recall, round(counts.f1, 3)
    (0.6, 0.75, 0.667)
    """

    right: int = 0
    missed: int = 0
    extra: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.missed + other.missed, self.extra + other.extra)

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are right."""
        return _ratio(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """Share of gold that was found."""
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.right, 2 * self.right + self.missed + self.extra)


@dataclass(frozen=True)
class Share:
    """How many of those that count are right."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)

    @property
    def ratio(self) -> float | None:
        """The share, None of nothing."""
        return _ratio(self.right, self.total)

    @classmethod
    def of(cls, verdicts: Iterable[bool | None]) -> Share:
        """Count verdicts; None does not count."""
        counted = [verdict for verdict in verdicts if verdict is not None]
        return cls(sum(counted), len(counted))


@dataclass(frozen=True)
class Tally:
    """Counts and shares of one article, or of many summed, by dotted name: ``MONEY.exact``, ``slots.place``."""

    counts: Mapping[str, Counts]
    shares: Mapping[str, Share]


def tally(comparison: Comparison) -> Tally:
    """Count one article."""
    counts: dict[str, Counts] = {}
    shares: dict[str, Share] = {}
    for name in NAMES:
        counts[f"{name}.exact"] = _mention_counts(comparison.exact, name)
        counts[f"{name}.overlap"] = _mention_counts(comparison.overlap, name)
        exact = [one for one in comparison.values if name in {one[0].label, ALL}]
        shares[f"{name}.values"] = Share.of(right for _, _, right in exact)
        shares[f"{name}.bounds"] = Share.of(gold.bound == found.bound for gold, found, _ in exact if gold.bound)
    counts.update(_fact_counts(comparison))
    for slot in SLOTS:
        shares[f"slots.{slot}"] = Share.of(pair.slots[slot].right for pair in comparison.judged)
    return Tally(counts, shares)


def add(tallies: Sequence[Tally]) -> Tally:
    """Sum tallies name by name."""
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    shares: defaultdict[str, Share] = defaultdict(Share)
    for one in tallies:
        for name, count in one.counts.items():
            counts[name] += count
        for name, share in one.shares.items():
            shares[name] += share
    return Tally(dict(counts), dict(shares))


def intervals(tallies: Sequence[Tally], resamples: int = RESAMPLES) -> dict[str, tuple[float, float] | None]:
    """Draw 95 % bootstrap intervals of every F1 over articles, the same for the same tallies.

    Args:
        tallies: One an article.
        resamples: How often articles are drawn, with replacement.

    Returns:
        The 2.5th and 97.5th percentile by name, None where there is nothing to score.
    """
    draw = random.Random(_SEED)
    samples = []
    for _ in range(resamples):
        weights = [0] * len(tallies)
        for i in draw.choices(range(len(tallies)), k=len(tallies)):
            weights[i] += 1
        samples.append(weights)
    return {name: _interval([one.counts[name] for one in tallies], samples) for name in tallies[0].counts}


def _interval(counts: list[Counts], samples: list[list[int]]) -> tuple[float, float] | None:
    right, wrong = [one.right for one in counts], [one.missed + one.extra for one in counts]
    scores = []
    for weights in samples:
        double = 2 * sum(map(mul, weights, right))
        score = _ratio(double, double + sum(map(mul, weights, wrong)))
        if score is not None:
            scores.append(score)
    if not scores:
        return None
    scores.sort()
    last = len(scores) - 1
    return scores[math.floor(0.025 * last)], scores[math.ceil(0.975 * last)]


def _mention_counts(alignment: Alignment[GoldMention, Mention], name: str) -> Counts:
    return Counts(
        right=sum(name in {gold.label, ALL} for gold, _ in alignment.pairs),
        missed=sum(name in {gold.label, ALL} for gold in alignment.missed),
        extra=sum(name in {found.label, ALL} for found in alignment.extra),
    )


def _fact_counts(comparison: Comparison) -> dict[str, Counts]:
    """Count facts found, all right, and all right where the indicator is not ``other``.

    In the last, each side's own indicator decides: gold facts that are not ``other`` are there to be found, and
    predictions that are not ``other`` may be wrong, whatever they align with. An extra ``other`` counts only
    among all facts; a trade fact called ``other`` is missed but not extra there.
    """
    facts, judged = comparison.facts, comparison.judged
    gold_facts = [*(gold for gold, _ in facts.pairs), *facts.missed]
    found_facts = [*(found for _, found in facts.pairs), *facts.extra]
    right = [pair for pair in judged if pair.all_right(CORE)]
    trade = sum(pair.gold.indicator != "other" for pair in right)
    return {
        "facts.found": Counts(len(facts.pairs), len(facts.missed), len(facts.extra)),
        "facts.all_right": _counts(len(right), len(gold_facts), len(found_facts)),
        "facts.all_right_trade": _counts(
            trade,
            sum(fact.indicator != "other" for fact in gold_facts),
            sum(fact.indicator != "other" for fact in found_facts),
        ),
        "facts.extended": _counts(sum(pair.all_right(EXTENDED) for pair in judged), len(gold_facts), len(found_facts)),
    }


def _counts(right: int, gold: int, found: int) -> Counts:
    return Counts(right, gold - right, found - right)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
