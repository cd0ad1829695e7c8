"""The table of figures as HTML: fifty rows of one form, put together here and not by a template, which is slower."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from build_scripts.render.escape import escape, ready
from build_scripts.render.figures import Group, Row

_DEEPEST = 3
_SHORT = 10  # characters of a number that is not to be broken
_VERDICTS = {True: "good", False: "bad", None: "open"}
_HEAD = """<div class="scroll" tabindex="0" role="region" aria-label="数字一览">
<table class="figures">
<caption>{caption}</caption>
<thead><tr><th scope="col">事项</th><th scope="col" class="number">数值</th>\
<th scope="col" class="places">出处</th></tr></thead>"""


def render_table(groups: Sequence[Group], caption: str, page: str, root: str) -> Markup:
    """Return the table; ``page`` leads to the report's page ("" on it), ``root`` to the site's."""
    lines = [_HEAD.format(caption=escape(caption))]
    for group in groups:
        lines += ["<tbody>", _theme(group, root), *(_row(row, page, root) for row in group.rows), "</tbody>"]
    return ready("\n".join([*lines, "</table>", "</div>", ""]))


def _theme(group: Group, root: str) -> str:
    name, slug = escape(group.theme), group.slug
    told = f'<a href="{root}themes/{escape(slug)}/">{name}</a>' if slug else name
    return f'<tr class="theme"><th scope="rowgroup" colspan="3">{told}</th></tr>'


def _row(row: Row, page: str, root: str) -> str:
    id_, sentence = escape(row.id), f"{page}#{escape(row.sentence)}"
    short = "" if len(row.written) > _SHORT else " short"
    meant = f"<small>= {escape(row.meant)}</small>" if row.meant else ""
    return (
        f'<tr id="{id_}" class="depth{min(row.depth, _DEEPEST)}"><th scope="row">{escape(row.subject)}'
        f'<a class="headerlink" href="#{id_}" title="固定链接">¶</a>{"".join(_remarks(row, root))}</th>'
        f'<td class="number{short}"><a href="{sentence}">{escape(row.written)}</a>{meant}</td>'
        f'<td class="places"><a href="{sentence}">原句</a> <a href="{page}original/#{id_}">原件</a></td></tr>'
    )


def _remarks(row: Row, root: str) -> Iterator[str]:
    for note in row.notes:
        yield f' <small class="tag">{escape(note)}</small>'
    if row.indicator:
        way = f"{root}indicators/{escape(row.indicator.slug)}/"
        yield f'<small>指标：<a href="{way}">{escape(row.indicator.name)}</a></small>'
    elif row.family:
        yield f"<small>类别：{escape(row.family)}</small>"
    if row.doubts:
        yield f'<small class="unsure">{escape("；".join(row.doubts))}</small>'
    if row.verdict:
        yield f'<small class="verdict {_VERDICTS[row.holds]}">{escape(row.verdict)}</small>'
