"""What cleaning did to the text, for a reader: pieces removed, pieces moved, how often blanks and lines were set."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter

from build_scripts.models import Report
from build_scripts.render.labels import RULES, word

_SHOWN = 60
_place = itemgetter(1)
_LINE_END_RE = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that was removed or moved: by which rule, on which page, and its words (cut when long).

    ``count`` is how often the same words were, told once at the first place: the lines of a table are many.
    """

    rule: str
    page: int
    text: str
    link: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Cleaning:
    """All changes of one report. ``counts`` is for the small ones: how often each fix was made."""

    removed: tuple[Change, ...]
    moved: tuple[Change, ...]
    counts: tuple[tuple[str, int], ...]


def cleaning_of(report: Report) -> Cleaning:
    """Return what cleaning did to ``report``, in the order of the raw file."""
    raw = report.clean.raw
    removed = [(r.rule, r.span.start, r.text) for r in report.clean.removed if r.text.strip()]
    moved = [(e.fix, e.span.start, e.span.of(raw.text)) for e in report.clean.edits if e.to is not None]
    moved = [item for item in moved if item[2].strip()]
    small = Counter(e.fix for e in report.clean.edits if e.to is None and not e.span.of(raw.text).strip())

    ends = [match.end() for match in _LINE_END_RE.finditer(raw.text)]

    def change(rule: str, start: int, text: str) -> Change:
        line = bisect_right(ends, start) + 1
        words = " ".join(text.split())
        cut = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…（共 {len(words)} 字）"
        return Change(word(RULES, rule), raw.page_of(start), cut, f"original/#L{line}")

    alike = Counter((rule, text) for rule, _, text in removed)
    first = {
        (rule, text): (rule, start, text) for rule, start, text in sorted(removed, key=_place, reverse=True)
    }
    return Cleaning(
        removed=tuple(
            replace(change(*item), count=alike[item[0], item[2]])
            for item in sorted(first.values(), key=_place)
        ),
        moved=tuple(change(*item) for item in sorted(moved, key=_place)),
        counts=tuple((word(RULES, fix), count) for fix, count in sorted(small.items())),
    )
