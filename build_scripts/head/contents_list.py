"""Find a table of contents: 目录, and below it the headings that the text says once more further down."""

import re
from collections import Counter
from collections.abc import Sequence

from build_scripts.head.head_lines import HeadLine
from build_scripts.rules.marks import find_mark

_HEADS = frozenset({"目录", "目次", "目录:", "Contents", "CONTENTS"})
_LEADERS_RE = re.compile(r".{2,60}?(?:[.．·…•]{3,}|…)[（(]?[0-9]{1,3}[）)]?")
_PAGE_RE = re.compile(r"[.．·…•\-—_]*[（(]?[0-9]{0,3}[）)]?$")
_PAGE_NUMBER_RE = re.compile(r"[-—]?[0-9IVXivx]{1,4}[-—]?")
# 目  录 with its blanks. A document has one contents list, a portal may set one beside it.
_LONGEST_HEAD, _MOST_HEADS = 16, 2
# A contents list has no more entries; each is a heading, not a paragraph.
_LONGEST_LEADERS = 160
_MOST_ENTRIES, _LONGEST_ENTRY, _SHORTEST_ENTRY = 120, 60, 3


def find_contents(lines: Sequence[HeadLine]) -> frozenset[int]:
    """Return the lines of a contents list: those with leaders and a page number, and 目录 with what is said again.

    A line 目录 that no such list follows, as the name of a section, is left alone.
    """
    # Most texts have no leaders and many no 目 at all: asked once, not of each line.
    raw = lines[0].raw if lines else ""
    heads = [i for i, line in enumerate(lines if _hints_at_head(raw) else ()) if _is_head(line)]
    below = (i for head in heads[:_MOST_HEADS] for i in _below(lines, head))
    leaders = (i for i, line in enumerate(lines if _hints_at_leaders(raw) else ()) if _has_leaders(line))
    return frozenset((*below, *leaders))


def _is_head(line: HeadLine) -> bool:
    if line.end - line.start > _LONGEST_HEAD:
        return False
    return _hints_at_head(line.span.of(line.raw)) and line.folded in _HEADS


def _hints_at_head(text: str) -> bool:
    return "目" in text or "ONTENTS" in text.upper()


def _has_leaders(line: HeadLine) -> bool:
    text = line.span.of(line.raw)
    hint = len(text) <= _LONGEST_LEADERS and _hints_at_leaders(text)
    return hint and _LEADERS_RE.fullmatch(line.folded) is not None


def _hints_at_leaders(text: str) -> bool:
    return any(mark in text for mark in ("…", "...", "．．．", "···", "•••"))


def _below(lines: Sequence[HeadLine], head: int) -> set[int]:
    later = Counter(_words(line.folded) for line in lines[head + 1 :] if len(line.folded) <= _LONGEST_ENTRY)
    entries: set[int] = set()
    seen: set[str] = set()
    for i in range(head + 1, min(head + 1 + _MOST_ENTRIES, len(lines))):
        words = lines[i].folded
        heading = _words(words)
        leaders = _has_leaders(lines[i])
        again = later[heading] > 1 or _runs_in(lines, i, heading)
        if _PAGE_NUMBER_RE.fullmatch(words) and entries:
            entries.add(i)
        elif heading in seen or not (leaders or (len(heading) >= _SHORTEST_ENTRY and again)):
            break
        else:
            seen.add(heading)
            entries.add(i)
    return {head, *entries} if seen else set()


def _words(line: str) -> str:
    return _PAGE_RE.sub("", line)


def _runs_in(lines: Sequence[HeadLine], i: int, heading: str) -> bool:
    """Say whether a marked entry is said again as the run-in heading of a paragraph."""
    if not find_mark(heading):
        return False
    return any(line.packed.startswith(lines[i].packed) for line in lines[i + 1 :] if line.end > line.start)
