"""The feeds are sound Atom, short, and tell of the same reports in the same bytes."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import feedparser
import pytest
from lxml import etree

from build_scripts.models import Address, Listed
from build_scripts.models.publication import WITHDRAWN, Correction, Publication
from build_scripts.render.feeds import MOST, day_of
from build_scripts.render.listed import listed_of
from build_scripts.render.site_lists import site_lists
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.sample import sample_result
from tests.render.test_site import with_source

Files = dict[PurePosixPath, bytes]
SITE = Publication("https://example.org/fz/")
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "atom.rng"))
# What a report may say of itself.
ODD = (
    "甲<b>乙</b>&amp;&nbsp;局",
    "]]> <!-- 乙 --> <![CDATA[",
    "</title></entry><script>alert(1)</script>",
    "甲\u202e乙\x00\x0b\ud800\ufffe",
    "“甲”'乙'\"丙\"\n丁\t戊",
    "&#0;&#xFFFE;&bogus;%00",
    "𠮷野家😀",
    "{{ 7 * 7 }}{% raw %}",
)


def files_of(reports: list[Listed], site: Publication = SITE) -> Files:
    source = ListMemory(reports)
    lists = site_lists(source, source.overview(), site)
    return {
        path: data for one in lists if one.name.startswith(("feeds", "robots")) for path, data in one.files()
    }


CORRECTIONS = PurePosixPath("feeds/corrections.xml")


def feeds_of(reports: list[Listed], site: Publication = SITE) -> Files:
    """Return the feeds of reports."""
    files = files_of(reports, site).items()
    return {path: data for path, data in files if path.parts[0] == "feeds" and path != CORRECTIONS}


@pytest.fixture(scope="module")
def many() -> Files:
    """Give the feeds of 600 reports of 75 counties."""
    return feeds_of(list(made_up(600)))


@pytest.mark.heavy
def test_each_feed_is_valid_and_read_without_complaint(many: Files) -> None:
    assert len(many) > 75
    for path, data in many.items():
        assert SCHEMA.validate(etree.fromstring(data)), (path, SCHEMA.error_log)
        read = feedparser.parse(data)
        assert not read.bozo, path
        assert read.version == "atom10"
        assert 1 <= len(read.entries) <= MOST
        assert read.feed.id == read.feed.links[0].href == SITE.url_of(path.as_posix())
        for entry in read.entries:
            assert entry.id == entry.link
            assert entry.id.startswith(f"{SITE.address}reports/")
            assert entry.author
            assert entry.updated_parsed
        # As the schema's own note asks for it, and so that a reader's program can tell entries apart.
        assert len({entry.id for entry in read.entries}) == len(read.entries)


def test_the_feeds_of_a_demo_say_so_and_no_others() -> None:
    reports = list(made_up(3))
    plain, demo = files_of(reports), files_of(reports, replace(SITE, is_demo=True))
    assert CORRECTIONS in plain
    for path, data in demo.items():
        if path.parts[0] != "feeds":
            assert data == plain[path]
            continue
        assert SCHEMA.validate(etree.fromstring(data)), (path, SCHEMA.error_log)
        one, other = feedparser.parse(plain[path]).feed, feedparser.parse(data).feed
        assert other.title == f"演示数据：{one.title}"
        assert "编造" in other.subtitle
        assert "subtitle" not in one
        assert "演示" not in one.title


def test_the_schema_refuses_what_is_no_feed() -> None:
    good = feeds_of(list(made_up(1)))[PurePosixPath("feeds/all.xml")].decode()
    for old, new in [
        ("updated>", "update>"),
        ("T00:00:00+08:00", ""),
        ("author>", "writer>"),
        ('xmlns="http://www.w3.org/2005/Atom"', ""),
        ("<title>", '<title type="markdown">'),
    ]:
        assert old in good
        assert not SCHEMA.validate(etree.fromstring(good.replace(old, new).encode())), old


@pytest.mark.heavy
def test_the_newest_come_first_and_of_many_fifty(many: Files) -> None:
    days = [entry.updated for entry in feedparser.parse(many[PurePosixPath("feeds/all.xml")]).entries]
    assert len(days) == MOST
    assert days == sorted(days, reverse=True)
    assert feedparser.parse(many[PurePosixPath("feeds/all.xml")]).feed.updated == days[0]


@pytest.mark.heavy
def test_a_region_and_a_department_have_their_own(many: Files) -> None:
    county = feedparser.parse(many[PurePosixPath("feeds/regions/110101.xml")])
    assert {entry.id.split("/")[5] for entry in county.entries} == {"110101"}
    province = feedparser.parse(many[PurePosixPath("feeds/regions/110000.xml")])
    assert len({entry.id.split("/")[5] for entry in province.entries}) > 1
    department = feedparser.parse(many[PurePosixPath("feeds/departments/health.xml")])
    assert {entry.id.split("/")[6] for entry in department.entries} == {"health"}


def test_corrections_have_their_own_also_before_there_is_one() -> None:
    (one,) = made_up(1)
    row = Correction(
        report=one.entry.address.id, figure="m-7", old="3 件", new="4 件", day="2026-01-02", reason="<读错>"
    )
    rows = (row, replace(row, old="4 件", new=WITHDRAWN), replace(row, report="440704-health-2020"))
    site = replace(SITE, corrections=(*rows, replace(row, reason="")))
    read = feedparser.parse(files_of([one], site)[CORRECTIONS])
    assert SCHEMA.validate(etree.fromstring(files_of([one], site)[CORRECTIONS]))
    assert len({entry.id for entry in read.entries}) == len(read.entries) == len(rows)
    assert {entry.updated for entry in read.entries} == {"2026-01-02T00:00:00+08:00"}
    assert all(entry.id.startswith(f"{SITE.address}corrections/#c-") for entry in read.entries)
    empty = files_of([one])[CORRECTIONS]
    assert SCHEMA.validate(etree.fromstring(empty))
    assert not feedparser.parse(empty).entries
    assert CORRECTIONS not in files_of([])


def test_without_an_address_there_is_none() -> None:
    # An id and a link of a feed are full addresses.
    files = files_of(list(made_up(3)), Publication())
    assert set(files) == {PurePosixPath("robots.txt")}
    assert b"Sitemap" not in files[PurePosixPath("robots.txt")]
    assert not feeds_of([])


def test_robots_are_told_of_the_list_of_pages() -> None:
    robots = files_of(list(made_up(1)))[PurePosixPath("robots.txt")].decode()
    assert robots == "User-agent: *\nAllow: /\nSitemap: https://example.org/fz/sitemap.xml\n"


@pytest.mark.parametrize("odd", ODD)
def test_whatever_a_report_says_the_feed_is_sound(odd: str) -> None:
    (one,) = made_up(1)
    entry = replace(one.entry, title=odd, agency=odd, place=odd, dated=odd)
    for data in feeds_of([replace(one, entry=entry)]).values():
        assert SCHEMA.validate(etree.fromstring(data)), SCHEMA.error_log
        (read,) = feedparser.parse(data).entries
        assert "script" not in etree.fromstring(data).xpath("string(//*[local-name()='id'])")
        assert read.title


@pytest.mark.parametrize(
    ("issued", "published", "taken", "day"),
    [
        ("2024-01-29", "2024-02-02", "2025-03-04", "2025-03-04"),
        ("2024-01-29", "2024-02-02", None, "2024-02-02"),
        ("2024-05-01", "2024-02-02", None, "2024-05-01"),
        ("2024-01-29", None, None, "2024-01-29"),
        (None, None, "2024-03-04", "2024-03-04"),
        (None, None, None, "2024-01-01"),
        (None, None, "去年", "2024-01-01"),
        (None, "2024-02-02", "2024-13-40", "2024-02-02"),
    ],
)
def test_the_day_is_the_last_that_the_records_tell(
    issued: str | None, published: str | None, taken: str | None, day: str
) -> None:
    result = sample_result()
    meta = replace(result.report.meta, issued_on=issued, published_on=published)
    result = replace(result, report=replace(result.report, meta=meta))
    record = result.report.clean.raw.source.record
    assert record
    result = with_source(result, record=replace(record, taken_on=taken))
    entry = listed_of(Address("440704", "health", 2023), result).entry
    assert day_of(entry) == day
