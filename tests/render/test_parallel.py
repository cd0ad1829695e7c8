"""The original beside the clean text: every line once and in order, every paragraph once, removals where they stood."""

from collections.abc import Callable

import pytest

from build_scripts.models import Result
from build_scripts.render.original import line_spans
from build_scripts.render.parallel import _alike, parallel_pairs
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


def test_what_is_alike_in_every_character_is_told_and_not_said_twice() -> None:
    result = sample_result()
    text = result.report.clean.raw.text
    for pair in parallel_pairs(result):
        words = [text[span.start : span.end].strip() for span in line_spans(text)]
        own = "".join(words[line.number - 1] for line in pair.lines)
        assert bool(pair.alike) == ((own,) == pair.clean and not pair.goes_on), pair
    shown = visible_text(render_original(result).decode())
    told = [pair for pair in parallel_pairs(result) if pair.alike]
    assert len(told) > 10, "of headings and paragraphs"
    assert shown.count("字字相同") == len(told) + shown.count("与原文字字相同")
    assert all(
        shown.count(pair.clean[0]) == 1 for pair in told if len(pair.lines) == 1 and len(pair.clean[0]) > 60
    )


@pytest.mark.parametrize(
    ("raw", "alike"),
    [
        (["行政许可3件。"], "字字相同"),
        (["行政许", "可3件。"], "字字相同，只接上了断行"),
        (["行政 许可3件。"], ""),
        (["行政许可3件。", "- 1 -"], ""),
        ([], ""),
    ],
)
def test_only_breaks_of_lines_may_differ(raw: list[str], alike: str) -> None:
    assert _alike(raw, ["行政许可3件。"]) == alike
    assert not _alike(raw, ["行政许可3件。", "二、"])


def test_the_page_shows_both() -> None:
    shown = visible_text(render_original(moved_result()).decode())
    assert "去掉页码：- 1 -" in shown
    assert "共办12件。" in shown
    assert "第 2 页" in shown
