"""What the columns of the public tables mean, as rows of a table for the workbook."""

from collections.abc import Iterator

from build_scripts.rules.data_columns import FIGURES, REPORTS, CellType, load_columns

HEADS = ("表", "列", "类型", "单位", "可以为空", "含义", "In English")
TYPES = {
    CellType.TEXT: "文字",
    CellType.INTEGER: "整数",
    CellType.DECIMAL: "数值",
    CellType.DATE: "日期",
    CellType.LIST: "多项，以空格隔开",
}
_TABLES = {FIGURES: "数字", REPORTS: "报告"}


def dictionary_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for each column of the figures and of the reports, under ``HEADS``."""
    for table, name in _TABLES.items():
        for column in load_columns(table):
            empty = "是" if column.nullable or column.type is CellType.LIST else "否"
            meaning = (column.meaning, column.english.replace("`", ""))
            yield name, column.name, TYPES[column.type], column.unit, empty, *meaning
