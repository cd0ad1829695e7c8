"""Take away the marks of Markdown: rules, hashes, stars, quotes, bullets, backslashes, the bars of a table."""

import re
from collections.abc import Iterator
from itertools import pairwise

from build_scripts.clean.lines import split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft

_RULE_RE = re.compile(r"(?:[-*_=＝—]\s*){3,}")
_HASH_RE = re.compile(r"#{1,6}[ \t]*(?=[^#\s])")
_QUOTE_RE = re.compile(r"(?:>[ \t]*)+(?=\S)")
_BULLET_RE = re.compile(r"[-*+•●][ \t]+(?=\S)")
_OPENING_RE = re.compile(r"(\*\*|__)(?=\S)")
_CLOSING_RE = {mark: re.compile(rf"(?<=\S){re.escape(mark)}") for mark in ("**", "__")}
_ESCAPE_RE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
# An image's words and address are no longer than this; a bracket that never closes is not followed to the end.
_IMAGE_RE = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\s]{0,400}(?:\([^()]{0,200}\)[^()\s]{0,200})?\)")
_COMMENT_RE = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE_RULE_RE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_ROW_RE = re.compile(r"\|.*\||[^|]+(?:\|[^|]*){2,}")


def fix_image(draft: Draft, _: RawText) -> list[Change]:
    """Remove images and comments, which hold no words of the report: "![印章](seal.png)", "<!-- page 3 -->"."""
    text = draft.text
    comments = [m.span() for m in _COMMENT_RE.finditer(text, 0, text.rfind("-->") + len("-->"))]
    gaps = pairwise([0, *(offset for span in comments for offset in span), len(text)])
    images = [m.span() for gap in list(gaps)[::2] for m in _IMAGE_RE.finditer(text, *gap)]
    return [
        *(Change("markdown-comment", *span) for span in comments),
        *(Change("markdown-image", *span) for span in images),
    ]


def fix_markdown(draft: Draft, _: RawText) -> list[Change]:
    """Remove Markdown's marks and leave the words: "## 一、基本情况" gives "一、基本情况", "| 甲 | 3 |" "甲	3"."""
    changes: list[Change] = []
    for line in split_lines(draft):
        text = line.text
        if _RULE_RE.fullmatch(text) or ("|" in text and (_TABLE_RULE_RE.fullmatch(text) or _is_empty(text))):
            changes.append(Change("markdown-rule", line.start, line.end))
        elif is_table_row(text):
            changes += _bars(text, line.start)
        else:
            changes += _marks(text, line.start)
    return changes


def _is_empty(text: str) -> bool:
    """Say whether a row of bars holds no cell: "|  |  |"."""
    return not text.strip("| \t\u3000")


def is_table_row(text: str) -> bool:
    """Say whether a line is a row of a Markdown table: "| 甲 | 3 |", also without the outer bars."""
    return _ROW_RE.fullmatch(text) is not None


def _bars(text: str, start: int) -> list[Change]:
    changes: list[Change] = []
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", text)]
    for bar in bars:
        left, right = bar, bar + 1
        while left and text[left - 1].isspace():
            left -= 1
        while right < len(text) and text[right].isspace():
            right += 1
        outer = left == 0 or right == len(text)
        if changes and changes[-1].end > start + left:
            left = changes[-1].end - start
        changes.append(Change("markdown-table", start + left, start + right, "" if outer else "\t"))
    return changes


def _marks(text: str, start: int) -> list[Change]:
    changes = []
    for opening in (_HASH_RE, _QUOTE_RE, _BULLET_RE):
        match = opening.match(text)
        if match:
            changes.append(Change("markdown-mark", start + match.start(), start + match.end()))
            break
    changes += [Change("markdown-mark", start + at, start + at + 2) for at in _stars(text)]
    changes += [
        Change("markdown-mark", start + m.start(), start + m.end()) for m in _ESCAPE_RE.finditer(text)
    ]
    return changes


def _stars(text: str) -> Iterator[int]:
    """Yield where marks of bold words stand, an opening and its closing one in turn: "**强化领导**" gives 0 and 6."""
    unclosed: set[str] = set()
    at = 0
    while len(unclosed) < len(_CLOSING_RE) and (opening := _OPENING_RE.search(text, at)):
        mark = opening[0]
        closing = None if mark in unclosed else _CLOSING_RE[mark].search(text, opening.end() + 1)
        if closing is None:
            # No later one closes either.
            unclosed.add(mark)
            at = opening.start() + 1
            continue
        yield from (opening.start(), closing.start())
        at = closing.end()
