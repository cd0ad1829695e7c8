"""The pages of a region: its latest figures, who reports when, what lies below and beside it, and its reports."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from build_scripts.models import Digest, Entry
from build_scripts.render.data_layout import DataFile
from build_scripts.render.escape import ready
from build_scripts.render.list_parts import Part, parts_of
from build_scripts.render.list_rows import render_entry
from build_scripts.render.listings import Collection, Page, comparison_query
from build_scripts.render.rankings import Ranking, render_ranking
from build_scripts.render.region_view import RegionView, region_view, render_below, render_latest
from build_scripts.render.report_states import MANY, render_doubts, render_matrix
from build_scripts.render.templates import render_template

_DOUBTS = 15
_FIRST = 4  # rankings on the region's own page
_FURTHER = 16  # on the page of rankings: as many as stay within twelve screens of a phone
_ROOT = "../../"


def region_files(
    collection: Collection,
    rows: Iterable[Entry],
    digests: Iterable[tuple[Entry, Digest]],
    workbooks: Sequence[DataFile],
) -> Iterator[Page]:
    """Yield the pages of a region; ``rows`` are its reports and those below it, newest first, as are ``digests``.

    ``workbooks`` are those of its province.
    """
    first = PurePosixPath("regions", collection.key, "index.md")
    view = region_view(collection.key, (way.code for way in collection.inside), digests)
    rankings = view.rankings.most_told(_FURTHER) if collection.inside else ()
    for part in parts_of(rows, collection.count):
        if part.number == 1:
            yield part.path(first), _first(collection, part, view, rankings, workbooks)
        else:
            yield part.path(first), _other(collection, part)
    if len(rankings) > _FIRST:
        yield first.with_name("rankings") / "index.md", _rankings(collection, rankings)


def _lines(part: Part[Entry]) -> str:
    return ready("".join(render_entry(e, f"{part.up}{_ROOT}", "region") for e in part.rows))


def _other(collection: Collection, part: Part[Entry]) -> bytes:
    return render_template(
        "collection.md.j2", collection=collection, part=part, lines=_lines(part), compared=""
    )


def _first(
    collection: Collection,
    part: Part[Entry],
    view: RegionView,
    rankings: tuple[Ranking, ...],
    workbooks: Sequence[DataFile],
) -> bytes:
    agencies, own = view.agencies, tuple(view.rows)
    names = [(way.code, way.name) for way in collection.inside]
    return render_template(
        "region.md.j2",
        collection=collection,
        part=part,
        lines=_lines(part),
        compared=comparison_query(part.rows),
        whole=view.whole,
        latest=ready(render_latest(view, _ROOT)),
        matrix=ready(render_matrix(agencies[:MANY], _ROOT)) if agencies else "",
        more_agencies=agencies[MANY:],
        below=ready(render_below(names[:MANY], view)) if names else "",
        more_below=collection.inside[MANY:],
        beside=collection.beside[:MANY],
        rankings=tuple((one, ready(render_ranking(one, _ROOT))) for one in rankings[:_FIRST]),
        further=rankings[_FIRST:],
        doubts=ready(render_doubts(own, _ROOT, _DOUBTS)),
        doubtful=sum(digest.doubtful for _, digest in own),
        most=_DOUBTS,
        root=_ROOT,
        workbooks=workbooks,
    )


def _rankings(collection: Collection, rankings: tuple[Ranking, ...]) -> bytes:
    root = f"../{_ROOT}"
    shown = tuple((one, ready(render_ranking(one, root))) for one in rankings)
    return render_template("rankings.md.j2", collection=collection, rankings=shown, root=root)
