"""Which lines of a page are the article: by where its sentences are dense, not by the names of its parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from build_scripts.read.elements import Element, walk
from build_scripts.read.html_lines import Line
from build_scripts.rules.box import label_re
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head import DOC_NUMBER_RE, is_agency, is_title
from build_scripts.rules.loading import load_rules
from build_scripts.rules.numerals import fold_width

# The article holds this share of what is written in sentences and tables. The rest are notes of the portal.
_SHARE = 0.85
# A line without a sentence's mark (address, telephone, makers of the site) weighs so much of one with it.
_LIGHT = 0.2
# Characters of sentences below which there is nothing to read.
_FEWEST = 10
_SENTENCE_RE = re.compile("[，。；,;]")
# So many lines of links below each other are a list of other pages.
_FEWEST_LINKS, _MOSTLY = 3, 0.6
# Signature and date may stand in blocks of their own, right behind the article.
_FOOT = 4
_SHORTEST_TITLE = 4
_DATED_RE = re.compile(r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?.{0,10}来源:.*")


@dataclass(slots=True)
class _Mass:
    """What an element holds: the weight of its lines, and its characters in and outside of links."""

    weight: float = 0
    plain: int = 0
    linked: int = 0


def choose_lines(body: Element, lines: Sequence[Line], title: str) -> list[Line]:
    """Return the lines of the article, with those above it that say what it is, and signature and date below it.

    ``title`` is the page's own name for itself. Empty where the page has no article.
    """
    masses = _weigh(body, lines)
    if masses[body].weight < _FEWEST:
        return []
    within = frozenset(_find_article(body, masses).iter())
    inside = [line.home in within for line in lines]
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    listed = _find_lists(lines)
    head: dict[str, Line] = {}
    for line in lines[:first]:
        if _is_head(line, title):
            head.setdefault(_packed(line), line)
    article = [line for i, line in enumerate(lines) if inside[i] and i not in listed]
    return [*head.values(), *article, *filter(_is_foot, lines[last + 1 : last + 1 + _FOOT])]


def _packed(line: Line) -> str:
    return fold_width("".join(line.text.split()))


def _weigh(body: Element, lines: Sequence[Line]) -> dict[Element, _Mass]:
    """Return what every element holds, all within it counted."""
    masses = {element: _Mass() for element in body.iter()}
    for line in lines:
        mass = masses[line.home]
        mass.weight += _weight(line)
        mass.linked += line.linked
        mass.plain += line.size - line.linked
    for opens, element in walk(body):
        parent = element.getparent()
        if not opens and element is not body and parent is not None:
            mass, above = masses[element], masses[parent]
            if element.tag in ("footer", "aside"):
                mass.weight = 0
            above.weight += mass.weight
            above.plain += mass.plain
            above.linked += mass.linked
    return masses


def _weight(line: Line) -> float:
    plain = line.size - line.linked
    if plain <= 0 or line.linked > _MOSTLY * line.size or _is_chrome(_packed(line)):
        return 0
    return plain if line.row or _SENTENCE_RE.search(line.text) else plain * _LIGHT


@cache
def _chrome_re() -> re.Pattern[str]:
    """Return the pattern of whole lines that a portal sets round an article."""
    rules = (*load_rules("furniture.yml", "portal"), *load_rules("furniture.yml", "portal_edges"))
    return re.compile(
        "|".join(rule.pattern.pattern for rule in rules if rule.pattern.pattern.startswith("^"))
    )


def _is_chrome(packed: str) -> bool:
    return _chrome_re().match(packed) is not None


def _find_article(body: Element, masses: dict[Element, _Mass]) -> Element:
    """Return the innermost element that holds nearly all sentences, or the one round it that holds all of them."""
    total, found = masses[body].weight, body
    child: Element | None = body
    while child is not None:
        found = child
        child = next((c for c in found if masses[c].weight >= _SHARE * total), None)
    above = found.getparent() if found is not body else None
    while above is not None and above in masses:
        more, own = masses[above], masses[found]
        if more.linked - own.linked > more.plain - own.plain:
            break
        if more.weight - own.weight >= _FEWEST:
            found = above
        above = above.getparent()
    return found


def _find_lists(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of lists of links to other pages."""

    def is_linked(i: int) -> bool:
        return lines[i].linked > _MOSTLY * lines[i].size and "。" not in lines[i].text

    found: set[int] = set()
    for linked, group in groupby(range(len(lines)), key=is_linked):
        run = list(group)
        if linked and len(run) >= _FEWEST_LINKS:
            found.update(run)
    return frozenset(found)


def _is_head(line: Line, title: str) -> bool:
    """Say whether a line above the article says what it is: its title, a particular, its number, where it is from."""
    packed = _packed(line)
    if line.linked * 2 > line.size or _is_chrome(packed):
        return False
    if is_title(packed) or (line.heading and len(packed) >= _SHORTEST_TITLE and packed in title):
        return True
    label = label_re().match(packed.lstrip("[【"))
    told = label is not None and packed.lstrip("[【")[label.end() :].lstrip("]】")[:1] in (":", "")
    return told or bool(DOC_NUMBER_RE.fullmatch(packed) or _DATED_RE.fullmatch(packed))


def _is_foot(line: Line) -> bool:
    packed = _packed(line)
    return bool(DATE_LINE_RE.fullmatch(packed)) or is_agency(packed)
