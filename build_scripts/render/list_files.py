"""All pages about many reports, one list after the other, from the rows that a source gives."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview, Scope, ScopeKind
from build_scripts.render.browsing import browse_files, browse_slices
from build_scripts.render.comparing import comparison_file, comparison_index, prefectures_of
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

_SCOPES = {
    ShelfKind.REGION: ScopeKind.REGION,
    ShelfKind.YEAR: ScopeKind.YEAR,
    ShelfKind.DEPARTMENT: ScopeKind.DEPARTMENT,
}


@dataclass(frozen=True, slots=True)
class PageList:
    """One list: its name, the rows it shows, what it tells besides them, and what makes its files of all that.

    Where neither the rows nor what is told changed, nor the code, the files are what they were.
    """

    name: str
    scope: Scope
    told: tuple[object, ...]
    files: Callable[[], Iterable[Page]]


def list_files(source: ListSource) -> Iterator[Page]:
    """Yield every page about many reports, and the files that their scripts read. None holds more rows than it shows.

    The same reports give the same bytes. What speaks of all reports, a count or a sum, stands on the first pages alone.
    """
    for one in page_lists(source):
        yield from one.files()


def page_lists(source: ListSource) -> Iterator[PageList]:
    """Yield all lists; nothing is asked for but counts before the files of one are wanted."""
    overview = source.overview()
    themes, told = theme_shelves(overview), told_indicators(overview)
    every = Scope(ScopeKind.ALL)
    counts = (overview.themes, overview.indicators)
    yield PageList("overview", every, counts, lambda: _overview_files(source, overview))
    for shelf in (*region_shelves(overview), *year_shelves(overview), *department_shelves(overview)):
        scope = Scope(_SCOPES[shelf.kind], shelf.wanted)
        files = partial(_shelf_files, source, shelf)
        yield PageList(f"{shelf.kind.folder}/{shelf.key}", scope, (shelf,), files)
    yield PageList("browse", every, counts, lambda: browse_files(overview, source.entries()))
    yield PageList("data/browse", every, (), lambda: browse_slices(source.entries()))
    yield from _theme_lists(source, themes)
    yield from _indicator_lists(source, told)
    for name in prefectures_of(overview):
        yield PageList(
            f"data/compare/{name}", Scope(ScopeKind.VALUES, name), (), partial(_compared, source, name)
        )
    audit = Scope(ScopeKind.AUDIT)
    yield PageList("quality", audit, (), lambda: quality_files(source, overview.reports))


def _overview_files(source: ListSource, overview: Overview) -> Iterator[Page]:
    themes, told = theme_shelves(overview), told_indicators(overview)
    home = render_home(overview, source.newest(NEWEST), theme_ways(themes), indicator_ways(told))
    yield PurePosixPath("index.md"), home
    yield from listing_files(overview)
    yield PurePosixPath("themes/index.md"), render_themes(themes)
    yield PurePosixPath("indicators/index.md"), render_indicators(told)
    yield comparison_index(told, prefectures_of(overview))
    yield PurePosixPath("data/index.md"), _data_page(overview)


def _shelf_files(source: ListSource, shelf: Shelf) -> Iterator[Page]:
    yield from shelf_files(shelf, _rows(source, shelf))


def _rows(source: ListSource, shelf: Shelf) -> Iterable[Entry]:
    if shelf.kind is ShelfKind.REGION:
        return source.of_region(shelf.wanted)
    if shelf.kind is ShelfKind.YEAR:
        return source.of_year(int(shelf.key))
    return source.of_department(shelf.key)


def _theme_lists(source: ListSource, shelves: Iterable[ThemeShelf]) -> Iterator[PageList]:
    for shelf in shelves:
        if shelf.reports:
            slug, told = shelf.theme.slug, (shelf.reports, shelf.figures, shelf.indicators)
            yield PageList(
                f"themes/{slug}", Scope(ScopeKind.THEME, slug), told, partial(_theme_files, source, shelf)
            )


def _theme_files(source: ListSource, shelf: ThemeShelf) -> Iterator[Page]:
    yield from theme_files(shelf, source.of_theme(shelf.theme.slug))


def _indicator_lists(source: ListSource, told: Iterable[Told]) -> Iterator[PageList]:
    for one in told:
        if one.values:
            slug, counts = one.indicator.slug, (one.reports, one.values, one.of)
            scope = Scope(ScopeKind.INDICATOR, slug)
            yield PageList(f"indicators/{slug}", scope, counts, partial(_indicator_files, source, one))


def _indicator_files(source: ListSource, told: Told) -> Iterator[Page]:
    slug = told.indicator.slug
    silent = source.silent(slug, SILENT) if told.silent else ()
    rows = IndicatorRows(source.of_indicator(slug), source.to_draw(slug), silent)
    yield from indicator_files(told, rows)


def _compared(source: ListSource, name: str) -> Iterator[Page]:
    yield comparison_file(name, source.to_compare(name))


def _data_page(overview: Overview) -> bytes:
    return render_template(
        "data.md.j2",
        columns=COLUMNS,
        fields=REPORT_FIELDS,
        figures=overview.figures,
        reports=overview.reports,
    )
