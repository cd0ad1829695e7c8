"""Numbers in long texts: what finds them takes time in proportion to the text, whatever stands in it."""

from time import process_time

import pytest

from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.set_aside import find_set_aside
from build_scripts.extract.zeros import find_zeros

# Takes 0.1 to 0.5 s on a slow machine; a search from every character to the end takes minutes.
LENGTH, SECONDS = 50_000, 5


@pytest.mark.heavy
@pytest.mark.parametrize(
    "again",
    [
        "（一（二（三",
        "一一一一",
        "一、二、",
        "无一起",
        "没有",
        "百分之1",
        "三分之",
        "数十",
        "省要求",
        "《",
        "联合等",
        "“1",
        "1-1",
        "1/1/",
        "1,111",
        "12345、",
        "a1",
        "为0",
        '"',
    ],
)
def test_a_long_text_takes_no_longer_by_the_character(again: str) -> None:
    text = (again * LENGTH)[:LENGTH]
    start = process_time()
    aside = find_set_aside(text)
    find_quantities(text, aside)
    find_zeros(text, aside)
    assert process_time() - start < SECONDS
