"""Find the raw reports and their records, and hold each file against its record's hash.

A report lies at ``source_reports/<region code>/<year>-<department>.<ext>`` (nine digits for a township); beside it,
its record ``<the file's whole name>.yml`` says what is known of it from outside: title, issuer, year, url, day taken,
sha256.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import cast

import yaml

from build_scripts.bounded_files import read_record, read_report
from build_scripts.errors import SourceError, UnreadableError
from build_scripts.file_kinds import MEDIA_TYPES, FileKind, kind_of
from build_scripts.folders import walk_folders
from build_scripts.models import Record, Source
from build_scripts.plain_lines import plain_line
from build_scripts.record_yaml import parse_yaml
from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.regions import load_regions, region_of_code

FOLDER = "source_reports"
_STEM_RE = re.compile(r"(?P<year>[0-9]{4})-(?P<department>[a-z][a-z0-9-]*)")
_PLACE = "请按“地区代码/年度-部门.扩展名”存放"
_NO_NAME = "文件名里有看不见的字符，或不是 UTF-8，已跳过；请改名"
_HEAD = 4000  # bytes of a file in which its title is looked for
_FIELDS = ("title", "issuer", "year", "url", "taken_on", "sha256")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is no report of its own, and why, in words for the editor."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a raw file and of its record, ``None`` where it has none: all that a conversion starts from.

    ``path`` is as shown to the editor; ``is_placed`` says that it lies in source_reports, where a place is an address.
    """

    path: Path
    data: bytes
    record: bytes | None = None
    is_placed: bool = False


def find_sources(root: Path) -> list[Path]:
    """Return all reports below ``root``/source_reports in order, also those whose record stands alone."""
    found = _find_files(root)
    passed = {file.path for file in _find_passed(root, found)}
    return sorted(path for path in found if path not in passed)


def find_passed_over(root: Path) -> list[PassedOver]:
    """Return the files that are no reports: README.md beside the folders, a second file of a registered report.

    So too files whose names cannot be told, and folders that cannot be opened or are links that lead away.
    """
    left_out: list[PassedOver] = []
    return [*_find_passed(root, _find_files(root, left_out)), *left_out]


def _find_passed(root: Path, found: dict[Path, bool]) -> list[PassedOver]:
    files = sorted(found)
    registered = {(path.parent, path.stem): path for path in files if found[path]}
    return list(filter(None, (_passed_over(path, registered, root / FOLDER) for path in files)))


def find_saved(root: Path, names: Iterable[str]) -> list[Path]:
    """Return the reports that were saved with files of these names, told from ``root``: of a record its report's."""
    named = {root / name for name in names}
    saved = {path.with_suffix("") if path.suffix == ".yml" else path for path in named}
    beside = {other for path in saved for other in path.parent.glob(f"{path.stem}.*")}
    registered = {(p.parent, p.stem): p for p in beside if record_path(p).exists()}
    return sorted(
        path
        for path in saved
        if not _is_leaving(path.name)
        and (path.is_file() or record_path(path).exists())
        and not _passed_over(path, registered, root / FOLDER)
    )


def _passed_over(path: Path, registered: dict[tuple[Path, str], Path], folder: Path) -> PassedOver | None:
    named = _STEM_RE.fullmatch(path.stem)
    if path.parent == folder and not named:
        return PassedOver(path, "不是报告，已跳过（报告放在“地区代码/年度-部门.扩展名”）")
    other = registered.get((path.parent, path.stem))
    if named and other and not record_path(path).exists():
        return PassedOver(path, f"与已登记的 {other.name} 是同一份报告，以登记的为准，已跳过")
    return None


def _find_files(root: Path, left_out: list[PassedOver] | None = None) -> dict[Path, bool]:
    """Return the files below ``root``/source_reports, and whether each has a record; a record stands for its file.

    ``left_out`` is told what is there and cannot be one of them.
    """
    found: dict[Path, bool] = {}
    told = [] if left_out is None else left_out
    # By one look at each folder: a run over ten thousand reports that finds nothing changed does little else.
    for folder in walk_folders(root / FOLDER):
        place = folder.place
        odd = {name for name in folder.names if not name.isprintable() and plain_line(name) != name}
        names = [name for name in folder.names if name not in odd]
        told += [PassedOver(path, reason) for path, reason in folder.left_out]
        told += [PassedOver(place / name, _NO_NAME) for name in sorted(odd)]
        records = {name.removesuffix(".yml") for name in names if name.endswith(".yml") and name != ".yml"}
        found |= {place / name: True for name in records}
        for name in names:
            if not name.endswith(".yml") and name not in records and not _is_leaving(name):
                found[place / name] = False
    return found


def _is_leaving(name: str) -> bool:
    """Say whether an editor or the system left a file: 报告.txt~, .DS_Store, ~$报告.docx, Thumbs.db."""
    return (
        name.startswith((".", "~"))
        or name.endswith(("~", ".bak", ".swp", ".tmp", ".part"))
        or name == "Thumbs.db"
    )


def read_file(path: Path, root: Path | None = None) -> SourceFile:
    """Return the bytes of the file at ``path`` and of its record where it lies in ``root``/source_reports.

    Raises ``SourceError`` where the file is missing, ``UnreadableError`` where it is too large or cannot be opened.
    """
    shown = path.relative_to(root) if root and path.is_relative_to(root) else path
    placed = root is not None and path.is_relative_to(root / FOLDER)
    if not path.exists():
        problem = "链接指向的文件不存在" if path.is_symlink() else "文件不见了，只剩记录"
        raise SourceError(shown, problem, "请放回原文件；原始报告只增不删")
    if root is not None and placed and not path.resolve().is_relative_to((root / FOLDER).resolve()):
        raise SourceError(shown, "是指向 source_reports/ 之外的链接", "请放文件本身")
    record = record_path(path)
    try:
        data = read_report(path, shown)
        told = read_record(record, shown) if placed and record.exists() else None
        return SourceFile(shown, data, told, is_placed=placed)
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
        record=_parse_record(file),
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
    match = _STEM_RE.fullmatch(path.stem)
    if not match or not re.fullmatch("[0-9]{6}|[0-9]{9}", path.parent.name):
        raise SourceError(shown, "文件名或文件夹不合规则", f"{_PLACE}，如 {_example(file)}")
    if region_of_code(load_regions(), path.parent.name, int(match["year"])) is None:
        raise SourceError(
            shown,
            f"地区代码 {path.parent.name} 不在表中",
            "请核对：县以上用 GB/T 2260 的六位代码，乡镇、街道用国家统计局的九位代码",
        )
    if load_departments().get(match["department"]) is None:
        raise SourceError(shown, f"部门 {match['department']} 不在表中", _advice(file, match["department"]))
    return path.parent.name, int(match["year"]), match["department"]


def _advice(file: SourceFile, slug: str) -> str:
    """Say which department was meant: one spelt alike, or the one that the text's head names."""
    table = load_departments()
    alike = get_close_matches(slug, [department.slug for department in table.departments], n=1)
    meant = [table.get(slug) for slug in dict.fromkeys((*alike, *_own_departments(file)))]
    told = "或 ".join(f"{department.slug}（{department.name}）" for department in meant if department)
    if told:
        return f"您是不是要写 {told}"
    return "请先在 build_scripts/rules/departments.yml 中登记"


def _example(file: SourceFile) -> str:
    """Return how the file should be called: 411523/2023-health.txt, from its folder and its text where they tell."""
    path = file.path
    year = re.search("20[0-9]{2}", path.stem)
    code = path.parent.name if re.fullmatch("[0-9]{6}|[0-9]{9}", path.parent.name) else "440704"
    slug = next(_own_departments(file), "health")
    return f"{code}/{year[0] if year else 2023}-{slug}{path.suffix or '.txt'}"


def _own_departments(file: SourceFile) -> Iterator[str]:
    """Yield the slug of the department that the first lines of a file name, at most one."""
    data = file.data[:_HEAD]
    head = max((data.decode(code, "ignore") for code in ("utf-8", "gb18030")), key=_count_usual)
    for line in head.splitlines():
        if department := classify_department(load_departments(), line.strip("#*　 ")[:80]):
            yield department.slug
            return


def _count_usual(text: str) -> int:
    """Return how often characters of most reports occur; a text read in a wrong encoding has none."""
    return sum(text.count(character) for character in "法治年度报告局县")


def record_path(path: Path) -> Path:
    """Return where the record of ``path`` lies: 2023-health.txt has 2023-health.txt.yml."""
    return path.with_name(path.name + ".yml")


def _parse_record(file: SourceFile) -> Record | None:
    if file.record is None:
        return None
    name = record_path(file.path).name
    try:
        loaded = parse_yaml(file.record)
    except ValueError as error:
        raise SourceError(
            file.path, f"记录 {name} 不是有效的 YAML", "请改正或删去后用 build --accept 重建"
        ) from error
    if not isinstance(loaded, dict) or not re.fullmatch("[0-9a-f]{64}", str(loaded.get("sha256", ""))):
        raise SourceError(file.path, f"记录 {name} 缺少 sha256", "请用 build --accept 重建")
    known = cast("dict[str, object]", loaded)
    year = known.get("year")
    return Record(
        title=_text(known.get("title")),
        issuer=_text(known.get("issuer")),
        year=year if isinstance(year, int) else None,
        url=_text(known.get("url")),
        taken_on=_text(known.get("taken_on")),
        sha256=str(known["sha256"]),
        report=known.get("report") is True,
    )


def _text(value: object) -> str | None:
    """Return a value as text, ``None`` where it is none or no plain value: a list is no title."""
    return str(value) if isinstance(value, str | int | float | date) else None


def is_changed(source: Source) -> bool:
    """Say whether the file differs from what its record holds."""
    return source.record is not None and source.record.sha256 != source.sha256


def render_record(record: Record) -> str:
    """Return a record as the YAML that lies beside its file."""
    values = {field: getattr(record, field) for field in _FIELDS} | (
        {"report": True} if record.report else {}
    )
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)


def write_record(path: Path, record: Record) -> Path:
    """Write the record of ``path`` beside it in one step, and return where."""
    file = record_path(path)
    fresh = file.with_name(file.name + ".part")
    fresh.write_text(render_record(record), encoding="utf-8", newline="\n")
    fresh.replace(file)
    return file
