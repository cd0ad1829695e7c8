"""Every case of tests/cases: tables by kind and origin. The head of each kind's in_the_wild.yml tells its fields.

Cases of known_failures.yml say what should come out and does not yet; one that starts to pass fails the test, so that
it moves to its table.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from build_scripts.check.privacy import check_private_data
from build_scripts.models import Metric, Result
from build_scripts.rules.dates import parse_date, parse_year
from build_scripts.rules.numerals import parse_chinese, parse_digits
from build_scripts.rules.private_data import look_through
from tests.every import every
from tests.texts import HEAD, read_yaml, result_of

CASES = Path(__file__).parent / "cases"
ORIGINS = ("in_the_wild", "synthetic", "negative", "known_failures")
KINDS = ("clean", "headings", "meta", "quantities", "tables", "dates", "numerals", "privacy")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Case = Mapping[str, Any]


def cases(kind: str) -> list[Any]:
    found: list[Any] = []
    for origin in ORIGINS:
        table: Any = read_yaml(CASES / kind / f"{origin}.yml")
        for case in table or []:
            name = f"{origin}-{case['name']}"
            reason = case.get("reason")
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if origin == "known_failures" else []
            found.append(pytest.param(case, id=name, marks=marks))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_every_origin_and_no_name_twice(kind: str) -> None:
    assert sorted(p.stem for p in (CASES / kind).glob("*.yml")) == sorted(ORIGINS)
    names = sorted(str(p.id) for p in cases(kind))
    assert [n for n, same in groupby(names) if len(list(same)) > 1] == []


def test_every_known_failure_says_why() -> None:
    tables = [read_yaml(CASES / k / "known_failures.yml") for k in KINDS]
    assert [case["name"] for table in tables for case in table or [] if not case.get("reason")] == []


@pytest.mark.heavy
@every("case", cases("clean"))
def test_raw_text_comes_out_clean(case: Case) -> None:
    result = result_of(case["raw"])
    clean = result.report.clean
    assert clean.text == case.get("clean", case["raw"].rstrip("\n"))
    if "removed" in case:
        assert sorted({r.rule for r in clean.removed}) == sorted(case["removed"])


@every("case", cases("headings"))
def test_lines_give_their_headings(case: Case) -> None:
    sections = result_of(case["text"]).report.sections
    assert [[s.level, s.marker, s.heading] for s in sections] == case.get("headings", [])


@pytest.mark.heavy
@every("case", cases("meta"))
def test_head_and_tail_say_what_the_report_is(case: Case) -> None:
    meta = result_of(case["text"]).report.meta
    wanted = {k: v for k, v in case.items() if k not in ("name", "text", "reason")}
    assert {k: _plain(getattr(meta, k)) for k in wanted} == wanted


def _plain(told: object) -> object:
    return list(told) if isinstance(told, tuple) else told


@pytest.mark.heavy
@every("case", cases("quantities"))
def test_a_sentence_gives_its_figures(case: Case) -> None:
    result = result_of(HEAD + case["text"])
    wanted = [_wanted(row) for row in case.get("found", [])]
    assert [_told(m, result, row) for m, row in _beside(result, case)] == wanted
    assert [n.span.of(result.report.clean.raw.text) for n in result.numbers if not (n.metric or n.rule)] == []


@pytest.mark.heavy
@every("case", cases("tables"))
def test_a_table_gives_its_figures(case: Case) -> None:
    result = result_of(HEAD + case["text"])
    report, raw = result.report, result.report.clean.raw.text
    wanted = [_wanted(row) for row in case.get("found", [])]
    assert [_told(m, result, row) for m, row in _beside(result, case)] == wanted
    told = ("sum-ok", "sum-mismatch", "table-unread", "unexplained-number")
    assert [f.code for f in result.findings if f.code in told] == case.get("finds", [])
    assert len(report.tables) == case.get("tables", 1)
    unread = [n.span.of(raw) for n in result.numbers if n.rule == "table-unread"]
    assert unread == [str(n) for n in case.get("unread", [])]
    assert all(
        ("table-rebuilt" in m.doubts) == case.get("rebuilt", False)
        for m in result.metrics
        if m.rule == "table-cell"
    )
    if "headings" in case:
        assert [s.heading for s in report.sections][1:] == case["headings"]


def _beside(result: Result, case: Case) -> list[tuple[Metric, Case]]:
    rows = case.get("found", [])
    return [(m, rows[i] if i < len(rows) else {}) for i, m in enumerate(result.metrics)]


def _wanted(row: Case) -> Case:
    subject = row.get("subject", [])
    return {
        "raw": row.get("raw"),
        "value": Decimal(str(row["value"])),
        "value_max": None if row.get("value_max") is None else Decimal(str(row["value_max"])),
        "unit": row.get("unit"),
        "qualifier": row.get("qualifier", "exact"),
        "subject": subject if isinstance(subject, list) else [subject],
        "beside": [],
        **{k: row.get(k) for k in ("change", "period", "parent", "kind")},
    }


def _told(metric: Metric, result: Result, row: Case) -> Case:
    """Return what is told of a figure; of raw, unit, subject and kind only as much as the row asks for."""
    ids = [m.id for m in result.metrics]
    quantity, wanted = metric.quantity, _wanted(row)["subject"] if row else []
    return {
        "raw": quantity.raw if not row or "raw" in row else None,
        "value": quantity.value,
        "value_max": quantity.value_max,
        "unit": quantity.unit if not row or "unit" in row else None,
        "qualifier": quantity.qualifier.value,
        "subject": [w for w in wanted if w in metric.subject] if row else metric.subject,
        "beside": [w for w in row.get("without", []) if w in metric.subject],
        "change": metric.change,
        "period": metric.period,
        "parent": None if metric.parent is None else ids.index(metric.parent),
        "kind": metric.kind if "kind" in row else None,
    }


@every("case", cases("dates"))
def test_a_date_or_year_is_read(case: Case) -> None:
    wanted = {k: case[k] for k in ("date", "year") if k in case}
    assert {k: _read(parse_date if k == "date" else parse_year, case["text"]) for k in wanted} == wanted


@every("case", cases("numerals"))
def test_a_written_number_is_read(case: Case) -> None:
    parse = parse_digits if case["form"] == "digits" else parse_chinese
    value = _read(parse, case["text"])
    assert value == (None if case["value"] is None else Decimal(str(case["value"])))


def _read(parse: Callable[[str], object], text: str) -> object:
    try:
        return parse(text)
    except ValueError:
        return None


@pytest.mark.heavy
@every("case", cases("privacy"))
def test_private_data_is_found_and_nothing_else(case: Case) -> None:
    result = result_of(HEAD + fill(case["text"]))
    findings = check_private_data(result.report)
    assert [f.message.split("，")[0].partition("行有")[2] for f in findings] == case.get("finds", [])
    assert all(f.span and f.span.of(result.report.clean.raw.text) not in f.message for f in findings)
    if "passes" in case:
        assert [look.passes for look in look_through(fill(case["text"])) if look.passes] == case["passes"]


def fill(text: str) -> str:
    """Set made-up numbers for the names in braces: no number that anybody has stands in a table."""
    return text.format_map(
        {
            "identity": identity(0),
            "identity_x": identity_ending_in("X"),
            "wrong_identity": identity(0)[:-1] + str((int(identity(0)[-1]) + 1) % 10),
            "no_such_month": identity(0, "13"),
            "spaced_identity": f"{identity(0)[:6]} {identity(0)[6:14]} {identity(0)[14:]}",
            "wide_identity": wide(identity(0)),
            "hyphened_identity": f"{identity(0)[:6]}-{identity(0)[6:14]}-{identity(0)[14:]}",
            "hidden_identity": "\u200b".join(identity(0)),
            "cut_identity": f"{identity(0)[:10]}\n{identity(0)[10:]}",
            "old_identity": "990000" + "600101" + "001",
            "no_such_old": "990000" + "601301" + "001",
            "serial_of_a_day": "990000" + "20230115" + "0018",
            "card": "62" + "0" * 13 + "5",
            "long_card": card("62" + "0" * 16),
            "spaced_card": "6200 0000 0000 0005",
            "wrong_card": "62" + "0" * 13 + "6",
            "coded_mobile": "".join(f"&#{ord(c)};" for c in "1" + "99" + "0" * 8),
            "hidden_mobile": "199\u200b0000\u200b0000",
            "single_mobile": " ".join("1" + "99" + "0" * 8),
            "han_mobile": "一九九" + "零" * 8,
            "mobile": "1" + "99" + "0" * 8,
            "dashed_mobile": "199-" + "0000-" + "0000",
            "dotted_mobile": "199." + "0000." + "0000",
            "blank_mobile": "199\u3000" + "0000\u3000" + "0000",
            "wide_mobile": wide("1" + "99" + "0" * 8),
        }
    )


def card(digits: str) -> str:
    """Return a card's number: ``digits`` and Luhn's check digit behind them."""
    doubled = [int(d) * 2 - 9 * (int(d) > 4) for d in digits[::-2]]
    return f"{digits}{-(sum(doubled) + sum(map(int, digits[-2::-2]))) % 10}"


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def identity(serial: int, month: str = "01") -> str:
    """Return a number with a right check digit, of a region that does not exist (99 opens no code)."""
    digits = f"9900002000{month}01{serial:03d}"
    rest = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def identity_ending_in(check: str) -> str:
    return next(i for i in map(identity, range(1000)) if i.endswith(check))
