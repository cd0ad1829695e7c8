"""Lines at the head of page after page that read like a title: a report that has none of its own has no title."""

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from build_scripts.models import Layout, PlacedLine, RawText, Span
from build_scripts.rules.head_parts import is_title_end

# By boxes a line stands at one place where it is no further off, in points; a head has three lines at most. As where
# running heads are taken away: on three pages, or on both of two.
_SAME_PLACE, _OUTER, _OFTEN = 6, 3, 3
# A title is set larger than the text, by GB/T 9704 22 points over 16; a running head is not.
_LARGER = 1.2
_LONGEST = 40
_SENTENCE_RE = re.compile("[\t，。；]")


def find_running_titles(raw: RawText) -> tuple[Span, ...]:
    """Return the raw lines, on all pages, that say at one place of page after page what a title would say.

    None where the line is set larger than the text, as a title is. Empty for a text without places.
    """
    layout = raw.layout
    if layout is None or len(layout.pages) == 1:
        return ()
    text_size = median(line.box.bottom - line.box.top for line in layout.lines) if layout.lines else 0.0
    places: dict[tuple[str, int], list[PlacedLine]] = defaultdict(list)
    for line in _top_lines(layout):
        words = "".join(line.span.of(raw.text).split())
        small = line.box.bottom - line.box.top < _LARGER * text_size
        if small and len(words) <= _LONGEST and is_title_end(words) and not _SENTENCE_RE.search(words):
            places[words, round(line.box.top / _SAME_PLACE)].append(line)
    often = min(_OFTEN, len(layout.pages))
    return tuple(sorted(line.span for own in places.values() if _runs(own, often) for line in own))


def _runs(lines: Sequence[PlacedLine], often: int) -> bool:
    pages = {line.page for line in lines}
    return 1 in pages and len(pages) >= often


def _top_lines(layout: Layout) -> list[PlacedLine]:
    """Return the first lines of each page, as many as a running head has at most."""
    tops: dict[int, list[PlacedLine]] = defaultdict(list)
    for line in sorted(layout.lines, key=lambda line: (line.page, line.box.top)):
        if len(tops[line.page]) < _OUTER:
            tops[line.page].append(line)
    return [line for own in tops.values() for line in own]
