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
