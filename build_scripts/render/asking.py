"""What the search box knows of the site: names of places, offices and kinds of figures, and the figures that answer.

Readers type 于田县 罚款 and want the figure: the browser loads one file with the names that occur when something is
typed, and of the figures those blocks alone that the question needs. A file's name tells what is in it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from gzip import compress
from hashlib import sha256
from heapq import nlargest, nsmallest
from itertools import groupby, islice
from pathlib import PurePosixPath
from typing import cast

from build_scripts.models import Entry, ListedFigure, Overview
from build_scripts.render.region_tree import Region, region_tree
from build_scripts.rules.departments import load_departments
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.pinyin import reading_of
from build_scripts.rules.questions import department_words, load_questions, plain_words, words_of_families
from build_scripts.rules.region_table import bare_forms, load_regions, long_forms

FOLDER = PurePosixPath("assets/search")
_ROWS = 100  # figures of a block: 4 kB packed
_EXTREME = 50  # the greatest and the least of a family, in files of their own
_PROVINCE, _COUNTY, _SHORT = 2, 6, 2  # digits of their prefixes; characters of the shortest short name

File = tuple[PurePosixPath, bytes]
Row = tuple[object, ...]
FigureRow = tuple[Entry, ListedFigure]


def name_files(overview: Overview, files: dict[str, str]) -> Iterator[File]:
    """Yield the file of the names, and ``answers.json`` that names it; ``files`` are the last ones of the families."""
    names = _packed("names", shorten_names(names_of(overview, files)))
    yield names
    yield FOLDER / "answers.json", _json({"names": f"answers/{names[0].name}"})


def names_of(overview: Overview, files: dict[str, str]) -> dict[str, object]:
    """Return what queries are read by: years, names and readings of what has reports; ``files`` go by family."""
    years = sorted((int(one.key) for one in overview.years), reverse=True)
    tree = region_tree(overview.regions)
    bodies, bare, _ = department_words()
    return {
        "years": years,
        "regions": [*_regions(tree)],
        "departments": [*_departments(overview)],
        "families": [*_families(files)],
        "words": {**load_questions(), "bodies": bodies, "bare": bare},
    }


def shorten_names(names: dict[str, object]) -> dict[str, object]:
    """Return the names without what the browser can tell of a region itself (docs/assets/search-box.js).

    That is a short name that lacks the last character (1 stands for it), the place that the names above it make, and a
    reading that is that of its characters, which ``readings`` tells once: a third fewer bytes.
    """
    rows = cast("list[tuple[str, str, list[str], str, str]]", names["regions"])
    known = {prefix: name for prefix, name, *_ in rows}
    readings = _readings((name, reading.split()) for _, name, _, reading, _ in rows)
    regions = [
        (
            prefix,
            name,
            1 if forms == [name[:-1]] else forms,
            "" if reading == " ".join(readings.get(char, "") for char in name) else reading,
            "" if place == _place(prefix, known) else place,
        )
        for prefix, name, forms, reading, place in rows
    ]
    return {**names, "regions": regions, "readings": ["".join(readings), " ".join(readings.values())]}


def _readings(names: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """Return how each character is read in most of the names."""
    told = Counter(
        pair
        for name, reading in names
        if len(name) == len(reading)
        for pair in zip(name, reading, strict=True)
    )
    return {char: reading for (char, reading), _ in sorted(told.items(), key=lambda one: (one[1], one[0]))}


def _place(prefix: str, known: Mapping[str, str]) -> str:
    """Return a region's name with those above it: a township's with its county's, any other's with all."""
    above = (_COUNTY,) if len(prefix) > _COUNTY else (2, 4)
    return "".join(known.get(prefix[:size], "") for size in above if size < len(prefix)) + known[prefix]


def _regions(tree: Iterable[Region]) -> Iterator[Row]:
    """Yield prefix, name, other names and reading of each region; what is short for a province is no county's."""
    provinces = {form for code in _provinces() for form in code}
    seen: set[str] = set()
    for region in (one for root in tree for one in root.walk()):
        if region.prefix in seen or not region.name:
            continue
        seen.add(region.prefix)
        forms = {*_forms(region)} - {region.name} - plain_words()
        if len(region.prefix) > _PROVINCE:
            forms -= provinces
        yield region.prefix, region.name, sorted(forms), " ".join(reading_of(region.name)), region.place


def _provinces() -> Iterator[tuple[str, ...]]:
    """Yield all names of each province: 河南省, 河南."""
    table = load_regions()
    for number in range(11, 72):
        if province := table.get(f"{number}0000"):
            yield (*long_forms(province), *bare_forms(province))


def _forms(region: Region) -> Iterator[str]:
    known = load_regions().get(region.code)
    if known:
        yield from (form for form in (*long_forms(known), *bare_forms(known)) if len(form) >= _SHORT)
    else:
        for kind in ("街道", "镇", "乡"):
            short = region.name.removesuffix(kind)
            if short != region.name and len(short) > _SHORT:
                yield short


def _departments(overview: Overview) -> Iterator[Row]:
    """Yield slugs, name and words of each department that has reports."""
    table = load_departments()
    cells = department_words()[2]
    slugs: dict[str, list[str]] = {}
    for one in overview.departments:
        if department := table.get(one.key):
            slugs.setdefault(department.slug, []).append(one.key)
    words: dict[str, list[str]] = {slug: [*cells.get(slug, ())] for slug in slugs}
    for word, department in table.words.items():
        if department.slug in words:
            words[department.slug].append(word)
    for slug, of in slugs.items():
        department = table.get(slug)
        if department:
            yield of, department.name, sorted({*words[slug]} - {department.name})


def _families(files: dict[str, str]) -> Iterator[Row]:
    """Yield slug, name, words, words that ask, and file of each family that has figures."""
    indicators: dict[str, list[str]] = {}
    for indicator in load_indicators():
        indicators.setdefault(indicator.family or "", []).append(indicator.name)
    named, asked = words_of_families("families"), words_of_families("asked")
    for slug, file in files.items():
        name = families_by_slug()[slug].name
        words = {name, *indicators.get(slug, ()), *named.get(slug, ())}
        yield slug, name, sorted(words), sorted(asked.get(slug, ())), f"answers/{file}"


def answer_files(slug: str, rows: Iterable[FigureRow]) -> Iterator[File]:
    """Yield the blocks of a family, its extremes, and last the file that tells what each block holds.

    ``rows`` are its figures, newest report first.
    """
    blocks: list[Row] = []
    most: list[Row] = []
    least: list[Row] = []
    for year, of in groupby(rows, key=lambda row: row[0].address.year):
        told = (_row(entry, figure) for entry, figure in of)
        while block := list(islice(told, _ROWS)):
            file = _packed(slug, block)
            yield file
            codes = [str(row[0])[: str(row[0]).index("-")] for row in block]
            values = [_value(row) for row in block]
            blocks.append(
                (f"answers/{file[0].name}", year, codes[0], codes[-1], min(values), max(values), len(block))
            )
            most, least = (
                nlargest(_EXTREME, most + block, key=_value),
                nsmallest(_EXTREME, least + block, key=_value),
            )
    names = [str(block[0]) for block in blocks]
    if len(blocks) > 1:
        ends = [_packed(slug, most), _packed(slug, least)]
        yield from ends
        names = [f"answers/{file[0].name}" for file in ends]
    yield _packed(slug, {"blocks": blocks, "most": names[0], "least": names[-1]})


def _row(entry: Entry, figure: ListedFigure) -> Row:
    sentence, doubt, part = figure.sentence.removeprefix("s-"), int(bool(figure.doubts)), int(figure.is_part)
    value = float(figure.value)
    plain = int(value) if value == int(value) else value
    about = (entry.address.id, entry.agency or entry.title, figure.subject, figure.written)
    return (*about, plain, figure.unit, figure.id.removeprefix("m-"), sentence, doubt, part)


def _value(row: Row) -> float:
    return float(str(row[4]))


def _packed(name: str, value: object) -> File:
    data = _json(value)
    digest = sha256(data).hexdigest()[:12]
    return FOLDER / "answers" / f"{name}-{digest}.bin", compress(data, 9, mtime=0)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
