"""Who reported of which year, in time or late, and who did not: what the completeness pages are made from.

Due by 1 April of the following year: 《法治政府建设与责任落实督察工作规定》 Art. 24. Without a list of who is
expected, a body that reported of any year is expected to report of every year from the first of which its county has a
report to the newest of the site.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from build_scripts.models import Arrival, Expected, Meta
from build_scripts.render.names import place_names

_COUNTY = 6  # digits of a county's code


class State(StrEnum):
    """How the report of a body for a year came."""

    IN_TIME = "in-time"
    LATE = "late"
    UNDATED = "undated"
    HELD = "held"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Cell:
    """The report of a body for a year. ``missing`` counts the contents owed that it lacks; ``url`` from the root."""

    state: State
    missing: int = 0
    url: str = ""
    is_expected: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its years; ``region`` and ``name`` are code and name of its place within the county's."""

    region: str
    place: str
    county: str
    department: str
    agency: str
    cells: Mapping[int, Cell]

    @property
    def county_code(self) -> str:
        """Return the code of the county, under which its townships stand."""
        return self.region[:_COUNTY]


@dataclass(frozen=True, slots=True)
class Board:
    """The bodies of a province by code. ``code`` has two digits."""

    code: str
    name: str
    bodies: tuple[Body, ...]

    @property
    def silent(self) -> frozenset[str]:
        """Return the codes of the counties of which no report came at all."""
        came = {
            b.county_code for b in self.bodies if any(c.state is not State.GONE for c in b.cells.values())
        }
        return frozenset(b.county_code for b in self.bodies if b.county_code not in came)


@dataclass(slots=True)
class Tally:
    """How many reports of one year came how; ``lacking`` of them lack a content owed."""

    expected: int = 0
    lacking: int = 0
    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))

    def add(self, cell: Cell) -> None:
        """Count a report."""
        self.expected += cell.is_expected
        self.lacking += cell.missing > 0
        self.states[cell.state] += 1


def boards(arrivals: Iterable[Arrival], expected: Sequence[Expected] | None, newest: int) -> Iterator[Board]:
    """Yield the provinces by code; ``arrivals`` go by address, ``newest`` is the newest year of the site."""
    listed: dict[str, list[Expected]] = {}
    for one in expected or ():
        listed.setdefault(one.region[:2], []).append(one)
    for code, of in groupby(arrivals, key=lambda one: one.address.region[:2]):
        before = sorted(c for c in listed if c < code)
        yield from (_board(c, (), listed.pop(c), newest) for c in before)
        own = listed.pop(code, []) if expected is not None else None
        yield _board(code, tuple(of), own, newest)
    yield from (_board(code, (), listed[code], newest) for code in sorted(listed))


def _board(code: str, arrivals: Sequence[Arrival], expected: Sequence[Expected] | None, newest: int) -> Board:
    came: dict[tuple[str, str], dict[int, Arrival]] = {}
    for one in arrivals:
        came.setdefault((one.address.region, one.address.department), {})[one.address.year] = one
    owed = _owed(came, newest) if expected is None else _listed(expected, newest)
    keys = sorted(came.keys() | owed.keys(), key=lambda key: (key[0][:_COUNTY], len(key[0]), *key))
    bodies = tuple(_body(key, came.get(key, {}), owed.get(key, set()), newest) for key in keys)
    provinces = (one.entry.province for one in arrivals if one.entry and one.entry.province)
    name = next(provinces, "") or place_names(Meta(), f"{code}0000", newest)[0] or "其他地区"
    return Board(code, name, bodies)


def _owed(came: Mapping[tuple[str, str], dict[int, Arrival]], newest: int) -> dict[tuple[str, str], set[int]]:
    first: dict[str, int] = {}
    for (region, _), years in came.items():
        county = region[:_COUNTY]
        first[county] = min(first.get(county, newest), *years)
    return {key: set(range(first[key[0][:_COUNTY]], newest + 1)) for key in came}


def _listed(expected: Iterable[Expected], newest: int) -> dict[tuple[str, str], set[int]]:
    owed: dict[tuple[str, str], set[int]] = {}
    for one in expected:
        last = min(one.last or newest, newest)
        owed.setdefault((one.region, one.department), set()).update(range(one.first, last + 1))
    return owed


def _body(key: tuple[str, str], came: Mapping[int, Arrival], owed: set[int], newest: int) -> Body:
    region, department = key
    newest_entry = next((came[y].entry for y in sorted(came, reverse=True) if came[y].entry), None)
    if newest_entry:
        place, county, agency = newest_entry.place, newest_entry.county, newest_entry.agency
    else:
        names = [*dict.fromkeys(place_names(Meta(), region, max(came, default=newest)))]
        place, county, agency = "".join(names), "".join(names[1:] or names) or region, ""
    cells = {year: _cell(came.get(year), is_expected=year in owed) for year in sorted(came.keys() | owed)}
    return Body(region, place or region, county, department, agency, cells)


def _cell(arrival: Arrival | None, *, is_expected: bool) -> Cell:
    if arrival is None:
        return Cell(State.GONE)
    if arrival.entry is None:
        return Cell(State.HELD, is_expected=is_expected)
    state = State.LATE if arrival.is_late else State.IN_TIME if arrival.entry.day else State.UNDATED
    return Cell(state, arrival.missing, arrival.entry.url, is_expected)
