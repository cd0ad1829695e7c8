"""Find the title among the lines above the body, over as many lines as it stands on, or before it on the same line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.head.head_lines import HeadLine
from build_scripts.models import NamedBy, Organ, Span
from build_scripts.rules.dates import YEAR
from build_scripts.rules.head_parts import (
    DOC_NUMBER_RE,
    SIGNER_RE,
    is_addressee,
    is_agency,
    is_title,
    is_title_end,
    title_end_pattern,
)
from build_scripts.rules.loading import any_of, load_words
from build_scripts.rules.organs import find_leading, is_organ, is_place, opens_with_place, split_names

_MOST_LINES = 6
# 工作报 + 告: a title may be wrapped inside its last word.
_SHORT_REST = 6
_LONGEST_LINE = 60
# A title that shares its line with the text: 平山县2023年法治政府建设情况报告 has 19 characters, few have 80.
_GLUED = range(10, 120)
_YEAR_ALONE_RE = re.compile(rf"(?:关于)?(?:(?:{YEAR})年度?)?(?<=.)")
_NO_TITLE_RE = re.compile("[,，。;；!！?？]|[:：](?!.{0,40}(?:报告|总结)$)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text without blanks and its lines, the first to the last."""

    lines: tuple[HeadLine, ...]

    @property
    def text(self) -> str:
        """The words without blanks or line breaks."""
        return "".join(line.packed for line in self.lines)

    @property
    def folded(self) -> str:
        """The words, widths folded."""
        return "".join(line.folded for line in self.lines)

    def organs(self) -> tuple[Organ, ...]:
        """Return the organs that the title opens with, those of a joint report one after the other."""
        found = find_leading(self.folded)
        if not found:
            return ()
        start, end = found
        offsets = [o for line in self.lines for o in line.offsets]
        named = split_names(
            self.folded[start:end], frozenset(c - start for c in self._cuts() if start < c < end)
        )
        organs = []
        for s, e in named:
            name = self.text[start + s : start + e]
            span = Span(offsets[start + s], offsets[start + e - 1] + 1)
            organs.append(Organ(name, NamedBy.TITLE, span))
        return tuple(organs)

    def _cuts(self) -> set[int]:
        cuts, at = set(), 0
        for line in self.lines:
            cuts |= {at, *(at + gap for gap in line.gaps)}
            at += len(line.packed)
        return cuts


def find_title(lines: Sequence[HeadLine]) -> tuple[int, int] | None:
    """Return the first and the last index of the last title among ``lines``, which all stand above the body.

    The last, because a portal or a running head says it before the document does.
    """
    last: tuple[int, int] | None = None
    for i, line in enumerate(lines):
        above = lines[i - 1].folded if i and len(line.folded) <= _SHORT_REST else ""
        if is_title_end(above + line.folded):
            first = _grow(lines, i)
            if _is_whole("".join(x.folded for x in lines[first : i + 1])):
                last = first, i
    return last


def _is_whole(text: str) -> bool:
    return is_title(text) and not _NO_TITLE_RE.search(text)


def _grow(lines: Sequence[HeadLine], i: int) -> int:
    """Return the first line of the title that ends with line ``i``."""
    text, first = lines[i].folded, i
    while first and i - first < _MOST_LINES - 1:
        above = lines[first - 1].folded
        if not _may_open(above, text, alone=is_agency(lines[first].folded)):
            break
        text, first = above + text, first - 1
    return first


def _may_open(above: str, text: str, *, alone: bool) -> bool:
    """Say whether the line ``above`` may belong to the title of which ``text`` is the rest.

    ``alone`` says that the first line of ``text`` is a name and nothing else.
    """
    if (text.startswith("的") and above[-1:] not in "。;:!?") or _YEAR_ALONE_RE.fullmatch(above):
        return True
    if DOC_NUMBER_RE.search(above) or SIGNER_RE.search(above) or above.endswith("文件") or is_title(above):
        return _is_cut_end(above, text)
    if above[-1:] in "。;:!?】]" or len(above) > _LONGEST_LINE or re.search(r"[>＞|:,，。]", above):
        return False
    if _names_across(above, text):
        return True
    if find_leading(text):
        return _joins_in(above, text, alone=alone)
    return is_agency(above) or not is_title(text) or above.endswith(("关于", "的", "年", "度", "关于印发"))


def _is_cut_end(above: str, text: str) -> bool:
    """Say whether ``text`` is the end of the title ``above``, which would be one without it: …情况 + 报告."""
    return is_title(above) and len(text) <= _SHORT_REST and not is_title(text) and is_title_end(above + text)


def _names_across(above: str, text: str) -> bool:
    """Say whether the name that opens a title only shows when two lines are read as one: 平山县 + 水利局2023年…."""
    whole = find_leading(above + text)
    if not whole or whole[0] >= len(above):
        return False
    own, name = find_leading(text), (above + text)[whole[0] : whole[1]]
    if own:
        return (
            whole[1] > len(above) and opens_with_place(name) and not opens_with_place(text[own[0] : own[1]])
        )
    return is_organ(name) or is_place(name)


def _joins_in(above: str, text: str, *, alone: bool) -> bool:
    """Say whether a name above a title with its own is of a joint issuer: 中共平山县委 above 平山县人民政府关于…

    So are two bureaus on lines of their own; a government does not report jointly with its bureau.
    """
    span = find_leading(text)
    own = text[span[0] : span[1]] if span and span[0] == 0 else ""
    if not own or above == own or not is_organ(above.rstrip("、和与")):
        return False
    party = above.startswith("中共") or own.startswith("中共")
    return party or above.endswith(("、", "和", "与")) or (alone and not above.endswith("政府"))


@cache
def _opening_re() -> re.Pattern[str]:
    words = any_of(
        (*load_words("head.yml", "body_openings"), *load_words("openings.yml", "paragraph_openings"))
    )
    return re.compile(rf"(?:{YEAR})年|[\u3400-\u9fff、,，]{{2,40}}:|{words}|[一(]")


@cache
def _end_re() -> re.Pattern[str]:
    return re.compile(title_end_pattern())


def find_glued(line: HeadLine) -> int | None:
    """Return where in the line the title ends that the text follows without a break, or ``None``.

    "平山县水利局2023年度法治政府建设情况报告2023年，我局…" is cut before the second 2023.
    """
    words = line.folded[: _GLUED.stop]
    if words.startswith(("现将", "现就")):
        return None
    for match in _end_re().finditer(words):
        end = match.end()
        title = words[:end]
        if _NO_TITLE_RE.search(title):
            return None
        opened = _opening_re().match(line.folded, end)
        strong = opened and (end in line.gaps or _sure(opened[0]))
        if strong and len(title) in _GLUED and is_title(title):
            return end
    return None


def _sure(opening: str) -> bool:
    """Say whether words open a text even without a blank before them: a year, 我局, 根据; not 对 or 组织."""
    return is_addressee(opening) if opening.endswith(":") else len(opening) > 1 or opening in "一("
