"""What the pages about many reports need of one: the only place where they look at the report itself."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import accumulate

from build_scripts.models import (
    Account,
    Address,
    CodeTally,
    Entry,
    Listed,
    ListedFigure,
    Number,
    Qualifier,
    Result,
    Severity,
    Span,
    TallyKind,
    UnreadPlace,
)
from build_scripts.render.anchors import Places, find_places
from build_scripts.render.escape import decode
from build_scripts.render.figure_entries import as_written, format_period, format_value
from build_scripts.render.labels import dated_of
from build_scripts.render.listed_findings import listed_findings
from build_scripts.render.names import body_of, place_names, region_of, title_of
from build_scripts.rules.themes import load_themes

_AROUND = 8  # characters told on either side of a number
# The longest sentence that a list quotes whole: fifty of them, 1,800 bytes each, leave a page within its 300 kB.
_QUOTED = 600
_UNREAD_TABLE = "table-unread"


def listed_of(address: Address, result: Result, places: Places | None = None) -> Listed:
    """Return what lists tell of a report, in the order of its text; ``places`` are found where they are not given."""
    lines = _Lines(result)
    return Listed(
        entry=entry_of(address, result),
        account=account_of(result),
        figures=tuple(_figures(address, result)),
        tallies=tuple(_tallies(result, lines)),
        unread=tuple(_unread(result, lines)),
        findings=tuple(listed_findings(result, places or find_places(result))),
    )


def entry_of(address: Address, result: Result) -> Entry:
    """Return a report as a line of a list."""
    meta, source = result.report.meta, result.report.clean.raw.source
    province, prefecture, name = place_names(meta, address.region, address.year)
    told = {metric.theme for metric in result.metrics}
    return Entry(
        address=address,
        url=address.url,
        title=title_of(meta, source),
        agency=body_of(meta, source),
        place=decode("".join(dict.fromkeys((province, prefecture, name)))) or region_of(meta, source),
        province=decode(province or "其他地区"),
        prefecture=decode(prefecture),
        county=decode(prefecture + name) or address.region,
        day=meta.issued_on or meta.published_on or "",
        dated=dated_of(meta),
        figures=len(result.metrics),
        doubtful=sum(finding.severity is Severity.WARNING for finding in result.findings),
        themes=tuple(slug for name, slug in _theme_slugs().items() if name in told),
        latest=max(_days(result), default=""),
    )


def _days(result: Result) -> Iterator[str]:
    """Yield the days known of a report; what a record was given in their place is none."""
    meta, record = result.report.meta, result.report.clean.raw.source.record
    for day in (meta.issued_on, meta.published_on, record.taken_on if record else None):
        with suppress(ValueError):
            yield date.fromisoformat(day or "").isoformat()


def account_of(result: Result) -> Account:
    """Return what became of the numbers of a report."""
    in_figures = [number.metric for number in result.numbers if number.metric]
    left_out = sum(_is_left_out(number) for number in result.numbers)
    inside = len(set(in_figures))
    return Account(
        total=len(result.numbers),
        in_figures=len(in_figures),
        left_out=left_out,
        unread=len(result.numbers) - len(in_figures) - left_out,
        figures=len(result.metrics),
        joined=len(in_figures) - inside,
        shared=len(result.metrics) - inside,
    )


@cache
def _theme_slugs() -> Mapping[str, str]:
    return {theme.name: theme.slug for theme in load_themes()}


def _is_left_out(number: Number) -> bool:
    return number.rule is not None and number.metric is None


def _figures(address: Address, result: Result) -> Iterator[ListedFigure]:
    clean = result.report.clean
    # Of each sentence once: a long one may hold a thousand figures.
    anchors = {span: f"s-{clean.raw_start(span)}" for span in {m.sentence for m in result.metrics}}
    quotes = {span: _quote(clean.text, span) for span in {m.sentence for m in result.metrics if m.indicator}}
    for metric in result.metrics:
        quantity = metric.quantity
        period = metric.period or f"{address.year}"
        yield ListedFigure(
            id=metric.id,
            subject=decode(metric.subject),
            written=decode(as_written(clean.text, metric)),
            canonical=format_value(quantity.value, quantity.value_max) + quantity.unit,
            value=quantity.value,
            unit=quantity.unit,
            period=format_period(period),
            year=int(period[:4]) if period[:4].isdecimal() else address.year,
            theme=_theme_slugs().get(metric.theme, ""),
            family=metric.family or "",
            indicator=metric.indicator or "",
            sentence=anchors[metric.sentence],
            quote=quotes.get(metric.sentence, ""),
            doubts=tuple(str(doubt) for doubt in metric.doubts),
            is_exact=quantity.qualifier is Qualifier.EXACT and quantity.value_max is None,
            is_part=metric.parent is not None,
        )


def _quote(text: str, sentence: Span) -> str:
    """Return a sentence on one line; of one too long its beginning and …."""
    end = min(sentence.end, sentence.start + _QUOTED)
    return decode(" ".join(text[sentence.start : end].split())) + ("…" if end < sentence.end else "")


class _Lines:
    """The lines of a report's raw text, and its numbers with the words around them."""

    def __init__(self, result: Result) -> None:
        """Note where each line begins."""
        self._text = result.report.clean.raw.text
        self._starts = [0, *accumulate(len(line) + 1 for line in self._text.split("\n"))]

    def number(self, start: int) -> int:
        """Return the line, from 1, in which the raw offset ``start`` lies."""
        return bisect_right(self._starts, start)

    def around(self, span: Span) -> str:
        """Return what stands at the raw ``span`` with the words around it: …执法人员536人次，下…"""
        return f"…{decode(''.join(self._text[max(0, span.start - _AROUND) : span.end + _AROUND].split()))}…"


def _tallies(result: Result, lines: _Lines) -> Iterator[CodeTally]:
    """Yield a tally for each code, in the order of the codes' first places."""
    found: dict[tuple[TallyKind, str, Severity | None], list[tuple[Span, str]]] = {}
    for kind, code, severity, span, words in _occurrences(result):
        found.setdefault((kind, code, severity), []).append((span, words))
    for (kind, code, severity), of in found.items():
        span, words = of[0]
        yield CodeTally(
            kind=kind,
            code=code,
            count=len(of),
            words=words or lines.around(span),
            line=lines.number(span.start),
            severity=severity,
        )


def _occurrences(result: Result) -> Iterator[tuple[TallyKind, str, Severity | None, Span, str]]:
    """Yield kind, code, severity, raw place and, of a finding, its message."""
    for number in result.numbers:
        if _is_left_out(number):
            yield TallyKind.RULE, number.rule or "", None, number.span, ""
    for metric in result.metrics:
        if metric.doubts:
            span = result.report.clean.raw_span(metric.span)
            yield from ((TallyKind.DOUBT, str(doubt), None, span, "") for doubt in metric.doubts)
    for finding in result.findings:
        span = finding.span or Span(0, 0)
        yield TallyKind.FINDING, finding.code, finding.severity, span, decode(finding.message)


def _unread(result: Result, lines: _Lines) -> Iterator[UnreadPlace]:
    for number in result.numbers:
        if number.metric is None and number.rule is None:
            yield UnreadPlace(lines.around(number.span), lines.number(number.span.start))
    for finding in result.findings:
        if finding.code == _UNREAD_TABLE:
            start = finding.span.start if finding.span else 0
            yield UnreadPlace(decode(finding.message), lines.number(start), is_table=True)
