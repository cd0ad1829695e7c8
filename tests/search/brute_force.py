"""What a query must find, told without any index: every report is read from end to end."""

import gzip
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import accumulate
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
    """Return the ids of the reports in which every term of ``query`` stands within one field or the text."""
    terms = [(m[1] or m[0], m[1] is not None) for m in _TERM.finditer(query)]
    terms = [(words, exact) for words, exact in terms if fold(words)]
    if not terms:
        return set()
    return {report.id for report in reports if all(_has(report, *term) for term in terms)}


def _has(report: Searchable, words: str, exact: bool) -> bool:
    if exact:
        return any(words in part for part in (*report.fields, "\n".join(report.lines)))
    cut = _CUT.search(flatten(words)) is not None
    texts = [*((field,) for field in report.fields), report.lines]
    return any(_found(text, fold, words) or (cut and _found(text, flatten, words)) for text in texts)


def _found(lines: Iterable[str], like: Callable[[str], str], words: str) -> bool:
    return like(words) in "".join(map(like, lines))


def unpack(data: bytes) -> object:
    """Return what a packed file holds."""
    return json.loads(gzip.decompress(data))


def unpack_text(files: Files, id_: str) -> dict[str, object]:
    """Return what the file of a report's text holds."""
    names = json.loads(files[FOLDER / "manifest.json"])["files"]
    reader = zlib.decompressobj(-15, zdict=gzip.decompress(files[FOLDER / names["phrases"]]))
    (packed,) = (data for path, data in files.items() if path.match(f"t/{id_}.bin"))
    data = reader.decompress(packed) + reader.flush()
    known: dict[str, object] = json.loads(data.decode("utf-16-le"))
    return known


def read_lists(files: Files, folder: str = "s") -> dict[str, dict[int, int]]:
    """Return every substring of an index of one segment with the documents that have it, and their weights."""
    return read_index(data for path, data in files.items() if path.parent.name == folder)


def find_file(files: Files, name: str) -> bytes:
    """Return the one file of that name in an index of one segment."""
    (data,) = (data for path, data in files.items() if path.name == name)
    return data


def read_index(files: Iterable[bytes]) -> dict[str, dict[int, int]]:
    """Return the lists in the files of an index by their substrings."""
    lists: dict[str, dict[int, int]] = {}
    for data in files:
        lists |= _read_shard(gzip.decompress(data))
    return lists


def _read_shard(data: bytes) -> dict[str, dict[int, int]]:
    (count,) = struct.unpack_from("<I", data)
    columns = [struct.unpack_from(f"<{count}H", data, 4 + 2 * count * n) for n in range(4)]
    sizes = struct.unpack_from(f"<{count}I", data, 4 + 8 * count)
    ends = [0, *accumulate(sizes)]
    body = data[4 + 12 * count :]
    grams = [
        struct.pack("<4H", *units).decode("utf-16-le", "surrogatepass").rstrip("\0")
        for units in zip(*columns, strict=True)
    ]
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
