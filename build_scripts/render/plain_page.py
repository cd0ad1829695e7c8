"""A report's pages in plain Markdown, which reads well in any program: no tag, no attribute, no script.

Words and their order are those of the rich page, less what only a page needs: ways to other reports and to places,
citation, the record of cleaning.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from build_scripts.models import Cell, PagePicture, Report, Result, Section, Span, Table
from build_scripts.render.address_rules import address_of
from build_scripts.render.cards import Fact, particulars
from build_scripts.render.clean_text import format_caption, heading_level, heading_line, text_blocks
from build_scripts.render.escape import decode, escape_markdown, printable, ready
from build_scripts.render.figure_entries import Group, Row
from build_scripts.render.figure_pages import FigurePage
from build_scripts.render.front_matter import Value, render_front_matter, report_particulars
from build_scripts.render.labels import OWED, format_date
from build_scripts.render.names import title_of
from build_scripts.render.original import (
    TEXT_ALONE,
    OriginalView,
    count_pages,
    form_of,
    other_folder,
    other_paths,
    published_name,
)
from build_scripts.render.templates import render_plain
from build_scripts.render.told import Told, told_of

_FIGURES_HEAD = ("| 事项 | 数值 | 折算 | 说明 |", "| --- | ---: | ---: | --- |")
_PART = "— "  # before the subject of a part, once for each total above it
_IN_ADDRESS = (
    "%/:?#&=;,+$@!~'._-"  # what stays as it is; all else that an address of Markdown may not hold is encoded
)
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_FENCE = re.compile("```+")


@dataclass(frozen=True, slots=True)
class _ThemeTable:
    """The figures of one theme as a pipe table."""

    theme: str
    rows: Markup


def render_markdown(result: Result) -> bytes:
    """Return the report in plain Markdown, its particulars in front matter."""
    return render_plain_report(told_of(result))


def render_plain_report(told: Told) -> bytes:
    """Return what ``render_markdown`` does, of what is known already."""
    result, report = told.result, told.result.report
    body = render_plain(
        "plain_report.md.j2",
        title=title_of(report.meta, report.clean.raw.source),
        facts=tuple(_facts(result)),
        owed=OWED,
        requirements=told.requirements,
        doubts=told.doubts,
        total=len(result.metrics),
        tables=tuple(_tables(told.shown.groups)),
        shown=told.shown.last,
        further=told.further,
        text=ready("\n\n".join(_blocks(report))),
    )
    return _with_front_matter(report_particulars(result), body)


def render_plain_figures(result: Result, page: FigurePage, further: Sequence[FigurePage]) -> bytes:
    """Return a further page of a long table of figures in plain Markdown."""
    report = result.report
    title, id_ = title_of(report.meta, report.clean.raw.source), address_of(report.clean.raw.source).id
    body = render_plain(
        "plain_figures.md.j2",
        title=title,
        id=id_,
        page=page,
        further=further,
        total=len(result.metrics),
        tables=tuple(_tables(page.groups)),
    )
    head: dict[str, Value] = {
        "title": f"数字（{page.number}）：{title}",
        "report_id": id_,
        "report_title": title,
        "first": page.first,
        "last": page.last,
    }
    return _with_front_matter(head | _ASIDE, body)


def render_plain_original(result: Result, view: OriginalView = TEXT_ALONE) -> bytes:
    """Return the raw text in plain Markdown: word for word, between two fences; the pictures are linked."""
    report, source = result.report, result.report.clean.raw.source
    title, id_ = title_of(report.meta, source), address_of(source).id
    text = printable(report.clean.raw.text.replace("\r\n", "\n").replace("\r", "\n"))
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
    taken_on = source.record.taken_on if source.record else None
    pages = count_pages(report.clean.raw)
    facts = (
        f"报告编号：{escape_markdown(id_)}",
        f"[返回报告]({view.back}index.md)",
        f"文件：{_link(source.path.name, quote(published_name(source.path)))}",
        *([f"页数：{pages}"] if pages else []),
        *(f"{label}：{escape_markdown(words)}" for label, words in form_of(report.clean.raw)),
        f"取得日期：{escape_markdown(format_date(taken_on))}",
        *([f"个人信息：遮去 {len(hidden)} 处，以 ■ 代替"] if (hidden := report.clean.raw.redacted) else []),
        f"SHA-256：{source.sha256}",
        *_pictures(view.pictures),
        *(f"另有：{_link(name, f'{way}index.md')}" for way, name in view.beside),
    )
    lines = (f"# 原件：{escape_markdown(title)}", "", *(f"- {fact}" for fact in facts), "")
    body = "\n".join([*lines, fence, text.strip("\n"), fence, ""])
    head: dict[str, Value] = {
        "title": f"原件：{title}",
        "report_id": id_,
        "report_title": title,
        "file": source.path.name,
        "sha256": source.sha256,
        "encoding": report.clean.raw.encoding,
        "pages": len(report.clean.raw.pages),
        "taken_on": taken_on,
    }
    return _with_front_matter(head | _ASIDE, body.encode())


def _pictures(pictures: Sequence[PagePicture]) -> Iterator[str]:
    """Yield the line that leads to the pictures of the pages, none where there are none."""
    links = [_link(f"第 {one.page} 页", one.file) for one in pictures if one.png]
    if links:
        yield f"页面图像：{'、'.join(links)}"


# Pages beside a report have no contents, and no search of another maker is to find them before the report.
_ASIDE: dict[str, Value] = {"hide": ("navigation", "toc"), "search": {"exclude": True}}


def _with_front_matter(head: Mapping[str, Value], body: bytes) -> bytes:
    return f"{render_front_matter(head)}\n".encode() + body


def _facts(result: Result) -> Iterator[Markup]:
    source = result.report.clean.raw.source
    for fact in particulars(result):
        yield ready(f"{escape_markdown(fact.label)}：{_words(fact)}")
    file = _link(source.path.name, f"original/{quote(published_name(source.path))}")
    others = (
        f"，另有 {_link(of.name, f'original/{other_folder(of)}/index.md')}" for of in other_paths(result)
    )
    yield ready(f"原件：{file}，[文字](original/index.md){''.join(others)}")
    yield ready(f"SHA-256：{source.sha256}")


def _words(fact: Fact) -> str:
    is_web = fact.link.startswith(("http:", "https:"))
    return _link(fact.words, fact.link) if is_web else escape_markdown(fact.words)


def _link(words: str, address: str) -> str:
    return f"[{escape_markdown(words)}]({_ENTITY.sub('&amp;', quote(address, safe=_IN_ADDRESS))})"


def _tables(groups: Sequence[Group]) -> Iterator[_ThemeTable]:
    for group in groups:
        yield _ThemeTable(group.theme, ready("\n".join([*_FIGURES_HEAD, *map(_row, group.rows)])))


def _row(row: Row) -> str:
    kind = f"指标：{row.indicator.name}" if row.indicator else row.family and f"类别：{row.family}"
    told = "；".join(filter(None, [*row.notes, kind, *row.doubts, row.verdict]))
    words = map(escape_markdown, (row.subject, row.written, row.meant, told))
    return f"| {_PART * row.depth}{' | '.join(words)} |"


def _blocks(report: Report) -> Iterator[str]:
    """Yield the clean text in order, each line a paragraph or heading, each table a pipe table."""
    text = report.clean.text
    sections = {section.span.start: section for section in report.sections}
    for span, table in text_blocks(report):
        if table:
            yield _pipe_table(table, text)
        else:
            yield _line(span, heading_line(sections, span, text), text)


def _line(span: Span, section: Section | None, text: str) -> str:
    if section:
        return f"{'#' * heading_level(section)} {_plain(section.span, text)}"
    return _plain(span, text)


def _plain(span: Span, text: str) -> str:
    return escape_markdown(decode(span.of(text)))


def _pipe_table(table: Table, text: str) -> str:
    """Return a table under its caption; a table without a head has an empty one, as Markdown asks for one."""
    heads = [row for row in (*table.above, table.header) if row]
    rows = [*(heads or [()]), *table.rows]
    width = max(len(row) for row in rows)

    def line(row: Sequence[Cell]) -> str:
        cells = [_plain(cell.span, text) for cell in row]
        return f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |"

    rule = f"|{' --- |' * width}"
    first, *others = map(line, rows)
    return "\n".join([escape_markdown(format_caption(table)), "", first, rule, *others])
