"""What the tables of values sort and filter by: all values of an indicator or a family, as compact as can be.

A file has ``bodies``: [region code, department, agency, place], the names of the ``provinces`` and ``departments``
among them, ``units``, and ``rows``: [body, year of the report, id without m-, sentence without s-, subject, value,
unit, words where they are not value and unit (a leading "~" says that the value is not exact), year or period where it
is none of the report's own, 1 of a doubtful one]. Empty ends of rows are left out.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from build_scripts.models import Entry, ListedFigure
from build_scripts.render.data_rows import format_decimal
from build_scripts.render.datasets import render_compact
from build_scripts.render.figure_entries import format_period
from build_scripts.render.list_source import FigureRow
from build_scripts.render.listings import Page
from build_scripts.render.names import department_name
from build_scripts.render.value_charts import told_value

_FOLDER = PurePosixPath("data/values")
SLICE = 5_000  # values in a file: some 300 kB, a fifth of it when packed
_ABOUT = "~"  # before the words of a value that is not exact


def slices_count(values: int) -> int:
    """Return in how many files so many values lie."""
    return -(-values // SLICE)


def value_slices(name: str, rows: Iterable[FigureRow]) -> Iterator[Page]:
    """Yield the files of ``rows``: ``data/values/family-penalty-money-1.json``, at most 5,000 values in each."""
    left, number = iter(rows), 0
    while of := tuple(islice(left, SLICE)):
        number += 1
        yield _FOLDER / f"{name}-{number}.json", render_compact(_slice(of))


def _slice(rows: Iterable[FigureRow]) -> dict[str, object]:
    bodies: dict[tuple[str, str, str, str], int] = {}
    provinces: dict[str, str] = {}
    units: dict[str, int] = {}
    told: list[list[object]] = []
    for entry, figure in rows:
        address = entry.address
        body = (address.region, address.department, entry.agency, entry.place)
        provinces[address.region[:2]] = entry.province
        row = _row(entry, figure, units.setdefault(figure.unit, len(units)))
        told.append([bodies.setdefault(body, len(bodies)), address.year, *row])
    return {
        "provinces": provinces,
        "departments": {body[1]: department_name(body[1]) for body in bodies},
        "units": list(units),
        "bodies": list(bodies),
        "rows": told,
    }


def _row(entry: Entry, figure: ListedFigure, unit: int) -> list[object]:
    value = format_decimal(figure.value) or "0"
    told = told_value(figure)
    written = "" if told.replace(",", "") == f"{value}{figure.unit}" else told
    own = figure.period == format_period(f"{entry.address.year}")
    period: object = 0 if own else (figure.year if figure.period == f"{figure.year}年" else figure.period)
    words = written if figure.is_exact else f"{_ABOUT}{told}"
    row = [
        _number(figure.id.removeprefix("m-")),
        _number(figure.sentence.removeprefix("s-")),
        figure.subject,
        _number(value),
        unit,
        words,
        period,
        1 if figure.doubts else 0,
    ]
    while not row[-1] and len(row) > len(("id", "sentence", "subject", "value", "unit")):
        row.pop()
    return row


def _number(written: str) -> int | str:
    """Return plain digits as a number, which is shorter; what a script's number would not hold stays text."""
    return int(written) if written.isdecimal() and len(written) <= len("999999999999999") else written
