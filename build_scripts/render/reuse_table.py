"""What of an agency's reports stands in others: a table by year, and with whom of the county most is shared."""

from collections.abc import Iterable, Mapping, Sequence

from build_scripts.models import Alike, Entry, Reuse
from build_scripts.render.escape import escape
from build_scripts.render.year_changes import percent

_LINES = 12  # of other agencies: three a report for the last four years
_HEADS = ("年度", "句子", "上一份也有", "许多机关都写", "同县也有")


def render_reuse(entries: Sequence[Entry], reuse: Mapping[int, Reuse], root: str) -> str:
    """Return the table of an agency's reports, newest first, "" where none of them shares a sentence with any other."""
    rows = [(entry, reuse[entry.address.year]) for entry in entries if entry.address.year in reuse]
    if not any(told.kept or told.common or told.shared for _, told in rows):
        return ""
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    body = "".join(_row(entry, told, root) for entry, told in rows)
    return f'<table class="reuse">\n<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n'


def _row(entry: Entry, told: Reuse, root: str) -> str:
    year = f'<a href="{escape(root + entry.url)}">{entry.address.year}</a>'
    parts = ((told.kept, "没有更早的"), (told.common, "机关太少"), (told.shared, "没有别的报告"))
    cells = "".join(_share(part, told.sentences, missing) for part, missing in parts)
    return f'<tr><th scope="row">{year}</th><td>{told.sentences}</td>{cells}</tr>\n'


def _share(part: int | None, whole: int, missing: str) -> str:
    if part is None:
        return f"<td><small>{missing}</small></td>"
    return f"<td>{part} <small>{percent(part, whole)}</small></td>" if part else "<td>0</td>"


def render_alike(entries: Iterable[Entry], reuse: Mapping[int, Reuse], root: str) -> str:
    """Return who else of the county says the same, of each report those with most of it first, as lines of a list."""
    told = [
        _line(entry, one, root)
        for entry in entries
        for one in (reuse[entry.address.year].alike if entry.address.year in reuse else ())
    ]
    return "".join(told[:_LINES])


def _line(entry: Entry, one: Alike, root: str) -> str:
    """Return both agencies and how much they share, with the ways to the first such sentence on either side."""
    sides = (
        (entry.url, one.here, entry.agency, entry.address),
        (one.other.url, one.there, one.agency, one.other),
    )
    here, there = (
        f'<a href="{escape(root + url)}#s-{place}">{escape(agency)} {address.year} 年度</a>'
        for url, place, agency, address in sides
    )
    return f"<li>{here}与{there}<small>相同 {one.sentences} 句（对方各年度都算），点开看第一句</small></li>\n"
