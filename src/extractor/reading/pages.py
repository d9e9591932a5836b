"""Pages: articles taken out of HTML, with the headline and the date of publication that the page states."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.dating import Header, date_in_markup, read_header
from extractor.reading.formats import ReadingOptions
from extractor.reading.items import Damaged, Item, Origin
from extractor.reading.packed import import_extra
from extractor.reading.texts import compose, decode
from extractor.records import Article, Failure

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["html_article"]

TAKEN_OUT = "text taken out of HTML with trafilatura"

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
_AS_ON_THE_WEB = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_OPENS_PAGE = re.compile(r"<(?:html|head|body|!doctype\s+html)\b", re.IGNORECASE)
_TOLD_BY = ("name", "property", "itemprop", "http-equiv", "content", "datetime")
_DATES = re.compile(r"date|pub|issued|created|time", re.IGNORECASE)
_QUOTES = re.compile(r"[\"<>]")
_PUBLISHED_IN_JSON = re.compile(r'"datePublished"\s*:\s*"[^"]{6,40}"')
_DATE_LIKE = re.compile(r"date|time|publi|posted|byline|info|meta|source", re.IGNORECASE)
_ASIDE = {"footer", "aside", "nav", "li"}
_SHOWN = 100  # elements that may state a date
_WORDS = 25  # of a line that does
_HEAD = 4096  # bytes in which a page says how it is encoded


def html_article(item: Item, options: ReadingOptions) -> Article | Failure:
    """Make an article of a page: its text without markup, menus and scripts, its headline and date of publication."""
    origin, given = Origin(item.name, item.path), dict(item.given)
    page, encoding = _decoded(item.data, given.get("charset"))
    if page is None:
        return origin.failure("is no text (binary)", "give a page as HTML")
    try:
        trafilatura = import_extra("trafilatura", "html", origin)
    except Damaged as damaged:
        return damaged.failure
    try:
        found = _take_out(trafilatura, page)
    except Exception as error:
        return origin.failure(f"stopped trafilatura ({type(error).__name__}: {error})", "give its text")
    if found is None:
        return origin.failure("holds no article text", "leave it out, or give its text")
    article = compose(
        found.text,
        doc_id=item.name,
        sha256=hashlib.sha256(item.data).hexdigest(),
        published=options.published,
        stated=found.stated,
        title=found.title,
        notes=(TAKEN_OUT,) if encoding == "utf-8" else (TAKEN_OUT, f"decoded as {encoding}, not UTF-8"),
    )
    if article.published is None and found.shown:
        return article.model_copy(update={"published": found.shown, "published_by": "header"})
    return article


class _Found(NamedTuple):
    """What a page holds: the text of its article, its headline, the date its markup states, else the one it shows."""

    text: str
    title: str | None
    stated: date | None
    shown: date | None


def _take_out(trafilatura: Any, page: str) -> _Found | None:
    from trafilatura.metadata import examine_meta, extract_meta_json, extract_title  # noqa: PLC0415

    page = page if _OPENS_PAGE.search(page, 0, _HEAD) else f"<html><body>{page}</body></html>"
    found = trafilatura.bare_extraction(page, include_comments=False, prune_xpath="//noscript")
    text = _whole((found.text or "").strip()) if found else ""
    if not text:
        return None
    tree = trafilatura.load_html(page)
    title = extract_meta_json(tree, examine_meta(tree)).title or extract_title(tree) or ""
    stated = date_in_markup(_dates_in_markup(tree))
    shown = None if stated else _date_shown(tree)
    return _Found(text, _whole(" ".join(title.split())) or None, stated, shown)


def _whole(text: str) -> str:
    """JSON in a page may hold halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _dates_in_markup(tree: HtmlElement) -> str:
    """The parts of a page that state dates to machines, wherever they stand, in the order they are believed."""
    metas = [_tag("meta", dict(meta.attrib)) for meta in tree.iter("meta")]
    own = [
        _tag("meta", {"itemprop": "datePublished", "content": shown.get("content") or shown.get("datetime") or ""})
        for shown in tree.xpath("//*[@itemprop='datePublished']")
    ]
    scripts = [script.text_content() for script in tree.xpath("//script[contains(@type, 'json')]")]
    stated = [match[0] for script in scripts for match in _PUBLISHED_IN_JSON.finditer(script)]
    times = [_tag("time", {"datetime": time.get("datetime", "")}) for time in tree.iter("time")]
    return "\n".join([*filter(_DATES.search, metas), *own, *stated, *times])


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    words = (f'{key}="{_QUOTES.sub("", attributes[key][:60])}"' for key in _TOLD_BY if key in attributes)
    return f"<{name} {' '.join(words)}>"


def _date_shown(tree: HtmlElement) -> date | None:
    """The date that stands beside the article, which went with the menus; none where several do."""
    found: list[Header] = []
    called = tree.xpath("//*[@class or @id]")
    named = (one for one in called if _DATE_LIKE.search(f"{one.get('class')} {one.get('id')}"))
    for shown in islice(named, _SHOWN):
        line = _short_line(shown)
        header = read_header(line) if line else None
        if header and not header.is_open and not any(place.tag in _ASIDE for place in (shown, *shown.iterancestors())):
            found.append(header)
    own = [header for header in found if header.is_labelled and not header.is_update] or found
    return own[0].day if len({header.day for header in own}) == 1 else None


def _short_line(shown: HtmlElement) -> str | None:
    """The words of an element, None where they are too many for a line that states a date."""
    words: list[str] = []
    for part in shown.itertext():
        words += part.split()
        if len(words) > _WORDS:
            return None
    return " ".join(words)


def _decoded(data: bytes, charset: str | None) -> tuple[str | None, str]:
    """Decode a page: as UTF-8 where it is, else as its server or it itself says, else as looks best."""
    stated = _CHARSET.search(data, 0, _HEAD)
    for name in ("utf-8-sig", charset, stated[1].decode() if stated else None):
        try:
            encoding = codecs.lookup(name or "").name
            encoding = _AS_ON_THE_WEB.get(encoding, encoding)
            page = data.decode(encoding)
        except (LookupError, ValueError):
            continue
        if "\0" not in page:
            return page, encoding.removesuffix("-sig")
    return decode(data)
