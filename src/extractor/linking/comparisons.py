"""When the figures hold that others are compared with: ``against 8 billion in June and 7 billion a year earlier``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from extractor.linking.bases import Timing, earlier, is_relative, told_kind, years_back
from extractor.linking.statement import Statement
from extractor.mentions.periods.calendar import moved
from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, PERIOD, VALUE, WORD
from extractor.phrases.roles import words_for
from extractor.records import Period


def count_from_main(timing: Timing, items: Sequence[Item], main: Timing | None) -> None:
    """``63,208 TEUs, down from 69,231 a year earlier``: counted back from when the figure compared holds."""
    item = next((item for item in items if timing.mention and item.start == timing.mention.start), None)
    kind = told_kind(item) if item else None
    if main is None or main.period is None or timing.by != "period-after-figure":
        return
    if item and main.by == "running-total" and timing.period and timing.period.days == 1 and is_relative(item):
        timing.period = moved(main.period, _MONTHS * (timing.period.start.year - main.period.end.year))
        return  # "by the end of July, against 3.8 billion in the same period of 2023"
    if before := _month_before(main.period, item, timing.period):
        timing.period = before  # "against 37 billion in August 2022 and 33 billion in July"
        return
    if item and (years := years_back(item)):
        timing.period = moved(main.period, -_MONTHS * years)
        return
    if kind is None and item and is_relative(item) and timing.period == main.period:
        kind = "yoy"  # "rose to 4.2 billion from 4.0 billion over the same span"
    if kind:
        timing.period = earlier(main.period, kind) or timing.period


def date_comparisons(
    items: Sequence[Item], found: list[Timing], statements: Sequence[Statement], published: date | None
) -> None:
    """A comparison figure without a period of its own holds in the base period of the change it goes with.

    One that is compared with what is yet to come, ``from 47 percent to 55 percent by 2030``, holds now: in no period.
    """
    _share_period_of_list(items, found, statements)
    _share_period_of_brackets(found, statements)
    main: Timing | None = None
    stated: Timing | None = None
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.is_comparison and timing.by in {"period-after-figure", "figure-of-period"}:
            stated = timing
        main = main if statement.is_comparison else timing
        if not statement.is_comparison or timing.by not in _NOT_ITS_OWN:
            continue
        if main and main.by == timing.by == "running-total":
            timing.period = main.period
        base = next(
            (found[n].base for n in range(number - 1, -1, -1) if found[n].base and not statements[n].is_comparison),
            None,
        )
        if stated and stated.period:  # "from 6.8 billion in December, while imports fell from 9.1 billion"
            timing.period, timing.mention, timing.by = stated.period, stated.mention, "period-of-comparison"
        elif main and main.period and (_is_of_revision(items, statement) or _was_foreseen(items, statement.index)):
            timing.period, timing.mention, timing.by = main.period, None, "period-of-revised"
        elif base and base.period:
            timing.period, timing.mention, timing.by = base.period, None, "base-of-change"
        elif timing.period is not None and _is_revised(items, statement):
            timing.by = "period-of-revised"
        elif timing.period is not None and published is not None and timing.period.start > published:
            timing.period, timing.mention = None, None
        elif timing.period is not None:
            timing.period, timing.mention, timing.by = earlier(timing.period, "yoy"), None, "comparison-a-year-earlier"


def _is_of_revision(items: Sequence[Item], statement: Statement) -> bool:
    """``raised its forecast for 2024 to 3.3 percent from 2.6 percent``: what was foreseen before, of one period."""
    at = next((n for n in range(statement.index) if items[n].lower in _FORESIGHT), 0)
    while at > 0 and (items[at - 1].kind in _BEFORE_FORECAST):
        at -= 1
        if items[at].kind == "move":
            return True
    return False


def _was_foreseen(items: Sequence[Item], index: int) -> bool:
    """``short of the 9.9 billion economists had expected``: of the same period, foreseen by somebody."""
    for item in items[index + 1 : index + _NEAR]:
        if item.kind in {VALUE, PERIOD} or item.lower in _ENDS:
            return False
        if item.kind in {"forecast", "estimate"}:
            return True
    return False


_ENDS = frozenset({",", ";", "and", "but", "while"})
_FORESIGHT = words_for("outlook") | words_for("aim")
_BEFORE_FORECAST = frozenset({"move", "det", WORD, PERIOD, INDICATOR})  # "raised its 2024 export growth forecast"


def _share_period_of_brackets(found: Sequence[Timing], statements: Sequence[Statement]) -> None:
    """``imports 1.6 billion (1.7 billion in March) and exports 1.4 billion (1.5 billion)``: both are of March."""
    told: Timing | None = None
    for timing, statement, before in zip(found[1:], statements[1:], statements, strict=False):
        is_level = statement.is_in_brackets and statement.measure == "level"
        if not is_level or before.is_in_brackets or statement.value.unit != before.value.unit:
            continue
        if timing.by == "period-after-figure":
            told = timing
        elif told:
            timing.period, timing.mention, timing.by = told.period, told.mention, "period-of-brackets"


_NOT_ITS_OWN = frozenset(
    {"period-before-figure", "period-of-sentence", "period-in-focus", "period-in-phrase", "running-total"}
)


def _is_revised(items: Sequence[Item], statement: Statement) -> bool:
    """``revised to 60.6 billion from 64.2 billion``: one period, told twice."""
    near = items[max(0, statement.index - _NEAR) : statement.index + _NEAR]
    return any(item.lower in _REVISION for item in near)


_MONTHS = 12  # of a year
_NEAR = 8  # items
_REVISION = words_for("revision")


def _month_before(main: Period, item: Item | None, told: Period | None) -> Period | None:
    """The month before the main one, where a comparison names it without a year."""
    is_bare = item is not None and len(item.lower.split()) == 1 and not item.lower[-1].isdigit()
    if told is None or not is_bare:
        return None
    before = earlier(main, "mom") if main.days <= _LONGEST_MONTH else None
    return before if before and told.start.month == before.start.month and told.days <= _LONGEST_MONTH else None


_LONGEST_MONTH = 31  # days


def _share_period_of_list(items: Sequence[Item], found: list[Timing], statements: Sequence[Statement]) -> None:
    """``against 94 million and 84 million in 2014``: comparison figures of a list hold in the period told after it."""
    told = list(zip(statements, found, strict=True))
    for (statement, timing), (after, stated) in reversed(list(pairwise(told))):
        between = items[statement.index + 1 : after.index]
        is_listed = all(item.lower in {",", "and"} or item.kind == "approx" for item in between)
        is_compared = statement.is_comparison and after.is_comparison and timing.by not in _TOLD_AFTER
        if is_compared and is_listed and stated.by in _TOLD_AFTER:
            timing.period, timing.mention, timing.by = stated.period, stated.mention, "period-after-list"


_TOLD_AFTER = frozenset({"period-after-figure", "period-after-list"})
