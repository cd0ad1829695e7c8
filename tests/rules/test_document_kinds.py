"""What is no report is said, with what tells it; what is a report or kin of one, however short, is left alone."""

from pathlib import Path
from typing import Any

import pytest

from build_scripts.models import DocumentKind, Record, Severity
from build_scripts.rules.document_kinds import classify_document, label_of, load_signs
from tests.every import every
from tests.texts import read_yaml, result_of, source_at

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "documents"
LAW = "河北省水利条例\n第一条 为了规范水利管理，制定本条例。\n第二条 逾期处2000元以上3万元以下罚款。\n"
REPORTS = sorted([*ROOT.glob("source_reports/*/*.txt"), *ROOT.glob("tests/gold/*/?.txt")])


def cases(name: str) -> list[Any]:
    loaded = read_yaml(CASES / f"{name}.yml")
    return [pytest.param(case, id=case["name"]) for case in loaded]


@every("case", cases("other"))
def test_another_document_is_said_to_be_one(case: dict[str, str]) -> None:
    result = result_of(case["text"])
    assert result.report.kind == case["kind"], result.report.kind_told
    told = [f for f in result.findings if f.code == "not-a-report"]
    assert [f.severity for f in told] == [Severity.ERROR]
    assert label_of(result.report.kind) in told[0].message
    assert not result.publishable
    assert result.metrics == ()
    assert {n.rule for n in result.numbers} <= {
        "not-a-report",
        *(r.rule for r in result.report.clean.removed),
    }


@every("case", cases("report"))
def test_a_report_or_its_kin_is_left_alone(case: dict[str, str]) -> None:
    result = result_of(case["text"])
    assert (result.report.kind, result.report.kind_told) == (DocumentKind.REPORT, "")
    assert "not-a-report" not in [f.code for f in result.findings]


@every("path", REPORTS, name=lambda path: path.relative_to(ROOT).as_posix())
def test_a_real_report_is_left_alone(path: Path) -> None:
    assert classify_document(path.read_text(encoding="utf-8"))[0] is DocumentKind.REPORT


def test_the_finding_says_what_tells_it() -> None:
    message = next(f.message for f in result_of(LAW).findings if f.code == "not-a-report")
    assert message.startswith("疑非法治政府建设年度报告，似为法律法规或制度：")
    assert "有“第一条”等条文 2 处" in message


def test_a_law_has_no_agency() -> None:
    meta = result_of(LAW).report.meta
    assert (meta.agency, meta.department) == (None, None)


def test_the_record_has_the_last_word() -> None:
    source = source_at("报告.txt")
    record = Record(title=None, issuer=None, year=None, url=None, taken_on=None, sha256="", report=True)
    result = result_of(LAW, type(source)(path=source.path, sha256="", media_type="text/plain", record=record))
    assert result.report.kind is DocumentKind.REPORT
    assert "not-a-report" not in [f.code for f in result.findings]
    assert result.metrics


def test_every_kind_has_its_words() -> None:
    assert all(label_of(kind) for kind in DocumentKind if kind is not DocumentKind.REPORT)


def test_no_other_title_outweighs_that_of_a_report() -> None:
    """Where a title is a report's no other sign is asked: together those of another kind are worth less."""
    points: dict[DocumentKind, list[int]] = {}
    for sign in load_signs("titles"):
        points.setdefault(sign.kind, []).append(sign.points)
    least = min(points.pop(DocumentKind.REPORT))
    assert all(sum(others) <= least for others in points.values())
