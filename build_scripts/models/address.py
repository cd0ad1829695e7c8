"""Where a report lives on the site."""

from dataclasses import dataclass
from pathlib import PurePosixPath


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
        return f"reports/{self.region}/{self.department}/{self.year:04d}/"
