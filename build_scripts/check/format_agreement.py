"""One report in two formats: whether its figures and its words are the same in both, and which figure is which."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile

from build_scripts.models import BlockKind, Finding, Metric, Result, Severity, Span
from build_scripts.rules.sentences import find_sentences

# What stands round the text is left out of a web page often, and put where the format wants it.
_BODY = frozenset((BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE))
_STOPS = "。！？!?"
# So many differences are quoted, of a sentence so many characters.
_QUOTED, _LONGEST = 3, 24

_Figure = tuple[Decimal, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence: its letters and digits, widths and marks left aside, and where it stands (clean)."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Difference:
    """What is said at one place of both: "" where it is missing. ``span`` counts in the first's clean text."""

    here: str
    there: str
    span: Span | None


def with_format(first: Result, other: Result) -> Result:
    """Return ``first`` with its other format, and a finding that says whether the two agree.

    An error of the other is one of the report: both are published, or neither is.
    """
    figures, same = _compare_figures(first, other)
    sentences = _compare_words(first, other)
    name = other.report.clean.raw.source.path.name
    errors = [
        replace(finding, message=f"{name}：{finding.message}", span=None)
        for finding in other.findings
        if finding.severity is Severity.ERROR
    ]
    kept = tuple(replace(metric, id=same[metric.id]) for metric in other.metrics if metric.id in same)
    told = _finding(first, other, figures, sentences)
    found = replace(first, others=(*first.others, replace(other, metrics=kept)))
    return _with_findings(found, *errors, told)


def with_unread_format(first: Result, name: str, problem: str) -> Result:
    """Return ``first`` with the finding that its other format cannot be read."""
    message = f"另有 {name}，没有与它对照：{problem}"
    return _with_findings(first, Finding("format-unread", Severity.WARNING, message))


def _with_findings(result: Result, *findings: Finding) -> Result:
    ordered = sorted((*result.findings, *findings), key=lambda f: f.span.start if f.span else -1)
    return replace(result, findings=tuple(ordered))


def _finding(
    first: Result, other: Result, figures: Sequence[_Difference], sentences: Sequence[_Difference]
) -> Finding:
    raw = other.report.clean.raw
    recognised = raw.layout is not None and any(line.confidence is not None for line in raw.layout.lines)
    name = f"{raw.source.path.name}{'（由文字识别读出）' if recognised else ''}"
    if not figures and not sentences:
        return Finding("formats-agree", Severity.NOTE, f"另有 {name}，文字与数字一致")
    counts = [f"数字 {len(figures)} 处" if figures else "", f"文字 {len(sentences)} 句" if sentences else ""]
    quoted = "；".join(_quote(one, name) for one in (figures or sentences)[:_QUOTED])
    message = f"与 {name} 对照，{'、'.join(filter(None, counts))}不同：{quoted}"
    places = [one.span for one in (*figures, *sentences) if one.span]
    place = first.report.clean.raw_span(places[0]) if places else None
    return Finding("formats-differ", Severity.WARNING, message, place)


def _quote(one: _Difference, name: str) -> str:
    if not one.here:
        return f"“{one.there}”只在 {name}"
    return f"此处“{one.here}”，彼处“{one.there}”" if one.there else f"“{one.here}”只在此处"


def _compare_figures(first: Result, other: Result) -> tuple[list[_Difference], dict[str, str]]:
    """Return where the figures differ, and of those that are the same the first's id by the other's."""
    own, others = _in_order(first), _in_order(other)
    differences: list[_Difference] = []
    same: dict[str, str] = {}
    for is_same, here, there in _aligned([_value(m) for m in own], [_value(m) for m in others]):
        if is_same:
            same |= {b.id: a.id for a, b in zip(own[here], others[there], strict=True)}
            continue
        said = [(_written(first, metric), metric.span) for metric in own[here]]
        differences += _paired(said, [_written(other, metric) for metric in others[there]])
    return differences, same


def _in_order(result: Result) -> list[Metric]:
    return sorted(result.metrics, key=lambda metric: (metric.span, metric.id))


def _written(result: Result, metric: Metric) -> str:
    """Return a figure as it is written; that of a cell has its unit in the head of the table."""
    words = metric.span.of(result.report.clean.text)
    return f"{words}{metric.quantity.unit}" if words[-1:].isdigit() else words


def _value(metric: Metric) -> _Figure:
    quantity = metric.quantity
    return quantity.value, quantity.value_max, quantity.unit


def _compare_words(first: Result, other: Result) -> list[_Difference]:
    own, others = list(_sentences(first)), list(_sentences(other))
    # Paragraphs may be parted otherwise: sentences without a full stop are then cut at other places.
    if "".join(one.key for one in own) == "".join(one.key for one in others):
        return []
    differences: list[_Difference] = []
    for is_same, here, there in _aligned([one.key for one in own], [one.key for one in others]):
        if not is_same:
            said = [(_lines(first, one.span), one.span) for one in own[here]]
            differences += map(_shortened, _paired(said, [_lines(other, one.span) for one in others[there]]))
    return differences


def _paired(here: Sequence[tuple[str, Span]], there: Sequence[str]) -> Iterator[_Difference]:
    for n in range(max(len(here), len(there))):
        said, span = here[n] if n < len(here) else ("", None)
        yield _Difference(said, there[n] if n < len(there) else "", span)


def _aligned(own: Sequence[object], others: Sequence[object]) -> Iterator[tuple[bool, slice, slice]]:
    """Yield both in order, stretch by stretch, and whether they are the same there."""
    for tag, a, b, c, d in SequenceMatcher(None, own, others).get_opcodes():
        yield tag == "equal", slice(a, b), slice(c, d)


def _sentences(result: Result) -> Iterator[_Words]:
    """Yield the sentences of the body; one that goes on in the next block, as a heading does, is told with it."""
    text = result.report.clean.text
    key, start = "", 0
    end = 0
    for block in result.report.blocks:
        if block.kind not in _BODY:
            continue
        for span in find_sentences(text, block.span):
            start = start if key else span.start
            key, end = key + _folded(span.of(text)), span.end
            if key and text[end - 1] in _STOPS:
                yield _Words(key, Span(start, end))
                key = ""
    if key:
        yield _Words(key, Span(start, end))


def _folded(words: str) -> str:
    """Return the letters and digits of a text in one width."""
    return "".join(char for char in unicodedata.normalize("NFKC", words) if char.isalnum())


def _lines(result: Result, span: Span) -> str:
    """Return the lines of a sentence, headings before it among them; none where the record takes a piece out."""
    clean = result.report.clean
    redacted = [one.span for one in clean.raw.redacted]
    if any(piece.overlaps(one) for piece in clean.raw_spans(span) for one in redacted):
        return "■"
    return span.of(clean.text)


def _shortened(one: _Difference) -> _Difference:
    """Return a difference with the beginnings of its sentences, from the first line on that is not the same."""
    here, there = one.here.split("\n"), one.there.split("\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
    return _Difference(_beginning(here[same:]), _beginning(there[same:]), one.span)


def _beginning(lines: Sequence[str]) -> str:
    words = " ".join(" ".join(lines).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
