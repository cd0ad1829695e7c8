"""The files of the search index below the docs folder: manifest, substrings, texts, filters, figures."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from build_scripts.models import Searchable
from build_scripts.search.figures import figure_files
from build_scripts.search.grams import compress, make_shards

FOLDER = PurePosixPath("assets/search")
_FORMAT = 1

Labels = Callable[[Searchable], Iterable[str]]

# What results can be narrowed by: the name in the address of a search, and the labels a report has.
_FILTERS: dict[str, Labels] = {
    "year": lambda report: [str(report.year)],
    "province": lambda report: [report.province],
    "department": lambda report: [report.department],
    "theme": lambda report: report.themes,
    "finding": lambda report: report.findings,
}


def render_search(reports: Iterable[Searchable]) -> dict[PurePosixPath, bytes]:
    """Return the index by path below the docs folder; the same reports, in any order, give the same bytes.

    Newest year first, then by region: this is the order in which reports of equal weight are told.
    """
    ordered = sorted(reports, key=lambda r: (-r.year, r.region_code, r.id))
    files = {f"s/{n}.bin": data for n, data in enumerate(make_shards(ordered))}
    figures = [_packed(rows) for rows in figure_files(ordered)]
    manifest = {"format": _FORMAT, "reports": len(ordered), "shards": len(files), "figures": len(figures)}
    files |= {f"t/{report.id}.bin": _packed(_text(report)) for report in ordered}
    files |= {f"f/{n}.bin": data for n, data in enumerate(figures)}
    files["reports.bin"] = _packed([report.id for report in ordered])
    files["filters.bin"] = _packed({name: _filter(ordered, of) for name, of in _FILTERS.items()})
    files["manifest.json"] = _json({"version": _version(files), **manifest})
    return {FOLDER / name: data for name, data in sorted(files.items())}


def _version(files: dict[str, bytes]) -> str:
    """Return what changes when any file does: browsers that keep old files ask for the new ones."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(name.encode() + b"\0" + data)
    return whole.hexdigest()[:12]


def _text(report: Searchable) -> dict[str, object]:
    """Return all that is needed to check a hit, to cut its excerpt and to lead to its sentence."""
    return {
        "id": report.id,
        "url": report.url,
        "title": report.title,
        "agency": report.agency,
        "place": report.place,
        "year": report.year,
        "department": report.department,
        "fields": report.fields,
        "lines": report.lines,
        "passages": [[p.line, p.start, p.end, p.anchor] for p in report.passages],
    }


def _filter(reports: Sequence[Searchable], of: Labels) -> dict[str, object]:
    """Return the labels that occur, in the order first met, and for each report the places of its own."""
    labels: dict[str, int] = {}
    return {
        "of": [[labels.setdefault(label, len(labels)) for label in of(r)] for r in reports],
        "labels": [*labels],
    }


def _packed(value: object) -> bytes:
    return compress(_json(value))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
