"""The page of each theme: its indicators, and the reports that have figures of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import Count, Overview, Share
from build_scripts.render.escape import ready
from build_scripts.render.list_parts import parts_of
from build_scripts.render.list_rows import render_share
from build_scripts.render.listings import Link, Page
from build_scripts.render.templates import render_template
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.themes import Theme, load_themes

_REPORTS = 40  # of a page: one with its figures takes 150 px of a phone, and twelve screens have 8,000


@dataclass(frozen=True, slots=True)
class ThemeCollection:
    """A theme, how much there is of it, and its indicators with a value as ways from its page."""

    theme: Theme
    reports: int
    figures: int
    indicators: tuple[Link, ...]


def theme_collections(overview: Overview) -> tuple[ThemeCollection, ...]:
    """Return all themes in the order of the rule file, 其他 last, those without a figure too."""
    counts = {one.key: one for one in overview.themes}
    told = {one.key: one.reports for one in overview.indicators}
    return tuple(
        _collection(theme, counts.get(theme.slug, Count(theme.slug, 0)), told) for theme in load_themes()
    )


def _collection(theme: Theme, count: Count, told: dict[str, int]) -> ThemeCollection:
    ways = (
        Link(one.name, f"../../indicators/{one.slug}/", told[one.slug])
        for one in load_indicators()
        if one.slug in told and one.themes[0] == theme.name
    )
    return ThemeCollection(theme, count.reports, count.figures, tuple(ways))


def theme_files(collection: ThemeCollection, rows: Iterable[Share]) -> Iterator[Page]:
    """Yield the pages of a theme that has figures: ``themes/penalties/``."""
    first = PurePosixPath("themes", collection.theme.slug, "index.md")
    for part in parts_of(rows, collection.reports, most=_REPORTS):
        lines = ready("".join(render_share(share, f"{part.up}../../") for share in part.rows))
        yield part.path(first), render_template("theme.md.j2", collection=collection, part=part, lines=lines)


def render_themes(collections: Sequence[ThemeCollection]) -> bytes:
    """Return the list of all themes."""
    return render_template("themes.md.j2", collections=tuple(collections))


def theme_links(collections: Sequence[ThemeCollection]) -> tuple[Link, ...]:
    """Return the ways to the themes that have figures, from the home page."""
    return tuple(Link(s.theme.name, f"themes/{s.theme.slug}/", s.reports) for s in collections if s.reports)
