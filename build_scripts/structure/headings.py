"""Tell headings from list items and prose, among the body lines.

A mark at a line's head is not enough: 1. may number a heading, a paragraph or a list item. What decides is whether
the words are a phrase, and whether prose of their own follows, on the next line or after the phrase's full stop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_scripts.models import Block, BlockKind, CleanText, Section, Span
from build_scripts.rules.marks import Mark, find_decimal, find_mark

_LONGEST = {1: 80, 2: 60}
_LONGEST_DEEP = 50
_LONGEST_RUN_IN = 50
_SHORT = 30
_MAIN_LEVELS = 2
_STOP_RE = re.compile("[。！？；]")
_ANNEX_RE = re.compile(r"附件\s*[:：]\s*(?P<first>[1１]\s*[.．、].*)?$")
_LONE_RE = re.compile(r"[\u4e00-\u9fff“”A-Za-z]{2,20}")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    words: str
    mark: Mark | None
    weighted: bool


def find_headings(clean: CleanText, blocks: Sequence[Block]) -> tuple[tuple[Section, ...], tuple[Span, ...]]:
    """Return the headings, and the spans of the body paragraphs; what follows a run-in heading is a paragraph."""
    spans = [b.span for b in blocks if b.kind is BlockKind.PARAGRAPH]
    weighted = _weighted_lines(clean) | _lone_lines(clean.text, spans)
    lines = [_Line(s, s.of(clean.text), _mark(s.of(clean.text)), s.start in weighted) for s in spans]
    sections: list[Section] = []
    bodies: list[Span] = []
    below = 1  # the level of a heading without a mark, by the last one with a mark
    named = _names_of_annexes(lines)
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) else None
        section = None
        if i not in named:
            section = _own_line(line, after) or _run_in(line) or _unmarked(line, after, below)
        if section:
            sections.append(section)
            below = min(section.level + 1, 5) if section.marker else below
        start = section.span.end if section else line.span.start
        if start < line.span.end:
            bodies.append(Span(start, line.span.end))
    return tuple(sections), tuple(bodies)


def _names_of_annexes(lines: Sequence[_Line]) -> set[int]:
    """Return the lines that name annexes, counted from 1 (GB/T 9704-2012, 7.3.4): 附件：1.统计表 / 2.人员名单."""
    named: set[int] = set()
    for i, line in enumerate(lines):
        first = _ANNEX_RE.match(line.words)
        if not first:
            continue
        opens = 2 if first["first"] else 1
        last = i
        for number, line_below in enumerate(lines[i + 1 :], opens):
            mark = line_below.mark
            if not mark or mark.level <= _MAIN_LEVELS or mark.number != number:
                break
            if _STOP_RE.search(line_below.words):
                break
            last += 1
        # 附件：/ 1.检查情况 / 全年检查5次。 is an annex itself, and that a heading in it.
        if opens > 1 or last > i + 1 or last == len(lines) - 1:
            named.update(range(i + 1, last + 1))
    return named


def _mark(words: str) -> Mark | None:
    return find_mark(words) or find_decimal(words)


def _weighted_lines(clean: CleanText) -> set[int]:
    """Return the clean offsets of lines that were headings in Markdown."""
    marks = [r for r in clean.removed if r.rule == "markdown-mark"]
    if not marks:
        return set()
    starts_bold = {r.span.start for r in marks if r.text == "**"}
    line_ends = {clean.origins[m.start() - 1] + 1 for m in re.finditer("\n|$", clean.text) if m.start()}
    bold = {r.span.end for r in marks if r.text == "**"} if starts_bold & line_ends else set()
    ends = {r.span.end for r in marks if r.text.startswith("#")} | bold
    starts = [0, *(m.end() for m in re.finditer("\n", clean.text))]
    return {s for s in starts if s < len(clean.origins) and clean.origins[s] in ends}


def _lone_lines(text: str, spans: Sequence[Span]) -> set[int]:
    """Return where short lines of plain words stand above a longer one, if the report has two or more of them."""
    # A long line is no plain word: its length is asked before its words.
    lone = {
        a.start
        for a, b in pairwise(spans)
        if b.end - b.start > _SHORT >= a.end - a.start and _LONE_RE.fullmatch(a.of(text))
    }
    return lone if len(lone) > 1 else set()


def _own_line(line: _Line, after: _Line | None) -> Section | None:
    """Return the heading that fills its line."""
    mark = line.mark
    if not mark or not _is_phrase(line.words[mark.end :], _LONGEST.get(mark.level, _LONGEST_DEEP)):
        return None
    if mark.level == 1 or line.weighted or _has_body(mark, after):
        return _section(line, mark, line.span.end)
    bare = not line.words.endswith("。") and len(line.words) <= _SHORT
    return _section(line, mark, line.span.end) if bare else None


def _is_phrase(words: str, longest: int) -> bool:
    inside = words.rstrip("。：:")
    return 0 < len(inside) <= longest and not _STOP_RE.search(inside) and inside[-1] not in "，、；"


def _has_body(mark: Mark, after: _Line | None) -> bool:
    """Say whether the next line belongs under the heading: prose, or a deeper mark."""
    if after is None:
        return False
    return after.mark is None or after.mark.level > mark.level


def _run_in(line: _Line) -> Section | None:
    """Return the heading that opens its own paragraph. Deeper ones stay in their paragraph."""
    mark = line.mark
    if not mark or mark.level > _MAIN_LEVELS:
        return None
    stop = line.words.find("。")
    phrase = line.words[mark.end : stop]
    if stop < 0 or stop + 1 >= len(line.words) or not _is_phrase(phrase, _LONGEST_RUN_IN):
        return None
    if _lists_on(line.words[stop:], mark):
        return None
    return _section(line, mark, line.span.start + stop + 1)


def _lists_on(rest: str, mark: Mark) -> bool:
    """Say whether the next mark of the same kind follows in the same paragraph: （一）…（二）…"""
    marks = (find_mark(rest[m.end() :]) for m in re.finditer(r"[。；]", rest))
    return any(m and m.level == mark.level and m.number == mark.number + 1 for m in marks)


def _unmarked(line: _Line, after: _Line | None, level: int) -> Section | None:
    """Return the heading that Markdown or its shape marks as one; its level goes by its place."""
    if line.mark or not line.weighted or after is None or len(line.words) > _SHORT:
        return None
    return Section(level=level, marker=None, heading=line.words.rstrip("。"), span=line.span)


def _section(line: _Line, mark: Mark, end: int) -> Section:
    words = line.words[mark.end : end - line.span.start]
    return Section(
        level=mark.level, marker=mark.text, heading=words.rstrip("。"), span=Span(line.span.start, end)
    )
