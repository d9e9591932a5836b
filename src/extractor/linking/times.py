"""When a figure holds, and what a change is measured against."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from extractor.linking.bases import (
    Timing,
    carry_base,
    earlier,
    find_base,
    is_base,
    is_relative,
    part_of_span,
    take_base_before,
    take_base_of_comparison,
)
from extractor.linking.clauses import in_asides, in_closed_brackets
from extractor.linking.comparisons import count_from_main, date_comparisons
from extractor.linking.discourse import Focus, is_lasting
from extractor.linking.statement import Statement
from extractor.linking.told_periods import start_of_season, stated
from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, PERIOD, VALUE, WORD, mention_of
from extractor.phrases.roles import words_for
from extractor.records import Base, Mention, Period


def timings(items: Sequence[Item], statements: Sequence[Statement], focus: Focus) -> list[Timing]:
    """The timing of each statement of a sentence, in order.

    Args:
        items: The sentence.
        statements: Its figures.
        focus: What the article has last spoken of.
    """
    periods = {at: m for at, item in enumerate(items) if item.kind == PERIOD and (m := item.mention) and m.period}
    told_bases = {at for at, item in enumerate(items) if item.kind == PERIOD and is_base(items, at)}
    bases = told_bases & periods.keys()  # a season without days is a base, too, but no period
    found = [stated(items, statement, periods, bases) for statement in statements]
    taken = {
        timing.mention.start
        for timing, s in zip(found, statements, strict=True)
        if timing.mention and (s.is_comparison or timing.by == "figure-of-period")
    }
    open_to_all: dict[int, Mention] = {}
    if periods:
        closed = bases | in_asides(items) | _of_prices(items, periods) | _only_placing(items, periods)
        closed |= {at for at in periods if _is_of_foreseeing(items, at)}
        open_to_all = {at: m for at, m in periods.items() if at not in closed and m.start not in taken}
    for timing, statement in zip(found, statements, strict=True):
        if not timing.by:
            _infer(timing, items, statement, (open_to_all, periods), focus)
        if timing.by in _NOT_OF_PHRASE and _is_of_whole_year(items, statement, timing):
            timing.period, timing.mention, timing.by = _year_of(focus, timing), None, "full-year"
        _end_with_main(timing, focus)
        _end_so_far(timing, items, focus)
        part_of_span(timing, statement)
    _stretch_running_totals(items, statements, found)
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.is_comparison:
            main = next((found[n] for n in range(number - 1, -1, -1) if not statements[n].is_comparison), None)
            count_from_main(timing, items, main)
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.measure in {"growth", "change"}:
            find_base(timing, items, statement, periods, told_bases)
            if timing.base_item is None:
                take_base_of_comparison(timing, statements[number + 1 : number + 3], found[number + 1 : number + 3])
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.measure == "growth" and timing.base is None:
            take_base_before(timing, statements[max(0, number - 1) : number], found[max(0, number - 1) : number])
    carry_base(found, statements)
    date_comparisons(items, found, statements, focus.published)
    _stretch_running_totals(items, statements, found)
    return found


def _end_with_main(timing: Timing, focus: Focus) -> None:
    """``Year to date, the deficit was down 18 percent`` in news of November: up to November, not to the day of news."""
    main = focus.main_period.period if focus.main_period else None
    mention = timing.mention
    if main is None or mention is None or timing.period is None or mention.text.lower() not in _YEAR_TO_DATE:
        return
    if main.days <= _LONGEST_MONTH and timing.period.end == focus.published:
        timing.period = Period(start=main.start.replace(month=1, day=1), end=main.end)


def _end_so_far(timing: Timing, items: Sequence[Item], focus: Focus) -> None:
    """``has shipped 28 million tonnes so far in the July-June season``: up to the day of news, if none foresees."""
    period, day = timing.period, focus.published
    if period is None or day is None or not period.start < day < period.end:
        return
    is_so_far = any(one.lower in {"so", "thus"} and two.lower == "far" for one, two in pairwise(items))
    if is_so_far and not any(item.kind in {"forecast", "target"} for item in items):
        timing.period = Period(start=period.start, end=day)


_YEAR_TO_DATE = frozenset({"year to date", "year-to-date"})
_LONGEST_MONTH = 31  # days


_NOT_OF_PHRASE = frozenset({"", "period-in-focus", "period-before-figure", "period-of-sentence"})


def _is_of_whole_year(items: Sequence[Item], statement: Statement, timing: Timing) -> bool:
    """``expects full-year output of 3.5 million vehicles``, ``in December, which brought full-year exports to 30``."""
    if statement.subject and statement.subject.is_of_year and not statement.subject.is_inherited:
        return timing.period is None or timing.period.days <= _LONGEST_MONTH or timing.by == "period-in-focus"
    if timing.by in {"period-before-figure", "period-of-sentence"}:
        return False
    for at in range(statement.index - 1, -1, -1):
        if items[at].kind == VALUE or items[at].lower == ";":
            return False
        if items[at].lower in _FULL_YEAR:
            return True
    return False


def _year_of(focus: Focus, timing: Timing) -> Period | None:
    main = focus.main_period.period if focus.main_period else None
    told = timing.period.end if timing.period else None
    day = told if timing.by == "period-before-figure" else (main and main.end) or focus.published or told
    return Period(start=day.replace(month=1, day=1), end=day.replace(month=12, day=31)) if day else None


_FULL_YEAR = words_for("whole-year")


def _of_prices(items: Sequence[Item], periods: dict[int, Mention]) -> set[int]:
    """``$617 a tonne, against $512 a year earlier, the sales brought in``: periods prices are compared with."""
    return {
        at
        for at in periods
        if is_relative(items[at]) and (price := items[at - 1].mention) and " per " in (price.unit or "")
    }


def _is_of_foreseeing(items: Sequence[Item], at: int) -> bool:
    """``the bank in July forecast exports``, ``in July the ministry projected``: when something was foreseen."""
    period = mention_of(items[at]).period
    if at == 0 or items[at - 1].kind != "prep" or period is None or period.days > _LONGEST_QUARTER:
        return False
    after = at + 1
    if at == 1:  # over "the ministry", who foresees
        near = range(at + 1, min(at + _LONGEST_FORECASTER, len(items)))
        after = next((n for n in near if _foresees(items, n)), after)
        if after > at + 1 and not any(item.lower in _FORECASTERS for item in items[at + 1 : after]):
            return False
    return _foresees(items, after)


def _foresees(items: Sequence[Item], at: int) -> bool:
    if at < len(items) and items[at].kind == "have":
        return at + 1 < len(items) and items[at + 1].kind in {"forecast", "estimate"}
    return at < len(items) and items[at].lower in _FORESAW


_LONGEST_QUARTER = 92  # days
_LONGEST_FORECASTER = 7  # items
_FORECASTERS = words_for("forecaster")
_FORESAW = words_for("foresaw")


def _only_placing(items: Sequence[Item], periods: dict[int, Mention]) -> set[int]:
    """``July, the first month of the fiscal year 2023-24``: a year that only says where a month lies."""
    return {
        at
        for at in periods
        if (before := _over_determiners(items, at)) > 1
        and items[before - 1].lower == "of"
        and items[before - 2].lower in _PARTS_OF_YEARS
    }


def _over_determiners(items: Sequence[Item], at: int) -> int:
    while at > 0 and items[at - 1].kind == "det":
        at -= 1
    return at


_PARTS_OF_YEARS = frozenset({"month", "quarter", "half", "week", "day"})
_STANDING = words_for("standing")
_UP_TO = frozenset({"as of", "by", "until", "through", "to", "at", "as at", "till", "up to"})


def _stretch_running_totals(items: Sequence[Item], statements: Sequence[Statement], found: list[Timing]) -> None:
    """``exports by the end of August``, ``up 3 percent as of 17 November``: a flow or growing total starts 1 January.

    What stands rather than flows (companies that *were operating*) does not.
    """
    grows = any(timing.base and timing.base.kind == "yoy" for timing in found)
    for timing, statement in zip(found, statements, strict=True):
        mention = timing.mention
        if mention is None or timing.period is None or timing.period.days > 1:
            continue
        is_flow = statement.subject is not None and statement.subject.indicator != "other"
        at = next((n for n, item in enumerate(items) if item.start == mention.start), 0)
        before = items[at - 1].lower if at else ""
        if before in _UP_TO and (is_flow or (grows and not any(item.lower in _STANDING for item in items))):
            start = start_of_season(items, timing.period.end) or timing.period.end.replace(month=1, day=1)
            timing.period = Period(start=start, end=timing.period.end)
            timing.mention = mention.model_copy(update={"period": timing.period})
            timing.by = "running-total"
            if timing.base and timing.base.kind == "yoy":
                timing.base = Base(kind="yoy", period=earlier(timing.period, "yoy"))


def _infer(
    timing: Timing,
    items: Sequence[Item],
    statement: Statement,
    told: tuple[dict[int, Mention], dict[int, Mention]],
    focus: Focus,
) -> None:
    """Where no period follows the figure: the nearest before it, else after it, else the one in focus."""
    periods, all_periods = told
    closed = in_closed_brackets(items, statement.index) if periods else frozenset()
    before = [at for at in periods if at < statement.index and at not in closed and not _is_past(items, at)]
    after = [at for at in periods if at > statement.index and not _is_owner(items, at)]
    if _is_in_open_period(items, statement.index, before):
        timing.by = "period-without-days"
        return
    if before and _tells_time(items, before[-1]):
        mention, by = periods[before[-1]], "period-before-figure"
    elif after and _tells_time(items, after[0]) and not _is_apart(items, statement.index, after[0]):
        mention, by = periods[after[0]], "period-of-sentence"
    elif later := _after_base(items, all_periods, focus):
        mention, by = later, "a-year-after-base"
    elif focus.period is not None and (
        statement.subject is None or statement.subject.indicator != "other" or not items_are_stock(items)
    ):
        mention, by = focus.period, "period-in-focus"
    elif len(after) == 1 and _tells_time(items, after[0]) and not _is_compared(items, statement.index, after[0]):
        mention, by = periods[after[0]], "period-of-sentence"  # "rose 6.8% by weight but fell 41% by value in May"
    else:
        return
    timing.period, timing.mention, timing.by = mention.period, mention, by


def _is_past(items: Sequence[Item], at: int) -> bool:
    """``After a record April, watches gave up 2.7%``: what a period only comes after."""
    while at > 0 and (items[at - 1].kind == "det" or items[at - 1].kind == WORD):
        at -= 1
    return at > 0 and items[at - 1].lower == "after"


def _is_owner(items: Sequence[Item], at: int) -> bool:
    """``the deliveries that had flattered October's figure``: a period another figure is of."""
    return at + 1 < len(items) and items[at + 1].lower == "'s"


def _is_in_open_period(items: Sequence[Item], index: int, resolved: Sequence[int]) -> bool:
    """``In the 2023/24 season growers shipped 415,000 tonnes``: the period before a figure has no days."""
    told = [at for at in range(index - 1, -1, -1) if items[at].kind == PERIOD]
    aside = in_asides(items) if told else frozenset()
    last = next((at for at in told if at not in aside), None)
    if last is None or last in resolved or is_base(items, last):
        return False
    mention, before = items[last].mention, items[last - 1] if last else None
    return mention is not None and mention.period is None and (before is None or before.kind in _BEFORE_PERIODS)


_BEFORE_PERIODS = frozenset({"prep", "det", INDICATOR})


def _after_base(items: Sequence[Item], periods: dict[int, Mention], focus: Focus) -> Mention | None:
    """``Compared with the corresponding months of FY23, exports rose``: the same months a year on."""
    if items[0].kind != "compare":
        return None
    base = next((mention for at, mention in periods.items() if at < _OPENING and mention.period), None)
    if base is None or base.period is None or base.period.days <= 1:
        return None
    now = focus.period.period if focus.period else None
    if now and any(earlier(now, kind) == base.period for kind in ("yoy", "mom", "qoq")):
        return None
    is_older = now is not None and base.period.end.year + 1 < now.start.year  # "Compared with 2002, exports doubled"
    if is_older or base.period.end.year == date.max.year:
        return None
    later = Period(start=_a_year_on(base.period.start), end=_a_year_on(base.period.end))
    return base.model_copy(update={"period": later})


def _a_year_on(day: date) -> date:
    next_year = day.replace(day=1, year=day.year + 1)
    last = monthrange(next_year.year, next_year.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return next_year.replace(day=last if is_last else min(day.day, last))


_OPENING = 8  # items
_OPENING_STANDS = 13
_STANDING_NOW = frozenset({"has", "have", "is", "are", "operates", "boasts", "covers", "serves"})


def _is_apart(items: Sequence[Item], index: int, at: int) -> bool:
    """Whether a period belongs to another clause than the figure before it, or only ends something."""
    return (
        items[at - 1].lower == "until"
        or any(
            item.kind == "compare" or item.lower in {"-", "–", "—", ":", "“", "but", "having"}
            for item in items[index:at]
        )
        or any(two.kind == VALUE and one.lower == "the" for one, two in pairwise(items[index:at]))
    )


def _is_compared(items: Sequence[Item], index: int, at: int) -> bool:
    return any(item.kind == "compare" or item.lower in {"from", "since", "until", ";"} for item in items[index:at])


def items_are_stock(items: Sequence[Item]) -> bool:
    """Whether a sentence tells a standing number in the present tense: ``has 233 partners``, ``is home to``."""
    return any(
        item.lower in _STANDING_NOW and not (after.kind == "move" or after.lower in {"been", "more"})
        for item, after in pairwise(items[:_OPENING_STANDS])
    )


def _tells_time(items: Sequence[Item], at: int) -> bool:
    """A day of speech or release dates no figure: ``said on Tuesday``."""
    mention = items[at].mention
    if mention is None or mention.period is None:
        return False
    if mention.period.days > 1:
        return True
    before = " ".join(item.lower for item in items[max(0, at - 2) : at])
    return before.endswith(("as of", "by", "end of", "until", "through", "to")) or mention.text.lower().startswith(
        ("the end", "end")
    )


def turns_to_year(items: Sequence[Item], statements: Sequence[Statement], focus: Focus) -> bool:
    """``In 2022, exports were worth 62 billion``, ``were put at 342,000 tonnes in 1986``: an earlier year, told of now.

    Not ``they had stood at``, nor the month of another year that a figure is only set beside.
    """
    main = focus.main_period.period if focus.main_period else None
    at = next((n for n, item in enumerate(items) if item.kind == PERIOD and _HAS_YEAR.search(item.lower)), None)
    if main is None or at is None or any(item.lower.startswith("had") for item in items):
        return False
    period = mention_of(items[at]).period
    is_first = bool(statements) and all(item.kind != VALUE for item in items[: min(at, statements[0].index)])
    if period is None or not is_first or is_base(items, at):
        return False
    opens = at < _OPENING_YEAR and items[0].lower in {"in", "for", "during", "over"}
    return period.days >= main.days and (opens or period.days >= _LONG)


_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPENING_YEAR = 4  # items
_LONG = 360  # days


def lasting_period(
    items: Sequence[Item], statements: Sequence[Statement], found: Sequence[Timing], published: date | None
) -> Mention | None:
    """The period a sentence puts in focus: the latest its figures hold in, else the last it states.

    Where two end on one day (*in May* and *in the first five months*), the one told first; one that is not over yet
    (*a drag on growth this quarter*) only where there is no other.
    """
    compared = {
        timing.mention.start for timing, s in zip(found, statements, strict=True) if s.is_comparison and timing.mention
    }
    relative = {item.start for item in items if item.kind == PERIOD and is_relative(item)}
    told = [
        mention
        for timing, statement in zip(found, statements, strict=True)
        if (mention := timing.mention) and not statement.is_comparison and is_lasting(mention)
        if mention.start not in relative
    ]
    if told:
        return max(told, key=lambda mention: mention.period.end if mention.period else date.min)
    stated = [
        item.mention
        for at, item in enumerate(items)
        if item.kind == PERIOD and item.mention and item.start not in compared | relative and not is_base(items, at)
    ]
    lasting = [mention for mention in stated if is_lasting(mention)]
    over = [m for m in lasting if m.period and not (published and m.period.end > published)]
    return next(reversed(over or lasting), None)
