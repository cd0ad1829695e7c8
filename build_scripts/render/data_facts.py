"""What the data page says of the data as a whole: which version, of which day, how to cite it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from build_scripts.models import Overview
from build_scripts.models.publication import Publication
from build_scripts.render.data_layout import DataFile
from build_scripts.render.escape import escape, ready
from build_scripts.render.front_matter import Value, render_front_matter

TITLE = "法治政府建设年度报告数据集"


@dataclass(frozen=True, slots=True)
class DataFacts:
    """``version`` is "" between two releases, ``day`` that of the newest record, "" where there is none.

    ``lines`` are for the page's front matter, of which the theme tells search engines; ``csl`` cites the data.
    """

    version: str
    day: str
    lines: Markup
    csl: Markup


def data_facts(overview: Overview, site: Publication, day: str, files: Iterable[DataFile]) -> DataFacts:
    """Return what the data page says of the data as they are now, which lie in ``files``."""
    version = site.releases[0].version if site.releases and not site.pending else ""
    years = sorted(one.key for one in overview.years)
    told: dict[str, Value] = {
        "dataset": TITLE,
        "dataset_version": version or None,
        "dataset_day": day or None,
        "dataset_years": "/".join(dict.fromkeys(years[:1] + years[-1:])),
        "dataset_files": tuple(file.name for file in files),
    }
    lines = render_front_matter(told).removeprefix("---\n").removesuffix("---\n").rstrip("\n")
    return DataFacts(version, day, ready(lines), ready(escape(_csl(version, day))))


def _csl(version: str, day: str) -> str:
    told: dict[str, object] = {"id": "fazhi-reports", "type": "dataset", "title": TITLE, "language": "zh-CN"}
    if version:
        told["version"] = version
    if day:
        told["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
    return json.dumps([told], ensure_ascii=False)
