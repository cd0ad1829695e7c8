"""Tables of made-up reports, in pipes, with what each cell is worth."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from build_scripts.demo.truths import Page, Truth

Cells = list[tuple[str, Truth | None]]


def make_table(table: dict[str, Any], rnd: Random) -> Page:
    """Return a table in pipes: rows with a row of totals, or one row whose cells add up to its total."""
    page = Page()
    page.add(f"{table['caption']}\n")
    themes = tuple(table["theme"].split("|"))
    if "rows" in table:
        _add_rows(page, table, themes, rnd)
    else:
        _add_one_row(page, table, themes, rnd)
    return page


def _add_line(page: Page, cells: Cells) -> None:
    page.text += "|"
    for text, truth in cells:
        start = len(page.text) + 1
        page.text += f" {text} |"
        if truth:
            page.truths.append(replace(truth, start=start, end=start + len(text)))
    page.text += "\n"


def _add_rows(page: Page, table: dict[str, Any], themes: tuple[str, ...], rnd: Random) -> None:
    heads, rows = table["heads"], table["rows"]
    _add_line(page, [("类别", None), *((h, None) for h in heads)])
    _add_line(page, [("---", None)] * (len(heads) + 1))
    first = len(page.truths)
    units = [h[h.index("（") + 1 : -1] for h in heads]
    words = [h[: h.index("（")] for h in heads]
    values = [[rnd.randint(2, 90) for _ in heads] for _ in rows]
    for row, numbers in zip(
        [*rows, "合计"], [*values, [sum(c) for c in zip(*values, strict=True)]], strict=True
    ):
        truths = [
            Truth(
                0, 0, Decimal(n), units[i], (words[i],) if row == "合计" else (row, words[i]), themes,
                parent=None if row == "合计" else first + len(rows) * len(heads) + i, kind=table["kinds"][i],
            )
            for i, n in enumerate(numbers)
        ]  # fmt: skip
        _add_line(page, [(row, None), *((str(int(t.value)), t) for t in truths)])


def _add_one_row(page: Page, table: dict[str, Any], themes: tuple[str, ...], rnd: Random) -> None:
    heads = table["heads"]
    values = [rnd.randint(1, 90) for _ in heads]
    whole, kind = len(page.truths) + len(heads), table["kinds"][0]
    cells: Cells = [
        (str(n), Truth(0, 0, Decimal(n), None, (h,), themes, parent=whole, kind=kind))
        for h, n in zip(heads, values, strict=True)
    ]
    total = Truth(0, 0, Decimal(sum(values)), table["unit"], ("合计",), themes, kind=kind)
    cells.append((str(sum(values)), total))
    names = [*heads, f"合计（{table['unit']}）"]
    if "money" in table:
        tenths = Decimal(rnd.randint(11, 999)) / 10
        cells.append((f"{tenths:f}", Truth(0, 0, tenths * 10000, "元", ("罚没",), themes, kind="罚没金额")))
        names.append(table["money"])
    _add_line(page, [(name, None) for name in names])
    _add_line(page, cells)
