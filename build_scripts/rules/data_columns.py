"""The columns of the tables that are published: name, type and meaning of each, as ``data_columns.yml`` says once."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.entries import Entry
from build_scripts.rules.loading import load_yaml

FILE = "data_columns.yml"
FIGURES, REPORTS, FINDINGS = "metrics", "reports", "findings"  # names of tables


class CellType(StrEnum):
    """What the cells of a column hold; ``data_columns.yml`` says what each type means."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``codes`` are the only values it has, each with its word; none where any value may stand there."""

    name: str
    type: CellType
    chinese: str
    english: str
    unit: str = ""
    nullable: bool = False
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def meaning(self) -> str:
        """Return what it means in Chinese, with its codes: 准不准：exact 准确，approx 约."""
        told = "，".join(f"{code} {word}" for code, word in self.codes)
        return f"{self.chinese}：{told}" if told else self.chinese


@cache
def load_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in their order. Raises ``RuleError`` where an entry is broken.

    >>> load_columns("metrics")[0].name
    'report_id'
    """
    entries = load_yaml(FILE).get(table)
    if not isinstance(entries, dict) or not entries:
        raise RuleError(FILE, table, "应为一个不空的映射")
    return tuple(_column(Entry(FILE, name, value)) for name, value in entries.items())


def _column(entry: Entry) -> Column:
    codes = entry.field("codes")
    unit = entry.field("unit")
    try:
        type_ = CellType(entry.text("type"))
    except ValueError as error:
        raise RuleError(FILE, entry.slug, str(error)) from error
    return Column(
        entry.slug,
        type_,
        entry.text("zh"),
        entry.text("en"),
        str(unit) if unit else "",
        entry.field("nullable") is True,
        tuple((code, str(word)) for code, word in codes.items()) if isinstance(codes, dict) else (),
    )
