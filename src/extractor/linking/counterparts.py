"""Counterparts of statements: told beside the figure, by a role, by a word that points back, or in focus."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.areas import place_beside, reference_area
from extractor.linking.discourse import Focus
from extractor.linking.parallels import pair_respectively
from extractor.linking.partners import (
    counterparts,
    dealing_partners,
    from_the_other_side,
    list_up_to,
    other_of_two,
    outsiders,
    partner_after,
    partner_beside,
    points_after,
)
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.linking.trade_roles import told_role
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.after import place_list
from extractor.phrases.items import PLACE, VALUE, places_of
from extractor.phrases.phrase import replace
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention

_PAIR = 2
_OF_RIVAL = "flow-of-rival"
_RANKED_NEXT = words_for("ranked-next")


def name_counterparts(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Counterparts told outside the phrase hold for the figures that follow in the same clause."""
    before: Statement | None = None
    for statement in statements:
        if statement.subject is None:
            continue
        subject = statement.subject = _of_opening_pair(sentence, from_the_other_side(statement.subject, focus), focus)
        rival = _rival_beside(sentence.items, before, statement, focus) if before else None
        if rival:
            statement.subject = replace(subject, owner=rival, by=_OF_RIVAL, partners=[])
        else:
            partners = _partners_told(sentence, statement, before, focus)
            if partners:
                statement.subject = subject = replace(subject, partners=partners)
            if _ranks_partner(sentence, statement, focus) and focus.main:
                statement.subject = replace(subject, partners=[focus.main])
            elif subject.partners:
                area, _ = reference_area(sentence.text, sentence.items, statement, focus)
                focus.sides = [*subject.partners, *([area] if area else [])]
        before = statement
    _take_partner_of_both(statements)
    pair_respectively(sentence, statements, focus)


def _take_partner_of_both(statements: Sequence[Statement]) -> None:
    """``exported 9.9 billion to the US and imported 340 million, a surplus of 9.5 billion``: what is left of both."""
    flows: dict[str, list[Mention]] = {}
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        both = flows.get("exports"), flows.get("imports")
        if subject.indicator == "trade_balance" and not subject.partners and both[0] and both[0] == both[1]:
            statement.subject = replace(subject, partners=both[0])
        flows[subject.indicator] = subject.partners


def _partners_told(sentence: Sentence, statement: Statement, before: Statement | None, focus: Focus) -> list[Mention]:
    """The counterparts of a figure beyond those of its phrase, by the nearest words that tell any."""
    subject, items = statement.subject, sentence.items
    told = before.subject if before else None
    if subject is None:
        return []
    if focus.several and subject.indicator != "other" and _is_of_all_told(items, statement.index):
        return focus.several
    beside = _partners_beside(items, statement, before, focus)
    if beside or (subject.partners and not subject.is_inherited):
        return beside
    points_at_one = subject.points_back in {"former", "latter"} or points_after(items, statement.index)
    if points_at_one and (pointed := _other_side(sentence, statement, focus)):
        return pointed
    partners = counterparts(sentence.text, items, statement, focus)
    if not partners and told and subject.by in {"same-clause", "subject-in-focus", "role-of-partner"}:
        partners = told.partners
    if not partners and subject.points_back:
        partners = _other_side(sentence, statement, focus)
    if not partners and subject.by == "phrase-before":
        partners = _of_trade_before(sentence, subject)
    if not partners and told:
        partners = other_of_two(told, subject) or _the_other_way(told, subject)
    return partners or _partners_in_focus(subject, focus)


def _partners_beside(
    items: Sequence[Item], statement: Statement, before: Statement | None, focus: Focus
) -> list[Mention]:
    """Counterparts told right beside a figure, or between it and the figure before: ``and the UK took 10 billion``."""
    subject, told = statement.subject, before.subject if before else None
    beside = partner_beside(items, statement.index, focus)
    if beside or before is None or subject is None:
        return beside
    if told and told.partners and subject.by in {"same-clause", "role-of-partner", "part-of-whole"}:
        beside = partner_after(items, statement.index, focus, subject.indicator)
    between = items[before.index + 1 : statement.index]
    if not beside and subject.by in {"same-clause", "role-of-partner"}:
        dealing = dealing_partners(between, focus)
        beside = dealing[1] if dealing else []  # "Egypt bought 20 billion and the UK took 10 billion"
    is_turned = subject.by == "same-clause" and bool(subject.partners) and statement.value.label is not Label.RANK
    return _turned_to(between, focus) if is_turned and not beside else beside


def _ranks_partner(sentence: Sentence, statement: Statement, focus: Focus) -> bool:
    """``China led with 183 billion. India came second``: a partner is ranked by the one it trades with."""
    subject = statement.subject
    if statement.value.label is not Label.RANK or subject is None or subject.indicator not in TRADE:
        return False
    area, _ = reference_area(sentence.text, sentence.items, statement, focus)
    is_of_partners = subject.is_inherited and (bool(subject.partners) or subject.by == "role-of-partner")
    return is_of_partners and area is not None and not focus.is_kin(area.place)


def _of_opening_pair(sentence: Sentence, subject: Phrase, focus: Focus) -> Phrase:
    """``Turkey and Iraq aim to lift bilateral trade to 30 billion``: trade of the two that open a sentence."""
    items = sentence.items
    is_told = bool(subject.partners) or (subject.owner is not None and not subject.is_inherited)
    is_aimed = any(item.kind in {"target", "forecast"} for item in items)
    if subject.indicator != "trade" or is_told or not (subject.points_back or is_aimed):
        return subject
    first = next((n for n, item in enumerate(items[:_OPENING]) if item.kind == PLACE), None)
    places, after = place_list(items, first) if first is not None else ([], 0)
    countries = {one.place.id for one in places if one.place and one.place.kind in {"country", "group"}}
    if len(countries) != _PAIR or len(places) != _PAIR or items[after].lower == "'s":
        return subject
    owner = next((one for one in places if focus.main and one.place == focus.main.place), places[0])
    return replace(subject, owner=owner, is_inherited=False, partners=[one for one in places if one is not owner])


def _of_trade_before(sentence: Sentence, subject: Phrase) -> list[Mention]:
    """``Trade with Russia collapsed: imports fell 87 percent``: the flows of a trade whose partner was just told."""
    is_bare = not (subject.owner or subject.is_total or subject.points_back) and subject.kind != "share"
    trade = next((item.phrase for item in sentence.items if item.phrase), None)
    if not is_bare or subject.indicator not in {"exports", "imports"} or trade is None or trade.indicator != "trade":
        return []
    return trade.partners if _is_explained(sentence, trade, subject) else []


def _is_explained(sentence: Sentence, trade: Phrase, subject: Phrase) -> bool:
    """Whether a colon stands between a trade and one of its flows, and no figure before that."""
    between = [item for item in sentence.items if trade.end <= item.start < subject.start]
    at = next((n for n, item in enumerate(between) if item.lower == ":" or item.kind == VALUE), None)
    return at is not None and between[at].lower == ":"


def _turned_to(between: Sequence[Item], focus: Focus) -> list[Mention]:
    """``swelled to 900 billion, but it remained in the red with China, at 397 billion``: whom a clause turns to."""
    words = [item for item in between if item.kind != "det"]
    told = [two.mention for one, two in pairwise(words) if one.lower in {"to", "with"} and two.kind == PLACE]
    return outsiders(told, focus)


def _the_other_way(told: Phrase, subject: Phrase) -> list[Mention]:
    """``Exports to Ukraine grew 15 percent, while imports slumped 31 percent``: the flow back, told in one sentence."""
    is_back = {told.indicator, subject.indicator} == {"exports", "imports"} and subject.by == "phrase-before"
    is_bare = not (subject.owner or subject.commodities or subject.segment or subject.is_total)
    return told.partners if is_back and is_bare and not told.commodities else []


def _partners_in_focus(subject: Phrase, focus: Focus) -> list[Mention]:
    """Those the paragraph has turned to, or the one the article is about trade with."""
    if not _is_bilateral(subject, focus):
        return []
    turned_to = focus.turned_to if subject.by == "phrase-before" else []
    return turned_to or ([focus.counterpart] if focus.counterpart else [])


def _rival_beside(items: Sequence[Item], before: Statement, statement: Statement, focus: Focus) -> Mention | None:
    """``Guangdong exported 5 trillion, followed by Jiangsu with 3 trillion``: whose flow comes next in a ranking."""
    told, subject = before.subject, statement.subject
    if told is None or subject is None or told.partners or told.owner is None or subject.by != "same-clause":
        return None
    if compared := partner_after(items, statement.index, focus):
        return compared[0]  # "exports grew 2 percent, against 5 percent for France"
    rival, between = place_beside(items, statement.index), items[before.index + 1 : statement.index]
    others = [place for item in between for place in places_of(item) if place != rival and not place.nominal]
    is_ranked = told.by == _OF_RIVAL or any(item.lower in _RANKED_NEXT for item in between)
    return rival if is_ranked and not others else None


def _is_bilateral(subject: Phrase, focus: Focus) -> bool:
    """Whether a flow told without a counterpart is with the country the article is about trade with."""
    is_of_all = subject.is_total or subject.is_worldwide or subject.form.startswith(("foreign", "external"))
    if subject.indicator not in TRADE or is_of_all or subject.by == "part-of-whole":
        return False
    owner = subject.owner.place if subject.owner else None
    return owner is None or (focus.main is not None and owner == focus.main.place)


def _other_side(sentence: Sentence, statement: Statement, focus: Focus) -> list[Mention]:
    """``imports from there``, ``the bilateral gap``: of those who last traded, the one whose figure this is not."""
    points = statement.subject.points_back if statement.subject else ""
    if points in {"former", "latter"}:
        two = two_before(sentence, statement.index) or focus.two
        return two[:1] if points == "former" else two[1:]
    area, _ = reference_area(sentence.text, sentence.items, statement, focus)
    if not focus.sides and not any(focus.is_kin(one.place) for one in focus.two):
        return []
    return [side for side in focus.sides or focus.two if area is None or side.place != area.place][:1]


def two_before(sentence: Sentence, index: int) -> list[Mention]:
    """The last two places named together before a figure: ``Japan and Korea``."""
    for at in range(index - 1, -1, -1):
        item = sentence.items[at]
        if item.phrase and len(item.phrase.partners) == _PAIR:
            return item.phrase.partners
        if item.kind == PLACE:
            listed = list_up_to(sentence.items, at)
            return listed if len(listed) == _PAIR else []
    return []


def several_told(statements: Sequence[Statement]) -> list[Mention]:
    """``Singapore (15.2%), China (12.3%) and Japan (7.9%)``: a sentence with several counterparts."""
    told = [partner for one in statements if one.subject and one.measure != "rank" for partner in one.subject.partners]
    partners = list({partner.place.id: partner for partner in told if partner.place}.values())
    return partners if len(partners) >= _PAIR else []


def _is_of_all_told(items: Sequence[Item], index: int) -> bool:
    """``Together they took 51.4 percent``, ``The three combined bought``: of those the sentence before told."""
    opens = any(item.lower in _TOGETHER for item in items[:_OPENING])
    return opens and not any(item.kind == PLACE for item in items[:index])


_TOGETHER = frozenset({"together", "combined", "jointly", "collectively"})
_OPENING = 5  # items


def sides_told(sentence: Sentence, focus: Focus) -> list[Mention]:
    """Who trades in a sentence without figures: ``Uganda remained the biggest buyer``, ``The US took most of them``."""
    role, dealing = told_role(sentence), dealing_partners(sentence.items, focus)
    if role:
        return [*role.partners, *([role.owner] if role.owner else [])]
    named = dealing[1] if dealing else outsiders([place for item in sentence.items for place in places_of(item)], focus)
    return named if len({mention.place.id for mention in named if mention.place}) == 1 else []
