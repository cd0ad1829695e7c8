"""Make the files of ``files/`` anew from ``reports/made.txt``: python-docx writes one, LibreOffice the others of it.

They are kept, as neither program gives the same bytes twice: ``python -m tests.formats.make_files``.
"""

import shutil
import subprocess
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from docx.shared import Pt

from tests.formats.blocks import MADE, Block, Kind, blocks_of

FOLDER = Path(__file__).parent / "files"
FILTERS = {
    "made.doc": "doc:MS Word 97",
    "made.rtf": "rtf",
    "made-office.docx": "docx",
    "made-office.html": "html",
}


def make_docx(file: Path) -> None:
    document = docx.Document()
    for tabbed, group in groupby(blocks_of(MADE), key=lambda block: block.kind is Kind.ROW):
        blocks = list(group)
        if tabbed:
            add_table(document, [block.text.split("\t") for block in blocks])
        else:
            for block in blocks:
                add_paragraph(document, block)
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.save(str(file))


def add_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(r, c).text = words


def add_paragraph(document: docx.document.Document, block: Block) -> None:
    if block.kind is Kind.TEXT:
        document.add_paragraph(block.text).paragraph_format.first_line_indent = Pt(32)
    else:
        document.add_heading(block.text, 0 if block.kind is Kind.TITLE else 1)


def convert(file: Path, form: str, wanted: Path) -> None:
    with TemporaryDirectory() as folder:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"),
                *("--convert-to", form, "--outdir", folder, str(file)),
            ],
            check=True,
        )
        shutil.copyfile(Path(folder, file.stem + wanted.suffix), wanted)


if __name__ == "__main__":
    make_docx(FOLDER / "made.docx")
    for name, form in FILTERS.items():
        convert(FOLDER / "made.docx", form, FOLDER / name)
