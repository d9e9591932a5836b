"""How two amounts of one sentence are joined, and how one that leaves something out takes it from the other."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.mentions.drafts import Draft, look_left
from extractor.mentions.numerals import Numeral, alternatives, words_of
from extractor.records import Label

Item = Draft | Numeral

MILLION = Decimal(10**6)
FAR = 200  # characters between a figure and the amount it takes its unit from
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s{1,3}(?=[A-Z“\"])|\n\s*\n")
_JOIN = re.compile(
    r"""\s{0,3}(?: (?P<list>,) | (?:,\s{0,3})?(?P<and>and|&) | (?P<or>or) | (?P<to>to|through) | (?P<dash>[-–—−‑])
       | (?P<of>of(?:\s{1,3}(?:the|its|their|these|those|all|some))?)
       | (?P<other>from|vs\.?|versus|against) )\s{0,3}\Z""",
    re.VERBOSE,
)
# What moves to an outcome: "rose 20 million to 30 million", "a rise of 5 percent to 20 percent"
_CHANGES = re.compile(rf"\b(?:{alternatives(words_of('changing'))})\s{{1,3}}\Z", re.IGNORECASE)
_OF_CHANGE = re.compile(rf"\b(?:{alternatives(words_of('change_noun'))})s?\s{{1,3}}of\s{{1,3}}\Z", re.IGNORECASE)
_OF = re.compile(r"\bof\s{1,3}\Z")
_RANGING = re.compile(
    r"\b(?:anywhere|anything|somewhere|rang(?:es?|ed|ing)|var(?:y|ies|ied|ying))\s{1,3}(?P<from>from)\s{1,3}\Z",
    re.IGNORECASE,
)
_PRICED = re.compile(
    rf"\b(?:{alternatives(words_of('paying'))})(?:\s{{1,3}}(?:at|for|from))?\s{{1,3}}\Z", re.IGNORECASE
)


def join_of(text: str, item: Item, following: Item) -> str | None:
    """How an item leads over to the next: ``list``, ``and``, ``or``, ``to``, ``dash``, ``of``, ``other``, or None."""
    if following.start - item.end > 40:
        return None
    lead = look_left(text, following.start)
    match = _JOIN.match(text, item.end, max(lead.start, item.end))
    return match.lastgroup if match else None


def as_range(text: str, low: Draft, high: Draft, join: str) -> Draft | None:
    """Join two amounts of one unit into a range, where the words say that they are its ends."""
    if (
        low.label is not high.label
        or low.unit != high.unit
        or low.label is Label.RANK
        or low.value >= high.value
        or low.value_high
        or high.value_high
    ):
        return None
    between = (
        between_before(text, low.start) if join == "and" else _ranging_from(text, low.start) if join == "to" else None
    )
    ends = join == "dash" or between is not None or (join == "or" and high.value <= low.value * 2)
    if join == "to" and between is None:
        ends = _to_is_a_range(text, low, high)
    return joined(low, high, between) if ends else None


def joined(low: Draft, high: Draft, between: int | None = None) -> Draft:
    """The range from one amount to the other, which begins at its *between*, if any."""
    return high._replace(
        start=low.start if between is None else between,
        value=low.value,
        value_high=high.value,
        rule=f"range-{high.rule}",
        numeral=low.numeral,
        notes=high.notes,
    )


def _to_is_a_range(text: str, low: Draft, high: Draft) -> bool:
    """Tell ``growth of 5 to 7 percent`` from a change and its outcome: ``rose 20 million to 30 million``."""
    bare, near = low.rule == "understood", high.value <= low.value * 3
    left = text[max(0, low.start - 24) : look_left(text, low.start).start]
    moved = _CHANGES.search(left)
    if moved and moved[0].strip().lower() == "by" and low.label is Label.PERCENT:
        return near or bare  # "to grow by 1% to 1.5%"
    if moved:
        return bare and near and moved[0].strip().lower() != "from"
    if low.label is Label.MONEY and _PRICED.search(left):
        return True
    far = low.label is Label.PERCENT and _OF.search(left) is not None and _OF_CHANGE.search(left) is None
    return bare or near or far  # "tariffs of 5% to 25%"


def between_before(text: str, start: int) -> int | None:
    """Where a *between* right before the lower end begins; it is part of the range."""
    floor = max(0, start - 24)
    words = text[floor : look_left(text, start).start].rstrip()
    return floor + len(words) - len("between") if words.lower().endswith("between") else None


def _ranging_from(text: str, start: int) -> int | None:
    """Where the *from* of ``ranging from $1 to $4`` begins, if that is what stands before the lower end."""
    floor = max(0, start - 40)
    ranging = _RANGING.search(text[floor : look_left(text, start).start])
    return floor + ranging.start("from") if ranging else None


def follows_change(left: str) -> bool:
    """Whether text ends with a verb of change: ``volumes slid``."""
    return _CHANGES.search(left) is not None


def take_unit(text: str, numeral: Numeral, giver: Draft, factor: Decimal) -> Draft:
    """The amount a bare figure is, with label and unit of ``giver`` and the magnitude asked for; its notes say so."""
    return Draft(
        giver.label,
        numeral.start,
        numeral.end,
        numeral.value * factor,
        giver.unit,
        "understood",
        numeral,
        giver.factor if factor < 1 else Decimal(1),  # cents only where it is cents as well
        notes=(note_on("unit", text, giver),),
    )


def note_on(what: str, text: str, giver: Draft) -> str:
    """What an amount's notes say about something taken from another."""
    return f"{what} understood from {text[giver.start : giver.end]!r}"
