"""How to cite a report: by GB/T 7714, in BibTeX and in CSL-JSON. What the report does not say is left out."""

import json
import re
from collections.abc import Iterator

from build_scripts.models import Address, Meta, Result, Source
from build_scripts.render.cards import web_address
from build_scripts.render.escape import decode
from build_scripts.render.labels import UNKNOWN
from build_scripts.render.names import agency_of, made_title, own_title

_BLANKS = re.compile(r"\s+")
_TEX = str.maketrans({mark: f"\\{mark}" for mark in "{}%&#_$"} | {"\\": "／"})


def cite_gbt(result: Result) -> str:
    """Return 责任者. 题名[R/OL]. (发布日期)[引用日期]. 网址. without the parts that are not known."""
    meta, source = result.report.meta, result.report.clean.raw.source
    agency = agency_of(meta, source)
    taken = source.record.taken_on if source.record else None
    url = web_address(source.record.url if source.record else None)
    day = meta.published_on or meta.issued_on
    dates = (f"({day})" if day else "") + (f"[{taken}]" if taken else "")
    who = "" if agency == UNKNOWN else f"{agency}. "
    kind = "[R/OL]" if url else "[R]"
    parts = [f"{who}{_title(meta, source)}{kind}", dates or f"{source.year}", url]
    return _one_line(". ".join(part for part in parts if part) + ".")


def cite_bibtex(address: Address, result: Result) -> tuple[str, ...]:
    """Return the lines of a BibTeX entry whose key is the report's id."""
    return (f"@techreport{{{address.id},", *(f"  {line}," for line in _fields(result)), "}")


def cite_csl(address: Address, result: Result) -> str:
    """Return the same as CSL-JSON, which Zotero and other programs read."""
    meta, source = result.report.meta, result.report.clean.raw.source
    agency, day = agency_of(meta, source), meta.published_on or meta.issued_on
    url = web_address(source.record.url if source.record else None)
    taken = source.record.taken_on if source.record else None
    told = {
        "id": address.id,
        "type": "report",
        "title": _title(meta, source),
        "author": [{"literal": agency}] if agency != UNKNOWN else None,
        "issued": _date_parts(day or str(source.year)),
        "number": decode(meta.doc_number) if meta.doc_number else None,
        "URL": url or None,
        "accessed": _date_parts(taken) if taken else None,
        "language": "zh-CN",
    }
    return _one_line(json.dumps([{name: of for name, of in told.items() if of}], ensure_ascii=False))


def _date_parts(day: str) -> dict[str, list[list[int]]] | None:
    """Return a day or a year as CSL has it, ``None`` where the words are none.

    >>> _date_parts("2024-04-02")
    {'date-parts': [[2024, 4, 2]]}
    """
    parts = day.split("-")
    return {"date-parts": [[int(part) for part in parts]]} if all(map(str.isdecimal, parts)) else None


def _fields(result: Result) -> Iterator[str]:
    meta, source = result.report.meta, result.report.clean.raw.source
    yield f"title = {{{_tex(_title(meta, source))}}}"
    agency = agency_of(meta, source)
    if agency != UNKNOWN:
        yield f"author = {{{{{_tex(agency)}}}}}"
        yield f"institution = {{{_tex(agency)}}}"
    day = meta.published_on or meta.issued_on
    yield f"year = {{{day[:4] if day else source.year}}}"
    url = web_address(source.record.url if source.record else None)
    if url:
        yield f"url = {{{_one_line(url).replace('{', '%7B').replace('}', '%7D')}}}"
    if source.record and source.record.taken_on:
        yield f"urldate = {{{_tex(source.record.taken_on)}}}"
    yield "langid = {chinese}"


def _title(meta: Meta, source: Source) -> str:
    """Return the title; in square brackets, as catalogues do, where it is none of the report's own words."""
    return own_title(meta, source) or f"[{made_title(meta, source)}]"


def _tex(words: str) -> str:
    return _one_line(words).translate(_TEX)


def _one_line(words: str) -> str:
    return _BLANKS.sub(" ", words)
