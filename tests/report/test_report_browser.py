"""The page in a real browser: pointing, filtering, sorting, keys, light and dark, small screens, hostile articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extractor.pipeline import Extractor
from extractor.reading import read_articles
from extractor.records import Document, Failure
from extractor.report import write_report
from extractor.writing import read_run, write_run

SCREENSHOTS = Path(__file__).parent.parent.parent / "build" / "screenshots"
SHOWN = "main > section:not([hidden])"
ATTRIBUTES = """main => [...main.querySelectorAll("[title], [aria-label], [aria-description]")].map((node) =>
    ["title", "aria-label", "aria-description"].map((name) => node.getAttribute(name)).join(" ")).join(" ")"""
Visit = Callable[..., Page]
Written = dict[str, Path]


def shoot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def rows(page: Page) -> list[str]:
    return page.locator(f"{SHOWN} tbody button.row").all_inner_texts()


def lit(page: Page, slot: str) -> str:
    """The characters lit for a slot, no-break spaces as spaces."""
    return "".join(page.locator(f".body [data-slot='{slot}']").all_inner_texts()).replace("\xa0", " ")


# ── facts and their evidence ────────────────────────────────────────────────────────────────────


def test_a_fact_pointed_at_is_lit_in_the_text_and_told_slot_by_slot(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.locator(".reading tbody tr").first.hover()
    assert lit(page, "value") == "7.96 billion yuan"
    assert lit(page, "place") == "Ordos Comprehensive Bonded Zone"
    assert (lit(page, "period"), lit(page, "indicator")) == ("2023", "import and export value")
    assert lit(page, "source") == "General Administration of Customs"
    names = page.locator(".body [data-says]").evaluate_all("nodes => nodes.map((node) => node.dataset.says)")
    assert names == ["source", "indicator", "place", "value", "equivalents", "period"]
    card = page.locator(".reading .card")
    expect(card.locator(".figure")).to_have_text("7.96 bn CNY")
    expect(card.locator(".slots tr", has_text="owner-of-phrase")).to_contain_text("Ordos Comprehensive Bonded Zone")
    expect(card.locator(".check.holds").first).to_contain_text("exports and imports 7.96 bn = trade 7.96 bn")
    shoot(page, "light")
    page.locator(".masthead").hover()
    expect(page.locator(".body [data-slot]")).to_have_count(0)


def test_the_value_is_brought_into_view(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"], height=600, reduced_motion="reduce")
    page.locator("[data-article='4']").click()
    value = page.locator(".body [data-slot='value']").first
    page.locator(".reading tbody tr").last.hover()
    expect(value).to_be_in_viewport()


def test_a_fact_chosen_stays_and_esc_clears_it(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.locator(".reading tbody tr").nth(1).click()
    page.locator(".masthead").hover()
    assert lit(page, "value") == "55.8 percent"
    expect(page.locator(".reading tbody tr").nth(1).locator("button.row")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    assert lit(page, "value") == ""
    expect(page.locator(".reading .card")).to_have_class("card empty")


def test_a_mention_tells_its_rule_and_the_facts_that_use_it(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.locator(".mention", has_text="7.96 billion yuan").click()
    card = page.locator(".reading .card")
    expect(card.locator(".about")).to_contain_text("MONEY")
    expect(card).to_contain_text("word-after")
    expect(card).to_contain_text("read as CNY by the place nearest to it")
    card.locator(".users .link").first.click()
    assert lit(page, "value") == "7.96 billion yuan"


def test_the_legend_hides_a_label(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    line = "node => getComputedStyle(node).textDecorationLine"
    money = page.locator(".mention.MONEY").first
    assert money.evaluate(line) == "underline"
    page.locator("[data-label='MONEY']").click()
    assert money.evaluate(line) == "none"
    assert page.locator(".mention.PLACE").first.evaluate(line) == "underline"


def test_checks_lead_to_the_facts_they_compare(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.locator("[data-view='checks']").click()
    page.locator(f"{SHOWN} select[data-facet='verdict']").select_option("holds")
    assert all(text.startswith("✓") for text in rows(page))
    page.locator(f"{SHOWN} tbody tr", has_text="sum").click()
    shoot(page, "checks")
    page.locator(f"{SHOWN} .compared .link").first.click()
    expect(page.locator("[data-view='articles']")).to_have_attribute("aria-current", "page")
    assert lit(page, "value") == "7.96 billion yuan"


def test_a_check_between_articles_leads_to_each_of_them(visit: Visit, written: Written) -> None:
    page = visit(written["series"])
    page.locator("[data-view='checks']").click()
    page.locator(f"{SHOWN} tbody tr", has_text="between 2 articles").click()
    page.locator(f"{SHOWN} .compared .link").last.click()
    assert lit(page, "value") == "430 million kroner"
    expect(page.locator(".reading .check.off")).to_contain_text("told-twice, between 2 articles")
    page.locator(".reading .check.off .link").click()
    assert lit(page, "value") == "410 million kroner"


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def test_facts_are_filtered_by_words_and_by_facets(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.locator("[data-view='facts']").click()
    every = len(rows(page))
    page.get_by_label("Filter All facts").fill("kashi usd")
    some = len(rows(page))
    assert 0 < some < every
    page.get_by_label("Filter All facts").fill("")
    page.locator(f"{SHOWN} select[data-facet='measure']").select_option("rank")
    page.locator(f"{SHOWN} select[data-facet='place']").select_option("Kashi Comprehensive Bonded Zone")
    assert rows(page) == ["no. 49", "no. 27", "no. 1"]
    page.get_by_label("Filter All facts").fill("nothing of the kind")
    expect(page.locator(f"{SHOWN} .nothing")).to_have_text("Nothing fits the filter.")


def test_facts_are_sorted_by_a_column_both_ways(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    before = rows(page)
    head = page.locator(".reading th", has_text="value")
    expect(head).to_have_attribute("aria-sort", "none")
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert rows(page) == ["2.19 bn CNY", "5.77 bn CNY", "7.96 bn CNY", "48.5%", "+55.8%"]
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert rows(page) == ["+55.8%", "48.5%", "7.96 bn CNY", "5.77 bn CNY", "2.19 bn CNY"]
    head.locator("button").click()
    assert rows(page) == before


def test_many_facts_come_a_page_at_a_time(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    text = " ".join(f"Norway's exports rose {number}.5 percent in May {1901 + number}." for number in range(120))
    write_report([extractor.extract(text)], tmp_path / "many.html")
    page = visit(tmp_path / "many.html")
    page.locator("[data-view='facts']").click()
    assert len(rows(page)) == 100
    page.get_by_role("button", name="next →").click()
    assert len(rows(page)) == 20
    page.locator(f"{SHOWN} .pager button").first.click()
    for _ in range(101):  # j goes on to the next page by itself
        page.keyboard.press("j")
    expect(page.locator(f"{SHOWN} tr.chosen")).to_contain_text("+100.5%")


def test_articles_are_searched(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.get_by_label("Search articles").fill("tianzhu")
    expect(page.locator(".shelf li")).to_have_count(1)
    expect(page.locator(".shelf li")).to_contain_text("Beijing")


# ── keys and address ────────────────────────────────────────────────────────────────────────────


def test_everything_goes_by_keys(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert lit(page, "value") == "55.8 percent"
    page.keyboard.press("k")
    assert lit(page, "value") == "7.96 billion yuan"
    page.keyboard.press("n")
    expect(page.locator(".headline")).to_contain_text("Kashi")
    page.keyboard.press("p")
    expect(page.locator(".headline")).to_contain_text("Ordos")
    page.keyboard.press("/")
    page.keyboard.type("j?")
    expect(page.get_by_label("Search articles")).to_have_value("j?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("2")
    expect(page.locator("[data-view='facts']")).to_have_attribute("aria-current", "page")


def test_tab_reaches_facts_and_mentions_and_what_has_focus_shows(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"])
    outline = "(node) => [node.className, getComputedStyle(node).outlineStyle]"
    reached = {}
    page.keyboard.press("Tab")
    while page.locator("*:focus").count():  # until it leaves the page
        name, style = page.locator("*:focus").evaluate(outline)
        reached[name.split(" ")[0]] = style
        page.keyboard.press("Tab")
    assert {"mention", "row", "quiet", "pane"} <= reached.keys()
    assert set(reached.values()) == {"solid"}


def test_the_address_leads_back_to_what_was_shown(visit: Visit, written: Written) -> None:
    first = visit(written["corpus"])
    first.keyboard.press("n")
    first.locator(".reading tbody tr").nth(2).click()
    shown = first.locator(".reading .card .figure").inner_text()
    second = visit(written["corpus"].as_uri() + "#" + first.url.partition("#")[2])
    expect(second.locator(".reading .card .figure")).to_have_text(shown)
    expect(second.locator(".headline")).to_contain_text("Kashi")
    first.locator("[data-view='facts']").click()
    first.locator(f"{SHOWN} select[data-facet='measure']").select_option("share")
    third = visit(written["corpus"].as_uri() + "#" + first.url.partition("#")[2])
    assert rows(third) == rows(first)
    first.go_back()
    expect(first.locator("[data-view='articles']")).to_have_attribute("aria-current", "page")


def test_an_address_that_names_nothing_shows_the_first_article(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"].as_uri() + "#view=constructor&article=nope&fact=nope&page=-3&sort=x&checks=%3Cb%3E")
    expect(page.locator(".headline")).to_contain_text("Ordos")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert len(rows(page)) > 5


def test_articles_of_one_id_open_each(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    rows_of = [
        {"id": "x", "text": "Exports of Norway rose to 410 million kroner in April 2024."},
        {"id": "x", "text": "Exports of Norway came to 430 million kroner in April 2024 and 402 million in May 2024."},
    ]
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in rows_of), encoding="utf-8")
    write_run(extractor.pipe(read_articles(news)), tmp_path / "run")
    write_report(read_run(tmp_path / "run"), tmp_path / "same.html")
    first = visit(tmp_path / "same.html")
    for article, value in enumerate(("410 million kroner", "430 million kroner")):
        first.locator(f"[data-article='{article}']").click()
        first.locator(".reading tbody tr").first.click()
        assert lit(first, "value") == value
        again = visit((tmp_path / "same.html").as_uri() + "#" + first.url.partition("#")[2])
        assert lit(again, "value") == value
    expect(first.locator(".reading .check.off")).to_contain_text("told-twice, between 2 articles")
    first.locator(".reading .check.off .link").click()
    assert lit(first, "value") == "410 million kroner"
    first.locator("[data-view='series']").click()
    for value in ("410 million kroner", "430 million kroner"):
        first.locator(f".dot.conflict[aria-label*='{value.partition(' ')[0]}']").press("Enter")
        assert lit(first, "value") == value
        first.go_back()


# ── the text ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("article", "blocks"),
    [
        (("Trade", "On Monday the Trade ministry said so."), ["Trade", "On Monday the Trade ministry said so."]),
        (("Exports rise", "Exports rise 5 percent."), ["Exports rise", "Exports rise 5 percent."]),
        (("Exports rise", "Exports rise so.\n Exports rise \r\nOslo."), ["Exports rise so.", "Exports rise", "Oslo."]),
        (("Exports rise", "Exports rise\n\nThey did."), ["Exports rise", "They did."]),
        (("(.*)", "All of it."), ["(.*)", "All of it."]),
        ((" ", "All of it."), ["All of it."]),
    ],
)
def test_a_title_stands_where_it_fills_a_line_else_apart(
    visit: Visit, extractor: Extractor, tmp_path: Path, article: tuple[str, str], blocks: list[str]
) -> None:
    title, text = article
    document = extractor.extract(text).model_copy(update={"title": title})
    write_report([document], tmp_path / "titled.html")
    page = visit(tmp_path / "titled.html")
    shown = [told.strip() for told in page.locator(".body > *").all_text_contents()]
    assert [told for told in shown if told] == blocks
    if title.strip():
        assert page.locator(".headline").all_text_contents() == [title]


def test_the_direction_of_a_line_is_that_of_its_text(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    hebrew = "\u05d4\u05d9\u05d9\u05e6\u05d5\u05d0"
    write_report([extractor.extract(f"{hebrew} exports.\n\nExports rose 5 percent in 2023.")], tmp_path / "a.html")
    lines = visit(tmp_path / "a.html").locator(".body p")
    ways = lines.evaluate_all("nodes => nodes.map((node) => getComputedStyle(node).direction)")
    assert ways == ["rtl", "ltr"]


def test_a_very_long_paragraph_opens(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    told = "Norway's exports rose 5.5 percent to $7.2 billion in May 2024. "
    document = extractor.extract(told * (400_000 // len(told)))
    write_report([document], tmp_path / "long.html")
    page = visit(tmp_path / "long.html")  # which waits half a minute
    page.locator(".reading tbody tr").first.hover()
    assert lit(page, "value") == "5.5 percent"


# ── series and gold ─────────────────────────────────────────────────────────────────────────────


def test_a_point_of_a_series_tells_its_sources_and_its_conflict(visit: Visit, written: Written) -> None:
    page = visit(written["series"])
    page.locator("[data-view='series']").click()
    expect(page.locator(".chart")).to_have_count(1)
    expect(page.locator(".dot")).to_have_count(4)
    page.locator(".dot.conflict:not(.older)").hover()
    card = page.locator(f"{SHOWN} .card")
    expect(card).to_contain_text("differ by more than the digits printed allow")
    expect(card.locator(".compared h3")).to_have_text(["430 mln NOK", "410 mln NOK"])
    shoot(page, "series")
    page.locator(".dot:not(.conflict)").first.click()
    assert lit(page, "value") == "395 million kroner"


def test_gold_marks_what_is_missed_extra_and_wrong(visit: Visit, written: Written) -> None:
    page = visit(written["gold"])
    expect(page.locator(".mention.gold-extra")).to_have_text("the")
    expect(page.locator(".mention.gold-missed")).to_have_count(1)
    assert set(page.locator(".reading tbody .gold-note").all_inner_texts()) >= {"right", "wrong", "missed"}
    page.locator(".reading tbody tr", has_text="wrong").first.click()
    expect(page.locator(".reading .card .slots em").first).to_contain_text("gold: growth")
    shoot(page, "gold")
    page.locator(".reading select[data-facet='gold']").select_option("errors")
    assert "right" not in page.locator(".reading tbody .gold-note").all_inner_texts()
    page.locator("[data-view='gold']").click()
    expect(page.locator(".scores")).to_contain_text("facts, all right")
    page.locator(f"{SHOWN} tbody tr", has_text="extra").first.click()
    expect(page.locator(".body .pointed")).to_have_text("the")


# ── light, dark, small, plain ───────────────────────────────────────────────────────────────────


def test_it_is_dark_where_the_system_is_and_as_the_reader_chooses(visit: Visit, written: Written) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit(written["corpus"], color_scheme="dark")
    dark = page.evaluate(ground)
    page.locator(".reading tbody tr").first.hover()
    shoot(page, "dark")
    page.get_by_role("button", name="Light", exact=True).click()
    light = page.evaluate(ground)
    assert (dark, light) == ("rgb(22, 23, 26)", "rgb(252, 251, 248)")
    page.reload()
    assert page.evaluate(ground) == light
    page.keyboard.press("t")
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("name", ["corpus", "gold", "series"])
def test_a_small_screen_is_never_too_narrow(visit: Visit, written: Written, name: str) -> None:
    page = visit(written[name], width=360, height=740, has_touch=True, is_mobile=True)
    for view in page.locator("#views button").all():
        view.tap()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("[data-view='articles']").tap()
    page.locator(".reading tbody tr").first.tap()
    expect(page.locator(".body [data-slot='value']").first).to_be_in_viewport()
    expect(page.locator(".reading .card .figure")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.wait_for_timeout(500)  # the text glides to its place
    shoot(page, f"small-{name}")


def test_words_without_end_are_broken(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    word = "exports" * 60
    document = extractor.extract(f"{word} The {word} said exports of {word} rose 5 percent in 2023.", doc_id=word)
    named = document.model_copy(update={"title": word, "notes": (word,)})
    write_report([named, named.model_copy(update={"doc_id": "b"})], tmp_path / "long.html", title=word)
    page = visit(tmp_path / "long.html", width=360, height=740)
    for view in page.locator("#views button").all():
        view.click()
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_run_that_read_nothing_shows_why(visit: Visit, tmp_path: Path) -> None:
    write_report([Failure(path="a.txt", reason="is empty", remedy="fill it")], tmp_path / "failed.html")
    page = visit(tmp_path / "failed.html")
    for key in ("j", "n", "/", "Escape"):
        page.keyboard.press(key)
    page.locator("[data-view='failures']").click()
    assert page.locator(f"{SHOWN} tbody td").all_inner_texts() == ["a.txt", "is empty", "fill it"]


def test_what_is_beyond_the_limit_is_told_on_the_page(visit: Visit, months: list[Document], tmp_path: Path) -> None:
    write_report(months, tmp_path / "cut.html", limit=2)
    expect(visit(tmp_path / "cut.html").locator("#counts")).to_contain_text("the first 2 of 3 articles")


def test_without_scripts_the_facts_are_there(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"], java_script_enabled=False)
    expect(page.locator("tr", has_text="7.96 bn CNY")).to_contain_text("Ordos Comprehensive Bonded Zone")


# ── hostile articles ────────────────────────────────────────────────────────────────────────────

HOSTILE = (
    "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>\"'`<svg onload=window.broken=3>"
    "\u2028\u202egnorw\u202c 𝒾 \x00 🚢 Norway's exports rose 5 percent in May 2024, </p><b id=bold>imports</b> fell"
    " 3 percent."
)


def test_hostile_articles_run_nothing(visit: Visit, extractor: Extractor, tmp_path: Path) -> None:
    hostile = extractor.extract(HOSTILE, doc_id=HOSTILE).model_copy(update={"title": HOSTILE})
    plain = extractor.extract("Exports of Norway fell 2 percent in June 2024.", doc_id="plain")
    write_report([hostile, plain], tmp_path / "hostile.html", title=HOSTILE)
    page = visit(tmp_path / "hostile.html")
    for view in page.locator("#views button").all():
        view.click()
    page.locator("[data-view='articles']").click()
    for row in page.locator(".reading tbody tr").all():
        row.hover()
    assert lit(page, "value") == "3 percent"
    assert page.evaluate("[window.broken, document.getElementById('bold')]") == [None, None]
    assert page.locator("main img, main script, main b").count() == 0
    assert "<img src=x onerror" in page.locator(".body").inner_text()
    assert "\u202e" not in page.locator("body").inner_text()


def test_names_that_turn_a_line_or_hold_controls_are_shown_as_signs(
    visit: Visit, extractor: Extractor, tmp_path: Path
) -> None:
    name = "a\u202egnorw\u2066\x00\x1b[31m\x85.txt"
    text = "Exports of Norway rose to {} million kroner in April 2024. They came to 6 in May 2024."
    articles = [extractor.extract(text.format(number), doc_id=name) for number in (410, 430)]
    failure = Failure(path=name, reason="is empty", remedy="fill it")
    write_report([*articles, failure], tmp_path / "names.html", title=name)
    for width in (1400, 360):
        page = visit(tmp_path / "names.html", width=width)
        page.locator("[data-view='articles']").click()
        page.keyboard.press("n")
        page.locator(".reading tbody tr").first.click()
        assert lit(page, "value") == "430 million kroner"
        again = visit((tmp_path / "names.html").as_uri() + "#" + page.url.partition("#")[2], width=width)
        assert lit(again, "value") == "430 million kroner"
        for view in page.locator("#views button").all():
            view.click()
            told = page.locator("main").inner_text() + page.locator("main").evaluate(ATTRIBUTES)
            assert not set(told) & set("\u202e\u2066\x00\x1b\x85")
        expect(page.locator("main")).to_contain_text("a\ufffdgnorw\ufffd\u2400\u241b[31m\ufffd.txt")


def test_the_policy_stops_what_would_get_in(visit: Visit, written: Written) -> None:
    page = visit(written["corpus"], forbidden="Content Security Policy")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.broken = 1'}))"
    )
    assert page.evaluate("window.broken") is None
