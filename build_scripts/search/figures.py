"""Figures as rows that a query such as 罚没金额 > 50万元 picks from."""

from collections.abc import Iterator, Sequence

from build_scripts.models import Searchable

_REPORTS = 200  # in one file

Row = list[int | str]


def figure_files(reports: Sequence[Searchable]) -> Iterator[list[Row]]:
    """Yield the rows of some reports at a time: report number, subject, theme, value, unit, words, row, sentence."""
    for first in range(0, len(reports), _REPORTS):
        yield [row for n in range(first, min(first + _REPORTS, len(reports))) for row in _rows(n, reports[n])]


def _rows(number: int, report: Searchable) -> Iterator[Row]:
    for figure in report.figures:
        value = f"{figure.value:f}"
        yield [
            number,
            figure.subject,
            figure.theme,
            value,
            figure.unit,
            figure.written,
            figure.anchor,
            figure.passage,
        ]
