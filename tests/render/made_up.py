"""Many made-up reports as lists know them: records alone, nothing is converted."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from build_scripts.models import (
    Account,
    Address,
    CodeTally,
    Entry,
    Listed,
    ListedFigure,
    Severity,
    TallyKind,
    UnreadPlace,
)
from build_scripts.rules.departments import load_departments
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.regions import load_regions
from build_scripts.rules.themes import load_themes

_PER_COUNTY = 8  # reports: two departments in four years
_YEARS = 4


def made_up(count: int, per_county: int = _PER_COUNTY) -> Iterator[Listed]:
    """Yield ``count`` reports, ``per_county`` for each county in the order of codes; each says a few indicators."""
    slugs = [department.slug for department in load_departments().departments]
    for n in range(count):
        county, of = divmod(n, per_county)
        body, year = divmod(of, _YEARS)
        yield listed(n, _counties()[county], slugs[(county + body) % len(slugs)], 2024 - year)


@cache
def _counties() -> list[tuple[str, str, str, str]]:
    found = {r.code: r for r in load_regions().regions if r.level == "county" and r.last_year is None}
    return [
        (code, region.province or "", region.prefecture or "", region.name)
        for code, region in sorted(found.items())
    ]


def listed(number: int, county: tuple[str, str, str, str], department: str, year: int) -> Listed:
    """Return report ``number`` of all, of a county and a department."""
    code, province, prefecture, name = county
    address = Address(code, department, year)
    agency = f"{prefecture}{name}{department}局"
    themes = load_themes()
    entry = Entry(
        address=address,
        url=address.url,
        title=f"{agency}{year}年度法治政府建设情况的报告",
        agency=agency,
        place=province + prefecture + name,
        province=province,
        prefecture=prefecture,
        county=prefecture + name,
        day=f"{year + 1}-01-{number % 28 + 1:02}",
        dated=f"{year + 1}年1月{number % 28 + 1}日成文",
        figures=5,
        doubtful=number % 2,
        themes=tuple(theme.slug for theme in themes),
    )
    account = Account(total=60, in_figures=30, left_out=29, unread=1, figures=30, joined=0, shared=0)
    tallies = (
        CodeTally(kind=TallyKind.RULE, code="year", count=29, words="…2024年…", line=3),
        CodeTally(kind=TallyKind.DOUBT, code="theme-unsure", count=1, words="…3件…", line=4),
        CodeTally(
            kind=TallyKind.FINDING,
            code="table-unread",
            count=1,
            words="表",
            line=9,
            severity=Severity.WARNING,
        ),
    )
    unread = (UnreadPlace("…办理案件12，其中…", 7), UnreadPlace("表格未能读出", 9, is_table=True))
    return Listed(
        entry=entry,
        account=account,
        figures=tuple(_figures(number, year)),
        tallies=tallies,
        unread=unread,
    )


def _figures(number: int, year: int) -> Iterator[ListedFigure]:
    slugs = {theme.name: theme.slug for theme in load_themes()}
    for n, indicator in enumerate(load_indicators()):
        if (n + number) % 6 == 0:
            value = (number * 37 + n) % 997
            yield ListedFigure(
                id=f"m-{n}",
                subject=indicator.name,
                written=f"{value}{indicator.unit}",
                canonical=f"{value:,}{indicator.unit}",
                value=Decimal(value),
                unit=indicator.unit,
                period=f"{year}年",
                year=year,
                theme=slugs[indicator.themes[0]],
                indicator=indicator.slug,
                sentence=f"s-{n}",
                quote=f"全年共办理{indicator.name}{value}{indicator.unit}，同比增长百分之三，其中依法办结的占大多数。"
                * 2,
                doubts=("theme-unsure",) if number % 7 == 0 else (),
            )
