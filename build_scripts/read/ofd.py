"""Read the text layer of an OFD file (GB/T 33190): lines as they stand on the page, with their places.

A file without a text layer, or with text that is turned, is refused: it can be saved as PDF and read as such.
"""

import posixpath
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from statistics import median

from build_scripts.errors import UnreadableError
from build_scripts.models import Box, Layout, PlacedLine, RawText, Source, Span
from build_scripts.read.elements import Element, attribute
from build_scripts.read.ofd_signs import Sign, TurnedTextError, find_signs, local, numbers
from build_scripts.read.packed_xml import PackedXml, open_packed
from build_scripts.read.signs import has_han, plain_words

_ADVICE = "请另存为 PDF"
_POINTS = 72 / 25.4
_A4 = (210.0, 297.0)
# A yearbook of reports has some hundred.
_MOST_PAGES = 2000
# A yearbook of reports has some 400,000; pages may be laid on the same sheets again and again.
_MOST_SIGNS = 600_000
# Shares of a character's size: baselines of one line differ by less; a gap so wide parts columns; an indent is two.
_SAME_LINE, _GAP, _COLUMN, _INDENTED = 0.5, 0.6, 1.4, 1.4
_INDENT = "\u3000\u3000"

Line = list[Sign]


def read_ofd(source: Source, data: bytes) -> RawText:
    """Return the text of an OFD file, a line of the page a line, with its layout. Raises ``UnreadableError``."""
    packed = open_packed(source, data)
    try:
        pages = [(size, _lines(signs)) for size, signs in _pages(packed)]
    except TurnedTextError as error:
        raise UnreadableError(source.path, "OFD 文件里有竖排或转了方向的文字，读不准", _ADVICE) from error
    text, starts, placed = _written(pages)
    if not has_han(text):
        raise UnreadableError(source.path, "OFD 文件里没有文字层", _ADVICE)
    sizes = tuple((width * _POINTS, height * _POINTS) for (width, height), _ in pages)
    return RawText(source=source, text=text, encoding="utf-8", pages=starts, layout=Layout(sizes, placed))


def _pages(packed: PackedXml) -> Iterator[tuple[tuple[float, float], list[Sign]]]:
    """Yield the size of each page and its characters, those of the sheet that it is laid on first."""
    left = _MOST_SIGNS
    for usual, entry, sheets in _listed(packed):
        page = _member(packed, entry)
        under = (sheets.get(attribute(e, "TemplateID")) for e in page.iter() if local(e) == "Template")
        parts = chain((_member(packed, sheet) for sheet in under if sheet), (page,))
        signs = list(islice(chain.from_iterable(map(find_signs, parts)), left + 1))
        left -= len(signs)
        if left < 0:
            raise UnreadableError(packed.source.path, f"文件里的文字超过 {_MOST_SIGNS} 个", _ADVICE)
        yield _size(page) or usual, signs


def _listed(packed: PackedXml) -> Iterator[tuple[tuple[float, float], str, dict[str, str]]]:
    """Yield of each page its document's usual size, its name, and the names of the sheets that pages are laid on."""
    root, count = _member(packed, "OFD.xml"), 0
    names = [_path("OFD.xml", e.text) for e in root.iter() if local(e) == "DocRoot"]
    for name in dict.fromkeys(names):
        document = _member(packed, name)
        usual = _size(document) or _A4
        sheets = {
            attribute(e, "ID"): _path(name, attribute(e, "BaseLoc"))
            for e in document.iter()
            if local(e) == "TemplatePage"
        }
        listed = [e for e in document.iter() if local(e) == "Page"]
        count += len(listed)
        if count > _MOST_PAGES:
            raise UnreadableError(packed.source.path, f"文件有 {count} 页，超过 {_MOST_PAGES} 页", _ADVICE)
        for entry in listed:
            yield usual, _path(name, attribute(entry, "BaseLoc")), sheets


def _member(packed: PackedXml, name: str) -> Element:
    found = packed.parse(name)
    if found is None:
        raise UnreadableError(packed.source.path, "OFD 文件不完整，缺了页面", _ADVICE)
    return found


def _path(base: str, written: str | None) -> str:
    """Return the name of a member that another one points to; names never lead out of the file."""
    place = (written or "").strip()
    joined = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath("/" + joined).lstrip("/")


def _size(element: Element) -> tuple[float, float] | None:
    """Return width and height of the paper, ``None`` where an element does not say."""
    boxes = (numbers(e.text or "") for e in element.iter() if local(e) == "PhysicalBox")
    return next(((box[2], box[3]) for box in boxes if len(box) == 4), None)  # noqa: PLR2004 - left, top, width, height


def _lines(signs: Sequence[Sign]) -> list[Line]:
    """Return the lines of a page from top to bottom, each from left to right."""
    lines: list[Line] = []
    for sign in sorted(signs, key=lambda s: s.y):
        if lines and sign.y - lines[-1][0].y <= _SAME_LINE * max(sign.size, lines[-1][0].size):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    told = [_told_once(sorted(line, key=lambda s: s.x)) for line in lines]
    return [line for line in told if "".join(s.text for s in line).strip()]


def _told_once(line: Line) -> Line:
    """Return a line without characters set twice at one place, which some programs do for bold."""
    return [
        b
        for a, b in pairwise([Sign("", -1e9, 0, 1), *line])
        if not (a.text == b.text and b.x - a.x < a.size / 5)
    ]


def _written(
    pages: Sequence[tuple[tuple[float, float], list[Line]]],
) -> tuple[str, tuple[int, ...], tuple[PlacedLine, ...]]:
    """Return the text of all pages, where each starts, and where the lines stand."""
    margin = _margin([line for _, lines in pages for line in lines])
    pieces: list[str] = []
    starts: list[int] = []
    placed: list[PlacedLine] = []
    at = 0
    for number, (_, lines) in enumerate(pages, start=1):
        starts.append(at)
        for line in lines:
            words, edges = _set(line)
            blanks = _INDENT if margin is not None and line[0].x - margin > _INDENTED * line[0].size else ""
            at += len(blanks)
            placed.append(PlacedLine(Span(at, at + len(words)), number, _box(line), edges))
            pieces += [blanks, words, "\n"]
            at += len(words) + 1
        if number < len(pages):
            pieces.append("\f")
            at += 1
    return "".join(pieces), tuple(starts or (0,)), tuple(placed)


def _margin(lines: Sequence[Line]) -> float | None:
    """Return where lines of prose begin: the least left edge of those that are not short."""
    longest = max((line[-1].x - line[0].x for line in lines), default=0.0)
    long = sorted(line[0].x for line in lines if line[-1].x - line[0].x > longest / 2)
    return long[len(long) // 10] if long else None


def _set(line: Line) -> tuple[str, tuple[float, ...]]:
    """Return the words of a line and the left edges of its characters, blanks set where the page has gaps."""
    words, edges = "", list[float]()
    pitch = median(s.size for s in line)
    end = line[0].x
    for sign in line:
        shown = plain_words(sign.text)
        gap = sign.x - end
        if words and gap > _GAP * pitch:
            blank = "    " if gap > _COLUMN * pitch else " "
            words += blank
            edges += [(end + gap * i / len(blank)) * _POINTS for i in range(len(blank))]
        words += shown
        edges += [sign.x * _POINTS] * len(shown)
        end = sign.x + (sign.size if not sign.text.isascii() else sign.size / 2)
    return words, (*edges, end * _POINTS)


def _box(line: Line) -> Box:
    """Return the place of a line: a character stands a fifth below its baseline and four fifths above."""
    size, base = max(s.size for s in line), line[0].y
    right = line[-1].x + line[-1].size
    edges = (line[0].x, base - size * 0.8, right, base + size * 0.2)
    return Box(*(edge * _POINTS for edge in edges))
