"""The Jinja environment: what a template prints is escaped unless it is ``Markup`` already."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup

from build_scripts.render.escape import escape, ready


def render_template(name: str, /, **values: object) -> bytes:
    """Return the page that template ``name`` makes of ``values``: UTF-8, ending in one line end."""
    text = _environment().get_template(name).render(**values)
    return (text.strip("\n") + "\n").encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("build_scripts.render"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _harmless(value: object) -> object:
    """Escape what a template prints, for Markdown as well as HTML."""
    if isinstance(value, Markup | Undefined):
        return value
    if value is None:
        raise TypeError("a template printed None")
    return ready(escape(str(value)))
