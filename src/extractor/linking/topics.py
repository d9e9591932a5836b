"""Articles about goods: what a flow told without goods is of, by its clause, its paragraph or the article's topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.linking.clauses import opening_group
from extractor.linking.discourse import Focus
from extractor.linking.goods import FLOWS, STANDS_FOR_TOPIC
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.linking.subjects import with_goods
from extractor.mentions.goods import known_goods
from extractor.phrases import Part, Phrase, Sentence
from extractor.phrases.heads import is_segment
from extractor.phrases.items import VALUE, WORD
from extractor.phrases.nouns import group_end
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Article

_POINTS_AT_GOODS = words_for("goods-anaphor")


def topic_of(article: Article, sentences: Sequence[Sentence]) -> Phrase | None:
    """The flow of goods an article is about: told by the first flow of its headline, if it has one, and of its lead."""
    end = article.title_end
    headline = next(_flows(sentence for sentence in sentences if sentence.start < end), None)
    first = next((told for s in sentences if s.start >= end and (told := _first_trade(s))), None)
    lead = next((flows for s in sentences if s.start >= end and (flows := list(_flows([s])))), [])
    if headline is None and first and lead and first is lead[0]:
        lead[0] = first = _with_object(sentences, first)
    if lead and first is not lead[0]:
        return None  # "the trade deficit narrowed as gold imports fell" is about all trade
    if headline and headline.commodities and lead and (lead[0].is_verb or _is_named_in(headline, sentences, lead[0])):
        return headline  # "shipped 953 million worth of seafood" tells its goods after the figure
    if (headline and not headline.commodities) or not lead or not lead[0].commodities:
        return None
    others = [phrase for phrase in lead if not (phrase.commodities or phrase.is_weak)]  # "though shipments trailed"
    is_of_all = any(phrase.indicator == lead[0].indicator for phrase in others)
    return None if is_of_all else lead[0]


def _with_object(sentences: Sequence[Sentence], told: Phrase) -> Phrase:
    """``exported 6.1 million bags of coffee``: a verb with the goods that follow its figure."""
    sentence = next(s for s in sentences if s.start <= told.start < s.end)
    at = next((n for n, item in enumerate(sentence.items) if item.kind == VALUE and item.start > told.start), None)
    return with_goods(sentence, at, told) if told.is_verb and at is not None else told


def narrowing_of(article: Article, sentences: Sequence[Sentence]) -> Phrase | None:
    """The trade an article tells of one kind alone, ``non-oil trade``: its headline and its lead both narrow it."""
    end = article.title_end
    headline = next((told for s in sentences if s.start < end and (told := _first_trade(s))), None)
    lead = next((told for s in sentences if s.start >= end and (told := _first_trade(s))), None)
    if headline is None or lead is None or headline.segment is None or lead.segment is None:
        return None
    is_flow = lead.indicator != "trade_balance"  # a balance of goods and services splits into the two
    return lead if is_flow and headline.indicator == lead.indicator else None


def _is_named_in(headline: Phrase, sentences: Sequence[Sentence], lead: Phrase) -> bool:
    """``Avocado export earnings rise``: ``avocado farmers pocketed 20.8 billion from exports``, in one sentence."""
    goods = headline.commodities[-1].text.lower().split()[-1]
    told = next((s for s in sentences if s.start <= lead.start < s.end), None)
    words = re.findall(r"[\w-]+", told.text[told.start : lead.start].lower()) if told else []
    return not lead.commodities and goods in words


def _flows(sentences: Iterator[Sentence] | list[Sentence]) -> Iterator[Phrase]:
    for sentence in sentences:
        for item in sentence.items:
            phrase = item.phrase
            if phrase and _is_flow_of_goods(phrase) and phrase.by != "anaphor":
                yield phrase


def _is_flow_of_goods(phrase: Phrase) -> bool:
    """A flow, or trade that is told of goods, ``EU trade in farm products``."""
    return phrase.indicator in FLOWS or (phrase.indicator == "trade" and bool(phrase.commodities))


def _is_of_topic(subject: Phrase, topic: Phrase) -> bool:
    """Whether a subject without goods is of the article's: the same flow, or any where it is about trade both ways."""
    is_flow = topic.indicator in {"trade", subject.indicator}
    return is_flow and subject.segment is None and not subject.is_total


def _is_other_way(sentence: Sentence, subject: Phrase, focus: Focus) -> bool:
    """``Steel imports jumped. Exports, by contrast, slipped``: the other flow of the goods its paragraph tells.

    ``China imported just 480 tonnes``: what others buy of what the article is about.
    """
    if subject.segment or subject.is_total or subject.indicator not in FLOWS or subject.by not in _OF_CLAUSE:
        return False
    if subject.owner:
        return subject.is_verb and not focus.is_kin(subject.owner.place)
    return bool(focus.goods) and not any(item.phrase and item.phrase.commodities for item in sentence.items)


def _first_trade(sentence: Sentence) -> Phrase | None:
    phrases = (item.phrase for item in sentence.items if item.phrase)
    return next((phrase for phrase in phrases if phrase.indicator in TRADE and phrase.by != "anaphor"), None)


def _goods_opening(sentence: Sentence, statement: Statement) -> list[Part]:
    """``Silver went the other way: inbound shipments trebled``: goods a clause opens with, before a bare flow."""
    subject = statement.subject
    if subject is None or subject.is_total or subject.segment or subject.by not in _OF_CLAUSE:
        return []
    items = sentence.items
    first = 1 if items[0].lower in {"for", "as for"} else 0
    group = opening_group(items, statement.index, first)
    if group is None or group[1] >= statement.index or items[group[1] - 1].lower not in known_goods():
        return []
    begin, end = group
    is_before = items[end - 1].end <= subject.start
    is_subject = first or items[end].kind in _CLAUSE_VERBS or items[end].lower in _AFTER_GOODS
    return [part_of(sentence.text, items, begin, end)] if is_before and is_subject else []


def _opening_before(sentence: Sentence, subject: Phrase, focus: Focus) -> list[Part]:
    """``Iron ore told a different story. Exports slipped``: the goods the sentence before was about."""
    is_own = subject.owner is None or subject.is_inherited
    is_bare = subject.by in {"phrase-before", "subject-in-focus"} and is_own and not subject.partners
    names_others = any(item.phrase and item.phrase.commodities for item in sentence.items)
    is_of_any = is_bare and not (subject.is_total or subject.segment or names_others)
    return [focus.opening] if is_of_any and focus.opening else []


_OF_PARTS = frozenset({"goods-in-parallel", "of-which", "part-of-whole", "goods-before-bracket"})
_OF_CLAUSE = frozenset({"phrase-before", "same-clause", "figure-of-phrase"})
_OF_ALL = frozenset({"overall", "altogether", "nationwide", "nationally", "in all"})
_CLAUSE_VERBS = frozenset({"be", "have", "move", "reach", "share", WORD})
_AFTER_GOODS = frozenset({",", "whose"})


def _points_back(text: str, subject: Phrase) -> bool:
    """``exports of the bean``, ``exported the metal``: goods told before; *fruit* alone is fruit."""
    if len(subject.commodities) != 1 or subject.commodities[0].text.lower() not in _POINTS_BACK:
        return False
    start = subject.commodities[0].start
    return text[max(0, start - _THE) : start].lower().endswith(("the ", "this "))


_POINTS_BACK = _POINTS_AT_GOODS | {"sector", "industry", "category", "segment"}
_THE = 5  # characters


def _spells_out(topic: Phrase, subject: Phrase) -> bool:
    """Whether a phrase says in full what the headline cut short: ``cashew nuts`` of *cashew*."""
    one, two = topic.commodities[0].text.lower(), subject.commodities[0].text.lower()
    is_single = len(topic.commodities) == len(subject.commodities) == 1 and topic.indicator == subject.indicator
    return is_single and one != two and two.startswith(one)


def _is_of_all_trade(subject: Phrase) -> bool:
    """Whether what was told before is of all goods: ``Brazil's overall trade surplus``."""
    is_of_trade = subject.indicator in {"trade", "trade_balance"} or subject.is_total
    return is_of_trade and not subject.commodities and not subject.segment


def hold_goods(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """In an article about goods a flow told without goods is one of those last told in its paragraph, or of the topic.

    ``Sales to Iran halved`` in a story on tea is of tea; ``total exports`` are not. ``The bean`` is what was told last.
    """
    is_of_all = any(item.phrase and item.phrase.is_total for item in sentence.items)
    before = focus.subject
    is_of_all = is_of_all or (before is not None and _is_of_all_trade(before) and not focus.is_subject_old)
    if sentence.items[0].lower in _OF_ALL:
        is_of_all, focus.goods = True, []
    topic = None if is_of_all else focus.topic
    if focus.narrowing and not is_of_all:
        _narrow(statements, focus)
    of_clause: list[Part] = []
    parts: list[Part] = []  # of the article's goods, told in this sentence alone
    for statement in statements:
        subject = statement.subject
        like = topic or _goods_before(focus)
        if subject and like and _name_of(subject) in STANDS_FOR_TOPIC:
            subject = replace(like, by="sector-of-article", periods=subject.periods, partners=[])
            own = _goods_from(sentence, statement)
            statement.subject = subject = replace(subject, commodities=own) if own else subject
        is_told = subject is not None and (
            subject.indicator in FLOWS or (topic and topic.indicator == "trade" and subject.indicator in TRADE)
        )
        if subject is None or not is_told:
            continue
        known = focus.goods or (topic.commodities if topic else [])
        if known and _points_back(sentence.text, subject):
            statement.subject = replace(subject, commodities=known, goods_by="goods-in-focus")
        elif subject.commodities:
            is_part = topic is not None and subject.by in _OF_PARTS
            parts, of_clause = subject.commodities if is_part else [], []
            focus.goods = focus.goods if is_part else subject.commodities
            if topic and _spells_out(topic, subject):
                focus.topic = topic = replace(topic, commodities=subject.commodities)
        elif (opening := _goods_opening(sentence, statement)) or (opening := _opening_before(sentence, subject, focus)):
            statement.subject = replace(subject, commodities=opening, goods_by="goods-of-clause")
            focus.goods = of_clause = opening
        elif of_clause and subject.by == "same-clause":
            statement.subject = replace(subject, commodities=of_clause, goods_by="goods-of-clause")
        elif topic and (goods := _goods_of_article(sentence, subject, focus, parts)):
            statement.subject = replace(subject, commodities=goods, goods_by="goods-of-article")


def _narrow(statements: Sequence[Statement], focus: Focus) -> None:
    """``Shipments to Japan fell`` in news of non-oil exports: what narrows an article's trade narrows its figures."""
    for statement in statements:
        subject, narrowing = statement.subject, focus.narrowing
        if subject is None or narrowing is None or subject.indicator not in TRADE:
            continue
        is_elsewhere = subject.owner is not None and not focus.is_kin(subject.owner.place)
        if _is_of_topic(subject, narrowing) and not subject.commodities and not is_elsewhere:
            statement.subject = replace(subject, segment=narrowing.segment)


def _name_of(subject: Phrase) -> str:
    """The bare words a subject is told by: ``The sector earned``, ``the eight-month turnover``."""
    is_bare = subject.text is None and not (subject.commodities or subject.segment or subject.partners)
    return subject.text.text.lower() if subject.text else subject.form if is_bare else ""


def _goods_of_article(sentence: Sentence, subject: Phrase, focus: Focus, parts: list[Part]) -> list[Part]:
    """The goods of a bare flow: those last told, the article's where it tells whom with, or the flow the other way."""
    topic = focus.topic
    if topic and _is_of_topic(subject, topic):
        return (not subject.partners and parts) or focus.goods or topic.commodities
    return topic.commodities if topic and _is_other_way(sentence, subject, focus) else []


def _goods_before(focus: Focus) -> Phrase | None:
    """``Watch exports fell. The category had gained 7 percent``: the flow of goods its paragraph has told."""
    before = focus.subject
    is_of_goods = before is not None and before.indicator in FLOWS and bool(before.commodities)
    return before if is_of_goods and not focus.is_subject_old else None


def _goods_from(sentence: Sentence, statement: Statement) -> list[Part]:
    """``Earnings from rubber products rose``: the goods that a noun of earning leads to."""
    items = sentence.items
    at = next((n for n in range(statement.index) if items[n].lower == "from"), None)
    end = group_end(items, at + 1, statement.index) if at is not None else 0
    is_goods = (
        at is not None
        and end > at + 1
        and (items[end - 1].lower in known_goods() or items[end - 1].lower in EMPTY_GOODS)
    )
    return [part_of(sentence.text, items, at + 1, end)] if is_goods and at is not None else []


def _opens_among(sentence: Sentence) -> bool:
    """``Among imports, cars did best``: whether a sentence opens with the flow its goods are of."""
    items = sentence.items
    is_among = len(items) > _SHORTEST and items[0].lower in {"among", "within", "of"}
    return is_among and items[1].phrase is not None and items[2].lower == ","


_SHORTEST = 3  # items


def hold_opening(sentence: Sentence, focus: Focus, *, told: bool) -> None:
    """Keep what a sentence opens with: ``Private firms led. Their exports``, ``Iron ore was weak. Exports slipped``."""
    items = sentence.items
    first = 3 if _opens_among(sentence) else 0
    opening = opening_group(items, len(items), first) if items else None
    part = part_of(sentence.text, items, *opening) if opening else None
    focus.traders = part if part and is_segment(part.text) else None
    last = part.text.lower().split()[-1] if part else ""
    is_goods = last in known_goods() and last not in EMPTY_GOODS
    focus.opening = part if is_goods and not told else None
