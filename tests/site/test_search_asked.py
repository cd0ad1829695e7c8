"""What a query means to the search box, in a real browser: filters, figures, and words that stay words."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.models import Count, Overview
from build_scripts.render.asking import names_of, shorten_names
from build_scripts.rules.departments import load_departments
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.simplified import load_simplified
from tests.site.conftest import StaticServer, StaticSite, visit
from tests.site.test_access import ALL, RUN, with_axe

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/cases/search/questions.json").read_text(encoding="utf-8"))
FOUND = "#search-results[data-search-count]"


@pytest.fixture
def bare(tmp_path: Path, static_server: StaticServer, page: Page) -> Page:
    """Return a page with nothing but the script that reads queries, and the table of variants."""
    pairs = "".join(variant + simple for variant, simple in load_simplified().items())
    table = f"globalThis.searchSimplified={json.dumps(pairs, ensure_ascii=False)}"
    (tmp_path / "table.js").write_text(table, encoding="utf-8")
    for name in ("search-fold.js", "search-query.js"):
        shutil.copy(ROOT / "docs/assets" / name, tmp_path)
    scripts = "".join(
        f"<script src={name}></script>" for name in ("table.js", "search-fold.js", "search-query.js")
    )
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8")
    page.goto(static_server(tmp_path).url)
    return page


def _names() -> dict[str, object]:
    departments = tuple(Count(one.slug, 1) for one in load_departments().departments)
    overview = Overview(reports=1, figures=1, departments=departments)
    return {**names_of(overview, dict.fromkeys(families_by_slug(), "")), **CASES["names"]}


def _told(meant: dict[str, Any]) -> dict[str, object]:
    """Return what a case says of a query, from all that is understood: what is empty is left out."""
    named = [] if meant["family"] else meant["named"]
    told = {
        "regions": sorted(meant["regions"]),
        "years": meant["years"],
        "departments": meant["departments"],
        "family": meant["family"] and meant["family"]["slug"],
        "words": meant["words"] + named,
        "order": meant["order"],
        "first": meant["first"],
        "bounds": [[bound["sign"], bound["value"], bound["unit"]] for bound in meant["bounds"]],
    }
    return {key: value for key, value in told.items() if value}


def test_queries_are_understood(bare: Page) -> None:
    understood = bare.evaluate(
        """([names, queries]) => queries.map(({query, off, loose}) => (
          searchQuery.understand(query, names, off ?? [], loose)))""",
        [_names(), CASES["queries"]],
    )
    wrong = [
        (case["query"], told, wanted)
        for case, meant in zip(CASES["queries"], understood, strict=True)
        if (told := _told(meant))
        != (wanted := {key: value for key, value in case.items() if key not in {"query", "off", "loose"}})
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_county_and_a_fine_show_the_sum_from_home(project_site: StaticSite, page: Page) -> None:
    page.goto(project_site.url)
    box = page.locator(".md-content").get_by_role("combobox")
    box.fill("于田县 罚款")
    box.press("Enter")
    expect(page.locator("#search-answers li").first).to_contain_text("14.5万元")
    expect(page.locator("#search-answers li").first).to_contain_text("于田县")
    expect(page.locator(FOUND)).to_have_attribute("data-search-count", "1")


def test_a_filter_taken_off_is_a_word_again(project_site: StaticSite, page: Page) -> None:
    page.goto(f"{project_site.url}search/?q=于田县 法律顾问")
    expect(page.get_by_role("button", name="地区：于田县，去掉这个筛选")).to_be_visible()
    page.get_by_role("button", name="地区：于田县，去掉这个筛选").click()
    expect(page.locator("#search-chips")).to_be_hidden()
    assert "text=" in page.url
    page.go_back()
    expect(page.get_by_role("button", name="地区：于田县，去掉这个筛选")).to_be_visible()


# The page, its width, and the box in it.
BOXES = [
    ("", 1280, ".search-form input"),
    ("", 1280, "#header-words"),
    ("regions/", 1280, "#header-words"),
    ("regions/", 375, "#header-words"),
    ("search/", 375, "#search-words"),
]


@pytest.mark.parametrize(("path", "width", "place"), BOXES)
def test_every_box_offers_names_by_keyboard_and_leads_to_results(
    project_site: StaticSite, page: Page, path: str, width: int, place: str
) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(project_site.url + path)
    box = page.locator(place)
    expect(box).to_have_role("combobox")
    box.press_sequentially("yt")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("于田县")
    expect(options.first).to_be_in_viewport()
    box.press("ArrowDown")
    expect(options.first).to_have_id(box.get_attribute("aria-activedescendant") or "")
    box.press("Enter")
    expect(box).to_have_value("于田县 ")
    expect(options).to_have_count(0)
    box.press_sequentially("罚")
    expect(options.first).to_be_visible()
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_be_focused()
    box.press("Enter")
    page.wait_for_url(f"{project_site.url}search/?q=*")
    expect(page.locator(FOUND)).to_be_attached()


def test_what_follows_a_name_is_offered_too(project_site: StaticSite, page: Page) -> None:
    page.goto(f"{project_site.url}regions/")
    box = page.locator("#header-words")
    box.fill("于田县罚")
    page.get_by_role("option", name="罚款").click()
    expect(box).to_have_value("于田县罚款 ")
    box.fill("法律顾问县")  # the words before are no name
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_header_opens_its_box_on_a_telephone(project_site: StaticSite, browser: Browser) -> None:
    with visit(browser, viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True) as page:
        page.goto(f"{project_site.url}regions/")
        box = page.locator("#header-words")
        page.locator(".header-search-sign").tap()
        expect(box).to_be_focused()
        box.press_sequentially("于")
        page.get_by_role("option").first.tap()
        expect(box).to_have_value("于田县 ")
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        box.press("Escape")
        expect(page.locator(".header-search")).to_have_css("opacity", "0")
        page.keyboard.press("/")
        expect(box).to_be_focused()
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=%"))


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_box_in_the_header_shuts_nobody_out(
    project_site: StaticSite, browser: Browser, width: int
) -> None:
    with with_axe(browser) as page:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 720})
            page.goto(f"{project_site.url}years/")
            page.locator("#header-words").fill("y")
            expect(page.get_by_role("option").first).to_be_visible()
            page.locator("#header-words").press("ArrowDown")
            assert page.evaluate(RUN, ALL) == []


def test_the_header_leads_to_the_search_without_scripts(project_site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(f"{project_site.url}years/")
        page.locator("#header-words").fill("于田")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=%"))


REGIONS = [
    ["11", "北京市", ["北京"], "bei jing shi", "北京市"],
    ["110105", "朝阳区", ["朝阳"], "chao yang qu", "北京市朝阳区"],
    ["21", "辽宁省", ["辽宁"], "liao ning sheng", "辽宁省"],
    ["2113", "朝阳市", ["朝阳"], "zhao yang shi", "辽宁省朝阳市"],
    ["411523", "新县", [], "xin xian", "河南省信阳市新县"],
    ["653226", "于田县", ["于田"], "yu tian xian", "新疆维吾尔自治区和田地区于田县"],
    ["653226101", "木尕拉镇", ["木尕拉"], "mu ga la zhen", "于田县木尕拉镇"],
]


def test_names_that_were_shortened_are_whole_in_the_browser(project_site: StaticSite, page: Page) -> None:
    """Two ways to read one character, a name without a short one, regions whose others above have no reports."""
    told = json.dumps(shorten_names({"regions": REGIONS}), ensure_ascii=False)
    assert len(told) < len(json.dumps(REGIONS, ensure_ascii=False))
    page.route("**/answers/names-*.bin", lambda route: route.fulfill(body=gzip.compress(told.encode())))
    page.goto(f"{project_site.url}regions/")
    assert page.evaluate("searchNames.load().then(({regions}) => regions)") == REGIONS
