"""Whose figure: the reference area of a statement, from its words, its sentence or the focus."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.linking.clauses import clauses_closed
from extractor.linking.discourse import Focus, country_of, is_dateline, lies_in
from extractor.linking.nouns import VERBS, is_empty
from extractor.linking.statement import Statement
from extractor.phrases import Item
from extractor.phrases.after import TYPE_WORDS
from extractor.phrases.items import INDICATOR, PERIOD, PLACE, VALUE, WORD, mention_of
from extractor.phrases.nouns import is_verbal
from extractor.phrases.roles import words_for
from extractor.records import Label, Mention

BESIDE = "place-beside-figure"
BESIDE_MARKS = frozenset({"(", "with", "on", "at"})
_FAR_PREPS = words_for("far-prep")


def reference_area(text: str, items: Sequence[Item], statement: Statement, focus: Focus) -> tuple[Mention | None, str]:
    """The place a figure is told of, and the rule that found it.

    Args:
        text: The article.
        items: The sentence.
        statement: The figure.
        focus: What the article has last spoken of.
    """
    subject = statement.subject
    beside = place_beside(items, statement.index)
    if beside and focus.is_kin(beside.place) and (subject is None or subject.is_inherited or not subject.owner):
        return beside, BESIDE
    told = _owner_of_total(items, statement.index) or _new_doer(text, items, statement, focus)
    told = told or _pointed_at(items, statement, focus) or _nationwide(items, statement, focus)
    if told:
        return told, "place-of-clause"
    is_of_world = subject is not None and subject.is_worldwide and not subject.is_possessive
    if subject and (is_of_world or (subject.owner and not subject.is_inherited)):
        part = _part_of_owner(text, items, statement)
        return (part, "part-of-owner") if part else (subject.owner, "owner-of-phrase")
    is_rank = statement.value.label is Label.RANK
    if (subject is None or subject.is_inherited) and not is_rank:
        near = _subject_place(text, items, statement.index, focus)
        if near:
            return near, "subject-of-sentence"
        return (subject.owner, subject.by) if subject and subject.owner else (focus.place, "place-in-focus")
    return _area_around(text, items, statement, focus)


def _part_of_owner(text: str, items: Sequence[Item], statement: Statement) -> Mention | None:
    """``Guangdong contributed 21 percent of China's trade``: told of the part that lies in the whole."""
    subject = statement.subject
    owner = subject.owner.place if subject and subject.owner else None
    if owner and statement.rule == "level-share":
        at = statement.index - 2 - (items[statement.index - 2].kind == "approx")
        place = mention_of(items[at]).place if items[at].kind == PLACE else None
        return items[at].mention if place and lies_in(place, owner) else None  # "with Spain alone accounting for"
    if statement.measure != "share" or subject is None or subject.start < statement.value.start:
        return None
    for at in range(statement.index - 1, -1, -1):
        if items[at].kind in {VALUE, INDICATOR} or items[at].lower in _ENDS_CLAUSE:
            return None
        if items[at].kind == PLACE and can_own(text, items, at):
            place = mention_of(items[at]).place
            return items[at].mention if place and (owner is None or lies_in(place, owner)) else None
    return None


def _nationwide(items: Sequence[Item], statement: Statement, focus: Focus) -> Mention | None:
    """``Nationally, ports handled 4.1 million``, ``National exports rose``: the country of what an article is about."""
    subject = statement.subject
    is_owned = subject is not None and subject.owner is not None and not subject.is_inherited
    is_of_share = statement.measure == "share"  # "15 percent of national exports" is told of a part
    is_told = items[0].lower in _NATIONWIDE or (subject is not None and subject.is_nationwide and not is_of_share)
    if not is_told or focus.main is None or is_owned:
        return None
    return focus.main.model_copy(update={"place": country_of(focus.main.place)})


_NATIONWIDE = frozenset({"nationally", "nationwide", "countrywide"})


def _owner_of_total(items: Sequence[Item], index: int) -> Mention | None:
    """``38 percent of the country's total of $38.6 billion``: whose total the figure is."""
    before = items[max(0, index - 4) : index]
    if len(before) < 4 or before[3].lower != "of" or before[1].lower != "'s" or before[0].kind != PLACE:
        return None
    return before[0].mention if is_empty(before[2:3]) else None


def _new_doer(text: str, items: Sequence[Item], statement: Statement, focus: Focus) -> Mention | None:
    """``exports from Germany rose 0.4%, while the euro area as a whole registered a drop of 1.7%``."""
    if statement.subject is None or statement.subject.by != "same-clause" or statement.is_comparison:
        return None
    for at in range(statement.index - 1, 0, -1):
        if items[at].kind in {VALUE, INDICATOR}:
            return None
        if items[at].kind == PLACE and items[at - 1].kind in {"conj", "det"} and can_own(text, items, at):
            after = at + 1
            while items[after].kind in {WORD, "prep", "det", "approx"}:
                after += 1
            is_subject = items[after].kind in {"reach", "move", "have"} and items[after].lower not in _NOUNS_OF_CHANGE
            before = statement.subject.owner
            is_own = focus.is_kin(mention_of(items[at]).place) or (before and not focus.is_kin(before.place))
            return items[at].mention if is_subject and is_own else None
    return None


def _pointed_at(items: Sequence[Item], statement: Statement, focus: Focus) -> Mention | None:
    """``the ports of Horgos and Alashankou. The former handled 9 million tonnes``: one of two places told together."""
    subject = statement.subject
    if (
        len(focus.two) != len(_OF_TWO)
        or not any(item.lower == "former" for item in items[:_FIRST])
        or subject is None
        or subject.owner
        or subject.by in {"the-former", "the-latter"}
    ):
        return None
    for at in range(statement.index - 1, 0, -1):
        if items[at].lower in _OF_TWO and items[at - 1].kind == "det":
            pointed = focus.two[_OF_TWO.index(items[at].lower)]
            return pointed if focus.is_kin(pointed.place) else None
        if items[at].lower in _ENDS_CLAUSE:
            return None
    return None


_OF_TWO = ("former", "latter")
_FIRST = 3  # items
_ENDS_CLAUSE = frozenset({";", "while", "whereas", "but"})
_NOUNS_OF_CHANGE = words_for("noun-of-change")


def _area_around(text: str, items: Sequence[Item], statement: Statement, focus: Focus) -> tuple[Mention | None, str]:
    """The place named nearest a figure whose own phrase names none, else the one in focus."""
    subject, is_rank = statement.subject, statement.value.label is Label.RANK
    if subject and (subject.indicator == "other" or not subject.is_possessive) and not is_rank:
        after = _place_after(items, statement.index)
        if after and focus.is_kin(after.place):
            return after, "place-after-figure"
    before = _place_before(text, items, statement, focus, is_pronoun=bool(subject and subject.is_possessive))
    if before:
        return before, "antecedent" if subject and subject.is_possessive else "place-in-sentence"
    return focus.place, "place-in-focus"


def place_beside(items: Sequence[Item], index: int) -> Mention | None:
    """``Chongzuo led with 252 billion, followed by Fangchenggang (91 billion)``: whose figure each is."""
    before = index - 2
    if before >= 1 and items[before + 1].lower == "with" and items[before].kind == WORD:
        before -= 1
    is_beside = before >= 0 and items[index - 1].lower in BESIDE_MARKS and items[before].kind == PLACE
    return items[before].mention if is_beside else None


def _place_after(items: Sequence[Item], index: int) -> Mention | None:
    """``15 ports in Xinjiang``: a place in the words that follow the figure at once."""
    at = index + 1
    while (
        at < len(items)
        and at < index + 8
        and (items[at].kind in {WORD, "det", "yoy"} or items[at].lower in {"of", "and"})
    ):
        at += 1
    if at < len(items) and items[at].lower in {"in", "at", "across"}:
        at += 1
        while at < len(items) and (items[at].kind == "det" or items[at].lower in TYPE_WORDS or items[at].lower == "of"):
            at += 1
        if at < len(items) and items[at].kind == PLACE:
            return items[at].mention
    return None


def _place_before(
    text: str, items: Sequence[Item], statement: Statement, focus: Focus, *, is_pronoun: bool
) -> Mention | None:
    """The nearest place before the figure that can own it, or the owner of a phrase there.

    A rank, and a figure told with *its*, may be of any place; others only of the country the article is about,
    except where the place sets the scene or does what is told.
    """
    index = statement.index
    is_any = is_pronoun or statement.value.label is Label.RANK
    is_of_port = _is_of_port(statement, focus)
    over, role = clauses_closed(items, index), statement.subject
    partners = role.partners if role and role.by == "role-of-partner" and role.is_possessive else []
    for at in range(index - 1, -1, -1):
        item = items[at]
        if at in over:
            continue
        if item.kind == INDICATOR and item.phrase and item.phrase.owner:
            if statement.subject is None or item.phrase.owner not in statement.subject.partners:
                return item.phrase.owner
            continue
        if item.mention and item.mention in partners:
            continue  # "Uganda remains its best customer, taking 126 billion"
        if item.kind == PLACE and item.mention and can_own(text, items, at) and not is_dateline(text, item.mention):
            outer = outermost_left(items, at)
            opening = _opening_subject(text, items, at)
            if opening is not None and outer and (items[outer - 1].kind == "prep" or items[outer - 1].lower == "'s"):
                outer = opening
            mention = items[outer].mention
            if mention and (is_dateline(text, mention) or _is_other_side(mention, focus)):
                continue  # "ISMAILIA, Egypt: Revenues fell", "In this region, increases were registered"
            is_doing = _opening_subject(text, items, at + 1) == at
            if is_of_port and mention and mention.place and mention.place.kind not in _HANDLING and not is_doing:
                continue  # "Speaking in Beira, he said 318,000 TEUs passed through" the port
            if mention and (
                is_any or focus.is_kin(mention.place) or _is_doer(items, outer) or _is_setting(items, outer)
            ):
                return mention
    return None


def _is_other_side(mention: Mention, focus: Focus) -> bool:
    """Whether a description stands for a region traded with: ``exports to Asia grew. In this region``."""
    main = focus.main.place if focus.main else None
    is_wider = mention.place is not None and mention.place.kind in {"region", "group"}
    return mention.nominal and is_wider and main is not None and main.kind == "country"


def _is_of_port(statement: Statement, focus: Focus) -> bool:
    place = focus.place.place if focus.place else None
    is_cargo = statement.subject is not None and statement.subject.indicator == "throughput"
    return is_cargo and place is not None and place.kind == "port"


_HANDLING = frozenset({"port", "zone", "airport", "crossing", "country", "group"})


def _opening_subject(text: str, items: Sequence[Item], before: int) -> int | None:
    """Index of the place that opens a sentence as its subject: ``Narva, a border city in Estonia, saw``."""
    at = _first(text, items)
    at += at < before and items[at].kind == "det"
    if at >= before or items[at].kind != PLACE or not can_own(text, items, at):
        return None
    if is_dateline(text, mention_of(items[at])):
        return None
    is_subject = items[at + 1].lower == "," or items[at + 1].kind in VERBS
    is_doer = (
        at + 2 < len(items) and is_verbal(items[at + 1].lower) and items[at + 2].kind == VALUE
    )  # "processed 7,000"
    return at if is_subject or is_doer else None


def _is_doer(items: Sequence[Item], at: int) -> bool:
    """``Indonesia logged a surplus``: a place that is the subject of a verb that gives a level."""
    after = at + 1
    while after < len(items) and items[after].kind in {"have", "approx"}:
        after += 1
    is_verb = after < len(items) and items[after].kind in {"reach", "forecast", "target"}
    return is_verb or items[after - 1].kind == "have"


def _is_setting(items: Sequence[Item], at: int) -> bool:
    """``In neighbouring Oman, meanwhile, exports shrank``: a place that opens a sentence to set its scene."""
    is_whole = " ".join(item.lower for item in items[at + 1 : at + 4]) == "as a whole"
    openers = {"in", "through", "via", "across", "for"} if is_whole else {"in", "through", "via", "across"}
    opens = items[0].lower in openers and all(item.kind in {"prep", "det", WORD} for item in items[:at])
    at += 3 * is_whole  # "For the EU as a whole, exports fell"
    return opens and at + 1 < len(items) and (items[at + 1].lower == "," or items[at + 1].kind == INDICATOR)


def _subject_place(text: str, items: Sequence[Item], index: int, focus: Focus) -> Mention | None:
    """A place that opens the sentence, as its subject or after *in*, before any figure."""
    for at, item in enumerate(items[: min(index, 6)]):
        if item.kind in {VALUE, "say", "according", "reach", "move", "share"}:
            return None
        if item.kind != PLACE or item.mention is None or is_dateline(text, item.mention):
            continue
        if can_own(text, items, at) and focus.is_kin(item.mention.place):
            return item.mention if _opens(text, items, at) else None
    return None


def can_own(text: str, items: Sequence[Item], at: int) -> bool:
    """Whether a place may own figures: not a counterpart, not part of the name of an office or a person's post."""
    before = at - 1
    while before >= 0 and (
        items[before].kind in {"det", "approx"}
        or items[before].lower in TYPE_WORDS
        or items[before].lower in {"of", "“", '"'}
    ):
        before -= 1
    if before >= 0 and items[before].lower in _FAR_PREPS:
        return before == 0 and items[0].lower in {"through", "via"}  # "Through the crossing, 2 mln tons passed"
    if _tells_speaker(items, at):
        return False
    if (
        before >= 1
        and items[before].kind == "prep"
        and items[before - 1].kind == WORD
        and is_verbal(items[before - 1].lower)
    ):
        return False  # "a plan unveiled in Kericho"
    if before >= 0 and (items[before].kind in {"according", "compare"} or _is_hyphen(items[before], items[at])):
        return False
    if at + 1 < len(items) and _is_hyphen(items[at + 1], items[at]):
        return False
    return not names_office(text, items, at)


def _tells_speaker(items: Sequence[Item], at: int) -> bool:
    """``an economist at a Nairobi brokerage, noting that``, ``at a bank in Milan, who reckons``."""
    after = at + 1
    if after < len(items) and items[after].kind == "say" and items[at - 1].lower == "in":
        return True  # "the ministry in Bonn said"
    if at > 1 and items[at - 1].lower in {"in", "at"} and items[at - 2].lower in _LISTENERS:
        return True  # "told reporters in Delhi"
    while after < len(items) and items[after].kind == WORD:
        after += 1
    if after + 1 >= len(items) or items[after].lower != ",":
        return False
    follows = items[after + 1]
    return follows.lower in {"who", "noting", "adding"} or follows.kind == "say"


_LISTENERS = words_for("listener")


def _is_hyphen(mark: Item, place: Item) -> bool:
    """Whether a dash joins the place to another name, rather than parts it from a dateline."""
    return mark.lower in {"-", "–"} and (mark.end == place.start or mark.start == place.end)


def names_office(text: str, items: Sequence[Item], at: int) -> bool:
    """Whether a place is part of a name, as in *Nanjing Customs*."""
    after = at + 1
    if after == len(items) or items[after].kind != WORD:
        return False
    return text[items[after].start].isupper() or items[after].lower in _SPEAKERS  # "the U.S. embassy"


_SPEAKERS = words_for("speaker")


_BEFORE_OUTER = TYPE_WORDS | {
    "of",
    "neighbouring",
    "neighboring",
    "nearby",
    "northern",
    "southern",
    "eastern",
    "western",
}


def outermost_left(items: Sequence[Item], at: int) -> int:
    """``Gusu district in Suzhou city, Jiangsu``: the place the others only locate."""
    while at >= 2:
        before = at - 1
        if before > 1 and items[before].lower == "'s" and items[before - 1].kind == PLACE:
            before -= 2  # "the zone in Southwest China's Sichuan"
        while before > 0 and (items[before].kind == "det" or items[before].lower in _BEFORE_OUTER):
            before -= 1
        if before > 1 and items[before].lower == "in" and items[before - 1].lower == ",":
            before -= 1  # "Maputo, in neighbouring Mozambique, saw"
        if items[before].lower not in {"in", ","} or before == 0 or items[before - 1].kind != PLACE:
            return at
        is_comma = items[before].lower == "," and items[before + 1].lower != "in"
        if is_comma and not _lies_in(items[before - 1], items[at]):
            return at
        at = before - 1
    return at


def _lies_in(inner: Item, outer: Item) -> bool:
    one, other = mention_of(inner).place, mention_of(outer).place
    return one is not None and other is not None and other.name in one.within


def place_in_focus(text: str, items: Sequence[Item], focus: Focus) -> Mention | None:
    """The place a sentence puts in focus: the owner of its first phrase, or the place that opens it."""
    for at, item in enumerate(items[:14]):
        if item.kind == INDICATOR and item.phrase and item.phrase.owner and not _is_whole_of_share(items, at):
            return item.phrase.owner
        if item.kind == PLACE and item.mention and _opens(text, items, at):
            if can_own(text, items, at) and focus.is_kin(item.mention.place):
                return item.mention
            continue
        if item.kind in {"say", "according"}:
            return None
    return None


def _is_whole_of_share(items: Sequence[Item], at: int) -> bool:
    """Whether a phrase only tells what a share is of: ``7 percent of Cambodia's trade``."""
    return at > 1 and items[at - 1].lower == "of" and items[at - 2].kind == VALUE


def _first(text: str, items: Sequence[Item]) -> int:
    """Index of the first item after a dateline, and after a phrase that sets a scene: ``By region, Catalonia led``."""
    first = 0
    if items[0].mention and items[0].kind == PLACE and is_dateline(text, items[0].mention):
        first = next((n + 1 for n, item in enumerate(items[:_OPENING]) if item.lower in _DATELINE_MARKS), 1)
    comma = next((n for n, item in enumerate(items[:_OPENING]) if n > first and item.lower == ","), 0)
    is_scene = comma and items[first].lower in {"by", "among"}
    return comma + 1 if is_scene else first


def _opens(text: str, items: Sequence[Item], at: int) -> bool:
    """Whether a place stands first in its sentence, but for a dateline."""
    first = _first(text, items)
    return all(item.kind in {PERIOD, "prep", "det", "mark", "approx", "conj"} for item in items[first:at])


_OPENING = 14  # items
_DATELINE_MARKS = frozenset({"-", "--", "–", "—", ":", "//"})
