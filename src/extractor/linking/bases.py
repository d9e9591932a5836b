"""What a change is measured against: the base of a growth, told by a cue or by the period it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.linking.statement import Statement
from extractor.mentions.numerals import find_numerals
from extractor.mentions.periods.calendar import moved, shift
from extractor.phrases import Item
from extractor.phrases.items import PERIOD, VALUE, WORD
from extractor.phrases.roles import words_for
from extractor.records import Base, BaseKind, Label, Mention, Period

_YEAR = 366  # days
_BARE = 3  # words of "the same month"
_PAIR = 2
_BASE_CUES: dict[str, BaseKind] = {"yoy": "yoy", "mom": "mom", "qoq": "qoq", "annual_average": "annual_average"}


@dataclass(slots=True)
class Timing:
    """When a statement holds.

    Attributes:
        period: The days, None where the article leaves them open.
        mention: The words that state them, None where a rule derived them.
        by: Name of the rule.
        base: What a growth or change is measured against.
        base_item: The words that say so.
        base_by: Name of the rule that found the base.
    """

    period: Period | None = None
    mention: Mention | None = None
    by: str = ""
    base: Base | None = None
    base_item: Item | None = None
    base_by: str = ""


def earlier(period: Period, kind: str) -> Period | None:
    """The period a growth is measured against; None where it would lie before the year 1."""
    return shift(period, kind) if period.start.year > date.min.year else None


def is_base(items: Sequence[Item], at: int) -> bool:
    """Whether a period is what a change is compared with: ``from April``, ``over the same period last year``."""
    if items[0].lower.startswith("comparing"):  # "Comparing April 2024 with April 2023, exports grew"
        return 0 < sum(item.kind == PERIOD for item in items[:at]) < _PAIR
    before = _before_base(items, at)
    if before < 0:
        return False
    item = items[before]
    if item.kind == VALUE and item.mention:
        between = items[before + 1 : at]  # "1.6 times the level of 2022", not "doubled in 2022"
        is_multiple = item.mention.label is Label.MULTIPLE and any(word.lower != "in" for word in between)
        return is_multiple or (_is_compared(items[at]) and item.mention.label in {Label.PERCENT, Label.MULTIPLE})
    is_ahead = item.lower in {"ahead of", "behind"} and items[before - 1].kind == VALUE  # "18% ahead of last year's"
    if item.kind in {"compare", "above", "below"} or item.lower in {"from", "since"} or is_ahead:
        return True
    opens = before == 0 or items[before - 1].kind == "conj"
    if item.lower not in {"over", "on"} or (opens and _SAME.search(items[at].lower) and _is_a_year_at_most(items[at])):
        return False  # "Over the same period of 2022, exports had grown"
    told = before - 1
    if told > 0 and items[told].lower == ")":  # "a decrease of €12.4 billion (-6%) on 2022"
        told = next((at for at in range(told, 0, -1) if items[at].kind == VALUE), told)
    while told > 0 and (items[told].kind == WORD or items[told].lower in {"in", "by"}) and told > before - 3:
        told -= 1  # "40 percent in value over May 2023"
    follows_rate = told >= 0 and (items[told].kind in {VALUE, "move"} or items[told].kind in _BASE_CUES)
    return is_relative(items[at]) or (follows_rate and _is_a_year_at_most(items[at]))


def _before_base(items: Sequence[Item], at: int) -> int:
    """Index of what stands before a period and the words that may belong to it as a base."""
    before = at - 1
    while before >= 0 and (
        items[before].kind in {"det", "approx", "benchmark"}
        or items[before].lower in _BEFORE_BASE
        or _is_anaphor(items[before])
        or (before == at - 1 and _describes(items, before))
    ):
        before -= 1
    return before


def _describes(items: Sequence[Item], at: int) -> bool:
    """``from a weak April``: an adjective between a word of comparison and its period."""
    is_adjective = at > 1 and items[at].kind == WORD and items[at - 1].kind == "det"
    return is_adjective and items[at - 2].lower.rpartition(" ")[2] in {"from", "than", "with", "to", "against"}


def _is_told_of_another(items: Sequence[Item], at: int, *, crossed: bool) -> bool:
    """Whether a period compared with is no base of a change.

    ``to 1.1 billion, the lowest since May``, ``the first increase since January``, ``faster than April's 1.5 percent``.
    """
    if at + 2 < len(items) and items[at + 1].lower == "'s" and items[at + 2].kind == VALUE:
        return True
    return items[at - 1].lower == "since" and (crossed or _is_record(items, at - 1))


def _is_record(items: Sequence[Item], since: int) -> bool:
    """``the first increase since``, ``its biggest monthly drop since``: what a move is the first or largest of."""
    at = since - 1
    if at < 1 or items[at].kind not in {"move", WORD} or items[at].lower in _PAST:
        return False
    at -= 1
    at -= at > 0 and items[at].kind in {WORD, "yoy", "mom"} and items[at].lower not in _RANKING
    is_ranked = items[at].lower in _RANKING
    return is_ranked and at > 0 and items[at - 1].kind == "det"


_PAST = words_for("past-verb")
_RANKING = words_for("ranking") | words_for("superlative") | {"first"}


def _is_a_year_at_most(item: Item) -> bool:
    period = item.mention.period if item.mention else None
    return period is not None and 1 < period.days <= _YEAR


def _is_anaphor(item: Item) -> bool:
    """Whether an item only points back: *those* in ``2.1 times those of a year earlier``."""
    return item.phrase is not None and item.phrase.by == "anaphor"


_BEFORE_BASE = words_for("before-base")
_SAME = re.compile(r"\b(?:same|corresponding|comparable)\b")
_RELATIVE = re.compile(r"\b(?:same|previous|earlier|ago|before|prior|preceding|corresponding|comparable|year-ago)\b")


def _is_compared(item: Item) -> bool:
    """Whether a period right after a rate is what it is compared with; *the same month* alone is not."""
    return is_relative(item) and not (item.lower.startswith("the same") and len(item.lower.split()) == _BARE)


def is_relative(item: Item) -> bool:
    """Whether a period is told by another: ``the same period last year``, ``a month earlier``."""
    return _RELATIVE.search(item.lower) is not None


def find_base(
    timing: Timing, items: Sequence[Item], statement: Statement, periods: dict[int, Mention], bases: set[int]
) -> None:
    """Find what a growth or change is measured against: the nearest cue or period compared with, before or after it."""
    index = statement.index
    right = _window(items, index, 1)
    left = _window(items, index, -1)
    crossed = False  # a level the change led to
    for at in (*right, *left):
        crossed = items[at].kind == VALUE or (crossed and at > index)
        kind = _kind_of_cue(items, at, timing.period)
        if kind:
            _set_base(timing, kind, items[at], kind)
            return
        if at in bases and not _is_told_of_another(items, at, crossed=crossed):
            if at in periods:
                _set_base_period(timing, items, at, periods[at])
            else:
                _set_open_base(timing, items[at])
            return
    if timing.period is None or statement.measure == "change" or statement.value.unit == "percentage_point":
        return
    if timing.period.days > _YEAR:
        is_rate = any(item.lower in _A_YEAR for item in items[index + 1 : index + 3])
        _set_base(timing, "annual_average" if is_rate else "since", None, "growth-over-years")
    elif timing.period.days >= _YEAR - 1 and timing.period.start.month == timing.period.start.day == 1:
        _set_base(timing, "yoy", None, "growth-of-a-year")


def _kind_of_cue(items: Sequence[Item], at: int, period: Period | None) -> BaseKind | None:
    """The base a cue names, or an adjective of change does: ``year on year``, ``a monthly drop``.

    Yearly rates of several years are their average: ``an annual rate of 5 percent between 2018 and 2023``.
    """
    item, after = items[at], items[at + 1] if at + 1 < len(items) else items[at]
    is_change = item.kind == WORD and after.kind == "move" and after.lower not in _PAST
    is_rate = item.kind in _BASE_CUES or is_change or after.lower in _RATES
    if period is not None and period.days > _YEAR and item.lower in _A_YEAR and is_rate:
        return "annual_average"
    if item.kind in _BASE_CUES:
        return _BASE_CUES[item.kind]
    kind = _CHANGES.get(item.lower) if is_change else None
    if kind is None or (period and period.days > _LONGEST.get(kind, period.days)):
        return None
    is_in_row = items[at - 1].lower in _IN_ROW  # "their fourth straight monthly decline"
    return None if is_in_row else kind


_RATES = frozenset({"rate", "pace", "clip", "average"})
_A_YEAR = words_for("a-year")
_IN_ROW = words_for("in-row")
_CHANGES: dict[str, BaseKind] = {"annual": "yoy", "monthly": "mom", "quarterly": "qoq"}


def _set_open_base(timing: Timing, item: Item) -> None:
    """``Compared with the same period in 2019, exports rose``, ``the same period last season``: counted back."""
    year = _YEAR_NUMBER.search(item.lower)
    years = timing.period.start.year - int(year.group()) if year and timing.period else 1
    if timing.period is None or years < 1:
        return
    kind: BaseKind = "yoy" if years == 1 else "since"
    if kind == "since" or told_kind(item) == "yoy":
        base = Base(kind=kind, period=moved(timing.period, -_MONTHS * years))
        timing.base, timing.base_item, timing.base_by = base, item, "same-period"


def part_of_span(timing: Timing, statement: Statement) -> None:
    """``decreased by 7.4 billion between August and September 2023``: the second month, against the first."""
    period, mention = timing.period, timing.mention
    is_move = statement.measure in {"growth", "change"} and mention is not None
    if period is None or mention is None or not is_move or not mention.text.lower().startswith("between "):
        return
    first = (period.start.replace(day=28) + timedelta(days=4)).replace(day=1)  # of the month after
    second = Period(start=first, end=period.end) if period.start < first <= period.end else None
    if second and second.days <= _MONTH and earlier(second, "mom") == Period(start=period.start, end=first - _DAY):
        timing.period = second
        _set_base(timing, "mom", None, "between-two-months")


_MONTH, _MONTHS = 31, 12  # days of a month, months of a year
_DAY = timedelta(days=1)


def take_base_of_comparison(timing: Timing, after: Sequence[Statement], whens: Sequence[Timing]) -> None:
    """``fell 6 percent to 6.9 billion from 7.4 billion in the same months of 2022``: the compared figure's period."""
    for statement, when in zip(after, whens, strict=True):
        is_level = statement.measure == "level"  # a rate beside a rate is no base
        is_told = when.by in {"period-after-figure", "period-of-sentence"}
        if is_level and statement.is_comparison and timing.period and when.period and is_told:
            kind = _kind_between(timing.period, when.period) or "since"
            timing.base, timing.base_by = Base(kind=kind, period=when.period), "period-of-comparison"
            return


def take_base_before(timing: Timing, before: Sequence[Statement], whens: Sequence[Timing]) -> None:
    """``reached 3.39 million against 3.22 million in the same months of 2020, a rise of 5.3%``: the compared months."""
    if before and before[-1].is_comparison and before[-1].measure == "level" and timing.period:
        period = whens[-1].period
        kind = _kind_between(timing.period, period)
        if kind:
            timing.base, timing.base_by = Base(kind=kind, period=period), "period-of-comparison"


def _window(items: Sequence[Item], index: int, step: int) -> list[int]:
    """Places of the items from a figure to the next figure, or to where its clause ends."""
    found: list[int] = []
    at = index + step
    while 0 <= at < len(items) and items[at].lower not in {";", "while", "whereas", "but"}:
        if items[at].kind == VALUE and not (step > 0 and _is_reached(items, at)):
            break
        phrase = items[at].phrase
        is_new = phrase is not None and phrase.by != "anaphor" and items[at - 1].lower not in {"in", "of", "for"}
        if is_new and step > 0 and found:
            break
        found.append(at)
        at += step
    return found


def _is_reached(items: Sequence[Item], at: int) -> bool:
    """Whether a figure is the level a change led to: ``grew 9 percent to 1.1 billion in July from a year earlier``."""
    value = items[at].mention
    is_level = value is not None and value.label in {Label.MONEY, Label.QUANTITY}
    return is_level and any(item.lower in {"to", "at"} for item in items[max(0, at - 2) : at])


def _set_base(timing: Timing, kind: BaseKind, item: Item | None, by: str) -> None:
    period = None
    if timing.period is not None and kind in {"yoy", "mom", "qoq"}:
        period = earlier(timing.period, kind)
    timing.base, timing.base_item, timing.base_by = Base(kind=kind, period=period), item, by


_KINDS: tuple[BaseKind, ...] = ("yoy", "mom", "qoq")
_LONGEST: dict[BaseKind, int] = {"mom": 31, "qoq": 92}  # days a period may last to be compared so
_TOLD_KINDS: tuple[tuple[BaseKind, tuple[str, ...]], ...] = (
    ("yoy", ("year", "same period", "corresponding", "twelve months", "12 months")),
    ("mom", ("month",)),
    ("qoq", ("quarter",)),
)
_YEAR_NUMBER = re.compile(r"\d{4}")


def _kind_between(period: Period | None, stated: Period | None) -> BaseKind | None:
    """How two periods lie to each other: a year, a month or a quarter apart."""
    if period is None or stated is None:
        return None
    kinds = [kind for kind in _KINDS if period.days <= _LONGEST.get(kind, period.days)]
    return next((kind for kind in kinds if earlier(period, kind) == stated), None)


def years_back(item: Item) -> int:
    """How many years the words of a period count back, ``ten years before``; 0 where they count none."""
    if not is_relative(item) or "years" not in item.lower.split():
        return 0
    numeral = next(find_numerals(item.lower), None)
    return int(numeral.value) if numeral else 0


def told_kind(item: Item) -> BaseKind | None:
    """How far back the words of a period point by themselves: ``a year earlier``, ``the previous month``."""
    if not is_relative(item) or _YEAR_NUMBER.search(item.lower) or years_back(item):
        return None
    return next((kind for kind, marks in _TOLD_KINDS if any(mark in item.lower for mark in marks)), None)


def _set_base_period(timing: Timing, items: Sequence[Item], at: int, mention: Mention) -> None:
    """Year on year, month on month or since: told by how the two periods lie to each other, else by the words."""
    kind = _kind_between(timing.period, mention.period)
    if any(item.kind == "benchmark" for item in items[max(0, at - _BARE) : at]):  # "the average of the past five years"
        timing.base, timing.base_item, timing.base_by = Base(kind="since", period=mention.period), items[at], "average"
        return
    if kind is None and timing.period and mention.period and _SAME.search(items[at].lower):
        years = timing.period.start.year - mention.period.start.year
        if years > 0:  # "year to date, from the same period in 2022", counted back from what the figure tells
            kind, base = "yoy" if years == 1 else "since", moved(timing.period, -_MONTHS * years)
            timing.base, timing.base_item, timing.base_by = Base(kind=kind, period=base), items[at], "same-period"
            return
    if kind is None and _is_fiscal_year_before(timing.period, items[at].lower):
        _set_base(timing, "yoy", items[at], "compared-with-period")
        return
    if kind is None and items[at].lower == "last year" and timing.period and timing.period.days < _YEAR:
        _set_base(timing, "yoy", items[at], "compared-with-period")  # "off 3.4 percent in May from last year"
        return
    if kind is None and (told := told_kind(items[at])):
        _set_base(timing, told, items[at], "compared-with-period")
        return
    timing.base = Base(kind=kind or "since", period=mention.period)
    timing.base_item, timing.base_by = items[at], "compared-with-period"


def _is_fiscal_year_before(period: Period | None, words: str) -> bool:
    """``exports for fiscal 2024 at $170 billion, down from 2023``: a bare year told of a fiscal one is fiscal too."""
    if period is None or period.days < _YEAR - 1 or period.days > _YEAR or period.start.month == 1:
        return False
    return words == str(period.end.year - 1)


def carry_base(found: list[Timing], statements: Sequence[Statement]) -> None:
    """``rose 11 pct from a year ago while imports climbed 17 pct``: the basis told once holds for the sentence."""
    told = [
        timing.base
        for timing, statement in zip(found, statements, strict=True)
        if timing.base and timing.base_item and timing.base.kind in _KINDS and not statement.is_comparison
    ]
    for timing, statement in zip(found, statements, strict=True):
        is_bare = timing.base is None and statement.measure in {"growth", "change"}
        if told and is_bare and statement.value.unit != "percentage_point" and not statement.is_comparison:
            _set_base(timing, told[0].kind, None, "base-of-sentence")
