"""The files of the search index below the docs folder: manifest, substrings, texts, filters, figures, words."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from build_scripts.models import Searchable
from build_scripts.rules.simplified import load_simplified
from build_scripts.search.figures import figure_blocks, name_documents, sort_figures
from build_scripts.search.fold import fold, fold_lines
from build_scripts.search.grams import Document, compress, make_index
from build_scripts.search.texts import pack_text, phrases_of
from build_scripts.search.words import list_words, load_words, suggested_words

FOLDER = PurePosixPath("assets/search")
_FORMAT = 3  # of the files; docs/assets/search-index.js refuses any other

Labels = Callable[[Searchable], Iterable[str]]
Files = dict[str, bytes]

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
    index = make_index(map(_document, ordered), [*load_words()] if ordered else [])
    files = {f"s/{n}.bin": data for n, data in enumerate(index.files)}
    phrases = phrases_of(ordered)
    files |= {f"t/{report.id}.bin": pack_text(report, phrases) for report in ordered}
    files["phrases.bin"] = compress(phrases)
    files |= _figure_files(ordered)
    files["words.bin"] = _packed(list_words(index.documents_with))
    files["suggestions.bin"] = _packed(
        {
            "ways": _ways(ordered),
            "indicators": _indicators(ordered),
            "words": suggested_words(index.documents_with),
        }
    )
    files["reports.bin"] = _packed(_ids(ordered))
    files["filters.bin"] = _packed({name: _filter(ordered, of) for name, of in _FILTERS.items()})
    files["simplified.js"] = _simplified()
    manifest = {"format": _FORMAT, "reports": len(ordered), "shards": len(index.files)}
    files["manifest.json"] = _json({"version": _version(files), **manifest})
    return {FOLDER / name: data for name, data in sorted(files.items())}


def _document(report: Searchable) -> Document:
    fields = tuple(map(fold, report.fields))
    return Document(fields[:2], (*fields, fold_lines(report.lines)))


def _figure_files(reports: Sequence[Searchable]) -> Files:
    figures = sort_figures(reports)
    index = make_index(name_documents(figures))
    blocks = list(figure_blocks(figures))
    files = {f"g/{n}.bin": data for n, data in enumerate(index.files)}
    files |= {f"f/{n}.bin": _packed(block.content) for n, block in enumerate(blocks)}
    known = {"shards": len(index.files), "blocks": [[b.first, b.last] for b in blocks], "names": len(figures)}
    return files | {"figures.bin": _packed(known)}


def _ids(reports: Sequence[Searchable]) -> dict[str, object]:
    """Return the ids in columns, which pack to half: region code as the step from the last, department, year."""
    parts = [(int(report.id[:6]), report.id[7:-5], int(report.id[-4:])) for report in reports]
    departments = sorted({department for _, department, _ in parts})
    places = {department: place for place, department in enumerate(departments)}
    return {
        "regions": [
            code - before for before, (code, _, _) in zip([0, *(p[0] for p in parts)], parts, strict=False)
        ],
        "departments": departments,
        "department": [places[department] for _, department, _ in parts],
        "years": [year for _, _, year in parts],
    }


def _ways(reports: Sequence[Searchable]) -> list[tuple[str, str, str]]:
    """Return the pages that words may lead to, kind, name and address of each, each once and in order."""
    return sorted({(way.kind, way.name, way.url) for report in reports for way in report.ways})


def _indicators(reports: Sequence[Searchable]) -> list[tuple[str, str]]:
    """Return the indicators that have a figure, and the unit of most of these."""
    units: dict[str, Counter[str]] = {}
    for figure in (figure for report in reports for figure in report.figures if figure.indicator):
        units.setdefault(figure.indicator, Counter())[figure.unit] += 1
    return [
        (name, min(found, key=lambda unit: (-found[unit], unit))) for name, found in sorted(units.items())
    ]


def _version(files: Files) -> str:
    """Return what changes when any file does: browsers that keep old files ask for the new ones."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(name.encode() + b"\0" + data)
    return whole.hexdigest()[:12]


def _filter(reports: Sequence[Searchable], of: Labels) -> dict[str, object]:
    """Return the labels that occur, in the order first met, and for each report the places of its own."""
    labels: dict[str, int] = {}
    return {
        "of": [[labels.setdefault(label, len(labels)) for label in of(r)] for r in reports],
        "labels": [*labels],
    }


def _simplified() -> bytes:
    """Return the table of variants as a classic script: each pair is a variant and what it becomes."""
    pairs = "".join(variant + char for variant, char in sorted(load_simplified().items()))
    return f"globalThis.searchSimplified = {json.dumps(pairs, ensure_ascii=False)};\n".encode()


def _packed(value: object) -> bytes:
    return compress(_json(value))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
