"""Numbers that Word sets itself before paragraphs (一、 （一） 1. 第一章), as it shows them.

Source: ECMA-376 part 1, 17.9. Lists of one abstract list go on counting, until one starts anew.
"""

import re
from dataclasses import dataclass, field

from build_scripts.read.docx_styles import NumberAt, W, child, is_on, value, whole
from build_scripts.read.elements import Element
from build_scripts.read.list_numbers import write_number

_DEEPEST = 9
_PLACE_RE = re.compile(r"%([1-9])")
_BREAKS_NUMBER_RE = re.compile(r"[0-9A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. ``text`` has %1 where the number of the first level stands."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: int | None = None
    in_digits: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list: which abstract list it counts with, its levels, and at which numbers it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


def read_lists(root: Element | None) -> dict[str, NumberedList]:
    """Return the lists that word/numbering.xml holds by their ids, none where it is not there."""
    if root is None:
        return {}
    abstracts = {value(e, "abstractNumId"): e for e in root if e.tag == W + "abstractNum"}
    linked = {
        value(child(e, "styleLink")): e for e in abstracts.values() if child(e, "styleLink") is not None
    }
    found = {}
    for element in root:
        list_id = value(element, "numId") if element.tag == W + "num" else None
        abstract = abstracts.get(value(child(element, "abstractNumId")))
        if list_id and abstract is not None:
            abstract = linked.get(value(child(abstract, "numStyleLink")), abstract)
            found[list_id] = _list(element, abstract)
    return found


def _list(element: Element, abstract: Element) -> NumberedList:
    levels = _levels(abstract)
    starts: dict[int, int] = {}
    for override in (e for e in element if e.tag == W + "lvlOverride"):
        at = whole(value(override, "ilvl")) or 0
        levels |= _levels(override)
        start = whole(value(child(override, "startOverride")))
        if start is not None:
            starts[at] = start
    return NumberedList(value(abstract, "abstractNumId") or "", levels, starts)


def _levels(element: Element) -> dict[int, Level]:
    return {
        at: _level(e) for e in element if e.tag == W + "lvl" and (at := whole(value(e, "ilvl"))) is not None
    }


def _level(element: Element) -> Level:
    forms = [value(e) for e in element.iter(W + "numFmt")]
    start = whole(value(child(element, "start")))
    return Level(
        # A form of a newer Word stands beside one that every Word knows, which comes last.
        form=(forms[-1] if forms else None) or "decimal",
        text=value(child(element, "lvlText")) or "",
        start=1 if start is None else start,
        restarts=whole(value(child(element, "lvlRestart"))),
        in_digits=bool(is_on(child(element, "isLgl"))),
        style=value(child(element, "pStyle")),
    )


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has counted while the paragraphs are read in order."""

    lists: dict[str, NumberedList]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def level_of(self, list_id: str, style_id: str) -> int | None:
        """Return the level that a list has for paragraphs of a style."""
        numbered = self.lists.get(list_id)
        levels = numbered.levels.items() if numbered else ()
        return next((at for at, level in levels if level.style == style_id), None)

    def next(self, place: NumberAt) -> str:
        """Return what stands before the next paragraph at ``place``, "" where nothing does."""
        numbered = self.lists.get(place.list_id)
        if numbered is None or place.level not in numbered.levels:
            return ""
        if place.list_id not in self.begun:
            self.begun.add(place.list_id)
            for at, start in numbered.starts.items():
                self.counts[numbered.abstract, at] = start - 1
        key = (numbered.abstract, place.level)
        self.counts[key] = self.counts.get(key, numbered.levels[place.level].start - 1) + 1
        self._restart_below(numbered, place.level)
        return _shown(self, numbered, place.level)

    def _restart_below(self, numbered: NumberedList, at: int) -> None:
        """Let deeper levels begin anew, but those that only do so behind a higher one, or never."""
        for deeper in range(at + 1, _DEEPEST):
            level = numbered.levels.get(deeper, Level())
            if level.restarts is None or at < level.restarts:
                self.counts.pop((numbered.abstract, deeper), None)

    def number(self, numbered: NumberedList, at: int) -> int:
        """Return how far a level has counted; one that no paragraph had yet stands at its start."""
        level = numbered.levels.get(at, Level())
        return self.counts.get((numbered.abstract, at), level.start)


def _shown(numbering: Numbering, numbered: NumberedList, at: int) -> str:
    level = numbered.levels[at]
    if level.form in ("bullet", "none"):
        return "" if level.form == "bullet" else _PLACE_RE.sub("", level.text)

    def written(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        own = numbered.levels.get(place, Level())
        form = "decimal" if level.in_digits else own.form
        return write_number(numbering.number(numbered, place), form)

    return _PLACE_RE.sub(written, level.text)


def set_before(mark: str, text: str) -> str:
    """Return a paragraph with its number before it: apart from it where the two would read as one number.

    >>> set_before("一、", "主要工作"), set_before("1.", "2023年以来"), set_before("第一章", "总则")
    ('一、主要工作', '1. 2023年以来', '第一章 总则')
    """
    words = text.lstrip()
    blanks = text[: len(text) - len(words)]
    mark = mark.strip()
    if not (mark and words):
        return blanks + mark + words
    apart = words[0].isdigit() or _BREAKS_NUMBER_RE.search(mark) or mark[-1] in "章节条部分"
    return f"{blanks}{mark}{' ' if apart else ''}{words}"
