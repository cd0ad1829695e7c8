"""What a list with a CSV behind it offers beyond its pages: choices to narrow it by, and the CSV, row by row."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from build_scripts.models import Facet
from build_scripts.render.datasets import safe_cell
from build_scripts.render.names import department_name

_AT_ONCE = 500  # rows of a CSV that are held


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A field to choose by: its name in the address, its label, its choices."""

    key: str
    label: str
    choices: tuple[Facet, ...]


def filters_by(
    years: Iterable[Facet], provinces: Iterable[Facet], departments: Iterable[Facet]
) -> tuple[ListFilter, ...]:
    """Return the fields that every such list has; the facets of years and departments have no names yet."""
    told = tuple(Facet(one.value, f"{one.value} 年度", one.count) for one in years)
    offices = tuple(Facet(one.value, department_name(one.value), one.count) for one in departments)
    return (
        ListFilter("year", "年度", told),
        ListFilter("region", "省份", tuple(provinces)),
        ListFilter("department", "部门", offices),
    )


def csv_pieces(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    """Yield a CSV file as Excel opens it, some rows at a time: with a byte order mark, no cell a formula."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(head)
    yield b"\xef\xbb\xbf" + lines.taken()
    left = iter(rows)
    while some := tuple(islice(left, _AT_ONCE)):
        writer.writerows(map(safe_cell, row) for row in some)
        yield lines.taken()


class _Lines(list[str]):
    """What a writer of CSV writes, row by row."""

    def write(self, line: str) -> None:
        """Take a row."""
        self.append(line)

    def taken(self) -> bytes:
        """Return the rows since the last time."""
        told = "".join(self).encode("utf-8", "replace")
        self.clear()
        return told
