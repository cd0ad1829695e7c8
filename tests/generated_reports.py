"""Whole reports that nobody wrote, with the truth of every figure; the sentences stand in generated.yml.

``make_report(rnd)`` gives the same report for the same state of the dice. All sums are right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

TEMPLATES = Path(__file__).with_name("generated.yml")

_SLOT = re.compile(r"\{([^{}]+)\}")
_UNIT = re.compile(r"(?:(?P<label>\w):)?(?P<unit>[^<=~]+)(?:(?P<link>[<=~])(?P<total>\w))?")
_RANGE = re.compile(r"(\d+)-(\d+)")
_KIND = "kind:"
_USUAL = {
    **dict.fromkeys(("次", "场", "期", "轮", "座", "所", "艘", "套"), (2, 30)),
    **dict.fromkeys(("份", "册", "张", "人次"), (50, 2000)),
    **dict.fromkeys(("户", "户次", "家次", "台", "条", "亩", "公里"), (20, 400)),
    "%": (88, 100),
}
_VAGUE: tuple[tuple[str, int, int | None, str], ...] = (
    ("三四百", 300, 400, "approx"),
    ("一二百", 100, 200, "approx"),
    ("数十", 20, 90, "approx"),
    ("几十", 20, 90, "approx"),
    ("十几", 11, 19, "approx"),
    ("数百", 200, 900, "approx"),
    ("近千", 1000, None, "approx"),
    ("上百", 100, None, "at_least"),
    ("百余", 100, None, "at_least"),
)
# By flag: what stands before the number and after it, and what that makes of it.
_ROUND = {
    "余": ("", "余", "at_least"),
    "多": ("", "多", "at_least"),
    "近": ("近", "", "approx"),
    "约": ("约", "", "approx"),
    "超": ("超过", "", "at_least"),
}
_CHANGES = {"up": "increase", "down": "decrease"}
# A smaller rest than this part of a total might be a slip of the pen that a reader would ask about.
_REST = 9
_DIGITS = "零一两三四五六七八九"


@dataclass(frozen=True, slots=True)
class Truth:
    """A figure in a text: place, value, what must be said of it; ``parent`` is the place of its total in the list.

    A unit of None is not asked; ``words`` stand in its subject ("a|b" is a or b), one of ``themes`` is its theme;
    ``kind`` says what kind of thing it counts.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    words: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    value_max: Decimal | None = None
    qualifier: str = "exact"
    change: str | None = None
    parent: int | None = None
    kind: str = ""


@dataclass(slots=True)
class Page:
    """A text that grows, with its figures and, of a whole report, its particulars."""

    text: str = ""
    truths: list[Truth] = field(default_factory=list)
    meta: dict[str, str | None] = field(default_factory=dict)

    def add(self, text: str, truths: Iterable[Truth] = ()) -> None:
        """Set ``text`` behind the rest; places and parents of its figures move along."""
        at, first = len(self.text), len(self.truths)
        for t in truths:
            parent = None if t.parent is None else t.parent + first
            self.truths.append(replace(t, start=t.start + at, end=t.end + at, parent=parent))
        self.text += text


class Slot(NamedTuple):
    """One mark of a sentence, as the head of generated.yml tells them."""

    label: str | None
    unit: str
    link: str | None
    total: str | None
    words: str
    themes: tuple[str, ...]
    flags: frozenset[str]
    low: int
    high: int
    kind: str


@cache
def templates() -> dict[str, Any]:
    """Return the sentences, fillers, headings and tables."""
    return dict(yaml.safe_load(TEMPLATES.read_text("utf-8")))


def parse_slot(mark: str) -> Slot:
    """Return what a mark says (``a:件 处罚 行政处罚 20-60``); raises ValueError for one that says too little."""
    head, words, themes, *flags = mark.split(" ")
    unit = _UNIT.fullmatch(head)
    if unit is None:
        raise ValueError(mark)
    asked = next((m for m in map(_RANGE.fullmatch, flags) if m), None)
    low, high = (int(asked[1]), int(asked[2])) if asked else _USUAL.get(unit["unit"], (3, 60))
    kind = next((f.removeprefix(_KIND) for f in flags if f.startswith(_KIND)), "")
    told = words, tuple(themes.split("|")), frozenset(flags)
    return Slot(unit["label"], unit["unit"], unit["link"], unit["total"], *told, low, high, kind)


def draw_values(slots: list[Slot], rnd: Random) -> list[int]:
    """Draw a number for each mark; the parts of a total are at least one each and never more than it."""
    values = [rnd.randint(s.low, s.high) for s in slots]
    for i, whole in enumerate(slots):
        parts = [j for j, s in enumerate(slots) if s.total is not None and s.total == whole.label]
        if parts:
            values[i] = max(values[i], 2 * len(parts) + 2)
            exact = all(slots[j].link == "=" for j in parts)
            cuts = sorted(rnd.sample(range(1, values[i]), len(parts) - exact))
            ends = [0, *cuts, *([values[i]] if exact else [])]
            for j, (low, high) in zip(parts, pairwise(ends), strict=True):
                values[j] = high - low
            values[i] += 0 if exact else values[i] // _REST + 1
    return values


def write_number(slot: Slot, value: int, rnd: Random) -> tuple[str, Truth]:
    """Return the number as it is written, without its unit, and what it is worth."""
    here = Truth(0, 0, Decimal(value), slot.unit.replace("（次）", "次"), themes=slot.themes, kind=slot.kind)
    if "vague" in slot.flags:
        text, low, high, qualifier = rnd.choice(_VAGUE)
        top = None if high is None else Decimal(high)
        return text, replace(here, value=Decimal(low), value_max=top, qualifier=qualifier)
    if slot.unit == "万元":
        tenths = Decimal(value * 10 + rnd.randint(0, 9)) / 10
        return f"{tenths.normalize():f}万", replace(here, value=tenths * 10000, unit="元")
    if "wan" in slot.flags:
        thousands = Decimal(value // 1000)
        return f"{(thousands / 10).normalize():f}万", replace(here, value=thousands * 1000)
    if "han" in slot.flags and value < len(_DIGITS):
        return _DIGITS[value], here
    for flag in sorted(slot.flags & set(_ROUND)):
        before, after, qualifier = _ROUND[flag]
        tens = max(10, value // 10 * 10)
        return f"{before}{tens}{after}", replace(here, value=Decimal(tens), qualifier=qualifier)
    return str(value), here


def fill(sentence: str, rnd: Random) -> Page:
    """Return a sentence with its marks filled, and its figures."""
    marks = list(_SLOT.finditer(sentence))
    slots = [parse_slot(m[1]) for m in marks]
    page, firsts, at = Page(), dict[str | None, int](), 0
    for slot, value, mark in zip(slots, draw_values(slots, rnd), marks, strict=True):
        page.add(sentence[at : mark.start()])
        at = mark.end()
        total = firsts.get(slot.total) if slot.link in ("<", "=") else None
        firsts[slot.label] = len(page.truths)
        _add_figure(page, slot, write_number(slot, value, rnd), total)
    page.add(sentence[at:])
    return page


def _add_figure(page: Page, slot: Slot, number: tuple[str, Truth], total: int | None) -> None:
    written, truth = number
    start = len(page.text)
    if slot.unit == "零":
        start, truth = 0, replace(truth, value=Decimal(0), unit=None)
    else:
        page.text += ("各" if "各" in slot.flags else "") + written + slot.unit.removeprefix("万")
    change = next((_CHANGES[f] for f in sorted(slot.flags) if f in _CHANGES), None)
    if total is not None:
        truth = replace(truth, kind=truth.kind or page.truths[total].kind)
    for words in slot.words.split(";"):
        must = () if words == "@" else tuple(words.split(","))
        page.truths.append(
            replace(truth, start=start, end=len(page.text), words=must, change=change, parent=total)
        )


def make_table(table: dict[str, Any], rnd: Random) -> Page:
    """Return a table in pipes: rows with a row of totals, or one row whose cells add up to its total."""
    page = Page()
    page.add(f"{table['caption']}\n")
    themes = tuple(table["theme"].split("|"))
    if "rows" in table:
        _add_rows(page, table, themes, rnd)
    else:
        _add_one_row(page, table, themes, rnd)
    return page


def _add_line(page: Page, cells: list[tuple[str, Truth | None]]) -> None:
    page.text += "|"
    for text, truth in cells:
        start = len(page.text) + 1
        page.text += f" {text} |"
        if truth:
            page.truths.append(replace(truth, start=start, end=start + len(text)))
    page.text += "\n"


def _add_rows(page: Page, table: dict[str, Any], themes: tuple[str, ...], rnd: Random) -> None:
    heads, rows = table["heads"], table["rows"]
    _add_line(page, [("类别", None), *((h, None) for h in heads)])
    _add_line(page, [("---", None)] * (len(heads) + 1))
    first = len(page.truths)
    units = [h[h.index("（") + 1 : -1] for h in heads]
    words = [h[: h.index("（")] for h in heads]
    values = [[rnd.randint(2, 90) for _ in heads] for _ in rows]
    for row, numbers in zip(
        [*rows, "合计"], [*values, [sum(c) for c in zip(*values, strict=True)]], strict=True
    ):
        truths = [
            Truth(
                0, 0, Decimal(n), units[i], (words[i],) if row == "合计" else (row, words[i]), themes,
                parent=None if row == "合计" else first + len(rows) * len(heads) + i, kind=table["kinds"][i],
            )
            for i, n in enumerate(numbers)
        ]  # fmt: skip
        _add_line(page, [(row, None), *((str(int(t.value)), t) for t in truths)])


def _add_one_row(page: Page, table: dict[str, Any], themes: tuple[str, ...], rnd: Random) -> None:
    heads = table["heads"]
    values = [rnd.randint(1, 90) for _ in heads]
    whole, kind = len(page.truths) + len(heads), table["kinds"][0]
    cells: list[tuple[str, Truth | None]] = [
        (str(n), Truth(0, 0, Decimal(n), None, (h,), themes, parent=whole, kind=kind))
        for h, n in zip(heads, values, strict=True)
    ]
    total = Truth(0, 0, Decimal(sum(values)), table["unit"], ("合计",), themes, kind=kind)
    cells.append((str(sum(values)), total))
    names = [*heads, f"合计（{table['unit']}）"]
    if "money" in table:
        tenths = Decimal(rnd.randint(11, 999)) / 10
        cells.append((f"{tenths:f}", Truth(0, 0, tenths * 10000, "元", ("罚没",), themes, kind="罚没金额")))
        names.append(table["money"])
    _add_line(page, [(name, None) for name in names])
    _add_line(page, cells)


def make_head(department: dict[str, Any], rnd: Random) -> Page:
    """Return the lines above the first heading and what they say."""
    data = templates()
    county, code = rnd.choice(list(data["counties"].items()))
    year, serial = rnd.randint(2021, 2024), rnd.randint(10, 99)
    agency, head = f"{county}{department['name']}", rnd.choice(data["heads"])
    words = {
        "agency": agency,
        "county": county,
        "code": code,
        "year": year,
        "next": year + 1,
        "serial": serial,
    }
    page = Page(head["text"].format(**words))
    page.meta = {
        "agency": agency,
        "region_code": code,
        "department": department["slug"],
        "report_year": str(year),
    }
    page.meta |= {k: v and v.format(**words) for k, v in head["meta"].items()}
    return page


def make_report(rnd: Random) -> Page:
    """Return a whole report: head, sections with sentences, perhaps a table, problems, signature."""
    data = templates()
    department = rnd.choice(data["departments"])
    page = make_head(department, rnd)
    page.add("一、主要举措和成效\n")
    after = "。" if rnd.random() < 0.5 else "\n"
    for n, (section, headings) in enumerate(data["headings"].items(), 1):
        page.add(f"（{'一二三四五六七八九'[n - 1]}）{rnd.choice(headings)}{after}")
        for sentence in _chosen(section, department, rnd):
            filled = fill(sentence, rnd)
            page.add(filled.text, filled.truths)
        page.add("\n")
    if rnd.random() < 0.5:
        table = make_table(rnd.choice(data["tables"]), rnd)
        page.add(table.text, table.truths)
    page.add("二、存在的问题\n执法力量有待加强，普法针对性不够。\n三、下一步工作安排\n持续推进依法行政。\n")
    year, month, day = int(page.meta["report_year"] or 0) + 1, rnd.randint(1, 3), rnd.randint(1, 28)
    page.add(f"\n{page.meta['agency']}\n{year}年{month}月{day}日\n")
    page.meta["issued_on"] = f"{year}-{month:02}-{day:02}"
    return page


def _chosen(section: str, department: dict[str, Any], rnd: Random) -> list[str]:
    """Return up to two sentences of the department's own, four general ones and one that says nothing."""
    own = department["sentences"].get(section, [])
    chosen = rnd.sample(own, min(len(own), 2)) + rnd.sample(templates()["general"][section], 4)
    rnd.shuffle(chosen)
    return [*chosen, rnd.choice(templates()["fillers"])]
