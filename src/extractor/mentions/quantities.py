"""Quantities: measures (``1 billion tonnes``) and counts (``27,000 flights``).

A measure spans figure and unit; the unit comes from ``extractor.units`` in the plural a newsroom writes. A count spans
the figure alone, and its unit is the noun that is counted:

* The noun phrase that follows, up to its first plural head: ``8,000 foreign-invested business entities``. It is kept as
  written but for leading quantifiers (``27 other countries`` counts countries). ``and`` joins two plurals
  (``152 countries and regions``) unless the second is one that has figures of its own (``30 ships and exports``).
* Where none follows, the noun phrase before the verb: what the number is *of* (``the number of outbound passengers
  rose to 4.2 million``, ``the export of vehicles from the port exceeded 20,000``), else the last plural before the verb
  (``its foreign trade partners numbered 118``). Adjectives of direction, origin and sum (outbound, foreign, total) are
  dropped from it, as they narrow the count rather than name what is counted.

There is no part-of-speech tagger: closed-class words, the shapes of plurals and a short list of verbs do the chunking.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.mentions.drafts import Draft, look_left
from extractor.mentions.numerals import GAP, WORD_END, Numeral, alternatives, words_of
from extractor.records import Label
from extractor.units import UNITS, Unit, dimension

_FORM = {form: row for row in reversed(UNITS) for form in (*row.forms, row.unit)}
_GLUED = {form: row for row in reversed(UNITS) for form in row.glued}
MEASURES = frozenset(row.unit for row in UNITS)
_LOOSE_UNITS = frozenset({"feet", "head", "bags", "sacks", "yards", "mu"})
DURATIONS = frozenset(row.unit for row in UNITS if dimension(row.unit) == "time")
_STOP, _PLURAL, _SINGULAR, _MODIFIER = map(words_of, ("stop", "plural", "singular", "modifier"))
_LOOSE, _QUANTIFIER, _VERB, _LABEL, _MONEY = map(words_of, ("loose", "quantifier", "verb", "label", "money"))
_OWNERS, _INSIDE, _NOT_COUNTED = words_of("owner"), words_of("inside"), words_of("moment") | DURATIONS
_ABSTRACT, _SOFT = words_of("abstract"), words_of("soft_stop")

_UNIT_WORDS = frozenset(re.split(r"[\s-]", form)[0].lower() for form in _FORM)
_WORD_AFTER = re.compile(rf"(?:-|{GAP})([^\s,;:()-]{{1,16}})")
_UNIT_AFTER = re.compile(rf"(?:-|{GAP})(?P<form>{alternatives(set(_FORM))}){WORD_END}(?!['’]s)", re.IGNORECASE)
_UNIT_GLUED = re.compile(rf"(?P<form>{alternatives(set(_GLUED))}){WORD_END}")
_IS_LENGTH = re.compile(
    rf"(?:-|{GAP})(?:long|wide|high|deep|tall|thick|screen|display|tv|wheels|alloys|in{GAP}(?:length|width|height|depth)|above|below|away|apart|of{GAP}quay)\b"
)
_YIELD = re.compile(rf"(?:{GAP}(?:per|an?){GAP}|/)(hectare|acre|square{GAP}metre|head|capita|person)\b", re.IGNORECASE)
_GAPS = re.compile(GAP)
_NO_DURATION = re.compile(
    rf"{GAP}(?:ago|old|earlier|later|before|after|of{GAP}age|from{GAP}now|running|in{GAP}a{GAP}row)\b", re.IGNORECASE
)
_TOKEN = re.compile(rf"({GAP})((?:[A-Z]\.){{2,}}|[^\W\d_][\w&/.’'-]*|\d[\d.]{{0,5}}-?[a-zA-Z]{{1,6}}(?![\w-]))")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
_WORD_BEFORE = re.compile(r"(?P<ratio>\b(?:one|two|three|\d)[\s-]in)[\s-]\Z|(?P<word>[\w&.’']+)[\s-]{0,3}\Z")
_ZEROES = re.compile(r"0\d")  # a time of day or a serial number
_AND_MORE = re.compile(r"-?(?:plus|odd)\b|\+", re.IGNORECASE)
_LONGEST_PHRASE = 9
_EXPECTED = re.compile(
    rf"{GAP}(?:\w+{GAP})?(?:{alternatives(words_of('forecaster'))}){GAP}(?:(?:had|have|were|are|was){GAP})?"
    rf"(?:\w+ly{GAP})?(?:expect|forecast|predict|estimat|project|anticipat|look|pencil|hop)"
)
_NEAR = 100
_HEAT = words_of("heat")
_OF_HEAT = re.compile(rf"\b(?:{alternatives(_HEAT)})\b", re.IGNORECASE)
_HEAT_UNIT = re.compile(rf"{GAP}?(?:degrees|[CF])\b")
_HYPHENED = re.compile(r"[^\W\d_]-(?=\d)")
_CAMEL = re.compile(r"\b[A-Z]?[a-z]+[A-Z]\w*\s\Z")  # AlphaFold 2
_NAME_BEFORE = re.compile(
    r"(?:(?P<before>[A-Za-z]+),?[\s-]{1,3})(?:[A-Z][\w’'-]*\s)*(?:[A-Z][\w-]*[a-z]|[A-Z]{2,4})\s\Z"
)
_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_MODELS = words_of("model_number")
_BRANDS, _PLACING = words_of("brand"), words_of("placing")


# ── measures ────────────────────────────────────────────────────────────────────────────────────


def read_measure(text: str, numeral: Numeral) -> Draft | None:
    """Read the measure whose figure is ``numeral``; None where no unit follows.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "loaded 2.3m tonnes"
    >>> draft = read_measure(text, next(find_numerals(text)))
    >>> text[draft.start:draft.end], draft.value, draft.unit
    ('2.3m tonnes', Decimal('2300000.0'), 'tonnes')
    """
    word = _WORD_AFTER.match(text, numeral.end)
    match = _UNIT_AFTER.match(text, numeral.end) if word and _may_be_unit(word[1]) else None
    if match is None:
        return _read_glued(text, numeral)
    row = _unit(match["form"])
    if row is None or not _is_meant(text, numeral, match, row):
        return None
    if yielded := _YIELD.match(text, match.end()):
        row = row._replace(unit=f"{row.unit} per {yielded[1].lower()}")
        return _measure(numeral, numeral.value, yielded.end(), row)
    return _measure(numeral, numeral.value, match.end(), row)


def _is_meant(text: str, numeral: Numeral, match: re.Match[str], row: Unit) -> bool:
    """Tell units from their homographs: half a point of a rate, a two-year plan, 20 head offices, school degrees."""
    if row.unit in DURATIONS:
        return _is_duration(text, numeral, match)
    if row.unit in _LOOSE_UNITS and (text[numeral.end] == "-" or _is_premodifier(text, match.end())):
        return False
    if match["form"].lower() == "degrees":
        return _is_temperature(text, numeral)
    return not (numeral.written == "part" and row.unit == "points")


def _may_be_unit(word: str) -> bool:
    """Whether a form of a unit begins with the word, so that it is worth trying them all."""
    key = word.lower()
    return key in _UNIT_WORDS or key.rstrip("./’'\"”!?—–") in _UNIT_WORDS or key.split("/")[0] in _UNIT_WORDS


def _is_premodifier(text: str, at: int) -> bool:
    """Whether a noun follows that the unit only describes: ``20 head offices``."""
    token = _TOKEN.match(text, at)
    return token is not None and token[2].lower().rstrip(".") not in _STOP | {"and", "or"}


def _unit(form: str) -> Unit | None:
    written = _GAPS.sub(" ", form)
    return _FORM.get(written) or _FORM.get(written.lower())


def _is_duration(text: str, numeral: Numeral, match: re.Match[str]) -> bool:
    left = text[max(0, numeral.start - 12) : numeral.start].split()
    if left and left[-1].lower() in {"first", "last", "past", "next", "aged", "previous", "latest", "recent", "coming"}:
        return False
    return text[numeral.end] != "-" and not _NO_DURATION.match(text, match.end())


def _read_glued(text: str, numeral: Numeral) -> Draft | None:
    at = numeral.core_end if numeral.letter else numeral.end
    match = _UNIT_GLUED.match(text, at)
    if match is None or numeral.written == "words" or match["form"] == "ft":
        return None
    if match["form"] == "in" and not _IS_LENGTH.match(text, match.end()):
        return None
    if match["form"] in {"C", "F"} and not _is_temperature(text, numeral):
        return None
    if numeral.letter and (
        _noun_after(text, numeral.end) or (match["form"] == "m" and not _IS_LENGTH.match(text, match.end()))
    ):
        return None
    value = numeral.mantissa if numeral.letter else numeral.value
    return _measure(numeral, value, match.end(), _GLUED[match["form"]])


def _is_temperature(text: str, numeral: Numeral) -> bool:
    """Whether the sentence is about heat near the figure, and no noun follows that it would describe."""
    near = _OF_HEAT.search(text, max(0, numeral.start - _NEAR), numeral.end + _NEAR)
    if near is None or not may_count(text, numeral):
        return False
    unit = _HEAT_UNIT.match(text, numeral.end)
    follower = _TOKEN.match(text, unit.end() if unit else numeral.end)
    return follower is None or follower[2].lower().rstrip(".,") in _STOP | _HEAT | {"and", "or"}


def _measure(numeral: Numeral, value: Decimal, end: int, row: Unit) -> Draft:
    return Draft(Label.QUANTITY, numeral.start, end, value * row.factor, row.unit, "measure", numeral, row.factor)


# ── counts ──────────────────────────────────────────────────────────────────────────────────────


def read_count(text: str, numeral: Numeral) -> Draft | None:
    """Read the count whose figure is ``numeral`` and whose noun follows; None where no plural does.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "77,000 foreign-invested companies had been approved"
    >>> read_count(text, next(find_numerals(text))).unit
    'foreign-invested companies'
    """
    if numeral.value <= 1 or numeral.value != numeral.value.to_integral_value() or not may_count(text, numeral):
        return None
    more = _AND_MORE.match(text, numeral.end)
    at = more.end() if more else numeral.end
    unit = None if _EXPECTED.match(text, at) else _noun_after(text, at)
    if unit is None or unit == "Series" or _is_title(text, numeral, unit):
        return None
    return Draft(Label.QUANTITY, numeral.start, numeral.end, numeral.value, unit, "count-noun-after", numeral)


def _is_title(text: str, numeral: Numeral, unit: str) -> bool:
    """Whether a number word is part of a name: ``the Three Gorges``."""
    word = numeral.written == "words" and text[numeral.start].isupper() and unit[0].isupper()
    return word and text[max(0, numeral.start - 2) : numeral.start][:1].isalpha()


def may_count(text: str, numeral: Numeral) -> bool:
    """Whether the figure can count something at all: no year, no ``one``, not the name of a thing (``Article 5``)."""
    one = numeral.written == "words" and numeral.value == 1
    if one or numeral.is_year_like or _ZEROES.match(text, numeral.start) or _is_named(text, numeral):
        return False
    left = _WORD_BEFORE.search(text, max(0, numeral.start - 24), numeral.start)
    if left is None or left["ratio"]:
        return left is None
    word = left["word"].lower().rstrip(".")
    if word == "the":
        return numeral.written == "digits" or numeral.value > 2
    if word in _OWNERS:
        return numeral.written == "digits" or numeral.value > 12
    return word not in _LABEL


def _is_named(text: str, numeral: Numeral) -> bool:
    """Whether the figure is part of a name: ``mRNA-1273``, ``Nokia 3310``, ``the Nova 12 Pro``, ``a 737``."""
    start, end = numeral.start, numeral.end
    if _HYPHENED.match(text, max(0, start - 2)) or _CAMEL.search(text, max(0, start - 24), start):
        return True
    if text[start:end] in _MODELS:
        follower = _TOKEN.match(text, end)
        return numeral.letter or follower is None or follower[2][0].isupper() or _noun_after(text, end) is None
    if numeral.written != "digits" or numeral.grouped or numeral.scale > 1:
        return False
    left = text[max(0, start - 40) : start].split()
    if left and text[start - 1] == " " and left[-1] in _BRANDS:
        return True
    name = _NAME_BEFORE.search(text, max(0, start - 40), start)
    return name is not None and _NAME_AFTER.match(text, end) is not None and name["before"].lower() not in _PLACING


def _noun_after(text: str, at: int) -> str | None:
    """The noun phrase that starts at ``at``, up to its first plural head, with a second one joined by ``and``."""
    words: list[str] = []
    while len(words) < _LONGEST_PHRASE and (token := _TOKEN.match(text, at)):
        word = token[2] if _ABBREVIATION.fullmatch(token[2]) else token[2].rstrip(".’'")
        key = word.lower()
        at = token.end() - len(token[2]) + len(word)
        if key in {"and", "or"} and words and not is_plural(words[-1]):
            words.append(word)
            continue
        if key in _QUANTIFIER and not words:
            continue
        soft = key in _SOFT and _plural_follows(text, at)
        if (key in _STOP and not soft) or key in {"and", "or"} or key.endswith(("'s", "’s")):
            return None
        if key in _VERB and not (words and words[-1].endswith("ly")):
            return None
        words.append(word)
        if is_plural(word) and not (key in _MODIFIER and _plural_follows(text, at)):
            if key in _NOT_COUNTED or (len(words) == 1 and key in _ABSTRACT):
                return None
            return " ".join(words) + _joined(text, at)
        if at < len(text) and text[at] in '.,;:)!?"”':
            return None
    return None


def is_plural(word: str) -> bool:
    """Whether a word has the shape of a plural noun.

    >>> [is_plural(word) for word in ("companies", "people", "business", "across", "TEUs")]
    [True, True, False, False, True]
    """
    key = word.lower().rpartition("-")[2]
    if "." in key:
        return False
    if key in _PLURAL or (word.endswith("s") and word[:-1].isupper() and len(word) > 2):
        return True
    return len(key) > 2 and key.endswith("s") and not key.endswith(("ss", "us", "'s", "’s")) and key not in _SINGULAR


def _plural_follows(text: str, at: int) -> bool:
    token = _TOKEN.match(text, at)
    if token is None or token[2].lower() in _STOP:
        return False
    second = _TOKEN.match(text, token.end())
    following = [token[2], *([second[2]] if second and second[2].lower() not in _STOP else [])]
    return any(is_plural(word.rstrip(".’'")) for word in following)


def _joined(text: str, at: int) -> str:
    """`` and regions`` where a second plural is counted together with the first."""
    conjunction = _TOKEN.match(text, at)
    if conjunction is None or conjunction[2].lower() not in {"and", "or"}:
        return ""
    noun = _TOKEN.match(text, conjunction.end())
    if noun is None or not is_plural(noun[2]) or noun[2].lower() in _STOP | _MONEY or noun[2].lower() in _VERB:
        return ""
    return f" {conjunction[2]} {noun[2].rstrip('.’')}"


# ── the noun before the verb ────────────────────────────────────────────────────────────────────

_MOVES = rf"(?:\w{{2,20}}(?:ed|ing|s)|{alternatives(words_of('moving_verb'))})"
_FRACTION = rf"(?:an?|one|two|three)(?:-|{GAP})(?:third|quarter|half|fifth)s?"
_BY_PERCENT = (
    rf"(?:by{GAP})?(?:(?:more{GAP}than|nearly|almost|about){GAP})?"
    rf"(?:{_FRACTION}|[\d.,]{{1,8}}(?:%|(?:-|{GAP})(?:percent|per{GAP}cent|pct|fold|times))|\w{{3,9}}-?fold),?"
    rf"(?:{GAP}\w{{2,5}}[- ]on[- ]\w{{4,5}})?"
)
_TAKES_FIGURE = re.compile(
    rf"\b(?:{alternatives(words_of('figure_verb'))}"
    rf"|{_MOVES}{GAP}(?:(?:up|down){GAP})?(?:to|from|by|at)(?<!compared\sto)(?<!compared\sfrom)"
    rf"|(?:{_MOVES}|up|down|rise|fall|grow){GAP}{_BY_PERCENT}{GAP}(?:to|from))\s*\Z",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\s*\Z")
_TAKING = frozenset({"to", "from", "by", "at", *(verb.rpartition(" ")[2] for verb in words_of("figure_verb"))})
_A_RECORD = re.compile(
    rf"\b(?:an?|its|their){GAP}(?:[a-z-]{{3,12}}{GAP})?(?:record|new|fresh|all-time|peak)(?:{GAP}(?:high|low|peak))?(?:{GAP}of)?{GAP}\Z"
)
_OF = re.compile(rf"\b(?:{alternatives(words_of('counted_of'))}){GAP}of(?={GAP})", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[.!?][\"”’)]*\s{1,3}(?=[A-Z“\"(])|\n|[;:]\s|[—–]")
_NOUN_TOKEN = re.compile(r"[^\W\d_][\w&/’'-]*|[^\w\s]|\d\S*")


def noun_before(text: str, numeral: Numeral, floor: int = 0) -> str | None:
    """The noun counted by a bare figure that stands after its verb; None where the clause names none.

    Args:
        text: The article.
        numeral: The bare figure.
        floor: Where to stop looking, such as the end of the amount before.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "The number of inbound and outbound passengers skyrocketed to 4.294 million"
    >>> noun_before(text, next(find_numerals(text)))
    'passengers'
    """
    subject = _before_verb(text, numeral.start, floor)
    if subject is None and (lead := look_left(text, numeral.start).start) < numeral.start:
        subject = _before_verb(text, lead, floor)
    if subject is None and (record := _A_RECORD.search(text, max(floor, numeral.start - 32), numeral.start)):
        subject = _before_verb(text, record.start(), floor)
    if subject is None:
        return None
    counted = list(_OF.finditer(subject))
    noun = _noun_after(subject, counted[-1].end()) if counted else None
    return _named(noun) if noun else _subject(subject, may_be_money=numeral.scale >= 1000)


def _before_verb(text: str, end: int, floor: int) -> str | None:
    """The clause up to the verb that takes the figure at ``end``; None where no such verb stands there."""
    last = _LAST_WORD.search(text, max(floor, end - 24), end)
    if last is None or last[1].lower() not in _TAKING:
        return None
    window = text[max(floor, end - 240) : end]
    boundaries = list(_CLAUSE_START.finditer(window))
    clause = window[boundaries[-1].end() :] if boundaries else window
    tail = clause[-72:]
    verb = _TAKES_FIGURE.search(tail)
    return _last_clause(clause[: len(clause) - len(tail) + verb.start()]) if verb else None


def _last_clause(clause: str) -> str:
    """What follows the last ``, and`` of a clause, where a verb before it says that it begins a clause of its own."""
    before, conjunction, after = clause.rpartition(", and ")
    words = before.lower().split()
    begins = not words or any(word.endswith("ed") or word in _VERB for word in words)
    return after if conjunction and begins else clause


def _named(phrase: str) -> str:
    """Drop the adjectives that only narrow the count: ``inbound and outbound flights`` are flights."""
    words = phrase.split(" ")
    while len(words) > 1 and (words[0].lower() in _LOOSE or words[0] == "and"):
        words.pop(0)
    return " ".join(words)


_SAYS = frozenset({"said", "says", "reported", "showed", "shows"})


def _subject(subject: str, *, may_be_money: bool) -> str | None:
    """The plural noun phrase right before the verb, unless a preposition governs it; then the first free one."""
    runs: list[tuple[str, list[str]]] = [("", [])]
    for token in _NOUN_TOKEN.findall(subject):
        key = token.lower()
        if key in _STOP | _SAYS or key in {"and", "or"} or not token[0].isalpha() or key.endswith(("'s", "’s")):
            runs.append((key, []))
        else:
            runs[-1][1].append(token)
    phrases = [(lead, _to_plural(run)) for lead, run in runs]
    free = [phrase for lead, phrase in phrases if phrase and lead not in _INSIDE]
    if not free:
        return None
    lead, last = phrases[-1]
    if may_be_money and any(word.lower() in _MONEY for word in runs[-1][1]):
        return None
    chosen = last if last and lead not in _INSIDE else free[0]
    is_money = chosen[-1].lower() in _MONEY and (len(chosen) == 1 or may_be_money)
    return None if is_money or len(chosen) > 5 else _named(" ".join(chosen))


def _to_plural(run: list[str]) -> list[str]:
    """The words up to the last plural."""
    last = max((n for n, word in enumerate(run, 1) if is_plural(word)), default=0)
    return run[:last]
