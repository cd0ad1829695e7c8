"""Every substring of one to four characters of a document, each as a number.

Characters are counted in UTF-16 code units, as browsers do; a substring is four of them as one number, zeros behind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
IN_HEADS = 2  # the weight of what stands in the heads; 1 four times and more, 0 less often
MIX = 0x9E3779B97F4A7C15  # odd: no two substrings become one by it, and the top bits are well spread
UNMIX = pow(MIX, -1, 1 << 64)
_MANY = 4  # times from which on a document has a substring often
_UNIT_BITS, KEY_BITS = 16, 64
_CODE = "utf-16-le"

Numbers = NDArray[np.uint64]
Counts = NDArray[np.int64]
Small = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Document:
    """Folded texts in code units, a zero between two; the first ``heads`` of them are the heads.

    No substring reaches from one text to the next.
    """

    units: bytes
    heads: int = 0


def document_of(heads: Sequence[str], others: Sequence[str]) -> Document:
    """Return folded texts as a document."""
    return Document("\0".join((*heads, *others)).encode(_CODE, "surrogatepass"), len(heads))


def grams_of(document: Document) -> tuple[Numbers, Small]:
    """Return every substring of ``document``, mixed and ascending, and its weight."""
    units = np.frombuffer(document.units, "<u2")
    found, times = np.unique(mixed_substrings(units), return_counts=True)
    weights = (times >= _MANY).astype(np.uint16)
    if document.heads:
        stops = np.append(np.flatnonzero(units == 0), len(units))
        weights[np.searchsorted(found, mixed_substrings(units[: stops[document.heads - 1]]))] = IN_HEADS
    return found, weights


def grams_of_each(documents: Sequence[bytes]) -> Iterator[tuple[Numbers, Small]]:
    """Yield what ``grams_of`` returns for each of some documents without heads, by their units."""
    units = np.frombuffer(b"\0\0".join(documents), "<u2")
    edges = np.cumsum([0, *(len(one) // 2 + 1 for one in documents)])
    grams, owners = mixed_substrings(units), np.searchsorted(edges, _places(units), side="right")
    order = np.lexsort((grams, owners))
    grams, owners = grams[order], owners[order]
    starts = np.flatnonzero(differs(grams) | differs(owners))
    weights = (np.diff(np.append(starts, len(grams))) >= _MANY).astype(np.uint16)
    cuts = np.searchsorted(owners[starts], np.arange(1, len(documents) + 2)).tolist()
    for low, high in pairwise(cuts):
        yield grams[starts[low:high]], weights[low:high]


def _places(units: Small) -> Counts:
    """Return where in ``units`` each of the ``mixed_substrings`` begins."""
    inside = whole = units > 0
    found = [np.flatnonzero(whole)]
    for n in range(1, LONGEST):
        whole = whole[:-1] & inside[n:]
        found.append(np.flatnonzero(whole))
    return np.concatenate(found)


def mixed_substrings(units: Small) -> Numbers:
    """Return all substrings of the texts in ``units`` in any order, each as often as it stands there, mixed."""
    wide = units.astype(np.uint64)
    inside = units > 0
    keys, whole = wide << np.uint64(KEY_BITS - _UNIT_BITS), inside
    found = [keys[whole]]
    for n in range(1, LONGEST):
        keys = keys[:-1] | wide[n:] << np.uint64(KEY_BITS - _UNIT_BITS * (n + 1))
        whole = whole[:-1] & inside[n:]
        found.append(keys[whole])
    return np.concatenate(found) * np.uint64(MIX)


def unmixed(grams: Numbers) -> list[str]:
    """Return mixed substrings as text."""
    text = (grams * np.uint64(UNMIX)).astype(">u8").tobytes().decode("utf-16-be", "surrogatepass")
    return [text[at : at + LONGEST].rstrip("\0") for at in range(0, len(text), LONGEST)]


def differs(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Say of each number whether it is another than the one before it."""
    return np.append(np.ones(min(len(numbers), 1), np.bool_), numbers[1:] != numbers[:-1])
