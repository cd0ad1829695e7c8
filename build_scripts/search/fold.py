"""How text and query are made alike before they are compared. ``docs/assets/search-fold.js`` does the same.

Widths and letter case are folded (NFKC), traditional and variant characters are their simplified ones, blanks and
control characters are dropped, and punctuation too unless it stands between two digits: 双随机、一公开 is 双随机一公开,
while 12·4 is not 124. There all brackets are one pair, and a comma that parts thousands is dropped. A text is folded
line by line and then put together: a line break is a blank. Both sides read ``tests/cases/search/fold.json``.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from build_scripts.rules.simplified import load_simplified

_OPENING, _CLOSING = "([{〔【〖《〈「『", ")]}〕】〗》〉」』"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")"))
# It begins with a class of characters, for which a text is searched ten times as fast as by what stands before it.
_THOUSANDS = re.compile(r"[0-9](?<![0-9]{2})[0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9])")
_RUN = re.compile(r"[\W_][\W_]*")
_DIGITS = frozenset("0123456789")
_HANGUL = range(0x1160, 0x1200)  # letters that join what stands before them
_HAN = slice(0x3400, 0xA000)
_TOGETHER = slice(0xAC00, 0xF900)  # Hangul syllables, halves of characters, characters of private use
_CODE = "utf-16-le"
_NONE, _SEVERAL, _JOINS = 0, 0xFFFE, 0xFFFF  # what a code unit becomes, where it is no other unit


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
    return _RUN.sub(_drop, _join_thousands(flatten(line).translate(_BRACKETS)))


def _join_thousands(flat: str) -> str:
    return _THOUSANDS.sub(lambda found: found[0].replace(",", ""), flat) if "," in flat else flat


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


def fold_lines(lines: Sequence[str]) -> str:
    """Return a whole text as it is indexed and searched: what reaches over a line break is found too.

    >>> fold_lines(["一、普法", "（一）普法宣传"])
    '一普法一普法宣传'
    """
    text = "\n".join(lines)
    codes = _codes(text)
    for code in {*codes[_become(codes) == _SEVERAL].tolist()}:
        text = text.replace(chr(code), flatten(chr(code)))
    units = _become(_codes(text))
    if "\n" in "".join(lines) or (units == _JOINS).any():  # what joins its neighbour is rare in reports
        return "".join(map(fold, lines))
    flat = _join_thousands(units[units != _NONE].tobytes().decode(_CODE))
    return _drop_all(np.frombuffer(flat.encode(_CODE), "<u2"))


def _drop_all(units: NDArray[np.uint16]) -> str:
    """Return a flat text, its lines joined, without runs of punctuation, but those between two digits of a line."""
    kept = _signs()[units]
    stops = np.flatnonzero(kept | (units == ord("\n")))
    digits = (units[stops] >= ord("0")) & (units[stops] <= ord("9"))
    between = digits[:-1] & digits[1:] & (np.diff(stops) > 1)
    for at in np.flatnonzero(between).tolist():
        kept[stops[at] : stops[at + 1]] = True
    return units[kept].tobytes().decode(_CODE)


@cache
def _signs() -> NDArray[np.bool_]:
    """Return of each code unit whether it is a letter or digit: what stays wherever it stands."""
    signs = np.ones(1 << 16, np.bool_)
    for found in _RUN.finditer("".join(map(chr, range(1 << 16)))):
        signs[found.start() : found.end()] = False
    return signs


def _codes(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode(_CODE, "surrogatepass"), "<u2")


def _become(codes: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return what each code unit alone becomes."""
    table, known = _table()
    # Asked once for each that occurs: for all that are no Han it would take a tenth of a second.
    for code in {*codes[~known[codes]].tolist()}:
        table[code], known[code] = _unit(code), True
    return table[codes]


@cache
def _table() -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """Return what code units become, and of which this is known: at first of what needs no look at each."""
    table, known = np.arange(1 << 16, dtype="<u2"), np.zeros(1 << 16, np.bool_)
    table[_TOGETHER] = _JOINS
    known[_TOGETHER] = known[_HAN] = True  # a Han character stays, unless it has a simplified one
    known[[ord(char) for char in load_simplified() if char <= "\uffff"]] = False
    return table, known


def _unit(code: int) -> int:
    """Return what a code unit becomes, brackets made one pair."""
    if code == ord("\n"):
        return code
    char = chr(code)
    pieces = unicodedata.normalize("NFKD", char)
    if any(unicodedata.category(piece)[0] in "MC" or ord(piece) in _HANGUL for piece in pieces):
        return _JOINS if unicodedata.category(char) != "Cc" else _NONE
    flat = flatten(char).translate(_BRACKETS)
    if not flat:
        return _NONE
    return ord(flat) if len(flat) == 1 and ord(flat) < _SEVERAL else _SEVERAL
