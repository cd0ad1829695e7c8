"""How text and query are made alike before they are compared. ``docs/assets/search-fold.js`` does the same.

Widths and letter case are folded (NFKC), blanks and control characters dropped, and punctuation too unless it stands
between two digits: 双随机、一公开 is 双随机一公开, while 12·4 is not 124. There all brackets are one pair, and a comma
that parts thousands is dropped. Both sides read the cases in ``tests/cases/search/fold.json``.
"""

import re
import unicodedata
from functools import cache

_OPENING, _CLOSING = "([{〔【〖《〈「『", ")]}〕】〗》〉」』"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")"))
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])")
_KEPT, _MARK, _DROPPED = "w", "p", ""


def flatten(text: str) -> str:
    """Return ``text`` with widths and case folded and blanks dropped; punctuation stays.

    >>> flatten("共 ２６４ 项，Ａ类")
    '共264项,a类'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char.lower() for char in folded if _kind(char))


def fold(text: str) -> str:
    """Return ``text`` as it is indexed and searched.

    >>> fold("新卫〔2024〕18号：1,116 宗、5.5%")
    '新卫2024)18号1116宗5.5'
    """
    flat = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), flatten(text).translate(_BRACKETS))
    return "".join(_without_marks(flat))


def _without_marks(flat: str) -> list[str]:
    """Return the characters of ``flat`` but for runs of punctuation that do not stand between two digits."""
    out: list[str] = []
    start = 0  # of the run of punctuation that is being read
    for at, char in enumerate(flat):
        if _kind(char) == _MARK:
            continue
        if start < at and start and _is_digit(char) and _is_digit(flat[start - 1]):
            out.append(flat[start:at])
        out.append(char)
        start = at + 1
    return out


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


@cache
def _kind(char: str) -> str:
    kind = unicodedata.category(char)[0]
    return _KEPT if kind in "LMN" else _MARK if kind in "PS" else _DROPPED
