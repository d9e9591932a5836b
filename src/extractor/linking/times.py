"""When a figure holds, and what a change is measured against."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from extractor.linking.bases import (
    Timing,
    carry_base,
    find_base,
    is_base,
    is_relative,
    take_base_before,
    take_base_of_comparison,
    told_kind,
    years_back,
)
from extractor.linking.clauses import in_asides
from extractor.linking.discourse import Focus, is_lasting
from extractor.linking.statement import Statement
from extractor.mentions.periods.calendar import moved, shift
from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, PERIOD, PLACE, VALUE, WORD, phrase_of
from extractor.phrases.roles import words_for
from extractor.records import Base, Mention, Period

_KEEPS_ADJACENT = frozenset({"yoy", "mom", "qoq", "det", "approx", "prep", "worth", PLACE, WORD, INDICATOR})


def timings(items: Sequence[Item], statements: Sequence[Statement], focus: Focus) -> list[Timing]:
    """The timing of each statement of a sentence, in order.

    Args:
        items: The sentence.
        statements: Its figures.
        focus: What the article has last spoken of.
    """
    periods = {at: m for at, item in enumerate(items) if item.kind == PERIOD and (m := item.mention) and m.period}
    bases = {at for at in periods if is_base(items, at)}
    found = [_stated(items, statement, periods, bases) for statement in statements]
    taken = {
        timing.mention.start
        for timing, s in zip(found, statements, strict=True)
        if timing.mention and (s.is_comparison or timing.by == "figure-of-period")
    }
    aside = in_asides(items)
    open_to_all = {at: m for at, m in periods.items() if at not in bases | aside and m.start not in taken}
    for timing, statement in zip(found, statements, strict=True):
        if not timing.by:
            _infer(timing, items, statement, (open_to_all, periods), focus)
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.is_comparison:
            main = next((found[n] for n in range(number - 1, -1, -1) if not statements[n].is_comparison), None)
            _count_from_main(timing, items, main)
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.measure in {"growth", "change"}:
            find_base(timing, items, statement, periods, bases)
            if timing.base_item is None:
                take_base_of_comparison(timing, statements[number + 1 : number + 3], found[number + 1 : number + 3])
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.measure == "growth" and timing.base is None:
            take_base_before(timing, statements[max(0, number - 1) : number], found[max(0, number - 1) : number])
    carry_base(found, statements)
    _date_comparisons(items, found, statements)
    _stretch_running_totals(items, statements, found)
    return found


_STANDING = words_for("standing")
_UP_TO = frozenset({"as of", "by", "until", "through", "to", "at", "as at", "till", "up to"})


def _stretch_running_totals(items: Sequence[Item], statements: Sequence[Statement], found: list[Timing]) -> None:
    """``exports by the end of August``, ``up 3 percent as of 17 November``: a flow or growing total starts 1 January.

    What stands rather than flows (companies that *were operating*) does not.
    """
    grows = any(timing.base and timing.base.kind == "yoy" for timing in found)
    stands = any(item.lower in _STANDING for item in items)
    for timing, statement in zip(found, statements, strict=True):
        mention = timing.mention
        if mention is None or timing.period is None or timing.period.days > 1:
            continue
        is_flow = statement.subject is not None and statement.subject.indicator != "other"
        at = next((n for n, item in enumerate(items) if item.start == mention.start), 0)
        before = items[at - 1].lower if at else ""
        if before in _UP_TO and (is_flow or (grows and not stands)):
            timing.period = Period(start=timing.period.end.replace(month=1, day=1), end=timing.period.end)
            timing.mention = mention.model_copy(update={"period": timing.period})
            timing.by = "running-total"
            if timing.base and timing.base.kind == "yoy":
                timing.base = Base(kind="yoy", period=_before(timing.period, "yoy"))


def _stated(items: Sequence[Item], statement: Statement, periods: dict[int, Mention], bases: set[int]) -> Timing:
    """The period that follows the figure at once, or stands in its phrase."""
    named = _named(items, statement, periods)
    if named:
        return named
    at = _over_bracket(items, statement.index + 1)
    limit = min(len(items), at + 10)
    if at < limit and items[at].kind == "move":
        at += 1  # "a 2.4 percent drop in May"
    if at + 1 < limit and items[at].kind == "reach" and (at + 1 in periods or at + 2 in periods):
        at += 1  # "the 2.33 billion registered a year ago"
    while at < limit:
        if at in periods:
            if (at in bases and not statement.is_comparison) or _names_outlook(items, at):
                break
            return Timing(periods[at].period, periods[at], "period-after-figure")
        if items[at].kind == PERIOD and items[at - 1].lower != "over":
            return Timing(by="period-without-days")  # "in the 2023/24 season"
        is_taken = items[at].kind == "pronoun" and _tells_trade(items[at + 1 : at + 3])
        if (items[at].kind not in _KEEPS_ADJACENT and not is_taken) or items[at].lower in {"from", "than"}:
            break  # not at "the 391,000 tonnes it took in March"
        if items[at].kind == INDICATOR and phrase_of(items[at]).periods:
            break
        at = _over_bracket(items, at + 1)
    if statement.subject and statement.subject.periods and not statement.subject.is_inherited:
        mention = statement.subject.periods[-1]
        return Timing(mention.period, mention, "period-in-phrase")
    return Timing()


def _named(items: Sequence[Item], statement: Statement, periods: dict[int, Mention]) -> Timing | None:
    """The period whose figure it is called, whose level stands in brackets, or of which *when* tells more."""
    named = _figure_of_period(items, statement.index, periods)
    if named:
        return Timing(named.period, named, "figure-of-period")
    if _is_in_brackets_of(items, statement, periods):
        compared = periods[statement.index - 2]
        statement.is_comparison = True
        return Timing(compared.period, compared, "period-before-bracket")
    when = _told_of_when(items, statement.index)
    if when is not None and when in periods:
        return Timing(periods[when].period, periods[when], "period-before-when")
    return None


def _is_in_brackets_of(items: Sequence[Item], statement: Statement, periods: dict[int, Mention]) -> bool:
    """``a decrease of 9.2% compared with March 2023 (€270.6 bn)``: the level of the period compared with."""
    at = statement.index
    is_level = statement.measure == "level" and at > 1 and items[at - 1].lower == "("
    return is_level and at - 2 in periods and is_base(items, at - 2)


def _told_of_when(items: Sequence[Item], index: int) -> int | None:
    """``lower than a year earlier, when turnover stood at 3.4 billion``: the period *when* stands after."""
    for at in range(index - 1, 0, -1):
        if items[at].kind == VALUE or items[at].lower in {";", ","}:
            return None
        if items[at].lower == "when":
            return at - 2 if items[at - 1].lower == "," else at - 1
    return None


def _tells_trade(items: Sequence[Item]) -> bool:
    return any(item.lower in _TAKING or (item.phrase is not None and item.phrase.is_verb) for item in items)


def _names_outlook(items: Sequence[Item], at: int) -> bool:
    """``in its April outlook``: the period says when something was foreseen."""
    return at + 1 < len(items) and (items[at + 1].kind == "forecast" or items[at + 1].lower in _OUTLOOKS)


_TAKING = words_for("opens-parts")
_OUTLOOKS = words_for("outlook")


def _figure_of_period(items: Sequence[Item], index: int, periods: dict[int, Mention]) -> Mention | None:
    """``the February figure of 42.1 billion``: the period that names the figure before it."""
    at = index - 1
    while at >= 0 and (items[at].kind == WORD or items[at].kind == "approx"):
        at -= 1
    if at >= 1 and items[at].lower == "'s":
        return periods.get(at - 1)  # "from April's 8.4 percent"
    if at < 1 or items[at].lower != "of":
        return None
    at -= 1
    while at >= 0 and items[at].lower in {"figure", "level", "total", "revised", "'s", "reading"}:
        at -= 1
    return periods.get(at) if at < index - 2 else None


def _over_bracket(items: Sequence[Item], at: int) -> int:
    if at < len(items) and items[at].lower in {"(", "["}:
        end = at
        while end < len(items) and items[end].lower not in {")", "]"}:
            if items[end].kind == PERIOD:
                return at
            end += 1
        return end + 1
    return at


def _infer(
    timing: Timing,
    items: Sequence[Item],
    statement: Statement,
    told: tuple[dict[int, Mention], dict[int, Mention]],
    focus: Focus,
) -> None:
    """Where no period follows the figure: the nearest before it, else after it, else the one in focus."""
    periods, all_periods = told
    before = [at for at in periods if at < statement.index and not _is_past(items, at)]
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
    last = next((at for at in range(index - 1, -1, -1) if items[at].kind == PERIOD), None)
    if last is None or last in resolved or is_base(items, last):
        return False
    mention, before = items[last].mention, items[last - 1] if last else None
    return mention is not None and mention.period is None and (before is None or before.kind in {"prep", "det"})


def _after_base(items: Sequence[Item], periods: dict[int, Mention], focus: Focus) -> Mention | None:
    """``Compared with the corresponding months of FY23, exports rose``: the same months a year on."""
    if items[0].kind != "compare":
        return None
    base = next((mention for at, mention in periods.items() if at < _OPENING and mention.period), None)
    if base is None or base.period is None or base.period.days <= 1:
        return None
    now = focus.period.period if focus.period else None
    if now and any(_before(now, kind) == base.period for kind in ("yoy", "mom", "qoq")):
        return None
    if base.period.end.year == date.max.year:
        return None
    later = Period(start=_a_year_on(base.period.start), end=_a_year_on(base.period.end))
    return base.model_copy(update={"period": later})


def _before(period: Period, kind: str) -> Period | None:
    """The period a growth is measured against; None where it would lie before the year 1."""
    return shift(period, kind) if period.start.year > date.min.year else None


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


def _count_from_main(timing: Timing, items: Sequence[Item], main: Timing | None) -> None:
    """``63,208 TEUs, down from 69,231 a year earlier``: counted back from when the figure compared holds."""
    item = next((item for item in items if timing.mention and item.start == timing.mention.start), None)
    kind = told_kind(item) if item else None
    if main is None or main.period is None or timing.by != "period-after-figure":
        return
    if before := _month_before(main.period, item, timing.period):
        timing.period = before  # "against 37 billion in August 2022 and 33 billion in July"
        return
    if item and (years := years_back(item)):
        timing.period = moved(main.period, -12 * years)
        return
    if kind is None and item and is_relative(item) and timing.period == main.period:
        kind = "yoy"  # "rose to 4.2 billion from 4.0 billion over the same span"
    if kind:
        timing.period = _before(main.period, kind) or timing.period


def _date_comparisons(items: Sequence[Item], found: list[Timing], statements: Sequence[Statement]) -> None:
    """A comparison figure without a period of its own holds in the base period of the change it goes with."""
    _share_period_of_list(items, found, statements)
    stated: Timing | None = None
    for number, (timing, statement) in enumerate(zip(found, statements, strict=True)):
        if statement.is_comparison and timing.by in {"period-after-figure", "figure-of-period"}:
            stated = timing
        if not statement.is_comparison or timing.by not in {
            "period-before-figure",
            "period-of-sentence",
            "period-in-focus",
            "period-in-phrase",
        }:
            continue
        base = next(
            (found[n].base for n in range(number - 1, -1, -1) if found[n].base and not statements[n].is_comparison),
            None,
        )
        if stated and stated.period:  # "from 6.8 billion in December, while imports fell from 9.1 billion"
            timing.period, timing.mention, timing.by = stated.period, stated.mention, "period-of-comparison"
        elif base and base.period:
            timing.period, timing.mention, timing.by = base.period, None, "base-of-change"
        elif timing.period is not None:
            timing.period, timing.mention, timing.by = _before(timing.period, "yoy"), None, "comparison-a-year-earlier"


def _month_before(main: Period, item: Item | None, told: Period | None) -> Period | None:
    """The month before the main one, where a comparison names it without a year."""
    is_bare = item is not None and len(item.lower.split()) == 1 and not item.lower[-1].isdigit()
    if told is None or not is_bare:
        return None
    before = shift(main, "mom") if main.days <= _LONGEST_MONTH else None
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
