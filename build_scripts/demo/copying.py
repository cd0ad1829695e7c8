"""What copying out of a page or a PDF does to a text: lines cut, pages numbered, blanks set, portal lines beneath."""

import re
from collections.abc import Iterator
from random import Random

from build_scripts.demo.truths import Page

_HAN_AND_DIGIT = re.compile(r"(?<=[㐀-鿿])(?=[0-9])|(?<=[0-9])(?=[㐀-鿿])")
_NEVER_FIRST = frozenset("，。、；：）》”％%！？〕｜")
_NEVER_LAST = frozenset("（《“〔")
_PAGE_NUMBERS = ("— {} —", "- {} -", "{}", "第 {} 页", "－{}－")
_FEET = (
    "扫一扫在手机打开当前页\n【打印本页】 【关闭窗口】\n",
    "分享到：\n上一篇：没有了\n",
    "【字体：大 中 小】 打印本页 关闭窗口\n",
    "相关链接\n版权所有：{}\n",
)
# Shares of the reports: with blanks round digits (three of the first five, fewer of the pages seen), with lines cut as
# in a PDF, of the rest with indented paragraphs; of those cut with pages numbered; with a portal's lines beneath.
_SPACED, _CUT, _INDENTED, _NUMBERED, _WITH_FOOT = 0.3, 0.35, 0.5, 0.6, 0.15
_SHORT = 30  # characters of a line that is no paragraph
Insertions = list[tuple[int, str]]


def copied(page: Page, head: int, rnd: Random) -> Page:
    """Return the page as it looks when copied out; the first ``head`` characters stay as they are, and so do tables."""
    insertions: Insertions = []
    lines = list(_lines(page.text, head))
    if rnd.random() < _SPACED:
        found = (_HAN_AND_DIGIT.finditer(page.text, at, at + len(line)) for line, at in lines)
        insertions += [(match.start(), " ") for matches in found for match in matches]
    if rnd.random() < _CUT:
        insertions += _breaks(lines, rnd)
    elif rnd.random() < _INDENTED:
        insertions += [(at, "　　") for line, at in lines if len(line) > _SHORT]
    return page.with_insertions(sorted(insertions, key=lambda insertion: insertion[0]))


def _lines(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield each line from ``start`` on that is no table's, and where it begins."""
    at = 0
    for line in text.split("\n"):
        if at >= start and not line.startswith("|"):
            yield line, at
        at += len(line) + 1


def _breaks(lines: list[tuple[str, int]], rnd: Random) -> Insertions:
    """Cut long lines at one width, and set a page's number after so many lines."""
    width, depth, page = rnd.randint(26, 32), rnd.randint(22, 27), 1
    gap, number, numbered = rnd.choice(("\n", "\n\n")), rnd.choice(_PAGE_NUMBERS), rnd.random() < _NUMBERED
    insertions: Insertions = []
    for line, at in lines:
        for cut in _cuts(line, width):
            full = numbered and len(insertions) % depth == depth - 1
            insertions.append((at + cut, f"{gap}{number.format(page)}{gap}" if full else gap))
            page += full
    return insertions


def _cuts(line: str, width: int) -> Iterator[int]:
    """Yield where a line is cut: never inside a number, before a closing mark, behind an opening one."""
    at = width
    while at < len(line) - 1:
        while _holds_together(line[at - 1], line[at]):
            at -= 1
        yield at
        at += width


def _holds_together(last: str, first: str) -> bool:
    return first in _NEVER_FIRST or last in _NEVER_LAST or (first.isdigit() and last.isdigit())


def foot(agency: str, rnd: Random) -> str:
    """Return the portal's lines below a report, mostly none."""
    return rnd.choice(_FEET).format(agency) if rnd.random() < _WITH_FOOT else ""
