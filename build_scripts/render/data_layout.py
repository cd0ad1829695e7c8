"""Which data files there are: one of each table and format, or, past 20 MB, one for each report year.

That is told from the lengths of the texts that the tables hold, before any file is written: so the pages can name them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Count, Scope, ScopeKind
from build_scripts.rules.data_columns import FIGURES, REPORTS

LIMIT = 20_000_000  # bytes of a file, past which it is split by report year
CLEAN = "clean.txt"  # under this name a report's clean text is kept

_PROVINCE, _REST = 2, "0000"  # digits of a province's code that are its own, and the others

# Gives, by name of a text and beginning of a region's code, how many bytes (``figures``) the texts of that name have in
# each report year (``key``).
SizesOf = Callable[[str, str], Sequence[Count]]


_TABLES = {FIGURES: "数字", REPORTS: "报告：机关、地区、年度、来源、校验和", "": "数字、报告全文和提示"}
_FORMATS = {
    "csv": "表格软件、程序都能读（UTF-8）",
    "json": "供程序读取",
    "xlsx": "Excel、WPS 打开，另有报告清单和各列的含义",
    "parquet": "供 pandas、R、DuckDB 等读取，最小最快",
    "sqlite": "SQLite 数据库，可用 Datasette 浏览、检索全文",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data: its table, "" where it holds several, its format, and its report year, 0 of all.

    One of a province, whose code begins with the two digits ``region``, lies beside the province's page, all others
    below ``data/``.
    """

    table: str
    format: str
    year: int = 0
    region: str = ""

    @property
    def name(self) -> str:
        """Return the file's name: metrics.csv, metrics-2024.csv, reports.sqlite, 440000.xlsx, 440000-2024.xlsx."""
        year = f"-{self.year}" if self.year else ""
        if self.region:
            return f"{self.region}{_REST}{year}.{self.format}"
        return f"{self.table or REPORTS}{year}.{self.format}"

    @property
    def told(self) -> str:
        """Return in words what it holds and for whom it is."""
        return f"{'各年度的' if self.year else '全部'}{_TABLES[self.table]}；{_FORMATS[self.format]}"

    @property
    def path(self) -> str:
        """Return the file's path below docs/."""
        return f"regions/{self.region}{_REST}/{self.name}" if self.region else f"data/{self.name}"

    @property
    def scope(self) -> Scope:
        """Return what it is made from: of the figures' files but the workbook, nothing that is told of the reports."""
        if self.region:
            return Scope(ScopeKind.DATA_REGION, f"{self.region}/{self.year or ''}")
        is_of_figures = self.table == FIGURES and self.format != "xlsx"
        return Scope(ScopeKind.DATA if is_of_figures else ScopeKind.DATA_ABOUT, f"{self.year or ''}")

    def holds(self, year: int, region: str) -> bool:
        """Say whether a report of that year and region code belongs into it."""
        return self.year in (0, year) and region.startswith(self.region)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table in a format: the texts that it holds, and how large it is at most, in per cent of their bytes."""

    table: str
    format: str
    texts: tuple[str, ...]
    percent: int = 100


# Measured on 300 made-up reports: the workbook has 39 % of the CSV's bytes, the Parquet file 7 %; the database 106 % of
# those of JSON and clean texts together.
_KINDS = (
    _Kind(FIGURES, "csv", ("metrics.csv",)),
    _Kind(FIGURES, "json", ("metrics.json",)),
    _Kind(FIGURES, "xlsx", ("metrics.csv",), percent=45),
    _Kind(FIGURES, "parquet", ("metrics.csv",), percent=15),
    # The counts of sentences, told once all reports are known, come on top: 16 of some 400 bytes a row, 90 of 800.
    _Kind(REPORTS, "csv", ("reports.csv",), percent=105),
    _Kind(REPORTS, "json", ("reports.json",), percent=115),
    _Kind(REPORTS, "parquet", ("reports.csv",)),
    _Kind("", "sqlite", ("metrics.json", "reports.json", CLEAN), percent=120),
)
_WORKBOOK = next(kind for kind in _KINDS if kind.format == "xlsx")
SIZED = tuple(dict.fromkeys(text for kind in _KINDS for text in kind.texts))


def data_files(sizes_of: SizesOf) -> tuple[DataFile, ...]:
    """Return the files that there are, tables and formats in order, years upwards.

    >>> sizes = {"metrics.json": [Count("2022", 9, 15_000_000), Count("2023", 9, 5_000_001)]}
    >>> [file.name for file in data_files(lambda text, _: sizes.get(text, ())) if file.year]
    ['metrics-2022.json', 'metrics-2023.json', 'reports-2022.sqlite', 'reports-2023.sqlite']
    """
    return tuple(file for kind in _KINDS for file in _files(kind, sizes_of))


def province_files(region: str, sizes_of: SizesOf) -> tuple[DataFile, ...]:
    """Return the workbooks of the province in which the region with that code lies, years upwards.

    >>> [file.path for file in province_files("440704", lambda text, region: ())]
    ['regions/440000/440000.xlsx']
    """
    return tuple(_files(_WORKBOOK, sizes_of, region[:_PROVINCE]))


def name_patterns(files: Sequence[DataFile]) -> dict[str, str]:
    """Return by format the names of the files of figures, as a pattern where there is one for each year."""
    wanted = [file for file in files if file.table in (FIGURES, "")]
    return {
        file.format: file.name.replace(f"{file.year}", "*") if file.year else file.name for file in wanted
    }


def _files(kind: _Kind, sizes_of: SizesOf, region: str = "") -> Iterator[DataFile]:
    counts = [count for text in kind.texts for count in sizes_of(text, region)]
    if sum(count.figures for count in counts) * kind.percent <= LIMIT * 100:
        yield DataFile(kind.table, kind.format, region=region)
        return
    for year in sorted({int(count.key) for count in counts}):
        yield DataFile(kind.table, kind.format, year, region)
