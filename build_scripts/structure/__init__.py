"""Clean text to report: what each line is, the headings, the tables, and what the report says of itself."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from build_scripts.models import Block, BlockKind, CleanText, Paragraph, Report, Section, Span
from build_scripts.structure.blocks import classify_blocks
from build_scripts.structure.headings import find_headings
from build_scripts.structure.metadata import read_meta
from build_scripts.structure.tables import find_tables


def structure(clean: CleanText) -> Report:
    """Return the report. Every line of the clean text is in exactly one block; nothing is read out of numbers."""
    tables = find_tables(clean)
    blocks = classify_blocks(clean, tables)
    sections, bodies = find_headings(clean, blocks)
    starts = [s.span.start for s in sections]
    paragraphs = tuple(Paragraph(span, _section_at(starts, span.start)) for span in bodies)
    kinds = tuple(b for b in blocks if b.kind is not BlockKind.PARAGRAPH)
    return Report(
        clean=clean,
        meta=read_meta(clean, blocks),
        blocks=tuple(sorted((*kinds, *_body_blocks(sections, bodies)), key=lambda b: b.span)),
        sections=sections,
        paragraphs=paragraphs,
        tables=tuple(replace(t, section=_section_at(starts, t.span.start)) for t in tables),
    )


def _section_at(starts: Sequence[int], offset: int) -> int | None:
    at = bisect_right(starts, offset) - 1
    return at if at >= 0 else None


def _body_blocks(sections: Sequence[Section], bodies: Sequence[Span]) -> list[Block]:
    headings = [Block(BlockKind.HEADING, s.span) for s in sections]
    return headings + [Block(BlockKind.PARAGRAPH, span) for span in bodies]
