"""The site from docs/ in parts: the same files as one run of MkDocs gives, and no work where nothing changed."""

import errno
import hashlib
import multiprocessing
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing.context import BaseContext
from pathlib import Path
from sqlite3 import Connection

import pytest
import yaml

from build_scripts.errors import UsageError
from build_scripts.models import Places
from build_scripts.models.conversion import RichPage
from build_scripts.site import Built, build_site, compile_theme, site_plan
from build_scripts.site import build as build_module
from build_scripts.site.page_reader import PageReader
from build_scripts.store import FileState, connect, save_page, transaction

ROOT = Path(__file__).parents[2]
REPORT = "reports/440704/health/2023"
PAGE = """---
title: 报告
---

# 报告

[不存在的一页](nowhere.md)
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A project with its hand-written pages and one report."""
    places = Places(tmp_path)
    for name in (
        "about.md",
        "en.md",
        "method.md",
        "glossary.md",
        "compare.md",
        "search.md",
        "assets",
    ):
        copy = shutil.copytree if (ROOT / "docs" / name).is_dir() else shutil.copy
        places.docs.mkdir(exist_ok=True)
        copy(ROOT / "docs" / name, places.docs / name)
    shutil.rmtree(places.docs / "assets" / "search", ignore_errors=True)
    for page in (
        "index.md",
        *(f"{name}/index.md" for name in ("regions", "years", "departments", "themes", "indicators", "data")),
        *(f"{name}/index.md" for name in ("browse", "completeness", "corrections")),
        *(f"{name}/index.md" for name in ("families", "findings", "quality", "releases")),
    ):
        put(places.docs / page, f"# {page}\n")
    put(places.docs / REPORT / "index.md", "# 甲县报告\n\n共 264 项。\n")
    put(places.docs / REPORT / "original" / "2023-health.txt", "共264项\n")
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "hooks": [str(ROOT / "build_scripts" / "lean_theme.py")],
        "strict": False,
        "theme": {"custom_dir": str(ROOT / "theme")},
    }
    put(places.config, yaml.safe_dump(settings, allow_unicode=True))
    return places


@pytest.fixture
def connection(places: Places) -> Iterator[Connection]:
    connection, _ = connect(places.store)
    with closing(connection):
        yield connection


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def build(places: Places, connection: Connection, jobs: int = 1) -> Built:
    return build_site(places, connection, jobs=jobs)


def files_of(folder: Path) -> dict[str, str]:
    """Return every file but the sitemap, in which MkDocs tells the day, by the hash of its bytes."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("sitemap")
    }


def test_a_first_run_finds_its_templates_compiled(places: Places, connection: Connection) -> None:
    compile_theme(places)
    compiled = {file.name: file.stat().st_mtime_ns for file in (places.cache / "compiled").iterdir()}
    built = build(places, connection)
    later = {file.name: file.stat().st_mtime_ns for file in (places.cache / "compiled").iterdir()}
    assert built.rendered
    assert compiled.items() <= later.items()
    # The words of the site's language, whose name stands in a variable, and the sitemap.
    assert len(later) - len(compiled) == 2


def test_it_is_the_site_of_one_run_of_mkdocs(places: Places, connection: Connection, tmp_path: Path) -> None:
    built = build(places, connection)
    whole = tmp_path / "whole"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "-f",
        str(places.config),
        "-d",
        str(whole),
    ]
    subprocess.run(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)
    assert files_of(places.site) == files_of(whole)
    assert built.rendered == sum(1 for file in files_of(places.site) if file.endswith("index.html"))


def test_nothing_is_done_where_nothing_changed(places: Places, connection: Connection) -> None:
    build(places, connection)
    before = places.site.stat().st_ino
    assert build(places, connection).rendered == 0
    assert places.site.stat().st_ino == before


def assert_is_settled(places: Places, connection: Connection) -> None:
    """Hold a site to it that nothing is left to do, and that a change of one page renders that page alone."""
    before = places.site.stat().st_ino
    assert build(places, connection).rendered == 0
    assert places.site.stat().st_ino == before
    change(places, 999)
    assert build(places, connection).rendered == 1


def test_one_page_that_changed_is_rendered_alone(places: Places, connection: Connection) -> None:
    build(places, connection)
    before = files_of(places.site)
    change(places, 265)
    assert build(places, connection).rendered == 1
    after = files_of(places.site)
    assert {file for file in before if before[file] != after[file]} == {f"{REPORT}/index.html"}
    assert "265" in (places.site / REPORT / "index.html").read_text("utf-8")


def test_a_rich_page_that_changed_asks_for_its_page(places: Places, connection: Connection) -> None:
    build(places, connection)
    with transaction(connection):
        page = RichPage("index.md", "# 甲", b"<p></p>")
        save_page(connection, "source_reports/440704/2023-health.txt", f"{REPORT}/index.md", page)
    assert build(places, connection).rendered == 1


def change(places: Places, number: int) -> None:
    put(places.docs / REPORT / "index.md", f"# 甲县报告\n\n共 {number} 项。\n")


def made_anew(places: Places, connection: Connection) -> dict[str, str]:
    """Return the files of the site as it is built where there is none."""
    for folder in (places.site, places.root / ".site-before"):
        shutil.rmtree(folder)
    build(places, connection)
    return files_of(places.site)


def test_what_stays_is_one_file_in_the_site_and_the_one_before(
    places: Places, connection: Connection
) -> None:
    build(places, connection)
    change(places, 1)
    build(places, connection)
    before = places.root / ".site-before"
    for file in ("about/index.html", "assets/site.css", f"{REPORT}/original/2023-health.txt"):
        assert (before / file).samefile(places.site / file)
    assert not (before / REPORT / "index.html").exists()


def test_the_first_site_has_one_beside_it_for_the_next_to_fill(
    places: Places, connection: Connection
) -> None:
    build(places, connection)
    before = places.root / ".site-before"
    assert files_of(before) == files_of(places.site)
    assert all((before / file).samefile(places.site / file) for file in files_of(before))
    assert mode_of(before) == mode_of(places.site)
    change(places, 1)
    build(places, connection)
    assert mode_of(places.site) == mode_of(before), "a server of another user reads it too"


def mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_a_site_without_one_beside_it_is_whole(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(build_module, "link_files", fail)
    assert build(places, connection).rendered
    assert {one.name for one in places.root.iterdir()} >= {"docs", "site"}
    assert not [one for one in places.root.iterdir() if one.name.startswith(".site")]
    monkeypatch.undo()
    change(places, 1)
    assert build(places, connection).rendered == 1


def test_what_is_taken_back_is_not_in_the_site_before_either(places: Places, connection: Connection) -> None:
    for step in range(2):
        change(places, step)
        build(places, connection)
    shutil.rmtree(places.docs / REPORT)
    build(places, connection)
    assert not [*places.root.glob(f".site-before/{REPORT}/**/*.*")]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_after_changes_it_is_the_site_made_anew(places: Places, connection: Connection, number: int) -> None:
    build(places, connection)
    for step in range(number):
        change(places, step)
        put(places.docs / "reports" / f"44070{step}" / "health" / "2023" / "index.md", f"# {step}\n")
        shutil.rmtree(places.docs / "reports" / f"44070{step - 1}", ignore_errors=True)
        build(places, connection)
    found = files_of(places.site)
    assert found == made_anew(places, connection)


@pytest.mark.parametrize(
    "place", ["reports/mine.html", "reports/mine/index.html", "mine", "assets/site.css/mine"]
)
def test_what_somebody_put_into_the_site_goes_with_the_next_change(
    places: Places, connection: Connection, place: str
) -> None:
    for step in range(2):
        change(places, step)
        build(places, connection)
    for folder in (places.site, places.root / ".site-before"):
        if (folder / place).parent.is_file():
            (folder / place).parent.unlink()
        put(folder / place, "mine")
    for step in range(2, 4):
        change(places, step)
        build(places, connection)
        assert not (places.site / place).exists()
    found = files_of(places.site)
    assert found == made_anew(places, connection)


def test_a_file_of_the_one_before_that_is_another_is_not_taken(
    places: Places, connection: Connection
) -> None:
    build(places, connection)
    change(places, 1)
    build(places, connection)
    before = places.root / ".site-before" / "about" / "index.html"
    told = before.stat()
    put(before, "x" * told.st_size)
    os.utime(before, ns=(told.st_atime_ns, told.st_mtime_ns))
    change(places, 2)
    build(places, connection)
    found = files_of(places.site)
    assert found == made_anew(places, connection)


def test_without_links_the_site_is_copied(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", fail_on_full_disk)
    for step in range(3):
        change(places, step)
        build(places, connection)
    found = files_of(places.site)
    assert found == made_anew(places, connection)


def test_what_was_laid_down_is_taken_as_it_was_left(places: Places, connection: Connection) -> None:
    build(places, connection)
    found = files_of(places.site)
    lay(places, connection)
    assert build(places, connection).rendered == 0
    change(places, 3)
    lay(places, connection)
    assert build(places, connection).rendered == 1
    assert "共 3 项" in (places.site / REPORT / "index.html").read_text("utf-8")
    put(places.docs / "about.md", "# 关于\n")
    put(places.docs / "assets" / "more.css", "")
    assert build(places, connection).rendered > 0
    assert files_of(places.site).keys() == found.keys() | {"assets/more.css"}


def lay(places: Places, connection: Connection) -> None:
    """Note all of docs/ as what is generated is noted."""
    state = FileState(connection, "docs", places.docs)
    with transaction(connection):
        for file in places.docs.rglob("*"):
            if file.is_file():
                state.note(file.relative_to(places.docs).as_posix(), "")


@pytest.mark.parametrize("gone", [f"{REPORT}/index.html", "assets/site.css", "404.html"])
def test_a_file_that_somebody_removed_comes_back(places: Places, connection: Connection, gone: str) -> None:
    build(places, connection)
    before = files_of(places.site)
    (places.site / gone).unlink()
    build(places, connection)
    assert files_of(places.site) == before
    assert_is_settled(places, connection)


def test_what_docs_has_no_more_leaves_the_site(places: Places, connection: Connection) -> None:
    build(places, connection)
    shutil.rmtree(places.docs / "reports")
    build(places, connection)
    assert not (places.site / "reports").exists()
    assert build(places, connection).rendered == 0


def test_a_change_of_the_settings_renders_all(places: Places, connection: Connection) -> None:
    pages = build(places, connection).rendered
    put(places.config, places.config.read_text("utf-8") + "site_name: 别的名字\n")
    assert build(places, connection).rendered == pages
    assert_is_settled(places, connection)


def test_a_file_in_the_place_of_one_of_the_theme_stays(places: Places, connection: Connection) -> None:
    """As a sign of one's own, which browsers show beside the title."""
    own = places.docs / "assets" / "images" / "favicon.png"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(b"our own")
    build(places, connection)
    assert (places.site / "assets" / "images" / "favicon.png").read_bytes() == b"our own"
    put(places.config, places.config.read_text("utf-8") + "site_name: 别的名字\n")
    build(places, connection)
    assert (places.site / "assets" / "images" / "favicon.png").read_bytes() == b"our own"
    own.unlink()
    build(places, connection)
    assert (places.site / "assets" / "images" / "favicon.png").read_bytes() != b"our own"
    assert_is_settled(places, connection)


@pytest.mark.parametrize("preview", [False, True])
def test_a_file_that_the_theme_has_no_more_leaves_the_site(
    tmp_path: Path, places: Places, preview: bool
) -> None:
    """As a script of the theme, whose name has its hash, when there is a newer one."""
    theme, places = tmp_path / "other", replace(places, preview=preview)
    shutil.copytree(ROOT / "theme", theme)
    put(theme / "assets" / "of-old.js", "1")
    settings = yaml.safe_load(places.config.read_text("utf-8"))
    put(places.config, yaml.safe_dump(settings | {"theme": {"custom_dir": str(theme)}}))
    with closing(connect(places.store)[0]) as connection:
        build(places, connection)
        assert (places.site / "assets" / "of-old.js").exists()
        (theme / "assets" / "of-old.js").rename(theme / "assets" / "of-new.js")
        build(places, connection)
        assert not (places.site / "assets" / "of-old.js").exists()
        assert (places.site / "assets" / "of-new.js").exists()
        assert_is_settled(places, connection)


def test_a_change_of_the_extension_or_the_theme_is_another_look(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = site_plan.make_plan(places).look
    extension = tmp_path / "rich_pages.py"
    extension.write_bytes((ROOT / "build_scripts" / "rich_pages.py").read_bytes() + b"\n")
    monkeypatch.setattr(site_plan, "_OWN", (extension,))
    assert site_plan.make_plan(places).look != before


def test_a_dead_link_of_a_hand_written_page_is_told(places: Places, connection: Connection) -> None:
    build(places, connection)
    put(places.docs / "about.md", PAGE)
    assert any("nowhere.md" in warning for warning in build(places, connection).warnings)


def test_a_changed_list_is_read_without_the_hand_written_pages_it_leads_to(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(places, connection)
    home = "# 首页\n\n[方法](method.md) [检索](search.md) [数据](data/index.md)\n"
    put(places.docs / "index.md", home)
    read: list[str] = []
    convert = PageReader.convert

    def told(reader: PageReader, source: str) -> str:
        read.append(source)
        return convert(reader, source)

    monkeypatch.setattr(PageReader, "convert", told)
    assert build(places, connection).warnings == ()
    assert [source.strip() for source in read if source] == [home.strip()]
    before = files_of(places.site)
    shutil.rmtree(places.site)
    build(places, connection)
    assert files_of(places.site) == before


@pytest.mark.parametrize(("count", "method"), [(130, "fork"), (130, ""), (610, "spawn")])
def test_parts_in_processes_of_their_own_give_the_same_site(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch, count: int, method: str
) -> None:
    """A process that cannot be forked, for this one has threads, is worth its start for many pages alone."""
    for number in range(count):
        put(
            places.docs / "reports" / f"{440100 + number}" / "health" / "2023" / "index.md",
            f"# 第 {number} 份\n",
        )
    begun: list[str] = []

    def pool(most: int, *, mp_context: BaseContext) -> ProcessPoolExecutor:
        begun.append(mp_context.get_start_method())
        # Other tests' threads are none of the build's: what is forked here may yet wait for one of their locks.
        return ProcessPoolExecutor(most, mp_context=multiprocessing.get_context("spawn"))

    monkeypatch.setattr(build_module, "has_one_thread", lambda: method == "fork")
    monkeypatch.setattr(build_module, "ProcessPoolExecutor", pool)
    build(places, connection, jobs=2)
    assert begun == ([method] if method else [])
    before = files_of(places.site)
    shutil.rmtree(places.site)
    build(places, connection)
    assert files_of(places.site) == before


def test_a_build_that_fails_leaves_the_old_site(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(places, connection)
    before = files_of(places.site)
    change(places, 265)
    monkeypatch.setattr(shutil, "rmtree", fail_on_full_disk)
    with pytest.raises(OSError, match="No space"):
        build(places, connection)
    assert files_of(places.site) == before


def fail_on_full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_addresses_of_the_sitemap_count_from_the_site(
    places: Places, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(places, connection)
    assert not list(places.site.glob("sitemap*"))
    monkeypatch.setenv("SITE_URL", "https://example.org/fz/")
    build(places, connection)
    assert f"<loc>https://example.org/fz/{REPORT}/</loc>" in (places.site / "sitemap.xml").read_text("utf-8")


def test_settings_that_are_wrong_are_told_in_one_line(places: Places, connection: Connection) -> None:
    build(places, connection)
    before = files_of(places.site)
    put(places.config, places.config.read_text("utf-8") + "nav: 5\n")
    with pytest.raises(UsageError) as told:
        build(places, connection)
    assert "\n" not in str(told.value)
    assert "nav" in str(told.value)
    assert files_of(places.site) == before
