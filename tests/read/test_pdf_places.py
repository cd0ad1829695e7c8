"""What the places of lines tell of a PDF besides its words: hanging paragraphs, tables that touch, running heads."""

import pytest

from build_scripts.models import Result
from tests.read.official import LINE, Canvas, breaks
from tests.read.test_pdf import OPENING, TITLE, canvas, packed, result

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
