"""Texts of a few lines as real pages have them, with what a careful reader finds: tests/cases/wild, by what they try.

A line of a table is one case: ``id``, ``kind`` (what it tries), ``text`` (the whole file), ``expect``, whose words
tests/wild_checks.py tells. A case that a rule of its kind must leave alone has ``not`` in its id; guards are plain.
Cases of known_failures.yml do not hold yet, each with its reason; one that starts to hold fails its test, so that it is
struck from the list. ``python -m tests.test_wild`` prints these, and those that have begun to fail.
"""

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.render.report_json import report_object
from tests.every import every
from tests.texts import result_of
from tests.wild_checks import find_faults

FOLDER = Path(__file__).parent / "cases" / "wild"
FAILING = FOLDER / "known_failures.yml"

Case = Mapping[str, Any]


@cache
def cases() -> list[Case]:
    lines = [line for f in sorted(FOLDER.glob("*.jsonl")) for line in f.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


@cache
def known_failures() -> dict[str, str]:
    return yaml.safe_load(FAILING.read_text("utf-8")) or {}


def faults_of(case: Case) -> list[str]:
    return find_faults(report_object(result_of(case["text"])), case["expect"])


def params() -> list[Any]:
    known = known_failures()
    xfail = {name: pytest.mark.xfail(strict=True, reason=reason) for name, reason in known.items()}
    return [pytest.param(c, id=c["id"], marks=[xfail[c["id"]]] if c["id"] in known else []) for c in cases()]


@pytest.mark.heavy
@every("case", params())
def test_a_page_reads_as_a_careful_reader_does(case: Case) -> None:
    assert faults_of(case) == []


def test_no_id_stands_twice_and_every_failure_is_of_a_case() -> None:
    ids = Counter(c["id"] for c in cases())
    assert [i for i, n in ids.items() if n > 1] == []
    assert sorted(set(known_failures()) - set(ids)) == []
    assert [i for i, reason in known_failures().items() if not reason] == []


def test_no_guard_is_a_known_failure() -> None:
    assert [i for i in known_failures() if i.startswith("guard-")] == []


def test_there_are_as_many_texts_to_leave_alone_as_to_mend() -> None:
    kinds = {c["kind"] for c in cases() if c["kind"] != "guard"}
    apart = [c for c in cases() if "-not-" in c["id"] or c["kind"] == "guard"]
    assert sorted(kinds - {c["kind"] for c in apart}) == []
    assert len(apart) * 2 >= len(cases())


def test_a_check_can_fail() -> None:
    report = report_object(
        result_of("新县水利局2023年度法治政府建设情况报告\n一、举措\n召开会议3次，办案5件。\n")
    )
    wrong = {
        "figures": [{"value": "3", "unit": "件"}],
        "no_figures": [{"value": "5"}],
        "figure_count": 3,
        "meta": {"agency": "新县"},
        "not_meta": {"department": ["water"]},
        "meta_with": {"title": ["旧县"]},
        "meta_without": {"title": ["新县"]},
        "findings": ["sum-ok"],
        "no_findings": [f["code"] for f in report["findings"]],  # type: ignore[attr-defined]
        "error": True,
        "sections": [{"heading": "成效"}],
        "section_count": 2,
        "table_count": 1,
        "unexplained": 1,
        "lines": ["召开会议3次"],
        "words": ["召开会议4次"],
        "no_words": ["会议"],
        "apart": ["3次"],
        "accounted": ["3", "3"],
        "one_of": [{"table_count": 1}, {"unexplained": 1}],
    }
    assert [word for word, wanted in wrong.items() if not find_faults(report, {word: wanted})] == []


def test_two_wanted_figures_never_share_one() -> None:
    report = report_object(result_of("新县水利局2023年度法治政府建设情况报告\n一、举措\n召开会议3次。\n"))
    assert find_faults(report, {"figures": [{"value": 3}]}) == []
    assert len(find_faults(report, {"figures": [{"value": 3}, {"unit": "次"}]})) == 1


def print_changes() -> None:
    """Print which known failures hold now and which cases fail and are not known to."""
    for case in cases():
        faults = ["raises"]
        with suppress(Exception):
            faults = faults_of(case)
        if bool(faults) != (case["id"] in known_failures()):
            print(f"{case['id']}: {'; '.join(faults) or 'holds now, strike it'}")


if __name__ == "__main__":
    print_changes()
