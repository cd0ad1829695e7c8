"""Which address a file's place gives. Addresses last for ever, so a doubtful one is refused."""

import re
from pathlib import Path

from build_scripts.errors import SourceError
from build_scripts.models import Address, Source

_YEARS = range(1949, 10000)
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3})?")  # nine digits: a township or a street
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_STEM = re.compile(r"(?P<year>[0-9]{4})-(?P<department>[a-z0-9-]+)")


def address_of(source: Source) -> Address:
    """Return the address that the file's place gives, or raise ``SourceError``: no address is guessed."""
    problem = _problem(source.region_code, source.department, source.year)
    if problem or source.region_code is None or source.department is None or source.year is None:
        raise SourceError(
            source.path, problem, "请按“地区代码/年度-部门.扩展名”存放，例如 440704/2023-health.txt"
        )
    return Address(source.region_code, source.department, source.year)


def address_of_path(path: Path) -> Address | None:
    """Return the address that a path alone gives (``440704/2023-health.txt``), or ``None``."""
    found = _STEM.fullmatch(path.name.split(".")[0])
    if not found or _problem(path.parent.name, found["department"], int(found["year"])):
        return None
    return Address(path.parent.name, found["department"], int(found["year"]))


def _problem(region: str | None, department: str | None, year: int | None) -> str:
    if region is None or not _CODE.fullmatch(region):
        return "不知道它属于哪个地区"
    if department is None or not _SLUG.fullmatch(department):
        return "不知道它属于哪个部门"
    if year is None or year not in _YEARS:
        return "不知道它是哪一年度的报告"
    return ""
