"""Tell what a portal puts round a page: 【字体：大 中 小】 打印本页, 登录 | 注册, 当前位置：首页 > …"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from build_scripts.rules.loading import Rule, load_rules
from build_scripts.rules.pattern_starts import (
    begun_pattern,
    find_needed,
    find_starts,
    is_anchored,
    split_alternatives,
)
from build_scripts.rules.widths import is_han

FILE = "furniture.yml"
_MENU_WORD_RE = re.compile("[\u4e00-\u9fffA-Za-z]{0,6}")
_SEPARATORS = re.compile(r"[|｜/·>＞»\-—_,，、;；:：\[\]【】〖〗（）()*\s]*")


def blank_portal(packed: str, *, at_edge: bool) -> str:
    """Return ``packed`` with every piece of a portal's words turned into bars of the same length.

    ``at_edge`` says that the line stands above the body or below the last sentence, where more rules apply.
    """
    if not _any(at_edge=at_edge).is_in(packed):
        return packed
    rest = packed
    for rule in _rules(at_edge=at_edge):
        rest = rule.pattern.sub(lambda m: "|" * len(m[0]), rest)
    return rest


@cache
def _rules(*, at_edge: bool) -> tuple[Rule, ...]:
    return (*(load_rules(FILE, "portal_edges") if at_edge else ()), *load_rules(FILE, "portal"))


@dataclass(frozen=True, slots=True)
class _Any:
    """All rules as three patterns, asked first, as hardly a line meets any.

    A search would try them all at every place of a line: those of ``at_start`` can match at its start alone, those of
    ``begun`` begin with few characters, and ``others`` are in no line without one that is ``needed``.
    """

    at_start: re.Pattern[str]
    begun: re.Pattern[str]
    needed: re.Pattern[str]
    others: re.Pattern[str]

    def is_in(self, packed: str) -> bool:
        """Say whether a rule finds anything in a line."""
        if self.at_start.match(packed) or self.begun.search(packed):
            return True
        return bool(self.needed.search(packed) and self.others.search(packed))


@cache
def _any(*, at_edge: bool) -> _Any:
    every = [one for r in _rules(at_edge=at_edge) for one in split_alternatives(r.pattern.pattern)]
    starts = {one: find_starts(one) or frozenset() for one in every}
    at_start = [one for one in every if is_anchored(one)]
    begun = [one for one in every if starts[one] and one not in at_start]
    others = [one for one in every if not starts[one] and one not in at_start]
    needed = [find_needed(one) for one in others]
    chars = "".join(sorted(frozenset().union(*needed)))
    firsts = frozenset().union(*(starts[one] for one in begun))
    return _Any(
        at_start=re.compile("|".join(at_start) or "(?!)"),
        begun=re.compile(begun_pattern(f"(?:{'|'.join(begun)})", firsts)),
        needed=re.compile(f"[{re.escape(chars)}]" if all(needed) and chars else ""),
        others=re.compile("|".join(others) or "(?!)"),
    )


@cache
def _within_re() -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern.pattern for rule in load_rules(FILE, "portal")), re.MULTILINE)


def has_chrome(text: str) -> bool:
    """Say whether a text has any of the words that are a portal's wherever they stand."""
    return _within_begun_re().search(text) is not None


@cache
def _within_begun_re() -> re.Pattern[str]:
    within, starts = _within_re().pattern, find_starts(_within_re().pattern)
    return re.compile(begun_pattern(f"(?:{within})", starts) if starts else within, re.MULTILINE)


@cache
def _start_re() -> re.Pattern[str] | None:
    """Return the pattern of the characters with which a portal's words begin, ``None`` where it may be any."""
    starts = find_starts(_within_re().pattern)
    return re.compile("[" + re.escape("".join(sorted(starts))) + "]") if starts else None


def may_be_chrome(text: str, at: int) -> bool:
    """Say whether a line that opens with the character at ``at`` may be a portal's; its blanks stand before it."""
    starts = _start_re()
    return starts is None or not is_han(text[at]) or starts.match(text, at) is not None


def is_empty(packed: str) -> bool:
    """Say whether nothing is left of a line but what parts its pieces."""
    return _SEPARATORS.fullmatch(packed) is not None


def is_menu_line(packed: str, gaps: Iterable[int]) -> bool:
    """Say whether a line is a menu: pieces parted by blanks and bars, one a portal's word, all others short words.

    >>> is_menu_line("登录|个人中心", ())
    True
    """
    rest = blank_portal(packed, at_edge=True) if "|" in packed else packed
    if rest == packed:
        return False
    cuts = [0, *sorted(gaps), len(rest)]
    pieces = [piece for start, end in pairwise(cuts) for piece in rest[start:end].split("|")]
    return all(_MENU_WORD_RE.fullmatch(piece) for piece in pieces)


def is_portal_chrome(packed: str, *, at_edge: bool) -> bool:
    """Say whether nothing is left of a line, blanks taken out, once every piece of chrome is taken out of it.

    >>> is_portal_chrome("【字体：大中小】打印本页", at_edge=False)
    True
    """
    # In the body a line that does not open with a button is none: told of nearly all by one look at its head.
    if not at_edge and not _opens_with_button(packed):
        return False
    rest = blank_portal(packed, at_edge=at_edge)
    return rest != packed and is_empty(rest)


def _opens_with_button(packed: str) -> bool:
    first = _SEPARATORS.match(packed)
    return any(_within_re().match(packed, at) for at in range(first.end() + 1 if first else 0))
