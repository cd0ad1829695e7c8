"""A report as one JSON object, with the field names of the ``inspect`` command."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from build_scripts.models import CleanText, Finding, Metric, Result, Span, Table
from build_scripts.render.data_rows import format_decimal
from build_scripts.render.datasets import render_compact


def render_object(result: Result) -> bytes:
    """Return what is published of the report's object: JSON for programs, without blanks, Chinese as it is."""
    return render_compact(_published(result))


def report_object(result: Result) -> dict[str, object]:
    """Return all that is known of a report; offsets count in the raw text."""
    clean, told = result.report.clean, _published(result)
    texts = {"raw_text": clean.raw.text, "clean_text": clean.text}
    edits = [
        {
            "fix": e.fix,
            "start": e.span.start,
            "end": e.span.end,
            "replacement": e.replacement,
            "to": e.to,
        }
        for e in clean.edits
    ]
    numbers = told.pop("numbers")
    return {"source": told.pop("source"), **texts, **told, "edits": edits, "numbers": numbers}


# The text that offsets count in lies beside the report's original as a file, the clean text as Markdown beside its page
# and in paragraphs here; of how it was cleaned, page and original tell. The three are two fifths of the object.
def _published(result: Result) -> dict[str, object]:
    """Return what ``report_object`` does but for ``raw_text``, ``clean_text`` and ``edits``."""
    report, clean = result.report, result.report.clean
    return {
        "source": _source(result),
        "meta": {**asdict(report.meta), "joint_agencies": list(report.meta.joint_agencies)},
        "sections": [
            {"level": s.level, "marker": s.marker, "heading": s.heading, **_place(clean, s.span)}
            for s in report.sections
        ],
        "paragraphs": [
            {
                "text": p.span.of(clean.text),
                **_places(clean, p.span),
                "section": p.section,
            }
            for p in report.paragraphs
        ],
        "tables": [_table(clean, table) for table in report.tables],
        "metrics": [_metric(clean, metric) for metric in result.metrics],
        "findings": [_finding(finding) for finding in result.findings],
        "removed": [
            {"text": r.text, "start": r.span.start, "end": r.span.end, "rule": r.rule} for r in clean.removed
        ],
        "numbers": _numbers(result),
    }


def _source(result: Result) -> dict[str, object]:
    raw = result.report.clean.raw
    return {
        "path": f"{raw.source.path.parent.name}/{raw.source.path.name}",
        "sha256": raw.source.sha256,
        "media_type": raw.source.media_type,
        "encoding": raw.encoding,
        "pages": len(raw.pages),
    }


def _place(clean: CleanText, span: Span) -> dict[str, int]:
    at = clean.raw_span(span)
    return {"start": at.start, "end": at.end}


def _places(clean: CleanText, span: Span) -> dict[str, object]:
    """Return the first piece as ``_place`` does, and all of them."""
    pieces = clean.raw_spans(span)
    spans = [[piece.start, piece.end] for piece in pieces]
    return {"start": pieces[0].start, "end": pieces[0].end, "spans": spans}


def _boxes(clean: CleanText, span: Span) -> dict[str, object]:
    """Return where a figure stands on the pages of a PDF: page, and edges in points from its top left corner."""
    layout = clean.raw.layout
    if layout is None:
        return {}
    boxes = [box for piece in clean.raw_spans(span) for box in layout.boxes_of(piece)]
    return {
        "boxes": [
            {"page": page, "box": [round(edge, 1) for edge in (b.left, b.top, b.right, b.bottom)]}
            for page, b in boxes
        ]
    }


def _table(clean: CleanText, table: Table) -> dict[str, object]:
    return {
        "caption": table.caption,
        "unit": table.unit,
        "header": [cell.text for cell in table.header],
        "rows": [[cell.text for cell in row] for row in table.rows],
        **_place(clean, table.span),
    }


def _metric(clean: CleanText, metric: Metric) -> dict[str, object]:
    quantity = metric.quantity
    return {
        "id": metric.id,
        "raw": quantity.raw,
        "value": format_decimal(quantity.value),
        "value_max": format_decimal(quantity.value_max),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier.value,
        "subject": metric.subject,
        "theme": metric.theme,
        "family": metric.family,
        "indicator": metric.indicator,
        "parent": metric.parent,
        "relation": metric.relation,
        "period": metric.period,
        "change": metric.change,
        "kind": metric.kind,
        "doubts": list(metric.doubts),
        **_places(clean, metric.span),
        **_boxes(clean, metric.span),
        "sentence": metric.sentence.of(clean.text),
        "rule": metric.rule,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
    }


def _numbers(result: Result) -> dict[str, object]:
    aside = Counter(_set_aside(result))
    inside = sum(number.metric is not None for number in result.numbers)
    return {
        "total": len(result.numbers),
        "in_metrics": inside,
        "set_aside": dict(sorted(aside.items())),
        "unexplained": len(result.numbers) - inside - aside.total(),
    }


def _set_aside(result: Result) -> Iterable[str]:
    return (number.rule for number in result.numbers if number.rule and not number.metric)
