"""The quality page: what became of every number of each report, what is doubtful, what could not go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.models import Address, Failure, Meta, Result, Severity
from build_scripts.render.accounts import (
    account_of,
    doubt_tallies,
    finding_places,
    rule_tallies,
    unread_places,
)
from build_scripts.render.address import address_of_path
from build_scripts.render.names import department_name, place_names
from build_scripts.render.templates import render_template
from build_scripts.render.words import FINDINGS, SEVERITIES, word


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is not published, or not anew, and why: codes alone, never the words found."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingTally:
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
    """Return the quality page. Its sums are those that home and data pages tell."""
    accounts = tuple(account_of(address, result) for address, result in published)
    sums = ("total", "in_figures", "left_out", "unread", "figures", "joined", "shared")
    return render_template(
        "quality.md.j2",
        accounts=accounts,
        rules=rule_tallies(published),
        doubts=doubt_tallies(published),
        unread_numbers=unread_places(published),
        unread_tables=finding_places(published, "table-unread"),
        tallies=_tallies([result for _, result in published]),
        held=tuple(_held(address, result) for address, result in held),
        failed=tuple(_failed(failure) for failure in failed),
        **{name: sum(getattr(one, name) for one in accounts) for name in sums},
    )


def _tallies(results: Sequence[Result]) -> tuple[FindingTally, ...]:
    counts = Counter((f.severity, f.code) for r in results for f in r.findings)
    reports = Counter(key for r in results for key in {(f.severity, f.code) for f in r.findings})
    order = list(Severity)
    keys = sorted(counts, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(
        FindingTally(word(SEVERITIES, s), word(FINDINGS, code), code, counts[s, code], reports[s, code])
        for s, code in keys
    )


def _held(address: Address, result: Result) -> Held:
    codes = {f.code for f in result.findings if f.severity is Severity.ERROR}
    return Held(_name(address), "、".join(word(FINDINGS, code) for code in sorted(codes)))


def _failed(failure: Failure) -> Held:
    address = address_of_path(failure.path)
    return Held(_name(address) if address else failure.path.name, failure.message)


def _name(address: Address) -> str:
    """Return a report in words that its file's place alone gives: 贵州省遵义市湄潭县 生态环境 2022 年度（id）."""
    place = "".join(dict.fromkeys(place_names(Meta(), address.region, address.year)))
    return f"{place} {department_name(address.department)} {address.year} 年度（{address.id}）".strip()
