"""Read a page of a government's portal: its article as lines, tables as rows, particulars as "label：value"."""

import re
from typing import cast

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source
from build_scripts.read.elements import Element
from build_scripts.read.html_article import choose_lines
from build_scripts.read.html_bytes import decode_page
from build_scripts.read.html_hidden import drop_unseen
from build_scripts.read.html_lines import find_lines
from build_scripts.read.html_tags import find_name, find_tags
from build_scripts.read.packages import load_package
from build_scripts.read.signs import has_han

# Where the parser stops, 2,048 tags within each other. A page that a person wrote has some forty.
_TOO_DEEP = "Excessive depth"
# The parser ends these tags where a paragraph begins within them, which no browser does: what they hide would be seen.
_PLAIN_RE = re.compile(r"<(/?)(?:b|big|i|s|small|strike|tt|u)(?=[\s/>])", re.IGNORECASE)
_ADVICE = "请在浏览器中打开核对，把正文复制成 .txt"


def read_html(source: Source, data: bytes) -> RawText:
    """Return the text of a page: a line a paragraph, no script run, nothing fetched. Raises ``UnreadableError``."""
    text, encoding = decode_page(source, data)
    root = parse_page(source, text)
    tags, name = find_tags(root), find_name(root)
    body = next(iter(root.iter("body")), root)
    drop_unseen(root)
    lines = choose_lines(body, list(find_lines(body)), "".join(name.split()))
    found = "\n".join(line.text for line in lines)
    if not has_han(found):
        raise UnreadableError(source.path, "网页里没有正文（只有栏目、按钮，或正文由脚本载入）", _ADVICE)
    return RawText(source=source, text=found + "\n", encoding=encoding, tags=tags)


def parse_page(source: Source, text: str) -> Element:
    """Return the tree of a page's decoded text. Raises ``UnreadableError`` where it has none, or one too deep."""
    etree = load_package(source, "lxml.etree")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        plain = _PLAIN_RE.sub(r"<\1span", text.replace("\0", ""))
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(source.path, "网页是空的", _ADVICE) from error
    if root is None:
        raise UnreadableError(source.path, "网页是空的", _ADVICE)
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableError(source.path, "网页里的标签套得太深，读不全", _ADVICE)
    return cast("Element", root)
