"""The rows of the public tables hold what ``data_columns.yml`` says, whatever a report holds."""

import csv
import dataclasses
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest

from build_scripts.models import Doubt, Result, Reuse
from build_scripts.render.address_rules import address_of
from build_scripts.render.data_rows import Cell, figure_rows, period_days, plain, report_row, reuse_cells
from build_scripts.render.datasets import csv_lines, indicator_csv, indicator_lines, safe_cell
from build_scripts.render.labels import CHANGES, DOUBTS, KINDS, RELATIONS
from build_scripts.rules.data_columns import FIGURES, REPORTS, CellType, Column, load_columns
from tests.render.sample import sample_result


def rows_of(result: Result) -> list[dict[str, Cell]]:
    return list(figure_rows(address_of(result.report.clean.raw.source), result))


def is_day(cell: Cell) -> bool:
    return isinstance(cell, str) and date.fromisoformat(cell).isoformat() == cell


def is_list(cell: Cell) -> bool:
    return isinstance(cell, tuple) and not any(re.search(r"\s", word) for word in cell)


FITS: dict[CellType, Callable[[Cell], bool]] = {
    CellType.INTEGER: lambda cell: isinstance(cell, int),
    CellType.LIST: is_list,
    CellType.DECIMAL: lambda cell: isinstance(cell, str) and Decimal(cell).is_finite(),
    CellType.DATE: is_day,
    CellType.TEXT: lambda cell: isinstance(cell, str) and cell != "",
}


def fits(column: Column, cell: Cell) -> bool:
    """Say whether a cell is of its column's type and one of its codes."""
    if cell is None:
        return column.nullable
    words = [str(word) for word in cell] if isinstance(cell, tuple) else [str(cell)]
    if column.codes and not set(words) <= {code for code, _ in column.codes}:
        return False
    return column.type is CellType.INTEGER if isinstance(cell, int) else FITS[column.type](cell)


def misfits(table: str, rows: Iterable[dict[str, Cell]]) -> list[tuple[str, Cell]]:
    columns = load_columns(table)
    return [(c.name, row[c.name]) for row in rows for c in columns if not fits(c, row[c.name])]


def test_each_cell_is_what_its_column_says() -> None:
    result = sample_result()
    doubtful = dataclasses.replace(result.metrics[0], doubts=tuple(Doubt))
    result = dataclasses.replace(result, metrics=(doubtful, *result.metrics[1:]))
    rows = rows_of(result)
    assert list(rows[0]) == [column.name for column in load_columns(FIGURES)]
    assert misfits(FIGURES, rows) == []
    row = report_row(address_of(result.report.clean.raw.source), result)
    counted = [
        row | reuse_cells(reuse) for reuse in (Reuse(sentences=0), Reuse(sentences=9, kept=0, shared=2))
    ]
    assert misfits(REPORTS, counted) == []
    assert list(counted[0]) == [column.name for column in load_columns(REPORTS)]


def test_codes_have_the_words_of_the_pages() -> None:
    known = {"qualifier": None, "change": CHANGES, "kind": KINDS, "relation": RELATIONS, "doubts": DOUBTS}
    for column in load_columns(FIGURES):
        words = known.pop(column.name, None)
        assert words is None or dict(column.codes) == dict(words)
    assert known == {}


def test_names_stand_beside_the_codes() -> None:
    row = rows_of(sample_result())[0]
    assert (row["province"], row["prefecture"], row["county"]) == ("广东省", "江门市", "江海区")
    assert (row["region_code"], row["department_name"]) == ("440704", "卫生健康")
    assert (row["period"], row["period_start"], row["period_end"]) == (None, "2023-01-01", "2023-12-31")
    result = sample_result()
    metric = dataclasses.replace(result.metrics[0], family="penalty-money", indicator="penalty-cases")
    row = rows_of(dataclasses.replace(result, metrics=(metric,)))[0]
    assert (row["family_name"], row["indicator_name"]) == ("处罚金额", "行政处罚案件数")


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("2024-12", ("2024-12-01", "2024-12-31")),
        ("2023-13", (None, None)),
        ("0000", (None, None)),
        ("2023年", (None, None)),
    ],
)
def test_a_period_is_days(period: str, days: tuple[str | None, str | None]) -> None:
    assert period_days(period) == days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲\x00乙\x1b[31m", "甲乙[31m"),
        ("一行\n二行\r\n三行\t四", "一行 二行 三行 四"),
        ("甲\u2028乙\x85丙\x0b丁", "甲 乙 丙 丁"),
        ("甲\udc80\uffff", "甲"),
        ("全角　空格　留着", "全角　空格　留着"),
    ],
)
def test_no_control_sign_is_in_a_text(text: str, told: str) -> None:
    assert plain(text) == told


@pytest.mark.parametrize("text", ["=1+1", "+甲", "-甲", "@甲", " =1", "＝1", "'=1", "' +1", "-1-1"])
def test_a_formula_is_text_and_can_be_had_back(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-5.25", "'甲", "97.30", "5-6", "甲=1", "", "—"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_keep_their_zeros_in_csv() -> None:
    """97.30 stays as it is written; its value is 97.3."""
    result = sample_result()
    metric = result.metrics[0]
    quantity = dataclasses.replace(metric.quantity, raw="97.30", value=Decimal("97.30"))
    result = dataclasses.replace(result, metrics=(dataclasses.replace(metric, quantity=quantity),))
    names = [column.name for column in load_columns(FIGURES)]
    row = next(csv.DictReader(io.StringIO("".join(csv_lines(rows_of(result)))), fieldnames=names))
    assert (row["raw"], row["value"]) == ("97.30", "97.3")


def test_an_indicator_s_csv_tells_of_its_figures_what_it_does_not_say_itself() -> None:
    result = sample_result()
    metric = dataclasses.replace(result.metrics[0], family="penalty-cases", indicator="penalty-cases")
    rows = rows_of(dataclasses.replace(result, metrics=(metric, result.metrics[1])))
    first, second = indicator_lines(rows)
    head = next(iter(indicator_csv([]))).decode("utf-8-sig").strip().split(",")
    row = dict(zip(head, next(csv.reader([first])), strict=True))
    assert second == ""
    assert {"indicator", "county", "value", "unit", "period_start", "sentence", "page"} <= set(head)
    assert {
        name: "" if rows[0][name] is None else str(rows[0][name]) for name in head if name != "doubts"
    } == {name: cell for name, cell in row.items() if name != "doubts"}
