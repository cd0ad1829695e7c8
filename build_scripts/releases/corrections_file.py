"""The list of corrections, ``corrections.yml``, which people keep by hand: what was published, what is, when and why.

```yaml
- report: 440704-health-2023
  figure: m-1583          # left out where the whole report is meant
  subject: 行政处罚案件   # may be left out
  old: 264 件
  new: 265 件             # 撤下: no longer there; 换了原件: the report's original is another file
  date: 2026-11-29
  reason: 原文“264余件”，单位读错
```
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import yaml

from build_scripts.errors import UsageError
from build_scripts.models.publication import REPLACED, WITHDRAWN, Correction
from build_scripts.plain_lines import plain_line
from build_scripts.record_yaml import PlacedError, compose_yaml

NAME = "corrections.yml"
# How the file begins that is made where there is none.
HEAD = """\
# 更正：已经发布的数字后来改了，在这里写明改了什么、为什么。每条由 make corrections 写好，请填上 reason。
"""
_FIELDS = {
    "report": "report",
    "figure": "figure",
    "subject": "subject",
    "old": "old",
    "new": "new",
    "date": "day",
    "reason": "reason",
}
_OWED = ("report", "new")
_REPORT = re.compile(r"[0-9]{6}(?:[0-9]{3})?-[a-z][a-z-]*-[0-9]{4}")
_FIGURE = re.compile(r"m-[0-9]+(?:-[0-9]+)?")
_PLAIN = re.compile(r"\w[\w .~、。（）《》-]*")
_SHAPE = "应是一条条更正，每条以“- report: 报告编号”开头；请照其余各条改"


class _Wrong(Exception):  # noqa: N818 - no error of the program
    """What is wrong in a row and what to do, in plain words, and the line."""

    def __init__(self, line: int, told: str) -> None:
        super().__init__(told)
        self.line = line


def parse_corrections(data: bytes) -> tuple[Correction, ...]:
    """Return the corrections in their order; those without a day or a reason are unfinished, not wrong.

    Raises ``UsageError`` with one plain line that names the place, what is wrong and what to do.
    """
    try:
        return tuple(_rows(compose_yaml(data)))
    except PlacedError as error:
        told = "这里的写法 YAML 读不懂，多半是缩进、冒号或引号不对；请照其余各条改"
        raise UsageError(_told(error.line, told)) from error
    except _Wrong as error:
        raise UsageError(_told(error.line, str(error))) from error


def _told(line: int, what: str) -> str:
    return plain_line(f"{NAME} 第 {line} 行：{what}。改好之前什么都没有写。")


def _rows(node: yaml.Node | None) -> Iterator[Correction]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not _text(node)):
        return
    if not isinstance(node, yaml.SequenceNode):
        raise _Wrong(_line(node), _SHAPE)
    known: dict[Correction, int] = {}
    for row in node.value:
        one, line = _row(row), _line(row)
        if one in known:
            raise _Wrong(line, f"与第 {known[one]} 行的一条完全相同；请删去一条")
        known[one] = line
        yield one


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _row(row: yaml.Node) -> Correction:
    if not isinstance(row, yaml.MappingNode):
        raise _Wrong(_line(row), _SHAPE)
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for key, value in row.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in _FIELDS:
            raise _Wrong(_line(key), f"没有“{name}”这一项；只能写 {'、'.join(_FIELDS)}")
        if name in values:
            raise _Wrong(_line(key), f"一条里写了两次 {name}；请删去一个")
        if not isinstance(value, yaml.ScalarNode):
            raise _Wrong(_line(value), f"{name} 应是一行文字；有冒号或方括号时请加引号")
        values[name] = _text(value)
        places[name] = _line(value)
    _check(values, places, _line(row))
    return Correction(**{_FIELDS[name]: value for name, value in values.items()})


def _text(value: yaml.ScalarNode) -> str:
    is_null = value.tag == "tag:yaml.org,2002:null" and value.style is None
    return "" if is_null else " ".join(value.value.split())


def _check(values: Mapping[str, str], places: Mapping[str, int], line: int) -> None:
    for name in _OWED:
        if not values.get(name):
            raise _Wrong(places.get(name, line), f"缺 {name}；请补上")
    if not _REPORT.fullmatch(values["report"]):
        told = f"report 应是报告编号，如 440704-health-2023，写的是“{values['report']}”"
        raise _Wrong(places["report"], told)
    figure, new = values.get("figure", ""), values["new"]
    if figure and not _FIGURE.fullmatch(figure):
        raise _Wrong(places["figure"], f"figure 应是数字的编号，如 m-1583，写的是“{figure}”")
    if figure and not values.get("old"):
        raise _Wrong(places.get("old", line), "缺 old，即原来发布的数值和单位；请补上")
    if not figure and new not in {WITHDRAWN, REPLACED}:
        raise _Wrong(
            places["new"], f"没有 figure 的一条说的是整份报告，new 只能是“{WITHDRAWN}”或“{REPLACED}”"
        )
    if values.get("date") and not _is_day(values["date"]):
        raise _Wrong(places["date"], f"date 应是日期，如 2026-11-29，写的是“{values['date']}”")


def _is_day(told: str) -> bool:
    try:
        return date.fromisoformat(told).isoformat() == told
    except ValueError:
        return False


def render_rows(changes: Iterable[Correction]) -> str:
    """Return rows for the file, the day and reason to be filled in where there are none."""
    return "".join(_rendered(change) for change in changes)


def _rendered(change: Correction) -> str:
    values = {name: getattr(change, field) for name, field in _FIELDS.items()}
    left_out = {name for name in ("figure", "subject", "old") if not values[name]}
    lines = [f"{name}: {_quoted(value)}" for name, value in values.items() if name not in left_out]
    return "- " + "\n  ".join(lines) + "\n"


def _quoted(value: str) -> str:
    """Return ``value`` for YAML: as it is where it can only be read as these words, else between quotation marks."""
    is_plain = _PLAIN.fullmatch(value) is not None
    is_plain = is_plain and not value.endswith(" ") and value.lower() != "null"
    return value if is_plain else json.dumps(value, ensure_ascii=False)
