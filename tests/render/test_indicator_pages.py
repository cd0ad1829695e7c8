"""Indicator pages: every value with its way back, a chart that says the same, and silence that is not zero."""

import csv
import dataclasses
import io
import re
from decimal import Decimal
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from build_scripts.models import Qualifier, Result
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import sample_result
from tests.render.test_site import bytes_of, with_source
from tests.sites import render_site, shown_site

pytestmark = pytest.mark.heavy

MONEY = "penalty-amount"
FOLDER = "indicators/penalty-amount"


def told_result(region: str = "440704", year: int = 2023, value: str | None = None) -> Result:
    """Return the sample with its fines under an indicator, for another region, year or value where asked."""
    result = with_source(sample_result(), region_code=region, year=year)
    meta = dataclasses.replace(
        result.report.meta, agency=f"{region}卫生健康局", region_code=region, report_year=year
    )
    metrics = []
    for metric in result.metrics:
        told = metric
        if metric.quantity.raw == "55.01":
            quantity = dataclasses.replace(metric.quantity, value=Decimal(value or metric.quantity.value))
            told = dataclasses.replace(metric, indicator=MONEY, quantity=quantity)
        metrics.append(told)
    report = dataclasses.replace(result.report, meta=meta)
    return dataclasses.replace(result, report=report, metrics=tuple(metrics))


def silent_result() -> Result:
    return with_source(sample_result(), region_code="411523", path=Path("411523/2023-health.txt"))


def test_only_an_indicator_with_a_value_has_a_page() -> None:
    pages = render_site([told_result()])
    made = {path.parts[1] for path in pages if path.parts[0] == "indicators" and len(path.parts) > 2}
    assert made == {MONEY}
    shown = visible_text(bytes_of(pages, "indicators/index.md").decode())
    assert "执法记录仪数" in shown
    assert "没有" in shown


def test_a_value_keeps_its_words_and_its_way_back() -> None:
    pages = shown_site([told_result()])
    page = bytes_of(pages, f"{FOLDER}/index.md").decode()
    for words in ("55.01万元", "= 550,100元", "2023 年度", "不包括", "可比性"):
        assert words in visible_text(page)
    told = next(m for m in told_result().metrics if m.indicator)
    assert told.sentence.of(told_result().report.clean.text) in visible_text(page), "the whole sentence"
    report = Elements(html_of(bytes_of(pages, "reports/440704/health/2023/index.md").decode()))
    ways = [link for link in Elements(html_of(page)).links if "#" in link]
    assert len(ways) == 2
    assert {link.split("#")[1] for link in ways} <= set(report.ids)


def test_silence_is_not_zero() -> None:
    pages = render_site([told_result(value="0"), silent_result()])
    shown = visible_text(bytes_of(pages, f"{FOLDER}/index.md").decode())
    assert "明说没有" in shown
    assert "没有写不等于零，也不等于不适用" in shown
    assert "1 份报告没有写这个指标" in shown


def test_the_download_is_the_table() -> None:
    pages = render_site([told_result(), told_result("410802"), silent_result()])
    written = bytes_of(pages, f"{FOLDER}/{MONEY}.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["report_id"] for row in rows] == ["410802-health-2023", "440704-health-2023"]
    assert {row["indicator"] for row in rows} == {MONEY}
    page = bytes_of(pages, f"{FOLDER}/index.md").decode()
    assert f'href="{MONEY}.csv"' in page


def test_a_report_with_no_indicator_leaves_only_the_list() -> None:
    pages = render_site([])
    assert [p for p in pages if p.parts[0] == "indicators"] == [PurePosixPath("indicators/index.md")]


def test_a_chart_says_what_the_table_says() -> None:
    page = bytes_of(render_site([told_result(), told_result("410802", value="7")]), f"{FOLDER}/index.md")
    found = re.search(r"<svg.*</svg>", page.decode())
    assert found
    chart = ET.fromstring(found.group())  # noqa: S314 - our own bytes
    assert len(list(chart.iter("circle"))) == 2
    assert chart.findtext("title") == "罚没金额（元）：部门，2 个数值"


def test_a_range_and_an_estimate_are_drawn_open() -> None:
    result = told_result()
    metrics = tuple(
        dataclasses.replace(m, quantity=dataclasses.replace(m.quantity, qualifier=Qualifier.AT_LEAST))
        for m in result.metrics
    )
    other = told_result("410802")
    pages = render_site([dataclasses.replace(result, metrics=metrics), other])
    assert 'class="open"' in bytes_of(pages, f"{FOLDER}/index.md").decode()


def test_one_value_is_a_sentence_and_no_chart() -> None:
    page = bytes_of(render_site([told_result()]), f"{FOLDER}/index.md").decode()
    assert "只有一个数值：440704卫生健康局 2023 年度 55.01万元。" in visible_text(page)
    assert "<svg" not in page


def ranked(*rows: tuple[str, int, str, str]) -> str:
    """Return the first page of fines: of each report code, year, department and value."""
    results = []
    for region, year, department, value in rows:
        told = told_result(region, year, value)
        path = Path(region, f"{year}-{department}.txt")
        results.append(with_source(told, path=path, region_code=region, year=year, department=department))
    return bytes_of(render_site(results), f"{FOLDER}/index.md").decode()


def test_the_greatest_stand_there_without_scripts() -> None:
    counties = ("440704", "440703", "440705", "440608")
    rows = [(code, 2023, "health", f"{n + 1}00") for n, code in enumerate(counties)]
    rows += [
        ("440704", 2022, "health", "9000"),
        ("440700", 2023, "health", "8000"),
        ("440000", 2023, "justice", "7000"),
    ]
    page = ranked(*rows)
    lists = re.findall(r'<ol class="ranking">(.*?)</ol>', page, re.DOTALL)
    assert len(lists) == 1, "of whole governments there is none"
    found = re.findall(r"regions/([0-9]+)/", lists[0])
    assert found == ["440608", "440705", "440703", "440704"], "the greatest first, of counties of one year"
    assert "区县部门，2023 年度，4 个数值" in visible_text(page)


def test_of_two_values_no_greatest_is_told() -> None:
    assert "最大的十个" not in ranked(("440704", 2023, "health", "100"), ("440703", 2023, "health", "200"))


def test_a_report_is_ranked_once() -> None:
    rows = [(code, 2023, "health", "100") for code in ("440704", "440703", "440705")]
    page = ranked(*rows)
    first = html_of(page).index("最大的十个")
    assert html_of(page)[first:].count("440704卫生健康局，") == 1
