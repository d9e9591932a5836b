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

from extractor.dating import FRONT_MATTER, HEAD, date_in_markup, read_header, stated_date, written_dates
from extractor.records import Article, Failure, InputError

__all__ = ["article_from_text", "read_articles", "written_dates"]

STANDARD_INPUT = "-"

# English copy that is not UTF-8 is nearly always one of these; offered more, short articles come out wrong (£ as Ł).
_OTHER_ENCODINGS = ["cp1252", "mac_roman", "gb18030", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]


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
    stated, understood = (None, "") if day else stated_date(text)
    in_markup = None if day or stated else date_in_markup(text)
    return Article(
        doc_id=sha256[:16] if doc_id is None else doc_id,
        text=text,
        title=_title(text),
        published=day or stated or in_markup,
        published_by="argument" if day else "header" if stated else "metadata" if in_markup else None,
        sha256=sha256,
        notes=(*notes, understood) if understood else notes,
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


# ── headlines ───────────────────────────────────────────────────────────────────────────────────

_TITLE_FIELD = re.compile(r"^title:\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
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


def _title(text: str) -> str | None:
    """Find the title in front matter, else the first line that reads as a headline; None where the body comes first."""
    front = FRONT_MATTER.match(text)
    if front and (field := _TITLE_FIELD.search(front["fields"])):
        return field["title"] or None
    lines = [line.strip("\ufeff \t\xa0") for line in text[: 2 * HEAD].splitlines()]
    for number, line in enumerate(lines):
        header = read_header(line)
        if header and not header.leads and len(header.rest) > 60:  # a dateline: the body has begun
            return None
        words = _TITLE_LABEL.sub("", header.rest if header else line)
        if len(words.split()) < 3 or _is_furniture(words) or (header and not header.leads):
            continue
        below = lines[number + 1 :]
        return words if _reads_as_headline(words) and any(below) and not _runs_on(words, below) else None
    return None


def _is_furniture(line: str) -> bool:
    return bool(_FURNITURE.search(line) or read_header(line))


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
