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
# A page of a portal has some 3,000 with those that end, a yearbook on one page 50,000. 100,000 take two seconds.
_MOST_TAGS = 400_000
# The parser compares each attribute of a tag with all before it: 100,000 take for ever. Long ones are pictures.
_LONG_TAG_RE, _MOST_ATTRIBUTES = re.compile(r"<[^<>]{4000,}"), 1_000
# The parser ends these tags where a paragraph begins within them, which no browser does: what they hide would be seen.
_PLAIN_RE = re.compile(r"<(/?)(?:b|big|i|s|small|strike|tt|u)(?=[\s/>])", re.IGNORECASE)
# Tags that have no end, which the parser does not know: all that follows would stand within them, and go with them.
_ENDLESS_RE = re.compile(r"<(?:embed|source|track|wbr|keygen)(?=[\s/>])[^<>]{0,4000}>", re.IGNORECASE)
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
    if text.count("<") > _MOST_TAGS:
        problem = f"网页里有 {text.count('<')} 个标签，超过 {_MOST_TAGS} 个"
        raise UnreadableError(source.path, problem, "请确认这是一份报告")
    if any(
        len(tag[0].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES for tag in _LONG_TAG_RE.finditer(text)
    ):
        problem = f"网页里一个标签有 {_MOST_ATTRIBUTES} 个以上的属性"
        raise UnreadableError(source.path, problem, "请确认这是一份报告")
    etree = load_package(source, "lxml.etree")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        plain = _PLAIN_RE.sub(r"<\1span", _ENDLESS_RE.sub("", text.replace("\0", "")))
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(source.path, "网页是空的", _ADVICE) from error
    if root is None:
        raise UnreadableError(source.path, "网页是空的", _ADVICE)
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableError(source.path, "网页里的标签套得太深，读不全", _ADVICE)
    return cast("Element", root)
