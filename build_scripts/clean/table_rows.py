"""Which lines are the rows of a table, and where their cells part."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from build_scripts.clean.lines import Line, split_lines
from build_scripts.rules.captions import is_caption
from build_scripts.rules.cells import find_year, is_none, is_number, says
from build_scripts.rules.head_parts import DOC_NUMBER_RE, SIGNER_RE
from build_scripts.rules.units import unit_at_start

_WIDE_GAP_RE = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|\u3000[^\S\n]*)(?=\S)")
_ANY_GAP_RE = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
_TAB_GAP_RE = re.compile(r"(?<=\S)[^\S\n]*\t[^\S\n]*(?=\S)")
_SPACED_WORD_RE = re.compile(
    r"(?:^|(?<=\s))(?!无)[\u4e00-\u9fff](?P<gap>[ \u3000])(?!无)[\u4e00-\u9fff](?=\s|$)"
)
_PROSE_RE = re.compile("[。；！？]|，.*，")
# What stands behind a number in a sentence that a file spaces out: 14 项、行政处罚 150 项, 2023 年.
_COUNTED_RE = re.compile(r"[0-9０-９]\s+(?:年|[^\s0-9０-９]{1,3}[、，；。）])")
# A label may have commas of its own: 部分公开（区分处理的，只计这一情形，不计其他情形） 2 0 0.
_SENTENCE_RE = re.compile("[。！？]")
# A label and its number; words and numbers of prose are longer, or have marks among them.
_PAIR_RE = re.compile(r"(?P<label>[^\s，。；：！？]{2,20})[^\S\n]+(?P<number>\S{1,12})")
_FEWEST_PAIRS = 3
_LONGEST_CELL = 8
_LONGEST_HEAD_CELL = 20
_FEWEST = 2
# So many bare numbers behind one label are no prose, also where the line is the only one.
_FEWEST_IN_A_ROW = 3
_DAY_RE = re.compile(r"(?:.*\s)?(?:19|20)[0-9]{2}\s+[01]?[0-9]\s+[0-3]?[0-9]")
_TELEPHONE_RE = re.compile(r"(?:.*\s)?(?:0[0-9]{2,3}|400)\s+[0-9]{3,4}\s+[0-9]{3,4}")

Gaps = list[tuple[int, int]]


@lru_cache(maxsize=2)
def find_rows(text: str) -> Mapping[int, Gaps]:
    """Return the rows of tables among the lines of ``text`` with the gaps between their cells. Four fixes ask for them.

    Two rows or more, one after the other, one of them with three cells; or one row of three numbers. A line of two
    cells alone is none: a number and a signer, two names below each other. A line of as many words right above is
    the head.
    """
    lines = split_lines(text)
    # A line without a blank has no columns: asked first, most texts are gone through in a tenth of the time.
    spaced = [i for i, line in enumerate(lines) if line.spaced]
    gaps: list[Gaps] = [[]] * len(lines)
    for i in spaced:
        gaps[i] = [] if gap_after_mark(lines[i]) else column_gaps(lines[i].text)
    rows = _columned(lines, gaps, text, spaced) if any(gaps) else {}
    pairs = [i for i in spaced if i not in rows and _is_labelled_number(lines[i])]
    for run in neighbours(pairs):
        rows |= _pair_rows(lines, run)
    return rows


def _columned(lines: Sequence[Line], gaps: list[Gaps], text: str, spaced: Sequence[int]) -> dict[int, Gaps]:
    """Return the rows among lines of which some have ``gaps``; those that go on from a row are given theirs."""
    tabbed = [i for i in spaced if "\t" in lines[i].text]
    for i in [*tabbed, *reversed(tabbed)]:
        gaps[i] = gaps[i] or _goes_on(lines, gaps, i)
    rows: dict[int, Gaps] = {}
    near = {n for i, own in enumerate(gaps) if own for n in (i - 1, i + 1) if 0 <= n < len(lines)}
    rest = {i for i in near if _is_rest(lines, gaps, i) or _is_lone_cell(lines, gaps, text, i)}
    for run in neighbours(rest.union(i for i, own in enumerate(gaps) if own)):
        if _is_table(lines, gaps, run):
            rows |= _with_head(lines, {i: gaps[i] for i in run}, run)
    return rows


def _goes_on(lines: Sequence[Line], gaps: Sequence[Gaps], i: int) -> Gaps:
    """Return the one tab of a line of prose beside a row of two cells: a cell may hold sentences."""
    own = _tab_gaps(lines[i].text)
    beside = (n for n in (i - 1, i + 1) if 0 <= n < len(lines))
    if len(own) != 1 or gap_after_mark(lines[i]):
        return []
    return own if any(len(gaps[n]) == 1 and "\t" in lines[n].text for n in beside) else []


def _is_rest(lines: Sequence[Line], gaps: Sequence[Gaps], i: int) -> bool:
    """Say whether a short line between two rows, away from the margin, is the rest of a cell that is wrapped."""
    line = lines[i]
    if not 0 < i < len(lines) - 1 or not (gaps[i - 1] and gaps[i + 1]) or not line.indent:
        return False
    plain = not (line.mark or line.finished or line.caption or is_number(line.text))
    return plain and len(line.text) <= _LONGEST_CELL


def _is_lone_cell(lines: Sequence[Line], gaps: Sequence[Gaps], text: str, i: int) -> bool:
    """Say whether a line beside a row of tabs is a cell with blank ones round it: tabs stand at its edge."""
    line, beside = lines[i], [n for n in (i - 1, i + 1) if 0 <= n < len(lines) and gaps[n]]
    if not any("\t" in lines[n].text for n in beside):
        return False
    if gaps[i] or line.mark or len(line.text) > _LONGEST_HEAD_CELL or line.finished:
        return False
    end = text.find("\n", line.end)
    around = text[line.start - line.blanks : line.start] + text[line.end : end if end >= 0 else len(text)]
    return "\t" in around


def _is_labelled_number(line: Line) -> bool:
    return not line.mark and _says_labelled_number(line.text)


@lru_cache(maxsize=1024)
def _says_labelled_number(text: str) -> bool:
    """Say whether a text is a label and its number. Four fixes ask it of the same lines."""
    match = _PAIR_RE.fullmatch(text)
    if not match or find_year(match["number"], bare=True):
        return False
    return is_number(match["number"]) and not is_number(match["label"])


def _pair_rows(lines: Sequence[Line], run: Sequence[int]) -> dict[int, Gaps]:
    """Return labels with one number each: three or more, or as many as stand below a head of two words."""
    gaps = {i: _gaps(_ANY_GAP_RE, lines[i].text) for i in run}
    head = _words_apart(lines[run[0] - 1].text) if run[0] else []
    if len(head) == 1 and (len(run) > 1 or says(lines[run[0] - 1].text.split()[0], "corners")):
        return {run[0] - 1: head, **gaps}
    return gaps if len(run) >= _FEWEST_PAIRS else {}


def _is_table(lines: Sequence[Line], gaps: Sequence[Gaps], run: Sequence[int]) -> bool:
    most = max(len(gaps[i]) for i in run)
    if len(run) >= _FEWEST and (most >= _FEWEST or len(run) > _FEWEST or _is_pair(lines, gaps, run)):
        return True
    text = lines[run[-1]].text
    below = lines[run[-1] + 1].text if run[-1] + 1 < len(lines) else ""
    carried_on = unit_at_start(below) is not None
    dated = _DAY_RE.fullmatch(text) or _TELEPHONE_RE.fullmatch(text)
    if len(run) > 1 or carried_on or dated:
        return False
    closing = _numbers_at_end(text)
    return closing >= _FEWEST_IN_A_ROW or (closing == _FEWEST == most and _has_head(lines, run[0], most))


def _has_head(lines: Sequence[Line], i: int, most: int) -> bool:
    """Say whether the line above has a word for each cell, the first of them one that stands in a corner."""
    words = lines[i - 1].text.split() if i else []
    return (
        len(words) == most + 1 and says(words[0], "corners") and len(_words_apart(lines[i - 1].text)) == most
    )


def _is_pair(lines: Sequence[Line], gaps: Sequence[Gaps], run: Sequence[int]) -> bool:
    """Say whether two lines of two cells are a table: the second ends in a number, or tabs part both."""
    first, second = (lines[i] for i in run)
    if not all(gaps[i] for i in run):
        return any("\t" in line.text for line in (first, second))
    if is_number(second.text[gaps[run[1]][0][1] :]):
        return True
    tabs = all("\t" in line.text[slice(*gaps[i][0])] for i, line in ((run[0], first), (run[1], second)))
    plain = not any(line.mark or DOC_NUMBER_RE.search(line.packed) for line in (first, second))
    return tabs and plain and not any(SIGNER_RE.search(line.packed) for line in (first, second))


def _with_head(lines: Sequence[Line], rows: dict[int, Gaps], run: Sequence[int]) -> dict[int, Gaps]:
    """Return rows with the line above them that has a word for each column, the corner left out or not."""
    most = max(len(g) for g in rows.values())
    head = _words_apart(lines[run[0] - 1].text) if run[0] else []
    if len(head) < _FEWEST - 1:
        return rows
    apart = {i: _gaps(_ANY_GAP_RE, lines[i].text) for i in run}
    if len(head) != most and all(len(g) == len(head) for g in apart.values()):
        return {run[0] - 1: head, **apart}
    named = len(head) == most >= _FEWEST or (len(head) == most - 1 and _labelled(lines, run))
    return {run[0] - 1: head, **rows} if named else rows


def _labelled(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Say whether every row opens with words and has numbers behind them."""
    cells = [lines[i].text.split() for i in run]
    return all(not is_number(row[0]) and any(map(is_number, row[1:])) for row in cells)


def _words_apart(text: str) -> Gaps:
    """Return the gaps between the words of a head (项目 经费 占比), none where a word is long or a mark stands."""
    words = text.split()
    plain = all(len(word) <= _LONGEST_HEAD_CELL and not is_number(word) for word in words)
    # A scan parts every character: 行 政 处 罚 is one head.
    plain = plain and any(len(word) > 1 for word in words)
    return _gaps(_ANY_GAP_RE, text) if plain and not re.search("[，。；]|(?<!其中)：", text) else []


@lru_cache(maxsize=1024)
def column_gaps(text: str) -> Gaps:
    """Return where the cells of a row part, nothing for a line of prose. Four fixes ask it of the same lines.

    Tabs part cells, and nothing else where there are any. Wide blanks do; single ones do before numbers that close
    the line (本年受理数量 301 53 0), and where what follows the first cell is short and mostly numbers.
    """
    words = text.split()
    # Spaced prose first: whole pages are, and nothing else need be asked of their lines.
    counted = len(words) > 1 and _COUNTED_RE.search(text) is not None
    if len(words) < _FEWEST or (counted and "\t" not in text) or is_caption(" ".join(words)):
        return []
    tabs = _tab_gaps(text)
    if tabs:
        return tabs if len(tabs) > 1 or not _PROSE_RE.search(text) else []
    closing = _numbers_at_end(text)
    closed = closing >= _FEWEST_IN_A_ROW and not _SENTENCE_RE.search(text)
    if counted or (not closed and _PROSE_RE.search(text)):
        return []
    wide = _gaps(_WIDE_GAP_RE, text)
    gaps = _gaps(_ANY_GAP_RE, text)
    if closed:
        first = max(len(gaps) - closing, 0)
        return [g for i, g in enumerate(gaps) if i >= first or g in wide]
    cells = _ANY_GAP_RE.sub("\n", text).split("\n")
    numbers = sum(is_number(c) or is_none(c) for c in cells[1:])
    short = all(len(c) <= _LONGEST_CELL for c in cells[1:])
    return gaps if len(cells) > _FEWEST and short and numbers * 2 > len(cells) - 1 else wide


def _gaps(pattern: re.Pattern[str], text: str) -> Gaps:
    """Return where a pattern parts cells; the one blank of 合　计 parts none."""
    gaps = [m.span() for m in pattern.finditer(text)]
    inside = {m.start("gap") for m in _SPACED_WORD_RE.finditer(text)} if gaps else ()
    return [gap for gap in gaps if gap[0] not in inside]


def _tab_gaps(text: str) -> Gaps:
    return _gaps(_TAB_GAP_RE, text) if "\t" in text else []


@lru_cache(maxsize=1024)
def _numbers_at_end(text: str) -> int:
    """Return how many bare numbers (or marks for none) close a line, 0 where another number stands before them."""
    cells = text.split()
    count = 0
    while count < len(cells) and (is_number(cells[-1 - count]) or is_none(cells[-1 - count])):
        count += 1
    few = count < _FEWEST or sum(map(is_number, cells[-count:])) < _FEWEST
    return 0 if few or any(map(is_number, cells[:-count])) else count


def gap_after_mark(line: Line) -> tuple[int, int] | None:
    """Return the tab that parts a heading from its mark, where no other is in the line: "一、	加强领导"."""
    if not line.mark or line.text.count("\t") != 1:
        return None
    at = line.text.index("\t")
    bare = re.sub(r"\s", "", line.text[:at]) == line.mark.text and not is_number(line.text[at:])
    return (
        (line.start + len(line.text[:at].rstrip()), line.end - len(line.text[at:].lstrip())) if bare else None
    )


def neighbours(rows: Iterable[int]) -> list[list[int]]:
    """Return line numbers in runs of lines that follow one another."""
    return [
        [i for _, i in group]
        for _, group in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    ]
