"""One run of MkDocs over some of the site's pages. What it makes of the others is left aside.

MkDocs reads, lays out and writes every page that it sees, so it is shown no more than what has to be made anew: those
pages, and an empty page for each that the navigation names, for its tabs lead there, and, where one of those is made,
for each hand-written one, to which it may lead.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import SimpleNamespace

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, meta
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

from build_scripts.models import Places
from build_scripts.site.faults import plain_faults
from build_scripts.site.page_reader import PageReader, read_head

FRESH, STORE = "BUILD_SCRIPTS_FRESH", "BUILD_SCRIPTS_STORE"
_HOME = "index.md"
_COMPILED = "compiled"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one run: paths of Markdown below docs/. The run works in ``work``, which is its own."""

    places: Places
    work: Path
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Where the run left its pages, ready below ``folder`` at their places, and what MkDocs warned of."""

    folder: Path
    warnings: tuple[str, ...]


def render_part(part: Part) -> Rendered:
    """Render the pages of ``part``. Raises ``UsageError`` where MkDocs cannot go on."""
    empty, made = part.work / "docs", part.work / "site"
    empty.mkdir(parents=True)
    with plain_faults() as warnings, _settings(part.places), _one_reader():
        config = load_config(
            config_file=str(part.places.config), docs_dir=str(empty), site_dir=str(made), strict=False
        )
        config.plugins.events["files"].append(_show_pages(part))
        _leave_out_icons(config.theme)
        config.plugins.events["env"].append(_keep_compiled(part.places.cache / _COMPILED))
        # A configuration is for one run: MkDocs notes the state of the run in it.
        build(config)
    return Rendered(made, tuple(dict.fromkeys(warnings)))


def compile_theme(places: Places) -> None:
    """Compile the templates of the site's pages and what they take in, and keep them for the first run of MkDocs.

    What is wrong with the settings is told by that run.
    """
    with plain_faults(), _settings(places):
        theme = load_config(config_file=str(places.config), strict=False).theme
    environment = _keep_compiled(places.cache / _COMPILED)(theme.get_env())
    loader = environment.loader = _ThemeFolders(theme.dirs)
    # Of the theme's own, those that the project's lead to.
    waiting, known = [file.name for file in Path(theme.dirs[0]).glob("*.html")], set[str]()
    while waiting:
        name = waiting.pop()
        environment.get_template(name)
        known.add(name)
        named = meta.find_referenced_templates(environment.parse(loader.get_source(environment, name)[0]))
        waiting += {found for found in named if found and not found.startswith(".")} - known


def place_of(page: str) -> str:
    """Return where MkDocs puts a page.

    >>> place_of("about.md"), place_of("years/index.md")
    ('about/index.html', 'years/index.html')
    """
    folder, slash, name = page.removesuffix(".md").rpartition("/")
    own = "" if name in {"index", "README"} else f"{name}/"
    return f"{folder}{slash}{own}index.html"


def is_hand_written(page: str) -> bool:
    """Say whether a page is one that people write.

    They lie in no folder; nor does the home page, which is made from reports.

    >>> is_hand_written("method.md"), is_hand_written("index.md"), is_hand_written("data/index.md")
    (True, False, False)
    """
    return "/" not in page and page != _HOME


def named_pages(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the pages that the navigation names."""
    return tuple(_named(config.nav or []))


def _named(nav: object) -> Iterator[str]:
    """Yield the pages of a navigation, whose entries are paths, or titles with a path or with further entries."""
    if isinstance(nav, str):
        if nav.endswith(".md"):
            yield nav
    elif isinstance(nav, dict):
        for below in nav.values():
            yield from _named(below)
    elif isinstance(nav, Sequence):
        for below in nav:
            yield from _named(below)


def _show_pages(part: Part) -> Callable[..., Files]:
    """Return what shows MkDocs the pages of ``part`` where they lie, and empty ones where they may lead."""

    def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
        for page in part.pages:
            source = str(part.places.docs)
            files.append(File(page, source, config.site_dir, config.use_directory_urls))
        others = {*_named(config.nav or [])}
        if not others.isdisjoint(part.pages):
            others |= {file.name for file in part.places.docs.glob("*.md")}
        for page in sorted(others - {*part.pages}):
            files.append(File.generated(config, page, content=""))
        return files

    return on_files


class _ThemeFolders(FileSystemLoader):
    """The theme's templates, listed without its icons: they are no pages, and reading through them takes 0.1 s."""

    def list_templates(self) -> list[str]:
        """Return the templates; of hidden folders at the top, which MkDocs passes over, none."""
        found: set[str] = set()
        for top in self.searchpath:
            for folder, below, names in os.walk(top):
                if folder == top:
                    below[:] = [name for name in below if not name.startswith(".")]
                place = PurePath(folder).relative_to(top)
                found.update((place / name).as_posix() for name in names)
        return sorted(found)


def _leave_out_icons(theme: Theme) -> None:
    make = theme.get_env

    def get_env() -> Environment:
        env = make()
        env.loader = _ThemeFolders(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


def _keep_compiled(folder: Path) -> Callable[..., Environment]:
    """Return what keeps the theme's templates as compiled from one run to the next: a third of a second."""

    def on_env(env: Environment, **_: object) -> Environment:
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))
        # It would look at the eight files of each page's templates again. An environment is for one run.
        env.auto_reload = False
        return env

    return on_env


@contextmanager
def _one_reader() -> Iterator[None]:
    """Let MkDocs read all pages with one reader, ours. It makes a new one for each page: a quarter of a millisecond."""
    made: list[PageReader] = []

    def reader(extensions: Sequence[str], extension_configs: Mapping[str, dict[str, object]]) -> PageReader:
        if not made:
            made.append(PageReader(extensions=extensions, extension_configs=extension_configs))
        return made[0].reset()

    names = vars(pages)
    before = {name: names[name] for name in ("markdown", "meta")}
    names |= {"markdown": SimpleNamespace(Markdown=reader), "meta": SimpleNamespace(get_data=read_head)}
    try:
        yield
    finally:
        names |= before


@contextmanager
def _settings(places: Places) -> Iterator[None]:
    """Tell hook and extension what they need, and the theme that its notice of its end is for us alone."""
    before = dict(os.environ)
    os.environ.update(QUIET | {FRESH: "1", STORE: str(places.store)})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
