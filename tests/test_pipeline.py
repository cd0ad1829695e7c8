"""The line from raw file to result: which steps, in which order, and one report never harming another."""

import shutil
from pathlib import Path

import pytest

from build_scripts import clean, pipeline
from build_scripts.check import REPORT_CHECKS
from build_scripts.clean import AFTER_ORDER, BEFORE_ORDER
from build_scripts.clean.joins import RULES
from build_scripts.errors import RuleError
from build_scripts.models import Failure, Record, Result
from build_scripts.pipeline import process, process_all, propose_record
from build_scripts.sources import find_sources, read_source

ROOT = Path(__file__).parents[1]
FIRST = "411523/2023-health.txt"
SECOND = "433126/2023-health.txt"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (FIRST, SECOND):
        path = tmp_path / "source_reports" / name
        path.parent.mkdir(parents=True)
        for file in (name, f"{name}.yml"):
            shutil.copy(ROOT / "source_reports" / file, tmp_path / "source_reports" / file)
    return tmp_path


def outcomes(root: Path, *, preview: bool = False) -> list[Result | Failure]:
    return list(process_all(root, preview=preview))


def names(steps: tuple[object, ...]) -> list[str]:
    return [str(getattr(step, "__name__", step)) for step in steps]


def test_fixes_run_in_this_order() -> None:
    """Furniture first, while lines are lines; blanks last, when every line is a block."""
    assert names(BEFORE_ORDER) == [
        "fix_head_break",
        "fix_head_furniture",
        "fix_blank_entity",
        "fix_image",
        "fix_page_number",
        "fix_repeated_title",
        "fix_running_head",
        "fix_repeated_head",
        "fix_wrapped_cell",
        "fix_markdown",
    ]
    assert names(AFTER_ORDER) == [
        "fix_column_gap",
        "fix_line_break",
        "fix_blank",
    ]


def test_the_first_rule_that_has_an_opinion_joins_or_parts_two_lines() -> None:
    assert names(RULES) == [
        "_in_table",
        "_carried_on",
        "_in_part",
        "_above_body",
        "_dated",
        "_hanging",
        "_placed",
        "_marked",
        "_bare_mark",
        "_heading_above",
        "_heading_rest",
        "_series",
        "_indented",
        "_lone",
        "_finished",
        "_unfinished",
    ]


def test_checks_run_in_this_order() -> None:
    assert names(REPORT_CHECKS) == [
        "check_private_data",
        "check_classified",
        "check_not_a_report",
        "check_unreadable",
        "check_recognised",
        "check_line_lost",
        "check_pictures",
        "check_region_mismatch",
        "check_department_mismatch",
        "check_ambiguous_agency",
        "check_year_mismatch",
        "check_late_publication",
        "check_furniture_left",
        "check_likely_slip",
        "check_table_unread",
    ]


@pytest.mark.parametrize(
    ("code", "agency", "name", "above"),
    [
        ("540102", "城关区卫生健康委员会", "城关区", "拉萨市"),
        ("620102", "城关区卫生健康委员会", "城关区", "兰州市"),
        ("440111008", "新市街道办事处", "白云区新市街道", "广州市"),
    ],
)
def test_the_folder_tells_regions_of_one_name_apart(
    tmp_path: Path, code: str, agency: str, name: str, above: str
) -> None:
    path = tmp_path / "source_reports" / code / "2023-health.txt"
    path.parent.mkdir(parents=True)
    path.write_text(f"{agency}2023年法治政府建设年度报告\n全年召开会议3次。\n", encoding="utf-8")
    meta = process(read_source(path, tmp_path), path).report.meta
    assert (meta.region_code, meta.region_name, meta.prefecture) == (code, name, above)


def test_the_stages_run_in_this_order(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    ran: list[str] = []
    for stage in ("read_raw", "with_head", "clean_text", "structure", "extract", "check"):
        monkeypatch.setattr(pipeline, stage, _noted(stage, ran))
    path = find_sources(root)[0]
    process(read_source(path, root), path)
    assert ran == ["read_raw", "with_head", "clean_text", "structure", "extract", "check"]


def _noted(stage: str, ran: list[str]) -> object:
    step = getattr(pipeline, stage)

    def run(*arguments: object) -> object:
        ran.append(stage)
        return step(*arguments)

    return run


def test_the_same_file_gives_the_same_result_twice(root: Path) -> None:
    assert outcomes(root) == outcomes(root)


def test_reports_come_in_the_order_of_their_paths(root: Path) -> None:
    told = [o.report.clean.raw.source.path.as_posix() for o in outcomes(root) if isinstance(o, Result)]
    assert told == [f"source_reports/{FIRST}", f"source_reports/{SECOND}"]


def test_one_failure_leaves_every_other_result_as_it_was(root: Path) -> None:
    before = outcomes(root)
    (root / "source_reports" / "410802").mkdir()
    (root / "source_reports" / "410802" / "2022-health.txt").write_bytes(bytes(50))
    after = outcomes(root)
    assert [o for o in after if isinstance(o, Result)] == before
    failure = next(o for o in after if isinstance(o, Failure))
    assert failure.path == Path("source_reports/410802/2022-health.txt")
    assert failure.message.startswith("source_reports/410802/2022-health.txt：")


@pytest.mark.heavy
@pytest.mark.parametrize("stage", ["read", "clean", "structure", "extract", "check"])
def test_what_goes_wrong_in_a_stage_fails_one_report_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    before = outcomes(root)
    break_stage(monkeypatch, stage, FIRST)
    failure, other = sorted(outcomes(root), key=lambda o: isinstance(o, Result))
    assert other in before
    assert isinstance(failure, Failure)
    assert failure.path == Path("source_reports") / FIRST
    assert [f.code for f in failure.findings] == ["internal-fault"]
    assert f"（{stage}）" in failure.message
    assert "KeyError" in failure.message
    assert "机密" not in failure.message
    assert "\n" not in failure.message


def break_stage(monkeypatch: pytest.MonkeyPatch, stage: str, name: str) -> None:
    """Let a stage of the pipeline fail on the report whose path ends in ``name``, as a fault of ours would."""
    called = {"read": "read_raw", "clean": "clean_text"}.get(stage, stage)
    step = getattr(pipeline, called)

    def run(first: object, *rest: object) -> object:
        if name in repr(first):
            raise KeyError("机密")
        return step(first, *rest)

    monkeypatch.setattr(pipeline, called, run)


def test_a_text_of_nothing_but_escapes_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each backslash taken away is kept and told: a million of them filled 2.8 GB."""
    monkeypatch.setattr(clean, "MOST_EDITS", 1_000)
    path = root / "source_reports" / FIRST
    path.write_text("局2023年法治政府建设年度报告\n" + "\\!" * 2_000, encoding="utf-8")
    failure, other = outcomes(root, preview=True)
    assert isinstance(failure, Failure)
    assert "要去掉或改动 2000 处，超过 1000 处。请确认这是一份报告" in failure.message
    assert isinstance(other, Result)


def test_a_broken_rule_file_stops_the_whole_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_: object) -> object:
        raise RuleError("units.yml", "units", "坏了")

    monkeypatch.setattr(pipeline, "clean_text", run)
    with pytest.raises(RuleError):
        outcomes(root)


def test_a_changed_file_fails_in_a_build_and_is_marked_in_a_preview(root: Path) -> None:
    path = root / "source_reports" / FIRST
    path.write_bytes(path.read_bytes() + b"\n")
    first = outcomes(root)[0]
    assert isinstance(first, Failure)
    assert "--accept" in first.message
    shown = outcomes(root, preview=True)[0]
    assert isinstance(shown, Result)
    assert "source-changed" in [f.code for f in shown.findings]


def test_a_missing_file_fails_in_a_preview_too(root: Path) -> None:
    (root / "source_reports" / FIRST).unlink()
    assert [isinstance(o, Failure) for o in outcomes(root, preview=True)] == [True, False]


def test_a_proposed_record_says_what_the_text_says(root: Path) -> None:
    (root / "source_reports" / f"{SECOND}.yml").unlink()
    result = outcomes(root)[1]
    assert isinstance(result, Result)
    assert propose_record(result) == Record(
        title="古丈县卫生健康局关于2023年度法治政府建设情况的报告",
        issuer="古丈县卫生健康局",
        year=2023,
        url=None,
        taken_on=None,
        sha256="d344c474822e31f0d001a413ea82b1a98b033fd47b0368757eabedf677b98ed5",
    )


def test_line_ends_change_no_words_and_no_figures(root: Path) -> None:
    """A file with CRLF gives what the same file with LF gives, but for the offsets."""
    path = root / "source_reports" / SECOND
    text = path.read_bytes()
    before = process(read_source(path, root), path)
    path.write_bytes(text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    after = process(read_source(path, root), path)
    assert after.report.clean.text == before.report.clean.text
    assert [(m.quantity, m.subject, m.theme) for m in after.metrics] == [
        (m.quantity, m.subject, m.theme) for m in before.metrics
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_changes_no_words(root: Path, encoding: str) -> None:
    path = root / "source_reports" / SECOND
    before = process(read_source(path, root), path)
    path.write_bytes(path.read_bytes().decode("utf-8").encode(encoding))
    after = process(read_source(path, root), path)
    assert after.report.clean.text == before.report.clean.text
    assert [m.id for m in after.metrics] == [m.id for m in before.metrics]
