"""What goods or segment: told in parallel, in brackets, or by the article that is about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.linking.clauses import opening_group
from extractor.linking.discourse import Focus
from extractor.linking.nouns import is_doing
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.mentions.goods import known_goods
from extractor.phrases import Part, Phrase, Sentence
from extractor.phrases.heads import is_segment
from extractor.phrases.items import VALUE, WORD
from extractor.phrases.nouns import group_begin
from extractor.phrases.phrase import EMPTY_GOODS, part_of
from extractor.phrases.roles import words_for
from extractor.records import Article, Indicator, Label

_TOLD_BY_GOODS = TRADE | {"throughput"}
FLOWS: frozenset[Indicator] = frozenset({"exports", "imports", "re_exports"})
_EARNING = words_for("earning")
_RANKING = words_for("ranking")
_POINTS_AT_GOODS = words_for("goods-anaphor")


class NotGoods(NamedTuple):
    """A line of ``not_goods.tsv``: a noun whose figures are no trade of goods."""

    form: str


@cache
def _not_goods() -> frozenset[str]:
    return frozenset(row.form for row in rows("not_goods.tsv", NotGoods))


def carry_goods(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """``Exports of coffee fell to 48,000 tonnes, while cut flowers brought in 73 million``: goods told in parallel.

    Goods the table knows are told of any flow (``Vehicles rose 4 percent``), other nouns only of one told by goods.
    Private firms, bonded logistics and other segments are told of any trade.

    Args:
        sentence: The sentence.
        statements: Its statements; their subjects are changed where they tell goods or segments.
        focus: What was told before the sentence.
    """
    before = focus.subject
    flow = before if before and before.indicator in FLOWS and before.commodities else None
    whole = before if before and before.indicator in _TOLD_BY_GOODS else None
    latest = _flow_of_side(sentence, focus.flow)
    counted: Phrase | None = None
    flows = FLOWS if focus.topic and focus.topic.indicator in FLOWS else FLOWS | {"trade"}
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        if subject.indicator in _TOLD_BY_GOODS and not subject.is_inherited:
            whole = subject
            flow = subject if subject.indicator in FLOWS and subject.commodities else flow
        elif whole and subject.text and _is_part(sentence, subject):
            statement.subject = flow = narrowed(whole, subject, "of-which")
            statement.measure = "level" if statement.measure == "change" else statement.measure
        elif whole and subject.text and is_segment(subject.text.text) and subject.by in _BARE:
            statement.subject = narrowed(whole, subject, "segment-in-parallel")
        elif (whole or latest) and (billed := _billed(subject)):
            statement.subject = whole = flow = replace(billed, owner=subject.owner)
        elif subject.text and subject.by in _BARE and may_be_goods(subject) and not _is_counted(subject, counted):
            is_certain = _are_known_goods(subject) or _earns(sentence, statement)
            of_any = next((one for one in (whole, latest) if one and one.indicator in flows), None)
            like = latest if _tells_side(sentence) else flow or (of_any if is_certain else None)
            like = _handled_or_earned(
                sentence, statement, like or (_exports_told(sentence) if is_certain else None), whole
            )
            if like and _PRONOUNS & set(subject.text.text.lower().split()):
                statement.subject = replace(like, by="subject-in-focus", periods=[])  # "I reckon we'll reach"
            elif like:
                statement.subject = flow = narrowed(like, subject, "goods-in-parallel")
        counted = subject if subject.by == "counted-noun" and statement.subject is subject else counted
    for statement in statements:
        if statement.rule == "level-contribution" and _adds_a_part(sentence, statement):
            statement.measure = "level"


def _is_counted(subject: Phrase, counted: Phrase | None) -> bool:
    """``handled 48,600 vehicles, up 155 percent``: a rate beside a count is of what was counted."""
    is_same = counted is not None and subject.text is not None and subject.text == counted.text
    return is_same and subject.by == "same-clause"


_PRONOUNS = frozenset({"i", "we", "you", "they", "it", "we'll", "they'll", "i'd", "it'll", "you'll"})


def _handled_or_earned(
    sentence: Sentence, statement: Statement, like: Phrase | None, whole: Phrase | None
) -> Phrase | None:
    """``Energy products totalled 10.4 million tonnes`` at a port; ``Tea earned the country 181 billion``."""
    is_amount = statement.value.label is Label.QUANTITY
    if like is None and whole and whole.indicator == "throughput" and is_amount:
        return whole
    if like and like.indicator in FLOWS and _earns(sentence, statement):
        return replace(like, indicator="exports")
    return like


def _exports_told(sentence: Sentence) -> Phrase | None:
    """``Tea earned 180 billion, or 17.9 percent of total exports``: the flow goods are told to be a part of."""
    phrases = (item.phrase for item in sentence.items if item.phrase and item.phrase.indicator == "exports")
    told = next(phrases, None)
    return Phrase("exports", told.start, told.end, told.form, owner=told.owner) if told else None


def _adds_a_part(sentence: Sentence, statement: Statement) -> bool:
    """``mobile phones added another 1.7 billion``, ``trade through the free zones added 384 billion``."""
    part = statement.subject
    if part is None or part.is_inherited:
        return False
    return part.segment is not None or sentence.items[statement.index - 1].lower in {"another", "a further"}


def _billed(subject: Phrase) -> Phrase | None:
    """``the oil bill`` is what imports of oil cost, ``cashew receipts`` what exports of cashew bring."""
    words = subject.text.text.lower().split() if subject.text else []
    if len(words) < _PAIR or subject.by not in _BARE or words[-2] not in known_goods() | _TRADED:
        return None
    flow: Indicator | None = "imports" if words[-1] == "bill" else "exports" if words[-1] in _RECEIPTS else None
    if flow is None or subject.text is None:
        return None
    goods = subject.text.text.rpartition(" ")[0]
    part = Part(goods, subject.text.start, subject.text.start + len(goods))
    return Phrase(flow, subject.start, subject.end, subject.form, by="bill-of-goods", commodities=[part])


_PAIR = 2  # words
_RECEIPTS = words_for("receipts")
_TRADED = words_for("traded-sector")
_BARE = frozenset({"noun-before-verb", "same-clause", "noun-before-comma", "respectively", "change-in-nouns"})
_SIDES: dict[str, Indicator] = {"import-side": "imports", "export-side": "exports"}


def ranked_flow(sentence: Sentence) -> Indicator | None:
    """``Electronics were the top export``: the flow a ranking of goods tells."""
    flows: dict[str, Indicator] = {"export": "exports", "import": "imports"}
    of_places: dict[str, Indicator] = {"exporter": "exports", "importer": "imports"}  # "the leading exporter, with 26%"
    for before, item, after in zip(sentence.items, sentence.items[1:], sentence.items[2:], strict=False):
        if before.lower in _RANKING and item.lower in flows:
            return flows[item.lower]
        if before.lower in _RANKING and item.lower in of_places and after.lower not in {"of", "to"}:
            return of_places[item.lower]
    return None


def side_of(sentence: Sentence) -> Indicator | None:
    """``On the import side``: the flow a sentence turns to."""
    return next((_SIDES[item.kind] for item in sentence.items if item.kind in _SIDES), None)


def _tells_side(sentence: Sentence) -> bool:
    return side_of(sentence) is not None or ranked_flow(sentence) is not None


def _flow_of_side(sentence: Sentence, flow: Phrase | None) -> Phrase | None:
    """``On the import side, energy products dropped``: the flow a sentence turns to, else the one last told."""
    side = side_of(sentence) or ranked_flow(sentence)
    if side is None:
        return flow
    return replace(flow, indicator=side) if flow else Phrase(side, sentence.start, sentence.start, by="side-of-trade")


def narrowed(whole: Phrase, part: Phrase, by: str) -> Phrase:
    """The whole's indicator and place for goods, or a segment, told by words of their own."""
    goods = part.commodities or ([] if part.text is None or is_segment(part.text.text) else [part.text])
    segment = part.text if part.text and not goods else whole.segment
    if goods and segment and segment.text.lower().startswith("service"):
        segment = None
    return replace(whole, commodities=goods, segment=segment, by=by, partners=[], points_back="", periods=[])


def _is_part(sentence: Sentence, subject: Phrase) -> bool:
    """``of which laptops contributed 168 billion``."""
    start = min([subject.start, *(part.start for part in subject.commodities)])
    return sentence.text[max(0, start - 10) : start].rstrip().lower().endswith("of which")


def _earns(sentence: Sentence, statement: Statement) -> bool:
    """Whether a verb of earning stands before the figure: goods that bring in money are sold abroad here."""
    return any(item.lower in _EARNING for item in sentence.items[max(0, statement.index - 3) : statement.index])


def may_be_goods(subject: Phrase) -> bool:
    """Whether words can be goods: none of them is known not to be, and they are no name (``Andrés Poblete``)."""
    words = subject.text.text.split() if subject.text else []
    is_name = any(word[:1].isupper() for word in words[1:]) and words[-1].lower() not in known_goods()
    return (
        bool(words)
        and not (is_name or is_doing(words[-1].lower()))
        and not {word.lower() for word in words} & _not_goods()
    )


def _are_known_goods(subject: Phrase) -> bool:
    return subject.text is not None and subject.text.text.lower().split()[-1] in known_goods()


def carry_segment(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """Narrowings told outside the phrase.

    ``Imports and exports of the city's e-commerce grew, while its exports doubled``: *its* is the e-commerce's.
    ``Private firms led. Their exports grew``: *their* is the firms'. ``Excluding energy, it was 7 billion``.
    """
    before: Phrase | None = None
    left_out = _left_out(sentence)
    for statement in statements:
        subject = statement.subject
        if subject and subject.indicator in _TOLD_BY_GOODS and not subject.segment:
            told = before.segment if before and subject.is_possessive else None
            told = told or (focus.traders if subject.is_possessive and not before else None)
            told = told or (left_out if left_out and left_out.start < statement.value.start else None)
            told = told or _mode(sentence, statement.index) or _of_whole_before(subject, focus)
            if told:
                statement.subject = subject = replace(subject, segment=told)
        before = subject or before


def hold_opening(sentence: Sentence, focus: Focus, *, told: bool) -> None:
    """Keep what a sentence opens with: ``Private firms led. Their exports``, ``Iron ore was weak. Exports slipped``."""
    items = sentence.items
    opening = opening_group(items, len(items)) if items else None
    part = part_of(sentence.text, items, *opening) if opening else None
    focus.traders = part if part and is_segment(part.text) else None
    last = part.text.lower().split()[-1] if part else ""
    focus.opening = part if last in known_goods() - EMPTY_GOODS and not told else None


def _mode(sentence: Sentence, index: int) -> Part | None:
    """``384 billion moved by air, 380 billion by sea``: how goods went is a segment."""
    items = sentence.items
    for at in range(index + 1, len(items) - 1):
        if items[at].kind == VALUE or items[at].lower in {",", ";", "and", "while"}:
            return None
        if items[at].lower in {"by", "via"} and items[at + 1].lower in _MODES:
            return part_of(sentence.text, items, at + 1, at + 2)
    return None


def _of_whole_before(subject: Phrase, focus: Focus) -> Part | None:
    """``Non-oil trade hit 1 trillion. Imports were 0.6 trillion``: the flows of a trade are as narrow as it is."""
    whole = focus.subject
    is_split = whole is not None and whole.indicator == "trade" and subject.indicator in FLOWS
    if whole is None or not is_split or focus.is_subject_old or subject.by != "phrase-before":
        return None
    is_bare = not subject.commodities and not subject.partners and not subject.owner and not subject.is_total
    return whole.segment if is_bare and not whole.partners else None


_MODES = words_for("transport-mode")


def _left_out(sentence: Sentence) -> Part | None:
    """``excluding precious metals``: what a balance or flow is told without."""
    items = sentence.items
    for at, item in enumerate(items):
        if item.lower == "excluding" and (at == 0 or items[at - 1].lower == ","):
            end = next((n for n in range(at + 1, len(items)) if items[n].lower == ","), None)
            if end and end > at + 1:
                return part_of(sentence.text, items, at, end)
    return None


def take_goods_in_brackets(sentence: Sentence, statements: Sequence[Statement]) -> None:
    """``engineering goods (-5.1%), gems and jewellery (-16.4%)``: the noun before each bracket is the good."""
    items = sentence.items
    opened: Statement | None = None  # the figure before, where a bracket goes on after it
    for statement in statements:
        subject, at = statement.subject, statement.index - 1
        at -= at > 0 and items[at].lower == "by"  # "electrical machinery (by 21.9 billion, +17.7%)"
        if at > 1 and items[at].lower == "," and opened and opened.subject and opened.index == at - 1:
            statement.subject = opened.subject
        opened = None
        if subject is None or subject.indicator not in FLOWS | {"trade"} or at < 1 or items[at].lower != "(":
            continue
        begin = group_begin(items, at, 0)
        if begin > 1 and begin < at and items[begin - 1].lower == "and" and items[begin - 2].kind == WORD:
            begin = group_begin(items, begin - 1, 0)
        goods = part_of(sentence.text, items, begin, at) if begin < at else None
        if goods and goods.text.lower() not in EMPTY_GOODS:
            statement.subject = replace(subject, commodities=[goods], by="goods-before-bracket")
            opened = statement


# ── articles about goods ────────────────────────────────────────────────────────────────────────


def topic_of(article: Article, sentences: Sequence[Sentence]) -> Phrase | None:
    """The flow of goods an article is about: told by the first flow of its headline, if it has one, and of its lead."""
    end = article.title_end
    headline = next(_flows(sentence for sentence in sentences if sentence.start < end), None)
    first = next((told for s in sentences if s.start >= end and (told := _first_trade(s))), None)
    lead = next((flows for s in sentences if s.start >= end and (flows := list(_flows([s])))), [])
    if lead and first is not lead[0]:
        return None  # "the trade deficit narrowed as gold imports fell" is about all trade
    if headline and headline.commodities and lead and (lead[0].is_verb or _is_named_in(headline, article, lead[0])):
        return headline  # "shipped 953 million worth of seafood" tells its goods after the figure
    if (headline and not headline.commodities) or not lead or not lead[0].commodities:
        return None
    is_of_all = any(not phrase.commodities and phrase.indicator == lead[0].indicator for phrase in lead)
    return None if is_of_all else lead[0]


def _is_named_in(headline: Phrase, article: Article, lead: Phrase) -> bool:
    """``Avocado export earnings rise``: ``avocado farmers pocketed 20.8 billion from exports``."""
    goods = headline.commodities[-1].text.lower().split()[-1]
    return not lead.commodities and goods in article.text[article.title_end : lead.start].lower().split()


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


def _first_trade(sentence: Sentence) -> Phrase | None:
    phrases = (item.phrase for item in sentence.items if item.phrase)
    return next((phrase for phrase in phrases if phrase.indicator in TRADE and phrase.by != "anaphor"), None)


def _goods_opening(sentence: Sentence, statement: Statement) -> list[Part]:
    """``Silver went the other way: inbound shipments trebled``: goods a clause opens with, before a bare flow."""
    subject = statement.subject
    if subject is None or subject.is_total or subject.segment or subject.by not in {"phrase-before", "same-clause"}:
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


def _opening_before(subject: Phrase, focus: Focus) -> list[Part]:
    """``Iron ore told a different story. Exports slipped``: the goods the sentence before was about."""
    is_bare = (
        subject.by in {"phrase-before", "subject-in-focus"}
        and not subject.partners
        and not subject.is_total
        and not subject.segment
    )
    return [focus.opening] if is_bare and focus.opening else []


_OF_ALL = frozenset({"overall", "altogether", "nationwide", "nationally", "in all"})
_STANDS_FOR_TOPIC = words_for("stands-for-topic")
_CLAUSE_VERBS = frozenset({"be", "have", "move", "reach", "share", WORD})
_AFTER_GOODS = frozenset({",", "whose"})


def _points_back(text: str, subject: Phrase) -> bool:
    """``exports of the bean``, ``exported the metal``: goods told before; *fruit* alone is fruit."""
    if len(subject.commodities) != 1 or subject.commodities[0].text.lower() not in _POINTS_AT_GOODS:
        return False
    start = subject.commodities[0].start
    return text[max(0, start - _THE) : start].lower() == "the "


_THE = 4  # characters


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
    topic = None if is_of_all or sentence.items[0].lower in _OF_ALL else focus.topic
    for statement in statements:
        subject = statement.subject
        if subject and topic and subject.text and subject.text.text.lower() in _STANDS_FOR_TOPIC:
            statement.subject = subject = replace(topic, by="sector-of-article", periods=[], partners=[])
        is_told = subject is not None and (
            subject.indicator in FLOWS or (topic and topic.indicator == "trade" and subject.indicator in TRADE)
        )
        if subject is None or not is_told:
            continue
        known = focus.goods or (topic.commodities if topic else [])
        if known and _points_back(sentence.text, subject):
            statement.subject = replace(subject, commodities=known, goods_by="goods-in-focus")
        elif subject.commodities:
            focus.goods = subject.commodities
            if topic and _spells_out(topic, subject):
                focus.topic = topic = replace(topic, commodities=subject.commodities)
        elif (opening := _goods_opening(sentence, statement)) or (opening := _opening_before(subject, focus)):
            statement.subject = replace(subject, commodities=opening, goods_by="goods-of-clause")
            focus.goods = opening
        elif topic and _is_of_topic(subject, topic):
            goods = focus.goods or topic.commodities
            statement.subject = replace(subject, commodities=goods, goods_by="goods-of-article")
