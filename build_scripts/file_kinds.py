"""What a file is, by what it holds and not by its name: a Word file called 报告.txt is a Word file."""

import io
import re
import struct
import zipfile
from enum import StrEnum

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A PDF may have other bytes before its head, by ISO 32000-1, annex H, note 13: 1,024 at most.
_PDF_REACH = 1024
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_HTML_RE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_REACH = 4096
# A report has some twenty members, one with a picture on every page some hundreds. Each has this head in the list.
MOST_MEMBERS, _MEMBER = 10_000, b"PK\1\2"
_HTML_NAMES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")
# A page that a browser or Word saved with its pictures as one message; Word calls such a file .doc.
_SAVED_RE = re.compile(
    rb"(?:[A-Za-z-]{2,40}:[^\r\n]{0,900}\r?\n(?:[ \t][^\r\n]{0,900}\r?\n)*){0,12}?MIME-Version:",
    re.IGNORECASE,
)


class FileKind(StrEnum):
    """The kinds of files that are told apart."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    WORD = "word"
    RTF = "rtf"
    OFD = "ofd"
    IMAGE = "image"
    ARCHIVE = "archive"


MEDIA_TYPES = {
    FileKind.TEXT: "text/plain",
    FileKind.HTML: "text/html",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.WORD: "application/msword",
    FileKind.RTF: "application/rtf",
    FileKind.OFD: "application/ofd",
}


def kind_of(data: bytes, name: str = "") -> FileKind:
    r"""Return the kind of a file by its first bytes; what is none of the others is text.

    ``name`` decides only between text and HTML, where a page has lost its first tags.

    >>> str(kind_of(b"%PDF-1.7")), str(kind_of(b"{\\rtf1")), str(kind_of("法治政府".encode()))
    ('pdf', 'rtf', 'text')
    """
    if data.startswith(_OLE):
        return FileKind.WORD
    if data.startswith(b"{\\rtf"):
        return FileKind.RTF
    if data.startswith(b"PK"):
        return _packed_kind(data)
    if b"%PDF-" in data[:_PDF_REACH]:
        return FileKind.PDF
    if data.startswith(_IMAGES):
        return FileKind.IMAGE
    return FileKind.HTML if _is_page(data[:_HTML_REACH], name) else FileKind.TEXT


def needs_library(data: bytes, name: str) -> bool:
    """Say whether code that is not Python's reads a file: a fault in it ends its process, and no alarm reaches it."""
    return kind_of(data, name) is not FileKind.TEXT


def _is_page(head: bytes, name: str) -> bool:
    """Say whether a file begins as a page does, or is called one and has a tag."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    named = name.lower().endswith(_HTML_NAMES)
    return bool(_HTML_RE.match(start) or _SAVED_RE.match(start.lstrip()) or (named and b"<" in start))


def _packed_kind(data: bytes) -> FileKind:
    """Tell the kinds of ZIP files by the names in them; nothing is unpacked, and no endless list is read."""
    if data.count(_MEMBER) > MOST_MEMBERS:
        return FileKind.ARCHIVE
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error):
        return FileKind.ARCHIVE
    if "word/document.xml" in names:
        return FileKind.DOCX
    return FileKind.OFD if "OFD.xml" in names else FileKind.ARCHIVE
