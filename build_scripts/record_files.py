"""The record beside a raw file: ``<the file's whole name>.yml``, which says what is known of it from outside."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from build_scripts.errors import SourceError
from build_scripts.models import PrivateKind, PrivatePlace, Record, Waiver
from build_scripts.record_yaml import parse_yaml
from build_scripts.redactions import render_place

_FIELDS = ("title", "issuer", "year", "url", "taken_on", "sha256")
_PLACE_FIELDS = {"line", "columns", "kind"}
_COLUMNS_RE = re.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?")
_WAIVER_SHAPE = "{line: 12, columns: 30-40, kind: mobile, reason: 为什么可以公开}"


def record_path(path: Path) -> Path:
    """Return where the record of ``path`` lies: 2023-health.txt has 2023-health.txt.yml."""
    return path.with_name(path.name + ".yml")


def parse_record(path: Path, data: bytes) -> Record:
    """Return what the record of the report at ``path`` says. Raises ``SourceError`` where it is broken."""
    name = record_path(path).name
    try:
        loaded = parse_yaml(data)
    except ValueError as error:
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
        other_format=known.get("other_format") is True,
        redactions=tuple(_place(path, "redactions", *one) for one in _list(path, known, "redactions")),
        waivers=tuple(_waiver(path, *one) for one in _list(path, known, "waivers")),
    )


def _list(path: Path, known: Mapping[str, object], key: str) -> list[tuple[int, object]]:
    entries = known.get(key) or []
    if not isinstance(entries, list):
        raise _broken(path, key, 1)
    return list(enumerate(cast("list[object]", entries), 1))


def _place(path: Path, key: str, number: int, entry: object) -> PrivatePlace:
    known = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
    columns = _COLUMNS_RE.fullmatch(str(known.get("columns")))
    line, kind = known.get("line"), known.get("kind")
    if not columns or not isinstance(line, int) or line < 1 or kind not in set(PrivateKind):
        raise _broken(path, key, number)
    first, last = int(columns[1]), int(columns[2] or columns[1])
    if not 1 <= first <= last or set(known) - _PLACE_FIELDS - ({"reason"} if key == "waivers" else set()):
        raise _broken(path, key, number)
    return PrivatePlace(line, first, last, PrivateKind(str(kind)))


def _waiver(path: Path, number: int, entry: object) -> Waiver:
    place = _place(path, "waivers", number, entry)
    reason = cast("dict[str, object]", entry).get("reason")
    if place.kind is PrivateKind.OTHER or not isinstance(reason, str) or not reason.strip():
        raise _broken(path, "waivers", number)
    return Waiver(place, reason.strip())


def _broken(path: Path, key: str, number: int) -> SourceError:
    """Return the error for an entry that is not as it has to be; what it says is not repeated, it may be private."""
    shape = "{line: 12, columns: 30-40, kind: mobile}" if key == "redactions" else _WAIVER_SHAPE
    kinds = "、".join(PrivateKind)
    problem = f"记录 {record_path(path).name} 的 {key} 第 {number} 条写得不对"
    return SourceError(path, problem, f"应写成 {shape}，kind 是 {kinds} 之一")


def _text(value: object) -> str | None:
    """Return a value as text, ``None`` where it is none or no plain value: a list is no title."""
    return str(value) if isinstance(value, str | int | float | date) else None


def render_record(record: Record) -> str:
    """Return a record as the YAML that lies beside its file."""
    true = {field: True for field in ("report", "other_format") if getattr(record, field)}
    values = {field: getattr(record, field) for field in _FIELDS} | true
    told = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)
    return told + render_redactions(record.redactions) + _render_waivers(record.waivers)


def render_redactions(places: Iterable[PrivatePlace]) -> str:
    """Return the lines of a record that take ``places`` out of what is published, "" where there is none."""
    lines = [f"- {render_place(place)}\n" for place in places]
    return "".join(["redactions:\n", *lines]) if lines else ""


def _render_waivers(waivers: Iterable[Waiver]) -> str:
    lines = [
        f"- {render_place(waiver.place)[:-1]}, reason: {json.dumps(waiver.reason, ensure_ascii=False)}}}\n"
        for waiver in waivers
    ]
    return "".join(["waivers:\n", *lines]) if lines else ""


def write_record(path: Path, record: Record) -> Path:
    """Write the record of ``path`` beside it in one step, and return where."""
    file = record_path(path)
    fresh = file.with_name(file.name + ".part")
    fresh.write_text(render_record(record), encoding="utf-8", newline="\n")
    fresh.replace(file)
    return file
