"""The Jinja environments: what a template prints is escaped once, unless it is ``Markup`` already."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pickle import UnpicklingError

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from build_scripts.render.escape import escape, escape_html, escape_markdown, ready

_OF_HTML = ".html.j2"


def render_template(name: str, /, **values: object) -> bytes:
    """Return the page that template ``name`` makes of ``values``: UTF-8, ending in one line end.

    What is printed is harmless in Markdown and in the HTML of it.
    """
    return _filled(_environment(escape), name, values)


def render_html(name: str, /, **values: object) -> bytes:
    """Return ready HTML, which no Markdown reads: like ``render_template``, but escaped for that alone."""
    return _filled(_environment(escape_html), name, values)


def render_plain(name: str, /, **values: object) -> bytes:
    """Return plain Markdown without HTML: like ``render_template``, but what is printed is escaped for that alone."""
    return _filled(_environment(escape_markdown), name, values)


def keep_compiled(folder: str) -> None:
    """Let templates be kept as compiled in ``folder`` from one run to the next: a quarter of a second.

    What was compiled by other code must not lie there: words that stand in a template are escaped as it is compiled.
    """
    for escaped in (escape, escape_html, escape_markdown):
        _environment(escaped).bytecode_cache = _Compiled(folder, f"{escaped.__name__}-%s.compiled")


def compile_lists() -> None:
    """Compile the templates of all pages but those of a report, and keep them, to be found when they are needed."""
    environment = _environment(escape)
    for name in environment.list_templates(filter_func=lambda name: not name.endswith(_OF_HTML)):
        environment.get_template(name)


class _Compiled(FileSystemBytecodeCache):
    """Keeps what it can: a folder that is gone, or that nobody may write into, is no fault, nor is a damaged file."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _filled(environment: Environment, name: str, values: dict[str, object]) -> bytes:
    text = environment.get_template(name).render(**values)
    return (text.strip("\n") + "\n").encode()


@lru_cache(maxsize=3)
def _environment(escaped: Callable[[str], str]) -> Environment:
    def harmless(value: object) -> str:
        """Escape what a template prints."""
        if isinstance(value, Markup):
            return value
        if value is None:
            raise TypeError("a template printed None")
        return escaped(str(value))

    environment = Environment(
        loader=PackageLoader("build_scripts.render"),
        undefined=StrictUndefined,
        # All that is printed goes through ``finalize``. Jinja's own escaping would come on top of it.
        autoescape=False,  # noqa: S701
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        # It would look at the file of each template again for each page.
        auto_reload=False,
    )
    # Of what a macro gives, whose parts were escaped as it printed them.
    environment.filters["ready"] = ready
    return environment
