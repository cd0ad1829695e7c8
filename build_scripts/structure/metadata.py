"""What a report says of itself, read from the lines round its body."""

import re
from collections.abc import Sequence

from build_scripts.models import Block, BlockKind, CleanText, Meta
from build_scripts.rules.dates import DATE_RE, parse_date, parse_year
from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.head import DOC_NUMBER_RE, SIGNER_RE, leading_agency
from build_scripts.rules.regions import load_regions, resolve_region

_OPENING = 400


def read_meta(clean: CleanText, blocks: Sequence[Block]) -> Meta:
    """Return what the text says; ``None`` where it does not."""
    words = {kind: [b.span.of(clean.text) for b in blocks if b.kind is kind] for kind in BlockKind}
    title = _first(words[BlockKind.TITLE])
    agency = _agency(title, words)
    issued_on = _issued_on(words[BlockKind.DATE])
    year = _report_year(title, issued_on, "".join(words[BlockKind.PARAGRAPH])[:_OPENING])
    regions = load_regions().filed_under(clean.raw.source.region_code)
    region = resolve_region(regions, agency, title, clean.text, year)
    department = classify_department(load_departments(), agency) if agency else None
    signer = SIGNER_RE.search(_first(words[BlockKind.SIGNER]) or "")
    number = DOC_NUMBER_RE.search(_first(words[BlockKind.DOC_NUMBER]) or "")
    addressee = _first(words[BlockKind.ADDRESSEE])
    return Meta(
        title=title,
        agency=agency,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        prefecture=region.prefecture if region else None,
        province=region.province if region else None,
        department=department.slug if department else None,
        report_year=year,
        doc_number=number[0] if number else None,
        signer=signer["name"] if signer else None,
        addressee=addressee.rstrip("：:") if addressee else None,
        issued_on=issued_on,
    )


def _first(words: Sequence[str]) -> str | None:
    return re.sub(r"\s", "", words[0]) if words else None


def _agency(title: str | None, words: dict[BlockKind, list[str]]) -> str | None:
    """Return the agency as the title says it, else the letterhead, else the signature."""
    letterhead = _first(words[BlockKind.LETTERHEAD])
    signature = words[BlockKind.SIGNATURE]
    named = leading_agency(title) if title else None
    return (
        named
        or (letterhead.removesuffix("文件") if letterhead else None)
        or (signature[-1].split("（盖章")[0] if signature else None)
    )


def _issued_on(dates: Sequence[str]) -> str | None:
    for words in reversed(dates):
        if DATE_RE.search(words):
            try:
                return parse_date(words)
            except ValueError:
                continue
    return None


def _report_year(title: str | None, issued_on: str | None, opening: str) -> int | None:
    """Return the year of the title; else the one before the date; else the first year that the opening names."""
    for words in (title or "", opening):
        try:
            return parse_year(words)
        except ValueError:
            continue
    return int(issued_on[:4]) - 1 if issued_on else None
