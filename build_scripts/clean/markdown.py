"""Take away the marks of Markdown: rules, hashes, stars, quotes, bullets, backslashes, the bars of a table."""

import re

from build_scripts.clean.lines import split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft

_RULE_RE = re.compile(r"(?:[-*_=＝—]\s*){3,}")
_HASH_RE = re.compile(r"#{1,6}[ \t]*(?=[^#\s])")
_QUOTE_RE = re.compile(r"(?:>[ \t]*)+(?=\S)")
_BULLET_RE = re.compile(r"[-*+•●][ \t]+(?=\S)")
_STARS_RE = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE_RE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_IMAGE_RE = re.compile(r"!\[[^\]\n]*\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?\)")
_COMMENT_RE = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE_RULE_RE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_ROW_RE = re.compile(r"\|.*\||[^|]+(?:\|[^|]*){2,}")


def fix_image(draft: Draft, _: RawText) -> list[Change]:
    """Remove images and comments, which hold no words of the report: "![印章](seal.png)", "<!-- page 3 -->"."""
    comments = [Change("markdown-comment", m.start(), m.end()) for m in _COMMENT_RE.finditer(draft.text)]
    images = [Change("markdown-image", m.start(), m.end()) for m in _IMAGE_RE.finditer(draft.text)]
    return comments + [i for i in images if not any(c.start <= i.start < c.end for c in comments)]


def fix_markdown(draft: Draft, _: RawText) -> list[Change]:
    """Remove Markdown's marks and leave the words: "## 一、基本情况" gives "一、基本情况", "| 甲 | 3 |" "甲	3"."""
    changes: list[Change] = []
    for line in split_lines(draft):
        text = line.text
        if _RULE_RE.fullmatch(text) or ("|" in text and _TABLE_RULE_RE.fullmatch(text)):
            changes.append(Change("markdown-rule", line.start, line.end))
        elif is_table_row(text):
            changes += _bars(text, line.start)
        else:
            changes += _marks(text, line.start)
    return changes


def is_table_row(text: str) -> bool:
    """Say whether a line is a row of a Markdown table: "| 甲 | 3 |", also without the outer bars."""
    return _ROW_RE.fullmatch(text) is not None


def _bars(text: str, start: int) -> list[Change]:
    changes: list[Change] = []
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", text)]
    for bar in bars:
        left = len(text[:bar].rstrip())
        right = bar + 1 + len(text[bar + 1 :]) - len(text[bar + 1 :].lstrip())
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
    stars = [at for m in _STARS_RE.finditer(text) for at in (m.start(), m.end() - 2)]
    changes += [Change("markdown-mark", start + at, start + at + 2) for at in stars]
    changes += [
        Change("markdown-mark", start + m.start(), start + m.end()) for m in _ESCAPE_RE.finditer(text)
    ]
    return changes
