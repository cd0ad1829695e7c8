"""The generated part of the docs folder: what changed is written, what no longer belongs goes, the rest is not touched.

Generated files live in folders of their own, so that what no longer belongs is known.
"""

import filecmp
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import IO

from build_scripts.models import GENERATED
from build_scripts.publish.pieces import Piece, open_pieces
from build_scripts.store import FileState

_HALF = ".part"  # how the name of a file ends that is being written


@dataclass(frozen=True, slots=True)
class Laid:
    """What another writer has laid: all its files, those that it wrote, and what is to be noted of each."""

    files: frozenset[str]
    written: tuple[str, ...]
    notes: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class DocsWriter:
    """Lays files into the docs folder that ``state`` knows. ``is_dry``: it only says what it would write or remove.

    ``written`` and ``removed`` are paths below docs/; ``unchanged`` counts the files that were there already.
    """

    state: FileState
    is_dry: bool = False
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    _seen: set[str] = field(default_factory=set)

    def put(self, file: str, data: bytes, *, owner: str = "", made_from: str = "") -> None:
        """See to it that ``file`` holds ``data``; a reader, or a run cut short, sees the old bytes or the new ones.

        ``made_from`` lets the next run know without the bytes; else it is their hash. Raises ``ValueError`` where the
        path leads out of the folder.
        """
        self._take(file)
        key = made_from or sha256(data).hexdigest()
        if not self.is_dry and self.state.is_fresh(file, key):
            self.unchanged += 1
            return
        place = self.state.place_of(file)
        if _bytes_at(place) == data:
            self.unchanged += 1
        else:
            self.written.append(file)
            if not self.is_dry:
                write_whole(place, data)
        if not self.is_dry:
            self.state.note(file, key, owner=owner)

    def stream(
        self, file: str, pieces: Iterable[bytes | Piece], *, owner: str = "", made_from: str = ""
    ) -> None:
        """Do what ``put`` does for a file of ``pieces``, one after the other; no more than one of them is held."""
        self._take(file)
        place = self.state.folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        whole = sha256()
        with open_pieces(self.state, file, is_dry=self.is_dry) as source, _fresh(place) as (fresh, out):
            for data in map(source.bytes_of, pieces):
                if not made_from:
                    whole.update(data)
                out.write(data)
            out.close()
            if place.is_file() and filecmp.cmp(fresh, place, shallow=False):
                self.unchanged += 1
            else:
                self.written.append(file)
                if not self.is_dry:
                    fresh.replace(place)
            if not self.is_dry:
                self.state.note(file, made_from or whole.hexdigest(), owner=owner)
                source.note(self.state, file)

    @contextmanager
    def filling(self, file: str, *, owner: str, made_from: str) -> Iterator[Path]:
        """Give a place to write ``file`` to, whole when the block ends; then do with it what ``put`` does."""
        self._take(file)
        place = self.state.folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(_beside(os.fspath(place))).with_suffix(f".{PurePosixPath(file).name}{_HALF}")
        try:
            yield fresh
            if place.is_file() and filecmp.cmp(fresh, place, shallow=False):
                self.unchanged += 1
            else:
                self.written.append(file)
                fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
        self.state.note(file, made_from, owner=owner)

    def _take(self, file: str) -> None:
        if file.startswith("/") or ".." in file.split("/"):
            raise ValueError(f"{file} leads out of the docs folder")
        self._seen.add(file)

    def keeps(self, owner: str, made_from: str) -> bool:
        """Say whether the files of a report or a list are all there as they were made from that, and leave them so."""
        files = [] if self.is_dry else self.state.fresh(owner, made_from)
        self._seen.update(files)
        self.unchanged += len(files)
        return bool(files)

    def keep(self, owner: str) -> None:
        """Leave the files of an owner as they are: earlier good ones of one that failed, or those that are fresh.

        One that somebody removed is forgotten when all is done, so that the site does not look for it.
        """
        files = [file for file, _ in self.state.of(owner) if (self.state.folder / file).is_file()]
        self._seen.update(files)
        self.unchanged += len(files)

    def keep_below(self, place: str) -> None:
        """Leave a file, or all files below a folder, as they are, whoever wrote them.

        But not what a run that was killed left half written.
        """
        if (self.state.folder / place).is_file():
            self._seen.add(place)
        self._seen.update(file for file in _files(self.state.folder, place) if not file.endswith(_HALF))

    def laid(self, notes: Iterable[tuple[str, str, str]]) -> Laid:
        """Return what was laid so far, to be taken over by another; ``notes`` are those of a ``ReadState``."""
        return Laid(frozenset(self._seen), tuple(self.written), tuple(notes))

    def take_over(self, laid: Laid) -> None:
        """Count as laid here what another has laid."""
        self._seen.update(laid.files)
        self.written += laid.written
        self.unchanged += len(laid.files) - len(laid.written)
        for file, made_from, owner in laid.notes:
            self.state.note(file, made_from, owner=owner)

    def bytes_at(self, file: str) -> bytes | None:
        """Return what ``file`` holds, ``None`` where it is not there."""
        return _bytes_at(self.state.place_of(file))

    def top_files(self, folder: str, leave: tuple[str, ...]) -> list[str]:
        """Return the files right in ``folder`` that were asked for, but for those that end as told."""
        found = (file for file in self._seen if file.rpartition("/")[0] == folder)
        return sorted(file for file in found if not file.endswith(leave))

    def is_whole(self) -> bool:
        """Say whether all that was laid down lies there as it was left, and nothing else beside it; then count it."""
        known = self.state.left()
        found = sum(1 for folder in GENERATED for file in _files(self.state.folder, folder))
        inside = sum(1 for file in known if file.startswith(tuple(f"{folder}/" for folder in GENERATED)))
        is_whole = bool(known) and found == inside and None not in known.values()
        if is_whole:
            self.unchanged = len(known)
        return is_whole

    def finish(self) -> None:
        """Remove generated files that nobody asked for."""
        for folder in GENERATED:
            for file in _files(self.state.folder, folder):
                if file not in self._seen:
                    self.removed.append(file)
                    if not self.is_dry:
                        _remove(self.state.folder, file)
        if not self.is_dry:
            for file in list(self.state.all()):
                if file not in self._seen:
                    self.state.drop(file)


def _files(docs: Path, folder: str) -> Iterator[str]:
    """Yield the files below a folder of docs/ in order, folder by folder."""
    return _files_below(f"{docs}/{folder}", folder)


def _files_below(place: str, folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as found:
        for entry in sorted(found, key=attrgetter("name")):
            below = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, below)
            else:
                yield below


def _bytes_at(file: str) -> bytes | None:
    try:
        with open(file, "rb") as data:  # noqa: PTH123 - of a name: most are not there, and a Path costs as much
            return data.read()
    except FileNotFoundError:
        return None


def write_whole(file: Path | str, data: bytes) -> None:
    """Write a file in one step: a reader sees the old bytes or the new ones. Its folder is made where there is none."""
    place = os.fspath(file)
    fresh = _beside(place)
    try:
        try:
            _write(fresh, data)
        except FileNotFoundError:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            _write(fresh, data)
        os.replace(fresh, place)  # noqa: PTH105 - of names, as below: of ten thousand files Paths cost a second
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


def _write(file: str, data: bytes) -> None:
    with open(file, "wb") as out:  # noqa: PTH123
        out.write(data)


@contextmanager
def _fresh(file: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Give a file beside ``file`` to write into; what the block leaves of it is removed."""
    fresh = Path(_beside(os.fspath(file)))
    try:
        with fresh.open("wb") as out:
            yield fresh, out
    finally:
        fresh.unlink(missing_ok=True)


def _beside(file: str) -> str:
    """Return a name beside ``file`` that no other process or thread takes; to seek one by chance costs as the file."""
    folder = os.path.dirname(file)  # noqa: PTH120
    return os.path.join(folder, f".{os.getpid()}-{threading.get_ident()}{_HALF}")  # noqa: PTH118


def _remove(docs: Path, file: str) -> None:
    (docs / file).unlink()
    for parent in PurePosixPath(file).parents:
        folder = docs / parent
        if folder == docs or any(folder.iterdir()):
            return
        folder.rmdir()
