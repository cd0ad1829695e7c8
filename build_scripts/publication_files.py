"""What the whole site is published as, read where people say it: the environment, files beside docs/."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from urllib.parse import urlsplit

from build_scripts.models import Places
from build_scripts.models.publication import Publication
from build_scripts.releases import CORRECTIONS, find_changes, parse_corrections, read_lines, read_releases
from build_scripts.store import Reports

ADDRESS = "SITE_URL"
DEMO = "演示数据.txt"  # by this file the folder of a demo is known
LINE = "figure-line"  # the text of a report in the store that a release is compared with


def read_publication(places: Places) -> Publication:
    """Return what the site at ``places`` is published as, but for what differs from the last release.

    Raises ``UsageError`` where a file that tells of it is broken: in one line with the place.
    """
    try:
        told = (places.root / CORRECTIONS).read_bytes()
    except FileNotFoundError:
        told = b""
    return Publication(
        address=parse_address(os.environ.get(ADDRESS, "")),
        corrections=parse_corrections(told),
        releases=read_releases(places.root),
        is_demo=(places.root / DEMO).is_file(),
    )


def with_pending(site: Publication, root: Path, connection: Connection) -> Publication:
    """Return ``site`` with what differs in the store from the last release; of none nothing differs."""
    if not site.releases:
        return site
    reports = Reports(connection)
    pending = find_changes(read_lines(root), lines_of(reports), set(reports.failed_ids()))
    return replace(site, pending=pending)


def lines_of(reports: Reports) -> Iterator[tuple[str, str]]:
    """Yield id and line of figures of each published report."""
    return ((id_, line.decode()) for id_, line in reports.texts(LINE))


def parse_address(told: str) -> str:
    """Return the site's address with a slash at its end, "" where ``told`` is none that a page can be reached by.

    >>> parse_address("https://example.org/fz"), parse_address("example.org")
    ('https://example.org/fz/', '')
    """
    with suppress(ValueError):
        parts = urlsplit(told.strip())
        if parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment):
            return f"{parts.geturl().rstrip('/')}/"
    return ""
