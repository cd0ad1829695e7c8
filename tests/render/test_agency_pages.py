"""The page of an agency: what stands side by side, what is drawn, what is only told."""

import re
from dataclasses import replace
from decimal import Decimal

from build_scripts.models import Address, Digest, DigestDoubt, DigestFigure, Entry, parse_digest
from build_scripts.render.agency_pages import agency_files
from build_scripts.render.digests import digest_of
from build_scripts.render.multiples import draw
from build_scripts.render.told import told_of
from build_scripts.render.year_changes import difference, year_change
from build_scripts.rules.families import load_families
from tests.every import every
from tests.render.made_up import made_up
from tests.render.sample import sample_result

ENTRY = next(made_up(1)).entry
CASES = DigestFigure(
    id="m-1",
    subject="查处案件",
    written="8件",
    value="8",
    unit="件",
    family="penalty-cases",
    indicator="",
    is_exact=True,
    is_only=True,
    is_unsure=False,
    others=0,
)


def report(year: int, *figures: DigestFigure, **told: object) -> tuple[Entry, Digest]:
    """Return a report of one agency."""
    address = Address("440704", "health", year)
    entry = replace(
        ENTRY, address=address, url=address.url, agency="江海区卫生健康局", title=f"{year} 年报告"
    )
    return entry, replace(Digest(figures=figures), **told)  # type: ignore[arg-type]


def page(*rows: tuple[Entry, Digest]) -> str:
    """Return the agency's page."""
    ((path, made),) = agency_files(rows)
    assert path.as_posix() == "agencies/440704/health/index.md"
    return made.decode()


def test_a_digest_is_kept_whole() -> None:
    digest = digest_of(told_of(sample_result()))
    assert digest.sentences
    assert digest.headings
    assert digest.doubts[0].link.startswith("#")
    assert parse_digest(digest.text) == digest
    assert parse_digest(Digest(figures=(CASES,)).text) == Digest(figures=(CASES,))


def test_no_report_makes_no_page() -> None:
    assert not list(agency_files(()))


def test_one_value_is_a_sentence_and_nothing_is_drawn() -> None:
    told = page(report(2023, CASES))
    assert "<svg" not in told
    assert "比上一份报告" not in told
    assert '<ul class="told">' in told
    assert 'href="../../../reports/440704/health/2023/#m-1"' in told


def test_a_year_without_a_value_stays_empty() -> None:
    values = [report(year, CASES) for year in (2024, 2022)]
    drawn = draw([(entry, digest.figures[0]) for entry, digest in values])
    assert drawn.count("z") == 2
    assert "M4 40" in drawn
    assert "M52 40" in drawn  # the third place: nothing stands in the second


@every(
    "other",
    [
        replace(CASES, is_exact=False),
        replace(CASES, is_only=False),
        replace(CASES, is_unsure=True),
        replace(CASES, unit="起"),
        replace(CASES, indicator="penalty-cases-closed"),
        replace(CASES, family="cases-filed"),
    ],
)
def test_what_is_not_of_one_kind_is_neither_drawn_nor_subtracted(other: DigestFigure) -> None:
    rows = report(2023, CASES), report(2022, other)
    assert 'class="bars"' not in page(*rows)
    assert not year_change(rows[1], rows[0]).figures


@every(
    ("before", "after", "unit", "words"),
    [
        ("8", "9", "件", "多 1件（增 12.5%）"),
        ("9", "8", "件", "少 1件（减 11.1%）"),
        ("0", "3", "件", "多 3件"),
        ("3", "0", "件", "少 3件（减 100%）"),
        ("5", "5", "件", "相同"),
        ("97.5", "96", "%", "低 1.5 个百分点"),
        ("10000", "145000", "元", "多 135,000元（增 1350%）"),
    ],
)
def test_differences_read_right(before: str, after: str, unit: str, words: str) -> None:
    assert difference(Decimal(before), Decimal(after), unit) == words


def test_sentences_and_headings_are_laid_side_by_side() -> None:
    old = report(2022, sentences=("a", "b"), frames=("A", "B"), headings=("加强领导", "存在不足"))
    new = report(2023, sentences=("a", "c", "d"), frames=("A", "B", "D"), headings=("存在不足", "下步打算"))
    change = year_change(old, new)
    assert (change.said, change.kept, change.renewed, change.share) == (3, 1, 1, "33%")
    assert (change.added, change.dropped) == (("下步打算",), ("加强领导",))


def test_years_apart_are_told() -> None:
    assert "中间的年度没有报告" in page(report(2023), report(2020))
    assert "中间的年度没有报告" not in page(report(2023), report(2022))


def test_markup_in_names_is_harmless() -> None:
    evil = "<script>alert(1)</script>"
    doubt = DigestDoubt(evil, evil, "#s-1")
    figure = replace(CASES, subject=evil, written=evil)
    entry, digest = report(2023, figure, doubts=(doubt,), doubtful=1, headings=(evil,), missing=(evil,))
    evil_entry = replace(entry, agency=evil, title=evil, place=evil)
    told = page((evil_entry, digest), report(2022))
    assert "<script" not in told
    assert 'style="' not in told


def test_many_years_and_kinds_stay_one_page() -> None:
    figures = [replace(CASES, family=family.slug) for family in load_families()]
    rows = [report(year, *figures) for year in range(2024, 1990, -1)]
    assert len(page(*rows).encode()) < 300_000


def test_a_family_leads_to_what_all_say_of_it() -> None:
    told = page(report(2023, CASES), report(2022, CASES))
    assert "<a href=../../../families/penalty-cases/>行政处罚案件</a>" in told


def test_what_is_more_than_a_dozen_is_folded() -> None:
    """Not one family is left out, and a phone has the first of them, the newest change, the reports within reach."""
    slugs = [family.slug for family in load_families()][:40]
    both = [replace(CASES, family=slug, id=f"m-{n}") for n, slug in enumerate(slugs[:20])]
    once = [replace(CASES, family=slug, id=f"m-{n}") for n, slug in enumerate(slugs, 100)]
    told = page(*(report(year, *(once if year == 2023 else both)) for year in (2023, 2022, 2021)))
    assert all(f"families/{slug}/" in told for slug in slugs)
    assert "其余 8 类" in told
    assert "更早的 1 个年度" in told
    open_ = re.sub("<details>.*?</details>", "", told, flags=re.DOTALL)
    assert 12 <= open_.count("<a href=../../../families/") <= 12 + 24
    assert 'id="y2023"' in open_
    assert 'id="y2022"' in told
    assert 'id="y2022"' not in open_
