"""Where words begin and end in running Chinese, by jieba's dictionary and model.

rjieba (MIT) is jieba rewritten in Rust: the same words some twenty times faster (0.5 against 9 ms for a report of 4,400
characters), so that one cut of every paragraph costs next to nothing.
"""

import rjieba


def cut_words(text: str) -> list[str]:
    """Return the words of ``text`` in order; together they are ``text`` again.

    >>> cut_words("经营主体新增120户")
    ['经营', '主体', '新增', '120', '户']
    """
    words: list[str] = rjieba.cut(text)
    return words


def is_word(text: str) -> bool:
    """Say whether the dictionary has ``text`` (红十字会), and the model did not only guess it (九起案)."""
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
