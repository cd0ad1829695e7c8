"""What a query must find, told without any index: every report is read from end to end."""

import gzip
import json
import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from build_scripts.models import Searchable
from build_scripts.search import FOLDER
from build_scripts.search.fold import flatten as flatten_now
from build_scripts.search.fold import fold as fold_now

ROOT = Path(__file__).parents[2]
_TERM = re.compile(r'"([^"]+)"|[^\s"]+')
_CUT = re.compile("[0-9],[0-9]")
flatten, fold = cache(flatten_now), cache(fold_now)
Files = Mapping[PurePosixPath, bytes]


def plain_report(id_: str, text: str, **more: object) -> Searchable:
    """Return a report of nothing but ``text``, or with what ``more`` says."""
    known: dict[str, object] = {
        "id": id_,
        "url": f"reports/{id_}/",
        "title": "",
        "agency": "",
        "doc_number": "",
        "signer": "",
        "issued": (),
        "lines": tuple(text.split("\n")),
        "passages": (),
        "figures": (),
        "year": 2023,
        "region_code": "440704",
        "place": "",
        "province": "广东省",
        "department": "卫生健康",
        "themes": (),
        "findings": (),
    }
    return Searchable(**(known | more))  # type: ignore[arg-type]


def gold_reports() -> list[Searchable]:
    """Return the raw reports and the texts of the gold set as they stand: anything may be in them."""
    raw = sorted((ROOT / "source_reports").rglob("*.txt"))
    gold = sorted(f for f in (ROOT / "tests/gold").rglob("*.txt") if not f.name.endswith(".clean.txt"))
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in (*raw, *gold)]
    return [plain_report(f"{n:06}-health-2023", text) for n, text in enumerate(texts)]


def find_ids(reports: Iterable[Searchable], query: str) -> set[str]:
    """Return the ids of the reports in which every term of ``query`` stands within one field or line."""
    terms = [(m[1] or m[0], m[1] is not None) for m in _TERM.finditer(query)]
    terms = [(words, exact) for words, exact in terms if fold(words)]
    if not terms:
        return set()
    return {report.id for report in reports if all(_has(report, *term) for term in terms)}


def _has(report: Searchable, words: str, exact: bool) -> bool:
    parts = (*report.fields, *report.lines)
    if exact:
        return any(words in part for part in parts)
    cut = _CUT.search(flatten(words)) is not None
    return any(fold(words) in fold(part) or (cut and flatten(words) in flatten(part)) for part in parts)


def unpack(data: bytes) -> object:
    """Return what a packed file holds."""
    return json.loads(gzip.decompress(data))


def read_lists(files: Files) -> dict[str, dict[int, int]]:
    """Return every substring of the index with the reports that have it, and their weights."""
    lists: dict[str, dict[int, int]] = {}
    for path, data in files.items():
        if path.parent == FOLDER / "s":
            lists |= _read_shard(gzip.decompress(data))
    return lists


def _read_shard(data: bytes) -> dict[str, dict[int, int]]:
    (count,) = struct.unpack_from("<I", data)
    grams = [
        data[4 + 8 * n : 12 + 8 * n].decode("utf-16-le", "surrogatepass").rstrip("\0") for n in range(count)
    ]
    ends = struct.unpack_from(f"<{count + 1}I", data, 4 + 8 * count)
    body = data[8 + 12 * count :]
    return {gram: _read_list(body[ends[n] : ends[n + 1]]) for n, gram in enumerate(grams)}


def _read_list(data: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    number = value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            number += value >> 2
            found[number] = value & 3
            value = shift = 0
    return found
