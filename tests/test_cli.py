"""What the commands promise: exit codes, one plain line for trouble, and nothing written that should not be."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from build_scripts import build_commands, cli, commands, pipeline, within_limits
from build_scripts.build_commands import BUILD_REPORT
from build_scripts.cli import main
from build_scripts.engine import EngineSettings, Limits
from build_scripts.models import Places
from build_scripts.render import report_files
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.store import read_page
from tests.test_cases import fill

REPO = Path(__file__).parents[1]
GOOD = ("411523/2023-health.txt", "433126/2023-health.txt")
BAD = "440704/2023-health.txt"
FIRST = "source_reports/411523/2023-health.txt"
PAGE = "docs/reports/411523/health/2023/index.md"

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small repository of two good reports, which the commands take for theirs."""
    root = tmp_path / "repo"
    for name in GOOD:
        (root / "source_reports" / name).parent.mkdir(parents=True)
        for file in (name, f"{name}.yml"):
            shutil.copy(REPO / "source_reports" / file, root / "source_reports" / file)
    (root / "docs").mkdir()
    monkeypatch.setattr(cli, "ROOT", root)
    monkeypatch.chdir(root)
    return root


def put(root: Path, name: str, data: bytes) -> Path:
    path = root / "source_reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def tree(root: Path) -> dict[str, str]:
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file() and ".cache" not in p.parts and p.name != BUILD_REPORT
    }


@pytest.mark.heavy
def test_build_publishes_all_and_a_second_time_changes_nothing(repo: Path, capsys: Captured) -> None:
    assert main(["build"]) == 0
    before = tree(repo)
    assert {PAGE, "docs/reports/433126/health/2023/index.md", "docs/data/metrics.csv"} <= before.keys()
    capsys.readouterr()
    assert main(["build"]) == 0
    assert tree(repo) == before
    assert "写入 0 个文件，删除 0 个" in capsys.readouterr().err


@pytest.mark.heavy
@pytest.mark.parametrize("data", [b"", bytes(100), "123".encode("utf-16"), b"\xff\xfe\x00"])
def test_one_bad_file_stops_only_itself(repo: Path, capsys: Captured, data: bytes) -> None:
    assert main(["build"]) == 0
    good = tree(repo / "docs/reports")
    put(repo, BAD, data)
    assert main(["build"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "] 未能转换：" in line]
    assert len(told) == 1
    assert f"source_reports/{BAD}" in told[0]
    assert tree(repo / "docs/reports") == good
    assert [name for name in tree(repo) if name.endswith(".part")] == []


@pytest.mark.heavy
@pytest.mark.parametrize("stage", ["structure", "extract", "render"])
def test_a_fault_of_the_program_stops_only_one_report(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, stage: str
) -> None:
    break_stage(monkeypatch, stage)
    assert main(["build"]) == 1
    told = capsys.readouterr().err
    lines = [line for line in told.splitlines() if "internal-fault" in line and line.startswith("[")]
    assert len(lines) == 1
    assert f"{FIRST}：" in lines[0]
    assert f"（{stage}）" in lines[0]
    assert "Traceback" not in told
    assert not (repo / PAGE).exists()
    assert (repo / "docs/reports/433126/health/2023/index.md").is_file()
    assert "internal-fault" in (repo / "docs/quality/index.md").read_text(encoding="utf-8")
    assert main(["check"]) == (0 if stage == "render" else 1)


@pytest.mark.heavy
@pytest.mark.parametrize("arguments", [["--debug", "build"], ["build", "--debug"]])
def test_the_way_to_a_fault_is_told_to_who_debugs(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, arguments: list[str]
) -> None:
    break_stage(monkeypatch, "extract")
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "KeyError" in told
    assert main(["inspect", str(repo / FIRST)]) == 2
    assert "internal-fault" in one_line(capsys)


@pytest.mark.heavy
@pytest.mark.parametrize("command", ["inspect", "explain"])
@pytest.mark.parametrize("stage", ["read", "clean", "structure", "extract", "check", "render"])
def test_a_fault_on_one_file_is_one_plain_line(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, command: str, stage: str
) -> None:
    break_stage(monkeypatch, stage)
    assert main([command, str(repo / FIRST)]) == 2
    assert f"（{stage}）" in one_line(capsys)


def break_stage(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """Let a stage fail on the first report, as a fault of ours would."""
    steps = {
        "read": (pipeline, "read_raw"),
        "clean": (pipeline, "clean_text"),
        "render": (report_files, "render_original"),
    }
    if stage == "render":
        for name in ("report_object", "render_explanation"):
            monkeypatch.setattr(commands, name, failing(getattr(commands, name)))
    module, name = steps.get(stage, (pipeline, stage))
    monkeypatch.setattr(module, name, failing(getattr(module, name)))


def failing(step: Callable[..., object]) -> Callable[..., object]:
    def run(first: object, *rest: object) -> object:
        if "411523" in repr(first):
            raise KeyError("甲")
        return step(first, *rest)

    return run


@pytest.mark.heavy
def test_a_report_that_fails_now_keeps_its_earlier_page(repo: Path) -> None:
    assert main(["build"]) == 0
    page = (repo / PAGE).read_bytes()
    (repo / FIRST).write_bytes(b"")
    assert main(["build"]) == 1
    assert (repo / PAGE).read_bytes() == page
    assert rich_page(repo, page)


def rich_page(root: Path, page: bytes) -> str | None:
    """Return what the site shows in the place of a page in Markdown."""
    return read_page(Places(root).store, strip_front_matter(page.decode()))


@pytest.mark.heavy
def test_a_report_that_is_taken_away_loses_its_page(repo: Path) -> None:
    assert main(["build"]) == 0
    page = (repo / PAGE).read_bytes()
    (repo / FIRST).unlink()
    (repo / f"{FIRST}.yml").unlink()
    assert main(["build"]) == 0
    assert not (repo / PAGE).exists()
    assert not (repo / PAGE).parent.exists(), "nor the copy of it for readers"
    assert rich_page(repo, page) is None


@pytest.mark.heavy
def test_a_changed_file_is_an_error_that_names_it_until_it_is_accepted(repo: Path, capsys: Captured) -> None:
    path = repo / FIRST
    path.write_bytes(path.read_bytes() + "又添一行。\n".encode())
    assert main(["build"]) == 1
    told = capsys.readouterr().err
    assert f"{FIRST}：内容与记录的 sha256 不符" in told
    assert f"build --accept {FIRST}" in told
    assert not (repo / PAGE).exists()
    assert main(["build", "--accept", FIRST]) == 0
    record = yaml.safe_load((repo / f"{FIRST}.yml").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (repo / PAGE).exists()


@pytest.mark.heavy
def test_a_preview_shows_a_changed_file_with_its_mark(repo: Path) -> None:
    path = repo / FIRST
    path.write_bytes(path.read_bytes() + "又添一行。\n".encode())
    assert main(["build", "--preview"]) == 0
    told = json.loads((repo / "docs/data/reports/411523-health-2023.json").read_text(encoding="utf-8"))
    assert "source-changed" in [finding["code"] for finding in told["findings"]]


@pytest.mark.heavy
def test_a_missing_file_is_an_error_that_names_it(repo: Path, capsys: Captured) -> None:
    (repo / FIRST).unlink()
    assert main(["build"]) == 1
    assert f"{FIRST}：文件不见了" in capsys.readouterr().err


@pytest.mark.heavy
def test_a_new_file_gets_a_record_proposed_and_written_on_accepting(repo: Path, capsys: Captured) -> None:
    put(repo, BAD, (REPO / "source_reports" / BAD).read_bytes())
    assert main(["build"]) == 0
    told = capsys.readouterr().err
    assert "title: 江门市江海区卫生健康局2023年法治政府建设年度报告" in told
    assert main(["build", "--accept", f"source_reports/{BAD}"]) == 0
    assert (repo / f"source_reports/{BAD}.yml").is_file()


@pytest.mark.heavy
def test_accepting_keeps_what_the_record_knew(repo: Path) -> None:
    file = repo / f"{FIRST}.yml"
    known = yaml.safe_load(file.read_text(encoding="utf-8")) | {"url": "https://example.gov.cn/1"}
    file.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    assert main(["build", "--accept", FIRST]) == 0
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["url"] == "https://example.gov.cn/1"


def test_accepting_a_file_outside_is_misuse(repo: Path, capsys: Captured) -> None:
    (repo / "报告.txt").write_text("报告", encoding="utf-8")
    assert main(["build", "--accept", "报告.txt"]) == 2
    assert one_line(capsys).startswith("报告.txt：")


@pytest.mark.heavy
def test_a_report_with_private_data_is_held_back_alone(repo: Path, capsys: Captured) -> None:
    text = (REPO / "source_reports" / BAD).read_text(encoding="utf-8")
    put(repo, BAD, (text + fill("联系人手机{mobile}。")).encode())
    assert main(["build"]) == 1
    assert "手机号码" in capsys.readouterr().err
    assert (repo / PAGE).exists()
    everything = [p.read_bytes() for p in (repo / "docs").rglob("*") if p.is_file()]
    assert [data for data in everything if fill("{mobile}").encode() in data] == []
    assert not (repo / "docs/reports/440704").exists()


@pytest.mark.heavy
def test_of_two_formats_of_one_report_the_page_is_made_of_one(repo: Path, capsys: Captured) -> None:
    put(repo, "411523/2023-health.md", (repo / FIRST).read_bytes())
    assert main(["build"]) == 0
    assert "2023-health.md" not in capsys.readouterr().err
    assert "另有 2023-health.md，文字与数字一致" in (repo / PAGE).read_text(encoding="utf-8")
    assert (repo / PAGE).parent.joinpath("original/md/2023-health.md.txt").is_file()
    assert main(["build", "--accept", str(repo / "source_reports/411523/2023-health.md")]) == 0
    told = (repo / "source_reports/411523/2023-health.md.yml").read_text(encoding="utf-8")
    assert "other_format: true" in told


@pytest.mark.heavy
def test_a_file_that_is_no_format_beside_a_registered_report_is_passed_over(
    repo: Path, capsys: Captured
) -> None:
    put(repo, "411523/2023-health.zip", b"PK")
    assert main(["build"]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "2023-health.zip" in line]
    assert said == [
        "source_reports/411523/2023-health.zip：与已登记的 2023-health.txt 是同一份报告，以登记的为准，已跳过"
    ]
    assert main(["build", "--accept", str(repo / "source_reports/411523/2023-health.zip")]) == 2


@pytest.mark.heavy
def test_generated_files_are_compared_without_writing(repo: Path, capsys: Captured) -> None:
    assert main(["build"]) == 0
    for copy in list((repo / "docs/reports").rglob("*.md.txt")):
        copy.unlink()
    assert main(["build", "--check-generated"]) == 0, "copies for readers are in no commit"
    page = repo / PAGE
    page.write_text(page.read_text(encoding="utf-8") + "手改\n", encoding="utf-8")
    before = tree(repo)
    capsys.readouterr()
    assert main(["build", "--check-generated"]) == 1
    assert f"{PAGE} 与报告不一致" in capsys.readouterr().err
    assert tree(repo) == before


def test_check_tells_where_each_finding_is_and_writes_nothing(repo: Path, capsys: Captured) -> None:
    before = tree(repo)
    assert main(["check"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{FIRST}:" in told.err
    findings = [line for line in told.err.splitlines() if line.startswith("source_reports/")]
    assert findings
    assert [f for f in findings if f.split(": ")[1] not in ("error", "warning", "note")] == []
    assert tree(repo) == before


def test_a_file_that_is_no_report_is_passed_over_in_one_line(repo: Path, capsys: Captured) -> None:
    (repo / "source_reports" / "README.md").write_text("怎样添加报告\n", encoding="utf-8")
    assert main(["check"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "README" in line]
    assert len(told) == 1
    assert told[0].startswith("source_reports/README.md：不是报告")


def test_a_report_in_the_wrong_folder_is_held_and_told_where_it_belongs(repo: Path, capsys: Captured) -> None:
    source, wrong = repo / FIRST, repo / "source_reports" / "540102" / "2023-health.txt"
    wrong.parent.mkdir()
    shutil.copy(source, wrong)
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert "不能发布：文件放在城关区（540102）之下" in said
    assert f"请移到 {FIRST}" in said


def test_no_report_yet_is_told_and_no_error(repo: Path, capsys: Captured) -> None:
    shutil.rmtree(repo / "source_reports")
    assert main(["build"]) == 0
    assert "还没有报告" in capsys.readouterr().err


@pytest.mark.usefixtures("repo")
def test_inspect_prints_one_object_and_nothing_else(tmp_path: Path, capsys: Captured) -> None:
    outside = tmp_path / "外面.txt"
    shutil.copy(REPO / "source_reports" / BAD, outside)
    before = tree(tmp_path)
    assert main(["inspect", str(outside)]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report["meta"]["agency"] == "江门市江海区卫生健康局"
    assert report["raw_text"] == outside.read_text(encoding="utf-8")
    assert told.err == ""
    assert tree(tmp_path) == before
    assert "record-missing" not in [f["code"] for f in report["findings"]]


def test_inspect_has_every_field_of_its_contract(repo: Path, capsys: Captured) -> None:
    assert main(["inspect", str(repo / FIRST)]) == 0
    report = json.loads(capsys.readouterr().out)
    fields = (
        "source raw_text clean_text meta sections paragraphs tables metrics findings removed edits numbers"
    )
    assert list(report) == fields.split()
    assert list(report["source"]) == ["path", "sha256", "media_type", "encoding", "pages"]
    metric = (
        "id raw value value_max unit qualifier subject theme family indicator parent relation period change kind"
        " doubts start end spans sentence rule"
    )
    assert sorted(report["metrics"][0]) == sorted(metric.split())
    assert sorted(report["sections"][0]) == ["end", "heading", "level", "marker", "start"]
    assert sorted(report["paragraphs"][0]) == ["end", "section", "spans", "start", "text"]


@pytest.mark.parametrize("text", ["手机{mobile}。", "身份证号{identity}。"])
def test_inspect_of_private_data_ends_with_1_and_still_prints(
    repo: Path, capsys: Captured, text: str
) -> None:
    path = repo / "报告.txt"
    path.write_text(fill(f"一、主要工作\n当事人{text}"), encoding="utf-8")
    assert main(["inspect", "报告.txt"]) == 1
    assert "private-data" in [f["code"] for f in json.loads(capsys.readouterr().out)["findings"]]


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize("verb", ["inspect", "explain"])
def test_a_file_that_is_not_there_is_misuse(capsys: Captured, verb: str) -> None:
    assert main([verb, "没有.txt"]) == 2
    assert one_line(capsys).startswith("没有.txt：找不到")


@pytest.mark.parametrize("data", [b"", bytes(100), b"123"])
def test_a_file_that_cannot_be_read_ends_with_2(repo: Path, capsys: Captured, data: bytes) -> None:
    (repo / "坏.txt").write_bytes(data)
    assert main(["inspect", str(repo / "坏.txt")]) == 2
    assert "坏.txt：" in one_line(capsys)


def one_line(capsys: Captured) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    return told.err


@pytest.mark.parametrize(
    ("figure", "said"), [("630", ("630", "发放宣传手册", "原文")), ("12345", ("telephone", "12345"))]
)
def test_explain_tells_where_a_number_comes_from_or_why_it_is_no_figure(
    repo: Path, capsys: Captured, figure: str, said: tuple[str, ...]
) -> None:
    assert main(["explain", str(repo / FIRST), figure]) == 0
    told = capsys.readouterr().out
    assert all(words in told for words in said)


def test_explain_without_a_figure_lists_all(repo: Path, capsys: Captured) -> None:
    assert main(["inspect", str(repo / FIRST)]) == 0
    ids = [m["id"] for m in json.loads(capsys.readouterr().out)["metrics"]]
    assert main(["explain", str(repo / FIRST)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines if line.startswith("m-")] == ids


def test_explain_of_a_number_that_is_not_there_is_misuse(repo: Path, capsys: Captured) -> None:
    assert main(["explain", str(repo / FIRST), "987654"]) == 2
    assert one_line(capsys).startswith("987654：")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["inspect"], ["build", "--nonsense"]])
def test_misuse_ends_with_2(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_help_names_every_command(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert [
        v
        for v in ("site", "offline", "serve", "build", "check", "inspect", "explain", "score", "test")
        if v not in told
    ] == []


def test_score_prints_a_line_a_report(capsys: Captured) -> None:
    assert main(["score", str(REPO / "tests" / "gold" / "marked")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["报告", "0", "2", "4", "all"]


@pytest.mark.heavy
@pytest.mark.parametrize(("link", "code"), [("index.md", 0), ("missing.md", 1)])
def test_a_link_that_leads_nowhere_fails_the_site(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], link: str, code: int
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"[去]({link})", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\nstrict: true\n", encoding="utf-8")
    assert build_commands.make_site(Places(tmp_path), print) == code
    told = capfd.readouterr().out
    assert ("missing.md" in told) == bool(code)
    assert "INFO" not in told


@pytest.mark.heavy
def test_a_store_that_is_damaged_inside_is_made_anew_with_one_line(repo: Path, capsys: Captured) -> None:
    assert main(["build"]) == 0
    before = tree(repo)
    store = Places(repo).store
    data = bytearray(store.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    store.write_bytes(data)
    capsys.readouterr()
    assert main(["build"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "缓存" in line]
    assert len(told) == 1
    assert "重建" in told[0]
    assert tree(repo) == before


# The alarm may go off within a callback of the garbage collector, which says so; it goes off again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_inspect_reads_runs_past_no_limit(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    limits = Limits(seconds=0.05)
    monkeypatch.setattr(within_limits, "_SETTINGS", EngineSettings(jobs=2, limits=limits))
    (repo / "长.txt").write_text("一、主要工作\n" * 20_000, encoding="utf-8")
    assert main(["inspect", "长.txt"]) == 2
    assert "处理超过 0.05 秒" in one_line(capsys)
