"""What stands after the head of an indicator phrase: prepositions with places, goods and segments."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.phrases.groups import described_group
from extractor.phrases.heads import OF_FIGURES, PASSING, STANDS_FOR_PLACE, is_segment, read_head, segment_at
from extractor.phrases.items import PERIOD, PLACE, VALUE, WORD, Item, mention_of
from extractor.phrases.nouns import group_end, is_verbal, modifiers
from extractor.phrases.phrase import EMPTY_GOODS, Part, Phrase, part_of
from extractor.phrases.roles import words_for
from extractor.records import Mention

TYPE_WORDS = words_for("place-type")
_OF_TWO = frozenset({"former", "latter"})
_NEIGHBOUR = frozenset({"neighbour", "neighbor"})
_POINTING = frozenset({"neighbouring", "neighboring", "adjacent", "same"})
_SIDES = words_for("trading-side")
_PARTNERS = _NEIGHBOUR | {"neighbours", "neighbors", "partner", "partners"}
_LARGE_SIDES = _PARTNERS | _SIDES | {"economy"}
_RANKING = words_for("ranking")
_NO_GOODS = words_for("no-goods")
_TIMES = words_for("time-unit") | {"season"}
_COSTS = frozenset({"cost", "costs"})
_LEADING_TO_PLACES = words_for("leading-to-place")
_CHANNEL_PREPS = frozenset({"by", "through", "via", "on"})
_OWNER_PREPS = frozenset({"of", "in", "at", "across", "by"})
_PACKS = words_for("pack") | words_for("cargo-unit") | {"container"}
_COUNTERPART_PREPS = frozenset({"to", "with", "from", "among", "into"})
_READ_PREPS = frozenset(
    {"of", "to", "with", "from", "in", "by", "through", "via", "between", "among", "at", "across", "for", "into", "on"}
)


def read_after(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """Read the prepositional phrases after the head; returns the index one past what belongs."""
    if phrase.is_verb:
        return _read_object(text, phrase, items, at)
    while at < len(items):
        after = at
        if items[at].kind == "returning" or _is_there(items, at):  # "exports the other way", "sales there"
            phrase.points_back, after = "there", at + 1
        elif _is_passing(phrase, items, at):
            after = _read_argument(text, phrase, items, at + 1)
        elif items[at].lower in _READ_PREPS and at + 1 < len(items):
            after = _read_argument(text, phrase, items, at)
        if after == at:
            break
        at = after
    return at


def _is_there(items: Sequence[Item], at: int) -> bool:
    """``sales there``, not ``in exports there was growth``."""
    return items[at].lower == "there" and (at + 1 == len(items) or items[at + 1].kind not in {"be", "have"})


def _is_passing(phrase: Phrase, items: Sequence[Item], at: int) -> bool:
    """``cargo passing through Jebel Ali Port``: where goods are handled."""
    is_by = at + 2 < len(items) and items[at].lower in PASSING and items[at + 1].lower in {"through", "via", "at"}
    return is_by and phrase.indicator == "throughput"


def _read_object(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """``imported cars and parts worth $5 billion``: the goods between the verb and its figure."""
    begin = over_determiners(items, at)
    if begin + 1 < len(items) and items[begin + 1].kind in {WORD, VALUE}:
        if items[begin].kind == PLACE:
            if phrase.form.startswith(("sold", "sell", "suppl")):
                phrase.partners.append(
                    mention_of(items[begin])
                )  # "sold Brazil goods worth", not "exported Texas crude"
            begin += 1
        elif items[begin].lower in STANDS_FOR_PLACE:
            phrase.points_back = "there"  # "sold its neighbour goods worth"
            begin += 1
    parts, end = _goods_list(text, items, begin)
    if all(item.lower in OF_FIGURES for item in items[begin:end]) or items[end - 1].lower in _PACKS:
        return at  # "imported an all-time high of $3 billion of oil"
    phrase.commodities.extend(parts)
    return end if end > begin else at


def over_determiners(items: Sequence[Item], at: int) -> int:
    """Index one past determiners and adjectives that narrow nothing."""
    while at < len(items) and (items[at].kind == "det" or items[at].lower in modifiers()):
        at += 1
    return at


def _read_argument(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """One preposition with what it governs; returns ``at`` where it does not belong to the phrase."""
    prep, begin = items[at].lower, at + 1
    if items[begin].kind == PERIOD:
        return _read_period(text, phrase, items, at)
    if prep == "between":
        return _read_between(phrase, items, at)
    if prep in _COUNTERPART_PREPS and (end := _read_group(text, phrase, items, begin)):
        return end
    first = _first_place(items, begin)
    if first is None:
        return _read_nouns(text, phrase, prep, items, at)
    return _read_place(text, phrase, prep, items, (begin, first))


def _read_place(text: str, phrase: Phrase, prep: str, items: Sequence[Item], at: tuple[int, int]) -> int:
    """A route, the origin of goods, owners or counterparts; ``at`` is where the words and where the places begin."""
    begin, first = at
    is_passed = prep in {"through", "via"} and phrase.indicator != "throughput"  # "imports through the Dover terminal"
    if (first == begin or is_passed) and prep in _CHANNEL_PREPS and _names_a_route(items, first):
        end = group_end(items, _over_hyphens(items, first), len(items))
        phrase.segment = phrase.segment or part_of(text, items, first, end)
        return end
    if prep in {"with", "to"} and first + 1 < len(items) and items[first + 1].lower in STANDS_FOR_PLACE:
        phrase.points_back = "there"  # "the surplus with the South American nation"
        return first + 2
    if _is_modifier_place(items, first):
        return _read_place_and_goods(text, phrase, items, first)
    places, after = place_list(items, first)
    side = _over_side(items, after) if prep in _COUNTERPART_PREPS else after
    if side > after:
        phrase.points_back = "there"
        return side
    _assign_places(phrase, prep, places)
    return _after_possessive(text, phrase, items, after)


def _over_pointer(items: Sequence[Item], at: int) -> int:
    """``that country``, ``the neighbouring country``, ``the same market``: past what points back; ``at`` else."""
    is_that = items[at].lower == "that"
    noun = at + is_that + (items[at].kind == "det" and not is_that)
    is_same = noun < len(items) and items[noun].lower in _POINTING
    noun += is_same
    is_place = noun < len(items) and items[noun].lower in STANDS_FOR_PLACE
    return noun + 1 if is_place and (is_that or is_same) else at


def _over_side(items: Sequence[Item], at: int) -> int:
    """``with the South American nation's main partner``: past a role, where it is told whose it is; ``at`` else."""
    if at >= len(items) or items[at].lower != "'s":
        return at
    end = group_end(items, at + 1, len(items))
    is_large = end > at + 2 and items[end - 2].lower in _RANKING  # "the bloc's biggest economy", but "China's market"
    return end if end > at + 1 and items[end - 1].lower in (_LARGE_SIDES if is_large else _PARTNERS) else at


def _read_group(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """A counterpart that has no name: ``from there``, ``to third countries``; 0 where none is told."""
    is_definite = items[at].lower == "the" and at + 1 < len(items)
    at += is_definite and items[at + 1].lower in _OF_TWO | _NEIGHBOUR
    if (pointed := _over_pointer(items, at)) > at:
        phrase.points_back = "there"
        return pointed
    if items[at].lower in _NEIGHBOUR and items[at - 1].lower == "the":
        phrase.points_back = "there"
        return at + 1
    is_pronoun = items[at].lower in {"it", "them"} and (at + 1 == len(items) or items[at + 1].lower != "'s")
    if items[at].lower in _OF_TWO or items[at].lower == "there" or is_pronoun:
        phrase.points_back = items[at].lower if items[at].lower in _OF_TWO else "there"
        return at + 1
    group = described_group(text, items, at)
    if group is None:
        return 0
    phrase.partners.append(group[0])
    return group[1]


def _read_period(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """``exports in May to Japan``: a period belongs to the phrase where more of the phrase follows it."""
    after = at + 2
    if items[at].lower not in {"in", "for", "of", "during"} or after + 1 >= len(items):
        return at
    if items[after].lower not in _READ_PREPS - {"from"} or items[after + 1].kind == PERIOD:
        return at
    end = _read_argument(text, phrase, items, after)
    if end == after:
        return at
    phrase.periods.append(mention_of(items[at + 1]))
    return end


def _first_place(items: Sequence[Item], at: int) -> int | None:
    """Index of the place a preposition governs, over words such as *countries and regions along the*."""
    limit = min(len(items), at + 9)
    while at < limit:
        if items[at].kind == PLACE:
            return at
        if items[at].lower in TYPE_WORDS and at + 1 < limit and items[at + 1].lower == "of":
            at += 2
        elif items[at].kind == "det" or items[at].lower in _LEADING_TO_PLACES or items[at].kind == "approx":
            at += 1
        else:
            return None
    return None


def _is_modifier_place(items: Sequence[Item], at: int) -> bool:
    """Whether the place only modifies the goods that follow, as in *imports of US soybeans*."""
    after = at + 1
    if after == len(items) or items[after].lower in _SIDES:
        return False
    return items[after].kind == WORD and not is_verbal(items[after].lower) and items[after].lower not in _NO_GOODS


def _over_hyphens(items: Sequence[Item], at: int) -> int:
    """Index one past names joined by hyphens: ``Chongqing-Duisburg``."""
    at += 1
    while at < len(items) and items[at].lower in {"-", "–"}:
        at += 2
    return at


def _names_a_route(items: Sequence[Item], at: int) -> bool:
    """Whether a place begins the name of a channel, as in *via Wuhan-Europe freight trains*."""
    after = _over_hyphens(items, at)
    return after < len(items) and items[after].kind == WORD and not is_verbal(items[after].lower)


def place_list(items: Sequence[Item], at: int) -> tuple[list[Mention], int]:
    """``Beijing, Tianjin and Hebei``: the places of a list and the index one past it."""
    places = [mention_of(items[at])]
    at += 1
    while at < len(items):
        after = at
        while after < len(items) and (items[after].lower in {",", "and", "or", "&", "as well as", "the", "plus"}):
            after += 1
            if items[after - 1].lower == "and" and after < len(items) and items[after].lower in _COUNTERPART_PREPS:
                after += 1  # "to Britain and to OPEC countries"
        if after == at or after >= len(items) or items[after].kind != PLACE:
            break
        if after + 1 < len(items) and items[after + 1].lower == "'s":
            break
        places.append(mention_of(items[after]))
        at = after + 1
    while at < len(items) and (items[at].lower in {"”", '"', "’"} or items[at].lower in _SIDES):
        at += 1
    return places, at


def _assign_places(phrase: Phrase, prep: str, places: list[Mention]) -> None:
    """Owner or counterpart, by preposition and indicator (SDMX reference area and counterpart area)."""
    if phrase.kind == "share" and phrase.by == "anaphor":
        phrase.partners.extend(places)  # "China's share was 21.5%, that of Russia 18.9%"
        return
    is_handled = phrase.indicator == "throughput" and prep in {"through", "via"}  # "cargo through the port of"
    is_owner = prep in _OWNER_PREPS or is_handled or (prep == "from" and phrase.indicator in {"exports", "re_exports"})
    if phrase.indicator == "imports" and prep in {"into", "to"} and phrase.owner is None:
        is_owner = True  # "imports of cars into Ukraine"
    if phrase.indicator == "outward_investment" and prep == "in":
        is_owner = False
    if phrase.indicator == "investment" and prep in {"in", "into", "to"}:
        is_owner = True
        if phrase.owner is not None:  # "Japanese investment in Thailand"
            phrase.partners.append(phrase.owner)
            phrase.owner = None
    if is_owner:
        is_of_group = phrase.owner is not None and phrase.owner.place is not None and phrase.owner.place.kind == "group"
        phrase.owner = places[0] if is_of_group else phrase.owner or places[0]  # "extra-EU exports of Italy"
    elif prep in _COUNTERPART_PREPS:
        phrase.partners.extend(places)


def _after_possessive(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """``of the province's cross-border e-commerce``: the noun after the owner narrows the phrase."""
    if at >= len(items) or items[at].lower != "'s":
        return at
    if at + 1 < len(items) and items[at + 1].kind == PLACE:
        phrase.owner = mention_of(items[at + 1])
        return at + 2
    return _take_nouns(text, phrase, items, at + 1)


def _read_place_and_goods(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    if phrase.indicator == "imports":
        phrase.partners.append(mention_of(items[at]))
    else:
        phrase.owner = phrase.owner or mention_of(items[at])
    return _take_nouns(text, phrase, items, at + 1)


def over_two_sides(items: Sequence[Item], at: int) -> int:
    """``between the two countries``, ``between them``: past the two that were told before; ``at`` else."""
    if at < len(items) and items[at].lower == "them":
        return at + 1
    noun = at + (at < len(items) and items[at].kind == "det")
    noun += noun < len(items) and items[noun].lower in {"two", "both"}
    while noun > at and noun < len(items) and items[noun].lower in _BETWEEN_SIDES:
        noun += 1
    return noun if noun > at + 1 and items[noun - 1].lower in TWO_SIDES else at


TWO_SIDES = words_for("two-sides")
_BETWEEN_SIDES = TWO_SIDES | {"neighbouring", "neighboring", "asian", "african", "european"}


def _read_between(phrase: Phrase, items: Sequence[Item], at: int) -> int:
    first = _first_place(items, at + 1)
    if first is None:
        after = over_two_sides(items, at + 1)
        phrase.points_back = "there" if after > at + 1 else phrase.points_back
        return after if after > at + 1 else at
    places, after = place_list(items, first)
    if len(places) == 1 and after < len(items) and items[after].kind == "conj":
        second = _first_place(items, after + 1)
        if second is not None:
            more, after = place_list(items, second)
            places += more
    if phrase.indicator != "throughput":  # what passes between two places is neither's
        phrase.owner = phrase.owner or places[0]
        phrase.partners.extend(places[1:])
    return after


_EARNINGS = (*words_for("receipts"), "income")


_WORLD = words_for("worldwide")


def _read_nouns(text: str, phrase: Phrase, prep: str, items: Sequence[Item], at: int) -> int:
    """Goods or a segment after a preposition: ``of solar cells``, ``by private firms``, ``via freight trains``."""
    begin = over_determiners(items, at + 1)
    if begin >= len(items) or items[begin].kind != WORD or items[begin].lower in _WORLD:
        return at
    if phrase.indicator == "trade_balance" and prep in {"in", "of", "on"}:
        inner = read_head(items, begin)
        if inner:  # "the deficit in goods trade"
            phrase.segment, phrase.is_weak = phrase.segment or inner[0].segment, False
            return inner[1]
    is_source = prep == "from" and phrase.form.endswith(_EARNINGS)  # "export earnings from tea"
    if prep in {"of", "in"} or is_source:
        return _take_nouns(text, phrase, items, begin)
    if prep not in _CHANNEL_PREPS or phrase.segment is not None:
        return at
    known = segment_at(text, items, begin)
    if known is None and prep in {"by", "on"}:  # "shrank by a steep 8 percent"
        return at
    end = group_end(items, known[1] if known else begin, len(items))
    phrase.segment = known[0] if known else part_of(text, items, begin, end)
    return end


def _take_nouns(text: str, phrase: Phrase, items: Sequence[Item], at: int) -> int:
    """A segment, or a list of goods; returns the index one past it."""
    known = segment_at(text, items, at) if at < len(items) else None
    if known:
        phrase.segment = phrase.segment or known[0]
        return group_end(items, known[1], len(items))
    parts, after = _goods_list(text, items, at)
    if len(parts) == 1 and is_segment(parts[0].text):
        phrase.segment = phrase.segment or parts[0]  # "exports of business services"
    else:
        phrase.commodities.extend(parts)
    return after


def _goods_list(text: str, items: Sequence[Item], at: int) -> tuple[list[Part], int]:
    parts: list[Part] = []
    while at < len(items):
        begin = at
        while parts and begin < len(items) and items[begin].lower in {",", "and", "or", "&", "as well as"}:
            begin += 1
        begin += begin > at and begin + 1 < len(items) and items[begin].lower in {"of", "other"}  # "and of tilapia"
        if (parts and begin == at) or begin >= len(items) or read_head(items, begin):
            break
        end = group_end(items, begin, len(items))
        if end == begin or (parts and end < len(items) and read_head(items, end)):
            break
        if parts and items[begin].lower in _NO_GOODS:
            break  # "fuel and energy, driven by"
        if items[end - 1].lower in TYPE_WORDS and items[begin - 1].kind == "det":
            break  # "exports of the border city"
        if items[end - 1].lower in _TIMES:
            break  # "exports in the fiscal year that ended"
        if items[end - 1].lower in _COSTS and end - begin > 1 and end < len(items):
            end -= 1  # "imports of fuel cost 3.9 billion"
        if items[end - 1].lower not in EMPTY_GOODS or end - begin > 1:
            parts.append(part_of(text, items, begin, end))
        at = end
    return parts, at
