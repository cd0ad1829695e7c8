"""What the places of lines tell of a PDF besides its words: hanging paragraphs, tables that touch, running heads."""

import pytest

from build_scripts.models import Result
from tests.read.official import LINE, Canvas, breaks
from tests.read.test_pdf import BODY, OPENING, TITLE, canvas, packed, result

pytestmark = pytest.mark.heavy

LEFT, BOTTOM, SIZE = 79.4, 99.2, 16
LINE_OF_25 = "全年组织各类法治宣传活动二十六场次群众反映普遍良好。"
PARAGRAPHS = [
    "我局认真开展各项行政执法工作规范程序加强日常监督。办理行政处罚案件7件，罚款金额12.5万元，群众满意。",
    "我局全年共办理各类行政许可事项三百五十件按时办结率百分之百，全年组织法治培训9场次，参训人员460人次。",
    "我局坚持把学习贯彻习近平法治思想作为首要政治任务，全年召开党组会议研究法治工作4次，开展专题学习12次，全部完成。",
    f"继续做好普法工作{LINE_OF_25}发放宣传资料3000份，接受群众咨询210人次，取得了良好效果，受到好评。",
]


def printed(paragraphs: list[str], first: int, later: int, width: float = 27 * SIZE) -> Result:
    """Print paragraphs whose first line and whose later lines are set in by so many characters."""
    made = Canvas()
    made.centred(TITLE, 22, 36)
    made.y -= LINE
    for text in paragraphs:
        within = width - later * SIZE
        for n, line in enumerate(breaks(text, (first - later) * SIZE, within, SIZE)):
            made.line(line, LEFT + (later if n else first) * SIZE)
    return result(made.data())


def paragraphs_of(found: Result) -> list[str]:
    report = found.report
    return [packed(p.span.of(report.clean.text)) for p in report.paragraphs]


@pytest.mark.parametrize("width", range(22, 29))
@pytest.mark.parametrize(("first", "later"), [(0, 2), (2, 0)], ids=("hanging", "ordinary"))
def test_paragraphs_are_whole_whichever_of_their_lines_are_set_in(first: int, later: int, width: int) -> None:
    """At some of the widths a full stop stands at the right margin in the midst of a paragraph."""
    want = [OPENING, *PARAGRAPHS, *PARAGRAPHS[::-1]]
    assert paragraphs_of(printed(want, first, later, width * SIZE)) == want


def test_a_list_that_hangs_tells_nothing_of_the_paragraphs_round_it() -> None:
    made = canvas("一、主要工作", *PARAGRAPHS)
    items = [f"{n}.{text}" for n, text in enumerate(PARAGRAPHS[:3], 1)]
    for item in items:
        for n, line in enumerate(breaks(item, 0, 24 * SIZE, SIZE)):
            made.line(line, LEFT + (4 if n else 2) * SIZE)
    for text in PARAGRAPHS:
        made.paragraph(text)
    got = "\n".join(paragraphs_of(result(made.data())))
    assert all(got.count(text) == 2 for text in PARAGRAPHS)


HEAD = ["项目", "件数", "金额"]
ROWS = [HEAD, ["许可", "12", "3"], ["处罚", "7", "12.5"], ["检查", "56", "0"]]


def two_tables(second: list[list[str]], caption: str = "") -> list[list[list[str]]]:
    """Print a table down to a page's end and rows at the head of the next; return the tables that are read."""
    made = canvas("一、主要工作", *[BODY] * 4)
    while made.y - LINE * 6 > BOTTOM:
        made.line("　")
    made.table(ROWS, [140.0] * 3)
    while made.y - LINE > BOTTOM:
        made.table([["复议", "3", "1"]], [140.0] * 3)
    if caption:
        made.turn()
        made.centred(caption, SIZE, LINE)
    made.table(second, [420.0 / len(second[0])] * len(second[0]), repeat=False)
    made.paragraph(BODY)
    tables = result(made.data()).report.tables
    return [[[cell.text for cell in row] for row in (t.header, *t.rows)] for t in tables]


@pytest.mark.parametrize(
    ("second", "caption"),
    [
        ([["单位", "人数", "场次"], ["一科", "30", "5"], ["二科", "12", "8"]], ""),
        ([["单位", "人数"], ["一科", "30"], ["二科", "12"]], ""),
        ([["单位", "人数", "场次", "份数"], ["一科", "30", "5", "2"], ["二科", "12", "8", "4"]], ""),
        ([["培训对象", "参训人次"], ["执法人员", "460"], ["领导干部", "35"]], ""),
        ([["项目", "件数", "金额"], ["强制", "2", "5"], ["征收", "12", "8"]], "表2 行政强制情况"),
        ([["单位", "人数"], ["一科", "30"], ["二科", "12"]], "表2 培训情况"),
    ],
)
def test_two_tables_that_touch_over_a_page_are_two(second: list[list[str]], caption: str) -> None:
    tables = two_tables(second, caption)
    assert len(tables) == 2
    assert tables[0][: len(ROWS)] == ROWS
    assert tables[1] == second


@pytest.mark.parametrize(
    "second",
    [
        [HEAD, ["强制", "2", "5"], ["征收", "12", "8"]],
        [["强制", "2", "5"], ["征收", "12", "8"]],
        [["强制", "无", "—"], ["征收", "12", "8"]],
        [["强制", "", "5"], ["征收", "12", ""]],
        [["强制", "2", "5"], ["合计", "77", "20.5"]],
    ],
)
def test_a_table_that_goes_on_is_one(second: list[list[str]]) -> None:
    (table,) = two_tables(second)
    assert table[: len(ROWS)] == ROWS
    assert table[-len(second) :] == second or table[-len(second) + 1 :] == second[1:]
    assert table.count(HEAD) == 1


def headed(head: str, pages: int, *, titled: bool) -> Result:
    made = Canvas()
    made.head = head
    if titled:
        made.centred(TITLE, 22, 36)
    for text in (OPENING, "一、主要工作", *[BODY] * (9 * pages)):
        made.paragraph(text)
    return result(made.data())


@pytest.mark.parametrize("pages", [2, 3, 4])
@pytest.mark.parametrize(
    "head", [TITLE, "2023年度法治政府建设情况报告", "平山县法治政府建设年度报告", "法治政府建设工作总结"]
)
def test_a_running_head_is_no_title(head: str, pages: int) -> None:
    found = headed(head, pages, titled=False)
    assert found.report.meta.title is None
    assert found.report.meta.agency == "平山县水利局"
    assert head not in found.report.clean.text
    titled = headed(head, pages, titled=True)
    assert titled.report.meta.title == TITLE
    assert packed(titled.report.clean.text).count(head) == (head in TITLE)


def test_a_title_is_one_at_the_head_of_the_first_page_too() -> None:
    made = Canvas()
    for _ in range(3):
        made.centred(TITLE, 22, 36)
        for text in (OPENING, "一、主要工作", *[BODY] * 3):
            made.paragraph(text)
        made.turn()
    assert result(made.saved()).report.meta.title == TITLE
