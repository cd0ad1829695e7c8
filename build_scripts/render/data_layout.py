"""Which data files there are: one of each table and format, or, past 20 MB, one for each report year.

That is told from the lengths of the texts that the tables hold, before any file is written: so the pages can name them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Count
from build_scripts.rules.data_columns import FIGURES, REPORTS

LIMIT = 20_000_000  # bytes of a file, past which it is split by report year
CLEAN = "clean.txt"  # under this name a report's clean text is kept

# Gives, by name of a text, how many bytes (``figures``) the texts of that name have in each report year (``key``).
SizesOf = Callable[[str], Sequence[Count]]


_TABLES = {FIGURES: "数字", REPORTS: "报告：机关、地区、年度、来源、校验和"}
_FORMATS = {"csv": "Excel 可直接打开（UTF-8）", "json": "供程序读取"}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file below ``data/``: its table, "" where it holds several, its format, and its report year, 0 of all."""

    table: str
    format: str
    year: int = 0

    @property
    def name(self) -> str:
        """Return the file's name: metrics.csv, metrics-2024.csv, reports.sqlite."""
        year = f"-{self.year}" if self.year else ""
        return f"{self.table or REPORTS}{year}.{self.format}"

    @property
    def told(self) -> str:
        """Return in words what it holds and for whom it is."""
        year = f"{self.year} 年度的" if self.year else "全部"
        return f"{year}{_TABLES[self.table]}，{_FORMATS[self.format]}"

    @property
    def path(self) -> str:
        """Return the file's path below docs/."""
        return f"data/{self.name}"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table in a format: the texts that it holds, and how many times smaller it is than they are."""

    table: str
    format: str
    texts: tuple[str, ...]
    packs: int = 1


# Measured on 1,000 made-up reports: the workbook and the Parquet file have less than a third of the CSV's bytes, the
# database has about as many as JSON and clean texts together.
_KINDS = (
    _Kind(FIGURES, "csv", ("metrics.csv",)),
    _Kind(FIGURES, "json", ("metrics.json",)),
    _Kind(REPORTS, "csv", ("reports.csv",)),
    _Kind(REPORTS, "json", ("reports.json",)),
)
SIZED = tuple(dict.fromkeys(text for kind in _KINDS for text in kind.texts))


def data_files(sizes_of: SizesOf) -> tuple[DataFile, ...]:
    """Return the files that there are, tables and formats in order, years upwards.

    >>> sizes = {"metrics.json": [Count("2022", 9, 15_000_000), Count("2023", 9, 5_000_001)]}
    >>> [file.name for file in data_files(lambda text: sizes.get(text, ()))]
    ['metrics.csv', 'metrics-2022.json', 'metrics-2023.json', 'reports.csv', 'reports.json']
    """
    return tuple(file for kind in _KINDS for file in _files(kind, sizes_of))


def _files(kind: _Kind, sizes_of: SizesOf) -> Iterator[DataFile]:
    counts = [count for text in kind.texts for count in sizes_of(text)]
    if sum(count.figures for count in counts) <= LIMIT * kind.packs:
        yield DataFile(kind.table, kind.format)
        return
    for year in sorted({int(count.key) for count in counts}):
        yield DataFile(kind.table, kind.format, year)
