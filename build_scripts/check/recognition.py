"""Doubts about pages that were recognised on a picture: which they are, and where a line seems to be lost."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from build_scripts.models import Finding, Layout, Report, Severity, Span

# Lines of a page stand evenly, by GB/T 9704 at 28 to 30 points: two steps at once are a line that was not seen.
# Skew and rounding move a line by a tenth of a step at most.
_TWO_STEPS = 1.75
_FEWEST_LINES = 4


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
    steps = _steps(layout) if layout else {}
    return [
        Finding(
            "line-lost",
            Severity.WARNING,
            f"第 {page} 页此处行距有两行宽，疑文字识别漏了一行，请对照原件",
            where,
        )
        for paragraph in report.paragraphs
        if layout and steps
        for where, page in _gaps(layout, report.clean.raw_spans(paragraph.span), steps)
    ]


def _steps(layout: Layout) -> dict[int, float]:
    """Return for each page that was recognised how far its lines stand apart."""
    tops: dict[int, list[float]] = defaultdict(list)
    for line in layout.lines:
        if line.confidence is not None:
            tops[line.page].append(line.box.top)
    return {
        page: median(b - a for a, b in pairwise(sorted(own)))
        for page, own in tops.items()
        if len(own) >= _FEWEST_LINES
    }


def _gaps(layout: Layout, pieces: tuple[Span, ...], steps: dict[int, float]) -> Iterator[tuple[Span, int]]:
    for piece in pieces:
        lines = layout.lines_of(piece)
        for above, line in pairwise(lines):
            step = steps.get(line.page)
            if step and above.page == line.page and line.box.top - above.box.top >= _TWO_STEPS * step:
                yield line.span, line.page
