"""What is written once for several figures: currencies, magnitudes, units and nouns that a figure leaves out; ranges.

A bare figure looks forward first (``5.7, 6.1 and 7.3 percent``, ``between $4 and $5 billion``: the last one carries
what the others mean), then to the noun before its verb (``the number of routes rose to 122``) and back to the amount
before it in the sentence (``to 9.4 billion dlrs from 8.8 billion``), last to the article.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.mentions.drafts import Draft, look_left
from extractor.mentions.numerals import Numeral
from extractor.mentions.quantities import DURATIONS, MEASURES, may_count, noun_before
from extractor.records import Label

Item = Draft | Numeral

MILLION = Decimal(10**6)
_FAR = 200  # characters between a figure and the amount it takes its unit from
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s{1,3}(?=[A-Z“\"])|\n\s*\n")
_JOIN = re.compile(
    r"""\s{0,3}(?: (?P<list>,) | (?:,\s{0,3})?(?P<and>and|&) | (?P<or>or) | (?P<to>to|through) | (?P<dash>[-–—−‑])
       | (?P<of>of\s{1,3}(?:the|its|their|these|those|all|some))
       | (?P<other>from|vs\.?|versus|against|of) )\s{0,3}\Z""",
    re.VERBOSE,
)
# What leads back to an amount of any kind, and what leads back to a count alone
_BACK = re.compile(
    r"(?:\b(?:from|to|against|vs\.?|versus|with|than|and|or|by|but|at|as|after|was|were|only|around|into|while|between|on|over)"
    r"(?:\s{1,3}(?:the|an?|revised)){0,2}|[,(;/–—-])\s{0,3}\Z",
    re.IGNORECASE,
)
_BACK_TO_COUNT = re.compile(
    r"\b(?:including|includes?|of\s{1,3}(?:which|whom|them|these)|of|among\s{1,3}them)[,:]?\s{0,3}\Z", re.IGNORECASE
)
_OF_WHICH = re.compile(r"\s{1,3}of\s{1,3}(?:which|whom|them|these|those)\b")
_RATIO = re.compile(r"\s{1,3}(?:in|out\s{1,3}of)\s{1,3}(?:\d{1,2}\b|two|three|four|five|six|seven|eight|nine|ten)")
# As in: Japan took 30 percent and Korea 15. Exports were 1.2 billion dlrs, imports 900.
_GAPPED = re.compile(
    r"(?:[,;]\s{1,3}|\band\s{1,3}|\()(?:(?:the|[A-Z][\w.’']{0,20}|(?P<flow>exports?|imports?|sales))\s{1,3}){1,3}\Z"
)
_GAP_CLOSES = re.compile(r"\s{0,3}(?:[.,;)]|and\b|\Z)")
_RATE_FOLLOWS = re.compile(
    r"\s{1,3}(?:to|per|against)\s{1,3}(?:(?:the|one|a)\s{1,3})?(?:U\.?S\.?\s{1,3})?(?:dollar|dlr|pound|euro|yen|sterling)\b"
)
# Subjects and phrases whose bare millions are money, if the article has spoken of money
_OF_MONEY = re.compile(
    r"\b(?:exports?|imports?|sales|purchases|deliveries|bill|orders|net|revs?|revenues?|profits?|loss(?:es)?|surplus(?:es)?|deficits?|gap|trade|turnover|earnings"
    r"|investments?|reserves|receipts|income|value|shipments|spending|debts?|compar\w{1,4}\s{1,3}(?:with|to|against)|against)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:from|by|up|down|off|rose|fell|gained|lost|grew|added|dropped|climbed|slipped|jumped|surged|soared|slid|sank|eased|advanced"
    r"|declined|increased|decreased|rises?|falls?|rising|falling|increases|plunged|tumbled|edged|shrank|expanded|widened|narrowed)\s{1,3}\Z",
    re.IGNORECASE,
)


def understand(text: str, items: list[Item]) -> list[Draft]:
    """Give bare figures what they leave out, join ranges, and drop the figures that stay bare.

    Args:
        text: The article.
        items: Amounts and bare figures in order, never overlapping.

    Returns:
        The amounts in order.
    """
    return _backward(text, _forward(text, _after_symbol(text, items)))


def _after_symbol(text: str, items: list[Item]) -> list[Item]:
    """Let a sign before the first figure hold for the second as well: ``$4-5 billion``, ``£5m to 6m``."""
    done: list[Item] = []
    for item in items:
        before = done[-1] if done else None
        if isinstance(item, Numeral) and isinstance(before, Draft) and before.rule == "symbol-before":
            join = _join(text, before, item)
            if join in {"dash", "to", "or"} or (join == "and" and _between(text, before.start) is not None):
                done.append(_understood(text, item, before, before.factor))
                continue
        done.append(item)
    return done


# ── forward: lists and ranges whose last figure carries the unit ────────────────────────────────


def _forward(text: str, items: list[Item]) -> list[Item]:
    done: list[Item] = []
    chained = False
    for written in reversed(items):
        following = done[-1] if done else None
        join = _join(text, written, following) if isinstance(following, Draft) else None
        if not isinstance(following, Draft) or join is None:
            chained = False
            done.append(written)
            continue
        carried = _carry(text, written, following, join, chained)
        chained = carried is not None
        item = carried or written
        span = _range(text, item, following, join) if isinstance(item, Draft) else None
        if span:
            done[-1] = span
        else:
            done.append(item)
    done.reverse()
    return done


def _join(text: str, item: Item, following: Item) -> str | None:
    """How an item leads over to the next one: ``list``, ``and``, ``or``, ``to``, ``dash``, ``other`` or not at all."""
    if following.start - item.end > 40:
        return None
    lead = look_left(text, following.start)
    match = _JOIN.match(text, item.end, max(lead.start, item.end))
    return match.lastgroup if match else None


def _carry(text: str, item: Item, following: Draft, join: str, chained: bool) -> Draft | None:
    """Give an item what the amount after it carries for both; None where it needs or takes nothing."""
    if following.numeral is None or (join == "list" and not chained):
        return None
    if isinstance(item, Draft):
        return _with_magnitude(text, item, following, join)
    if join in {"of", "other"} and not (following.label in {Label.MONEY, Label.PERCENT} and join == "other"):
        counted = join == "of" and following.rule.startswith("count")
        return _understood(text, item, following, following.factor) if counted and may_count(text, item) else None
    if not may_count(text, item) or (join == "dash" and item.value >= following.numeral.mantissa * 10):
        return None
    factor = following.factor * (following.scale if item.scale == 1 and not item.grouped else 1)
    return _understood(text, item, following, factor)


def _with_magnitude(text: str, item: Draft, following: Draft, join: str) -> Draft | None:
    """``$4`` is four billion before ``and $5 billion``."""
    same = item.label is following.label is Label.MONEY and item.unit == following.unit
    small = item.numeral is not None and not item.numeral.grouped and item.numeral.value < 1000
    if not (same and small and item.scale == 1 < following.scale) or join == "other":
        return None
    scaled = item.value * following.scale
    if join in {"to", "dash"} and scaled > following.value:
        return None
    return item._replace(value=scaled, notes=(*item.notes, _note("magnitude", text, following)))


def _range(text: str, low: Draft, high: Draft, join: str) -> Draft | None:
    """Join two amounts of one unit into a range, where the words say that they are its ends."""
    if (
        low.label is not high.label
        or low.unit != high.unit
        or low.label is Label.RANK
        or low.value >= high.value
        or high.value_high
    ):
        return None
    between = _between(text, low.start) if join == "and" else None
    ends = join == "dash" or between is not None or (join == "or" and high.value <= low.value * 2)
    if join == "to":
        ends = _to_is_a_range(text, low, high)
    if not ends:
        return None
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
    moved = _CHANGES.search(text[max(0, low.start - 16) : look_left(text, low.start).start])
    if moved and moved[0].strip().lower() == "by" and low.label is Label.PERCENT:
        return near  # "to grow by 1% to 1.5%"
    if moved:
        return bare and near and moved[0].strip().lower() != "from"
    return bare or near


def _between(text: str, start: int) -> int | None:
    """Where a *between* right before the lower end begins; it is part of the range."""
    floor = max(0, start - 24)
    words = text[floor : look_left(text, start).start].rstrip()
    return floor + len(words) - len("between") if words.lower().endswith("between") else None


# ── backward: what the sentence has already said ────────────────────────────────────────────────


def _backward(text: str, items: list[Item]) -> list[Draft]:
    drafts: list[Draft] = []
    for at, item in enumerate(items):
        draft = item if isinstance(item, Draft) else _complete(text, item, drafts, items[at + 1 : at + 3])
        if draft is None:
            continue
        if span := _understood_range(text, drafts, draft):
            drafts[-1] = span
        else:
            drafts.append(draft)
    return drafts


def _complete(text: str, numeral: Numeral, drafts: list[Draft], ahead: list[Item]) -> Draft | None:
    """Give a bare figure its unit: from its own clause, else the sentence, else the article."""
    if not _is_bare(text, numeral):
        return None
    floor = drafts[-1].end if drafts else 0
    return (
        _from_noun(text, numeral, floor)
        or _from_sentence(text, numeral, drafts)
        or _from_noun(text, numeral, 0)
        or _from_article(text, numeral, drafts)
        or _from_ahead(text, numeral, ahead)
    )


def _understood_range(text: str, drafts: list[Draft], high: Draft) -> Draft | None:
    """Join two figures that both took their unit from before: ``estimates of 420,000 to 425,000``."""
    if not drafts or not drafts[-1].rule == high.rule == "understood":
        return None
    join = _join(text, drafts[-1], high)
    return _range(text, drafts[-1], high, join) if join else None


def _is_bare(text: str, numeral: Numeral) -> bool:
    """Whether a figure stands free, so that something can be understood with it."""
    before = text[numeral.start - 1] if numeral.start else " "
    after = text[numeral.end : numeral.end + 2]
    if numeral.is_year_like or before in "-–−:'’" or not may_count(text, numeral):
        return False
    if after[:1].isalnum() or after[:1] in {"%", "/", ":", "°"} or re.match(r"[-–]\S", after):
        return False
    if before == "(" and after[:1] == ")" and numeral.value < 100:
        return False  # a list marker
    return not (_RATE_FOLLOWS.match(text, numeral.end) or _RATIO.match(text, numeral.end))


def _from_sentence(text: str, numeral: Numeral, drafts: list[Draft]) -> Draft | None:
    """Take the unit of the nearest amount before in the sentence, where a small word leads back to it."""
    lead = look_left(text, numeral.start).start
    left = text[max(0, lead - 48) : lead]
    counts_only = _BACK_TO_COUNT.search(left) is not None or _OF_WHICH.match(text, numeral.end) is not None
    gapped = _GAPPED.search(left) if _GAP_CLOSES.match(text, numeral.end) else None
    led = gapped is not None or _BACK.search(left) is not None
    if not (counts_only or led or numeral.scale >= MILLION):
        return None
    for draft in reversed(drafts[-4:]):
        if numeral.start - draft.end > _FAR or _SENTENCE_END.search(text, draft.end, numeral.start):
            return None
        if gapped and gapped["flow"] and draft.label is not Label.MONEY:
            continue
        fits = not _is_plain(draft) or numeral.scale >= MILLION if counts_only else led or _is_plain(draft)
        if fits and _can_give(draft, numeral):
            return _understood(text, numeral, draft, _factor_from(draft, numeral))
    return None


def _from_article(text: str, numeral: Numeral, drafts: list[Draft]) -> Draft | None:
    """Take the currency last used where bare millions follow a word of trade, as in ``Exports rose to 9.4 billion``."""
    clause = re.split(r"[.!?]\s|\n\s*\n", text[max(0, numeral.start - 120) : numeral.start])[-1]
    if numeral.scale < MILLION or not _OF_MONEY.search(clause):
        return None
    for draft in reversed(drafts[-4:]):
        if draft.label is Label.MONEY and draft.numeral is not None and numeral.start - draft.end < 3 * _FAR:
            return _understood(text, numeral, draft, draft.factor)
    return None


def _is_plain(draft: Draft) -> bool:
    """Whether it is money or a measure, which a bare figure takes over more readily than a count."""
    return draft.label is Label.MONEY or draft.unit in MEASURES


def _can_give(draft: Draft, numeral: Numeral) -> bool:
    if draft.numeral is None or draft.label in {Label.RANK, Label.MULTIPLE}:
        return False
    if draft.label is Label.PERCENT:
        return numeral.scale == 1 and not numeral.grouped and numeral.value < 1000
    if draft.label is Label.QUANTITY and draft.unit in DURATIONS:
        return False
    return not (draft.rule.endswith("count-noun-after") and numeral.written == "words" and numeral.value < 10)


def _factor_from(draft: Draft, numeral: Numeral) -> Decimal:
    """The magnitude a figure without one takes over: that of a decimal or small figure, never of ``980,000``."""
    if numeral.scale > 1 or numeral.grouped or numeral.value >= 1000:
        return min(draft.factor, Decimal(1))
    return draft.factor * draft.scale


def _from_ahead(text: str, numeral: Numeral, ahead: list[Item]) -> Draft | None:
    """Take the currency that the sentence names but later: ``a further 2 billion on top of the 3.5 billion euros``."""
    following = next((item for item in ahead if isinstance(item, Draft)), None)
    if numeral.scale < MILLION or following is None or following.label is not Label.MONEY:
        return None
    if following.start - numeral.end > _FAR or _SENTENCE_END.search(text, numeral.end, following.start):
        return None
    return _understood(text, numeral, following, following.factor)


def _from_noun(text: str, numeral: Numeral, floor: int) -> Draft | None:
    noun = noun_before(text, numeral, floor)
    if noun is None:
        return None
    return Draft(Label.QUANTITY, numeral.start, numeral.end, numeral.value, noun, "count-noun-before", numeral)


def _understood(text: str, numeral: Numeral, giver: Draft, factor: Decimal) -> Draft:
    return Draft(
        giver.label,
        numeral.start,
        numeral.end,
        numeral.value * factor,
        giver.unit,
        "understood",
        numeral,
        giver.factor,
        notes=(_note("unit", text, giver),),
    )


def _note(what: str, text: str, giver: Draft) -> str:
    return f"{what} understood from {text[giver.start : giver.end]!r}"
