"""Writes the corpus and tells how large and how varied it is, by the number of reports."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import read_corpus, write_corpus
from benchmarks.search_sentences import read_results

_LONG = 4  # characters of the substrings that are counted
_ALIKE = 17  # reports that there are real and hand-marked texts for


def count_new(texts: Iterable[str]) -> list[tuple[int, int, int]]:
    """Return for each text its characters, its different four-character substrings, and those that none before has.

    >>> count_new(["依法行政。", "依法行政的"])
    [(5, 1, 1), (5, 2, 1)]
    """
    seen: set[str] = set()
    told = []
    for text in texts:
        letters = "".join(filter(str.isalnum, text))
        own = {letters[at : at + _LONG] for at in range(len(letters) - _LONG + 1)}
        before = len(seen)
        seen |= own
        told.append((len(text), len(own), len(seen) - before))
    return told


def describe(root: Path, corpus: Path, sizes: Sequence[int]) -> dict[str, Any]:
    """Write the corpus and return its measures by size, and how new the last of a few reports are, made up and real."""
    write_corpus(root, max(sizes), corpus)
    counts = count_new("\n".join(record["lines"]) for record in read_corpus(corpus, max(sizes)))
    real = count_new(result.report.clean.text for result in read_results(root, gold=True))
    told: dict[str, Any] = {
        str(size): {
            "characters": round(sum(n for n, _, _ in counts[:size]) / len(counts[:size])),
            "substrings": sum(new for _, _, new in counts[:size]),
            "new_in_last": _newness(counts[:size]),
        }
        for size in sizes
    }
    return told | {"made_up_17": _newness(counts[:_ALIKE]), "real_17": _newness(real[:_ALIKE])}


def _newness(counts: Sequence[tuple[int, int, int]]) -> float:
    """Return which share of the substrings of the last few reports none before has."""
    last = counts[-5:]
    return round(sum(new for _, _, new in last) / sum(own for _, own, _ in last), 3)


if __name__ == "__main__":
    print(json.dumps(describe(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])))
