"""Propose where a report belongs and what it is, each with the words that say so and where they stand.

Region, department and year make an address that lasts for ever: where the text leaves one open, or only hints at it,
the proposal says so, and nobody files by it without a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from build_scripts.adding.quoting import (
    Quote,
    quote_agency,
    quote_box,
    quote_date,
    quote_part,
    quote_words,
    quote_year,
)
from build_scripts.masking import Mask
from build_scripts.models import BlockKind, BoxField, NamedBy, Result, Severity
from build_scripts.pipeline import private_mask
from build_scripts.rules.departments import load_departments
from build_scripts.rules.document_kinds import says_report
from build_scripts.rules.organs import classify_organ, same_organ
from build_scripts.rules.regions import Region, load_regions, named_regions

# What names the body that reports itself. A portal's box names who put the page up, often one office for all.
_OWN_NAMES = (NamedBy.TITLE, NamedBy.LETTERHEAD, NamedBy.SIGNATURE, NamedBy.OPENING)
_MOST_CHOICES = 9
# Paragraphs and characters of a body without a title in which it says what it is.
_OPENING, _REACH = 3, 400
NOT_A_REPORT, _CLASSIFIED = "not-a-report", "classified"


class Item(StrEnum):
    """What is proposed of a report. The values are the names of the options."""

    REGION = "region"
    DEPARTMENT = "department"
    YEAR = "year"
    TITLE = "title"
    AGENCY = "agency"
    DOC_NUMBER = "doc-number"
    ISSUED_ON = "issued-on"
    PUBLISHED_ON = "published-on"


ADDRESS = (Item.REGION, Item.DEPARTMENT, Item.YEAR)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values that a text leaves open, and how it is told: 320106, 江苏省南京市鼓楼区."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text says of one item; ``value`` is "" where it says nothing.

    ``doubt`` says why the value may not be taken unseen, "" where it may. ``choices`` are the values it leaves open.
    """

    item: Item
    value: str = ""
    label: str = ""
    quotes: tuple[Quote, ...] = ()
    doubt: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Say whether it may be taken without asking."""
        return bool(self.value) and not self.doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """All that is proposed of one file. ``errors`` are findings that stop publication, by code and words.

    ``no_report`` says why it may be no report, "" where it is one for sure.

    No private datum is in it but in ``mask``, which hides them elsewhere.
    """

    sha256: str
    suffix: str
    found: tuple[Found, ...]
    errors: tuple[tuple[str, str], ...] = ()
    no_report: str = ""
    mask: Mask = field(default_factory=Mask)

    def get(self, item: Item) -> Found:
        """Return what is proposed for ``item``."""
        return next((found for found in self.found if found.item is item), Found(item=item))

    @property
    def classified(self) -> str:
        """Return what marks the document as classified, "" where nothing does. Such a file goes nowhere at all."""
        return next((message for code, message in self.errors if code == _CLASSIFIED), "")


def propose(result: Result, suffix: str, this_year: int) -> Proposal:
    """Return what a report says of itself; what the text does not say is left open. Never raises.

    ``suffix`` is the ending under which it would lie, ``this_year`` the year of the clock.
    """
    mask = private_mask(result)
    found = (
        _region(result),
        _department(result),
        _year(result, this_year),
        _title(result),
        _plain(Item.AGENCY, result.report.meta.agency, quote_agency(result)),
        _plain(Item.DOC_NUMBER, result.report.meta.doc_number, _number_quote(result)),
        _plain(Item.ISSUED_ON, result.report.meta.issued_on, quote_date(result, BoxField.ISSUED_ON)),
        _plain(Item.PUBLISHED_ON, result.report.meta.published_on, quote_date(result, BoxField.PUBLISHED_ON)),
    )
    errors = ((f.code, mask.hide(f.message)) for f in result.findings if f.severity is Severity.ERROR)
    return Proposal(
        sha256=result.report.clean.raw.source.sha256,
        suffix=suffix,
        found=tuple(_hidden(one, mask) for one in found),
        errors=tuple(errors),
        no_report=mask.hide(_no_report(result)),
        mask=mask,
    )


def _no_report(result: Result) -> str:
    """Return why a text may be no report: it is another document, or names no such matter where a report does."""
    told = next((f.message for f in result.findings if f.code == NOT_A_REPORT), "")
    if told:
        return told
    body = "".join(p.span.of(result.report.clean.text) for p in result.report.paragraphs[:_OPENING])[:_REACH]
    says = says_report(result.report.meta.title, body)
    return "" if says else "题目或开头没有说是法治政府建设报告"


def _hidden(found: Found, mask: Mask) -> Found:
    """Return what was found with every private datum hidden: titles go into records, proposals are kept on disk."""
    if not mask.data:
        return found
    return replace(
        found,
        value=mask.hide(found.value),
        label=mask.hide(found.label),
        doubt=mask.hide(found.doubt),
        quotes=tuple(replace(quote, words=mask.hide(quote.words)) for quote in found.quotes),
    )


def _plain(item: Item, value: str | None, quote: Quote | None) -> Found:
    return Found(item=item, value=value or "", label=value or "", quotes=(quote,) if quote else ())


def _title(result: Result) -> Found:
    title = result.report.meta.title
    quote = quote_part(result, BlockKind.TITLE, "题目") or quote_box(result, BoxField.TITLE)
    return _plain(Item.TITLE, title, quote if title else None)


def _number_quote(result: Result) -> Quote | None:
    number = result.report.meta.doc_number
    if not number:
        return None
    line = quote_part(result, BlockKind.DOC_NUMBER, "发文字号")
    return (
        line if line and number in re.sub(r"\s", "", line.words) else quote_box(result, BoxField.DOC_NUMBER)
    )


def label_of_region(region: Region) -> str:
    """Return a region's full name: 江苏省南京市鼓楼区."""
    above = (region.province, region.prefecture if region.prefecture != region.province else None)
    return "".join(filter(None, (*above, region.name)))


def _region(result: Result) -> Found:
    """Return the region, sure where the agency's name or the title leaves no other."""
    meta, table = result.report.meta, load_regions()
    named = named_regions(table, meta.agency, meta.title, meta.report_year)
    choices = tuple(Choice(r.code, label_of_region(r)) for r in named) if len(named) > 1 else ()
    if not meta.region_code or not meta.region_name:
        too_many = len(choices) > _MOST_CHOICES
        doubt = f"同名的地区有 {len(choices)} 个" if choices else "正文没有写明"
        return Found(
            item=Item.REGION, doubt=doubt, choices=() if too_many else choices, quotes=_name_quotes(result)
        )
    label = "".join(filter(None, (meta.province, _prefecture(result), meta.region_name)))
    is_named = any(region.code == meta.region_code for region in named)
    quotes = _name_quotes(result) if is_named else ()
    doubt = "" if is_named and not choices else _region_doubt(len(choices))
    if doubt:
        words = (meta.region_name, *(() if not is_named else (meta.prefecture, meta.province)))
        quotes += tuple(filter(None, (quote_words(result, word) for word in words if word)))
    return Found(
        item=Item.REGION,
        value=meta.region_code,
        label=label,
        quotes=tuple(dict.fromkeys(quotes)),
        doubt=doubt or _other_body(result, by_region=True),
        choices=choices[:_MOST_CHOICES],
    )


def _region_doubt(same: int) -> str:
    return f"同名的地区有 {same} 个，由正文推定" if same else "机关名称和题目没有写，由正文推定"


def _prefecture(result: Result) -> str | None:
    meta = result.report.meta
    return meta.prefecture if meta.prefecture not in (meta.province, meta.region_name) else None


def _name_quotes(result: Result) -> tuple[Quote, ...]:
    """Return where the organ is named, and the title where that names another place or none does."""
    quote = quote_agency(result) or quote_part(result, BlockKind.TITLE, "题目")
    return (quote,) if quote else ()


def _department(result: Result) -> Found:
    """Return the department, sure where every place that names the body that reports means the same."""
    slug, quote = result.report.meta.department, quote_agency(result)
    quotes = (quote,) if quote else ()
    known = load_departments().get(slug) if slug else None
    if slug is None or known is None:
        agency = result.report.meta.agency
        doubt = f"“{agency}”不在部门表中" if agency else "正文没有写明发布机关"
        return Found(item=Item.DEPARTMENT, doubt=doubt, quotes=quotes)
    return Found(
        item=Item.DEPARTMENT,
        value=slug,
        label=known.name,
        quotes=quotes,
        doubt=_other_body(result, by_region=False),
        choices=_department_choices(result),
    )


def _other_body(result: Result, *, by_region: bool) -> str:
    """Return why the body that reports is not sure: another is named elsewhere, or only a portal's box names one."""
    organs = result.report.clean.raw.head.organs
    if not organs:
        return ""
    if organs[0].named_by is NamedBy.BOX:
        return "" if by_region else "只有网页的信息框写了机关，可能是登载的单位"
    first = [organ for organ in organs if organ.named_by is organs[0].named_by]
    for by in _OWN_NAMES:
        named = [organ for organ in organs if organ.named_by is by]
        if named and not any(same_organ(a.name, b.name) for a in first for b in named):
            differ = by_region or classify_organ(named[0].name) not in (None, classify_organ(first[0].name))
            return f"文中另有“{named[0].name}”" if differ else ""
    return ""


def _department_choices(result: Result) -> tuple[Choice, ...]:
    """Return the departments of all bodies that the report names itself by, where they are several."""
    names = [organ.name for organ in result.report.clean.raw.head.organs if organ.named_by in _OWN_NAMES]
    slugs = dict.fromkeys(slug for slug in map(classify_organ, names) if slug)
    known = [department for slug in slugs if (department := load_departments().get(slug))]
    return tuple(Choice(d.slug, d.name) for d in known) if len(known) > 1 else ()


def _year(result: Result, this_year: int) -> Found:
    """Return the report year, sure where title or opening say it and nothing speaks against it."""
    year = result.report.meta.report_year
    if not year:
        return Found(item=Item.YEAR, doubt="正文没有写明")
    quote = quote_year(result, year)
    return Found(
        item=Item.YEAR,
        value=str(year),
        label=str(year),
        quotes=(quote,) if quote else tuple(filter(None, (quote_date(result, BoxField.ISSUED_ON),))),
        doubt=next(_year_doubts(result, year, this_year, is_told=quote is not None), ""),
    )


def _year_doubts(result: Result, year: int, this_year: int, *, is_told: bool) -> Iterator[str]:
    if not is_told:
        yield "正文没有写明，由成文日期推定为上一年"
    if year > this_year:
        yield f"现在是 {this_year} 年"
    yield from (finding.message for finding in result.findings if finding.code == "year-mismatch")
