"""The body of a made-up report: sections of sentences with figures and without, in one of several layouts.

What a body counts, and how it writes, is much the same each year; its figures go up or down with the years.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from build_scripts.demo.agencies import YEARS, Body, Place
from build_scripts.demo.figure_sentences import add_sentence, templates
from build_scripts.demo.figure_tables import make_table
from build_scripts.demo.plain_sentences import prose, word
from build_scripts.demo.truths import Page

_HAN = "一二三四五六七八九十"
# Characters and figures of a report: least, most, most often. Real ones have 2,000 to 8,000 characters, some 4,000 in
# the middle.
_LENGTH = (1500, 7600, 3000)
_FIGURES = (12, 105, 54)
_FIGURES_OF_A_SENTENCE = 2.35
# What is left of a written sentence once its marks are filled, its choices made.
_FILLED, _WORDED = 0.5, 0.75
_OWN = 3  # sentences of the department's own in a section, at most
_SECTIONS = 7
# Of its sentences a body leaves out so many each year and takes others for them.
_CHANGED = 0.12
# Shares of the bodies: with headings run into their paragraphs (26 of 73 real pages), with 一是, 二是 before the
# sentences (16 of 73), with a table, without a part on the requirements of the head.
_RUN_IN, _LISTED, _WITH_TABLE, _SHORTENED = 0.4, 0.25, 0.4, 0.2


class Habits(NamedTuple):
    """How a body writes each year: how much, in which layout, and how its figures move from year to year."""

    length: float
    figures: float
    layout: str
    run_in: bool
    listed: bool
    table: bool
    parts: tuple[str, ...]
    trend: float


def habits_of(rnd: Random) -> Habits:
    """Draw how a body writes."""
    short = rnd.random() < _SHORTENED
    return Habits(
        length=rnd.triangular(*_LENGTH),
        figures=rnd.triangular(*_FIGURES),
        layout=rnd.choice(("nested", "nested", "flat", "numbered")),
        run_in=rnd.random() < _RUN_IN,
        listed=rnd.random() < _LISTED,
        table=rnd.random() < _WITH_TABLE,
        parts=("problems", "plans") if short else ("problems", "responsible", "plans"),
        trend=rnd.uniform(-0.08, 0.16),
    )


def make_body(place: Place, seed: int) -> Page:
    """Return the sections of a report: what was done, problems, requirements of the head, plans; all sums are right."""
    writer = _Writer(place, seed)
    writer.add_results()
    writer.add_rest()
    writer.page.text = localise(writer.page.text, place.body)
    return writer.page


def localise(text: str, body: Body) -> str:
    """Return a text of the same length that speaks as ``body`` does: 我委 for 我局, 区委 for 县委."""
    for written in ("我局", "全局", "本局"):
        text = text.replace(written, written[0] + body.own)
    if body.own == "镇":
        text = text.replace("全县", "全镇")
    return text if body.kind == "县" else text.replace("县", body.kind)


class _Writer:
    """Sets section behind section; the number of the next heading is ``part``."""

    def __init__(self, place: Place, seed: int) -> None:
        body = place.body
        self.body, self.key = body, f"{seed} {body.code} {body.slug}"
        self.page, self.habits = Page(), habits_of(Random(self.key))  # noqa: S311 - no secret
        self.rnd = Random(f"{seed} {place.address.id}")  # noqa: S311 - no secret
        self.scale = (1 + self.habits.trend * (place.year - YEARS[0])) * self.rnd.uniform(0.92, 1.08)
        self.names = {"field": body.department["field"], "law": body.department["law"]}
        self.part = 0
        # One a section, none twice.
        self.fillers = self.rnd.sample(templates()["fillers"], _SECTIONS)

    def add_results(self) -> None:
        data = templates()
        if self.habits.layout != "flat":
            self._add_part("results")
        for number, (section, headings) in enumerate(data["headings"].items()):
            self._add_heading(number, self.rnd.choice(headings))
            self._add_sentences(section)
        if self.habits.table:
            table = make_table(self.rnd.choice(data["tables"]), self.rnd)
            self.page.add(table.text, table.truths)

    def add_rest(self) -> None:
        for part in self.habits.parts:
            self._add_part(part)
            lines = self.rnd.sample(prose()[part], 3)
            self.page.text += "".join(self._worded(line) for line in lines) + "\n"

    def _add_part(self, name: str) -> None:
        heading = self.rnd.choice(templates()["parts"][name])
        self.page.text += f"{_HAN[self.part]}、{heading}\n"
        self.part += 1

    def _add_heading(self, number: int, heading: str) -> None:
        if self.habits.layout == "flat":
            self.page.text += f"{_HAN[self.part]}、{heading}\n"
            self.part += 1
            return
        mark = f"（{_HAN[number]}）" if self.habits.layout == "nested" else f"{number + 1}."
        self.page.text += f"{mark}{heading}" + ("。" if self.habits.run_in else "\n")

    def _add_sentences(self, section: str) -> None:
        lines = [(line, True) for line in self._counting(section)]
        lines += [(line, False) for line in self._padding(section, lines)]
        self.rnd.shuffle(lines)
        paragraph = self.rnd.randint(3, 7)
        for at, (line, counts) in enumerate(lines):
            if self.habits.listed and len(lines) <= len(_HAN):
                self.page.text += f"{_HAN[at]}是"
            if counts:
                add_sentence(self.page, line, Random(f"{self.key} {line}"), self.scale)  # noqa: S311 - no secret
            else:
                self.page.text += self._worded(line)
            if at % paragraph == paragraph - 1 and at + 1 < len(lines):
                self.page.text += "\n"
        self.page.text += "\n"

    def _counting(self, section: str) -> list[str]:
        """Choose the sentences with figures: some of the department's own first, the same each year but for a few."""
        order = Random(f"{self.key} {section}")  # noqa: S311 - no secret
        own = list(self.body.department["sentences"].get(section, ()))
        general = list(templates()["general"][section])
        order.shuffle(own)
        order.shuffle(general)
        wanted = round(self.habits.figures / _FIGURES_OF_A_SENTENCE / _SECTIONS + order.uniform(-1, 1))
        pool = [*own[:_OWN], *general]
        return [line for line in pool if self.rnd.random() > _CHANGED][: max(wanted, 1)]

    def _padding(self, section: str, lines: list[tuple[str, bool]]) -> Iterator[str]:
        """Yield sentences without figures until the section is as long as the body writes them."""
        left = self.habits.length / _SECTIONS - sum(len(line) * _FILLED for line, _ in lines)
        lines_of_it = prose()[section]
        pool = [line for _ in range(2) for line in self.rnd.sample(lines_of_it, len(lines_of_it))]
        pool.insert(self.rnd.randint(0, 3), self.fillers.pop())
        for line in pool:
            if left <= 0:
                return
            left -= len(line) * _WORDED
            yield line

    def _worded(self, line: str) -> str:
        return word(line, self.rnd, self.names)
