"""Where the search finds a sentence: its place in the line as the page shows it, entities decoded."""

import time

import pytest

from build_scripts.models import Passage
from build_scripts.render.address_rules import address_of
from build_scripts.render.anchors import find_places
from build_scripts.render.escape import decode
from build_scripts.render.searching import searchable_of
from tests.render.test_page_growth import report_of

SMALL, LARGE = 5_000, 20_000  # characters
FLOOR = 0.005  # seconds: less is mostly what the clock makes of it


def passages_of(text: str) -> tuple[tuple[Passage, ...], tuple[str, ...], float]:
    """Return the passages, the lines that they lie in, and the seconds of this process."""
    result = report_of(text)
    address, places = address_of(result.report.clean.raw.source), find_places(result)
    start = time.process_time()
    found = searchable_of(address, result, places)
    return found.passages, found.lines, time.process_time() - start


@pytest.mark.parametrize(
    "line",
    [
        "甲&ldquo;乙&rdquo;丙。丁&middot;&#8220;戊。己。",
        "查处&lt;餐饮&gt;案件3件。R&D投入5万元。&copy2020丁。",
        "“甲&amp”；乙&amp；丙。&hearts;&NotEqualTilde;丁。",
    ],
)
def test_a_sentence_stands_where_the_decoded_line_has_it(line: str) -> None:
    passages, lines, _ = passages_of(f"{line}\n甲&amp;乙。{line}")
    told = [lines[one.line][one.start : one.end] for one in passages]
    wanted = [f"{part}。" for part in decode(line).removesuffix("。").split("。")]
    assert told[-1 - 2 * len(wanted) :] == [*wanted, "甲&乙。", *wanted]


@pytest.mark.parametrize("sentence", ["甲&amp;乙。", "http://a.b/c?d=1&"])
def test_time_grows_with_the_sentences_of_a_line(sentence: str) -> None:
    small, large = (
        min(passages_of(sentence * (size // len(sentence)))[-1] for _ in range(3)) for size in (SMALL, LARGE)
    )
    assert large <= max(small, FLOOR) * (LARGE // SMALL) * 2
