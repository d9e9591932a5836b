"""TIMEX3, the values of dates and stretches in ISO-TimeML (Pustejovsky et al. 2003), written from days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def timex3(start: date, end: date) -> str:
    """The TIMEX3 value of a stretch of days, by the largest unit of the calendar that it is.

    >>> timex3(date(2023, 4, 1), date(2023, 6, 30)), timex3(date(2013, 1, 1), date(2023, 12, 31))
    ('2023-Q2', '2013/2023')
    """
    if start == end:
        return start.isoformat()
    if start.weekday() == 0 and (end - start).days == 6:
        return "{:04}-W{:02}".format(*start.isocalendar())
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return f"{start.isoformat()}/{end.isoformat()}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    return _months_as_timex3(start, end, months)


def _months_as_timex3(start: date, end: date, months: int) -> str:
    """The same of whole months."""
    part = {1: f"-{start.month:02}", 3: f"-Q{start.month // 3 + 1}", 6: f"-H{start.month // 6 + 1}", 12: ""}.get(months)
    if part is not None and (start.month - 1) % months == 0:
        return f"{start.year:04}{part}"
    if start.month == 1 and months % 12 == 0:
        decade = months == 120 and start.year % 10 == 0
        return f"{start.year // 10:03}" if decade else f"{start.year:04}/{end.year:04}"
    return f"{start.isoformat()[:7]}/{end.isoformat()[:7]}"
