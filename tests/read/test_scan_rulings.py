"""The ruled lines of scanned tables: what characters and specks make is none."""

import math

import pypdfium2
import pytest

from build_scripts.read.characters import Character
from build_scripts.read.placed import cell_pieces
from build_scripts.read.rulings import Ruling, find_grids
from build_scripts.read.scan import scale_for
from build_scripts.read.scan_rulings import find_rulings
from tests.read.official import Canvas
from tests.read.scans import scanned

ROWS = [
    ["类别", "检查次数（次）", "发现问题（个）"],
    ["日常检查", "20", "66"],
    ["专项检查", "63", "44"],
    ["双随机检查", "16", "64"],
    ["合计", "99", "174"],
]


@pytest.mark.heavy
@pytest.mark.parametrize(("dpi", "skew"), [(150, 0.9), (200, 0.3), (300, 0.2)])
def test_words_that_touch_their_lines_make_no_columns(dpi: int, skew: float) -> None:
    """Rows of 14 points with type of 12: a blurred stroke reaches from line to line."""
    made = Canvas()
    for row in ROWS:
        made.y -= 14
        for column, words in enumerate(row):
            made.drawn.setLineWidth(0.5)
            made.drawn.rect(90 + 140 * column, made.y - 3, 140, 14)
            made.put(92 + 140 * column, made.y, words, 12)
    page = pypdfium2.PdfDocument(scanned(made.data(), dpi=dpi, skew=skew, seal=False))[0]
    scale = scale_for(page.get_size())
    picture = page.render(scale=scale).to_numpy()
    (grid,) = find_grids(find_rulings(picture, -math.radians(skew), scale))
    assert [len(grid.columns), len(grid.rows)] == [4, 6]


def test_a_short_line_beside_a_long_one_takes_nothing_from_it() -> None:
    """A stroke that stands a point above the line of a table, in the middle of it."""
    rulings = [
        *(Ruling(level=True, at=at, start=70, end=530) for at in (189, 242.6, 296)),
        Ruling(level=True, at=241.0, start=382, end=408),
        *(Ruling(level=False, at=at, start=189, end=296) for at in (70, 300, 530)),
    ]
    (grid,) = find_grids(rulings)
    assert len({cell for row in grid.owners for cell in row}) == 4


def test_two_numbers_below_each_other_are_not_one() -> None:
    def characters(text: str, base: float) -> list[Character]:
        return [Character(char, 10 + 6 * i, 16 + 6 * i, base, 12) for i, char in enumerate(text)]

    pieces = cell_pieces([*characters("13", 20), *characters("33", 40)])
    assert "".join(before + piece.text for before, piece in pieces) == "13 33"
    words = cell_pieces([*characters("检查", 20), *characters("次数", 40)])
    assert "".join(before + piece.text for before, piece in words) == "检查次数"
