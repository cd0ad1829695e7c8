"""Rows of the store's tables as the records they stand for; the names of columns and their order stand here once."""

from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from build_scripts.models import Account, Address, CodeTally, Entry, ListedFigure, Severity, TallyKind

Row = tuple[object, ...]

ENTRY = (
    "r.region_code, r.department, r.year, r.title, r.agency, r.place, r.province, r.prefecture, r.county, r.day,"
    " r.dated, r.figures, r.doubtful, r.themes, r.latest"
)
WIDTH = ENTRY.count(",") + 1
FIGURE = (
    "m.id, m.subject, m.written, m.canonical, m.value, m.unit, m.period, m.year, m.theme, m.family, m.indicator,"
    " m.sentence, m.quote, m.doubts, m.is_exact, m.is_part"
)
TALLY = "t.kind, t.code, t.severity, t.count, t.words, t.line"
ACCOUNT = tuple(field.name for field in fields(Account))


def entry_of_row(row: Row) -> Entry:
    """Return the report that the columns ``ENTRY`` tell of; what stands behind them is not looked at."""
    return _entry(row[:WIDTH])


@lru_cache(4096)  # a report stands in some hundred rows: of each figure that has an indicator, of each list
def _entry(row: Row) -> Entry:
    region, department, year, title, agency, place, province, prefecture, county, day, *rest = row
    dated, figures, doubtful, themes, latest = rest
    address = Address(str(region), str(department), _int(year))
    return Entry(
        address=address,
        url=address.url,
        title=str(title),
        agency=str(agency),
        place=str(place),
        province=str(province),
        prefecture=str(prefecture),
        county=str(county),
        day=str(day),
        dated=str(dated),
        figures=_int(figures),
        doubtful=_int(doubtful),
        themes=tuple(str(themes).split()),
        latest=str(latest),
    )


def figure_of_row(row: tuple[Any, ...]) -> ListedFigure:
    """Return the figure that the columns ``FIGURE`` tell of."""
    id_, subject, written, canonical, value, unit, period, year, theme, family, *rest = row
    indicator, sentence, quote, doubts, is_exact, is_part = rest
    # Texts come as texts and numbers as numbers: a hundred thousand rows, so none is looked at again.
    return ListedFigure(
        id=id_,
        subject=subject,
        written=written,
        canonical=canonical,
        value=Decimal(value),
        unit=unit,
        period=period,
        year=year,
        theme=theme,
        family=family,
        indicator=indicator,
        sentence=sentence,
        quote=quote,
        doubts=tuple(doubts.split()) if doubts else (),
        is_exact=bool(is_exact),
        is_part=bool(is_part),
    )


def tally_of_row(row: Row) -> CodeTally:
    """Return the tally that the columns ``TALLY`` tell of."""
    kind, code, severity, count, words, line = row
    return CodeTally(
        kind=TallyKind(str(kind)),
        code=str(code),
        count=_int(count),
        words=str(words),
        line=_int(line),
        severity=Severity(str(severity)) if severity else None,
    )


def account_of_row(row: Row) -> Account:
    """Return the account that numbers in the order of ``ACCOUNT`` tell of."""
    return Account(**dict(zip(ACCOUNT, map(_int, row), strict=True)))


def _int(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))
