"""PDF read back as the text that was printed: lines, paragraphs over page ends, tables, margins, places."""

import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.models import Finding, RawText, Result, Span
from build_scripts.pipeline import process_raw
from build_scripts.read import read_raw
from build_scripts.read.pdf import read_pdf
from tests.read.official import LINE, SEEDS, Canvas, breaks, by_chromium, by_reportlab, printed, seed
from tests.read.tiny import tiny
from tests.texts import result_of, source_at

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.pdf"))
TITLE = "平山县水利局2023年度法治政府建设情况报告"
OPENING = "2023年，平山县水利局坚持以习近平法治思想为指导，全面推进依法行政，现将有关情况报告如下："
BODY = (
    "全年开展执法检查56次，出动执法人员230人次，下达整改通知书18份，办理行政处罚案件7件，罚款金额12.5万元。"
)


def read(data: bytes) -> RawText:
    return read_raw(source_at("报告.pdf"), data)


def result(data: bytes) -> Result:
    return process_raw(read(data))


def packed(text: str) -> str:
    return "".join(text.split())


def facts(found: Result) -> dict[str, object]:
    report, text = found.report, found.report.clean.text
    return {
        "meta": report.meta,
        "headings": [(s.level, s.marker, packed(s.heading)) for s in report.sections],
        "paragraphs": [packed(p.span.of(text)) for p in report.paragraphs],
        "tables": [[[c.text for c in row] for row in (t.header, *t.rows)] for t in report.tables],
        "figures": [(m.quantity.value, m.quantity.unit, packed(m.subject)) for m in found.metrics],
        "clean": packed(text),
    }


@pytest.mark.heavy
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize(
    "margin", [("", ""), ("2023年度报告汇编", "装订线内请勿书写")], ids=("plain", "margin")
)
def test_a_printed_report_comes_back_as_it_was(path: Path, margin: tuple[str, str]) -> None:
    want = seed(path)
    plain = result_of(want.report.clean.text)
    assert facts(result(by_reportlab(printed(want), *margin))) == facts(plain)


@pytest.mark.heavy
def test_the_same_file_gives_the_same_text() -> None:
    data = by_reportlab(printed(seed(SEEDS[0])))
    assert read(data) == read(data)


@pytest.mark.heavy
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.parent.name)
def test_chromium_gives_the_report_back(path: Path) -> None:
    want = seed(path)
    assert facts(result(by_chromium(printed(want)))) == facts(result_of(want.report.clean.text))


@pytest.mark.heavy
@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_other_printers_give_the_report_back(file: Path) -> None:
    """The first blocks of a report, printed by ``official.py`` with programs that are no part of the environment."""
    _, code, count = file.stem.split("-")
    blocks = printed(seed(next(path for path in SEEDS if path.parent.name == code)))[: int(count)]
    plain = "\n".join(block.text.replace("\t", "\n") for block in blocks)
    assert facts(result(file.read_bytes())) == facts(result_of(plain))


def canvas(*paragraphs: str) -> Canvas:
    made = Canvas()
    made.centred(TITLE, 22, 36)
    made.y -= LINE
    for paragraph in (OPENING, *paragraphs):
        made.paragraph(paragraph)
    return made


def test_every_line_knows_its_place() -> None:
    raw = read(canvas("一、主要工作", BODY).data())
    assert raw.layout is not None
    assert [tuple(map(round, size)) for size in raw.layout.pages] == [(595, 842)]
    at = raw.text.index("56次")
    ((page, box),) = raw.layout.boxes_of(Span(at, at + 2))
    # The paragraph is set in by two characters, and ten stand before the number.
    assert (page, round(box.left), round(box.right)) == (1, round(79.4 + 10 * 16), round(79.4 + 11 * 16))
    assert box.bottom - box.top == pytest.approx(16, abs=0.5)
    for line in raw.layout.lines:
        assert len(line.edges) == line.span.end - line.span.start + 1
        assert list(line.edges) == sorted(line.edges)
        assert "\n" not in line.span.of(raw.text)
    covered = {i for line in raw.layout.lines for i in range(line.span.start, line.span.end)}
    assert all(i in covered for i, char in enumerate(raw.text) if not char.isspace())


def test_indents_are_full_width_blanks_and_pages_part_at_form_feeds() -> None:
    raw = read(canvas(*[BODY] * 14).data())
    assert raw.text.split("\n")[2].startswith("　　2023年")
    assert raw.pages == (0, raw.text.index("\f") + 1)
    assert result(canvas(*[BODY] * 14).data()).report.clean.text.count(BODY) == 14


@pytest.mark.heavy
@pytest.mark.parametrize(
    "words",
    [
        "我局认真开展行政执法工作，规范执法程序，加强执法监督，办理案件；“放管服”改革深入推进，成效明显。",
        "我局认真开展行政执法工作，规范执法程序，加强执法监督，办理案；（含简易程序案件）深入推进，成效明显。",
        "我局认真开展行政执法工作，规范执法程序，加强执法监督，办：2023123456789号案件已经办结，成效明显。",
        "我局认真开展行政执法工作，规范执法程序，加强执法监督，案件。《行政处罚法》得到落实，成效十分明显。",
        "我局依照《行政处罚法》第三十三条第一款第三项以及第五十七条第（一）项的规定办理，成效明显，群众满意。",
    ],
)
def test_a_line_cut_early_ends_no_paragraph(words: str) -> None:
    """By the rules of line breaking it is cut before “ or （, or before a number that does not fit."""
    found = result(canvas("一、主要工作", words, BODY, words, "二、存在的问题", BODY).data())
    lines = found.report.clean.text.split("\n")
    assert lines[2:] == ["一、主要工作", words, BODY, words, "二、存在的问题", BODY]


def test_a_line_cut_before_words_that_cannot_be_parted_ends_no_paragraph() -> None:
    """Beside a quotation mark no line is broken: 周”、“12.4 goes to the next line whole."""
    made = canvas("一、主要工作", BODY, BODY)
    made.line("1.重要节点宣传，以“健康”“出生缺陷宣传", 79.4 + 32)
    made.line("周”、“12.4宪法日”等重要节点为契机，开展法治宣传活动5次。")
    made.paragraph(BODY)
    found = result(made.data())
    assert (
        "“出生缺陷宣传周”、“12.4宪法日”等重要节点为契机，开展法治宣传活动5次。\n" in found.report.clean.text
    )


def test_space_between_paragraphs_parts_them_where_none_is_set_in() -> None:
    """The first fills its last line, and the space is a quarter of a line."""
    made = Canvas()
    made.centred(TITLE, 22, 36)
    made.y -= LINE
    full = "全年开展普法宣传活动12次，发放宣传资料3000余份，解答群众来电来访咨询560人次，群众的法治意识有了明显增强。"
    for paragraph in (OPENING, full, full, BODY, full, BODY):
        made.paragraph(paragraph, indent=0)
        made.y -= 8
    made.line("平山县水利局", 400)
    made.line("2024年1月15日", 380)
    assert result(made.data()).report.clean.text.split("\n")[1:7] == [OPENING, full, full, BODY, full, BODY]


def test_a_paragraph_that_just_fills_its_line_is_not_joined_to_the_next() -> None:
    full = "一是加强领导，二是健全制度，三是严格执法，四是抓好普法。"
    short = "以上是全年工作。"
    found = result(canvas("一、主要工作", full, short, BODY, full, BODY).data())
    assert found.report.clean.text.split("\n")[2:] == ["一、主要工作", full, short, BODY, full, BODY]


def test_lines_that_hang_behind_a_mark_are_one_paragraph() -> None:
    made = canvas("一、主要工作", BODY)
    words = "1.召开局党组会议专题研究法治建设工作12次，研究部署重点任务35项，推动各项工作落地见效，取得了良好的成效。"
    for n, line in enumerate(breaks(words, 0, 394, 16)):
        made.line(line, 79.4 + (32 if n == 0 else 48))
    made.paragraph(BODY)
    assert result(made.data()).report.clean.text.split("\n")[2:] == ["一、主要工作", BODY, words, BODY]


HEAD = ["类别", "案件数（件）", "罚款（万元）", "备注"]
ROWS = [
    [f"类别{name}", str(10 + n), str(1.5 + n), "" if n % 2 else "无"]
    for n, name in enumerate("甲乙丙丁戊己庚辛")
]


def test_a_ruled_table_over_a_page_end_is_one_and_its_head_is_there_once() -> None:
    made = canvas(*[BODY] * 7)
    made.table([HEAD, *ROWS], [110, 110, 110, 112])
    made.paragraph(BODY)
    found = result(made.data())
    assert facts(found)["tables"] == [[HEAD, *ROWS]]
    assert [(r.rule, r.text) for r in found.report.clean.removed if r.rule == "repeated-head"] == [
        ("repeated-head", "\t".join(HEAD))
    ]
    figures = {(packed(m.subject), str(m.quantity.value.normalize())) for m in found.metrics}
    assert ("类别辛案件数", "17") in figures


def test_a_table_that_begins_on_the_next_page_keeps_its_head() -> None:
    made = canvas(*[BODY] * 5)
    made.table([HEAD, *ROWS[:3]], [110, 110, 110, 112])
    made.turn()
    made.paragraph("各乡镇检查情况：")
    made.table([["乡镇", "检查（次）"], ["城关镇", "12"], ["温塘镇", "31"]], [110, 110])
    found = result(made.data())
    assert facts(found)["tables"] == [
        [HEAD, *ROWS[:3]],
        [["乡镇", "检查（次）"], ["城关镇", "12"], ["温塘镇", "31"]],
    ]


UNRULED = [
    ["乡镇", "检查次数（次）", "发现问题（个）"],
    ["城关镇", "12", "3"],
    ["东回舍镇", "8", ""],
    ["合计", "20", "3"],
]


def test_columns_without_rules_are_a_table() -> None:
    made = canvas("各乡镇检查情况：")
    for row in UNRULED:
        made.y -= LINE
        for x, words in zip((100, 250, 400), row, strict=True):
            made.put(x, made.y, words)
    made.paragraph(BODY)
    assert facts(result(made.data()))["tables"] == [UNRULED]


MERGED = (
    ("类别", 0, 0, 1, 2),
    ("行政处罚", 1, 0, 2, 1),
    ("合计（件）", 3, 0, 1, 2),
    ("警告（件）", 1, 1, 1, 1),
    ("罚款（件）", 2, 1, 1, 1),
)
BELOW = [["水资源", "3", "5", "8"], ["河道", "2", "4", "6"]]


def test_merged_cells_keep_their_columns() -> None:
    made = canvas("处罚情况如下：")
    top = made.y - 80
    cells = [(words, c, n, 1, 1) for n, row in enumerate(BELOW, start=2) for c, words in enumerate(row)]
    for words, column, row, wide, high in (*MERGED, *cells):
        x, y = 80 + 100 * column, top - 30 * (row + high)
        made.drawn.rect(x, y, 100 * wide, 30 * high)
        made.put(x + 4, y + 15 * high - 4, words, 12)
    (table,) = result(made.data()).report.tables
    assert [c.text for c in table.header] == [
        "类别",
        "行政处罚警告（件）",
        "行政处罚罚款（件）",
        "合计（件）",
    ]
    assert [[c.text for c in row] for row in table.rows] == BELOW


def test_two_columns_are_read_one_after_the_other() -> None:
    made = canvas()
    start = made.y
    left = "一、加强组织领导。2023年，平山县水利局党组召开法治专题会议12次，研究部署重点任务35项。" * 3
    made.paragraph(left, right=79.4 + 210)
    made.y = start
    made.paragraph(BODY * 2, left=79.4 + 232)
    assert packed(left + BODY * 2) in packed(result(made.data()).report.clean.text)


def test_columns_whose_lines_stand_at_other_heights_are_read_one_after_the_other() -> None:
    made = canvas()
    start = made.y
    made.line("工作总结", size=20, pitch=37)
    left = "一、加强组织领导。2023年，平山县水利局党组召开法治专题会议12次，研究部署重点任务35项。" * 4
    made.paragraph(left, right=79.4 + 210)
    made.y = start
    made.paragraph(BODY * 3, left=79.4 + 232)
    assert packed("工作总结" + left + BODY * 3) in packed(result(made.data()).report.clean.text)


def test_a_large_title_makes_no_gap_between_columns_too_narrow() -> None:
    """One of 40 points above columns of 16, which are one character apart."""
    made = Canvas()
    made.centred("水利局工作", 40, 60)
    start = made.y
    left = "一、加强组织领导。2023年，平山县水利局党组召开法治专题会议12次，研究部署重点任务35项。" * 4
    made.paragraph(left, right=79.4 + 208)
    made.y = start
    made.paragraph(BODY * 3, left=79.4 + 226)
    assert packed(left + BODY * 3) in packed(result(made.data()).report.clean.text)


def test_a_last_column_of_few_lines_is_one() -> None:
    made = canvas()
    start = made.y
    left = "一、加强组织领导。2023年，平山县水利局党组召开法治专题会议12次，研究部署重点任务35项。" * 4
    made.paragraph(left, right=79.4 + 210)
    made.y = start
    right = "全年检查取水单位和个人38家，发现各类问题7个，责令限期改正5家，已经全部整改完毕。"
    made.paragraph(right, left=79.4 + 232)
    assert packed(left + right) in packed(result(made.data()).report.clean.text)


def test_a_signature_beside_the_last_lines_is_no_column() -> None:
    made = canvas(BODY, BODY, BODY)
    y = made.y
    made.paragraph("联系人：王某，联系电话见网站。", right=79.4 + 210)
    made.y = y
    made.paragraph("平山县水利局", left=79.4 + 232)
    made.paragraph("2024年1月15日", left=79.4 + 232)
    assert packed(BODY * 3) in packed(result(made.data()).report.clean.text)


def test_a_frame_round_the_text_is_no_table() -> None:
    made = canvas(BODY)
    made.drawn.rect(70, 90, 460, 660)
    found = result(made.data())
    assert facts(found)["tables"] == []
    assert BODY in found.report.clean.text


LINES = [
    TITLE,
    "　　2023年，平山县水利局坚持以习近平法治思想为指导，全",
    "面推进依法行政，检查企业120家，办理案件7件。现将有关情",
    "况报告如下，请予以审议，并对我们的工作提出宝贵的意见。",
]


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    from build_scripts.read import pdf  # noqa: PLC0415 - the module that the fixture changes
    from build_scripts.read.scan import NoRecognitionError  # noqa: PLC0415

    def missing(_: object) -> None:
        raise NoRecognitionError

    monkeypatch.setattr(pdf, "recognise", missing)


DAMAGED = {
    "unnamed": None,
    "private": lambda char: chr(0xE000 + ord(char) % 4000),
    "private-digits": lambda char: chr(0xF000 + ord(char)) if char.isdigit() else char,
    "other": lambda char: chr(ord(char) + 1),
    "lost": lambda char: "\ufffd" if char == "7" else char,
}


@pytest.mark.parametrize("named", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.usefixtures("no_recognition")
def test_a_font_that_names_other_characters_is_refused(named: object) -> None:
    with pytest.raises(UnreadableError, match=r"第 1 页所用字体.*requirements-ocr\.txt"):
        read_pdf(source_at("报告.pdf"), tiny(LINES, named))  # type: ignore[arg-type]


@pytest.mark.parametrize("called", ["1234567890", "0183456729", "0123496785", "5126409783"])
@pytest.mark.usefixtures("no_recognition")
def test_a_font_that_draws_other_digits_than_it_names_is_refused(called: str) -> None:
    """Words read well and the digits are digits: only their shapes tell that 8 is drawn where 3 is said."""
    with pytest.raises(UnreadableError, match="没有可靠的文字对照"):
        read_pdf(source_at("报告.pdf"), tiny([*LINES, "检查0123456789家。"], digits=called))


def test_a_font_that_draws_what_it_names_is_read() -> None:
    lines = [*LINES, "检查0123456789家。"]
    assert read(tiny(lines, digits="0123456789")).text.split() == "\n".join(lines).split()


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_the_size_of_a_page_may_be_said_further_up(file: Path) -> None:
    """XeTeX says it of all pages at once."""
    layout = read(file.read_bytes()).layout
    assert layout is not None
    assert {tuple(map(round, size)) for size in layout.pages} == {(595, 842)}


def test_radicals_are_the_characters_they_look_like() -> None:
    radicals = {"水": "⽔", "面": "⾯", "长": "⻓", "见": "⻅"}
    assert read(tiny(LINES, lambda char: radicals.get(char, char))).text.split() == "\n".join(LINES).split()


def test_a_bullet_of_a_symbol_font_is_no_damage() -> None:
    lines = [*LINES, "\uf0b7　开展执法检查12次。"]
    assert read(tiny(lines)).text.count("\uf0b7") == 1


@pytest.mark.parametrize("asked", [0, 90, 180, 270])
def test_a_page_on_its_side_is_read_upright(asked: int) -> None:
    """Whatever turn the page asks for, the text runs upwards along it and is set upright."""
    made = Canvas()
    made.drawn.translate(595, 0)
    made.drawn.rotate(90)
    for n, line in enumerate((TITLE, OPENING, BODY)):
        made.put(80, 500 - 29 * n, line)
    made.drawn.showPage()
    raw = read(made.saved().replace(b"/Rotate 0", f"/Rotate {asked}".encode()))
    assert raw.text.split() == [TITLE, OPENING, BODY]
    assert raw.layout is not None
    assert [tuple(map(round, size)) for size in raw.layout.pages] == [(842, 595)]


def test_a_water_mark_parts_no_paragraph() -> None:
    """Aslant over the text of every page: it stands behind the page's own lines and is taken away as a running head."""
    made = Canvas()
    for page in range(3):
        for _ in range(7):
            made.paragraph(BODY)
        made.drawn.saveState()
        made.drawn.rotate(45)
        made.put(300, 100, "水利局内部学习", 40)
        made.drawn.restoreState()
        if page < 2:
            made.turn()
    found = result(made.data())
    assert found.report.clean.text.split("\n") == [BODY] * 21
    assert [r.text for r in found.report.clean.removed if r.rule == "running-head"] == ["水利局内部学习"] * 3


def test_a_foot_that_counts_the_pages_goes() -> None:
    """As a browser prints it: the address at the left, the page at the right."""
    made = Canvas()
    made.foot = "file:///D:/年度报告.html"
    for _ in range(24):
        made.paragraph(BODY)
    found = result(made.data())
    assert "file" not in found.report.clean.text
    assert [r.text.split()[-1] for r in found.report.clean.removed if r.rule == "running-head"] == [
        "1/3",
        "2/3",
        "3/3",
    ]


def test_figures_at_one_place_are_no_running_head() -> None:
    """Lines of three pages that differ in nothing but their digits, and sentences that do not differ at all, stay."""
    made = Canvas()
    for page in range(3):
        for line in (f"检查企业{page + 21}家", f"下达整改通知书{page + 3}份", f"罚款{page + 1}万元"):
            made.paragraph(BODY)
            made.line(line)
        made.paragraph("我局依法行政，成效明显。")
        if page < 2:
            made.turn()
    assert {r.rule for r in result(made.data()).report.clean.removed} == {"page-number"}


def with_picture(width: float, height: float, *, times: int = 1) -> list[Finding]:
    """Return the findings of a page of text with pictures below it, one beside the other, as a pasted table is."""
    from PIL import Image  # noqa: PLC0415 - only here
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    made = Canvas()
    for line in ("平山县水利局2023年度法治政府建设情况报告", "　　2023年，检查企业120家，办理案件7件。"):
        made.line(line)
    for number in range(times):
        place = 80 + number * width / times
        made.drawn.drawImage(ImageReader(Image.new("L", (60, 40), 200)), place, 200, width / times, height)
    result = process_raw(read_pdf(source_at("报告.pdf"), made.data()))
    assert "检查企业120家" in result.report.clean.text
    return [finding for finding in result.findings if finding.code == "picture-unread"]


@pytest.mark.parametrize("times", [1, 12])
def test_a_large_picture_beside_the_text_is_told(times: int) -> None:
    (found,) = with_picture(400, 300, times=times)
    assert found.message.startswith("第 1 页有图片（约 14 × 11 厘米）没有读")
    assert found.span is not None


@pytest.mark.parametrize(("width", "height"), [(120, 120), (60, 60), (440, 40), (595, 120)])
def test_a_seal_a_code_and_a_head_are_not(width: float, height: float) -> None:
    assert with_picture(width, height) == []


# A machine without fonts: pdfium asks it for one, and is given none.
WITHOUT_FONTS = """
import sys
import pypdfium2.raw as pdfium
none = pdfium.FPDF_SYSFONTINFO(version=1)
pdfium.FPDF_SetSystemFontInfo(none)
from build_scripts.errors import UnreadableError
from build_scripts.read.pdf import read_pdf
from tests.texts import source_at
try:
    print(read_pdf(source_at("报告.pdf"), sys.stdin.buffer.read()).text)
except UnreadableError as error:
    print(error)
"""


def read_without_fonts(data: bytes) -> str:
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_FONTS],
        input=data,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return told.stdout.decode().strip()


@pytest.mark.heavy
def test_a_font_that_neither_file_nor_machine_has_loses_no_character() -> None:
    """One character alone would be left out by pdfium, among others that it gives."""
    made = canvas("全年办理案件12件。")
    made.drawn.drawString(80, 300, "另有罚款3件")
    made.put(80, 280, "无")
    data = made.data()
    assert "无" in read(data).text
    assert read_without_fonts(data) == (
        "报告.pdf：第 1 页的字体没有嵌在文件里，这台电脑上又没有中文字体，会漏字。"
        "请先安装中文字体，如 Linux 上的 fonts-noto-cjk。"
    )


@pytest.mark.heavy
def test_a_font_in_the_file_needs_none_of_the_machine() -> None:
    for file in FIXTURES:
        data = file.read_bytes()
        assert read_without_fonts(data) == read(data).text.strip()


# Says of each text of a page, in order, whether it lacks its font.
TEXTS_WITHOUT_FONTS = """
import sys
import pypdfium2
import pypdfium2.raw as pdfium
none = pdfium.FPDF_SYSFONTINFO(version=1)
pdfium.FPDF_SetSystemFontInfo(none)
from build_scripts.read.pdf_fonts import lacks_its_font
page = pypdfium2.PdfDocument(sys.stdin.buffer.read())[0]
print([lacks_its_font(text.raw) for text in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])])
"""


def test_a_blank_or_figure_in_a_font_that_every_program_has_is_no_loss() -> None:
    made = Canvas()
    for y, (font, words) in enumerate([("Helvetica", " "), ("Times-Roman", "12"), ("STSong-Light", "无")]):
        made.drawn.setFont(font, 16)
        made.drawn.drawString(80, 700 - 30 * y, words)
    made.drawn.save()
    told = subprocess.run(
        [sys.executable, "-c", TEXTS_WITHOUT_FONTS],
        input=made._data.getvalue(),
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert told.stdout.decode().strip() == "[False, False, True]"
