"""Where a site's parts lie on disk."""

from dataclasses import dataclass
from pathlib import Path

# Folders of docs/ in which all is generated, so that what no longer belongs there is known.
GENERATED = (
    "agencies",
    "assets/search",
    "browse",
    "completeness",
    "corrections",
    "data",
    "departments",
    "families",
    "feeds",
    "findings",
    "indicators",
    "llms",
    "quality",
    "regions",
    "releases",
    "reports",
    "themes",
    "years",
)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one site. ``root`` holds source_reports/, docs/ and mkdocs.yml, and its cache lies in .cache/.

    A ``preview`` has a finished site of its own, beside the one that is published. ``reports`` is the folder that holds
    source_reports/ where that is another.
    """

    root: Path
    preview: bool = False
    reports: Path | None = None

    @property
    def sources(self) -> Path:
        """Return the folder that holds source_reports/."""
        return self.reports or self.root

    @property
    def docs(self) -> Path:
        """Return the folder of pages and assets that the site is built from."""
        return self.root / "docs"

    @property
    def config(self) -> Path:
        """Return the site's settings."""
        return self.root / "mkdocs.yml"

    @property
    def site(self) -> Path:
        """Return the folder of the finished site."""
        return self.cache / "preview" if self.preview else self.root / "site"

    @property
    def cache(self) -> Path:
        """Return the folder of what can be made anew."""
        return self.root / ".cache"

    @property
    def store(self) -> Path:
        """Return the file of the store."""
        return self.cache / "reports.sqlite"
