"""Figures as rows that a query such as 罚没金额 > 50万元 picks from.

Figures are sorted by name: what is counted, its indicator, theme and unit. Names have an index of substrings as
reports have, so that a query fetches the blocks of those names alone, and all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Searchable, SearchFigure
from build_scripts.search.fold import fold
from build_scripts.search.grams import Document

_ROWS = 300  # of a block

Name = tuple[str, str, str, str]
Row = tuple[int, SearchFigure]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows in the order of names; ``first`` and ``last`` are the places of its names among all."""

    first: int
    last: int
    content: list[object]


def sort_figures(reports: Sequence[Searchable]) -> dict[Name, list[Row]]:
    """Return all figures by name, names in order; a row has the number of its report."""
    found: dict[Name, list[Row]] = {}
    for number, report in enumerate(reports):
        for figure in report.figures:
            found.setdefault(_name(figure), []).append((number, figure))
    return dict(sorted(found.items()))


def _name(figure: SearchFigure) -> Name:
    return (figure.subject, figure.indicator, figure.theme, figure.unit)


def name_documents(names: Iterable[Name]) -> Iterator[Document]:
    """Yield what a query can meet of each name: what is counted, the indicator, the theme."""
    for subject, indicator, theme, _ in names:
        yield Document((), (fold(subject), fold(indicator), fold(theme)))


def figure_blocks(figures: dict[Name, list[Row]]) -> Iterator[Block]:
    """Yield the rows in blocks: name, then report number, value, words, anchors of row and sentence of each."""
    content: list[object] = []
    first = rows = 0
    for place, (name, told) in enumerate(figures.items()):
        for start in range(0, len(told), _ROWS):
            part = told[start : start + _ROWS]
            content.append([*name, [_cells(*row) for row in part]])
            rows += len(part)
            if rows >= _ROWS:
                yield Block(first, place, content)
                content, rows, first = [], 0, place
        if not rows:
            first = place + 1
    if content:
        yield Block(first, len(figures) - 1, content)


def _cells(number: int, figure: SearchFigure) -> list[int | str]:
    row = figure.anchor.removeprefix("m-")
    return [number, f"{figure.value:f}", figure.written, row, figure.passage.removeprefix("s-")]
