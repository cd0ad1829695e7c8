"""The lines of a raw text as its head is matched: blanks and marks of Markdown left out, widths folded.

Nothing is changed: every character of a line knows its raw offset.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from build_scripts.models import Span
from build_scripts.rules.marks import Mark, find_mark
from build_scripts.rules.plain_signs import BLANK_ENTITY
from build_scripts.rules.widths import width

_LINE_RE = re.compile(r"[^\r\n\f\v\u0085\u2028\u2029]+")
_SKIP_RE = re.compile(
    rf"(?:\s|{BLANK_ENTITY}|[\u200b-\u200f\u2060\ufeff\u00ad])+|\*\*|\\(?=[!-/:-@\[-`{{-~])"
)
_MARKDOWN_RE = re.compile(r"(?:#{1,6}(?=[^#])|>(?=\s)|[-*+•●▪◆■□○◎](?=\s))[ \t]*")
_BOLD_RE = re.compile(r"\*\*[^*\n]{2,40}\*\*")
_HALF = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# Lines of Markdown that hold no words of the page: rules, images, comments.
_NO_WORDS_RE = re.compile(r"[-*_ ]{3,}|!\[[^\]\n]{0,200}\]\([^()\s]{0,500}\)|<!--.{0,500}-->")
# A line of a head is no longer; of a whole report on one line only so much is looked at.
_LONGEST = 1500


def fold(text: str) -> str:
    """Return ``text`` with full-width letters, digits and marks made half-width, one for one: "（２：" gives "(2:"."""
    return text.translate(_HALF)


@dataclass
class HeadLine:
    """A line of the raw text from ``start`` to ``end``, blanks around it left out.

    A ``piece`` begins in the midst of a line, behind something else.
    """

    raw: str
    start: int
    end: int
    piece: bool = False

    @cached_property
    def span(self) -> Span:
        """The place of the line in the raw text; hardly a line of the body is asked for it."""
        return Span(self.start, self.end)

    @cached_property
    def _pieces(self) -> tuple[list[range], frozenset[int]]:
        """The raw places of what is kept, and the gaps between. Of most lines that is one piece, and none."""
        start = self.start
        text = self.raw[start : min(self.end, start + _LONGEST)]
        mark = _MARKDOWN_RE.match(text)
        at = mark.end() if mark else 0
        kept: list[range] = []
        gaps: set[int] = set()
        length = 0
        for skip in _SKIP_RE.finditer(text, at):
            kept.append(range(start + at, start + skip.start()))
            length += skip.start() - at
            at = skip.end()
            if skip[0][0] not in "*\\":
                gaps.add(length)
        kept.append(range(start + at, start + len(text)))
        return kept, frozenset(gaps)

    @cached_property
    def packed(self) -> str:
        """The words as written, without any blank, entity or mark of Markdown."""
        text = self.raw[self.start : min(self.end, self.start + _LONGEST)]
        if not (_MARKDOWN_RE.match(text) or _SKIP_RE.search(text)):
            return text  # most lines: a third of the time of setting pieces together
        return "".join(self.raw[piece.start : piece.stop] for piece in self._pieces[0])

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The raw offset of every character of ``packed``."""
        return tuple(chain.from_iterable(self._pieces[0]))

    @property
    def gaps(self) -> frozenset[int]:
        """Where in ``packed`` a blank stood in the raw text, before the character at that place."""
        return self._pieces[1]

    @cached_property
    def folded(self) -> str:
        """The packed words, widths folded, as long as ``packed``."""
        return fold(self.packed)

    @cached_property
    def mark(self) -> Mark | None:
        """The heading mark that opens the line."""
        return find_mark(self.packed[:20])

    @cached_property
    def width(self) -> int:
        """The width in half characters."""
        return width(self.packed)

    @property
    def weighted(self) -> bool:
        """Whether Markdown makes the line a heading, or it is bold from end to end."""
        text = self.span.of(self.raw)
        return text.startswith("#") or _BOLD_RE.fullmatch(text) is not None

    @property
    def row(self) -> int:
        """The number of bars that part the cells of a table's row, 0 where there are none."""
        return self.folded.count("|")

    def upto(self, i: int) -> "HeadLine":
        """Return the line cut off before the character at ``i`` of ``packed``."""
        return HeadLine(self.raw, self.start, self.offsets[i - 1] + 1, self.piece)

    def starting(self, i: int) -> "HeadLine":
        """Return the rest of the line from the character at ``i`` of ``packed`` on."""
        return HeadLine(self.raw, self.offsets[i], self.end, piece=True)


def cut_lines(raw: str) -> list[HeadLine]:
    """Return the lines that hold words, in order."""
    lines = []
    for match in _LINE_RE.finditer(raw):
        text = match[0].strip()
        if text and not (text[0] in "-*_!<" and _NO_WORDS_RE.fullmatch(text)):
            start = match.start() + match[0].index(text)
            lines.append(HeadLine(raw, start, start + len(text)))
    return lines
