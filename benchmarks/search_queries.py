"""The queries of the search benchmark, and what each must find, told without any index.

Two truths are kept. *Strict*: widths folded (NFKC), letter case too, blanks dropped, the text holds each term.
*Loose*: the same with punctuation outside numbers left out of account, which is what a reader wants who typed
双随机一公开 for 双随机、一公开. What is listed must be in the loose truth, what is in the strict truth must be listed.
"""

import random
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import yaml

from benchmarks.search_corpus import SEED, Record, words_of
from build_scripts.search.fold import fold

_FILE = Path(__file__).with_name("search_queries.yml")
TYPED = ("two", "three", "four", "long", "mixed", "terms", "widths")
TRADITIONAL, ABSENT, CUT = "traditional", "absent", "cut"
_CUTS, _WITH_COMMA = 40, 10
_SHORTEST, _LONGEST = 2, 6  # characters of a cut
_COMMAS = "，,、"


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, of which kind it is, and the words that it means."""

    kind: str
    typed: str
    means: str


@dataclass(frozen=True, slots=True)
class Truth:
    """The ids of the reports that a query must list, and of those that it may list."""

    strict: frozenset[str]
    loose: frozenset[str]


def read_queries(real: Sequence[Record]) -> list[Query]:
    """Return all queries: those of the list, and cuts of the texts of the ``real`` reports."""
    listed: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    queries = [Query(kind, words, words) for kind in (*TYPED, ABSENT) for words in _entries(listed[kind])]
    queries += [Query(TRADITIONAL, typed, means) for typed, means in listed[TRADITIONAL].items()]
    return [*queries, *(Query(CUT, cut, cut) for cut in find_cuts(real))]


def _entries(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else value


def find_cuts(real: Sequence[Record]) -> list[str]:
    """Return pieces of the texts that begin or end within a word or go over its end; some hold a comma."""
    jieba.setLogLevel(60)
    chance = random.Random(SEED)  # noqa: S311 - the same in every run
    cuts: dict[str, None] = {}
    while len(cuts) < _CUTS:
        text = "".join(chance.choice(real)["lines"])
        start, size = chance.randrange(len(text) - _LONGEST), chance.randint(_SHORTEST, _LONGEST)
        cut = text[start : start + size]
        wanted = any(char in _COMMAS for char in cut) == (len(cuts) < _WITH_COMMA)
        if wanted and _is_plain(cut) and _goes_over(text, start, start + size):
            cuts[cut] = None
    return list(cuts)


def _is_plain(cut: str) -> bool:
    """Say whether ``cut`` begins and ends with a letter or digit and holds no blank or quotation mark."""
    inner = [char for char in cut if char.isalnum()]
    return len(inner) >= _SHORTEST and cut[0].isalnum() and cut[-1].isalnum() and not set(cut) & set(' \t　"')


def _goes_over(text: str, start: int, end: int) -> bool:
    """Say whether a word ends inside the cut, and the cut is not made of whole words."""
    around = 20
    first = max(0, start - around)
    ends, at = {first}, first
    for word in jieba.cut(text[first : end + around]):
        at += len(word)
        ends.add(at)
    return any(start < place < end for place in ends) and not {start, end} <= ends


def find_truths(records: Iterable[Record], queries: Sequence[Query]) -> list[Truth]:
    """Return for each query what must and what may be listed of ``records``."""
    terms = [([flat(t) for t in q.means.split()], [fold(t) for t in q.means.split()]) for q in queries]
    strict: list[set[str]] = [set() for _ in queries]
    loose: list[set[str]] = [set() for _ in queries]
    for record in records:
        flats, folds = _texts(record)
        for number, (plain, folded) in enumerate(terms):
            if _has_all(flats, plain):
                strict[number].add(record["id"])
                loose[number].add(record["id"])
            elif _has_all(folds, folded):
                loose[number].add(record["id"])
    return [Truth(frozenset(s), frozenset(lo)) for s, lo in zip(strict, loose, strict=True)]


def _texts(record: Record) -> tuple[str, str]:
    """Return the report flat and folded; its fields are parted by what no query holds."""
    words = words_of(record)
    by_line = "".join(map(fold, record["lines"]))  # a full stop at a line's end is not between two numbers
    return "\n".join(map(flat, words)), "\n".join([*map(fold, words), by_line])


def _has_all(text: str, terms: Iterable[str]) -> bool:
    return all(term in text for term in terms)


def flat(text: str) -> str:
    """Return ``text`` with widths and letter case folded, without blanks and line breaks.

    >>> flat("共 ２６４ 项")
    '共264项'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def _kinds() -> dict[str, str]:
    return {
        "two": "两字词",
        "three": "三字词",
        "four": "四字词",
        "long": "长词",
        "mixed": "数字与符号",
        "terms": "多个词",
        "widths": "全角与大小写",
        CUT: "跨词截取 2—6 字",
        TRADITIONAL: "繁体字",
        ABSENT: "不存在的词",
    }


def label_of(kind: str) -> str:
    """Return the name of a kind of query for readers."""
    return _kinds()[kind]


def spread(queries: Sequence[int], most: int) -> Iterator[int]:
    """Yield at most so many of ``queries``, evenly from first to last."""
    if most >= len(queries):
        yield from queries
    elif most > 0:
        yield from (queries[round(n * (len(queries) - 1) / max(1, most - 1))] for n in range(most))
