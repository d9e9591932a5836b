"""What is written once for several figures: currencies, magnitudes, units and nouns that a figure leaves out; ranges.

A bare figure looks ahead first (``5.7, 6.1 and 7.3 percent``, ``between $4 and $5 billion``: the last one carries
what the others mean), then to the noun before its verb (``the number of routes rose to 122``) and back to the amount
before it in the sentence (``to 9.4 billion dlrs from 8.8 billion``), last to the article.
"""

from __future__ import annotations

from extractor.mentions.drafts import Draft
from extractor.mentions.understood.ahead import look_ahead, share_signs
from extractor.mentions.understood.behind import look_back
from extractor.mentions.understood.joins import Item

__all__ = ["Item", "understand"]


def understand(text: str, items: list[Item]) -> list[Draft]:
    """Give bare figures what they leave out, join ranges, and drop the figures that stay bare.

    Args:
        text: The article.
        items: Amounts and bare figures in order, never overlapping.

    Returns:
        The amounts in order.
    """
    return look_back(text, look_ahead(text, share_signs(text, items)))
