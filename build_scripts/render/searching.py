"""What a published report gives the search: the words of its page, and the places that a hit can lead to."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from operator import attrgetter, itemgetter

from build_scripts.models import (
    Address,
    Meta,
    Metric,
    Passage,
    Result,
    Searchable,
    SearchFigure,
    SearchLink,
    Severity,
)
from build_scripts.render.anchors import Places
from build_scripts.render.escape import decode, entity_cuts
from build_scripts.render.figure_entries import as_written
from build_scripts.render.labels import FINDINGS, THEMES, UNKNOWN, format_date, word
from build_scripts.render.names import agency_of, own_title, place_names, region_of
from build_scripts.rules.departments import load_departments
from build_scripts.rules.indicators import Indicator, load_indicators

_LINE_END_RE, _ENTITY_SIGN = re.compile("\n"), "&"
_OPENING = 24  # characters that stand for the title of a report with neither title nor agency


def searchable_of(address: Address, result: Result, places: Places) -> Searchable:
    """Return the report, whose page marks ``places``, as the search sees it: entities decoded, as on its page."""
    report = result.report
    meta, source, text = report.meta, report.clean.raw.source, report.clean.text
    agency = agency_of(meta, source)
    department = load_departments().get(address.department)
    found = {f.code for f in result.findings if f.severity is not Severity.ERROR and f.code in FINDINGS}
    told = {metric.theme for metric in result.metrics}
    return Searchable(
        id=address.id,
        url=address.url,
        title=_title(result),
        agency="" if agency == UNKNOWN else agency,
        doc_number=decode(meta.doc_number or ""),
        signer=decode(meta.signer or ""),
        issued=_issued(meta),
        lines=tuple(decode(line) for line in text.split("\n")),
        passages=tuple(_passages(text, places)),
        figures=tuple(_figure(text, metric, places) for metric in result.metrics),
        year=address.year,
        region_code=address.region,
        place=region_of(meta, source),
        province=decode(place_names(meta, address.region, address.year)[0] or "其他地区"),
        department=department.name if department else address.department,
        themes=tuple(theme for theme in THEMES if theme in told),
        findings=tuple(word(FINDINGS, code) for code in FINDINGS if code in found),
        ways=tuple(_ways(address, result)),
    )


def _title(result: Result) -> str:
    """Return the title, or the name that a report without one has in the list of hits.

    A query must meet nothing but the report's own words: that name is the agency, else what the text opens with.
    """
    meta, source, text = result.report.meta, result.report.clean.raw.source, result.report.clean.text
    agency = agency_of(meta, source)
    opening = decode(text.strip().partition("\n")[0][:_OPENING])
    return own_title(meta, source) or (opening if agency == UNKNOWN else agency)


def _ways(address: Address, result: Result) -> Iterator[SearchLink]:
    """Yield the pages that this report stands on and that have a name to search for."""
    meta, department = result.report.meta, load_departments().get(address.department)
    _, _, region = place_names(meta, address.region, address.year)
    if region:
        yield SearchLink("地区", decode(region), f"regions/{address.region}/")
    if department:
        yield SearchLink("部门", department.name, f"departments/{address.department}/")
    for slug in sorted({metric.indicator for metric in result.metrics if metric.indicator}):
        yield SearchLink("指标", _indicators()[slug].name, f"indicators/{slug}/")


@cache
def _indicators() -> dict[str, Indicator]:
    return {indicator.slug: indicator for indicator in load_indicators()}


def _issued(meta: Meta) -> tuple[str, ...]:
    return (meta.issued_on, format_date(meta.issued_on)) if meta.issued_on else ()


def _passages(text: str, places: Places) -> Iterator[Passage]:
    """Yield the sentences that have an anchor, with their places in the decoded lines."""
    firsts = [0, *(match.end() for match in _LINE_END_RE.finditer(text))]
    # A line may have thousands of sentences and of entities.
    cuts = [entity_cuts(line) if _ENTITY_SIGN in line else [] for line in text.split("\n")]
    for place in sorted((*places.sentences, *places.others), key=attrgetter("span.start", "span.end")):
        line = bisect_right(firsts, place.span.start) - 1
        start = place.span.start - firsts[line]
        before = bisect_right(cuts[line], start, key=itemgetter(0))
        start -= cuts[line][before - 1][1] if before else 0
        length = len(decode(place.span.of(text).partition("\n")[0]))
        yield Passage(line, start, start + length, place.anchor)


def _figure(text: str, metric: Metric, places: Places) -> SearchFigure:
    return SearchFigure(
        subject=decode(metric.subject),
        indicator=_indicators()[metric.indicator].name if metric.indicator else "",
        theme=metric.theme,
        value=metric.quantity.value,
        unit=metric.quantity.unit,
        written=decode(as_written(text, metric)),
        anchor=metric.id,
        passage=places.sentence_at(metric.sentence.start) or "",
    )
