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
from build_scripts.read.pdf_page import PdfPage, TooLargeError, read_page
from build_scripts.read.rulings import Ruling
from build_scripts.read.scan import NoRecognitionError, characters_of, recognise, scale_for

# A report has some ten pages, the longest yearbook of a ministry 400.
_MOST_PAGES = 1_000
# A page number is typed onto scans, and a stamp of the archive; a page of text has more.
_FEWEST = 30
# A page of A3 at 600 dots an inch has 70 million.
_MOST_DOTS = 120_000_000
_FIRST_FOLDED = "\u2e7f"
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
            yield _read(source, page, number)
        except TooLargeError as error:
            raise UnreadableError(source.path, f"第 {number} 页{error}", "请确认这是一份报告") from None
        finally:
            page.close()


def _read(source: Source, page: pypdfium2.PdfPage, number: int) -> _Sheet:
    """Read one page: by its characters, or as a picture where they are not those that are seen."""
    held = read_page(page)
    characters = [
        c._replace(text=fold_letter(c.text)) if c.text > _FIRST_FOLDED else c for c in held.characters
    ]
    doubt = _doubt(held, characters)
    if not doubt:
        return _Sheet(held.size, characters, held.aslant, held.rulings)
    try:
        return _Sheet(held.size, _recognised(page, held), [], [])
    except NoRecognitionError:
        advice = "请先运行 pip install -r requirements-ocr.txt，用文字识别来读；或另存为 .txt"
        raise UnreadableError(source.path, f"第 {number} 页{doubt}", advice) from None


def _doubt(held: PdfPage, characters: list[Character]) -> str:
    """Return why the characters of a page cannot be taken for those that are seen on it, "" where they can."""
    if held.hidden:
        return "是扫描件，其中的隐藏文字层未经核对"
    if len(characters) < _FEWEST and (held.covered or (not characters and held.drawn)):
        return "是扫描件，没有文字"
    if held.unmapped or count_unknown(characters) or not reads_as_prose("".join(c.text for c in characters)):
        return "所用字体没有可靠的文字对照，读出来会是错字"
    return ""


def _recognised(page: pypdfium2.PdfPage, held: PdfPage) -> list[Character]:
    """Return the characters that are recognised on the picture of a page. Raises ``TooLargeError``."""
    if held.dots > _MOST_DOTS:
        raise TooLargeError(f"的图片有 {held.dots / 1e6:.0f} 百万像素，超过 {_MOST_DOTS // 1_000_000}")
    scale = scale_for(held.size)
    turn = held.turned * 90
    lines = recognise(page.render(scale=scale, rotation=turn).to_numpy())
    return characters_of(lines, scale)


def _page_text(sheet: _Sheet, margins: Margins | None) -> PageText:
    rows = page_rows(sheet.characters, sheet.aslant, sheet.rulings, margins)
    return PageText(sheet.size, rows, margins)
