"""The characters of a page's bytes. What the page says of its own charset is asked last: it is often wrong."""

import codecs
import re
from contextlib import suppress
from email import message_from_bytes

from build_scripts.errors import UnreadableError
from build_scripts.models import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_RE = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_HAN_RE = re.compile("[\u3400-\u9fff]")
# Characters of Chinese prose in either script; of bytes read in a wrong charset hardly one is among them.
_USUAL = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过说产种面而方后多定行学法所民得经政府建设治执县区市局规范管理监督网站首页日期來發動時個國經設執縣區監員說學產種後會對過"
)
# One sign in so many may be damaged: a cut character gives three. In a wrong charset it is every second one.
_MOST_DAMAGE = 300
_FALLBACKS = ("utf-8", "gb18030")
# The charsets of Chinese pages; a codec that gives no text (zip) is none.
_KNOWN = frozenset({"utf-8", "gb18030", "big5", "big5hkscs", "hz"})


def decode_page(source: Source, data: bytes) -> tuple[str, str]:
    """Return the text of a page and its encoding: byte-order mark, then bytes that decode, then what the page says.

    Of a page that a browser saved with its pictures as one file (MHT), the page. Raises ``UnreadableError`` where no
    encoding gives Chinese text.
    """
    data = _page_within(data) if b"mime-version:" in data[:_HEAD].lower() else data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if data.count(b"\x00") > len(data) // 8:
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    told = _told(data)
    for encoding in dict.fromkeys(("utf-8", "gb18030", *told)):
        text = _decoded(data, encoding)
        if text is not None and (encoding == "utf-8" or _reads_well(text)):
            return text, encoding
    for encoding in dict.fromkeys((*told, *_FALLBACKS)):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * _MOST_DAMAGE <= len(text) and _reads_well(text):
            return text, encoding
    raise UnreadableError(source.path, "认不出网页的文字编码", "请用浏览器打开后另存为 UTF-8 网页或文本")


def _page_within(data: bytes) -> bytes:
    """Return the first page of a message of several parts, the message itself where it has none."""
    with suppress(RecursionError):  # parts within parts, hundreds deep
        for piece in message_from_bytes(data).walk():
            inner = piece.get_payload(decode=True) if piece.get_content_type() == "text/html" else None
            if isinstance(inner, bytes):
                return inner
    return data


def _told(data: bytes) -> tuple[str, ...]:
    match = _META_RE.search(data[:_HEAD])
    if not match:
        return ()
    try:
        name = codecs.lookup(match[1].decode("ascii", "replace")).name
    except LookupError:
        return ()
    return ("gb18030",) if name in ("gb2312", "gbk") else (name,) if name in _KNOWN else ()


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_well(text: str) -> bool:
    """Say whether a fair part of the Han characters is usual; where there are none, nothing speaks against it."""
    han = _HAN_RE.findall(text)
    return sum(c in _USUAL for c in han) * 12 >= len(han)
