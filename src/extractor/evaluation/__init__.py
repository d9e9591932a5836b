"""Evaluation: gold loading and validation, alignment, scores, error listing and the gate of floors.

>>> from pathlib import Path
>>> golds = load_gold(Path("gold"), Path("corpus"))
>>> report = evaluate(golds, gold_as_documents(golds))
>>> report.counts["facts.all_right"].f1
1.0
"""

from extractor.evaluation.gate import FloorError, check_floors, lowered_floors, raise_floors, read_floors
from extractor.evaluation.gold import load_gold
from extractor.evaluation.labels import GoldArticle, GoldFact, GoldMention, GoldPlace
from extractor.evaluation.listing import ErrorLine
from extractor.evaluation.report import Report, evaluate
from extractor.evaluation.roundtrip import gold_as_documents
from extractor.evaluation.scores import Counts, Share

__all__ = [
    "Counts",
    "ErrorLine",
    "FloorError",
    "GoldArticle",
    "GoldFact",
    "GoldMention",
    "GoldPlace",
    "Report",
    "Share",
    "check_floors",
    "evaluate",
    "gold_as_documents",
    "load_gold",
    "lowered_floors",
    "raise_floors",
    "read_floors",
]
