"""Long lists in a browser: pages of fifty that lead on, filters that reach every report, and nothing shut out."""

import re
from pathlib import Path, PurePosixPath

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.render.comparing import compared_path
from build_scripts.render.datasets import render_compact
from build_scripts.render.list_files import list_files
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.site.conftest import StaticServer, StaticSite, build_pages
from tests.site.test_access import View, faults, with_axe
from tests.site.test_tasks import keep, tab_to

PAGES = (
    "",
    "browse/",
    "browse/2/",
    "browse/?year=2023",
    "regions/",
    "regions/110000/",
    "regions/110000/2/",
    "years/2023/",
    "years/2023/2/",
    "indicators/penalty-cases/",
    "themes/penalties/2/",
    "quality/",
    "quality/coverage/2/",
    "quality/unread/3/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> StaticSite:
    """Serve the lists of 300 made-up reports under a base path of two folders; the reports have no pages."""
    pages = dict(list_files(ListMemory(made_up(300))))
    return static_server(build_pages(tmp_path_factory.mktemp("lists"), pages), base="/some/where/")


@pytest.fixture(scope="module")
def wide_site(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> StaticSite:
    """Serve the list of all reports, and what compares them, of 600 made-up reports of as many counties."""
    pages = dict(list_files(ListMemory(made_up(600, per_county=1))))
    some = {path: page for path, page in pages.items() if "browse" in str(path) or path.parts[0] == "data"}
    silent = render_compact({"dated": "", "figures": 0, "indicators": [], "families": [], "themes": []})
    some |= {PurePosixPath(compared_path(one.entry.address)): silent for one in made_up(600, per_county=1)}
    return static_server(build_pages(tmp_path_factory.mktemp("wide"), some))


def test_the_pages_of_a_list_lead_on_and_back(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/")
    expect(page.locator(".pickable li")).to_have_count(50)
    page.get_by_role("navigation", name="分页").get_by_role("link", name="下一页").click()
    expect(page).to_have_url(f"{site.url}browse/2/")
    expect(page.locator("h1")).to_contain_text("第 2 页")
    expect(page.locator("[aria-current=page]")).to_have_text("2")
    page.get_by_role("link", name="6", exact=True).click()
    expect(page.locator(".pickable li")).to_have_count(50)
    page.get_by_role("link", name="1", exact=True).click()
    expect(page).to_have_url(f"{site.url}browse/")
    keep(page, "browse")


def test_a_filter_reaches_reports_of_all_pages(site: StaticSite, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}browse/", wait_until="networkidle")
    assert not [url for url in asked if "data/browse" in url], "nothing is read before it is needed"
    page.get_by_label("年度", exact=True).select_option("2021")
    expect(page.locator("[data-shown]")).to_have_text("75 份，共 300 份")
    expect(page.locator(".pickable li")).to_have_count(50)
    expect(page.locator(".pager")).to_be_hidden()
    page.get_by_role("button", name="再列 50 份").click()
    expect(page.locator(".pickable li")).to_have_count(75)
    expect(page.locator(".pickable li a").nth(50)).to_be_focused()
    page.get_by_label("地区", exact=True).select_option("11")
    page.wait_for_url("**/browse/?year=2021&region=11")


def test_a_filtered_row_is_like_a_row_of_the_page(site: StaticSite, page: Page) -> None:
    told = """all => all.map(li => [li.innerText, li.querySelector("a").href, li.querySelector("input").value,
        li.querySelector("input").ariaLabel, li.querySelectorAll("small > span").length])"""
    page.goto(f"{site.url}browse/6/")
    plain = page.locator(".pickable li").evaluate_all(told)
    page.goto(f"{site.url}browse/?year=2021")
    expect(page.locator("[data-shown]")).to_contain_text("75 份")
    page.get_by_role("button", name="再列 50 份").click()
    expect(page.locator(".pickable li")).to_have_count(75)
    assert page.locator(".pickable li").evaluate_all(told)[25:] == plain


def test_picks_stay_while_filters_change(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/?year=2021")
    expect(page.locator("[data-shown]")).to_contain_text("75 份")
    first = page.locator(".pickable li input").nth(3)
    first.check()
    value = first.get_attribute("value")
    page.get_by_label("年度", exact=True).select_option("2022")
    expect(page.locator("[data-shown]")).to_have_text("75 份，共 300 份")
    expect(page.locator(".pickable li input").first).to_have_value(value or "")
    page.locator(".pickable li input").nth(5).check()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(".pickable li")).to_have_count(52)
    page.get_by_role("button", name="并排比较所选 2 份").click()
    expect(page).to_have_url(re.compile(rf"/compare/\?r=.*{value}|/compare/\?r={value}"))


def test_a_further_page_lets_pick_and_leads_to_the_filters(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/3/")
    for n in range(4):
        page.locator(".pickable input").nth(n).check()
    expect(page.locator(".pickable input").nth(4)).to_be_disabled()
    expect(page.get_by_role("button", name="并排比较所选 4 份")).to_be_enabled()
    page.get_by_role("link", name="筛选全部报告").click()
    expect(page.locator("[data-filters]")).to_be_visible()


def test_the_counties_of_a_prefecture_come_with_it(wide_site: StaticSite, page: Page) -> None:
    page.goto(f"{wide_site.url}browse/")
    regions = page.get_by_label("地区", exact=True)
    offered = regions.locator("option").count()
    assert offered < 150
    regions.select_option("1301")
    expect(page.locator("[data-shown]")).to_contain_text("份，共 600 份")
    county = regions.locator("option[value='130102']")
    expect(county).to_have_text("　　长安区（1）")
    regions.select_option("130102")
    expect(page.locator("[data-shown]")).to_have_text("1 份，共 600 份")
    page.reload()
    expect(page.locator("[data-shown]")).to_have_text("1 份，共 600 份")
    expect(regions).to_have_value("130102")
    page.get_by_role("button", name="清除筛选").click()
    expect(regions.locator("option")).to_have_count(offered)
    expect(page.locator("[data-shown]")).to_have_text("600 份报告")


def test_of_many_reports_few_are_read_to_compare_two(wide_site: StaticSite, page: Page) -> None:
    ids = [one.entry.address.id for one in made_up(600, per_county=1)]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{wide_site.url}compare/?r={ids[0]}&r={ids[599]}&r=999999-health-2023")
    expect(page.locator("table.compared thead th")).to_have_count(3)
    expect(page.locator("#compare")).to_contain_text("没有收录：999999-health-2023")
    read = [url for url in asked if "/data/" in url]
    assert len(read) == 5, "a list, the names of two prefectures, two reports"
    page.get_by_role("combobox", name="添加一份报告").fill("和平区")
    expect(page.get_by_role("option").first).to_contain_text("和平区")
    read = [url for url in asked if "/data/" in url]
    assert len(read) <= 5 + 4, "of names a few files more"
    page.locator(".picker").get_by_role("link", name="全部报告").click()
    expect(page).to_have_url(f"{wide_site.url}browse/")


def test_data_that_cannot_be_read_leave_the_list(site: StaticSite, page: Page) -> None:
    page.route("**/data/browse/*", lambda route: route.abort())
    page.goto(f"{site.url}browse/?year=2021")
    expect(page.locator("[data-shown]")).to_contain_text("数据没有读到")
    expect(page.locator(".pickable li")).to_have_count(50)
    expect(page.locator(".pager")).to_be_visible()


def test_the_list_is_paged_by_keyboard(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}years/2023/")
    tab_to(page, page.get_by_role("link", name="下一页"), 120)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}years/2023/2/")


def test_no_list_shuts_a_reader_out(site: StaticSite, browser: Browser) -> None:
    views: list[View] = [(320, "dark"), (1280, "light")]
    found: list[str] = []
    with with_axe(browser) as page:
        for path in PAGES:
            found += [f"{path}: {fault}" for fault in faults(page, site.url + path, views)]
            assert page.evaluate("document.documentElement.scrollWidth") == views[-1][0]
    assert not found, "\n" + "\n".join(found[:20])


@pytest.mark.parametrize("path", PAGES)
def test_no_list_scrolls_sideways(site: StaticSite, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.url + path)
    for width in (320, 375):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"document.documentElement.scrollWidth === {width}")
    keep(page, f"list-{path.replace('/', '-').replace('?', '-')}")


def test_the_script_is_short() -> None:
    script = Path(__file__).parents[2] / "docs" / "assets" / "browse.js"
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 300
