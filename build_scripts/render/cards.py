"""What stands at the head of a report's page: its particulars, the contents it owes, the findings."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from build_scripts.models import Finding, Result, Severity, Span
from build_scripts.models.records import quick
from build_scripts.render.address_rules import address_of
from build_scripts.render.anchors import Places, heading_anchor
from build_scripts.render.escape import decode, ready
from build_scripts.render.finding_links import FindingPlaces
from build_scripts.render.labels import FINDINGS, SEVERITIES, TOLD, UNKNOWN, format_date, word
from build_scripts.render.names import agency_of, own_title, region_of

_SAID = 90  # characters of a sentence that is told in a card
_NO_TITLE = "原文没有标题，页首的名称由机关和年度拼成"


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a card: label, words, and where they lead ("" for nowhere)."""

    label: str
    words: str
    link: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that the rules ask of a report. ``state`` is section, mention, none, good, late or unknown."""

    label: str
    state: str
    told: str
    detail: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding in plain words, with the place it speaks of."""

    severity: str
    label: str
    message: str
    link: Markup


def web_address(url: str | None) -> str:
    """Return ``url`` when it is an http(s) address, else "": nothing else becomes a link.

    >>> web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in {"http", "https"} and parts.hostname else ""


def particulars(result: Result) -> tuple[Fact, ...]:
    """Return the lines of the metadata card; what a report usually says and this one does not is 未载明."""
    meta, source = result.report.meta, result.report.clean.raw.source
    url = web_address(source.record.url if source.record else None)
    region = f"{region_of(meta, source)}（{source.region_code}）"
    untitled = () if own_title(meta, source) else (Fact("标题", _NO_TITLE),)
    return (
        *untitled,
        Fact("发布机关", agency_of(meta, source)),
        *_known("联合发文", "、".join(meta.joint_agencies)),
        Fact("地区", region, f"../../../../regions/{source.region_code}/"),
        Fact("年度", f"{source.year}", f"../../../../years/{source.year}/"),
        *_known("索引号", meta.index_number),
        Fact("发文字号", decode(meta.doc_number or UNKNOWN)),
        Fact("签发人", decode(meta.signer or UNKNOWN)),
        Fact("主送机关", decode(meta.addressee or UNKNOWN)),
        Fact("成文日期", format_date(meta.issued_on)),
        *_known("发布日期", meta.published_on and format_date(meta.published_on)),
        *_known("个人信息", _redacted(result)),
        Fact("报告编号", address_of(source).id),
        Fact("来源", urlsplit(url).hostname or "" if url else UNKNOWN, url),
    )


def _redacted(result: Result) -> str | None:
    count = len(result.report.clean.raw.redacted)
    return f"依《政府信息公开条例》遮去 {count} 处，以 ■ 代替" if count else None


def _known(label: str, words: str | None) -> tuple[Fact, ...]:
    """Return the line of what few reports say; none where this one does not."""
    return (Fact(label, decode(words)),) if words else ()


def requirements(result: Result, places: Places) -> tuple[Requirement, ...]:
    """Return the contents that the rules ask for, each with its place, and the time of publication."""
    clean, sections = result.report.clean, result.report.sections
    found: list[Requirement] = []
    for part in result.statutory:
        place = places.sentence_at(part.span.start) if part.span else None
        detail = _said(result, places, part.span) if part.span else "全文没有找到"
        if part.told == "section" and part.section is not None:
            place = heading_anchor(clean, sections[part.section])
            detail = decode(sections[part.section].heading)
        told = word(TOLD, part.told)
        found.append(
            Requirement(label=part.label, state=part.told, told=told, detail=detail, link=place or "")
        )
    return (*found, _timeliness(result))


def _said(result: Result, places: Places, span: Span) -> str:
    """Return the sentence in which a requirement is but mentioned, cut where it is long."""
    around = next((place.span for place in places.sentences if span.start in place.span), span)
    words = " ".join(decode(around.of(result.report.clean.text)).split())
    return words if len(words) <= _SAID else f"{words[:_SAID]}…"


def _timeliness(result: Result) -> Requirement:
    meta, label = result.report.meta, "4 月 1 日前公开"
    year = meta.report_year or result.report.clean.raw.source.year
    day = meta.published_on or meta.issued_on
    if day is None or year is None:
        return Requirement(
            label=label, state="unknown", told=UNKNOWN, detail="没有发布日期和成文日期，无法判断"
        )
    due = f"{year + 1}-04-01"
    state, told = ("late", "晚于期限") if day > due else ("good", "期限内")
    by = "按发布日期" if meta.published_on else "没有写发布日期，按成文日期"
    detail = f"{by} {format_date(day)}判断，应在 {format_date(due)}前公开"
    return Requirement(label=label, state=state, told=told, detail=detail)


def doubts(result: Result, places: Places) -> tuple[Doubt, ...]:
    """Return the findings for readers, grave ones first; sums that hold are told at their totals instead.

    Each leads to a figure's row, to the sentence, or to the line of the original.
    """
    order = list(Severity)
    shown = [f for f in result.findings if f.code != "sum-ok" and f.severity is not Severity.ERROR]
    shown.sort(key=lambda f: (order.index(f.severity), f.span.start if f.span else -1, f.code, f.message))
    known = FindingPlaces(result, places)
    return tuple(_doubt(f, known.link(f)) for f in shown)


def _doubt(finding: Finding, link: str) -> Doubt:
    message = "" if finding.code == "private-data" else decode(finding.message)
    label = word(FINDINGS, finding.code)
    return Doubt(word(SEVERITIES, finding.severity), label, message, ready(link))
