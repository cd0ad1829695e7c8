"""The departments that a report may come from: which slug an agency's reports stand under.

The words are data (``departments.yml``). An agency that the table lacks gets none: no page goes out under a guessed
address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from build_scripts.rules.loading import parse_yaml

_TABLE = Path(__file__).with_name("departments.yml")


class _Entry(TypedDict):
    slug: str
    name: str
    words: list[str]
    examples: list[str]
    counter_examples: NotRequired[list[str]]
    whole: NotRequired[bool]


@dataclass(frozen=True, slots=True)
class Department:
    """A department by its slug, which is part of addresses for ever, and its Chinese label: health, 卫生健康."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    department: Department
    whole: bool


@dataclass(frozen=True, slots=True)
class DepartmentTable:
    """Every department in order of slug, and the words it is known by, those that win first."""

    departments: tuple[Department, ...]
    words: tuple[_Word, ...]

    def get(self, slug: str) -> Department | None:
        """Return the department of ``slug``; a record may add a word for a second body: health-cdc is 卫生健康."""
        named = [d for d in self.departments if slug == d.slug or slug.startswith(d.slug + "-")]
        return max(named, key=lambda department: len(department.slug), default=None)


@cache
def load_departments(path: Path = _TABLE) -> DepartmentTable:
    """Read the table: ``load_departments().get("water")`` is 水利. Raise ``OSError`` where it is missing."""
    book = cast("dict[str, list[_Entry]]", parse_yaml(path.read_text(encoding="utf-8")))
    entries = book["departments"]
    words = sorted(_words(entries), key=lambda word: (word.whole, -len(word.text)))
    return DepartmentTable(tuple(Department(entry["slug"], entry["name"]) for entry in entries), tuple(words))


def classify_department(departments: DepartmentTable, agency: str | None) -> Department | None:
    """Return the department that ``agency`` is of, or ``None`` where the table lacks it. Never raises.

    解放区卫健委 is health, 新县人民政府办公室 government-office, 兴隆镇人民政府 government, 新县人民法院 none.
    The longest word in the name wins, of equal ones the first; a whole body's word must end it (``departments.yml``).
    """
    name = "".join((agency or "").split())
    found = [word for word in departments.words if _stands_in(word, name)]
    if not found:
        return None
    best = min(found, key=lambda word: (word.whole, -len(word.text), name.find(word.text)))
    return best.department


def _words(entries: list[_Entry]) -> Iterator[_Word]:
    for entry in entries:
        for text in entry["words"]:
            yield _Word(text, Department(entry["slug"], entry["name"]), entry.get("whole", False))


def _stands_in(word: _Word, name: str) -> bool:
    return name.endswith(word.text) if word.whole else word.text in name
