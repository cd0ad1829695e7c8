"""The rows of the public tables: every figure of a report, and what is known of it; the same for every format.

A cell is a text, a number, ``None`` or a tuple of words. Texts hold no control characters and stand on one line;
dates are days of the calendar; decimals are plain digits as text.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from build_scripts.models import Address, CleanText, Meta, Metric, Result, Reuse, Severity, Source
from build_scripts.render.cards import web_address
from build_scripts.render.escape import decode
from build_scripts.render.names import agency_of, department_name, own_title, place_names, region_of
from build_scripts.rules.families import load_families
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.region_table import load_regions
from build_scripts.rules.regions import region_of_code

Cell = str | int | None | tuple[str, ...]
Row = dict[str, Cell]

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_COUNTY = 6  # digits of a county's code; a township's begins with them
_BREAKS = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
# Characters that no table may hold: those that steer devices, and those that are none.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def figure_rows(address: Address, result: Result) -> Iterator[Row]:
    """Yield the figures as rows; the keys are the columns of ``metrics``, in their order."""
    meta, source = result.report.meta, result.report.clean.raw.source
    place = _place(address, meta, source)
    head: Row = {"report_id": address.id} | place | {"agency": plain(agency_of(meta, source))}
    head["report_year"] = address.year
    for metric in result.metrics:
        yield head | _figure(address, result.report.clean, metric)


def _place(address: Address, meta: Meta, source: Source) -> Row:
    """Return region and department with their names."""
    province, prefecture, county = _levels(address, meta, source)
    return {
        "region_code": address.region,
        "region_name": plain(region_of(meta, source)),
        "province": _plain_or_none(province),
        "prefecture": _plain_or_none(prefecture),
        "county": _plain_or_none(county),
        "department": address.department,
        "department_name": department_name(address.department),
    }


def _levels(address: Address, meta: Meta, source: Source) -> tuple[str, str, str]:
    """Return the names of province, prefecture and county, "" where the report is of no such."""
    province, prefecture, name = place_names(meta, source.region_code, source.year)
    region = region_of_code(load_regions(), address.region[:_COUNTY], address.year)
    if region is None:
        return decode(province), decode(prefecture), decode(name)
    if region.level == "province":
        return region.name, "", ""
    if region.level == "prefecture":
        return region.province or "", region.name, ""
    return region.province or "", region.prefecture or "", region.name


def _figure(address: Address, clean: CleanText, metric: Metric) -> Row:
    at, quantity = clean.raw_span(metric.span), metric.quantity
    first, last = period_days(metric.period or f"{address.year:04d}")
    return {
        "metric_id": metric.id,
        "subject": plain(metric.subject),
        "theme": metric.theme,
        "family": metric.family,
        "family_name": _family_names().get(metric.family or ""),
        "indicator": metric.indicator,
        "indicator_name": _indicator_names().get(metric.indicator or ""),
        "raw": plain(quantity.raw),
        "value": format_decimal(quantity.value),
        "value_max": format_decimal(quantity.value_max),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier.value,
        "period": metric.period,
        "period_start": first,
        "period_end": last,
        "change": metric.change,
        "kind": metric.kind,
        "parent": metric.parent,
        "relation": metric.relation,
        "doubts": metric.doubts,
        "sentence": plain(metric.sentence.of(clean.text)),
        "start": at.start,
        "end": at.end,
        "rule": metric.rule,
        "page": f"{address.url}#{metric.id}",
    }


def report_row(address: Address, result: Result) -> Row:
    """Return what is known of a report by itself.

    With ``reuse_cells`` behind it, the keys are the columns of ``reports``, in their order.
    """
    meta, source = result.report.meta, result.report.clean.raw.source
    record = source.record
    told = {part.key: part.told for part in result.statutory}
    return (
        {
            "id": address.id,
            "page": address.url,
            "title": _plain_or_none(own_title(meta, source)),
            "agency": plain(agency_of(meta, source)),
            "joint_agencies": tuple("".join(plain(one).split()) for one in meta.joint_agencies),
        }
        | _place(address, meta, source)
        | {
            "report_year": address.year,
            "doc_number": _plain_or_none(meta.doc_number),
            "index_number": _plain_or_none(meta.index_number),
            "signer": _plain_or_none(meta.signer),
            "addressee": _plain_or_none(meta.addressee),
            "issued_on": day_of(meta.issued_on),
            "published_on": day_of(meta.published_on),
            "source_url": _plain_or_none(web_address(record.url if record else None)),
            "taken_on": day_of(record.taken_on if record else None),
            "file": plain(source.path.name),
            "sha256": source.sha256,
            "metrics": len(result.metrics),
            "warnings": sum(finding.severity is Severity.WARNING for finding in result.findings),
            "part_results": told.get("results", "none"),
            "part_problems": told.get("problems", "none"),
            "part_first_responsible": told.get("first-responsible", "none"),
            "part_next_year": told.get("next-year", "none"),
        }
    )


def reuse_cells(reuse: Reuse) -> dict[str, int | None]:
    """Return the columns of ``reports`` that hang on the other reports, ``None`` where nothing can be told.

    >>> reuse_cells(Reuse(sentences=90, kept=40, kept_common=10))
    {'sentences': 90, 'sentences_kept': 40, 'sentences_common': None, 'sentences_shared': None}
    """
    return {
        "sentences": reuse.sentences,
        "sentences_kept": reuse.kept,
        "sentences_common": reuse.common,
        "sentences_shared": reuse.shared,
    }


@cache
def _family_names() -> Mapping[str, str]:
    return {family.slug: family.name for family in load_families()}


@cache
def _indicator_names() -> Mapping[str, str]:
    return {indicator.slug: indicator.name for indicator in load_indicators()}


@lru_cache(1024)  # most texts stand in many rows of a report: a sentence, a unit, a name
def plain(text: str) -> str:
    r"""Return a text on one line and without control characters; all others stay.

    >>> plain("甲\r\n乙\x07")
    '甲 乙'
    """
    return text if text.isprintable() else _CONTROLS.sub("", _BREAKS.sub(" ", text))


def _plain_or_none(text: str | None) -> str | None:
    return (plain(text) or None) if text else None


def day_of(text: str | None) -> str | None:
    """Return a date that is a day of the calendar, ``None`` for anything else.

    >>> day_of("2024-02-29"), day_of("2023-02-29"), day_of("2023-02")
    ('2024-02-29', None, None)
    """
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return text if day.isoformat() == text else None


@lru_cache(64)  # nearly all figures of a report are of its year
def period_days(period: str) -> tuple[str | None, str | None]:
    """Return the first and the last day of a year or month; ``None`` of both where it is neither.

    >>> period_days("2022"), period_days("2024-02")
    (('2022-01-01', '2022-12-31'), ('2024-02-01', '2024-02-29'))
    """
    found = _PERIOD.fullmatch(period)
    year, month = (int(found[1]), int(found[2] or 0)) if found else (0, 0)
    if not date.min.year <= year <= date.max.year or month not in range(13):
        return None, None
    last = calendar.monthrange(year, month or 12)[1]
    return f"{year:04d}-{month or 1:02d}-01", f"{year:04d}-{month or 12:02d}-{last}"


def format_decimal(value: Decimal | None) -> str | None:
    """Return a value as plain digits, never with an exponent or needless zeros.

    >>> format_decimal(Decimal("1.50E+3"))
    '1500'
    """
    if value is None:
        return None
    told = f"{value:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
