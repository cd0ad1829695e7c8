"""Templates kept as compiled: each way of escaping has its own, and a folder that is gone is no fault."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import DictLoader

from build_scripts.render import templates
from build_scripts.render.escape import escape, escape_html, escape_markdown
from tests.render.sample import sample_result
from tests.sites import write_site

# A word that stands in the template is escaped as it is compiled.
TEMPLATE = "{{ '<a> *b*' }} {{ told }}"
WAYS = (templates.render_template, templates.render_html, templates.render_plain)


@pytest.fixture
def fresh() -> Iterator[Callable[[], None]]:
    """Give what makes the environments anew, as another process would; no other test has these."""

    def begin() -> None:
        templates._environment.cache_clear()
        for escaped in (escape, escape_html, escape_markdown):
            templates._environment(escaped).loader = DictLoader({"a": TEMPLATE})

    begin()
    yield begin
    templates._environment.cache_clear()


def _rendered() -> list[bytes]:
    return [way("a", told="<c> _d_") for way in WAYS]


def test_kept_templates_say_the_same(tmp_path: Path, fresh: Callable[[], None]) -> None:
    plain = _rendered()
    assert len(set(plain)) == len(WAYS)
    for _ in range(2):
        fresh()
        templates.keep_compiled(str(tmp_path))
        assert _rendered() == plain
    assert len(list(tmp_path.iterdir())) == len(WAYS)


def test_lists_find_their_templates_compiled(tmp_path: Path) -> None:
    templates._environment.cache_clear()
    folder = tmp_path / "compiled"
    folder.mkdir()
    templates.keep_compiled(str(folder))
    templates.compile_lists()
    compiled = {file.name for file in folder.iterdir()}
    write_site([sample_result()], tmp_path)
    templates._environment.cache_clear()
    later = {file.name for file in folder.iterdir()} - compiled
    assert compiled
    assert later
    assert not [name for name in later if name.startswith("escape-")]


def test_a_damaged_or_missing_folder_is_no_fault(tmp_path: Path, fresh: Callable[[], None]) -> None:
    plain = _rendered()
    templates.keep_compiled(str(tmp_path / "none"))
    fresh()
    templates.keep_compiled(str(tmp_path / "none"))
    assert _rendered() == plain
    fresh()
    templates.keep_compiled(str(tmp_path))
    _rendered()
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:40])
    fresh()
    templates.keep_compiled(str(tmp_path))
    assert _rendered() == plain
