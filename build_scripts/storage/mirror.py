"""Raw reports kept elsewhere, brought into a folder here: only what changed is fetched, and what is gone goes."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from build_scripts.errors import UsageError
from build_scripts.storage.filesystem import Place, Stamp, open_place, replacing

_STATE = ".mirror.json"  # a name that no search for reports looks at
_AT_ONCE = 16
_NOT_YET = Stamp(-1, "")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a run changed in the folder: names below it, in order."""

    fetched: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def mirror_sources(address: str, folder: Path) -> Mirrored:
    """Make ``folder`` hold what ``address`` holds, by size and tag of each file.

    A run that is cut short leaves whole files, and the next one goes on. Raises ``UsageError`` where the address
    cannot be read, or the folder has files that were not fetched from there.
    """
    place = open_place(address)
    there = {name: stamp for name, stamp in place.stamps().items() if _is_file_name(name)}
    known = _read_state(folder, address)
    if known and not there:
        raise UsageError(f"{address} 里一个文件也没有了；若属实，请删去 {folder} 后再运行")
    fresh = [
        name for name, stamp in there.items() if known.get(name) != stamp or not (folder / name).exists()
    ]
    gone = sorted(known.keys() - there.keys())
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    kept = {name: stamp for name, stamp in known.items() if name in there and name not in fresh}
    # Files of a run that is cut short are known to be ours, so that they go when they are gone there.
    _write_state(folder, address, kept | dict.fromkeys(fresh, _NOT_YET))
    _fetch(place, folder, sorted(fresh))
    _write_state(folder, address, kept | {name: there[name] for name in fresh})
    return Mirrored(tuple(sorted(fresh)), tuple(gone), len(there) - len(fresh))


def _fetch(place: Place, folder: Path, names: list[str]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(lambda name: place.fetch(name, folder / name), names):
            pass


def _is_file_name(name: str) -> bool:
    """Say whether a name stays inside the folder, and is a file there: S3 may hold marks of folders."""
    path = PurePosixPath(name)
    return bool(name) and not name.endswith("/") and not path.is_absolute() and ".." not in path.parts


def _read_state(folder: Path, address: str) -> dict[str, Stamp]:
    try:
        state: dict[str, Any] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} 里已有别的文件，不能用来存放从 {address} 取来的报告") from None
        return {}
    except ValueError:
        return {}
    if state.get("address") != address:
        raise UsageError(f"{folder} 存的是从 {state.get('address')} 取来的报告；换地址请先删去这个文件夹")
    return {name: Stamp(*stamp) for name, stamp in state["files"].items()}


def _write_state(folder: Path, address: str, files: Mapping[str, Stamp]) -> None:
    told = {name: list(asdict(stamp).values()) for name, stamp in sorted(files.items())}
    with replacing(folder / _STATE) as fresh:
        fresh.write_text(
            json.dumps({"address": address, "files": told}, ensure_ascii=False), encoding="utf-8"
        )
