"""The quality page: how many numbers of each report are accounted for, what is doubtful, what could not go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.models import Failure, Result, Severity
from build_scripts.render.address import Address, address_of_path
from build_scripts.render.names import title_of
from build_scripts.render.templates import render_template
from build_scripts.render.words import FINDINGS, RULES, SEVERITIES, word


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of a report's numbers."""

    id: str
    title: str
    url: str
    total: int
    in_metrics: int
    set_aside: int
    unexplained: int
    rules: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is not published, or not anew, and why: codes alone, never the words found."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a kind of finding occurs, and in how many reports."""

    severity: str
    label: str
    code: str
    count: int
    reports: int


def render_quality(
    published: Sequence[tuple[Address, Result]],
    held: Sequence[tuple[Address, Result]],
    failed: Sequence[Failure],
) -> bytes:
    """Return the quality page."""
    covered = tuple(coverage_of(address, result) for address, result in published)
    results = [result for _, result in published]
    return render_template(
        "quality.md.j2",
        coverage=covered,
        total=sum(c.total for c in covered),
        in_metrics=sum(c.in_metrics for c in covered),
        set_aside=sum(c.set_aside for c in covered),
        unexplained=sum(c.unexplained for c in covered),
        rules=_rules(results),
        tallies=_tallies(results),
        held=tuple(_held(address, result) for address, result in held),
        failed=tuple(_failed(failure) for failure in failed),
    )


def coverage_of(address: Address, result: Result) -> Coverage:
    """Return what became of the numbers of one report."""
    aside = Counter(number.rule for number in result.numbers if number.rule and not number.metric)
    inside = sum(number.metric is not None for number in result.numbers)
    return Coverage(
        id=address.id,
        title=title_of(result.report.meta, result.report.clean.raw.source),
        url=f"../{address.url}",
        total=len(result.numbers),
        in_metrics=inside,
        set_aside=aside.total(),
        unexplained=len(result.numbers) - inside - aside.total(),
        rules=_ordered(aside),
    )


def _ordered(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (word(RULES, rule), n) for rule, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _rules(results: Sequence[Result]) -> tuple[tuple[str, int], ...]:
    return _ordered(Counter(n.rule for r in results for n in r.numbers if n.rule and not n.metric))


def _tallies(results: Sequence[Result]) -> tuple[Tally, ...]:
    counts = Counter((f.severity, f.code) for r in results for f in r.findings)
    reports = Counter(key for r in results for key in {(f.severity, f.code) for f in r.findings})
    order = list(Severity)
    keys = sorted(counts, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(
        Tally(word(SEVERITIES, s), word(FINDINGS, code), code, counts[s, code], reports[s, code])
        for s, code in keys
    )


def _held(address: Address, result: Result) -> Held:
    codes = {f.code for f in result.findings if f.severity is Severity.ERROR}
    return Held(address.id, "、".join(word(FINDINGS, code) for code in sorted(codes)))


def _failed(failure: Failure) -> Held:
    address = address_of_path(failure.path)
    return Held(address.id if address else failure.path.name, failure.message)
