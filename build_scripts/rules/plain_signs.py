"""Letters, digits and marks in their plain form, so that a rule need know each but once; and where each stood."""

import re
from collections.abc import Sequence

# What stands for a blank in the text of a web page.
BLANK_ENTITY = r"&(?:nbsp|ensp|emsp|thinsp|#160|#12288|#8194|#8195|#x3000|#xa0);?"
# Full-width signs and the wide blank; signs that take no place: zero-width blanks and joiners, the soft hyphen, marks.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HIDDEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SIGN_RE = re.compile(rf"&#(?P<decimal>[0-9]{{2,5}});|&#[xX](?P<hex>[0-9A-Fa-f]{{2,4}});|[{_HIDDEN}]")


def plain_form(text: str, start: int = 0) -> tuple[str, Sequence[int]]:
    """Return ``text`` with full-width signs made half-width, hidden ones left out, written-out codes as their sign.

    Beside it, the offset of each of its characters, and that of its end; that of the first of ``text`` is ``start``.

    >>> plain_form("１３\u200b&#57;")
    ('139', (0, 1, 3, 8))
    """
    found = list(_SIGN_RE.finditer(text))
    if not found:
        return text.translate(_NARROW), range(start, start + len(text) + 1)
    signs: list[str] = []
    origins: list[int] = []
    done = 0
    for match in found:
        sign = _sign(match)
        signs += [text[done : match.start()], sign]
        origins += [*range(done, match.start()), *[match.start()] * len(sign)]
        done = match.end()
    plain = "".join([*signs, text[done:]]).translate(_NARROW)
    return plain, tuple(start + at for at in (*origins, *range(done, len(text) + 1)))


def _sign(match: re.Match[str]) -> str:
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"] or "0", 16)
    return chr(code) if code else ""
