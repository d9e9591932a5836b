"""Lists under a heading: ``Main export products:``, and then goods or partners with their figures, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.discourse import Focus
from extractor.linking.nouns import VERBS
from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD
from extractor.phrases.phrase import part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label

_FLOW_WORDS: dict[str, Indicator] = {
    "export": "exports",
    "exports": "exports",
    "import": "imports",
    "imports": "imports",
}
_BUYERS, _SELLERS = words_for("buyer") | {"markets", "market"}, words_for("seller") | {"origins", "source", "sources"}
_PARTNERS = _BUYERS | _SELLERS | {"partners", "countries"}
_LISTED = _PARTNERS | {"products", "goods", "items", "commodities", "categories", "sectors", "groups"}
_BULLETS = frozenset({"•", "·", "-", "–", "—", "*", "▪", "●"})
_JOINTS = frozenset({":", "-", "–", "—", "(", "with", "at"})
_OPENERS = _BULLETS | {":", ",", ";", "and", ")"}
_LONGEST_HEADING = 9  # items


def take_list(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """Figures of a list are of the flow its heading tells, each of the goods or with the partner right before it.

    Args:
        sentence: A line of the article.
        statements: Its own; their subjects are set where it is a heading with its list, or an item below one.
        focus: Holds the heading above.
    """
    colon = next((at for at, item in enumerate(sentence.items[:_LONGEST_HEADING]) if item.lower == ":"), None)
    heading = _heading(sentence.items[:colon])
    if not statements or (heading and colon in {None, len(sentence.items) - 1}):
        focus.heading = heading or focus.heading
        return
    is_below = heading is None or colon is None
    told = focus.heading if is_below else heading
    subjects = _subjects(sentence, statements, told, 0 if is_below else colon or 0) if told else []
    focus.heading = told if subjects else None
    for before, statement, subject in zip([None, *subjects], statements, subjects, strict=False):
        statement.subject = subject
        is_bare = statement.value.unit == "percent" and statement.value.text[0].isdigit()
        if is_bare and subject is not before and statement.measure == "growth":
            statement.measure = "share"  # "Main destinations: United States 28%"


def _heading(items: Sequence[Item]) -> Phrase | None:
    """``Main export products``, ``Top five import sources``: what a list is of; None where a line is no heading."""
    if not 0 < len(items) <= _LONGEST_HEADING:
        return None
    words = {word for item in items for word in item.lower.split()}
    is_verbal = any(item.kind in VERBS or _is_figure(item) for item in items[1:])  # "Top five export products"
    if is_verbal or not words & _LISTED:
        return None
    phrase = next((item.phrase for item in items if item.kind == INDICATOR and item.phrase), None)
    flow = next((_FLOW_WORDS[word] for word in sorted(words & _FLOW_WORDS.keys())), None)
    flow = flow or ("exports" if words & _BUYERS else "imports" if words & _SELLERS else None)
    if phrase is None and flow is None:
        return None
    told = phrase or Phrase(flow or "trade", items[0].start, items[-1].end)
    return replace(told, by="heading-of-list", commodities=[], points_back="partner" if words & _PARTNERS else "")


def _opens(sentence: Sentence, begin: int) -> bool:
    """Whether an item of a list may begin here: on a line of its own, after a mark, or at *and*."""
    before, here = sentence.items[begin - 1 : begin + 1]
    is_new_line = "\n" in sentence.text[before.end : here.start]
    return is_new_line or before.lower in _OPENERS or here.kind == "conj"


def _is_figure(item: Item) -> bool:
    return item.kind == VALUE and not (item.mention and item.mention.label is Label.QUANTITY and item.lower.isalnum())


def _subjects(sentence: Sentence, statements: Sequence[Statement], heading: Phrase, first: int) -> list[Phrase]:
    """What each figure is of; nothing where the first is of none, as it then is no list."""
    found: list[Phrase] = []
    for statement in statements:
        own = _item_before(sentence, statement.index, heading, first)
        if own is None and not found:
            return []
        found.append(own or found[-1])
    return found


def _item_before(sentence: Sentence, index: int, heading: Phrase, first: int) -> Phrase | None:
    """The goods or the partner that stands right before a figure: ``• Cut flowers: 180 million``."""
    items = sentence.items
    end = index
    while end > first and (items[end - 1].kind in {"approx", "det"} or items[end - 1].lower in _JOINTS):
        end -= 1
    begin = end
    while begin > first and items[begin - 1].kind in {WORD, PLACE, "conj"} and items[begin - 1].lower != "of":
        begin -= 1
    if begin == end or (begin > first and not _opens(sentence, begin)):
        return None
    while items[begin].kind == "conj" and begin + 1 < end:
        begin += 1
    named = items[end - 1]
    told = replace(heading, by="item-of-list", points_back="", periods=[])
    if named.kind == PLACE and named.mention:
        return replace(told, partners=[named.mention])
    is_goods = not heading.points_back and all(item.kind != PLACE for item in items[begin:end])
    return replace(told, commodities=[part_of(sentence.text, items, begin, end)]) if is_goods else None
