"""The table of figures as HTML: fifty rows of one form, put together here and not by a template, which is slower."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from build_scripts.render.escape import escape_html, ready
from build_scripts.render.figure_entries import Group, Row

_SHORT = 10  # characters of a number that is not to be broken
_DEEP = ("", " class=depth1", " class=depth2", " class=depth3")
_VERDICTS = {True: "good", False: "bad", None: "open"}
_HEAD = """<div class="scroll" tabindex="0" role="region" aria-label="数字一览">
<table class="figures">
<caption>{caption}</caption>
<thead><tr><th scope="col">事项</th><th scope="col">数值</th></tr></thead>"""


def render_table(groups: Sequence[Group], caption: str, page: str, root: str) -> Markup:
    """Return the table; ``page`` leads to the report's page ("" on it), ``root`` to the site's."""
    lines = [_HEAD.format(caption=escape_html(caption))]
    for group in groups:
        lines += ["<tbody>", _theme(group, root), *(_row(row, page, root) for row in group.rows), "</tbody>"]
    return ready("\n".join([*lines, "</table>", "</div>", ""]))


def _theme(group: Group, root: str) -> str:
    name, slug = escape_html(group.theme), group.slug
    told = f'<a href="{root}themes/{escape_html(slug)}/">{name}</a>' if slug else name
    return f'<tr class="theme"><th scope="rowgroup" colspan="2">{told}</th></tr>'


def _row(row: Row, page: str, root: str) -> str:
    """Return a row. There are fifty on a page, so nothing is written that style sheet or script can know."""
    id_, sentence = row.id, f"{page}#{row.sentence}"
    long = "" if len(row.written) <= _SHORT else " class=long"
    meant = f"<small>= {escape_html(row.meant)}</small>" if row.meant else ""
    return (
        f"<tr id={id_}{_DEEP[min(row.depth, len(_DEEP) - 1)]}><th scope=row>{escape_html(row.subject)}"
        f" <a href={page}original/{row.original}>原件</a><a href=#{id_}>¶</a>{''.join(_remarks(row, root))}</th>"
        f"<td{long}><a href={sentence}>{escape_html(row.written)}</a>{meant}</td></tr>"
    )


def _remarks(row: Row, root: str) -> Iterator[str]:
    for note in row.notes:
        yield f" <small class=tag>{escape_html(note)}</small>"
    if row.indicator:
        way = f"{root}indicators/{escape_html(row.indicator.slug)}/"
        yield f'<small>指标：<a href="{way}">{escape_html(row.indicator.name)}</a></small>'
    elif row.family:
        yield f"<small>类别：{escape_html(row.family)}</small>"
    if row.doubts:
        yield f"<small class=unsure>{escape_html('；'.join(row.doubts))}</small>"
    if row.verdict:
        yield f'<small class="verdict {_VERDICTS[row.holds]}">{escape_html(row.verdict)}</small>'
