"""Tell a box of particulars (索引号, 发布机构, 文号 …) from a table of figures, and write it as lines."""

import re
from collections.abc import Sequence

from build_scripts.rules.box_labels import Label, load_labels
from build_scripts.rules.numerals import fold_width

_FEWEST_LABELS = 2
_COLONS = "：:"
# 政府信息公开条例依据： and its like; longer words before a colon are a sentence.
_LONGEST_LABEL = 12
_FRAMES = "[]【】"


def _label(words: str) -> Label | None:
    packed = "".join(words.split())
    return load_labels().get(fold_width(packed).rstrip(":").strip(_FRAMES))


def box_lines(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the lines of a box of particulars, nothing for any other table.

    In a box labels and values take turns in every row, or one row of labels stands above one of values.
    """
    known = sum(_label(cell) is not None for row in rows for cell in row)
    if known < _FEWEST_LABELS:
        return ()
    filled = [row for row in rows if any(row)]
    if len(filled) == _FEWEST_LABELS and len(filled[0]) == len(filled[1]) and all(map(_label, filled[0])):
        return [_line(label, value) for label, value in zip(*filled, strict=True)]
    paired = [_paired(row) for row in filled]
    return [line for lines in paired for line in lines or ()] if all(paired) else ()


def _paired(row: Sequence[str]) -> list[str] | None:
    """Return the lines of a row of labels and values, ``None`` where something is neither."""
    lines: list[str] = []
    label = ""
    for cell in row:
        if _is_label(cell):
            lines += [_line(label, "")] if label else []
            label = cell
        elif label:
            lines.append(_line(label, cell))
            label = ""
        elif _label(re.split(f"[{_COLONS}]", cell)[0]):
            lines.append(cell)
        elif cell:
            return None
    return [*lines, _line(label, "")] if label else lines


def _is_label(cell: str) -> bool:
    return _label(cell) is not None or (cell.endswith(tuple(_COLONS)) and len(cell) <= _LONGEST_LABEL)


def _line(label: str, value: str) -> str:
    return f"{label.rstrip(_COLONS)}：{value}"
