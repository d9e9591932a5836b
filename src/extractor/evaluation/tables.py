"""A report as tables on a screen; the only room of the evaluation that needs rich."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from extractor.evaluation.agreement import SLOTS
from extractor.evaluation.report import Report
from extractor.evaluation.scores import FACT_SCORES, NAMES

_FACT_TITLES = {
    "found": "found (value aligned)",
    "all_right": "all right",
    "all_right_trade": "all right, not other",
    "extended": "all right, extended",
}


def mention_table(report: Report) -> Table:
    """Scores a label: exact spans, overlap, and values and bounds of the mentions found exactly."""
    table = _table(f"Mentions, {report.articles} articles", ["label"])
    for column in ("gold", "precision", "recall", "F1 exact", "95 %", "F1 overlap", "values", "bounds"):
        table.add_column(column, justify="right")
    for name in NAMES:
        exact = report.counts[f"{name}.exact"]
        table.add_row(
            name,
            str(exact.right + exact.missed),
            _figure(exact.precision),
            _figure(exact.recall),
            _figure(exact.f1),
            _range(report.intervals[f"{name}.exact"]),
            _figure(report.counts[f"{name}.overlap"].f1),
            _figure(report.shares[f"{name}.values"].ratio),
            _figure(report.shares[f"{name}.bounds"].ratio),
        )
    return table


def fact_table(report: Report) -> Table:
    """Facts found and all right."""
    table = _table("Facts", ["facts"])
    for column in ("gold", "precision", "recall", "F1", "95 %"):
        table.add_column(column, justify="right")
    for name in FACT_SCORES:
        counts = report.counts[f"facts.{name}"]
        table.add_row(
            _FACT_TITLES[name],
            str(counts.right + counts.missed),
            _figure(counts.precision),
            _figure(counts.recall),
            _figure(counts.f1),
            _range(report.intervals[f"facts.{name}"]),
        )
    return table


def slot_table(report: Report) -> Table:
    """Accuracy a slot, of the facts found whose slot counts."""
    table = _table("Slots of the facts found", ["slot"])
    for column in ("right", "of", "accuracy"):
        table.add_column(column, justify="right")
    for slot in SLOTS:
        share = report.shares[f"slots.{slot}"]
        table.add_row(slot, str(share.right), str(share.total), _figure(share.ratio))
    return table


def error_table(report: Report) -> Table:
    """Every error with its sentence."""
    table = _table(f"Errors, {len(report.errors)}", ["article", "kind", "what", "gold", "found", "sentence"])
    table.show_lines = True
    for error in report.errors:
        what = error.name if error.part == "mention" else f"fact {error.name}".replace("fact fact", "fact")
        sentence = escape(error.sentence).replace(escape(error.text), f"[bold]{escape(error.text)}[/bold]", 1)
        table.add_row(escape(error.doc_id), error.kind, what, escape(error.gold), escape(error.found), sentence)
    return table


def _table(title: str, columns: list[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.3f}"


def _range(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"
