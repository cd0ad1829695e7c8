"""What a first visit costs: home and report page with all they load, compressed as any server would send them."""

import gzip
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.site.conftest import StaticSite

REPORT = "reports/653226/health/2023/"
FIRST_VISIT = 300_000
HTML = 150_000


@pytest.mark.parametrize("path", ["", REPORT])
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
