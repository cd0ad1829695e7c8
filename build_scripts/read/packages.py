"""Packages that only some kinds of files need: imported when such a file comes, told where missing."""

from importlib import import_module
from types import ModuleType

from build_scripts.errors import UnreadableError
from build_scripts.models import Source


def load_package(source: Source, name: str) -> ModuleType:
    """Return the module ``name``. Raises ``UnreadableError`` where its package is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise package_missing(source, name) from error


def package_missing(source: Source, name: str) -> UnreadableError:
    """Return the error of a file that the package with the module ``name`` reads, which is not installed."""
    package = name.partition(".")[0]
    advice = "请运行 pip install -r requirements-formats.txt"
    return UnreadableError(source.path, f"读这种文件要先装软件包 {package}", advice)
