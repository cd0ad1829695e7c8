"""Tables whose cells stand one a line, as text copied out of a web page or document often has them.

Heads follow one another, then numbers. Which number belongs under which head is sure only where their counts go
together; where they do not, the cells of a table are set in one row without a head, so that nothing names them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_scripts.clean.lines import Line
from build_scripts.rules.cells import find_year, is_none, is_number, is_part, says, split_head
from build_scripts.rules.head_parts import is_title
from build_scripts.rules.loading import load_mapping, load_words
from build_scripts.rules.units import unit_at_start
from build_scripts.rules.widths import ends_sentence

# 没收违法所得、没收非法财物 has 13 characters; a line of prose is longer than 20.
_LONGEST_WORDS = 20
_FEWEST = 2
# So many numbers one below another, or labels with a number each, are no prose.
_FEWEST_NUMBERS, _FEWEST_PAIRS = 3, 3
# A word that goes on from a number (余人次, %以上), or that has one half of a bracket or quotation.
_BROKEN_RE = re.compile(r"^[余多%％‰”’）)]|^以[上下内]|^[^（(]*[）)]|[（(][^）)]*$|^[^“]*”|“[^”]*$")
# A date, a range, a telephone number that its dashes part: 2021-2025, 0335-7861234.
_RANGE_RE = re.compile(r"(?:19|20)[0-9]{2}[-—–－]+[0-9].*|[0-9]+[-—–－]+[0-9]+")
_HAN_RE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class CellLines:
    """Lines that are cells of one table; ``rows`` are those to be set side by side, empty where none is."""

    lines: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    words: tuple[int, ...]
    numbers: tuple[int, ...]


def find_cell_lines(lines: Sequence[Line], other: frozenset[int]) -> list[CellLines]:
    """Return the tables whose cells stand one a line, in order; ``other`` are lines that are rows by themselves."""
    found: list[CellLines] = []
    if sum(map(_is_cell, lines)) < _FEWEST:
        return found
    for blocks in _runs(lines, other):
        cells = _judge(lines, blocks)
        if cells:
            found.append(cells)
    return found


def _runs(lines: Sequence[Line], other: frozenset[int]) -> Iterator[list[_Block]]:
    """Yield neighbouring blocks of words and numbers: numbers that follow each other, or three labels with one each."""
    for start, end in _number_stretches(lines, other):
        blocks = list(_blocks(lines, start, end))
        counts = [sum(is_number(lines[i].text) for i in b.numbers) for b in blocks]
        several = sum(bool(n) and len(b.numbers) >= _FEWEST for n, b in zip(counts, blocks, strict=True))
        if max(counts) >= _FEWEST or several >= _FEWEST or sum(map(bool, counts)) >= _FEWEST_PAIRS:
            yield blocks


def _number_stretches(lines: Sequence[Line], other: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of short lines that end in a number and hold one, begun where a head may begin."""
    start, last = None, -1
    for i, line in enumerate(lines):
        if i in other or not (_is_cell(line) or _is_words(line)):
            if start is not None and last >= start:
                yield start, last + 1
            start = None
            continue
        if start is None:
            start = i
        if _is_cell(line):
            last = i
        elif _opens(line):
            if last >= start:
                yield start, last + 1
            start = i + 1
    if start is not None and last >= start:
        yield start, last + 1


def _is_cell(line: Line) -> bool:
    return len(line.text) <= _LONGEST_WORDS and _says_number(line.text)


@lru_cache(maxsize=4096)
def _says_number(text: str) -> bool:
    """Say whether a text is a number or a mark for none. Four fixes ask it of the same short lines."""
    return is_number(text) or is_none(text)


def _is_words(line: Line) -> bool:
    """Say whether a line may be a head: short words, no mark of a heading or sentence."""
    text = line.packed
    if len(text) > _LONGEST_WORDS or line.mark or line.weight or not _HAN_RE.search(text):
        return False
    if find_year(text):
        return True
    plain = not re.search("[。；！？0-9０-９]", text) and text[-1] not in "，、：:"
    return plain and (not re.search("[：:]", text) or is_part(text))


def _opens(line: Line) -> bool:
    """Say whether a line stands above a table and is none of its heads: a caption or a title."""
    return line.caption or is_title(line.packed)


def _blocks(lines: Sequence[Line], start: int, end: int) -> Iterator[_Block]:
    words: list[int] = []
    numbers: list[int] = []
    for i in range(start, end):
        if _is_cell(lines[i]):
            numbers.append(i)
            continue
        if numbers:
            yield _Block(tuple(words), tuple(numbers))
            words, numbers = [], []
        words.append(i)
    yield _Block(tuple(words), tuple(numbers))


def _judge(lines: Sequence[Line], blocks: Sequence[_Block]) -> CellLines | None:
    if _is_prose(lines, blocks):
        return None
    every = tuple(i for b in blocks for i in (*b.words, *b.numbers))
    rows = _alike(lines, every) or _labelled(lines, blocks) or _headed(lines, blocks)
    if rows or _counts_pages(lines, blocks):
        return CellLines(every, rows)
    if len(blocks) == 1 and len(blocks[0].numbers) < _FEWEST_NUMBERS:
        return CellLines(blocks[0].numbers)
    first = blocks[0]
    # Far more words than numbers are a menu or a list of names that happens to stand above.
    heads = first.words if len(first.words) <= _FEWEST * len(first.numbers) + _FEWEST else first.words[-1:]
    blocks = (_Block(heads, first.numbers), *blocks[1:])
    return CellLines(every, tuple((*b.words, *b.numbers) for b in blocks))


def _alike(lines: Sequence[Line], cells: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return rows of as many cells as heads, words and numbers in the same places in all: 序号 事项 数量, 1 食品 12."""
    numbers = [_is_cell(lines[i]) for i in cells]
    fitting = []
    for width in range(_FEWEST, numbers.index(True) + 1):
        shape = numbers[width : 2 * width]
        rows = len(cells) // width
        if (
            len(cells) % width == 0
            and rows > _FEWEST
            and set(shape) == {True, False}
            and numbers[width:] == shape * (rows - 1)
        ):
            fitting.append(width)
    if len(fitting) != 1:
        return ()
    width = fitting[0]
    return tuple(cells[at : at + width] for at in range(0, len(cells), width))


def _is_prose(lines: Sequence[Line], blocks: Sequence[_Block]) -> bool:
    """Say whether numbers and words take turns as a scan breaks a sentence, or as a list of contents has them."""
    words = [lines[i].packed for b in blocks for i in b.words]
    after = [lines[b.words[0]].packed for b in blocks[1:]]
    if any(map(_opens_with_unit, after)) or any(map(_BROKEN_RE.search, words)):
        return True
    going_on = [w for w in after if _goes_on_from_number(w)]
    taking_turns = all(len(b.numbers) == 1 for b in blocks)
    if taking_turns and going_on and (going_on == after or any("，" in w for w in words)):
        return True
    if any(_RANGE_RE.fullmatch("".join(lines[i].packed for i in b.numbers)) for b in blocks):
        return True
    last = blocks[-1].numbers[-1] + 1
    below = lines[last].packed if last < len(lines) else ""
    if len(blocks[-1].numbers) <= _FEWEST and _opens_with_unit(below):
        return True
    first = (blocks[0].words or blocks[0].numbers)[0]
    return any(lines[i].packed in ("目录", "目次") for i in {first, max(first - 1, 0)})


def _goes_on_from_number(text: str) -> bool:
    """Say whether words go on from a number with its unit: 次专题研究, 项任务分解到; 项目数 does not."""
    unit = unit_at_start(text)
    nouns = load_mapping("units.yml", "never_before").get(unit or "", "")
    if text.startswith(load_words("tables.yml", "labels")):
        return False
    return unit is not None and (len(text) == len(unit) or text[len(unit)] not in nouns)


def _opens_with_unit(text: str) -> bool:
    unit = unit_at_start(text)
    return unit is not None and (len(text) == len(unit) or text[len(unit)] in "，、。；")


def _labelled(lines: Sequence[Line], blocks: Sequence[_Block]) -> tuple[tuple[int, ...], ...]:
    """Return the rows of a table of labels with as many numbers each, its heads before the first label."""
    numbers = len(blocks[0].numbers)
    first = blocks[0].words
    if not first or any(len(b.words) != 1 or len(b.numbers) != numbers for b in blocks[1:]):
        return ()
    rows = tuple((b.words[-1], *b.numbers) for b in blocks)
    heads = first[:-1]
    if not heads and numbers == 1 and len(blocks) >= _FEWEST_PAIRS:
        return () if _counts_pages(lines, blocks) else rows
    if len(heads) == numbers + 2 and _titled(lines, heads):
        heads = heads[1:]
    cornered = len(heads) == numbers + 1
    sure = len(blocks) > 1 or (cornered and says(lines[heads[0]].packed, "corners"))
    fits = cornered or (len(heads) == numbers > 1)
    return (heads, *rows) if fits and sure else ()


def _counts_pages(lines: Sequence[Line], blocks: Sequence[_Block]) -> bool:
    """Say whether words have one number each and these only rise, as those of pages do."""
    if any(len(b.words) != 1 or len(b.numbers) != 1 for b in blocks):
        return False
    values = [int(re.sub(r"\D", "", lines[b.numbers[0]].text) or -1) for b in blocks]
    return values == sorted(values)


def _headed(lines: Sequence[Line], blocks: Sequence[_Block]) -> tuple[tuple[int, ...], ...]:
    """Return the rows of tables that have a head for each number, or of one with several rows of numbers."""
    headed = [(_heads(lines, b), b.numbers) for b in blocks]
    if all(len(heads) == len(numbers) >= _FEWEST for heads, numbers in headed):
        return tuple(row for pair in headed for row in pair)
    heads, numbers = headed[0]
    count = len(heads)
    if len(blocks) > 1 or count < _FEWEST or len(numbers) % count:
        return ()
    sure = len(heads) < len(blocks[0].words) or _begins(lines, heads[0])
    return (heads, *(numbers[at : at + count] for at in range(0, len(numbers), count))) if sure else ()


def _heads(lines: Sequence[Line], block: _Block) -> tuple[int, ...]:
    """Return the heads of a block, without words before them that name the table."""
    fits = block.words and len(block.numbers) % len(block.words) == 0
    return block.words[1:] if not fits and _titled(lines, block.words) else block.words


def _titled(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    """Say whether the first words name the table: by a unit that no head but the last has, or as 实施情况 does."""
    units = [split_head(lines[i].text)[0] != lines[i].packed for i in heads]
    named = [lines[i].packed.endswith(load_words("tables.yml", "captions")) for i in heads]
    return bool(heads) and ((units[0] and not any(units[1:-1])) or (named[0] and not any(named[1:])))


def _begins(lines: Sequence[Line], first: int) -> bool:
    """Say whether the line above the first head is surely none of the heads."""
    above = lines[first - 1] if first else None
    return above is None or bool(above.mark or above.weight) or _opens(above) or _ended(above)


def _ended(line: Line) -> bool:
    return ends_sentence(line.packed) or len(line.packed) > _LONGEST_WORDS
