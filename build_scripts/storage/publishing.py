"""A finished site put at an address: what changed goes up, what is gone goes away, and a reader never meets a gap.

A list of what was published, with the hash of each file, lies at the address. While a run is at it the list says so,
so that a second run does not mix its pages with those of the first.
"""

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from build_scripts.errors import UsageError
from build_scripts.storage.filesystem import Place, digest, open_place

_LIST = ".published.json"
_AT_ONCE = 16
_BATCH = 200  # files between two looks whether the lease is to be renewed
_RENEWED = 60.0  # seconds after which it is
_ABANDONED = 600.0  # seconds without renewal after which a run is taken for dead


@dataclass(frozen=True, slots=True)
class Published:
    """What a run changed at the address: names below it, in order."""

    uploaded: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


class _Lease:
    """The right to change the address: the list there is ours, and says that we are at work."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._stamp = place.stamp(_LIST)
        self._written = 0.0
        self.files: dict[str, str] = {}
        if self._stamp is None:
            return
        known = _read_list(place)
        self.files = known["files"]
        if time.time() - known["at_work"] < _ABANDONED:
            raise UsageError(f"{place.address} 正在被另一次发布更新；请等它结束（中断的，过十分钟即可重来）")

    def write(self, files: Mapping[str, str], *, at_work: bool) -> None:
        """Write the list. Raises ``UsageError`` where another run has written it since we did."""
        self.files = dict(files)
        self._written = time.monotonic()
        told = {"at_work": time.time() if at_work else 0.0, "files": dict(sorted(files.items()))}
        data = json.dumps(told, ensure_ascii=False, indent=0).encode()
        if not self._place.put_if(data, _LIST, self._stamp):
            raise UsageError(
                f"{self._place.address} 同时被另一次发布更新；请重新运行，以免两次的页面混在一起"
            )
        self._stamp = self._place.stamp(_LIST)

    def renew(self) -> None:
        """Say, once a minute, that we are still at work."""
        if time.monotonic() - self._written > _RENEWED:
            self.write(self.files, at_work=True)


def publish_folder(folder: Path, address: str) -> Published:
    """Make ``address`` hold what ``folder`` holds; files there that no run has published are left alone.

    First go assets and data, then pages, the first page last, then what is gone is removed. A run that is cut short
    is finished by the next. Raises ``UsageError`` where the address cannot be written, or another run is at it.
    """
    place = open_place(address)
    lease = _Lease(place)
    known, wanted = lease.files, _digests(folder)
    changed = [name for name, hashed in wanted.items() if known.get(name) != hashed]
    gone = sorted(known.keys() - wanted.keys())
    if changed or gone:
        # A hash of "" is no file's: what may be half done is done again by the next run.
        lease.write({**known, **dict.fromkeys(changed, "")}, at_work=True)
        for rank in sorted({_rank(name) for name in changed}):
            _upload(place, folder, [name for name in changed if _rank(name) == rank], lease)
        place.remove(gone)
        lease.write(wanted, at_work=False)
    return Published(tuple(sorted(changed)), tuple(gone), len(wanted) - len(changed))


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    with ThreadPoolExecutor() as pool:
        hashed = pool.map(digest, files)
        return {file.relative_to(folder).as_posix(): h for file, h in zip(files, hashed, strict=True)}


def _rank(name: str) -> int:
    """Return when a file goes up: what pages need, pages, then those by which readers come in."""
    path = PurePosixPath(name)
    if path.suffix not in {".html", ".xml"}:
        return 0
    return 1 if len(path.parts) > 1 else 2


def _upload(place: Place, folder: Path, names: Iterable[str], lease: _Lease) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for batch in _batches(names):
            for _ in pool.map(lambda name: place.put(folder / name, name), batch):
                pass
            lease.renew()


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    coming = iter(names)
    while batch := list(islice(coming, _BATCH)):
        yield batch


def _read_list(place: Place) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _LIST
        place.fetch(_LIST, file)
        known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return known
