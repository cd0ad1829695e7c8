"""Adding a page of the web: as it came, with its files, its address and the day; and what is not fetched."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from docx import Document

from tests.adding.letters import letter
from tests.intake.conftest import Add, shelved
from tests.web.server import Site, redirect, serving

Captured = pytest.CaptureFixture[str]
PLACE = "433126/2023-justice"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def page(text: str, more: str = "") -> bytes:
    title, *lines = [line for line in text.splitlines() if line]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<head><meta charset=gbk><title>{title}</title></head>"
    return f"<html>{head}<body><div><h1>{title}</h1>{paragraphs}{more}</div></body></html>".encode()


def word(text: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def record(root: Path, name: str) -> dict[str, object]:
    loaded = yaml.safe_load((root / "source_reports" / f"{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_a_page_is_filed_as_it_came_with_address_and_day(root: Path, add: Add, site: Site) -> None:
    data = page(letter())
    url = site.put("/2024/art_1.html?id=3", data, "text/html; charset=iso-8859-1")
    assert add(url, "--allow-private") == 0
    assert shelved(root) == [f"{PLACE}.html", f"{PLACE}.html.yml"]
    assert (root / "source_reports" / f"{PLACE}.html").read_bytes() == data
    kept = record(root, f"{PLACE}.html")
    assert kept["url"] == url
    assert kept["taken_on"] == datetime.now(tz=UTC).astimezone().date().isoformat()
    assert kept["title"] == "古丈县司法局2023年法治政府建设年度报告"
    assert site.agents[0].startswith("build-scripts/")


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["text/html", "image/png", "application/octet-stream", ""])
def test_what_it_is_goes_by_what_it_holds(root: Path, add: Add, site: Site, kind: str) -> None:
    url = site.put("/download", word(letter()), kind)
    assert add(url, "--allow-private") == 0
    assert shelved(root) == [f"{PLACE}.docx", f"{PLACE}.docx.yml"]


def test_its_files_are_further_formats_where_they_read_as_the_same(
    root: Path, add: Add, site: Site, capsys: Captured
) -> None:
    other = letter("新县司法局", "新县司法局2023年法治政府建设年度报告")
    links = "附件：<a href='f/1.docx'>全文</a><a href='2.docx'>别的</a><a href='3.docx'>没有</a>"
    site.put("/a/f/1.docx", word(letter()))
    site.put("/a/2.docx", word(other))
    url = site.put("/a/1.html", page(letter(), links))
    assert add(url, "--allow-private") == 1
    told = capsys.readouterr().out
    assert shelved(root) == [f"{PLACE}{end}" for end in (".docx", ".docx.yml", ".html", ".html.yml")]
    assert record(root, f"{PLACE}.docx")["url"] == f"{site.origin}/a/f/1.docx"
    assert f"{PLACE}.docx（同一份报告的另一种格式）" in told
    assert f"{site.origin}/a/2.docx：附件没有收入：读出的地区、部门、年度与网页不同" in told
    assert "没有：" in told or "404" in told


def test_a_file_of_a_second_body_goes_with_its_page(root: Path, add: Add, site: Site) -> None:
    site.put("/1.docx", word(letter()))
    url = site.put("/1.html", page(letter(), "<a href='1.docx'>附件</a>"))
    assert add(url, "--allow-private", "--word", "second") == 0
    assert f"{PLACE}-second.docx" in shelved(root)


def test_of_a_page_that_only_hands_over_a_file_that_is_filed(root: Path, add: Add, site: Site) -> None:
    site.put("/1.docx", word(letter()))
    cover = "<html><body><h1>古丈县司法局2023年法治政府建设年度报告</h1><a href=1.docx>附件</a></body></html>"
    assert add(site.put("/a.html", cover.encode()), "--allow-private") == 0
    assert shelved(root) == [f"{PLACE}.docx", f"{PLACE}.docx.yml"]


def test_a_page_again_is_no_second_report(root: Path, add: Add, site: Site, capsys: Captured) -> None:
    site.put("/1.docx", word(letter()))
    url = site.put("/a.html", page(letter(), "<a href=1.docx>附件</a>"))
    assert add(url, "--allow-private") == 0
    before = shelved(root)
    capsys.readouterr()
    assert add(url, "--allow-private") == 1
    assert shelved(root) == before
    assert capsys.readouterr().out.count("完全相同") == 2


def test_more_files_than_a_report_has_are_not_asked_for(add: Add, site: Site) -> None:
    links = "".join(f"<a href='{i}.docx'>附件</a>" for i in range(50))
    add(site.put("/a.html", page(letter(), links)), "--allow-private")
    assert sum(path.endswith(".docx") for path in site.asked) == 10


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda site: site.put("/a", b"x"), "内部网络"),
        (lambda _: "file:///etc/passwd", "http"),
        (lambda _: "ftp://example.com/a.pdf", "http"),
        (lambda _: "http://me:pass@example.com/", "密码"),
    ],
)
def test_what_is_not_fetched_is_one_line(
    add: Add, site: Site, capsys: Captured, make: Callable[[Site], str], words: str
) -> None:
    assert add(make(site)) == 2
    told = capsys.readouterr().err
    assert words in told
    assert len(told.splitlines()) == 1
    assert site.asked == []


def test_a_link_of_a_page_leads_to_no_file_of_this_machine(
    root: Path, add: Add, site: Site, capsys: Captured
) -> None:
    links = "<a href='file:///etc/1.pdf'>附件</a><a href='/go.pdf'>附件</a>"
    site.pages["/go.pdf"] = redirect("file:///etc/passwd")
    assert add(site.put("/a.html", page(letter(), links)), "--allow-private") == 1
    assert shelved(root) == [f"{PLACE}.html", f"{PLACE}.html.yml"]
    assert capsys.readouterr().out.count("只能取 http") == 2


def test_a_site_whose_robots_say_no(root: Path, add: Add, site: Site, capsys: Captured) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    assert add(site.put("/a.html", page(letter())), "--allow-private") == 2
    assert "robots.txt" in capsys.readouterr().err
    assert shelved(root) == []


def test_an_address_names_no_place_outside(root: Path, add: Add, site: Site) -> None:
    url = site.put("/%2e%2e%2f%2e%2e%2fx%00.html", page(letter()))
    assert add(url, "--allow-private") == 0
    assert shelved(root) == [f"{PLACE}.html", f"{PLACE}.html.yml"]
