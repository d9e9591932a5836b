"""What the article around a period says about it: the sentence, the year spoken of, the period in focus."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from datetime import date
from functools import cache, cached_property
from itertools import pairwise, takewhile

from extractor.mentions.periods.calendar import moved
from extractor.mentions.periods.stretches import Expression
from extractor.mentions.periods.words import alternatives, context
from extractor.records import Period

_SENTENCE = re.compile(r"[.!?](?<![A-Z].)[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\n\s*\n|\n[ \t]{2,}")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n[ \t]{2,}")
_LINE = re.compile(r"\n")
_MONTH_DOT = re.compile(r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|mr|ms|mrs|dr|st|co|ltd|inc)$")

_COMPARED = re.compile(
    r"(?:\b(?:from|since|against|versus|vs|compared (?:with|to)|relative to"
    r"|than(?!\W{0,3}\d)|(?<!more )(?<!less )(?<!fewer )than)\b"
    r"(?:[^,;]{0,25}\d(?:[^,;]|,(?=\d|\W{0,3}respectively)|(?<=respectively),){0,60}\b(?:in|of|for|during|between))?"
    r"|(?:%|\b(?:cent|pct|percent|points?|rise|gain|increase|growth|up|down|higher|lower)) over\b"
    r"|\b(?:above|below|beat|beating|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?)\b)"
    r"(?: that| those| (?:the|its) (?:level|total|figure|peak|high|low|record|value|volume|number|reading)s?)?"
    r"(?:\s(?:in|of|for|during))?\s*(?:the (?:[a-z]+ly )?(?:[a-z]+ )?)?$"
)
"""What stands before a period that others are compared with; ``more than 5 mln in May`` compares nothing."""
_OF_RANGE = "between"  # a preposition that is part of the period
_REPORTED = re.compile(rf"\b(?:{alternatives(context('reported'))}) (?:for|on) (?:the )?$")
"""What is told of a period that is over, however late it is published: ``figures for May will be released``."""
_WAS_EXPECTED = re.compile(
    r"\b(?:(?:than|as|versus|vs|against|beat|beating|above|below|topped|topping|missed|missing|exceeded|exceeding)[ -]"
    r"(?:[\w'-]+ ){0,3}|had (?:been )?(?:\w+ ){0,2}?)$"
)
"""What makes a word that looks ahead look back: ``more than expected in May``, ``had forecast a fall in May``."""
_UP_TO = re.compile(r"\b(?:by|as (?:of|at|on)|through|until|till|up (?:to|until))\s(?:the\s)?$")
"""What stands before the day that a running total has come to."""
_SINCE = re.compile(r"\b(?:since|from|starting|beginning)(?:\son)?\s(?:the\s)?$")
_DELIVERED = re.compile(
    r"\s(?:(?:delivery(?! of| to| was)|settlement|expiry|futures)\b"
    r"|(?!as|and|when|while|the|after|but|with|on|from|a)[a-z]+ futures\b"
    r"|contract(?!s| (?:with|to|for|worth|signed)\b))"
)
_SHIPPED = re.compile(r"\s(?:shipment|loading|arrival)\b")
_FOR_DELIVERY = re.compile(
    r"\b(?:(?:futures|contracts?|brent|wti|gasoil|arabica|robusta) for"
    r"|for (?:delivery|shipment|loading|arrival|settlement|expiry) (?:in|during|by|for))"
    r"\s(?:the\s)?$"
)
_QUOTED = re.compile(rf"\b(?:{alternatives(context('quoted'))})\s(?:the\s)?$")
_TRADED = re.compile(
    r"\b(?:for|sold|bought|buy|sell|sought|seeks?|seeking|booked|offered|offers?|traded)\s(?:[a-z]+\s)?$"
)
_HAD = re.compile(r"\b(?:in|an?|took|taking|taken|its|their|his|her)\s$")
_OTHER_YEAR = re.compile(r"\b(?:season|crop|campaign|harvest|marketing|fiscal|financial|fy)\b|(?<!\d)\d{4}[/-]\d\d\b")
"""What says that a running total did not begin with January."""
_SEASON = re.compile(r"\s(?:season|crop|campaign|harvest|marketing|vintage)\b")
_ARRIVED = re.compile(r"\bto\b")
_SPAN = ["YEAR", "DASH", "YEAR"]
_STATED = ("YEAR", "SPLIT", "FISCALYEAR", "YEARMONTH")
_PARTS = frozenset(("quarter", "half"))
"""Parts told one after another; of months the one before and that of a year before are."""
_LIST = re.compile(
    r"(?!.*\b(?:after|following|since|from|than|against|versus|vs|compared|over|had|when|while|although"
    r"|though|as|level|was|were)\b)"
    r"[^.;:()\n]*(?:\band\b|\bor\b|\bbut\b|,|\bthen\b|\bfollowed by\b)(?:[^.;:()\n]|\.(?=\d))*",
)
"""What stands between two periods that are named one after another, none of them a comparison."""
_SAME_LIST = 120
_MEMORY = 24
"""How many periods a reader keeps in mind; it bounds the time on any text."""
_OPENING = 16
"""As many characters may stand before what opens a sentence: a preposition, a quotation mark."""
ANAPHORIC = frozenset(
    (
        "same-period",
        "earlier",
        "later",
        "the-one-before",
        "the-one-after",
        "the-next",
        "the-period",
        "the-n",
        "open",
        "edge-of",
    )
)
_DAYS = frozenset(("date", "weekday", "nearby-day", "end-of"))


@cache
def _ahead(role: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(context(role))})\b")


class Discourse:
    """Looks back from an expression at what was said before it, and around it at its sentence.

    Args:
        text: The article.
        folded: The same, folded.
        expressions: All expressions of the article, in order.
    """

    def __init__(self, text: str, folded: str, expressions: list[Expression]) -> None:
        self.text, self.folded, self.expressions = text, folded, expressions
        self.read: deque[tuple[int, Period]] = deque(maxlen=_MEMORY)
        """Place in ``expressions`` and period of the last ones resolved that can be in focus."""
        self.notes: dict[int, str] = {}
        self._dated: set[int] = set()  # the places of those that name their year
        self._comparisons: dict[int, bool] = {}
        self._ahead_from: dict[int, int | None] = {}  # by the start of a sentence, where its first look ahead ends
        self._day: tuple[int, Period] | None = None  # the last day told, with its place
        self._total: tuple[int, Period] | None = None  # the place of the last day a total runs to, and that day

    @cached_property
    def _sentences(self) -> list[int]:
        breaks = [0]
        for match in _SENTENCE.finditer(self.text):
            if not _MONTH_DOT.search(self.folded, max(0, match.start() - 6), match.start()):
                breaks.append(match.end())
        return breaks

    @cached_property
    def _paragraphs(self) -> list[int]:
        breaks = [match.end() for match in _PARAGRAPH.finditer(self.text)]
        return [0, *(breaks or (match.end() for match in _LINE.finditer(self.text)))]

    def sentence_of(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        place = bisect_right(self._sentences, position)
        end = self._sentences[place] if place < len(self._sentences) else len(self.text)
        return self._sentences[place - 1], end

    def remember(self, place: int, period: Period, note: str = "") -> None:
        """Note that the expression at ``place`` stands for ``period``, and what was understood rather than written."""
        expression = self.expressions[place]
        self.notes[place] = note
        anaphoric = expression.rule in ANAPHORIC or expression.has("PREVIOUS")
        if not anaphoric and (period.days > 1 or expression.rule not in _DAYS):
            self.read.append((place, period))
            if expression.has("YEAR", "SPLIT", "FISCALYEAR", "YEARS"):
                self._dated.add(place)
        elif expression.rule in _DAYS:
            self._day = (place, period)
            self._total = (place, period) if self._is_up_to(place) else self._total

    def told_last(self) -> Period | None:
        """The period or day stated last that is no comparison."""
        stated = next(((place, period) for place, period in reversed(self.read) if not self.is_comparison(place)), None)
        return max(filter(None, (stated, self._day)), default=(0, None))[1]

    def _is_up_to(self, place: int) -> bool:
        """Whether a day is the one a total has come to (``by the end of April``), no other beginning being told."""
        expression = self.expressions[place]
        if not _UP_TO.search(self.folded, max(0, expression.start - 14), expression.start):
            return False
        start, end = self.sentence_of(expression.start)
        if _OTHER_YEAR.search(self.folded, max(start, expression.start - 200), min(end, expression.end + 200)):
            return False
        before = self.expressions[place - 1] if place else None
        if before and before.start >= start:
            return _SINCE.search(self.folded, max(0, before.start - 16), before.start) is None
        return not self.looks_ahead(expression)

    def total_until(self, place: int) -> Period | None:
        """The day the total runs to that is told in the sentence or the one before, with no other period since."""
        if self._total is None or (self.read and self.read[-1][0] > self._total[0]):
            return None
        until, day = self._total
        sentence = bisect_right(self._sentences, self.expressions[place].start)
        return day if sentence - bisect_right(self._sentences, self.expressions[until].start) <= 1 else None

    def focus(self, fits: Callable[[Period], bool] = lambda _: True) -> Period | None:
        """The period spoken of: the last stated before that fits and is no comparison, else the last that fits."""
        compared = None
        for place, period in reversed(self.read):
            if fits(period):
                if not self.is_comparison(place):
                    return period
                compared = compared or period
        return compared

    def latest(self, until: date) -> Period | None:
        """Of the periods stated before that are no comparisons and begin by a day, the one that ends last."""
        stated = (p for place, p in self.read if p.start <= until and not self.is_comparison(place))
        return max(stated, key=lambda period: period.end, default=None)

    def latest_fitting(self, fits: Callable[[Period], bool]) -> Period | None:
        """Of the periods stated before that fit, the one that ends last."""
        return max((period for _, period in self.read if fits(period)), key=lambda period: period.end, default=None)

    def has_read(self, period: Period) -> bool:
        """Whether a period has been stated before."""
        return any(read == period for _, read in self.read)

    def is_comparison(self, place: int) -> bool:
        """Whether the period at a place is what another is compared with; found out once."""
        if place not in self._comparisons:
            expression = self.expressions[place]
            before = self.expressions[place - 1].end if place else 0
            begin = max(before, self.sentence_of(expression.start)[0], expression.start - 120)
            end = expression.start + len(_OF_RANGE) * self.folded.startswith(_OF_RANGE, expression.start)
            said = self.folded[begin:end]
            found = _COMPARED.search(said)
            self._comparisons[place] = found is not None and not _ARRIVED.search(said, found.start())
        return self._comparisons[place]

    def topic(self, expression: Expression) -> Period | None:
        """The year a sentence or its paragraph opens with (``In 2022, …``), if nothing has replaced it since."""
        paragraph = self._paragraphs[bisect_right(self._paragraphs, expression.start) - 1]
        for place, period in reversed(self.read):
            stated = self.expressions[place]
            if stated.start < paragraph:
                return None
            if period.days < 360:
                continue
            sentence = self.sentence_of(stated.start)[0]
            if stated.start - sentence > _OPENING:
                continue
            if self.folded[sentence : stated.start].strip(" \"'“") in {"in", "during", "for", "throughout"}:
                return period
        return None

    def anchor(self, place: int) -> Period | None:
        """A period of months with its year stated in the same sentence (``in May 2023 … from April``)."""
        expression = self.expressions[place]
        sentence = self.sentence_of(expression.start)[0]
        here = list(takewhile(lambda item: self.expressions[item[0]].start >= sentence, reversed(self.read)))
        told = [item for item in here if item[0] in self._dated and item[1].days < 360]
        spoken_of = [item for item in told if not self.is_comparison(item[0])] or told
        if not spoken_of:
            return None
        if self.is_comparison(spoken_of[0][0]):  # `3 billion in August, against 2 billion in August 2022 and 1 in July`
            year_later = moved(spoken_of[0][1], 12)
            if any(period == year_later and not self.is_comparison(item) for item, period in here):
                return year_later
        stated, period = self.expressions[spoken_of[0][0]], spoken_of[0][1]
        opening = self.folded[max(0, stated.start - 8) : stated.start].split()
        return period if not opening or opening[-1] not in {"since", "after", "until", "from"} else None

    def partner(self, place: int) -> Expression | None:
        """The expression this one is coordinated with, to its right: ``May`` → ``June 2023`` in `May and June 2023`."""
        chain = self.expressions[place : place + 13]
        for left, right in pairwise(chain):
            if self.folded[left.end : right.start].strip() not in {"and", ",", "or", ", and", "and in", "or in"}:
                return None
            if right.has("YEAR", "SPLIT", "FISCALYEAR", "YEARS"):
                return right
        return None

    def told_after(self, place: int) -> Expression | None:
        """The month, quarter or half that this one is counted from: `fell from a year earlier in October`."""
        following = self.expressions[place + 1] if place + 1 < len(self.expressions) else None
        if following is None or following.rule not in {"month", "month-year", "quarter", "half", "first-n-months"}:
            return None
        between = self.folded[self.expressions[place].end : following.start].strip()
        begin = self.expressions[place].start
        before = self.folded[max(0, begin - 6) : begin].rstrip()
        return following if between == "in" and before.endswith(("from", "than", "on")) else None

    def listed_with(self, place: int) -> Expression | None:
        """The part of a stated year that follows in a list: `3% in the third and 4% in the fourth quarter of FY24`."""
        left, *following = self.expressions[place : place + 2]
        if not following or not following[0].has(*_STATED, "YEARS") or self.is_comparison(place + 1):
            return None
        between = self.folded[left.end : following[0].start]
        alike = left.rule == following[0].rule and left.rule in _PARTS and not self.is_comparison(place)
        return following[0] if alike and len(between) <= 60 and _LIST.fullmatch(between) else None

    def before_in_list(self, place: int) -> tuple[int, Period] | None:
        """The period last read, where it stands in the same sentence and no comparison lies between."""
        if not self.read or self.is_comparison(place):
            return None
        last, period = self.read[-1]
        between = self.folded[self.expressions[last].end : self.expressions[place].start]
        return (last, period) if len(between) <= _SAME_LIST and _LIST.fullmatch(between) else None

    def told_in_paragraph(self, expression: Expression) -> tuple[int, Period] | None:
        """Of the periods stated in the paragraph that are no comparisons the one that ends last, with its place."""
        paragraph = self._paragraphs[bisect_right(self._paragraphs, expression.start) - 1]
        here = takewhile(lambda item: self.expressions[item[0]].start >= paragraph, reversed(self.read))
        told = (item for item in here if not self.is_comparison(item[0]))
        return max(told, key=lambda item: item[1].end, default=None)

    def gloss(self, place: int) -> int | None:
        """Place of the span of months that explains this one in brackets: `the first quarter (April-June)`."""
        following = self.expressions[place + 1] if place + 1 < len(self.expressions) else None
        if following is None or following.rule not in {"range", "month-range"}:
            return None
        return place + 1 if self.folded[self.expressions[place].end : following.start].strip() == "(" else None

    def is_among_spans(self, place: int) -> bool:
        """Whether a period is listed beside a span of years: `1999-2003, 2005-10 and 2012-16`."""
        sides = self.expressions[max(0, place - 1) : place + 2]
        return any(
            self.folded[left.end : right.start].strip(" ,") in {"", "and", "or"}
            and any(side.has("SPAN") or [token.kind for token in side.tokens] == _SPAN for side in (left, right))
            for left, right in pairwise(sides)
        )

    def is_season(self, expression: Expression) -> bool:
        """Whether a split year is that of a crop: `the 1986-87 season`."""
        return expression.has("SPLIT") and _SEASON.match(self.folded, expression.end) is not None

    def sentence_looks_ahead(self, expression: Expression) -> bool:
        """Whether anything in the sentence before speaks of what is still to come."""
        start, end = self.sentence_of(expression.start)
        if start not in self._ahead_from:
            told = _ahead("ahead").search(self.folded, start, end)
            self._ahead_from[start] = told.end() if told else None
        first = self._ahead_from[start]
        return first is not None and first <= expression.start

    def is_delivery(self, expression: Expression) -> bool:
        """Whether months are those in which what is traded now will be delivered: `wheat for September delivery`."""
        start, end = expression.start, expression.end
        if _DELIVERED.match(self.folded, end):
            return _HAD.search(self.folded, max(0, start - 8), start) is None
        before = self.folded[max(0, start - 30) : start]
        if _FOR_DELIVERY.search(before) or _QUOTED.search(before):
            return True
        told = sum(token.kind == "MONTH" for token in expression.tokens) > 1 or _TRADED.search(before)
        return bool(told) and _SHIPPED.match(self.folded, end) is not None

    def looks_ahead(self, expression: Expression) -> bool:
        """Whether the clause speaks of what is still to come."""
        start, end = self.sentence_of(expression.start)
        if _REPORTED.search(self.folded, max(start, expression.start - 32), expression.start):
            return False
        clause = max(start, expression.start - 80)
        said = re.split(r"[,;:]| and | that | after (?=[^,;]*\d)", self.folded[clause : expression.start])[-1]
        if any(not _WAS_EXPECTED.search(said, 0, word.start()) for word in _ahead("ahead").finditer(said)):
            return True
        opens = expression.start - start <= _OPENING
        return (
            opens
            and _ahead("ahead-after").search(self.folded, expression.end, min(end, expression.end + 100)) is not None
        )
