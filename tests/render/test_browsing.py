"""The page of all reports: every report is on it, and its filters offer what there is, with counts."""

from build_scripts.render.address_rules import address_of
from build_scripts.render.browsing import filters_of
from build_scripts.render.listed import listed_of
from tests.render.list_memory import ListMemory
from tests.render.pages import Elements, html_of, visible_text
from tests.render.test_report_page import hostile_result
from tests.render.test_site import bytes_of
from tests.render.test_ways import placed
from tests.sites import render_site

RESULTS = [
    placed("440704", 2023),
    placed("440704", 2022),
    placed("440704", 2023, "justice"),
    placed("440608", 2023, prefecture="佛山市"),
]


def test_every_report_is_listed_newest_first() -> None:
    page = Elements(html_of(bytes_of(render_site(RESULTS), "browse/index.md").decode()))
    links = [link for link in page.links if link.startswith("../reports/")]
    assert links == [
        "../reports/440608/health/2023/",
        "../reports/440704/health/2023/",
        "../reports/440704/justice/2023/",
        "../reports/440704/health/2022/",
    ]


def test_filters_offer_what_there_is() -> None:
    source = ListMemory(listed_of(address_of(r.report.clean.raw.source), r) for r in RESULTS)
    found = filters_of(source.overview())
    assert [choice.value for choice in found[0].choices] == ["2023", "2022"]
    assert [(c.depth, c.value, c.name, c.count) for c in found[1].choices] == [
        (0, "44", "广东省", 4),
        (1, "4406", "佛山市", 1),
        (2, "440608", "高明区", 1),
        (1, "4407", "江门市", 3),
        (2, "440704", "江海区", 3),
    ]
    assert [(c.value, c.count) for c in found[2].choices] == [("health", 3), ("justice", 1)]
    assert all(choice.count == 4 for choice in found[3].choices)


def test_ticked_reports_go_to_the_comparison_without_scripts() -> None:
    page = Elements(html_of(bytes_of(render_site(RESULTS), "browse/index.md").decode()))
    boxes = [attrs["value"] for tag, attrs in page.elements if tag == "input" and attrs.get("name") == "r"]
    assert len(boxes) == 4
    assert ("form", {"class": "browse", "method": "get", "action": "../compare/"}) in page.elements


def test_no_report_and_hostile_reports_make_a_page() -> None:
    assert "还没有报告" in visible_text(bytes_of(render_site([]), "browse/index.md").decode())
    told = visible_text(bytes_of(render_site([hostile_result()]), "browse/index.md").decode())
    assert "<script>alert(1)</script>" in told
