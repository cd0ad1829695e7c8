"""A report's two rich pages: what it says, and the original it says it in.

They are shown in the place of the plain Markdown (``plain_page``), whose words they have. They are HTML, but for the
links at headings, which the site tool's extension sets (``rich_pages``).
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from build_scripts.models import Entry, Result, Severity
from build_scripts.models.conversion import AROUND, COMPARED, CORRECTED, Surroundings
from build_scripts.models.publication import Correction
from build_scripts.render.address_rules import address_of
from build_scripts.render.cards import particulars
from build_scripts.render.citation import cite_bibtex, cite_csl, cite_gbt
from build_scripts.render.clean_text import Prose
from build_scripts.render.cleaning import cleaning_of
from build_scripts.render.correction_rows import render_notice, render_remarks
from build_scripts.render.escape import escape_html, escape_line, ready
from build_scripts.render.figure_pages import FigurePage
from build_scripts.render.figure_table import render_table
from build_scripts.render.labels import OWED, UNKNOWN, dated_of, format_date
from build_scripts.render.leaves import leaves_of
from build_scripts.render.names import body_of, department_name, title_of
from build_scripts.render.neighbours import Neighbours
from build_scripts.render.original import (
    TEXT_ALONE,
    OriginalView,
    count_pages,
    form_of,
    is_text,
    other_folder,
    other_paths,
    published_name,
)
from build_scripts.render.parallel import parallel_pairs, render_pairs
from build_scripts.render.templates import render_html
from build_scripts.render.told import Told, told_of

_ROOT = "../../../../"
_COMPARED = 4


def render_report(result: Result) -> bytes:
    """Return the report's rich page. The caller has seen to it that the result is publishable.

    What it says of the reports around it is not in it: the marks of ``models.conversion`` stand there instead.
    """
    return render_rich_report(told_of(result))


def render_rich_report(told: Told) -> bytes:
    """Return what ``render_report`` does, of what is known already."""
    result, report, source = told.result, told.result.report, told.result.report.clean.raw.source
    address = address_of(source)
    return render_html(
        "report.html.j2",
        title=title_of(report.meta, source),
        agency=body_of(report.meta, source),
        year=source.year,
        dated=dated_of(report.meta),
        doubtful=sum(finding.severity is Severity.WARNING for finding in result.findings),
        total=len(result.metrics),
        facts=particulars(result),
        unknown=UNKNOWN,
        file=source.path.name,
        file_link=ready(escape_html(quote(published_name(source.path)))),
        is_text=is_text(source),
        others=tuple((other_folder(of), of.name) for of in other_paths(result)),
        sha256=source.sha256,
        owed=OWED,
        requirements=told.requirements,
        doubts=told.doubts,
        table=_table(told),
        shown=told.shown.last,
        further=told.further,
        id=address.id,
        root=_ROOT,
        data=f"{_ROOT}data/reports/{address.id}.json",
        around=ready(AROUND),
        compared=ready(COMPARED),
        corrected=ready(CORRECTED),
        department=department_name(address.department),
        department_slug=address.department,
        cited=cite_gbt(result),
        bibtex=tuple(ready(escape_line(line)) for line in cite_bibtex(address, result)),
        csl=cite_csl(address, result),
        text=Prose(report, told.places, _elsewhere(told.further)).html(),
        cleaning=cleaning_of(report),
    )


def _table(told: Told) -> Markup | None:
    """Return the figures that stand on the report's own page, ``None`` where it has none."""
    caption = f"全文共 {len(told.result.metrics)} 个数字"
    return render_table(told.shown.groups, caption, "", _ROOT) if told.shown.groups else None


def _elsewhere(further: Sequence[FigurePage]) -> Mapping[str, str]:
    """Return the figures whose row is not on the report's own page, each with the page it is on."""
    return {id_: f"{page.folder}/" for page in further for id_ in page.ids}


def render_around(entry: Entry, around: Neighbours, corrected: Sequence[Correction] = ()) -> Surroundings:
    """Return what stands in the place of the marks of a report's page; ``corrected`` is what was of it."""
    html = render_html(
        "around.html.j2", around=around, here=entry.address, agency=entry.agency, root=_ROOT
    ).decode()
    query = "&".join(f"r={id_}" for id_ in (entry.address.id, *around.ids)[:_COMPARED])
    return Surroundings(html, escape_html(query), render_notice(corrected, _ROOT), render_remarks(corrected))


def render_original(result: Result, view: OriginalView = TEXT_ALONE) -> bytes:
    """Return the rich page that shows the raw text as it came, with the way back to the figures.

    Where there are pictures of its pages each stands beside its text, the figures marked on it.
    """
    report, source = result.report, result.report.clean.raw.source
    return render_html(
        "original.html.j2",
        title=title_of(report.meta, source),
        file=source.path.name,
        file_link=ready(escape_html(quote(published_name(source.path)))),
        sha256=source.sha256,
        form=form_of(report.clean.raw),
        is_text=is_text(source),
        back=view.back,
        beside=view.beside,
        leaves=tuple(leaves_of(result, view)) if view.is_drawn else (),
        is_hatched=any(picture.hatched for picture in view.pictures),
        pages=count_pages(report.clean.raw),
        redacted=len(report.clean.raw.redacted),
        taken_on=format_date(source.record.taken_on if source.record else None),
        rows="" if view.is_drawn else render_pairs(parallel_pairs(result, view), drawn=False),
    )
