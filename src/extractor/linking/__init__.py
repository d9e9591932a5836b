"""Linking: figures become facts, sentence by sentence, over what the article has in focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.linking.about import counterpart_of, main_area
from extractor.linking.areas import place_in_focus, reference_area
from extractor.linking.bases import Timing
from extractor.linking.capital import settle_projects
from extractor.linking.counterparts import name_counterparts, several_told, sides_told, two_before
from extractor.linking.discourse import Focus, areas_among, is_dateline
from extractor.linking.economy import take_parts_of_economy
from extractor.linking.facts import Context, fact_of
from extractor.linking.goods import (
    FLOWS,
    carry_goods,
    carry_segment,
    ranked_flow,
    take_goods_in_brackets,
)
from extractor.linking.headlines import complete_headline
from extractor.linking.inheritance import inherit
from extractor.linking.lists import take_list
from extractor.linking.parallels import resolve_pairs
from extractor.linking.partners import opening_partners
from extractor.linking.senses import TRADE, weigh_flows_of_ports, weigh_weak_heads
from extractor.linking.shares import (
    settle_next_share,
    settle_parts,
    settle_share,
    settle_share_beside,
    settle_shares_beside,
    take_goods_of_share,
    take_possessor,
)
from extractor.linking.speakers import Speakers
from extractor.linking.statement import Statement
from extractor.linking.statements import read_statements
from extractor.linking.tellings import Telling, spread_sources
from extractor.linking.times import lasting_period, timings, turns_to_year
from extractor.linking.topics import hold_goods, hold_opening, narrowing_of, topic_of
from extractor.linking.trade_roles import take_role
from extractor.linking.wholes import share_whole
from extractor.phrases import Phrase, Sentence
from extractor.phrases.items import VALUE
from extractor.phrases.phrase import replace
from extractor.records import Article, Fact, Mention

__all__ = ["areas_among", "link"]

_SPOKEN_OF = TRADE | {"investment", "outward_investment"}
_BESIDE = frozenset({"same-beside", "same-after-comparison"})
_TELLS_AREA = frozenset({"owner-of-phrase", "subject-of-sentence", "place-in-sentence", "antecedent"})


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
    focus.is_outlook = _is_outlook(told)
    weigh_flows_of_ports(focus.main, told)
    focus.topic = topic_of(article, told)
    focus.narrowing = narrowing_of(article, told)
    focus.counterpart = counterpart_of(article, told, main)
    speakers = Speakers(told)
    tellings = [Telling(sentence, number, speakers) for number, sentence in enumerate(told)]
    for telling in tellings:
        telling.facts = _read(article, telling, focus)
    spread_sources(tellings)
    facts = [fact for telling in tellings for fact in telling.facts]
    return tuple(complete_headline(article, facts, focus.main_period))


def _is_outlook(sentences: Sequence[Sentence]) -> bool:
    """Whether an article forecasts: a good part of its sentences with figures do."""
    with_figures = [s.items for s in sentences if any(item.kind == VALUE for item in s.items)]
    expected = [items for items in with_figures if any(item.kind in _EXPECTS for item in items)]
    return _A_PART * len(expected) >= len(with_figures)


_A_PART = 3  # a third
_EXPECTS = frozenset({"forecast", "projection", "target"})


def _read(article: Article, telling: Telling, focus: Focus) -> list[Fact]:
    """The facts of one sentence; leaves the focus as the sentence leaves it."""
    text, sentence = article.text, telling.sentence
    items = sentence.items
    if sentence.paragraph != focus.paragraph:
        focus.open_paragraph()
    statements = read_statements(sentence)
    take_list(sentence, statements, focus)
    found: list[tuple[Statement, Fact]] = []
    whens: list[Timing] = []
    if statements:
        context = Context(article, sentence, focus, telling.source)
        take_role(sentence, statements, focus)
        inherit(sentence, statements, focus)
        _settle_shares(sentence, statements, focus)
        take_parts_of_economy(sentence, statements)
        carry_goods(sentence, statements, focus)
        settle_parts(statements, focus)
        settle_shares_beside(sentence, statements)
        settle_projects(sentence, statements, focus)
        carry_segment(sentence, statements, focus)
        take_goods_in_brackets(sentence, statements)
        hold_goods(sentence, statements, focus)
        name_counterparts(sentence, statements, focus)
        resolve_pairs(items, statements, focus)
        whens = timings(items, statements, focus)
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
            turns=turns_to_year(items, statements, focus),
        )
    hold_opening(sentence, focus, told=bool(found))
    _move_focus(text, sentence, focus, [statement for statement, _ in found])
    return [fact for _, fact in found]


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
        if statement.measure == "change" and statement.value.unit == "percentage_point":
            take_goods_of_share(sentence, statement)
        if statement.measure in {"share", "contribution"}:
            settle_next_share(statement, shared)
            settle_share_beside(sentence, statement, before)
            take_goods_of_share(sentence, statement)
            take_possessor(sentence, statement, focus)
            settle_share(sentence, statement, focus, whole)
            flow = ranked_flow(sentence)
            if flow and statement.subject and statement.subject.indicator in FLOWS:
                statement.subject = replace(statement.subject, indicator=flow)
        is_after_share = before is not None and before.measure == "share"
        is_bracketed = statement.is_in_brackets and statement.is_comparison
        is_open = statement.subject is None or statement.subject.is_inherited
        is_beside = (statement.rule in _BESIDE and statement.subject is None) or (is_bracketed and is_open)
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


def _move_focus(text: str, sentence: Sentence, focus: Focus, statements: list[Statement]) -> None:
    focus.paragraph = sentence.paragraph
    focus.turned_to = opening_partners(sentence.items, focus) or focus.turned_to
    focus.several = several_told(statements) or focus.several
    focus.two = two_before(sentence, len(sentence.items)) or focus.two
    first = sentence.items[0] if sentence.items else None
    if not (first and first.mention and is_dateline(text, first.mention)):
        place = place_in_focus(text, sentence.items, focus)
        focus.place = place if place and not _is_partner_of(place, statements) else focus.place
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
        focus.lead = focus.lead or focus.traded
    if not statements:
        focus.sides = sides_told(sentence, focus) or focus.sides
        spoken_of = next(
            (item.phrase for item in sentence.items if item.phrase and item.phrase.indicator in _SPOKEN_OF), None
        )
        focus.subject = spoken_of or focus.subject
        focus.flow = spoken_of if spoken_of and spoken_of.indicator in FLOWS else focus.flow


def _is_partner_of(place: Mention, statements: list[Statement]) -> bool:
    """``Egypt took 20 billion``: a place that only trades with the one whose figures are told."""
    return any(place.place == one.place for told in statements if told.subject for one in told.subject.partners)


def _is_breakdown(told: list[Phrase], before: Phrase | None) -> bool:
    """Whether a sentence only splits the trade told before into exports and imports, so that trade stays in focus."""
    indicators = {subject.indicator for subject in told}
    return (
        before is not None and before.indicator in {"trade", "trade_balance"} and {"exports", "imports"} <= indicators
    )
