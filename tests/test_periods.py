"""Properties of periods: arithmetic, every form of a period resolves to itself, spans hold, nothing raises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import lexicons
from extractor.mentions.periods import calendar as cal
from extractor.mentions.periods import find_periods, shift
from extractor.mentions.periods.words import context
from extractor.records import Article, Label, LexiconError, Mention, Period

MONTHS = [date(2023, month, 1).strftime("%B") for month in range(1, 13)]
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
years = st.integers(1951, 2049).filter(lambda year: year % 100)
months = st.integers(1, 12)
days = st.dates(date(1951, 1, 1), date(2049, 12, 31))


def read(text: str, published: date | None = None) -> list[Mention]:
    return find_periods(Article(doc_id="test", text=text, sha256="", published=published))[0]


def only(text: str, published: date | None = None) -> Period | None:
    (mention,) = read(text, published)
    return mention.period


def short(month: str) -> str:
    """`Nov.`; May is not shortened."""
    return month if month == "May" else f"{month[:3]}."


# ── arithmetic ──────────────────────────────────────────────────────────────────────────────────


def period(start: str, end: str) -> Period:
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end))


@pytest.mark.parametrize(
    ("of", "kind", "expected"),
    [
        (("2023-01-01", "2023-11-30"), "yoy", ("2022-01-01", "2022-11-30")),
        (("2024-02-01", "2024-02-29"), "yoy", ("2023-02-01", "2023-02-28")),
        (("2023-02-01", "2023-02-28"), "yoy", ("2022-02-01", "2022-02-28")),
        (("2025-02-01", "2025-02-28"), "yoy", ("2024-02-01", "2024-02-29")),
        (("2024-02-29", "2024-02-29"), "yoy", ("2023-02-28", "2023-02-28")),
        (("2023-04-01", "2024-03-31"), "yoy", ("2022-04-01", "2023-03-31")),
        (("2023-03-01", "2023-03-31"), "mom", ("2023-02-01", "2023-02-28")),
        (("2024-01-01", "2024-01-31"), "mom", ("2023-12-01", "2023-12-31")),
        (("2023-07-01", "2023-09-30"), "qoq", ("2023-04-01", "2023-06-30")),
        (("2023-01-01", "2023-03-31"), "qoq", ("2022-10-01", "2022-12-31")),
        (("2023-11-05", "2023-11-11"), "yoy", ("2022-11-05", "2022-11-11")),
    ],
)
def test_shift(of: tuple[str, str], kind: str, expected: tuple[str, str]) -> None:
    assert shift(period(*of), kind) == period(*expected)


def test_shift_names_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match=r"'weekly'.*yoy, mom, qoq"):
        shift(period("2023-01-01", "2023-01-31"), "weekly")


@given(years, months, st.integers(0, 23))
def test_shift_keeps_the_number_of_whole_months(year: int, month: int, more: int) -> None:
    first = year * 12 + month - 1
    stretch = cal.months(first, first + more)
    for kind, back in (("yoy", 12), ("mom", 1), ("qoq", 3)):
        assert shift(stretch, kind) == cal.months(first - back, first + more - back)


@given(years, st.integers(1, 12), st.sampled_from(("start", "end")))
def test_fiscal_years_touch(label: int, first_month: int, named_by: str) -> None:
    this, following = (cal.fiscal_year(year, first_month, named_by) for year in (label, label + 1))
    assert this.end + timedelta(days=1) == following.start
    assert cal.whole_months(this) == 12


# ── every form resolves to itself ───────────────────────────────────────────────────────────────


@given(years)
def test_year_forms(year: int) -> None:
    for form in ("in {}", "during {}", "since {}", "({})", "the year {}", "calendar {}", "{}'s exports"):
        assert only(f"It grew {form.format(year)}") == cal.years(year, year), form


@given(years, months)
def test_month_forms(year: int, month: int) -> None:
    name = MONTHS[month - 1]
    for form in (f"{name} {year}", f"{name}, {year}", f"{name} of {year}", f"the month of {name} {year}"):
        assert only(f"It grew in {form}.") == cal.month(year, month), form
    for form in (f"{short(name)} {year}", f"{name[:3]} {year}", f"{name.upper()} {year}", f"{year}-{month:02}"):
        if form.endswith(f"-{(year + 1) % 100:02}"):  # 2011-12 is a split year
            continue
        assert only(f"It grew in {form}, they said") == cal.month(year, month), form


@given(years, st.integers(2, 11))
def test_first_months_forms(year: int, count: int) -> None:
    expected = cal.months(year * 12, year * 12 + count - 1)
    word = NUMBERS[count - 2]
    for form in (
        f"the first {count} months of {year}",
        f"the first {word} months of {year}",
        f"the first {word} months in {year}",
        f"the first {count}-month period of {year}",
        f"from January to {MONTHS[count - 1]} {year}",
        f"January-{MONTHS[count - 1]} {year}",
        f"Jan.–{MONTHS[count - 1]} {year}",
        f"between January and {MONTHS[count - 1]} {year}",
        f"January through {MONTHS[count - 1]} of {year}",
        f"the January-{MONTHS[count - 1]} period of {year}",
        f"the {count} months to {MONTHS[count - 1]} {year}",
    ):
        assert only(f"Trade rose in {form}.") == expected, form


@given(years, st.integers(1, 4))
def test_quarter_forms(year: int, quarter: int) -> None:
    order = ("first", "second", "third", "fourth")[quarter - 1]
    expected = cal.months(year * 12 + 3 * quarter - 3, year * 12 + 3 * quarter - 1)
    for form in (
        f"Q{quarter} {year}",
        f"Q{quarter} of {year}",
        f"{year}Q{quarter}",
        f"{year} Q{quarter}",
        f"the {order} quarter of {year}",
        f"the {order} quarter in {year}",
        f"{order} quarter {year}",
        f"{order}-quarter {year}",
        f"{year}'s {order} quarter",
        f"the {year} {order} quarter",
        f"the three months to {MONTHS[3 * quarter - 1]} {year}",
    ):
        assert only(f"Trade rose in {form}.") == expected, form
    if year >= 2000:
        assert only(f"Trade in {quarter}Q{year % 100:02} rose.") == expected


@given(years, st.integers(1, 2))
def test_half_forms(year: int, half: int) -> None:
    order = ("first", "second")[half - 1]
    expected = cal.months(year * 12 + 6 * half - 6, year * 12 + 6 * half - 1)
    for form in (
        f"H{half} {year}",
        f"{year}H{half}",
        f"{half}H {year}",
        f"the {order} half of {year}",
        f"{order}-half {year}",
        f"{year}'s {order} half",
    ):
        assert only(f"Trade rose in {form}.") == expected, form


@given(days)
def test_day_forms(day: date) -> None:
    name = MONTHS[day.month - 1]
    for form in (
        day.isoformat(),
        f"{name} {day.day}, {day.year}",
        f"{short(name)} {day.day}, {day.year}",
        f"{name} {day.day} {day.year}",
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}th, {day.year}",
        f"the {day.day}th of {name}, {day.year}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%A}, {name} {day.day}, {day.year}",
    ):
        assert only(f"It was signed on {form}.") == cal.single(day), form


@given(years, months)
def test_ends_of_months(year: int, month: int) -> None:
    expected = cal.single(cal.month(year, month).end)
    for form in ("the end of {} {}", "end-{} {}", "end {} {}", "the close of {} {}"):
        assert only(f"It was due by {form.format(MONTHS[month - 1], year)}.") == expected, form


@given(st.integers(2001, 2049))
def test_fiscal_forms(year: int) -> None:
    expected = cal.months((year - 1) * 12 + 3, year * 12 + 2)
    short = f"{year % 100:02}"
    for form in (
        f"FY{short}",
        f"FY {year}",
        f"FY{year - 1}-{short}",
        f"{year - 1}-{short}",
        f"fiscal {year}",
        f"fiscal year {year - 1}-{short}",
        f"the financial year {year - 1}-{short}",
        f"the {year - 1}/{short} fiscal year",
    ):
        assert only(f"India sold more in {form}.") == expected, form


@given(days)
def test_counted_from_the_articles_date(day: date) -> None:
    year = day.year
    assert only("It rose this year.", day) == cal.years(year, year)
    assert only("It rose last year.", day) == cal.years(year - 1, year - 1)
    month = only("It rose last month.", day)
    assert month is not None
    assert month.end + timedelta(days=1) == day.replace(day=1)
    assert only("So far this year it rose.", day) == Period(start=date(year, 1, 1), end=day)
    assert only("It was said yesterday.", day) == cal.single(day - timedelta(days=1))


@given(days, months)
def test_a_month_without_a_year_is_the_latest(day: date, month: int) -> None:
    found = only(f"It fell in {MONTHS[month - 1]}.", day)
    assert found is not None
    assert found.start <= day
    assert cal.month_number(day) - cal.month_number(found.start) < 12


@given(days, st.integers(2, 11))
def test_first_months_without_a_year_have_ended(day: date, count: int) -> None:
    found = only(f"It fell in the first {count} months.", day)
    assert found is not None
    assert found.end <= day < cal.moved(found, 12).end


@given(years)
def test_whole_years(year: int) -> None:
    for form in ("the whole of {}", "all of {}", "the full year {}", "full-year {}", "the entire year of {}", "all {}"):
        (mention,) = read(f"Output was forecast for {form.format(year)}, he said.")
        assert (mention.text, mention.period) == (form.format(year), cal.years(year, year))


@given(years, st.integers(2, 11))
def test_a_number_of_months_goes_back_to_what_lasted_as_long(year: int, count: int) -> None:
    word = NUMBERS[count - 2]
    opening = f"From January to {MONTHS[count - 1]} {year} it grew, in {MONTHS[count - 1]} it fell."
    for form in (f"the {word} months", f"the {count} months", f"the {word}-month period", f"these {word} months"):
        *_, mention = read(f"{opening} Imports over {form} shrank.")
        assert (mention.text, mention.period) == (form, cal.months(year * 12, year * 12 + count - 1))


@given(years, months)
def test_a_year_earlier_is_the_same_month(year: int, month: int) -> None:
    mentions = read(f"It was 3 mln dlrs in {MONTHS[month - 1]} {year}, against 4 mln a year earlier.")
    assert [mention.period for mention in mentions] == [cal.month(year, month), cal.month(year - 1, month)]


# ── spans, determinism, hostility ───────────────────────────────────────────────────────────────

WORDS = "the first last same period year years of to from between and half quarter a ago end next this previous ended"
MARKS = ("-", "–", ",", "’s", "\n", "\n\n", "\r\n", "İ", "ß", "\u00a0", "'", "(", ")", ".")
FIGURES = ("2023", "1986/87", "FY24", "Q3", "11", "31", "0", "32", "9999", "1800")
PIECES = st.sampled_from((*MONTHS, *WORDS.split(), *MARKS, *FIGURES, "so far"))


@given(st.lists(PIECES, max_size=30), st.sampled_from((" ", "")), st.one_of(st.none(), days))
def test_any_row_of_words_is_read(pieces: list[str], glue: str, published: date | None) -> None:
    text = glue.join(pieces)
    mentions = read(text, published)
    last = 0
    for mention in mentions:
        assert mention.label is Label.PERIOD
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.period is None or mention.period.start <= mention.period.end
        assert mention.period is not None or mention.notes
        last = mention.end
    assert mentions == read(text, published)


@given(st.text(max_size=200), st.dates())
def test_any_text_and_any_date_are_read(text: str, published: date) -> None:
    told = " last year, a year earlier, the first half, next month, the last 99 years, on Monday"
    mentions = read(text + told, published)
    assert mentions[-1].text.endswith("Monday")
    assert all(mention.period or mention.notes for mention in mentions)
    assert all((text + told)[mention.start : mention.end] == mention.text for mention in mentions)


def test_brackets_in_brackets_are_read() -> None:
    mentions = read("(January-February " * 2000, date(2024, 3, 9))
    assert {mention.period for mention in mentions} == {period("2024-01-01", "2024-02-29")}


@pytest.mark.parametrize("year", ["FY9999", "FY0001", "fiscal 9999", "FY 9998-99"])
def test_years_nobody_writes_of_are_none(year: str) -> None:
    assert [mention.text for mention in read(f"PEKING, March 1 - Exports rose in {year}.")] == ["March 1"]


@pytest.mark.parametrize(
    "piece", ["1", "2023 ", "in 2023 ", "May and ", "January-", "the first half of the ", "\n", " "]
)
def test_long_rows_of_the_same_are_read(piece: str) -> None:
    text = piece * 2000
    assert all(text[mention.start : mention.end] == mention.text for mention in read(text))


def test_a_role_nobody_has_is_named() -> None:
    with pytest.raises(LexiconError, match="no role 'mesured'"):
        context("mesured")


def test_no_context_word_stands_twice_in_its_role() -> None:
    table = (lexicons.FOLDER / "periods_context.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table[1:] if line and not line.startswith("#")]
    assert sorted({role for role, *_ in rows}) == sorted(role for role, *_ in rows)
    twice = {role: {word for word in words.split("|") if words.split("|").count(word) > 1} for role, words in rows}
    assert not any(twice.values()), twice


def test_plain_and_typographic_marks_read_alike() -> None:
    plain = read("from January-May 2023 and last year's first half")
    fancy = read("from January–May 2023 and last year’s first half")
    assert [(m.start, m.end, m.period) for m in plain] == [(m.start, m.end, m.period) for m in fancy]


# ── the reference date ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke on December 29, 2023 of trade in the first 11 months of 2023.", "2023-12-29"),
        ("The accord of December 11, 2001 bore fruit: trade hit a record in 2023.", "2023-12-31"),
        ("Trade rose in 2022 and in March 2023. It will double by 2030.", "2023-03-31"),
        ("Exports rose last year. The bonds mature in 2045.", None),
        ("The lender's notes maturing in 2031 fell after exports slowed in 2023.", "2023-12-31"),
        ("FY2030 plans were drawn up. Exports rose in 2023.", "2023-12-31"),
        ("In 2023 exports rose; in 2060 it is carbon neutral.", "2023-12-31"),
        ("Exports rose in 2023, and in FY2050 the bridge is paid for.", "2023-12-31"),
        ("Photo taken on May 3, 2021. The port reopened on August 22, 2022.", "2022-08-22"),
        ("Trade rose last year.", None),
        ("The law of 3 June 1997 changed trade. Exports rose last month.", None),
        ("Under the 2016 free trade agreement and the accord signed in May 2018 exports rose last month.", None),
        ("Since the 2035 targets were set exports rose last month, and the 2040 climate goals were met.", None),
        ("The act of 3 June 1997 stands. Exports rose in 2004.", "2004-12-31"),
        ("OSLO, April 9 - Fish brought in 2 billion crowns in 1985, the ministry said.", "1986-04-09"),
        ("OSLO, April 9 - Exports were 2 bln crowns in March, up from 1 bln in March 1985.", "1986-04-09"),
        ("OSLO, April 9 - Exports were 9 bln crowns last year, against 8 bln in 1984.", "1986-04-09"),
        ("OSLO, May 9 - Exports were 2 bln crowns in April, up from 1 bln in March 1986.", "1986-05-09"),
        ("Exports were 2 bln crowns in March, up from 1 bln in March 1985.", "1986-03-31"),
        ("OSAKA, Oct. 9 (Kyodo) - Japan sees fewer car sales in fiscal 2021. In August 2020 they fell.", "2020-10-09"),
        ("OSAKA, Feb. 9 (Kyodo) - Car sales slid in fiscal 2020. In January 2021 they rose.", "2021-02-09"),
        ("MUMBAI, Jan 9 (PTI) - The budget for FY22 helps tea. In November 2020 it sold better.", "2021-01-09"),
        ("MUMBAI, Jan 9 (PTI) - In 2020-21 tea sells better. In November 2020 it did too.", "2021-01-09"),
        ("MUMBAI, May 9 (PTI) - Indian tea sold better in FY21.", "2021-05-09"),
    ],
)
def test_reference_date_without_publication(text: str, expected: str | None) -> None:
    _, reference = find_periods(Article(doc_id="test", text=text, sha256=""))
    assert reference == (date.fromisoformat(expected) if expected else None)


def test_publication_date_is_the_reference_date() -> None:
    article = Article(doc_id="test", text="On May 3, 2021 trade rose.", sha256="", published=date(2024, 1, 31))
    assert find_periods(article)[1] == date(2024, 1, 31)
