"""Where files lie in source_reports/, what lies there already, and putting a file there with its record.

The file goes in first, then its record, each in one step. Whoever is stopped between the two leaves a report without a
record, which is shown with a note; to add the same file again writes the record.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from build_scripts.bounded_files import read_record
from build_scripts.errors import ReportError
from build_scripts.file_kinds import FileKind, kind_of
from build_scripts.folders import walk_folders
from build_scripts.models import Address, Record
from build_scripts.record_files import parse_record, record_path, write_record
from build_scripts.sources import FOLDER, is_leaving

# What a file of each kind is called; the first is given to one that is called otherwise.
_SUFFIXES = {
    FileKind.TEXT: (".txt", ".md"),
    FileKind.HTML: (".html", ".htm"),
    FileKind.PDF: (".pdf",),
    FileKind.DOCX: (".docx",),
    FileKind.WORD: (".doc", ".wps"),
    FileKind.RTF: (".rtf",),
    FileKind.OFD: (".ofd",),
}
_RECORD = ".yml"


def suffix_of(data: bytes, name: str) -> str:
    """Return the ending for a file, by what it holds; its own where that fits. "" for what is no report.

    >>> suffix_of(b"%PDF-1.7", "a.doc"), suffix_of(b"x", "A.MD")
    ('.pdf', '.md')
    """
    usual = _SUFFIXES.get(kind_of(data, name), ())
    own = PurePosixPath(name).suffix.lower()
    return own if own in usual else next(iter(usual), "")


@dataclass(slots=True)
class Shelf:
    """The files of source_reports/ below ``root``, by size: only those of one size are compared.

    It is read when it is first asked and keeps up with what is put there through it.
    """

    root: Path
    _sizes: dict[int, list[Path]] = field(default_factory=dict)
    _is_read: bool = False

    def find_same(self, data: bytes) -> Path | None:
        """Return the file that holds the very bytes, ``None`` where none does."""
        self._read()
        digest = hashlib.sha256(data).digest()
        return next((file for file in self._sizes.get(len(data), ()) if _digest(file) == digest), None)

    def find_at(self, address: Address) -> list[Path]:
        """Return the files of the address, in whatever format, those whose record stands alone too."""
        folder = self.root / FOLDER / address.region
        stem = f"{address.year:04d}-{address.department}"
        names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
        files = {name.removesuffix(_RECORD) for name in names if not is_leaving(name)}
        return [folder / name for name in sorted(files) if PurePosixPath(name).stem == stem]

    def has_record(self, file: Path) -> bool:
        """Say whether the record of ``file`` is there and is of its bytes."""
        try:
            known = parse_record(file, read_record(record_path(file), file))
        except (OSError, ReportError):
            return False
        return known.sha256 == _digest(file).hex()

    def told(self, file: Path) -> str:
        """Return where a file lies, from the root, with forward slashes."""
        return file.relative_to(self.root).as_posix()

    def place_of(self, address: Address, suffix: str) -> Path:
        """Return where a file of the address belongs."""
        return self.root / FOLDER / address.region / f"{address.year:04d}-{address.department}{suffix}"

    def put(self, place: Path, data: bytes, record: Record) -> None:
        """Write a file and its record. A run that is killed leaves whole files alone. Raises ``OSError``."""
        self._read()
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(place.name + ".part")
        fresh.write_bytes(data)
        fresh.replace(place)
        write_record(place, record)
        for files in self._sizes.values():
            if place in files:
                files.remove(place)
        self._sizes[len(data)].append(place)

    def remove(self, place: Path) -> None:
        """Take a file and its record away, which another has taken the place of."""
        record_path(place).unlink(missing_ok=True)
        place.unlink(missing_ok=True)
        for files in self._sizes.values():
            if place in files:
                files.remove(place)

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        self._sizes = defaultdict(list)
        for folder in walk_folders(self.root / FOLDER):
            for name in folder.names:
                file = folder.place / name
                if not name.endswith(_RECORD) and not is_leaving(name) and file.is_file():
                    self._sizes[file.stat().st_size].append(file)


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
