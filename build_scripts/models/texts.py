"""A raw file, its decoded text, what cleaning did to it, and what is doubtful about it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import compress, count, pairwise
from operator import ne
from pathlib import Path

from build_scripts.models.head import BoxField, Head
from build_scripts.models.layout import Layout
from build_scripts.models.private import PrivatePlace, Redacted, Waiver
from build_scripts.models.records import maker, quick
from build_scripts.models.spans import Span, new_span

_NO_HEAD = Head()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a raw file from outside it: the sidecar ``<file name>.yml``.

    ``sha256`` is of the file's bytes; ``url`` and ``taken_on`` (YYYY-MM-DD) are ``None`` where unknown. ``report`` says
    that the text is a report, whatever it looks like; ``other_format`` that the report's page is made of another file.
    ``redactions`` are the places taken out of what is published, ``waivers`` those that stay though they look private.
    """

    title: str | None
    issuer: str | None
    year: int | None
    url: str | None
    taken_on: str | None
    sha256: str
    report: bool = False
    redactions: tuple[PrivatePlace, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    other_format: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A raw file and where it belongs. Region code, year and department slug come from its path, else ``None``."""

    path: Path
    sha256: str
    media_type: str
    record: Record | None = None
    region_code: str | None = None
    year: int | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A file's decoded text, byte-order mark removed and line ends untouched.

    Of a PDF, DOCX or HTML file ``text`` is what its reader gave: the same file gives the same text. ``pages`` holds the
    offset at which each page starts; the first is 0. ``layout`` says where the lines stand on the pages, ``None`` where
    the file has none; ``tags`` are what a web page says of itself beside its text: its 发布日期.
    ``head`` is what was read of the head of the page, empty before that is done. ``redacted`` are the stretches that
    the record takes out, in order; in what is published their characters are ■, so that all other places stay.
    """

    source: Source
    text: str
    encoding: str
    pages: tuple[int, ...] = (0,)
    layout: Layout | None = None
    tags: tuple[tuple[BoxField, str], ...] = ()
    head: Head = _NO_HEAD
    redacted: tuple[Redacted, ...] = ()

    def page_of(self, offset: int) -> int:
        """Return the number, from 1, of the page that holds the raw ``offset``."""
        return bisect_right(self.pages, offset)


@quick
@dataclass(frozen=True, slots=True)
class Edit:
    """One change by a named fix. ``span`` counts in raw.

    ``replacement`` is blanks, a line break or empty; a move leaves it empty and gives ``to``, the raw offset before
    which the piece now stands.
    """

    fix: str
    span: Span
    replacement: str = ""
    to: int | None = None


new_edit = maker(Edit)


@quick
@dataclass(frozen=True, slots=True)
class Removal:
    """Characters that cleaning took away: ``text`` is exactly the raw text at ``span``; ``rule`` says why."""

    text: str
    span: Span
    rule: str


class Severity(StrEnum):
    """How grave a finding is: an error stops publication, a warning is published with its mark."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader or editor should know. ``code`` is stable and documented; ``span`` counts in raw."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """The whole text in right order, one line a block, with the way back to the raw file.

    ``origins[i]`` is the raw offset of ``text[i]``; a blank or line break that cleaning set carries the raw offset
    of the character that follows it. ``cuts`` are the clean offsets at which the text goes on elsewhere in the raw
    text, a move or a removal being before them; ``is_in_order`` says that nothing was moved.
    """

    raw: RawText
    text: str
    origins: tuple[int, ...]
    edits: tuple[Edit, ...]
    removed: tuple[Removal, ...]
    findings: tuple[Finding, ...] = ()
    cuts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    is_in_order: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the cuts once: places of a report are asked for some hundreds of times."""
        object.__setattr__(self, "is_in_order", all(edit.to is None for edit in self.edits))
        object.__setattr__(self, "cuts", tuple(self._find_cuts()))

    def raw_start(self, span: Span) -> int:
        """Return the raw offset at which the clean ``span`` begins: the least that can be asked, and asked most."""
        return self.origins[span.start] if span.start < len(self.origins) else len(self.raw.text)

    def raw_span(self, span: Span) -> Span:
        """Return the raw span of the first piece of the clean ``span``."""
        if span.end <= span.start:
            return self.raw_spans(span)[0]
        cuts, end = self.cuts, span.end
        at = bisect_right(cuts, span.start)
        if at < len(cuts):
            end = min(end, cuts[at])
        return new_span(self.origins[span.start], self.origins[end - 1] + 1)

    def raw_spans(self, span: Span) -> tuple[Span, ...]:
        """Return the raw pieces of a clean ``span`` in reading order, parted only by a move or a removal."""
        if span.end <= span.start:
            at = self.origins[span.start] if span.start < len(self.origins) else len(self.raw.text)
            return (Span(at, at),)
        first, last = bisect_right(self.cuts, span.start), bisect_left(self.cuts, span.end)
        if first == last:  # most spans are one piece of the raw text
            return (new_span(self.origins[span.start], self.origins[span.end - 1] + 1),)
        edges = (span.start, *self.cuts[first:last], span.end)
        origins = self.origins
        return tuple([new_span(origins[start], origins[end - 1] + 1) for start, end in pairwise(edges)])

    def offset_of(self, raw_offset: int) -> int | None:
        """Return the first clean offset of what stands at ``raw_offset``, ``None`` where it was taken away.

        Only of a text that is in order is it known without a look at every character.
        """
        if not self.is_in_order:
            return self.origins.index(raw_offset) if raw_offset in self.origins else None
        at = bisect_left(self.origins, raw_offset)
        return at if self.origins[at : at + 1] == (raw_offset,) else None

    def _find_cuts(self) -> Iterator[int]:
        """Yield where a character stands in the raw text before the last one, or behind visible ones in between."""
        origins, raw = self.origins, self.raw.text
        places: Iterable[int]
        if self.is_in_order:
            # What stands behind a removal is asked for, not every character.
            places = sorted({bisect_left(origins, removal.span.end) for removal in self.removed})
        else:
            places = compress(count(1), map(ne, origins[1:], map((1).__add__, origins)))
        for at in places:
            if 0 < at < len(origins):
                last, here = origins[at - 1], origins[at]
                if here < last or (here > last + 1 and raw[last + 1 : here].strip()):
                    yield at
