"""What the data files take of a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Cell = str | int | Sequence[str] | None
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class DataReport:
    """A report as rows of the public tables, as they stand in JSON, and its clean text."""

    report: Row
    figures: Sequence[Row]
    findings: Sequence[Row]
    text: str


class Download(Protocol):
    """A data file that is being filled."""

    def take(self, report: DataReport) -> None:
        """Add a report."""

    def close(self) -> None:
        """Finish the file."""
