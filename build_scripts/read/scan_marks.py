"""Marks that recognition reads in another width than the page has them: brackets, commas, dashes, quotation marks.

Character recognition tells ， from , by a dot or two. Beside Han characters the wide mark is the one that is printed,
by GB/T 15834; within numbers, Latin words and addresses nothing is touched.
"""

import re

_HAN = "\u3400-\u9fff"
_WIDE = str.maketrans(",;:!?", "，；：！？")
# Beside a Han character, a closing mark or a bracket on the left, and no digit on the right: 1,203 and 12:30 stay.
_MARK_RE = re.compile(rf"(?<=[{_HAN}”’）》〕%0-9])[,;:!?](?![0-9A-Za-z/])|(?<=[{_HAN}])[,;:!?]")
_OPENING_RE = re.compile(rf"\((?=[{_HAN}0-9“《])|(?<=[{_HAN}])\(")
_CLOSING_RE = re.compile(rf"(?<=[{_HAN}0-9%”》])\)|\)(?=[{_HAN}])")
_NUMBER_RE = re.compile(r"[〔\[［(（【](?P<year>(?:19|20)[0-9]{2})[〕\]］)）】](?=第?[0-9]{1,4}号)")
_PAGE_RE = re.compile(r"\s*[-—–－―─一_~·.]{1,2}\s*(?P<number>[0-9]{1,3})\s*[-—–－―─一_~·.]{1,2}\s*")
_QUOTED_RE = re.compile(r'"([^"]{1,40})"')


def as_printed(line: str) -> str:
    """Return a recognised line with its marks as wide as a Chinese page has them.

    >>> as_printed("(一)开展检查12次,罚款1,203元;"), as_printed("新卫〔2024]18号"), as_printed("-8一")
    ('（一）开展检查12次，罚款1,203元；', '新卫〔2024〕18号', '—8—')
    """
    page = _PAGE_RE.fullmatch(line)
    if page:
        return f"—{page['number']}—"
    line = _NUMBER_RE.sub(lambda match: f"〔{match['year']}〕", line)
    line = _OPENING_RE.sub("（", _CLOSING_RE.sub("）", line))
    line = _QUOTED_RE.sub("“\\1”", line)
    return _MARK_RE.sub(lambda match: match[0].translate(_WIDE), line)
