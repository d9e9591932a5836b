"""Reading: a folder, a file or a text becomes articles, with the date and the headline each states at its head.

The text of an article is never altered: bytes are decoded and nothing else, so carriage returns, non-breaking
spaces and a byte order mark keep their places and offsets stay true.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from extractor.lexicons import rows
from extractor.records import Article, InputError, Record

__all__ = ["Failure", "article_from_text", "read_articles", "written_dates"]

STANDARD_INPUT = "-"
_HEAD = 600  # characters in which a header may stand
_MARKUP_HEAD = 20_000  # and the head of a page

# English copy that is not UTF-8 is nearly always one of these; offered more, short articles come out wrong (£ as Ł).
_OTHER_ENCODINGS = ["cp1252", "mac_roman", "gb18030", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]


class Failure(Record):
    """An article that could not be read or worked through; the others of its batch are not touched by it.

    Attributes:
        path: The file, or the name of the article.
        reason: What was wrong, in a few words.
        remedy: What to do about it.
    """

    path: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; {self.remedy}"


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def read_articles(
    path: str | Path, *, published: date | str | None = None, globs: Iterable[str] = ("*.txt",)
) -> Iterator[Article | Failure]:
    """Read a folder, a single file, or standard input, one article at a time.

    Args:
        path: A folder, read with its subfolders in sorted order (hidden files and folders are passed over); a file,
            whatever its ending; or ``-`` for standard input.
        published: Publication date of all of them, as a date or ``YYYY-MM-DD``; by default each article's header.
        globs: Names of the files that count as articles in a folder, in lower case.

    Returns:
        A lazy iterator of articles, and of failures in the places of files that could not be read.

    Raises:
        InputError: The path does not exist, the folder holds no such file, or the date is none.

    >>> [article.doc_id for article in read_articles("corpus")][0]
    '000_634b98e9321c5d9e'
    """
    day = _as_date(published)
    if str(path) == STANDARD_INPUT:
        return iter([_article_or_failure(sys.stdin.buffer.read(), "stdin", "standard input", day)])
    root = Path(path)
    if root.is_file():
        return iter([_read_file(root, _readable(root.stem), day)])
    if not root.is_dir():
        raise InputError(f"no file or folder {str(path)!r}; give an existing one, or - for standard input")
    patterns = tuple(globs)
    if next(_files(root, patterns), None) is None:
        raise InputError(f"no {' or '.join(patterns)} in {str(path)!r}; give a folder that holds articles, or one file")
    return (_read_file(file, _name_in(root, file), day) for file in _files(root, patterns))


def article_from_text(text: str, *, doc_id: str | None = None, published: date | str | None = None) -> Article:
    r"""Make an article of a text.

    Args:
        text: The article as it is; nothing is stripped or replaced.
        doc_id: Its name; by default the first 16 digits of its sha256.
        published: Publication date, as a date or ``YYYY-MM-DD``; by default the one its header states.

    Raises:
        InputError: The text is no ``str`` or holds halves of characters, or the date is none.

    >>> article = article_from_text("Exports rise again\nUpdated: Jan 31, 2024\n\nExports rose 5% in 2023.")
    >>> article.title, str(article.published), article.published_by
    ('Exports rise again', '2024-01-31', 'header')
    """
    if not isinstance(text, str):
        raise InputError(f"the text is {type(text).__name__}, not str; decode it first")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"the text holds half a character ({text[error.start]!a} at {error.start})"
        raise InputError(f"{half}; decode it anew, with errors='replace'") from None
    return _article(text, doc_id, _as_date(published), hashlib.sha256(data).hexdigest())


def _article(text: str, doc_id: str | None, day: date | None, sha256: str, notes: tuple[str, ...] = ()) -> Article:
    stated = None if day else _stated_date(text)
    in_markup = None if day or stated else _date_in_markup(text)
    return Article(
        doc_id=sha256[:16] if doc_id is None else doc_id,
        text=text,
        title=_title(text),
        published=day or stated or in_markup,
        published_by="argument" if day else "header" if stated else "metadata" if in_markup else None,
        sha256=sha256,
        notes=notes,
    )


def _as_date(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    try:
        return datetime.fromisoformat(published).date()
    except (ValueError, TypeError):
        raise InputError(f"{published!r} is no date; write it as YYYY-MM-DD, such as 2024-01-31") from None


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def _files(root: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and any(fnmatchcase(name.lower(), pattern) for pattern in patterns):
                yield Path(folder, name)


def _name_in(root: Path, file: Path) -> str:
    return _readable(file.relative_to(root).with_suffix("").as_posix())


def _readable(name: str) -> str:
    """A file name may hold bytes that are no UTF-8, and would then break every file it is written to."""
    return os.fsencode(name).decode("utf-8", "replace")


def _read_file(file: Path, doc_id: str, day: date | None) -> Article | Failure:
    path = _readable(str(file))
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Failure(path=path, reason="is gone since the folder was listed", remedy="run again without it")
    except PermissionError:
        return Failure(path=path, reason="may not be read", remedy="give yourself permission to read it")
    except OSError as error:
        return Failure(path=path, reason=f"cannot be read ({error.strerror})", remedy="check the disk and the file")
    return _article_or_failure(data, doc_id, path, day)


def _article_or_failure(data: bytes, doc_id: str, path: str, day: date | None) -> Article | Failure:
    text, encoding = _decode(data)
    if text is None:
        return Failure(path=path, reason="is no text (binary)", remedy="convert it to a UTF-8 text file")
    if not text.strip("\ufeff \t\r\n"):
        return Failure(path=path, reason="is empty", remedy="fill it or take it away")
    notes = () if encoding == "utf-8" else (f"decoded as {encoding}, not UTF-8",)
    return _article(text, doc_id, day, hashlib.sha256(data).hexdigest(), notes)


def _decode(data: bytes) -> tuple[str | None, str]:
    """Decode as UTF-8, a byte order mark staying the first character, else as charset-normalizer finds best."""
    try:
        if b"\0" not in data:  # UTF-16 of plain English is valid UTF-8, with a NUL beside every letter
            return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed, and slow to import

    best = from_bytes(data, cp_isolation=_OTHER_ENCODINGS).best()
    if best is None or "\0" in (text := str(best)):
        return None, ""
    return text, best.encoding


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
    re.compile(rf"(?<![\w/.-]){shape}\d{{4}}\Z", re.IGNORECASE)
    for shape in (
        rf"{_NAME}\s{{0,3}}{_DAY}(?:\s?,\s{{0,3}}|\s{{1,3}})",
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
_LEAD = re.compile(rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?|{_CLOCK}|[\s,(\[]){{1,8}}\Z", re.IGNORECASE)
_TRAIL = re.compile(rf"(?:T?{_CLOCK}|[A-Z]{{1,4}}\b|[+-]\d\d:?\d\d|at\b|[\s,.)\]]){{1,8}}")
_LABEL = re.compile(
    r"""(?P<stands_apart> (?: ^ | [^\w\s] | \s\s ) \s* )? \b (?: (?: first | last | originally ) \s )?
    (?: publication | published | publish | pub | posted | released | release | issued | created | uploaded | filed
      | dated | date | time | (?P<update> updated | update | modified ) ) (?: \s? (?: date | time | on | at ) ){0,2}
    \s{0,3} [:：|]? \s{0,3} \Z""",
    re.VERBOSE | re.IGNORECASE,
)
# Where pages keep the date of publication: Open Graph, Dublin Core, schema.org, the element `time`.
_MARKUP = re.compile(
    r"""(?:published_time|date_?published|publish(?:ed)?[-_]?date|pubdate|dc\.date(?:\.issued)?|\bdatetime)["']?\s?
        [^<>{}]{0,40}?(?P<date>(?:1[89]|20)\d\d-[01]\d-[0-3]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"\ufeff?---\s*\n(?P<fields>(?:[^\n]{0,300}\n){1,40}?)---\s*\n")
_TITLE_FIELD = re.compile(r"^title:\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
_SEPARATOR = re.compile(r"[|•·–—›»/:,)-]\s*\Z")
_SEPARATED = re.compile(r"\s*(?:\Z|[|•·–—›»/:(-])")

_FURNITURE = re.compile(  # lines of a page that are neither headline nor body
    r"""[›»] | \s>\s | ^\S+\.(?:com|cn|net|org|in|uk)\S*$ | ^(?:https?:|www\.)
      | ^(?:home|menu|share|advertisement|skip\ to|subscribe|sign\ in|log\ in|sources?:|editors?:|photo:)
      | ^by\ [^\d.]{3,60}$""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"^(?:title|headline)\s*:\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[a-z\d%)]\.[\"”’)]?(?:\s+[\"“‘(]?[A-Z]|\Z)|[;:,]\Z")
_LEFT_HANGING = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|its|of|on|or|than|that|the|to|which|with)\Z")
_DATELINE = re.compile(r"[^()\d]{0,50}(?:\d{1,2}[^()\d]{0,10})?(?:\([A-Z][^()]{1,30}\)\s?[-–—:]|--|\s[—–]\s)")


class _Header(NamedTuple):
    """A line that states a date as headers do: ``rest`` is what follows it, ``leads`` whether nothing else precedes."""

    day: date
    is_update: bool
    is_labelled: bool
    leads: bool
    rest: str


def _header(line: str) -> _Header | None:
    """Read a line as a header, where its first date stands as dates do in headers rather than in a sentence."""
    for start, end, day in written_dates(line):
        lead, trail = _LEAD.search(line, 0, start), _TRAIL.match(line, end)
        before = line[: lead.start() if lead else start]
        rest = line[trail.end() if trail else end :].strip()
        label = _LABEL.search(before)
        labelled = label is not None and (label["stands_apart"] is not None or not rest)
        clocked = ":" in line[len(before) : start] + line[end : len(line) - len(rest)]
        alone = not before.strip() and (bool(_SEPARATED.match(rest)) or line[start:end].startswith(str(day.year)))
        in_header = (
            labelled
            or alone
            or (clocked and len(before) + len(rest) <= 100)
            or (len(before) <= 60 and _SEPARATOR.search(line[:start]) and _SEPARATED.match(line[end:]))
        )
        if in_header:
            leads = not (before[: label.start()] if label else before).strip()
            return _Header(day, bool(label and label["update"]), labelled, leads, rest.lstrip("|•·–—/:- "))
        return None
    return None


def _headers(lines: str) -> Iterator[_Header]:
    for line in lines.splitlines():
        header = _header(line)
        while header:
            yield header
            header = _header(header.rest)


def _stated_date(text: str) -> date | None:
    """Find the date a header states, a date of publication before one of update, or a labelled one at the foot."""
    headers = list(_headers(text[:_HEAD]))
    if not headers:
        headers = [header for header in _headers(text[-_HEAD // 2 :]) if header.is_labelled and header.leads]
    return min(headers, key=lambda header: header.is_update).day if headers else None


def _date_in_markup(text: str) -> date | None:
    """Find the date of publication that the page's own markup gives."""
    match = _MARKUP.search(text, 0, _MARKUP_HEAD)
    try:
        return date.fromisoformat(match["date"]) if match else None
    except ValueError:
        return None


def _title(text: str) -> str | None:
    """Find the title in front matter, else the first line that reads as a headline; None where the body comes first."""
    front = _FRONT_MATTER.match(text)
    if front and (field := _TITLE_FIELD.search(front["fields"])):
        return field["title"] or None
    lines = [line.strip("\ufeff \t\xa0") for line in text[: 2 * _HEAD].splitlines()]
    for number, line in enumerate(lines):
        header = _header(line)
        if header and not header.leads and len(header.rest) > 60:  # a dateline: the body has begun
            return None
        words = _TITLE_LABEL.sub("", header.rest if header else line)
        if len(words.split()) < 3 or _is_furniture(words) or (header and not header.leads):
            continue
        below = lines[number + 1 :]
        return words if _reads_as_headline(words) and any(below) and not _runs_on(words, below) else None
    return None


def _is_furniture(line: str) -> bool:
    return bool(_FURNITURE.search(line) or _header(line))


def _runs_on(line: str, below: list[str]) -> bool:
    """Whether the line below goes on with the sentence of a line, as in copy that is wrapped by hand."""
    following, after = [*below, "", ""][:2]
    if not following or _is_furniture(following):
        return False
    if not (following[0].isupper() or following[0] in "\"“‘'") or _LEFT_HANGING.search(line):
        return True
    wrapped = len(line) >= 50 and len(following) <= 100 and not _SENTENCE_END.search(following[-2:])
    return wrapped and bool(after) and not _is_furniture(after)


def _reads_as_headline(line: str) -> bool:
    return len(line) <= 200 and not _SENTENCE_END.search(line) and not _DATELINE.match(line)
