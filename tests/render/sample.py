"""A report as the pipeline would hand it over, made of its clean text and its hand-marked figures."""

import json
import re
from decimal import Decimal
from pathlib import Path

from build_scripts.models import (
    Block,
    BlockKind,
    CleanText,
    Finding,
    Kind,
    Meta,
    Metric,
    Number,
    Paragraph,
    Qualifier,
    Quantity,
    RawText,
    Record,
    Report,
    Result,
    Section,
    Severity,
    Source,
    Span,
    StatutoryPart,
    SumCheck,
)

DATA = Path(__file__).parent / "data"
_MARKS = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"[0-9]{1,2}\.", r"（[0-9]+）")


def clean_of(text: str, source: Source) -> CleanText:
    """Return ``text`` as raw and clean at once."""
    raw = RawText(source=source, text=text, encoding="utf-8")
    return CleanText(raw=raw, text=text, origins=tuple(range(len(text))), edits=(), removed=())


def source_at(path: Path, year: int = 2023) -> Source:
    """Return a source that lies where it belongs."""
    record = Record(
        title=None,
        issuer=None,
        year=year,
        url="https://example.gov.cn/1.html",
        taken_on=None,
        sha256="0" * 64,
    )
    return Source(
        path=path,
        sha256="0" * 64,
        media_type="text/plain",
        record=record,
        region_code="440704",
        year=year,
        department="health",
    )


def report_of(text: str, source: Source, meta: Meta) -> Report:
    """Return the report whose lines are headings, run-in headings or paragraphs by their marks alone."""
    sections: list[Section] = []
    paragraphs: list[Paragraph] = []
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        kind = BlockKind.PARAGRAPH
        if start == 0:
            kind = BlockKind.TITLE
        elif found := next((m for p in _MARKS if (m := re.match(p, line))), None):
            level = next(i for i, p in enumerate(_MARKS, 1) if re.match(p, line))
            stop = line.find("。") + 1 or len(line)
            sections.append(
                Section(
                    level=level,
                    marker=found.group(),
                    heading=line[found.end() : stop].strip("。"),
                    span=Span(start, start + stop),
                )
            )
            kind = BlockKind.HEADING if stop == len(line) else kind
        if line.strip():
            blocks.append(Block(kind, span))
        if kind is BlockKind.PARAGRAPH and line.strip():
            paragraphs.append(Paragraph(span, len(sections) - 1 if sections else None))
        start += len(line) + 1
    return Report(
        clean=clean_of(text, source),
        meta=meta,
        blocks=tuple(blocks),
        sections=tuple(sections),
        paragraphs=tuple(paragraphs),
        tables=(),
    )


def metrics_of(text: str, figures: list[dict[str, object]]) -> tuple[Metric, ...]:
    """Return the metrics that the rows of a gold file tell of."""
    ids: dict[str, str] = {}
    used: dict[str, int] = {}
    found: list[Metric] = []
    for row in figures:
        quote, raw = str(row["quote"]), str(row["raw"])
        at = text.index(quote) + quote.rindex(raw)
        unit = str(row["unit"])
        end = at + len(raw)
        while text[end : end + 1] in {"余", "万", "亿"}:
            end += 1
        end += len(unit) if text.startswith(unit, end) else 0
        used[f"m-{at}"] = used.get(f"m-{at}", 0) + 1
        n = used[f"m-{at}"]
        ids[str(row["id"])] = f"m-{at}" if n == 1 else f"m-{at}-{n}"
        left = max(text.rfind(stop, 0, at) for stop in "。\n") + 1
        right = min(stop for stop in (text.find("。", at), text.find("\n", at)) if stop >= 0)
        found.append(
            Metric(
                id=ids[str(row["id"])],
                quantity=Quantity(
                    raw=raw,
                    value=Decimal(str(row["value"])),
                    unit=unit,
                    qualifier=Qualifier(str(row["qualifier"])),
                ),
                subject=str(row["subject"]),
                theme=str(row["theme"]),
                span=Span(at, end),
                sentence=Span(left, right + (text[right] == "。")),
                rule="sample",
                parent=ids.get(str(row["parent"])),
                kind=Kind.NORM if row["optional"] else Kind.RESULT,
            )
        )
    return tuple(found)


def sample_result(path: Path = DATA / "440704" / "2023-health.txt") -> Result:
    """Return the report of 江海区卫生健康局 for 2023."""
    text = (DATA / "440704" / "2023-health.txt").read_text(encoding="utf-8")
    lines = (DATA / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    metrics = metrics_of(text, [json.loads(line) for line in lines])
    meta = Meta(
        title=text.split("\n", 1)[0],
        agency="江门市江海区卫生健康局",
        region_code="440704",
        region_name="江海区",
        prefecture="江门市",
        province="广东省",
        department="health",
        report_year=2023,
        issued_on="2024-01-29",
    )
    report = report_of(text, source_at(path), meta)
    total = next(m for m in metrics if m.quantity.raw == "1116")
    parts = tuple(m.id for m in metrics if m.parent == total.id)
    tops = [i for i, s in enumerate(report.sections) if s.level == 1]
    return Result(
        report=report,
        metrics=metrics,
        numbers=(
            *(Number(m.span, metric=m.id) for m in metrics),
            *(Number(Span(f.start(), f.end()), rule="year") for f in re.finditer("20[0-9]{2}", text)),
        ),
        sums=(SumCheck(total=total.id, parts=parts, sum=Decimal(1116), holds=True),),
        statutory=(
            _duty("measures", "推进法治政府建设的主要举措和成效", tops[0]),
            _duty("shortcomings", "存在的不足和原因", tops[1]),
            StatutoryPart(
                key="responsible",
                label="主要负责人履行第一责任人职责",
                told="mention",
                span=_at(text, "第一责任"),
            ),
            _duty("plans", "下一年度的主要安排", tops[2]),
        ),
        findings=(
            Finding(
                "likely-slip",
                Severity.WARNING,
                "“近3000余”同时用了“近”和“余”，意思相反",
                _at(text, "近3000余"),
            ),
            Finding("sum-ok", Severity.NOTE, "1116 等于各分项之和", total.span),
        ),
    )


def _duty(key: str, label: str, section: int) -> StatutoryPart:
    return StatutoryPart(key=key, label=label, told="section", section=section)


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))
