"""Find the raw reports and their records, and hold each file against its record's hash.

A report lies at ``source_reports/<region code>/<year>-<department>.<ext>`` (nine digits for a township); beside it,
its record ``<the file's whole name>.yml`` says what is known of it from outside: title, issuer, year, url, day taken,
sha256.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.bounded_files import read_record, read_report
from build_scripts.errors import SourceError, UnreadableError
from build_scripts.file_kinds import MEDIA_TYPES, FileKind, kind_of
from build_scripts.folders import walk_folders
from build_scripts.models import Source
from build_scripts.plain_lines import plain_line
from build_scripts.record_files import parse_record, record_path
from build_scripts.rules.departments import load_departments
from build_scripts.rules.regions import load_regions, region_of_code
from build_scripts.source_advice import advise_department, example_place
from build_scripts.source_formats import STEM, group_formats, is_format

FOLDER = "source_reports"
EXPECTED = "expected.csv"  # beside the folders: who is expected to report, no report itself
_PLACE = "请按“地区代码/年度-部门.扩展名”存放"
_NO_NAME = "文件名里有看不见的字符，或不是 UTF-8，已跳过；请改名"
_OTHER_FORMAT_RE = re.compile(rb"^other_format:[ \t]*true\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is no report of its own, and why, in words for the editor."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a raw file and of its record, ``None`` where it has none: all that a conversion starts from.

    ``path`` is as shown to the editor; ``is_placed`` says that it lies in source_reports, where a place is an address.
    ``others`` are the same report in other formats, which lie beside it.
    """

    path: Path
    data: bytes
    record: bytes | None = None
    is_placed: bool = False
    others: tuple["SourceFile", ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below ``root``/source_reports: ``reports`` in order, and the files that were ``passed_over``.

    Of each report, also of one whose record stands alone, its files in other formats.
    """

    root: Path
    reports: Mapping[Path, tuple[Path, ...]]
    passed_over: Sequence[PassedOver]


def find_all(root: Path) -> Found:
    """Go through ``root``/source_reports once.

    Passed over is what is no report: README.md beside the folders, a second file of a registered report. So too files
    whose names cannot be told, and folders that cannot be opened or are links that lead away.
    """
    found, left_out = _find_files(root)
    passed = _find_passed(root, found)
    paths = {file.path for file in passed}
    kept = {path: has_record for path, has_record in found.items() if path not in paths}
    groups = group_formats(kept, _is_other_format)
    return Found(root, {path: groups[path] for path in sorted(groups)}, [*passed, *left_out])


def find_sources(root: Path) -> list[Path]:
    """Return all reports below ``root``/source_reports in order, also those whose record stands alone."""
    return list(find_all(root).reports)


def _find_passed(root: Path, found: dict[Path, bool]) -> list[PassedOver]:
    files = sorted(found)
    registered = {(path.parent, path.stem): path for path in files if found[path]}
    return list(filter(None, (_passed_over(path, registered, root / FOLDER) for path in files)))


def find_saved(root: Path, names: Iterable[str]) -> list[Path]:
    """Return the reports that were saved with files of these names, told from ``root``: of a record its report's."""
    named = {root / name for name in names}
    saved = {path.with_suffix("") if path.suffix == ".yml" else path for path in named}
    found = {other: is_registered for path in saved for other, is_registered in _find_beside(path).items()}
    registered = {(path.parent, path.stem): path for path in found if found[path]}
    passed = {path for path in found if _passed_over(path, registered, root / FOLDER)}
    groups = group_formats({path: found[path] for path in found if path not in passed}, _is_other_format)
    return sorted(path for path, others in groups.items() if not saved.isdisjoint((path, *others)))


def find_others(path: Path) -> tuple[Path, ...]:
    """Return the files that hold the report at ``path`` in other formats."""
    return group_formats(_find_beside(path), _is_other_format).get(path, ())


def _is_other_format(path: Path) -> bool:
    """Say whether the record of ``path`` calls it another format of its report."""
    try:
        return _OTHER_FORMAT_RE.search(read_record(record_path(path), path)) is not None
    except (OSError, UnreadableError):
        return False


def _find_beside(path: Path) -> dict[Path, bool]:
    """Return the files of the report that ``path`` is a file of, and whether each has a record."""
    names = {file.name for file in path.parent.glob(f"{path.stem}.*")} | {path.name}
    files = {path.with_name(name.removesuffix(".yml")) for name in names}
    found = {file: record_path(file).name in names for file in files}
    return {
        file: has_record
        for file, has_record in found.items()
        if not is_leaving(file.name) and (has_record or file.is_file())
    }


def _passed_over(path: Path, registered: dict[tuple[Path, str], Path], folder: Path) -> PassedOver | None:
    named = STEM.fullmatch(path.stem)
    if path.parent == folder and not named:
        return PassedOver(path, "不是报告，已跳过（报告放在“地区代码/年度-部门.扩展名”）")
    other = registered.get((path.parent, path.stem))
    if named and other and not is_format(path) and not record_path(path).exists():
        return PassedOver(path, f"与已登记的 {other.name} 是同一份报告，以登记的为准，已跳过")
    return None


def _find_files(root: Path) -> tuple[dict[Path, bool], list[PassedOver]]:
    """Return the files below ``root``/source_reports, and whether each has a record; a record stands for its file.

    With them what is there and cannot be one of them.
    """
    found: dict[Path, bool] = {}
    left_out: list[PassedOver] = []
    # By one look at each folder: a run over ten thousand reports that finds nothing changed does little else.
    for folder in walk_folders(root / FOLDER):
        place = folder.place
        odd = {name for name in folder.names if not name.isprintable() and plain_line(name) != name}
        names = [name for name in folder.names if name not in odd]
        left_out += [PassedOver(path, reason) for path, reason in folder.left_out]
        left_out += [PassedOver(place / name, _NO_NAME) for name in sorted(odd)]
        if place == root / FOLDER:
            names = [name for name in names if name != EXPECTED]
        records = {name.removesuffix(".yml") for name in names if name.endswith(".yml") and name != ".yml"}
        found |= {place / name: True for name in records}
        for name in names:
            if not name.endswith(".yml") and name not in records and not is_leaving(name):
                found[place / name] = False
    return found, left_out


def is_leaving(name: str) -> bool:
    """Say whether an editor or the system left a file: 报告.txt~, .DS_Store, ~$报告.docx, Thumbs.db."""
    return (
        name.startswith((".", "~"))
        or name.endswith(("~", ".bak", ".swp", ".tmp", ".part"))
        or name == "Thumbs.db"
    )


def read_file(path: Path, root: Path | None = None) -> SourceFile:
    """Return the bytes of the file at ``path`` and, where it lies in ``root``/source_reports, of what belongs to it.

    Raises ``SourceError`` where the file is missing, ``UnreadableError`` where it is too large or cannot be opened.
    """
    placed = root is not None and path.is_relative_to(root / FOLDER)
    others = (
        tuple(_read_file(other, root, is_placed=True) for other in find_others(path))
        if placed and root
        else ()
    )
    return replace(_read_file(path, root, is_placed=placed), others=others)


def _read_file(path: Path, root: Path | None, *, is_placed: bool) -> SourceFile:
    shown = path.relative_to(root) if root and path.is_relative_to(root) else path
    if not path.exists():
        problem = "链接指向的文件不存在" if path.is_symlink() else "文件不见了，只剩记录"
        raise SourceError(shown, problem, "请放回原文件；原始报告只增不删")
    if root is not None and is_placed and not path.resolve().is_relative_to((root / FOLDER).resolve()):
        raise SourceError(shown, "是指向 source_reports/ 之外的链接", "请放文件本身")
    record = record_path(path)
    try:
        data = read_report(path, shown)
        told = read_record(record, shown) if is_placed and record.exists() else None
        return SourceFile(shown, data, told, is_placed=is_placed)
    except OSError as error:
        raise UnreadableError(shown, f"无法打开：{error.strerror}", "请检查路径和权限") from error


def parse_source(file: SourceFile) -> Source:
    """Return what the place and the record of ``file`` say of it. A file elsewhere on disk needs neither.

    Raises ``SourceError`` where the record is broken, or the place below source_reports gives no address.
    """
    digest = hashlib.sha256(file.data).hexdigest()
    media_type = _media_type(file)
    if not file.is_placed:
        return Source(path=file.path, sha256=digest, media_type=media_type)
    region, year, department = _address(file)
    return Source(
        path=file.path,
        sha256=digest,
        media_type=media_type,
        record=parse_record(file.path, file.record) if file.record is not None else None,
        region_code=region,
        year=year,
        department=department,
    )


def _media_type(file: SourceFile) -> str:
    kind = kind_of(file.data, file.path.name)
    markdown = kind is FileKind.TEXT and file.path.suffix.lower() == ".md"
    return "text/markdown" if markdown else MEDIA_TYPES.get(kind, "application/octet-stream")


def read_source(path: Path, root: Path | None = None) -> Source:
    """Return the source at ``path``. Raises as ``read_file`` and ``parse_source`` do."""
    return parse_source(read_file(path, root))


def _address(file: SourceFile) -> tuple[str, int, str]:
    path = shown = file.path
    match = STEM.fullmatch(path.stem)
    if not match or not re.fullmatch("[0-9]{6}|[0-9]{9}", path.parent.name):
        raise SourceError(shown, "文件名或文件夹不合规则", f"{_PLACE}，如 {example_place(path, file.data)}")
    if region_of_code(load_regions(), path.parent.name, int(match["year"])) is None:
        raise SourceError(
            shown,
            f"地区代码 {path.parent.name} 不在表中",
            "请核对：县以上用 GB/T 2260 的六位代码，乡镇、街道用国家统计局的九位代码",
        )
    if load_departments().get(match["department"]) is None:
        raise SourceError(
            shown, f"部门 {match['department']} 不在表中", advise_department(file.data, match["department"])
        )
    return path.parent.name, int(match["year"]), match["department"]


def is_changed(source: Source) -> bool:
    """Say whether the file differs from what its record holds."""
    return source.record is not None and source.record.sha256 != source.sha256
