"""Tell what a portal puts round a page: 【字体：大 中 小】 打印本页, 登录 | 注册, 当前位置：首页 > …"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from build_scripts.rules.loading import Rule, load_rules
from build_scripts.rules.pattern_starts import find_starts, is_anchored
from build_scripts.rules.widths import is_han

FILE = "furniture.yml"
_MENU_WORD_RE = re.compile("[\u4e00-\u9fffA-Za-z]{0,6}")
_SEPARATORS = re.compile(r"[|｜/·>＞»\-—_,，、;；:：\[\]【】〖〗（）()*\s]*")


def blank_portal(packed: str, *, at_edge: bool) -> str:
    """Return ``packed`` with every piece of a portal's words turned into bars of the same length.

    ``at_edge`` says that the line stands above the body or below the last sentence, where more rules apply.
    """
    at_start, anywhere = _any_re(at_edge=at_edge)
    if not (at_start.match(packed) or anywhere.search(packed)):
        return packed
    rest = packed
    for rule in _rules(at_edge=at_edge):
        rest = rule.pattern.sub(lambda m: "|" * len(m[0]), rest)
    return rest


@cache
def _rules(*, at_edge: bool) -> tuple[Rule, ...]:
    return (*(load_rules(FILE, "portal_edges") if at_edge else ()), *load_rules(FILE, "portal"))


@cache
def _any_re(*, at_edge: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return all rules as two patterns, asked first, as hardly a line meets any: those from a line's start, and others.

    A search for the first kind would try every place of a line.
    """
    patterns = [rule.pattern.pattern for rule in _rules(at_edge=at_edge)]
    anchored = [pattern for pattern in patterns if is_anchored(pattern)]
    others = [pattern for pattern in patterns if not is_anchored(pattern)]
    return re.compile("|".join(anchored) or "(?!)"), re.compile("|".join(others) or "(?!)")


@cache
def _within_re() -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern.pattern for rule in load_rules(FILE, "portal")), re.MULTILINE)


def has_chrome(text: str) -> bool:
    """Say whether a text has any of the words that are a portal's wherever they stand."""
    starts = _start_re()
    if not starts:
        return _within_re().search(text) is not None
    # Tried only where one may begin: a quarter of the time of one search.
    return any(_within_re().match(text, m.start()) for m in starts.finditer(text))


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
