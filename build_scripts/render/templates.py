"""The Jinja environments: what a template prints is escaped unless it is ``Markup`` already."""

from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from build_scripts.render.escape import escape, escape_markdown


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
        autoescape=True,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.code_generator_class = _EscapedOnce
    return environment


class _EscapedOnce(CodeGenerator):
    """Writes templates that print what ``harmless`` returns; it need not be escaped again."""

    def _output_child_pre(
        self, _node: nodes.Expr, _frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(finalize.src or "")

    def _output_child_post(
        self, _node: nodes.Expr, _frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(")" if finalize.src else "")
