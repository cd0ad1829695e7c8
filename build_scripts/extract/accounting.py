"""Account for every run of digits of the raw text: in a metric, set aside by a rule, or unexplained."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from build_scripts.extract.set_aside import SetAside
from build_scripts.models import CleanText, Metric, Number, Span

RUN_RE = re.compile(r"[0-9０-９]+(?:(?:[.,．]|(?<=[０-９])，(?=[０-９]))[0-9０-９]+)*")


def account(clean: CleanText, metrics: Sequence[Metric], aside: Sequence[SetAside]) -> tuple[Number, ...]:
    """Return what became of every number, in raw order; a Chinese numeral only where it became a metric.

    ``aside`` counts in clean. A number that cleaning removed is set aside by the rule that removed it.
    """
    # A blank that was set carries the offset of the character behind it, which comes later and so has the place.
    places = {origin: i for i, origin in enumerate(clean.origins)}
    owners = {i: m.id for m in reversed(metrics) for i in range(m.span.start, m.span.end)}
    numbers = [
        _number(clean, Span(*m.span()), places, owners, aside) for m in RUN_RE.finditer(clean.raw.text)
    ]
    digits = {n.metric for n in numbers}
    in_words = (m for m in metrics if m.id not in digits and not _shares_place(m, metrics, digits))
    numbers += [Number(clean.raw_span(m.span), metric=m.id) for m in in_words]
    return tuple(sorted(numbers, key=lambda n: n.span))


def _shares_place(metric: Metric, metrics: Sequence[Metric], seen: set[str | None]) -> bool:
    return any(m.id in seen and m.span == metric.span for m in metrics)


def _number(
    clean: CleanText, span: Span, places: dict[int, int], owners: dict[int, str], aside: Sequence[SetAside]
) -> Number:
    for offset in range(span.start, span.end):
        at = places.get(offset)
        if at is not None and clean.text[at] == clean.raw.text[offset]:
            owner = owners.get(at)
            return Number(span, metric=owner, rule=None if owner else _rule_at(aside, at))
    removed = next((r for r in clean.removed if r.span.overlaps(span)), None)
    return Number(span, rule=removed.rule if removed else None)


def _rule_at(aside: Sequence[SetAside], at: int) -> str | None:
    i = bisect_right(aside, at, key=lambda s: s.span.start) - 1
    return aside[i].rule if i >= 0 and at in aside[i].span else None
