"""A folder that is made anew as a whole: filled beside the old one, and put in its place in one step."""

import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

_TRIES = 5
# As linux/fcntl.h and linux/fs.h have them: paths count from the working directory; change places.
_HERE, _EXCHANGE = -100, 2
_DAY = 86_400  # seconds

Turn = Callable[[PurePosixPath, bytes], Mapping[PurePosixPath, bytes]]


@contextmanager
def replaced_folder(folder: Path, *, keeps: bool = False) -> Iterator[Path]:
    """Give a folder to fill, empty, which takes the place of ``folder`` once the block is left.

    Where the block raises, or ``folder`` cannot be moved out of the way (on Windows: a file of it is open),
    ``folder`` stays as it was. Of two that are filled at once the later one stays.

    With ``keeps`` the one that was replaced stays, hidden beside it, and is the one to fill the next time. Then it is
    empty or not, and whoever fills it sees to all that is in it.
    """
    _clear_leavings(folder)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh, old = work / "new", work / "old"
    # Taken in one step: of two builds at once the other finds none.
    if not (keeps and _is_moved(_before(folder), fresh)):
        fresh.mkdir()
    try:
        yield fresh
        for left in reversed(range(_TRIES)):
            if _has_taken_place(fresh, folder, old, last=not left):
                break
        if keeps:
            _is_moved(fresh if fresh.exists() else old, _before(folder))
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        # Not removed where it still holds the old one, which could be put back in no way.
        with suppress(OSError):
            work.rmdir()


def _has_taken_place(fresh: Path, folder: Path, old: Path, *, last: bool) -> bool:
    """Put ``fresh`` in the place of ``folder``; ``False`` where another run has put its own there in between."""
    if _are_exchanged(fresh, folder):
        return True
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.exists():
            with suppress(FileNotFoundError):
                old.rename(folder)
            raise
        if last:
            raise
        shutil.rmtree(old, ignore_errors=True)
        return False
    return True


def _before(folder: Path) -> Path:
    """Return where the one before ``folder`` stays."""
    return folder.with_name(f".{folder.name}-before")


def lay_before(folder: Path, fill: Callable[[Path], None]) -> None:
    """Make the one before ``folder`` where there is none, as ``fill`` fills it; none where that cannot be."""
    if _before(folder).exists():
        return
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh = work / "new"  # of its own: what mkdtemp makes nobody else may read, and this will be the site
    try:
        with suppress(OSError):
            fresh.mkdir()
            fill(fresh)
            _is_moved(fresh, _before(folder))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def thin_out(folder: Path, names: Iterable[str]) -> None:
    """Remove these files from the one before ``folder``, if it is there: what the next one can make no use of."""
    for name in names:
        with suppress(OSError):
            (_before(folder) / name).unlink()


def _is_moved(one: Path, place: Path) -> bool:
    """Move a folder, and say whether it could be: ``place`` is free, ``one`` is there and is no link to elsewhere."""
    try:
        if not one.is_symlink():
            one.rename(place)
            return True
    except OSError:
        return False
    return False


def _clear_leavings(folder: Path) -> None:
    """Remove what runs that were killed have left beside ``folder``: what is a day old is no run's any more."""
    for left in folder.parent.glob(f".{folder.name}-*"):
        if left != _before(folder) and left.is_dir() and time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)


def _are_exchanged(one: Path, two: Path) -> bool:
    """Let two folders change places in one step, and say whether that could be: on Linux, where both are there.

    Elsewhere there is a moment between two steps in which neither is in its place.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(two), _EXCHANGE) == 0)


def turn_files(folder: Path, turn: Turn) -> None:
    """Put what ``turn`` makes of each file in the file's place; both go by their paths below ``folder``."""
    for file in [file for file in sorted(folder.rglob("*")) if file.is_file()]:
        path, data = PurePosixPath(file.relative_to(folder).as_posix()), file.read_bytes()
        turned = turn(path, data)
        if path not in turned:
            file.unlink()
        for name, fresh in turned.items():
            if name != path or fresh != data:
                (folder / name).write_bytes(fresh)
