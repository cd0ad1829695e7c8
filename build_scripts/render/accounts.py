"""What became of the numbers of all reports: in the table of figures, left out by a rule, or read by nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Address, Doubt, Number, Result, Span
from build_scripts.render.escape import decode
from build_scripts.render.names import title_of
from build_scripts.render.words import DOUBTS, RULES, word

Addressed = tuple[Address, Result]
_AROUND = 8  # characters told on either side of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of a report's numbers. ``figures`` are the rows of its table, ``rules`` names and counts.

    A range and a number cut by blanks are ``joined``, several numbers in one row; of a number told of two things the
    rows after the first are ``shared``. So ``figures`` is ``in_figures`` less ``joined`` and ``shared`` more.
    """

    title: str
    url: str
    total: int
    in_figures: int
    left_out: int
    unread: int
    figures: int
    joined: int
    shared: int
    rules: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the original of a report: its title, its words, and the address of the line from the quality page."""

    title: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a code occurs over all reports, in how many of them, and where first."""

    code: str
    name: str
    count: int
    reports: int
    example: Place


def account_of(address: Address, result: Result) -> Account:
    """Return what became of the numbers of one report."""
    aside = Counter(number.rule or "" for number in result.numbers if _is_left_out(number))
    inside = Counter(number.metric for number in result.numbers if number.metric)
    return Account(
        title=title_of(result.report.meta, result.report.clean.raw.source),
        url=f"../{address.url}",
        total=len(result.numbers),
        in_figures=inside.total(),
        left_out=aside.total(),
        unread=len(result.numbers) - inside.total() - aside.total(),
        figures=len(result.metrics),
        joined=inside.total() - len(inside),
        shared=len(result.metrics) - len(inside),
        rules=tuple((word(RULES, rule), n) for rule, n in _most_first(aside)),
    )


def rule_tallies(published: Sequence[Addressed]) -> tuple[Tally, ...]:
    """Return the rules that left numbers out, the one that did so most first, each with its first example."""
    found = [(n.rule or "", a, r, n.span) for a, r in published for n in r.numbers if _is_left_out(n)]
    return tuple(_tallies(found, {rule: word(RULES, rule) for rule, *_ in found}))


def doubt_tallies(published: Sequence[Addressed]) -> tuple[Tally, ...]:
    """Return the doubts about single figures, each with its first example."""
    found = [
        (str(doubt), address, result, result.report.clean.raw_span(metric.span))
        for address, result in published
        for metric in result.metrics
        for doubt in metric.doubts
    ]
    return tuple(_tallies(found, {str(doubt): word(DOUBTS, doubt) for doubt in Doubt}))


def unread_places(published: Sequence[Addressed]) -> tuple[Place, ...]:
    """Return every number that is in no figure and that no rule leaves out, by report, each with its place."""
    return tuple(
        _place(address, result, number.span)
        for address, result in published
        for number in result.numbers
        if number.metric is None and number.rule is None
    )


def finding_places(published: Sequence[Addressed], code: str) -> tuple[Place, ...]:
    """Return the findings of one code by report: what each says, and the line it speaks of."""
    return tuple(
        Place(
            _title(result),
            decode(finding.message),
            _url(address, result, finding.span.start if finding.span else 0),
        )
        for address, result in published
        for finding in result.findings
        if finding.code == code
    )


def _is_left_out(number: Number) -> bool:
    return number.rule is not None and number.metric is None


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


_Found = tuple[str, Address, Result, Span]


def _tallies(found: Sequence[_Found], names: dict[str, str]) -> Iterator[Tally]:
    counts = Counter(code for code, *_ in found)
    first: dict[str, _Found] = {}
    reports: dict[str, set[str]] = {}
    for one in found:
        first.setdefault(one[0], one)
        reports.setdefault(one[0], set()).add(one[1].id)
    for code, count in _most_first(counts):
        _, address, result, span = first[code]
        yield Tally(code, names[code], count, len(reports[code]), _place(address, result, span))


def _place(address: Address, result: Result, span: Span) -> Place:
    """Return a number with the words around it: …执法人员536人次，下…"""
    raw = result.report.clean.raw.text
    before = raw[max(0, span.start - _AROUND) : span.start]
    after = raw[span.end : span.end + _AROUND]
    words = "".join(f"{before}{raw[span.start : span.end]}{after}".split())
    return Place(_title(result), f"…{decode(words)}…", _url(address, result, span.start))


def _title(result: Result) -> str:
    return title_of(result.report.meta, result.report.clean.raw.source)


def _url(address: Address, result: Result, start: int) -> str:
    return f"../{address.url}original/#L{result.report.clean.raw.text.count(chr(10), 0, start) + 1}"
