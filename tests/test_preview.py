"""A save in the preview: the report alone is converted and shown at once; then all is as a whole run makes it."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from build_scripts import build_commands, hook, preview
from build_scripts.convert import convert
from build_scripts.job import Job
from build_scripts.models import Conversion, Places
from build_scripts.preview import make_preview, show, show_saved
from build_scripts.site import build as site_build
from build_scripts.site import saved
from build_scripts.site.mkdocs_run import Part, Rendered, render_part

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
GOOD = ("411523/2023-health.txt", "433126/2023-health.txt")
REPORT = "source_reports/411523/2023-health.txt"
PAGE = "reports/411523/health/2023/index.html"
LIST = "regions/411523/index.html"


def silent(_: str) -> None:
    """Say nothing."""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A project of two reports with a preview that was made."""
    for name in GOOD:
        for file in (name, f"{name}.yml"):
            (tmp_path / "source_reports" / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "source_reports" / file, tmp_path / "source_reports" / file)
    docs = tmp_path / "docs"
    docs.mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        shutil.copy(page, docs)
    shutil.copytree(ROOT / "docs/assets", docs / "assets", ignore=shutil.ignore_patterns("search"))
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "hooks": [str(ROOT / "build_scripts" / "lean_theme.py")],
        "strict": False,
        "theme": {"custom_dir": str(ROOT / "theme")},
    }
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert make_preview(Places(tmp_path), silent) == 0
    return Places(tmp_path)


def tree(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def save(places: Places, word: str = "检查企业98765家") -> None:
    raw = places.root / REPORT
    raw.write_bytes(raw.read_bytes() + f"\n另外，{word}。\n".encode())


def words(places: Places, page: str) -> str:
    html = (places.cache / "preview" / page).read_text("utf-8")
    return re.sub("<[^>]*>", "", html)


def test_a_save_is_one_conversion_and_one_run_over_its_pages(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[Path] = []
    rendered: list[Part] = []

    def count_conversions(job: Job) -> Conversion:
        converted.append(job.file.path)
        return convert(job)

    def count_runs(part: Part) -> Rendered:
        rendered.append(part)
        return render_part(part)

    monkeypatch.setattr(build_commands, "convert_job", count_conversions)
    monkeypatch.setattr(saved, "render_part", count_runs)
    before = tree(places.cache / "preview")
    save(places)
    assert show_saved(places, [REPORT], silent) == 0
    assert "检查企业98765家" in words(places, PAGE)
    assert converted == [Path(REPORT)]
    assert [{page.split("/")[1] for page in part.pages} for part in rendered] == [{"411523"}]
    after = tree(places.cache / "preview")
    changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
    assert all(
        "411523" in file and file.startswith(("reports/", "data/reports/", "data/compared/"))
        for file in changed
    )


def test_what_follows_converts_nothing_and_makes_what_a_whole_run_does(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(places)
    show(places, [REPORT], silent)
    with monkeypatch.context() as broken:
        broken.setattr(build_commands, "convert_job", None)
        broken.setattr(site_build, "render_part", render_part)
        assert show(places, [], silent) == 0
    step_by_step = tree(places.cache / "preview"), tree(places.docs)
    shutil.rmtree(places.cache)
    for folder in ("reports", "data", "regions"):
        shutil.rmtree(places.docs / folder)
    make_preview(places, silent)
    at_once = tree(places.cache / "preview"), tree(places.docs)
    assert [placed(files) for files in step_by_step] == [placed(files) for files in at_once]


def placed(files: dict[str, str]) -> list[tuple[str, str]]:
    """Return the files with the folders of the index's segments nameless: a text stays in the one it came to first.

    Without the two files that tell these folders' names.
    """
    told = ("assets/search/manifest.json", "/reports.bin")
    nameless = ((re.sub("(assets/search)/[0-9a-f]{12}/", r"\1/", name), data) for name, data in files.items())
    return sorted(
        one for one in nameless if not (one[0].startswith("assets/search/") and one[0].endswith(told))
    )


def test_a_save_that_fails_is_told_and_the_page_stays(places: Places) -> None:
    before = tree(places.cache / "preview")
    said: list[str] = []
    (places.root / REPORT).write_bytes(b"\xff\xfe\x00\xd8\x00")
    assert show_saved(places, [REPORT], said.append) == 1
    assert [line for line in said if REPORT in line] == said
    assert len(said) == 1
    assert tree(places.cache / "preview") == before


def test_a_new_report_has_its_page_before_any_list_names_it(places: Places) -> None:
    name = "source_reports/440704/2023-health.txt"
    for file in (name, f"{name}.yml"):
        (places.root / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, places.root / file)
    preview.show_saved(places, [name, f"{name}.yml"], silent)
    assert (places.cache / "preview/reports/440704/health/2023/index.html").is_file()
    assert not (places.cache / "preview/regions/440704").exists()
    preview.show(places, [], silent)
    assert (places.cache / "preview/regions/440704/index.html").is_file()


@pytest.mark.parametrize("is_behind", [True, False])
def test_pages_say_that_lists_follow_while_they_do(monkeypatch: pytest.MonkeyPatch, is_behind: bool) -> None:
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, ".")
    monkeypatch.setattr(hook, "WATCHED", ())
    monkeypatch.setattr(hook, "FLAT", ())
    monkeypatch.setattr(hook.preview, "is_behind", is_behind)
    try:
        hook.on_serve(server, config=MkDocsConfig(), builder=None)
        page = server._inject_js_into_html("<p>报告</p></body>".encode(), 1)  # type: ignore[no-untyped-call]
    finally:
        server.server_close()
    assert ("列表、检索和数据文件正在更新" in page.decode()) is is_behind
