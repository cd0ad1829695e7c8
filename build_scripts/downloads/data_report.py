"""What the data files take of a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import orjson

Cell = str | int | Sequence[str] | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class DataReport:
    """A report as rows of the public tables, as it is kept: each format unpacks what it wants.

    ``about`` and ``figures_told`` are rows as they stand in JSON, each on a line; ``sheet`` those of its figures as
    they stand in a workbook, packed; ``text`` is its clean text.
    """

    about: bytes
    figures_told: bytes
    sheet: bytes
    text: bytes
    ask_findings: Callable[[Row], Sequence[Row]]

    @cached_property
    def report(self) -> Row:
        """Return its row of the table of reports."""
        row: Row = orjson.loads(self.about)
        return row

    @cached_property
    def figures(self) -> Sequence[Row]:
        """Return the rows of its figures."""
        rows: Sequence[Row] = orjson.loads(b"[%b]" % self.figures_told)
        return rows

    @property
    def findings(self) -> Sequence[Row]:
        """Return the rows of what is doubtful in it."""
        return self.ask_findings(self.report)


class Download(Protocol):
    """A data file that is being filled."""

    def take(self, report: DataReport) -> None:
        """Add a report."""

    def close(self) -> None:
        """Finish the file."""
