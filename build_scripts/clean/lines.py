"""Cut a draft into the lines it holds, and say of each what its place on the page tells."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from statistics import median
from typing import NamedTuple

from build_scripts.offsets import Draft
from build_scripts.rules.captions import is_caption
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head import NOTE_RE
from build_scripts.rules.marks import Mark, find_mark
from build_scripts.rules.widths import ends_sentence, width

LINE_RE = re.compile(r"[^\r\n\f\v\u0085\u2028\u2029]+")
BREAK_RE = re.compile(r"\r\n|[\r\n\f\v\u0085\u2028\u2029]")

# Half characters. Shorter lines say nothing of the margin; no page is set wider.
_SHORTEST, _WIDEST, _NEAR, _FEWEST = 24, 110, 4, 4


class Line(NamedTuple):
    """A line of a draft without the blanks around it. A tuple, as lines are made anew behind most fixes.

    ``indent`` is the width of the blanks before it, ``blanks`` their number, ``breaks`` the number of line breaks
    after it; ``page_after`` says whether a page ends between it and the next; ``weight`` is its heading level in
    Markdown, 0 for none.
    """

    start: int
    end: int
    text: str
    indent: int
    breaks: int
    look: "_Look"
    page_after: bool = False
    weight: int = 0
    blanks: int = 0

    @property
    def packed(self) -> str:
        """The words without any blank."""
        return self.look.packed

    @property
    def width(self) -> int:
        """The width without blanks, in half characters."""
        return self.look.width

    @property
    def mark(self) -> Mark | None:
        """The heading mark that opens the line."""
        return self.look.mark

    @property
    def finished(self) -> bool:
        """Whether the line ends as a clause or sentence does."""
        return self.look.finished

    @property
    def alone(self) -> bool:
        """Whether the line is a date or a note and nothing else."""
        return self.look.alone

    @property
    def caption(self) -> bool:
        """Whether the line may stand above a table."""
        return self.look.caption


class _Look:
    """What a line's words tell, seen once and only when asked for; a third of the whole time before it was kept."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def packed(self) -> str:
        return re.sub(r"\s", "", self._text)

    @cached_property
    def width(self) -> int:
        return width(self.packed)

    @cached_property
    def mark(self) -> Mark | None:
        return find_mark(self._text)

    @cached_property
    def finished(self) -> bool:
        return ends_sentence(self.packed)

    @cached_property
    def alone(self) -> bool:
        return bool(DATE_LINE_RE.fullmatch(self.packed) or NOTE_RE.fullmatch(self.packed))

    @cached_property
    def caption(self) -> bool:
        return is_caption(re.sub(r"\s+", " ", self._text))


@lru_cache(maxsize=4096)
def _look(text: str) -> _Look:
    """Return the same for the same words: a fix changes few lines, and all are cut anew behind it."""
    return _Look(text)


def split_lines(
    draft: Draft, pages: Sequence[int] = (), weights: dict[int, int] | None = None
) -> tuple[Line, ...]:
    """Return the lines that hold a visible character. ``pages`` are raw offsets at which a page starts."""
    lines = list(_cut(draft.text))
    # Nothing stands before 0, which ends no page: most texts have no other edge.
    edges = sorted({*pages, *_page_furniture(draft)} - {0})
    for i in _page_ends(draft, lines, edges) if edges else ():
        lines[i] = lines[i]._replace(page_after=True)
    for i, line in enumerate(lines if weights else ()):
        weight = weights.get(draft.origins[line.start]) if weights else None
        if weight:
            lines[i] = line._replace(weight=weight)
    return tuple(lines)


@lru_cache(maxsize=2)
def _cut(text: str) -> tuple[Line, ...]:
    """Cut a text once: most fixes find nothing to change and leave the next one the same text."""
    found = []
    for match in LINE_RE.finditer(text):
        words = match[0].strip()
        if words:
            found.append((match.start(), match.start() + match[0].index(words), words))
    untils = [*(start for _, start, _ in found[1:]), len(text)]
    lines = []
    for (at, start, words), until in zip(found, untils if found else (), strict=True):
        end = start + len(words)
        # One character between two lines is their break.
        breaks = 1 if until == end + 1 and until < len(text) else len(BREAK_RE.findall(text, end, until))
        indent = width(text[at:start]) if at < start else 0
        lines.append(Line(start, end, words, indent, breaks, _look(words), blanks=start - at))
    return tuple(lines)


def _page_ends(draft: Draft, lines: Sequence[Line], edges: Sequence[int]) -> Iterator[int]:
    """Yield the lines behind which a page ends; a line's first and last characters come from the raw text."""
    origins = draft.origins
    pages = [
        *(bisect_right(edges, origins[line.start]) for line in lines),
        bisect_right(edges, len(draft.raw)),
    ]
    for i, line in enumerate(lines):
        if bisect_right(edges, origins[line.end - 1]) < pages[i + 1]:
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
