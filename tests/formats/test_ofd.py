"""OFD files: the text layer by its places on the page, and what is refused."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Span
from build_scripts.pipeline import process_bytes, process_raw
from build_scripts.read import read_raw
from tests.formats.blocks import MADE, SEEDS, blocks_of, facts_of, share_whole, text_of
from tests.formats.ofd_files import ofd_file, packed, text_object
from tests.texts import source_at


def read(data: bytes) -> RawText:
    return read_raw(source_at("报告.ofd"), data)


def shown(*objects: str) -> str:
    return read(packed(["".join(objects)])).text


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [*SEEDS, MADE], ids=lambda path: path.parent.name)
@pytest.mark.parametrize("cut", [False, True], ids=["lines", "characters"])
def test_a_report_says_the_same_as_its_text(cut: bool, seed: Path) -> None:
    raw = read(ofd_file(blocks_of(seed), cut=cut))
    wanted, found = facts_of(process_bytes(source_at("报告.txt"), text_of(seed))), facts_of(process_raw(raw))
    assert found.meta == wanted.meta
    assert found.figures == wanted.figures
    # A heading without a stop that fills its line to the margin reads as one of its own: one in all reports.
    assert len({*found.headings} ^ {*wanted.headings}) <= 1
    assert share_whole(wanted, found) >= 0.95


def test_every_line_has_its_page_and_place() -> None:
    raw = read(ofd_file(blocks_of(MADE)))
    assert raw.layout is not None
    assert raw.pages == (0, raw.text.index("\f") + 1)
    at = raw.text.index("1203")
    (page, box), *others = raw.layout.boxes_of(Span(at, at + 4))
    assert (page, others) == (1, [])
    assert 79 < box.left < box.right < 595
    for line in raw.layout.lines:
        assert len(line.edges) == line.span.end - line.span.start + 1
        assert list(line.edges) == sorted(line.edges)


def test_lines_go_by_place_and_not_by_the_file() -> None:
    text = shown(text_object(28, 60, "乙行在后面的文字"), text_object(28, 50, "甲行在前面的文字"))
    assert text == "甲行在前面的文字\n乙行在后面的文字\n"


def test_columns_are_parted_and_pieces_of_a_line_are_not() -> None:
    pieces = (
        text_object(28, 50, "检查"),
        text_object(28 + 2 * 5.64, 50, "12"),
        text_object(28 + 3 * 5.64, 50, "家"),
    )
    assert shown(*pieces, text_object(120, 50, "件数")) == "检查12家    件数\n"


def test_what_is_set_twice_for_bold_is_read_once() -> None:
    assert shown(text_object(28, 50, "检查22家"), text_object(28.1, 50, "检查22家")) == "检查22家\n"


def test_what_is_not_seen_is_not_read() -> None:
    hidden = (
        text_object(28, 60, "罚款9万元", 'Visible="false"'),
        text_object(28, 70, "罚款8万元", 'Alpha="0"'),
    )
    assert shown(text_object(28, 50, "检查5家"), *hidden) == "检查5家\n"


def test_repeated_steps_and_a_scale_are_read() -> None:
    code = '<ofd:TextCode X="0" Y="2" DeltaX="g 2 5 2.5">检查12</ofd:TextCode>'
    code += '<ofd:TextCode X="15" Y="2">家</ofd:TextCode>'
    body = f'<ofd:TextObject Boundary="28 50 90 6" Size="5" CTM="1 0 0 1 0 0">{code}</ofd:TextObject>'
    assert shown(body) == "检查12家\n"


@pytest.mark.parametrize("turned", ['ReadDirection="90"', 'CTM="0 1 -1 0 0 0"', 'CharDirection="270"'])
def test_turned_text_is_refused(turned: str) -> None:
    with pytest.raises(UnreadableError, match="另存为 PDF"):
        shown(text_object(28, 50, "检查5家", turned))


REFUSED = {
    "no text": packed(["<ofd:ImageObject ID='3' ResourceID='4' Boundary='0 0 210 297'/>"]),
    "no page": packed([]),
    "Latin only": packed([text_object(28, 50, "report")]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_text_is_refused(case: str) -> None:
    with pytest.raises(UnreadableError, match="文字层"):
        read(REFUSED[case])


def test_a_missing_page_is_told() -> None:
    data = BytesIO()
    with zipfile.ZipFile(BytesIO(ofd_file(blocks_of(MADE)))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            if "Page_1" not in name:
                new.writestr(name, old.read(name))
    with pytest.raises(UnreadableError, match="不完整"):
        read(data.getvalue())
