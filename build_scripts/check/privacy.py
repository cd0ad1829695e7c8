"""Find what must not be published. No finding repeats it: each says kind and place, as the record is to name it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from build_scripts.masking import Mask, mask_over
from build_scripts.models import (
    CleanText,
    Finding,
    PrivateKind,
    PrivatePlace,
    RawText,
    Report,
    Severity,
    Span,
)
from build_scripts.redactions import (
    covers,
    is_masked,
    line_starts,
    offsets_of,
    places_of,
    render_place,
    span_of,
)
from build_scripts.rules.private_data import LONG_NUMBER, Look, find_private, label_of

_SHORTEST = 5  # characters of a removal in which a datum and the word that tells it can stand


@dataclass(frozen=True, slots=True)
class PrivateDatum:
    """A private datum of a report: its kind, its pieces (raw) in reading order, the rule that found it."""

    kind: PrivateKind
    pieces: tuple[Span, ...]
    rule: str

    def places(self, raw: RawText) -> list[PrivatePlace]:
        """Return its places as a record names them, one for each line that it stands on."""
        return places_of(raw.text, self.pieces, self.kind)


def find_data(clean: CleanText) -> list[PrivateDatum]:
    """Return what of a report must not be published, whatever its record says, in order of place.

    The original is published too: so what cleaning took away is searched as well as what it left, and the raw text for
    numbers, which cleaning may have parted. In the clean text neither a line's end nor a page's parts a datum.
    """
    found = [_datum(look, clean.raw_spans(look.span)) for look in find_private(clean.text)]
    known = offsets_of(piece for datum in found for piece in datum.pieces)
    for look in (*_in_removed(clean), *find_private(clean.raw.text, only=LONG_NUMBER)):
        if known.isdisjoint(range(look.span.start, look.span.end)):
            found.append(_datum(look, (look.span,)))
            known |= offsets_of([look.span])
    return sorted(found, key=lambda datum: datum.pieces)


def _datum(look: Look, pieces: tuple[Span, ...]) -> PrivateDatum:
    kind = look.kind or PrivateKind.OTHER
    return PrivateDatum(kind, pieces, look.rule)


def _in_removed(clean: CleanText) -> Iterator[Look]:
    """Yield what is found in the texts that cleaning took away; all are searched together."""
    kept = [removal for removal in clean.removed if removal.span.end - removal.span.start >= _SHORTEST]
    starts, size = [], 0
    for removal in kept:
        starts.append(size)
        size += len(removal.text) + 1
    for look in find_private("\n".join(removal.text for removal in kept)) if kept else ():
        at = bisect_right(starts, look.span.start) - 1
        shift = kept[at].span.start - starts[at]
        if look.span.end + shift <= kept[at].span.end:
            yield replace(look, span=Span(look.span.start + shift, look.span.end + shift))


def find_open(report: Report) -> list[PrivatePlace]:
    """Return the places of what the record neither takes out nor lets pass, in order: what an editor has to settle."""
    raw = report.clean.raw
    return [place for datum in _open_data(raw, find_data(report.clean)) for place in datum.places(raw)]


def _open_data(raw: RawText, data: Sequence[PrivateDatum]) -> list[PrivateDatum]:
    hidden = offsets_of(one.span for one in raw.redacted)
    waived = {kind: _waived(raw, kind) for kind in PrivateKind}
    return [
        datum
        for datum in data
        if not covers(hidden, raw.text, datum.pieces)
        and not covers(waived[datum.kind], raw.text, datum.pieces)
    ]


def check_private_data(report: Report) -> list[Finding]:
    """Return an error for each private datum that the record neither takes out nor lets pass, a note for each other.

    An entry of the record that fits nothing is an error of its own.
    """
    raw, data = report.clean.raw, find_data(report.clean)
    if not data and raw.source.record is None:
        return []
    notes = [
        Finding(
            "private-redacted",
            Severity.NOTE,
            f"{_where(raw, one.span)}遮去一处{label_of(one.kind)}",
            one.span,
        )
        for one in raw.redacted
    ]
    return [
        *notes,
        *_waived_notes(raw, data),
        *(_error(raw, datum) for datum in _open_data(raw, data)),
        *_unmatched(raw, data),
    ]


def _waived_notes(raw: RawText, data: Sequence[PrivateDatum]) -> Iterator[Finding]:
    for datum in data:
        if covers(_waived(raw, datum.kind), raw.text, datum.pieces):
            place = datum.pieces[0]
            told = f"{_where(raw, place)}的{label_of(datum.kind)}经核实可以公开"
            yield Finding("private-waived", Severity.NOTE, told, place)


def _error(raw: RawText, datum: PrivateDatum) -> Finding:
    place, what = datum.pieces[0], label_of(datum.kind)
    entries = "、".join(render_place(one) for one in datum.places(raw))
    advice = f"核对后把 {entries} 写进记录的 redactions（遮去），或加 reason 写进 waivers（放行）"
    return Finding("private-data", Severity.ERROR, f"{_where(raw, place)}有{what}，不得公开；{advice}", place)


def _where(raw: RawText, span: Span) -> str:
    return f"第{raw.page_of(span.start)}页第{bisect_right(line_starts(raw.text), span.start)}行"


def _waived(raw: RawText, kind: PrivateKind) -> frozenset[int]:
    record = raw.source.record
    places = [waiver.place for waiver in record.waivers if waiver.place.kind is kind] if record else []
    return offsets_of(span for span in (span_of(raw.text, place) for place in places) if span)


def _unmatched(raw: RawText, data: Sequence[PrivateDatum]) -> Iterator[Finding]:
    """Yield an error for each entry of the record at whose place nothing of its kind stands.

    Nothing is said of a text in which the pieces are ■ already: there it cannot be told.
    """
    record = raw.source.record
    if record is None or is_masked(raw):
        return
    named = [("redactions", place) for place in record.redactions]
    for key, place in (*named, *(("waivers", waiver.place) for waiver in record.waivers)):
        span = span_of(raw.text, place)
        known = [piece for datum in data if datum.kind is place.kind for piece in datum.pieces]
        if span is None or not (place.kind is PrivateKind.OTHER or any(span.overlaps(one) for one in known)):
            told = f"记录里 {key} 的 {render_place(place)} 处没有{label_of(place.kind)}，请核对行、列和 kind"
            yield Finding("private-unmatched", Severity.ERROR, told, span)


def without_private(report: Report, findings: Sequence[Finding]) -> list[Finding]:
    """Return ``findings`` so that no message repeats a private datum of the report."""
    if not any(finding.code == "private-data" for finding in findings):
        return list(findings)
    mask = mask_of(report)
    return [replace(finding, message=mask.hide(finding.message)) for finding in findings]


def mask_of(report: Report) -> Mask:
    """Return what hides the private data of a report, whatever its record says of them."""
    pieces = (piece for datum in find_data(report.clean) for piece in datum.pieces)
    return mask_over(report.clean.raw.text, pieces)
