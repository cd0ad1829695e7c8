"""What the blocks and the box say of the report: organs in order of source, number, signer, addressee, dates."""

from collections.abc import Iterable, Iterator, Sequence

from build_scripts.head.head_lines import fold
from build_scripts.head.line_kinds import Named
from build_scripts.models import BlockKind, BoxEntry, BoxField, NamedBy, Organ, Span
from build_scripts.rules.dates import parse_date
from build_scripts.rules.head_parts import DOC_NUMBER_RE, SIGNER_RE, is_title
from build_scripts.rules.organs import find_leading, is_organ, is_place, split_names

_SEALS = ("（盖章）", "(盖章)", "（公章）", "(公章)", "（章）", "(章)")


def find_box_title(box: Sequence[BoxEntry]) -> tuple[str | None, tuple[Organ, ...]]:
    """Return the title that the box gives, and the organ that opens it."""
    entry = next((e for e in box if e.field is BoxField.TITLE and is_title(fold(e.value))), None)
    if not entry:
        return None, ()
    found = find_leading(fold(entry.value))
    named = (Organ(entry.value[found[0] : found[1]], NamedBy.TITLE, entry.span),) if found else ()
    return entry.value, named


def find_organs(blocks: Sequence[Named], box: Sequence[BoxEntry]) -> Iterator[Organ]:
    """Yield the organs that letterhead, signature and box name. A line that is no organ's name yields nothing."""
    for kind, by in ((BlockKind.LETTERHEAD, NamedBy.LETTERHEAD), (BlockKind.SIGNATURE, NamedBy.SIGNATURE)):
        for block in blocks:
            if block.kind is kind:
                line = block.lines[0]
                yield from _names(_bare(line.packed), by, line.span, line.gaps)
    for entry in box:
        if entry.field is BoxField.AGENCY:
            yield from _names(entry.value, NamedBy.BOX, entry.span)


def _names(words: str, by: NamedBy, span: Span, gaps: frozenset[int] = frozenset()) -> Iterator[Organ]:
    for start, end in split_names(words, gaps):
        name = words[start:end]
        if is_organ(name) or (by is NamedBy.BOX and is_place(name)):
            yield Organ(name, by, span)


def _bare(words: str) -> str:
    """Return a letterhead's or signature's name without 文件 and the note of its seal."""
    for seal in _SEALS:
        words = words.replace(seal, "")
    return words.removesuffix("文件")


def document_number_of(blocks: Iterable[Named], box: Sequence[BoxEntry]) -> str | None:
    """Return the document number of a line of its own, else that of the box."""
    lines = (b.lines[0].packed for b in blocks if b.kind is BlockKind.DOC_NUMBER)
    values = (e.value for e in box if e.field is BoxField.DOC_NUMBER)
    found = (DOC_NUMBER_RE.search(words) for words in (*lines, *values))
    return next((match[0] for match in found if match), None)


def signer_of(blocks: Iterable[Named]) -> str | None:
    """Return the name behind 签发人."""
    found = (SIGNER_RE.search(b.lines[0].packed) for b in blocks if b.kind is BlockKind.SIGNER)
    return next((match["name"] for match in found if match), None)


def addressee_of(blocks: Iterable[Named]) -> str | None:
    """Return whom the report is addressed to."""
    lines = (b.lines[0].packed for b in blocks if b.kind is BlockKind.ADDRESSEE)
    return next((words.rstrip("：:") for words in lines), None)


def date_of(written: Iterable[str]) -> str | None:
    """Return the first of ``written`` that is a day, as YYYY-MM-DD."""
    for words in written:
        try:
            return parse_date(words)
        except ValueError:
            continue
    return None


def box_values(box: Sequence[BoxEntry], field: BoxField) -> list[str]:
    """Return what the box gives for a field, in order of place, where it gives anything."""
    return [entry.value for entry in box if entry.field is field and entry.value]
