"""Tables of values and their charts in a browser: sorted, filtered, ranked, downloaded, one agency picked out."""

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.render.list_files import list_files
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.site.conftest import StaticServer, StaticSite, build_pages, visit

TABLE = "indicators/penalty-cases/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> StaticSite:
    """Serve the lists of 600 made-up reports; the reports have no pages."""
    pages = dict(list_files(ListMemory(made_up(600))))
    some = {
        path: page for path, page in pages.items() if "indicators" in path.parts or "values" in path.parts
    }
    return static_server(build_pages(tmp_path_factory.mktemp("values"), some))


def rows(page: Page) -> list[str]:
    return page.locator("table[data-rows] tbody tr td:last-child").all_inner_texts()


def saved(page: Page, button: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def choose(page: Page, name: str, number: int) -> None:
    select = page.locator(f"select[name={name}]")
    expect(select.locator("option").nth(number)).to_be_attached()
    select.select_option(index=number)


def test_what_is_chosen_stands_in_the_address(site: StaticSite, page: Page) -> None:
    page.goto(site.url + TABLE)
    choose(page, "region", 1)
    expect(page.locator("[data-shown]")).to_contain_text("个数值")
    told = page.locator("[data-shown]").inner_text()
    address = page.url
    assert "region=11" in address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("[data-shown]")).to_have_text(told)
    page.get_by_role("button", name="清除", exact=True).click()
    expect(page.locator("[data-shown]")).to_have_text("")
    assert page.url == site.url + TABLE


def test_the_download_is_what_the_filters_leave(site: StaticSite, page: Page) -> None:
    page.goto(site.url + TABLE)
    choose(page, "region", 1)
    expect(page.locator("[data-shown]")).to_contain_text("个数值")
    count = int(page.locator("[data-shown]").inner_text().split(" ")[0])
    name, text = saved(page, "[data-table=csv]")
    assert name.endswith("-北京市.csv")
    assert text.startswith("\ufeff")
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(found) == count
    assert {row["地区代码"][:2] for row in found} == {"11"}
    told = json.loads(saved(page, "[data-table=json]")[1])
    assert [{key: str(value) for key, value in row.items()} for row in told] == found


def test_a_ranking_is_of_one_year_and_ties_share_a_rank(site: StaticSite, page: Page) -> None:
    page.goto(site.url + TABLE)
    choose(page, "sort", 1)
    expect(page.locator("td.rank").first).to_have_text("1")
    for name in ("year", "unit", "department"):
        assert f"{name}=" in page.url
    values = [int("".join(c for c in told if c.isdigit())) for told in rows(page)]
    assert values == sorted(values, reverse=True)
    ranks = [int(told) for told in page.locator("td.rank").all_inner_texts()]
    assert ranks == [1 + sum(other > value for other in values) for value in values]


def test_many_rows_come_in_pages(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}{TABLE}?sort=place&page=2")
    expect(page.locator(".pager:visible strong")).to_have_text("2")
    page.locator(".pager:visible a", has_text="1").click()
    expect(page.locator(".pager:visible strong")).to_have_text("1")
    expect(page.locator("table[data-rows] tbody tr")).to_have_count(40)


def test_one_agency_is_picked_out_by_typing(site: StaticSite, page: Page) -> None:
    page.goto(site.url + TABLE)
    page.locator("#pick").fill("区")
    expect(page.locator("[data-picked]")).to_contain_text("个机关")
    name = page.locator("#pick-names option").first.get_attribute("value") or ""
    page.locator("#pick").fill(name)
    expect(page.locator(".picked circle").first).to_be_attached()
    expect(page.locator("[data-picked]")).to_contain_text("年")
    assert "pick=" in page.url


@pytest.mark.parametrize(("kind", "head"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")])
def test_a_chart_is_saved(site: StaticSite, page: Page, kind: str, head: bytes) -> None:
    page.goto(site.url + TABLE)
    with page.expect_download() as download:
        page.locator(f"[data-save={kind}]").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(head)
    assert len(data) > 1000
    assert b"var(" not in data


def test_without_scripts_the_table_is_whole(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(site.url + TABLE)
        expect(page.locator("form[data-values]")).to_be_hidden()
        expect(page.locator("table[data-rows] a[href*='#s-']")).to_have_count(25)
        page.get_by_role("link", name="下一页").click()
        expect(page.locator("h1")).to_contain_text("第 2 页")
