"""Sentences of real reports taken apart, for made-up reports to say anew: other numbers, places, words.

A sentence is a tuple of pieces: words that stay, or ``(kind, words)`` for a number, a year, a slot, or a word that has
others like it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.search_inventions import Inventor, load_words
from build_scripts.models import Meta, Paragraph, Result
from build_scripts.pipeline import process
from build_scripts.sources import find_sources, read_source

WORK, LACK, PLAN = "work", "lack", "plan"
_LACK, _PLAN = re.compile("问题|不足|差距|短板|薄弱"), re.compile("下一步|打算|安排|计划|思路|方向|明年")
_SENTENCE = re.compile(r"[^。！；]{8,240}[。！；]")
_MARK = re.compile(r"^\s*\d{1,2}[.．、]\s*")
_NUMBERS = (
    r"(?P<year>[2２][0０]\d\d)(?=年)|(?P<percent>\d+(?:\.\d+)?)(?=[%％])|(?P<number>\d[\d,]*(?:\.\d+)?)"
)
_GOLD = ("tests/gold/open", "tests/gold/read")
_SEED_YEARS = 2023
_AS_IT_IS, _SWAPPED, _OTHER_WORD = 0.2, 0.6, 0.5  # how often

Piece = str | tuple[str, str]
Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """Sentences by chapter: those that any department can say, and those of one department alone."""

    shared: dict[str, list[Sentence]]
    own: dict[tuple[str, str], list[Sentence]]
    clauses: dict[str, list[Sentence]]

    def pick(self, inventor: Inventor, chapter: str) -> str:
        """Return a sentence for ``chapter`` said anew, sometimes with a clause of another one."""
        chance = inventor.chance
        own = self.own.get((inventor.setting.department, chapter), [])
        pool = own if own and chance.random() < len(own) / (len(own) + len(self.shared[chapter])) else ()
        text = say(chance.choice(pool or self.shared[chapter]), inventor)
        clauses = text.split("，")
        for at in range(1, len(clauses) - 1):
            if chance.random() < _SWAPPED:
                clauses[at] = say(chance.choice(self.clauses[chapter]), inventor)
        return "，".join(clauses)


def read_stock(root: Path) -> Stock:
    """Read the sentences of the reports below ``root`` and of the gold set."""
    stock = Stock({WORK: [], LACK: [], PLAN: []}, {}, {WORK: [], LACK: [], PLAN: []})
    for result in read_results(root, gold=True):
        for chapter, text in _sentences(result):
            _put(stock, result.report.meta, chapter, text)
    return stock


@cache
def read_results(root: Path, *, gold: bool = False) -> tuple[Result, ...]:
    """Return what the pipeline makes of the reports below ``root``, and of the gold set's where asked."""
    real = [process(read_source(path, root), path) for path in find_sources(root)]
    marked = sorted(path for folder in _GOLD if gold for path in (root / folder).glob("?.txt"))
    return (*real, *(process(read_source(path), path) for path in marked))


def _sentences(result: Result) -> Iterator[tuple[str, str]]:
    for paragraph in result.report.paragraphs:
        chapter = _chapter(result, paragraph)
        for found in _SENTENCE.finditer(paragraph.span.of(result.report.clean.text).replace("\n", "")):
            yield chapter, _MARK.sub("", found[0]).strip()


def _chapter(result: Result, paragraph: Paragraph) -> str:
    """Return what the nearest heading of the first level above a paragraph is about."""
    above = result.report.sections[: (paragraph.section if paragraph.section is not None else -1) + 1]
    heading = next((s.heading for s in reversed(above) if s.level == 1), "")
    return LACK if _LACK.search(heading) else PLAN if _PLAN.search(heading) else WORK


def _put(stock: Stock, meta: Meta, chapter: str, text: str) -> None:
    sentence = take_apart(text, meta)
    if any(word in text for word in load_words()["special"]):
        stock.own.setdefault((meta.department or "", chapter), []).append(sentence)
        return
    stock.shared[chapter].append(sentence)
    inner = re.split("，", text.strip("。！；"))[1:-1]
    stock.clauses[chapter] += [take_apart(clause, meta) for clause in inner]


def take_apart(text: str, meta: Meta) -> Sentence:
    """Return the pieces of a sentence from the report that ``meta`` is of."""
    slots = {meta.agency: "agency", meta.region_name: "county", meta.prefecture: "prefecture"}
    slots |= {meta.province: "province"}
    known = {name: slot for name, slot in slots.items() if name}
    pattern = re.compile("|".join([*map(re.escape, known), _word_pattern(), _NUMBERS]))
    pieces: list[Piece] = []
    at = 0
    for found in pattern.finditer(text):
        kind = found.lastgroup or ("slot" if found[0] in known else "alike")
        pieces += [text[at : found.start()], (kind, known.get(found[0], found[0]))]
        at = found.end()
    return (*(piece for piece in pieces if piece), text[at:])


@cache
def _alike() -> dict[str, Sequence[str]]:
    groups = [line.split() for line in load_words()["alike"]]
    return {word: group for group in groups for word in group}


@cache
def _word_pattern() -> str:
    return "|".join(sorted(_alike(), key=len, reverse=True))


def say(sentence: Sentence, inventor: Inventor) -> str:
    """Return the sentence with its numbers, places and some of its words changed."""
    return "".join(piece if isinstance(piece, str) else _said(*piece, inventor) for piece in sentence)


def _said(kind: str, word: str, inventor: Inventor) -> str:
    chance = inventor.chance
    if kind == "slot":
        return inventor.slot(word)
    if kind == "year":
        return str(inventor.setting.year + max(-3, min(1, int(word) - _SEED_YEARS)))
    if kind == "percent":
        return inventor.percent()
    if kind == "alike":
        return chance.choice(_alike()[word]) if chance.random() < _OTHER_WORD else word
    return word if chance.random() < _AS_IT_IS else _other_number(word, inventor)


def _other_number(word: str, inventor: Inventor) -> str:
    """Return a number of about that size, written in that way."""
    whole, point, rest = word.partition(".")
    digits = sum(char.isdigit() for char in whole)
    number = inventor.number(digits)
    if "," in whole and digits > 3:  # noqa: PLR2004 - commas part thousands
        number = f"{int(number):,}"
    return number + point + "".join(str(inventor.chance.randint(0, 9)) for _ in rest)
