"""The rows of all lists from records held in memory: for a few reports, and for tests."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import groupby

from build_scripts.models import (
    Account,
    Arrival,
    CodeSum,
    CodeTally,
    Count,
    Digest,
    Entry,
    Expected,
    Facet,
    FindingFacets,
    Held,
    Listed,
    ListedFigure,
    Overview,
    RegionCount,
    Reuse,
    Scope,
    ScopeKind,
    Share,
    TallyKind,
)
from build_scripts.render.list_source import (
    AccountRow,
    DigestRow,
    FigureRow,
    FindingRow,
    TallyRow,
    UnreadRow,
)


class ListMemory:
    """Gives the rows of ``listed``, as ``ListSource`` says."""

    def __init__(
        self,
        listed: Iterable[Listed],
        held: Sequence[Held] = (),
        digests: Mapping[str, Digest] | None = None,
        expected: Sequence[Expected] | None = None,
    ) -> None:
        """Sort the records once by address, once newest first."""
        self._by_address = sorted(listed, key=lambda one: one.entry.address)
        self._newest = sorted(self._by_address, key=lambda one: -one.entry.address.year)
        self._held = tuple(held)
        self._expected = expected
        self._digests = dict(digests or {})
        self.reuse: dict[tuple[str, str], Sequence[tuple[int, Reuse]]] = {}
        self._by_theme: dict[str, list[Share]] = {}
        for share in (share for one in self._newest for share in one.shares):
            self._by_theme.setdefault(share.theme, []).append(share)
        # A region's code begins with its prefecture's and its province's.
        self._by_region: dict[str, list[Entry]] = {}
        for entry in self.entries():
            code = entry.address.region
            for prefix in (code[:2], code[:4]):
                self._by_region.setdefault(prefix, []).append(entry)

    def overview(self) -> Overview:
        """Return the counts of all reports."""
        entries = [one.entry for one in self._by_address]
        years = Counter(str(entry.address.year) for entry in entries)
        return Overview(
            reports=len(entries),
            figures=sum(entry.figures for entry in entries),
            regions=tuple(_regions(entries)),
            years=tuple(Count(year, years[year]) for year in sorted(years, reverse=True)),
            departments=_counts(Counter(entry.address.department for entry in entries)),
            themes=self._figure_counts(lambda figure: figure.theme),
            indicators=self._figure_counts(lambda figure: figure.indicator),
            families=self._figure_counts(lambda figure: figure.family),
        )

    def _figure_counts(self, key: Callable[[ListedFigure], str]) -> tuple[Count, ...]:
        figures, reports = Counter[str](), Counter[str]()
        for one in self._by_address:
            told = Counter(key(figure) for figure in one.figures)
            figures += told
            reports += Counter(told.keys())
        return tuple(Count(slug, reports[slug], figures[slug]) for slug in sorted(figures) if slug)

    def text_sizes(self, name: str, region: str) -> Sequence[Count]:  # noqa: ARG002 - it holds no texts
        """Return nothing."""
        return ()

    def newest(self, most: int) -> Iterable[Entry]:
        """Return ``most`` reports, the latest day first."""
        entries = [one.entry for one in self._by_address]
        entries.sort(key=lambda e: (e.day or f"{e.address.year + 1}", e.address), reverse=True)
        return entries[:most]

    def latest(self, scope: Scope, most: int) -> Iterable[Entry]:
        """Return the ``most`` reports whose latest day is the last."""
        region = scope.key if scope.kind is ScopeKind.REGION else ""
        entries = [one.entry for one in self._by_address if one.entry.address.region.startswith(region)]
        if scope.kind is ScopeKind.DEPARTMENT:
            entries = [entry for entry in entries if entry.address.department == scope.key]
        entries.sort(key=lambda e: (e.latest or f"{e.address.year + 1}", e.address), reverse=True)
        return entries[:most]

    def entries(self) -> Iterable[Entry]:
        """Return all reports, newest first."""
        return (one.entry for one in self._newest)

    def of_ids(self, ids: Iterable[str]) -> Iterable[Entry]:
        """Return the reports with these ids, in their order."""
        known = {one.entry.address.id: one.entry for one in self._by_address}
        return [known[id_] for id_ in ids if id_ in known]

    def of_region(self, prefix: str) -> Iterable[Entry]:
        """Return the reports of a region and of all below it, newest first."""
        if len(prefix) <= 4:
            return self._by_region.get(prefix, [])
        return (e for e in self._by_region.get(prefix[:4], []) if e.address.region.startswith(prefix))

    def of_year(self, year: int) -> Iterable[Entry]:
        """Return the reports of a year by address."""
        return (one.entry for one in self._by_address if one.entry.address.year == year)

    def of_department(self, slug: str) -> Iterable[Entry]:
        """Return the reports of a department, newest first."""
        return (entry for entry in self.entries() if entry.address.department == slug)

    def agencies(self) -> Iterable[tuple[str, str]]:
        """Return region code and department of each agency."""
        return sorted({(e.address.region, e.address.department) for e in self.entries()})

    def digests_of_agency(self, region: str, department: str) -> Iterable[DigestRow]:
        """Return the reports of one agency with their digests, newest first."""
        own = (e for e in self.of_region(region) if e.address.region == region)
        return [
            (e, self._digests.get(e.address.id, Digest())) for e in own if e.address.department == department
        ]

    def reuse_of_agency(self, region: str, department: str) -> Iterable[tuple[int, Reuse]]:
        """Return what the test says of an agency: texts are not compared here."""
        return self.reuse.get((region, department), ())

    def digests_of_region(self, prefix: str) -> Iterable[DigestRow]:
        """Return the reports of a region and of all below it with their digests, newest first."""
        return [(e, self._digests.get(e.address.id, Digest())) for e in self.of_region(prefix)]

    def of_theme(self, slug: str) -> Iterable[Share]:
        """Return what each report has of a theme, newest report first."""
        return self._by_theme.get(slug, [])

    def of_indicator(self, slug: str) -> Iterable[FigureRow]:
        """Return the figures of an indicator, newest report first."""
        return _figures(self._newest, lambda figure: figure.indicator == slug)

    def of_family(self, slug: str) -> Iterable[FigureRow]:
        """Return the figures of a family, newest report first."""
        return _figures(self._newest, lambda figure: figure.family == slug)

    def units(self, scope: Scope) -> Sequence[Count]:
        """Return the units of the figures of an indicator or a family, that of most figures first."""
        is_family = scope.kind is ScopeKind.FAMILY
        rows = self.of_family(scope.key) if is_family else self.of_indicator(scope.key)
        found: dict[str, list[Entry]] = {}
        for entry, figure in rows:
            found.setdefault(figure.unit, []).append(entry)
        counts = [Count(unit, len({e.url for e in of}), len(of)) for unit, of in found.items()]
        return sorted(counts, key=lambda one: (-one.figures, one.key))

    def silent(self, slug: str, most: int) -> Iterable[Entry]:
        """Return the first ``most`` reports without a figure of an indicator, newest first."""
        found = [one.entry for one in self._newest if all(f.indicator != slug for f in one.figures)]
        return found[:most]

    def sums(self) -> Account:
        """Return the accounts of all reports, added up."""
        accounts = [one.account for one in self._by_address]
        names = [field.name for field in fields(Account)]
        return Account(**{name: sum(getattr(one, name) for one in accounts) for name in names})

    def accounts(self) -> Iterable[AccountRow]:
        """Return each report's account by address, with its tallies of rules, the greatest count first."""
        for one in self._by_address:
            rules = [tally for tally in one.tallies if tally.kind is TallyKind.RULE]
            yield one.entry, one.account, sorted(rules, key=lambda tally: (-tally.count, tally.code))

    def codes(self, kind: TallyKind) -> Sequence[CodeSum]:
        """Return the codes of a kind that occur, each with its first place by address."""
        found: dict[tuple[str, str | None], list[tuple[Entry, CodeTally]]] = {}
        for one in self._by_address:
            for tally in one.tallies:
                if tally.kind is kind:
                    found.setdefault((tally.code, tally.severity), []).append((one.entry, tally))
        return [_sum(of) for of in found.values()]

    def unread(self, *, tables: bool) -> Iterable[UnreadRow]:
        """Return the numbers, or the tables, that were not read, by address."""
        places = ((one.entry, place) for one in self._by_address for place in one.unread)
        return ((entry, place) for entry, place in places if place.is_table is tables)

    def findings(self, code: str) -> Iterable[FindingRow]:
        """Return the findings of a code, newest report first."""
        return ((one.entry, f) for one in self._newest for f in one.findings if f.code == code)

    def tallied(self, kind: TallyKind, code: str) -> Iterable[TallyRow]:
        """Return how often each report has a code, newest report first."""
        for one in self._newest:
            of = [tally for tally in one.tallies if tally.kind is kind and tally.code == code]
            yield from ((one.entry, tally) for tally in sorted(of, key=lambda tally: tally.severity or ""))

    def finding_facets(self, code: str) -> FindingFacets:
        """Return what the findings of a code can be chosen by."""
        entries = [entry for entry, _ in self.findings(code)]
        years = Counter(str(entry.address.year) for entry in entries)
        provinces = Counter(entry.address.region[:2] for entry in entries)
        names = {entry.address.region[:2]: entry.province for entry in entries}
        departments = Counter(entry.address.department for entry in entries)
        return FindingFacets(
            years=tuple(Facet(year, "", years[year]) for year in sorted(years, reverse=True)),
            provinces=tuple(Facet(code, names[code], provinces[code]) for code in sorted(provinces)),
            departments=tuple(Facet(slug, "", departments[slug]) for slug in sorted(departments)),
        )

    def arrivals(self) -> Iterable[Arrival]:
        """Return how each report came by address."""
        for one in self._by_address:
            count = Counter({t.code: t.count for t in one.tallies if t.kind is TallyKind.FINDING})
            yield Arrival(
                address=one.entry.address,
                entry=one.entry,
                is_late=count["late-publication"] > 0,
                missing=count["missing-required-part"],
            )

    def expected(self) -> Sequence[Expected] | None:
        """Return who is expected, if anyone says it."""
        return self._expected

    def held(self) -> Sequence[Held]:
        """Return what is not published."""
        return self._held


def _regions(entries: Sequence[Entry]) -> Iterator[RegionCount]:
    for _, of in groupby(entries, key=lambda entry: entry.address.region):
        own = list(of)
        yield RegionCount(max(own, key=lambda entry: entry.address.year), len(own))


def _counts(found: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(key, found[key]) for key in sorted(found))


def _figures(listed: Iterable[Listed], wanted: Callable[[ListedFigure], bool]) -> Iterator[FigureRow]:
    return ((one.entry, figure) for one in listed for figure in one.figures if wanted(figure))


def _sum(of: Sequence[tuple[Entry, CodeTally]]) -> CodeSum:
    entry, first = of[0]
    return CodeSum(entry, replace(first, count=sum(tally.count for _, tally in of)), len(of))
