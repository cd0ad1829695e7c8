"""What programs find reports by: ``/data/index.json`` with a list for each province, and ``/llms.txt`` likewise.

Both are short at any number of reports: they name lists, which are cut where they grow long.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview, Scope, ScopeKind
from build_scripts.render.datasets import render_compact
from build_scripts.render.escape import escape_markdown
from build_scripts.render.list_source import ListSource
from build_scripts.render.listings import Page
from build_scripts.render.page_list import PageList
from build_scripts.render.region_tree import Region, region_tree
from build_scripts.render.templates import render_plain

# Reports in one list: of the longest titles some 250 kB.
MOST = 400
_INDEX = PurePosixPath("data/index")
_LLMS = PurePosixPath("llms")
_EVERY = Scope(ScopeKind.ALL)


def program_lists(source: ListSource, overview: Overview) -> Iterator[PageList]:
    """Yield the lists for programs: of all, then of each province."""
    provinces = tuple(region_tree(overview.regions))
    first = partial(_first_files, overview, provinces)
    yield PageList("data/index", _EVERY, (), first)
    for province in provinces:
        scope = Scope(ScopeKind.REGION, province.prefix)
        files = partial(_province_files, source, province)
        yield PageList(f"data/index/{province.prefix}", scope, (province.name, province.reports), files)


def _first_files(overview: Overview, provinces: Iterable[Region]) -> Iterator[Page]:
    yield PurePosixPath("data/index.json"), render_compact(_index(overview, provinces))
    yield PurePosixPath("llms.txt"), _llms(overview, provinces)


def _index(overview: Overview, provinces: Iterable[Region]) -> dict[str, object]:
    """Return the index; addresses count from the folder it lies in."""
    return {
        "reports": overview.reports,
        "figures": overview.figures,
        "licence": "CC-BY-4.0",
        "release": "release.json",
        "report": "reports/{id}.json",
        "page": "../reports/{region_code}/{department}/{report_year}/",
        "markdown": "../reports/{region_code}/{department}/{report_year}/{id}.md.txt",
        "years": {one.key: one.reports for one in overview.years},
        "departments": {one.key: one.reports for one in overview.departments},
        "provinces": [
            {
                "code": one.code,
                "name": one.name,
                "reports": one.reports,
                "lists": [f"index/{name}.json" for name in _names(one)],
            }
            for one in provinces
        ],
    }


def _names(province: Region) -> list[str]:
    return [f"{province.prefix}-{number}" for number in range(1, -(-province.reports // MOST) + 1)]


def _llms(overview: Overview, provinces: Iterable[Region]) -> bytes:
    """Return what https://llmstxt.org asks for: a title, a summary, lists of what can be read as Markdown."""
    named = [(one, _names(one)) for one in provinces]
    return render_plain("llms.txt.j2", overview=overview, provinces=named)


def _province_files(source: ListSource, province: Region) -> Iterator[Page]:
    names = _names(province)
    rows = iter(source.of_region(province.prefix))
    for number, name in enumerate(names):
        entries = tuple(islice(rows, MOST))
        following = names[number + 1 : number + 2]
        yield _INDEX / f"{name}.json", _list(province, entries, following)
        yield _LLMS / f"{name}.txt", _markdown(province, entries, following)


def _list(province: Region, entries: Iterable[Entry], following: list[str]) -> bytes:
    return render_compact(
        {
            "province": province.code,
            "next": f"{following[0]}.json" if following else None,
            "reports": [_row(entry) for entry in entries],
        }
    )


def _row(entry: Entry) -> dict[str, object]:
    at = entry.address
    return {
        "id": at.id,
        "title": entry.title,
        "agency": entry.agency,
        "region_code": at.region,
        "region_name": entry.place,
        "department": at.department,
        "report_year": at.year,
        "day": entry.day or None,
        "figures": entry.figures,
        "doubts": entry.doubtful,
    }


def _markdown(province: Region, entries: Iterable[Entry], following: list[str]) -> bytes:
    lines = [f"# {escape_markdown(province.name)}的报告", ""]
    lines += (_line(entry) for entry in entries)
    if following:
        lines += ["", f"[下一页]({following[0]}.txt)"]
    return "\n".join([*lines, ""]).encode()


def _line(entry: Entry) -> str:
    words: Callable[[str], str] = escape_markdown
    by = f"{words(entry.by)}，" if entry.by else ""
    told = f"{by}{words(entry.place)}，{entry.address.year} 年度，{entry.figures} 个数字"
    return f"- [{words(entry.title)}](../{entry.url}{entry.address.id}.md.txt): {told}"
