"""Where a report lives on the site. Addresses last for ever, so a doubtful one is refused."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from build_scripts.errors import SourceError
from build_scripts.models import Source

_YEARS = range(1949, 10000)
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3})?")  # nine digits: a township or a street
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_STEM = re.compile(r"(?P<year>[0-9]{4})-(?P<department>[a-z0-9-]+)")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Region code, department slug and year: together they name one report."""

    region: str
    department: str
    year: int

    @property
    def id(self) -> str:
        """Return the report's id, ``440704-health-2023``."""
        return f"{self.region}-{self.department}-{self.year:04d}"

    @property
    def folder(self) -> PurePosixPath:
        """Return the page's folder below the docs folder, ``reports/440704/health/2023``."""
        return PurePosixPath("reports", self.region, self.department, f"{self.year:04d}")

    @property
    def url(self) -> str:
        """Return the page's address below the site's root, ending in a slash."""
        return f"{self.folder}/"


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
