"""Cut a draft into the lines it holds, and say of each what its place on the page tells."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from statistics import median
from typing import Final, NamedTuple

from build_scripts.offsets import Draft
from build_scripts.rules.captions import is_caption
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head_parts import NOTE_RE
from build_scripts.rules.marks import Mark, find_mark
from build_scripts.rules.widths import ends_sentence, width

# It begins with one character, as what begins with several is searched in twice the time.
BREAK_RE = re.compile(r"[\r\n\f\v\u0085\u2028\u2029](?:(?<=\r)\n)?")
_RARE_BREAKS = "\r\f\v\u0085\u2028\u2029"

# Half characters. Shorter lines say nothing of the margin; no page is set wider.
_SHORTEST, _WIDEST, _NEAR, _FEWEST = 24, 110, 4, 4


class Line(NamedTuple):
    """A line of a draft without the blanks around it. A tuple, as lines are made anew behind most fixes.

    ``breaks`` is the number of line breaks after it; ``page_after`` says whether a page ends between it and the next;
    ``weight`` is its heading level in Markdown, 0 for none. ``indent`` is the width of the blanks before it, ``blanks``
    their number; ``packed`` are its words without any blank, ``width`` is theirs in half characters. ``mark`` is the
    heading mark that opens it; it is ``finished`` where it ends as a clause or sentence does, ``alone`` where it is a
    date or a note and nothing else, a ``caption`` where it may stand above a table, ``spaced`` where it holds a blank.
    """

    start: int
    end: int
    breaks: int
    page_after: bool
    weight: int
    indent: int
    blanks: int
    text: str
    packed: str
    width: int
    mark: Mark | None
    finished: bool
    alone: bool
    caption: bool
    spaced: bool


# The fields of a line that it tells by itself, wherever it stands: ``indent`` to ``spaced``.
_Look = tuple[int, int, str, str, int, Mark | None, bool, bool, bool, bool]
# （二〇二四年十二月三十一日） in characters.
_LONGEST_DATE = 15
_BLANKS: Final = 1
_TEXT: Final = 2


@lru_cache(maxsize=4096)
def _look(line: str) -> _Look | None:
    """Return what a line tells, in no place, ``None`` for a blank one. Kept, as a fix changes few of all lines."""
    text = line.strip()
    if not text:
        return None
    packed = "".join(text.split())
    blanks = line.index(text)
    indent = width(line[:blanks]) if blanks else 0
    dated = len(packed) <= _LONGEST_DATE and DATE_LINE_RE.fullmatch(packed)
    alone = bool(dated or (packed[0] in "（(" and NOTE_RE.fullmatch(packed)))
    spaced = packed != text
    caption = is_caption(" ".join(text.split()) if spaced else text)
    mark, finished = find_mark(text), ends_sentence(packed)
    return indent, blanks, text, packed, width(packed), mark, finished, alone, caption, spaced


@lru_cache(maxsize=2)
def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines that hold a visible character, as they are without pages and headings.

    A text is cut once: most fixes find nothing to change and leave the next one the same text.
    """
    found: list[tuple[int, int, _Look]] = []
    cut, at = _cut(text), 0
    for i, (line, size) in enumerate(cut):
        if look := _look(line):
            found.append((i, at + look[_BLANKS], look))
        at += size
    follow = [*(i for i, _, _ in found[1:]), len(cut) - 1]
    # As Line._make does, in two thirds of its time: 800 lines are made for a report.
    return tuple(
        [
            tuple.__new__(Line, (start, start + len(look[_TEXT]), until - i, False, 0, *look))
            for (i, start, look), until in zip(found, follow, strict=True)
        ]
    )


def _cut(text: str) -> Sequence[tuple[str, int]]:
    """Return every line, blank ones too, and its size with the break behind it."""
    if not any(mark in text for mark in _RARE_BREAKS):  # half the time
        return [(line, len(line) + 1) for line in text.split("\n")]
    ends = [*(match.span() for match in BREAK_RE.finditer(text)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    return [(text[at:stop], end - at) for at, (stop, end) in zip(starts, ends, strict=False)]


def split_pages(
    draft: Draft, pages: Sequence[int], weights: Mapping[int, int] | None = None
) -> tuple[Line, ...]:
    """Return the lines with the ends of pages and the weights of headings, both told by raw offsets."""
    lines = list(split_lines(draft.text))
    # Nothing stands before 0, which ends no page: most texts have no other edge.
    edges = sorted({*pages, *_page_furniture(draft)} - {0})
    for i in _page_ends(draft, lines, edges) if edges else ():
        lines[i] = lines[i]._replace(page_after=True)
    for i, line in enumerate(lines if weights else ()):
        weight = weights.get(draft.origins[line.start]) if weights else None
        if weight:
            lines[i] = line._replace(weight=weight)
    return tuple(lines)


def _page_ends(draft: Draft, lines: Sequence[Line], edges: Sequence[int]) -> Iterator[int]:
    """Yield the lines behind which a page ends; a line's first and last characters come from the raw text."""
    origins = draft.origins
    pages = [bisect_right(edges, origins[line.start]) for line in lines]
    pages.append(bisect_right(edges, len(draft.raw)))
    for i, line in enumerate(lines):
        if pages[i] != pages[i + 1] and bisect_right(edges, origins[line.end - 1]) < pages[i + 1]:
            yield i


def _page_furniture(draft: Draft) -> Iterable[int]:
    return (r.span.start for r in draft.removed if r.rule in ("page-number", "running-head"))


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which the text is wrapped, or ``None`` where a line is a paragraph.

    The width is the median of the lines that do not end a clause and are followed by another line; it counts as
    wrapped when most of these are within four half characters of it and hardly a line is longer. Such lines are 56
    wide on a page set by GB/T 9704 (28 characters) and up to 100 on portals; longer ones are paragraphs.
    """
    widths = [a.width for a in lines[:-1] if not a.finished and a.width > _SHORTEST]
    if len(widths) < _FEWEST:
        return None
    middle = int(median(widths))
    near = sum(abs(w - middle) <= _NEAR for w in widths)
    longer = sum(line.width > middle + 2 * _NEAR for line in lines)
    return middle if middle <= _WIDEST and near * 2 >= len(widths) and longer * 20 <= len(lines) else None
