"""A place that holds files by name: a folder of this machine, or an address that fsspec knows.

Who may read and write there, and under which endpoint, is for the environment to say, as fsspec and s3fs read it
(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL, FSSPEC_S3_…).
"""

import hashlib
import importlib
import mimetypes
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from build_scripts.errors import UsageError
from build_scripts.models.media_types import FEED, MEDIA_TYPES

INSTALL = "pip install -r requirements-cluster.txt"
_LOCAL = "file://"
_FEEDS = "feeds/"


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a change of a file shows: its size, and a tag that another content has not."""

    size: int
    tag: str


class Place(Protocol):
    """Files by name, with forward slashes. A write is seen as a whole or not at all. Raises ``UsageError``."""

    address: str

    def stamps(self) -> dict[str, Stamp]:
        """Return all files of the place."""

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of one file, ``None`` where there is none."""

    def fetch(self, name: str, file: Path) -> None:
        """Bring one file here, in the place of ``file``. Raises ``FileNotFoundError`` where there is none."""

    def put(self, file: Path, name: str) -> None:
        """Put ``file`` there."""

    def put_if(self, data: bytes, name: str, known: Stamp | None) -> bool:
        """Write ``data`` where the file is still the one ``known`` (``None``: is not there); ``False`` where not."""

    def remove(self, names: Collection[str]) -> None:
        """Remove files; one that is gone already is no fault."""


def is_remote(address: str) -> bool:
    """Say whether ``address`` is one for fsspec, and not a plain path.

    >>> is_remote("s3://reports/site"), is_remote("C:/reports"), is_remote("/srv/reports")
    (True, False, False)
    """
    return "://" in address and not address.startswith(_LOCAL)


def open_place(address: str) -> Place:
    """Return the place at ``address``. Raises ``UsageError`` where a package is missing or nobody knows such a one."""
    if not is_remote(address):
        return FolderPlace(address.removeprefix(_LOCAL))
    try:
        # A look at a place must see what others have just written.
        known: Any = importlib.import_module("fsspec.core")
        system, root = known.url_to_fs(address, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(f"用 {address} 需要另装软件包：{INSTALL}") from error
    except ValueError as error:
        raise UsageError(f"不认识的地址 {address}") from error
    return RemotePlace(address, system, str(root).rstrip("/"))


class FolderPlace:
    """A folder of this machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._folder = Path(address)

    def stamps(self) -> dict[str, Stamp]:
        """Return all files of the folder."""
        files = (file for file in self._folder.rglob("*") if file.is_file())
        return {file.relative_to(self._folder).as_posix(): _stamp(file) for file in files}

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of one file, ``None`` where there is none."""
        try:
            return _stamp(self._folder / name)
        except FileNotFoundError:
            return None

    def fetch(self, name: str, file: Path) -> None:
        """Copy one file here, in the place of ``file``. Raises ``FileNotFoundError`` where there is none."""
        with _told(self.address), replacing(file) as fresh:
            shutil.copyfile(self._folder / name, fresh)

    def put(self, file: Path, name: str) -> None:
        """Copy ``file`` there."""
        with _told(self.address), replacing(self._folder / name) as fresh:
            shutil.copyfile(file, fresh)

    def put_if(self, data: bytes, name: str, known: Stamp | None) -> bool:
        """Write ``data`` where the file is still the one ``known``."""
        if self.stamp(name) != known:
            return False
        with _told(self.address), replacing(self._folder / name) as fresh:
            fresh.write_bytes(data)
        return True

    def remove(self, names: Collection[str]) -> None:
        """Remove files and the folders that they leave empty."""
        for name in names:
            file = self._folder / name
            file.unlink(missing_ok=True)
            with suppress(OSError):
                for parent in list(file.relative_to(self._folder).parents)[:-1]:
                    (self._folder / parent).rmdir()


class RemotePlace:
    """An address that fsspec knows. ``system`` is its file system, ``root`` the address without the protocol."""

    def __init__(self, address: str, system: Any, root: str) -> None:  # noqa: ANN401  an optional package
        self.address = address
        self._system = system
        self._root = root
        protocols = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
        self._is_s3 = "s3" in protocols

    def stamps(self) -> dict[str, Stamp]:
        """Return all files below the address."""
        with _told(self.address):
            try:
                found: dict[str, dict[str, Any]] = self._system.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
        start = len(self._root) + 1
        return {path[start:]: self._of(info) for path, info in found.items() if info["type"] == "file"}

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of one file, ``None`` where there is none."""
        with _told(self.address):
            try:
                return self._of(self._system.info(self._at(name)))
            except FileNotFoundError:
                return None

    def _of(self, info: dict[str, Any]) -> Stamp:
        known = (info.get(key) for key in ("ETag", "etag", "md5", "content_md5", "mtime", "created"))
        return Stamp(int(info["size"] or 0), str(next((tag for tag in known if tag), "")))

    def fetch(self, name: str, file: Path) -> None:
        """Bring one file here, in the place of ``file``. Raises ``FileNotFoundError`` where there is none."""
        with _told(self.address), replacing(file) as fresh:
            self._system.get_file(self._at(name), str(fresh))

    def put(self, file: Path, name: str) -> None:
        """Put ``file`` there."""
        with _told(self.address, writing=True):
            self._make_room(name)
            self._system.put_file(str(file), self._at(name), **self._kind(name))

    def put_if(self, data: bytes, name: str, known: Stamp | None) -> bool:
        """Write ``data`` where the file is still the one ``known``: S3 itself compares, elsewhere a look before.

        Of those that only speak as S3 does some cannot compare; there too the look before must do.
        """
        with _told(self.address, writing=True):
            if self.stamp(name) != known:
                return False
            self._make_room(name)
            if not self._is_s3:
                self._system.pipe_file(self._at(name), data)
                return True
            condition = {"IfMatch": known.tag} if known else {"IfNoneMatch": "*"}
            try:
                self._system.pipe_file(self._at(name), data, **condition)
            except (OSError, NotImplementedError):
                if self.stamp(name) != known:
                    return False
                self._system.pipe_file(self._at(name), data)
            return True

    def remove(self, names: Collection[str]) -> None:
        """Remove files; one that is gone already is no fault."""
        paths = [self._at(name) for name in sorted(names)]
        with _told(self.address):
            try:
                self._system.rm(paths)
            except FileNotFoundError:
                for path in paths:
                    with suppress(FileNotFoundError):
                        self._system.rm_file(path)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_room(self, name: str) -> None:
        """Make the folder of ``name`` where the system has folders: S3 has none, and would look for a bucket."""
        if not self._is_s3:
            self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)

    def _kind(self, name: str) -> dict[str, str]:
        """Return what S3 is to tell browsers of a file: all text here is UTF-8, also the Markdown."""
        known = FEED if name.startswith(_FEEDS) else MEDIA_TYPES.get(name.rpartition(".")[2])
        kind = known or mimetypes.guess_type(name)[0]
        if not self._is_s3 or kind is None:
            return {}
        return {"ContentType": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Give a file to write beside ``file``, which takes its place once the block is left well."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        yield fresh
        fresh.chmod(0o644)
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


@contextmanager
def _told(address: str, *, writing: bool = False) -> Iterator[None]:
    """Tell what goes wrong with an address in one plain line.

    A file that is missing is for the caller to know; where one is written, what is missing is the place itself.
    """
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        if isinstance(error, FileNotFoundError) and not writing:
            raise
        # Systems behind fsspec raise what they like, not only OSError: no credentials, no such endpoint.
        words = " ".join(str(error).split())[:200]
        raise UsageError(f"{address} 读写不了：{type(error).__name__} {words}") from error


def _stamp(file: Path) -> Stamp:
    known = file.stat()
    return Stamp(known.st_size, str(known.st_mtime_ns))


def digest(file: Path) -> str:
    """Return the sha256 of ``file`` in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
