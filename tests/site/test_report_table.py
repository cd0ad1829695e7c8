"""The button that saves the table of a report's figures as CSV."""

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.render.sample import sample_result
from tests.site.conftest import SiteBuilder, StaticSite, visit
from tests.site.test_access import faults

REPORT = "reports/440704/health/2023/"


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve a site of one report, one of its figures with a name that a spreadsheet would run."""
    result = sample_result()
    first, *rest = result.metrics
    return site_builder(
        [dataclasses.replace(result, metrics=(dataclasses.replace(first, subject='=1+1,"甲"'), *rest))]
    )


def test_the_table_is_saved_as_it_stands(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    button = page.get_by_role("button", name="下载本表（CSV）")
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "440704-health-2023.csv"
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(told))}
    metrics = sample_result().metrics
    assert list(rows) == [tr.get_attribute("id") for tr in page.locator("table.figures tr[id]").all()]
    assert set(rows) == {metric.id for metric in metrics}
    assert rows[metrics[0].id]["事项"] == '\'=1+1,"甲"'
    money = next(row for row in rows.values() if row["原文"] == "55.01万元")
    assert money["折算"] == "550,100元"
    assert "55.01万元" in money["原句"]
    assert "¶" not in told
    assert faults(page, site.url + REPORT) == []


def test_without_scripts_the_data_can_be_had(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(site.url + REPORT)
        expect(page.get_by_role("link", name="下载本报告数据")).to_be_visible()
        expect(page.locator(".save-table")).to_have_count(0)
