"""Work grows with the length of a text and no faster, whatever it is made of.

A text four times as long may take eight times as long, twice its share: what grows with the square takes sixteen
times. Times are of this process alone and of one run, so a busy machine changes nothing.
"""

import gc
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from build_scripts.pipeline import process_raw
from build_scripts.read.text_file import read_text_file
from tests.texts import HEAD, source_at

SMALL, LARGE = 5_000, 20_000  # characters
TIMES, MARGIN = LARGE // SMALL, 2
# Shorter times are mostly what the clock makes of them. A quarter of what 10,000 and 40,000 characters had: what grows
# with the square is caught at the same cost.
FLOOR = 0.005

# Repeated until the text is long enough: on one line, and with a line break after every ten.
PIECES = {
    "marks": "（一（二（三",
    "one": "一",
    "ten": "十",
    "vague": "三四百",
    "opened-book": "《",
    "quote": "“",
    "pause": "、",
    "opened": "（",
    "closed": "）",
    "nested": "（甲",
    "brackets": "（甲）",
    "digits": "1234567890",
    "digits-and-commas": "1,234,",
    "digits-and-blanks": "1 ",
    "letters": "a",
    "letters-and-digits": "a1",
    "bars": "|",
    "cells": "|甲",
    "blanks": " ",
    "wide-blanks": "　",
    "tabs": "\t",
    "numbers-and-tabs": "12\t",
    "organs": "某县司法局有限公司",
    "prose": "法治政府建设工作",
    "clauses": "我局坚持，",
    "sentences": "我局依法行政。",
    "none": "无",
    "none-of-them": "无一",
    "no-things": "无行政复议案件，",
    "ten-thousand": "万",
    "each": "各1家",
    "parts": "其中3件，",
    "counts": "共办理案件3件，",
    "pause-counts": "、3个",
    "years": "2023年",
    "dates": "2023年3月4日",
    "months": "1-2月、",
    "percent": "12%",
    "percent-in-words": "百分之",
    "tables": "表1",
    "ratios": "1/2",
    "document-numbers": "新卫〔2024〕",
    "law-titles": "《中华人民共和国行政处罚法》、",
    "articles": "第一条",
    "stars": "**甲 ",
    "bold": "**甲**",
    "images": "![",
    "comments": "<!--",
    "entities": "&nbsp;",
    "labels": "来源：",
    "breadcrumbs": "首页>",
    "places": "河北省石家庄市平山县",
    "mobiles": "13812345678、",
    "rates": "抽检200批次，合格180批次，合格率90%，",
    "rates-in-sentences": "抽检200批次，合格180批次，合格率95%。",
    "items": "一是坚持依法行政，",
    "mixed": "我局开展检查12次，其中食品5次、药品7次；办理案件3件。",
}
# Whole lines, repeated.
LINES = {
    "headings": "一、主要工作\n",
    "second-headings": "（一）强化领导。我局开展工作3次。\n",
    "third-headings": "1.强化领导\n",
    "markdown-headings": "## 强化领导\n我局依法。\n",
    "bold-headings": "**强化领导**\n我局依法。\n",
    "short-lines": "我局坚持\n",
    "one-character": "我\n",
    "wrapped": "我局坚持以习近平新时代中国特色社会主义思想为指导深入学\n",
    "wrapped-and-headings": "我局坚持以习近平新时代中国特色社会主义思想为指导深入学\n一、强化领导\n",
    "lone-headings": "强化领导\n我局坚持依法行政，不断完善制度，取得了明显的成效，各项工作有序开展，推进法治政府建设\n",
    "paragraphs": "我局开展检查12次，其中食品5次、药品7次；办理案件3件。\n",
    "table": "许可\t12\t3\n",
    "markdown-table": "| 许可 | 12 | 3 |\n",
    "blank-table": "合计 12 13 14\n",
    "many-tables": "表1 情况表\n名称\t数量\n许可\t12\n处罚\t3\n我局依法行政。\n",
    "pages": "我局坚持依法行政\n— 3 —\n",
    "feeds": "新县年报\f我局坚持依法行政，\n",
    "bare-numbers": "我局坚持依法行政\n3\n",
    "dates": "2023年3月4日\n",
    "agencies": "新县司法局\n",
    "addressees": "县人民政府：\n",
    "titles": "新县司法局2023年法治政府建设年度报告\n",
    "articles": "第一条 为了规范管理，制定本办法。\n",
}


def texts() -> Iterator[tuple[str, Callable[[int], str]]]:
    for name, piece in PIECES.items():
        yield name, partial(filled, piece)
        yield f"lines-of-{name}", partial(filled, piece * 10 + "\n")
    for name, line in LINES.items():
        yield f"lines-{name}", partial(filled, line)
    yield "in-turn", partial(filled, "12%、", head=HEAD + "分别增长")
    yield "one-row", lambda size: filled("许可\t", size // 2) + "\n" + filled("12\t", size // 2, "")


def filled(piece: str, size: int, head: str = HEAD) -> str:
    return head + (piece * (size // len(piece) + 1))[:size]


@pytest.mark.heavy
@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in texts()])
def test_work_grows_with_the_text(make: Callable[[int], str]) -> None:
    small, large = make(SMALL), make(LARGE)
    for _ in range(3):
        took = seconds(large)
        # Where the floor alone allows it, the short text need not be timed.
        ratio = took / FLOOR if took <= TIMES * MARGIN * FLOOR else took / max(seconds(small), FLOOR)
        if ratio <= TIMES * MARGIN:
            return
    pytest.fail(f"four times the text took {ratio:.1f} times as long")


def seconds(text: str) -> float:
    """The CPU time of a text, without the collector of garbage: it goes through all that earlier tests have kept."""
    raw = read_text_file(source_at("报告.txt"), text.encode())
    gc.disable()
    try:
        start = time.process_time()
        process_raw(raw)
        return time.process_time() - start
    finally:
        gc.enable()
