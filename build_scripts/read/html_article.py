"""Which lines of a page are the article: by where its sentences are dense, not by the names of its parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from build_scripts.read.elements import Element, walk
from build_scripts.read.html_lines import Line
from build_scripts.rules.box_labels import label_re, load_labels
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head_parts import (
    DOC_NUMBER_RE,
    IMPRINT_RE,
    NOTE_RE,
    SIGNER_RE,
    is_agency,
    is_letterhead,
    is_title,
)
from build_scripts.rules.loading import load_rules
from build_scripts.rules.marks import find_mark
from build_scripts.rules.numerals import fold_width

# One block holds this share of what a page says in sentences and tables: the article, or most of it.
_SHARE = 0.6
# A line without a sentence's mark (address, telephone, makers of the site) weighs so much of one with it.
_LIGHT = 0.2
# Characters of sentences below which there is nothing to read.
_FEWEST = 10
_SENTENCE_RE = re.compile("[，。；,;]")
# So many lines of links below each other are a list of other pages.
_FEWEST_LINKS, _MOSTLY = 3, 0.6
# Signature and date may stand in blocks of their own, right behind the article.
_FOOT = 4
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 320
# An article may name laws with links within its lines; of news every headline is one. So many sentences go with each.
_SENTENCES_A_LINK = 5
# Tags that say themselves that they hold nothing of the article.
_BESIDE = frozenset(("footer", "aside"))
_DATED_RE = re.compile(r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?.{0,10}来源:.*")


@dataclass(slots=True)
class _Mass:
    """What an element holds: the weight of its lines, its characters in and outside of links, first and last line.

    ``sentences`` counts the lines that have any, ``own`` those of them that stand in no element within this one,
    ``headlines`` the lines that are links.
    """

    weight: float = 0
    plain: int = 0
    linked: int = 0
    sentences: int = 0
    own: int = 0
    headlines: int = 0
    first: int = -1
    last: int = -1

    def add_line(self, i: int, line: Line) -> None:
        """Count a line of the element's own."""
        weight = _weight(line)
        self.weight += weight
        self.linked += line.linked
        self.plain += line.size - line.linked
        self.headlines += _is_link(line)
        self.own += weight > 0 and _is_said(line)
        self.sentences = self.own
        self.first, self.last = (i if self.first < 0 else self.first), i

    def add(self, inner: "_Mass") -> None:
        """Count all that an element within holds."""
        self.weight += inner.weight
        self.plain += inner.plain
        self.linked += inner.linked
        self.sentences += inner.sentences
        self.headlines += inner.headlines
        self.first = min((first for first in (self.first, inner.first) if first >= 0), default=-1)
        self.last = max(self.last, inner.last)


def choose_lines(body: Element, lines: Sequence[Line], title: str) -> list[Line]:
    """Return the lines of the article, with those above it that say what it is, and signature and date below it.

    ``title`` is the page's own name for itself. Empty where the page has no article.
    """
    masses = _weigh(body, lines)
    if masses[body].weight < _FEWEST:
        return []
    titles = _find_titles(lines, title)
    within = _find_article(body, masses, titles)
    inside = [line.home in within for line in lines]
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    listed = _find_lists(lines)
    while first and _is_heading(lines[first - 1]):
        first -= 1
    head: dict[str, Line] = {}
    below = max((i for i in titles if i < first), default=first)
    for i, line in enumerate(lines[:first]):
        if i in titles or _is_particular(line) or (i > below and not line.linked):
            named = _with_value(line, lines[i + 1], is_free=i + 1 not in titles)
            head.setdefault(_packed(named), named)
    article = [
        line
        for i, line in enumerate(lines)
        if i not in listed and (inside[i] or (first <= i <= last and _is_heading(line)))
    ]
    return [*head.values(), *article, *filter(_is_foot, lines[last + 1 : last + 1 + _FOOT])]


def _packed(line: Line) -> str:
    return fold_width("".join(line.text.split()))


def _weigh(body: Element, lines: Sequence[Line]) -> dict[Element, _Mass]:
    """Return what every element holds, all within it counted."""
    masses = {element: _Mass() for element in body.iter()}
    for i, line in enumerate(lines):
        masses[line.home].add_line(i, line)
    for opens, element in walk(body):
        parent = element.getparent()
        if not opens and element is not body and parent is not None:
            if element.tag in _BESIDE:
                masses[element].weight = masses[element].sentences = 0
            masses[parent].add(masses[element])
    return masses


def _weight(line: Line) -> float:
    plain = line.size - line.linked
    if plain <= 0 or _is_link(line) or _is_chrome(_packed(line)):
        return 0
    return plain if _is_said(line) else plain * _LIGHT


def _is_link(line: Line) -> bool:
    return line.linked > _MOSTLY * line.size


def _is_said(line: Line) -> bool:
    """Say whether a line is a sentence, or a row of a table."""
    return line.row or _SENTENCE_RE.search(line.text) is not None


@cache
def _chrome_re() -> re.Pattern[str]:
    """Return the pattern of whole lines that a portal sets round an article."""
    rules = (*load_rules("furniture.yml", "portal"), *load_rules("furniture.yml", "portal_edges"))
    return re.compile(
        "|".join(rule.pattern.pattern for rule in rules if rule.pattern.pattern.startswith("^"))
    )


def _is_chrome(packed: str) -> bool:
    return _chrome_re().match(packed) is not None


def _find_article(body: Element, masses: dict[Element, _Mass], titles: frozenset[int]) -> frozenset[Element]:
    """Return the elements of the article: all within the innermost one that holds most sentences, and more.

    Other parts of an article may stand in blocks beside it: without links, and not above the title. What stands
    between two parts is one, unless it is mostly links.
    """
    found = _innermost(body, masses)
    kept = set(found.iter())
    title = min((i for i in titles if i < masses[found].first), default=-1)
    while found is not body and (above := found.getparent()) is not None:
        children = list(above)
        parts = [i for i, c in enumerate(children) if c is found or _is_part(masses[c], title)]
        for child in children[parts[0] : parts[-1] + 1]:
            mass = masses[child]
            if child is not found and mass.linked <= mass.plain:
                kept.update(child.iter())
        if masses[above].own:
            kept.add(above)
        found = above
    return frozenset(kept)


def _innermost(body: Element, masses: dict[Element, _Mass]) -> Element:
    """Return the innermost element of more than one line that holds most of what the page says."""
    wanted = _SHARE * masses[body].weight
    found = body
    child: Element | None = body
    while child is not None:
        found = child
        inner = (c for c in found if masses[c].weight >= wanted and masses[c].last > masses[c].first)
        child = next(inner, None)
    return found


def _is_part(mass: _Mass, title: int) -> bool:
    return mass.sentences > 0 and mass.last >= title and mass.headlines * _SENTENCES_A_LINK <= mass.sentences


def _find_lists(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of lists of links to other pages."""

    def is_linked(i: int) -> bool:
        return _is_link(lines[i]) and "。" not in lines[i].text

    found: set[int] = set()
    for linked, group in groupby(range(len(lines)), key=is_linked):
        run = list(group)
        if linked and len(run) >= _FEWEST_LINKS:
            found.update(run)
    return frozenset(found)


def _find_titles(lines: Sequence[Line], title: str) -> frozenset[int]:
    """Return the lines that are a title of the article, over as many lines as it stands on."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if not _is_title(line, title):
            continue
        found.add(i)
        while i and lines[i - 1].home is line.home and not lines[i - 1].linked and not line.row:
            i -= 1  # noqa: PLW2901 - back over the lines of one block
            found.add(i)
        if i and is_agency(_packed(lines[i - 1])) and not lines[i - 1].linked:
            found.add(i - 1)
    return frozenset(found)


def _is_heading(line: Line) -> bool:
    """Say whether a line opens with the mark of a heading: it may stand in a block of its own."""
    return not line.linked and find_mark(_packed(line)) is not None


def _is_title(line: Line, title: str) -> bool:
    packed = _packed(line)
    if len(packed) > _LONGEST_TITLE or line.linked * 2 > line.size or _is_chrome(packed):
        return False
    if find_mark(packed):
        return False
    return is_title(packed) or (line.heading and len(packed) >= _SHORTEST_TITLE and packed in title)


def _is_particular(line: Line) -> bool:
    """Say whether a line above the article says what it is: a label, letterhead, number, signer, where it is from."""
    packed = _packed(line)
    if line.linked * 2 > line.size or _is_chrome(packed):
        return False
    bare = packed.lstrip("[【")
    label = label_re().match(bare)
    if label and (bare != packed or bare[label.end() :][:1] in (":", "")):
        return True
    if packed.endswith("文件"):
        return is_letterhead(packed)
    return any(form.match(packed) for form in (DOC_NUMBER_RE, SIGNER_RE, _DATED_RE))


def _with_value(line: Line, below: Line, *, is_free: bool) -> Line:
    """Return a label with the value that stands in the next line: 索引号 above A-1/2024-01."""
    packed = _packed(line)
    label = label_re().fullmatch(packed.rstrip(":"))
    if label is None or not is_free or _is_particular(below):
        return line
    value = _packed(below)
    if not load_labels()[label[0]].fits(value):
        return line
    return replace(line, text=f"{label[0]}：{below.text.strip()}")


def _is_foot(line: Line) -> bool:
    """Say whether a line below the article is its signature, its date, or a note of its imprint."""
    packed = _packed(line)
    forms = (DATE_LINE_RE, IMPRINT_RE, NOTE_RE)
    return not line.linked and (is_agency(packed) or any(form.fullmatch(packed) for form in forms))
