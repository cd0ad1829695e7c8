"""What the data files take of a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import orjson

from build_scripts.rules.data_columns import FIGURES

Cell = str | int | Sequence[str] | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class DataReport:
    """A report as rows of the public tables, as it is kept: each format asks for what it wants.

    ``made_from`` is another where any of its rows is. ``about`` is its row as it stands in JSON, ``ask_text`` gives its
    clean text. ``ask`` gives what is kept under a name, b"" where nothing is, and ``keep`` keeps it there as long as
    the report is the same.
    """

    made_from: str
    about: bytes
    ask_text: Callable[[], bytes]
    ask: Callable[[str], bytes]
    keep: Callable[[str, bytes], None]
    ask_findings: Callable[[Row], Sequence[Row]]

    @property
    def figures_told(self) -> bytes:
        """Return the rows of its figures as they stand in JSON, each on a line."""
        return self.ask(f"{FIGURES}.json")

    @cached_property
    def report(self) -> Row:
        """Return its row of the table of reports."""
        row: Row = orjson.loads(self.about)
        return row

    @property
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
