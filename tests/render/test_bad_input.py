"""Reports as bad as they come still give sound pages: nothing in them, no date, endless titles, too many figures."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from build_scripts.models import Meta, Result, Span
from build_scripts.rules.indicators import load_indicators
from tests.render.pages import Elements, html_of
from tests.render.sample import sample_result
from tests.render.test_report_page import hostile_result
from tests.sites import shown_site

pytestmark = pytest.mark.heavy

MANY = 2000


def bare_result() -> Result:
    """Return a report without figures, date, agency or region names."""
    result = sample_result()
    report = dataclasses.replace(result.report, meta=Meta(), sections=(), paragraphs=(), tables=())
    return Result(report=report)


def long_title_result() -> Result:
    """Return a report whose title and agency have 300 characters each."""
    result = sample_result()
    meta = dataclasses.replace(result.report.meta, title="长" * 300, agency="局" * 300)
    metrics = tuple(dataclasses.replace(m, indicator="penalty-amount") for m in result.metrics)
    return dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta), metrics=metrics)


def crowded_result(figures: int = MANY) -> Result:
    """Return a report of 2,000 figures, or of so many as are asked for, each of some indicator."""
    result = sample_result()
    slugs = [indicator.slug for indicator in load_indicators()]
    first = result.metrics[0]
    places = [at for at, char in enumerate(result.report.clean.text) if not char.isspace()]
    metrics = tuple(
        dataclasses.replace(
            first, id=f"m-{at}", indicator=slugs[n % len(slugs)], span=Span(at, at + 1), parent=None
        )
        for n, at in enumerate(places[:figures])
    )
    return dataclasses.replace(result, metrics=metrics, sums=())


def marked_up_result() -> Result:
    """Return a report with markup in every field, its figures of an indicator."""
    result = hostile_result()
    metrics = tuple(dataclasses.replace(m, indicator="penalty-amount") for m in result.metrics)
    return dataclasses.replace(result, metrics=metrics)


def pages_of(result: Result) -> Iterator[tuple[str, Elements, str]]:
    """Yield each page of the site of ``result``: its path, its elements, its HTML."""
    for path, page in shown_site([result]).items():
        if path.suffix == ".md":
            told = html_of(page.decode())
            yield path.as_posix(), Elements(told), told


@cache
def made_pages(make: Callable[[], Result]) -> tuple[tuple[str, Elements, str], ...]:
    return tuple(pages_of(make()))


@pytest.mark.parametrize(
    "make", [bare_result, long_title_result, crowded_result, marked_up_result], ids=lambda make: make.__name__
)
def test_the_worst_report_gives_sound_pages(make: Callable[[], Result]) -> None:
    for path, elements, told in made_pages(make):
        tags = [tag for tag, _ in elements.elements]
        assert tags.count("h1") == 1, path
        assert not {"script", "img", "iframe", "style"} & set(tags), path
        assert len(elements.ids) == len(set(elements.ids)), path
        assert not [name for _, attrs in elements.elements for name in attrs if name.startswith("on")], path
        for tag in ("table", "ul", "dl", "svg", "figure", "section", "details"):
            opened = len(re.findall(rf"<{tag}[\s>]", told))
            assert opened == told.count(f"</{tag}>"), (path, tag)


def test_two_thousand_figures_all_have_their_row_on_pages_of_200() -> None:
    pages = {path: elements for path, elements, _ in made_pages(crowded_result)}
    folder = "reports/440704/health/2023/"
    rows = {path: row_ids(elements) for path, elements in pages.items() if path.startswith(folder)}
    assert len(rows[f"{folder}index.md"]) == 200
    assert [len(rows[f"{folder}figures/{n}/index.md"]) for n in range(2, 11)] == [200] * 9
    assert len({id_ for ids in rows.values() for id_ in ids}) == MANY


def row_ids(page: Elements) -> list[str]:
    """Return the ids of the figures' rows."""
    return [
        attrs["id"] for tag, attrs in page.elements if tag == "tr" and attrs.get("id", "").startswith("m-")
    ]


def test_a_figure_on_a_further_page_keeps_its_address_on_the_report() -> None:
    result = sample_result()
    first = result.metrics[0]
    more = tuple(dataclasses.replace(first, id=f"{first.id}-{n}", parent=None) for n in range(2, 203))
    pages = {
        path: elements for path, elements, _ in pages_of(dataclasses.replace(result, metrics=(first, *more)))
    }
    report = pages["reports/440704/health/2023/index.md"]
    beyond = row_ids(pages["reports/440704/health/2023/figures/2/index.md"])
    assert len(beyond) == 2
    for id_ in beyond:
        assert id_ in report.ids
        assert f"figures/2/#{id_}" in report.links
