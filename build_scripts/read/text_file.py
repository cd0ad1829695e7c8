"""Decode a plain text file and find where its pages start."""

import codecs
import re

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_RE = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")
HAN_RE = re.compile("[\u4e00-\u9fff]")
# Half the Han characters of ordinary prose are among these few hundred; of text decoded wrongly, almost none are.
COMMON = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经政府建设工作法治执县区市卫健全委局规范管理监督行政"
)
# A single blank at the head of a line; it looks back behind the blank, as what begins with a character is found faster.
_BLANK_RE = re.compile(r" (?<![^\n\r] )(?=\S)")


def read_text_file(source: Source, data: bytes) -> RawText:
    """Return the text of ``data``: UTF-8 or UTF-16 with or without mark, GB18030. Raises ``UnreadableError``."""
    if not data.strip():
        raise UnreadableError(source.path, "文件是空的", "请换上报告的文本")
    text, encoding = _decode(source, data)
    if _CONTROL_RE.search(text):
        raise UnreadableError(source.path, "这不是文本文件，含有控制字符", "请另存为 UTF-8 文本")
    if not HAN_RE.search(text):
        raise UnreadableError(source.path, "文件里没有汉字，不是一份报告", "请检查是否放错了文件或编码有误")
    return RawText(source=source, text=text, encoding=encoding, pages=_page_starts(text))


def _decode(source: Source, data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(source, data[len(mark) :], encoding)
    if data.count(b"\x00") > len(data) // 8:
        return _strictly(
            source, data, "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        )
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _reads_well(text):
            return text, encoding
    raise UnreadableError(source.path, "认不出文字编码", "请另存为 UTF-8 文本")


def _strictly(source: Source, data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise UnreadableError(
            source.path, f"按 {encoding} 解码失败（第 {error.start} 字节）", "请另存为 UTF-8 文本"
        ) from error


def _reads_well(text: str) -> bool:
    """Say whether the Han characters are those of prose; by chance, well under a twentieth of them are."""
    han = HAN_RE.findall(text)
    return len(han) * 20 > len(text) and sum(c in COMMON for c in han) * 10 >= len(han)


def _page_starts(text: str) -> tuple[int, ...]:
    """Return where pages start: at a form feed, or at a line that opens with a single blank.

    Single blanks mark pages only where few lines have one; where most do, they are an indent.
    """
    feeds = [m.end() for m in re.finditer("\f", text)]
    blanks = [m.start() for m in _BLANK_RE.finditer(text)]
    if blanks and len(blanks) * 5 > sum(1 for line in text.splitlines() if line.strip()):
        blanks = []
    return tuple(sorted({0, *feeds, *blanks}))
