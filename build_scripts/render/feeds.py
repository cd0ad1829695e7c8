"""Atom feeds (RFC 4287): the latest reports of all, of each region, of each department.

An address in a feed is a full one, so there are feeds only where the site's own address is known. Days are those that
the records tell, at the beginning of the day in China: the same reports give the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview, Scope, ScopeKind
from build_scripts.models.publication import Publication
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page, department_collections, region_collections
from build_scripts.render.names import department_name
from build_scripts.render.templates import render_html

MOST = 50  # entries of a feed
FOLDER = PurePosixPath("feeds")
_SITE = "法治政府建设年度报告"
# Who follows a feed sees none of the pages that say so.
_DEMO, _MADE_UP = "演示数据", "所有报告和数字都由程序编造，与任何机关、任何人无关。"
_DAY = "T00:00:00+08:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What a feed tells of: its full address, which is its id too, and the day it came or was changed."""

    url: str
    title: str
    author: str
    day: str
    summary: str
    topic: str = ""

    @property
    def updated(self) -> str:
        """Return the day as the format asks for it."""
        return f"{self.day}{_DAY}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its file below docs/, its title, the way to the page whose reports it tells of, and which these are."""

    path: PurePosixPath
    title: str
    page: str
    scope: Scope


def feeds_of(overview: Overview) -> Iterator[Feed]:
    """Yield the feeds of reports; of none where there is no report."""
    if overview.reports:
        yield Feed(FOLDER / "all.xml", _SITE, "", Scope(ScopeKind.ALL))
    for region in region_collections(overview):
        yield Feed(
            FOLDER / "regions" / f"{region.key}.xml",
            f"{region.name}：{_SITE}",
            f"regions/{region.key}/",
            Scope(ScopeKind.REGION, region.wanted),
        )
    for one in department_collections(overview):
        yield Feed(
            FOLDER / "departments" / f"{one.key}.xml",
            f"{one.name}：{_SITE}",
            f"departments/{one.key}/",
            Scope(ScopeKind.DEPARTMENT, one.key),
        )


def feed_files(feed: Feed, source: ListSource, site: Publication) -> Iterator[Page]:
    """Yield the file of a feed of reports."""
    entries = tuple(_entry(one, site) for one in source.latest(feed.scope, MOST))
    yield feed.path, render_feed(feed, entries, site)


def render_feed(feed: Feed, entries: Iterable[FeedEntry], site: Publication, day: str = "") -> bytes:
    """Return a feed of ``entries``, the latest first; ``day`` is that of one without entries."""
    shown = tuple(entries)
    last = FeedEntry(url="", title="", author="", day=day, summary="")
    return render_html(
        "feed.xml.j2",
        title=f"{_DEMO}：{feed.title}" if site.is_demo else feed.title,
        subtitle=_MADE_UP if site.is_demo else "",
        self_=site.url_of(feed.path.as_posix()),
        page=site.url_of(feed.page),
        updated=max(shown, key=lambda entry: entry.day, default=last).updated,
        entries=shown,
    )


def day_of(entry: Entry) -> str:
    """Return the last day known of a report; where none is, the first on which it could have been written."""
    return entry.latest or f"{entry.address.year + 1:04d}-01-01"


def _entry(entry: Entry, site: Publication) -> FeedEntry:
    doubts = f"，{entry.doubtful} 处存疑" if entry.doubtful else ""
    return FeedEntry(
        url=site.url_of(entry.url),
        title=_title(entry),
        author=entry.agency,
        day=day_of(entry),
        summary=f"{entry.place}，{department_name(entry.address.department)}，{entry.dated}。"
        f"{entry.figures} 个数字{doubts}。",
        topic=department_name(entry.address.department),
    )


def _title(entry: Entry) -> str:
    """Return a report's title; who made it and of which year stand behind where it does not say so."""
    year = str(entry.address.year)
    further = [entry.by, "" if year in entry.title else f"{year} 年度"]
    told = "，".join(filter(None, further))
    return f"{entry.title}（{told}）" if told else entry.title
