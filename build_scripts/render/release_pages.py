"""The pages of corrections and of releases, and the feed of corrections."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview, Scope, ScopeKind
from build_scripts.models.publication import Correction, Publication, Release
from build_scripts.render.correction_rows import (
    PAGE,
    address_of_id,
    feed_entries,
    name_of_report,
    render_correction,
)
from build_scripts.render.escape import escape, ready
from build_scripts.render.feeds import FOLDER, MOST, Feed, day_of, render_feed
from build_scripts.render.labels import format_date
from build_scripts.render.list_parts import parts_of
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page
from build_scripts.render.page_list import PageList
from build_scripts.render.templates import render_template

_EVERY = Scope(ScopeKind.ALL)
# What became of a report, and its id.
_Moved = tuple[str, str]


def release_lists(source: ListSource, overview: Overview, site: Publication) -> Iterator[PageList]:
    """Yield the lists of corrections and releases."""
    told = (site.told,)
    yield PageList("corrections", _EVERY, told, partial(correction_files, source, site))
    if site.address and overview.reports:
        yield PageList(
            "feeds/corrections", _EVERY, (*told, site.address, site.is_demo), partial(_feed, source, site)
        )
    first = (site.releases, site.pending)
    yield PageList("releases", _EVERY, first, partial(_release_index, source, overview, site))
    for release in site.releases:
        files = partial(release_files, source, release)
        yield PageList(f"releases/{release.version}", _EVERY, (release,), files)


def correction_files(source: ListSource, site: Publication) -> Iterator[Page]:
    """Yield the pages of all corrections, the latest first."""
    first = PurePosixPath(PAGE, "index.md")
    for part in parts_of(site.told, len(site.told)):
        entries = _named(source, (one.report for one in part.rows))
        lines = "".join(render_correction(one, entries, f"{part.up}../") for one in part.rows)
        page = render_template("corrections.md.j2", part=part, lines=ready(lines), count=len(site.told))
        yield part.path(first), page


def _named(source: ListSource, ids: Iterator[str]) -> Mapping[str, Entry]:
    return {entry.address.id: entry for entry in source.of_ids(sorted(set(ids)))}


def _feed(source: ListSource, site: Publication) -> Iterator[Page]:
    shown = site.told[:MOST]
    entries = _named(source, (one.report for one in shown))
    feed = Feed(FOLDER / "corrections.xml", "更正：法治政府建设年度报告", PAGE, _EVERY)
    newest = max(map(day_of, source.latest(_EVERY, 1)))
    yield feed.path, render_feed(feed, feed_entries(shown, entries, site), site, newest)


def newest_day(source: ListSource) -> str:
    """Return the day of the newest record, "" where there is none."""
    return max((entry.latest for entry in source.latest(_EVERY, 1)), default="")


def _release_index(source: ListSource, overview: Overview, site: Publication) -> Iterator[Page]:
    first = PurePosixPath("releases/index.md")
    for part in parts_of(site.releases, len(site.releases)):
        lines = "".join(_line(one, f"{part.up}", is_first=one is site.releases[-1]) for one in part.rows)
        page = render_template(
            "releases.md.j2",
            part=part,
            lines=ready(lines),
            site=site,
            reports=overview.reports,
            figures=overview.figures,
            day=format_date(newest_day(source)),
        )
        yield part.path(first), page


def _line(release: Release, up: str, *, is_first: bool) -> str:
    changes = "第一版" if is_first else _changes(release)
    return (
        f'<li><a href="{up}{escape(release.version)}/">{escape(release.version)} 版</a><small>'
        f"<span>最新的记录是 {escape(format_date(release.day))}</span> <span>{release.reports:,} 份报告</span>"
        f" <span>{release.figures:,} 个数字</span> <span>{changes}</span></small></li>\n"
    )


def _changes(release: Release) -> str:
    counts = (len(release.added), len(release.removed), len(release.corrected))
    return "新增 {} 份，撤下 {} 份，更正 {} 处".format(*counts)


def release_files(source: ListSource, release: Release) -> Iterator[Page]:
    """Yield the pages of one release: its counts and files, then what had changed."""
    first = PurePosixPath("releases", release.version, "index.md")
    changed: list[Correction | _Moved] = [*release.corrected]
    changed += (("新增", id_) for id_ in release.added)
    changed += (("撤下", id_) for id_ in release.removed)
    for part in parts_of(changed, len(changed)):
        ids = (one[1] if isinstance(one, tuple) else one.report for one in part.rows)
        entries = _named(source, ids)
        root = f"{part.up}../../"
        lines = "".join(
            _moved(one, entries, root) if isinstance(one, tuple) else render_correction(one, entries, root)
            for one in part.rows
        )
        page = render_template(
            "release.md.j2",
            part=part,
            release=release,
            changes=_changes(release),
            changed=len(changed),
            day=format_date(release.day),
            lines=ready(lines),
        )
        yield part.path(first), page


def _moved(row: _Moved, entries: Mapping[str, Entry], root: str) -> str:
    what, id_ = row
    name = escape(name_of_report(id_, entries))
    if id_ in entries:
        name = f'<a href="{escape(root + address_of_id(id_).url)}">{name}</a>'
    return f"<li>{what} {name}</li>\n"
