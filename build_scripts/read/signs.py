"""Signs that a file holds and nobody sees: without width, control signs, blanks of many kinds."""

import re

# An editor leaves signs without width inside words and numbers.
_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_BLANKS = {ord(c): " " for c in "\u00a0\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"} | {
    0x2003: "\u3000"
}
_CONTROL_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HAN_RE = re.compile("[\u4e00-\u9fff]")


def plain_words(text: str) -> str:
    """Return ``text`` without signs that have no width, all blanks but tabs as plain or full-width ones."""
    return _CONTROL_RE.sub("", text.translate(_NO_WIDTH).translate(_BLANKS))


def has_han(text: str) -> bool:
    """Say whether a text has a Han character: no report is without."""
    return _HAN_RE.search(text) is not None
