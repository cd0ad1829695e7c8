"""Find the mark by which a document says that it is not for the public: 机密★1年, 内部资料, 公开属性：不予公开."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from build_scripts.models import Span
from build_scripts.rules.loading import Rule, load_rules, load_yaml
from build_scripts.rules.numerals import fold_width

FILE = "secrecy.yml"
# Lines above the text and at its end, and characters that hold these.
_HEAD_LINES, _HEAD_REACH, _TAIL_LINES, _TAIL_REACH = 30, 4000, 12, 800
# Characters. No mark is longer than the first, and no box of particulars on one line than the second; a longer line
# with a full stop than the last is prose.
_LONGEST, _LONGEST_BOX, _LONGEST_HEAD = 40, 200, 60
# A line with none of these is no mark.
_ANY_RE = re.compile("[密内公传网管收定]")
_BOX_RE = re.compile("[:：]")
_LINE_RE = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of secrecy: where its line stands, and what it says in words."""

    span: Span
    means: str


def find_marks(text: str) -> list[Mark]:
    """Return the marks in the first and last lines of a raw text. What a sentence says of secrets is none."""
    tail = _LINE_RE.finditer(text, max(0, len(text) - _TAIL_REACH))
    found = [
        *_marks(_head_lines(text), load_rules(FILE, "marks")),
        *_marks([*tail][-_TAIL_LINES:], _at_edges()),
    ]
    return sorted({mark.span: mark for mark in found}.values(), key=lambda mark: mark.span)


def _head_lines(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines above the first sentence."""
    for count, line in enumerate(_LINE_RE.finditer(text, 0, _HEAD_REACH)):
        if count == _HEAD_LINES or ("。" in line[0] and len(line[0]) > _LONGEST_HEAD):
            return
        yield line


def _marks(lines: Iterable[re.Match[str]], rules: tuple[Rule, ...]) -> Iterator[Mark]:
    for line in lines:
        size = line.end() - line.start()
        if (
            size > _LONGEST_BOX
            or (size > _LONGEST and not _BOX_RE.search(line[0]))
            or not _ANY_RE.search(line[0])
        ):
            continue
        packed = "".join(fold_width(line[0]).split()).strip("#>*-|")
        for rule in rules:
            if rule.pattern.search(packed):
                yield Mark(Span(*line.span()), rule.means)
                break


@cache
def _at_edges() -> tuple[Rule, ...]:
    """Return the rules that are tried at the end of a text, too."""
    entries = load_yaml(FILE)["marks"]
    known = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    rules = zip(load_rules(FILE, "marks"), known, strict=True)
    return tuple(rule for rule, entry in rules if entry.get("edges") is True)
