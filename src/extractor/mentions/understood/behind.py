"""Looking back: a bare figure takes its unit from what the clause, the sentence or the article has said before it.

First the noun before its verb (``the number of routes rose to 122``), then the amount before it in the sentence (``to
9.4 billion dlrs from 8.8 billion``), last the money the article speaks of (``Exports rose to 9.4 billion``).
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.mentions.drafts import Draft, look_left
from extractor.mentions.goods import known_goods
from extractor.mentions.numerals import Numeral, alternatives, words_of
from extractor.mentions.quantities import DURATIONS, MEASURES, noun_before
from extractor.mentions.understood.free import stands_free
from extractor.mentions.understood.joins import (
    FAR,
    MILLION,
    SENTENCE_END,
    Item,
    as_range,
    follows_change,
    join_of,
    joined,
    note_on,
    take_unit,
)
from extractor.records import Label

# What leads back to an amount of any kind, and what leads back to a count alone
_BACK = re.compile(
    r"(?:\b(?:from|to|against|vs\.?|versus|with|than|and|or|by|but|at|as|after|was|were|only|around|into|while|between|on|over|not)"
    r"(?:\s{1,3}(?:the|an?|revised)){0,2}|[,(;/–—-])\s{0,3}\Z",
    re.IGNORECASE,
)
_BACK_TO_COUNT = re.compile(
    r"\b(?:including|includes?|of\s{1,3}(?:which|whom|them|these)|of|among\s{1,3}them)[,:]?\s{0,3}\Z", re.IGNORECASE
)
_OF_WHICH = re.compile(r"\s{1,3}of\s{1,3}(?:which|whom|them|these|those)\b")
# As in: Japan took 30 percent and Korea 15. Exports were 1.2 billion dlrs, imports 900.
_GAPPED = re.compile(
    r"(?:[,;]\s{1,3}|\band\s{1,3}|\()(?:(?:the|(?:his|her|its|their)\s{1,3}[a-z]{2,14}|[A-Z][\w.’']{0,20}|(?P<flow>exports?|imports?|sales)|forecast|consensus|expected|previous|prior|est\.?)\s{1,3}){1,3}\Z"
)
_GAP_CLOSES = re.compile(r"\s{0,3}(?:[.,;)]|and\b|\Z)")
_OF_MONEY = re.compile(rf"\b(?:{alternatives(words_of('money_subject'))})\b", re.IGNORECASE)
_PAYS = re.compile(
    rf"\b(?:{alternatives(words_of('paying'))})(?:\s{{1,3}}(?:for|at|them|out))?\s{{1,3}}\Z", re.IGNORECASE
)
_BACK_TO_MONEY = re.compile(
    r"\b(?:estimate|valuation|price|total|sum|average|value|cost|figure|offer|bid|target|record|peak|high|low|median|budget)s?\s{1,3}of\s{1,3}\Z",
    re.IGNORECASE,
)
_FROM = re.compile(r"[^.;()\d]{0,48}\bfrom\s{1,3}", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:from|against|with|than|versus|vs\.?|and|after)\s{1,3}(?:the\s{1,3}|an?\s{1,3})?\Z", re.IGNORECASE
)
_SHIPPED = re.compile(r"\b(?:shipped|exported|imported|sold|delivered|handled|built|produced)\s{1,3}\Z", re.IGNORECASE)
_OF_THIS = re.compile(
    r"\b[Oo]f\s{1,3}(?:this|that|the\s{1,3}total|the\s{1,3}sum)(?:\s{1,3}(?:sum|amount|total))?,\s{1,3}\Z"
)
_NEVER_COUNTED = Decimal(10**9)  # no goods are told by the piece in billions
_MOST_APART = 100  # times one sum may be another's, for the small one to be money as well


def look_back(text: str, items: list[Item]) -> list[Draft]:
    """Complete the bare figures from the first to the last, and drop those that stay bare."""
    drafts: list[Draft] = []
    for at, item in enumerate(items):
        draft = item if isinstance(item, Draft) else _complete(text, item, drafts, items[at + 1 : at + 3])
        if draft is None:
            continue
        if span := _understood_range(text, drafts, draft):
            drafts[-1] = span
        else:
            drafts.append(draft)
    return _prices_after_prices(text, _ranges_after_ranges(text, drafts))


def _complete(text: str, numeral: Numeral, drafts: list[Draft], ahead: list[Item]) -> Draft | None:
    """Give a bare figure its unit: from its own clause, else the sentence, else the article."""
    if not stands_free(text, numeral):
        return None
    moved = bool(drafts) and drafts[-1].label in {
        Label.PERCENT,
        Label.MULTIPLE,
    }  # "trips rose 24 percent to 1.87 billion"
    before = drafts[-2:-1] if moved else drafts[-1:]
    floor = before[0].end if before else 0
    return (
        _of_this(text, numeral, drafts)
        or _from_noun(text, numeral, floor, drafts)
        or _from_sentence(text, numeral, drafts)
        or (_from_noun(text, numeral, 0, drafts) if floor else None)
        or _from_article(text, numeral, drafts)
        or _from_ahead(text, numeral, ahead)
    )


def _understood_range(text: str, drafts: list[Draft], high: Draft) -> Draft | None:
    """Join two figures that both took their unit from before: ``estimates of 420,000 to 425,000``."""
    if not drafts or not drafts[-1].rule == high.rule == "understood":
        return None
    join = join_of(text, drafts[-1], high)
    return as_range(text, drafts[-1], high, join) if join else None


def _prices_after_prices(text: str, drafts: list[Draft]) -> list[Draft]:
    """Read money compared with a price as a price of the same: ``$617 a tonne, against $512 a year earlier``."""
    done: list[Draft] = []
    for draft in drafts:
        price = next((before for before in reversed(done[-3:]) if " per " in str(before.unit)), None)
        done.append(_priced(text, draft, price) if price and draft.label is Label.MONEY else draft)
    return done


def _priced(text: str, draft: Draft, price: Draft) -> Draft:
    """The money as a price, where the price before it in the sentence is compared with it."""
    is_small = draft.scale == 1 and draft.value < price.value * _MOST_APART
    is_compared = _COMPARED.search(text, max(price.end, draft.start - 24), draft.start) is not None
    is_same = is_small and str(price.unit).startswith(f"{draft.unit} per ")
    if not (is_same and is_compared) or SENTENCE_END.search(text, price.end, draft.start):
        return draft
    notes = (*draft.notes, note_on("unit", text, price))
    return draft._replace(label=price.label, unit=price.unit, rule=price.rule, notes=notes)


def _ranges_after_ranges(text: str, drafts: list[Draft]) -> list[Draft]:
    """Read ``from`` after a range as the range before it: ``to 32-38 percent, from 27 to 33``."""
    done: list[Draft] = []
    for draft in drafts:
        low, span = (done[-1], done[-2]) if len(done) > 1 else (None, None)
        if low and span and span.value_high and low.unit == draft.unit == span.unit and low.value < draft.value:
            revised = _FROM.fullmatch(text, span.end, low.start) and not (low.value_high or draft.value_high)
            if revised and join_of(text, low, draft) == "to":
                done[-1] = joined(low, draft)
                continue
        done.append(draft)
    return done


def _from_sentence(text: str, numeral: Numeral, drafts: list[Draft]) -> Draft | None:
    """Take the unit of the nearest amount before in the sentence, where a small word leads back to it."""
    lead = look_left(text, numeral.start).start
    left = text[max(0, lead - 48) : lead].rstrip("-−+")
    counts_only = _BACK_TO_COUNT.search(left) is not None or _OF_WHICH.match(text, numeral.end) is not None
    closes = _GAP_CLOSES.match(text, numeral.end) is not None
    gapped = _GAPPED.search(left) if closes else None
    led = gapped is not None or _BACK.search(left) is not None
    led = led or (numeral.scale >= MILLION and _SHIPPED.search(left) is not None)
    leads = {
        Label.MONEY: _PAYS.search(left) is not None or _BACK_TO_MONEY.search(left) is not None,
        Label.PERCENT: closes and follows_change(left),
    }
    if not (counts_only or led or numeral.scale >= MILLION or any(leads.values())):
        return None
    for draft in reversed(drafts[-4:]):
        if numeral.start - draft.end > FAR or SENTENCE_END.search(text, draft.end, numeral.start):
            return None
        if (gapped and gapped["flow"] and draft.label is not Label.MONEY) or _is_aside(text, draft, numeral):
            continue
        if counts_only and not leads.get(draft.label, False):
            fits = not _is_plain(draft) or numeral.scale >= MILLION
        else:
            fits = led or (_is_plain(draft) and numeral.scale >= MILLION) or leads.get(draft.label, False)
        if fits and _can_give(draft, numeral):
            reached = draft.unit == "percentage_point" and text[draft.end : numeral.start].strip() == "to"
            giver = draft._replace(unit="percent", factor=Decimal(1)) if reached else draft  # "rose 0.1 points to 4.2"
            return take_unit(text, numeral, giver, _factor_from(giver, numeral))
    return None


def _is_aside(text: str, draft: Draft, numeral: Numeral) -> bool:
    """Whether an amount stands in brackets that close before the figure: ``2.8 bn roubles ($36 mln) from 3.7 bn``."""
    between = text[draft.end : numeral.start]
    return ")" in between and "(" not in between.split(")")[0]


def _from_article(text: str, numeral: Numeral, drafts: list[Draft]) -> Draft | None:
    """Take the currency last used where bare millions follow a word of trade, as in ``Exports rose to 9.4 billion``."""
    clause = re.split(r"[.!?]\s|\n\s*\n", text[max(0, numeral.start - 120) : numeral.start])[-1]
    subject = max(_OF_MONEY.finditer(clause), key=lambda match: match.end(), default=None)
    wired = subject is not None and numeral.grouped and not clause[subject.end() :].strip()  # "net 1,204,000 vs"
    if subject is None or (numeral.scale < MILLION and not wired):
        return None
    for draft in reversed(drafts[-4:]):
        is_near = draft.numeral is not None and numeral.start - draft.end < 3 * FAR
        if draft.label is Label.MONEY and is_near and text[draft.start - 1] != "(":
            return take_unit(text, numeral, draft, _factor_from(draft, numeral))
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
    if draft.label is Label.MONEY:
        return numeral.scale > 1 or not numeral.grouped or numeral.value * _MOST_APART >= draft.value
    if draft.unit in MEASURES:
        return True
    few = numeral.written == "words" and numeral.value < 10
    return numeral.value == numeral.value.to_integral_value() and not (
        (draft.rule.endswith("count-noun-after") and few) or (numeral.scale >= MILLION and draft.value < 1000)
    )


def _factor_from(draft: Draft, numeral: Numeral) -> Decimal:
    """The magnitude a figure without one takes over: that of a decimal or small figure, never of ``980,000``."""
    if numeral.scale > 1:
        return Decimal(1)  # "Shr 24 cts vs 30, net 3.1 mln" is dollars
    if numeral.grouped or numeral.value >= 1000:
        alike = draft.numeral is not None and numeral.value <= draft.numeral.value * _MOST_APART
        return draft.factor if draft.factor < 1 and alike else Decimal(1)  # "profit 17 cts, net 2,318,000"
    return draft.factor * draft.scale


def _from_ahead(text: str, numeral: Numeral, ahead: list[Item]) -> Draft | None:
    """Take the currency that the sentence names but later: ``a further 2 billion on top of the 3.5 billion euros``."""
    following = next((item for item in ahead if isinstance(item, Draft)), None)
    if numeral.scale < MILLION or following is None or following.label is not Label.MONEY:
        return None
    if following.start - numeral.end > FAR or SENTENCE_END.search(text, numeral.end, following.start):
        return None
    return take_unit(text, numeral, following, following.factor)


def _of_this(text: str, numeral: Numeral, drafts: list[Draft]) -> Draft | None:
    """``Of this, 318 million went to the United States``: a part of the last amount, in its unit."""
    lead = look_left(text, numeral.start).start
    if numeral.scale < MILLION or not drafts or not _OF_THIS.search(text, max(0, lead - 24), lead):
        return None
    giver = next((draft for draft in reversed(drafts[-4:]) if _is_plain(draft) and draft.numeral), None)
    return take_unit(text, numeral, giver, _factor_from(giver, numeral)) if giver else None


def _from_noun(text: str, numeral: Numeral, floor: int, drafts: list[Draft]) -> Draft | None:
    noun = noun_before(text, numeral, floor)
    if noun is None:
        return None
    if numeral.scale >= _NEVER_COUNTED and noun.lower().split()[-1] in known_goods():
        giver = next((draft for draft in reversed(drafts[-9:]) if draft.label is Label.MONEY and draft.numeral), None)
        if giver and giver.scale >= MILLION:
            return take_unit(text, numeral, giver, Decimal(1))  # "watches gave up 2.7%, to 2.2 billion"
    return Draft(Label.QUANTITY, numeral.start, numeral.end, numeral.value, noun, "count-noun-before", numeral)
