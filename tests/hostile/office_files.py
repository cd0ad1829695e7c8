"""RTF, old Word files and the like made to do harm: objects, links and fields that ask for other files."""
# ruff: noqa: E501, PLW0108 - one file a line, all made when asked for

from collections.abc import Callable, Mapping

from tests.hostile.wanted import NOBODY, PROSE, TITLE, Hostile, Wanted, files

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def words(text: str) -> str:
    return "".join(rf"\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)


def rtf(more: str = "") -> Callable[[], bytes]:
    return (rf"{{\rtf1\ansi {words(TITLE)}\par {words(PROSE)}\par {more}\par}}").encode


def field(told: str) -> Callable[[], bytes]:
    return rtf(rf"{{\field{{\*\fldinst {told}}}{{\fldrslt {words('办结3件')}}}}}")


GOOD_OFFICE: Mapping[str, Callable[[], bytes]] = {
    "rtf with a picture from outside": field(rf'INCLUDEPICTURE "{NOBODY}/a.png" \\d'),
    "rtf with a text from outside": field(rf'INCLUDETEXT "{NOBODY}/a.docx"'),
    "rtf with a file of this machine": field('INCLUDETEXT "/etc/passwd"'),
    "rtf with a field that starts programs": field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'),
    "rtf with a template from outside": rtf(rf"{{\*\template {NOBODY}/a.dot}}"),
    "rtf with a linked object": rtf(
        rf"{{\object\objautlink\objupdate{{\*\objclass Word.Document.8}}{{\*\objdata {'01' * 200}}}{{\result x}}}}"
    ),
    "rtf with a link of a script": field('HYPERLINK "javascript:alert(1)"'),
}  # fmt: skip

ANY_OFFICE: Mapping[str, Callable[[], bytes]] = {
    "rtf with an embedded object": rtf(rf"{{\object\objemb\objw99\objh99{{\*\objdata {'41' * 5000}}}}}"),
    "rtf of brackets": lambda: rtf()() + b"{" * 1_000_000,
    "rtf deep": lambda: rtf("{" * 5_000 + "a" + "}" * 5_000)(),
    "rtf of huge numbers": rtf(r"\u99999999999? \fs999999999 \li-999999999 \bin999999999 a"),
    "rtf of a table without end": lambda: rtf(
        (r"\trowd" + "".join(rf"\cellx{n}" for n in range(1, 60)) + r"\intbl " + r"1\cell " * 59 + r"\row ") * 300
    )(),
    "rtf of pictures": lambda: rtf(r"{\pict\wmetafile8\picw999999\pich999999 " + "00" * 100_000 + "}")(),
    "rtf cut short": lambda: rtf()()[:-20],
    "rtf of a head": lambda: b"{\\rtf1",
    "rtf of 4 MB": lambda: rtf(words("检查五家。") * 60_000)(),
}  # fmt: skip

BAD_OFFICE: Mapping[str, Callable[[], bytes]] = {
    "doc of nothing": lambda: OLE,
    "doc of zeros": lambda: OLE + bytes(100_000),
    "doc of noise": lambda: OLE + bytes(range(256)) * 400,
    "doc in a circle": lambda: OLE + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10) + bytes(4) * 4 + bytes(512),
    "doc with a password": lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
}  # fmt: skip

OFFICE: dict[str, Hostile] = {
    **files(".rtf", Wanted.READ, GOOD_OFFICE),
    **files(".rtf", Wanted.EITHER, ANY_OFFICE),
    **files(".doc", Wanted.REFUSED, BAD_OFFICE),
}
