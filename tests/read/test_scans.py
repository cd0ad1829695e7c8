"""Scans read by character recognition: by its recorded answer, and for real on pages that are damaged here."""

import json
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.models import Doubt, Result, Severity
from build_scripts.pipeline import process_raw
from build_scripts.read import pdf
from build_scripts.read.pdf import read_pdf
from build_scripts.read.scan import NoRecognitionError, Recognised
from tests.read.official import SEEDS, Canvas, by_reportlab, printed, seed
from tests.read.scans import scanned
from tests.texts import result_of, source_at

pytestmark = pytest.mark.heavy

SEED = next(path for path in SEEDS if path.parent.name == "653226")
# What rapidocr 3.10 read on three pages that Chromium printed and `scanned` damaged: 0.8 degrees aslant, a red seal.
RECORDED = json.loads((Path(__file__).parent / "fixtures/recognised.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def three_pages() -> bytes:
    made = Canvas()
    for _ in range(3):
        made.line("法治政府")
        made.turn()
    return scanned(made.data(), 3)


@pytest.fixture(scope="module")
def whole(three_pages: bytes) -> Result:
    """What is known of a scan that is recognised as recorded."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return recognised_from(monkeypatch, three_pages)


def recognised_from(monkeypatch: pytest.MonkeyPatch, data: bytes, *, without: str | None = None) -> Result:
    """Return what is known of a scan that is recognised as recorded, ``without`` the line that holds some words."""
    pages = iter(RECORDED)

    def recorded(_: object) -> list[Recognised]:
        lines = [Recognised(text, tuple(map(tuple, corners)), sure) for text, corners, sure in next(pages)]
        return [line for line in lines if without is None or without not in line.text]

    monkeypatch.setattr(pdf, "recognise", recorded)
    return process_raw(read_pdf(source_at("报告.pdf"), data))


def test_a_skewed_scan_has_whole_paragraphs(whole: Result) -> None:
    report = whole.report
    text = report.clean.text
    assert report.meta.title == "于田县卫生健康委员会2023年法治政府建设工作报告"
    assert [(s.level, s.heading) for s in report.sections][:2] == [
        (1, "2023年度法治政府建设工作基本情况"),
        (2, "加强组织领导，严格尊法守法"),
    ]
    over_page_end = "积极推进法治建设各项工作的开展，对法治建设工作任务进行逐项分解"
    assert sum(over_page_end in p.span.of(text) for p in report.paragraphs) == 1
    assert [r.rule for r in report.clean.removed] == ["page-number"] * 3


def test_what_was_recognised_is_marked(whole: Result) -> None:
    layout = whole.report.clean.raw.layout
    assert layout is not None
    assert all(line.confidence and 0.5 <= line.confidence <= 1 for line in layout.lines)
    assert whole.metrics
    assert all(Doubt.OCR in metric.doubts for metric in whole.metrics)
    (note,) = [f for f in whole.findings if f.code == "ocr"]
    assert note.severity is Severity.NOTE
    assert note.message.startswith("第 1、2、3 页由文字识别读出")


def test_no_sum_of_a_scan_is_called_checked(whole: Result) -> None:
    assert whole.sums
    assert not any(check.holds for check in whole.sums)
    assert "sum-ok" not in [f.code for f in whole.findings]


@pytest.mark.parametrize(
    "words", ["作会议上", "一中、二中全会精神", "责人履行推进", "思想、新战略和法治政府"]
)
def test_a_lost_line_is_told(
    monkeypatch: pytest.MonkeyPatch, whole: Result, three_pages: bytes, words: str
) -> None:
    found = recognised_from(monkeypatch, three_pages, without=words)
    lost = [f for f in found.findings if f.code == "line-lost"]
    held = any(words in text for page in RECORDED for text, _, _ in page)
    assert "line-lost" not in [f.code for f in whole.findings]
    assert len(lost) == held


@pytest.mark.parametrize("mode", [3, 0])
def test_a_hidden_layer_over_a_scan_is_not_taken(monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    """Text without ink over the picture, or text under it: what is seen may say something else."""
    monkeypatch.setattr(pdf, "recognise", _missing)
    with pytest.raises(UnreadableError, match=r"第 1 页是扫描件，其中的隐藏文字层.*requirements-ocr\.txt"):
        read_pdf(source_at("报告.pdf"), _layered(mode))


def test_text_that_is_printed_on_a_background_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "recognise", _missing)
    assert "检查企业120家" in read_pdf(source_at("报告.pdf"), _layered(None)).text


def _missing(_: object) -> None:
    raise NoRecognitionError


def _layered(mode: int | None) -> bytes:
    """Return a page with a picture over all of it and text: without ink (3), under the picture (0), or on it."""
    from PIL import Image  # noqa: PLC0415 - only here
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    made = Canvas()
    picture = ImageReader(Image.new("RGB", (200, 280), "white"))
    if mode == 0:
        _write(made, 0)
    made.drawn.drawImage(picture, 0, 0, 595, 842)
    if mode != 0:
        _write(made, mode or 0)
    made.drawn.showPage()
    return made.saved()


def _write(made: Canvas, mode: int) -> None:
    text = made.drawn.beginText(80, 700)
    text.setFont("STSong-Light", 16)
    text.setTextRenderMode(mode)
    for line in (
        "平山县水利局2023年度法治政府建设情况报告",
        "2023年，检查企业120家，办理案件7件，成效明显，群众满意。",
    ):
        text.textLine(line)
    made.drawn.drawText(text)


def test_a_damaged_scan_gives_the_figures_of_the_print() -> None:
    """Recognition for real: 150 dots an inch, aslant, blurred, noisy, JPEG 45, a seal over the text.

    Two pages, one turned each way: title, heading and the paragraphs that have the most figures.
    """
    words = ("工作报告", "2023年度", "264项", "事项事项进行再梳理", "谁执法、谁普法")
    blocks = [b for b in printed(seed(SEED)) if any(word in b.text for word in words)]
    raw = read_pdf(source_at("报告.pdf"), scanned(by_reportlab(blocks)))
    want = result_of("\n".join(block.text for block in blocks))
    found = process_raw(raw)
    assert len(figures(want)) > 25
    assert figures(found) == figures(want)
    wrong = sum(a != b for a, b in zip(folded(found), folded(want), strict=False))
    assert wrong <= 0.005 * len(folded(want))


def figures(found: Result) -> list[tuple[str, str]]:
    return [(str(m.quantity.value), m.quantity.unit) for m in found.metrics]


def folded(found: Result) -> str:
    marks = str.maketrans("，。；：（）“”‘’—", ",.;:()\"\"''-")
    return "".join(found.report.clean.text.split()).translate(marks)


def test_a_scanned_table_keeps_its_cells() -> None:
    """By the lines that are ruled on the picture: names are not hung on other cells' numbers, aslant as the page is."""
    rows = [
        ["类别", "案件（件）", "罚款（万元）"],
        ["食品安全", "12", "3.5"],
        ["药品监管", "9", "1.25"],
        ["合计", "21", "4.75"],
    ]
    made = Canvas()
    made.centred("平山县水利局2023年度法治政府建设情况报告", 22, 36)
    for _ in range(2):
        made.paragraph("2023年，平山县水利局坚持以习近平法治思想为指导，全面推进依法行政，有关情况如下。")
    made.table(rows, [140, 140, 140])
    (table,) = process_raw(read_pdf(source_at("报告.pdf"), scanned(made.data(), seal=False))).report.tables
    assert [[cell.text for cell in row] for row in (table.header, *table.rows)] == rows
