"""The shape of the code: sizes, who may import whom, who may touch the machine, names, docstrings.

Each check is a function from one parsed module to complaints of the form `file:line: what`, and is shown on a small
sample that it can fail.
"""

import ast
import re
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "build_scripts"

STAGES = frozenset(
    {
        "read",
        "pictures",
        "head",
        "clean",
        "structure",
        "extract",
        "check",
        "render",
        "search",
        "offline",
        "publish",
        "store",
        "downloads",
    }
)
KNOW_THE_ORDER = frozenset(
    {
        "pipeline",
        "commands",
        "convert",
        "building",
        "docs_folder",
        "data_folder",
        "lists_apart",
        "build_commands",
        "release_commands",
        "preview",
        "job",
        "intake",
    }
)
# What lays files down, and what runs inside the site tool: they ask the store, and know no stage.
ASK_THE_STORE = frozenset({"publish", "site", "rich_pages", "publication_files"})
RIMS = frozenset(
    {
        "sources",
        "record_files",
        "audit",
        "bounded_files",
        "read",
        "addresses",
        "build_commands",
        "release_commands",
        "publication_files",
        "releases",
        "preview",
        "building",
        "docs_folder",
        "data_folder",
        "downloads",
        "publish",
        "store",
        "site",
        "storage",
        "web",
        "intake",
        "engine",
        "progress",
        "cli",
        "commands",
        "score",
        "bootstrap",
        "machine",
        "package_hashes",
        "hook",
        "lean_theme",
        "verify",
        "rules",
        "demo",
        "__main__",
    }
)

MODULE_LINES, FUNCTION_LINES, MEDIAN_FUNCTION_LINES, PARAMETERS = 300, 40, 10, 5

EFFECT_CALLS = frozenset({"open", "print", "input"})
EFFECT_METHODS = frozenset(
    {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "touch", "rmdir"}
)
EFFECT_MODULES = frozenset({"subprocess", "shutil", "tempfile"})
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "core", "common", "manager", "managers"})

# Spelt so that this file does not hold what it forbids.
MACHINE_PATHS = re.compile(
    r"(?<![\w.:/-])/(?:[r]oot/|home/[\w.-]+/|Users/[\w.-]+/|[w]ork/(?:main|shared|\.))|\b[A-Z]:\\Users\\\w+"
)
REGISTRY_HOSTS = re.compile(
    r"pypi\.(?:org|tuna|doubanio)|pythonhosted\.org|npmjs\.(?:org|com)|npmmirror\.com|deb\.debian\.org"
    r"|mirrors?\.[\w.-]+/(?:pypi|debian|ubuntu|npm)|--(?:extra-)?index-url"
)

Complaints = Iterator[str]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed module and its path from the repository root, with forward slashes."""

    path: str
    source: str
    tree: ast.Module

    @property
    def unit(self) -> str:
        """The stage or top module it belongs to: `read` for `build_scripts/read/pdf.py`."""
        return self.path.split("/")[1].removesuffix(".py")

    def at(self, node: ast.stmt | ast.expr, what: str) -> str:
        """A complaint about `node`."""
        return f"{self.path}:{node.lineno}: {what}"


Check = Callable[[Module], Complaints]


def parse_module(path: str, source: str) -> Module:
    return Module(path, source, ast.parse(source))


@cache
def find_modules() -> tuple[Module, ...]:
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    return tuple(parse_module(f.relative_to(ROOT).as_posix(), f.read_text(encoding="utf-8")) for f in files)


def find_functions(module: Module) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(module.tree) if isinstance(node, FunctionNode))


def count_lines(function: FunctionNode) -> int:
    """Lines from `def` to the end, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def check_module_length(module: Module) -> Complaints:
    lines = len(module.source.splitlines())
    if lines > MODULE_LINES:
        yield f"{module.path}:{lines}: {lines} lines, at most {MODULE_LINES}"


def check_function_length(module: Module) -> Complaints:
    for function in find_functions(module):
        lines = count_lines(function)
        if lines > FUNCTION_LINES:
            yield module.at(function, f"{function.name} has {lines} lines, at most {FUNCTION_LINES}")


def check_parameters(module: Module) -> Complaints:
    for function in find_functions(module):
        a = function.args
        names = [arg.arg for arg in (*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg) if arg]
        count = len(names) - (names[:1] in (["self"], ["cls"]))
        if count > PARAMETERS:
            yield module.at(function, f"{function.name} has {count} parameters, at most {PARAMETERS}")


def find_imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import with the full dotted name of what it names, relative ones resolved."""
    package = module.path.split("/")[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node, f"{start}.{alias.name}") for alias in node.names)


def check_imports(module: Module) -> Complaints:
    for node, name in find_imports(module):
        if not name.startswith(f"{PACKAGE}."):
            continue
        target = name.split(".")[1]
        if module.unit == "models":
            if target != "models":
                yield module.at(node, f"models imports nothing of ours, but {name}")
        elif target == "store" and module.unit in ASK_THE_STORE:
            continue
        elif target in STAGES - {module.unit} and module.unit not in KNOW_THE_ORDER:
            yield module.at(node, f"{module.unit} imports the stage {target}; only pipeline and commands may")


def find_effects(module: Module) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in EFFECT_CALLS:
                yield node, f"{name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in EFFECT_METHODS:
                yield node, f".{name}()"
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "stdin" as name):
                yield node, f"sys.{name}"
    for statement, name in find_imports(module):
        if name.split(".")[0] in EFFECT_MODULES:
            yield statement, name.split(".")[0]


def check_effects(module: Module) -> Complaints:
    if module.unit not in RIMS:
        for node, what in find_effects(module):
            yield module.at(node, f"{what} in {module.unit}; only {', '.join(sorted(RIMS))} may")


def check_names(module: Module) -> Complaints:
    stem = Path(module.path).stem
    named: list[tuple[int, str]] = [(1, stem), (1, module.unit)]
    nodes = (node for node in ast.walk(module.tree) if isinstance(node, FunctionNode | ast.ClassDef))
    named += [(node.lineno, node.name) for node in nodes]
    for line, name in dict.fromkeys(named):
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")
        if empty := EMPTY_NAMES.intersection(words):
            yield f"{module.path}:{line}: {name} says nothing: {', '.join(empty)}"


def find_public(body: list[ast.stmt]) -> Iterator[FunctionNode | ast.ClassDef]:
    for node in body:
        if isinstance(node, FunctionNode | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from find_public(node.body)


def check_docstrings(module: Module) -> Complaints:
    if ast.get_docstring(module.tree) is None:
        yield f"{module.path}:1: no docstring"
    for node in find_public(module.tree.body):
        if ast.get_docstring(node) is None:
            yield module.at(node, f"{node.name} has no docstring")


SIZE_CHECKS: list[Check] = [check_module_length, check_function_length, check_parameters]
CHECKS: list[Check] = [*SIZE_CHECKS, check_imports, check_effects, check_names, check_docstrings]


def check_median(modules: Sequence[Module]) -> Complaints:
    lengths = [(count_lines(f), m.at(f, f.name)) for m in modules for f in find_functions(m)]
    if lengths and statistics.median(lines for lines, _ in lengths) > MEDIAN_FUNCTION_LINES:
        longest = "; ".join(f"{where} ({lines})" for lines, where in sorted(lengths, reverse=True)[:10])
        yield f"the median function is over {MEDIAN_FUNCTION_LINES} lines; the longest: {longest}"


def check_same_names(modules: Sequence[Module]) -> Complaints:
    """Complaints about modules of one name: a stranger who reads it in a message must know which is meant."""
    places: dict[str, list[str]] = {}
    for module in modules:
        places.setdefault(Path(module.path).stem, []).append(module.path)
    for name, paths in places.items():
        if len(paths) > 1 and not name.startswith("__"):
            yield f"{' and '.join(paths)} have one name"


def check_text(path: str, text: str) -> Complaints:
    """Complaints about paths of one machine and hosts of package registries in a tracked file."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, what in ((MACHINE_PATHS, "a machine's path"), (REGISTRY_HOSTS, "a registry's address")):
            if found := pattern.search(line):
                yield f"{path}:{number}: {what}: {found.group()}"


@pytest.mark.heavy
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_module_keeps(check: Check) -> None:
    complaints = [complaint for module in find_modules() for complaint in check(module)]
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.mark.heavy
def test_the_median_function_is_short() -> None:
    assert not list(check_median(find_modules()))


@pytest.mark.heavy
def test_no_two_modules_have_one_name() -> None:
    assert not list(check_same_names(find_modules()))


def test_modules_of_one_name_are_found() -> None:
    tree = ast.parse("")
    paths = ("read/places.py", "render/places.py", "read/__init__.py", "render/__init__.py", "read/rows.py")
    modules = [Module(f"build_scripts/{path}", "", tree) for path in paths]
    assert list(check_same_names(modules)) == [
        "build_scripts/read/places.py and build_scripts/render/places.py have one name"
    ]


@pytest.mark.heavy
def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [path for path in listed.stdout.decode().split("\0") if path and (ROOT / path).is_file()]
    texts = ((path, (ROOT / path).read_bytes().decode("utf-8", errors="replace")) for path in paths)
    complaints = [complaint for path, text in texts for complaint in check_text(path, text)]
    assert paths, "no tracked file found"
    assert not complaints, "\n" + "\n".join(complaints)


DOCUMENTED = '"""Says what."""\n'
DOCUMENTED_CLASS = DOCUMENTED + "class A:\n    '''Is what.'''\n"
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 40
FULL_FUNCTION = "def f():\n    '''Says\n    what.'''\n" + "    x = 1\n" * 39

BAD = [
    (check_module_length, "render/page.py", "\n" * 301, "build_scripts/render/page.py:301: 301 lines"),
    (check_function_length, "render/page.py", LONG_FUNCTION, "page.py:1: f has 41 lines"),
    (check_parameters, "clean.py", "def f(a, b, /, c, *d, e, **g): ...", "clean.py:1: f has 6 parameters"),
    (check_imports, "clean/fix.py", "from build_scripts.read import text", "clean imports the stage read"),
    (check_imports, "clean/fix.py", "import build_scripts.read.text", "clean imports the stage read"),
    (check_imports, "clean/a.py", "def f():\n    import build_scripts.read", "a.py:2: clean imports the"),
    (check_imports, "clean/fix.py", "from ..extract.totals import x", "clean imports the stage extract"),
    (
        check_imports,
        "rich_pages.py",
        "from build_scripts.render import x",
        "rich_pages imports the stage render",
    ),
    (check_imports, "sources.py", "from . import publish", "sources imports the stage publish"),
    (check_imports, "models.py", "from build_scripts.errors import X", "models imports nothing of ours"),
    (check_effects, "extract/totals.py", "x = 1\nopen('a')", "totals.py:2: open() in extract"),
    (check_effects, "extract/totals.py", "print(1)", "print() in extract"),
    (check_effects, "pipeline.py", "p.read_text()", ".read_text() in pipeline"),
    (check_effects, "pipeline.py", "p.write_bytes(b'')", ".write_bytes() in pipeline"),
    (check_effects, "render/page.py", "import sys\nsys.stderr.write('')", "page.py:2: sys.stderr"),
    (check_effects, "render/page.py", "from subprocess import run", "subprocess in render"),
    (check_names, "utils.py", "", "utils.py:1: utils says nothing"),
    (check_names, "clean/common.py", "", "common says nothing"),
    (check_names, "helpers/text.py", "", "helpers says nothing"),
    (check_names, "clean/a.py", "class FixManager: ...", "a.py:1: FixManager says nothing: manager"),
    (check_names, "clean/a.py", "\ndef core_text(): ...", "a.py:2: core_text says nothing: core"),
    (check_docstrings, "clean/a.py", "x = 1", "a.py:1: no docstring"),
    (check_docstrings, "clean/a.py", DOCUMENTED + "def f(): ...", "a.py:2: f has no docstring"),
    (check_docstrings, "clean/a.py", DOCUMENTED_CLASS + "    def f(self): ...", "a.py:4: f has no docstring"),
]

GOOD = [
    (check_module_length, "render/page.py", "\n" * 300),
    (check_function_length, "render/page.py", FULL_FUNCTION),
    (check_parameters, "clean.py", "class A:\n    def f(self, a, b, c, d, e): ..."),
    (check_imports, "pipeline.py", "from build_scripts.read import text"),
    (check_imports, "rich_pages.py", "from build_scripts.store import read_page"),
    (check_imports, "read/pdf.py", "from build_scripts.read import text\nfrom ..models import X"),
    (check_imports, "models.py", "import decimal"),
    (check_effects, "publish/pages.py", "import subprocess\nopen('a')\nprint(1)"),
    (check_effects, "clean/fix.py", "text.replace('a', 'b')"),
    (check_names, "score.py", "def scores_corepressor(): ..."),
    (check_docstrings, "clean/a.py", DOCUMENTED + "def _f(): ...\nclass _A:\n    def f(self): ..."),
]


@pytest.mark.parametrize(("check", "path", "source", "complaint"), BAD)
def test_a_check_finds(check: Check, path: str, source: str, complaint: str) -> None:
    complaints = list(check(parse_module(f"{PACKAGE}/{path}", source)))
    assert len(complaints) == 1
    assert complaint in complaints[0]


@pytest.mark.parametrize(("check", "path", "source"), GOOD)
def test_a_check_lets_pass(check: Check, path: str, source: str) -> None:
    assert list(check(parse_module(f"{PACKAGE}/{path}", source))) == []


def test_the_median_counts_the_functions_of_all_modules() -> None:
    short = parse_module(f"{PACKAGE}/a.py", "def a(): ...\ndef b(): ...")
    long = parse_module(f"{PACKAGE}/b.py", LONG_FUNCTION)
    assert list(check_median([short, long])) == []
    assert "build_scripts/b.py:1: f (41)" in next(check_median([long]))


# The bar, taken out again, keeps each sample from being found in this very file.
@pytest.mark.parametrize("line", ["/ro|ot/x", "in /ho|me/someone/x", "/Us|ers/someone/x", "/wo|rk/main"])
def test_a_tracked_file_names_no_machine(line: str) -> None:
    assert [c[:17] for c in check_text("a.md", "\n" + line.replace("|", ""))] == ["a.md:2: a machine"]


@pytest.mark.parametrize(
    "line", ["https://pypi|.org/simple", "https://mirrors.a.cn|/pypi/", "--index|-url x"]
)
def test_a_tracked_file_names_no_registry(line: str) -> None:
    assert [c[:18] for c in check_text("a.md", "\n" + line.replace("|", ""))] == ["a.md:2: a registry"]


@pytest.mark.parametrize("line", ["https://a.gov.cn/home/news/1.html", "./work/x", "the root/ folder"])
def test_a_tracked_file_may_say(line: str) -> None:
    assert list(check_text("a.md", line)) == []
