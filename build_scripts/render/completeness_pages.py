"""The completeness pages: by year and province, and of each province by county, department and year; a CSV of all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from build_scripts.models import Overview
from build_scripts.render.completeness import Board, Body, Cell, State, Tally, boards
from build_scripts.render.escape import escape, ready
from build_scripts.render.findings_pages import csv_bytes
from build_scripts.render.list_parts import MOST, Part, parts_of
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page
from build_scripts.render.names import department_name
from build_scripts.render.templates import render_template

_FOLDER = PurePosixPath("completeness")
# Years that a board has columns for: with the departments' names they fit a phone. The CSV has all.
_COLUMNS = 4
_WORDS = {
    State.IN_TIME: "按期",
    State.LATE: "晚",
    State.UNDATED: "日期不明",
    State.HELD: "未发布",
    State.GONE: "没有",
}
_CSV = (
    *("region_code", "region_name", "department", "department_name", "agency", "report_year"),
    *("expected", "state", "state_name", "missing_parts", "page"),
)


@dataclass(frozen=True, slots=True)
class _Way:
    name: str
    url: str
    gone: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of the first page with its counts."""

    year: int
    expected: int
    in_time: int
    late: int
    undated: int
    held: int
    gone: int
    lacking: int


def completeness_files(source: ListSource, overview: Overview) -> Iterator[Page]:
    """Yield all pages and the CSV. Of one province at a time the bodies are held."""
    years = sorted((int(one.key) for one in overview.years), reverse=True)
    expected = source.expected()
    newest = max(years, default=0)
    tallies: dict[int, Tally] = {}
    ways: list[_Way] = []
    rows: list[tuple[str | int, ...]] = []
    for board in boards(source.arrivals(), expected, newest) if years else ():
        gone = _count(board.bodies, tallies)
        ways.append(_Way(board.name, f"{board.code}0000/", gone))
        rows += _csv_rows(board)
        yield from _province_files(board, years[:_COLUMNS], is_listed=expected is not None)
    lines = tuple(_line(year, tallies[year]) for year in sorted(tallies, reverse=True))
    told = {"lines": lines, "ways": tuple(ways), "is_listed": expected is not None}
    yield _FOLDER / "index.md", render_template("completeness.md.j2", **told)
    yield _FOLDER / "completeness.csv", csv_bytes(_CSV, rows)


def _count(bodies: Iterable[Body], tallies: dict[int, Tally]) -> int:
    gone = 0
    for body in bodies:
        for year, cell in body.cells.items():
            tallies.setdefault(year, Tally()).add(cell)
            gone += cell.state is State.GONE
    return gone


def _line(year: int, tally: Tally) -> YearLine:
    of = tally.states
    counts = (of[State.IN_TIME], of[State.LATE], of[State.UNDATED], of[State.HELD], of[State.GONE])
    return YearLine(year, tally.expected, *counts, tally.lacking)


def _province_files(board: Board, years: Sequence[int], *, is_listed: bool) -> Iterator[Page]:
    first = _FOLDER / f"{board.code}0000" / "index.md"
    for part in parts_of(board.bodies, len(board.bodies)):
        page = render_template(
            "completeness_province.md.j2",
            board=board,
            part=part,
            ways=tuple(_ways(board)) if part.number == 1 else (),
            tables=ready("".join(_tables(part, years))),
            is_listed=is_listed,
        )
        yield part.path(first), page


def _ways(board: Board) -> Iterator[_Way]:
    """Yield the ways from a province's first page to each county's table, wherever that begins."""
    at = 0
    for code, of in groupby(board.bodies, key=lambda body: body.county_code):
        bodies = tuple(of)
        page = at // MOST + 1
        gone = sum(cell.state is State.GONE for body in bodies for cell in body.cells.values())
        yield _Way(_county_name(bodies), f"{f'{page}/' if page > 1 else ''}#c{code}", gone)
        at += len(bodies)


def _county_name(bodies: Sequence[Body]) -> str:
    code = bodies[0].county_code
    return next((body.county for body in bodies if body.region == code), bodies[0].county)


def _tables(part: Part[Body], years: Sequence[int]) -> Iterator[str]:
    root = f"{part.up}../../"
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    for code, of in groupby(part.rows, key=lambda body: body.county_code):
        bodies = tuple(of)
        name = escape(_county_name(bodies))
        rows = "".join(_row(body, years, root) for body in bodies)
        yield (
            f'<h2 id="c{escape(code)}">{name}</h2>\n<div class="scroll" tabindex="0" role="region"'
            f' aria-label="{name}">\n<table class="board">\n<thead><tr><th scope="col">部门</th>{head}</tr></thead>\n'
            f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        )


def _row(body: Body, years: Sequence[int], root: str) -> str:
    place = "" if body.region == body.county_code else f"<small>{escape(body.place)}</small>"
    cells = "".join(f"<td>{_told(body.cells.get(year), root)}</td>" for year in years)
    return f'<tr><th scope="row">{escape(department_name(body.department))}{place}</th>{cells}</tr>\n'


def _told(cell: Cell | None, root: str) -> str:
    """Return a report's state in words: with the way to it where it is there, – where none is expected."""
    if cell is None:
        return "–"
    told = _WORDS[cell.state]
    if cell.state is State.GONE:
        return f'<span class="gone">{told}</span>'
    if cell.state is State.HELD:
        return f'<a href="{root}quality/#held">{told}</a>'
    lacks = f"<small>缺 {cell.missing} 项</small>" if cell.missing else ""
    late = ' class="late"' if cell.state is State.LATE else ""
    return f'<a{late} href="{escape(root + cell.url)}">{told}</a>{lacks}'


def _csv_rows(board: Board) -> Iterator[tuple[str | int, ...]]:
    for body in board.bodies:
        name = department_name(body.department)
        for year, cell in body.cells.items():
            yield (
                *(body.region, body.place, body.department, name, body.agency, year),
                *(int(cell.is_expected), str(cell.state), _WORDS[cell.state], cell.missing, cell.url),
            )
