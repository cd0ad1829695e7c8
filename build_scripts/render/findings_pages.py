"""The pages of findings: all codes with their counts, and of each code every place where it occurs.

What is but counted, a sum that holds or a figure of which one thing is unsure, is listed by report: of single figures
the data have a column.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import (
    CodeSum,
    CodeTally,
    Entry,
    ListedFinding,
    Severity,
    TallyKind,
)
from build_scripts.render.escape import escape, ready
from build_scripts.render.finding_words import MEANINGS, UNSURE
from build_scripts.render.labels import DOUBTS, FINDINGS, SEVERITIES, word
from build_scripts.render.list_filters import csv_pieces, filters_by
from build_scripts.render.list_parts import MOST, parts_of
from build_scripts.render.list_source import FindingRow, ListSource, TallyRow
from build_scripts.render.listed_findings import COUNTED_ALONE
from build_scripts.render.listings import Page, Stream
from build_scripts.render.names import department_name
from build_scripts.render.templates import render_template

_FOLDER = PurePosixPath("findings")
# Rows of a page, here and in docs/assets/findings.js: one with a sentence of 160 characters takes 260 px of a phone.
_SENTENCES = 25
_CODE_RE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE = (
    *("report_id", "region_code", "region_name", "department", "department_name", "agency", "report_year"),
    *("code", "severity"),
)
_LISTED = (*_PLACE, "message", "sentence", "total", "parts", "sum", "difference", "page")
_COUNTED = (*_PLACE, "count", "first", "page")


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A code with its words: how often it occurs, in how many reports. ``slug`` is the last part of its address."""

    code: str
    slug: str
    name: str
    meaning: str
    severity: str
    count: int
    reports: int
    of_figures: bool

    @property
    def is_counted(self) -> bool:
        """Say whether its list has a row for each report, not for each place."""
        return self.of_figures or self.code in COUNTED_ALONE


def slug_of(code: str, *, of_figures: bool) -> str:
    """Return the last part of the address of a code's page; a doubt may bear the name of a finding.

    >>> slug_of("ocr", of_figures=True), slug_of("ocr", of_figures=False), slug_of("link-unsure", of_figures=True)
    ('ocr-figures', 'ocr', 'link-unsure')
    """
    return f"{code}-figures" if of_figures and code in FINDINGS else code


def finding_kinds(source: ListSource) -> tuple[FindingKind, ...]:
    """Return the codes that occur: doubts first, then notes, then those of single figures; the most frequent first."""
    found = [*_kinds(source.codes(TallyKind.FINDING)), *_kinds(source.codes(TallyKind.DOUBT))]
    order = {SEVERITIES[Severity.WARNING]: 0, SEVERITIES[Severity.NOTE]: 1}
    return tuple(sorted(found, key=lambda k: (k.of_figures, order.get(k.severity, 2), -k.count, k.code)))


def _kinds(sums: Iterable[CodeSum]) -> Iterator[FindingKind]:
    by_code: dict[str, list[CodeSum]] = {}
    for one in sums:
        if _CODE_RE.fullmatch(one.tally.code):  # what is no word of this kind is no address
            by_code.setdefault(one.tally.code, []).append(one)
    for code, of in by_code.items():
        figures = of[0].tally.kind is TallyKind.DOUBT
        severities = sorted({one.tally.severity or Severity.NOTE for one in of}, key=list(Severity).index)
        yield FindingKind(
            code=code,
            slug=slug_of(code, of_figures=figures),
            name=word(DOUBTS if figures else FINDINGS, code),
            meaning=(UNSURE if figures else MEANINGS).get(code, ""),
            severity="" if figures else SEVERITIES[severities[0]],
            count=sum(one.tally.count for one in of),
            reports=sum(one.reports for one in of),
            of_figures=figures,
        )


def render_findings(kinds: Sequence[FindingKind], held: int) -> bytes:
    """Return the page of all codes; ``held`` is the number of reports that are not published."""
    groups = (
        ("doubts", "存疑", [k for k in kinds if k.severity == SEVERITIES[Severity.WARNING]]),
        ("notes", "说明", [k for k in kinds if not k.of_figures and k.severity == SEVERITIES[Severity.NOTE]]),
        ("figures", "拿不准的数字", [k for k in kinds if k.of_figures]),
    )
    return render_template("findings.md.j2", groups=groups, held=held)


def finding_files(source: ListSource, kind: FindingKind) -> Iterator[Page]:
    """Yield the pages of one code, fifty rows each, or twenty-five with their sentences."""
    first = _FOLDER / kind.slug / "index.md"
    facets = None if kind.is_counted else source.finding_facets(kind.code)
    count = sum(year.count for year in facets.years) if facets else kind.reports
    most = MOST if kind.is_counted else _SENTENCES
    for part in parts_of(_rows(source, kind), count, most=most):
        page = render_template(
            "finding.md.j2",
            kind=kind,
            part=part,
            lines=ready("".join(line(f"{part.up}../../") for line in part.rows)),
            filters=filters_by(facets.years, facets.provinces, facets.departments)
            if facets and part.number == 1
            else (),
        )
        yield part.path(first), page


def finding_csv(source: ListSource, kind: FindingKind) -> Iterator[Stream]:
    """Yield the CSV of one code, which the filters read too; of single figures the data have a column."""
    if not kind.of_figures:
        yield _FOLDER / f"{kind.slug}.csv", _csv(source, kind)


@dataclass(frozen=True, slots=True)
class _Listed:
    entry: Entry
    finding: ListedFinding

    def __call__(self, root: str) -> str:
        return render_finding(self.entry, self.finding, root)


@dataclass(frozen=True, slots=True)
class _Counted:
    entry: Entry
    tally: CodeTally

    def __call__(self, root: str) -> str:
        return _render_tally(self.entry, self.tally, root)


def _rows(source: ListSource, kind: FindingKind) -> Iterator[_Listed | _Counted]:
    if kind.is_counted:
        yield from (_Counted(*row) for row in source.tallied(_tally_kind(kind), kind.code))
    else:
        yield from (_Listed(*row) for row in source.findings(kind.code))


def _tally_kind(kind: FindingKind) -> TallyKind:
    return TallyKind.DOUBT if kind.of_figures else TallyKind.FINDING


def render_finding(entry: Entry, finding: ListedFinding, root: str) -> str:
    """Return a finding as a line of a list: agency and year, what is found, the sum, the sentence."""
    quote = f"<q>{escape(finding.quote)}</q>" if finding.quote else ""
    told = _render_sum(finding) or f"<span>{escape(finding.message)}</span>"
    return f"<li>{_who(entry, finding.link, root)}{told}{quote}</li>\n"


def _who(entry: Entry, link: str, root: str) -> str:
    way = f'<a href="{escape(root + entry.url + link)}">{escape(entry.agency)} {entry.address.year} 年度</a>'
    place = "" if entry.place in entry.agency else f" <small>{escape(entry.place)}</small>"
    return way + place


def _render_sum(finding: ListedFinding) -> str:
    made = finding.arithmetic
    if made is None:
        return ""
    return (
        f"<span>{escape(finding.message.partition('：')[0])}：文中合计 <b>{escape(made.total)}</b>；"
        f"各分项 {escape(made.parts)} = <b>{escape(made.sum)}</b>；相差 <b>{escape(made.difference)}</b></span>"
    )


def _render_tally(entry: Entry, tally: CodeTally, root: str) -> str:
    """Return how often a report has a code as a line: agency and year, the number, the first place."""
    line = f'<a href="{escape(root + entry.url)}original/#L{tally.line}">{escape(tally.words)}</a>'
    return f"<li>{_who(entry, '', root)}<span>{tally.count} 处，第一处：{line}</span></li>\n"


def _csv(source: ListSource, kind: FindingKind) -> Iterator[bytes]:
    rows = (
        _csv_counted(source.tallied(_tally_kind(kind), kind.code))
        if kind.is_counted
        else _csv_listed(source.findings(kind.code))
    )
    return csv_pieces(_COUNTED if kind.is_counted else _LISTED, rows)


def _csv_listed(rows: Iterable[FindingRow]) -> Iterator[tuple[str | int, ...]]:
    for entry, one in rows:
        made = one.arithmetic
        sums = (made.total, made.parts, made.sum, made.difference) if made else ("", "", "", "")
        place = _csv_place(entry, one.code, one.severity)
        yield (*place, one.message, one.quote, *sums, entry.url + one.link)


def _csv_counted(rows: Iterable[TallyRow]) -> Iterator[tuple[str | int, ...]]:
    for entry, one in rows:
        yield (*_csv_place(entry, one.code, one.severity), one.count, one.words, entry.url)


def _csv_place(entry: Entry, code: str, severity: Severity | None) -> tuple[str | int, ...]:
    of = entry.address
    place = (of.id, of.region, entry.place, of.department, department_name(of.department))
    return (*place, entry.agency, of.year, code, str(severity or ""))
