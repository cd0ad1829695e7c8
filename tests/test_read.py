"""What a raw file is read as, and the one plain line for a file that is no report."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.bounded_files import LARGEST_BYTES
from build_scripts.errors import ReportError, UnreadableError
from build_scripts.file_kinds import MEDIA_TYPES, FileKind, kind_of
from build_scripts.models import RawText
from build_scripts.read import READERS, read_raw
from build_scripts.read.packages import load_package
from build_scripts.read.text_file import read_text_file
from build_scripts.sources import read_file
from tests.texts import source_at

LINES = (
    "新县卫生健康委员会关于2023年法治政府建设工作情况的报告\r\n"
    "一、推进法治政府建设的主要举措和成效\r\n"
    "2023年，新县卫生健康委员会坚持依法行政，全年检查企业230家，合格率98.5%。\r\n"
)
MARKED = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "utf-32-be": b"\x00\x00\xfe\xff",
}


def read(path: Path) -> RawText:
    return read_raw(source_at(path.name), read_file(path, path.parent).data)


def refused(path: Path) -> str:
    with pytest.raises(ReportError) as error:
        read(path)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_without_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(LINES.encode(encoding))
    raw = read(path)
    assert (raw.text, raw.encoding) == (LINES, encoding)


@pytest.mark.parametrize("encoding", MARKED)
def test_the_byte_order_mark_is_read_and_left_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(MARKED[encoding] + LINES.encode(encoding))
    raw = read(path)
    assert (raw.text, raw.encoding) == (LINES, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_short_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "古丈县卫生健康局2023年法治政府建设年度报告"
    path = tmp_path / "报告.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


@pytest.mark.parametrize("name", ["报告.txt", "报告.TXT", "报告.md"])
def test_text_is_read_whatever_the_case_of_its_ending(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LINES, encoding="utf-8", newline="")
    assert read(path).text == LINES


def test_every_reader_has_a_media_type() -> None:
    assert READERS.keys() <= MEDIA_TYPES.keys()


@pytest.mark.heavy
def test_text_alone_needs_no_other_reader() -> None:
    code = "import sys, build_scripts.pipeline; print([m for m in sys.modules if 'lxml' in m or 'docx' in m])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout == "[]\n"


def test_a_missing_package_is_told_with_what_to_do() -> None:
    with pytest.raises(UnreadableError) as error:
        load_package(source_at("报告.docx"), "no_such_package.etree")
    assert str(error.value) == (
        "报告.docx：读这种文件要先装软件包 no_such_package。请运行 pip install -r requirements-formats.txt。"
    )


def test_the_limit_of_size_goes_by_kind(tmp_path: Path) -> None:
    page, text = tmp_path / "报告.html", tmp_path / "报告.txt"
    page.write_bytes(b"<html>" + b" " * LARGEST_BYTES)
    text.write_bytes(b" " * (LARGEST_BYTES + 1))
    assert len(read_file(page).data) > LARGEST_BYTES
    with pytest.raises(UnreadableError, match="超过 4 MB"):
        read_file(text)


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "")
    return data.getvalue()


KINDS: dict[str, tuple[bytes, str, FileKind]] = {
    "a PDF": (b"%PDF-1.7\n", "报告.txt", FileKind.PDF),
    "a PDF behind other bytes": (b"\r\n\x00junk%PDF-1.4\n", "报告.pdf", FileKind.PDF),
    "DOCX": (packed("[Content_Types].xml", "word/document.xml"), "报告.doc", FileKind.DOCX),
    "OFD": (packed("OFD.xml", "Doc_0/Document.xml"), "报告.ofd", FileKind.OFD),
    "a table of numbers": (packed("xl/workbook.xml"), "报告.docx", FileKind.ARCHIVE),
    "a broken archive": (b"PK\x03\x04broken", "报告.docx", FileKind.ARCHIVE),
    "old Word": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "报告.wps", FileKind.WORD),
    "RTF": (b"{\\rtf1\\ansi", "报告.doc", FileKind.RTF),
    "a page": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "报告.txt", FileKind.HTML),
    "a page behind a note": (b"<!-- made by x --> <html lang='zh'>", "报告.txt", FileKind.HTML),
    "a page of wide characters": ("<html>".encode("utf-16"), "报告.htm", FileKind.HTML),
    "a piece of a page": ("<div>报告</div>".encode(), "报告.html", FileKind.HTML),
    "a page saved as a message": (
        b"From: <x>\r\nSubject: y\r\n z\r\nMIME-Version: 1.0\r\n",
        "报告.doc",
        FileKind.HTML,
    ),
    "text on messages": ("MIME是一种格式：MIME-Version: 1.0".encode(), "报告.txt", FileKind.TEXT),
    "a picture": (b"\x89PNG\r\n\x1a\n", "报告.txt", FileKind.IMAGE),
    "text": (LINES.encode(), "报告.pdf", FileKind.TEXT),
    "text with a tag": ("<br>报告".encode(), "报告.md", FileKind.TEXT),
    "text called a page": ("报告".encode(), "报告.html", FileKind.TEXT),
}


@pytest.mark.parametrize("case", KINDS)
def test_what_a_file_is_goes_by_what_it_holds(case: str) -> None:
    data, name, kind = KINDS[case]
    assert kind_of(data, name) is kind


def make_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n\x00\x01\x02\x03" * 9)


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


MAKERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda p: p.write_bytes(b""), "空"),
    "only blanks": (lambda p: p.write_bytes(b" \r\n\t\n"), "空"),
    "only a mark": (lambda p: p.write_bytes(b"\xef\xbb\xbf"), "汉字"),
    "a PDF": (make_pdf, "PDF"),
    "an archive": (lambda p: p.write_bytes(packed("报告.txt")), "压缩文件"),
    "zeros": (lambda p: p.write_bytes(bytes(4000)), "文本"),
    "only digits": (lambda p: p.write_text("123 456\n789\n", encoding="utf-8"), "汉字"),
    "only Latin": (lambda p: p.write_text("annual report\n", encoding="utf-8"), "汉字"),
    "Big5": (lambda p: p.write_bytes(("法治政府建設年度報告，" * 9).encode("big5")), "编码"),
    "odd bytes": (lambda p: p.write_bytes(bytes(range(128, 256)) * 9), "编码"),
    "marked as UTF-16, cut short": (
        lambda p: p.write_bytes(b"\xff\xfe" + "法治".encode("utf-16-le")[:-1]),
        "utf-16-le",
    ),
    "marked as UTF-8, is GB18030": (
        lambda p: p.write_bytes(b"\xef\xbb\xbf" + LINES.encode("gb18030")),
        "utf-8",
    ),
    "50 MB": (make_huge, "MB"),
    "a folder": (lambda p: p.mkdir(), "不是普通文件"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_no_report_is_refused_in_one_plain_line(tmp_path: Path, kind: str) -> None:
    make, said = MAKERS[kind]
    path = tmp_path / "报告.txt"
    make(path)
    line = refused(path)
    assert line.startswith("报告.txt：")
    assert said in line
    assert "\n" not in line
    assert line.count("。") >= 2  # what is wrong, and what to do


@pytest.mark.parametrize("name", ["报告.csv", "报告.py", "报告"])
def test_text_of_another_program_is_refused_by_its_ending(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LINES, encoding="utf-8")
    assert "不支持" in refused(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "不见了" in refused(tmp_path / "没有.txt")


def test_a_file_of_just_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(("法" * (LARGEST_BYTES // 3)).encode())
    assert len(read(path).text) == LARGEST_BYTES // 3


def test_line_ends_are_left_as_they_are() -> None:
    text = "一、主要工作\r\n甲\r乙\n\n丙"
    assert read_text_file(source_at("报告.txt"), text.encode()).text == text


def test_a_form_feed_starts_a_page() -> None:
    raw = read_text_file(source_at("报告.txt"), "甲\f乙\f丙".encode())
    assert raw.pages == (0, 2, 4)
    assert [raw.page_of(i) for i in (0, 1, 2, 4)] == [1, 1, 2, 3]


def test_a_line_with_a_single_blank_before_it_starts_a_page() -> None:
    lines = [f"第{n}行的内容" for n in range(20)]
    text = "\n".join([" 首行", *lines[:10], " 次页首行", *lines[10:]])
    raw = read_text_file(source_at("报告.txt"), text.encode())
    assert raw.pages == (0, text.index(" 次页"))


def test_blanks_before_every_line_are_an_indent_and_no_pages() -> None:
    text = "\n".join(f" 第{n}行的内容" for n in range(20))
    assert read_text_file(source_at("报告.txt"), text.encode()).pages == (0,)


def test_the_error_keeps_its_facts() -> None:
    error = UnreadableError(Path("甲/报告.txt"), "文件是空的", "请换上报告的文本")
    assert (error.path, error.problem, error.advice) == (
        Path("甲/报告.txt"),
        "文件是空的",
        "请换上报告的文本",
    )
    assert str(error) == "甲/报告.txt：文件是空的。请换上报告的文本。"


def test_a_text_of_more_figures_than_any_report_has_is_refused_at_once() -> None:
    lines = LINES + "检查5家。\r\n" * 20_001
    with pytest.raises(UnreadableError, match="有 20005 个数字，超过 20000 个"):
        read_raw(source_at("报告.txt"), lines.encode())
    assert read_raw(source_at("报告.txt"), LINES.encode() * 100).text


def test_a_list_of_members_without_end_is_no_report_and_not_gone_through() -> None:
    data = b"PK\3\4" + b"PK\1\2" * 10_001
    assert kind_of(data) is FileKind.ARCHIVE


def test_comments_at_the_head_are_gone_through_once() -> None:
    assert kind_of(b"<!--a-->" * 400 + b"<html>") is FileKind.HTML
    assert kind_of(b"<!--a-->" * 4_000) is FileKind.TEXT
