"""Raw bytes to raw text, by what the file holds. A reader changes nothing in what it reads."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import cast

from build_scripts.errors import UnreadableError
from build_scripts.file_kinds import FileKind, kind_of
from build_scripts.models import RawText, Source
from build_scripts.read.packages import package_missing
from build_scripts.read.text_file import read_text_file

Reader = Callable[[Source, bytes], RawText]


def _reader_of(module: str) -> Reader:
    """Return the reader ``read_<module>`` of a module, which is imported when the first such file comes.

    Most sites have text reports alone: the other readers and what they need take 50 ms of each process's start.
    """

    def read(source: Source, data: bytes) -> RawText:
        try:
            found = import_module(f"build_scripts.read.{module}")
        except ModuleNotFoundError as error:
            raise package_missing(source, error.name or module) from error
        return cast("Reader", getattr(found, f"read_{module}"))(source, data)

    return read


READERS: dict[FileKind, Reader] = {
    FileKind.TEXT: read_text_file,
    FileKind.HTML: _reader_of("html"),
    FileKind.PDF: _reader_of("pdf"),
    FileKind.DOCX: _reader_of("docx"),
    FileKind.WORD: _reader_of("office"),
    FileKind.RTF: _reader_of("office"),
    FileKind.OFD: _reader_of("ofd"),
}
# What text may be called; anything else that holds text is no report: a table of another program, a page of code.
_ENDINGS = frozenset((".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".doc", ".wps", ".rtf", ".ofd"))
_NAMES = {
    FileKind.HTML: "网页",
    FileKind.PDF: "PDF",
    FileKind.DOCX: "Word 文件",
    FileKind.WORD: "Word 文件",
    FileKind.RTF: "RTF 文件",
    FileKind.OFD: "OFD 文件",
    FileKind.IMAGE: "图片",
    FileKind.ARCHIVE: "压缩文件",
}


# The longest yearbook of a ministry has some 400,000 characters and 10,000 numbers; a report 5,000 and 150. What is
# beyond takes more than the half minute that a report has: 100,000 figures 55 seconds.
MOST_CHARACTERS, MOST_NUMBERS = 1_500_000, 20_000
_NUMBER_RE = re.compile(r"\d[\d.,，．]*")


def read_raw(source: Source, data: bytes) -> RawText:
    """Return the text of ``data``. Raises ``UnreadableError`` where it is none, with what to do about it."""
    raw = _read(source, data)
    # No text has more numbers than characters: those of a report are not counted.
    numbers = sum(1 for _ in _NUMBER_RE.finditer(raw.text)) if len(raw.text) > MOST_NUMBERS else 0
    for count, most, unit in (
        (len(raw.text), MOST_CHARACTERS, "个字"),
        (numbers, MOST_NUMBERS, "个数字"),
    ):
        if count > most:
            problem = f"有 {count} {unit}，超过 {most} {unit[0]}"
            raise UnreadableError(source.path, problem, "请确认这是一份报告，汇编请按份拆开")
    return raw


def _read(source: Source, data: bytes) -> RawText:
    kind = kind_of(data, source.path.name)
    suffix = source.path.suffix
    if kind is FileKind.TEXT and suffix.lower() not in _ENDINGS:
        raise UnreadableError(
            source.path, f"不支持的文件类型 {suffix or '（无扩展名）'}", "请另存为 .txt 或 .md"
        )
    reader = READERS.get(kind)
    if reader is None:
        raise UnreadableError(source.path, f"还读不了{_NAMES[kind]}", "请另存为 .txt 或 .md")
    return reader(source, data)
