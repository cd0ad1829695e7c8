"""Say what the lines round the title are: letterhead, document number, signer, addressee, signature, date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_scripts.head.head_lines import HeadLine
from build_scripts.head.tail import classify_line, part_line
from build_scripts.models import BlockKind, Part, Span
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head_parts import DOC_NUMBER_RE, SIGNER_RE, is_addressee, is_letterhead

_LONGEST_SIGNER = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A block round the body and the lines it stands on."""

    kind: BlockKind
    lines: tuple[HeadLine, ...]

    @property
    def span(self) -> Span:
        """The place of its first line."""
        return self.lines[0].span

    def part(self) -> Part:
        """Return the block by the places of its lines alone."""
        return Part(self.kind, tuple(line.span for line in self.lines))


def find_parts(plain: Sequence[HeadLine], title: tuple[int, int] | None) -> Iterator[Named]:
    """Yield the blocks among the lines above the body, in order; lines that are none are left out."""
    for i, line in enumerate(plain):
        if title and title[0] <= i <= title[1]:
            if i == title[0]:
                yield Named(BlockKind.TITLE, tuple(plain[i : title[1] + 1]))
            continue
        for kind, piece in _classify(line, below=title is not None and i > title[1]):
            yield Named(kind, (piece,))


def _classify(line: HeadLine, *, below: bool) -> Iterator[tuple[BlockKind, HeadLine]]:
    words = line.folded
    number, signer = DOC_NUMBER_RE.match(words), SIGNER_RE.search(words)
    if number and signer and number.end() <= signer.start():
        yield BlockKind.DOC_NUMBER, line.upto(signer.start())
        yield BlockKind.SIGNER, line.starting(signer.start())
    elif number and number.end() == len(words):
        yield BlockKind.DOC_NUMBER, line
    elif signer and len(words) < _LONGEST_SIGNER:
        yield BlockKind.SIGNER, line
    elif DATE_LINE_RE.fullmatch(words):
        yield BlockKind.DATE, line
    elif is_addressee(words):
        yield BlockKind.ADDRESSEE, line
    elif not below:
        if is_letterhead(words):
            yield BlockKind.LETTERHEAD, line
    elif classify_line(line) is BlockKind.SIGNATURE:
        yield from ((kind, piece) for piece, kind in part_line(line, BlockKind.SIGNATURE))
