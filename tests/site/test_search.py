"""Search in a real browser: exactly the reports that match, from the page, from the box, and under any base path."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from build_scripts.models import Searchable
from build_scripts.pipeline import process_all
from build_scripts.search import FOLDER, Limits, render_search
from tests.search.brute_force import Files, plain_report
from tests.search.made_up import Disk, lay_index, made_up
from tests.site.conftest import StaticServer, StaticSite, build_site, visit

ROOT = Path(__file__).parents[2]
JIEFANG, XINXIAN = "410802-health-2022", "411523-health-2023"
GUZHANG, JIANGHAI, YUTIAN = "433126-health-2023", "440704-health-2023", "653226-health-2023"

QUERIES = {
    "行政复议": {JIEFANG, XINXIAN, JIANGHAI},
    "于田": {YUTIAN},
    "新县": {XINXIAN},
    "新卫〔2024〕18号": {XINXIAN},
    "新卫[2024]18号": {XINXIAN},
    "264项": {YUTIAN},
    "２６４ 项": {YUTIAN},
    "罚没金额 55.01万元": {JIANGHAI},
    "1,116宗": {JIANGHAI},
    "1116 宗": {JIANGHAI},
    '"双随机、一公开"': {XINXIAN, GUZHANG},
    '"双随机一公开"': {GUZHANG},
    "“双随机一公开”": {XINXIAN, GUZHANG},
    "2024年4月3日": {YUTIAN},
    "县": {XINXIAN, GUZHANG, YUTIAN},
    "行政複議": {JIEFANG, XINXIAN, JIANGHAI},
    "于田縣衛生健康委員會": {YUTIAN},
    "量子计算": set(),
    "。，": set(),
    "": set(),
    "甲" * 10_000: set(),
    "罚没金额 > 50万元": {JIANGHAI},
    "行政处罚案件数 >= 20": {YUTIAN},
    "行政處罰案件數 ≥ 20 ≤ 30": {YUTIAN},
    "罚没金额 > 60万元": set(),
    "罚没金额 >= 10万元 < 60万元": {JIANGHAI},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of the five reports with the project's own settings."""
    here = tmp_path_factory.mktemp("search")
    shutil.copytree(ROOT / "source_reports", here / "source_reports")
    return build_site(here, list(process_all(here)))


@pytest.fixture(scope="module")
def site(folder: Path, static_server: StaticServer) -> StaticSite:
    """Serve the site under a base path of two folders."""
    return static_server(folder, base="/some/where/")


def ask(page: Page, query: str) -> dict[str, list[str]]:
    """Return what the page's script answers."""
    answer: dict[str, list[str]] = page.evaluate("query => window.reportSearch.query(query)", query)
    return answer


def ids(page: Page) -> list[str]:
    """Return the reports in the list, once their number is final."""
    page.locator("[data-search-count]").wait_for(state="attached")
    links = page.locator("[data-search-count] a[data-report]")
    found: list[str] = links.evaluate_all("all => all.map(a => a.dataset.report)")
    return found


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20] or "nothing")
def test_the_script_and_the_list_tell_the_same_reports(site: StaticSite, page: Page, query: str) -> None:
    page.goto(f"{site.url}search/")
    answer = ask(page, query)
    assert set(answer["reports"]) == QUERIES[query]
    assert len(answer["reports"]) == len(QUERIES[query])
    if query:
        page.locator("#search-words").fill(query)
        assert ids(page) == answer["reports"]
        expect(page.locator("[data-search-count]")).to_have_attribute(
            "data-search-count", str(len(QUERIES[query]))
        )


def test_near_matches_are_told_apart(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=护士执业注册管理处")
    assert ids(page) == []
    expect(page.locator("#search-status")).to_contain_text("没有报告含有“护士执业注册管理处”")
    near = page.locator("#search-near a[data-near]")
    expect(near).to_have_count(
        3
    )  # those that say 护士, 执业 and 注册, though nowhere side by side with 管理处
    told = set(near.evaluate_all("all => all.map(a => a.dataset.near)"))
    assert told == {JIEFANG, JIANGHAI, YUTIAN} == set(ask(page, "护士执业注册管理处")["near"])
    assert ask(page, "护士执业注册")["near"] == []


@pytest.mark.parametrize(
    ("query", "words"), [("。，", "只有标点"), ("量子计算", "没有报告含有"), ("甲" * 10_000, "没有报告含有")]
)
def test_what_is_not_found_is_told_plainly(site: StaticSite, page: Page, query: str, words: str) -> None:
    page.goto(f"{site.url}search/")
    page.locator("#search-words").fill(query)
    expect(page.locator("#search-status")).to_contain_text(words)
    assert page.evaluate("location.href.length") < 3000


def test_a_hit_opens_and_lights_its_sentence(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=罚没金额 55.01万元")
    row = page.locator("[data-search-count] > li")
    expect(row.locator("mark").first).to_have_text("罚没金额")
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/reports/440704/health/2023/\?h=.*#s-\d+$"))
    lit = page.locator(":is(.sentence, [id^='s-']).is-highlighted")
    expect(lit).to_contain_text("罚没金额")
    expect(lit).to_be_in_viewport()
    expect(page.locator("#text ~ p mark.hit", has_text="罚没金额")).to_be_visible()
    page.go_back()
    assert ids(page) == [JIANGHAI]


def test_a_hit_in_a_sentence_without_a_figure_is_lit_too(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=石鹤利社区")
    page.locator("[data-search-count] a").click()
    lit = page.locator(".is-highlighted", has_text="石鹤利社区")
    expect(lit).to_contain_text("英南村、")
    expect(lit).to_be_in_viewport()


def test_figures_are_found_by_their_size(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=罚没金额 > 50万元")
    row = page.locator("[data-search-count] > li")
    expect(row).to_contain_text("罚没金额 55.01万元")
    row.get_by_role("link").click()
    expect(page.locator("tr:target")).to_contain_text("55.01万元")


def test_filters_narrow_and_the_back_button_widens(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=行政复议")
    assert len(ids(page)) == 3
    page.get_by_role("checkbox", name="2022").check()
    expect(page.locator("[data-search-count='1']")).to_be_attached()
    assert ids(page) == [JIEFANG]
    expect(page).to_have_url(re.compile("year=2022"))
    page.reload()
    assert ids(page) == [JIEFANG]
    page.go_back()
    expect(page.locator("[data-search-count='3']")).to_be_attached()
    page.locator("#search-filters select").select_option("region")
    expect(page).to_have_url(re.compile("order=region"))
    expect(page.locator("[data-search-count] a").first).to_have_attribute("data-report", JIEFANG)


def test_each_finished_query_is_one_step_back(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=于田")
    ids(page)
    box = page.locator("#search-words")
    box.fill("")
    box.press_sequentially("新县")
    expect(page.locator(f"a[data-report='{XINXIAN}']")).to_be_visible()
    page.go_back()
    expect(box).to_have_value("于田")
    expect(page.locator(f"a[data-report='{YUTIAN}']")).to_be_visible()


def test_keys_are_enough(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.type("行政复议")
    found = ids(page)
    page.keyboard.press("Escape")  # the suggestions; the rows are next
    for id_ in found[:2]:
        page.keyboard.press("ArrowDown")
        expect(page.locator(f"a[data-report='{id_}']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/reports/"))


def test_the_box_in_the_header_leads_to_all_results(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}years/")
    box = page.locator("#header-words")
    box.fill("行政复议")  # as if pasted: no key goes up
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/some/where/search/\?q="))
    assert set(ids(page)) == QUERIES["行政复议"]
    expect(page.locator("#header-words")).to_have_count(0)


def test_the_home_page_leads_to_search_without_scripts(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(site.url)
        page.locator("form.search-form input").fill("于田")
        page.locator("form.search-form button").click()
        expect(page).to_have_url(re.compile(r"/some/where/search/\?q="))


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("query", ["行政复议", "甲" * 300])
def test_the_page_fits_the_screen(site: StaticSite, page: Page, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}search/?q={query}")
    ids(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_nothing_is_asked_of_anyone_else(site: StaticSite, page: Page, requested_origins: set[str]) -> None:
    page.goto(f"{site.url}search/?q=双随机", wait_until="networkidle")
    page.goto(site.url, wait_until="networkidle")
    page.locator("#header-words").fill("于")
    expect(page.get_by_role("option").first).to_be_visible()
    assert requested_origins == {site.origin}


def test_a_page_loads_nothing_of_the_index_until_asked(site: StaticSite, page: Page) -> None:
    before = len(site.paths)
    page.goto(f"{site.url}years/", wait_until="networkidle")
    assert [path for path in site.paths[before:] if "assets/search/" in path] == []


@pytest.mark.parametrize(
    "broken", ["**/s/*.bin*", "**/t/*.bin*", "**/phrases-*.bin", "**/reports.bin*", "**/manifest.json"]
)
def test_a_broken_index_is_told_and_can_be_tried_again(site: StaticSite, page: Page, broken: str) -> None:
    page.route(broken, lambda route: route.fulfill(status=200, body="no gzip"))
    page.goto(f"{site.url}search/?q=行政复议")
    again = page.get_by_role("button", name="重试")
    expect(again).to_be_visible()
    page.unroute(broken)
    again.click()
    assert len(ids(page)) == 3


def test_an_index_of_another_build_is_told(site: StaticSite, page: Page) -> None:
    older = '{"version": "x", "format": 1, "reports": 5, "shards": 32}'
    page.route("**/manifest.json*", lambda route: route.fulfill(body=older))
    page.goto(f"{site.url}search/?q=普法")
    expect(page.locator("#search-status")).to_contain_text("版本不同，请刷新网页")


@pytest.mark.parametrize("broken", ["**/filters.bin*", "**/suggestions-*.bin"])
def test_what_was_found_stays_where_something_beside_it_is_broken(
    site: StaticSite, page: Page, broken: str
) -> None:
    page.route(broken, lambda route: route.fulfill(status=404))
    page.goto(f"{site.url}search/?q=行政复议", wait_until="networkidle")
    assert len(ids(page)) == 3
    expect(page.locator("#search-status")).to_contain_text("找到 3 份报告")


@pytest.mark.parametrize("broken", ["**/words-*.bin", "**/figures.bin*"])
def test_a_broken_file_is_told_by_its_name(site: StaticSite, page: Page, broken: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(broken, lambda route: route.fulfill(status=200, body="no gzip"))
    query = "护士执业注册管理处" if "words" in broken else "罚没金额 > 1"
    page.goto(f"{site.url}search/?q={query}", wait_until="networkidle")
    expect(page.locator("#search-status")).to_contain_text("损坏")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    assert errors == []


Indexed = Callable[..., StaticSite]


@pytest.fixture
def indexed(folder: Path, tmp_path: Path, static_server: StaticServer) -> Indexed:
    """The function that serves the same pages over an index of other reports."""

    def serve(
        reports: Sequence[Searchable], limits: Limits | None = None, files: Files | None = None
    ) -> StaticSite:
        here = tmp_path / "site"
        shutil.copytree(folder, here, dirs_exist_ok=True)
        lay_index(files or render_search(reports, limits or Limits()), here)
        return static_server(here)

    return serve


def test_nothing_of_a_report_becomes_markup(indexed: Indexed, page: Page) -> None:
    evil = "<img src=x onerror=document.title='hacked'>&lt;b&gt;<script>document.title='hacked'</script>"
    report = plain_report("440704-health-2023", f"双随机{evil}", title=f"双随机{evil}", agency=evil)
    site = indexed([report])
    page.goto(f"{site.url}search/?q=双随机")
    assert ids(page) == ["440704-health-2023"]
    expect(page.locator("[data-search-count] a")).to_have_text(f"双随机{evil}")
    page.goto(f"{site.url}search/?q={evil}".replace("&", "%26"))
    ids(page)
    assert page.locator("img[src='x'], #search-results script").count() == 0
    assert page.title() != "hacked"


def test_more_reports_than_are_checked_are_told_as_about(indexed: Indexed, page: Page) -> None:
    """Every third text has all four-character parts of the words, and not side by side."""
    apart, whole = "行政执法公，政执法公示，执法公示制度，法公示制", "行政执法公示制度"
    texts = [apart if n % 3 == 0 else whole for n in range(60)]
    reports = [plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)]
    right = {report.id for report in reports if report.lines == (whole,)}
    site = indexed(reports)
    page.goto(f"{site.url}search/?q={whole}")
    assert set(ids(page)) <= right
    assert len(ids(page)) == 10
    expect(page.locator("#search-status")).to_contain_text(
        "约 53 份报告"
    )  # of the first twenty, seven were no match
    page.get_by_role("button", name="再显示 10 份").click()
    expect(page.locator("[data-search-count] a[data-report]")).to_have_count(20)
    assert set(ids(page)) <= right
    page.get_by_role("button", name=re.compile("逐份核对")).click()
    expect(page.locator("#search-status")).to_have_text("找到 40 份报告")
    expect(page.locator("[data-search-count='40'] a")).to_have_count(20)


def test_quoted_words_are_counted_letter_for_letter(indexed: Indexed, page: Page) -> None:
    texts = ["双随机、一公开" if n % 2 else "双随机一公开" for n in range(90)]
    site = indexed([plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)])
    page.goto(f'{site.url}search/?q="双随机、一公开"')
    assert len(ids(page)) == 10
    expect(page.locator("[data-search-count]")).to_have_attribute("data-search-count", "45")
    expect(page.locator("#search-status")).to_have_text("找到 45 份报告")
    page.goto(f'{site.url}search/?q="双随机,一公开"')
    expect(page.locator("[data-search-count]")).to_have_attribute("data-search-count", "0")
    expect(page.locator("#search-near")).to_be_visible()
    expect(page.locator("#search-status")).to_contain_text("可以去掉引号")


def test_quoted_words_in_too_many_reports_are_told_as_about(indexed: Indexed, page: Page) -> None:
    """The rows that follow leave fewer than are checked unasked: still nothing is checked that was not asked for."""
    texts = ["双随机、一公开" if n % 10 == 0 else "双随机一公开" for n in range(520)]
    site = indexed([plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)])
    page.goto(f'{site.url}search/?q="双随机、一公开"')
    assert len(ids(page)) == 10
    # The tenth that has the words is among the first 100, of which 90 have not: more than 400 are left, and fewer with
    # the next hundred.
    expect(page.locator("#search-status")).to_contain_text("约 430 份报告")
    page.get_by_role("button", name="再显示 10 份").click()
    expect(page.locator("[data-search-count] a[data-report]")).to_have_count(20)
    expect(page.locator("#search-status")).to_contain_text("逐份核对")
    page.get_by_role("button", name=re.compile("逐份核对")).click()
    expect(page.locator("#search-status")).to_have_text("找到 52 份报告")


def test_a_page_left_open_while_the_index_is_made_anew_can_try_again(indexed: Indexed, page: Page) -> None:
    disk = Disk().update(made_up(number) for number in range(30))
    site = indexed([], files=disk.files)
    page.goto(f"{site.url}search/?q=行政复议")
    assert ids(page)
    disk.update(made_up(number, told=1) for number in range(30))
    indexed([], files=disk.files)
    page.locator("#search-words").fill("药品抽检")
    again = page.get_by_role("button", name="重试")
    again.click()
    assert ids(page)
    expect(again).to_have_count(0)


def test_older_reports_follow_once_the_first_rows_stand(indexed: Indexed, page: Page) -> None:
    """The rows of the newest years stay where they are, and the count becomes that of all years."""
    reports = [
        plain_report(f"{440000 + n}-health-{2020 + n % 3}", f"普法{n}", year=2020 + n % 3) for n in range(90)
    ]
    site = indexed(reports, Limits(block=30))
    told = json.loads(render_search(reports, Limits(block=30))[FOLDER / "manifest.json"])
    held: list[Route] = []
    oldest = told["blocks"][-1][0]["folder"]
    page.route(
        "**/s/*.bin", lambda route: held.append(route) if oldest in route.request.url else route.continue_()
    )
    page.goto(f"{site.url}search/?q=普法")
    links = page.locator("#search-results a[data-report]")
    expect(links).to_have_count(10)
    expect(page.locator("#search-status")).to_have_text("已经找到 30 份，还在查更早的报告…")
    first = links.evaluate_all("all => all.map(a => a.dataset.report)")
    assert page.locator("[data-search-count]").count() == 0
    for route in held:
        route.continue_()
    page.unroute("**/s/*.bin")
    assert ids(page) == first
    expect(page.locator("[data-search-count]")).to_have_attribute("data-search-count", "90")
    for _ in range(8):
        page.get_by_role("button", name="再显示 10 份").click()
    expect(links).to_have_count(90)
    shown = ids(page)
    assert shown == [report.id for report in sorted(reports, key=lambda report: (-report.year, report.id))]
    expect(page.get_by_role("checkbox", name="2020")).to_be_visible()


def test_what_was_typed_may_lead_to_a_page_or_a_term(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=罰沒")
    ways = page.locator("#search-ways a")
    expect(ways).to_have_text(["罚没金额 指标"])
    ways.click()
    expect(page.locator("h1")).to_contain_text("罚没金额")
    page.goto(f"{site.url}search/?q=于田")
    expect(ways.first).to_have_text("于田县 地区")
    expect(ways.first).to_have_attribute("href", f"{site.url}regions/653226/")
    page.goto(f"{site.url}search/?q=行政许")
    term = page.locator("#search-ways a", has_text="行政许可 5 份")
    term.click()
    assert len(ids(page)) == 5


def test_figures_are_picked_from_a_list_with_a_range(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/")
    page.get_by_text("按数字查找").click()
    page.get_by_label("指标").select_option("罚没金额")
    page.get_by_label("从").fill("50万")
    page.get_by_label("到").fill("60万")
    page.get_by_role("button", name="查找").click()
    assert ids(page) == [JIANGHAI]
    expect(page.locator("#search-words")).to_have_value("罚没金额 >= 50万 <= 60万")
    expect(page).to_have_url(re.compile("q="))
    page.get_by_label("从").fill("60万")
    page.get_by_label("到").fill("")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#search-status")).to_contain_text("没有符合")
    page.go_back()
    assert ids(page) == [JIANGHAI]


def test_traditional_words_are_lit_in_the_report(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}search/?q=罰沒金額")
    page.locator("[data-search-count] a").click()
    expect(page.locator("#text ~ p mark.hit", has_text="罚没金额")).to_be_visible()
