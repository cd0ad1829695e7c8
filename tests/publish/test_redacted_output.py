"""What a record takes out is nowhere in what is published, nor in what a build keeps: every byte is searched."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from build_scripts.build_commands import Run
from build_scripts.check.privacy import find_data
from build_scripts.cli import build_folder
from build_scripts.demo.folder import write_demo
from build_scripts.engine import EngineSettings
from build_scripts.models import PrivateKind, PrivatePlace, Record
from build_scripts.pipeline import process
from build_scripts.record_files import write_record
from build_scripts.redactions import span_of
from build_scripts.search.text_files import phrases
from build_scripts.sources import read_source
from tests.test_cases import fill

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
NAME = "source_reports/411523/2023-health.txt"
# One of each kind that a rule finds, in lines that the page shows; the name on the last line no rule finds.
PRIVATE = """
附件：案件办理情况
当事人欧阳建国，身份证号{identity}，手机{mobile}，家庭电话0376-0000000，已处罚15起。
开户行农商行，卡号{card}；邮箱：当事人wang_00001@163.com；QQ号：1000000017；微信号：wxid_00000z7。
驾驶豫S0000K，持护照E00000007，家住新县新集镇向阳路12号3栋201室，罚款2000元。
患者司马锟钰就诊，未成年人诸葛小满获救，信访人上官铁柱反映。
手机号断在行末的还有1990
0000012，请群众拨打。
另有甲乙丙丁戊己一名。
"""
CODES = ("utf-8", "utf-16-le", "gb18030")
UNSEEN = "甲乙丙丁戊己"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site of a report whose record was completed after it had been published once."""
    root = tmp_path_factory.mktemp("redacted") / "site"
    write_demo(ROOT, root, 2, 0)
    path = root / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    # Published with what no rule finds, so that what was kept of it has to go again.
    text = (ROOT / NAME).read_text(encoding="utf-8")
    path.write_text(text + PRIVATE.splitlines()[-1] + "\n", encoding="utf-8")
    build(root)
    assert [name for name, _ in holding(root, [UNSEEN])]
    path.write_text(text + fill(PRIVATE), encoding="utf-8")
    assert build(root) == 1
    write_record(path, redacted(root))
    assert build(root) == 0
    return root


def build(root: Path) -> int:
    return build_folder(root, Run(EngineSettings(jobs=1)))


def redacted(root: Path) -> Record:
    """Return the record that takes out all that is found in the report, and what only an editor finds."""
    source = read_source(root / NAME, root)
    clean = process(source, root / NAME).report.clean
    lines = clean.raw.text.splitlines()
    seen = PrivatePlace(len(lines), 3, 2 + len(UNSEEN), PrivateKind.OTHER)
    places = [place for datum in find_data(clean) for place in datum.places(clean.raw)]
    assert {place.kind for place in places} == set(PrivateKind) - {PrivateKind.OTHER}
    return Record(
        title=None,
        issuer=None,
        year=2023,
        url=None,
        taken_on=None,
        sha256=source.sha256,
        redactions=(*places, seen),
    )


def pieces(root: Path) -> list[str]:
    """Return what was taken out, as it stands in the file."""
    source = read_source(root / NAME, root)
    text = (root / NAME).read_text(encoding="utf-8")
    assert source.record is not None
    spans = [span_of(text, place) for place in source.record.redactions]
    return [span.of(text) for span in spans if span]


def holding(root: Path, wanted: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each file below ``root``, the reports left out, that holds one of ``wanted`` in whatever packing."""
    for file in sorted(root.rglob("*")):
        # The theme's styles hold every run of digits, our rules these examples, neither anything of a report.
        is_rules = file.parent.name.startswith("derived-") and file.name.startswith("rules-")
        if file.is_file() and "source_reports" not in file.parts and file.suffix != ".css" and not is_rules:
            for data in views(file):
                yield from ((file.name, p) for p in wanted if any(p.encode(code) in data for code in CODES))


def views(file: Path) -> Iterator[bytes]:
    """Yield what a file holds: its bytes, and what they are when unpacked; of a database every cell likewise."""
    data = file.read_bytes()
    yield from unpacked(data)
    if data.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(file)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a table of ours
                    for cell in row:
                        yield from unpacked(cell if isinstance(cell, bytes) else str(cell).encode())


def unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    for packing in ({"wbits": 47}, {"wbits": -15}, {"wbits": -15, "zdict": phrases()}):
        try:
            yield zlib.decompressobj(**packing).decompress(data)
        except zlib.error:
            continue


def test_the_search_finds_what_is_there(built: Path) -> None:
    found = {name for name, _ in holding(built, ["罚款2000元"])}
    assert {"index.md", "index.html", "2023-health.txt", "metrics.csv", "reports.sqlite"} <= found
    assert any(name.endswith((".bin", ".js")) for name in found), found


def test_what_is_taken_out_is_nowhere(built: Path) -> None:
    wanted = pieces(built)
    assert len(wanted) == len(PrivateKind) + 2  # a mobile number over two lines, and one more of that kind
    assert list(holding(built, [piece for piece in wanted if len(piece) > 4])) == []
    assert list(holding(built / "docs/reports/411523", wanted)) == []
    assert list(holding(built / "site/reports/411523", wanted)) == []


def test_the_page_says_what_is_taken_out(built: Path) -> None:
    page = (built / "docs/reports/411523/health/2023/index.md").read_text(encoding="utf-8")
    count = len(pieces(built))
    assert f"个人信息：依《政府信息公开条例》遮去 {count} 处，以 ■ 代替" in page
    assert page.count("已遮去个人信息") == count
    original = (built / "docs/reports/411523/health/2023/original/2023-health.txt").read_text(
        encoding="utf-8"
    )
    raw = (built / NAME).read_text(encoding="utf-8")
    assert len(original) == len(raw)
    assert [a for a, b in zip(original, raw, strict=True) if a not in (b, "■")] == []


def test_the_hash_of_the_file_is_not_told(built: Path) -> None:
    """By it, the ten digits that are hidden could be tried out."""
    source = read_source(built / NAME, built)
    below = (built / "docs", built / "site")
    assert [name for root in below for name, _ in holding(root, [source.sha256, source.sha256[:12]])] == []
