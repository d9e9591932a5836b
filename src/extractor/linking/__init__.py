"""Linking: figures become facts, sentence by sentence, over what the article has in focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.linking.about import counterpart_of, main_area
from extractor.linking.areas import place_in_focus, reference_area
from extractor.linking.bases import Timing
from extractor.linking.capital import settle_projects
from extractor.linking.discourse import Focus, is_dateline
from extractor.linking.facts import Context, fact_of
from extractor.linking.goods import (
    FLOWS,
    carry_goods,
    carry_segment,
    hold_goods,
    hold_opening,
    ranked_flow,
    side_of,
    take_goods_in_brackets,
    topic_of,
)
from extractor.linking.parallels import pair_respectively, resolve_pairs
from extractor.linking.partners import (
    counterparts,
    dealing_partner,
    from_the_other_side,
    list_up_to,
    opening_partners,
    other_of_two,
    outsiders,
    partner_beside,
)
from extractor.linking.senses import TRADE, weigh_flows_of_ports, weigh_weak_heads
from extractor.linking.sources import Source, goes_on, source_of
from extractor.linking.statement import Statement
from extractor.linking.statements import read_statements
from extractor.linking.subjects import with_goods
from extractor.linking.tellings import Telling, spread_sources
from extractor.linking.times import lasting_period, timings
from extractor.linking.trade_roles import is_bare_share, take_role, told_role
from extractor.linking.wholes import settle_next_share, settle_parts, settle_share, share_whole, take_possessor
from extractor.phrases import Phrase, Sentence
from extractor.phrases.items import PLACE, places_of
from extractor.phrases.roles import words_for
from extractor.records import Article, Evidence, Fact, Indicator, Label, Mention, StatedPeriod

__all__ = ["link"]

_ROLES: dict[Indicator, frozenset[str]] = {"exports": words_for("buyer"), "imports": words_for("seller")}
_PAIR = 2
_SPOKEN_OF = TRADE | {"investment", "outward_investment"}
_TELLS_AREA = frozenset({"owner-of-phrase", "subject-of-sentence", "place-in-sentence", "antecedent"})
_SAME_SLOTS = ("measure", "indicator", "value", "unit", "place")


def link(article: Article, mentions: Sequence[Mention], sentences: Iterable[Sentence]) -> tuple[Fact, ...]:
    """Link the figures of an article to what they measure, where, when and on whose word.

    Args:
        article: The article as read.
        mentions: All its mentions, in order.
        sentences: All its sentences, in order.

    Returns:
        The facts, in the order of their values.
    """
    told = list(sentences)
    weigh_weak_heads(told)
    main = main_area(article, mentions, told)
    focus = Focus(main=main, place=main, published=article.published)
    weigh_flows_of_ports(focus.main, told)
    focus.topic = topic_of(article, told)
    focus.counterpart = counterpart_of(article, told, main)
    tellings = [_read(article, sentence, focus) for sentence in told]
    spread_sources(tellings)
    facts = [fact for telling in tellings for fact in telling.facts]
    return tuple(_complete_headline(article, facts, focus.main_period))


def _complete_headline(article: Article, facts: list[Fact], main_period: Mention | None) -> Iterable[Fact]:
    """A headline that repeats a figure of the body takes from there the period and base it leaves out.

    One that rounds it holds in the main period all the same.
    """
    end = article.text.find(article.title) + len(article.title) if article.title else 0
    for number, fact in enumerate(facts):
        start = fact.evidence["value"].start
        if start is None or start >= end or (fact.base and fact.period):
            yield fact
            continue
        body = next((other for other in facts[number + 1 :] if _is_same_figure(fact, other)), None)
        completed = _completed(fact, body) if body else fact
        yield completed if completed.period or completed.indicator == "other" else _dated(completed, main_period)


def _dated(fact: Fact, mention: Mention | None) -> Fact:
    if mention is None or mention.period is None:
        return fact
    period = StatedPeriod(start=mention.period.start, end=mention.period.end, text=mention.text)
    evidence = {**fact.evidence, "period": Evidence(start=mention.start, end=mention.end, by="period-of-the-lead")}
    return fact.model_copy(update={"period": period, "evidence": evidence})


def _is_same_figure(fact: Fact, other: Fact) -> bool:
    return all(getattr(fact, slot) == getattr(other, slot) for slot in _SAME_SLOTS)


def _completed(fact: Fact, body: Fact) -> Fact:
    slots = {slot: getattr(body, slot) for slot in ("period", "base") if getattr(fact, slot) is None}
    told = {slot: body.evidence[slot] for slot in slots if slot in body.evidence}
    evidence = {slot: found.model_copy(update={"by": "figure-repeated"}) for slot, found in told.items()}
    return fact.model_copy(update={**slots, "evidence": {**fact.evidence, **evidence}})


def _read(article: Article, sentence: Sentence, focus: Focus) -> Telling:
    """The facts of one sentence; leaves the focus as the sentence leaves it."""
    text, items = article.text, sentence.items
    if sentence.paragraph != focus.paragraph:
        focus.open_paragraph()
    statements = read_statements(sentence)
    source = _source(text, sentence, focus)
    found: list[tuple[Statement, Fact]] = []
    whens: list[Timing] = []
    if statements:
        take_role(sentence, statements)
        _inherit(sentence, statements, focus)
        _settle_shares(sentence, statements, focus)
        carry_goods(sentence, statements, focus)
        settle_parts(statements, focus)
        settle_projects(sentence, statements, focus)
        carry_segment(sentence, statements, focus)
        take_goods_in_brackets(sentence, statements)
        hold_goods(sentence, statements, focus)
        _name_counterparts(sentence, statements, focus)
        resolve_pairs(statements, focus)
        whens = timings(items, statements, focus)
        context = Context(article, sentence, focus, source)
        for statement, timing in zip(statements, whens, strict=True):
            fact = fact_of(context, statement, timing)
            fact = share_whole(fact, found[-1][1]) if fact and found else fact
            if fact:
                found.append((statement, fact))
    if found or not _is_event(sentence, focus):
        focus.hold(
            lasting_period(items, statements, whens, focus.published),
            told=bool(found),
            expected=_is_only_expected(found),
        )
    hold_opening(sentence, focus, told=bool(found))
    _move_focus(text, sentence, focus, [statement for statement, _ in found])
    return Telling(sentence, source, [fact for _, fact in found])


def _is_event(sentence: Sentence, focus: Focus) -> bool:
    """``The pass was open all year for the first time in December``: no figure, no trade, so no other period."""
    return focus.main_period is not None and not any(
        item.phrase and item.phrase.indicator != "other" for item in sentence.items
    )


def _is_only_expected(found: list[tuple[Statement, Fact]]) -> bool:
    """Whether a sentence tells forecasts and targets alone."""
    return bool(found) and all(fact.status in {"forecast", "target"} for _, fact in found)


def _settle_shares(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Shares take the indicator of their whole, and what follows in the same clause goes with them."""
    before: Statement | None = None
    shared, whole = focus.shared, None
    for statement in statements:
        if statement.measure == "share":
            settle_next_share(statement, shared)
            take_possessor(sentence, statement, focus)
            settle_share(sentence, statement, focus, whole)
            flow = ranked_flow(sentence)
            if flow and statement.subject and statement.subject.indicator in FLOWS:
                statement.subject = replace(statement.subject, indicator=flow)
        is_after_share = before is not None and before.measure == "share"
        is_bracketed = statement.is_in_brackets and statement.is_comparison
        is_open = statement.subject is None or statement.subject.is_inherited
        is_beside = (statement.rule == "same-beside" and statement.subject is None) or (is_bracketed and is_open)
        is_own = statement.subject is not None and statement.subject.by == "phrase-before"
        follows = (statement.measure == "change" and not is_own) or is_beside
        if before and before.subject and is_after_share and follows:
            statement.subject = replace(before.subject, by="same-clause")
        shared = statement.subject if statement.measure == "share" else None
        is_trade = (
            statement.subject is not None and statement.subject.indicator in TRADE and statement.measure != "share"
        )
        whole = statement.subject if is_trade else whole
        before = statement


def _name_counterparts(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Counterparts told outside the phrase hold for the figures that follow in the same clause."""
    before: Statement | None = None
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        subject = statement.subject = from_the_other_side(subject, focus)
        beside = partner_beside(sentence.items, statement.index, focus)
        if beside:
            statement.subject = subject = replace(subject, partners=beside)
        elif not subject.partners or subject.is_inherited:
            partners = counterparts(sentence.text, sentence.items, statement, focus)
            goes_on = subject.by in {"same-clause", "subject-in-focus", "role-of-partner"}
            if not partners and before and before.subject and goes_on:
                partners = before.subject.partners
            if not partners and subject.points_back:
                partners = _other_side(sentence, statement, focus)
            if not partners and before and before.subject:
                partners = other_of_two(before.subject, subject)
            if not partners and subject.by == "phrase-before" and _is_bilateral(subject, focus):
                partners = focus.turned_to
            if not partners and focus.counterpart and _is_bilateral(subject, focus):
                partners = [focus.counterpart]
            statement.subject = subject = replace(subject, partners=partners or subject.partners)
        if subject.partners:
            area, _ = reference_area(sentence.text, sentence.items, statement, focus)
            focus.sides = [*subject.partners, *([area] if area else [])]
        before = statement
    pair_respectively(sentence, statements, focus)


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
        two = _two_before(sentence, statement.index) or focus.two
        return two[:1] if points == "former" else two[1:]
    area, _ = reference_area(sentence.text, sentence.items, statement, focus)
    return [side for side in focus.sides if area is None or side.place != area.place][:1]


def _two_before(sentence: Sentence, index: int) -> list[Mention]:
    """The last two places named together before a figure: ``Japan and Korea``."""
    for at in range(index - 1, -1, -1):
        item = sentence.items[at]
        if item.phrase and len(item.phrase.partners) == _PAIR:
            return item.phrase.partners
        if item.kind == PLACE:
            listed = list_up_to(sentence.items, at)
            return listed if len(listed) == _PAIR else []
    return []


def _source(text: str, sentence: Sentence, focus: Focus) -> Source | None:
    source = source_of(text, sentence)
    if source:
        focus.source = source
    elif goes_on(text, sentence):
        return focus.source
    return source


def _inherit(sentence: Sentence, statements: list[Statement], focus: Focus) -> None:
    """Statements whose sentence names no subject take the one in focus, or the flow a partner's role tells."""
    is_of_trade = any(subject and subject.indicator in TRADE for subject in (focus.subject, focus.traded))
    roles = {item.lower for item in sentence.items} if is_of_trade else set()
    flow = side_of(sentence) if is_of_trade else None
    flow = flow or next((indicator for indicator, words in _ROLES.items() if words & roles), None)
    flow = flow or ranked_flow(sentence)
    is_kept = flow is None  # what a partner takes is what was told of
    dealing = dealing_partner(sentence.items, focus) if is_of_trade and not _is_of_look_alike(focus) else None
    flow = flow or (dealing[0] if dealing else None)
    for statement in statements:
        told = _trade_behind(sentence, statement, focus) or focus.subject
        if flow and statement.subject and _is_what_partners_do(statement.subject):
            statement.subject = None
        if statement.subject is None and told is not None:
            subject = replace(told, by="subject-in-focus", is_inherited=True, periods=[])
            if statement.value.label is Label.QUANTITY:
                subject = with_goods(sentence, statement.index, subject)
            statement.subject = subject
            if subject.sign and statement.measure == "level" and statement.value.label is Label.MONEY and not flow:
                statement.sign = -1 if subject.sign == "-" else 1  # "it was 4.2 billion"
            if flow:
                goods = focus.topic.commodities if focus.topic else []
                goods = subject.commodities if is_kept and subject.indicator == flow else goods
                statement.subject = replace(subject, indicator=flow, by="role-of-partner", commodities=goods)
                if is_bare_share(statement):
                    statement.measure = "share"  # "Spain was the top export destination with 12.2 percent"


def _is_what_partners_do(subject: Phrase) -> bool:
    """``the biggest buyer, with purchases worth 640 million``: what a partner does is the flow its role tells."""
    return subject.indicator == "other" and subject.text is not None and subject.text.text.lower() in _DEALINGS


_DEALINGS = frozenset({"purchases", "orders", "sales", "shipments", "deliveries"})


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
    is_of_partners = any(item.lower in _OF_PARTNERS for item in sentence.items)
    return focus.traded if is_of_counts or is_of_partners else None


_OF_PARTNERS = words_for("buyer") | words_for("seller") | words_for("trading-side")


def _move_focus(text: str, sentence: Sentence, focus: Focus, statements: list[Statement]) -> None:
    focus.paragraph = sentence.paragraph
    focus.turned_to = opening_partners(sentence.items, focus) or focus.turned_to
    focus.two = _two_before(sentence, len(sentence.items)) or focus.two
    first = sentence.items[0] if sentence.items else None
    if not (first and first.mention and is_dateline(text, first.mention)):
        focus.place = place_in_focus(text, sentence.items, focus) or focus.place
    told = [statement.subject for statement in statements if not statement.is_comparison and statement.subject]
    focus.shared = statements[-1].subject if statements and statements[-1].measure == "share" else None
    focus.is_subject_old = focus.is_subject_old and not told
    if told:
        area, by = reference_area(text, sentence.items, statements[0], focus)
        is_of_partner = statements[0].measure == "rank" and area is not None and not focus.is_kin(area.place)
        if not _is_breakdown(told, focus.subject):
            is_first = area is not None and statements[0].subject is told[0] and not is_of_partner
            focus.subject = replace(told[0], owner=area) if is_first else told[0]
        if by in _TELLS_AREA and statements[0].measure != "share" and not is_of_partner:
            focus.place = area
        focus.flow = next((subject for subject in told if subject.indicator in {"exports", "imports"}), focus.flow)
        focus.traded = focus.subject if focus.subject and focus.subject.indicator != "other" else focus.traded
    if not statements:
        focus.sides = _sides_told(sentence, focus) or focus.sides
        spoken_of = next(
            (item.phrase for item in sentence.items if item.phrase and item.phrase.indicator in _SPOKEN_OF), None
        )
        focus.subject = spoken_of or focus.subject
        focus.flow = spoken_of if spoken_of and spoken_of.indicator in FLOWS else focus.flow


def _sides_told(sentence: Sentence, focus: Focus) -> list[Mention]:
    """Who trades in a sentence without figures: ``Uganda remained the biggest buyer``, ``The US took most of them``."""
    role, dealing = told_role(sentence), dealing_partner(sentence.items, focus)
    if role:
        return [*role.partners, *([role.owner] if role.owner else [])]
    named = (
        [dealing[1]] if dealing else outsiders([place for item in sentence.items for place in places_of(item)], focus)
    )
    return named if len({mention.place.id for mention in named if mention.place}) == 1 else []


def _is_breakdown(told: list[Phrase], before: Phrase | None) -> bool:
    """Whether a sentence only splits the trade told before into exports and imports, so that trade stays in focus."""
    indicators = {subject.indicator for subject in told}
    return (
        before is not None and before.indicator in {"trade", "trade_balance"} and {"exports", "imports"} <= indicators
    )
