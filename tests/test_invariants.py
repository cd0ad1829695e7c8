"""What holds for every text, whatever stands in it: nothing lost, nothing made, every number accounted for once."""

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from build_scripts.errors import ReportError
from build_scripts.models import Result
from build_scripts.offsets import Change, Draft, apply, begin, replay
from build_scripts.pipeline import process
from build_scripts.render.report_json import report_object
from build_scripts.sources import find_sources, read_source
from tests.every import every
from tests.texts import result_of, source_at

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
FILES = [*find_sources(ROOT), *sorted((ROOT / "tests" / "gold").glob("*/[0-9a-z].txt"))]
DIGITS_RE = re.compile("[0-9０-９]+")
ID_RE = re.compile("m-([0-9]+)(?:-([0-9]+))?")

FRAGMENTS = (
    "新县卫生健康委员会2023年法治政府建设年度报告",
    "新卫〔2024〕18号",
    "签发人：某某",
    "县人民政府：",
    "一、主要工作",
    "（一）加强组织领导。",
    "1.突出重点",
    "2、",
    "①",
    "二、存在的问题",
    "三、2024年工作打算",
    "共办理行政许可310件，其中新办230件（首次113件，换证117件），变更80件。",
    "全年检查企业 1,234 家",
    "罚款１２．５万元，",
    "参与率和合格率均达100%。",
    "由20个工作日压缩至5个工作日",
    "办结18/19件",
    "3—5个工作日",
    "百分之九十八点五",
    "两次",
    "一千二百余人次",
    "无行政复议和行政应诉案件。",
    "未发生",
    "零投诉",
    "三项制度",
    "“12·4”宪法日",
    "12345热线",
    "《实施纲要（2021-2025年）》",
    "同比增长12.5%",
    "投诉、举报分别为12件、8件",
    "提高干部群众学法守法用法的自觉性，切实保障公民的合法",
    "想、新战略和法治政府建设的新要求",
    "表1 行政许可情况表（单位：万元）",
    "| 事项 | 件数 |",
    "|---|---|",
    "| 许可 | 12 |",
    "许可\t12\t3",
    "合计      15      4",
    "# ",
    "## ",
    "**",
    "- ",
    "> ",
    "---",
    "&nbsp;",
    "&middot;",
    "&#8220;",
    "— 3 —",
    "第 2 页 共 8 页",
    "12",
    "3/8",
    "首页 > 政务公开",
    "【字体：大 中 小】 打印本页",
    "来源：某县司法局",
    "新县卫生健康委员会",
    "2024 年 4 月 3 日",
    "二〇二四年三月二十日",
    "\u200b",
    "\ufffd",
    "\u3000\u3000",
    "\u00a0",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\f",
    "\t",
)
ALPHABET = (
    "0129０５.,．，。；：、（）()“”《》〔〕%％余多万亿百十两零无未件家元年月日号第一二三共其中为率"
    " \t\n\r\f\u3000|#*-—&\\"
)

fragments = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join)
letters = st.text(ALPHABET, min_size=1, max_size=60)
texts = st.lists(st.one_of(fragments, letters), min_size=1, max_size=4).map("\n".join)
bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def read(text: str) -> Result:
    """Return the result; a text that is refused is no example, any other error a failure."""
    try:
        return result_of(text)
    except ReportError:
        assume(condition=False)
        raise


def visible(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace())


def hold_characters(result: Result) -> None:
    clean = result.report.clean
    taken = Counter[str]()
    for removal in clean.removed:
        taken += visible(removal.text)
    assert visible(clean.raw.text) == visible(clean.text) + taken


def hold_removals(result: Result) -> None:
    clean = result.report.clean
    assert [r for r in clean.removed if r.text != r.span.of(clean.raw.text) or not r.rule] == []


def hold_edits(result: Result) -> None:
    clean = result.report.clean
    assert replay(clean.raw.text, clean.edits) == clean.text


def hold_origins(result: Result) -> None:
    clean = result.report.clean
    assert len(clean.origins) == len(clean.text)
    pairs = zip(clean.text, clean.origins, strict=True)
    assert [(c, o) for c, o in pairs if not c.isspace() and clean.raw.text[o] != c] == []


def hold_blocks(result: Result) -> None:
    """Every visible character of the clean text is in exactly one block."""
    clean, seen = result.report.clean, Counter[int]()
    for block in result.report.blocks:
        seen.update(range(block.span.start, block.span.end))
    assert [i for i, c in enumerate(clean.text) if not c.isspace() and seen[i] != 1] == []


def hold_numbers(result: Result) -> None:
    raw = result.report.clean.raw.text
    ids = {m.id for m in result.metrics}
    assert [n for n in result.numbers if n.metric and (n.rule or n.metric not in ids)] == []
    runs = Counter(n.span for n in result.numbers for _ in DIGITS_RE.finditer(n.span.of(raw)))
    spans = [span for span in runs if DIGITS_RE.match(span.of(raw))]
    found = [m.span() for m in DIGITS_RE.finditer(raw)]
    owners = [sum(s.start <= start and end <= s.end for s in spans) for start, end in found]
    assert [raw[start:end] for (start, end), n in zip(found, owners, strict=True) if n != 1] == []


def hold_metrics(result: Result) -> None:
    clean, metrics = result.report.clean, result.metrics
    assert len({m.id for m in metrics}) == len(metrics)
    starts = [int(ID_RE.fullmatch(m.id)[1]) for m in metrics]  # type: ignore[index]  # an id that does not match fails
    assert starts == [clean.raw_span(m.span).start for m in metrics]
    assert [m for m in metrics if m.parent and m.parent not in {t.id for t in metrics}] == []
    assert [m for m in metrics if m.parent == m.id or len(m.subject) > 40] == []


def hold_object(result: Result) -> None:
    told = report_object(result)
    again = json.loads(json.dumps(told, ensure_ascii=False))
    assert again == told
    raw = str(told["raw_text"])
    places = [p for key in ("sections", "paragraphs", "metrics", "removed") for p in again[key]]
    assert [p for p in places if not 0 <= p["start"] <= p["end"] <= len(raw)] == []
    numbers = again["numbers"]
    parts = numbers["in_metrics"] + sum(numbers["set_aside"].values()) + numbers["unexplained"]
    assert parts == numbers["total"]


PROMISES: tuple[Callable[[Result], None], ...] = (
    hold_characters,
    hold_removals,
    hold_edits,
    hold_origins,
    hold_blocks,
    hold_numbers,
    hold_metrics,
    hold_object,
)


@settings(bounded, max_examples=300)
@given(texts)
@example("一、主要工作\r\n\r\n— 3 —\r\n件")
def test_what_is_promised_of_reports_holds_for_any_text(text: str) -> None:
    result = read(text)
    for hold in PROMISES:
        hold(result)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A text after changes in the order that cleaning has: cuts, then moves, then blanks."""
    draft = begin(draw(st.text("甲乙丙12 \n", min_size=1, max_size=24)))
    for _ in range(draw(st.integers(0, 2))):
        draft = apply(draft, [Change("cut", s, e) for s, e in _pieces(draw, draft)])
    pieces = _pieces(draw, draft)
    outside = [i for i in range(len(draft.text) + 1) if not any(s <= i <= e for s, e in pieces)]
    if pieces and outside:
        draft = apply(draft, [Change("move", s, e, to=draw(st.sampled_from(outside))) for s, e in pieces])
    for _ in range(draw(st.integers(0, 2))):
        blanks = st.sampled_from(["", " ", "\n", "\t"])
        draft = apply(draft, [Change("blank", s, e, draw(blanks)) for s, e in _pieces(draw, draft)])
    return draft


def _pieces(draw: st.DrawFn, draft: Draft) -> list[tuple[int, int]]:
    """Return up to three stretches of the draft that do not touch."""
    cuts = sorted(draw(st.sets(st.integers(0, len(draft.text)), max_size=6)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


@bounded
@given(drafts())
def test_recorded_edits_make_the_draft_again(draft: Draft) -> None:
    assert replay(draft.raw, draft.edits) == draft.text
    taken = Counter[str]()
    for removal in draft.removed:
        taken += visible(removal.text)
    assert visible(draft.raw) == visible(draft.text) + taken


def test_a_blank_that_was_set_goes_with_its_line() -> None:
    draft = apply(begin("甲\n乙|丙\n"), [Change("cell", 3, 4, "\t")])
    draft = apply(draft, [Change("move", 2, 6, to=0)])
    assert draft.text == "乙\t丙\n甲\n"
    assert replay(draft.raw, draft.edits) == draft.text


@cache
def result_at(path: Path) -> Result:
    return process(read_source(path, ROOT), path)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda p: p.__name__)
@every("path", FILES, name=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_file_keeps_every_promise(path: Path, promise: Callable[[Result], None]) -> None:
    promise(result_at(path))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_cleaning_a_clean_text_changes_nothing_visible(path: Path) -> None:
    once = result_at(path).report.clean.text
    twice = result_of(once, source_at(path.name)).report.clean.text
    same = once.split() == twice.split()
    assert same
