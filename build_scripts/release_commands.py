"""What the commands do that give the data a version, and hold what is published to the version before."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from sqlite3 import Connection

from build_scripts.build_commands import compare_docs, make_docs, open_store
from build_scripts.errors import UsageError
from build_scripts.models import Places
from build_scripts.models.publication import Correction, Publication, Release, ReleasedFile
from build_scripts.plain_lines import plain_line
from build_scripts.publication_files import lines_of, read_publication, with_pending
from build_scripts.publish import write_whole
from build_scripts.releases import (
    CORRECTIONS,
    FIGURES,
    HEAD,
    find_unexplained,
    parse_version,
    read_lines,
    release_texts,
    render_rows,
)
from build_scripts.store import Reports

Say = Callable[[str], None]

_FIRST = "1.0"
_RELEASE = "data/release.json"


def write_corrections(places: Places, say: Say, today: date) -> int:
    """Write a row into ``corrections.yml`` for each change that has none; return 1 where one is to be filled in.

    What stands in the file stays as it is.
    """
    make_docs(places, say)
    with open_store(places, say) as connection:
        site = with_pending(read_publication(places), places.root, connection)
        if not site.releases:
            say(f"还没有定过版，没有可比的。先运行 make release VERSION={_FIRST}。")
            return 0
        written = {one.key for one in site.open_corrections()}
        fresh = [one for one in find_unexplained(site) if one.key not in written]
        rows = [replace(one, subject=_subject(one, connection), day=today.isoformat()) for one in fresh]
    if rows:
        _append(places, render_rows(rows))
    unfinished = len(find_unexplained(site))
    if unfinished:
        say(
            f"{CORRECTIONS}：写入 {len(rows)} 条，共有 {unfinished} 条待填：请写明 reason，再运行 make check。"
        )
    else:
        say(f"{CORRECTIONS}：没有待填的，{site.releases[0].version} 版以来的改动都有说明。")
    return int(bool(unfinished))


def _append(places: Places, rows: str) -> None:
    file = places.root / CORRECTIONS
    before = file.read_bytes() if file.exists() else HEAD.encode()
    end = b"" if not before or before.endswith(b"\n") else b"\n"
    write_whole(file, before + end + rows.encode())


def _subject(one: Correction, connection: Connection) -> str:
    """Return what a figure counts, "" where it is no longer there."""
    try:
        told = json.loads(Reports(connection).text(one.report, "object.json"))
    except KeyError:
        return ""
    found = (metric["subject"] for metric in told["metrics"] if metric["id"] == one.figure)
    return " ".join(next(found, "").split())


def make_release(places: Places, version: str, say: Say) -> int:
    """Give what is published now a version and keep it in releases/; return 1 where a change is not explained.

    Raises ``UsageError`` where the version is none, or none after the last.
    """
    _check_version(version, read_publication(places))
    make_docs(places, say)
    with open_store(places, say) as connection:
        site = with_pending(read_publication(places), places.root, connection)
        if site.releases and not site.pending:
            say(f"与 {site.releases[0].version} 版没有不同，没有另定一版。")
            return 0
        if tell_unexplained(site, say):
            return 1
        lines = _lines(places, connection)
    _keep(places, _release(places, version, site), lines)
    make_docs(places, say)
    say(f"已定 {version} 版：请把 releases/ 和 {CORRECTIONS} 提交到版本库。")
    return 0


def _keep(places: Places, release: Release, lines: Mapping[str, str]) -> None:
    kept = set()
    for name, data in release_texts(release, lines):
        kept.add(places.root / name)
        write_whole(places.root / name, data)
    for file in (places.root / FIGURES).glob("*.txt"):
        if file not in kept:
            file.unlink()


def _check_version(version: str, site: Publication) -> None:
    last = site.releases[0].version if site.releases else ""
    asked = f"上一版是 {last}" if last else f"还没有定过版，可写 {_FIRST}"
    try:
        told = parse_version(version)
    except ValueError as error:
        raise UsageError(f"版本应是 1.0、1.1 这样的数，写的是“{version}”；{asked}") from error
    if last and told <= parse_version(last):
        raise UsageError(f"版本 {version} 不比上一版新；{asked}")


def _lines(places: Places, connection: Connection) -> dict[str, str]:
    """Return the lines of all reports; one whose conversion failed has its old pages, and its old figures."""
    reports, before = Reports(connection), read_lines(places.root)
    failed = {id_: before[id_] for id_ in reports.failed_ids() if id_ in before}
    return failed | dict(lines_of(reports))


def _release(places: Places, version: str, site: Publication) -> Release:
    told = json.loads((places.docs / _RELEASE).read_bytes())
    return Release(
        version=version,
        day=told["newest_record"] or "",
        reports=told["reports"],
        figures=told["figures"],
        added=site.pending.added,
        removed=site.pending.removed,
        corrected=tuple(one for one in site.open_corrections() if one.is_whole),
        files=tuple(ReleasedFile(**file) for file in told["files"]),
    )


def compare_all(places: Places, say: Say) -> int:
    """Say which files of docs/ differ from what they should be, and which figures from the last release; 1 for any."""
    code = compare_docs(places, say)
    with open_store(places, say) as connection:
        site = with_pending(read_publication(places), places.root, connection)
    return tell_unexplained(site, say) or code


def tell_unexplained(site: Publication, say: Say) -> int:
    """Say what differs from the last release without a word of why; 1 where anything does."""
    lines = list(_told(find_unexplained(site), site))
    for line in lines:
        say(plain_line(line))
    return int(bool(lines))


def _told(changes: Sequence[Correction], site: Publication) -> Iterator[str]:
    written = {one.key for one in site.open_corrections()}
    for one in changes:
        what = f"{one.figure} 由“{one.old}”改为“{one.new}”" if one.figure else f"整份{one.new}"
        todo = (
            "请在它的那一条里填上 date 和 reason"
            if one.key in written
            else "请运行 make corrections，再填上 reason"
        )
        yield f"{CORRECTIONS}：{one.report} 的 {what}（与 {site.releases[0].version} 版不同），没有说明原因。{todo}。"
