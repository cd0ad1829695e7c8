"""Where words begin and end in running Chinese, by jieba's dictionary.

rjieba (MIT) is jieba rewritten in Rust: the same words some twenty times faster (0.3 against 8 ms for a report of 4,000
characters), so that one cut of every paragraph costs next to nothing. Its model for unknown words is left out: it joins
what the dictionary does not know, and a border too many does less harm here than one too few.
"""

from functools import cache, lru_cache

import rjieba

from build_scripts.rules.loading import load_words

FILE = "subjects.yml"
# The borders of a word that is whole, by its length. A word of two characters has no two in it.
_WHOLE = (b"", *(b"\1" + bytes(n) for n in range(16)))
_PAIR, _LONGEST = 2, len(_WHOLE) - 1


def cut_words(text: str) -> list[str]:
    """Return the words of ``text`` in order; together they are ``text`` again.

    >>> cut_words("经营主体新增120户")
    ['经营', '主体', '新增', '120', '户']
    """
    _complete()
    words: list[str] = rjieba.cut(text, False)  # noqa: FBT003 - its own name for it is no keyword
    return words


@cache
def _complete() -> None:
    """Add the words that the dictionary lacks, to the one that rjieba has loaded: another would take 0.2 s more."""
    for word in load_words(FILE, "whole"):
        rjieba.add_word(word, rjieba.suggest_freq(word), "n")


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return the words of ``text`` in order, each with what the dictionary takes it for: names begin with nr.

    >>> tag_words("李强住院")
    [('李强', 'nrfg'), ('住院', 'n')]
    """
    _complete()
    words: list[tuple[str, str]] = rjieba.tag(text, False)  # noqa: FBT003 - its own name for it is no keyword
    return words


def find_borders(text: str) -> bytearray:
    """Return for every offset of ``text``, its end included, 1 where a word begins or ends and 0 inside a word.

    A dictionary word made of two that the rule files know by themselves is two: 共|出动, 已|办结.

    >>> list(find_borders("共出动"))
    [1, 1, 0, 1]
    """
    last = _last_of_known()
    # Hardly a word ends with a character with which one of the rule file does.
    cells = [
        _WHOLE[n] if (n := len(word)) <= _PAIR or (word[-1] not in last and n <= _LONGEST) else _cells(word)
        for word in cut_words(text)
    ]
    return bytearray(b"".join(cells) + b"\1")


@lru_cache(maxsize=4096)
def _cells(word: str) -> bytes:
    """Return the borders of a long word: its own, and where it parts into two of the rule file, 同比|增加, 共|出动."""
    known = _known()
    return b"\1" + bytes(word[:k] in known and word[k:] in known for k in range(1, len(word)))


@cache
def _known() -> frozenset[str]:
    return frozenset(word for key in ("lead", "trail", "verbs", "steps") for word in load_words(FILE, key))


@cache
def _last_of_known() -> frozenset[str]:
    return frozenset(word[-1] for word in _known())


def is_word(text: str) -> bool:
    """Say whether the dictionary has ``text`` (红十字会), and the model did not only guess it (九起案)."""
    _complete()
    return bool(rjieba.has_word(text))


def word_round(text: str, at: int, reach: int) -> tuple[int, int]:
    """Return where the word that holds the character at ``at`` begins and ends.

    ``reach``: how many characters on either side are looked at, so that a long text costs no more than a short one.
    """
    start = max(0, at - reach)
    for word in cut_words(text[start : at + reach]):
        if start + len(word) > at:
            return start, start + len(word)
        start += len(word)
    return at, at + 1
