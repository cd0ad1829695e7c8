"""A table of figures too long for one page, in pages: the first stands with the report, the others on their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import Result
from build_scripts.render.figure_entries import UNMARKED, Group, figure_groups
from build_scripts.render.figure_table import render_table
from build_scripts.render.names import title_of
from build_scripts.render.templates import render_html

MOST = 200
_ROOT = "../../../../../../"


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Some figures of a report: those from the ``first`` to the ``last`` in the order of the table, from 1."""

    number: int
    first: int
    last: int
    groups: tuple[Group, ...]

    @property
    def folder(self) -> PurePosixPath:
        """Return where the page lies below the report's: ``figures/2``. The first has no folder of its own."""
        return PurePosixPath("figures", str(self.number))

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the figures."""
        return tuple(row.id for group in self.groups for row in group.rows)


def figure_pages(result: Result, marked: Mapping[str, str] = UNMARKED) -> tuple[FigurePage, ...]:
    """Return the figures in pages of at most 200; one page, empty, where there are none.

    ``marked`` are the ways to those that are marked in the picture of a page.
    """
    groups = figure_groups(result, marked)
    total = sum(len(group.rows) for group in groups)
    starts = range(0, max(total, 1), MOST)
    return tuple(
        FigurePage(number, start + 1, min(start + MOST, total), tuple(_cut(groups, start, start + MOST)))
        for number, start in enumerate(starts, 1)
    )


def render_figures(result: Result, page: FigurePage, further: Sequence[FigurePage]) -> bytes:
    """Return a page after the first as a rich page; ``further`` are all of these."""
    title = title_of(result.report.meta, result.report.clean.raw.source)
    total = len(result.metrics)
    table = render_table(page.groups, f"第 {page.first}–{page.last} 个数字，共 {total} 个", "../../", _ROOT)
    return render_html("figures.html.j2", title=title, page=page, further=further, total=total, table=table)


def _cut(groups: Sequence[Group], start: int, end: int) -> Iterator[Group]:
    """Yield what of the groups lies from row ``start`` up to ``end``; a group that is cut keeps its name."""
    at = 0
    for group in groups:
        rows = group.rows[max(start - at, 0) : max(end - at, 0)]
        at += len(group.rows)
        if rows:
            yield Group(group.theme, rows)
