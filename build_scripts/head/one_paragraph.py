"""Where a report that stands in one paragraph has to be parted: before 一、 二、 三、 and behind their headings."""

import re

_HAN = "一二三四五六七八九十"
_OWN_LINE_RE = re.compile(r"(?:^|[\r\n\f\v\u0085\u2028\u2029])[^\S\r\n]*(?:[#*>]+[^\S\r\n]*)?一\s{0,3}、")
_MARK_RE = re.compile(rf"(?<=[。！？：:])[^\S\n]*(?P<mark>(?P<n>[{_HAN}]{{1,3}})[^\S\n]*、)")
# A heading is a phrase: right behind it the first mark of the next level, or a full stop.
_HEADING_RE = re.compile(
    r"(?P<words>[^。，；：:（(\n]{2,40})(?=[（(][^\S\n]*一[^\S\n]*[）)]|1[.．、](?![0-9]))"
)
_FEWEST = 2


def find_paragraph_breaks(raw: str) -> list[int]:
    """Return the offsets before which a line begins, none for a text whose 一、 stands at the head of a line.

    "…报告如下：一、主要举措（一）强化学习。…二、存在问题。…" is parted before 一、, （一） and 二、.
    """
    if _OWN_LINE_RE.search(raw):
        return []
    marks: list[re.Match[str]] = []
    for match in _MARK_RE.finditer(raw):
        if _number(match["n"]) == len(marks) + 1 and not (marks and raw[match.start() - 1] in "：:"):
            marks.append(match)
    if len(marks) < _FEWEST:
        return []
    breaks = []
    for mark in marks:
        heading = _HEADING_RE.match(raw, mark.end())
        breaks += [mark.start("mark"), *([heading.end()] if heading else [])]
    return breaks


def _number(written: str) -> int:
    """Return the value of 一 to 九十九, 0 for what is no number: 一二."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _HAN.index(written) + 1 if len(written) == 1 else 0
    first = _HAN.find(tens) + 1 if tens else 1
    last = _HAN.find(ones) + 1 if ones else 0
    return first * 10 + last
