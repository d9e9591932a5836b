"""Texts: bytes decoded as they are, and articles made of them, with the date and the headline each states at its head.

The text of an article is never altered: bytes are decoded and nothing else, so carriage returns, non-breaking
spaces and a byte order mark keep their places and offsets stay true.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from extractor.dating import FRONT_MATTER, HEAD, as_date, date_in_markup, read_header, stated_date
from extractor.records import Article, InputError

__all__ = ["article_from_text", "compose", "decode"]

# English copy that is not UTF-8 is nearly always one of these; offered more, short articles come out wrong (£ as Ł).
_OTHER_ENCODINGS = ["cp1252", "mac_roman", "gb18030", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]
# English in cp1252: now and then a euro, pound or yen, a quotation mark or dash, a small letter with an accent.
_WESTERN = re.compile(rb"[\x01-\x7f]*(?:[\x80\x85\x91-\x97\xa0\xa3\xa5\xb0\xb7\xc9\xe0-\xf6\xf8-\xfc][\x01-\x7f]+)*")
_FEW = 5  # of the bytes of English in UTF-16 nearly every other is NUL


# ── articles ────────────────────────────────────────────────────────────────────────────────────


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
    sha256 = hashlib.sha256(data).hexdigest()
    return compose(text, doc_id=sha256[:16] if doc_id is None else doc_id, sha256=sha256, published=as_date(published))


def compose(  # noqa: PLR0913 - each is known to some kind of article only
    text: str,
    *,
    doc_id: str,
    sha256: str,
    published: date | None = None,
    stated: date | None = None,
    title: str | None = None,
    notes: tuple[str, ...] = (),
) -> Article:
    """Put an article together, from what is known and what its text states.

    Args:
        text: The article as it is.
        doc_id: Its name.
        sha256: Digest of the bytes as read.
        published: Publication date as the user gives it; it goes before all others.
        stated: Publication date that the container or the page states; it goes before a header of the text.
        title: Headline that the container or the page states; by default the line of the text that reads as one.
        notes: What reading had to decide.
    """
    day, given_by, understood = published or stated, "argument" if published else "metadata", ""
    if day is None:
        (day, understood), given_by = stated_date(text), "header"
    if day is None:
        day, given_by = date_in_markup(text), "metadata"
    return Article(
        doc_id=doc_id,
        text=text,
        title=title or _title(text),
        published=day,
        published_by=given_by if day else None,
        sha256=sha256,
        notes=(*notes, understood) if understood else notes,
    )


def decode(data: bytes) -> tuple[str | None, str]:
    """Decode as UTF-8, a byte order mark staying the first character, else as charset-normalizer finds best."""
    try:
        if b"\0" not in data:  # UTF-16 of plain English is valid UTF-8, with a NUL beside every letter
            return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if 0 < data.count(b"\0") < len(data) / _FEW:
        return None, ""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed, and slow to import

    if _WESTERN.fullmatch(data):  # of short texts charset-normalizer makes what it may
        return data.decode("cp1252"), "cp1252"
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
