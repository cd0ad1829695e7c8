"""Whether two ends of text, set side by side, make a word of jieba's dictionary across the seam."""

from functools import cache
from typing import TYPE_CHECKING

from build_scripts.rules.dictionary import load_dictionary
from build_scripts.rules.widths import is_han

if TYPE_CHECKING:
    import jieba

_REACH = 6


def word_across(left: str, right: str) -> str | None:
    """Return the dictionary word that begins in ``left`` and ends in ``right``, if it makes both read better.

    It does when the two cut together have fewer words than each cut alone: 新思 and 想、新战略 share 思想.

    >>> word_across("新理念、新思", "想、新战略"), word_across("取得了一定成绩", "我局")
    ('思想', None)
    """
    left, right = left[-_REACH:], right[:_REACH]
    if not (left and right and is_han(left[-1]) and is_han(right[0])):
        return None
    together = _cut(left + right)
    if len(together) >= len(_cut(left)) + len(_cut(right)):
        return None
    at = 0
    for word in together:
        if at < len(left) < at + len(word):
            return word
        at += len(word)
    return None


@cache
def _cut(text: str) -> tuple[str, ...]:
    return tuple(_tokenizer().cut(text, HMM=False))


@cache
def _tokenizer() -> "jieba.Tokenizer":
    """Load jieba's dictionary without its cache file and without a word on standard error.

    jieba itself adds every beginning of every word to the dictionary, which takes most of a second. It needs them to
    look up long texts; the few characters here are looked up piece by piece, and the cuts are the same.
    """
    import jieba  # noqa: PLC0415 - a tenth of a second that most reports never need

    class ShortTexts(jieba.Tokenizer):  # type: ignore[misc]  # jieba ships no types
        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 - jieba's name
            ends = range(1, len(sentence) + 1)
            words = {
                start: [end - 1 for end in ends if end > start and self.FREQ.get(sentence[start:end])]
                for start in range(len(sentence))
            }
            return {start: found or [start] for start, found in words.items()}

    tokenizer = ShortTexts()
    tokenizer.FREQ = load_dictionary()
    tokenizer.total = sum(tokenizer.FREQ.values())
    tokenizer.initialized = True
    return tokenizer
