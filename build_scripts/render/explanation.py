"""Tell where a figure comes from: sentence, rule, edits, raw characters; and why other numbers are none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from build_scripts.errors import UsageError
from build_scripts.models import Metric, Result, Span
from build_scripts.redactions import places_of, render_place
from build_scripts.render.data_rows import format_decimal
from build_scripts.render.labels import DOUBTS, EVIDENCE, RELATIONS, word
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.private_data import Look


def render_explanation(result: Result, figure: str | None) -> str:
    """Return the way of the metrics that ``figure`` names (an id, or the number as written), or all numbers by rule.

    Raises ``UsageError`` where no metric and no number set aside fits.
    """
    if figure is None:
        return "\n".join([*(_line(m, result) for m in result.metrics), "", *_set_aside(result)])
    chosen = [
        m
        for m in result.metrics
        if m.id == figure or figure in (m.quantity.raw, format_decimal(m.quantity.value))
    ]
    aside = [line for line in _set_aside(result) if f"“{figure}”" in line]
    if not chosen and not aside:
        raise UsageError(f"{figure}：这份报告里没有这个数字；不带数字运行 explain 可列出全部")
    return "\n".join([*("\n".join(_walk(m, result)) for m in chosen), *aside])


def render_looks(result: Result, looks: Iterable[Look]) -> str:
    """Return what of the raw text looks private, by rule: what passes as it is written, what does not by its place."""
    raw = result.report.clean.raw
    by_rule: dict[str, list[str]] = defaultdict(list)
    for look in looks:
        words = f"“{look.span.of(raw.text)}”"
        if not look.passes and look.kind:
            words = "、".join(render_place(place) for place in places_of(raw.text, [look.span], look.kind))
        by_rule[f"放行：{look.passes}" if look.passes else f"个人信息：{look.rule}"].append(words)
    return "".join(f"\n{rule}\t{len(words)} 处\t{' '.join(words)}" for rule, words in sorted(by_rule.items()))


def _line(metric: Metric, result: Result) -> str:
    quantity = metric.quantity
    value = f"{quantity.raw} → {format_decimal(quantity.value)} {quantity.unit}"
    place = result.report.clean.raw_span(metric.span)
    return "\t".join(
        [metric.id, metric.subject, value, metric.theme, metric.rule, f"原文 {place.start}–{place.end}"]
    )


def _walk(metric: Metric, result: Result) -> list[str]:
    clean = result.report.clean
    pieces = clean.raw_spans(metric.span)
    around = clean.raw_spans(metric.sentence)
    quantity = metric.quantity
    lines = [
        f"{metric.id}  {metric.subject}",
        f"  数值    {quantity.raw} → {format_decimal(quantity.value)} {quantity.unit}（{quantity.qualifier}）",
        f"  主题    {metric.theme}；类别 {_family(metric)}；指标 {metric.indicator or '无'}；规则 {metric.rule}",
        f"  合计    {_link(metric)}",
        *(
            [f"  拿不准  {'；'.join(f'{told}（{code}）' for code, told in _doubts(metric))}"]
            if metric.doubts
            else []
        ),
        f"  句子    {metric.sentence.of(clean.text)}",
        *(
            f"  原文    第{clean.raw.page_of(p.start)}页 {p.start}–{p.end}：{p.of(clean.raw.text)!r}"
            for p in pieces
        ),
    ]
    return [*lines, *_boxes(result, pieces)] + [f"  清理    {edit}" for edit in _edits(result, around)]


def _boxes(result: Result, pieces: tuple[Span, ...]) -> Iterator[str]:
    """Yield where a figure stands on the pages of a PDF: 第2页 左 120.5 上 310.2 右 160.0 下 326.4（点，自左上角）."""
    layout = result.report.clean.raw.layout
    for piece in pieces if layout else ():
        for page, box in layout.boxes_of(piece) if layout else ():
            edges = f"左 {box.left:.1f} 上 {box.top:.1f} 右 {box.right:.1f} 下 {box.bottom:.1f}"
            yield f"  版面    第{page}页 {edges}（点，自左上角）"


def _family(metric: Metric) -> str:
    family = families_by_slug().get(metric.family or "")
    return f"{family.name}（{metric.family}）" if family else "无"


def _doubts(metric: Metric) -> Iterator[tuple[str, str]]:
    return ((doubt, word(DOUBTS, doubt)) for doubt in metric.doubts)


def _link(metric: Metric) -> str:
    """Return the total of a figure, how it belongs to it, and what speaks for that, with points.

    m-2911 的分项，依据：“其中”一类的话（of-which +3）、各项之间标点一致（one-mark +1）.
    """
    if metric.parent is None:
        return "不属于任何合计"
    kind = f"{metric.parent} 的{word(RELATIONS, metric.relation or '')}"
    told = [f"{word(EVIDENCE, one.split()[0])}（{one}）" for one in metric.evidence]
    return f"{kind}，依据：{'、'.join(told)}" if told else kind


def _edits(result: Result, around: tuple[Span, ...]) -> list[str]:
    clean = result.report.clean
    told = []
    for edit in clean.edits:
        if any(edit.span.overlaps(span) for span in around):
            what = repr(edit.span.of(clean.raw.text))
            where = (
                f"移到 {edit.to} 之前"
                if edit.to is not None
                else f"换成 {edit.replacement!r}"
                if edit.replacement
                else "去掉"
            )
            told.append(f"{edit.fix} {edit.span.start}–{edit.span.end} {what[:40]} {where}")
    return told


def _set_aside(result: Result) -> list[str]:
    raw = result.report.clean.raw.text
    by_rule: dict[str, list[str]] = defaultdict(list)
    for number in result.numbers:
        if number.metric is None:
            by_rule[number.rule or "unexplained"].append(f"“{number.span.of(raw)}”")
    return [f"不计：{rule}\t{len(words)} 个\t{' '.join(words)}" for rule, words in sorted(by_rule.items())]
