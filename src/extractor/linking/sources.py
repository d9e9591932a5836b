"""Whose word a figure is, and how sure: the source of a sentence, and the status of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex  # its possessive repeats keep long names linear; those of re are wrong before Python 3.11.5

from extractor.phrases import Item, Sentence
from extractor.phrases.items import INDICATOR, PERIOD, VALUE, places_of
from extractor.phrases.roles import words_for
from extractor.records import Status


class Source(NamedTuple):
    """Who says so, where the article says it, and the rule that read it."""

    name: str
    start: int
    end: int
    by: str


# What can be no name although it has a capital: sentence openers, days and months.
_OPENERS = (
    r"(?:But|And|He|She|Its?|Their|His|Her|Our|They|This|That|These|Those|The|In|On|At|By|As|Data|Figures|We|I"
    r"|Preliminary|Provisional|Early|Initial|Advance|Official|Latest|Separate|There|While|Meanwhile|However"
    r"|Moreover|Furthermore|(?:Exports?|Imports?|Trade|Statistics)(?![ ][A-Z])|Officials?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w&’'-]*\.?)"
# Capitalised words, joined by the small words that names hold.
_NAME = (
    rf"(?=[A-Z])(?<![\w.])(?!{_OPENERS}){_WORD}(?:[ \u00a0\n](?:(?:of|for|and|the|de|&)[ \u00a0\n]){{0,2}}{_WORD})*+"
)
_OFFICES = "(?:" + "|".join(sorted(words_for("speaker"), key=len, reverse=True)) + ")"
_JOINS = "(?:and|but|while|as|though|although|whereas)"
_OFFICE = (
    rf"(?:{_WORD}[ ]){{0,3}}?(?:(?!{_JOINS}\b)[a-z][\w-]*(?:['’]s)?[ \n]){{0,3}}?"
    rf"{_OFFICES}(?:[ ]of[ ][a-z]+)?(?:[ ]officials?)?"
)
_SAYING = words_for("saying")
_TELLING = _SAYING | words_for("showing")
_FORESIGHT = words_for("foresight")
_VERBS = "|".join(sorted(_TELLING, key=len, reverse=True))
# Verbs that are nouns as well: "Railway projects lifted", "Energy plans".
_NOUNS = (
    r"projects\b(?=,|[ \n](?:and|or|in|to|of|for|with|have|had|has|are|were|is|was|will|worth|[a-z]+ed)\b)"
    r"|plans\b(?![ \n]to\b)"
)
_SAID = (
    r"(?:also[ \n]|has[ \n]|have[ \n]|had[ \n]|who[ \n]|still[ \n]|now[ \n]){0,2}"
    r"(?:(?:is|are)[ \n]counting[ \n]on"
    r"|set[ \n](?:an?[ \n]|its[ \n]|the[ \n])?(?:(?!as\b)[\w-]+[ \n]){0,2}(?:target|goal|sights)"
    rf"|(?!added[ ](?:up|to|another|[A-Z]*[\d$€£]))(?!{_NOUNS})(?:{_VERBS}))\b"
)
_DATA = r"(?:data|figures?|statistics|numbers|estimates?|reports?|information|calculations?|a[ \n]statement)"
_ISSUED = r"(?:released|published|issued|compiled|provided|collected|given|cited)"

_DATA_WORDS = (
    "data figure figures statistics numbers estimate estimates report reports information calculation calculations"
    " statement"
)
_OUTLOOKS = "|".join(sorted(_FORESIGHT))
_OUTLOOK_WORDS = " ".join(_FORESIGHT)
_REVISES = "|".join(sorted(words_for("revising")))
_SAID_WORDS = " ".join(["counting", "set", *sorted(_TELLING)])
_OFFICE_WORDS = " ".join(sorted(words_for("speaker")))
# A rule, words of which a sentence holds one where the rule fits, and its pattern. The words are looked up first: to
# search for names is slow.
_PATTERNS = tuple(
    (by, frozenset(needs.split()), regex.compile(pattern))
    for by, needs, pattern in (
        (
            "according-to",
            "according per citing quoting",
            r"\b(?:[Aa]ccording to|[Aa]s per|[Cc]iting|[Qq]uoting)\s(?P<rest>[^,;”\"()]{3,140})",
        ),
        (
            "reviser",
            _OUTLOOK_WORDS,
            rf"(?P<name>{_NAME}|(?<=\b[Tt]he\s){_OFFICE})(?:\s\([^)]{{1,20}}\))?\s(?:[a-z]+\s|(?:on|in)\s[A-Z]\w+\s){{0,2}}?"
            rf"(?:{_REVISES})\s[^.,;:“”\"]{{0,60}}?\b(?:{_OUTLOOKS})\b",
        ),
        (
            "data-from",
            _DATA_WORDS,
            rf"(?i:\b{_DATA})\s(?:{_ISSUED}\s)?(?:(?:on|in)\s\w+\s)?(?:from|by|of)\s(?:the\s)?(?P<name>{_NAME})",
        ),
        (
            "data-from-office",
            _DATA_WORDS,
            rf"(?i:\b{_DATA})\s{_ISSUED}\s(?:(?:on|in)\s\w+\s)?by\s(?:the\s|an?\s)?(?P<name>{_OFFICE})\b",
        ),
        (
            "data-of",
            _DATA_WORDS,
            rf"(?P<name>{_NAME})(?:['’]s?)?\s(?:[a-z]+\s)?{_DATA}\s(?:[a-z]+\s){{0,3}}?(?:show|reveal|indicate)",
        ),
        ("speaker-colon", "", r"\A(?P<name>[A-Z][\w’'-]*[a-z](?:\s[A-Z][\w’'.-]+){1,3}),[^:\d\n]{3,160}:(?=\s?\S)"),
        ("name-with-post", _SAID_WORDS, rf"(?P<name>{_NAME})(?:\s\([^)]{{1,20}}\))?,\s[^“”\"]{{2,150}}?,\s{_SAID}"),
        ("post-then-name", _SAID_WORDS, rf",\s(?P<name>{_NAME}),\s{_SAID}"),
        ("polled", "polled surveyed", rf"(?P<name>[A-Za-z]+\s(?:polled|surveyed)\sby\s(?:the\s)?{_NAME})\s"),
        (
            "name-said",
            _SAID_WORDS,
            rf"(?<!(?:polled|surveyed) by (?:the )?)(?P<name>{_NAME})(?:\s\([^)]{{1,20}}\))?\s{_SAID}",
        ),
        (
            "said-name",
            "said says stated added",
            rf"\b(?:said|says|stated|added)\s(?:[A-Z][a-z]+\sMinister\s|the\s|an?\s)?(?!\w*\d)(?P<name>{_NAME})(?=[,.\s]*\Z|,|\.|\son\s)",
        ),
        ("said-office", "said says", rf"\b(?:said|says)\s(?:the|an?)\s(?P<name>{_OFFICE})(?=,|[.\s]*\Z)"),
        (
            "name-put",
            "put puts estimate estimates",
            rf"(?P<name>{_NAME})(?:,\s[^“”\";]{{2,150}}?,)?\s(?:puts?|estimates?)\s[^.;]{{3,90}}?\sat\s",
        ),
        ("office-data", _OFFICE_WORDS, rf"(?<![\w’'-])(?P<name>{_OFFICE}(?<!official))\s{_DATA}"),
        ("office-with-aside", _OFFICE_WORDS, rf"(?:\b[Tt]he\s|\A)(?P<name>{_OFFICE}),\s[^“”\"]{{2,150}}?,\s{_SAID}"),
        ("office-said", _OFFICE_WORDS, rf"(?:\b[Tt]he\s|[Aa]n?\s|,\s|\A)(?P<name>{_OFFICE})\s{_SAID}"),
        (
            "data-alone",
            _DATA_WORDS,
            rf"(?:,\s|\A)(?:[a-z-]+\s){{0,2}}?(?P<name>(?:official\s)?{_DATA})\s(?:show|reveal|indicate)",
        ),
    )
)
_LEADING_NOUNS = regex.compile(
    rf"(?:(?:the|an?|[a-z][\w-]*)\s){{0,3}}?(?:{_DATA}|officials?|sources?|economists?|study|survey)\s(?:{_ISSUED}\s)?"
    r"(?:(?:on|in|late)\s[\w ]{3,20}?\s)?(?:from|by|of|with|at|in)\s"
)
# "the latest Bureau of Statistics data", but "preliminary data" are their own source.
_OF_DATA = "|".join(sorted(words_for("of-data")))
_DETERMINER = regex.compile(rf"(?:(?:the|an?|its|their)\s)?(?:(?:{_OF_DATA})\s(?=[A-Z]))?")
_NAME_ALONE = regex.compile(_NAME)
_NOUNS_ONLY = regex.compile(r"(?:[a-z][\w-]*\s){0,4}[a-z][\w-]*")
_STOPS = regex.compile(
    r"\s(?:on|in|that|which|released|published|said|show\w*|to|for|while|and|as|issued|is|are|was|were|has)\s.*",
    regex.DOTALL,
)
_LETTERS = regex.compile(r"[a-z]+")
_TELLING_TOO = frozenset({":"})
_TRIGGERS = frozenset({"say", "according", "forecast", "estimate", "target"})
_ENDS_CLAUSE = frozenset({";", "while", "but", "whereas"})
_GOES_ON = regex.compile(
    r"\b(?:he|she|they|it|the official|the ministry|the minister|the spokesman|the spokesperson|the report)\s"
    rf"(?:also\s)?(?:{'|'.join(_SAYING)})\b",
    regex.IGNORECASE,
)


def source_of(sentence: Sentence) -> Source | None:
    """Who a sentence names for its figures, if anybody; one without a verb of saying names nobody."""
    if not any(_may_name(sentence.text, item) for item in sentence.items):
        return None
    words = sentence.text[sentence.start : sentence.end]
    there = set(_LETTERS.findall(words.lower()))
    aiming: Source | None = None
    for by, needs, pattern in _PATTERNS:
        if needs and needs.isdisjoint(there):
            continue
        for found in pattern.finditer(words):
            start, name = _named(words, found)
            source = Source(name, sentence.start + start, sentence.start + start + len(name), by)
            if not name or (_tells_its_own(found.group(), by) and _is_area(sentence, source)):
                continue
            if not _AIMS.search(found.group()):
                return source
            aiming = aiming or source
    return aiming


def _may_name(text: str, item: Item) -> bool:
    is_told = item.kind in _TRIGGERS or item.lower in _TELLING or item.lower in _TELLING_TOO
    return is_told or _status_in_phrase(text, item) is not None


def _tells_its_own(words: str, by: str) -> bool:
    """``Ganzhou reported exports of``, ``Chile aims to lift exports``, ``estimates of Brazil's crop``: nobody's word.

    What an area reports, wants or is estimated to do, if an area it is; nor is the town a speaker is in (``in Sunyani,
    the chief executive said``).
    """
    return by in {"data-from", "reviser", "name-with-post"} or _OWN_DOING.search(words) is not None


_WANTING = "|".join(sorted(words_for("wanting")))
_AIMS = regex.compile(rf"\s(?:{_WANTING})\Z")  # "the state aims to, the minister said"
_OWN_DOING = regex.compile(rf"\b(?:reported|{_WANTING}|set|counting)\b")


def _is_area(sentence: Sentence, source: Source) -> bool:
    """Whether a name is that of a place, or of the state itself."""
    start, end = source.start, source.start + len(source.name.removesuffix("'s").removesuffix("’s"))
    is_named = any((place.start, place.end) == (start, end) for item in sentence.items for place in places_of(item))
    return is_named or source.name.lower() == "state"


def _named(words: str, found: regex.Match[str]) -> tuple[int, str]:
    """Where the name in a match begins, and the name, empty where there is none."""
    if "name" in found.groupdict():
        return found.start("name"), found["name"].rstrip(".,’'")
    start, end = found.span("rest")
    lead = _LEADING_NOUNS.match(words, start, end)
    if lead:
        start = lead.end()
    determiner = _DETERMINER.match(words, start, end)
    start = determiner.end() if determiner else start
    name = _NAME_ALONE.match(words, start, end)
    if name:
        is_owner = words[name.end() : name.end() + 2].lstrip().islower()  # "the Bank of Tanzania's review"
        told = name.group().rstrip(".,’'")
        return start, told.removesuffix("'s").removesuffix("’s") if is_owner else told
    named = _ASIDE_NAME.match(words, end) if words[start:end].rpartition(" ")[2] in _POSTS else None
    if named:
        return named.start("name"), named["name"].rstrip(".,’'")
    nouns = _NOUNS_ONLY.match(_STOPS.sub("", words[start:end]))
    if nouns is None or (_GIVES_REASON.match(found.group()) and _INFORMANTS.isdisjoint(nouns.group().split())):
        return start, ""  # "citing a strong baht"
    return start, nouns.group()


_POSTS = words_for("post")
_ASIDE_NAME = regex.compile(rf",\s(?P<name>{_NAME})(?=[,.;]|\Z)")  # "according to its operator, DP World"
_GIVES_REASON = regex.compile(r"citing|quoting", regex.IGNORECASE)
_INFORMANTS = words_for("speaker") | frozenset(
    [*_DATA_WORDS.split(), "source", "sources", "media", "traders", "analysts"]
)


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on telling what the last source said: ``he added``."""
    return _GOES_ON.search(sentence.text, sentence.start, sentence.end) is not None


_REACH = 40  # items
_TURNS = frozenset({"having", "after"})
_PAST = words_for("past-verb")
_STATUSES: dict[str, Status] = {
    "forecast": "forecast",
    "projection": "forecast",
    "target": "target",
    "goal": "target",
    "estimate": "estimate",
}


def status_of(sentence: Sentence, index: int, *, is_comparison: bool) -> tuple[Status, Item | None]:
    """How sure a figure is, told by the words before it in its clause, or right after it.

    What a forecast is compared with has come true.

    Returns:
        The status, and the word that says so (None for the default ``actual``).
    """
    items = sentence.items
    if index and items[index - 1].lower in _ESTIMATED:
        return "estimate", items[index - 1]
    if is_comparison:
        return "actual", None
    is_told = False  # by a verb in the past, which ends what is expected
    for at in range(index - 1, max(-1, index - _REACH), -1):
        item = items[at]
        if item.lower in _ENDS_CLAUSE or (is_told and item.kind == VALUE):
            break
        if (item.kind == INDICATOR or item.lower in _TURNS) and _turns_to_past(sentence, at, index):
            break
        told = _status_word(sentence, at) or _status_in_phrase(sentence.text, item) or _foreseen(items, at)
        if told and not (is_told and item.kind == "forecast"):
            return told, item
        is_infinitive = at > 0 and (items[at - 1].lower == "to" or items[at - 1].kind in _STATUSES)  # "should hit"
        is_told = is_told or (item.lower in _PAST and not is_infinitive)
    for at in range(index + 1, min(len(items), index + 8)):
        if items[at].kind in {VALUE, PERIOD} or items[at].lower in {",", ";"}:
            break
        if told := _status_word(sentence, at) or _status_in_phrase(sentence.text, items[at]):
            return told, items[at]
    return "actual", None


_ESTIMATED = words_for("estimated")


def _turns_to_past(sentence: Sentence, at: int, index: int) -> bool:
    """``will top 70 billion, having come to 64 billion``, ``after shipping 55 million``: what is told has come true.

    An aside that a comma closes before the figure ends nothing: ``expects exports, after easing curbs, to reach``.
    """
    items = sentence.items
    after = items[at + 1] if at + 1 < len(items) else items[at]
    if items[at].kind == INDICATOR:  # "having shipped 47 billion"
        turns = sentence.text.startswith(("having ", "Having "), items[at].start)
    elif items[at].lower == "having":
        turns = after.lower not in _FORESAW  # "having guided for 4.4 million"
    else:
        is_doing = after.lower.endswith("ing") and not after.mention and after.lower != "being"
        turns = is_doing and items[at].lower == "after"
    return turns and all(item.lower != "," for item in items[at + 1 : index])


_FORESAW = words_for("foresaw")


def _status_word(sentence: Sentence, at: int) -> Status | None:
    """A word of expectation; *projects* is one only after a name or an office, *investment projects* are none."""
    item = sentence.items[at]
    status = "estimate" if item.lower in _ESTIMATED else _STATUSES.get(item.kind)
    if status and item.lower == "projects":
        before = sentence.items[at - 1] if at else None
        is_subject = before and (sentence.text[before.start].isupper() or before.lower in _SPEAKERS)
        return status if is_subject and not _ends_noun(sentence.items[at + 1 : at + 3]) else None
    return status


_SPEAKERS = words_for("speaker")
_AFTER_NOUNS = frozenset({"conj", "contribute", "be", "have", "worth"})


def _ends_noun(after: Sequence[Item]) -> bool:
    """Whether *projects* is a noun: ``Railway projects lifted``, not ``the IMF projects growth``."""
    if not after:
        return True
    if after[0].kind == "prep":  # "projects for 2025 exports of" is a verb
        return len(after) == 1 or after[1].kind != PERIOD
    return after[0].kind in _AFTER_NOUNS or (after[0].kind == "move" and after[0].lower in _PAST)


def _foreseen(items: Sequence[Item], at: int) -> Status | None:
    """``The bank sees exports rising``: what is seen before it has come."""
    sees = items[at].lower in {"see", "sees"}
    return "forecast" if sees and any(item.kind == INDICATOR for item in items[at + 1 : at + 4]) else None


def _status_in_phrase(text: str, item: Item) -> Status | None:
    """``an export target of 25 billion``: the last word of a phrase may say that it is aimed at."""
    if item.phrase is None:
        return None
    return _STATUSES.get(text[item.phrase.start : item.phrase.end].lower().split()[-1])
