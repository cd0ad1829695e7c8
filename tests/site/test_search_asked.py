"""What a query means to the search box, in a real browser: filters, figures, and words that stay words."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from build_scripts.models import Count, Overview
from build_scripts.render.asking import names_of
from build_scripts.rules.departments import load_departments
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.simplified import load_simplified
from tests.site.conftest import StaticServer, StaticSite

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/cases/search/questions.json").read_text(encoding="utf-8"))
FOUND = "#search-results[data-search-count]"


@pytest.fixture
def bare(tmp_path: Path, static_server: StaticServer, page: Page) -> Page:
    """Return a page with nothing but the script that reads queries, and the table of variants."""
    pairs = "".join(variant + simple for variant, simple in load_simplified().items())
    table = f"globalThis.searchSimplified={json.dumps(pairs, ensure_ascii=False)}"
    (tmp_path / "table.js").write_text(table, encoding="utf-8")
    for name in ("search-fold.js", "search-query.js"):
        shutil.copy(ROOT / "docs/assets" / name, tmp_path)
    scripts = "".join(
        f"<script src={name}></script>" for name in ("table.js", "search-fold.js", "search-query.js")
    )
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8")
    page.goto(static_server(tmp_path).url)
    return page


def _names() -> dict[str, object]:
    departments = tuple(Count(one.slug, 1) for one in load_departments().departments)
    overview = Overview(reports=1, figures=1, departments=departments)
    return {**names_of(overview, dict.fromkeys(families_by_slug(), "")), **CASES["names"]}


def _told(meant: dict[str, Any]) -> dict[str, object]:
    """Return what a case says of a query, from all that is understood: what is empty is left out."""
    named = [] if meant["family"] else meant["named"]
    told = {
        "regions": sorted(meant["regions"]),
        "years": meant["years"],
        "departments": meant["departments"],
        "family": meant["family"] and meant["family"]["slug"],
        "words": meant["words"] + named,
        "order": meant["order"],
        "first": meant["first"],
        "bounds": [[bound["sign"], bound["value"], bound["unit"]] for bound in meant["bounds"]],
    }
    return {key: value for key, value in told.items() if value}


def test_queries_are_understood(bare: Page) -> None:
    understood = bare.evaluate(
        "([names, queries]) => queries.map(({query, off}) => searchQuery.understand(query, names, off ?? []))",
        [_names(), CASES["queries"]],
    )
    wrong = [
        (case["query"], told, wanted)
        for case, meant in zip(CASES["queries"], understood, strict=True)
        if (told := _told(meant))
        != (wanted := {key: value for key, value in case.items() if key not in {"query", "off"}})
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_county_and_a_fine_show_the_sum_from_home(project_site: StaticSite, page: Page) -> None:
    page.goto(project_site.url)
    box = page.get_by_role("combobox")
    box.fill("于田县 罚款")
    box.press("Enter")
    expect(page.locator("#search-answers li").first).to_contain_text("14.5万元")
    expect(page.locator("#search-answers li").first).to_contain_text("于田县")
    expect(page.locator(FOUND)).to_have_attribute("data-search-count", "1")


def test_a_filter_taken_off_is_a_word_again(project_site: StaticSite, page: Page) -> None:
    page.goto(f"{project_site.url}search/?q=于田县 法律顾问")
    expect(page.get_by_role("button", name="去掉筛选 于田县")).to_be_visible()
    page.get_by_role("button", name="去掉筛选 于田县").click()
    expect(page.locator("#search-chips")).to_be_hidden()
    assert "text=" in page.url
    page.go_back()
    expect(page.get_by_role("button", name="去掉筛选 于田县")).to_be_visible()


def test_names_are_offered_at_home_by_keyboard(project_site: StaticSite, page: Page) -> None:
    page.goto(project_site.url)
    box = page.get_by_role("combobox")
    box.press_sequentially("yt")
    expect(page.get_by_role("option").first).to_contain_text("于田县")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-offered-0")
    box.press("Enter")
    expect(box).to_have_value("于田县 ")
    assert page.url == project_site.url


def test_enter_in_the_header_leads_to_the_results(project_site: StaticSite, page: Page) -> None:
    page.goto(f"{project_site.url}regions/")
    box = page.locator(".md-search__input")
    box.click()
    box.press_sequentially("法律顾问")
    expect(page.locator(".md-search-result__list li").first).to_be_visible()
    box.press("Enter")
    page.wait_for_url(f"{project_site.url}search/?q=*")
