"""The words of jieba's dictionary that the reports have: to cut a query that nothing matches whole, and to suggest.

The reports are not cut: a word counts where its characters stand. Browsers get words with what each costs in a cut,
the dictionary's own frequency, and find the cheapest cut as jieba does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from build_scripts.derived import derive
from build_scripts.rules.dictionary import dictionary_stamp, read_dictionary
from build_scripts.rules.simplified import load_simplified
from build_scripts.search.substrings import LONGEST, MIX, Counts, Numbers, Small, unmixed

_HAN = (0x3400, 0x9FFF)
_SHORTEST = 2
_SUGGESTED = 300
COST_BITS = 3
_PLAIN = 12  # bits that a word of plain language costs at most: 进一步, 负责人
_TERM = 3  # characters from which on a word is a term worth suggesting: 法律顾问, not 工作
_START_BITS = 18  # as many as there are words
_GRAM_BYTES = 8
_SIEVE_BITS = 21  # of a substring: with a third of a million words one of seven others gets through; 2 MB

Places = NDArray[np.uint32]


class Word(NamedTuple):
    """A word of the dictionary, how many reports have it, and what it costs a cut, in bits: common words are cheap."""

    text: str
    reports: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The words as mixed numbers in order, with their costs.

    ``sieve`` says of first bits whether a word has them, ``starts`` of fewer where the words that have them begin; no
    more than ``most`` have the same.
    """

    grams: Numbers
    costs: Counts
    sieve: NDArray[np.bool_]
    starts: Counts
    most: int


def derive_vocabulary() -> bytes:
    """Return the Han words of two to four characters: of each eight bytes, and behind them all one byte of each."""
    folding = repr(load_simplified()).encode()
    return derive("vocabulary", folding + dictionary_stamp(), lambda: _read(read_dictionary()))


@cache
def _table() -> _Table:
    """Return the words of the vocabulary, as they are searched."""
    told = derive_vocabulary()
    count = len(told) // (_GRAM_BYTES + 1)
    grams: Numbers = np.frombuffer(told, "<u8", count)
    costs = np.frombuffer(told, np.uint8, offset=count * _GRAM_BYTES).astype(np.int64)
    sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
    sieve[grams >> np.uint64(64 - _SIEVE_BITS)] = True
    tops = np.arange((1 << _START_BITS) + 1, dtype=np.uint64)
    starts = np.searchsorted(grams >> np.uint64(64 - _START_BITS), tops)
    return _Table(grams, costs, sieve, starts, int(np.diff(starts).max()))


def _read(dictionary: bytes) -> bytes:
    """Return the words of the dictionary, mixed and in order, and behind them what each costs; on whole arrays.

    Words that are one when variants are folded have the frequency of the commonest.
    """
    grams, frequencies = _parse(_units(dictionary))
    order = np.argsort(grams)
    grams, frequencies = grams[order], frequencies[order]
    starts = np.flatnonzero(np.append(True, grams[1:] != grams[:-1]))
    grams, frequencies = grams[starts], np.maximum.reduceat(frequencies, starts)
    costs = np.rint(np.log2(frequencies.sum() / frequencies))
    return bytes(grams.astype("<u8").tobytes() + costs.astype(np.uint8).tobytes())


def _units(dictionary: bytes) -> Small:
    """Return the dictionary in code units, variants folded."""
    folded = np.arange(1 << 16, dtype=np.uint16)
    for variant, char in load_simplified().items():
        if max(variant, char) <= "\uffff":
            folded[ord(variant)] = ord(char)
    found: Small = folded[np.frombuffer(dictionary.decode().encode("utf-16-le"), "<u2")]
    return found


def _parse(units: Small) -> tuple[Numbers, Counts]:
    """Return the words, mixed, and how often each was met, at least once: a line is 行政 1234 n."""
    starts = np.append(0, np.flatnonzero(units == ord("\n")) + 1)
    blanks = np.flatnonzero(units == ord(" "))
    at = np.searchsorted(blanks, starts)
    fit = at + 1 < len(blanks)
    starts, ends, next_ends = starts[fit], blanks[at[fit]], blanks[at[fit] + 1]
    sizes, digits = ends - starts, next_ends - ends - 1
    keys, fits = np.zeros(len(starts), np.uint64), (sizes >= _SHORTEST) & (sizes <= LONGEST)
    for n in range(LONGEST):
        chars = np.where(n < sizes, units[np.minimum(starts + n, len(units) - 1)], 0)
        fits &= (n >= sizes) | ((chars >= _HAN[0]) & (chars <= _HAN[1]))
        keys = keys << np.uint64(16) | chars.astype(np.uint64)
    frequencies = np.zeros(len(starts), np.int64)
    for n in range(int(digits.max(initial=0))):
        told = units[np.minimum(ends + 1 + n, len(units) - 1)].astype(np.int64) - ord("0")
        frequencies = np.where(n < digits, frequencies * 10 + told, frequencies)
    return keys[fits] * np.uint64(MIX), np.maximum(frequencies[fits], 1)


def find_words(grams: Numbers) -> Places:
    """Return the places of the words among the mixed substrings of a report, each once and in order."""
    table = _table()
    likely = np.sort(grams.compress(table.sieve.take(_firsts(grams, _SIEVE_BITS))))
    likely = likely[np.append(True, likely[1:] != likely[:-1])] if len(likely) else likely
    # Words are all but evenly spread, so that a handful of steps take a third of the time of a search in the table.
    places = table.starts.take(_firsts(likely, _START_BITS))
    for _ in range(table.most):
        places += table.grams.take(places, mode="clip") < likely
    found: Places = places.compress(table.grams.take(places, mode="clip") == likely).astype(np.uint32)
    return found


def _firsts(grams: Numbers, bits: int) -> Counts:
    """Return the first bits of numbers, as places that need no other form to be looked up."""
    return (grams >> np.uint64(64 - bits)).view(np.int64)


def count_words(reports: Iterable[Places]) -> list[Word]:
    """Return the words that stand in reports, given by their places, in order."""
    table = _table()
    counts = np.zeros(len(table.grams), np.int64)
    for places in reports:
        counts[places] += 1
    told = np.flatnonzero(counts)
    columns = (unmixed(table.grams[told]), counts[told].tolist(), table.costs[told].tolist())
    return sorted(map(Word._make, zip(*columns, strict=True)))


def list_words(words: Sequence[Word]) -> str:
    """Return the words: first characters in order, behind each its words without it, before each its cost.

    A cost is a capital letter, A for up to three bits and so on: ``行B为C业 政B治``. Browsers read it back.
    """
    by_first = groupby(words, key=lambda word: word.text[0])
    return " ".join(first + "".join(_costed(word) for word in same) for first, same in by_first)


def _costed(word: Word) -> str:
    return chr(ord("A") + word.cost // COST_BITS) + word.text[1:]


def suggested_words(words: Iterable[Word]) -> list[tuple[str, int]]:
    """Return the terms of these reports with the number of reports that have them, the most telling first.

    A term tells much where many reports have it and other texts seldom do: 行政许可 before 进一步.
    """
    terms = [word for word in words if len(word.text) >= _TERM]
    terms.sort(key=lambda term: (-term.reports * max(term.cost - _PLAIN, 0), term.text))
    return [(term.text, term.reports) for term in terms[:_SUGGESTED]]
