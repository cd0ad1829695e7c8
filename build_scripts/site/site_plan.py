"""What the finished site is made of: each of its files, where it comes from, and what it is made from."""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from itertools import chain
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from build_scripts.models import GENERATED, Places
from build_scripts.site.faults import plain_faults
from build_scripts.site.mkdocs_run import named_pages, place_of
from build_scripts.store import FileState

_TOOLS = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2")
_RICH = "SELECT file, sha256 || links || query || notice || remarks FROM pages"
_OWN = tuple(
    Path(__file__).parent.parent / name
    for name in ("rich_pages.py", "ready_blocks.py", "folded_pages.py", "lean_theme.py")
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the site: its path there, the file below docs/ it comes from, and a stamp of what it is made from.

    ``is_page`` tells a page, which is rendered, from a file that is copied.
    """

    file: str
    source: str
    made_from: str
    is_page: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What the site at ``places`` is made by: its settings, and a hash of all that each page depends on."""

    places: Places
    config: MkDocsConfig
    look: str

    def named(self) -> frozenset[str]:
        """Return the pages that the navigation names."""
        return frozenset(named_pages(self.config))

    def wanted(self, connection: Connection) -> Iterator[Wanted]:
        """Yield every file of docs/ that the site shows. A page is made from its rich page too.

        Of what is generated this is known: it was all looked at as it was laid down, right before.
        """
        rich = dict(_rich(connection.execute(_RICH)))
        laid = list(_laid(FileState(connection, "docs", self.places.docs)))
        found = _files(str(self.places.docs), "", skipped=GENERATED if laid else ())
        for file, stamp in chain(found, laid):
            if not self._is_left_out(file):
                yield self._wanted_of(file, stamp, rich)

    def wanted_of(self, connection: Connection, file: str) -> Wanted:
        """Return one file of docs/ that the site shows. Raises ``OSError`` where it is not there."""
        rich = dict(_rich(connection.execute(f"{_RICH} WHERE file = ?", (file,))))
        return self._wanted_of(file, _stamp((self.places.docs / file).stat()), rich)

    def _wanted_of(self, file: str, stamp: str, rich: Mapping[str, str]) -> Wanted:
        if not file.endswith(".md"):
            return Wanted(file, file, stamp, is_page=False)
        return Wanted(place_of(file), file, f"{stamp}-{self.look}-{rich.get(file, '')}", is_page=True)

    def is_of_theme(self, file: str) -> bool:
        """Say whether the theme has a file for this place in the site."""
        return any(Path(folder, file).is_file() for folder in self.config.theme.dirs)

    def _is_left_out(self, file: str) -> bool:
        left_out = self.config.exclude_docs
        return bool(left_out and left_out.match_file(file))


def _rich(pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield of each rich page its Markdown below docs/ and a hash."""
    return ((file, sha256(told.encode()).hexdigest()[:16]) for file, told in pages)


def make_plan(places: Places) -> Plan:
    """Read the settings of the site at ``places``. Raises ``UsageError`` where the settings are wrong."""
    with plain_faults():
        config = load_config(
            config_file=str(places.config), docs_dir=str(places.docs), site_dir=str(places.site)
        )
    return Plan(places, config, _look(config))


def _laid(state: FileState) -> Iterator[tuple[str, str]]:
    """Yield the files of the generated folders, and of each a stamp as ``_files`` gives it."""
    generated = tuple(f"{folder}/" for folder in GENERATED)
    return ((file, f"{size}-{time}") for file, size, time in state.noted() if file.startswith(generated))


def _files(folder: str, below: str, skipped: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the files below ``folder`` in order, but for folders that are ``skipped``, each with a stamp.

    The stamp changes when the file is written.
    """
    with os.scandir(folder) as found:
        entries = sorted(found, key=attrgetter("name"))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if f"{below}{entry.name}" not in skipped:
                yield from _files(entry.path, f"{below}{entry.name}/", skipped)
        else:
            yield f"{below}{entry.name}", _stamp(entry.stat())


def _stamp(known: os.stat_result) -> str:
    return f"{known.st_size}-{known.st_mtime_ns}"


def _look(config: MkDocsConfig) -> str:
    """Return a hash of what every page depends on: settings, theme, the tools, the project's own extension and hook."""
    with Path(config.config_file_path).open("rb") as told:
        settings = yaml_load(told)
    whole = sha256(json.dumps(settings, default=str, sort_keys=True).encode())
    whole.update(" ".join(metadata.version(name) for name in _TOOLS).encode())
    # The first is the project's own folder of templates; the others come with the tools.
    for file in (*sorted(Path(config.theme.dirs[0]).rglob("*")), *_OWN):
        if file.is_file():
            whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]
