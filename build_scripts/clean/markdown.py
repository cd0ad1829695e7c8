"""Take away the marks of Markdown: rules, hashes, stars, quotes, bullets, backslashes, the bars of a table."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_scripts.clean.lines import Line, split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.cells import is_none, is_number

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
_TABLE_RULE_RE = re.compile(r"[|+]?\s*:?[-=]{2,}:?\s*(?:[|+]\s*:?[-=]{2,}:?\s*)*[|+]?|[\u2500-\u257f\s]{3,}")
# A bar of Markdown, of full width, or of a drawn frame.
_BAR_RE = re.compile(r"(?<!\\)[|｜\u2502\u2503\u2551]")
_ROW_RE = re.compile(r"([|｜\u2502\u2503\u2551]).*\1|[^|]+(?:\|[^|]*){2,}")
_PAIR_RE = re.compile(r"[^|]{1,40}\|([^|]{1,20})")
# A line without any of these has no mark: most lines, of which eight patterns took a tenth of cleaning.
_ANY_RE = re.compile("[-*_=＝—#>+•●\\\\|｜\u2500-\u257f]")
# A cell is wrapped over this many lines at most.
_MOST_WRAPPED = 4


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
    if not _ANY_RE.search(draft.text):
        return changes
    lines = split_lines(draft.text)
    pairs = _pairs(lines)
    for i, line in enumerate(lines):
        text = line.text
        if not _ANY_RE.search(text):
            continue
        if _RULE_RE.fullmatch(text) or _is_table_rule(text) or _is_empty(text):
            changes.append(Change("markdown-rule", line.start, line.end))
        elif i in pairs or is_table_row(text):
            changes += _bars(text, line.start)
        else:
            changes += _marks(text, line.start)
    return changes


def fix_wrapped_cell(draft: Draft, _: RawText) -> list[Change]:
    r"""Close up a row of bars whose cell is wrapped: "| 没收违法\n所得 | 3 |" gives "| 没收违法所得 | 3 |"."""
    if "|" not in draft.text:
        return []
    lines = split_lines(draft.text)
    widths = {
        len(_BAR_RE.findall(line.text)) for line in lines if line.text[0] == "|" and line.text[-1] == "|"
    }
    changes: list[Change] = []
    for i, line in enumerate(lines):
        if line.text[0] != "|" or line.text[-1] == "|":
            continue
        rest = list(_wrapped(lines[i + 1 : i + _MOST_WRAPPED]))
        if rest and sum(len(_BAR_RE.findall(r.text)) for r in (line, *rest)) in widths:
            changes += [Change("line-break", a.end, b.start) for a, b in pairwise((line, *rest))]
    return changes


def _wrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that end a row of bars, nothing where none does."""
    end = next((n for n, line in enumerate(lines) if line.text[-1] == "|"), None)
    if end is not None and all(line.text[0] != "|" for line in lines[: end + 1]):
        yield from lines[: end + 1]


def _is_table_rule(text: str) -> bool:
    ruled = any(c in text for c in "|+") or "\u2500" <= text[0] <= "\u257f"
    return ruled and _TABLE_RULE_RE.fullmatch(text) is not None


def _pairs(lines: Sequence[Line]) -> set[int]:
    """Return rows that lack an outer bar: two or more opened by one, or of two columns with numbers, and their head."""
    shapes = [_PAIR_RE.fullmatch(line.text) if "|" in line.text else None for line in lines]
    numbered = {i for i, m in enumerate(shapes) if m and (is_number(m[1].strip()) or is_none(m[1]))}
    rows = {i for i in numbered if {i - 1, i + 1} & numbered}
    opened = {i for i, line in enumerate(lines) if line.text[0] == "|" and line.text.count("|") > 1}
    rows |= {i for i in numbered if i and shapes[i - 1] and is_number(lines[i].text.split("|")[0].strip())}
    rows |= {i for i in opened if {i - 1, i + 1} & opened}
    return (
        rows
        | {i - 1 for i in rows if i and shapes[i - 1]}
        | {i - 2 for i in rows if i > 1 and shapes[i - 2] and _is_table_rule(lines[i - 1].text)}
    )


def _is_empty(text: str) -> bool:
    """Say whether a row of bars holds no cell: "|  |  |"."""
    return not text.strip("| \t\u3000")


def is_table_row(text: str) -> bool:
    """Say whether a line is a row of a Markdown table: "| 甲 | 3 |", also without the outer bars."""
    return _ROW_RE.fullmatch(text) is not None


def _bars(text: str, start: int) -> list[Change]:
    """Return what sets a tab for each bar between cells, blanks round it gone, and nothing for an outer bar."""
    changes: list[Change] = []
    framed = _BAR_RE.match(text) is not None
    done = 0
    for match in _BAR_RE.finditer(text):
        left, right = match.span()
        while left > done and text[left - 1].isspace():
            left -= 1
        while right < len(text) and text[right].isspace():
            right += 1
        outer = left == 0 or (right == len(text) and framed)
        changes.append(Change("markdown-table", start + left, start + right, "" if outer else "\t"))
        done = right
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
