"""Whether a few characters behind 患者 or 当事人 are somebody's name, or the beginning of another word."""

import re
from functools import cache
from itertools import pairwise

from build_scripts.rules.loading import load_words
from build_scripts.rules.segmenter import cut_words, tag_words

FILE = "private.yml"
_PERSON_RE = re.compile(r"[(（,，]?\s*(?:男|女|[0-9]{1,3}岁)")
_SEPARATORS = "、,，和及与"
_WINDOW = 8  # characters in which a word that begins with a surname ends
_PAIR = 2


def names_length(text: str, start: int, end: int, *, is_marked: bool) -> int:
    """Return how many characters of ``text`` from ``start`` are names: of 王小明、李红、住院 six; 0 where none is.

    ``end`` is where they end at the latest. ``is_marked`` says that something as clear as a colon stands before them.
    """
    at = kept = start
    while at < end and (size := _name_length(text, at, end, is_marked=is_marked)):
        kept = at + size
        if kept >= end or text[kept] not in _SEPARATORS:
            break
        at = kept + 1
    return kept - start


def bare_name_length(text: str, start: int) -> int:
    """Return how long the name is that begins at ``start`` and that no mark or known word ends; 0 where none does.

    It has three characters, and the dictionary has to see a word of its own behind it: 吴晓彤|失联, not 王记|包子铺.
    """
    window = text[start : start + _WINDOW]
    words = cut_words(window)
    size = 0
    for word, behind in pairwise(words):
        size += len(word)
        if size >= _PAIR and (size > _PAIR + 1 or len(behind) > 1):
            break
    is_one = size == _PAIR + 1 and is_name(window, size, text[start + size :][:6], is_marked=False)
    return size if is_one else 0


def _name_length(text: str, start: int, end: int, *, is_marked: bool) -> int:
    for size in range(_PAIR, 1 + min(end - start, 20)):
        after = start + size
        ends = after == end or text[after] in _SEPARATORS
        if ends and is_name(
            text[start : start + _WINDOW], size, text[after : after + 6], is_marked=is_marked
        ):
            return size
    return 0


def is_name(text: str, size: int, after: str, *, is_marked: bool) -> bool:
    """Say whether the first ``size`` characters of ``text`` are a name; ``after`` is what follows them.

    >>> is_name("王小明因腹痛", 3, "因腹痛", is_marked=False), is_name("陈述申辩权", 2, "申辩权", is_marked=False)
    (True, False)
    """
    name = text[:size]
    if re.search("[·•．.]", name):
        return True
    if not set(name[1:]).isdisjoint(_words("never_given")) or name[-1] in _words("place_ends"):
        return False
    is_weak = name[0] in _words("weak_surnames") and name[:_PAIR] not in _words("compound_surnames")
    if is_weak and not is_marked and not _PERSON_RE.match(after):
        return False
    return not _is_other_word(text, name)


def _is_other_word(text: str, name: str) -> bool:
    """Say whether the dictionary reads another word than a name where the surname begins."""
    if name[:_PAIR] in _words("no_names"):
        return True
    first, kind = tag_words(text)[0]
    if len(first) == 1 or first in _words("compound_surnames"):
        return False
    is_known = kind.startswith("nr") and len(first) <= len(name)
    return not is_known or (len(first) == _PAIR and first[0] not in _words("two_letter_surnames"))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_words(FILE, key))
