"""What an editor is told whose file has a wrong name: what was meant, by the name and by the file's first lines."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from build_scripts.rules.departments import classify_department, load_departments

_HEAD = 4000  # bytes of a file in which its title is looked for


def advise_department(data: bytes, slug: str) -> str:
    """Say which department was meant: one spelt alike, or the one that the text's head names."""
    table = load_departments()
    alike = get_close_matches(slug, [department.slug for department in table.departments], n=1)
    meant = [table.get(slug) for slug in dict.fromkeys((*alike, *_own_departments(data)))]
    told = "或 ".join(f"{department.slug}（{department.name}）" for department in meant if department)
    if told:
        return f"您是不是要写 {told}"
    return "请先在 build_scripts/rules/departments.yml 中登记"


def example_place(path: Path, data: bytes) -> str:
    """Return how the file should be called: 411523/2023-health.txt, from its folder and its text where they tell."""
    year = re.search("20[0-9]{2}", path.stem)
    code = path.parent.name if re.fullmatch("[0-9]{6}|[0-9]{9}", path.parent.name) else "440704"
    slug = next(_own_departments(data), "health")
    return f"{code}/{year[0] if year else 2023}-{slug}{path.suffix or '.txt'}"


def _own_departments(data: bytes) -> Iterator[str]:
    """Yield the slug of the department that the first lines of a file name, at most one."""
    first = data[:_HEAD]
    head = max((first.decode(code, "ignore") for code in ("utf-8", "gb18030")), key=_count_usual)
    for line in head.splitlines():
        if department := classify_department(load_departments(), line.strip("#*　 ")[:80]):
            yield department.slug
            return


def _count_usual(text: str) -> int:
    """Return how often characters of most reports occur; a text read in a wrong encoding has none."""
    return sum(text.count(character) for character in "法治年度报告局县")
