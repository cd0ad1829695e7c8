"""The finished site from docs/: pages that changed are rendered, all else of the old site stays as it is.

The new folder is filled beside the old one, mostly with links to the old one's files, and takes its place in one step.
The one before stays beside it, hidden: it is the folder that is filled next time, and has most of the files already.
"""

import multiprocessing
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from build_scripts.engine import has_one_thread
from build_scripts.models import Places
from build_scripts.site.carrying_over import carry_over, link_file, link_files, move_file
from build_scripts.site.mkdocs_run import Part, Rendered, is_hand_written, place_of, render_part
from build_scripts.site.site_plan import Plan, Wanted, make_plan
from build_scripts.site.sitemap import sitemap_files
from build_scripts.site.swap import lay_before, replaced_folder, thin_out
from build_scripts.store import FileState, transaction

# Pages of one run of MkDocs, which holds them all (some 0.2 MB each), and takes 0.4 s to begin.
_MOST = 500
# Fewer are not worth a process of their own, which begins in 0.4 s where it is forked. One that is started anew loads
# MkDocs first: two rendered five reports in 2.2 s, none did in 0.8 s, and 608 pages took as long either way.
_LEAST, _LEAST_ANEW = 60, 300
_THEME = "theme"  # the owner of the files that come from the theme
# What a file was made from, and its inode; ``None`` of one that somebody touched.
_Known = tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Built:
    """What was done: pages rendered, files of the site in all, and what MkDocs warned of."""

    rendered: int
    files: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """A build that has something to do. ``theme`` are the theme's files, where the old site has them as they must be.

    ``files`` are all others that the site shall have, each with the Markdown it is a page of, or "". ``known`` is what
    the old site has, ``folder`` the site that is filled, ``parts`` where the runs of MkDocs work.
    """

    plan: Plan
    files: dict[str, str]
    changed: dict[str, Wanted]
    theme: tuple[str, ...]
    known: Mapping[str, _Known]
    folder: Path
    parts: Path

    def kept(self) -> dict[str, int]:
        """Return the files that the old site has as they must be, each with its inode."""
        kept = chain(self.theme, (file for file in self.files if file not in self.changed))
        return {file: known[1] for file in kept if (known := self.known[file])}


def build_site(places: Places, connection: Connection, *, jobs: int) -> Built:
    """Bring the site at ``places`` up to date with its docs/. Where it raises, the old site is as it was."""
    plan, state = make_plan(places), FileState(connection, places.site.name, places.site)
    files: dict[str, str] = {}
    changed: dict[str, Wanted] = {}
    known = state.left()
    for wanted in plan.wanted(connection):
        files[wanted.file] = wanted.source if wanted.is_page else ""
        left = known.get(wanted.file)
        if not left or left[0] != wanted.made_from:
            changed[wanted.file] = wanted
    theme = _fresh_theme(plan, state, known, files)
    if not changed and theme and len(known) == len(files) + len(theme):
        return Built(0, len(files))
    with _folder(places) as (folder, parts):
        work = _Work(plan, files, changed, theme, known, folder, parts)
        if folder != places.site:
            carry_over(places.site, folder, work.kept())
        warnings, of_theme = _render(work, jobs)
        _fill(work)
    # The data files of all reports are a fifth of a site; and what was taken back lies nowhere any more.
    thin_out(places.site, chain(changed, known.keys() - files.keys() - {*theme}))
    _note(work, state, connection, of_theme)
    if not places.preview:
        # A change would wait for its folders, a second and a half at a thousand reports, which nobody does now.
        lay_before(places.site, lambda fresh: link_files(places.site, fresh, state.all()))
    return Built(sum(wanted.is_page for wanted in changed.values()), len(files), warnings)


def _fresh_theme(
    plan: Plan, state: FileState, known: Mapping[str, _Known], files: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the theme's files where the old site has all of them as they must be, else none."""
    theme = tuple(file for file, _ in state.of(_THEME))
    are_left = all((left := known[file]) and left[0] == plan.look for file in theme)
    # One that lay in the place of a file of the theme, and is there no more.
    is_bared = any(map(plan.is_of_theme, known.keys() - files.keys() - {*theme}))
    return theme if are_left and not is_bared else ()


@contextmanager
def _folder(places: Places) -> Iterator[tuple[Path, Path]]:
    """Give the folder to fill, and a place for MkDocs' runs: one that replaces the old site, but in a preview."""
    if not places.preview:
        with replaced_folder(places.site, keeps=True) as fresh:
            yield fresh, fresh.parent / "parts"
        return
    places.site.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="parts-", dir=places.cache) as parts:
        yield places.site, Path(parts)


def _render(work: _Work, jobs: int) -> tuple[tuple[str, ...], list[str]]:
    """Render what changed into the new folder, and the theme's own files where the old site has them not.

    Returns what MkDocs warned of, and those files of the theme.
    """
    jobs, method = _processes(work, jobs)
    parts = list(_parts(work, jobs))
    warnings: list[str] = []
    of_theme: list[str] = []
    for number, (part, rendered) in enumerate(zip(parts, _run(parts, jobs, method), strict=True)):
        warnings += rendered.warnings
        _take(work, part, rendered)
        if not work.theme and number == 0:
            of_theme = _take_theme(work, part, rendered)
        shutil.rmtree(part.work)
    shutil.rmtree(work.parts, ignore_errors=True)
    return tuple(dict.fromkeys(warnings)), of_theme


def _processes(work: _Work, jobs: int) -> tuple[int, str]:
    """Return how many processes are to render, and how they come to be; one is this one."""
    # A fork has the modules, but takes locks of other threads along. The store's file is open in it and is not used.
    method, least = ("fork", _LEAST) if has_one_thread() else ("spawn", _LEAST_ANEW)
    pages = sum(wanted.is_page for wanted in work.changed.values())
    return max(1, min(jobs, pages // least)), method


def _run(parts: Sequence[Part], jobs: int, method: str) -> Iterator[Rendered]:
    """Yield what the runs made, in order: of one job here, one after the other, of more in processes of their own."""
    if jobs == 1:
        yield from map(render_part, parts)
        return
    with ProcessPoolExecutor(min(jobs, len(parts)), mp_context=multiprocessing.get_context(method)) as pool:
        yield from pool.map(render_part, parts)


def _parts(work: _Work, jobs: int) -> Iterator[Part]:
    """Yield the runs.

    Hand-written pages link to each other and to those of the navigation: where one changed they are read together, so
    that MkDocs can check their links. All other pages stand for themselves; a few are read with those, for each run
    begins anew.
    """
    named = work.plan.named()
    pages = [wanted.source for wanted in work.changed.values() if wanted.is_page]
    linked = [page for page in pages if _is_linked(page, named)]
    alone = [page for page in pages if not _is_linked(page, named)]
    groups: list[Sequence[str]] = []
    if linked or not work.theme:
        if not work.theme or any(map(is_hand_written, linked)):
            linked = [page for page in work.files.values() if page and _is_linked(page, named)]
        if len(alone) < _LEAST:
            linked, alone = [*linked, *alone], []
        groups.append(linked)
    size = min(_MOST, max(_LEAST, -(-len(alone) // jobs)))
    groups += [alone[at : at + size] for at in range(0, len(alone), size)]
    for number, group in enumerate(groups):
        yield Part(work.plan.places, work.parts / str(number), tuple(group))


def _is_linked(page: str, named: frozenset[str]) -> bool:
    return page in named or is_hand_written(page)


def _take(work: _Work, part: Part, rendered: Rendered) -> None:
    """Move the pages of a run to their places."""
    places = [place for place in map(place_of, part.pages) if place in work.changed]
    for top, below in groupby(sorted(places), key=_top):
        # A folder of pages alone, as of all reports of a region, is moved as a whole where it is the first.
        if top and not (work.folder / top).exists():
            move_file(rendered.folder / top, work.folder / top)
            continue
        for place in below:
            move_file(rendered.folder / place, work.folder / place)


def _take_theme(work: _Work, part: Part, rendered: Rendered) -> list[str]:
    """Move all that the theme adds to its places, and return these. What docs/ has in such a place stays."""
    taken = {place_of(page) for page in (*part.pages, *work.plan.named())} | work.files.keys()
    moved: list[str] = []
    for file in sorted(rendered.folder.rglob("*")):
        place = file.relative_to(rendered.folder).as_posix()
        if file.is_file() and place not in taken and not place.startswith("sitemap."):
            move_file(file, work.folder / place)
            moved.append(place)
    return moved


def _top(place: str) -> str:
    """Return the folder of the second level that a page lies in, "" where it lies higher."""
    folders = place.split("/")[:-1]
    return "/".join(folders[:2]) if len(folders) >= len(("indicators", "fines")) else ""


def _fill(work: _Work) -> None:
    """Put all else that changed into the new folder: what is copied from docs/, and the list of all pages."""
    places = work.plan.places
    for wanted in work.changed.values():
        if not wanted.is_page:
            link_file(places.docs / wanted.source, work.folder / wanted.file)
    pages = (file for file, page in work.files.items() if page)
    for name, data in sitemap_files(work.plan.config.site_url, pages):
        (work.folder / name).write_bytes(data)


def _note(work: _Work, state: FileState, connection: Connection, of_theme: Sequence[str]) -> None:
    """Keep what the site that has taken its place was made from; in a preview, take away what it has no more."""
    theme = {*work.theme, *of_theme}
    with transaction(connection):
        for file, wanted in work.changed.items():
            state.note(file, wanted.made_from)
        for file in theme.difference(work.theme):
            state.note(file, work.plan.look, owner=_THEME)
        for file in list(state.all()):
            if file not in work.files and file not in theme:
                (state.folder / file).unlink(missing_ok=True)
                state.drop(file)
