"""Dating: dates written out in any text, and the date of publication that the head of an article states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from extractor.lexicons import rows
from extractor.records import InputError

HEAD = 600
"""Characters in which a header may stand."""
_MARKUP_HEAD = 20_000  # and the head of a page

# ── dates written out ───────────────────────────────────────────────────────────────────────────


class Month(NamedTuple):
    """A row of ``months.tsv``: a month's name, number and short forms."""

    name: str
    number: int
    forms: tuple[str, ...] = ()


_MONTHS = {form.lower(): month.number for month in rows("months.tsv", Month) for form in (month.name, *month.forms)}
_NAME = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NUMBER = r"(?P<month>1[0-2]|0?[1-9])"

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_BEFORE_YEAR = tuple(  # each is matched up to the last digit of a year
    re.compile(rf"(?:(?<![\w/.-])|(?<=--)){shape}\d{{4}}\Z", re.IGNORECASE)
    for shape in (
        rf"{_NAME}\s{{0,3}}{_DAY}(?:\s?,\s{{0,3}}|\s{{1,3}}|/)",
        rf"{_DAY}(?:\s{{1,3}}of\s{{1,3}}|\s?[-/,]\s?|\s{{0,3}}){_NAME}(?:\s?[-/,]\s?|\s{{1,3}})",
        rf"{_DAY}\.{_NUMBER}\.",
        rf"{_DAY}(?P<mark>[-/])(?P<month>\d\d?)(?P=mark)",
        rf"{_NUMBER}(?P<mark>[-/])(?P<day>\d\d?)(?P=mark)",
    )
)
_FROM_YEAR = tuple(
    re.compile(rf"(?<![/-])\d{{4}}{shape}(?!\d|[-/.]\d)", re.IGNORECASE)
    for shape in (
        rf"(?P<mark>[-/.]){_NUMBER}(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])",
        rf"(?P<mark>\s|-){_NAME}(?P=mark){_DAY}",
    )
)
_LONGEST = 30  # characters a date may take before its year


def written_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Find the dates that are written with day, month and year, in any usual order.

    ``03/04/2024`` is left out, because it is two dates; so are days that no month has, and dates in web addresses.

    Args:
        text: Any text.

    Yields:
        First character, one past the last, and the date, in the order of the text.

    >>> [str(day) for _, _, day in written_dates("from 31 Jan, 2024 (2024-02-01 10:20) to the 3rd of March 2024")]
    ['2024-01-31', '2024-02-01', '2024-03-03']
    """
    done = 0
    for year in _YEAR.finditer(text):
        start, end = year.span()
        if start < done:
            continue
        before = (shape.search(text, max(done, start - _LONGEST), end) for shape in _BEFORE_YEAR)
        after = (shape.match(text, start) for shape in _FROM_YEAR)
        readings = {(match.span(), day) for match in (*before, *after) if match and (day := _day(year.group(), match))}
        if len(readings) == 1:
            (start, done), day = readings.pop()
            yield start, done, day


def _day(year: str, match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    try:
        return date(int(year), _MONTHS.get(month) or int(month), int(match["day"]))
    except ValueError:  # 30 February, or the 17th month
        return None


# ── what the head of an article states ──────────────────────────────────────────────────────────

_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d){0,2}(?:\s?[ap]\.?m\b\.?)?"
_LEAD = re.compile(rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?|{_CLOCK}|[\s,(\[\"'“]){{1,8}}\Z", re.IGNORECASE)
_TRAIL = re.compile(rf"(?:T?{_CLOCK}|[A-Z]{{1,4}}\b|[+-]\d\d:?\d\d|at\b|[\s,.)\]\"'”]){{1,8}}")


class _Label(NamedTuple):
    """A row of ``date_labels.tsv``: what a header calls the date of an article."""

    words: str
    states: Literal["publication", "update"]
    alone: bool = False


_LABELS = {label.words: label for label in rows("date_labels.tsv", _Label)}
_LABEL = re.compile(
    rf"""(?P<stands_apart> (?: ^ | [^\w\s] | \s\s ) \s* )? \b (?: (?: first | last | originally ) \s )?
    (?P<words> {"|".join(words.replace(" ", "[ ]") for words in sorted(_LABELS, key=len, reverse=True))} )
    (?: \s? (?: date | time | on | at ) ){{0,2}} \s{{0,3}} [:：|]? \s{{0,3}} \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_YET_TO_COME = re.compile(
    r"\b(?:next|upcoming|future|expected|scheduled|planned|be|until|not)\s[^:|]{0,30}\Z", re.IGNORECASE
)
_OF_ITS_OWN = re.compile(r"[:：]\s*\Z")  # what ends a label
_PARTS = re.compile(r"[|•·]")
_SEPARATOR = re.compile(r"[|•·–—›»/:;,)-]\s*\Z")
_SEPARATED = re.compile(r"\s*(?:\Z|[|•·–—›»/:(-]|\)\s*[-–—:])")
_PLACE_FOLLOWS = re.compile(r"[A-Z][\w.' ]{1,30}(?:,\s[A-Z][\w ]{1,20})?\s?(?:[–—]|--?\s|:\s)")
_SHORT = re.compile(  # dates that are certain only where headers state them
    r"""(?<![\w/.-]) (?: (?P<packed> (?:19|20)\d{6})
      | (?P<first>[0-3]?\d) (?P<mark>[-/.]) (?P<second>[0-3]?\d) (?P=mark) (?P<year> (?: (?:1[89]|20)\d\d | \d\d ))
      | (?P<day>[0-3]?\d) - (?P<month>[A-Za-z]{3}) - (?P<years>\d\d) ) (?! [/.-]?\w )""",
    re.VERBOSE,
)
_FIGURES = re.compile(r"(?<![\w/.-])(\d\d?)([-/])(\d\d?)\2(?:1[89]|20)\d\d(?![\w/-])")
_AMERICAN = re.compile(r"\b(?:U\.S\.|USA?\b|United States|American|Washington)")
_LONG_SINCE = 60  # days after which an update is a new article

DAY_FIRST = "date of publication read with the day first"
MONTH_FIRST = "date of publication read with the month first, as its other dates"


class Header(NamedTuple):
    """A line that states a date as headers do.

    Attributes:
        day: The date.
        is_update: Whether it is one of update.
        is_labelled: Whether a word says what date it is.
        leads: Whether nothing else precedes.
        rest: What follows.
        is_open: Whether day and month could change places.
    """

    day: date
    is_update: bool
    is_labelled: bool
    leads: bool
    rest: str
    is_open: bool = False


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=64)  # the head of an article is read for its date, and again for its headline
def read_header(line: str) -> Header | None:
    """Read a line as a header, where its first date stands as dates do in headers rather than in a sentence."""
    if "<meta" in line or not _DIGIT.search(line):
        return None
    start, end, day = next(written_dates(line), (0, 0, None))
    return _read_short(line) if day is None else _read_written(line, start, end, day)


def _label(before: str) -> re.Match[str] | None:
    """The label that ends what stands before a date, where it is one of the article's own date."""
    label = _LABEL.search(before)
    if label is None or _YET_TO_COME.search(before[: label.start("words")]):
        return None
    return label if label["stands_apart"] is not None or not _LABELS[label["words"].lower()].alone else None


def _is_update(label: re.Match[str] | None) -> bool:
    return label is not None and _LABELS[label["words"].lower()].states == "update"


def _read_written(line: str, start: int, end: int, day: date) -> Header | None:
    lead, trail = _LEAD.search(line, 0, start), _TRAIL.match(line, end)
    before = line[: lead.start() if lead else start]
    rest = line[trail.end() if trail else end :].strip()
    label = _label(before)
    labelled = label is not None and (label["stands_apart"] is not None or not rest)
    if label is None and _OF_ITS_OWN.search(before) and not (rest and before.isupper()):
        return None  # `Deadline: 5 June 2024`, unlike `LAGOS: 5 June 2024 - Exports`
    clocked = ":" in line[len(before) : start] + line[end : len(line) - len(rest)]
    opens = _SEPARATED.match(rest) or _PLACE_FOLLOWS.match(rest) or line[start:end].startswith(str(day.year))
    in_header = (
        labelled
        or (not before.strip() and opens)
        or (clocked and len(before) + len(rest) <= 100)
        or (len(before) <= 60 and _SEPARATOR.search(line[:start]) and _SEPARATED.match(line[end:]))
    )
    if not in_header:
        return None
    leads = not (before[: label.start()] if label else before).strip()
    return Header(day, _is_update(label), labelled, leads, rest.lstrip("|•·–—/:- "))


def _read_short(line: str) -> Header | None:
    """``Last updated: 10/05/2024``, ``Date: 20240510``, ``10-May-24`` alone on its line."""
    match = _SHORT.search(line, 0, HEAD)
    day = _short_day(match) if match else None
    if match is None or day is None:
        return None
    lead, trail = _LEAD.search(line, 0, match.start()), _TRAIL.match(line, match.end())
    before = line[: lead.start() if lead else match.start()]
    rest = line[trail.end() if trail else match.end() :].strip()
    label = _label(before)
    labelled = label is not None and (label["stands_apart"] is not None or not rest)
    if not labelled and (before.strip() or rest):
        return None
    leads = not (before[: label.start()] if label else before).strip()
    is_open = (
        match["first"] is not None and max(int(match["first"]), int(match["second"])) <= 12 and match["mark"] != "."
    )
    return Header(day, _is_update(label), labelled, leads, rest.lstrip("|•·–—/:- "), is_open)


def _short_day(match: re.Match[str]) -> date | None:
    try:
        if match["packed"]:
            return datetime.strptime(match["packed"], "%Y%m%d").date()
        if match["month"]:
            return date(2000 + int(match["years"]), _MONTHS[match["month"].lower()], int(match["day"]))
        year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
        day, month = (second, first) if second > 12 else (first, second)
        return date(year if year > 99 else 2000 + year, month, day)
    except (ValueError, KeyError):
        return None


def _headers(lines: str) -> Iterator[Header]:
    for line in lines.splitlines():
        header = read_header(line)
        if header is None:  # `Data as of: 31 March 2024 | Published: 14 May 2024`
            parts = map(read_header, _PARTS.split(line)[1:])
            yield from (part for part in parts if part and part.is_labelled)
        while header:
            yield header
            header = read_header(header.rest)


FRONT_MATTER = re.compile(r"\ufeff?---\s*\n(?P<fields>(?:[^\n]{0,300}\n){1,40}?)---\s*\n")
_FIELD = re.compile(r"^(?P<key>[\w.-]{1,30})[ \t]*:[ \t]*(?P<value>[^\n]+)", re.MULTILINE)
_PUBLISHED = re.compile(
    r"(?:date[_-]?)?publi(?:shed|cation|sh)(?:[_-]?(?:at|on|date|time))?|pub[_-]?date", re.IGNORECASE
)
_DATED = re.compile(r"date(?:[_-]?time)?|posted|released?|issued|created(?:[_-]?at)?", re.IGNORECASE)
_UPDATED = re.compile(
    r"last[_-]?mod(?:ified)?|(?:last[_-]?)?(?:updated?|modified)(?:[_-]?(?:at|on|date))?", re.IGNORECASE
)


def _fields_date(fields: str) -> Header | None:
    """The date front matter gives: of publication, else the plain one, else of an update; ``event_date`` is none."""
    found = list(_FIELD.finditer(fields))
    for kind in (_PUBLISHED, _DATED, _UPDATED):
        named = (field["value"].strip(" \t\r\"'") for field in found if kind.fullmatch(field["key"]))
        header = next((header for value in named if (header := read_header(f"Date: {value}"))), None)
        if header:
            return header._replace(is_update=kind is _UPDATED)
    return None


def stated_date(text: str) -> tuple[date | None, str]:
    """Find the date a header states, and what was understood about it.

    A date of publication goes before one of update that follows soon, a labelled one at the foot counts where the
    head states none. Of front matter the fields are read by their names.
    """
    front = FRONT_MATTER.match(text)
    if front and _FIELD.search(front["fields"]):
        header = _fields_date(front["fields"])
        if header and not header.is_update:
            return _settled(header, text)
        day, note = _stated_in(text[front.end() :])
        return (day, note) if day or header is None else _settled(header, text)
    return _stated_in(text)


def _stated_in(text: str) -> tuple[date | None, str]:
    """What the lines of a head state, or of a foot."""
    found = list(_headers(text[:HEAD]))
    if not found:
        found = [header for header in _headers(text[-HEAD // 2 :]) if header.is_labelled and header.leads]
    if not found:
        return None, ""
    first = min(found, key=lambda header: header.is_update)
    updates = (header for header in found if header.is_update and (header.day - first.day).days > _LONG_SINCE)
    return _settled(max(updates, key=lambda header: header.day, default=first), text)


def _settled(header: Header, text: str) -> tuple[date | None, str]:
    """The date, in the order of the text's other dates; none where nothing shows whether an American wrote it."""
    if not header.is_open or header.day.day == header.day.month:
        return header.day, ""
    pairs = [(int(match[1]), int(match[3])) for match in _FIGURES.finditer(text)]
    orders = {first <= 12 for first, second in pairs if max(first, second) > 12}
    if len(orders) != 1 and _AMERICAN.search(text):
        return None, ""
    if orders == {True}:
        return header.day.replace(day=header.day.month, month=header.day.day), MONTH_FIRST
    return header.day, DAY_FIRST


# ── what the markup of a page gives ─────────────────────────────────────────────────────────────

_META = re.compile(r"<meta\b[^<>]{1,400}>", re.IGNORECASE)
_META_NAME = re.compile(
    r"""(?:name|property|itemprop|http-equiv)\s?=\s?["']?(?:article:published_?time|og:published_?time|date_?published
      |pub[-_]?date|publish(?:ed)?[-_]?date|publication[-_]?date|parsely-pub-date|sailthru\.date|date
      |dc(?:terms)?\.(?:date|issued|created)(?:\.issued)?)["'\s/>]""",
    re.VERBOSE | re.IGNORECASE,
)
_META_CONTENT = re.compile(r"""\bcontent\s?=\s?(?P<quote>["'])(?P<value>[^"'<>]{6,60})(?P=quote)""", re.IGNORECASE)
_PACKED = re.compile(r"\d{8}(?!\d)")
# Elsewhere in a page: schema.org in JSON, the element `time`, which may as well date another article.
_MARKUP = re.compile(
    r"""(?:(?P<own>published_time|date_?published|publish(?:ed)?[-_]?date|pubdate|dc\.date(?:\.issued)?)|\bdatetime)["']?\s?
        [^<>{}]{0,40}?(?P<date>(?:1[89]|20)\d\d-[01]\d-[0-3]\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def date_in_markup(text: str) -> date | None:
    """Find the date of publication that the page's own markup gives."""
    for tag in _META.finditer(text, 0, _MARKUP_HEAD):
        content = _META_CONTENT.search(tag[0]) if _META_NAME.search(tag[0]) else None
        if content and (day := date_of(content["value"])):
            return day
    head = text[:_MARKUP_HEAD].lower()
    if "date" not in head and "published" not in head:  # found far faster than a pattern fails
        return None
    found = [
        (match["own"] is None, day)
        for match in _MARKUP.finditer(text, 0, _MARKUP_HEAD)
        if (day := date_of(match["date"]))
    ]
    return min(found, key=itemgetter(0))[1] if found else None


def date_of(value: str) -> date | None:
    """The date a field of metadata holds, however it is written; None where it is none or could be two.

    >>> date_of("2024-01-31T09:05:00Z"), date_of("Wed, 31 Jan 2024 10:00:00 GMT"), date_of("3/4/2024")
    (datetime.date(2024, 1, 31), datetime.date(2024, 1, 31), None)
    """
    try:
        return date.fromisoformat(value[: 8 if _PACKED.match(value) else 10])
    except ValueError:
        return next((day for _, _, day in written_dates(value)), None)


# ── dates that are given ────────────────────────────────────────────────────────────────────────


def as_date(published: date | str | None) -> date | None:
    """The date a user gives, as a date or ``YYYY-MM-DD``.

    Raises:
        InputError: It is neither.
    """
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    try:
        return datetime.fromisoformat(published).date()
    except (ValueError, TypeError):
        raise InputError(f"{published!r} is no date; write it as YYYY-MM-DD, such as 2024-01-31") from None
