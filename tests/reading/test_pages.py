"""Pages: the article comes out of its markup, with the date the page states; web archives are pages under addresses."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading import Item, ReadingOptions, article_of, open_source
from extractor.records import Article, Failure

Read = Callable[..., tuple[list[Article], list[Failure]]]

STORY = (
    "<p>China&#8217;s exports rose 5 percent &amp; imports fell to &pound;3m in the first quarter, customs said.</p>"
    "<p>Trade with Norway was flat, in a year that saw ports close for weeks.</p>"
)
TEXT = (
    "China’s exports rose 5 percent & imports fell to £3m in the first quarter, customs said.\n"
    "Trade with Norway was flat, in a year that saw ports close for weeks."
)


def page(body: str = f"<article>{STORY}</article>", head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def taken(data: bytes, charset: str = "", **options: object) -> Article | Failure:
    item = Item("a.html", "in/a.html", "html", data, (("charset", charset),) if charset else ())
    return article_of(item, ReadingOptions.model_validate(options))


def article(data: bytes, charset: str = "", **options: object) -> Article:
    made = taken(data, charset, **options)
    assert isinstance(made, Article), made
    return made


# ── what comes out ──────────────────────────────────────────────────────────────────────────────


def test_markup_stays_behind(tmp_path: Path, read: Read) -> None:
    head = "<title>Exports rise again - The Ledger</title><script>var fell = '99 percent';</script><style>p{}</style>"
    menu = "<nav><a href='/'>Home</a><a href='/t'>Trade</a></nav>"
    body = f"{menu}<h1>Exports rise again</h1><article>{STORY}</article><script>alert('dumping')</script>"
    (tmp_path / "a.HTM").write_bytes(page(body, head))
    ((made,), failures) = read(tmp_path)
    assert failures == []
    assert made.text in {TEXT, f"Exports rise again\n{TEXT}"}
    assert (made.doc_id, made.title) == ("a.HTM", "Exports rise again")
    assert made.notes == ("text taken out of HTML with trafilatura",)
    assert made.sha256 == article(page(body, head)).sha256 != article(page()).sha256


def test_facts_of_a_page_count_in_its_text() -> None:
    from extractor import extract

    made = article(page())
    document = extract(made.text)
    assert {mention.text for mention in document.mentions} > {"5 percent", "£3m"}


@pytest.mark.parametrize("data", [b"<p>Exports rose 5% in March.</p>", page("Exports rose 5% in March.")])
def test_short_pages_and_pieces_of_pages(data: bytes) -> None:
    assert article(data).text == "Exports rose 5% in March."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no article text"),
        (page("<script>exports()</script><noscript>Enable scripts.</noscript>"), "holds no article text"),
        (page("<div>" * 20_000 + "Exports rose."), "holds no article text"),
        (b"\x89PNG\0\0\0\xff", "binary"),
        (page().replace(b"Norway", b"Norway\0"), "binary"),
    ],
)
def test_pages_without_an_article(data: bytes, reason: str) -> None:
    made = taken(data)
    assert isinstance(made, Failure)
    assert (made.path, reason in made.reason) == ("in/a.html", True), made.reason


@pytest.mark.parametrize(
    ("encoding", "stated", "charset"),
    [
        ("utf-8", "", ""),
        ("utf-8-sig", "", ""),
        ("utf-8", "iso-8859-1", "cp1252"),  # what is UTF-8 is UTF-8, whatever it says
        ("gb18030", "gb2312", ""),
        ("cp1252", "", "iso-8859-1"),
        ("cp1252", "nonsense", ""),
        ("shift_jis", "Shift_JIS", ""),
        ("utf-16", "", ""),
    ],
)
def test_pages_are_decoded_as_they_say(encoding: str, stated: str, charset: str) -> None:
    words = {"gb18030": "外贸 rose", "shift_jis": "貿易 rose"}.get(encoding, "the café’s rose")
    head = f'<meta charset="{stated}">' if stated else ""
    made = article(page(f"<p>Exports of {words} by a tenth.</p>", head).decode().encode(encoding), charset)
    assert made.text == f"Exports of {words} by a tenth."
    assert (len(made.notes) == 1) == encoding.startswith("utf-8")


PIECES = ["<p>", "<html>", "<!--", "<div class=date>", "2024-01-31", "<td", "&#0;", "&#xD800;", "]]>", "<script"]


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_page_raises(text: str) -> None:
    made = taken(text.encode("utf-8", "replace"))
    made.model_dump_json().encode()


def test_halves_of_characters_in_a_page_are_replaced() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Exports \\ud800 up"}</script>'
    assert "\ud800" not in article(page(head=head)).model_dump_json()


# ── dates ───────────────────────────────────────────────────────────────────────────────────────

PUBDATE = '<meta name="pubdate" content="20240417">'
FAR = "<style>p {color: red}</style>" * 3000


@pytest.mark.parametrize(
    ("head", "beside", "expected"),
    [
        ('<meta property="article:published_time" content="2024-04-17T08:00:00Z">', "", "metadata"),
        ('<meta property="og:image" content="http://a.example/x.png">' * 999 + PUBDATE, "", "metadata"),
        (FAR + PUBDATE, "", "metadata"),
        (FAR + '<script type="application/ld+json">{"datePublished": "2024-04-17T08:00:00Z"}</script>', "", "metadata"),
        ("", '<time datetime="2024-04-17">Wednesday</time>', "metadata"),
        ("", '<span itemprop="datePublished" content="2024-04-17">Wednesday</span>', "metadata"),
        ("", '<div class="info">Source: Ledger | Updated: Apr 17, 2024 09:20</div>', "header"),
        ("", '<div id="pubDate">2024-04-17 09:20</div>', "header"),
        ("", '<div class="date">2024-04-17</div><ul><li class="date">2024-04-16</li></ul>', "header"),
        ("", '<div class="date">2024-04-17</div><div class="date">2024-04-16</div>', None),
        ("", '<footer class="date">17 April 2024</footer>', None),
        ("", '<p class="meta">Copyright 2024. <a href="/2024/04/17/x">All rights reserved.</a></p>', None),
        ("", '<div class="date">10/05/2024</div>', None),
        ("", "", None),
    ],
)
def test_the_date_a_page_states(head: str, beside: str, expected: str | None) -> None:
    made = article(page(f"{beside}<article>{STORY}</article>", head))
    assert (made.published, made.published_by) == (date(2024, 4, 17) if expected else None, expected)


def test_a_date_that_is_given_goes_before() -> None:
    data = page(head='<meta name="date" content="2024-04-17">')
    assert (article(data, published="2023-01-01").published, article(data).published) == (
        date(2023, 1, 1),
        date(2024, 4, 17),
    )


# ── web archives ────────────────────────────────────────────────────────────────────────────────


def record(
    address: str, body: bytes, media: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body
    return block("response", address, "application/http; msgtype=response", http)


def block(kind: str, address: str, media: str, data: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-02-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(data)}>\r\nContent-Type: {media}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n\r\n"


PAGE = page()
AGAIN = record("http://a.example/1", page("<p>Imports fell again.</p>"))
RECORDS = [
    block("warcinfo", "", "application/warc-fields", b"software: test\r\n"),
    record("http://a.example/1", page()),
    record("http://a.example/2", gzip.compress(page()), more="Content-Encoding: gzip\r\n"),
    record("http://a.example/3", b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), more="Transfer-Encoding: chunked\r\n"),
    AGAIN,
    record("http://a.example/4", page(), status="404 Not Found"),
    record("http://a.example/5.png", b"\x89PNG", media="image/png"),
    record("http://a.example/6", page("<p>Café exports rose.</p>").decode().encode("cp1252"), media="text/html"),
    block("request", "http://a.example/7", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
    block("conversion", "http://a.example/8", "text/plain", b"Exports rose in plain text."),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive(tmp_path: Path, read: Read, name: str) -> None:
    parts = map(gzip.compress, RECORDS) if name.endswith(".gz") else RECORDS
    (tmp_path / name).write_bytes(b"".join(parts))
    articles, failures = read(tmp_path)
    assert failures == []
    again = f"1 {AGAIN[AGAIN.index(b'<urn') : AGAIN.index(b'>') + 1].decode()}"
    names = [one.doc_id.removeprefix("http://a.example/") for one in articles]
    assert names == ["1", "2", "3", again, "6", "8"]
    assert [one.text.partition("\n")[0][:20] for one in articles] == [
        *[TEXT[:20]] * 3,
        *("Imports fell again.", "Café exports rose.", "Exports rose in plai"),
    ]
    source = open_source(tmp_path)
    assert [item.path for item in source][:2] == [f"{tmp_path}/{name}/http://a.example/{n}" for n in (1, 2)]
    assert source.passed_over == {"HTTP 404": 1, "image/png": 1}


def test_media_types_no_one_knows_are_counted_as_one(tmp_path: Path) -> None:
    odd = [record(f"http://b.example/{n}", b"x", media=f"x-{n}/y") for n in range(20)]
    bare = record("http://b.example/bare", b"x", media="")
    statuses = [record(f"http://c.example/{n}", b"x", status=f"{n} Odd") for n in (999, "none", 204)]
    (tmp_path / "a.warc").write_bytes(b"".join([*odd, bare, *statuses, RECORDS[1]]))
    source = open_source(tmp_path)
    assert [item.path for item in source] == [f"{tmp_path}/a.warc/http://a.example/1"]
    counted = {"other media type": 20, "no media type": 1, "other HTTP status": 2, "HTTP 204": 1}
    assert source.passed_over == counted


@pytest.mark.parametrize("cut", [1, 3, 40, 60])
def test_a_web_archive_cut_short_keeps_the_pages_before(tmp_path: Path, read: Read, cut: int) -> None:
    whole = b"".join(RECORDS[:3])
    (tmp_path / "a.warc").write_bytes(whole + RECORDS[7][:-cut])
    articles, (failure,) = read(tmp_path)
    assert [one.doc_id for one in articles] == ["http://a.example/1", "http://a.example/2"]
    assert failure.reason == "is cut short"
    (tmp_path / "a.warc").unlink()
    packed = b"".join(map(gzip.compress, RECORDS[:3]))
    (tmp_path / "a.warc.gz").write_bytes(packed + gzip.compress(RECORDS[7])[:-cut])
    articles, (failure,) = read(tmp_path)
    assert [one.doc_id for one in articles][:2] == ["http://a.example/1", "http://a.example/2"]
    assert failure.reason == "is cut short"


def test_damage_in_a_web_archive_keeps_the_pages_before(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[1] + b"no record at all\r\n\r\n" * 9 + RECORDS[2])
    (tmp_path / "b.warc").write_bytes(b"Exports rose.")
    (tmp_path / "c.warc").write_bytes(b"")
    articles, failures = read(tmp_path)
    assert [one.doc_id for one in articles] == ["http://a.example/1"]
    assert [failure.path for failure in failures] == [f"{tmp_path}/{name}.warc" for name in "abc"]


def test_a_page_too_large_fails_alone(tmp_path: Path, read: Read) -> None:
    bomb = record("http://a.example/9", gzip.compress(bytes(50_000_000)), more="Content-Encoding: gzip\r\n")
    (tmp_path / "a.warc").write_bytes(bomb + RECORDS[1])
    articles, (failure,) = read(tmp_path)
    assert [one.doc_id for one in articles] == ["http://a.example/1"]
    assert failure.path == f"{tmp_path}/a.warc/http://a.example/9"
    assert failure.reason == "is larger than 10 MB"


@given(st.integers(0, 2**30), st.binary(min_size=1, max_size=4))
def test_no_damage_raises(tmp_path_factory: pytest.TempPathFactory, where: int, junk: bytes) -> None:
    data = bytearray(b"".join(RECORDS[:4]))
    data[where % len(data) : where % len(data) + len(junk)] = junk
    file = tmp_path_factory.mktemp("any") / "a.warc"
    file.write_bytes(data)
    assert list(open_source(file))


# ── what is not installed ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("trafilatura", "a.html", "html"),
        ("fastwarc", "a.warc", "warc"),
        ("pyarrow", "a.parquet", "parquet"),
        ("zstandard", "a.txt.zst", "zstd"),
    ],
)
def test_a_missing_extra_is_named(tmp_path: Path, module: str, name: str, extra: str) -> None:
    (tmp_path / name).write_bytes(page())
    (tmp_path / "b.txt").write_text("Exports rose.")
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from extractor.reading import read_articles\n"
        "first, last = read_articles(sys.argv[1]); print(first.reason, first.remedy, last.doc_id, sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    reason, remedy, last = done.stdout.strip().split("|")
    assert (reason, last) == (f"needs the {extra} extra", "b")
    assert remedy.startswith(f"pip install 'extractor[{extra}]'")
