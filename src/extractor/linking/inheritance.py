"""Subjects of figures whose sentence names none: the one in focus, or the flow that a partner's role tells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.before_figure import of_possessor
from extractor.linking.discourse import Focus
from extractor.linking.goods import NO_TRADE, ranked_flow, side_of
from extractor.linking.nouns import own_noun
from extractor.linking.partners import PARTNER_ROLES, dealing_partners
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.linking.subjects import with_goods
from extractor.linking.trade_roles import is_bare_share
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import PLACE
from extractor.phrases.phrase import EMPTY_GOODS, replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_ROLES: dict[Indicator, frozenset[str]] = {"exports": words_for("buyer"), "imports": words_for("seller")}
_DEALINGS = words_for("dealing")


def inherit(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Statements whose sentence names no subject take the one in focus, or the flow a partner's role tells."""
    is_of_trade = any(subject and subject.indicator in TRADE for subject in (focus.subject, focus.traded))
    roles = {item.lower for item in sentence.items} if is_of_trade else set()
    flow = side_of(sentence) if is_of_trade else None
    flow = flow or next((indicator for indicator, words in _ROLES.items() if words & roles), None)
    flow = flow or ranked_flow(sentence)
    is_kept = flow is None  # what a partner takes is what was told of
    dealing = dealing_partners(sentence.items, focus) if is_of_trade and not _is_of_look_alike(focus) else None
    flow = flow or (dealing[0] if dealing else None)
    is_of_all = False
    for statement in statements:
        told = _trade_behind(sentence, statement, focus) or focus.subject
        if flow and statement.subject and _is_what_partners_do(statement.subject):
            statement.subject = None
        if statement.subject is None and told is not None:
            if told.indicator != "other" and statement.value.unit in NO_TRADE:
                statement.subject = own_noun(sentence, statement.index)
                continue
            if _ranks_places(sentence, statement, focus) and focus.lead:
                told = replace(focus.lead, partners=[])  # "Qingdao ranked first among the 16 cities with 293 billion"
            subject = replace(told, by="subject-in-focus", is_inherited=True, periods=[])
            other = of_possessor(sentence.items[: statement.index], told) if told.indicator != "other" else None
            subject = other or subject  # "neighbouring Portugal's rose 7 percent"
            if statement.value.label is Label.QUANTITY:
                subject = with_goods(sentence, statement.index, subject)
            is_of_all = is_of_all or _tells_all_goods(sentence.items, statement.index)
            if is_of_all and subject.indicator != "other":
                subject = replace(subject, commodities=[])
            statement.subject = subject
            if subject.sign and statement.measure == "level" and statement.value.label is Label.MONEY and not flow:
                statement.sign = -1 if subject.sign == "-" else 1  # "it was 4.2 billion"
            if flow and not other:
                goods = focus.topic.commodities if focus.topic else []
                goods = subject.commodities if is_kept and subject.indicator == flow else goods
                statement.subject = replace(subject, indicator=flow, by="role-of-partner", commodities=goods)
                if is_bare_share(statement):
                    statement.measure = "share"  # "Spain was the top export destination with 12.2 percent"


def _tells_all_goods(items: Sequence[Item], index: int) -> bool:
    """``bought 1.05 billion worth of Philippine goods``: of all a country's goods, whatever was told before."""
    after = items[index + 1 : index + 5]
    names = [item.kind == PLACE and two.lower in EMPTY_GOODS for item, two in pairwise(after)]
    return any(names) and (after[0].kind == "worth" or after[0].lower == "of")


def _ranks_places(sentence: Sentence, statement: Statement, focus: Focus) -> bool:
    """Whether a paragraph turns from goods to places that it ranks: their figures are of the article's trade again."""
    told = focus.subject
    is_of_goods = told is not None and bool(told.commodities) and focus.is_subject_old and focus.topic is None
    is_ranked = any(item.mention and item.mention.label is Label.RANK for item in sentence.items)
    return is_of_goods and is_ranked and statement.value.label in {Label.RANK, Label.MONEY, Label.PERCENT}


def _is_what_partners_do(subject: Phrase) -> bool:
    """``the biggest buyer, with purchases worth 640 million``: what a partner does is the flow its role tells."""
    return subject.indicator == "other" and subject.text is not None and subject.text.text.lower() in _DEALINGS


def _is_of_look_alike(focus: Focus) -> bool:
    """Whether remittances, reserves and the like are spoken of: what countries send and take is no trade then."""
    subject = focus.subject
    return subject is not None and subject.indicator == "other" and subject.text is None and not focus.is_subject_old


def _trade_behind(sentence: Sentence, statement: Statement, focus: Focus) -> Phrase | None:
    """The trade told before what was counted in passing (``Of the 30 sectors, 17 posted declines; garments (-8%)``)."""
    subject, value = focus.subject, statement.value
    if subject is None or subject.indicator != "other" or focus.traded is None:
        return None
    if focus.is_subject_old and subject.text is not None and value.label is Label.MONEY:
        return focus.traded  # what another paragraph told in passing
    is_of_counts = subject.by == "counted-noun" and value.label is not Label.QUANTITY
    is_of_partners = any(item.lower in PARTNER_ROLES for item in sentence.items)
    return focus.traded if is_of_counts or is_of_partners else None
