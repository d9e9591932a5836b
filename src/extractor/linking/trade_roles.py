"""Trade told by a role: ``India was the top buyer of Kenyan tea`` tells that Kenya exports tea to India."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.linking.discourse import Focus
from extractor.linking.nouns import over_words
from extractor.linking.partners import before_overtaken, list_up_to, outsiders
from extractor.linking.senses import TRADE
from extractor.linking.statement import Statement
from extractor.mentions.goods import known_goods
from extractor.phrases import Item, Phrase, Sentence
from extractor.phrases.after import place_list
from extractor.phrases.items import PERIOD, PLACE, VALUE, WORD, is_rank
from extractor.phrases.nouns import group_end
from extractor.phrases.phrase import EMPTY_GOODS, part_of, replace
from extractor.phrases.roles import words_for
from extractor.records import Indicator, Label, Mention

_FLOWS: dict[str, Indicator] = {
    **dict.fromkeys(("importer", "importers", "consumer", "consumers"), "exports"),
    **dict.fromkeys(("exporter", "exporters"), "imports"),
    **dict.fromkeys(words_for("buyer") | {"market", "markets"}, "exports"),
    **dict.fromkeys(words_for("seller"), "imports"),
    **dict.fromkeys(("partner", "partners"), "trade"),
}
_RANKING = words_for("ranking")
_ROLES = frozenset({*_FLOWS, "source", "sources"})
_NEAR = 8  # items
_STAYS = words_for("staying")
_BEFORE_ROLE = words_for("before-role")
_RANKING_WORDS = _RANKING | _BEFORE_ROLE | {"two", "three", "four", "five", "ten"}
_POSITIONS = words_for("position")
_MOST_GOODS = 3  # words
_ITS = frozenset({"its", "their", "our"})


def told_role(sentence: Sentence) -> Phrase | None:
    """The trade that a sentence tells by the role of a counterpart, which it has to call first or large.

    Returns:
        A phrase over the words of the role, with owner, counterparts and goods; None where no role or nobody with
        whom is told.
    """
    items = sentence.items
    for at, item in enumerate(items):
        if item.lower not in _ROLES:
            continue
        flow = _FLOWS.get(item.lower) or _flow_of_source(items, at)
        first = _ranking_before(items, at) if flow else at
        if flow is None or first == at:
            continue
        role = Phrase(flow, items[first].start, item.end, item.lower, by="role-of-partner")
        after = _read_owner(sentence, role, first, at + 1)
        begin = first - 2 if _is_owned(items, first) else first
        owner = role.owner.place if role.owner else None
        role.partners = [one for one in _who(items, begin, after) if one.place != owner]
        if role.partners:
            return role
    return None


def _flow_of_source(items: Sequence[Item], at: int) -> Indicator | None:
    """``the top source of imports``; a source of capital is none."""
    phrase = items[at + 2].phrase if at + 2 < len(items) and items[at + 1].lower == "of" else None
    return "imports" if phrase and phrase.indicator == "imports" else None


def _ranking_before(items: Sequence[Item], at: int) -> int:
    """Where the words begin that make a role the first or a large one; ``at`` itself where none do."""
    first, is_ranked = at, False
    while first > 0 and at - first < _MOST_GOODS and items[first - 1].lower in known_goods():
        first -= 1  # "the largest crude oil supplier"
    while first > 0 and (_ranks(items[first - 1]) or (items[first - 1].kind == PLACE and _ranks(items[first - 2]))):
        first -= 1  # "the top three US trading partners"
        is_ranked = is_ranked or items[first].lower in _RANKING or is_rank(items[first])
    return first if is_ranked else at


def _ranks(item: Item) -> bool:
    return item.lower in _RANKING_WORDS or is_rank(item)


def _is_owned(items: Sequence[Item], first: int) -> bool:
    return first > 1 and items[first - 1].lower == "'s" and items[first - 2].kind == PLACE


def _read_owner(sentence: Sentence, role: Phrase, first: int, at: int) -> int:
    """Read whose counterpart it is, before or after the role, and of what; returns the index one past that."""
    items = sentence.items
    if _is_owned(items, first):
        role.owner = items[first - 2].mention
    role.owner = role.owner or next((item.mention for item in items[first:at] if item.kind == PLACE), None)
    role.is_possessive = first > 0 and items[first - 1].lower in _ITS
    preps = {"of", "for", "to"} if role.indicator == "imports" else {"of", "for"}  # "the main supplier of gas to Egypt"
    if at + 1 < len(items) and items[at].lower in preps:
        begin = over_words(items, at + 1)
        if begin < len(items) and items[begin].kind == PLACE:
            role.owner, begin = role.owner or items[begin].mention, begin + 1
            begin += begin < len(items) and items[begin].lower == "'s"
        phrase = items[begin].phrase if begin < len(items) else None
        if phrase:
            role.owner = role.owner or phrase.owner
            role.commodities = phrase.commodities
            at = begin + 1
        else:
            at = group_end(items, begin, len(items))
            goods = part_of(sentence.text, items, begin, at) if at > begin else None
            role.is_total = goods is not None and goods.text.lower() in EMPTY_GOODS  # "of Egyptian goods"
            role.commodities = [goods] if goods and not role.is_total else []
    return at


def _who(items: Sequence[Item], first: int, after: int) -> list[Mention]:
    """``India was the``, ``were India ($7.8bn) and Spain``, ``China,``: the places that play the role."""
    while after + 1 < len(items) and items[after].lower in {"in", "for", "during"} and items[after + 1].kind == PERIOD:
        after += 2
    if after + 1 < len(items) and _is_copula(items[after]):
        begin = over_words(items, after + 1)
        if begin < len(items) and items[begin].kind == PLACE:
            return place_list(items, begin)[0]
        phrase = items[begin].phrase if begin < len(items) else None
        if phrase and phrase.is_verb and phrase.owner:
            return [phrase.owner]  # "was India, which bought"
    at = first - 1
    while at > 0 and items[at].kind in {"det", "approx"}:
        at -= 1
    if at > 0 and items[at].kind == "have":
        at -= 1
    if at > 0 and (_is_copula(items[at]) or items[at].lower in {"as", ","}):
        at -= 1
        while at > 0 and (items[at].kind in {"have", "approx"} or items[at].lower == "which"):
            at -= 1  # "Russia has become", "India, which was"
        at -= at > 0 and items[at].lower == ","
        at = before_overtaken(items, _before_position(items, at))
        return list_up_to(items, at) if items[at].kind == PLACE else []
    return []


def _before_position(items: Sequence[Item], at: int) -> int:
    """``China retained its position as``: back over a position that is held."""
    if items[at].lower not in _POSITIONS:
        return at
    at -= 1
    while at > 0 and items[at].kind in {"det", "approx", WORD}:
        at -= 1
    return at


def _is_copula(item: Item) -> bool:
    return item.kind == "be" or item.lower in _STAYS


def take_role(sentence: Sentence, statements: Sequence[Statement], focus: Focus) -> None:
    """Figures of a sentence that tells a role are of that trade, where they name none or what the partner did.

    ``Nigeria's biggest customer was India, which bought $7.8 billion of its crude``.
    """
    role = told_role(sentence)
    if role is None:
        return
    is_of_main = len(outsiders(role.partners, focus)) == len(role.partners)  # "India is the biggest buyer", of Scotland
    if not (role.owner or role.is_possessive or (is_of_main and role.indicator != "trade")):
        return
    told_before = 0
    for statement in statements:
        subject, between = statement.subject, sentence.items[told_before : statement.index]
        if told_before and any(item.kind == PLACE for item in between):
            role = replace(role, partners=[])  # "was the US with 9 billion, ahead of Vietnam with 2.9 billion"
        told_before = statement.index
        if role.indicator == "trade":
            is_own = subject and not subject.partners and subject.owner in {None, role.owner}
            if subject and is_own and subject.indicator in TRADE:
                statement.subject = replace(subject, owner=role.owner, partners=role.partners)
            elif subject is None and statement.value.label is Label.MONEY:
                statement.subject = role  # "China was the top US trading partner, with $43 billion"
        elif (
            subject is None
            or _is_role(subject)
            or (_is_what_partner_did(subject, role) and not _goes_elsewhere(sentence, statement, role))
        ):
            goods = subject.commodities if subject and subject.commodities else role.commodities
            statement.subject = replace(role, commodities=goods)
            if is_bare_share(statement):
                statement.measure = "share"


def _is_role(subject: Phrase) -> bool:
    """``The top three export markets were``: the role itself, read as what is measured."""
    return subject.text is not None and subject.text.text.lower().rpartition(" ")[2] in _ROLES


def is_bare_share(statement: Statement) -> bool:
    """``the top export destination with 12.2 percent``: a percentage that nothing says moved."""
    is_bare = statement.rule in {"growth-bare", "list", "same-beside"} and statement.cue is None
    return is_bare and statement.value.unit == "percent"


def _goes_elsewhere(sentence: Sentence, statement: Statement, role: Phrase) -> bool:
    """``which exported 9 billion of goods to France``: what the partner trades with somebody else."""
    owner = role.owner.place if role.owner else None
    after = sentence.items[statement.index + 1 : statement.index + _NEAR]
    after = after[: next((n for n, item in enumerate(after) if item.kind == VALUE), len(after))]
    elsewhere = {"to"} if role.indicator == "imports" else {"to", "from"}  # "5 tonnes from Iraq" are supplied too
    places = [two.mention for one, two in pairwise(after) if one.lower in elsewhere and two.kind == PLACE]
    return any(place is not None and place.place != owner for place in places)


def _is_what_partner_did(subject: Phrase, role: Phrase) -> bool:
    if subject.indicator == "other" or subject.partners:
        return False
    owner = subject.owner.place if subject.owner else None
    is_mirror = subject.indicator == ("imports" if role.indicator == "exports" else "exports")
    is_told = is_mirror or owner is None
    is_done = subject.is_verb or subject.form.endswith("ing")  # "India's largest supplier, shipping 2 million barrels"
    is_by_partner = is_done and is_told and (owner is None or any(owner == one.place for one in role.partners))
    is_of_owner = subject.indicator == role.indicator and (owner is None or (role.owner and owner == role.owner.place))
    return bool(is_by_partner or is_of_owner)
