"""What is derived from rules and dictionary as files in the cache, in a folder of the code that derives it."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from build_scripts.derived import keep_derived
from build_scripts.publish.docs_writer import write_whole

_FOLDERS = "derived-"  # how they are named, before the code's key
_CHECK = 4  # bytes of a checksum before each file


@dataclass(frozen=True, slots=True)
class DerivedFiles:
    """Keeps what it can: a folder that is gone, or that nobody may write into, is no fault, nor is a damaged file."""

    folder: Path

    def get(self, name: str) -> bytes | None:
        """Return what is kept under ``name``."""
        with suppress(OSError):
            told = (self.folder / name).read_bytes()
            if len(told) > _CHECK and told[:_CHECK] == _checksum(told[_CHECK:]):
                return told[_CHECK:]
        return None

    def put(self, name: str, data: bytes) -> None:
        """Keep it."""
        if self.folder.is_dir():
            with suppress(OSError):
                write_whole(os.fspath(self.folder / name), _checksum(data) + data)


def keep_derived_files(cache: Path, code: bytes) -> Path:
    """Let all be kept below ``cache`` that ``code`` derives, and return where; what other code left goes."""
    folder = cache / f"{_FOLDERS}{code.hex()[:16]}"
    if not folder.is_dir():
        for other in cache.glob(f"{_FOLDERS}*"):
            shutil.rmtree(other, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    keep_derived(DerivedFiles(folder))
    return folder


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECK, "big")
