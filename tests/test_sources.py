"""Where reports lie, what is known of them from outside, and how a change of the raw file shows."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.errors import SourceError
from build_scripts.models import Record
from build_scripts.record_files import record_path, render_record, write_record
from build_scripts.sources import (
    find_all,
    find_others,
    find_saved,
    find_sources,
    is_changed,
    read_file,
    read_source,
)

ROOT = Path(__file__).parents[1]
TEXT = "新县卫生健康委员会2023年法治政府建设年度报告\n"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


def put(root: Path, name: str, text: str = TEXT) -> Path:
    path = root / "source_reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def record(sha256: str = HASH) -> Record:
    return Record(
        title="题目", issuer="新县卫健委", year=2023, url=None, taken_on="2024-05-01", sha256=sha256
    )


def test_reports_are_found_in_order_and_records_are_none(tmp_path: Path) -> None:
    second = put(tmp_path, "440704/2023-health.txt")
    first = put(tmp_path, "411523/2023-health.txt")
    put(tmp_path, "411523/2023-health.txt.yml", "sha256: x")
    put(tmp_path, "411523/.DS_Store")
    assert find_sources(tmp_path) == [first, second]


def test_a_record_without_its_file_is_found_too(tmp_path: Path) -> None:
    put(tmp_path, "411523/2023-health.txt.yml", "sha256: x")
    assert [p.name for p in find_sources(tmp_path)] == ["2023-health.txt"]


def passed_over(root: Path) -> list[tuple[str, str]]:
    return [(file.path.name, file.reason) for file in find_all(root).passed_over]


def test_a_file_beside_the_folders_is_passed_over_and_said(tmp_path: Path) -> None:
    report = put(tmp_path, "411523/2023-health.txt")
    for name in ("README.md", "说明.txt", "2023.txt"):
        put(tmp_path, name)
    for name in (".gitkeep", "README.md~", "Thumbs.db"):
        put(tmp_path, name)
    assert find_sources(tmp_path) == [report]
    assert [name for name, _ in passed_over(tmp_path)] == ["2023.txt", "README.md", "说明.txt"]
    assert all("不是报告" in reason for _, reason in passed_over(tmp_path))


def test_a_report_beside_the_folders_is_not_passed_over(tmp_path: Path) -> None:
    assert find_sources(tmp_path) == [] == passed_over(tmp_path)
    lost = put(tmp_path, "2023-health.txt")
    assert find_sources(tmp_path) == [lost]
    assert passed_over(tmp_path) == []


def test_a_wrong_name_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    wrong = put(tmp_path, "411523/README.md")
    assert find_sources(tmp_path) == [wrong]
    assert passed_over(tmp_path) == []


def test_of_two_formats_of_one_report_the_registered_one_is_the_first(tmp_path: Path) -> None:
    registered = put(tmp_path, "411523/2023-health.pdf")
    write_record(registered, record())
    beside = put(tmp_path, "411523/2023-health.html")
    other = put(tmp_path, "411523/2023-water.md")
    assert find_all(tmp_path).reports == {registered: (beside,), other: ()}
    assert find_sources(tmp_path) == [registered, other]
    assert passed_over(tmp_path) == []
    registered.unlink()  # its record alone still holds the address
    assert find_all(tmp_path).reports == {registered: (beside,), other: ()}


@pytest.mark.parametrize("are_registered", [False, True])
def test_of_formats_that_are_alike_registered_the_better_is_the_first(
    tmp_path: Path, *, are_registered: bool
) -> None:
    files = [
        put(tmp_path, f"411523/2023-health.{end}") for end in ("pdf", "md", "docx", "ofd", "HTML", "txt")
    ]
    for path in files if are_registered else ():
        write_record(path, record())
    ((first, others),) = find_all(tmp_path).reports.items()
    assert first.suffix == ".HTML"
    assert [path.suffix for path in others] == [".docx", ".ofd", ".txt", ".md", ".pdf"]
    assert find_others(first) == others
    assert find_others(others[0]) == ()


def test_a_second_file_that_is_registered_as_another_format_takes_no_page_over(tmp_path: Path) -> None:
    first, other = (put(tmp_path, f"411523/2023-health.{end}") for end in ("pdf", "html"))
    write_record(first, record())
    write_record(other, replace(record(), other_format=True))
    assert find_all(tmp_path).reports == {first: (other,)}
    assert find_others(first) == (other,)
    known = read_source(other, tmp_path).record
    assert known is not None
    assert known.other_format


def test_a_file_beside_a_report_that_is_no_format_of_it_is_passed_over(tmp_path: Path) -> None:
    registered = put(tmp_path, "411523/2023-health.txt")
    write_record(registered, record())
    for name in ("2023-health.zip", "2023-health"):
        put(tmp_path, f"411523/{name}")
    unlike = put(tmp_path, "411523/2023-health-cdc.txt")
    assert find_all(tmp_path).reports == {unlike: (), registered: ()}
    assert [name for name, _ in passed_over(tmp_path)] == ["2023-health", "2023-health.zip"]


def test_a_report_is_read_with_its_other_formats(tmp_path: Path) -> None:
    page = put(tmp_path, "411523/2023-health.html", "<html>")
    other = put(tmp_path, "411523/2023-health.txt", "文字")
    write_record(other, record())
    write_record(page, record())
    file = read_file(page, tmp_path)
    ((path, data),) = ((of.path, of.data) for of in file.others)
    assert (path, data) == (other.relative_to(tmp_path), "文字".encode())
    assert file.others[0].record is not None
    assert file.others[0].is_placed
    assert read_file(other, tmp_path).others == ()
    assert read_file(page).others == ()


def test_what_was_saved_leads_to_its_reports(tmp_path: Path) -> None:
    folder = tmp_path / "source_reports/440704"
    folder.mkdir(parents=True)
    for name in (
        "2022-health.txt",
        "2023-health.txt",
        "2023-health.txt.yml",
        "2023-health.md",
        "2023-health.txt~",
    ):
        (folder / name).write_bytes(b"")
    (folder / "2021-health.txt.yml").write_bytes(b"")
    (folder.parent / "README.md").write_bytes(b"")
    (folder / "2020-health.txt").mkdir()

    def saved(*names: str) -> list[str]:
        return [path.name for path in find_saved(tmp_path, [f"source_reports/{name}" for name in names])]

    assert saved("440704/2022-health.txt") == ["2022-health.txt"]
    assert saved("440704/2023-health.txt.yml", "440704/2023-health.txt") == ["2023-health.txt"]
    assert saved("440704/2021-health.txt.yml") == ["2021-health.txt"]
    assert saved("440704/2023-health.md") == ["2023-health.txt"]
    assert saved("440704/2023-health.md.yml") == ["2023-health.txt"]
    assert saved("440704/2023-health.txt~", "README.md") == []
    assert saved("440704/2019-health.txt", "440704/2019-health.txt.yml", "440704/2020-health.txt") == []


def test_no_folder_is_no_report(tmp_path: Path) -> None:
    assert find_sources(tmp_path) == []


def test_the_place_gives_region_year_and_department(tmp_path: Path) -> None:
    source = read_source(put(tmp_path, "411523/2023-health.txt"), tmp_path)
    assert (source.region_code, source.year, source.department) == ("411523", 2023, "health")
    assert (source.path, source.sha256) == (Path("source_reports/411523/2023-health.txt"), HASH)
    assert (source.media_type, source.record) == ("text/plain", None)


@pytest.mark.parametrize(
    "name", ["130131104/2023-government.txt", "440111008/2019-government.txt", "410172/2023-housing.txt"]
)
def test_a_township_and_a_zone_with_a_code_have_folders(tmp_path: Path, name: str) -> None:
    assert read_source(put(tmp_path, name), tmp_path).region_code == name.split("/", maxsplit=1)[0]


def test_a_second_body_of_a_department_has_a_word_of_its_own(tmp_path: Path) -> None:
    assert read_source(put(tmp_path, "411523/2023-health-cdc.txt"), tmp_path).department == "health-cdc"


def test_a_file_elsewhere_needs_neither_place_nor_record(tmp_path: Path) -> None:
    path = tmp_path / "随便.md"
    path.write_text(TEXT, encoding="utf-8", newline="")
    source = read_source(path, ROOT)
    assert (source.region_code, source.year, source.department, source.record) == (None, None, None, None)
    assert (source.path, source.media_type) == (path, "text/markdown")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("411523/报告.txt", "文件名"),
        ("411523/2023.txt", "文件名"),
        ("411523/23-health.txt", "文件名"),
        ("新县/2023-health.txt", "文件名或文件夹"),
        ("999999/2023-health.txt", "999999"),
        ("411523/2023-magic.txt", "magic"),
        ("130131999/2023-government.txt", "130131999"),
        ("1301311/2023-government.txt", "文件名或文件夹"),
        ("2023-health.txt", "文件名或文件夹"),
    ],
)
def test_a_place_that_gives_no_address_is_refused_in_one_line(tmp_path: Path, name: str, said: str) -> None:
    path = put(tmp_path, name)
    with pytest.raises(SourceError) as refused:
        read_source(path, tmp_path)
    line = str(refused.value)
    assert line.startswith(f"source_reports/{name}：")
    assert said in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("411523/2023-helth.txt", "某某报告\n", "您是不是要写 health（卫生健康）"),
        ("411523/2023-magic.txt", TEXT, "您是不是要写 health（卫生健康）"),
        ("411523/2023-wsj.md", "# 新县卫健委2023年法治政府建设年度报告\n", "您是不是要写 health（卫生健康）"),
        (
            "411523/2023-magic.txt",
            "\n  2023年度新县审计局法治政府建设工作情况\n",
            "您是不是要写 audit（审计）",
        ),
        ("411523/2023-magic.txt", "某某报告\n", "departments.yml"),
        ("411523/卫健委2021.txt", TEXT, "如 411523/2021-health.txt"),
        ("411523/报告.md", "某某报告\n", "如 411523/2023-health.md"),
    ],
)
def test_a_wrong_name_is_told_what_was_meant(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_source(put(tmp_path, name, text), tmp_path)
    assert said in str(refused.value)


def test_a_text_in_another_encoding_tells_its_department_too(tmp_path: Path) -> None:
    path = put(tmp_path, "411523/2023-magic.txt")
    path.write_bytes("新县水利局2023年法治政府建设年度报告\n".encode("gb18030"))
    with pytest.raises(SourceError, match="water（水利）"):
        read_source(path, tmp_path)


def test_a_region_that_has_since_been_abolished_still_has_its_reports(tmp_path: Path) -> None:
    """330103 下城区 was dissolved in 2021."""
    assert read_source(put(tmp_path, "330103/2019-health.txt"), tmp_path).region_code == "330103"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "411523/2023-health.txt")
    write_record(path, record())
    path.unlink()
    with pytest.raises(SourceError, match=r"411523/2023-health\.txt：文件不见了"):
        read_source(path, tmp_path)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = put(tmp_path, "411523/2023-health.txt")
    assert write_record(path, record()) == record_path(path)
    assert read_source(path, tmp_path).record == record()
    assert [p.name for p in path.parent.iterdir() if p.name.endswith(".part")] == []


def test_a_record_can_be_read_by_people() -> None:
    assert render_record(record()).splitlines()[:3] == ["title: 题目", "issuer: 新县卫健委", "year: 2023"]


def test_a_day_that_yaml_takes_for_a_date_stays_text(tmp_path: Path) -> None:
    path = put(tmp_path, "411523/2023-health.txt")
    put(tmp_path, "411523/2023-health.txt.yml", f"taken_on: 2024-05-01\nsha256: {HASH}\n")
    source = read_source(path, tmp_path)
    assert source.record
    assert source.record.taken_on == "2024-05-01"


def test_a_file_that_differs_from_its_record_is_changed(tmp_path: Path) -> None:
    path = put(tmp_path, "411523/2023-health.txt")
    assert not is_changed(read_source(path, tmp_path))
    write_record(path, record())
    assert not is_changed(read_source(path, tmp_path))
    path.write_text(TEXT + "又一行\n", encoding="utf-8", newline="")
    assert is_changed(read_source(path, tmp_path))


@pytest.mark.heavy
@pytest.mark.parametrize("text", ["[", "- 甲", "title: 题目", "sha256: 短", "甲: 乙: 丙"])
def test_a_broken_record_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, "411523/2023-health.txt")
    put(tmp_path, "411523/2023-health.txt.yml", text)
    with pytest.raises(SourceError) as refused:
        read_source(path, tmp_path)
    assert "2023-health.txt.yml" in str(refused.value)
    assert "--accept" in str(refused.value)


@pytest.mark.parametrize("path", find_sources(ROOT), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_report_of_ours_is_as_its_record_says(path: Path) -> None:
    source = read_source(path, ROOT)
    assert source.record is not None
    assert not is_changed(source)
