"""A list's CSV is made while it is written, and harmless; what it is narrowed by has names."""

import csv
import io
from collections.abc import Iterator

from build_scripts.models import Facet
from build_scripts.render.list_filters import csv_pieces, filters_by


def test_no_more_rows_are_held_than_a_piece_has() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[int, str]]:
        for n in range(3000):
            asked.append(n)
            yield n, "甲"

    pieces = csv_pieces(("n", "名"), rows())
    head = next(pieces)
    assert (head, asked) == ("\ufeffn,名\n".encode(), [])
    next(pieces)
    assert len(asked) == 500
    left = b"".join(pieces).decode().splitlines()
    assert left[-1] == "2999,甲"
    assert len(left) == 2500


def test_no_cell_is_a_formula_and_none_breaks_the_table() -> None:
    nasty = ("=1+1", '甲"乙,丙', "上\n下", "\ud800")
    data = b"".join(csv_pieces(("一", "二", "三", "四"), [nasty])).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(data))
    assert row[0] == "'=1+1"
    assert row[1] == '甲"乙,丙'
    assert "\n" not in row[2]
    assert len(row) == 4


def test_choices_have_names() -> None:
    years, provinces, departments = filters_by(
        [Facet("2023", "", 3)], [Facet("44", "广东省", 3)], [Facet("health", "", 3)]
    )
    assert years.choices == (Facet("2023", "2023 年度", 3),)
    assert provinces.choices == (Facet("44", "广东省", 3),)
    assert departments.choices == (Facet("health", "卫生健康", 3),)
