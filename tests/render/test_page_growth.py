"""The pages of one report grow with its text and no faster; measured as in the test of the whole line."""

import time
from pathlib import Path

import pytest

from build_scripts.models import Result, Source
from tests.sites import render_site
from tests.texts import HEAD, result_of

SMALL, LARGE = 4_000, 16_000
LINES = {
    "figures": "我局开展检查12次，其中食品5次、药品7次；办理案件3件。\n",
    "headings": "（一）强化领导。我局依法行政。\n",
    "sentences": "我局依法行政。",
    "pages": "我局坚持依法行政。\n— 3 —\n",
    "findings": "推进法制政府建设。\n",
    "escapes": "甲\\*",
    "table": "许可\t12\t3\n",
}


@pytest.mark.heavy
@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_the_pages_of_a_report_grow_with_its_text(line: str) -> None:
    small, large = report_of(line * (SMALL // len(line))), report_of(line * (LARGE // len(line)))
    for _ in range(3):
        # What all sites have costs the most of the small one and is no growth.
        base = seconds(report_of(line))
        ratio = (seconds(large) - base) / max(seconds(small) - base, 0.01)
        if ratio <= LARGE // SMALL * 2:
            return
    pytest.fail(f"four times the text took {ratio:.1f} times as long")


def report_of(text: str) -> Result:
    return result_of(
        HEAD + text,
        Source(
            path=Path("source_reports/440704/2023-health.txt"),
            sha256="",
            media_type="text/plain",
            region_code="440704",
            year=2023,
            department="health",
        ),
    )


def seconds(result: Result) -> float:
    start = time.process_time()
    render_site([result])
    return time.process_time() - start
