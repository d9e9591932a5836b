"""Indicator phrases with everything that hangs on them.

``Xinjiang's total import and export value to countries along the Belt and Road`` is one phrase: the head *import
and export value* measures trade, its owner is Xinjiang, its counterpart the Belt and Road countries. Heads come from
``lexicons/indicators.tsv``; what stands before and after is read outwards from the head until something does not
belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.phrases.items import INDICATOR, PERIOD, PLACE, VALUE, WORD, Item, tokenize_form
from extractor.phrases.nouns import group_end, is_plural, is_verbal, modifiers
from extractor.records import Mention


class Head(NamedTuple):
    """A line of ``indicators.tsv``: the words that name an indicator."""

    form: str
    indicator: str
    sign: str = ""
    segment: str = ""
    flag: str = ""


class MeasureNoun(NamedTuple):
    """A line of ``measure_nouns.tsv``: ``value`` in *export value*."""

    form: str
    kind: str


class SegmentForm(NamedTuple):
    """A line of ``segments.tsv``: a narrowing that is not a good."""

    form: str


class Part(NamedTuple):
    """Characters of the article that fill a slot."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Phrase:
    """What an indicator phrase says.

    Attributes:
        indicator: One of ``records.Indicator`` but ``other``.
        start: First character of the head.
        end: One past the head and its measure noun.
        form: The head in lower case.
        sign: ``+`` or ``-`` of a balance that is called a surplus or a deficit.
        kind: ``level``; ``growth`` for *export growth*; ``share`` for *export share*.
        is_verb: The head is a verb, *exported*.
        is_weak: The head counts only where trade is already spoken of.
        owner: Reference area, where the phrase names it.
        is_possessive: The owner is a pronoun, *its*.
        partners: Counterpart areas.
        commodities: What goods, one part for each member of a list.
        segment: Any other narrowing.
        periods: Periods inside the phrase, *May exports*.
    """

    indicator: str
    start: int
    end: int
    form: str
    sign: str = ""
    kind: str = "level"
    is_verb: bool = False
    is_weak: bool = False
    owner: Mention | None = None
    is_possessive: bool = False
    partners: list[Mention] = field(default_factory=list)
    commodities: list[Part] = field(default_factory=list)
    segment: Part | None = None
    periods: list[Mention] = field(default_factory=list)


Forms = dict[str, list[tuple[tuple[str, ...], str]]]


def _by_first_word(pairs: Sequence[tuple[str, str]]) -> Forms:
    index: Forms = {}
    for form, value in pairs:
        words = tuple(tokenize_form(form))
        index.setdefault(words[0], []).append((words, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


@cache
def _heads() -> tuple[Forms, dict[str, Head]]:
    table = rows("indicators.tsv", Head)
    return _by_first_word([(row.form, row.form) for row in table]), {row.form: row for row in table}


@cache
def _measure_nouns() -> Forms:
    return _by_first_word([(row.form, row.kind) for row in rows("measure_nouns.tsv", MeasureNoun)])


@cache
def _segments() -> Forms:
    return _by_first_word([(row.form, row.form) for row in rows("segments.tsv", SegmentForm)])


def _match(forms: Forms, items: Sequence[Item], at: int) -> tuple[int, str] | None:
    """The longest form that stands at ``at``: how many items it takes, and its value."""
    for words, value in forms.get(items[at].lower, ()):
        taken, item_at = 0, at
        while taken < len(words) and item_at < len(items) and not items[item_at].mention:
            inner = items[item_at].lower.split(" ")
            if list(words[taken : taken + len(inner)]) != inner:
                break
            taken += len(inner)
            item_at += 1
        if taken == len(words):
            return item_at - at, value
    return None


def find_phrases(text: str, items: Sequence[Item]) -> list[Item]:
    """Fold each indicator phrase of a sentence into one item.

    Args:
        text: The article, for the characters of commodities and segments.
        items: The sentence.

    Returns:
        The items with every phrase as a single ``indicator`` item that carries it.
    """
    found: list[Item] = []
    at = 0
    while at < len(items):
        reading = _read_head(items, at)
        if reading is None:
            found.append(items[at])
            at += 1
            continue
        phrase, after = reading
        first = _read_left(text, phrase, found)
        last = _read_right(text, phrase, items, after)
        start = found[first].start if first < len(found) else phrase.start
        del found[first:]
        found.append(Item(INDICATOR, start, items[last - 1].end, phrase.form, phrase.sign, phrase=phrase))
        at = last
    return found


# ── the head ────────────────────────────────────────────────────────────────────────────────────


def _read_head(items: Sequence[Item], at: int) -> tuple[Phrase, int] | None:
    by_word, table = _heads()
    if items[at].mention or items[at].lower not in by_word:
        return None
    match = _match(by_word, items, at)
    if match is None:
        return None
    head = table[match[1]]
    after = at + match[0]
    phrase = Phrase(
        head.indicator,
        items[at].start,
        items[after - 1].end,
        head.form,
        head.sign,
        is_verb=head.flag == "verb",
        is_weak=head.flag == "weak",
    )
    if head.segment:
        phrase.segment = Part(head.segment, phrase.start, phrase.end)
    if phrase.is_verb:
        return (phrase, after) if _governs_a_figure(items, after) else None
    after = _read_measure_noun(phrase, items, after, plural=head.flag != "singular")
    return (phrase, after) if _is_head(items, after, phrase, head) else None


def _read_measure_noun(phrase: Phrase, items: Sequence[Item], after: int, *, plural: bool) -> int:
    while after < len(items):
        match = _match(_measure_nouns(), items, after) if not items[after].mention else None
        if match is None:
            return after
        size, kind = match
        if kind == "growth" and plural and phrase.form.endswith("s") and items[after].lower != "growth":
            return after  # "exports increase 5%" is a verb, "export increase" a noun
        after += size
        phrase.end = items[after - 1].end
        phrase.kind = kind
        if kind != "level":
            return after
    return after


def _is_head(items: Sequence[Item], after: int, phrase: Phrase, head: Head) -> bool:
    """Whether what follows leaves the words a head, rather than a modifier of another noun (``trade partners``)."""
    has_measure_noun = phrase.end > items[after - 1].start and phrase.end != phrase.start + len(phrase.form)
    if after == len(items):
        return True
    following = items[after]
    if following.kind == WORD and not is_verbal(following.lower):
        return phrase.form.endswith("s") and head.indicator != "trade_balance"
    if head.flag == "singular" and not has_measure_noun and phrase.indicator in {"imports", "exports", "re_exports"}:
        return following.kind == VALUE or following.lower == "of" or following.kind in {"move", "reach"}
    return not (following.kind == "conj" and head.flag == "singular" and not has_measure_noun)


def _governs_a_figure(items: Sequence[Item], at: int) -> bool:
    while at < len(items) and items[at].kind in {"approx", "above", "below", "det", "prep"}:
        at += 1
    return at < len(items) and items[at].kind == VALUE


# ── before the head ─────────────────────────────────────────────────────────────────────────────


def _read_left(text: str, phrase: Phrase, before: list[Item]) -> int:
    """Read what stands before the head, from right to left; returns the index of the first item that belongs."""
    if phrase.is_verb:
        return _read_subject_of_verb(phrase, before)
    at = len(before)
    while at:
        item = before[at - 1]
        if item.kind == PLACE:
            if phrase.commodities and _is_part_of_name(text, before, at):
                return at
            _take_place_before(phrase, item)
        elif item.kind == PERIOD:
            phrase.periods.append(_mention(item))
        elif item.kind == "det":
            phrase.is_possessive = phrase.is_possessive or item.lower in {"its", "their"}
            return at if item.lower not in {"its", "their", "the", "a", "an", "this", "that"} else at - 1
        elif item.lower == "'s" or (
            item.lower in {"'", "-", "–"} and at > 1 and before[at - 2].kind in {PLACE, PERIOD}
        ):
            if at < 2 or before[at - 2].kind not in {PLACE, PERIOD}:
                return at
        elif item.kind == WORD and item.lower in modifiers():
            pass
        elif item.kind == WORD and not is_verbal(item.lower) and phrase.owner is None and not phrase.periods:
            at, found = _take_words_before(text, phrase, before, at)
            if not found:
                return at
            continue
        else:
            return at
        at -= 1
    return at


def _is_part_of_name(text: str, before: Sequence[Item], after: int) -> bool:
    """Whether a place is followed by a capitalised word, as in *Cardiff University*."""
    return after < len(before) and before[after].kind == WORD and text[before[after].start].isupper()


def _read_subject_of_verb(phrase: Phrase, before: list[Item]) -> int:
    at = len(before)
    while at and before[at - 1].kind in {"have", "approx", "be"}:
        at -= 1
    if at and before[at - 1].kind == PLACE:
        phrase.owner = _mention(before[at - 1])
        at -= 1
    return at


def _take_place_before(phrase: Phrase, item: Item) -> None:
    """``China-US trade``: the place nearest the head is the counterpart once another stands before it."""
    if phrase.owner is not None:
        phrase.partners.insert(0, phrase.owner)
    phrase.owner = _mention(item)


def segment_at(text: str, items: Sequence[Item], at: int) -> Part | None:
    """The segment whose words stand at ``at``, if a table knows them."""
    match = _match(_segments(), items, at)
    return _part(text, items, at, at + match[0]) if match else None


def _take_words_before(text: str, phrase: Phrase, before: list[Item], end: int) -> tuple[int, bool]:
    """Words before the head are a segment where a table knows them, else goods: ``solar cell exports``."""
    begin = end
    while begin and _can_modify(before[begin - 1].lower, is_last=begin == end) and before[begin - 1].kind == WORD:
        begin -= 1
    if begin == end:
        return end, False
    if begin > 1 and before[begin - 1].lower == "and" and before[begin - 2].kind == WORD:
        first = begin - 2
        if _can_modify(before[first].lower, is_last=True) and (first == 0 or before[first - 1].kind != WORD):
            begin = first  # "food and drink exports"
    for start in range(begin, end):
        match = _match(_segments(), before, start)
        if match and start + match[0] == end:
            phrase.segment = phrase.segment or _part(text, before, start, end)
            return start, True
    phrase.commodities.append(_part(text, before, begin, end))
    return begin, True


def _can_modify(word: str, *, is_last: bool) -> bool:
    """Whether a word can stand before a head as goods: nouns can, but a plural only right before it."""
    return word not in modifiers() and not is_verbal(word) and (is_last or not is_plural(word))


# ── after the head ──────────────────────────────────────────────────────────────────────────────

_TYPE_WORDS = frozenset(
    [
        "city",
        "province",
        "county",
        "port",
        "state",
        "region",
        "district",
        "republic",
        "kingdom",
        "municipality",
        "zone",
        "area",
        "prefecture",
    ]
)
_LEADING_TO_PLACES = frozenset(
    [
        "countries",
        "country",
        "regions",
        "region",
        "economies",
        "economy",
        "nations",
        "nation",
        "members",
        "member",
        "states",
        "state",
        "participating",
        "involved",
        "and",
        "along",
        "the",
        "in",
        "of",
        "other",
        "its",
        "major",
        "main",
        "key",
        "neighboring",
        "neighbouring",
        "trading",
        "partner",
        "partners",
        "top",
        "markets",
        "market",
        "“",
        '"',
        "‘",
        "'",
        "both",
        "including",
        "emerging",
        "fellow",
        "all",
        "these",
        "those",
        "bloc",
        "traditional",
    ]
)
_OWNER_PREPS = frozenset({"of", "in", "at", "across", "by"})
_READ_PREPS = frozenset(
    {"of", "to", "with", "from", "in", "by", "through", "via", "between", "among", "at", "across", "for", "into", "on"}
)


def _read_right(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """Read the prepositional phrases after the head; returns the index one past what belongs."""
    if phrase.is_verb:
        return at
    while at + 1 < len(items) and items[at].lower in _READ_PREPS:
        after = _read_argument(text, phrase, items, at)
        if after == at:
            break
        at = after
    return at


def _read_argument(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """One preposition with what it governs; returns ``at`` where it does not belong to the phrase."""
    prep, begin = items[at].lower, at + 1
    if items[begin].kind == PERIOD and prep in {"in", "for", "of", "during"}:
        after = begin + 1
        if (
            after < len(items)
            and items[after].lower in _READ_PREPS
            and _read_argument(text, phrase, items, after) > after
        ):
            phrase.periods.append(_mention(items[begin]))  # "exports in May to Japan"
            return after
        return at
    if prep == "between":
        return _read_between(phrase, items, at)
    first = _first_place(items, begin)
    if first == begin and prep in {"via", "through", "by"} and _names_a_route(items, first):
        end = group_end(items, _over_hyphens(items, first), len(items))
        phrase.segment = phrase.segment or _part(text, items, first, end)
        return end
    if first is not None and not _is_modifier_place(items, first):
        places, after = _place_list(items, first)
        _assign_places(phrase, prep, places)
        return _after_possessive(text, phrase, items, after)
    if first is not None:
        return _read_place_and_goods(text, phrase, items, first)
    return _read_nouns(text, phrase, prep, items, at)


def _first_place(items: Sequence[Item], at: int) -> int | None:
    """Index of the place a preposition governs, over words such as *countries and regions along the*."""
    limit = min(len(items), at + 9)
    while at < limit:
        if items[at].kind == PLACE:
            return at
        if items[at].lower in _TYPE_WORDS and at + 1 < limit and items[at + 1].lower == "of":
            at += 2
        elif items[at].kind == "det" or items[at].lower in _LEADING_TO_PLACES or items[at].kind == "approx":
            at += 1
        else:
            return None
    return None


def _is_modifier_place(items: Sequence[Item], at: int) -> bool:
    """Whether the place only modifies the goods that follow, as in *imports of US soybeans*."""
    after = at + 1
    return after < len(items) and items[after].kind == WORD and not is_verbal(items[after].lower)


def _over_hyphens(items: Sequence[Item], at: int) -> int:
    """Index one past names joined by hyphens: ``Yiwu-Xinjiang-Europe``."""
    at += 1
    while at < len(items) and items[at].lower in {"-", "–"}:
        at += 2
    return at


def _names_a_route(items: Sequence[Item], at: int) -> bool:
    """Whether a place begins the name of a channel, as in *via Yiwu-Europe freight trains*."""
    after = _over_hyphens(items, at)
    return after < len(items) and items[after].kind == WORD and not is_verbal(items[after].lower)


def _place_list(items: Sequence[Item], at: int) -> tuple[list[Mention], int]:
    """``Beijing, Tianjin and Hebei``: the places of a list and the index one past it."""
    places = [_mention(items[at])]
    at += 1
    while at < len(items):
        after = at
        while after < len(items) and (items[after].lower in {",", "and", "or", "&", "as well as", "the", "plus"}):
            after += 1
        if after == at or after >= len(items) or items[after].kind != PLACE:
            break
        if after + 1 < len(items) and items[after + 1].lower == "'s":
            break
        places.append(_mention(items[after]))
        at = after + 1
    while at < len(items) and items[at].lower in {"”", '"', "’"}:
        at += 1
    return places, at


def _assign_places(phrase: Phrase, prep: str, places: list[Mention]) -> None:
    """Owner or counterpart, by preposition and indicator (SDMX reference area and counterpart area)."""
    is_owner = prep in _OWNER_PREPS or (prep == "from" and phrase.indicator in {"exports", "re_exports"})
    if phrase.indicator == "outward_investment" and prep == "in":
        is_owner = False
    if is_owner:
        phrase.owner = phrase.owner or places[0]
    elif prep in {"to", "with", "from", "among", "into"}:
        phrase.partners.extend(places)


def _after_possessive(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """``of the province's cross-border e-commerce``: the noun after the owner narrows the phrase."""
    if at >= len(items) or items[at].lower != "'s":
        return at
    if at + 1 < len(items) and items[at + 1].kind == PLACE:
        phrase.owner = _mention(items[at + 1])
        return at + 2
    return _take_nouns(text, phrase, items, at + 1)[1]


def _read_place_and_goods(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    if phrase.indicator == "imports":
        phrase.partners.append(_mention(items[at]))
    else:
        phrase.owner = phrase.owner or _mention(items[at])
    return _take_nouns(text, phrase, items, at + 1)[1]


def _read_between(phrase: Phrase, items: Sequence[Item], at: int) -> int:
    first = _first_place(items, at + 1)
    if first is None:
        return at
    places, after = _place_list(items, first)
    if len(places) == 1 and after < len(items) and items[after].kind == "conj":
        second = _first_place(items, after + 1)
        if second is not None:
            more, after = _place_list(items, second)
            places += more
    phrase.owner = phrase.owner or places[0]
    phrase.partners.extend(places[1:])
    return after


def _read_nouns(text: str, phrase: Phrase, prep: str, items: Sequence[Item], at: int) -> int:
    """Goods or a segment after a preposition: ``of solar cells``, ``by private enterprises``, ``via freight trains``."""
    begin = at + 1
    while begin < len(items) and (items[begin].kind == "det" or items[begin].lower in modifiers()):
        begin += 1
    if begin >= len(items) or items[begin].kind not in {WORD, INDICATOR}:
        return at
    if prep in {"of", "in"}:
        return _take_nouns(text, phrase, items, begin)[1]
    if prep in {"by", "through", "via", "on"} and phrase.segment is None:
        match = _match(_segments(), items, begin)
        end = begin + match[0] if match else group_end(items, begin, len(items))
        if end == begin:
            return at
        phrase.segment = _part(text, items, begin, end)
        return group_end(items, end, len(items)) if match else end
    return at


def _take_nouns(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> tuple[bool, int]:
    """A segment, or a list of goods; returns whether any was there and the index one past it."""
    match = _match(_segments(), items, at) if at < len(items) else None
    if match:
        phrase.segment = phrase.segment or _part(text, items, at, at + match[0])
        return True, group_end(items, at + match[0], len(items))
    parts, at = _goods_list(text, items, at)
    phrase.commodities.extend(parts)
    return bool(parts), at


_EMPTY_GOODS = frozenset({"goods", "merchandise", "products", "commodities", "items"})


def _goods_list(text: str, items: Sequence[Item], at: int) -> tuple[list[Part], int]:
    parts: list[Part] = []
    while at < len(items):
        begin = at
        while parts and begin < len(items) and items[begin].lower in {",", "and", "or", "&", "as well as"}:
            begin += 1
        if (parts and begin == at) or begin >= len(items) or _read_head(items, begin):
            break
        end = group_end(items, begin, len(items))
        if end == begin or (parts and end < len(items) and _read_head(items, end)):
            break
        if items[end - 1].lower not in _EMPTY_GOODS or end - begin > 1:
            parts.append(_part(text, items, begin, end))
        at = end
    return parts, at


def _part(text: str, items: Sequence[Item], begin: int, end: int) -> Part:
    start, stop = items[begin].start, items[end - 1].end
    return Part(text[start:stop], start, stop)


def _mention(item: Item) -> Mention:
    if item.mention is None:
        raise ValueError(f"item {item.lower!r} stands for no mention")
    return item.mention
