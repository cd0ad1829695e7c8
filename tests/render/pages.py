"""Pages as a browser would have them: Markdown turned to HTML with the site's own extensions, and read back."""

from html.parser import HTMLParser
from pathlib import Path

import markdown
import yaml
from markdown.extensions.toc import TocExtension, TocTreeprocessor

from build_scripts.render.front_matter import strip_front_matter
from build_scripts.rich_pages import make_ready

ROOT = Path(__file__).parents[2]


class _AnyTag(yaml.SafeLoader):
    """Reads mkdocs.yml without giving its tags a meaning."""


_AnyTag.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _extensions() -> list[str]:
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _AnyTag)  # noqa: S506 - a SafeLoader
    named = [
        entry if isinstance(entry, str) else next(iter(entry)) for entry in settings["markdown_extensions"]
    ]
    # Without the one that asks the store: tests of pages give it the pages themselves.
    return [name for name in dict.fromkeys(named) if name != "build_scripts.rich_pages"]


EXTENSIONS = _extensions()
TOC = TocTreeprocessor(markdown.Markdown(), TocExtension().getConfigs())


class Elements(HTMLParser):
    """Collects a page's visible text, its elements with their attributes, and its anchors."""

    def __init__(self, page: str) -> None:
        """Read ``page``."""
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._in_permalink = False
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_permalink = ("class", "headerlink") in attrs

    def handle_data(self, data: str) -> None:
        """Keep words, but for the mark of a permanent link, which shows when it is pointed at."""
        if not self._in_permalink:
            self.words.append(data)
        self._in_permalink = False

    @property
    def ids(self) -> list[str]:
        """Return all ids, in order."""
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    @property
    def links(self) -> list[str]:
        """Return all addresses that are linked to or loaded."""
        return [attrs[name] for _, attrs in self.elements for name in ("href", "src") if name in attrs]


def html_of(page: str) -> str:
    """Return a page as HTML: of Markdown, its front matter left out, or a rich page, which is HTML already."""
    if page.startswith("<h1>"):
        return make_ready(page, TOC).html
    return markdown.markdown(strip_front_matter(page), extensions=EXTENSIONS)


def visible_text(page: str) -> str:
    """Return the words of a page as a reader sees them, blanks folded."""
    return " ".join("".join(Elements(html_of(page)).words).split())
