"""Reports that nobody wrote, as many as are asked for, with the truth of every figure.

A report is the same whatever comes before or after it, and depends on nothing but its number and the seed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

from build_scripts.demo.agencies import Place, demo_places
from build_scripts.demo.body import localise, make_body
from build_scripts.demo.copying import copied, foot
from build_scripts.demo.figure_sentences import templates
from build_scripts.demo.truths import Page, Truth
from build_scripts.models import Record

_ALL = 100  # per cent
_HAN_DIGITS = "〇一二三四五六七八九"
# Shares of the reports: with a sum that is false, with a rate above 100 %, published too late, without signature and
# date, not in UTF-8.
_FALSE_SUM, _FALSE_RATE, _LATE, _UNSIGNED, _GB = 0.05, 0.04, 0.08, 0.25, 0.04


@dataclass(frozen=True, slots=True)
class DemoReport:
    """A file below source_reports: ``path`` (440704/2023-health.txt), its bytes and record, and what is true of it.

    ``page`` is the text as decoded, with the truth of its figures; ``flaws`` are those put in on purpose: false-sum,
    false-rate, late, or one of the kinds of broken files.
    """

    path: str
    data: bytes
    record: Record
    page: Page
    flaws: frozenset[str] = frozenset()


def demo_reports(count: int, seed: int) -> Iterator[DemoReport]:
    """Yield ``count`` reports, or as many as there are bodies for: some hundred thousand."""
    return (make_report(place, seed) for place in islice(demo_places(seed), count))


def make_report(place: Place, seed: int) -> DemoReport:
    """Return the report of one body and year."""
    rnd = Random(f"report {seed} {place.address.id}")  # noqa: S311 - no secret
    late, false_sum, false_rate = (rnd.random() < share for share in (_LATE, _FALSE_SUM, _FALSE_RATE))
    issued, published = _dates(place.year + 1, rnd, late=late)
    page = _head(place, rnd, published)
    head = len(page.text)
    body = make_body(place, seed)
    false_sum = false_sum and spoil_sum(body, rnd)
    false_rate = false_rate and spoil_rate(body, rnd)
    page.add(body.text, body.truths)
    if rnd.random() >= _UNSIGNED:
        page.add(f"\n{place.body.agency}\n{issued.year}年{issued.month}月{issued.day}日\n")
        page.meta["issued_on"] = issued.isoformat()
    page = copied(page, head, rnd)
    page.add(foot(place.body.agency, rnd))
    late = late and ("published_on" in page.meta or "issued_on" in page.meta)
    told = {"late": late, "false-sum": false_sum, "false-rate": false_rate}
    flaws = frozenset(flaw for flaw, there in told.items() if there)
    data = page.text.encode("gb18030" if rnd.random() < _GB else "utf-8")
    return DemoReport(path_of(place), data, record_of(place, page.meta.get("title"), data), page, flaws)


def path_of(place: Place) -> str:
    """Return the file's name below source_reports: 440704/2023-health.txt."""
    return f"{place.body.code}/{place.year}-{place.body.slug}.txt"


def record_of(place: Place, title: str | None, data: bytes) -> Record:
    """Return what stands beside the file; its address is of a name that nobody can have."""
    address = f"https://example.org/{place.body.code}/{place.year}-{place.body.slug}.html"
    return Record(
        title=title,
        issuer=place.body.agency,
        year=place.year,
        url=address,
        taken_on=f"{place.year + 1}-12-01",
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _dates(year: int, rnd: Random, *, late: bool) -> tuple[date, date]:
    """Draw when a report was signed and when it went out: before April, or after it."""
    first, last = (date(year, 4, 4), date(year, 8, 30)) if late else (date(year, 1, 4), date(year, 3, 20))
    issued = first + timedelta(rnd.randint(0, (last - first).days))
    return issued, issued + timedelta(rnd.randint(0, 10))


def _head(place: Place, rnd: Random, published: date) -> Page:
    """Return the lines above the first heading and what they say."""
    body, year = place.body, place.year
    heads = [
        h
        for h in templates()["heads"]
        if not (h.get("offices") and body.own in ("县", "区", "市", "旗", "镇"))
    ]
    head: dict[str, Any] = rnd.choices(heads, [h.get("weight", 1) for h in heads])[0]
    words = {
        "agency": body.agency,
        "county": body.region,
        "code": body.code,
        "year": year,
        "hanyear": "".join(_HAN_DIGITS[int(digit)] for digit in str(year)),
        "next": year + 1,
        "serial": rnd.randint(10, 99),
        "published": published.isoformat(),
    }
    page = Page(localise(head["text"], body).format(**words))
    told = {name: text and localise(text, body).format(**words) for name, text in head["meta"].items()}
    page.meta = {
        "agency": body.agency,
        "region_code": body.code,
        "department": body.slug,
        "report_year": str(year),
        **told,
    }
    return page


def spoil_sum(page: Page, rnd: Random) -> bool:
    """Make one part of a total that adds up another number of as many digits; say whether there was one."""
    parts: dict[int, list[int]] = {}
    for at, truth in enumerate(page.truths):
        if truth.parent is not None:
            parts.setdefault(truth.parent, []).append(at)
    exact = [
        p for total, p in parts.items() if sum(page.truths[i].value for i in p) == page.truths[total].value
    ]
    if not exact:
        return False
    at = rnd.choice(rnd.choice(exact))
    truth = page.truths[at]
    written = f"{truth.value:f}"
    if page.text[truth.start : truth.start + len(written)] != written:
        return False
    other = written[:-1] + str((int(written[-1]) + 2) % 9 + 1)
    page.text = page.text[: truth.start] + other + page.text[truth.start + len(written) :]
    page.truths[at] = replace(truth, value=Decimal(other))
    return True


def _is_rate(truth: Truth) -> bool:
    return (
        truth.change is None
        and truth.value < _ALL
        and truth.words[-1:] != ()
        and truth.words[-1].endswith("率")
    )


def spoil_rate(page: Page, rnd: Random) -> bool:
    """Set a 0 behind a rate of two digits (96% becomes 960%); say whether there was one."""
    rates = [
        at for at, t in enumerate(page.truths) if _is_rate(t) and page.text[t.start : t.end] == f"{t.value}%"
    ]
    if not rates:
        return False
    at = rnd.choice(rates)
    longer = page.with_insertions([(page.truths[at].end - 1, "0")])
    truth = longer.truths[at]
    longer.truths[at] = replace(truth, value=truth.value * 10)
    page.text, page.truths = longer.text, longer.truths
    return True
