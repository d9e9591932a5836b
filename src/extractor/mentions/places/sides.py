"""The sides of a trade: which places a text names as those traded with, and which as those whose figures it tells."""

from __future__ import annotations

import re

from extractor.mentions.places.entities import Found
from extractor.mentions.places.view import View

_PARTNER = re.compile(
    r"\b(?:to|with|into|against|than|like|including|imports? from|purchases from|followed by)(?: the)?(?: \w+ of)? $"
    r"|\b(?:neighbou?ring|nearby|rival|adjacent) (?:the )?(?:\w+ of )?$"
    r"|\b(?:bound|destined|headed|meant|cargo|cargoes|goods|freight|shipments?|consignments?|deliver(?:y|ies)|containers"
    r"|boxes|tonnes|traffic) for (?:the )?$"
    r"|\b(?:bought|buys|buying|import(?:s|ed|ing)?|purchase[sd]?|source[sd]?|order(?:s|ed))"
    r" (?:[\w,.%$£€-]+ ){0,6}from (?:the )?$"
)
_IS_PARTNER = re.compile(
    r" (?:was|is|remain(?:s|ed)|became|stayed|ranked as)(?: \w+)?? (?:the|its|their)(?: (?!world|globe)[\w'-]+){1,4}? "
    r"(?:exporter|importer|supplier|buyer|market|partner|destination|customer|source)s?\b"
)
# What is said of the other side of a trade, where the side whose figures are told was named before.
_TRADES = re.compile(
    r"(?:(?:,|,? and) (?:the )?[A-Z][\w.]+(?: [A-Z][\w.]+)?){0,3}(?:,? which| alone| itself)?"
    r"(?: (?:also|still|now|then|has|had))?"
    r" (?:took|takes|taken|taking|bought|buys|purchase[sd]|absorb(?:s|ed)|receive[sd]|suppli(?:es|ed)|provide[sd]"
    r"|account(?:s|ed) for|made up|makes up|order(?:s|ed)|import(?:s|ed) (?:[\w,.%$£€-]+ ){1,6}from)\b"
)
_JOINED = re.compile(r"(?:,|,? and|,? or|,? as well as) (?:the )?")
_BETWEEN = re.compile(r"\bbetween(?: the)? $")
_WITH_FIGURE = re.compile(r" (?:with|at|on|took|bought) [^\s\d]{0,4}\d| \([^)\d]{0,4}\d")
_NEAR = 60  # characters
_LOOKED_BACK = 70  # characters before a name that may make it a partner


class Sides:
    """Tells of one mention after another, in the order of the text, whether it names a partner.

    Attributes:
        last: The mention told of last.
        row: The ids of its place and of those beside it in a list.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._own: set[str] = set()  # countries that were named as no partner, or that hold a place that was
        self._partner = self._between = False
        self.last: Found | None = None
        self.row: set[str] = set()

    def is_partner(self, found: Found) -> bool:
        """Whether a place is told to be one traded with: by what stands before it, by what it did or by a list."""
        before = self._before(found.start)
        joined = self.last is not None and bool(_JOINED.fullmatch(self._view.names, self.last.end, found.start))
        goes_on = joined or (self.last is not None and self._is_beside_figures(self.last, found))
        partner = self._is_told(found, before) or (goes_on and self._partner) or (joined and self._between)
        self._between = bool(_BETWEEN.search(before))
        if not joined:
            self.row = set()
        self.row.add(found.entity.id)
        self._partner, self.last = partner, found
        if not partner and found.entity.country:
            self._own.add(found.entity.country)
        return partner

    def is_after_partner_word(self, start: int) -> bool:
        """``imports from the African nation``: whether the words before a place make it one traded with."""
        return bool(_PARTNER.search(self._before(start)))

    def _before(self, start: int) -> str:
        return self._view.names[max(0, start - _LOOKED_BACK) : start]

    def _is_beside_figures(self, last: Found, found: Found) -> bool:
        """``followed by the US with 127.7 million and Thailand with 92 million``: two in a row, each with a figure."""
        names = self._view.names
        is_near = found.start - last.end < _NEAR
        return is_near and all(_WITH_FIGURE.match(names, end) is not None for end in (last.end, found.end))

    def _is_told(self, found: Found, before: str) -> bool:
        if _PARTNER.search(before) or _IS_PARTNER.match(self._view.names, found.end):
            return True
        trades = _TRADES.match(self._view.names, found.end) is not None
        return trades and bool(self._own - {found.entity.country})
