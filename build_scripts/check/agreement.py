"""Hold the figures of a report against one another: rates that can be computed again, one thing told twice."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from build_scripts.models import Finding, Kind, Metric, Qualifier, Report, Severity

_RATE_RE = re.compile(r"(?P<step>不合格|[\u4e00-\u9fff]{2})率$")
# Shorter subjects (办结, 罚款金额) say too little to be sure that they mean the same thing.
_SHORTEST_SUBJECT = 6
_PART_AND_WHOLE = 2
# Figures before a rate among which its counts are looked for: a section of the marked reports has 46 at most.
_REACH = 100
# Kept, as a member of an enumeration takes six times as long to look up as a name.
_EXACT, _RESULT = Qualifier.EXACT, Kind.RESULT


def check_rate_mismatch(report: Report, metrics: Sequence[Metric]) -> list[Finding]:
    """Return a warning where a sentence gives a rate and two counts that do not make it, rounded or cut off.

    "抽检200批次，合格180批次，合格率95%" does. The two counts right before the rate are taken, if the second has the
    rate's own word and what else the rate's subject says stands in the first. Where the part and any earlier count of
    the like make the rate, that is what was meant, and nothing is said.
    """
    findings = []
    rates = [(i, metric) for i, metric in enumerate(metrics) if metric.quantity.unit == "%"]
    for i, rate in rates:
        before = metrics[max(0, i - _REACH) : i]
        pair = _counts_of(rate, before)
        wholes = _wholes(pair[0], before) if pair else []
        if pair and not any(_makes(rate, pair[0], whole) for whole in wholes):
            part, whole = pair
            found = _share(rate, part, whole).quantize(Decimal("0.01"))
            sums = f"{part.quantity.value}÷{whole.quantity.value}，应为{found}%"
            message = f"“{rate.subject}”为{rate.quantity.value}%，按句中数字{sums}"
            where = report.clean.raw_span(rate.span)
            findings.append(Finding("rate-mismatch", Severity.WARNING, message, where))
    return findings


def _counts_of(rate: Metric, before: Sequence[Metric]) -> tuple[Metric, Metric] | None:
    """Return the part and the whole that stand right before a rate in its sentence, if they are told as its counts."""
    match = _RATE_RE.search(rate.subject)
    if not match or rate.change or rate.period or not _exact(rate):
        return None
    start = rate.sentence.start  # compared first: whole spans took half the time of all checks
    own = [m for m in before if m.sentence.start == start and m.sentence == rate.sentence]
    told = [m for m in own if m.span.start < rate.span.start and _exact(m)]
    if len(told) < _PART_AND_WHOLE:
        return None
    whole, part = told[-_PART_AND_WHOLE:]
    scope = rate.subject[: match.start()]
    fits = part.subject.endswith(match["step"]) and scope in whole.subject
    return (part, whole) if fits and _comparable(part, whole) else None


def _wholes(part: Metric, metrics: Sequence[Metric]) -> list[Metric]:
    return [
        m
        for m in metrics
        if m.span.start < part.span.start and m.section == part.section and _comparable(part, m)
    ]


def _exact(metric: Metric) -> bool:
    return metric.quantity.qualifier is _EXACT and metric.quantity.value_max is None


def _comparable(part: Metric, whole: Metric) -> bool:
    same = part.quantity.unit == whole.quantity.unit != "%" and part.change is whole.change is None
    return same and part.period == whole.period and 0 < whole.quantity.value >= part.quantity.value


def _share(rate: Metric, part: Metric, whole: Metric) -> Decimal:
    """Return the share in per cent; 合格率 beside a count of what is 不合格 is the share of the rest."""
    share = part.quantity.value / whole.quantity.value * 100
    step = rate.subject.removesuffix("率")[-2:]
    denied = part.subject.endswith(("不" + step, "未" + step)) and not rate.subject.endswith(
        "不" + step + "率"
    )
    return 100 - share if denied else share


def _makes(rate: Metric, part: Metric, whole: Metric) -> bool:
    """Say whether part and whole give the rate at its own number of decimals, rounded half up or cut off."""
    share, told = _share(rate, part, whole), rate.quantity.value
    step = Decimal(1).scaleb(min(0, int(told.as_tuple().exponent)))
    return told in (share.quantize(step, ROUND_HALF_UP), share.quantize(step, ROUND_DOWN))


def check_contradictory_figures(report: Report, metrics: Sequence[Metric]) -> list[Finding]:
    """Return a warning for a figure whose very subject, unit and period another sentence gives another value."""
    findings = []
    for first, later in _told_twice(metrics):
        if first.quantity.value != later.quantity.value:
            message = f"“{later.subject}”前文为{first.quantity.raw}，此处为{later.quantity.raw}"
            findings.append(
                Finding("contradictory-figures", Severity.WARNING, message, report.clean.raw_span(later.span))
            )
    return findings


def _told_twice(metrics: Sequence[Metric]) -> Iterator[tuple[Metric, Metric]]:
    first: dict[tuple[str, str, str | None], Metric] = {}
    for metric in metrics:
        plain = metric.parent is None and metric.change is None and metric.kind is _RESULT and _exact(metric)
        if not plain or metric.rule == "table-cell" or len(metric.subject) < _SHORTEST_SUBJECT:
            continue
        known = first.setdefault((metric.subject, metric.quantity.unit, metric.period), metric)
        if known.section != metric.section:
            yield known, metric
