"""What readers without scripts have: of every list all rows, over its page and the parts behind it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from build_scripts.models import CodeTally, Listed, ListedFinding, Severity, TallyKind
from build_scripts.render.list_files import list_files
from build_scripts.rules.families import load_families
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.pages import Elements, html_of

pytestmark = pytest.mark.heavy

COUNT = 120
LATE = "late-publication"
FAMILY = load_families()[0].slug


def made() -> Iterator[Listed]:
    """Yield reports that every list has more than a page of."""
    tally = CodeTally(
        kind=TallyKind.FINDING, code=LATE, count=1, words="晚", line=1, severity=Severity.WARNING
    )
    finding = ListedFinding(code=LATE, severity=Severity.WARNING, message="晚")
    for one in made_up(COUNT):
        figures = tuple(replace(figure, family=FAMILY) for figure in one.figures)
        yield replace(one, figures=figures, findings=(finding,), tallies=(*one.tallies, tally))


@pytest.fixture(scope="module")
def pages() -> dict[PurePosixPath, str]:
    """Give the HTML of the lists."""
    files = list_files(ListMemory(made()))
    return {path: html_of(data.decode()) for path, data in files if path.suffix == ".md"}


def reports_of(pages: dict[PurePosixPath, str], folder: str) -> list[str]:
    """Return the reports that a list's page leads to, and the parts of it, in their order."""
    inside = re.compile(rf"{folder}(?:\.md|/index\.md|/[0-9]{{1,3}}/index\.md)")
    parts = [page for path, page in pages.items() if inside.fullmatch(path.as_posix())]
    assert len(parts) > 1, "a list of one part proves nothing"
    links = (link for page in parts for link in Elements(page).links)
    found = (re.search(r"(?:^|/)reports/([0-9]+/[a-z-]+/[0-9]{4})/", link) for link in links)
    return [one.group(1) for one in found if one]


@pytest.mark.parametrize(
    "folder",
    [
        "browse",
        f"findings/{LATE}",
        "findings/theme-unsure",
        f"families/{FAMILY}",
        "regions/110000",
    ],
)
def test_every_report_stands_in_the_static_pages(pages: dict[PurePosixPath, str], folder: str) -> None:
    there = {one.entry.address.folder.relative_to("reports").as_posix() for one in made()}
    found = reports_of(pages, folder)
    assert set(found) == there
    if folder in ("browse", f"findings/{LATE}"):
        assert len(found) == COUNT, "none twice"


def test_every_body_and_year_stands_in_the_static_pages(pages: dict[PurePosixPath, str]) -> None:
    there = {one.entry.address.folder.relative_to("reports").as_posix() for one in made()}
    boards = [
        page for path, page in pages.items() if re.fullmatch("completeness/1[0-9]0000/.*", path.as_posix())
    ]
    links = [link for page in boards for link in Elements(page).links if "reports/" in link]
    assert {re.sub(r"^(?:\.\./)*reports/|/$", "", link) for link in links} == there
    assert len(links) == COUNT


def test_the_numbers_of_every_report_stand_in_the_static_pages(pages: dict[PurePosixPath, str]) -> None:
    parts = [
        page for path, page in pages.items() if re.match(r"quality/(?:index\.md|coverage/)", path.as_posix())
    ]
    tables = [
        found
        for page in parts
        for found in re.findall('<table class="coverage">.*?</table>', page, re.DOTALL)
    ]
    links = [link for table in tables for link in Elements(table).links]
    assert len(links) == len({re.sub(r"^(?:\.\./)*", "", link) for link in links}) == COUNT


def test_every_value_of_an_indicator_stands_in_the_static_pages(pages: dict[PurePosixPath, str]) -> None:
    slugs = {figure.indicator for one in made() for figure in one.figures}
    for slug in sorted(slugs):
        inside = re.compile(rf"indicators/{slug}(?:/[0-9]+)?/index\.md")
        parts = [page for path, page in pages.items() if inside.fullmatch(path.as_posix())]
        rows = sum(page.count("<tr class=quote>") + page.count('<tr class="quote">') for page in parts)
        assert rows == sum(figure.indicator == slug for one in made() for figure in one.figures), slug
