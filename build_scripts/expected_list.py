"""The list of who is expected to report, ``source_reports/expected.csv``, if the editor gives one.

Its columns are region_code, department, first_year and last_year; last_year may be left empty: every year since. A row
that is wrong is left out and told in one plain line; the others count.
"""

import csv
import io
from collections.abc import Sequence

from build_scripts.models import Expected
from build_scripts.rules.departments import load_departments
from build_scripts.rules.regions import load_regions, region_of_code
from build_scripts.sources import EXPECTED as NAME

COLUMNS = ("region_code", "department", "first_year", "last_year")
_YEARS = range(2000, 2100)


class _WrongRowError(ValueError):
    """A row that cannot be used, and why, in plain words."""


def parse_expected(data: bytes) -> tuple[tuple[Expected, ...] | None, list[str]]:
    """Return the rows of a list and a line for each wrong one; ``None`` where nothing of it can be used."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [f"{NAME}：不是 UTF-8 编码，应报的由其他年度推定。请另存为“CSV UTF-8”"]
    reader = csv.reader(io.StringIO(text))
    head = [cell.strip() for cell in next(reader, [])]
    if tuple(head[: len(COLUMNS)]) != COLUMNS:
        return None, [f"{NAME}：第一行应为 {','.join(COLUMNS)}，应报的由其他年度推定"]
    rows: dict[Expected, None] = {}
    wrong: list[str] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            rows[_parse_row([cell.strip() for cell in cells])] = None
        except _WrongRowError as error:
            wrong.append(f"{NAME} 第 {reader.line_num} 行：{error}，此行不计")
    return tuple(sorted(rows, key=lambda one: (one.region, one.department, one.first))), wrong


def _parse_row(cells: Sequence[str]) -> Expected:
    region, department, first, last = (*cells, "", "", "", "")[: len(COLUMNS)]
    if region_of_code(load_regions(), region) is None:
        raise _WrongRowError(f"地区代码“{region}”不在名册里（县级以上六位，乡镇、街道九位）")
    if load_departments().get(department) is None:
        raise _WrongRowError(f"部门代号“{department}”不在名册里（如 health、government）")
    start, end = _parse_year(first, "first_year"), _parse_year(last, "last_year") if last else None
    if end is not None and end < start:
        raise _WrongRowError(f"last_year {end} 早于 first_year {start}")
    return Expected(region, department, start, end)


def _parse_year(told: str, column: str) -> int:
    if told.isascii() and told.isdecimal() and int(told) in _YEARS:
        return int(told)
    raise _WrongRowError(f"{column} 应是四位年份，写的是“{told}”")
