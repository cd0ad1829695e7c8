"""What a region's page tells besides its list of reports, gathered from its reports one after the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from build_scripts.models import Digest, Entry
from build_scripts.render.agency_pages import agency_url
from build_scripts.render.escape import escape
from build_scripts.render.multiples import YearFigure, value_of
from build_scripts.render.names import department_name
from build_scripts.render.rankings import Rankings
from build_scripts.render.region_tree import prefix_of
from build_scripts.rules.families import asked_families

DigestRow = tuple[Entry, Digest]
_VALUES = 60  # rows of figures on one page
_YEARS = 3  # values of one agency side by side
_OWN = 600  # reports of the region itself that are held: sixty departments over ten years


@dataclass(slots=True)
class Below:
    """The reports of a region below, counted."""

    reports: int = 0
    late: int = 0
    lacking: int = 0
    doubtful: int = 0
    departments: set[str] = field(default_factory=set)
    newest: int = 0

    def add(self, entry: Entry, digest: Digest) -> None:
        """Count one report."""
        self.reports += 1
        self.late += digest.timing == "late"
        self.lacking += bool(digest.missing)
        self.doubtful += digest.doubtful
        self.departments.add(entry.address.department)
        self.newest = max(self.newest, entry.address.year)


@dataclass(frozen=True, slots=True)
class RegionView:
    """Its own reports by department, newest first; the regions right below it by code, counted; and the rankings."""

    own: Mapping[str, Sequence[DigestRow]]
    below: Mapping[str, Below]
    whole: Below
    rankings: Rankings

    @property
    def rows(self) -> Iterator[DigestRow]:
        """Yield its own reports, newest first."""
        rows = (row for of in self.own.values() for row in of)
        yield from sorted(rows, key=lambda row: (-row[0].address.year, row[0].address))

    @property
    def agencies(self) -> list[tuple[str, str, Sequence[DigestRow]]]:
        """Return name, address and reports of its own departments; the whole government comes first."""
        found = sorted(self.own.items(), key=lambda one: (one[0] != "government", one[0]))
        return [
            (department_name(slug), agency_url(rows[0][0].address.region, slug), rows) for slug, rows in found
        ]


def region_view(code: str, inside: Iterable[str], rows: Iterable[DigestRow]) -> RegionView:
    """Return what ``rows``, the reports of the region and of all below it, newest first, tell of the region.

    ``inside`` are the codes of the regions right below.
    """
    own: dict[str, list[DigestRow]] = {}
    held, whole, rankings = 0, Below(), Rankings()
    below = {one: Below() for one in inside}
    begins = {prefix_of(one): one for one in below}
    for entry, digest in rows:
        whole.add(entry, digest)
        rankings.add(entry, digest)
        region = entry.address.region
        if region == code and held < _OWN:
            held += 1
            # A region's page does not compare sentences.
            small = Digest(
                figures=digest.figures,
                doubts=digest.doubts,
                doubtful=digest.doubtful,
                missing=digest.missing,
                timing=digest.timing,
            )
            own.setdefault(entry.address.department, []).append((entry, small))
        above = next((begins[region[:n]] for n in (9, 6, 4) if region[:n] in begins), "")
        if above:
            below[above].add(entry, digest)
    return RegionView(own, below, whole, rankings)


def render_latest(view: RegionView, root: str) -> str:
    """Return the figures that people ask for first: of each family the departments, with the newest years."""
    left, told, agencies = _VALUES, [], view.agencies
    for family in asked_families():
        rows = [(name, url, values) for name, url, of in agencies if (values := _values(of, family.slug))]
        shown = rows[:left]
        left -= len(shown)
        if shown:
            lines = "".join(_line(one, root) for one in shown)
            name = escape(family.name)
            told.append(f'<tr><th colspan="2" scope="rowgroup">{name}</th></tr>\n{lines}')
    bodies = "".join(f"<tbody>\n{one}</tbody>\n" for one in told)
    return f'<table class="latest">\n{bodies}</table>\n' if told else ""


def _values(rows: Sequence[DigestRow], slug: str) -> list[YearFigure]:
    """Return the family's values of an agency, newest first."""
    found = ((entry, figure) for entry, digest in rows for figure in digest.figures if figure.family == slug)
    return [value for value, _ in zip(found, range(_YEARS), strict=False)]


def _line(agency: tuple[str, str, Sequence[YearFigure]], root: str) -> str:
    _, url, values = agency
    who = f'<a href="{escape(root + url)}">{escape(values[0][0].agency)}</a>'
    told = "<br>".join(value_of(value, root) for value in values)
    return f'<tr><th scope="row">{who}</th><td>{told}</td></tr>\n'


def render_below(names: Iterable[tuple[str, str]], view: RegionView) -> str:
    """Return the regions right below, each with its counts; ``names`` are code and name."""
    lines = "".join(_below(code, name, view.below[code]) for code, name in names if code in view.below)
    heads = "".join(f'<th scope="col">{one}</th>' for one in ("地区", "报告", "晚", "缺项", "存疑"))
    head = f"<thead>\n<tr>{heads}</tr>\n</thead>"
    return f'<table class="below">\n{head}\n<tbody>\n{lines}</tbody>\n</table>\n'


def _below(code: str, name: str, counts: Below) -> str:
    told = f"<small>{len(counts.departments)} 个部门，最新 {counts.newest} 年度</small>"
    numbers = (counts.reports, counts.late, counts.lacking, counts.doubtful)
    cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
    return f'<tr><th scope="row"><a href="../{code}/">{escape(name)}</a>{told}</th>{cells}</tr>\n'
