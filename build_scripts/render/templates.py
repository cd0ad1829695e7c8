"""The Jinja environment: what a template prints is escaped unless it is ``Markup`` already."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from build_scripts.render.escape import escape


def render_template(name: str, **values: object) -> bytes:
    """Return the page that template ``name`` makes of ``values``: UTF-8, ``\\n`` line ends, one at the end."""
    text = _environment().get_template(name).render(**values)
    return (text.strip("\n") + "\n").encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("build_scripts.render"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - finalize escapes, for Markdown as well
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _harmless(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a template printed None")
    if type(value).__name__ in {"Undefined", "StrictUndefined"}:
        return value
    return escape(str(value))
