"""What the comparison page reads: the figures of each report in a file of its own, and the names of all of them.

Names lie in a file for each prefecture, with a list of these files that tells which of them a reader's words can be in:
so of ten thousand reports a few small files are read, however many there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import PurePosixPath

from build_scripts.models import Address, Entry, Kind, Listed, ListedFigure, Metric, Overview, Result
from build_scripts.render.data_rows import format_decimal
from build_scripts.render.datasets import render_compact
from build_scripts.render.escape import printable
from build_scripts.render.figure_entries import figure_notes, format_doubts
from build_scripts.render.listings import Page
from build_scripts.rules.families import load_families
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.themes import load_themes

_FOLDER = PurePosixPath("data/compare")
_PREFECTURE = 4  # digits of a region code that name it
_BODIES = 1_500  # in a file of names: some 100 kB

_Figure = list[int | str | bool]
NameRow = tuple[str, str, str, list[int]]
RowsOf = Callable[[str], Iterable[Entry]]


def compared_path(address: Address) -> str:
    """Return the path below docs/ of the file that ``render_compared`` makes of a report."""
    return f"data/compared/{address.id}.json"


def render_compared(listed: Listed, result: Result) -> bytes:
    """Return the figures of a report by what they count, in the order of its text.

    Those of an indicator are in ``indicators``, others of a family in ``families``, the rest in ``themes``, each with
    ``[slug, figures, parts]``; parts are those of a total that is among the figures, and are left out where there are
    none. A figure is ``[id, anchor of its sentence, subject, written, value, unit, notes]``, id and anchor without the
    letter before them. It has a value only where it may be set against another year's, for it is exact and a result of
    the report's own year: ``true`` and no unit where both are as they are written (12件). What is empty at the end is
    left out.
    """
    groups: dict[tuple[str, str], list[tuple[Metric, ListedFigure]]] = defaultdict(list)
    for metric, figure in zip(result.metrics, listed.figures, strict=True):
        groups[_kind_of(figure)].append((metric, figure))
    said: dict[str, list[list[object]]] = {"indicators": [], "families": [], "themes": []}
    for (kind, slug), of in groups.items():
        said[kind].append([slug, *_parted(listed.entry.address.year, of)])
    return render_compact({"dated": listed.entry.dated, "figures": listed.entry.figures, **said})


def _kind_of(figure: ListedFigure) -> tuple[str, str]:
    if figure.indicator:
        return "indicators", figure.indicator
    return ("families", figure.family) if figure.family else ("themes", figure.theme)


def _parted(year: int, group: Sequence[tuple[Metric, ListedFigure]]) -> Iterator[list[_Figure]]:
    """Yield the figures that are no part of another one of the group, then the parts if there are any."""
    ids = {metric.id for metric, _ in group}
    parts = [_figure(year, *one) for one in group if one[0].parent in ids]
    yield [_figure(year, *one) for one in group if one[0].parent not in ids]
    if parts:
        yield parts


def _figure(year: int, metric: Metric, figure: ListedFigure) -> _Figure:
    words = (printable(figure.subject), printable(figure.written))
    notes = "，".join((*figure_notes(metric), *format_doubts(metric)))
    told: _Figure = [*map(_bare, (figure.id, figure.sentence)), *words, *_value(year, metric, figure), notes]
    while not told[-1]:
        told.pop()
    return told


def _bare(anchor: str) -> int | str:
    place = anchor[2:]
    return int(place) if place.isdecimal() else place


def _value(year: int, metric: Metric, figure: ListedFigure) -> tuple[str | bool, str]:
    own = metric.period in (None, f"{year}") and metric.change is None and metric.kind is Kind.RESULT
    if not own or not figure.is_exact:
        return "", ""
    value = format_decimal(figure.value) or ""
    return (True, "") if f"{value}{figure.unit}" == figure.written else (value, figure.unit)


def prefectures_of(overview: Overview) -> tuple[str, ...]:
    """Return what the region codes of each prefecture with reports begin with: 4407."""
    return tuple(dict.fromkeys(one.newest.address.region[:_PREFECTURE] for one in overview.regions))


def name_files(prefix: str, rows: Iterable[Entry]) -> Iterator[Page]:
    """Yield the files of the names of a prefecture: ``4407.json``, and ``4407-2.json`` where it has very many."""
    for name, places, bodies in _slices(prefix, rows):
        yield _FOLDER / f"{name}.json", render_compact({"places": places, "bodies": bodies})


def comparison_index(prefectures: Iterable[str], rows_of: RowsOf) -> Page:
    """Return what there is to compare by, in order, and of each file of names its characters and years.

    A family has its theme, an indicator its family.

    ``rows_of`` gives the reports of a prefecture; they are held for one prefecture at a time.
    """
    files = [
        [name, _characters(places.values(), bodies), sorted({year for body in bodies for year in body[3]})]
        for prefix in prefectures
        for name, places, bodies in _slices(prefix, rows_of(prefix))
    ]
    return _FOLDER / "index.json", render_compact({**_kinds(), "files": files})


@cache
def _kinds() -> dict[str, list[tuple[str, ...]]]:
    slugs = {theme.name: theme.slug for theme in load_themes()}
    return {
        "themes": [(slug, name) for name, slug in slugs.items()],
        "families": [(one.slug, one.name, slugs[one.theme]) for one in load_families()],
        "indicators": [(one.slug, one.name, one.family) for one in load_indicators()],
    }


def _characters(places: Iterable[str], bodies: Iterable[NameRow]) -> str:
    return "".join(sorted({char for words in (*places, *(body[2] for body in bodies)) for char in words}))


def _slices(prefix: str, rows: Iterable[Entry]) -> Iterator[tuple[str, dict[str, str], list[NameRow]]]:
    """Yield the name of each file, the places by code, and the bodies: region, department, agency, years."""
    places: dict[str, str] = {}
    years: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for entry in rows:
        region, department, year = entry.address.region, entry.address.department, entry.address.year
        places.setdefault(region, printable(entry.place))
        years[region, department, printable(entry.agency)].append(year)
    bodies = ((*key, sorted(of, reverse=True)) for key, of in sorted(years.items()))
    name, number = prefix, 1
    while some := list(islice(bodies, _BODIES)):
        yield name, {body[0]: places[body[0]] for body in some}, some
        number += 1
        name = f"{prefix}-{number}"
