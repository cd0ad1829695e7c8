"""Where a reader reports a mistake: the mail names the very figure. And a site with an address says it in citations."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import StaticServer, StaticSite, run_mkdocs

REPORT = "reports/440704/health/2023/"
OURS = {
    "SITE_URL": "https://reports.example.gov.cn/",
    "SITE_CONTACT": "fzb@example.gov.cn",
}


@pytest.fixture(scope="module")
def addressed(project: Path, static_server: StaticServer) -> StaticSite:
    """Serve the project's own site as one that has an address."""
    return static_server(run_mkdocs(project, "addressed", variables=OURS))


def test_a_complaint_names_the_figure(addressed: StaticSite, page: Page) -> None:
    site = addressed
    page.goto(site.url + REPORT)
    row = page.locator("tr", has_text="罚没金额")
    row.locator("td:nth-child(2) > a").click()
    link = row.get_by_role("link", name="指出错误")
    expect(link).to_be_visible()
    mail = unquote(link.get_attribute("href") or "")
    assert mail.startswith("mailto:fzb@example.gov.cn?subject=指出错误：")
    assert f"{site.url}{REPORT}#{row.get_attribute('id')}" in mail
    foot = page.locator("footer a[data-contact]").get_attribute("href") or ""
    assert "江门市江海区卫生健康局2023年" in unquote(foot)
    expect(page.locator("[data-own-address]")).to_contain_text(f"https://reports.example.gov.cn/{REPORT}")


@pytest.mark.parametrize("path", ["families/penalty-money/", "indicators/publicity-materials/"])
def test_a_chart_is_cited_with_the_sites_address(addressed: StaticSite, page: Page, path: str) -> None:
    page.goto(addressed.url + path)
    told = rf"各报告的数值与图\[DS/OL\]\. \([0-9-]+\)\[20[0-9-]+\]\. {re.escape(OURS['SITE_URL'] + path)}\.$"
    expect(page.locator("p.cite")).to_have_text(re.compile(told))


def test_without_an_address_none_is_made_up(project_site: StaticSite, page: Page) -> None:
    page.goto(project_site.url + REPORT)
    expect(page.locator("[data-own-address]")).to_have_text("")
    expect(page.locator("a[data-contact]")).to_have_count(0)
    page.goto(f"{project_site.url}families/penalty-money/")
    expect(page.locator("p.cite")).not_to_contain_text("http")
