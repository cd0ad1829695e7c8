"""The findings of a report as rows of the lists of findings: with sentence, arithmetic and the way to the place."""

from collections.abc import Iterator

from build_scripts.models import Arithmetic, ListedFinding, Metric, Result, Severity, Span, SumCheck
from build_scripts.render.anchors import Places
from build_scripts.render.escape import decode
from build_scripts.render.figure_entries import format_value
from build_scripts.render.finding_links import FindingPlaces

# Of sums that hold each report has several, and its page tells them at their totals: lists give their number alone.
COUNTED_ALONE = frozenset({"sum-ok"})
_MISMATCH = "sum-mismatch"
# Characters quoted: a row of these, its arithmetic and its tags take 1,200 bytes, fifty of them 60 kB.
_QUOTED = 160
_BEFORE = 60  # of them before the place, where the sentence is longer


def listed_findings(result: Result, places: Places) -> Iterator[ListedFinding]:
    """Yield the findings that are listed one by one, in the order of the text; those of no place come first."""
    shown = [f for f in result.findings if f.code not in COUNTED_ALONE and f.severity is not Severity.ERROR]
    if not shown:
        return
    known, sums = FindingPlaces(result, places), _sums(result)
    for finding in sorted(shown, key=lambda f: (f.span.start if f.span else -1, f.code, f.message)):
        link = known.link(finding)
        found = known.sentence(finding)
        yield ListedFinding(
            code=finding.code,
            severity=finding.severity,
            message=decode(finding.message),
            quote=_quote(result.report.clean.text, *found) if found else "",
            link=link,
            arithmetic=sums.get(link) if finding.code == _MISMATCH else None,
        )


def _sums(result: Result) -> dict[str, Arithmetic]:
    """Return the arithmetic that fails by the way to its total."""
    by_id = {metric.id: metric for metric in result.metrics}
    return {f"#{check.total}": _arithmetic(check, by_id) for check in result.sums if check.holds is False}


def _arithmetic(check: SumCheck, by_id: dict[str, Metric]) -> Arithmetic:
    total = by_id[check.total].quantity
    parts = (by_id[id_].quantity.value for id_ in check.parts if id_ in by_id)
    return Arithmetic(
        total=format_value(total.value) + total.unit,
        parts=" + ".join(map(format_value, parts)),
        sum=format_value(check.sum) + total.unit,
        difference=format_value(abs(check.sum - total.value)) + total.unit,
    )


def _quote(text: str, sentence: Span, at: int) -> str:
    """Return a sentence on one line; of one too long what stands around ``at``."""
    start, end = sentence.start, sentence.end
    if end - start > _QUOTED:
        start = max(start, min(at - _BEFORE, end - _QUOTED))
        end = start + _QUOTED
    words = decode(" ".join(text[start:end].split()))
    return f"{'…' if start > sentence.start else ''}{words}{'…' if end < sentence.end else ''}"
