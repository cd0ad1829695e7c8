"""Whatever the bytes and whatever the text: a sound result or one plain line, nothing lost and nothing made.

FUZZ=2000 tries so many of each, others each time; without it a few, always the same.
"""

import io
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from build_scripts.errors import InternalError, ReportError, UnreadableError
from build_scripts.models import RawText, Result
from build_scripts.pipeline import process_raw
from build_scripts.plain_lines import plain_line
from build_scripts.read import pdf, read_raw
from build_scripts.read.scan import NoRecognitionError
from build_scripts.read.text_file import read_text_file
from build_scripts.record_yaml import parse_yaml
from build_scripts.render.report_json import report_object
from tests.formats.blocks import MADE, blocks_of
from tests.formats.ofd_files import ofd_file
from tests.formats.pages import make_page
from tests.formats.word_files import styled_file
from tests.hostile.packed_files import zipped
from tests.hostile.wanted import PROSE, TITLE
from tests.read.tiny import tiny
from tests.texts import source_at

FEW = 12
MANY = int(os.environ.get("FUZZ", FEW))
fuzzed = settings(
    max_examples=MANY,
    derandomize=MANY == FEW,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def without_recognition() -> Iterator[None]:
    """Let no page be recognised: what is not a character is refused, in a thousandth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "recognise", refuse)
        yield


def refuse(_: object) -> None:
    raise NoRecognitionError


def made_text() -> bytes:
    return MADE.read_bytes()


def made_html() -> bytes:
    return make_page("zoom", blocks_of(MADE)).encode()


def made_docx() -> bytes:
    return styled_file(blocks_of(MADE))


def made_ofd() -> bytes:
    return ofd_file(blocks_of(MADE))


def made_pdf() -> bytes:
    return tiny([TITLE, "一、主要工作", PROSE, "二、存在问题", "执法力量不足。"], digits="0123456789")


GOOD: Mapping[str, Callable[[], bytes]] = {
    "txt": cache(made_text),
    "html": cache(made_html),
    "docx": cache(made_docx),
    "ofd": cache(made_ofd),
    "pdf": cache(made_pdf),
}
# Pieces of the formats' own languages do more harm than noise.
WORDS = (
    b"<", b">", b"/>", b'"', b"&#0;", b"&a;", b"<w:tbl><w:tr>", b"</w:p>", b"colspan=99999 ", b"<table>",
    b"<!--", b"\0", b"\xff\xfe", b"\xed\xa0\x80", "罚款9万元".encode(), b" 0 R ", b"<<", b">>", b"endstream",
    b"-1", b"9" * 30, b"1e999", b"NaN", b"[", b"]", b"stream\n", b"/Kids", b"xmlns=''", b"]]>", b"<![CDATA[",
    b"\r", b"\t", b"|", b"#",
)  # fmt: skip
pieces = st.one_of(st.sampled_from(WORDS), st.binary(max_size=8))
# A place, how many bytes go from there, what comes in their place, from where in the file else.
cuts = st.tuples(
    st.floats(0, 1), st.sampled_from((0, 0, 1, 4, 60, 4000)), pieces, st.one_of(st.none(), st.floats(0, 1))
)
damages = st.lists(cuts, min_size=1, max_size=8)
Damage = list[tuple[float, int, bytes, float | None]]


def damaged(data: bytes, damage: Damage) -> bytes:
    """Return ``data`` with pieces taken out, put in, or copied from elsewhere in it."""
    for where, length, piece, other in damage:
        at = int(where * len(data))
        if other is not None:
            start = int(other * len(data))
            piece = data[start : start + max(length, 20)]  # noqa: PLW2901 - the piece to put in
        data = data[:at] + piece + data[at + length :]
    return data


def read(name: str, data: bytes) -> RawText | None:
    """Return what is read of a file, ``None`` where one plain line refuses it."""
    try:
        raw = read_raw(source_at(f"报告.{name}"), data)
    except UnreadableError as error:
        hold_line(error)
        return None
    return raw


def hold_line(error: ReportError) -> None:
    """Hold what is said of a file to one line in which nothing is obeyed."""
    assert plain_line(str(error)) == str(error)


def hold(raw: RawText) -> Result:
    """Return what is known of a text, held to the contract: nothing lost, nothing made, and it can be told."""
    result = process_raw(raw)
    clean = result.report.clean
    told = Counter("".join(removal.text for removal in clean.removed)) + Counter(clean.text)
    assert blankless(told) == blankless(Counter(raw.text))
    report_object(result)
    return result


def blankless(counts: Counter[str]) -> Counter[str]:
    return Counter({sign: count for sign, count in counts.items() if not sign.isspace()})


@pytest.mark.heavy
@pytest.mark.parametrize("name", GOOD)
@fuzzed
@given(damage=damages)
def test_a_damaged_file_is_read_or_refused(name: str, damage: Damage) -> None:
    raw = read(name, damaged(GOOD[name](), damage))
    if raw is not None:
        hold(raw)


@cache
def members(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(GOOD[name]())) as file:
        return {member: file.read(member) for member in file.namelist()}


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["docx", "ofd"])
@fuzzed
@given(damage=damages, which=st.integers(0, 20))
def test_a_file_damaged_within_its_package_is_read_or_refused(name: str, damage: Damage, which: int) -> None:
    known = members(name)
    member = sorted(known)[which % len(known)]
    raw = read(name, zipped({**known, member: damaged(known[member], damage)}))
    if raw is not None:
        hold(raw)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("txt", b""),
        ("html", b"<html>"),
        ("pdf", b"%PDF-1.7\n"),
        ("docx", b"PK\3\4"),
        ("txt", "\ufeff".encode()),
    ],
)
@fuzzed
@given(data=st.lists(pieces, max_size=60).map(b"".join))
def test_bytes_of_any_kind_are_read_or_refused(name: str, head: bytes, data: bytes) -> None:
    raw = read(name, head + data)
    if raw is not None:
        hold(raw)


LINES = (
    TITLE, "一、主要工作", PROSE, "（一）强化领导。", "其中：", "3件，", "| 甲 | 1 |", "|---|", "甲\t12\t3",
    "合计", "%", "同比增长", "“", "《", "（", "&nbsp;", "&#x202e;", "<b>", "**", "# ", "- ", "\f", "\x85",
    "\u2028", "\x1c", "\u200b", "\u202e", "\u0301", "\U0001f600", "２０２３年", "二〇二三年", "一百二十",
    "万元", "百分之", "至", "—", "2023", ".", ",", "\r", "\r\n", "\n", "\n\n", "\u3000\u3000", " ",
)  # fmt: skip
anything = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.sampled_from(LINES), max_size=25).map("".join),
)
texts = st.lists(anything, min_size=1, max_size=5).map(lambda parts: "法" + "".join(parts))


@fuzzed
@given(text=texts)
@example(text="法\x1c1件")
def test_a_text_of_any_kind_is_read_or_refused(text: str) -> None:
    try:
        raw = read_text_file(source_at("报告.txt"), text.encode())
        hold(raw)
    except InternalError:
        raise
    except ReportError as error:
        hold_line(error)


YAML = (
    "a", "甲", ": ", "\n", "- ", "[", "]", "{", "}", "&a ", "*a ", "!!", "!!int ", "!!timestamp ", "!!binary ", "|",
    ">", "'",
    '"', "? ", "<<", "2023-13-45", "0x", "1_", "~", "#", "---", "...", "%", "\t", " ", "title", "sha256", ",", "=",
    ".inf", "9" * 30, "\\x", "!!float ", "!!bool ", "!!omap ", "!!set ", "!!pairs ", "1:60", "0b", "0o9",
    "2023-01-01T99",
)  # fmt: skip


@fuzzed
@given(told=st.one_of(st.lists(st.sampled_from(YAML), max_size=30).map("".join), st.text(max_size=60)))
def test_a_record_of_any_kind_is_yaml_or_none(told: str) -> None:
    with suppress(ValueError):
        parse_yaml(told.encode("utf-8", "surrogatepass"))
