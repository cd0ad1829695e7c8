"""Clean text to report: what each line is, the headings, the tables, and what the report says of itself."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from build_scripts.models import Block, BlockKind, CleanText, DocumentKind, Paragraph, Report, Section, Span
from build_scripts.rules.document_kinds import classify_document
from build_scripts.structure.blocks import classify_blocks
from build_scripts.structure.headings import find_headings
from build_scripts.structure.metadata import read_meta
from build_scripts.structure.tables import find_tables

_TELLING = ("portal-chrome", "information-box")


def structure(clean: CleanText) -> Report:
    """Return the report. Every line of the clean text is in exactly one block; nothing is read out of numbers."""
    tables = find_tables(clean)
    blocks = classify_blocks(clean, tables)
    sections, bodies = find_headings(clean, blocks)
    starts = [s.span.start for s in sections]
    paragraphs = tuple(Paragraph(span, _section_at(starts, span.start)) for span in bodies)
    kind, told = _document_kind(clean)
    meta = read_meta(clean, blocks)
    kinds = tuple(b for b in blocks if b.kind is not BlockKind.PARAGRAPH)
    return Report(
        clean=clean,
        # A law's title names the law and no organ that would publish it as its report.
        meta=replace(meta, agency=None, department=None) if kind is DocumentKind.LAW else meta,
        blocks=tuple(
            sorted((*kinds, *_body_blocks(sections, bodies)), key=lambda b: (b.span.start, b.span.end))
        ),
        sections=sections,
        paragraphs=paragraphs,
        tables=tuple(replace(t, section=_section_at(starts, t.span.start)) for t in tables),
        kind=kind,
        kind_told=told,
    )


def _document_kind(clean: CleanText) -> tuple[DocumentKind, str]:
    record = clean.raw.source.record
    if record and record.report:
        return DocumentKind.REPORT, ""
    # The lines as they were, before cleaning joined them: 时间：… and 地点：… stand below each other in minutes.
    # What stands above the text tells what it is (会议纪要, 时间：…), also where it went with a portal's lines.
    kept, done = list[str](), 0
    for removal in sorted((r for r in clean.removed if r.rule not in _TELLING), key=lambda r: r.span):
        kept.append(clean.raw.text[done : removal.span.start])
        done = removal.span.end
    return classify_document("".join([*kept, clean.raw.text[done:]]))


def _section_at(starts: Sequence[int], offset: int) -> int | None:
    at = bisect_right(starts, offset) - 1
    return at if at >= 0 else None


def _body_blocks(sections: Sequence[Section], bodies: Sequence[Span]) -> list[Block]:
    headings = [Block(BlockKind.HEADING, s.span) for s in sections]
    return headings + [Block(BlockKind.PARAGRAPH, span) for span in bodies]
