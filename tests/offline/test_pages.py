"""Pages for a disk: links to folders name the page, the script comes first, and not a character else is touched."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from build_scripts.offline.pages import turn_page
from build_scripts.offline.rewriting import turn_file
from tests.every import every

# What a page says, and what it says in the offline edition.
TURNED = {
    '<a href="../">': '<a href="../index.html">',
    '<a href="..">': '<a href="../index.html">',
    '<a href=".">': '<a href="./index.html">',
    "<a href=.>": "<a href=./index.html>",
    "<a href=../..>": "<a href=../../index.html>",
    "<a href=../>": "<a href=../index.html>",
    "<a href='./'>": "<a href='./index.html'>",
    '<a href="reports/440704/health/2023/">': '<a href="reports/440704/health/2023/index.html">',
    '<a href="../#figures">': '<a href="../index.html#figures">',
    '<a href="..#figures">': '<a href="../index.html#figures">',
    '<a href="search/?q=%E5%8E%BF">': '<a href="search/index.html?q=%E5%8E%BF">',
    '<a href="search/?q=a/&amp;year=2023#b/">': '<a href="search/index.html?q=a/&amp;year=2023#b/">',
    '<a href="a/&#63;q=1">': '<a href="a/index.html&#63;q=1">',
    '<a href="a/&#x23;b">': '<a href="a/index.html&#x23;b">',
    '<a href="a&#x2F;">': '<a href="a&#x2F;index.html">',
    '<a href="a&amp;b/">': '<a href="a&amp;b/index.html">',
    '<a href="县/">': '<a href="县/index.html">',
    '<a\n  title="x > y"\n  HREF = "../"\n>': '<a\n  title="x > y"\n  HREF = "../index.html"\n>',
    '<a title=\'say "href=.."\' href="../">': '<a title=\'say "href=.."\' href="../index.html">',
    '<a hidden href="../" class=b>': '<a hidden href="../index.html" class=b>',
    '<form method="get" action=".">': '<form method="get" action="./index.html">',
    '<button formaction="../">': '<button formaction="../index.html">',
    '<link rel="next" href="../years/">': '<link rel="next" href="../years/index.html">',
    '<noscript><a href="../regions/">': '<noscript><a href="../regions/index.html">',
    "<p>a\r\n<b>县</b>\r\n<a href=../>": "<p>a\r\n<b>县</b>\r\n<a href=../index.html>",
    '<a href="../"><a href="./">': '<a href="../index.html"><a href="./index.html">',
}
KEPT = (
    '<a href="#figures">',
    '<a href="">',
    "<a href>",
    '<a href="?q=a/">',
    '<a href="original/2023-health.txt">',
    '<a href="../2023-health.html">',
    '<a href="a/..b">',
    '<a href="https://example.gov.cn/reports/">',
    '<a href="//example.gov.cn/">',
    '<a href="/">',
    '<a href="mailto:a@example.gov.cn">',
    '<a href="MAILTO:a@example.gov.cn/">',
    '<a href="javascript:void/">',
    '<link rel="canonical" href="https://example.gov.cn/reports/">',
    '<a data-href="../">',
    '<img src="../" alt="href=../">',
    '<p title="a href=../">',
    '<!-- <a href="../"> -->',
    "&lt;a href=../&gt; &#39; &amp;amp; &nbsp; &copy",
    '<!doctype html><p class=a class="b"><br/><P>< 5 </ p >',
)
SCRIPTS = (
    """<script>if (a < b) document.write('<a href="../">')</script>""",
    """<script type="application/json">{"base": "..", "a": "<a href='../'>"}</script>""",
)


@every("page", TURNED)
def test_a_link_to_a_folder_names_its_page(page: str) -> None:
    assert turn_page(page, 0, "o.js") == TURNED[page]


@every("page", KEPT)
def test_what_leads_elsewhere_stays(page: str) -> None:
    assert turn_page(page, 0, "o.js") == page


@pytest.mark.parametrize("page", SCRIPTS)
def test_a_script_is_not_looked_into(page: str) -> None:
    assert turn_page(page, 0, "o.js") == f'<script src="o.js"></script>{page}'


def test_the_script_comes_before_the_first_other() -> None:
    page = (
        '<head>\n<meta charset="utf-8">\n<!-- <script> -->\n<script src="a.js"></script>\n<script>b</script>'
    )
    added = '<script src="../../../assets/offline.js"></script>'
    turned = turn_page(page, 3, "assets/offline.js")
    assert turned == page.replace('<script src="a.js">', f'{added}<script src="a.js">')


def turn(path: str, data: bytes = b"x", *, is_page: bool = False) -> Mapping[str, bytes]:
    files = turn_file(PurePosixPath(path), data, is_page=is_page)
    return {path.as_posix(): data for path, data in files.items()}


def test_a_file_of_the_index_is_a_script_and_nothing_else() -> None:
    script = b'takeSiteFile("assets/search/s/12.bin","AAH/")\n'
    assert turn("assets/search/s/12.bin", b"\x00\x01\xff") == {"assets/search/s/12.bin.js": script}
    assert [*turn("assets/search/manifest.json")] == ["assets/search/manifest.json.js"]
    assert turn("assets/search/simplified.js") == {"assets/search/simplified.js": b"x"}


@pytest.mark.parametrize(
    "name", ["data/compare/4407.json", "data/compared/440704-health-2023.json", "data/browse/2023-1.json"]
)
def test_what_only_scripts_read_is_a_script(name: str) -> None:
    assert turn(name, b"{}") == {f"{name}.js": f'takeSiteFile("{name}","e30=")\n'.encode()}


@pytest.mark.parametrize(
    "path",
    ["data/metrics.csv", "data/reports.json", "reports/440704/health/2023/original/a.txt", "assets/site.css"],
)
def test_downloads_and_originals_stay(path: str) -> None:
    assert turn(path, b"\xff<a href=../>") == {path: b"\xff<a href=../>"}


def test_an_original_that_is_html_stays_and_a_page_does_not() -> None:
    page = "<a href=../>县".encode()
    assert turn("reports/a/2023-health.html", page) == {"reports/a/2023-health.html": page}
    assert turn("reports/a/index.html", page, is_page=True) == {
        "reports/a/index.html": "<a href=../index.html>县".encode()
    }


@pytest.mark.parametrize("path", ["404.html", "sitemap.xml", "sitemap.xml.gz"])
def test_what_only_a_server_needs_is_left_out(path: str) -> None:
    assert turn(path, is_page=True) == {}
