"""The completeness pages: by year and province, and of each province by county, department and year; a CSV of all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from build_scripts.models import Facet, Meta, Overview
from build_scripts.render.completeness import Board, Body, Cell, State, Tally, boards
from build_scripts.render.escape import escape, ready
from build_scripts.render.list_filters import ListFilter, csv_pieces, filters_by
from build_scripts.render.list_parts import MOST, Part, parts_of
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page, Stream
from build_scripts.render.names import department_name, place_names
from build_scripts.render.templates import render_template

_FOLDER = PurePosixPath("completeness")
# Years that a board has columns for: with the departments' names they fit a phone. Older ones stand below the row.
_COLUMNS = 4
_AT_ONCE = 40  # counties that are named at once: of more, each prefecture folds its own
_OLDER = "<tr class=older><td colspan={}>更早：{}\n"
_NOTHING = "<p>没有收到这个县区的任何报告。</p>\n"
LACKING = "lacking"  # in the place of a state: of the contents owed at least one is missing
_ASKED = (State.GONE, State.LATE, State.UNDATED, State.HELD, State.IN_TIME)
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
    prefecture: str = ""


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
    """Yield all pages. Of one province at a time the bodies are held."""
    years, expected = _years(overview), source.expected()
    found = _Found()
    for board in _boards(source, overview):
        found.add(board)
        yield from _province_files(board, years[:_COLUMNS], is_listed=expected is not None)
    lines = tuple(_line(year, found.tallies[year]) for year in sorted(found.tallies, reverse=True))
    told = {"lines": lines, "ways": tuple(found.ways), "is_listed": expected is not None}
    yield _FOLDER / "index.md", render_template("completeness.md.j2", filters=found.filters(), **told)


def completeness_csv(source: ListSource, overview: Overview) -> Iterator[Stream]:
    """Yield the CSV of all bodies and years, which the filters read too."""
    rows = (row for board in _boards(source, overview) for row in _csv_rows(board))
    yield _FOLDER / "completeness.csv", csv_pieces(_CSV, rows)


def _years(overview: Overview) -> list[int]:
    return sorted((int(one.key) for one in overview.years), reverse=True)


def _boards(source: ListSource, overview: Overview) -> Iterator[Board]:
    if newest := max(_years(overview), default=0):
        yield from boards(source.arrivals(), source.expected(), newest)


@dataclass(slots=True)
class _Found:
    """What the first page tells of all provinces, gathered from one after the other."""

    tallies: dict[int, Tally] = field(default_factory=dict)
    ways: list[_Way] = field(default_factory=list)
    provinces: list[Facet] = field(default_factory=list)
    departments: Counter[str] = field(default_factory=Counter)

    def add(self, board: Board) -> None:
        """Count a province."""
        gone = count = 0
        for body in board.bodies:
            count += len(body.cells)
            self.departments[body.department] += len(body.cells)
            for year, cell in body.cells.items():
                self.tallies.setdefault(year, Tally()).add(cell)
                gone += cell.state is State.GONE
        self.ways.append(_Way(board.name, f"{board.code}0000/", gone))
        self.provinces.append(Facet(board.code, board.name, count))

    def filters(self) -> tuple[ListFilter, ...]:
        """Return what the list of all can be narrowed by; how a report came is the first question."""
        tallies = sorted(self.tallies.items(), reverse=True)
        years = [Facet(f"{year}", "", sum(tally.states.values())) for year, tally in tallies]
        counts = {state: sum(tally.states[state] for _, tally in tallies) for state in State}
        states = [Facet(f"{s}", _WORDS[s], counts[s]) for s in _ASKED if counts[s]]
        lacking = sum(tally.lacking for _, tally in tallies)
        states += [Facet(LACKING, "缺内容", lacking)] if lacking else []
        offices = [Facet(slug, "", count) for slug, count in sorted(self.departments.items())]
        return (
            ListFilter("state", "情况", tuple(states)),
            *filters_by(years, self.provinces, offices),
        )


def _line(year: int, tally: Tally) -> YearLine:
    of = tally.states
    counts = (of[State.IN_TIME], of[State.LATE], of[State.UNDATED], of[State.HELD], of[State.GONE])
    return YearLine(year, tally.expected, *counts, tally.lacking)


def _province_files(board: Board, years: Sequence[int], *, is_listed: bool) -> Iterator[Page]:
    first = _FOLDER / f"{board.code}0000" / "index.md"
    ways = tuple(_ways(board))
    silent = board.silent
    for part in parts_of(board.bodies, len(board.bodies)):
        page = render_template(
            "completeness_province.md.j2",
            board=board,
            part=part,
            ways=ways if part.number == 1 and len(ways) <= _AT_ONCE else (),
            prefectures=_prefectures(ways) if part.number == 1 and len(ways) > _AT_ONCE else (),
            tables=ready("".join(_tables(part, years, silent))),
            is_listed=is_listed,
        )
        yield part.path(first), page


def _prefectures(ways: Sequence[_Way]) -> tuple[tuple[str, int, Sequence[_Way]], ...]:
    """Return the ways to counties by prefecture, each with its name and how many reports are not there."""
    found = [(name, tuple(of)) for name, of in groupby(ways, key=lambda way: way.prefecture)]
    return tuple((name, sum(way.gone for way in of), of) for name, of in found)


def _ways(board: Board) -> Iterator[_Way]:
    """Yield the ways from a province's first page to each county's table, wherever that begins."""
    at = 0
    for code, of in groupby(board.bodies, key=lambda body: body.county_code):
        bodies = tuple(of)
        page = at // MOST + 1
        gone = sum(cell.state is State.GONE for body in bodies for cell in body.cells.values())
        yield _Way(
            _county_name(bodies), f"{f'{page}/' if page > 1 else ''}#c{code}", gone, _prefecture(bodies)
        )
        at += len(bodies)


def _prefecture(bodies: Sequence[Body]) -> str:
    _, name, _ = place_names(Meta(), bodies[0].county_code, max(bodies[0].cells, default=0))
    return name or "省直辖"


def _county_name(bodies: Sequence[Body]) -> str:
    code = bodies[0].county_code
    return next((body.county for body in bodies if body.region == code), bodies[0].county)


def _tables(part: Part[Body], years: Sequence[int], silent: frozenset[str]) -> Iterator[str]:
    root = f"{part.up}../../"
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    for code, of in groupby(part.rows, key=lambda body: body.county_code):
        bodies = tuple(of)
        name = escape(_county_name(bodies))
        rows = "".join(_row(body, years, root) for body in bodies)
        nothing = _NOTHING if code in silent else ""
        yield (
            f'<h2 id="c{escape(code)}">{name}</h2>\n{nothing}<div class="scroll" tabindex="0" role="region"'
            f' aria-label="{name}">\n<table class="board">\n<thead><tr><th scope="col">部门</th>{head}</tr></thead>\n'
            f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        )


def _row(body: Body, years: Sequence[int], root: str) -> str:
    place = "" if body.region == body.county_code else f"<small>{escape(body.place)}</small>"
    cells = "".join(f"<td>{_told(body.cells.get(year), root)}</td>" for year in years)
    row = f'<tr><th scope="row">{escape(department_name(body.department))}{place}</th>{cells}</tr>\n'
    older = [
        f"{year} {_told(body.cells[year], root)}"
        for year in sorted(body.cells, reverse=True)
        if year not in years
    ]
    return row + (_OLDER.format(len(years) + 1, "、".join(older)) if older else "")


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
