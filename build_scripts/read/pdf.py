"""A PDF to text with the place of every line. Pages without a text layer that can be trusted are read as pictures."""

from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source
from build_scripts.read.characters import Character
from build_scripts.read.letters import count_unknown, fold_letter, reads_as_prose
from build_scripts.read.page_rows import Margins, find_margins, page_rows
from build_scripts.read.paged_text import PageText, write_out
from build_scripts.read.pdf_page import MOST_CHARACTERS, PdfPage, TooLargeError, read_page
from build_scripts.read.rulings import Ruling

# A report has some ten pages, the longest yearbook of a ministry 400.
_MOST_PAGES = 1_000
_RESAVE = "请在阅读软件里去掉限制后另存，或另存为 .txt"


class _Sheet(NamedTuple):
    """What is known of a page, whichever way it was read."""

    size: tuple[float, float]
    characters: list[Character]
    aslant: list[Character]
    rulings: list[Ruling]


def read_pdf(source: Source, data: bytes) -> RawText:
    """Return the text of a PDF, a line of a page on each line, with its layout.

    Raises ``UnreadableError`` where it is locked, damaged, has no text that can be trusted, or no end of pages.
    """
    document = _opened(source, data)
    try:
        if len(document) > _MOST_PAGES:
            problem = f"PDF 有 {len(document)} 页，超过 {_MOST_PAGES} 页"
            raise UnreadableError(source.path, problem, "请确认这是一份报告")
        sheets = list(_sheets(source, document))
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(source.path, "PDF 已损坏，读不出来", "请重新下载或另存一份") from error
    finally:
        document.close()
    margins = [find_margins(sheet.characters) for sheet in sheets]
    pages = [_page_text(sheet, margin) for sheet, margin in zip(sheets, margins, strict=True)]
    raw = write_out(source, pages, "pdf")
    if not raw.text.strip():
        raise UnreadableError(source.path, "PDF 里没有文字", "请检查是否放错了文件")
    return raw


def _opened(source: Source, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(source.path, "PDF 设有打开密码", _RESAVE) from error
        raise UnreadableError(source.path, "PDF 已损坏，打不开", "请重新下载或另存一份") from error


def _sheets(source: Source, document: pypdfium2.PdfDocument) -> Iterator[_Sheet]:
    for number, page in enumerate(document, start=1):
        try:
            held = read_page(page)
            yield _read(source, held, number)
        except TooLargeError:
            problem = f"第 {number} 页的字符超过 {MOST_CHARACTERS} 个"
            raise UnreadableError(source.path, problem, "请确认这是一份报告") from None
        finally:
            page.close()


def _read(source: Source, held: PdfPage, number: int) -> _Sheet:
    characters = [c._replace(text=fold_letter(c.text)) if c.text > "\u2e7f" else c for c in held.characters]
    text = "".join(c.text for c in characters)
    if held.unmapped or count_unknown(characters) or not reads_as_prose(text):
        raise UnreadableError(source.path, f"第 {number} 页的字体没有可靠的文字对照", "x")
    return _Sheet(held.size, characters, held.aslant, held.rulings)


def _page_text(sheet: _Sheet, margins: Margins | None) -> PageText:
    rows = page_rows(sheet.characters, sheet.aslant, sheet.rulings, margins)
    return PageText(sheet.size, rows, margins)
