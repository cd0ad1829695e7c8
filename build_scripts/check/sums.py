"""Add up the parts of every total and say whether they make it."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from build_scripts.models import Doubt, Finding, Metric, Qualifier, Report, Severity, SumCheck
from build_scripts.rules.list_openers import trait_of

# A list after 其中 may leave parts out. When what it names falls this little short of the total, it is taken for a
# whole list with a wrong number: lists left partial on purpose cover well under this share in the marked reports.
_NEARLY_ALL = Decimal("0.95")
# Of two ways to make a total, the one that fails is told, then the one that holds.
_BADNESS = {False: 0, True: 1, None: 2}
_REST_WORDS = ("其他", "其它", "其余")


def find_sums(report: Report, metrics: Sequence[Metric]) -> tuple[tuple[SumCheck, ...], list[Finding]]:
    """Return the arithmetic under each total and one finding a total: ``sum-ok`` or ``sum-mismatch``.

    A list that is partial, or of numbers that are not exact, is left alone: ``holds`` is ``None``, no finding made.
    """
    parts: dict[str, list[Metric]] = defaultdict(list)
    for metric in metrics:
        if metric.parent and metric.rule != "ratio" and metric.change is None:
            parts[metric.parent].append(metric)
    by_id = {m.id: m for m in metrics}
    checks: list[SumCheck] = []
    findings: list[Finding] = []
    for total_id, group in parts.items():
        total = by_id[total_id]
        ways = [(_check(report, total, way), way) for way in _ways(total, group)]
        check, way = min(ways, key=lambda w: _BADNESS[w[0].holds])
        checks.append(check)
        finding = _finding(report, total, way, check)
        if finding:
            findings.append(finding)
    return tuple(checks), findings


def _ways(total: Metric, parts: Sequence[Metric]) -> list[list[Metric]]:
    """Return the lists of parts that make a total each by itself.

    Of a table's last cell these are its row and its column; of a total told twice over the kinds and the outcomes:
    工单40件（咨询30件、投诉10件），办结38件、正在办理2件.
    """
    ways: dict[object, list[Metric]] = defaultdict(list)
    for part in parts:
        in_row = part.rule == "table-cell" and part.sentence == total.sentence
        ways[in_row, part.relation, part.evidence[:1]].append(part)
    return list(ways.values())


def _check(report: Report, total: Metric, parts: Sequence[Metric]) -> SumCheck:
    added = sum((p.quantity.value for p in parts), Decimal(0))
    return SumCheck(
        total=total.id, parts=tuple(p.id for p in parts), sum=added, holds=_holds(report, total, parts, added)
    )


def _holds(report: Report, total: Metric, parts: Sequence[Metric], added: Decimal) -> bool | None:
    value = total.quantity.value
    if added == value:
        # What was recognised on a picture is never called checked: one line that is lost may take a part with it.
        recognised = any(Doubt.OCR in m.doubts for m in (total, *parts))
        return True if len(parts) > 1 and not recognised else None
    exact = all(m.quantity.qualifier is Qualifier.EXACT for m in (total, *parts))
    if not exact or _overlap(total, parts) or len(parts) < 2:  # noqa: PLR2004 - one part is no list
        return None
    whole = added > value or _claims_all(report, total, parts) or added >= value * _NEARLY_ALL
    return False if whole else None


def _overlap(total: Metric, parts: Sequence[Metric]) -> bool:
    """Say whether one may be two of the parts: 62名，其中女性27名，党员41名. What the total is called parts none."""
    sorts = {trait_of(part.subject) for part in parts} - {trait_of(total.subject)}
    return len(sorts) > 1


def _claims_all(report: Report, total: Metric, parts: Sequence[Metric]) -> bool:
    """Say whether the list names all parts: it has 其他, or the words before it are not 其中."""
    if any(p.subject.endswith(_REST_WORDS) or p.subject.startswith(_REST_WORDS) for p in parts):
        return True
    first = min(parts, key=lambda p: p.span.start)
    if first.rule == "table-cell":
        return not first.subject.startswith("其中")
    between = report.clean.text[total.span.end : first.span.start]
    return bool(between) and not any(w in between for w in ("其中", "包括", "含"))


def _finding(report: Report, total: Metric, parts: Sequence[Metric], check: SumCheck) -> Finding | None:
    if check.holds is None:
        return None
    plus = "+".join(_told(p.quantity.value) for p in parts)
    where = report.clean.raw_span(total.span)
    if check.holds:
        message = f"“{total.subject}”合计相符：{plus}={_told(check.sum)}"
        return Finding("sum-ok", Severity.NOTE, message, where)
    message = f"“{total.subject}”合计不符：{plus}={_told(check.sum)}，文中为{_told(total.quantity.value)}"
    return Finding("sum-mismatch", Severity.WARNING, message, where)


def _told(value: Decimal) -> str:
    return f"{value.normalize():f}"
