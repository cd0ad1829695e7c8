"""The page of each theme: its indicators, and the reports that have figures of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import Address, Entry, Metric, Result
from build_scripts.render.escape import decode
from build_scripts.render.figures import as_written
from build_scripts.render.indicator_pages import Told
from build_scripts.render.listings import Way, entry_of
from build_scripts.render.templates import render_template
from build_scripts.rules.themes import Theme, load_themes

Addressed = tuple[Address, Result]
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a theme's page shows it: its words, and its row."""

    subject: str
    written: str
    row: str


@dataclass(frozen=True, slots=True)
class Share:
    """What a report has of a theme: how many figures, and the first of them."""

    entry: Entry
    count: int
    first: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ThemeShelf:
    """A theme with the reports that have figures of it, newest year first, and its indicators with a value."""

    theme: Theme
    shares: tuple[Share, ...]
    indicators: tuple[Told, ...]

    @property
    def figures(self) -> int:
        """Return how many figures the theme has in all reports."""
        return sum(share.count for share in self.shares)


def theme_shelves(published: Sequence[Addressed], told: Sequence[Told]) -> tuple[ThemeShelf, ...]:
    """Return all themes in the order of the rule file, 其他 last, those without a figure too."""
    ordered = sorted(published, key=lambda item: (-item[0].year, item[0]))
    return tuple(_shelf(theme, ordered, told) for theme in load_themes())


def theme_files(shelves: Sequence[ThemeShelf]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the list of themes and the page of each that has a figure: ``themes/penalties/``."""
    yield PurePosixPath("themes/index.md"), render_template("themes.md.j2", shelves=tuple(shelves))
    for shelf in shelves:
        if shelf.shares:
            page = render_template("theme.md.j2", shelf=shelf)
            yield PurePosixPath("themes", shelf.theme.slug, "index.md"), page


def theme_ways(shelves: Sequence[ThemeShelf]) -> tuple[Way, ...]:
    """Return the ways to the themes that have figures."""
    return tuple(Way(s.theme.name, f"themes/{s.theme.slug}/", len(s.shares)) for s in shelves if s.shares)


def _shelf(theme: Theme, published: Sequence[Addressed], told: Sequence[Told]) -> ThemeShelf:
    shares = (_share(theme, address, result) for address, result in published)
    of = tuple(one for one in told if one.values and one.indicator.themes[0] == theme.name)
    return ThemeShelf(theme, tuple(share for share in shares if share.count), of)


def _share(theme: Theme, address: Address, result: Result) -> Share:
    of = [metric for metric in result.metrics if metric.theme == theme.name]
    tops = [metric for metric in of if metric.parent is None] or of
    first = tuple(_figure(result, metric) for metric in tops[:_SHOWN])
    return Share(entry_of(address, result), len(of), first)


def _figure(result: Result, metric: Metric) -> Figure:
    written = as_written(result.report.clean.text, metric)
    return Figure(decode(metric.subject), decode(written), metric.id)
