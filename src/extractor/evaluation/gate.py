"""Floors under the scores: pinned in ``gold/floors.json``, raised by a command, never lowered in silence.

Floors are kept of each label (exact and overlapping spans, values), of facts (found, all right) and of the number
of articles, so that no score rises by leaving an article out. Bounds and single slots are reported but not pinned:
their ratio is over the facts found, so that finding a hard fact more can lower it.
"""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Mapping
from pathlib import Path

from extractor.evaluation.report import Report
from extractor.evaluation.scores import FACT_SCORES, NAMES
from extractor.records import ExtractorError

ARTICLES = "gold.articles"
PINNED = (
    ARTICLES,
    *(f"{name}.{scoring}" for name in NAMES for scoring in ("exact", "overlap", "values")),
    *(f"facts.{name}" for name in FACT_SCORES),
)
CHANGES = "CHANGES.md"


class FloorError(ExtractorError):
    """Floors cannot be read, or would have to be lowered; names the score."""


def read_floors(path: Path) -> dict[str, float]:
    """Read floors: one JSON object of score names and figures from 0 to 1; the number of articles is 1 or more.

    Raises:
        FloorError: The file is missing or of another shape.
    """
    try:
        return _parsed(path.read_text(encoding="utf-8"), str(path))
    except OSError:
        raise FloorError(f"no floors {str(path)!r}; write it with: extractor evaluate --raise-floors") from None


def check_floors(report: Report, path: Path) -> list[str]:
    """List what breaks the gate, a line each: scores below their floor, scores without floor, unknown floors."""
    floors, scores = read_floors(path), _scores(report)
    found = [
        f"{name} is {_figure(scores[name])}, below its floor {floors[name]:.3f}; list the errors and mend the rules"
        for name in PINNED
        if name in floors and _below(scores[name], floors[name])
    ]
    found += [f"{name} has no floor in {path.name}; raise the floors" for name in PINNED if name not in floors]
    return found + [f"{name} in {path.name} is no score; remove it" for name in floors if name not in PINNED]


def raise_floors(report: Report, path: Path) -> list[str]:
    """Raise every floor to the present score, rounded down to three decimals, and write the file.

    Returns:
        What was raised, a line each; nothing where no score has risen.

    Raises:
        FloorError: A score is below its floor, or a floor is of no score; nothing is written.
    """
    floors, scores = read_floors(path) if path.exists() else {}, _scores(report)
    lower = [name for name in PINNED if name in floors and _below(scores[name], floors[name])]
    if lower:
        named = ", ".join(f"{name} ({floors[name]:.3f} to {_figure(scores[name])})" for name in lower)
        raise FloorError(f"will not lower {named}; mend the rules first")
    if unknown := [name for name in floors if name not in PINNED]:
        raise FloorError(f"{path.name} has a floor of {unknown[0]!r}, which is no score; remove it")
    raised = {name: max(floors.get(name, 0.0), _rounded_down(scores[name] or 0.0)) for name in PINNED}
    path.write_text(json.dumps(raised, indent=1) + "\n", encoding="utf-8")
    return [
        f"{name} from {floors.get(name, 0.0):.3f} to {figure:.3f}"
        for name, figure in raised.items()
        if name not in floors or figure > floors[name]
    ]


def _scores(report: Report) -> dict[str, float | None]:
    return {ARTICLES: report.articles} | report.scores()


def lowered_floors(path: Path) -> list[str]:
    """List floors lower than in the last two commits, or gone, a line each; nothing where git has none.

    A floor may be lowered openly, when gold itself was corrected: ``CHANGES.md`` beside it then names the score and
    its new figure, as ``floor PLACE.exact 0.981``, or ``floor PLACE.exact removed``.
    """
    floors, notes = read_floors(path), _notes(path)
    found = {}
    for revision in ("HEAD", "HEAD^"):
        for name, before in _committed(path, revision).items():
            now = f"{floors[name]:.3f}" if name in floors else "removed"
            if floors.get(name, -1.0) < before and f"floor {name} {now}" not in notes:
                found[name] = f"{name} was {before:.3f} in {revision}, is {now}; restore it, or say why in {CHANGES}"
    return list(found.values())


def _notes(path: Path) -> str:
    try:
        return path.with_name(CHANGES).read_text(encoding="utf-8")
    except OSError:
        return ""


def _committed(path: Path, revision: str) -> Mapping[str, float]:
    """Return the floors of a revision, none where git, the revision or the file is missing."""
    command = ["git", "-C", str(path.parent), "show", f"{revision}:./{path.name}"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return {}
    return _parsed(shown.stdout, f"{path.name} in {revision}")


def _parsed(text: str, name: str) -> dict[str, float]:
    try:
        floors = {str(key): float(figure) for key, figure in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise FloorError(f"{name} is no JSON object of scores and figures; restore it from git") from None
    if wild := [key for key, figure in floors.items() if not 0 <= figure <= (math.inf if key == ARTICLES else 1)]:
        raise FloorError(f"{name}: floor {wild[0]} is {floors[wild[0]]}; a floor lies between 0 and 1")
    return floors


def _rounded_down(score: float) -> float:
    return math.floor(score * 1000 + 1e-6) / 1000  # the mite keeps 0.857 from becoming 0.856


def _below(score: float | None, floor: float) -> bool:
    return (score or 0.0) < floor


def _figure(score: float | None) -> str:
    return "not scored" if score is None else f"{score:.4f}"
