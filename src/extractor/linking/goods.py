"""What goods or segment: told in parallel, in brackets, or by the article that is about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.linking.bills import billed
from extractor.linking.discourse import Focus
from extractor.linking.nouns import is_doing, traders_before
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Part, Phrase, Sentence
from extractor.phrases.heads import is_segment, segment_opening
from extractor.phrases.items import PLACE, VALUE, WORD
from extractor.phrases.nouns import group_begin
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_TOLD_BY_GOODS = TRADE | {"throughput"}
FLOWS: frozenset[Indicator] = frozenset({"exports", "imports", "re_exports"})
_EARNING = words_for("earning")
_RANKING = words_for("ranking")


class NotGoods(NamedTuple):
    """A line of ``not_goods.tsv``: a noun whose figures are no trade of goods."""

    form: str


@cache
def not_goods() -> frozenset[str]:
    """Nouns that are no goods traded: ``profit``, ``freight rates``."""
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
    told_here: Phrase | None = None
    flows = FLOWS if focus.topic and focus.topic.indicator in FLOWS else FLOWS | {"trade"}
    for statement in statements:
        subject = statement.subject
        if subject is None:
            continue
        if subject.indicator in _TOLD_BY_GOODS and not subject.is_inherited:
            whole = told_here = subject
            is_other = flow is not None and flow.indicator != subject.indicator and subject.indicator in FLOWS
            flow = subject if subject.indicator in FLOWS and subject.commodities else None if is_other else flow
        elif whole and subject.text and _is_part(sentence, subject):
            statement.subject = flow = narrowed(whole, subject, "of-which")
            statement.measure = "level" if statement.measure == "change" else statement.measure
        elif whole and subject.text and (channel := _segment_in(subject.text)) and subject.by in _BARE:
            part = narrowed(whole, subject, "segment-in-parallel")
            statement.subject = replace(part, commodities=[], segment=channel)
        elif (whole or latest) and subject.by in _BARE and (paid := billed(sentence, subject)):
            statement.subject = whole = flow = replace(paid, owner=subject.owner)
        elif _tells_goods(sentence, statement, told_here) and not _is_counted(subject, counted):
            is_certain = _are_known_goods(subject) or _names_sector(subject) or _earns(sentence, statement)
            of_any = next((one for one in (whole, latest) if one and one.indicator in flows), None)
            like = latest if _tells_side(sentence) else flow or (of_any if is_certain else None)
            like = like or (_exports_told(sentence) if is_certain else None)
            like = _handled_or_earned(sentence, statement, like, whole)
            if like:
                statement.subject = part = _in_parallel(sentence, statement, subject, (like, told_here))
                flow = part if part.by == "goods-in-parallel" else flow
                told_here = part if part.partners else told_here
        counted = subject if subject.by == "counted-noun" and statement.subject is subject else counted
    for statement in statements:
        if statement.rule == "level-contribution" and _adds_a_part(sentence, statement):
            statement.measure = "level"


def _in_parallel(
    sentence: Sentence, statement: Statement, subject: Phrase, flows: tuple[Phrase, Phrase | None]
) -> Phrase:
    """Goods as a part of the flow they are told like, with its counterparts where the sentence only goes on with it."""
    like, told_here = flows
    words = set(subject.text.text.lower().split()) if subject.text else set()
    if _PRONOUNS & words or words == {_COST}:
        return replace(like, by="subject-in-focus", periods=[])  # "I reckon we'll reach", "their cost was halved"
    part = narrowed(like, subject, "goods-in-parallel")
    keeps = like is told_here and _elaborates(sentence, statement)
    return replace(part, partners=like.partners) if keeps else part  # "to the US climbed, with autos up 8.9 percent"


def _segment_in(words: Part) -> Part | None:
    """``Cross-border e-commerce deals``: the segment that words name, alone or with what is done in it."""
    if is_segment(words.text):
        return words
    segment = segment_opening(words.text)
    rest = words.text[len(segment) :].lower().split() if segment else []
    is_done = bool(rest) and all(word in _DONE for word in rest)
    return Part(words.text[: len(segment)], words.start, words.start + len(segment)) if segment and is_done else None


_DONE = words_for("done-in-segment")


def _elaborates(sentence: Sentence, statement: Statement) -> bool:
    """Whether goods are told as part of what the sentence has told: after a comma and *with* or *led*."""
    before = sentence.items[: statement.index]
    return any(one.lower == "," and two.lower in {"with", "led", "including"} for one, two in pairwise(before))


def _is_counted(subject: Phrase, counted: Phrase | None) -> bool:
    """``handled 48,600 vehicles, up 155 percent``: a rate beside a count is of what was counted."""
    is_same = counted is not None and subject.text is not None and subject.text == counted.text
    return is_same and subject.by == "same-clause"


_COST = "cost"
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
    told = next((item.phrase for item, verb in pairwise(sentence.items) if _is_told_flow(item, verb)), None)
    return Phrase(told.indicator, told.start, told.end, told.form, owner=told.owner) if told else None


def _is_told_flow(item: Item, verb: Item) -> bool:
    """``The top three imports were fuels``: exports anywhere in it, another flow where it is said what it was."""
    flow = item.phrase.indicator if item.phrase else "other"
    return flow == "exports" or (flow in FLOWS and verb.kind == "be")


def _adds_a_part(sentence: Sentence, statement: Statement) -> bool:
    """``mobile phones added another 1.7 billion``, ``trade through the free zones added 384 billion``."""
    part = statement.subject
    if part is None or part.is_inherited:
        return False
    return part.segment is not None or sentence.items[statement.index - 1].lower in {"another", "a further"}


_BARE = frozenset({"noun-before-verb", "same-clause", "noun-before-comma", "respectively", "change-in-nouns"})
_PAIR = 2  # words
_TRADED = words_for("traded-sector")
_SIDES: dict[str, Indicator] = {"import-side": "imports", "export-side": "exports"}


def ranked_flow(sentence: Sentence) -> Indicator | None:
    """``Electronics were the top export``: the flow a ranking of goods tells."""
    flows: dict[str, Indicator] = {"export": "exports", "import": "imports"}
    of_places: dict[str, Indicator] = {"exporter": "exports", "importer": "imports"}  # "the leading exporter, with 26%"
    for before, item, after in zip(sentence.items, sentence.items[1:], sentence.items[2:], strict=False):
        if item.lower in flows and (before.lower in _RANKING or after.lower in _LISTS):
            return flows[item.lower]
        if before.lower in _RANKING and item.lower in of_places and after.lower not in {"of", "to"}:
            return of_places[item.lower]
    return None


_LISTS = frozenset({"list", "basket", "ranking", "table"})  # "topped the export list"


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
    if flow:
        return replace(flow, indicator=side)
    told = next(item for item in sentence.items if item.kind in _SIDES or item.lower in _WORDS_OF_SIDES)
    return Phrase(side, told.start, told.end, by="side-of-trade")


_WORDS_OF_SIDES = frozenset({"export", "import", "exporter", "importer"})


def narrowed(whole: Phrase, part: Phrase, by: str) -> Phrase:
    """The whole's indicator and place for goods, or a segment, told by words of their own."""
    goods = part.commodities or ([] if part.text is None or is_segment(part.text.text) else [part.text])
    segment = part.text if part.text and not goods else whole.segment
    if goods and segment and segment.text.lower().startswith(("service", "excluding")):
        segment = None
    return replace(whole, commodities=goods, segment=segment, by=by, partners=[], points_back="", periods=[])


def _is_part(sentence: Sentence, subject: Phrase) -> bool:
    """``of which laptops contributed 168 billion``."""
    start = min([subject.start, *(part.start for part in subject.commodities)])
    return sentence.text[max(0, start - 10) : start].rstrip().lower().endswith("of which")


def _earns(sentence: Sentence, statement: Statement) -> bool:
    """Whether a verb of earning stands before the figure: goods that bring in money are sold abroad here."""
    return any(item.lower in _EARNING for item in sentence.items[max(0, statement.index - 3) : statement.index])


STANDS_FOR_TOPIC = words_for("stands-for-topic")


def may_be_goods(subject: Phrase) -> bool:
    """Whether words can be goods: none of them is known not to be, and they are no name (``Andrés Poblete``)."""
    words = subject.text.text.split() if subject.text else []
    is_name = any(word[:1].isupper() for word in words[1:]) and words[-1].lower() not in known_goods()
    return (
        bool(words)
        and " ".join(words).lower() not in STANDS_FOR_TOPIC
        and not (is_name or is_doing(words[-1].lower()))
        and not {word.lower() for word in words} & not_goods()
    )


def _names_sector(subject: Phrase) -> bool:
    """``The automotive industry``: a trade that is named by its goods."""
    words = subject.text.text.lower().split() if subject.text else []
    return len(words) >= _PAIR and words[-1] in _SECTORS and (words[-2] in known_goods() or words[-2] in _TRADED)


def _tells_goods(sentence: Sentence, statement: Statement, told_here: Phrase | None) -> bool:
    """Whether bare nouns can be goods, or an industry where its exports are spoken of.

    ``The car industry, which made up 14 percent of exports, grew``.
    """
    subject = statement.subject
    if subject is None or subject.text is None or subject.by not in _BARE or statement.value.unit in NO_TRADE:
        return False  # "wheat was planted on 3 million hectares"
    if subject.is_possessive and not (_are_known_goods(subject) or subject.text.text.lower() == _COST):
        return False  # "its payroll rose 3 percent"
    is_sector = _names_sector(subject) and (told_here is not None or _tells_side(sentence))
    return may_be_goods(subject) or is_sector


NO_TRADE = words_for("no-trade-unit")
_SECTORS = frozenset({"sector", "industry"})


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
        if subject and subject.indicator in _TOLD_BY_GOODS:
            statement.subject = subject = _without_old_part(subject, focus)
        if subject and subject.indicator in _TOLD_BY_GOODS and not subject.segment:
            told = before.segment if before and subject.is_possessive else None
            told = told or (focus.traders if not before and _is_theirs(sentence, subject) else None)
            told = told or _of_whole_beside(subject, before) or _traders_of_figure(sentence, statement)
            told = told or (left_out if left_out and left_out.start < statement.value.start else None)
            told = told or _mode(sentence, statement.index) or _of_whole_before(subject, focus)
            if told:
                statement.subject = subject = replace(subject, segment=told)
        before = subject or before


def _is_theirs(sentence: Sentence, subject: Phrase) -> bool:
    """``Their exports``: what firms trade; *its* is a place's."""
    return subject.is_possessive and " their " in f" {sentence.text[sentence.start : sentence.end].lower()}"


def _traders_of_figure(sentence: Sentence, statement: Statement) -> Part | None:
    """``Private companies were responsible for 1.2 trillion yuan of foreign trade``: whose part a figure is."""
    is_part = statement.subject is not None and statement.subject.by == "figure-of-phrase"
    return traders_before(sentence, statement.index) if is_part else None


def _without_old_part(subject: Phrase, focus: Focus) -> Phrase:
    """What a part of trade is narrowed by does not last: ``Customs warehouses took 4 billion`` ends its paragraph."""
    is_old = subject.is_inherited and focus.is_subject_old and not focus.narrowing
    return replace(subject, segment=None) if is_old and subject.segment else subject


def _of_whole_beside(subject: Phrase, before: Phrase | None) -> Part | None:
    """``Non-oil trade reached 153 billion, of which exports were 87``: the flows of a trade are as narrow as it is."""
    is_split = before is not None and before.indicator == "trade" and subject.indicator in FLOWS
    is_bare = not (subject.commodities or subject.partners or subject.owner or subject.is_total)
    return before.segment if before and is_split and is_bare else None


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
    if whole is None or whole.partners or focus.is_subject_old or subject.by != "phrase-before":
        return None
    return _of_whole_beside(subject, whole)


_MODES = words_for("transport-mode")


def _left_out(sentence: Sentence) -> Part | None:
    """``excluding precious metals``: what a balance or flow is told without."""
    items = sentence.items
    for at, item in enumerate(items):
        if item.lower == "excluding" and (at == 0 or items[at - 1].lower == ","):
            end = next((n for n in range(at + 1, len(items)) if items[n].lower == ","), None)
            if end and end > at + 1 and not any(one.kind == PLACE for one in items[at:end]):
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
        if subject is None or subject.indicator not in _TOLD_BY_GOODS or at < 1 or items[at].lower != "(":
            continue
        begin = group_begin(items, at, 0)
        if begin > 1 and begin < at and items[begin - 1].lower == "and" and items[begin - 2].kind == WORD:
            begin = group_begin(items, begin - 1, 0)
        goods = part_of(sentence.text, items, begin, at) if begin < at else None
        is_open = subject.indicator in FLOWS or subject.indicator == "trade" or items[at - 1].lower in known_goods()
        if goods and is_open and goods.text.lower() not in EMPTY_GOODS:
            statement.subject = replace(subject, commodities=[goods], by="goods-before-bracket")
            opened = statement
