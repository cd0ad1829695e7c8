"""Sets aside the blocks of a page that are HTML already, so that Markdown gives them back and does not read them.

A part of the project's Markdown extension (``rich_pages.py``). Markdown would give them back as they are, but reads
each tag of a list of fifty reports first: two thirds of what such a page costs.
"""

import re

from markdown import Markdown

# The elements that pages of many reports are made of; all of them are blocks to Markdown too.
_ELEMENT = "p|ul|ol|dl|div|table|nav|form|figure|details|h[1-6]"
_FIRST = re.compile(rf"\n?<(?:{_ELEMENT})[ >]")
_LAST = re.compile(rf"</(?:{_ELEMENT})>\s*$")
_TAG = re.compile(rf"<(/?)(?:{_ELEMENT})\b")
# In code of a page a tag is no tag.
_FENCE = re.compile("^(?:```|~~~)", re.MULTILINE)
# A line that is not all HTML may hold Markdown.
_WORDS = re.compile("^[^<\n]", re.MULTILINE)


def spare_html(markdown: str, md: Markdown) -> list[str]:
    """Return the lines of a page whose HTML stands in ``md``'s stash.

    Taken are blocks, parted by empty lines, from one that begins with an element up to the one that closes it, where
    each line begins with a tag and as many elements are closed as opened. All others stay as they are.
    """
    if _FENCE.search(markdown):
        return markdown.split("\n")
    lines: list[str] = []
    held: list[str] = []
    is_open = 0
    for block in markdown.split("\n\n"):
        if not held and not _FIRST.match(block):
            lines += [*block.split("\n"), ""]
            continue
        held.append(block)
        is_open += _opened(block)
        if not is_open:
            lines += _set_aside("\n\n".join(held), md)
            held = []
    return lines + "\n\n".join(held).split("\n") if held else lines


def _opened(block: str) -> int:
    """Return how many elements more are opened than closed."""
    closed = [bool(slash) for slash in _TAG.findall(block)]
    return len(closed) - 2 * sum(closed)


def _set_aside(whole: str, md: Markdown) -> list[str]:
    if _LAST.search(whole) and not _WORDS.search(whole):
        return [md.htmlStash.store(whole.lstrip() + "\n"), ""]
    return [*whole.split("\n"), ""]
