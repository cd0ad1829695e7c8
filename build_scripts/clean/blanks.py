"""Take away the blanks that a PDF sets between Han characters and digits; a blank between Latin words stays."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft, new_change
from build_scripts.rules.units import unit_pattern

_BLANKS_RE = re.compile(r"[^\S\n][^\S\n]*")
_BESIDE_RE = re.compile("[\u3400-\u9fff，、（(“]")
_YEAR_RE, _MONTH_OR_DAY_RE = re.compile("(?:19|20)[0-9]{2}"), re.compile("[0-9]{1,2}")


def fix_blank(draft: Draft, _: RawText) -> list[Change]:
    """Remove blanks but for one between Latin letters and digits: "2023 年" gives "2023年", "古 丈 县" "古丈县"."""
    text = draft.text
    spaced = list(_split_numbers(text))
    starts = [start for start, _ in spaced]
    changes = []
    for match in _BLANKS_RE.finditer(text):
        (start, end), blanks = match.span(), match[0]
        before, after = text[start - 1 : start], text[end : end + 1]
        # By now a tab parts cells; at the edge of a line it is a blank cell's.
        if "\t" in blanks and (not blanks.strip("\t") or (before.strip() and after.strip())):
            continue
        keep = ""
        if _is_latin(before) and _is_latin(after):
            at = bisect_right(starts, start) - 1
            keep = "" if at >= 0 and start < spaced[at][1] else " "
        if blanks != keep:
            changes.append(new_change("blank", start, end, keep))
    return changes


# A whole run of digit groups, never a part of one: whether a unit follows is asked once, at its end.
_GROUPS_RE = re.compile(r"[0-9](?<![0-9A-Za-z.\-][0-9])[0-9]*+(?:[.,]?[ ][0-9]++|[.,][0-9]++)++")


@cache
def _unit_behind_re() -> re.Pattern[str]:
    return re.compile(rf"[ ]?(?:[多余]?[百千万亿]|[多余]|{unit_pattern()}|[年月日])")


def _split_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of numbers that blanks break: 11 256户 as GB/T 15835 groups them, 4 3 2家 as a scan does.

    Chinese prose sets no two numbers side by side, and tables have their tabs by now. A unit must follow; a list mark
    or a table's number before a year (表1 2023年) is no part of it.
    """
    for match in _GROUPS_RE.finditer(text):
        behind = _unit_behind_re().match(text, match.end())
        if behind is None:
            continue
        before, after = _before(text, match.start()), behind[0].lstrip(" ")[0]
        number = match[0].replace(" ", "")
        if after == "年":
            whole = _YEAR_RE.fullmatch(number)
        elif after in ("月", "日"):
            whole = _MONTH_OR_DAY_RE.fullmatch(number)
        else:
            whole = _BESIDE_RE.fullmatch(before)
        if whole:
            yield match.span()


def _before(text: str, at: int) -> str:
    while at and text[at - 1] == " ":
        at -= 1
    return text[at - 1 : at] if at else ""


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
