"""The outcome of an evaluation: scores, intervals and errors, as data and as tables on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from extractor.evaluation.comparison import compare
from extractor.evaluation.labels import GoldArticle
from extractor.evaluation.listing import ErrorLine, list_errors
from extractor.evaluation.scores import RESAMPLES, Counts, Share, add, intervals, tally
from extractor.records import Document, GoldError

if TYPE_CHECKING:  # rich is slow to import and only needed on a screen
    from rich.console import Console

_FIGURES = ("precision", "recall", "f1", "f1_low", "f1_high", "share", "right", "missed", "extra", "total")


@dataclass(frozen=True)
class Report:
    """Scores over all articles by dotted name: ``MONEY.exact``, ``MONEY.values``, ``facts.all_right``, ``slots.place``.

    Attributes:
        articles: How many were scored.
        counts: Right, missed and extra: each label (and ``ALL``) ``.exact`` and ``.overlap``; ``facts.found`` (aligned
            on the value), ``.all_right`` (measure, indicator, place, period, value and unit), ``.all_right_trade`` (the
            same where the indicator is not ``other``), ``.extended`` (partners, commodity, segment and base as well).
        shares: Right of those that count: each label ``.values`` and ``.bounds``, of the mentions found exactly;
            ``slots.*``, of the facts aligned.
        intervals: 95 % bootstrap interval over articles of the F1 of each of ``counts``.
        errors: Every miss, extra and wrong value or slot.
    """

    articles: int
    counts: Mapping[str, Counts]
    shares: Mapping[str, Share]
    intervals: Mapping[str, tuple[float, float] | None]
    errors: tuple[ErrorLine, ...]

    def scores(self) -> dict[str, float | None]:
        """Return one figure a name, between 0 and 1: the F1 of counts, the ratio of shares, None of nothing."""
        return {name: counts.f1 for name, counts in self.counts.items()} | {
            name: share.ratio for name, share in self.shares.items()
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat dict a score, all with the same keys, for a table or CSV; what does not apply is None."""
        rows = []
        for name, figures in self._figures():
            group, scoring = name.split(".")
            rows.append({"group": group, "scoring": scoring, **dict.fromkeys(_FIGURES), **figures})
        return rows

    def as_dict(self) -> dict[str, Any]:
        """Return everything, errors included, as nested dicts of JSON types: group, then scoring, then figures."""
        nested: dict[str, Any] = {"articles": self.articles}
        for name, figures in self._figures():
            group, scoring = name.split(".")
            nested.setdefault(group, {})[scoring] = figures
        return nested | {"errors": [asdict(error) for error in self.errors]}

    def _figures(self) -> Iterator[tuple[str, dict[str, float | int | None]]]:
        for name, counts in self.counts.items():
            low, high = self.intervals[name] or (None, None)
            f1 = {"f1": counts.f1, "f1_low": low, "f1_high": high}
            yield name, {"precision": counts.precision, "recall": counts.recall, **f1, **asdict(counts)}
        for name, share in self.shares.items():
            yield name, {"share": share.ratio, **asdict(share)}

    def render(self, console: Console, *, errors: bool = False) -> None:
        """Print the scores as tables, and the errors below them where they are asked for."""
        from extractor.evaluation.tables import (  # noqa: PLC0415 - rich is slow to import
            error_table,
            fact_table,
            mention_table,
            slot_table,
        )

        console.print(mention_table(self), fact_table(self), slot_table(self))
        if errors:
            console.print(error_table(self))


def evaluate(golds: Sequence[GoldArticle], documents: Mapping[str, Document], *, resamples: int = RESAMPLES) -> Report:
    """Score documents against gold.

    Args:
        golds: Labelled articles, from ``load_gold``.
        documents: What was found, by ``doc_id``. An article without a document counts as one in which nothing was
            found; documents without gold are left aside.
        resamples: How often the bootstrap draws; 0 for no intervals.

    Returns:
        Scores, intervals and errors; the same for the same input.

    Raises:
        GoldError: There is no gold, or a document was read from other bytes than its gold labels.
    """
    if not golds:
        raise GoldError("no gold articles to score against; load some with load_gold")
    comparisons = [compare(gold, documents.get(gold.doc_id)) for gold in golds]
    tallies = [tally(comparison) for comparison in comparisons]
    total = add(tallies)
    return Report(
        articles=len(golds),
        counts=total.counts,
        shares=total.shares,
        intervals=intervals(tallies, resamples),
        errors=tuple(error for comparison in comparisons for error in list_errors(comparison)),
    )
