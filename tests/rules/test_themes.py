"""Themes: every one has a slug, said once, that fits an address; and the words readers see know them all."""

import pytest

from build_scripts.errors import RuleError
from build_scripts.render.labels import THEMES
from build_scripts.rules import themes
from build_scripts.rules.themes import load_themes


def test_every_theme_has_a_slug_of_its_own() -> None:
    slugs = [theme.slug for theme in load_themes()]
    assert len(set(slugs)) == len(slugs)


def test_readers_see_the_same_themes() -> None:
    assert {theme.name for theme in load_themes()} == set(THEMES)


@pytest.mark.parametrize("entry", [{"id": "甲"}, {"id": "甲", "slug": "A b"}, {"slug": "a"}, "甲"])
def test_a_broken_entry_is_named(monkeypatch: pytest.MonkeyPatch, entry: object) -> None:
    monkeypatch.setattr(themes, "load_yaml", lambda _: {"themes": [entry]})
    with pytest.raises(RuleError):
        load_themes("broken")


def test_an_empty_list_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "load_yaml", lambda _: {})
    with pytest.raises(RuleError):
        load_themes("empty")
