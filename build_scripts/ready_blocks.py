"""Takes apart a page that is HTML already, so that Markdown need not read it: headings, and blocks between empty lines.

A part of the project's Markdown extension (``rich_pages.py``). Markdown would give the blocks back as they are, but
reads each tag of a list of fifty reports first: nine tenths of what such a page costs.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# The elements that pages of many reports are made of; all of them are blocks to Markdown too.
_ELEMENT = "p|ul|ol|dl|div|table|nav|form|figure|details|h[1-6]"
_FIRST = re.compile(rf"\n?<(?:{_ELEMENT})[ >]")
_LAST = re.compile(rf"</(?:{_ELEMENT})>\s*$")
_TAG = re.compile(rf"<(/?)(?:{_ELEMENT})\b")
# In code of a page a tag is no tag.
_FENCE = re.compile("^(?:```|~~~)", re.MULTILINE)
# A line that is not all HTML may hold Markdown.
_WORDS = re.compile("^[^<\n]", re.MULTILINE)
# A heading in which nothing but its anchor means something to Markdown, where it is printable: of blanks but the plain
# one some go, and some become others.
_PLAIN = r"[^\\`*_{}\[\]<>&!#\n]"
_HEADING = re.compile(rf"\n*(#{{1,6}}) (?=\S)({_PLAIN}*?{_PLAIN})(?: +\{{: #([\w-]+) \}})? *\n*", re.ASCII)


class Heading(NamedTuple):
    """A heading of plain words; ``anchor`` is "" where the page gives none."""

    level: int
    words: str
    anchor: str

    @property
    def markdown(self) -> str:
        """The heading as Markdown has it."""
        return f"{'#' * self.level} {self.words}" + (f" {{: #{self.anchor} }}" if self.anchor else "")


def ready_parts(markdown: str) -> list[Heading | str]:
    r"""Return a page that is nothing but headings and blocks of HTML, in order; nothing of any other.

    >>> ready_parts("## 甲 {: #a }\n\n<p>乙</p>\n")
    [Heading(level=2, words='甲', anchor='a'), '<p>乙</p>']
    >>> ready_parts("## 甲\n\n乙 *丙*\n")
    []
    """
    parts: list[Heading | str] = []
    for block, is_html in _blocks(markdown):
        if is_html:
            parts.append(block.strip("\n"))
        elif (found := _HEADING.fullmatch(block)) and found[2].isprintable():
            parts.append(Heading(len(found[1]), found[2], found[3] or ""))
        elif block.strip("\n"):
            return []
    return parts


def _blocks(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield a page in blocks, parted by empty lines, and of each whether it is HTML.

    HTML is what goes from a block that begins with an element up to the one that closes it, where each line begins with
    a tag and as many elements are closed as opened.
    """
    if _FENCE.search(markdown):
        yield markdown, False
        return
    held: list[str] = []
    is_open = 0
    for block in markdown.split("\n\n"):
        if not held and not _FIRST.match(block):
            yield block, False
            continue
        held.append(block)
        is_open += _opened(block)
        if not is_open:
            whole = "\n\n".join(held)
            yield whole, bool(_LAST.search(whole) and not _WORDS.search(whole))
            held = []
    if held:
        yield "\n\n".join(held), False


def _opened(block: str) -> int:
    """Return how many elements more are opened than closed."""
    closed = [bool(slash) for slash in _TAG.findall(block)]
    return len(closed) - 2 * sum(closed)
