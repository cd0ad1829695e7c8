"""The way through a folder and all below it, where links may lead round in circles or out of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# A report lies two folders deep. Nobody who files reports nests them so far.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was gone through: the names of what is no folder in it, and what of it was left out and why."""

    place: Path
    names: tuple[str, ...] = ()
    left_out: tuple[tuple[Path, str], ...] = field(default=())


def walk_folders(top: Path) -> Iterator[Folder]:
    """Yield ``top`` and every folder below it once. A link is followed where it stays below ``top``.

    Links come last: a folder goes by its own name where it has one.
    """
    real_top, seen = top.resolve(), set[tuple[int, int]]()
    waiting, links = [(top, 0)], list[tuple[Path, int]]()
    while waiting or links:
        place, depth = waiting.pop() if waiting else links.pop()
        try:
            known = place.stat()
            if (known.st_dev, known.st_ino) in seen:
                continue
            seen.add((known.st_dev, known.st_ino))
            folders, names = _look_into(place)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Folder(place, left_out=((place, f"打不开这个文件夹（{error.strerror}），请检查权限"),))
            continue
        left_out = []
        for path, is_link in folders:
            if reason := _reason(path, real_top, depth, is_link=is_link):
                left_out.append((path, reason))
            else:
                (links if is_link else waiting).append((path, depth + 1))
        yield Folder(place, tuple(names), tuple(left_out))


def _look_into(place: Path) -> tuple[list[tuple[Path, bool]], list[str]]:
    """Return the folders in a folder, and whether each is a link, and the names of everything else."""
    folders: list[tuple[Path, bool]] = []
    names: list[str] = []
    with os.scandir(place) as entries:
        for entry in entries:
            if _is_folder(entry):
                folders.append((place / entry.name, entry.is_symlink()))
            else:
                names.append(entry.name)
    return folders, names


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads to itself


def _reason(path: Path, real_top: Path, depth: int, *, is_link: bool) -> str:
    if depth >= _DEEPEST:
        return "套得太深，已跳过；请放在“地区代码/年度-部门.扩展名”"
    if is_link and not path.resolve().is_relative_to(real_top):
        return "是指向文件夹之外的链接，已跳过；请放文件本身"
    return ""
