"""All pages about many reports, one list after the other, from the rows that a source gives."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview, Reuse, Scope, ScopeKind
from build_scripts.models.publication import UNNAMED, Publication
from build_scripts.render.agency_pages import agency_files
from build_scripts.render.browsing import browse_files, browse_slices
from build_scripts.render.comparing import comparison_index, name_files, prefectures_of
from build_scripts.render.completeness_pages import completeness_csv, completeness_files
from build_scripts.render.data_facts import data_facts
from build_scripts.render.data_layout import DataFile, data_files, province_files
from build_scripts.render.data_page import data_pages
from build_scripts.render.family_pages import (
    FamilyCount,
    FamilyRows,
    family_files,
    family_links,
    render_families,
    told_families,
)
from build_scripts.render.findings_pages import (
    FindingKind,
    finding_csv,
    finding_files,
    finding_kinds,
    render_findings,
)
from build_scripts.render.home_page import NEWEST, HomeWays, render_home
from build_scripts.render.indicator_pages import (
    SILENT,
    IndicatorCount,
    IndicatorRows,
    indicator_files,
    indicator_links,
    render_indicators,
    told_indicators,
)
from build_scripts.render.list_parts import held_rows
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import (
    Collection,
    CollectionKind,
    Page,
    collection_files,
    department_collections,
    listing_files,
    region_collections,
    year_collections,
)
from build_scripts.render.page_list import PageList
from build_scripts.render.quality import quality_files
from build_scripts.render.region_pages import region_files
from build_scripts.render.release_pages import newest_day
from build_scripts.render.site_lists import site_lists
from build_scripts.render.theme_pages import (
    ThemeCollection,
    render_themes,
    theme_collections,
    theme_files,
    theme_links,
)

_SCOPES = {
    CollectionKind.REGION: ScopeKind.REGION,
    CollectionKind.YEAR: ScopeKind.YEAR,
    CollectionKind.DEPARTMENT: ScopeKind.DEPARTMENT,
}


def list_files(source: ListSource, site: Publication = UNNAMED) -> Iterator[Page]:
    """Yield every page about many reports, and the files that their scripts read. None holds more rows than it shows.

    The same reports give the same bytes. What speaks of all reports, a count or a sum, stands on the first pages alone.
    """
    for one in page_lists(source, site):
        yield from one.files()
        yield from ((path, b"".join(pieces)) for path, pieces in one.streams())


def page_lists(source: ListSource, site: Publication = UNNAMED) -> Iterator[PageList]:
    """Yield all lists; nothing is asked for but counts before the files of one are wanted."""
    overview = source.overview()
    themes, told = theme_collections(overview), told_indicators(overview)
    every, names = Scope(ScopeKind.ALL), prefectures_of(overview)
    counts = (overview.themes, overview.indicators, overview.families)
    kinds = finding_kinds(source)
    found = frozenset(kind.slug for kind in kinds)
    first = partial(_overview_files, source, overview, found)
    yield PageList("overview", every, (*counts, sorted(found)), first)
    yield from _collection_lists(source, overview)
    yield from _agency_lists(source)
    yield PageList("browse", every, counts, lambda: browse_files(overview, source.entries()))
    yield from _data_lists(source, overview, site)
    yield from _theme_lists(source, themes)
    yield from _indicator_lists(source, told)
    yield from _family_lists(source, told_families(overview))
    yield PageList("data/compare", every, (), lambda: [comparison_index(names, source.of_region)])
    for name in names:
        scope = Scope(ScopeKind.REGION, name)
        yield PageList(f"data/compare/{name}", scope, (), partial(_name_files, source, name))
    yield from _finding_lists(source, kinds)
    yield PageList(
        "completeness",
        Scope(ScopeKind.ARRIVALS),
        (source.expected(),),
        lambda: completeness_files(source, overview),
        lambda: completeness_csv(source, overview),
    )
    yield PageList("quality", Scope(ScopeKind.AUDIT), (), lambda: quality_files(source, overview.reports))
    yield from site_lists(source, overview, site)


def _data_lists(source: ListSource, overview: Overview, site: Publication) -> Iterator[PageList]:
    every, files = Scope(ScopeKind.ALL), data_files(source.text_sizes)
    facts = data_facts(overview, site, newest_day(source), files)
    yield PageList("data", every, (files, facts), lambda: data_pages(overview, files, facts))
    yield PageList("data/browse", every, (), lambda: browse_slices(source.entries()))


def _overview_files(source: ListSource, overview: Overview, found: frozenset[str]) -> Iterator[Page]:
    themes, told = theme_collections(overview), told_indicators(overview)
    ways = HomeWays(theme_links(themes), indicator_links(told), family_links(told_families(overview)), found)
    yield PurePosixPath("index.md"), render_home(overview, source.newest(NEWEST), ways)
    yield from listing_files(overview)
    yield PurePosixPath("themes/index.md"), render_themes(themes)
    yield PurePosixPath("indicators/index.md"), render_indicators(told)
    yield PurePosixPath("families/index.md"), render_families(told_families(overview))


def _collection_lists(source: ListSource, overview: Overview) -> Iterator[PageList]:
    for collection in (
        *region_collections(overview),
        *year_collections(overview),
        *department_collections(overview),
    ):
        scope = Scope(_SCOPES[collection.kind], collection.wanted)
        is_region = collection.kind is CollectionKind.REGION
        # By its province's reports, which are not all its own.
        workbooks = province_files(collection.key, source.text_sizes) if is_region else ()
        files = partial(_collection_files, source, collection, workbooks)
        yield PageList(f"{collection.kind.folder}/{collection.key}", scope, (collection, *workbooks), files)


def _collection_files(
    source: ListSource, collection: Collection, workbooks: Sequence[DataFile]
) -> Iterator[Page]:
    rows = _rows(source, collection)
    if collection.kind is CollectionKind.REGION:
        digests = source.digests_of_region(collection.wanted)
        yield from region_files(collection, rows, digests, workbooks)
    else:
        yield from collection_files(collection, rows)


def _agency_lists(source: ListSource) -> Iterator[PageList]:
    for region, department in source.agencies():
        scope = Scope(ScopeKind.AGENCY, f"{region}/{department}")
        # What stands in others changes with them.
        reuse = tuple(source.reuse_of_agency(region, department))
        files = partial(_agency_files, source, (region, department), reuse)
        yield PageList(f"agencies/{region}/{department}", scope, reuse, files)


def _agency_files(
    source: ListSource, agency: tuple[str, str], reuse: tuple[tuple[int, Reuse], ...]
) -> Iterator[Page]:
    yield from agency_files(source.digests_of_agency(*agency), dict(reuse))


def _rows(source: ListSource, collection: Collection) -> Iterable[Entry]:
    if collection.kind is CollectionKind.REGION:
        return source.of_region(collection.wanted)
    if collection.kind is CollectionKind.YEAR:
        return source.of_year(int(collection.key))
    return source.of_department(collection.key)


def _theme_lists(source: ListSource, collections: Iterable[ThemeCollection]) -> Iterator[PageList]:
    for collection in collections:
        if collection.reports:
            slug, told = (
                collection.theme.slug,
                (collection.reports, collection.figures, collection.indicators),
            )
            yield PageList(
                f"themes/{slug}",
                Scope(ScopeKind.THEME, slug),
                told,
                partial(_theme_files, source, collection),
            )


def _theme_files(source: ListSource, collection: ThemeCollection) -> Iterator[Page]:
    yield from theme_files(collection, source.of_theme(collection.theme.slug))


def _indicator_lists(source: ListSource, told: Iterable[IndicatorCount]) -> Iterator[PageList]:
    for one in told:
        if one.values:
            slug, counts = one.indicator.slug, (one.reports, one.values, one.of)
            scope = Scope(ScopeKind.INDICATOR, slug)
            yield PageList(f"indicators/{slug}", scope, counts, partial(_indicator_files, source, one))


def _indicator_files(source: ListSource, told: IndicatorCount) -> Iterator[Page]:
    slug = told.indicator.slug
    silent = source.silent(slug, SILENT) if told.silent else ()
    values = held_rows(partial(source.of_indicator, slug), told.values)
    units = source.units(Scope(ScopeKind.INDICATOR, slug))
    yield from indicator_files(told, IndicatorRows(values, units, silent))


def _family_lists(source: ListSource, told: Iterable[FamilyCount]) -> Iterator[PageList]:
    for one in told:
        if one.values:
            scope = Scope(ScopeKind.FAMILY, one.family.slug)
            counts = (one.reports, one.values, one.indicators)
            files = partial(_family_files, source, one, scope)
            yield PageList(f"families/{one.family.slug}", scope, counts, files)


def _family_files(source: ListSource, told: FamilyCount, scope: Scope) -> Iterator[Page]:
    values = held_rows(partial(source.of_family, scope.key), told.values)
    rows = FamilyRows(values, source.units(scope))
    yield from family_files(told, rows)


def _name_files(source: ListSource, name: str) -> Iterator[Page]:
    yield from name_files(name, source.of_region(name))


def _finding_lists(source: ListSource, kinds: Sequence[FindingKind]) -> Iterator[PageList]:
    held = len(source.held())
    first = partial(_first_of_findings, kinds, held)
    yield PageList("findings", Scope(ScopeKind.AUDIT), (), first)
    for kind in kinds:
        scope = Scope(ScopeKind.DOUBT if kind.is_counted else ScopeKind.FINDING, kind.code)
        files, rows = partial(finding_files, source, kind), partial(finding_csv, source, kind)
        yield PageList(f"findings/{kind.slug}", scope, (kind,), files, rows)


def _first_of_findings(kinds: Sequence[FindingKind], held: int) -> Iterator[Page]:
    yield PurePosixPath("findings/index.md"), render_findings(kinds, held)
