"""Put back text that a page holds out of reading order.

A page read in blocks may give the rest of a cut paragraph after a heading, or behind another paragraph's first lines.
What is seen then is an *open end*, a line that breaks off and is followed by a heading, and an *orphan*, a line that
starts in the middle of a sentence. Where the end of one and the start of the other make a word of the dictionary, or
a mark only they explain, the orphan's paragraph is moved behind the open end. An orphan may itself have stood behind
another open end, which then needs an orphan of its own: the links of such a chain support one another. Nothing is
moved without a link that is certain, with two chains equally good, or where no page ends in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import jieba

from build_scripts.clean.joins import Page, joined, see_page
from build_scripts.models import Finding, RawText, Severity, Span
from build_scripts.offsets import Change, Draft
from build_scripts.rules.loading import load_words
from build_scripts.rules.widths import CLOSERS, is_han

_WINDOW = 90
_CERTAIN = 2
_LEANING = 1
_OPEN_TAILS = "，、（(《“‘「『"


@dataclass(frozen=True, slots=True)
class Link:
    """The paragraph that starts at line ``orphan`` carries on line ``end``; ``score`` 2 is certain, 0 unsupported."""

    end: int
    orphan: int
    score: int


Chain = tuple[Link, ...]


def fix_reading_order(draft: Draft, raw: RawText) -> tuple[list[Change], list[Finding]]:
    """Return the moves that put orphans behind their open ends, and a finding for each move and each doubt."""
    page = see_page(draft, raw)
    changes: list[Change] = []
    findings: list[Finding] = []
    used: set[int] = set()
    for end in _open_ends(page):
        chains = [c for c in _chains(page, end, _WINDOW) if not used & {k.orphan for k in c}]
        best = _best(chains)
        if best:
            used |= {link.orphan for link in best}
            changes += [_move(page, link) for link in best]
            findings += [_moved(page, draft, link) for link in best]
        elif chains:
            findings.append(_doubt(page, draft, end))
    return changes, findings


def _open_ends(page: Page) -> list[int]:
    """Return the body lines that break off although a heading follows."""
    ends = []
    for i, line in enumerate(page.lines[:-1]):
        after = page.lines[i + 1]
        in_head = page.title is not None and i <= page.title.last
        if line.finished or in_head or i in page.tabular or not after.mark or _in_heading(page, i):
            continue
        if page.full(line) or (page.wrap is None and line.width > 60):
            ends.append(i)
    return ends


def _in_heading(page: Page, i: int) -> bool:
    """Say whether line ``i`` belongs to a heading that has no full stop."""
    while i and joined(page, i - 1) and "。" not in page.lines[i].packed:
        i -= 1
    line = page.lines[i]
    return bool(line.weight or line.mark) and "。" not in line.packed


def _best(chains: Sequence[Chain]) -> Chain | None:
    """Return the chain with the strongest evidence a link, if none is as strong."""
    ranked = sorted(chains, key=_strength, reverse=True)
    if not ranked or max(link.score for link in ranked[0]) < _CERTAIN:
        return None
    if len(ranked) > 1 and _strength(ranked[1]) == _strength(ranked[0]):
        return None
    return ranked[0]


def _strength(chain: Chain) -> tuple[float, int]:
    return sum(link.score for link in chain) / len(chain), -abs(chain[0].orphan - chain[0].end)


def _chains(page: Page, end: int, reach: int, depth: int = 2) -> Iterator[Chain]:
    """Yield the chains of links that begin at an open end; each link must cross the end of a page."""
    for orphan in range(end + 2, min(len(page.lines), end + reach)):
        before = page.lines[orphan - 1]
        if page.lines[orphan].mark or orphan in page.tabular or not _crosses_page(page, end, orphan):
            continue
        score = _score(page, end, orphan)
        if before.finished or _in_heading(page, orphan - 1):
            if score and _starts_block(page, orphan):
                yield (Link(end, orphan, score),)
        elif depth and _score(page, orphan - 1, orphan) == 0 and page.full(before):
            for rest in _chains(page, orphan - 1, reach, 0):
                if rest[0].score >= _CERTAIN:
                    yield (Link(end, orphan, max(score, _LEANING)), *rest)


def _starts_block(page: Page, i: int) -> bool:
    return not joined(page, i - 1) or page.lines[i - 1].finished


def _crosses_page(page: Page, end: int, orphan: int) -> bool:
    if not any(line.page_after for line in page.lines):
        return True
    return any(line.page_after for line in page.lines[end : _block_end(page, orphan) + 1])


def _score(page: Page, end: int, orphan: int) -> int:
    """Return how sure it is that line ``orphan`` carries on line ``end``."""
    head, tail = page.lines[orphan].packed, page.lines[end].packed
    if head[0] in "，、。；：" or head[0] in CLOSERS:
        return _CERTAIN
    if word_across(tail, head):
        return _CERTAIN
    at_page_top = page.lines[end].page_after and orphan == end + 2
    if at_page_top and not head.startswith(load_words("openings.yml", "paragraph_openings")):
        return _CERTAIN if tail[-1] in _OPEN_TAILS else _LEANING
    return 0


def word_across(left: str, right: str) -> str | None:
    """Return the dictionary word that begins in ``left`` and ends in ``right``, if cutting the two together gives one.

    >>> word_across("新理念、新思", "想、新战略")
    '思想'
    """
    left, right = left[-6:], right[:6]
    if not (left and right and is_han(left[-1]) and is_han(right[0])):
        return None
    at = 0
    for word in _tokenizer().cut(left + right, HMM=False):
        if at < len(left) < at + len(word):
            return str(word)
        at += len(word)
    return None


@cache
def _tokenizer() -> jieba.Tokenizer:
    """Load jieba's dictionary without its cache file and without a word on standard error."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _block_end(page: Page, i: int) -> int:
    while i + 1 < len(page.lines) and joined(page, i):
        i += 1
    return i


def _move(page: Page, link: Link) -> Change:
    last = _block_end(page, link.orphan)
    start = page.lines[link.orphan].start
    end = page.lines[last + 1].start if last + 1 < len(page.lines) else page.lines[last].end
    return Change("reading-order", start, end, to=page.lines[link.end + 1].start)


def _moved(page: Page, draft: Draft, link: Link) -> Finding:
    head, tail = page.lines[link.orphan].packed[:12], page.lines[link.end].packed[-12:]
    sure = "高" if link.score >= _CERTAIN else "中"
    message = f"原文次序有误：以“{head}”开头的一段已移至“{tail}”之后（把握：{sure}）"
    line = page.lines[link.orphan]
    return Finding("reading-order", Severity.NOTE, message, _raw(draft, line.start, line.end))


def _doubt(page: Page, draft: Draft, end: int) -> Finding:
    line = page.lines[end]
    message = f"“{line.packed[-12:]}”之后文字中断，疑有段落次序错乱，未作移动"
    return Finding("reading-order", Severity.WARNING, message, _raw(draft, line.start, line.end))


def _raw(draft: Draft, start: int, end: int) -> Span:
    return Span(draft.origin(start), draft.origin(end - 1) + 1)
