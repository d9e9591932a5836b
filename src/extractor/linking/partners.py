"""To, from or with whom: the counterpart areas of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.areas import BESIDE_MARKS, names_office
from extractor.linking.discourse import Focus
from extractor.linking.nouns import over_words
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.phrases import Item, Phrase
from extractor.phrases.after import place_list
from extractor.phrases.groups import described_group
from extractor.phrases.items import INDICATOR, PLACE, VALUE, WORD, mention_of
from extractor.phrases.nouns import group_end
from extractor.phrases.phrase import replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label, Mention

_BUYING = ("bought", "buying", "purchase", "orders")
_SELLING = ("sold", "sell", "suppl", "deliver")


def counterparts(text: str, items: Sequence[Item], statement: Statement, focus: Focus) -> list[Mention]:
    """Counterpart areas a statement names outside its phrase.

    ``Singapore (15.2%)``, ``China with 10.4%``, ``122 to Belt and Road countries`` and, where the article is about
    another area, ``Pakistan took 206,000 tonnes``.
    """
    index = statement.index
    named_after = _counterparts_after(text, items, statement)
    if named_after:
        return outsiders(named_after, focus)
    if statement.subject is None or statement.subject.indicator == "other":
        return []
    if statement.subject.indicator == "throughput" and not any(item.lower in _PARTNER for item in items[:index]):
        return []
    for at in range(index - 1, -1, -1):
        item = items[at]
        if item.mention and item.mention.label is Label.RANK:
            continue  # "China ranked first with 3.9 billion"
        if item.kind == VALUE or item.lower in {";", "while", "whereas"} or (item.lower == "at" and at < index - 1):
            return []
        if item.kind == PLACE and _is_group(mention_of(item)) and _is_inside(items, at):
            continue  # "Vietnam was the biggest partner within the bloc, with"
        if item.kind == PLACE and (_owns_role(items, at) or _is_passed(items, at)):
            continue  # "Germany was Austria's largest partner, taking", "second after China, importing"
        if item.kind == PLACE and not names_office(text, items, at):
            named = outsiders(list_up_to(items, before_overtaken(items, at)), focus)
            if named or not mention_of(item).nominal:
                return named  # past "the region" in "Vietnam remained the region's largest partner, with"
    return []


def _owns_role(items: Sequence[Item], at: int) -> bool:
    """``Austria's largest trading partner``: whose partner somebody is, told by the words after a place."""
    after = at + 2
    while after < len(items) and after < at + _LONGEST_ROLE and items[after].kind == WORD:
        if items[after].lower in PARTNER_ROLES:
            return items[at + 1].lower == "'s"
        after += 1
    return False


def _is_passed(items: Sequence[Item], at: int) -> bool:
    before = at - 1 - (at > 1 and items[at - 1].kind == "det")
    return before > 0 and items[before].lower in {"after", "behind"}


_LONGEST_ROLE = 8  # items
PARTNER_ROLES = words_for("buyer") | words_for("seller") | words_for("trading-side")


def _is_group(mention: Mention) -> bool:
    return mention.nominal or (mention.place is not None and mention.place.kind in {"group", "region"})


def before_overtaken(items: Sequence[Item], at: int) -> int:
    """``China overtook the US as the largest buyer``: from the place overtaken back to the one that did it."""
    before = at - 1
    while before > 0 and items[before].kind in {"det", "approx"}:
        before -= 1
    is_overtaken = items[at].kind == PLACE and before > 0 and items[before].lower in _OVERTAKING
    return before - 1 if is_overtaken and items[before - 1].kind == PLACE else at


_OVERTAKING = words_for("overtaking")


def _is_inside(items: Sequence[Item], at: int) -> bool:
    while at > 0 and items[at - 1].kind == "det":
        at -= 1
    return at > 0 and items[at - 1].lower in {"within", "in", "inside", "among"}


def _counterparts_after(text: str, items: Sequence[Item], statement: Statement) -> list[Mention]:
    """``$4 billion worth of iron ore to China``, ``25 percent went to Germany``: the places right after a figure."""
    at = statement.index + 1
    if at < len(items) and items[at].lower in {"of which", "of them", "of these"}:
        at += 1
    if (
        at + 1 < len(items)
        and items[at].lower == ","
        and (items[at + 1].lower in _GOING or items[at + 1].lower == "of")
    ):
        at += 1  # "a fifth, or 1.2 billion, went to", "half, or 52 percent, of exports"
    at = _over_whole(items, at)
    if statement.value.label is Label.QUANTITY and statement.subject and statement.subject.indicator in TRADE:
        at = group_end(items, at, len(items))  # "exported 2,000 cars to Kenya"
    at += at + 1 < len(items) and items[at].kind == "be" and items[at + 1].lower in _GOING  # "were bound for China"
    if at < len(items) and items[at].kind == WORD and (statement.rule == "share-sent" or items[at].lower in _GOING):
        at += 1
    if at < len(items) and (items[at].lower == "of" or items[at].kind == "worth"):
        at = group_end(items, over_words(items, at + 1), len(items))
    is_bound = items[at - 1].lower in _BOUND or statement.rule == "share-sent-too"
    preps = {"for", "to", "from"} if is_bound else {"to", "with", "from"}
    if at == len(items) or items[at].lower not in preps:
        return []
    at += 1
    while at < len(items) and items[at].lower == "the":
        at += 1
    if at < len(items) and items[at].kind == PLACE:
        return place_list(items, at)[0]
    group = described_group(text, items, at)
    return [group[0]] if group else []  # "goods worth 4 billion euros to third countries"


def partner_after(items: Sequence[Item], index: int, focus: Focus, flow: str = "") -> list[Mention]:
    """``absorbed 37 percent, against 15.8 percent for the United States``: of whom a figure set against another is.

    Of imports, *from* tells that as well, and of exports *to*.
    """
    at = index + 1
    if at + 1 >= len(items) or items[at].lower not in {"for", _DIRECTIONS.get(flow, "for")}:
        return []
    at += 1 + (items[at + 1].kind == "det")
    is_place = at < len(items) and items[at].kind == PLACE and not (at + 1 < len(items) and items[at + 1].kind == WORD)
    return outsiders([items[at].mention], focus) if is_place else []


def points_after(items: Sequence[Item], index: int) -> bool:
    """``a surplus of 74 billion with it``, ``sold 5 tonnes to that country``: whether one told before trades."""
    at = index + 1
    if at + 1 >= len(items) or items[at].lower not in {"to", "with", "from"}:
        return False
    noun = at + 1 + (items[at + 1].kind == "det" or items[at + 1].lower == "that")
    noun += noun < len(items) and items[noun].lower in _SIDES_OF_THE_SKY  # "to its southern neighbour"
    is_pronoun = items[at + 1].lower in _PRONOUNS and (at + 2 == len(items) or items[at + 2].lower != "'s")
    return is_pronoun or (noun > at + 1 and noun < len(items) and items[noun].lower in _SIDES_TOLD)


_DIRECTIONS = {"imports": "from", "exports": "to"}
_SIDES_OF_THE_SKY = words_for("side-of-the-sky")
_PRONOUNS = frozenset({"it", "them", "there"})
_SIDES_TOLD = frozenset({"neighbour", "neighbor", "neighbours", "neighbors", "country", "partner", "partners"})


def _over_whole(items: Sequence[Item], at: int) -> int:
    """``60 percent of Kenya's exports went to Uganda``: past the whole, where what goes somewhere is told after it."""
    after = at + 1
    while after < len(items) and items[after].kind == "det":
        after += 1
    if after >= len(items) or items[at].lower != "of" or items[after].kind != INDICATOR:
        return at
    after += 1
    while after < len(items) and (items[after].kind == "be" or items[after].lower == ","):
        after += 1
    return after if after < len(items) and items[after].lower in _GOING else at


def list_up_to(items: Sequence[Item], at: int) -> list[Mention]:
    """The places of the list that ends with the one at ``at``: ``firms from Kenya, Uganda and Rwanda signed``."""
    places = [mention_of(items[at])]
    while at > 1:
        before = at - 1
        while before > 0 and items[before].lower in {",", "and", "the"}:
            before -= 1
        if before == at - 1 or items[before].kind != PLACE:
            break
        places.insert(0, mention_of(items[before]))
        at = before
    return places


def outsiders(mentions: Sequence[Mention | None], focus: Focus) -> list[Mention]:
    """Those that lie outside the area the article is about."""
    return [mention for mention in mentions if mention and focus.main and not focus.is_kin(mention.place)]


def partner_beside(items: Sequence[Item], index: int, focus: Focus) -> list[Mention]:
    """The counterpart a figure stands right beside: ``Singapore (15.2%)``, ``China with 10.4%``."""
    if index < _SHORTEST or items[index - 1].lower not in BESIDE_MARKS or items[index - 2].kind != PLACE:
        return []
    after = [item.kind for item in items[index + 1 : index + 3]]
    is_row = VALUE in after and items[index + 1].lower in {",", "and"}  # "the US, China and Japan with 7, 5 and 2"
    return outsiders(list_up_to(items, index - 2) if is_row else [items[index - 2].mention], focus)


def from_the_other_side(subject: Phrase, focus: Focus) -> Phrase:
    """What another country bought is exported: ``Germany bought goods for 5 billion`` in an article about Italy.

    What another sold to it is imported: ``Spain sold Italy goods for 2 billion``.

    What passes through a port for another country (``Malawian traffic``) is still the port's.
    """
    main = focus.main.place if focus.main else None
    if subject.owner is None or main is None or focus.is_kin(subject.owner.place):
        return subject
    is_bought = subject.indicator == "imports" and subject.form.startswith(_BUYING)
    is_sold_to = focus.traded is not None and focus.traded.indicator == "exports" and not subject.partners
    is_bought = is_bought or (subject.is_verb and subject.form.startswith("import") and is_sold_to)
    if is_bought and main.kind != "group":
        return replace(subject, indicator="exports", owner=None, partners=[subject.owner])
    is_sold = subject.is_verb and subject.indicator == "exports" and subject.form.startswith(_SELLING)
    if is_sold and subject.partners and all(partner.place == main for partner in subject.partners):
        return replace(subject, indicator="imports", owner=subject.partners[0], partners=[subject.owner])
    is_of_country = subject.owner.place is not None and subject.owner.place.kind in {"country", "group"}
    if subject.indicator == "throughput" and main.kind == "port" and is_of_country:
        return replace(subject, owner=None, partners=[subject.owner])
    return subject


def dealing_partners(items: Sequence[Item], focus: Focus) -> tuple[Indicator, list[Mention]] | None:
    """``China supplied goods worth 5 billion``, ``Uganda took 3 billion``: what partners do tells the flow."""
    told = [
        at
        for at, item in enumerate(items)
        if item.lower not in {",", "which", "who", "also", "alone"} | _SIDES and item.kind != "approx"
    ]
    for before, at in pairwise(told):
        flow = _TOLD_BY_PARTNER.get(items[at].lower)
        named = outsiders(list_up_to(items, before), focus) if flow and items[before].kind == PLACE else []
        if flow and named:
            return flow, named
    return None


_BOUND = frozenset({"bound", "destined", "headed", "earmarked"})
_SHORTEST = 2  # items before a figure beside a place
_GOING = words_for("going")
_SIDES = words_for("trading-side")
_PARTNER = frozenset({"partner", "partners"})
_TOLD_BY_PARTNER: dict[str, Indicator] = {
    **dict.fromkeys(words_for("partner-buys"), "exports"),
    **dict.fromkeys(words_for("partner-sells"), "imports"),
}


def opening_partners(items: Sequence[Item], focus: Focus) -> list[Mention]:
    """``With the European Union, the balance was in the red``: whom a sentence, and its paragraph, turn to."""
    if not items or items[0].lower != "with":
        return []
    at = over_words(items, 1)
    if at >= len(items) or items[at].kind != PLACE:
        return []
    places, after = place_list(items, at)
    return outsiders(places, focus) if after < len(items) and items[after].lower == "," else []


def other_of_two(trade: Phrase, flow: Phrase) -> list[Mention]:
    """``Trade between India and the UAE stood at 84 billion, with Indian exports at 36 billion``: to the UAE."""
    if trade.indicator != "trade" or len(trade.partners) != 1 or trade.owner is None or flow.owner is None:
        return []
    if flow.indicator not in {"exports", "imports"} or flow.is_inherited or flow.is_total:
        return []
    two = [trade.owner, trade.partners[0]]
    others = [one for one in two if one.place != flow.owner.place]
    return others if len(others) == 1 else []
