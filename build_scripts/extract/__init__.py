"""Report to metrics: find the numbers, share them out, say what each counts and of which total it is a part."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from build_scripts.extract.accounting import account
from build_scripts.extract.clauses import Words, words_round
from build_scripts.extract.found import Found
from build_scripts.extract.indicators import with_indicator
from build_scripts.extract.naming import name_subject
from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.set_aside import SetAside, find_set_aside
from build_scripts.extract.sharing import share_out
from build_scripts.extract.subjects import tell_apart
from build_scripts.extract.table_cells import find_cells
from build_scripts.extract.themes import classify_theme, says_theme
from build_scripts.extract.times import classify_kind, find_change, find_period
from build_scripts.extract.topics import find_topic, is_next_year
from build_scripts.extract.totals import find_parents
from build_scripts.extract.zeros import find_zeros
from build_scripts.models import BlockKind, Change, Kind, Metric, Number, Relation, Report, Span, Table
from build_scripts.rules.sentences import find_sentences

# Characters of a sentence on either side that may speak of a number.
_REACH = 120
_OPENING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A number with what was said of it; ``parent`` is a place in the list of all rows."""

    found: Found
    subject: str
    topic: str
    clause: str
    sentence: Span
    section: int | None
    parent: int | None
    period: str | None
    change: Change | None
    kind: Kind


def extract(report: Report) -> tuple[tuple[Metric, ...], tuple[Number, ...]]:
    """Return the metrics in reading order, and what became of every number of the raw text."""
    text = report.clean.text
    rows: list[_Row] = []
    aside: list[SetAside] = []
    for span, section in _bodies(report):
        here = _shift(find_set_aside(span.of(text)), span.start)
        aside += here
        rows += _prose_rows(report, span, section, here, len(rows))
    for block in report.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            aside += _shift(find_set_aside(block.span.of(text)), block.span.start)
    for table in report.tables:
        rows += _table_rows(table, len(rows))
    metrics = _metrics(report, rows)
    return metrics, account(report.clean, metrics, sorted(aside, key=lambda a: a.span))


def _bodies(report: Report) -> Iterable[tuple[Span, int | None]]:
    """Yield headings and paragraphs in reading order with the section that each stands in."""
    pieces = [(s.span, i) for i, s in enumerate(report.sections)]
    return sorted([*pieces, *((p.span, p.section) for p in report.paragraphs)], key=lambda p: p[0])


def _shift(aside: Iterable[SetAside], by: int) -> list[SetAside]:
    return [SetAside(Span(a.span.start + by, a.span.end + by), a.rule) for a in aside]


@dataclass(frozen=True, slots=True)
class _Site:
    """A sentence with its numbers, and where it stands."""

    report: Report
    paragraph: Span
    section: int | None
    sentence: Span
    found: tuple[Found, ...]


def _prose_rows(
    report: Report, span: Span, section: int | None, aside: Sequence[SetAside], offset: int
) -> list[_Row]:
    """Return the rows of a paragraph. ``offset`` is how many rows stand before it."""
    text = report.clean.text
    found = _found_in(text, span, aside)
    sites: list[_Site] = []
    for sentence in find_sentences(text, span):
        here = share_out(text, sentence, [f for f in found if f.span.start in sentence])
        kept = tuple(f for f in here if f.quantity.unit or f.things)
        sites.append(_Site(report, span, section, sentence, kept))
    parents = find_parents(text, span.start, [f for site in sites for f in site.found])
    rows = [row for site in sites for row in _site_rows(site)]
    return [
        row if parent is None else replace(row, parent=offset + parent)
        for row, parent in zip(rows, parents, strict=True)
    ]


def _site_rows(site: _Site) -> list[_Row]:
    text, subjects, rows = site.report.clean.text, list[str](), list[_Row]()
    for i in range(len(site.found)):
        words = words_round(text, site.sentence, site.found, i)
        subjects.append(name_subject(text, site.sentence, site.found, words, subjects))
        rows.append(_row(site, i, words, subjects[i]))
    return rows


def _row(site: _Site, i: int, words: Words, subject: str) -> _Row:
    text, one = site.report.clean.text, site.found[i]
    return _Row(
        found=one,
        subject=subject,
        topic=find_topic(text, site.paragraph, site.sentence, one.lead),
        clause=words.before + words.after,
        sentence=site.sentence,
        section=site.section,
        parent=None,
        period=find_period(words.before, site.report.meta.report_year),
        change=one.change
        or find_change(
            words.before, one.quantity.unit, text[max(site.sentence.start, one.lead - _REACH) : one.lead]
        ),
        kind=classify_kind(
            words.before,
            text[site.sentence.start : one.lead][:_OPENING],
            next_year=is_next_year(site.report, site.section),
        ),
    )


def _found_in(text: str, span: Span, aside: Sequence[SetAside]) -> list[Found]:
    """Return numbers and stated zeros of a paragraph, offsets in the whole text."""
    local = [SetAside(Span(a.span.start - span.start, a.span.end - span.start), a.rule) for a in aside]
    words = span.of(text)
    found = [*find_quantities(words, local), *find_zeros(words, local)]
    moved = (
        replace(
            f,
            span=_by(f.span, span.start),
            lead=f.lead + span.start,
            total=f.total and _by(f.total, span.start),
        )
        for f in found
    )
    return sorted(moved, key=lambda f: (f.span.start, f.span.end))


def _by(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _table_rows(table: Table, offset: int) -> list[_Row]:
    cells = find_cells(table)
    places = {c.found.span: offset + i for i, c in enumerate(cells)}
    rows = []
    for cell in cells:
        line = next(row for row in table.rows if any(k.span.overlaps(cell.found.span) for k in row))
        rows.append(
            _Row(
                found=cell.found,
                subject=cell.subject,
                topic="",
                clause=table.caption or "",
                sentence=Span(line[0].span.start, line[-1].span.end),
                section=table.section,
                parent=places.get(cell.found.total) if cell.found.total else None,
                period=None,
                change=None,
                kind=Kind.RESULT,
            )
        )
    return rows


def _metrics(report: Report, rows: Sequence[_Row]) -> tuple[Metric, ...]:
    clean = report.clean
    subjects = tell_apart([(r.subject, r.found.quantity.unit) for r in rows], [r.topic for r in rows])
    ids: list[str] = []
    counts: Counter[int] = Counter()
    for row in rows:
        start = clean.raw_span(row.found.span).start
        counts[start] += 1
        ids.append(f"m-{start}" if counts[start] == 1 else f"m-{start}-{counts[start]}")
    themes = _row_themes(report, rows, subjects)
    metrics = [
        Metric(
            id=ids[i],
            quantity=row.found.quantity,
            subject=subjects[i],
            theme=themes[i],
            span=row.found.span,
            sentence=row.sentence,
            rule=row.found.rule,
            section=row.section,
            parent=None if row.parent is None else ids[row.parent],
            relation=None if row.parent is None else Relation.PART,
            period=row.period,
            change=row.change,
            kind=row.kind,
        )
        for i, row in enumerate(rows)
    ]
    told = [with_indicator(metric, clean.text) for metric in metrics]
    return tuple(sorted(told, key=lambda m: (m.span.start, m.span.end)))


def _row_themes(report: Report, rows: Sequence[_Row], subjects: Sequence[str]) -> list[str]:
    """Return the theme of each row: a part has its total's, a subject that tells none its neighbour's."""
    themes: list[str] = []
    for i, row in enumerate(rows):
        neighbour = i if not i or rows[i - 1].sentence != row.sentence else i - 1
        if row.parent is not None and row.parent < i:
            themes.append(themes[row.parent])
        elif neighbour < i and not says_theme(subjects[i]):
            themes.append(themes[neighbour])
        else:
            sentence = _near(row).of(report.clean.text)
            themes.append(classify_theme(subjects[i], row.clause, sentence, _heading(report, row.section)))
    return themes


def _near(row: _Row) -> Span:
    """Return the sentence round a number, of a long one the part that speaks of it."""
    start = max(row.sentence.start, row.found.span.start - _REACH)
    return Span(start, min(row.sentence.end, row.found.span.end + _REACH))


def _heading(report: Report, section: int | None) -> str:
    return report.sections[section].heading if section is not None else ""
