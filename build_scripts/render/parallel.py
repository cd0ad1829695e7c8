"""The original beside the clean text: which lines became which paragraph, and what was left out between them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from build_scripts.models import CleanText, Result
from build_scripts.models.records import quick
from build_scripts.render.anchors import numbers_at
from build_scripts.render.escape import decode, escape_html, ready
from build_scripts.render.labels import RULES, word
from build_scripts.render.original import TEXT_ALONE, Line, OriginalView, line_spans, original_lines

_RUN = re.compile(r"\S+")
_BEGIN = 12  # characters by which a paragraph is named


@quick
@dataclass(frozen=True, slots=True)
class Pair:
    """Lines of the original, the clean paragraphs that begin in them, and what is said of the rest.

    ``goes_on`` names paragraphs of which a further piece stands here; ``removed`` are rule and words. ``alike`` says
    so where one paragraph has every character of the lines, whose breaks alone were closed up; else it is empty.
    """

    lines: tuple[Line, ...]
    clean: tuple[str, ...]
    goes_on: tuple[str, ...]
    removed: tuple[tuple[str, str], ...]
    alike: str = ""

    def row(self, *, drawn: bool) -> str:
        """Return it as a row of the table. On a page that is ``drawn`` the clean text stands there whole."""
        lines = "".join([line.html for line in self.lines])
        if self.alike and not drawn:
            said = [_aside(self.alike)]
        else:
            said = [f"<p>{escape_html(words)}</p>" for words in self.clean]
        said += [_aside(f"接在“{escape_html(words)}…”一段里") for words in self.goes_on]
        said += [
            _aside(f"去掉{escape_html(rule)}：<q>{escape_html(words)}</q>") for rule, words in self.removed
        ]
        return f"<tr><td><pre>{lines}</pre></td><td>{''.join(said)}</td></tr>"


def render_pairs(pairs: Iterable[Pair], *, drawn: bool) -> Markup:
    """Return pairs as rows of the table, each on a line: put together here and not by the template, which is slower."""
    return ready("\n".join([pair.row(drawn=drawn) for pair in pairs]))


def _aside(html: str) -> str:
    return f"<p class=aside>{html}</p>"


@dataclass(slots=True)
class _Row:
    lines: list[Line] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)


def parallel_pairs(result: Result, view: OriginalView = TEXT_ALONE) -> Iterator[Pair]:
    """Yield the original from its first line to its last, each line once, with the clean text it became.

    Where pages are drawn no pair goes over the end of one.
    """
    clean = result.report.clean
    paragraphs = clean.text.split("\n")
    lines = tuple(line_spans(clean.raw.text))
    starts = [line.start for line in lines]
    blocks, removed = _blocks(clean, starts), _removed(clean, starts)
    begun: set[int] = set()
    for row in _rows(original_lines(result, lines, view), blocks, by_page=view.is_drawn):
        new = [block for block in row.blocks if block not in begun]
        words = [words for line in row.lines if (words := lines[line.number - 1].of(clean.raw.text).strip())]
        yield Pair(
            lines=tuple(row.lines),
            clean=tuple(decode(paragraphs[block]) for block in new),
            goes_on=tuple(decode(paragraphs[block][:_BEGIN]) for block in row.blocks if block in begun),
            removed=tuple(told for line in row.lines for told in removed.get(line.number, ())),
            alike=_alike(words, [paragraphs[block] for block in new]),
        )
        begun.update(new)


def _alike(lines: Sequence[str], clean: Sequence[str]) -> str:
    """Say that one paragraph is its lines, character by character; what else was changed leaves nothing to say."""
    if len(clean) != 1 or "".join(lines) != clean[0]:
        return ""
    return "字字相同" if len(lines) == 1 else "字字相同，只接上了断行"


def _rows(lines: Iterator[Line], blocks: dict[int, list[int]], *, by_page: bool) -> Iterator[_Row]:
    """Yield lines that belong together: those of one paragraph, with what stands between and after them."""
    row = _Row()
    for line in lines:
        of = blocks.get(line.number, [])
        turned = by_page and row.lines and row.lines[-1].page != line.page
        if turned or (of and row.blocks and of[0] not in row.blocks):
            yield row
            row = _Row()
        row.lines.append(line)
        row.blocks += [block for block in of if block not in row.blocks]
    if row.lines:
        yield row


def _blocks(clean: CleanText, starts: Sequence[int]) -> dict[int, list[int]]:
    """Return for each line of the raw text, from 1, the paragraphs that have a character of it."""
    in_order = clean.is_in_order
    line_at = [] if in_order else numbers_at(starts, len(clean.raw.text))
    found: dict[int, list[int]] = {}
    start = 0
    for block, paragraph in enumerate(clean.text.split("\n")):
        numbers: set[int] = set()
        for run in _RUN.finditer(clean.text, start, start + len(paragraph)):
            if in_order:
                numbers.update(_numbers(clean.origins, *run.span(), starts))
            else:
                numbers.update(map(line_at.__getitem__, clean.origins[run.start() : run.end()]))
        for number in numbers:
            found.setdefault(number, []).append(block)
        start += len(paragraph) + 1
    return found


def _numbers(origins: Sequence[int], start: int, end: int, starts: Sequence[int]) -> Iterator[int]:
    """Yield the lines that hold a stretch of origins that are in order, from one line to the next."""
    while start < end:
        number = bisect_right(starts, origins[start])
        yield number
        start = bisect_left(origins, starts[number], start, end) if number < len(starts) else end


def _removed(clean: CleanText, starts: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for removal in clean.removed:
        if removal.text.strip():
            told = (word(RULES, removal.rule), " ".join(removal.text.split()))
            found.setdefault(bisect_right(starts, removal.span.start), []).append(told)
    return found
