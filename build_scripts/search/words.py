"""The words of jieba's dictionary that the reports have: to cut a query that nothing matches whole, and to suggest.

The reports are not cut: a word counts where its characters stand. Browsers get words with what each costs in a cut,
the dictionary's own frequency, and find the cheapest cut as jieba does.
"""

import math
import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby

from build_scripts.rules.dictionary import load_dictionary
from build_scripts.rules.simplified import load_simplified
from build_scripts.search.grams import LONGEST

_is_word = re.compile(rf"[\u3400-\u9fff]{{2,{LONGEST}}}").fullmatch
_SUGGESTED = 300
COST_BITS = 3
_PLAIN = 12  # bits that a word of plain language costs at most: 进一步, 负责人
_TERM = 3  # characters from which on a word is a term worth suggesting: 法律顾问, not 工作


@cache
def load_words() -> dict[str, int]:
    """Return the Han words of two to four characters, as they are searched, with how often the dictionary met them.

    >>> load_words()["行政"] > load_words()["复议"]
    True
    """
    words = load_dictionary()
    simplified = {ord(variant): char for variant, char in load_simplified().items()}
    folded = "\n".join(words).translate(simplified).split("\n")
    frequencies: dict[str, int] = {}
    for word, frequency in zip(folded, words.values(), strict=True):
        if _is_word(word):
            frequencies[word] = max(frequency, frequencies.get(word, 1))
    return frequencies


@cache
def _total() -> int:
    return sum(load_words().values())


def _cost(word: str) -> int:
    """Return what a word costs a cut, in bits: common words are cheap."""
    return round(math.log2(_total() / load_words()[word]))


def list_words(documents_with: Mapping[str, int]) -> str:
    """Return the words that occur: first characters in order, behind each its words without it, before each its cost.

    A cost is a capital letter, A for up to three bits and so on: ``行B为C业 政B治``. Browsers read it back.
    """
    known = sorted(word for word in load_words() if documents_with.get(word))
    by_first = groupby(known, key=lambda word: word[0])
    return " ".join(first + "".join(_costed(word) for word in words) for first, words in by_first)


def _costed(word: str) -> str:
    return chr(ord("A") + _cost(word) // COST_BITS) + word[1:]


def suggested_words(documents_with: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the terms of these reports with the number of reports that have them, the most telling first.

    A term tells much where many reports have it and other texts seldom do: 行政许可 before 进一步.
    """
    terms = [(word, count) for word, count in documents_with.items() if len(word) >= _TERM and count]
    terms.sort(key=lambda term: (-term[1] * max(_cost(term[0]) - _PLAIN, 0), term[0]))
    return terms[:_SUGGESTED]
