"""Sentences with figures in them, and what each figure is worth; the sentences stand in sentences.yml."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, cast

from build_scripts.demo.truths import Page, Truth
from build_scripts.rules.loading import parse_yaml

TEMPLATES = Path(__file__).with_name("sentences.yml")

_SLOT = re.compile(r"\{([^{}]+)\}")
_UNIT = re.compile(r"(?:(?P<label>\w):)?(?P<unit>[^<=~]+)(?:(?P<link>[<=~])(?P<total>\w))?")
_RANGE = re.compile(r"(\d+)-(\d+)")
_KIND = "kind:"
_USUAL = {
    **dict.fromkeys(("次", "场", "期", "轮", "座", "所", "艘", "套"), (2, 30)),
    **dict.fromkeys(("份", "册", "张"), (8, 400)),
    "人次": (20, 900),
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


class Slot(NamedTuple):
    """One mark of a sentence, as the head of sentences.yml tells them."""

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


class Sentence(NamedTuple):
    """A sentence taken apart: what stands before each of its marks, the marks, what stands behind the last."""

    before: tuple[str, ...]
    slots: tuple[Slot, ...]
    after: str


@cache
def templates() -> dict[str, Any]:
    """Return heads, sentences, fillers, headings, departments and tables."""
    return cast("dict[str, Any]", parse_yaml(TEMPLATES.read_text("utf-8")))


@cache
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


@cache
def parse_sentence(written: str) -> Sentence:
    """Return a sentence of sentences.yml taken apart."""
    texts = _SLOT.split(written)
    return Sentence(tuple(texts[:-1:2]), tuple(parse_slot(mark) for mark in texts[1::2]), texts[-1])


def draw_values(slots: Sequence[Slot], rnd: Random, scale: float = 1) -> list[int]:
    """Draw a number for each mark, made ``scale`` times as large within what the mark allows.

    The parts of a total are at least one each and never more than it.
    """
    drawn = [rnd.randint(s.low, s.high) for s in slots]
    values = [min(max(round(v * scale), s.low), s.high) for v, s in zip(drawn, slots, strict=True)]
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
    for flag in sorted(slot.flags & _ROUND.keys()):
        before, after, qualifier = _ROUND[flag]
        tens = max(10, value // 10 * 10)
        return f"{before}{tens}{after}", replace(here, value=Decimal(tens), qualifier=qualifier)
    return str(value), here


def fill(sentence: str, rnd: Random) -> Page:
    """Return a sentence with its marks filled, and its figures."""
    page = Page()
    add_sentence(page, sentence, rnd)
    return page


def add_sentence(page: Page, sentence: str, rnd: Random, scale: float = 1) -> None:
    """Set a sentence behind what ``page`` has, its marks filled with numbers made ``scale`` times as large."""
    before, slots, after = parse_sentence(sentence)
    firsts: dict[str | None, int] = {}
    begin = len(page.text)
    for slot, value, text in zip(slots, draw_values(slots, rnd, scale), before, strict=True):
        page.text += text
        total = firsts.get(slot.total) if slot.link in ("<", "=") else None
        firsts[slot.label] = len(page.truths)
        start = begin if slot.unit == "零" else len(page.text)
        _add_figure(page, slot, write_number(slot, value, rnd), (start, total))
    page.text += after


def _add_figure(page: Page, slot: Slot, number: tuple[str, Truth], place: tuple[int, int | None]) -> None:
    (written, truth), (start, total) = number, place
    value, unit = truth.value, truth.unit
    if slot.unit == "零":
        value, unit = Decimal(0), None
    else:
        page.text += ("各" if "各" in slot.flags else "") + written + slot.unit.removeprefix("万")
    change = next((_CHANGES[f] for f in sorted(slot.flags & _CHANGES.keys())), None)
    kind = truth.kind or ("" if total is None else page.truths[total].kind)
    told = truth.value_max, truth.qualifier, change, total, kind
    for words in slot.words.split(";"):
        must = () if words == "@" else tuple(words.split(","))
        page.truths.append(Truth(start, len(page.text), value, unit, must, slot.themes, *told))
