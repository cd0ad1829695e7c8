"""The files that a page hands over with its article: 附件：2023年度报告.pdf, a PDF shown in a frame."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from build_scripts.models import Source
from build_scripts.read.elements import Element, attribute
from build_scripts.read.html import parse_page
from build_scripts.read.html_article import choose_lines
from build_scripts.read.html_bytes import decode_page
from build_scripts.read.html_hidden import drop_unseen
from build_scripts.read.html_lines import Line, find_lines
from build_scripts.read.html_tags import find_name

_FILE_RE = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf)$", re.IGNORECASE)
# Of the words around a link so many are looked at for 附件.
_NEAR = 60
_SAID_RE = re.compile("[，。；]")
_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page links to: its address, maybe without the page's own, and the link's words, "" for a frame."""

    href: str
    words: str


def find_attachments(path: Path, data: bytes) -> tuple[Attachment, ...]:
    """Return the files that the page of ``data`` links to in its article or as 附件, and those it shows in a frame.

    Each address once, in the order of the page. Of a page without an article every file counts. Raises
    ``UnreadableError`` where it cannot be parsed.
    """
    source = Source(path=path, sha256="", media_type="text/html")
    text, _ = decode_page(source, data)
    root = parse_page(source, text)
    name = "".join(find_name(root).split())
    base = next((attribute(element, "href") for element in root.iter("base")), "")
    framed = list(_find_framed(root))
    drop_unseen(root)
    body = next(iter(root.iter("body")), root)
    article = _find_article(choose_lines(body, list(find_lines(body)), name))
    inside = set(article.iter()) if article is not None else None
    linked = (
        Attachment(attribute(link, "href"), " ".join("".join(link.itertext()).split()))
        for link in body.iter("a")
        if _is_file(link) and (inside is None or link in inside or _is_called_attachment(link))
    )
    found = {
        file.href: Attachment(_joined(base, file.href), file.words) for file in reversed((*framed, *linked))
    }
    return tuple(reversed(found.values()))


def _joined(base: str, href: str) -> str:
    """Return an address as told by the page's own base for all of them, where it has one."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


def _find_framed(root: Element) -> Iterator[Attachment]:
    for element in root.iter(*_FRAMES):
        href = attribute(element, _FRAMES[element.tag])
        if _names_file(href):
            yield Attachment(href, "")


def _find_article(lines: list[Line]) -> Element | None:
    """Return the innermost element that holds all sentences of the article, ``None`` where there are none."""
    homes = [line.home for line in lines if _SAID_RE.search(line.text)]
    if not homes:
        return None
    shared = list(_upwards(homes[0]))
    for home in homes[1:]:
        around = set(_upwards(home))
        shared = [element for element in shared if element in around]
    # The paragraph itself, where there is only one: its files stand beside it.
    above = shared[0].getparent() if len(homes) == 1 else None
    return shared[0] if above is None else above


def _upwards(element: Element | None) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.getparent()


def _is_file(link: Element) -> bool:
    words = "".join(link.itertext()).strip()
    return bool(attribute(link, "href")) and (_names_file(attribute(link, "href")) or _names_file(words))


def _names_file(written: str) -> bool:
    """Say whether an address or the words of a link end as a file's name: /a/报告.pdf?x=1, 年度报告.docx."""
    try:
        path = unquote(urlsplit(written.strip()).path)
    except ValueError:
        return False
    return _FILE_RE.search(path) is not None


def _is_called_attachment(link: Element) -> bool:
    """Say whether the link or the line that it stands in says 附件."""
    parent = link.getparent()
    around = chain(link.itertext(), parent.itertext() if parent is not None else ())
    return "附件" in "".join(around)[:_NEAR]
