"""Doubts about pictures: pages recognised on one, lines that seem to be lost there, pictures that were not read."""

import math
from itertools import pairwise
from statistics import median

from build_scripts.models import Box, Finding, Report, Severity

# Lines of a page stand evenly, by GB/T 9704 at 28 to 30 points: two steps at once are a line that was not seen.
# Skew and rounding move a line by a tenth of a step at most.
_TWO_STEPS = 1.75
_FEWEST_STEPS = 4
_CENTIMETRE = 72 / 2.54  # points


def check_recognised(report: Report) -> list[Finding]:
    """Return a note where pages were read by character recognition: which, and how sure it was of its worst line."""
    layout = report.clean.raw.layout
    if layout is None:
        return []
    sure: dict[int, float] = {}
    for line in layout.lines:
        if line.confidence is not None:
            sure[line.page] = min(line.confidence, sure.get(line.page, 1.0))
    if not sure:
        return []
    first = next(line.span for line in layout.lines if line.confidence is not None)
    pages = "、".join(map(str, sorted(sure)))
    message = (
        f"第 {pages} 页由文字识别读出，最没把握的一行为 {min(sure.values()):.2f}；数字未经核对，请对照原件"
    )
    return [Finding("ocr", Severity.NOTE, message, first)]


def check_line_lost(report: Report) -> list[Finding]:
    """Return a warning for each place inside a paragraph at which recognition seems to have missed a line."""
    layout = report.clean.raw.layout
    if layout is None:
        return []
    steps = [
        (line.box.top - above.box.top, line)
        for paragraph in report.paragraphs
        for piece in report.clean.raw_spans(paragraph.span)
        for above, line in pairwise(layout.lines_of(piece))
        if line.confidence is not None and above.page == line.page
    ]
    usual = median(step for step, _ in steps) if len(steps) >= _FEWEST_STEPS else math.inf
    return [
        Finding(
            "line-lost",
            Severity.WARNING,
            f"第 {line.page} 页此处行距有两行宽，疑文字识别漏了一行，请对照原件",
            line.span,
        )
        for step, line in steps
        if step >= _TWO_STEPS * usual
    ]


def check_pictures(report: Report) -> list[Finding]:
    """Return a warning for each page with a large picture beside its text: a table may be pasted in as one."""
    layout = report.clean.raw.layout
    if layout is None:
        return []
    firsts = {line.page: line.span for line in reversed(layout.lines)}
    return [
        Finding(
            "picture-unread",
            Severity.WARNING,
            f"第 {page} 页有图片（约 {_size(box)} 厘米）没有读，里面若有数字，不在数据里，请对照原件",
            firsts.get(page),
        )
        for page, box in layout.pictures
    ]


def _size(box: Box) -> str:
    width, height = (round(edge / _CENTIMETRE) for edge in (box.right - box.left, box.bottom - box.top))
    return f"{width} × {height}"
