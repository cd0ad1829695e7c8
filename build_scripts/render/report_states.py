"""How a report stands, in few words: there, late, contents missing, doubts."""

from collections.abc import Iterable, Sequence

from build_scripts.models import Digest, Entry
from build_scripts.render.escape import escape

_YEARS = 5  # columns that a phone has room for
MANY = 40  # rows of a matrix, names in a line

DigestRow = tuple[Entry, Digest]
_TIMES = {"good": "按期", "late": "晚于 4 月 1 日", "unknown": "是否按期不详"}


def render_states(rows: Iterable[DigestRow], root: str) -> str:
    """Return an agency's reports as lines: title, day, whether in time, contents missing, doubts."""
    return "".join(_line(entry, digest, root) for entry, digest in rows)


def _line(entry: Entry, digest: Digest, root: str) -> str:
    told = [entry.dated, _TIMES.get(digest.timing, "")]
    told += [f"未见：{'、'.join(digest.missing)}"] if digest.missing else ["应有内容齐全"]
    told += [f"{entry.figures} 个数字"]
    told += [f"{entry.doubtful} 处存疑"] if entry.doubtful else []
    words = "".join(f"<span>{escape(one)}</span> " for one in told if one)
    by = f"<span>{escape(entry.by)}</span> " if entry.by else ""
    link = f'<a href="{escape(root + entry.url)}">{escape(entry.title)}</a>'
    year = f"<span>{entry.address.year} 年度</span> "
    return f"<li>{link}<small>{by}{year}{words}</small></li>\n"


def render_doubts(rows: Iterable[DigestRow], root: str, most: int) -> str:
    """Return the first ``most`` doubts of reports as lines, each with agency and year, and a way to its sentence."""
    told: list[str] = []
    for entry, digest in rows:
        for doubt in digest.doubts[: most - len(told)]:
            page = escape(f"{root}{entry.url}{doubt.link}")
            words = escape(doubt.message or doubt.label)
            who = f"{escape(entry.agency)} {entry.address.year} 年度"
            told.append(f'<li><a href="{page}">{words}</a><small>{who}</small></li>\n')
    return "".join(told)


def years_of(rows: Iterable[DigestRow]) -> tuple[int, ...]:
    """Return the years of a matrix from the newest report's back, gaps too: at most five."""
    years = [entry.address.year for entry, _ in rows]
    if not years:
        return ()
    newest = max(years)
    return tuple(range(max(min(years), newest - _YEARS + 1), newest + 1))


def render_matrix(agencies: Sequence[tuple[str, str, Sequence[DigestRow]]], root: str) -> str:
    """Return departments by years; ``agencies`` are name and address, with their reports."""
    years = years_of(row for _, _, rows in agencies for row in rows)
    heads = "".join(f'<th scope="col">{year}</th>' for year in years)
    body = "".join(_row(one, years, root) for one in agencies)
    head = f'<thead>\n<tr><th scope="col">部门</th>{heads}</tr>\n</thead>'
    return f'<table class="matrix">\n{head}\n<tbody>\n{body}</tbody>\n</table>\n'


def _row(agency: tuple[str, str, Sequence[DigestRow]], years: Sequence[int], root: str) -> str:
    name, url, rows = agency
    found = {entry.address.year: (entry, digest) for entry, digest in rows}
    cells = "".join(f"<td>{_cell(found.get(year), root)}</td>" for year in years)
    return f'<tr><th scope="row"><a href="{escape(root + url)}">{escape(name)}</a></th>{cells}</tr>\n'


def _cell(row: DigestRow | None, root: str) -> str:
    if row is None:
        return "<small>无</small>"
    entry, digest = row
    told = "<small>晚</small>" if digest.timing == "late" else ""
    told += f"<small>缺 {len(digest.missing)}</small>" if digest.missing else ""
    return f'<a href="{escape(root + entry.url)}">有</a>{told}'
