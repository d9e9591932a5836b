"""The period told with a figure: right after it, in its phrase, or because the figure is called that period's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extractor.linking.bases import Timing, is_base, is_relative
from extractor.linking.statement import Statement
from extractor.phrases import Item
from extractor.phrases.items import INDICATOR, PERIOD, PLACE, VALUE, WORD, over_brackets, phrase_of
from extractor.phrases.nouns import is_verbal
from extractor.phrases.roles import words_for
from extractor.records import Mention

_KEEPS_ADJACENT = frozenset({"yoy", "mom", "qoq", "det", "approx", "prep", "worth", PLACE, WORD, INDICATOR})


def stated(items: Sequence[Item], statement: Statement, periods: dict[int, Mention], bases: set[int]) -> Timing:
    """The period that follows the figure at once, or stands in its phrase."""
    named = _named(items, statement, periods)
    if named:
        return named
    at = _over_bracket(items, _over_respectively(items, statement.index + 1))
    limit = min(len(items), at + 10)
    if at < limit and items[at].kind == "move":
        at += 1  # "a 2.4 percent drop in May"
    if at + 1 < limit and items[at].kind == "reach" and (at + 1 in periods or at + 2 in periods):
        at += 1  # "the 2.33 billion registered a year ago"
    while at < limit:
        at += items[at].kind == PERIOD and at + 1 in periods  # "in the 2023/24 July-June season"
        if at in periods:
            if (at in bases and not statement.is_comparison) or _names_outlook(items, at):
                break
            return Timing(periods[at].period, periods[at], "period-after-figure")
        if items[at].kind == PERIOD and is_relative(items[at]):
            break  # "compared with 7 billion in the same period of 2022"
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


def start_of_season(items: Sequence[Item], end: date) -> date | None:
    """The day a running total counts from: ``since the season opened on October 1``, ``in the July-June season``."""
    for at, item in enumerate(items):
        period = item.mention.period if item.kind == PERIOD and item.mention else None
        if period is None or not period.start < end:
            continue
        before = [word.lower for word in items[max(0, at - _NEAR) : at]]
        if period.days >= _WHOLE_YEAR and end <= period.end:
            return period.start
        is_opening = not _SEASONS.isdisjoint(before) and not _OPENING.isdisjoint(before[-_NEARER:])
        if period.days <= _MONTH and is_opening and (end - period.start).days <= _WHOLE_YEAR:
            return period.start
    return None


_NEAR, _NEARER = 7, 6  # items
_WHOLE_YEAR, _MONTH = 365, 31  # days
_SEASONS = words_for("season")
_OPENING = words_for("opening")


def _over_respectively(items: Sequence[Item], at: int) -> int:
    """Past what orders a list: ``2.1 million tons and $615 million, respectively, in 2022``."""
    word = at + 1 if at < len(items) and items[at].lower == "," else at
    if word >= len(items) or items[word].kind != "respectively":
        return at
    is_closed = word + 1 < len(items) and items[word + 1].lower == ","
    return word + 2 if is_closed else word + 1


def _named(items: Sequence[Item], statement: Statement, periods: dict[int, Mention]) -> Timing | None:
    """The period whose figure it is called, whose level stands in brackets, or of which *when* tells more."""
    named = _figure_of_period(items, statement.index, periods)
    if named:
        return Timing(named.period, named, "figure-of-period")
    if _is_in_brackets_of(items, statement, periods):
        compared = periods[statement.index - 2]
        statement.is_comparison = True
        return Timing(compared.period, compared, "period-before-bracket")
    bracketed = _in_brackets_after(items, statement.index, periods)
    if bracketed:
        return Timing(bracketed.period, bracketed, "period-after-figure")
    when = _told_of_when(items, statement.index)
    if when is not None and when in periods:
        return Timing(periods[when].period, periods[when], "period-before-when")
    return None


def _is_in_brackets_of(items: Sequence[Item], statement: Statement, periods: dict[int, Mention]) -> bool:
    """``a decrease of 9.2% compared with March 2023 (€270.6 bn)``: the level of the period compared with."""
    at = statement.index
    is_level = statement.measure == "level" and at > 1 and items[at - 1].lower == "("
    return is_level and at - 2 in periods and is_base(items, at - 2)


def _in_brackets_after(items: Sequence[Item], index: int, periods: dict[int, Mention]) -> Mention | None:
    """``28.4bn (July), 27.1bn (June)``: the period that stands in brackets after a figure."""
    marks = [item.lower for item in items[index + 1 : index + 4]]
    return periods.get(index + 2) if len(marks) > 2 and marks[0] == "(" and marks[2] == ")" else None


def _told_of_when(items: Sequence[Item], index: int) -> int | None:
    """``lower than a year earlier, when turnover stood at 3.4 billion``: the period *when* stands after."""
    for at in range(index - 1, 0, -1):
        if items[at].kind == VALUE or items[at].lower in {";", ","}:
            return None
        if items[at].lower == "when":
            return at - 2 if items[at - 1].lower == "," else at - 1
    return None


def _tells_trade(items: Sequence[Item]) -> bool:
    if items and items[0].kind == WORD and is_verbal(items[0].lower):
        return True  # "the 391,000 boxes it moved in March"
    return any(item.lower in _TAKING or (item.phrase is not None and item.phrase.is_verb) for item in items)


def _names_outlook(items: Sequence[Item], at: int) -> bool:
    """``in its April outlook``: the period says when something was foreseen."""
    after = at + 1 + (at + 1 < len(items) and items[at + 1].lower == "'s")  # "in last month's release"
    return after < len(items) and (items[after].kind == "forecast" or items[after].lower in _OUTLOOKS)


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
    """Over a bracket that tells no period."""
    end = over_brackets(items, at)
    return at if any(item.kind == PERIOD for item in items[at:end]) else end
