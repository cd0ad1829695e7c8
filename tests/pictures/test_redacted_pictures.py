"""What the record of a PDF takes out is black in the picture of its page, and in neither format of a report."""

import hashlib
import io
from pathlib import Path

import numpy as np
from PIL import Image

from build_scripts.convert import convert
from build_scripts.job import Job
from build_scripts.models import Conversion, Fate
from build_scripts.sources import read_file
from tests.read.official import Canvas
from tests.test_cases import fill

TITLE = "新县卫生健康委员会2023年法治政府建设年度报告"
BODY = (
    "一、主要工作",
    "2023年，全年开展执法检查56次，出动执法人员230人次。",
    "联系人手机{mobile}，欢迎来电咨询有关情况。",
    "二、存在的不足",
    "执法力量还不够。",
)


def printed() -> bytes:
    made = Canvas()
    made.centred(TITLE, 22, 36)
    for words in BODY:
        made.paragraph(fill(words))
    return made.data()


def put(root: Path, end: str, data: bytes, columns: str, more: str = "") -> Path:
    file = root / "source_reports" / "411523" / f"2023-health.{end}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    record = f"sha256: {hashlib.sha256(data).hexdigest()}\n{more}"
    if columns:
        record += f"redactions:\n- {{line: 4, columns: {columns}, kind: mobile}}\n"
    file.with_name(f"{file.name}.yml").write_text(record, encoding="utf-8")
    return file


def converted(root: Path, file: Path) -> Conversion:
    return convert(Job(read_file(file, root)))


def everything(made: Conversion) -> bytes:
    return b"".join([*made.texts.values(), *(page.rich for page in made.pages)])


def black(png: bytes) -> int:
    """Return how many dots of a picture lie in squares of 10 dots that are black all over."""
    dark = np.asarray(Image.open(io.BytesIO(png)).convert("L")) == 0
    rows, columns = dark.shape[0] // 10, dark.shape[1] // 10
    squares = dark[: rows * 10, : columns * 10].reshape(rows, 10, columns, 10).all(axis=(1, 3))
    return int(squares.sum()) * 100


def test_it_is_black_in_the_picture(tmp_path: Path) -> None:
    made = converted(tmp_path, put(tmp_path, "pdf", printed(), "9-19"))
    assert made.fate is Fate.PUBLISHED
    assert fill("{mobile}").encode() not in everything(made)
    assert black(made.texts["original/page-1.png"]) > 4_000
    page = next(page.rich.decode() for page in made.pages if page.file == "original/index.md")
    assert "图像上涂黑" in page


def test_it_holds_both_formats_back_until_it_is_taken_out_of_both(tmp_path: Path) -> None:
    first = put(tmp_path, "pdf", printed(), "9-19")
    text = fill("\n".join((TITLE, *BODY))).encode()
    put(tmp_path, "txt", text, "", "other_format: true\n")
    held = converted(tmp_path, first)
    assert held.fate is Fate.HELD_BACK
    assert "2023-health.txt" in held.message
    assert fill("{mobile}") not in held.message
    put(tmp_path, "txt", text, "6-16", "other_format: true\n")
    made = converted(tmp_path, first)
    assert made.fate is Fate.PUBLISHED
    assert "original/txt/index.md" in made.texts
    assert fill("{mobile}").encode() not in everything(made)
