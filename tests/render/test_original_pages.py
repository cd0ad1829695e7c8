"""The view of a PDF's original: each page a picture with the figures marked on it, beside its text; rows lead there."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from build_scripts.models import Result, Source
from build_scripts.pictures import draw_pages
from build_scripts.pipeline import process_bytes
from build_scripts.render.address_rules import address_of
from build_scripts.render.original import OriginalView
from build_scripts.render.plain_page import render_plain_original
from build_scripts.render.report_files import ReportFiles, files_of, report_files
from build_scripts.render.report_page import render_original
from build_scripts.render.told import Told, told_of
from tests.render.articles import original_of_html, original_of_markdown
from tests.render.pages import Elements, html_of
from tests.sites import conversion

PRINTED = Path(__file__).parents[1] / "read" / "fixtures" / "libreoffice-433126-14.pdf"
SOURCE = Source(
    path=Path("433126/2023-health.pdf"),
    sha256="0" * 64,
    media_type="application/pdf",
    region_code="433126",
    year=2023,
    department="health",
)


@cache
def report() -> Result:
    return process_bytes(SOURCE, PRINTED.read_bytes())


@cache
def told() -> Told:
    return told_of(report(), draw_pages(report().report.clean.raw, PRINTED.read_bytes()))


@cache
def files() -> ReportFiles:
    return report_files(address_of(SOURCE), told(), PRINTED.read_bytes())


def page(name: str) -> str:
    return next(page.rich.decode() for page in files().pages if page.file == name)


def view(**changes: object) -> OriginalView:
    return replace(OriginalView(told().pictures, told().marks), **changes)  # type: ignore[arg-type]


@pytest.mark.heavy
def test_each_page_is_a_picture_with_its_size_and_its_name() -> None:
    found = [told for tag, told in Elements(html_of(page("original/index.md"))).elements if tag == "img"]
    assert [told["alt"] for told in found] == ["第 1 页的图像", "第 2 页的图像", "第 3 页的图像"]
    for told_of_it, picture in zip(found, told().pictures, strict=True):
        assert told_of_it["src"] == picture.file
        assert (int(told_of_it["width"]), int(told_of_it["height"])) == picture.size
        assert told_of_it["loading"] == "lazy"


def test_the_pictures_lie_beside_the_page() -> None:
    known = dict(files_of(address_of(SOURCE), "2023-health.pdf", files().texts))
    folder = address_of(SOURCE).folder
    for picture in told().pictures:
        assert known[f"{folder}/original/{picture.file}"] == picture.png
    assert f"{folder}/original/2023-health.pdf.txt" in known


def test_a_figure_leads_to_its_mark_and_the_mark_back_to_its_row() -> None:
    row, original = Elements(html_of(page("index.md"))), Elements(html_of(page("original/index.md")))
    across = [link for link in row.links if link.startswith("original/#p-")]
    assert len(across) == len(report().metrics) > 0
    assert {link.removeprefix("original/#") for link in across} <= set(original.ids)
    marks = [told for tag, told in original.elements if tag == "a" and told.get("class") == "mark"]
    assert {told["href"].removeprefix("../#") for told in marks} <= set(row.ids)
    assert all(told["aria-label"].endswith("，在数字表中") for told in marks)
    boxes = [told for tag, told in original.elements if tag == "rect"]
    assert len(boxes) >= len(marks)
    assert all(float(told[name]) > 0 for told in boxes for name in ("x", "y", "width", "height"))


def test_the_place_in_the_text_is_there_too() -> None:
    original = Elements(html_of(page("original/index.md")))
    ids = original.ids
    assert len(ids) == len(set(ids))
    assert {metric.id for metric in report().metrics} <= set(ids)
    assert {id_ for id_ in ids if id_.startswith("p-")} == {
        metric.id.replace("m-", "p-", 1) for metric in report().metrics
    }


def test_no_line_is_lost_between_the_pages() -> None:
    lines = original_of_html(page("original/index.md"))
    plain = render_plain_original(report(), view()).decode()
    assert original_of_markdown(plain) == lines
    assert "- 页面图像：[第 1 页](page-1.png)、[第 2 页](page-2.png)、[第 3 页](page-3.png)" in plain
    assert "- 格式：PDF" in plain


def test_every_paragraph_is_there_once() -> None:
    shown = page("original/index.md")
    for block in report().report.blocks:
        words = block.span.of(report().report.clean.text)
        if len(words) > 30:
            assert shown.count(f"<p>{words}</p>") == 1


def test_a_page_without_a_picture_says_why_and_its_figures_lead_to_the_text() -> None:
    first, *others = told().pictures
    left_out = replace(first, png=b"", left_out="没有图像：画不出来")
    some = told_of(report(), (left_out, *others))
    assert some.marks
    assert all(mark.page > 1 for mark in some.marks)
    shown = render_original(report(), OriginalView(some.pictures, some.marks)).decode()
    assert "这一页没有图像：画不出来，只有文字。" in shown
    assert shown.count("<img ") == 2
    assert original_of_html(shown) == original_of_html(page("original/index.md"))


def test_a_pdf_without_any_picture_is_shown_as_its_text() -> None:
    shown = render_original(report()).decode()
    assert "<img" not in shown
    assert "class=mark" not in shown
    assert "原始文件本身不在这里提供" in shown
    assert "download>下载读出的文字</a>" in shown
    assert all(row.original == f"#{row.id}" for group in told_of(report()).shown.groups for row in group.rows)


@pytest.mark.parametrize("back", ["../", "../../"])
def test_all_figures_lead_back_to_the_reports_page(back: str) -> None:
    shown = Elements(html_of(render_original(report(), view(back=back)).decode()))
    ways = [link for link in shown.links if "#m-" in link]
    assert ways
    assert all(link.startswith(f"{back}#m-") for link in ways)


def test_a_conversion_of_a_text_has_no_pictures() -> None:
    made = conversion(report())  # whose file is its text
    assert not any(name.endswith(".png") for name in made.texts)
