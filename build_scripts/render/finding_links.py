"""Where the findings of a report lead from its page: to a figure's row, a sentence, a line of the original."""

from functools import cached_property

from build_scripts.models import Finding, Result, Span
from build_scripts.render.anchors import Places


class FindingPlaces:
    """The places that the findings of one report speak of."""

    def __init__(self, result: Result, places: Places) -> None:
        """Take the result, and the places that its page marks."""
        self._raw = result.report.clean.raw.text
        self._places = places
        self._ids = {metric.id for metric in result.metrics}
        self._clean = result.report.clean

    @cached_property
    def _offsets(self) -> dict[int, int]:
        """The clean offset of each raw one, of a text that is not in order.

        Of a blank that was set and the character behind it, which have one origin, it is the first.
        """
        origins = self._clean.origins
        return dict(zip(reversed(origins), reversed(range(len(origins))), strict=True))

    def _offset_of(self, start: int) -> int | None:
        return self._clean.offset_of(start) if self._clean.is_in_order else self._offsets.get(start)

    def link(self, finding: Finding) -> str:
        """Return the way from the report's page to what ``finding`` speaks of, "" where that is the whole report."""
        if finding.span is None:
            return ""
        start = finding.span.start
        if f"m-{start}" in self._ids:
            return f"#m-{start}"
        offset = self._offset_of(start)
        anchor = self._places.sentence_at(offset) if offset is not None else None
        return f"#{anchor}" if anchor else f"original/#L{self._raw.count(chr(10), 0, start) + 1}"

    def sentence(self, finding: Finding) -> tuple[Span, int] | None:
        """Return the clean span of the sentence that ``finding`` speaks of and where in it, ``None`` of none."""
        start = self._offset_of(finding.span.start) if finding.span else None
        if start is None:
            return None
        found = (place.span for place in self._places.sentences if start in place.span)
        return next(((span, start) for span in found), None)
