"""The page as it is written: what the payload says, that nothing breaks out of it, and how it is put on disk."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation import gold_as_documents, load_gold
from extractor.pipeline import Extractor
from extractor.records import Document, Failure, InputError
from extractor.report import page, write_report
from extractor.report.payload import article_payload

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "src" / "extractor" / "report" / "static"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- <script>",
    "\"'`&lt;&amp;${alert(1)}",
    "\u2028\u2029",
    "\u202edlrow\u202c",
    "a\x00b\x1b[31m",
    "]]></style></noscript></textarea>",
    "{{ 7 * 7 }}{% raw %}",
    "\U0001f6a2",
)
Payload = Callable[..., dict[str, Any]]


def units(text: str, start: int, end: int) -> str:
    """The characters a browser finds between two offsets."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


# ── the payload ─────────────────────────────────────────────────────────────────────────────────


def test_offsets_are_those_of_a_browser(extractor: Extractor) -> None:
    text = "🚢🚢 Ships: Norway's exports 📈 rose 5.2 percent in May 2024, 𝒾mports fell 3 percent."
    document = extractor.extract(text)
    shown = article_payload(document)
    assert document.mentions
    assert len(document.facts) == 2
    for mention, sent in zip(document.mentions, shown["mentions"], strict=True):
        assert units(text, sent["start"], sent["end"]) == mention.text
    for fact, sent in zip(document.facts, shown["facts"], strict=True):
        for slot, told in sent["evidence"].items():
            if "start" in told:
                said = fact.evidence[slot]
                assert units(text, told["start"], told["end"]) == text[said.start : said.end]


def test_a_fact_is_told_in_words_with_the_rule_of_each_slot(payload_of: Payload, extractor: Extractor) -> None:
    text = "Norway's exports rose 5.2 percent year on year in May 2024, the ministry said."
    (fact,) = payload_of(extractor.extract(text))["articles"][0]["facts"]
    assert fact["slots"]["value"] == "+5.2%"
    assert fact["slots"]["place"] == "Norway"
    assert fact["slots"]["period"] == "2024-05"
    assert "partners" not in fact["slots"]
    for slot in ("value", "place", "period", "indicator", "source"):
        assert fact["evidence"][slot]["by"], slot


def test_the_part_of_a_slot_is_told_where_it_stands_elsewhere_alone(
    payload_of: Payload, corpus: list[Document]
) -> None:
    facts = [fact for article in payload_of(*corpus)["articles"] for fact in article["facts"]]
    for fact in facts:
        assert fact["evidence"].get("unit") != fact["evidence"]["value"]


def test_checks_name_their_facts(payload_of: Payload, corpus: list[Document]) -> None:
    for article in payload_of(*corpus)["articles"]:
        ids = {fact["id"] for fact in article["facts"]}
        assert all(set(check["facts"]) <= ids for check in article["checks"])


def test_a_series_is_charted_with_its_conflicts_and_sources(payload_of: Payload, months: list[Document]) -> None:
    (chart,) = payload_of(*months)["series"]
    assert (chart["place"], chart["frequency"], chart["conflicts"]) == ("Norway", "month", 1)
    assert [point["period"] for point in chart["points"]] == ["2024-04", "2024-05", "2024-06"]
    april = chart["points"][0]
    assert april["conflict"]
    assert [value["words"] for value in april["values"]] == ["430 mln NOK", "410 mln NOK"]
    assert [value["sources"][0][0] for value in april["values"]] == ["month-3", "month-1"]


def test_what_articles_tell_of_the_same_is_checked_between_them(payload_of: Payload, months: list[Document]) -> None:
    (check,) = payload_of(*months)["between"]
    assert (check["name"], check["verdict"]) == ("told-twice", "off")
    assert [article for article, _ in check["facts"]] == ["month-1", "month-3"]


def test_articles_of_one_id_are_told_apart(payload_of: Payload, months: list[Document]) -> None:
    articles = [month.model_copy(update={"doc_id": "x"}) for month in months]
    named = articles[2].model_copy(update={"doc_id": "x (2)"})
    payload = payload_of(*articles[:2], named)
    assert [article["id"] for article in payload["articles"]] == ["x", "x", "x (2)"]
    assert [article["key"] for article in payload["articles"]] == ["x", "x (2)", "x (2) (3)"]
    (april, _) = payload["series"][0]["points"][0]["values"]
    assert april["sources"] == [["x (2) (3)", months[2].facts[0].id]]
    assert [article for article, _ in payload["between"][0]["facts"]] == ["x", "x (2) (3)"]


def test_one_period_is_no_series(payload_of: Payload, months: list[Document]) -> None:
    assert payload_of(months[0])["series"] == []


def test_failures_are_listed(payload_of: Payload, months: list[Document]) -> None:
    failure = Failure(path="<b>.txt", reason="is empty", remedy="fill it")
    payload = payload_of(failure, months[0])
    assert payload["failures"] == [failure.model_dump()]
    assert len(payload["articles"]) == 1


# ── gold ────────────────────────────────────────────────────────────────────────────────────────


def test_what_gold_labels_is_right_by_itself(payload_of: Payload) -> None:
    golds = load_gold(ROOT / "gold", ROOT / "corpus")
    payload = payload_of(*gold_as_documents(golds).values(), gold=golds)
    assert payload["gold"]["errors"] == []
    marks = [fact.get("gold") for article in payload["articles"] for fact in article["facts"]]
    assert set(marks) <= {"right", None}  # None: optional facts count neither way
    assert all(article["missed"] == {"mentions": [], "facts": []} for article in payload["articles"])


def test_misses_extras_and_wrong_slots_are_marked(payload_of: Payload, wanting: list[Document]) -> None:
    golds = load_gold(ROOT / "gold", ROOT / "corpus")
    payload = payload_of(*wanting, gold=golds)
    first = payload["articles"][0]
    assert [fact["slots"]["value"] for fact in first["missed"]["facts"]] == ["7.96 bn CNY"]
    (extra,) = (mention for mention in first["mentions"] if mention.get("gold") == "extra")
    assert units(first["text"], extra["start"], extra["end"]) == "the"
    assert set(first["facts"][0]["wrong"]) == {"measure", "place"}
    assert first["missed"]["mentions"][0]["gold"] == "missed"
    kinds = {(error["part"], error["kind"]) for error in payload["gold"]["errors"]}
    assert {("mention", "missed"), ("mention", "extra"), ("fact", "missed"), ("fact", "wrong")} <= kinds


def test_gold_of_other_articles_is_refused(months: list[Document]) -> None:
    golds = load_gold(ROOT / "gold", ROOT / "corpus")
    with pytest.raises(InputError, match="no article of the run is among the 5 that gold labels; give"):
        page(months, gold=golds)


# ── nothing breaks out ──────────────────────────────────────────────────────────────────────────


class _Elements(HTMLParser):
    """Lists the elements of a page and their handlers, as a browser with scripts would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.handlers: list[str] = []
        self._plain = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._plain |= tag == "noscript"
        if not self._plain:
            self.found.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._plain &= tag != "noscript"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element(extractor: Extractor, payload_of: Payload, text: str) -> None:
    body = f"{text} Norway's exports rose 5 percent in May 2024. {text}"
    quiet = extractor.extract("Norway's exports rose 5 percent in May 2024.", doc_id="a")
    hostile = extractor.extract(body, doc_id=text).model_copy(update={"title": text, "notes": (text,)})
    seen = []
    for document, title in ((quiet, "a"), (hostile, text)):
        elements = _Elements()
        elements.feed(page([document, Failure(path=title, reason=title, remedy=title)], title=title))
        seen.append(elements.found)
        assert elements.handlers == []
    assert seen[0] == seen[1]
    assert payload_of(hostile)["articles"][0]["text"] == hostile.text


def test_a_name_that_is_no_text_is_written_all_the_same(tmp_path: Path) -> None:
    failure = Failure(path="\udcff.txt", reason="is empty", remedy="fill it")
    write_report([failure], tmp_path / "a.html", title="\udcff")
    assert "?.txt: is empty" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_policy_knows_the_script_and_the_style(months: list[Document]) -> None:
    html = page(months)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "unsafe" not in policy[1]
    for name in ("script", "style"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'")


def test_the_page_names_no_address(months: list[Document]) -> None:
    assert set(re.findall(r"https?://[^\"'\s]+", page(months))) == {"http://www.w3.org/2000/svg"}


# ── on disk ─────────────────────────────────────────────────────────────────────────────────────


def test_the_same_documents_give_the_same_bytes(corpus: list[Document], tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_report(iter(corpus), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_an_interrupted_write_leaves_the_last_page(months: list[Document], tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_report(months, target)
    before = target.read_bytes()

    def broken() -> Any:
        yield months[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(broken(), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_file_that_is_no_page_is_kept(months: list[Document], tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    for other in ("<!doctype html><html><head><title>An article</title>", ""):
        target.write_text(other, encoding="utf-8")
        with pytest.raises(InputError, match="is no page that extractor wrote; give the name of a new file"):
            write_report(months, target)
        assert target.read_text(encoding="utf-8") == other
    target.unlink()
    os.mkfifo(target)  # as a device, which a file would take the place of
    with pytest.raises(InputError, match="is no page that extractor wrote"):
        write_report(months, target)
    assert target.is_fifo()
    target.unlink()
    for title in ("one", "two"):
        write_report(months, target, title=title)
        assert f"<title>{title}</title>" in target.read_text(encoding="utf-8")


def test_what_is_beyond_the_limit_is_counted(months: list[Document], tmp_path: Path) -> None:
    done = write_report(months, tmp_path / "a.html", limit=2)
    assert (done.articles, done.left_out) == (2, 1)


def test_nothing_to_show_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no article to show"):
        write_report([], tmp_path / "a.html")
    with pytest.raises(InputError, match="is a folder; give the file to write"):
        write_report([Failure(path="a", reason="b", remedy="c")], tmp_path)


# ── its colours ─────────────────────────────────────────────────────────────────────────────────

COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "page.css").read_text(encoding="utf-8")
    )
}
GROUNDS = ("paper", "sheet", "hover", "chosen")
SPOKEN = (
    "ink",
    "muted",
    "link",
    "holds",
    "off",
    "unsure",
    "money",
    "percent",
    "multiple",
    "quantity",
    "rank",
    "period",
)
PAIRS = [
    *((text, ground) for text in (*SPOKEN, "place", "zone", "right") for ground in GROUNDS),
    *(("ink", name) for name in COLOURS if name.startswith("lit-")),
    *((kind, f"{kind}-back") for kind in ("extra", "missed", "wrong")),
    ("accent", "paper"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(text: str, ground: str, theme: int) -> None:
    one, two = sorted((luminance(COLOURS[text][theme]), luminance(COLOURS[ground][theme])), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= 4.5
