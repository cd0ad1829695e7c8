"""How wide characters stand on a page, and which characters end a sentence or open one."""

import re
import unicodedata
from functools import cache

TERMINALS = "。！？!?；;：:…"
SENTENCE_ENDS = "。！？!?"
CLOSERS = "”’」』）)》〉】］]\"'"
_GOES_ON_RE = re.compile(r"(?:[，、,（(《“‘「『—－-]|(?<!参)与|(?<![普涉波提])及|(?<![总亲温缓平])和|或|的)$")
HAN_FIRST, HAN_LAST = "\u3400", "\u9fff"


def width(text: str) -> int:
    """Return the width of ``text`` in half characters: a Han character is 2, a Latin letter or half-width digit 1."""
    try:
        # Each character of GBK takes as many bytes in it as half characters on a page: nearly all that a report says.
        return len(text.encode("gbk"))
    except UnicodeEncodeError:
        return len(text) + sum(map(_is_wide, text))


@cache
def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def is_han(char: str) -> bool:
    """Say whether ``char`` is a Han character or 〇."""
    return HAN_FIRST <= char <= HAN_LAST or char == "〇"


def ends_sentence(text: str, ends: str = TERMINALS) -> bool:
    """Say whether ``text`` ends with a mark of ``ends``, closing quotes and brackets after it allowed: “……法。”"""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in ends


def goes_on(text: str) -> bool:
    """Say whether ``text`` cannot end a phrase: after 、 or 和 more must come; 参与 and 普及 are whole words."""
    return _GOES_ON_RE.search(text) is not None
