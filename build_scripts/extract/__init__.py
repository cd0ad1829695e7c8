"""Report to metrics: what each number of prose and tables counts, of which total it is a part, of which kind it is."""

from collections.abc import Iterable, Sequence

from build_scripts.extract.accounting import account
from build_scripts.extract.kinds import sort_figures
from build_scripts.extract.prose_rows import find_rows
from build_scripts.extract.rows import Row, Site
from build_scripts.extract.set_aside import SetAside, find_set_aside
from build_scripts.extract.subjects import tell_apart
from build_scripts.extract.table_cells import find_cells, find_cells_aside
from build_scripts.extract.topics import find_next_year
from build_scripts.models import (
    BlockKind,
    DocumentKind,
    Doubt,
    Layout,
    Metric,
    Number,
    Relation,
    Report,
    Span,
    Table,
    new_metric,
)


def extract(report: Report) -> tuple[tuple[Metric, ...], tuple[Number, ...]]:
    """Return the metrics in reading order, and what became of every number of the raw text."""
    text = report.clean.text
    if report.kind is not DocumentKind.REPORT:
        # What a law orders or a plan wants is no result: 处二千元以上三万元以下罚款.
        return (), account(report.clean, (), [SetAside(Span(0, len(text)), "not-a-report")])
    aside: list[SetAside] = []
    read = {BlockKind.PARAGRAPH, BlockKind.HEADING}
    year, next_year = report.meta.report_year, find_next_year(report)
    paragraphs: list[tuple[str, Sequence[SetAside], Site]] = []
    for span, section in _bodies(report):
        here = find_set_aside(span.of(text))
        aside += _shift_aside(here, span.start)
        plans_from = None if section is None else next_year[section]
        paragraphs.append((span.of(text), here, Site(span.start, section, year, plans_from)))
    rows = find_rows(paragraphs)
    unread = {table.span for table in report.tables if not table.read}
    for block in report.blocks:
        if block.kind not in read and block.span not in unread:
            aside += _shift_aside(find_set_aside(block.span.of(text)), block.span.start)
    for table in report.tables:
        rows += _table_rows(table, report.meta.report_year, len(rows))
        aside += find_cells_aside(table)
    metrics = _metrics(report, rows)
    return metrics, account(report.clean, metrics, sorted(aside, key=lambda a: (a.span.start, a.span.end)))


def _bodies(report: Report) -> Iterable[tuple[Span, int | None]]:
    """Yield headings and paragraphs in reading order with the section that each stands in."""
    pieces = [(s.span, i) for i, s in enumerate(report.sections)]
    return sorted(
        [*pieces, *((p.span, p.section) for p in report.paragraphs)], key=lambda p: (p[0].start, p[0].end)
    )


def _shift_aside(aside: Iterable[SetAside], by: int) -> list[SetAside]:
    return [SetAside(Span(a.span.start + by, a.span.end + by), a.rule) for a in aside]


def _table_rows(table: Table, report_year: int | None, offset: int) -> list[Row]:
    cells = find_cells(table)
    places = {c.found.span: offset + i for i, c in enumerate(cells)}
    totals = [places.get(c.found.total) if c.found.total else None for c in cells]
    return [
        Row(
            quantity=cell.found.quantity,
            span=cell.found.span,
            lead=cell.found.lead,
            rule=cell.found.rule,
            subject=cell.subject,
            clause=table.caption or "",
            sentence=cell.line,
            section=table.section,
            total=total,
            relation=None if total is None else Relation.PART,
            period=None if cell.period == str(report_year) else cell.period,
            change=cell.change,
            doubts=cell.doubts,
        )
        for cell, total in zip(cells, totals, strict=True)
    ]


def _metrics(report: Report, rows: Sequence[Row]) -> tuple[Metric, ...]:
    subjects = tell_apart(rows)
    ids = _ids(report, rows)
    told = zip(rows, ids, subjects, sort_figures(rows, subjects, report), strict=True)
    layout = report.clean.raw.layout
    # In the order of the fields: given by name, seventeen take three times as long.
    metrics = [
        new_metric(
            own_id,
            row.quantity,
            subject,
            kind.theme,
            row.span,
            row.sentence,
            row.rule,
            row.section,
            None if row.total is None else ids[row.total],
            row.relation,
            kind.family,
            kind.indicator,
            row.period,
            row.change,
            row.kind,
            (*row.doubts, *kind.doubts, *(_recognised(report, layout, row.span) if layout else ())),
            row.evidence,
        )
        for row, own_id, subject, kind in told
    ]
    return tuple(sorted(metrics, key=lambda m: (m.span.start, m.span.end)))


def _recognised(report: Report, layout: Layout, span: Span) -> tuple[Doubt, ...]:
    """Return the doubt of a figure that was recognised on a picture."""
    line = layout.line_at(report.clean.origins[span.start])
    return (Doubt.OCR,) if line and line.confidence is not None else ()


def _ids(report: Report, rows: Iterable[Row]) -> list[str]:
    """Return the id of each row: m-<start in raw>, -2, -3 for further figures at one place."""
    counts: dict[int, int] = {}
    ids: list[str] = []
    for row in rows:
        start = report.clean.origins[row.span.start]
        counts[start] = count = counts.get(start, 0) + 1
        ids.append(f"m-{start}" if count == 1 else f"m-{start}-{count}")
    return ids
