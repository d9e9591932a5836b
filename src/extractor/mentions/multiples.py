"""Multiples: factors of change as written, in figures (``11.6-fold``, ``41.6 times``, ``2.3x``) or words (``doubled``).

``times`` is a factor only where a change is told (``rose 17 times``), where a comparison follows (``three times as
much``, ``five times the level of 2013``) or where it has decimals; ``three times a week`` and ``five times champion``
are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.lexicons import rows
from extractor.mentions.drafts import Draft
from extractor.mentions.numerals import GAP, WORD_END, NumberWord, Numeral, words_of
from extractor.records import Label

_STEMS = {"doubl": 2, "trebl": 3, "tripl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "septupl": 7, "octupl": 8}
_WORD_VALUES = {stem + ending: Decimal(n) for stem, n in _STEMS.items() for ending in ("e", "es", "ed", "ing")}
_WORD_VALUES |= dict.fromkeys(("halve", "halves", "halved", "halving"), Decimal("0.5"))
_WORD_VALUES |= {"twice": Decimal(2), "thrice": Decimal(3)}
_FOLDS = {row.word: row.value for row in rows("number_words.tsv", NumberWord)}
_FOLDS |= {"hundred": Decimal(100), "thousand": Decimal(1000)}

_AFTER = re.compile(
    rf"(?P<fold>(?:-|{GAP})?folds?)(?![^\W_])|(?P<x>[x×])(?![^\W_])|(?P<times>{GAP}times){WORD_END}", re.IGNORECASE
)
# A cheap scan for the stems comes first; "fold" is read back to the number before it.
_STEM = re.compile(
    "|".join(
        form
        for stem in (*_STEMS, "halv", "twice", "thrice", "fold")
        for form in (stem, stem.capitalize(), stem.upper())
    )
)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORD_VALUES)})(?![\w-])", re.IGNORECASE)
_X_BEFORE = re.compile(r"[x×](?<=[a-z] [x×])(?P<count>\d{1,3}(?:\.\d)?)(?=[,;.]?(?:\s|\Z))")  # "EV sales x3"
_COUNT_FOLD = re.compile(rf"\b(?P<count>{'|'.join(_FOLDS)})-?folds?(?!\w)", re.IGNORECASE)
_COMPARES = re.compile(
    rf"""{GAP}(?:
        as{GAP}(?:{"|".join(words_of("comparison_adjective"))})\b
      | (?:more|higher|larger|greater|bigger|faster|less|lower|smaller|above|over|that|those|what|its|their)\b
      | (?:last|the{GAP}previous|the{GAP}same){GAP}(?:year|month|period)
      | the{GAP}(?!(?:day|week|month|year|night|champion|winner|world)\b)[\w$€£¥₹] | [\d$€£¥₹]
      | [^\W\d_]{{2,20}}['’]s\b
      | an?{GAP}(?:earlier|initial|original|previous|normal|typical|usual|average|year{GAP}(?:ago|earlier|before))
      | (?:(?:forward|trailing|expected|annual|book|its|their){GAP})?
        (?:earnings|profits?|sales|revenues?|ebitda|book{GAP}value)\b
      | on{GAP}(?:the{GAP})?year|year[- ]on[- ]year|compared\b|oversubscribed\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_CHANGED = re.compile(
    r"""\b(?: by | up | grew | grown | rose | risen | fell | leapt | shrank | went\ up
       | (?:increas|grow|ris|expand|multipl|jump|surg|soar|climb|rocket|leap|shrink|declin|drop|rais|boost|swell
           |balloon|magnif|oversubscribed)\w{0,4} )
       (?:\s{1,3}(?:by|to|nearly|almost|about|over|more|than|around|some|roughly|approximately|at|least|up|a|an)){0,4}
       \s{1,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# "double" is a factor as a verb (to double, will nearly double) or before what is doubled (double the level of 2013)
_VERB_LEADS = words_of("doubling_lead")
_OF_TENNIS = words_of("tennis")
_DOUBLED = re.compile(
    rf"{GAP}(?:the|that|those|what|its|their|last|this|from|in|by|over|since|to|year|every|again)\b|[.,;)]"
)
_OTHER_SENSE = re.compile(
    rf"{GAP}(?:down|as{GAP}an?|standards?|tax\w*|digits?|deck\w*|whammy|agents?|act|blow|dip|jeopardy|play|jump|crown"
    rf"|bottom|final|champion\w*|track\w*|a|per|each|every|an|daily|weekly|monthly|yearly|annually|before)\b",
    re.IGNORECASE,
)


def read_multiple(text: str, numeral: Numeral) -> Draft | None:
    """Read the multiple whose figure is ``numeral``; None where no ``fold``, ``x`` or ``times`` of change follows.

    >>> from extractor.mentions.numerals import find_numerals
    >>> text = "exports increased 41.6 times"
    >>> draft = read_multiple(text, next(find_numerals(text)))
    >>> text[draft.start:draft.end], draft.value, draft.unit
    ('41.6 times', Decimal('41.6'), 'fold')
    """
    match = _AFTER.match(text, numeral.end)
    if match is None or (match["x"] and numeral.written == "words"):
        return None
    if match["times"] and not _is_factor(text, numeral, match.end()):
        return None
    return Draft(Label.MULTIPLE, numeral.start, match.end(), numeral.value, "fold", match.lastgroup or "", numeral)


def _is_factor(text: str, numeral: Numeral, end: int) -> bool:
    if _COMPARES.match(text, end):
        return True
    if _OTHER_SENSE.match(text, end):
        return False
    if numeral.mantissa != numeral.mantissa.to_integral_value():
        return True
    return _CHANGED.search(text[max(0, numeral.start - 48) : numeral.start]) is not None


def find_multiple_words(text: str) -> Iterator[Draft]:
    """Find multiples that are one word: ``doubled``, ``tripling``, ``halved``, ``eightfold``, ``twice the level``.

    >>> [(d.value, d.rule) for d in find_multiple_words("Sales doubled; double taxation; a tenfold rise")]
    [(Decimal('2'), 'change-word'), (Decimal('10'), 'fold-word')]
    """
    for factor in _X_BEFORE.finditer(text):
        yield Draft(Label.MULTIPLE, *factor.span(), Decimal(factor["count"]), "fold", "x-before")
    for stem in _STEM.finditer(text):
        if stem[0].lower() == "fold":
            match = _COUNT_FOLD.search(text, max(0, stem.start() - 12), stem.end() + 1)
            if match and match.end() >= stem.end():
                value, rule = _FOLDS[match["count"].lower()], "fold-word"
                yield Draft(Label.MULTIPLE, *match.span(), value, "fold", rule)
        elif (match := _WORD.match(text, stem.start())) and _is_change(text, match):
            yield Draft(Label.MULTIPLE, *match.span(), _WORD_VALUES[match[0].lower()], "fold", "change-word")


def _is_change(text: str, match: re.Match[str]) -> bool:
    word, end = match[0].lower(), match.end()
    if word in {"twice", "thrice"}:
        return _COMPARES.match(text, end) is not None or text[end : end + 5].lower() == " the "
    if _OTHER_SENSE.match(text, end):
        return False
    if word.endswith(("ed", "ing")):
        return True
    left = text[max(0, match.start() - 16) : match.start()].split()
    return (bool(left) and left[-1].lower() in _VERB_LEADS) or (
        _DOUBLED.match(text, end) is not None
        and (word[-1] != "s" or (bool(left) and left[-1].lower() not in _OF_TENNIS))
    )
