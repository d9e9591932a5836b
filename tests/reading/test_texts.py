"""Reading: bytes become articles whose offsets stay true, and what cannot be read is reported."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading import article_from_text, read_articles, written_dates
from extractor.records import Article, Failure, InputError

CORPUS = Path(__file__).parents[2] / "corpus"
BODY = "\n\nThe ministry said exports rose 5 percent over the year.\n"


def write(folder: Path, **texts: str | bytes) -> Path:
    for name, text in texts.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def one(path: Path) -> Article:
    (article,) = read_articles(path)
    assert isinstance(article, Article)
    return article


# ── folders, files, standard input ──────────────────────────────────────────────────────────────


def test_the_corpus() -> None:
    articles = [article for article in read_articles(CORPUS) if isinstance(article, Article)]
    assert [(article.doc_id[:3], article.title, str(article.published)) for article in articles] == [
        ("000", "Ordos zone achieves historic high in foreign trade in 2023", "2024-01-31"),
        ("001", "Kashi’s foreign trade partners numbers 118", "None"),
        ("002", "Beijing Achieves Record High Import and Export Numbers in First Half of 2023", "2023-08-17"),
        ("003", None, "2023-05-09"),
        ("004", "Zhejiang accelerates pace of building model of high-standard opening up", "2023-06-13"),
    ]
    assert all(article.text.encode() == (CORPUS / f"{article.doc_id}.txt").read_bytes() for article in articles)


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    write(tmp_path, z="Exports rose.", a="Imports fell.")
    write(tmp_path / "b" / "c", one="Trade grew.")
    write(tmp_path / ".hidden", no="Not this.")
    (tmp_path / "README.md").write_text("Nor this.")
    (tmp_path / "table.pdf").write_text("Nor that.")
    (tmp_path / "b" / "UPPER.TXT").write_text("But this.")
    names = [article.doc_id for article in read_articles(tmp_path) if isinstance(article, Article)]
    assert names == ["a", "z", "b/UPPER", "b/c/one"]


def test_other_endings_on_demand(tmp_path: Path) -> None:
    (tmp_path / "wire.news").write_text("Exports rose.")
    assert [item.doc_id for item in read_articles(tmp_path, globs=("*.news",)) if isinstance(item, Article)] == [
        "wire.news"
    ]


def test_a_single_file_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "wire.story").write_text("Exports rose.")
    assert one(tmp_path / "wire.story").doc_id == "wire.story"


def test_front_matter_stays_in_the_text(tmp_path: Path) -> None:
    text = f"---\ntitle: Exports up\ndate: 2024-01-31\n---\n{BODY}"
    (tmp_path / "a.md").write_text(text)
    article = one(tmp_path)
    assert (article.doc_id, article.text, article.title) == ("a.md", text, "Exports up")
    assert (article.published, article.published_by) == (date(2024, 1, 31), "header")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Exports rose to £3m.\r\n".encode())))
    (article,) = read_articles("-", published="2024-02-03")
    assert isinstance(article, Article)
    assert (article.doc_id, article.text, article.published) == ("stdin", "Exports rose to £3m.\r\n", date(2024, 2, 3))


@pytest.mark.parametrize(("name", "remedy"), [("absent", "existing"), ("", "no file with an ending")])
def test_no_articles_is_an_error_at_once(tmp_path: Path, name: str, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy) as caught:
        read_articles(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


# ── the text as it is ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffExports rose.",
        "Exports rose.\r\nImports fell.\rTrade grew.\n",
        "Exports rose to 5\u00a0billion\u202fyuan \u2009(\u201c$700 million\u201d).",
        "Line\u2028and paragraph\u2029separators, tab\tand form\x0cfeed",
    ],
)
def test_the_text_is_never_altered(tmp_path: Path, text: str) -> None:
    article = one(write(tmp_path, a=text))
    assert article.text == text == article_from_text(text).text
    assert article.sha256 == article_from_text(text).sha256
    assert article.notes == ()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "mac_roman", "gb18030"])
def test_other_encodings_are_decoded_and_said(tmp_path: Path, encoding: str) -> None:
    text = "China’s exports rose 5% to £31m – a record – the ministry said. The café trade grew in the first quarter.\n"
    if encoding == "gb18030":
        text = text.replace("£", "¥").replace("The café", "外贸 (foreign)")
    article = one(write(tmp_path, a=text.encode(encoding)))
    assert article.text.lstrip("\ufeff") == text
    assert article.notes[0].startswith("decoded as ")


# ── what cannot be read ─────────────────────────────────────────────────────────────────────────


def test_json_lines_that_do_not_say_so_are_no_article(tmp_path: Path) -> None:
    data = b'{"text": "Exports rose 5%."}\n{"text": "Imports fell 3%."}\n'
    (failure,) = read_articles(write(tmp_path, a=data))
    assert isinstance(failure, Failure)
    assert failure.reason == "looks like JSON Lines"
    (tmp_path / "lines").write_bytes(data)
    assert len(list(read_articles(tmp_path / "lines", kind="jsonl"))) == 2
    (article,) = read_articles(tmp_path / "lines", kind="text")
    assert isinstance(article, Article)


def test_a_short_text_of_windows_is_read_as_such(tmp_path: Path) -> None:
    text = "Côte d’Ivoire’s exports rose to €3 billion – up 5% – in 2023."
    (article,) = read_articles(write(tmp_path, a=text.encode("cp1252")))
    assert isinstance(article, Article)
    assert (article.text, article.notes) == (text, ("decoded as cp1252, not UTF-8",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, "binary"),
        (b"%PDF-1.7\n" + bytes(range(255, 0, -1)) * 9 + b"\0", "binary"),
        (b"Exports rose.\0\0\0\0\0\0", "binary"),
        (b"Exports\0 rose\0", "binary"),
    ],
)
def test_a_bad_file_is_reported_and_the_others_are_read(tmp_path: Path, data: bytes, reason: str) -> None:
    first, bad, last = read_articles(write(tmp_path, a="Exports rose.", b=data, c="Imports fell."))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Failure)
    assert reason in bad.reason
    assert bad.path == str(tmp_path / "b.txt")
    assert bad.remedy


def test_a_file_that_goes_away_is_reported(tmp_path: Path) -> None:
    items = read_articles(write(tmp_path, a="Exports rose.", b="Imports fell."))
    next(items)
    (tmp_path / "b.txt").unlink()
    gone = next(items)
    assert isinstance(gone, Failure)
    assert "gone" in gone.reason


@pytest.mark.parametrize(("error", "reason"), [(PermissionError(13, "no"), "may not"), (OSError(5, "I/O"), "I/O")])
def test_a_file_that_may_not_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr("os.open", refuse)
    (failure,) = read_articles(write(tmp_path, a="Exports rose."))
    assert isinstance(failure, Failure)
    assert reason in failure.reason


# ── texts ───────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_named_by_its_digest() -> None:
    article = article_from_text("Exports rose.")
    assert article.sha256.startswith(article.doc_id)
    assert article_from_text("Exports rose.", doc_id="x").doc_id == "x"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="bytes, not str"):
        article_from_text(b"Exports rose.")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "published", ["2024-01-31", date(2024, 1, 31), datetime(2024, 1, 31, 9, 5), "2024-01-31T09:05:00+08:00"]
)
def test_a_given_date_wins_over_the_header(published: date | str) -> None:
    article = article_from_text("Updated: May 3, 2022" + BODY, published=published)
    assert (article.published, article.published_by) == (date(2024, 1, 31), "argument")


@pytest.mark.parametrize("published", ["2024-13-01", "31/01/2024", "yesterday", "", "2024"])
@pytest.mark.parametrize(
    "read", [lambda day: article_from_text("", published=day), lambda day: read_articles(CORPUS, published=day)]
)
def test_a_wrong_date_names_itself_and_the_remedy(read: Callable[[str], object], published: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD") as caught:
        read(published)
    assert repr(published) in str(caught.value)


# ── headers ─────────────────────────────────────────────────────────────────────────────────────

HEADERS = """
Updated: Apr 17, 2024
portnews.example | Updated: Apr 17, 2024 | 09:20
The Daily Ledger) 09:52, April 17, 2024
Published: 17 April 2024
 date 2024-04-17 Port of call sees record traffic
2024-04-17 10:20
2024/04/17 10:20 (UTC+8)
2024-04-17T10:20:00Z
17 April 2024
17.04.2024
17/04/2024 08:00
Wednesday, April 17, 2024
Wed 17 Apr 2024 06.00 BST
By Ann Other | Trade Wire | April 17, 2024 10:20 AM IST
Source: Ledger Editor: A.N. Other 2024-04-17 10:20:33
17-APR-2024 15:01:01.79
HARBOURTON, April 17, 2024 (Ledger) -- Exports rose by a tenth in the first quarter, customs figures showed.
ACCRA, 17 April 2024 - Cocoa shipments fell in March for the third month in a row, and imports with them.
Kathmandu, 17 April 2024: Exports fell by 3 percent in the first nine months of the fiscal year.
LIMASSOL, Cyprus, Apr. 17, 2024 /Newswire/ -- Traffic grew.
Posted On: 17 APR 2024 4:56PM by the press office
Updated: 19 Apr 2024 | Published: 17 Apr 2024
Published: 17 Apr 2024, updated 19 Apr 2024 09:00
Last Updated : 17 Apr 2024, 10:20 PM IST
First published on Wed 17 Apr 2024
This article was first published on 17 April 2024.
date: 2024-04-17
date: '2024-04-17'
date: "17 April 2024"
Trade Wire, April 17, 2024
17.04.2024, Berlin – Exports rose in March.
17 April 2024, Port Said, Egypt - Exports rose in March.
(Ledger, Apr 17, 2024) - Exports rose in March.
HARBOURTON (Ledger, Apr 17, 2024) -- Exports rose in March.
Muscat, Oman; 17 April 2024: Exports rose in March.
HARBOURTON--(TRADE WIRE)--Apr 17, 2024-- Exports rose in March.
HARAR, April 17/2024(Ledger) Exports rose in March.
Date: 17-Apr-24
17-Apr-24
Last updated: 17/4/24
17/4/24 08:00
Published 20240417
20240417
PRESS RELEASE - 17 April 2024
FOR IMMEDIATE RELEASE: 17 April 2024
Date of issue: 17 April 2024
Last revised 17 April 2024
LAGOS: 17 April 2024 - Exports rose in March.
Data as of: 31 March 2024 | Published: 17 April 2024
Updated 2024-04-17, first published 2021-02-01
First published 1 February 2021 | Updated 17 April 2024
"""


@pytest.mark.parametrize("header", HEADERS.strip("\n").split("\n"))
@pytest.mark.parametrize("title", ["", "Exports rise again in March\n"])
def test_headers_state_the_date(header: str, title: str) -> None:
    article = article_from_text(title + header + BODY)
    assert (article.published, article.published_by) == (date(2024, 4, 17), "header")


SENTENCES = """
In Lagos, the minister said on April 17, 2024 that exports rose.
The gap, which on 17 April 2024 was wider still, has closed.
Data released April 17, 2024 showed a fall in exports.
April 17, 2024 was a good day for trade.
Reserves as of 17 April 2024: $3.2 billion
Photo taken on April 17, 2024 shows a train that waits to leave.
Between 1 March and 17 April 2024, exports rose by 5 percent.
See example.com/2024/04/17/exports for the table.
"""


@pytest.mark.parametrize("sentence", SENTENCES.strip().split("\n"))
def test_dates_in_sentences_are_no_headers(sentence: str) -> None:
    assert article_from_text(sentence + BODY).published is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Last updated: 10/05/2024", ("2024-05-10", "date of publication read with the day first")),
        (
            "Last updated: 10/05/2024\nCocoa left on 31/01/2024.",
            ("2024-05-10", "date of publication read with the day first"),
        ),
        (
            "Last updated: 10/05/2024\nCocoa left on 9/28/2024.",
            ("2024-10-05", "date of publication read with the month first, as its other dates"),
        ),
        ("Last updated: 10/05/2024\nThe U.S. gap widened.", None),
        ("Lot 20240417 was sold.", None),
        ("Published 20241741", None),
        ("The 17/4/24 list", None),
    ],
)
def test_dates_in_figures_that_could_be_two(header: str, expected: tuple[str, str] | None) -> None:
    article = article_from_text(header + BODY)
    assert (str(article.published), *article.notes) == (expected or ("None",))


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property='article:published_time' content='2024-04-17T08:00:00Z'/>",
        '<meta content="2024-04-17" property="article:published_time">',
        '<meta itemprop="datePublished" content="2024-04-17">',
        '<meta name="date" content="2024-04-17">',
        '<meta name="pubdate" content="20240417">',
        '<META CONTENT="17 April 2024" NAME="publish-date">',
        '<meta property="article:modified_time" content="2024-04-19"><meta content="2024-04-17" name="DC.date.issued">',
        '<script>{"@type": "NewsArticle", "datePublished": "2024-04-17", "headline": "Exports"}</script>',
        '<time datetime="2024-04-17">Wednesday</time>',
    ],
)
def test_markup_gives_the_date(markup: str) -> None:
    article = article_from_text(f"<html><head>{markup}</head>{BODY}")
    assert (article.published, article.published_by) == (date(2024, 4, 17), "metadata")


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="description" content="Exports rose">',
        '<meta property="article:modified_time" content="2024-04-17">',
        '<meta name="updated" content="2024-04-17">',
        '<meta name="date" content="yesterday">',
    ],
)
def test_markup_without_a_date_of_publication(markup: str) -> None:
    assert article_from_text(f"<html><head>{markup}</head>{BODY}").published is None


OTHER_LABELS = """
Data as of: 31 March 2024
Event date: 5 June 2025
Embargoed until: 1 June 2024
Deadline: Friday, 5 July 2024
Valid until: 05/07/2024
Next release: 14 June 2024
Next update: 14 June 2024 10:00
To be published: 14 June 2024
Conference: 5 June 2024, 09:00
Reference period: 1 January 2024 - 31 March 2024
Effective Date: June 5, 2024
"""


@pytest.mark.parametrize("line", OTHER_LABELS.strip().split("\n"))
def test_dates_under_other_labels_are_not_the_articles(line: str) -> None:
    assert article_from_text(line + BODY).published is None
    for own in ("Published: 17 April 2024", "Date: 17 April 2024"):
        assert article_from_text(f"{line}\n{own}{BODY}").published == date(2024, 4, 17)
        assert article_from_text(f"{own}\n{line}{BODY}").published == date(2024, 4, 17)


def test_a_header_stands_at_the_head_or_is_labelled_at_the_foot() -> None:
    body = "Exports rose by 5 percent over the year. " * 40
    assert article_from_text(f"{body}\n17 April 2024\n").published is None
    assert article_from_text(f"{body}\nPublished on 17 April 2024\n").published == date(2024, 4, 17)


# ── headlines ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Exports rise again in March", "Exports rise again in March"),
        ("\ufeffU.S. trade gap widens to $60 bln\r", "U.S. trade gap widens to $60 bln"),
        ("No. 2 port sees exports of U.S. goods rise", "No. 2 port sees exports of U.S. goods rise"),
        ("Home > Business > Trade\nExports rise in March", "Exports rise in March"),
        ("LEDGER \u00a0 › \u00a0 News › \u00a0 Trade\n\nExports rise in March", "Exports rise in March"),
        ("Economy\nBy Ann Other\n17 April 2024\nExports rise in March", "Exports rise in March"),
        ("2024-04-17 Exports rise in March", "Exports rise in March"),
        (" date 2024-04-17 Exports rise in March", "Exports rise in March"),
        ("Headline: Exports rise in March", "Exports rise in March"),
        (" date 2024-04-17 Exports rose in March to a new high, customs said.", None),
        ("Exports rose in March. Imports fell.", None),
        ("Exports of tin rose in the first\nquarter of the year, the ministry said.", None),
        ("Exports of tin in the first quarter rose to 5 billion yuan\n($700 million), the ministry said.", None),
        ("Exports of tin and of zinc rose by a tenth and a fifth in\nMarch, the ministry said.", None),
        ("Exports of tin and of zinc rose in the first quarter, as\nJapan and\nKorea bought more.", None),
        (
            "Exports of tin and of zinc rise by a tenth in the quarter\nImports of both fall\n",
            "Exports of tin and of zinc rise by a tenth in the quarter",
        ),
        ("ACCRA, April 17 (Ledger) -- Exports rose", None),
        ("Exports rise and rise " * 12, None),
    ],
)
def test_headlines(head: str, title: str | None) -> None:
    assert article_from_text(head + BODY).title == title


def test_a_lone_line_is_body() -> None:
    assert article_from_text("Exports rise again in March\n").title is None


# ── dates written out ───────────────────────────────────────────────────────────────────────────


def dates(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], day.isoformat()) for start, end, day in written_dates(text)]


@pytest.mark.parametrize(
    "written",
    [
        *("Mar 5, 2024", "March 5, 2024", "March 5th, 2024", "March 5 2024", "MAR. 5,2024", "March\u00a05, 2024"),
        *(
            "5 March 2024",
            "5th of March 2024",
            "5 Mar. 2024",
            "5 March, 2024",
            "05-Mar-2024",
            "5/Mar/2024",
            "5\nMarch 2024",
        ),
        *("2024-03-05", "2024/03/05", "2024.3.5", "2024 March 5", "2024-Mar-05", "5.3.2024", "05.03.2024"),
    ],
)
def test_dates_in_every_usual_order(written: str) -> None:
    assert dates(f"seen on {written}, they said") == [(written, "2024-03-05")]


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2024", "30 February 2024", "2024-13-05", "March 2024", "March 5", "in 2024", "20240305"),
        *("example.com/2024/03/05/", "March 5-6, 2024", "1,234-5-2024", "5 March 20245", "2024-03-05-07"),
    ],
)
def test_what_is_no_certain_date(text: str) -> None:
    assert dates(text) == []


def test_two_numbers_are_a_date_where_only_one_order_can_be() -> None:
    assert dates("17/04/2024, 04/17/2024 and 05/05/2024") == [
        ("17/04/2024", "2024-04-17"),
        ("04/17/2024", "2024-04-17"),
        ("05/05/2024", "2024-05-05"),
    ]


@given(day=st.dates(date(1800, 1, 1), date(2099, 12, 31)), shape=st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d"]))
def test_any_date_reads_back(day: date, shape: str) -> None:
    assert [found for _, _, found in written_dates(f"on {day.strftime(shape)} the port closed")] == [day]


@given(st.text(alphabet="0123456789/-.,: \n\ufeffMaryJnPublished|–()ZTx", max_size=900))
def test_no_text_raises(text: str) -> None:
    assert article_from_text(text).text == text
    assert all(0 <= start < end <= len(text) for start, end, _ in written_dates(text))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: Exports up\nlastmod: 2024-03-01\ndate: 2024-01-31", "2024-01-31"),
        ("event_date: 2024-05-01\ndate: 2024-01-31T10:00:00Z\ntitle: Exports up", "2024-01-31"),
        ("date: 2023-12-01\npublishDate: 'January 31, 2024'", "2024-01-31"),
        ("updated_at: 2024-03-01\npublished: 31 Jan 2024", "2024-01-31"),
        ("last_modified: 2024-01-31\ndraft: false", "2024-01-31"),
        ("title: The fair\nevent_date: 2024-05-01\nexpires: 2025-01-01", "None"),
        ("candidate: 2024-05-01\nupdated_terms: 2024-05-01", "None"),
    ],
)
def test_front_matter_is_read_by_its_fields(fields: str, expected: str) -> None:
    assert str(article_from_text(f"---\n{fields}\n---\n{BODY}").published) == expected


def test_a_header_below_front_matter_goes_before_its_update() -> None:
    text = f"---\nlastmod: 2024-05-01\n---\nPublished: 1 May 2024\n{BODY}"
    assert str(article_from_text(text.replace("1 May", "30 April")).published) == "2024-04-30"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<time datetime="2019-05-01">related</time><script>{"datePublished":"2024-01-31"}</script>', "2024-01-31"),
        ('<time datetime="2019-05-01">related</time><p data-x=1 pubdate="2024-01-31">', "2024-01-31"),
        ('{"datePublished":"2024-13-01"}<time datetime="2024-01-31">', "2024-01-31"),
        ('<time datetime="2024-13-01">a</time> <time datetime="2024-01-31">b</time>', "2024-01-31"),
        ('<time datetime="2024-01-31">a</time> <time datetime="2019-05-01">related</time>', "2024-01-31"),
        ('<time datetime="2024-13-01">a</time>', "None"),
    ],
)
def test_of_dates_in_markup_the_page_s_own_valid_one_counts(markup: str, expected: str) -> None:
    assert str(article_from_text(markup + BODY).published) == expected
