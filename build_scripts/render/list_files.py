"""All pages about many reports, one list after the other, from the rows that a source gives."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview
from build_scripts.render.browsing import browse_files, browse_slices
from build_scripts.render.comparing import comparison_files
from build_scripts.render.datasets import COLUMNS, REPORT_FIELDS
from build_scripts.render.indicator_pages import (
    SILENT,
    IndicatorRows,
    Told,
    indicator_files,
    indicator_ways,
    render_indicators,
    told_indicators,
)
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import (
    NEWEST,
    Page,
    Shelf,
    ShelfKind,
    department_shelves,
    listing_files,
    region_shelves,
    render_home,
    shelf_files,
    year_shelves,
)
from build_scripts.render.quality import quality_files
from build_scripts.render.templates import render_template
from build_scripts.render.theme_pages import (
    ThemeShelf,
    render_themes,
    theme_files,
    theme_shelves,
    theme_ways,
)


def list_files(source: ListSource) -> Iterator[Page]:
    """Yield every page about many reports, and the files that their scripts read. None holds more rows than it shows.

    The same reports give the same bytes. What speaks of all reports, a count or a sum, stands on the first pages alone.
    """
    overview = source.overview()
    themes, told = theme_shelves(overview), told_indicators(overview)
    home = render_home(overview, source.newest(NEWEST), theme_ways(themes), indicator_ways(told))
    yield PurePosixPath("index.md"), home
    yield from listing_files(overview)
    for shelf in (*region_shelves(overview), *year_shelves(overview), *department_shelves(overview)):
        yield from shelf_files(shelf, _rows(source, shelf))
    yield from browse_files(overview, source.entries())
    yield from browse_slices(source.entries())
    yield from _theme_files(source, themes)
    yield from _indicator_files(source, told)
    yield from comparison_files(told, source.to_compare())
    yield PurePosixPath("data/index.md"), _data_page(overview)
    yield from quality_files(source, overview.reports)


def _rows(source: ListSource, shelf: Shelf) -> Iterator[Entry]:
    if shelf.kind is ShelfKind.REGION:
        yield from source.of_region(shelf.wanted)
    elif shelf.kind is ShelfKind.YEAR:
        yield from source.of_year(int(shelf.key))
    else:
        yield from source.of_department(shelf.key)


def _theme_files(source: ListSource, shelves: tuple[ThemeShelf, ...]) -> Iterator[Page]:
    yield PurePosixPath("themes/index.md"), render_themes(shelves)
    for shelf in shelves:
        if shelf.reports:
            yield from theme_files(shelf, source.of_theme(shelf.theme.slug))


def _indicator_files(source: ListSource, told: tuple[Told, ...]) -> Iterator[Page]:
    yield PurePosixPath("indicators/index.md"), render_indicators(told)
    for one in told:
        if one.values:
            slug = one.indicator.slug
            silent = source.silent(slug, SILENT) if one.silent else ()
            rows = IndicatorRows(source.of_indicator(slug), source.to_draw(slug), silent)
            yield from indicator_files(one, rows)


def _data_page(overview: Overview) -> bytes:
    return render_template(
        "data.md.j2",
        columns=COLUMNS,
        fields=REPORT_FIELDS,
        figures=overview.figures,
        reports=overview.reports,
    )
