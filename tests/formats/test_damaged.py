"""Files that are damaged or made to do harm: a text or one plain line, never another error, and no other file read."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.pipeline import process_bytes
from build_scripts.read import read_raw
from build_scripts.read.packed_xml import _LARGEST_MEMBER
from tests.formats.blocks import MADE, blocks_of
from tests.formats.ofd_files import ofd_file, packed
from tests.formats.pages import make_page
from tests.formats.word_files import NAMES, paragraph, part, styled_file, table, word_file
from tests.texts import source_at

GOOD: dict[str, Callable[[], bytes]] = {
    "报告.html": lambda: make_page("zoom", blocks_of(MADE)).encode(),
    "报告.docx": lambda: styled_file(blocks_of(MADE)),
    "报告.ofd": lambda: ofd_file(blocks_of(MADE)),
}
FLIPS, CUTS = 60, 20


def tried(name: str, data: bytes) -> None:
    with suppress(UnreadableError):
        read_raw(source_at(name), data)


@pytest.mark.heavy
@pytest.mark.parametrize("name", GOOD)
def test_damaged_copies_give_a_text_or_one_plain_line(name: str) -> None:
    good, dice = GOOD[name](), random.Random(33190)  # noqa: S311 - the same damage each time
    for _ in range(FLIPS):
        data = bytearray(good)
        for _ in range(dice.choice((1, 3, 20))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        tried(name, bytes(data))
    for _ in range(CUTS):
        tried(name, good[: dice.randrange(len(good))])


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["报告.docx", "报告.ofd"])
def test_damaged_members_give_a_text_or_one_plain_line(name: str) -> None:
    """The damage lies within the XML, which a whole package brings through its checksums."""
    dice = random.Random(29500)  # noqa: S311 - the same damage each time
    with zipfile.ZipFile(io.BytesIO(GOOD[name]())) as file:
        members = {member: file.read(member) for member in file.namelist()}
    for _ in range(FLIPS):
        member = dice.choice([m for m in members if m.endswith(".xml")])
        inner = bytearray(members[member])
        at = dice.randrange(len(inner))
        inner[at : at + dice.choice((1, 1, 40))] = bytes(dice.choices(b'<>/="0w:9', k=dice.randrange(3)))
        tried(name, repacked(members | {member: bytes(inner)}))


def repacked(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, inner in members.items():
            file.writestr(name, inner)
    return data.getvalue()


BODY = paragraph("检查5家")
BOMB = f"<!DOCTYPE a [<!ENTITY a '{'检' * 99}'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": lambda: repacked({"word/document.xml": bytes(_LARGEST_MEMBER + 9)}),
    "a bomb of entities": lambda: repacked({"word/document.xml": f"{BOMB}]><w:document {NAMES}/>".encode()}),
    "a file of this machine": lambda: repacked(
        {
            "word/document.xml": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {NAMES}>'
            f"<w:body>{BODY}<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>".encode()
        }
    ),
    "a million tags": lambda: word_file("<w:p/>" * 1_000_001),
    "deep tables": lambda: word_file("<w:tbl><w:tr><w:tc>" * 3000 + BODY + "</w:tc></w:tr></w:tbl>" * 3000),
    "no body": lambda: repacked({"word/document.xml": part("document", "").encode()}),
    "another root": lambda: repacked({"word/document.xml": b"<html/>"}),
    "nothing in it": lambda: repacked({"word/document.xml": b""}),
    "20,000 members": lambda: repacked({"word/document.xml": b"", **{f"a{i}": b"" for i in range(20_000)}}),
    "only a picture": lambda: word_file("<w:p><w:r><w:drawing/></w:r></w:p>"),
    "OFD out of the file": lambda: repacked({"OFD.xml": b"<OFD><DocRoot>../../../../etc/passwd</DocRoot></OFD>"}),
    "OFD of pages without end": lambda: repacked(
        {
            "OFD.xml": b"<OFD>" + b"".join(b"<DocRoot>%d.xml</DocRoot>" % n for n in range(30)) + b"</OFD>",
            **{f"{n}.xml": b"<Document>" + b"<Page BaseLoc='P.xml'/>" * 100 + b"</Document>" for n in range(30)},
            "P.xml": b"<Page/>",
        }
    ),
    "OFD laid on one sheet again and again": lambda: repacked(
        {
            "OFD.xml": b"<OFD><DocRoot>D.xml</DocRoot></OFD>",
            "D.xml": b"<Document><TemplatePage ID='1' BaseLoc='S.xml'/><Page BaseLoc='P.xml'/></Document>",
            "P.xml": b"<Page>" + b"<Template TemplateID='1'/>" * 200 + b"</Page>",
            "S.xml": f"<Page><TextObject Boundary='0 0'><TextCode>{'检' * 9000}</TextCode></TextObject></Page>"
            "".encode(),
        }
    ),
    "OFD in a circle": lambda: repacked({"OFD.xml": b"<OFD><DocRoot>OFD.xml</DocRoot><Page BaseLoc='OFD.xml'/></OFD>"}),
}  # fmt: skip


@pytest.mark.heavy
@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_made_to_do_harm_is_refused_in_one_plain_line(case: str) -> None:
    name = "报告.ofd" if case.startswith("OFD") else "报告.docx"
    with pytest.raises(UnreadableError) as error:
        read_raw(source_at(name), HOSTILE[case]())
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("count", ["9" * 5000, "99999999", "-1", "x", ""])
def test_a_count_that_nobody_has_is_no_more_than_a_table_can_be(count: str) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{count}"/></w:tcPr>{BODY}</w:tc>'
    row = f'<w:trPr><w:gridBefore w:val="{count}"/></w:trPr>'
    data = word_file(table([cell, "甲"]).replace("<w:tr>", f"<w:tr>{row}"))
    assert read_raw(source_at("报告.docx"), data).text.replace("\t", "") == "检查5家甲\n"


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "1e999", "x", ""])
def test_a_place_that_no_page_has_breaks_nothing(number: str) -> None:
    code = f'<ofd:TextCode X="{number}" Y="{number}" DeltaX="g {number} {number}">检查5家</ofd:TextCode>'
    for box in ("28 50 90 6", f"{number} 50 90 6", number):
        tried(
            "报告.ofd", packed([f'<ofd:TextObject Boundary="{box}" Size="{number}">{code}</ofd:TextObject>'])
        )


OUTWARD = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
 Target="file:///etc/hostname" TargetMode="External"/></Relationships>"""


def test_what_a_word_file_points_to_is_not_opened() -> None:
    body = "<w:p><w:hyperlink r:id='x'><w:r><w:t>检查5家</w:t></w:r></w:hyperlink></w:p>"
    members = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>").encode(),
        "word/_rels/document.xml.rels": OUTWARD.encode(),
        "../../escape.txt": b"x",
        "/etc/cron.d/x": b"x",
    }
    assert read_raw(source_at("报告.docx"), repacked(members)).text == "检查5家\n"
    assert not Path("escape.txt").exists()


def test_a_whole_file_goes_through_every_stage_as_it_is() -> None:
    for name, make in GOOD.items():
        result = process_bytes(source_at(name), make())
        assert result.report.meta.agency == "平山县水利局"
