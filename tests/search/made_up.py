"""Reports that nobody wrote, and a folder of files in which their index is kept up to date."""

import io
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath

from build_scripts.models import Searchable, SearchFigure, SearchLink, SearchPart
from build_scripts.search import FOLDER, Known, Limits, Place, Updated, search_part, update_index
from tests.search.brute_force import Files, plain_report

MANIFEST = FOLDER / "manifest.json"
WORDS = (
    "行政复议",
    "普法宣传",
    "双随机一公开",
    "法律顾问",
    "行政许可",
    "执法公示",
    "护士注册",
    "卫生监督",
    "投诉举报",
    "应急预案",
    "药品抽检",
    "食品安全",
)

part_of = cache(search_part)


def made_up(number: int, *, told: int = 0) -> Searchable:
    """Return a report of some sentences; another ``told`` is another text of the same report."""
    year = 2015 + number % 9
    picked = [WORDS[(number * 7 + told + n * (1 + number % 5)) % len(WORDS)] for n in range(6)]
    lines = [f"第{n}项工作是{word}，共办理{number * 13 + n + told}件。" for n, word in enumerate(picked)]
    return plain_report(
        f"{110000 + number * 37 % 700000:06}-health-{year}",
        "\n".join(lines),
        title=f"第{number % 97}号县{year}年报告",
        year=year,
        province=f"第{number % 31}省",
        themes=(picked[0],),
        figures=tuple(
            SearchFigure(
                subject=word,
                indicator="办理件数" if n % 2 else "",
                theme="行政许可",
                value=Decimal(number * 13 + n + told),
                unit="件",
                written=f"{number * 13 + n + told}件",
                anchor=f"m-{n}",
                passage="",
            )
            for n, word in enumerate(picked)
        ),
        ways=(SearchLink("地区", f"第{number % 97}号县", f"regions/{number % 97}/"),),
    )


def lay_index(files: Files, site: Path) -> None:
    """Let the index of a site be these files and no others."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)


def _is_named(path: PurePosixPath, names: AbstractSet[str]) -> bool:
    # By strings: the paths of thousands of files are looked up after each change, and to make one takes ten times that.
    parts = str(path).split("/")[len(FOLDER.parts) :]
    return any("/".join(parts[:count]) in names for count in range(len(parts), 0, -1))


@dataclass
class Disk:
    """A folder of files with the index of some reports, which is brought up to date as a build does it."""

    limits: Limits = field(default_factory=Limits)
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    state: bytes | None = None
    written: list[PurePosixPath] = field(default_factory=list)
    parts: dict[str, SearchPart] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()

    def heads(self) -> Iterator[bytes]:
        """Yield all heads."""
        return (part.head for part in self.parts.values())

    def bodies(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield some bodies."""
        return (self.parts[id_].body for id_ in ids)

    def shown(self) -> frozenset[str]:
        """Return the ids of reports that failed."""
        return self.failed

    def update(self, reports: Iterable[Searchable], most: int = 1 << 30) -> "Disk":
        """Make the index that of ``reports``; the disk is full after ``most`` files."""
        self.parts = {report.id: part_of(report) for report in reports}
        self.written = []

        def write(path: PurePosixPath, data: bytes) -> None:
            if len(self.written) == most:
                raise OSError("disk full")
            self.written.append(path)
            self.files[path] = data

        known = Known(self.state, self.files.get(MANIFEST))
        self.settle(update_index(self, known, Place(write, io.BytesIO), self.limits))
        return self

    def settle(self, updated: Updated) -> None:
        """Keep the state and remove what is stale."""
        self.state = updated.state
        for path in [p for p in self.files if not _is_named(p, updated.names)]:
            del self.files[path]

    @property
    def manifest(self) -> dict[str, object]:
        """What the manifest says."""
        told: dict[str, object] = json.loads(self.files[MANIFEST])
        return told
