"""The public data: every figure of every report as CSV and JSON, and what is known of each report."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from build_scripts.models import Address, CleanText, Metric, Result, Severity
from build_scripts.render.cards import web_address
from build_scripts.render.labels import DOUBTS
from build_scripts.render.names import agency_of, own_title, region_of

Cell = str | int | None | tuple[str, ...]
Row = Mapping[str, Cell]
_Piece = TypeVar("_Piece")
_LINE_BREAKS = str.maketrans("\r\n\t", "   ")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the figures' table: its name in the files, and what it means."""

    name: str
    meaning: str


COLUMNS = (
    Column("report_id", "报告编号：地区代码-部门-年度"),
    Column(
        "region_code", "地区代码（报告年度有效）：县级以上六位（GB/T 2260），乡镇、街道九位（国家统计局）"
    ),
    Column("region_name", "省、市、县名称"),
    Column("department", "部门的固定英文代号"),
    Column("agency", "发布机关，照报告写法"),
    Column("report_year", "报告年度"),
    Column("metric_id", "数字的编号，也是网页上的锚点：m-加它在原件中的位置"),
    Column("subject", "数的是什么，尽量用报告原词"),
    Column("theme", "主题，共十六类"),
    Column("family", "数字类别的代号：数的是哪一种东西；空为归不了类"),
    Column("indicator", "多份报告共有的指标代号；空为没有"),
    Column("raw", "数字的原文写法，不含单位"),
    Column("value", "折算成规范单位的数值；明说没有的是 0，没有写的不成行"),
    Column("value_max", "只有范围才有：上限（value 是下限）"),
    Column("unit", "规范单位：14.5万元记作 145000 元"),
    Column("qualifier", "exact 准确，approx 约，at_least 至少，at_most 至多"),
    Column("period", "所属时期；空为报告年度"),
    Column("change", "increase 增加，decrease 减少；空为不是变化量"),
    Column("kind", "result 实绩，target 目标，norm 常规要求"),
    Column("parent", "它属于哪个合计（合计的 metric_id）；空为不属于任何合计"),
    Column("relation", "怎样属于那个合计：part 分项，outcome 结果（各结果合起来正好是合计）；空为没有合计"),
    Column(
        "doubts",
        "这个数字有什么拿不准（多项以空格隔开，JSON 里是列表）："
        + "，".join(f"{doubt} {told}" for doubt, told in DOUBTS.items())
        + "；空为没有",
    ),
    Column("sentence", "所在的句子，照原文"),
    Column("start", "在原件文字中的起点（按字符数，从 0 起）"),
    Column("end", "在原件文字中的终点（不含）"),
    Column("rule", "由哪条规则认出"),
    Column("page", "网页地址，从网站首页算起"),
)


REPORT_FIELDS = (
    Column("id", "报告编号：地区代码-部门-年度"),
    Column("page", "网页地址，从网站首页算起"),
    Column("title", "标题，照报告写法，报告没有时照登记的；都没有的为空"),
    Column("agency", "发布机关，照报告写法；几个机关联合发文的，是第一个"),
    Column("joint_agencies", "联合发文的其他机关；没有的是空列表"),
    Column("region_code", "地区代码：县级以上六位，乡镇、街道九位"),
    Column("region_name", "省、市、县名称"),
    Column("department", "部门的固定英文代号；乡镇、街道和一级政府是 government"),
    Column("report_year", "报告年度"),
    Column("doc_number", "发文字号；没有写的为空，下同"),
    Column("index_number", "政府信息索引号"),
    Column("signer", "签发人"),
    Column("addressee", "主送机关"),
    Column("issued_on", "成文日期，年-月-日"),
    Column("published_on", "发布日期：网页信息框或网页文字写明的"),
    Column("source_url", "来源网址"),
    Column("taken_on", "取得日期"),
    Column("file", "原始文件的名称"),
    Column("sha256", "原始文件的校验和"),
    Column("metrics", "数字的个数"),
    Column("warnings", "存疑的处数"),
    Column("statutory", "应有的四项内容：section 有专门一节，mention 提到，none 未见"),
)


def metric_rows(address: Address, result: Result) -> Iterator[dict[str, Cell]]:
    """Yield the figures as rows; the keys are those of ``COLUMNS``, in their order."""
    meta, source = result.report.meta, result.report.clean.raw.source
    head: Mapping[str, Cell] = {
        "report_id": address.id,
        "region_code": address.region,
        "region_name": region_of(meta, source),
        "department": address.department,
        "agency": agency_of(meta, source),
        "report_year": address.year,
    }
    for metric in result.metrics:
        yield {**head, **_figure(address, result.report.clean, metric)}


def _figure(address: Address, clean: CleanText, metric: Metric) -> Mapping[str, Cell]:
    at, quantity = clean.raw_span(metric.span), metric.quantity
    return {
        "metric_id": metric.id,
        "subject": metric.subject,
        "theme": metric.theme,
        "family": metric.family,
        "indicator": metric.indicator,
        "raw": quantity.raw,
        "value": format_decimal(quantity.value),
        "value_max": format_decimal(quantity.value_max),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier.value,
        "period": metric.period,
        "change": metric.change,
        "kind": metric.kind,
        "parent": metric.parent,
        "relation": metric.relation,
        "doubts": metric.doubts,
        "sentence": metric.sentence.of(clean.text),
        "start": at.start,
        "end": at.end,
        "rule": metric.rule,
        "page": f"{address.url}#{metric.id}",
    }


def format_decimal(value: Decimal | None) -> str | None:
    """Return a value as plain digits, never with an exponent or needless zeros.

    >>> format_decimal(Decimal("1.50E+3"))
    '1500'
    """
    if value is None:
        return None
    told = f"{value:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def report_row(address: Address, result: Result) -> dict[str, object]:
    """Return what is known of a report; the keys are those of ``REPORT_FIELDS``, in their order."""
    meta, source = result.report.meta, result.report.clean.raw.source
    record = source.record
    return {
        "id": address.id,
        "page": address.url,
        "title": own_title(meta, source),
        "agency": agency_of(meta, source),
        "joint_agencies": list(meta.joint_agencies),
        "region_code": address.region,
        "region_name": region_of(meta, source),
        "department": address.department,
        "report_year": address.year,
        "doc_number": meta.doc_number,
        "index_number": meta.index_number,
        "signer": meta.signer,
        "addressee": meta.addressee,
        "issued_on": meta.issued_on,
        "published_on": meta.published_on,
        "source_url": web_address(record.url if record else None) or None,
        "taken_on": record.taken_on if record else None,
        "file": source.path.name,
        "sha256": source.sha256,
        "metrics": len(result.metrics),
        "warnings": sum(finding.severity is Severity.WARNING for finding in result.findings),
        "statutory": {part.key: part.told for part in result.statutory},
    }


class _Lines(list[str]):
    """What a writer of CSV writes, row by row."""

    def write(self, line: str) -> None:
        """Take a row."""
        self.append(line)


def csv_lines(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return rows of the figures' table as lines of CSV without a head, in which no cell is a formula to Excel."""
    lines = _Lines()
    csv.writer(lines, lineterminator="\n").writerows(map(safe_cell, row.values()) for row in rows)
    return tuple(lines)


def csv_file(pieces: Iterable[_Piece]) -> Iterator[_Piece | bytes]:
    """Yield the CSV file of ``pieces``, each of which is lines of ``csv_lines``; Excel opens it as it is.

    Pieces may be what stands for such lines, here and below.
    """
    yield b"\xef\xbb\xbf" + ",".join(column.name for column in COLUMNS).encode() + b"\n"
    yield from pieces


def json_rows(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows of the same keys as they stand in a JSON array, one a line, Chinese as it is."""
    known = list(rows)
    if not known:
        return b""
    # Encoded in one go, which takes half the time. A quotation mark inside of a text has a backslash before it.
    first = f"{{{_encode(next(iter(known[0])))}: "
    return _encode(known)[1:-1].replace(f"}}, {first}", f"}},\n{first}").encode()


def json_file(pieces: Iterable[_Piece]) -> Iterator[_Piece | bytes]:
    r"""Yield the JSON array of ``pieces``, each of which ``json_rows`` made of some rows.

    >>> b"".join(json_file([json_rows([{"甲": 1}]), json_rows([{"甲": 2}])])).decode()
    '[\n{"甲": 1},\n{"甲": 2}\n]\n'
    """
    start = b"[\n"
    for piece in pieces:
        yield start
        yield piece
        start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"


@lru_cache(1024)  # most cells stand in many rows of a report: its name, a theme, a unit, a sentence
def safe_cell(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula: such text is given a leading ', and no line breaks.

    Several words stand in one cell, parted by blanks.

    >>> safe_cell("=1+1"), safe_cell(5), safe_cell(None)
    ("'=1+1", 5, '')
    """
    if isinstance(cell, tuple):
        cell = " ".join(cell)
    if not isinstance(cell, str):
        return "" if cell is None else cell
    told = cell if cell.isprintable() else cell.translate(_LINE_BREAKS)
    return f"'{told}" if told.lstrip().startswith(_FORMULA) else told


def render_compact(value: object) -> bytes:
    """Return JSON for scripts alone: no blanks, Chinese as it is, a line end at the end."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
