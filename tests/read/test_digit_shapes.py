"""Holes in a shape are counted as one counts who pours paint into each patch of paper."""

import numpy as np
import pytest

from build_scripts.read.digit_shapes import _count_holes

_SMALLEST = 3


def poured(rows: list[str]) -> int:
    """Return the patches of paper of three dots and more that do not reach the edge."""
    high, wide = len(rows), len(rows[0])
    paper = {(y, x) for y in range(high) for x in range(wide) if rows[y][x] == " "}
    holes = 0
    while paper:
        queue, patch = [paper.pop()], set[tuple[int, int]]()
        while queue:
            y, x = queue.pop()
            patch.add((y, x))
            near = paper & {(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)}
            paper -= near
            queue += near
        holes += len(patch) >= _SMALLEST and all(0 < y < high - 1 and 0 < x < wide - 1 for y, x in patch)
    return holes


def counted(rows: list[str]) -> int | None:
    return _count_holes(np.array([[255 if dot == " " else 0 for dot in row] for row in rows], "uint8"))


def test_shapes_of_digits() -> None:
    eight = [" ##### ", " #   # ", " #   # ", " ##### ", " #   # ", " #   # ", " ##### "]
    assert counted(eight) == 2
    assert counted(eight[3:]) == 1
    assert counted(eight[2:]) == 1
    assert counted(eight[4:]) == 0
    # The parts of a patch meet below where each begins.
    bent = ["           ", " ######### ", " #  # #  # ", " #  # #  # ", " #    #  # ", " ######### "]
    assert counted(bent) == 2
    assert counted(["  ", "  "]) is None


@pytest.mark.heavy
def test_any_shape() -> None:
    draw = np.random.default_rng(1)
    for number in range(300):
        dots = draw.random(draw.integers(2, 24, 2)) < draw.uniform(0.4, 0.8)
        if number % 2:
            dots = np.kron(dots, np.ones((2, 2), bool))
        rows = ["".join(" " if dot else "#" for dot in row) for row in dots]
        # Where most is ink, ink is taken for paper.
        if 0.4 <= dots.mean() < 1:
            assert counted(rows) == poured(rows), "\n".join(rows)
