"""What the site tells of itself to those who follow it and to other programs: feeds, and the word for robots."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from build_scripts.models import Overview, Scope, ScopeKind
from build_scripts.models.publication import Publication
from build_scripts.render.feeds import feed_files, feeds_of
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page
from build_scripts.render.page_list import PageList
from build_scripts.render.program_index import program_lists
from build_scripts.render.release_pages import release_lists

_EVERY = Scope(ScopeKind.ALL)


def site_lists(source: ListSource, overview: Overview, site: Publication) -> Iterator[PageList]:
    """Yield the lists of a site that goes out as ``site`` says."""
    if site.address:
        for feed in feeds_of(overview):
            files = partial(feed_files, feed, source, site)
            yield PageList(f"feeds/{feed.path}", feed.scope, (feed, site.address, site.is_demo), files)
    yield from program_lists(source, overview)
    yield from release_lists(source, overview, site)
    yield PageList("robots", _EVERY, (site.address,), lambda: [_robots(site)])


def _robots(site: Publication) -> Page:
    """Return robots.txt: everything may be read, and where the list of pages is."""
    told = "User-agent: *\nAllow: /\n"
    if site.address:
        told += f"Sitemap: {site.url_of('sitemap.xml')}\n"
    return PurePosixPath("robots.txt"), told.encode()
