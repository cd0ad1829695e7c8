"""Read the information box: 索引号, 发布机构, 文号 … as a table, in brackets, with bullets, on lines of their own.

A line is one of a box when it opens with a label, and every label's value has the form that its values have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.head.head_lines import HeadLine
from build_scripts.head.portal import blank_portal, is_empty
from build_scripts.models import BoxEntry, BoxField, Span
from build_scripts.rules.box_labels import Label, is_nothing, label_re, load_labels
from build_scripts.rules.dates import DATE_LINE_RE, DATE_RE
from build_scripts.rules.head_parts import DOC_NUMBER_RE, is_agency, is_title_end

_BEFORE, _AFTER = "|[【〖『「(;,*-•", "|]】〗』」)"
_UNKNOWN_LABEL_RE = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
# 2024-02-28 15:36 来源：某县司法局
_DATED_RE = re.compile(
    rf"(?:发布于|发表于|更新于)?{DATE_RE.pattern}(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?"
)
# 来源：群众举报12件 gives a figure of the report.
_FIGURE_RE = re.compile(r"[0-9](?![年月日号])[\u3400-\u9fff]")
# Of letters, digits and marks, as an index number is: pbxxhx/2026-00001.
_CODE_RE = re.compile("[0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)+")
_RULE_RE = re.compile(r"[|:\-\s]+")
_STRONG = frozenset(
    {BoxField.INDEX_NUMBER, BoxField.AGENCY, BoxField.DOC_NUMBER, BoxField.ISSUED_ON, BoxField.PUBLISHED_ON}
)
# A box has some ten rows; a longer table is one of figures.
_MOST_ROWS, _FEWEST_LABELS = 16, 2
_LONGEST_LONE = 40


@dataclass(frozen=True, slots=True)
class Read:
    """What lines say as a box: their number, the entries, and the label that waits for a value, if one does.

    ``portal`` says that a portal's own line has them: 来源, 浏览次数.
    """

    lines: int
    entries: tuple[BoxEntry, ...]
    waiting: Label | None = None
    portal: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    label: Label
    start: int
    end: int
    colon: bool


def find_line(line: HeadLine, *, in_box: bool = False) -> Read | None:
    """Return what one line says as a line of a box, or ``None`` where it is none.

    "索引号：ABC/2024-0012 发布机构：平山县水利局" gives two entries. ``in_box`` says that the line right above is of
    a box: then any label counts that stands for itself.
    """
    # Taking the portal's words out of a line of prose took half the time of the head.
    if not label_re().search(line.folded):
        return None
    rest = blank_portal(line.folded, at_edge=True)
    found = list(_labels(line, rest, in_box=in_box))
    if not found or not is_empty(_DATED_RE.sub("", rest[: found[0].start])):
        return None
    untils = [*(f.start for f in found[1:]), len(rest)]
    values = [_value(line, rest, this, until) for this, until in zip(found, untils, strict=True)]
    fits = [this.label.fits(folded) for this, (_, folded) in zip(found, values, strict=True)]
    if not all(fits) and not _is_sure(found, values, fits):
        return None
    entries = [
        _entry(line, this, written if fit else "")
        for this, (written, _), fit in zip(found, values, fits, strict=True)
    ]
    last = found[-1]
    lone = last.colon or in_box or (len(found) == 1 and BoxField(last.label.field) in _STRONG)
    if not (lone or any(e.value for e in entries)):
        return None
    waiting = last.label if lone and is_empty(line.folded[last.end :]) else None
    return Read(1, tuple(entries), waiting, portal=any(f.label.portal for f in found))


def _is_sure(found: Sequence[_Found], values: Sequence[tuple[str, str]], fits: Sequence[bool]) -> bool:
    """Say whether a line is one of a box although a value lacks its form: another label of weight has one that fits."""
    known = any(
        fit and value and BoxField(this.label.field) in _STRONG
        for this, (_, value), fit in zip(found, values, fits, strict=True)
    )
    return known and not any(_FIGURE_RE.search(value) or "。" in value for _, value in values)


def find_table(lines: Sequence[HeadLine]) -> Read | None:
    """Return what the rows at the head of ``lines`` say as a box, or ``None`` where they are another table.

    Two labels with values at least, one of them of those that say something of the report. A head of labels alone
    above one row of values is a box too; a table of documents, with 发布日期 as one of its columns, is none.
    """
    rows = []
    for line in lines[: _MOST_ROWS + 1]:
        if not line.row:
            break
        rows.append(line)
    if not 1 <= len(rows) <= _MOST_ROWS:
        return None
    told = [line for line in rows if not _RULE_RE.fullmatch(line.folded)]
    entries = [e for line in told for e in _pairs(line)]
    entries = entries if _is_box(entries) else _columns(told)
    return Read(len(rows), tuple(entries)) if _is_box(entries) else None


def find_value(label: Label, line: HeadLine) -> BoxEntry | None:
    """Return the entry that a line below a lone label gives it, or ``None`` where it is no such value."""
    words = line.folded
    if len(words) > _LONGEST_LONE or line.mark or line.row or not label.fits(words):
        return None
    plain = not re.search("[。:;]", words)
    fits = {
        "date": True,
        "number": plain and not DATE_LINE_RE.fullmatch(words) and not is_title_end(words),
        "organ": plain and "," not in words and not is_title_end(words),
        "count": True,
    }.get(label.value, plain and "," not in words and not _is_document(words))
    if not fits:
        return None
    return BoxEntry(BoxField(label.field), line.packed, line.span)


def _is_document(words: str) -> bool:
    named = is_agency(words) or words.endswith("文件") or is_title_end(words)
    return bool(named or DOC_NUMBER_RE.search(words) or DATE_LINE_RE.fullmatch(words))


def _is_box(entries: Sequence[BoxEntry]) -> bool:
    filled = [e for e in entries if e.value]
    labels = {e.span for e in entries}
    return len(labels) >= _FEWEST_LABELS and any(e.field in _STRONG for e in filled)


def _labels(line: HeadLine, rest: str, *, in_box: bool) -> list[_Found]:
    found: list[_Found] = []
    for match in label_re().finditer(rest):
        label = load_labels()[match[0]]
        start, end = match.span()
        closed = rest[end : end + 1] in tuple("]】〗』」)")
        colon = rest[end + closed : end + closed + 1] == ":"
        opened = start == 0 or rest[start - 1] in _BEFORE or start in line.gaps
        counted = label.value == "count" and rest[end : end + 1].isdigit()
        bounded = end == len(rest) or rest[end] in _AFTER or end in line.gaps or counted
        framed = closed and rest[start - 1 : start] in tuple("[【〖『「(")
        glued = opened and not found and _is_glued(label, rest[end:])
        if (
            glued
            or (colon and (opened or found))
            or framed
            or (opened and bounded and (in_box or not label.weak))
        ):
            found.append(_Found(label, start, end + closed + colon, colon or framed))
    return found


def _is_glued(label: Label, words: str) -> bool:
    """Say whether all that follows a label without a mark is its value: 发布机构平山县水利局, 发布日期2024-02-28."""
    if BoxField(label.field) not in _STRONG:
        return False
    return bool(
        (label.value == "organ" and is_agency(words))
        or (label.value == "date" and DATE_LINE_RE.fullmatch(words))
        or (label.value == "number" and (_CODE_RE.fullmatch(words) or DOC_NUMBER_RE.fullmatch(words)))
    )


def _value(line: HeadLine, rest: str, this: _Found, until: int) -> tuple[str, str]:
    """Return a label's value as written and with widths folded, up to the next label, known or not."""
    start = this.end
    while start < until and rest[start] in "|[【〖『「 :":
        start += 1
    end = until
    bar = rest.find("|", start, until)
    end = bar if bar >= 0 else end
    for gap in sorted(g for g in line.gaps if start < g < end):
        if _UNKNOWN_LABEL_RE.match(rest, gap):
            end = gap
            break
    while end > start and (rest[end - 1] in "|[【〖『「*;,-•" or _closes(rest[start:end])):
        end -= 1
    return line.packed[start:end], rest[start:end]


def _closes(value: str) -> bool:
    """Say whether a value ends with the bracket that its label opened: 【来源：某县司法局】."""
    return any(
        value.endswith(end) and open_ not in value
        for open_, end in ("【】", "[]", "()", "〖〗", "『』", "「」")
    )


def _entry(line: HeadLine, this: _Found, value: str) -> BoxEntry:
    written = "" if is_nothing(value) else value
    span = Span(line.offsets[this.start], line.offsets[this.end - 1] + 1)
    return BoxEntry(BoxField(this.label.field), written, span)


def _cells(line: HeadLine) -> list[tuple[int, str]]:
    cells, at = [], 0
    for words in line.folded.split("|"):
        cells.append((at, words))
        at += len(words) + 1
    return cells


def _label_of(words: str) -> Label | None:
    return load_labels().get(words.strip(":【】[]*"))


def _pairs(line: HeadLine) -> list[BoxEntry]:
    """Return the entries of a row in which labels and values take turns; a label may have no value."""
    cells = [(at, words) for at, words in _cells(line) if words]
    entries = []
    for (at, words), (after, value) in zip(cells, [*cells[1:], (0, "")], strict=True):
        label = _label_of(words)
        if label:
            filled = not _label_of(value) and label.fits(value)
            written = line.packed[after : after + len(value)] if filled and not is_nothing(value) else ""
            span = Span(line.offsets[at], line.offsets[at + len(words) - 1] + 1)
            entries.append(BoxEntry(BoxField(label.field), written, span))
    return entries


def _columns(rows: Sequence[HeadLine]) -> list[BoxEntry]:
    """Return the entries of a table of two rows: labels alone, and a value below each."""
    if len(rows) != 2:  # noqa: PLR2004 - a head and a row
        return []
    head, below = (_cells(line) for line in rows)
    labels = [_label_of(words) for _, words in head]
    if len(head) != len(below) or any(
        words and not label for (_, words), label in zip(head, labels, strict=True)
    ):
        return []
    entries = []
    for (at, words), (start, value), label in zip(head, below, labels, strict=True):
        if label and label.fits(value):
            span = Span(rows[0].offsets[at], rows[0].offsets[at + len(words) - 1] + 1)
            entries.append(BoxEntry(BoxField(label.field), rows[1].packed[start : start + len(value)], span))
    return entries
