"""What a first visit costs: home and report page with all they load, compressed as any server would send them."""

import gzip
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from build_scripts.models import Source
from build_scripts.pipeline import process
from tests.site.conftest import SiteBuilder, StaticSite

OPEN = Path(__file__).parents[1] / "gold" / "open"

REPORT = "reports/653226/health/2023/"
FIRST_VISIT = 300_000
HTML = 150_000


@pytest.mark.parametrize("path", ["", REPORT, "browse/", "indicators/penalty-amount/"])
def test_a_first_visit_is_light(project_site: StaticSite, page: Page, path: str) -> None:
    loaded: set[str] = set()
    page.on("response", lambda answer: loaded.add(answer.url.split("#")[0]))
    page.goto(project_site.url + path, wait_until="networkidle")
    sizes = {}
    for address in loaded:
        with urlopen(address) as answer:  # noqa: S310 - our own server
            sizes[re.sub(r"^.*//[^/]*", "", address)] = len(gzip.compress(answer.read()))
    assert len(sizes) > 3
    assert sum(sizes.values()) <= FIRST_VISIT, sizes


def test_a_report_page_is_short(project_site: StaticSite) -> None:
    with urlopen(project_site.url + REPORT) as answer:  # noqa: S310 - our own server
        assert len(answer.read()) <= HTML


def test_a_report_of_two_hundred_figures_is_still_short(tmp_path: Path, site_builder: SiteBuilder) -> None:
    """Two real texts as one, 205 figures: the table is split after 200, and the page keeps within its bound."""
    raw = b"".join((OPEN / name).read_bytes() for name in ("a.txt", "b.txt"))
    file = tmp_path / "2023-health.txt"
    file.write_bytes(raw)
    source = Source(
        path=file,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type="text/plain",
        region_code="440704",
        year=2023,
        department="health",
    )
    # Two bodies in one text and neither of this address would keep it off the site.
    result = replace(process(source, file), findings=())
    assert len(result.metrics) > 200
    site = site_builder([result])
    with urlopen(f"{site.url}reports/440704/health/2023/") as answer:  # noqa: S310 - our own server
        told = answer.read()
    assert told.count(b"<tr id=m-") == 200
    assert b"figures/2/" in told
    assert len(told) <= HTML, len(told)


SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "",
        REPORT,
        f"{REPORT}original/",
        "browse/",
        "indicators/penalty-amount/",
        "quality/",
        "search/",
        "search/?q=行政复议",
        "search/?q=护士执业注册管理处",
    ],
)
def test_nothing_moves_while_a_page_loads(
    project_site: StaticSite, page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(project_site.url + path, wait_until="networkidle")
    assert page.evaluate(SHIFTS) < 0.01
