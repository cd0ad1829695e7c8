"""Corrections in words for readers: on the page of all of them, in their feed, and on the page of their report."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from build_scripts.models import Address, Entry
from build_scripts.models.publication import REPLACED, WITHDRAWN, Correction, Publication
from build_scripts.render.escape import escape, escape_html
from build_scripts.render.feeds import FeedEntry
from build_scripts.render.labels import format_date
from build_scripts.render.quality import name_of

PAGE = "corrections/"
_DIGITS = 12
_WHOLE = {WITHDRAWN: "整份报告撤下", REPLACED: "换了原件，数字全部重新读过"}


def address_of_id(id_: str) -> Address:
    """Return the address that an id stands for: 440704-health-cdc-2023. Raises ``ValueError`` where it is none."""
    region, _, rest = id_.partition("-")
    department, _, year = rest.rpartition("-")
    return Address(region, department, int(year))


def name_of_report(id_: str, entries: Mapping[str, Entry]) -> str:
    """Return a report in words, also one that is no longer there."""
    if id_ in entries:
        return f"{entries[id_].agency} {entries[id_].address.year} 年度"
    return name_of("", address_of_id(id_))


def change_of(one: Correction) -> str:
    """Return what was changed: 行政处罚案件：264 件改为 265 件."""
    if not one.figure:
        return _WHOLE[one.new]
    subject = f"{one.subject}：" if one.subject else ""
    return f"{subject}{one.old}{'，已撤下' if one.new == WITHDRAWN else f'改为 {one.new}'}"


def anchor_of(one: Correction) -> str:
    """Return the anchor of a correction on the page of all of them."""
    return f"c-{sha256(repr((one.key, one.day)).encode()).hexdigest()[:_DIGITS]}"


def render_correction(one: Correction, entries: Mapping[str, Entry], root: str) -> str:
    """Return a correction as a line of a list; ``root`` leads to the site's."""
    name = escape(name_of_report(one.report, entries))
    if one.report in entries:
        place = f"#{one.figure}" if one.figure and one.new != WITHDRAWN else ""
        name = f'<a href="{escape(root + entries[one.report].url)}{place}">{name}</a>'
    day = format_date(one.day)
    return (
        f'<li id="{anchor_of(one)}">{name} {escape(change_of(one))}'
        f"<small><span>{escape(day)}</span> <span>{escape(one.reason)}</span></small></li>\n"
    )


def render_notice(of: Iterable[Correction], root: str) -> str:
    """Return what the page of a report says of its own corrections, ready for HTML; "" where it has none."""
    return "\n".join(_notice(one, root) for one in of)


def render_remarks(of: Iterable[Correction]) -> dict[str, str]:
    """Return what stands in the rows of the figures that were corrected, by their ids, ready for HTML."""
    found: dict[str, str] = {}
    for one in of:
        if one.figure and one.new != WITHDRAWN:
            words = escape_html(f"原为 {one.old}，{format_date(one.day)}")
            found[one.figure] = f"{found.get(one.figure, '')}<small><strong>更正</strong> {words}</small>"
    return found


def _notice(one: Correction, root: str) -> str:
    told = f"（{escape_html(format_date(one.day))}）：{escape_html(one.reason)}"
    way = f'<a href="{root}{PAGE}#{anchor_of(one)}">全部更正</a>'
    return f'<p class="corrected"><strong>更正</strong> {_changed(one)}{told} {way}</p>'


def _changed(one: Correction) -> str:
    words = escape_html(change_of(one))
    return (
        f'<a href="#{escape_html(one.figure)}">{words}</a>' if one.figure and one.new != WITHDRAWN else words
    )


def feed_entries(
    corrections: Iterable[Correction], entries: Mapping[str, Entry], site: Publication
) -> Iterator[FeedEntry]:
    """Yield corrections as a feed tells them; who subscribes is told each once."""
    for one in corrections:
        name = name_of_report(one.report, entries)
        yield FeedEntry(
            url=site.url_of(f"{PAGE}#{anchor_of(one)}"),
            title=f"更正：{name}，{change_of(one)}",
            author="本站",
            day=one.day,
            summary=one.reason,
        )
