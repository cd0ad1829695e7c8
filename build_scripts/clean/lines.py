"""Cut a draft into the lines it holds, and say of each what its place on the page tells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from build_scripts.models import Span
from build_scripts.offsets import Draft
from build_scripts.rules.marks import Mark, find_mark
from build_scripts.rules.widths import ends_sentence, width

LINE_RE = re.compile(r"[^\r\n\f\v\u0085\u2028\u2029]+")
BREAK_RE = re.compile(r"\r\n|[\r\n\f\v\u0085\u2028\u2029]")
COLUMN_GAP_RE = re.compile(r"(?<=\S)(?:\t+|[ \u00a0]{2,}|\u3000+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft without the blanks around it.

    ``indent`` is the width of the blanks before it, ``breaks`` the number of line breaks after it; ``page_after`` says
    whether a page ends between it and the next; ``weight`` is its heading level in Markdown, 0 for none.
    """

    start: int
    end: int
    text: str
    indent: int
    breaks: int
    page_after: bool = False
    weight: int = 0

    @property
    def packed(self) -> str:
        """The words without any blank."""
        return re.sub(r"\s", "", self.text)

    @property
    def width(self) -> int:
        """The width without blanks, in half characters."""
        return width(self.packed)

    @property
    def mark(self) -> Mark | None:
        """The heading mark that opens the line."""
        return find_mark(self.text)

    @property
    def finished(self) -> bool:
        """Whether the line ends as a clause or sentence does."""
        return ends_sentence(self.packed)


def split_lines(
    draft: Draft, pages: Sequence[int] = (), weights: dict[int, int] | None = None
) -> tuple[Line, ...]:
    """Return the lines that hold a visible character. ``pages`` are raw offsets at which a page starts."""
    spans = [_trim(m, draft.text) for m in LINE_RE.finditer(draft.text) if m[0].strip()]
    edges = sorted({*pages, *_page_furniture(draft)})
    lines = []
    for i, (start, end, indent) in enumerate(spans):
        until = spans[i + 1][0] if i + 1 < len(spans) else len(draft.text)
        here, there = draft.origin(end - 1), draft.origin(until)
        lines.append(
            Line(
                start,
                end,
                draft.text[start:end],
                indent,
                len(BREAK_RE.findall(draft.text, end, until)),
                any(here < e <= there for e in edges),
                (weights or {}).get(draft.origin(start), 0),
            )
        )
    return tuple(lines)


def _trim(match: re.Match[str], text: str) -> tuple[int, int, int]:
    body = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return start, start + len(body), width(text[match.start() : start])


def _page_furniture(draft: Draft) -> Iterable[int]:
    return (r.span.start for r in draft.removed if r.rule in ("page-number", "running-head"))


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which the text is wrapped, or ``None`` where a line is a paragraph.

    The width is the median of the lines that do not end a clause and are followed by another line; it counts as
    wrapped when most of these are within four half characters of it and hardly a line is longer. Such lines are 56
    wide on a page set by GB/T 9704 (28 characters) and up to 100 on portals; longer ones are paragraphs.
    """
    widths = [a.width for a in lines[:-1] if not a.finished and a.width > 24]
    if len(widths) < 4:
        return None
    middle = int(median(widths))
    near = sum(abs(w - middle) <= 4 for w in widths)
    longer = sum(line.width > middle + 8 for line in lines)
    return middle if middle <= 110 and near * 2 >= len(widths) and longer * 20 <= len(lines) else None


def column_count(text: str) -> int:
    """Return into how many columns wide gaps part ``text``: "甲  3  4" gives 3, "甲 乙" gives 1."""
    return len(COLUMN_GAP_RE.findall(text.strip())) + 1


def raw_extent(draft: Draft, line: Line) -> Span:
    """Return the raw span from the line's first to its last character."""
    return Span(draft.origin(line.start), draft.origin(line.end - 1) + 1)
