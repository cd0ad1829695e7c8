"""The original beside the clean text: every line once and in order, every paragraph once, removals where they stood."""

from collections.abc import Callable

import pytest

from build_scripts.models import Result
from build_scripts.render.original import line_spans
from build_scripts.render.parallel import parallel_pairs
from build_scripts.render.report_page import render_original
from tests.render.pages import visible_text
from tests.render.sample import sample_result
from tests.render.test_report_page import hostile_result, moved_result


@pytest.mark.parametrize(
    "make", [sample_result, moved_result, hostile_result], ids=lambda make: make.__name__
)
def test_every_line_and_every_paragraph_stands_once(make: Callable[[], Result]) -> None:
    result = make()
    pairs = list(parallel_pairs(result))
    numbers = [line.number for pair in pairs for line in pair.lines]
    assert numbers == list(range(1, len(list(line_spans(result.report.clean.raw.text))) + 1))
    words = sorted(words for pair in pairs for words in pair.clean)
    assert len(words) == len([line for line in result.report.clean.text.split("\n") if line.strip()])


def test_a_paragraph_cut_by_a_page_stays_beside_all_its_lines() -> None:
    first, title = parallel_pairs(moved_result())
    assert [line.number for line in first.lines] == [1, 2, 3]
    assert (first.clean, first.removed) == (("共办12件。",), (("页码", "- 1 -"),))
    assert title.clean == ("标题",)


def test_the_page_shows_both() -> None:
    shown = visible_text(render_original(moved_result()).decode())
    assert "去掉页码：- 1 -" in shown
    assert "共办12件。" in shown
    assert "第 2 页" in shown
