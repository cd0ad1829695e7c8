"""The record beside a raw file: ``<the file's whole name>.yml``, which says what is known of it from outside."""

import re
from pathlib import Path
from typing import cast

import yaml

from build_scripts.errors import SourceError
from build_scripts.models import Record

_FIELDS = ("title", "issuer", "year", "url", "taken_on", "sha256")


def record_path(path: Path) -> Path:
    """Return where the record of ``path`` lies: 2023-health.txt has 2023-health.txt.yml."""
    return path.with_name(path.name + ".yml")


def parse_record(path: Path, data: bytes) -> Record:
    """Return what the record of the report at ``path`` says. Raises ``SourceError`` where it is broken."""
    name = record_path(path).name
    try:
        loaded = yaml.safe_load(data.decode())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(
            path, f"记录 {name} 不是有效的 YAML", "请改正或删去后用 build --accept 重建"
        ) from error
    if not isinstance(loaded, dict) or not re.fullmatch("[0-9a-f]{64}", str(loaded.get("sha256", ""))):
        raise SourceError(path, f"记录 {name} 缺少 sha256", "请用 build --accept 重建")
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
    return None if value is None else str(value)


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
