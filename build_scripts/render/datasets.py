"""The public tables as CSV and JSON, put together of what each report gives to them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TypeVar

import orjson

from build_scripts.render.data_rows import Cell
from build_scripts.rules.data_columns import FIGURES, load_columns

_Piece = TypeVar("_Piece")
_LINE_BREAKS = str.maketrans("\r\n\t", "   ")
# What is the same in all lines of an indicator's CSV, or of no use there: each line is kept on the site once more.
_TOLD_BY_THE_INDICATOR = frozenset({"theme", "family", "family_name", "indicator_name", "rule"})
# What a spreadsheet may take for a formula: it looks past blanks, and past the ' that we set before such a text.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")
# What it may begin with where it is printable: most cells need no pattern.
_MAY_BEGIN_FORMULA = frozenset(" '=+-@＝＋－＠")
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)


def csv_lines(rows: Iterable[Mapping[str, Cell]]) -> tuple[str, ...]:
    """Return rows of a table as lines of CSV without a head, in which no cell is a formula to Excel."""
    return tuple(_csv_line(row.values()) for row in rows)


def more_csv(lines: bytes, cells: Mapping[str, Cell]) -> bytes:
    r"""Return a row of ``csv_lines`` with further cells behind it.

    >>> more_csv("甲,1\n".encode(), {"乙": 2, "丙": None}).decode()
    '甲,1,2,\n'
    """
    return lines.removesuffix(b"\n") + b"," + "".join(csv_lines([cells])).encode()


def more_json(rows: bytes, cells: Mapping[str, Cell]) -> bytes:
    """Return a row of ``json_rows`` with further cells behind it.

    >>> more_json('{"甲":1}'.encode(), {"乙": 2, "丙": None}).decode()
    '{"甲":1,"乙":2,"丙":null}'
    """
    return rows.removesuffix(b"}") + b"," + orjson.dumps(dict(cells)).removeprefix(b"{")


def indicator_lines(rows: Iterable[Mapping[str, Cell]]) -> tuple[str, ...]:
    """Return of each figure its line in its indicator's CSV, "" of one that has no indicator."""
    return tuple(
        _csv_line(map(row.__getitem__, _indicator_columns())) if row["indicator"] else "" for row in rows
    )


def _csv_line(cells: Iterable[Cell]) -> str:
    return ",".join(map(_csv_cell, cells)) + "\n"


# Most cells stand in many rows of a report: its name, a theme, a unit, a sentence. Known ones joined are the lines of
# csv.writer, which goes through each by the character, in half the time.
@lru_cache(2048)
def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str) and cell[:1] not in _MAY_BEGIN_FORMULA and cell.isprintable():
        told = cell
    else:
        told = str(safe_cell(cell))
    return '"{}"'.format(told.replace('"', '""')) if "," in told or '"' in told else told


def csv_file(table: str, pieces: Iterable[_Piece]) -> Iterator[_Piece | bytes]:
    """Yield the CSV file of ``pieces``, each of which is lines of ``csv_lines``; Excel opens it as it is.

    Pieces may be what stands for such lines, here and below.
    """
    yield _csv_head(column.name for column in load_columns(table))
    yield from pieces


def indicator_csv(pieces: Iterable[_Piece]) -> Iterator[_Piece | bytes]:
    """Yield the CSV file of an indicator, of lines that ``indicator_lines`` made."""
    yield _csv_head(_indicator_columns())
    yield from pieces


def _csv_head(names: Iterable[str]) -> bytes:
    return b"\xef\xbb\xbf" + ",".join(names).encode() + b"\n"


@cache
def _indicator_columns() -> tuple[str, ...]:
    return tuple(column.name for column in load_columns(FIGURES) if column.name not in _TOLD_BY_THE_INDICATOR)


def json_rows(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows of the same keys as they stand in a JSON array, one a line, Chinese as it is."""
    return b",\n".join(map(orjson.dumps, rows))


def json_file(pieces: Iterable[_Piece]) -> Iterator[_Piece | bytes]:
    r"""Yield the JSON array of ``pieces``, each of which ``json_rows`` made of some rows.

    >>> b"".join(json_file([json_rows([{"甲": 1}]), json_rows([{"甲": 2}])])).decode()
    '[\n{"甲":1},\n{"甲":2}\n]\n'
    """
    start = b"[\n"
    for piece in pieces:
        yield start
        yield piece
        start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"


def safe_cell(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula: such text is given a leading ', and no line breaks.

    Several words stand in one cell, parted by blanks. A negative number is none.

    >>> safe_cell("=1+1"), safe_cell("-5.1"), safe_cell(5), safe_cell(None)
    ("'=1+1", '-5.1', 5, '')
    """
    if isinstance(cell, tuple):
        cell = " ".join(cell)
    if not isinstance(cell, str):
        return "" if cell is None else cell
    told = cell if cell.isprintable() else cell.translate(_LINE_BREAKS)
    return f"'{told}" if _FORMULA.match(told) and not _NEGATIVE.fullmatch(told) else told


def render_compact(value: object) -> bytes:
    """Return JSON for scripts alone: no blanks, Chinese as it is, a line end at the end."""
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
