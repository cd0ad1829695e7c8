"""The ways from report to report: themes, departments, regions, neighbours, and how a report is cited."""

import dataclasses
from pathlib import Path

import pytest

from build_scripts.models import Record, Result
from build_scripts.render.address_rules import address_of
from build_scripts.render.citation import cite_bibtex, cite_gbt
from build_scripts.render.listed import entry_of
from build_scripts.render.names import department_name
from build_scripts.render.neighbours import neighbours_of
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import sample_result
from tests.render.test_indicator_pages import told_result
from tests.render.test_report_page import HOSTILE, hostile_result
from tests.render.test_site import bytes_of, with_source
from tests.sites import render_site, shown_site


def placed(region: str, year: int, department: str = "health", prefecture: str = "江门市") -> Result:
    """Return the sample as the report of another body."""
    path = Path(f"{region}/{year}-{department}.txt")
    result = with_source(sample_result(), region_code=region, year=year, department=department, path=path)
    meta = dataclasses.replace(result.report.meta, prefecture=prefecture)
    return dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))


def test_a_report_knows_the_reports_around_it() -> None:
    results = [
        placed("440704", 2023),
        placed("440704", 2021),
        placed("440704", 2022),
        placed("440704", 2024),
        placed("440704", 2023, "justice"),
        placed("440703", 2023),
        placed("440608", 2023, prefecture="佛山市"),
    ]
    entries = [entry_of(address_of(r.report.clean.raw.source), r) for r in results]
    own = [entries[n] for n in (1, 2, 0, 3)]
    prefecture, province = [entries[5], entries[0]], [entries[6], entries[5], entries[0]]
    around = neighbours_of(entries[0], own, (prefecture, province, ()), (entries[0], entries[4]))
    assert (around.earlier, around.later) == (entries[2], entries[3])
    assert around.near == (entries[5],), "the same prefecture goes before the province"
    assert around.beside == (entries[4],)
    alone = neighbours_of(entries[6], entries[6:], (entries[6:], province[::-1], province), ())
    assert (alone.earlier, alone.near) == (None, (entries[0], entries[5]))


@pytest.mark.heavy
def test_the_report_page_leads_to_them() -> None:
    pages = shown_site([placed("440704", 2023), placed("440704", 2022), placed("440703", 2023)])
    page = bytes_of(pages, "reports/440704/health/2023/index.md").decode()
    links = Elements(html_of(page)).links
    for end in ("reports/440704/health/2022/", "reports/440703/health/2023/", "departments/health/"):
        assert f"../../../../{end}" in links


def test_a_figure_names_its_indicator() -> None:
    page = bytes_of(shown_site([told_result()]), "reports/440704/health/2023/index.md").decode()
    assert "../../../../indicators/penalty-amount/" in Elements(html_of(page)).links
    assert "指标：罚没金额" in visible_text(page)


def test_home_leads_to_every_way_in() -> None:
    links = Elements(html_of(bytes_of(render_site([told_result()]), "index.md").decode())).links
    for way in ("departments/health/", "themes/penalties/", "indicators/penalty-amount/", "indicators/"):
        assert way in links


def test_home_asks_what_there_is_an_answer_to() -> None:
    pages = render_site([told_result()])
    links = Elements(html_of(bytes_of(pages, "index.md").decode())).links
    for way in ("completeness/", "findings/", "families/", "findings/likely-slip/"):
        assert (way in links) == (way != "findings/likely-slip/"), "a question for each, not a code for each"
    for folder in ("families", "findings"):
        there = {f"{path.parent.as_posix()}/" for path in pages if path.parts[0] == folder}
        assert {way for way in links if way.startswith(f"{folder}/")} <= there
    assert "findings/sum-mismatch/" not in links, "no sum of this report is wrong"


def test_regions_stand_under_their_prefectures() -> None:
    pages = render_site([placed("440704", 2023), placed("440608", 2023, prefecture="佛山市")])
    shown = visible_text(bytes_of(pages, "regions/index.md").decode())
    assert "广东省 2 份报告" in shown
    assert shown.index("佛山市 1 份") < shown.index("江门市 1 份")


@pytest.mark.parametrize(
    ("slug", "name"), [("health", "卫生健康"), ("health-cdc", "卫生健康（cdc）"), ("unknown", "unknown")]
)
def test_a_department_has_a_name(slug: str, name: str) -> None:
    assert department_name(slug) == name


def with_record(result: Result, url: str | None, taken_on: str | None) -> Result:
    record = Record(title=None, issuer=None, year=2023, url=url, taken_on=taken_on, sha256="0")
    return with_source(result, record=record)


def test_a_report_is_cited_after_the_standard() -> None:
    result = with_record(sample_result(), "https://example.gov.cn/1.html", "2024-04-02")
    told = cite_gbt(result)
    assert told.startswith("江门市江海区卫生健康局. ")
    assert told.endswith("[R/OL]. (2024-01-29)[2024-04-02]. https://example.gov.cn/1.html.")


def test_a_citation_leaves_out_what_is_not_known() -> None:
    result = with_record(sample_result(), None, None)
    meta = dataclasses.replace(result.report.meta, agency=None, issued_on=None, title="甲")
    result = dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))
    assert cite_gbt(result) == "甲[R]. 2023."
    lines = cite_bibtex(address_of(result.report.clean.raw.source), result)
    assert lines == (
        "@techreport{440704-health-2023,",
        "  title = {甲},",
        "  year = {2023},",
        "  langid = {chinese},",
        "}",
    )


def test_a_title_that_is_made_up_is_cited_in_brackets() -> None:
    result = with_record(sample_result(), None, None)
    meta = dataclasses.replace(result.report.meta, title=None, published_on="2024-02-01")
    result = dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))
    assert (
        cite_gbt(result) == "江门市江海区卫生健康局. [江门市江海区卫生健康局 2023 年度报告][R]. (2024-02-01)."
    )
    lines = cite_bibtex(address_of(result.report.clean.raw.source), result)
    assert lines[1:2] == ("  title = {[江门市江海区卫生健康局 2023 年度报告]},",)


def test_markup_in_a_citation_stays_text() -> None:
    page = bytes_of(shown_site([hostile_result()]), "reports/440704/health/2023/index.md").decode()
    assert "<script" not in html_of(page)
    bibtex = "\n".join(cite_bibtex(address_of(hostile_result().report.clean.raw.source), hostile_result()))
    assert bibtex.replace("\\{", "").replace("\\}", "").count("{") == bibtex.replace("\\{", "").replace(
        "\\}", ""
    ).count("}")
    assert HOSTILE not in page


def test_other_pages_keep_markup_as_text() -> None:
    for path, page in shown_site([hostile_result()]).items():
        if path.suffix == ".md":
            elements = Elements(html_of(page.decode()))
            assert not [tag for tag, _ in elements.elements if tag in {"script", "img", "iframe"}], path
            assert not [name for _, attrs in elements.elements for name in attrs if name.startswith("on")], (
                path
            )
