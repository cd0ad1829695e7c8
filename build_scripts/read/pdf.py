"""A PDF to text with the place of every line. Pages without a text layer that can be trusted are read as pictures."""

from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2

from build_scripts.errors import LackingError, UnreadableError
from build_scripts.models import Box, RawText, Source, Upright
from build_scripts.patience import ask_for_time
from build_scripts.read.characters import Character
from build_scripts.read.digit_shapes import draws_its_digits
from build_scripts.read.letters import count_unknown, reads_as_prose
from build_scripts.read.page_rows import read_rows
from build_scripts.read.paged_text import PageText, write_out
from build_scripts.read.pdf_page import NoPageError, PdfPage, read_page
from build_scripts.read.pdf_streams import LARGEST_STREAM, has_bomb
from build_scripts.read.rulings import Ruling
from build_scripts.read.scan import NoRecognitionError, characters_of, recognise, scale_for, skew_of
from build_scripts.read.scan_rulings import find_rulings
from build_scripts.read.signs import has_han

# A report has some ten pages, the longest yearbook of a ministry 400.
_MOST_PAGES = 1_000
# A page number is typed onto scans, and a stamp of the archive; a page of text has more.
_FEWEST = 30
# A page takes some 3 seconds of a processor, one full of small print 6; nobody waits for more than five minutes.
_MOST_SCANNED, _SECONDS_A_SCAN = 60, 6.0
# A page of A3 at 600 dots an inch has 70 million.
_MOST_DOTS = 120_000_000
_RESAVE = "请在阅读软件里去掉限制后另存，或另存为 .txt"


class _Sheet(NamedTuple):
    """What is known of a page, whichever way it was read."""

    size: tuple[float, float]
    characters: list[Character]
    aslant: list[Character]
    rulings: list[Ruling]
    upright: Upright
    picture: tuple[float, float, float, float] | None = None


def read_pdf(source: Source, data: bytes) -> RawText:
    """Return the text of a PDF, a line of a page on each line, with its layout.

    Raises ``UnreadableError`` where it is locked, damaged, has no text that can be trusted, or no end of pages.
    """
    if has_bomb(data):
        problem = f"PDF 里有解开后超过 {LARGEST_STREAM // 1_000_000} MB 的内容"
        raise UnreadableError(source.path, problem, "请确认这是一份报告")
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
    pages = [_page_text(sheet) for sheet in sheets]
    raw = write_out(source, pages, "pdf")
    if not raw.text.strip():
        raise UnreadableError(source.path, "PDF 里没有文字", "请检查是否放错了文件")
    if not has_han(raw.text):
        raise UnreadableError(source.path, "PDF 里没有汉字，不是一份报告", "请检查是否放错了文件")
    return raw


def _opened(source: Source, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(source.path, "PDF 设有打开密码", _RESAVE) from error
        raise UnreadableError(source.path, "PDF 已损坏，打不开", "请重新下载或另存一份") from error


def _sheets(source: Source, document: pypdfium2.PdfDocument) -> Iterator[_Sheet]:
    """Yield the pages, each by its characters, or as a picture where they are not those that are seen."""
    held = [_held(source, document, n) for n in range(len(document))]
    if lost := next((n for n, page in enumerate(held, start=1) if page.fontless), None):
        problem = f"第 {lost} 页的字体没有嵌在文件里，这台电脑上又没有中文字体，会漏字"
        raise LackingError(source.path, problem, "请先安装中文字体，如 Linux 上的 fonts-noto-cjk")
    damaged = _damaged(document, held)
    doubts = [_doubt(page, damaged=damaged[n]) for n, page in enumerate(held)]
    scanned = sum(map(bool, doubts))
    if scanned > _MOST_SCANNED:
        problem = f"有 {scanned} 页要用文字识别来读，超过 {_MOST_SCANNED} 页"
        raise UnreadableError(source.path, problem, "请换用有文字层的文件，或按份拆开")
    ask_for_time(_SECONDS_A_SCAN * scanned)
    for n, page in enumerate(held):
        doubt = doubts[n]
        if not doubt:
            upright = Upright(page.turned)
            yield _Sheet(page.size, page.characters, page.aslant, page.rulings, upright, page.picture)
            continue
        try:
            yield _recognised(source, document, n, page)
        except NoRecognitionError:
            advice = "请先运行 pip install -r requirements-ocr.txt，用文字识别来读；或另存为 .txt"
            raise UnreadableError(source.path, f"第 {n + 1} 页{doubt}", advice) from None


def _held(source: Source, document: pypdfium2.PdfDocument, n: int) -> PdfPage:
    page = document[n]
    try:
        return read_page(page)
    except NoPageError as error:
        raise UnreadableError(source.path, f"第 {n + 1} 页{error}", "请确认这是一份报告") from None
    finally:
        page.close()


def _damaged(document: pypdfium2.PdfDocument, pages: list[PdfPage]) -> list[bool]:
    """Return for each page whether its fonts name other characters than they draw.

    A page too short to tell is as good as the others; where digits are not what they are called, no page is.
    """
    prose = [reads_as_prose(page.text) for page in pages]
    if not draws_its_digits(document, pages):
        return [True] * len(pages)
    return [own is False or (own is None and False in prose) for own in prose]


def _doubt(page: PdfPage, *, damaged: bool) -> str:
    """Return why the characters of a page cannot be taken for those that are seen on it, "" where they can."""
    if page.hidden:
        return "是扫描件，其中的隐藏文字层未经核对"
    if len(page.characters) < _FEWEST and (page.covered or (not page.characters and page.drawn)):
        return "是扫描件，没有文字"
    if page.unmapped or count_unknown(page.text) or damaged:
        return "所用字体没有可靠的文字对照，读出来会是错字"
    return ""


def _recognised(source: Source, document: pypdfium2.PdfDocument, n: int, held: PdfPage) -> _Sheet:
    """Return what is recognised on the picture of a page, and the lines that are ruled on it."""
    if held.dots > _MOST_DOTS:
        problem = f"第 {n + 1} 页的图片有 {held.dots / 1e6:.0f} 百万像素，超过 {_MOST_DOTS // 1_000_000}"
        raise UnreadableError(source.path, problem, "请换用清晰度低一些的扫描件")
    page = document[n]
    scale = scale_for(held.size)
    try:
        picture = page.render(scale=scale, rotation=held.turned * 90).to_numpy()
    finally:
        page.close()
    lines = recognise(picture)
    angle = skew_of(lines)
    rulings = find_rulings(picture, angle, scale)
    return _Sheet(held.size, characters_of(lines, scale, angle), [], rulings, Upright(held.turned, angle))


def _page_text(sheet: _Sheet) -> PageText:
    rows, margins = read_rows(sheet.characters, sheet.aslant, sheet.rulings)
    picture = Box(*sheet.picture) if sheet.picture else None
    return PageText(sheet.size, rows, margins, sheet.upright, picture)
