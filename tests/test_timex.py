"""TIMEX3 values: read back by their definition, they give the days they were written from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Period
from extractor.timex import timex3

days = st.dates(date(10, 1, 1), date(9989, 12, 31))
years = st.integers(10, 9980)


def month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def read(value: str) -> tuple[date, date]:
    """The days of a value, by TIMEX3: years, months, quarters, halves, weeks of ISO 8601, decades, days."""
    if "/" in value:
        first, last = value.split("/")
        return read(first)[0], read(last)[1]
    if len(value) == 3:
        return date(int(value + "0"), 1, 1), date(int(value + "9"), 12, 31)
    year, _, part = value.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if "-" in part:
        return date.fromisoformat(value), date.fromisoformat(value)
    return part_of_year(int(year), part)


def part_of_year(year: int, part: str) -> tuple[date, date]:
    """`W16`, `Q2`, `H1` or a month."""
    if part[0] == "W":
        monday = date.fromisocalendar(year, int(part[1:]), 1)
        return monday, monday + timedelta(days=6)
    size = {"Q": 3, "H": 6}.get(part[0], 1)
    end = size * int(part.lstrip("QH"))
    return date(year, end - size + 1, 1), month_end(year, end)


@given(days, days)
def test_any_days_are_read_back(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert read(timex3(start, end)) == (start, end)


@given(years, st.integers(1, 12), st.integers(0, 130))
def test_whole_months_are_read_back(year: int, month: int, more: int) -> None:
    last = year * 12 + month - 1 + more
    start, end = date(year, month, 1), month_end(last // 12, last % 12 + 1)
    assert read(timex3(start, end)) == (start, end)


@given(days)
def test_weeks_are_read_back(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    value = timex3(monday, monday + timedelta(days=6))
    assert "-W" in value
    assert read(value)[0] == monday


@pytest.mark.parametrize(
    ("start", "end", "value"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01/2024-02-28"),
        ("2023-10-01", "2023-12-31", "2023-Q4"),
        ("2023-11-01", "2024-01-31", "2023-11/2024-01"),
        ("2023-07-01", "2023-12-31", "2023-H2"),
        ("2023-04-01", "2024-03-31", "2023-04/2024-03"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2021-01-01", "2025-12-31", "2021/2025"),
        ("1990-01-01", "1999-12-31", "199"),
        ("1991-01-01", "2000-12-31", "1991/2000"),
        ("2020-12-28", "2021-01-03", "2020-W53"),
        ("9999-12-01", "9999-12-31", "9999-12"),
    ],
)
def test_values(start: str, end: str, value: str) -> None:
    assert Period(start=date.fromisoformat(start), end=date.fromisoformat(end)).timex == value
