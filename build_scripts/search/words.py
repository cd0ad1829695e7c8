"""The words of jieba's dictionary that the reports have: to cut a query that nothing matches whole, and to suggest.

The reports are not cut: a word counts where its characters stand. Browsers get words with what each costs in a cut,
the dictionary's own frequency, and find the cheapest cut as jieba does.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from build_scripts.rules.dictionary import load_dictionary
from build_scripts.rules.simplified import load_simplified
from build_scripts.search.grams import LONGEST, Numbers, mixed_words

_WORDS = re.compile(rf"^([\u3400-\u9fff]{{2,{LONGEST}}}) ([0-9]+)$", re.MULTILINE)
_SUGGESTED = 300
COST_BITS = 3
_PLAIN = 12  # bits that a word of plain language costs at most: 进一步, 负责人
_TERM = 3  # characters from which on a word is a term worth suggesting: 法律顾问, not 工作
_SIEVE_BITS = 21  # of a substring: with a quarter of a million words one of nine others gets through; 2 MB

Places = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Table:
    """The words as mixed numbers in order; ``sieve`` says of their first bits whether any word has them."""

    words: tuple[str, ...]
    grams: Numbers
    sieve: NDArray[np.bool_]


@cache
def load_words() -> dict[str, int]:
    """Return the Han words of two to four characters, as they are searched, with how often the dictionary met them.

    >>> load_words()["行政"] > load_words()["复议"]
    True
    """
    simplified = {ord(variant): char for variant, char in load_simplified().items()}
    listed = "\n".join(f"{word} {frequency}" for word, frequency in load_dictionary().items())
    frequencies: dict[str, int] = {}
    for word, told in _WORDS.findall(listed.translate(simplified)):
        frequencies[word] = max(int(told), frequencies.get(word, 1))
    return frequencies


@cache
def _table() -> _Table:
    words = [*load_words()]
    grams = mixed_words(words)
    order = np.argsort(grams)
    sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
    sieve[grams >> np.uint64(64 - _SIEVE_BITS)] = True
    return _Table(tuple(words[n] for n in order.tolist()), grams[order], sieve)


def find_words(grams: Numbers) -> Places:
    """Return the places of the words among the mixed substrings of a report, each once and in order."""
    table = _table()
    likely = np.sort(grams[table.sieve[grams >> np.uint64(64 - _SIEVE_BITS)]])
    likely = likely[np.append(True, likely[1:] != likely[:-1])] if len(likely) else likely
    places = np.minimum(np.searchsorted(table.grams, likely), len(table.grams) - 1)
    found: Places = places[table.grams[places] == likely].astype(np.uint32)
    return found


def count_words(reports: Iterable[Places]) -> dict[str, int]:
    """Return the words that stand in reports, given by their places, and in how many."""
    table = _table()
    counts = np.zeros(len(table.words), np.int64)
    for places in reports:
        counts[places] += 1
    told = np.flatnonzero(counts)
    return {
        table.words[place]: count for place, count in zip(told.tolist(), counts[told].tolist(), strict=True)
    }


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
    by_first = groupby(sorted(documents_with), key=lambda word: word[0])
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
