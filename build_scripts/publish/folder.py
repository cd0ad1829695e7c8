"""The docs folder on disk. Generated files live in folders of their own, so that what no longer belongs is known."""

import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

GENERATED = tuple(
    PurePosixPath(name)
    for name in (
        "reports",
        "regions",
        "years",
        "data",
        "indicators",
        "themes",
        "departments",
        "browse",
        "quality",
        "assets/search",
    )
)
BUILT_LATER = (".xlsx", ".parquet", ".sqlite")

Pages = Mapping[PurePosixPath, bytes | Path]


@dataclass(frozen=True, slots=True)
class Written:
    """What changed on disk: paths below the docs folder, in order."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]
    unchanged: int


def write_docs(pages: Pages, keep: Collection[PurePosixPath], docs: Path) -> Written:
    """Write those ``pages`` whose bytes differ and remove generated files that are no longer among them.

    ``keep`` names files and folders that are neither written nor removed. A page that is a path is copied from
    there; a relative one counts from the folder that holds ``docs``. Each file changes in one step: a reader, or a
    run cut short, sees the old bytes or the new ones.
    All bytes are at hand before the first is written, so a source that cannot be read changes nothing.
    """
    changed = {path: data for path, data in _wanted(pages, keep, docs) if _bytes_at(docs / path) != data}
    stale = tuple(_stale(pages, keep, docs))
    for path, data in changed.items():
        _replace(docs / path, data)
    for path in stale:
        _remove(docs, path)
    return Written(tuple(changed), stale, len(pages) - len(changed))


def compare_docs(pages: Pages, keep: Collection[PurePosixPath], docs: Path) -> list[str]:
    """Return the paths that ``write_docs`` would write or remove, in order; an empty list means all is fresh."""
    differing = [path for path, data in _wanted(pages, keep, docs) if _bytes_at(docs / path) != data]
    return sorted(path.as_posix() for path in (*differing, *_stale(pages, keep, docs)))


def _wanted(
    pages: Pages, keep: Collection[PurePosixPath], docs: Path
) -> Iterator[tuple[PurePosixPath, bytes]]:
    for path, page in sorted(pages.items()):
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{path} leads out of the docs folder")
        if not _is_kept(path, keep):
            yield path, page if isinstance(page, bytes) else (docs.parent / page).read_bytes()


def _stale(pages: Pages, keep: Collection[PurePosixPath], docs: Path) -> Iterator[PurePosixPath]:
    for folder in GENERATED:
        for file in sorted((docs / folder).rglob("*")):
            path = PurePosixPath(file.relative_to(docs).as_posix())
            known = path in pages or _is_kept(path, keep) or file.suffix in BUILT_LATER
            if file.is_file() and not known:
                yield path


def _is_kept(path: PurePosixPath, keep: Collection[PurePosixPath]) -> bool:
    return path in keep or any(parent in keep for parent in path.parents)


def _bytes_at(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _replace(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        fresh.chmod(0o644)
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _remove(docs: Path, path: PurePosixPath) -> None:
    (docs / path).unlink()
    for parent in path.parents:
        folder = docs / parent
        if folder == docs or any(folder.iterdir()):
            return
        folder.rmdir()
