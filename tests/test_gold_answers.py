"""The answers marked by hand keep what their guide asks; no code of the project's stages is run on them here."""

import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from build_scripts.extract.choose_theme import theme_names
from build_scripts.score import LONGEST_SUBJECT

GOLD = Path(__file__).parent / "gold"
REPORTS = sorted(GOLD.glob("*/*.jsonl"))
QUALIFIERS = {"exact", "approx", "at_least", "at_most"}
SHORTEST, LONGEST = 6, 60

Answers = dict[str, dict[str, Any]]


def load(path: Path) -> Answers:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({r["id"] for r in rows}) == len(rows)
    return {r["id"]: r for r in rows}


def packed(text: str) -> str:
    return re.sub(r"[\s\ufeff]", "", text)


@pytest.fixture(params=REPORTS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def report(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_a_quote_holds_its_number_and_stands_once(report: Path) -> None:
    text = packed(report.with_suffix(".txt").read_text(encoding="utf-8"))
    for row in load(report).values():
        assert text.count(row["quote"]) == 1, row
        assert row["raw"] in row["quote"], row
        assert SHORTEST <= len(row["quote"]) <= LONGEST, row


def test_a_row_uses_the_words_of_the_guide(report: Path) -> None:
    for row in load(report).values():
        assert {row["theme"], *row.get("theme_also", [])} <= set(theme_names()), row
        assert row["qualifier"] in QUALIFIERS, row
        assert 0 < len(row["subject"]) <= LONGEST_SUBJECT, row
        assert [m for m in row["must"] if m not in row["subject"]] == [], row
        assert row.get("value_max", row["value"] + 1) > row["value"] >= 0, row


def test_a_part_belongs_to_a_total_of_its_report_and_is_no_larger(report: Path) -> None:
    rows = load(report)
    for row in rows.values():
        if row["parent"]:
            assert row["value"] <= rows[row["parent"]]["value"], row
            assert row.get("relation", "part") in {"part", "outcome"}, row
        else:
            assert row.get("relation") is None, row


def test_outcomes_are_two_or_more_and_exhaust_their_total(report: Path) -> None:
    rows = load(report)
    outcomes: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values():
        if row.get("relation") == "outcome":
            outcomes[row["parent"]].append(row)
    for total, parts in outcomes.items():
        assert len(parts) > 1, total
        assert {p["unit"] for p in parts} == {rows[total]["unit"]}, total
        assert sum(Decimal(str(p["value"])) for p in parts) == Decimal(str(rows[total]["value"])), total


def test_the_raw_text_is_the_clean_text_with_furniture_and_marks() -> None:
    for path in sorted(GOLD.glob("[br]*/*.clean.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        raw, clean = (path.with_name(path.name.replace(".clean.json", e)) for e in (".txt", ".clean.txt"))
        extra = "".join([*facts["furniture"], *facts.get("marks", [])])
        told = packed(clean.read_text(encoding="utf-8") + extra)
        assert Counter(packed(raw.read_text(encoding="utf-8"))) == Counter(told), path.name


def test_the_gb18030_file_holds_the_text_of_its_twin() -> None:
    for path in GOLD.glob("*/*.gb18030.bin"):
        twin = path.with_name(path.name.replace(".gb18030.bin", ".txt"))
        assert path.read_bytes().decode("gb18030").encode() == twin.read_bytes()
