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
        raise UnreadableError(
            source.path,
            f"读这种文件要先装软件包 {name.partition('.')[0]}",
            "请运行 pip install -r requirements-formats.txt",
        ) from error
