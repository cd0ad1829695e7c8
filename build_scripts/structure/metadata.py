"""What a report says of itself: what was read of its head, its region, department and year."""

import re
from collections.abc import Sequence

from build_scripts.models import Block, BlockKind, CleanText, Head, Meta, NamedBy
from build_scripts.rules.dates import parse_year, without_plans
from build_scripts.rules.organs import classify_organ, is_place
from build_scripts.rules.regions import load_regions, resolve_region

_OPENING = 400
_TOLD_RE = re.compile("现(?:将|就|把)[^。]*")


def read_meta(clean: CleanText, blocks: Sequence[Block]) -> Meta:
    """Return what the text says; ``None`` where it does not."""
    head = clean.raw.head
    agency, *joint = _agencies(head) or [None]
    body = "".join(b.span.of(clean.text) for b in blocks if b.kind is BlockKind.PARAGRAPH)[:_OPENING]
    year = _report_year(head, body)
    regions = load_regions().filed_under(clean.raw.source.region_code)
    region = resolve_region(regions, agency, _plain(head.title), without_plans(clean.text), year)
    return Meta(
        title=head.title,
        agency=agency,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        prefecture=region.prefecture if region else None,
        province=region.province if region else None,
        department=_department([agency, *joint]),
        report_year=year,
        doc_number=head.doc_number,
        signer=head.signer,
        addressee=head.addressee,
        issued_on=head.issued_on,
        published_on=head.published_on,
        index_number=head.index_number,
        joint_agencies=tuple(name for name in joint if name),
    )


def _agencies(head: Head) -> list[str | None]:
    """Return the names of the source that goes first, those of a joint report one after the other.

    A title that only says the place (平山县2023年…) gives way to 平山县人民政府 where the page says that in full. A
    signature as 稠城街道办事处, where no title is, gives way to 义乌市稠城街道办事处 of the opening sentence.
    """
    if not head.organs:
        return []
    first = head.organs[0]
    if is_place(first.name):
        whole = first.name + "人民政府"
        named = next((organ.name for organ in head.organs if organ.name.endswith(whole)), None)
        return [named or first.name]
    names = list(dict.fromkeys(organ.name for organ in head.organs if organ.named_by is first.named_by))
    if len(names) == 1 and first.named_by is not NamedBy.TITLE:
        return [max((organ.name for organ in head.organs if organ.name.endswith(names[0])), key=len)]
    return [*names]


def _department(names: Sequence[str | None]) -> str | None:
    """Return the department of the first name that the table knows; a party committee leaves it to its government."""
    slugs = [slug for slug in (classify_organ(name) for name in names if name) if slug]
    if slugs[:1] == ["party-committee"] and "government" in slugs:
        return "government"
    return next(iter(slugs), None)


def _plain(title: str | None) -> str | None:
    return without_plans(title) if title else None


def _report_year(head: Head, opening: str) -> int | None:
    """Return the year of the title; else the one that 现将… or the opening names; else the one before the date.

    Years of plans (2021—2025年) and in names of documents are none.
    """
    told = _TOLD_RE.search(without_plans(opening))
    for words in (head.title or "", told[0] if told else "", opening):
        try:
            return parse_year(without_plans(words))
        except ValueError:
            continue
    return int(head.issued_on[:4]) - 1 if head.issued_on else None
