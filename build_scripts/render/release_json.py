"""``/data/release.json``: what the data files hold, their checksums, and what changed since the last version."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from build_scripts.models import Overview
from build_scripts.models.publication import Correction, Pending, Publication, Release, ReleasedFile

NAME = "release.json"


def render_release(site: Publication, overview: Overview, day: str, files: Iterable[ReleasedFile]) -> bytes:
    """Return what is published now as JSON.

    ``version`` is that of the last release where nothing differs from it, else null, and ``since`` names the version
    that ``changes`` count from. A correction that has no day or reason yet tells so by nulls.
    """
    last, is_released = next(iter(site.releases), None), not site.pending
    since = site.releases[1:2] if is_released else site.releases[:1]
    told = {
        "version": last.version if last and is_released else None,
        "since": since[0].version if since else None,
        "newest_record": day or None,
        "reports": overview.reports,
        "figures": overview.figures,
        "changes": _changes(last, site),
        "files": [asdict(file) for file in files],
        "releases": [_line(release) for release in site.releases],
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _changes(last: Release | None, site: Publication) -> dict[str, object]:
    if last and not site.pending:
        return _told(last.added, last.removed, last.corrected)
    return _told(site.pending.added, site.pending.removed, _explained(site.pending, site))


def _explained(pending: Pending, site: Publication) -> list[Correction]:
    """Return the changes, each with the editor's words where there are some."""
    rows = {one.key: one for one in site.open_corrections()}
    return [rows.get(change.key, change) for change in pending.changed]


def _told(added: Sequence[str], removed: Sequence[str], corrected: Iterable[Correction]) -> dict[str, object]:
    return {
        "added": list(added),
        "removed": list(removed),
        "corrected": [_correction(one) for one in corrected],
    }


def _correction(one: Correction) -> Mapping[str, str | None]:
    told = {"report": one.report, "figure": one.figure, "subject": one.subject, "old": one.old}
    told |= {"new": one.new, "date": one.day, "reason": one.reason}
    return {name: value or None for name, value in told.items()}


def _line(release: Release) -> dict[str, object]:
    return {
        "version": release.version,
        "newest_record": release.day,
        "reports": release.reports,
        "figures": release.figures,
        "added": len(release.added),
        "removed": len(release.removed),
        "corrected": len(release.corrected),
    }
