"""Texts as reports: what the pipeline knows of words that no file holds."""

from pathlib import Path
from typing import Any

from build_scripts.models import Result, Source
from build_scripts.pipeline import process_raw
from build_scripts.read.text_file import read_text_file
from build_scripts.rules.loading import parse_yaml

# A report's first lines, under which a sentence is prose of the year 2023.
HEAD = "新县卫生健康委员会2023年法治政府建设年度报告\n一、主要工作\n"


def source_at(path: str) -> Source:
    """Return the source of a file that need not be there."""
    return Source(path=Path(path), sha256="", media_type="text/plain")


def result_of(text: str, source: Source | None = None) -> Result:
    """Return all that is known of ``text``, as if a file held it in UTF-8."""
    return process_raw(read_text_file(source or source_at("报告.txt"), text.encode()))


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - what stands in a file is of any type
    """Return what a YAML file holds, by the fast loader: the plain one of PyYAML takes ten times as long."""
    return parse_yaml(path.read_text(encoding="utf-8"))
