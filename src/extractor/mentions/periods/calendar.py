"""Arithmetic of days, months, quarters and fiscal years; it knows nothing of words."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from extractor.records import Period

_MONTHS_TO = {"yoy": -12, "mom": -1, "qoq": -3}
"""Months from a period to the one its growth is measured against."""


def month_end(day: date) -> date:
    """Last day of the month ``day`` lies in.

    >>> month_end(date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_number(day: date) -> int:
    """Months since the year 0, so that months of different years can be counted and compared.

    >>> month_number(date(2024, 1, 1)) - month_number(date(2023, 12, 31))
    1
    """
    return day.year * 12 + day.month - 1


def months(first: int, last: int) -> Period:
    """Whole months, both given by `month_number` and both inclusive.

    >>> months(2023 * 12, 2023 * 12 + 10)
    Period(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 11, 30))
    """
    return Period(start=date(first // 12, first % 12 + 1, 1), end=month_end(date(last // 12, last % 12 + 1, 1)))


def month(year: int, number: int) -> Period:
    """One month of a year.

    >>> month(2023, 2).end
    datetime.date(2023, 2, 28)
    """
    return months(year * 12 + number - 1, year * 12 + number - 1)


def years(first: int, last: int) -> Period:
    """Whole calendar years, both inclusive."""
    return Period(start=date(first, 1, 1), end=date(last, 12, 31))


def week(day: date) -> Period:
    """The week, Monday to Sunday, that ``day`` lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period(start=monday, end=monday + timedelta(days=6))


def single(day: date) -> Period:
    """One day as a period."""
    return Period(start=day, end=day)


def whole_months(period: Period) -> int:
    """How many months a period is made of, 0 where it does not begin and end with one.

    >>> whole_months(years(2023, 2023)), whole_months(single(date(2023, 1, 1)))
    (12, 0)
    """
    if period.start.day != 1 or period.end != month_end(period.end):
        return 0
    return month_number(period.end) - month_number(period.start) + 1


def moved(period: Period, by: int) -> Period:
    """The same stretch ``by`` months later (earlier, where negative); the end of a month stays the end of a month.

    >>> moved(month(2024, 2), -12).end
    datetime.date(2023, 2, 28)
    """
    end = _moved_day(period.end, by)
    if period.end == month_end(period.end) and period.start != period.end:
        end = month_end(end)
    return Period(start=_moved_day(period.start, by), end=end)


def _moved_day(day: date, by: int) -> date:
    number = month_number(day) + by
    first = date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def shift(period: Period, kind: str) -> Period:
    """The period a growth is measured against.

    Args:
        period: The period the figure holds for.
        kind: ``yoy`` (the same days a year before), ``mom`` (a month before) or ``qoq`` (three months before).

    Returns:
        The earlier period, of the same months or days.

    Raises:
        ValueError: ``kind`` is none of the three, or the earlier period would lie before the year 1.

    >>> shift(Period(start="2023-01-01", end="2023-11-30"), "yoy")
    Period(start=datetime.date(2022, 1, 1), end=datetime.date(2022, 11, 30))
    >>> shift(month(2024, 3), "mom").end
    datetime.date(2024, 2, 29)
    """
    if kind not in _MONTHS_TO:
        raise ValueError(f"no comparison period for {kind!r}; choose one of {', '.join(_MONTHS_TO)}")
    return moved(period, _MONTHS_TO[kind])


def fiscal_year(label: int, first_month: int, named_by: str) -> Period:
    """The twelve months a fiscal year runs.

    Args:
        label: The year it is named by.
        first_month: The month it begins with, 1 for the calendar year.
        named_by: ``start`` or ``end``: which of the two calendar years it touches gives the name.

    >>> fiscal_year(2024, 4, "end").start
    datetime.date(2023, 4, 1)
    """
    begins = label - 1 if named_by == "end" and first_month > 1 else label
    first = begins * 12 + first_month - 1
    return months(first, first + 11)
