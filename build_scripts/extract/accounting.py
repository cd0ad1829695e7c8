"""Account for every run of digits of the raw text: in a metric, set aside by a rule, or unexplained."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from build_scripts.extract.set_aside import SetAside
from build_scripts.models import CleanText, Metric, Number, Removal, Span, new_number, new_span

RUN_RE = re.compile(r"[0-9０-９][0-9０-９]*(?:(?:[.,．]|(?<=[０-９])，(?=[０-９]))[0-9０-９]+)*")

# All that a run holds.
_WRITTEN_RE = re.compile("[0-9０-９.,．，]+")


def account(clean: CleanText, metrics: Sequence[Metric], aside: Sequence[SetAside]) -> tuple[Number, ...]:
    """Return what became of every number, in raw order; a Chinese numeral only where it became a metric.

    ``aside`` counts in clean. A number that cleaning removed is set aside by the rule that removed it.
    """
    places = _Places(clean)
    owners = {i: m.id for m in reversed(metrics) for i in range(m.span.start, m.span.end)}
    removed = sorted(clean.removed, key=lambda r: (r.span.start, r.span.end))
    starts = [a.span.start for a in aside]
    numbers = []
    for match in RUN_RE.finditer(clean.raw.text):
        span = new_span(*match.span())
        at = places.of(span)
        if at is None:
            numbers.append(new_number(span, None, _removed_by(removed, span)))
        else:
            owner = owners.get(at)
            numbers.append(new_number(span, owner, None if owner else _rule_at(aside, starts, at)))
    digits = {n.metric for n in numbers}
    in_words = [m for m in metrics if m.id not in digits]
    if not in_words:
        return tuple(numbers)
    shared = {m.span for m in metrics if m.id in digits}
    numbers += [Number(clean.raw_span(m.span), metric=m.id) for m in in_words if m.span not in shared]
    # Spans themselves take half as long again to sort.
    return tuple(sorted(numbers, key=lambda n: (n.span.start, n.span.end)))


class _Places:
    """Where raw characters stand in the clean text."""

    def __init__(self, clean: CleanText) -> None:
        self.text, self.raw, self.origins = clean.text, clean.raw.text, clean.origins
        # Where nothing was moved raw offsets only rise, and the few of numbers are looked up. Else there is a table of
        # the characters that numbers are written with: one of all takes a third of the time of the accounts.
        moved = any(edit.to is not None for edit in clean.edits)
        written = (i for m in _WRITTEN_RE.finditer(clean.text) for i in range(*m.span())) if moved else ()
        self.table = {self.origins[i]: i for i in written} if moved else None

    def of(self, span: Span) -> int | None:
        """Return where the first character that is left of a raw number stands."""
        for offset in range(span.start, span.end):
            at = bisect_right(self.origins, offset) - 1 if self.table is None else self.table.get(offset, -1)
            if at >= 0 and self.origins[at] == offset and self.text[at] == self.raw[offset]:
                return at
        return None


def _removed_by(removed: Sequence[Removal], span: Span) -> str | None:
    """Return the rule of the first removal that touches ``span``. No two removals overlap."""
    at = bisect_right(removed, span.start, key=lambda r: r.span.end)
    return removed[at].rule if at < len(removed) and removed[at].span.overlaps(span) else None


def _rule_at(aside: Sequence[SetAside], starts: Sequence[int], at: int) -> str | None:
    i = bisect_right(starts, at) - 1
    return aside[i].rule if i >= 0 and at in aside[i].span else None
