"""Words of a report, or the name of a file, as a terminal or a log may show them: nothing in them is obeyed.

A control sign moves the cursor or colours what others wrote, a line break makes a second line that nobody wrote, an
override turns the words around it.
"""

import re

# Control signs (C0 but tab and line end, DEL, C1), separators of lines, surrogates, and what turns the direction of
# words: each is written as in a program's text.
_OBEYED = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
)
_OBEYED_RE = re.compile(f"[{_OBEYED}]")
_LINE_RE = re.compile(rf"[{_OBEYED}\t\n]")


def plain_lines(text: str) -> str:
    r"""Return ``text`` with every sign written out that a terminal would obey; its line ends stay.

    >>> plain_lines("罚款\x1b[2J\u202e5万元")
    '罚款\\x1b[2J\\u202e5万元'
    """
    return _OBEYED_RE.sub(_written, text)


def plain_line(text: str) -> str:
    r"""Return ``text`` likewise on one line.

    >>> plain_line("报告.txt\n完成"), plain_line("\udcff.txt")
    ('报告.txt\\n完成', '\\xff.txt')
    """
    return _LINE_RE.sub(_written, text)


def told_line(words: str) -> str:
    r"""Return words out of a file or from the web on one line, blanks and line breaks between them as one blank.

    >>> told_line(" 报告.txt \n\x1b[2J完成 ")
    '报告.txt \\x1b[2J完成'
    """
    return plain_line(" ".join(words.split()))


def json_lines(text: str) -> str:
    r"""Return the text of a JSON document, which means the same, with these signs as JSON writes them.

    >>> json_lines('{"甲": "\u202e"}')
    '{"甲": "\\u202e"}'
    """
    return _OBEYED_RE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _written(found: re.Match[str]) -> str:
    sign = found[0]
    # A byte of a name that is no UTF-8 comes as a surrogate (PEP 383).
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - 0xDC00:02x}"
    return repr(sign)[1:-1]
