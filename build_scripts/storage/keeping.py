"""The store kept elsewhere between builds: fetched as one file, and put back unless another build was faster."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from build_scripts.errors import UsageError
from build_scripts.storage.filesystem import Place, Stamp, digest, open_place

_POINTER = "store.json"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Lease:
    """What the store was when it was fetched: only in the place of that one may ours be put."""

    stamp: Stamp | None
    name: str


def fetch_store(address: str, file: Path) -> Lease:
    """Bring the store kept at ``address`` here as ``file``, if one is kept there, and return what to put it back with.

    Where none is kept, or ``file`` is that very one, ``file`` stays as it is. Raises ``UsageError`` where the address
    cannot be read.
    """
    place = open_place(address)
    for _ in range(_TRIES):
        lease = _lease(place)
        if not lease.name or (file.exists() and _name_of(file) == lease.name):
            return lease
        try:
            _drop_leavings(file)
            place.fetch(lease.name, file)
        except FileNotFoundError:
            # Another build has just put its own in this one's place.
            continue
        return lease
    raise UsageError(f"{address} 的缓存取不到：{_POINTER} 指向的文件不在，请删去 {_POINTER} 后重新生成")


def put_back_store(address: str, file: Path, lease: Lease) -> None:
    """Put the store ``file``, which nobody has open, in the place of the one that was fetched with ``lease``.

    A reader sees the old or the new one, whole. Raises ``UsageError`` where another build has put its own there
    meanwhile: then that stays.
    """
    place = open_place(address)
    name = _name_of(file)
    if name == lease.name:
        return
    place.put(file, name)
    pointer = json.dumps({"store": name}).encode()
    if not place.put_if(pointer, _POINTER, lease.stamp):
        if name != _lease(place).name:
            place.remove([name])
        raise UsageError(f"{address} 在这次生成期间已被另一次生成更新，这次的缓存没有写回；请重新运行")
    if lease.name:
        place.remove([lease.name])


def _lease(place: Place) -> Lease:
    stamp = place.stamp(_POINTER)
    if stamp is None:
        return Lease(None, "")
    with tempfile.TemporaryDirectory() as folder:
        pointer = Path(folder) / _POINTER
        place.fetch(_POINTER, pointer)
        return Lease(stamp, str(json.loads(pointer.read_text(encoding="utf-8"))["store"]))


def _drop_leavings(file: Path) -> None:
    """Remove what SQLite left beside an older store here: it would take it for a part of the one that comes."""
    for end in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def _name_of(file: Path) -> str:
    """Return the name under which a store is kept: another content is another name."""
    return f"reports-{digest(file)[:32]}.sqlite"
