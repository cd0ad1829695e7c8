"""The Jinja environments: what a template prints is escaped unless it is ``Markup`` already."""

from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup

from build_scripts.render.escape import escape, escape_markdown, ready


def render_template(name: str, /, **values: object) -> bytes:
    """Return the page that template ``name`` makes of ``values``: UTF-8, ending in one line end.

    What is printed is harmless in Markdown and in the HTML of it.
    """
    return _filled(_environment(escape), name, values)


def render_plain(name: str, /, **values: object) -> bytes:
    """Return plain Markdown without HTML: like ``render_template``, but what is printed is escaped for that alone."""
    return _filled(_environment(escape_markdown), name, values)


def _filled(environment: Environment, name: str, values: dict[str, object]) -> bytes:
    text = environment.get_template(name).render(**values)
    return (text.strip("\n") + "\n").encode()


@lru_cache(maxsize=2)
def _environment(escaped: Callable[[str], str]) -> Environment:
    def harmless(value: object) -> object:
        """Escape what a template prints."""
        if isinstance(value, Markup | Undefined):
            return value
        if value is None:
            raise TypeError("a template printed None")
        return ready(escaped(str(value)))

    return Environment(
        loader=PackageLoader("build_scripts.render"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
