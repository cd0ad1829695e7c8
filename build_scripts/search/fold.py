"""How text and query are made alike before they are compared. ``docs/assets/search-fold.js`` does the same.

Widths and letter case are folded (NFKC), traditional and variant characters are their simplified ones, blanks and
control characters are dropped, and punctuation too unless it stands between two digits: 双随机、一公开 is 双随机一公开,
while 12·4 is not 124. There all brackets are one pair, and a comma that parts thousands is dropped. A text is folded
line by line and then put together: a line break is a blank. Both sides read ``tests/cases/search/fold.json``.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from build_scripts.rules.simplified import load_simplified

_OPENING, _CLOSING = "([{〔【〖《〈「『", ")]}〕】〗》〉」』"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")"))
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])")
_RUN = re.compile(r"[\W_]+")  # in a flat text: punctuation, symbols, and the accents that Unicode sets apart
_DIGITS = frozenset("0123456789")


class _Flat(dict[int, str]):
    """What each character becomes; asked once for each, then known."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = unicodedata.category(char)[0] in "LMNPS"
        self[code] = load_simplified().get(char, char.lower()) if kept else ""
        return self[code]


_FLAT = _Flat()


def flatten(text: str) -> str:
    """Return ``text`` with widths, case and variants folded and blanks dropped; punctuation stays.

    >>> flatten("共 ２６４ 項，Ａ类")
    '共264项,a类'
    """
    return unicodedata.normalize("NFKC", text).translate(_FLAT)


def fold(line: str) -> str:
    """Return one line as it is indexed and searched.

    >>> fold("新卫〔2024〕18号：1,116 宗、5.5%")
    '新卫2024)18号1116宗5.5'
    """
    flat = flatten(line).translate(_BRACKETS)
    if "," in flat:
        flat = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), flat)
    return _RUN.sub(_drop, flat)


def _drop(found: re.Match[str]) -> str:
    """Return what stays of a run of punctuation: all of it between two digits, else only marks above letters."""
    start, end = found.span()
    line = found.string
    accents = _accents(found[0])
    between = start > 0 and end < len(line) and line[start - 1] in _DIGITS and line[end] in _DIGITS
    return found[0] if between and not accents else accents


@lru_cache(4096)
def _accents(run: str) -> str:
    return "".join(char for char in run if unicodedata.category(char)[0] == "M")


def fold_lines(lines: Iterable[str]) -> str:
    """Return a whole text as it is indexed and searched: what reaches over a line break is found too.

    >>> fold_lines(["一、普法", "（一）普法宣传"])
    '一普法一普法宣传'
    """
    return "".join(map(fold, lines))
