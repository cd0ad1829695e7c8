"""Find the title among the first lines of a report, over as many lines as it stands on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.clean.lines import Line
from build_scripts.rules.head import (
    DOC_NUMBER_RE,
    SIGNER_RE,
    is_agency,
    is_title,
    is_title_end,
    leading_agency,
)

_MOST_LINES = 5
# 工作报 + 告: a title may be wrapped inside its last word.
_SHORT_REST = 6
_SHORTEST_PROSE, _LONGEST_LINE, _MAIN_LEVELS = 30, 60, 2


@dataclass(frozen=True, slots=True)
class Title:
    """A title without blanks, and the first and last line it stands on."""

    text: str
    first: int
    last: int


def find_title(lines: Sequence[Line]) -> Title | None:
    """Return the last title that stands before the body, or ``None``.

    The last, because a portal or a running head says it before the document does.
    """
    last: Title | None = None
    for i in range(body_start(lines)):
        above = _plain(lines[i - 1]) if i and len(lines[i].packed) <= _SHORT_REST else ""
        if is_title_end(above + _plain(lines[i])):
            title = _grow(lines, i)
            if title and is_title(title.text):
                last = title
    return last


def body_start(lines: Sequence[Line]) -> int:
    """Return the index of the first line of body text or of the first heading with a mark."""
    for i, line in enumerate(lines):
        prose = "，" in line.packed and line.width > _SHORTEST_PROSE and not line.weight
        if (line.mark and line.mark.level <= _MAIN_LEVELS) or line.packed.endswith("。") or prose:
            return i
    return len(lines)


def _plain(line: Line) -> str:
    return re.sub(r"^#+|\*\*", "", line.packed)


def _grow(lines: Sequence[Line], i: int) -> Title | None:
    text, first = _plain(lines[i]), i
    while first and i - first < _MOST_LINES - 1 and not leading_agency(text):
        above = _plain(lines[first - 1])
        if not _may_open(above, text):
            break
        text, first = above + text, first - 1
    return Title(text, first, i)


def _may_open(above: str, text: str) -> bool:
    """Say whether the line ``above`` may belong to the title of which ``text`` is the rest."""
    if DOC_NUMBER_RE.search(above) or SIGNER_RE.search(above) or above.endswith("文件") or is_title(above):
        return False
    if above[-1:] in "。；：:;！？】]" or len(above) > _LONGEST_LINE or re.search(r"[>＞|｜]|[：:]", above):
        return False
    return is_agency(above) or not is_title(text) or above.endswith(("关于", "的", "年", "度", "关于印发"))
